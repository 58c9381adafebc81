"""The forms of territories."""
