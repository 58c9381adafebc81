"""What the floor below every app keeps in the database; each class stands in the module of its matter."""

from leader.shared.cache import CachedValue
from leader.shared.idempotency import SentForm
from leader.shared.limits import Attempts
from leader.shared.mails import Letter
from leader.shared.personal_data.remembering import Erasure
from leader.shared.retention import RetentionRun

__all__ = ["Attempts", "CachedValue", "Erasure", "Letter", "RetentionRun", "SentForm"]
