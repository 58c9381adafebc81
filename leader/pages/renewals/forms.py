"""Whose renewal is asked for, and what staff types about the membership of a company."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField, key_of
from members.models import Category, Membership
from members.models.categories import MEANINGS
from territories.membership.states import State, conditions, falling_due, without_term
from territories.models import Affiliation, Territory
from territories.terms import Terms

NOWHERE = "aucun"
EARLIEST = date(1950, 1, 1)
AHEAD = timedelta(days=366)
AT_ONCE = 100  # ticked by hand: a page holds 25
BY_HAND = "choix"  # sent by the button under the list: without a tick, nothing is meant and not everything
_SHOWN = [State.TO_RENEW, State.GRACE, State.LAPSED, State.CURRENT, State.TO_COME]


def _day(**kwargs: Any) -> forms.DateField:
    return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **kwargs)


class ChoiceForm(forms.Form):
    """Which memberships, by home and category, or ticked by hand; a value that makes no sense narrows nothing."""

    territory = forms.ChoiceField(label=_("Home territory"), required=False)
    category = forms.ChoiceField(
        label=_("Category"),
        required=False,
        choices=[("", _("All")), *((c.value, c.label) for c, meaning in MEANINGS.items() if meaning.renews)],
    )

    def __init__(self, asked: Any, *, day: date, terms: Terms) -> None:
        self.day, self.terms = day, terms
        super().__init__(asked)
        keys = map(key_of, asked.getlist("m")[:AT_ONCE])
        self.ticked = [key for key in keys if key is not None]
        self.is_by_hand = bool(self.ticked) or BY_HAND in asked
        territories = Territory.objects.order_by("name").values_list("slug", "name")
        choices = [("", _("All")), *territories, (NOWHERE, _("none"))]
        self.fields["territory"].choices = choices  # type: ignore[attr-defined]
        self.is_valid()

    def chosen(self, memberships: Any) -> Any:
        """Keep of ``memberships`` those of the home and category asked for, or of these the ones ticked."""
        asked = self.cleaned_data
        if asked.get("category"):
            memberships = memberships.filter(category=asked["category"])
        if asked.get("territory"):
            homes = Affiliation.objects.running_on(self.day).filter(is_home=True).order_by()
            if asked["territory"] == NOWHERE:
                memberships = memberships.exclude(company__in=homes.values("company"))
            else:
                here = homes.filter(territory__slug=asked["territory"])
                memberships = memberships.filter(company__in=here.values("company"))
        return memberships.filter(pk__in=self.ticked) if self.is_by_hand else memberships


class TermlessForm(ChoiceForm):
    """Which of the memberships that have no last day."""

    def narrow(self, memberships: Any) -> Any:
        """Keep of ``memberships`` those without a last day that were asked for."""
        return self.chosen(without_term(memberships))


class CampaignForm(ChoiceForm):
    """Which memberships fall due between two days."""

    first = _day(label=_("Ends from"), required=False)
    last = _day(label=_("Ends until"), required=False)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[("", _("All")), *((s.value, s.label) for s in _SHOWN)]
    )
    field_order = ("first", "last", "territory", "category", "state")

    def __init__(self, asked: Any, *, day: date, terms: Terms) -> None:
        super().__init__(asked, day=day, terms=terms)
        self.first_day, self.last_day = self._days()
        # What is not typed is shown as what it means.
        data: Any = self.data
        self.data = data = data.copy()
        data.update({"first": self.first_day.isoformat(), "last": self.last_day.isoformat()})

    def _days(self) -> tuple[date, date]:
        """Return the days asked for; else from whoever is in grace to whoever may renew today."""
        first = self.cleaned_data.get("first") or self.day - timedelta(days=self.terms.grace_days)
        last = self.cleaned_data.get("last") or self.day + timedelta(days=self.terms.opens_days)
        return first, last

    def narrow(self, memberships: Any) -> Any:
        """Keep of ``memberships`` those that fall due as asked."""
        due = falling_due(memberships).filter(ends_on__range=(self.first_day, self.last_day))
        if state := self.cleaned_data.get("state"):
            due = due.filter(conditions(self.day, self.terms)[State(state)])
        return self.chosen(due)


class ActForm(forms.Form):
    """An act on the membership of a company: it names the last membership that the person saw."""

    shown = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=1, max_value=2**63 - 1)

    def __init__(self, *args: Any, shown: int | None, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {})["shown"] = shown
        super().__init__(*args, **kwargs)

    def refuse(self, message: Any) -> None:
        """Say why the act was refused; what was typed stays."""
        self.add_error(None, ValidationError(message, code="refused"))


class LeavingForm(ActForm):
    """The last day of a membership, how it ends and why."""

    on = _day(label=_("Last day"))
    ending = forms.ChoiceField(
        label=_("How it ends"), choices=[c for c in Membership.Ending.choices if c[0] != Membership.Ending.TERM]
    )
    reason = VisibleCharField(
        label=_("Reason"), max_length=1000, many_lines=True, required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )  # fmt: skip

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": today}
        super().__init__(*args, auto_id="leaving_%s", **kwargs)
        self.today = today

    def clean_on(self) -> date:
        """Refuse a day that cannot be meant."""
        on: date = self.cleaned_data["on"]
        if not EARLIEST <= on <= self.today + AHEAD:
            raise ValidationError(_("This day is too far away."), code="far")
        return on


class ComingBackForm(ActForm):
    """The first day of a new period, and as what the company comes back."""

    on = _day(label=_("First day"))
    category = forms.ChoiceField(label=_("Category"))

    def __init__(self, *args: Any, today: date, on: date | None = None, **kwargs: Any) -> None:
        kwargs["initial"] = {"on": on or today, "category": Category.MEMBER.value}
        super().__init__(*args, auto_id="back_%s", **kwargs)
        # Said when the form is shown: the language is that of the page.
        choices = [(c.value, f"{c.label} – {MEANINGS[c].told}") for c in Category]
        self.fields["category"].choices = choices  # type: ignore[attr-defined]
        self.today = today

    def clean_on(self) -> date:
        """Refuse a day that cannot be meant."""
        on: date = self.cleaned_data["on"]
        if not self.today - AHEAD <= on <= self.today + AHEAD:
            raise ValidationError(_("A year before or after today, at most."), code="far")
        return on
