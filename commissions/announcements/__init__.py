"""Announcements: sent once to each member of a commission, as each has chosen."""
