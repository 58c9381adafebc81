"""What the floor below every app keeps in the database; each class stands in the module of its matter."""

from leader.shared.idempotency import SentForm

__all__ = ["SentForm"]
