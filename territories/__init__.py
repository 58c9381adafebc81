"""Territories, their leads, openings, prospects and mandates."""
