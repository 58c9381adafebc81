"""Filters of the templates of events."""
