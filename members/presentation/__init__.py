"""The page that a company keeps of itself, in parts that save separately."""
