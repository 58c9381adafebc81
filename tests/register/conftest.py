"""The registers that these tests ask."""

from tests.register.fixtures import register, scripted

__all__ = ["register", "scripted"]
