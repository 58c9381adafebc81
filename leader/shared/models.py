"""What the floor below every app keeps in the database; each class stands in the module of its matter."""

from leader.shared.cache import CachedValue
from leader.shared.idempotency import SentForm
from leader.shared.limits import Attempts
from leader.shared.mails import Letter

__all__ = ["Attempts", "CachedValue", "Letter", "SentForm"]
