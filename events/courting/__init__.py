"""The pressenties of a territory at an event: invited by those who court them, with what they answered."""
