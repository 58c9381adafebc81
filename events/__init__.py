"""The gala and the other events."""
