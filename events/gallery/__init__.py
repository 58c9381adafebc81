"""Photos of an event: drawn anew, shown to members or to all, taken off where somebody asks."""
