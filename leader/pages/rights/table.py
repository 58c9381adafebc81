"""The table of role and right, asked of the rules themselves for somebody invented in each role. No query."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser, Right, given_by, scoped_models
from members.models import User
from territories.models import LeadRight
from territories.models.lead_rights import EVERY_RIGHT
from territories.scope import rights_of

NOBODY = 0  # the key of a person, and of a territory, that none has
ROLES = {
    "stranger": _("stranger"), "guest": _("guest"), "member": _("member"), "lead": _("lead"), "staff": _("staff"),
}  # fmt: skip
LEVELS = {Right.VIEW: _("see"), Right.EDIT: _("change"), Right.ADMINISTER: _("change, also at the desk")}


def somebody(role: str, rights: Iterable[str] = EVERY_RIGHT) -> AnyUser:
    """Return an invented account in ``role``; a lead has ``rights``. The rules look at nothing but this."""
    if role == "stranger":
        return AnonymousUser()
    user: Any = User(is_active=True, is_staff=role == "staff", person_id=NOBODY)
    user._territories_led = [NOBODY] if role == "lead" else []
    user._lead_rights = list(rights)
    user._is_member = role == "member"
    return user


@dataclass(frozen=True)
class Line:
    """A right, who has it by role, and what a lead may do with which records because of it."""

    right: LeadRight
    roles: list[tuple[Any, bool]]  # the name of the role, whether it has the right
    records: list[tuple[Any, Any]]  # the name of the records, what one may do with them


def table(rights: Iterable[str]) -> list[Line]:
    """Return a line a right, as the federation gives ``rights`` to its leads."""
    held = list(rights)
    return [
        Line(
            right,
            [(name, rights_of(somebody(role, held))[right.value]) for role, name in ROLES.items()],
            opened_by(right),
        )
        for right in LeadRight
    ]


@cache  # the rules are the program's: they change with it only
def opened_by(right: LeadRight) -> list[tuple[Any, Any]]:
    """Return the records, and what may be done with them, that a lead has by ``right`` and by no other."""
    with_it = somebody("lead")
    without = somebody("lead", [each for each in EVERY_RIGHT if each != right.value])
    return [
        (model._meta.verbose_name_plural, LEVELS[level])
        for model in scoped_models()
        for level in LEVELS
        if set(given_by(model, level, with_it)) - set(given_by(model, level, without))
    ]
