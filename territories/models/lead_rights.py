"""What the leads of territories may do, as the federation sets it."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class LeadRight(models.TextChoices):
    """A right that the federation gives to the leads of its territories, or keeps for its staff.

    To see the territory, its companies, prospects and tasks is no such right: who sees nothing leads nothing.
    """

    CREATE = "create", _("add companies, prospects, people, tasks and mandates; open territories")
    EDIT = "edit", _("change what is recorded of the territory, its companies, people, prospects and bureau")
    IMPORT = "import", _("import companies from files")
    EXPORT = "export", _("take lists away as files")
    MAIL = "mail", _("answer applications for membership, by letters of the federation")
    SEE_DUES = "see_dues", _("see the memberships: periods, renewals, how they ended")


EVERY_RIGHT = [right.value for right in LeadRight]


def every_right() -> list[str]:
    """Return what leads may do unless the federation decides otherwise: all of it."""
    return list(EVERY_RIGHT)
