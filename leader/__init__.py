"""The site itself: settings, addresses, and the floors that every app stands on."""
