"""What comes after the opening of a territory, and the transfers of companies."""
