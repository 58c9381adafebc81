"""What a constraint of the database says to the person whose form it refused."""

from collections.abc import Iterable
from typing import Any

from django.db import IntegrityError
from django.db.models import Model
from django.utils.translation import gettext as _


def sentence_of(error: IntegrityError, models: Iterable[type[Model]]) -> str:
    """Return the sentence of the constraint that raised ``error``, one of those of ``models``."""
    diagnosis: Any = getattr(error.__cause__, "diag", None)
    name = getattr(diagnosis, "constraint_name", None)
    for model in models:
        for constraint in model._meta.constraints:
            if constraint.name == name:
                return str(constraint.violation_error_message)
    return _("The database refuses this: two rows say the same, or somebody was faster. Check and save again.")
