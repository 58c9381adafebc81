"""What is typed about elections."""
