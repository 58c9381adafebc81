"""Assemblies and elections."""
