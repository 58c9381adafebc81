"""The pipeline of a territory: the companies it courts, from the first name to the membership."""
