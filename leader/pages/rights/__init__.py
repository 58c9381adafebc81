"""The rights of the leads: the setting of the federation, and the table of what follows from it by the rules."""
