"""Staff see the site as a lead does: read only, recorded, ended by a button (docs/decisions/097)."""
