"""Commissions: where members of all territories work together."""
