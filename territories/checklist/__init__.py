"""Tasks and the checklist of an opening."""
