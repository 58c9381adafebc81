"""The plan of tables of an event."""
