"""Areas that change from a day on, the companies that change home with them, and what lies in no area."""
