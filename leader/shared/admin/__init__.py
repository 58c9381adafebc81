"""What every desk of the admin stands on: the scope rule, bounded lists, histories, versions."""
