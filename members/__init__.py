"""People, accounts, companies and their memberships."""
