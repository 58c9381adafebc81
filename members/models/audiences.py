"""What of a person may be shown, and to whom: the words of a choice, and what holds until somebody chooses."""

from dataclasses import dataclass

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """Who sees something of a person, besides those who administer the person and the colleagues."""

    NOBODY = "nobody", _("nobody")
    MEMBERS = "members", _("members")
    PUBLIC = "public", _("members and the public")


class Field(models.TextChoices):
    """What a person decides upon, each by itself."""

    NAME = "name", _("given name and family name")
    FUNCTION = "function", _("function in the company")
    EMAIL = "email", _("e-mail")
    PHONE = "phone", _("phone")
    COMPANIES = "companies", _("companies represented over time")
    MANDATES = "mandates", _("offices held and territories led")


# Nothing is public, and no address is given to anybody, before the person says so: an import brings addresses of
# people who have never been here (docs/decisions/087-what-is-shown-of-a-person.md).
DEFAULTS = {
    Field.NAME: Audience.MEMBERS,
    Field.FUNCTION: Audience.MEMBERS,
    Field.EMAIL: Audience.NOBODY,
    Field.PHONE: Audience.NOBODY,
    Field.COMPANIES: Audience.MEMBERS,
    Field.MANDATES: Audience.MEMBERS,
}


@dataclass(frozen=True)
class Reader:
    """Somebody who looks at a person: knows the whole file, is a member, or neither."""

    knows_all: bool = False
    is_member: bool = False

    def sees(self, audience: str) -> bool:
        """Tell whether what is open to ``audience`` is open to this reader."""
        if self.knows_all or audience == Audience.PUBLIC:
            return True
        return self.is_member and audience == Audience.MEMBERS


@dataclass(frozen=True)
class Shown:
    """What one reader sees of one person; what is not shown is empty or False."""

    name: str
    email: str
    phone: str
    function: bool
    companies: bool
    mandates: bool
