"""A company goes to another territory, or belongs to one more: asked by one side, agreed by the other or by staff."""
