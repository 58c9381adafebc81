"""The dossier of an opening: its area, its checks, its forms, and the acts that lead to the decision."""
