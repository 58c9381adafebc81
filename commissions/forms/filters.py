"""What narrows the list of commissions; its address can be shared."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from commissions.models import Commission, CommissionMembership, CommissionQuerySet
from leader.shared.names import every_word, fold, in_order
from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from members.scope import person_of
from territories.models import Territory

TODAY, TO_COME, ARCHIVE = "", "a-venir", "archives"
FEDERATION = "federation"
BY_NAME, BY_NEXT, BY_ACTIVITY = "", "prochaine", "activite"
MORE = ["kind", "joining", "mine"]  # behind "more criteria"


class CommissionFilterForm(forms.Form):
    """The criteria; a value that makes no sense is told and narrows nothing."""

    etat = forms.ChoiceField(
        required=False, widget=forms.HiddenInput,
        choices=[
            (TODAY, pgettext_lazy("commissions", "Today")),
            (TO_COME, pgettext_lazy("commissions", "To be founded")),
            (ARCHIVE, pgettext_lazy("commissions", "Archive")),
        ],
    )  # fmt: skip
    q = VisibleCharField(
        label=_("Name or theme"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    territory = forms.ChoiceField(label=_("Territory"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False, choices=[("", _("All")), *Commission.Kind.choices])
    joining = forms.ChoiceField(
        label=_("Joining"), required=False, choices=[("", _("All")), *Commission.Joining.choices]
    )
    sort = forms.ChoiceField(label=_("Order"), required=False)
    mine = forms.BooleanField(label=_("Those where I sit"), required=False)

    def __init__(self, *args: Any, user: AnyUser, sees_meetings: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        named = Territory.objects.visible_to(user).order_by().values_list("slug", "name")
        territories = sorted(named, key=lambda choice: fold(choice[1]))
        choices = [("", _("All")), (FEDERATION, _("the whole federation")), *territories]
        self.fields["territory"].choices = choices  # type: ignore[attr-defined]
        orders = (
            [(BY_NEXT, _("next meeting first")), (BY_ACTIVITY, _("most active first"))] if sees_meetings else []
        )
        self.fields["sort"].choices = [(BY_NAME, _("by name")), *orders]  # type: ignore[attr-defined]
        if not orders:
            self.fields["sort"].widget = forms.HiddenInput()
        if person_of(user) is None:
            del self.fields["mine"]

    @property
    def wanted(self) -> dict[str, Any]:
        """Return the values that make sense."""
        self.is_valid()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}

    @property
    def state(self) -> str:
        """Return which part of the list is shown: TODAY, TO_COME or ARCHIVE."""
        return str(self.wanted.get("etat", TODAY))

    def has_more(self) -> bool:
        """Tell whether a criterion behind "more criteria" is chosen, or wrong."""
        return any(name in self.wanted or name in self.errors for name in MORE)

    def states(self) -> list[tuple[Any, str, bool]]:
        """Return a link to each part: what is read, the query, whether it is the one shown."""
        choices: Any = self.fields["etat"].choices  # type: ignore[attr-defined]
        kept = [(name, value) for name, value in self.data.items() if value and name not in {"etat", "page"}]
        return [
            (label, urlencode([*kept, ("etat", value)] if value else kept), value == self.state)
            for value, label in choices
        ]

    def narrow(self, commissions: CommissionQuerySet) -> CommissionQuerySet:
        """Keep of ``commissions`` those that answer the form."""
        wanted = self.wanted
        rows = _in_state(commissions, self.state, timezone.localdate())
        rows = rows.filter(**{name: wanted[name] for name in ["kind", "joining"] if name in wanted})
        if "q" in wanted:
            rows = rows.filter(every_word(wanted["q"]))
        if territory := wanted.get("territory"):
            rows = (
                rows.filter(territory=None) if territory == FEDERATION else rows.filter(territory__slug=territory)
            )
        return rows.filter(pk__in=self._own()) if "mine" in wanted else rows

    def in_order(self, commissions: CommissionQuerySet) -> CommissionQuerySet:
        """Order ``commissions``, which are annotated with their activity, as the form asks."""
        before: list[Any] = {
            BY_NEXT: [F("meets_at").asc(nulls_last=True)],
            BY_ACTIVITY: [F("met_count").desc(), F("met_at").desc(nulls_last=True)],
        }.get(self.wanted.get("sort", BY_NAME), [])
        if self.state == ARCHIVE:
            before = [F("dissolved_on").desc()]
        return commissions.order_by(*before, in_order(), "pk")

    def _own(self) -> Any:
        seats: Any = CommissionMembership.objects.running_on(timezone.localdate())
        return seats.filter(person=person_of(self.user)).values("commission")


def _in_state(commissions: CommissionQuerySet, state: str, day: date) -> CommissionQuerySet:
    if state == TO_COME:
        return commissions.filter(founded_on__gt=day)
    if state == ARCHIVE:
        return commissions.filter(dissolved_on__lt=day)
    return commissions.alive_on(day)
