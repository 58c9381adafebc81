"""Records that may be one: the list, both side by side, the merge and its undoing."""
