"""Meetings: planned, convened, changed and called off; answered, attended."""
