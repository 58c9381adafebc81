"""The pages of the commissions: what everybody reads, taking a seat, what the chair keeps, their life."""
