"""The desks of events, one module for each kind of record."""

from events.admin import events, registrations

__all__ = ["events", "registrations"]
