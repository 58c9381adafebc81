"""The doors of an event: badges, who has arrived, also through a lost network."""
