"""Private calendars: meetings and events, read by programs of calendars."""
