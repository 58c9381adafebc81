"""The desks of events, one module for each kind of record."""

from events.admin import afterwards, events, hosting, registrations

__all__ = ["afterwards", "events", "hosting", "registrations"]
