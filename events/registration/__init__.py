"""Registering to an event by party: places, the waiting line, who comes."""
