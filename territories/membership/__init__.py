"""The life of a membership: its state on a day, its renewal, leaving, coming back, and the letters about it."""
