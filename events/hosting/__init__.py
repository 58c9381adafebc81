"""Who hosts the gala: the turn of each territory, candidacies, and the decision."""
