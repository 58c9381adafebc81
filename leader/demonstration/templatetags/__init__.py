"""The tags of the demonstration."""
