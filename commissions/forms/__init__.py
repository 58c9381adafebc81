"""What people type about commissions."""
