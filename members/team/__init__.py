"""The team of a company: who represents it, who votes, who joins. Each act of its page is a module."""
