"""A company goes to another territory, or belongs to one more: one side asks, the other or staff agrees."""
