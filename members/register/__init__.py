"""The open register of companies (API Recherche d'entreprises), asked by the server, never by a browser.

A person's form is filled in with what it says; nobody needs it to join. It may be slow, limited or away, so every
answer is kept for a day, all processes together ask five times a second at most, and one that fails is left alone
for a while (docs/decisions/082-the-register-of-companies.md).
"""

from members.register.answers import RegisteredCompany
from members.register.look_up import NotUnderstoodError, UnavailableError, kept, look_up, stored

__all__ = ["NotUnderstoodError", "RegisteredCompany", "UnavailableError", "kept", "look_up", "stored"]
