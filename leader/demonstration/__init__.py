"""A federation to show and to try: the public facts of 2017 and a fictitious rest."""
