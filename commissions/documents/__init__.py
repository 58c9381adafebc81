"""Documents: told by their content, stored under names of chance, drawn anew for a preview."""
