"""What every app may use and which knows none of them."""
