"""The accounts of the demonstration, one for each role; they have no password."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Account:
    """An account that anybody who tries the product may use."""

    email: str
    role: str | Promise


ACCOUNTS = (
    Account("staff@leader.example", _("staff of the federation")),
    Account("lead@leader.example", _("lead of a territory")),
    Account("member@leader.example", _("member")),
    Account("guest@leader.example", _("guest without a role")),
)
