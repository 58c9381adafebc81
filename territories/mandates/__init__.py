"""Mandates in the bureaux: who is appointed, until when, and what is to be declared of it."""
