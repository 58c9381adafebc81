"""Signing in, and the security of one's account: the rules that we add to django-allauth."""
