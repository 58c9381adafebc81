"""Naming who holds the key of a secret election."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models import CodeOfficer, Election
from members.models import Representative, User

# size: how many of them are needed
PRESETS = {3: 2, 5: 3}


def who_may_hold_a_key(election: Election) -> Any:
    """Return the accounts that can be named: of those who represent a company on the roll, and of the staff.

    Nobody who has every right: whoever runs the server may hold the site's own part of the key already, and the
    trustees are to be others than the server.
    """
    spells = Representative.objects.running_on(election.roll_on).filter(
        company__in=election.roll.values("company")
    )
    people = Q(person__in=spells.values("person")) | Q(person__in=election.roll.values("representative"))
    accounts = User.objects.filter(people | Q(is_staff=True), is_active=True, person__isnull=False)
    accounts = accounts.exclude(is_superuser=True)
    return accounts.select_related("person").order_by("person__family_name", "person__given_name", "pk")


def who_may_be_trustee(election: Election) -> Any:
    """Return the accounts that can be named: who makes the codes holds no part of the key."""
    return who_may_hold_a_key(election).exclude(pk__in=officers_of(election).values("account"))


def officers_of(election: Election) -> Any:
    """Return who made codes that serve here: those of a first round may serve again, without a new officer."""
    return CodeOfficer.objects.filter(election__in=election.with_those_before)


class Accounts(forms.ModelChoiceField):
    """An account, under the name of its person."""

    def label_from_instance(self, account: Any) -> str:
        """Return the name of the person."""
        return str(account.person)


class TrusteesForm(forms.Form):
    """Three trustees of whom two are needed, or five of whom three."""

    size = forms.TypedChoiceField(
        label=_("How many"),
        coerce=int,
        choices=[
            (3, _("three trustees, two of whom are needed: right for a territory")),
            (5, _("five trustees, three of whom are needed: right for the federation")),
        ],
        initial=3,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        accounts = who_may_be_trustee(election)
        for number in range(1, max(PRESETS) + 1):
            self.fields[f"trustee_{number}"] = Accounts(
                accounts, label=_("Trustee %(number)s") % {"number": number}, required=number <= min(PRESETS),
                empty_label=_("choose"),
            )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """Ask for as many people as are said, each once."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        size = cleaned.get("size") or min(PRESETS)
        seen = set()
        for number in range(1, size + 1):
            name = f"trustee_{number}"
            account = cleaned.get(name)
            if account is None and name not in self.errors:
                self.add_error(name, ValidationError(_("Name this trustee too."), code="required"))
            elif account in seen:
                self.add_error(name, ValidationError(_("One person holds one part of the key."), code="twice"))
            seen.add(account)
        return cleaned

    def accounts(self) -> list[User]:
        """Return the trustees in their order."""
        return [self.cleaned_data[f"trustee_{number}"] for number in range(1, self.cleaned_data["size"] + 1)]

    @property
    def threshold(self) -> int:
        """Return how many of them are needed."""
        return PRESETS[self.cleaned_data["size"]]
