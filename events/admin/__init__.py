"""The desks of events, one module for each kind of record."""

from events.admin import events, hosting, registrations

__all__ = ["events", "hosting", "registrations"]
