"""All territories side by side on any day, for the staff of the federation."""
