"""What a password must be: long, longer for those who see the files of others, and not what one tries first."""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from leader.shared.scope import administers
from members.models import User

LENGTH = 12
LENGTH_OF_CLERKS = 16
OBVIOUS = [
    "leader",
    "occitanie",
    "toulouse",
    "montpellier",
    "narbonne",
    "beziers",
    "perpignan",
    "nimes",
    "motdepasse",
]


def needed_length(user: User | None) -> int:
    """Return how many characters ``user`` needs: more for staff and for leads, who enter the desk."""
    return LENGTH_OF_CLERKS if user is not None and user.pk and administers(user) else LENGTH


class LengthValidator:
    """Refuse a short password."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when ``password`` is too short for ``user``."""
        needed = needed_length(user)
        if len(password) < needed:
            message = _("A password has at least %(needed)d characters: several words make a good one.")
            raise ValidationError(message, code="password_too_short", params={"needed": needed})

    def get_help_text(self) -> str:
        """Say the rule before it is broken."""
        return _(
            "At least %(length)d characters (%(clerks)d for the staff and for the leads of a territory):"
            " several words make a good password."
        ) % {"length": LENGTH, "clerks": LENGTH_OF_CLERKS}


class ObviousWordsValidator:
    """Refuse a password that is hardly more than a word everybody here would try."""

    def validate(self, password: str, user: User | None = None) -> None:
        """Raise ValidationError when less than eight characters remain beside the words of the house."""
        rest = password.lower()
        for word in [*_words_of(user), *OBVIOUS]:
            rest = rest.replace(word, "")
        if rest != password.lower() and len(rest) < 8:
            raise ValidationError(
                _("This password is hardly more than your name, that of the federation or of a town."),
                code="password_obvious",
            )

    def get_help_text(self) -> str:
        """Say the rule before it is broken."""
        return _("Not just your name, that of the federation or of a town with a few digits.")


def _words_of(user: User | None) -> list[str]:
    words = re.split(r"\W+", f"{user.email} {user.person or ''}".lower()) if user is not None else []
    return sorted((word for word in words if len(word) > 2), key=len, reverse=True)
