"""The page on which a lead finds the work of the territory, each line leading to where it is done."""
