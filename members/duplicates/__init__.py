"""Two records that are one: suspected, told apart, merged with all that hangs on them, and undone."""
