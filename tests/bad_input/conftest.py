"""What the pages of these tests ask for: a register, files apart, the jobs of imports."""

from tests.imports.conftest import media, work
from tests.register.fixtures import register

__all__ = ["media", "register", "work"]
