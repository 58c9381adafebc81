"""The members over the years, for staff: how many, who joined, renewed and left, who stays how long."""
