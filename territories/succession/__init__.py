"""What comes after the opening: a territory sleeps, closes, is merged or split, or takes over an association."""
