"""Départements, EPCI and communes: reference data, loaded by a command."""
