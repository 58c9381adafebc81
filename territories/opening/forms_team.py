"""The fourth step: who leads the territory and who helps, a row each."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import visible_formfield
from territories.models import Opening, OpeningTeamMember
from territories.opening.forms import StepForm

TEAM_AT_MOST = 20
COPIED = ["given_name", "family_name", "email", "function", "company_name", "is_lead"]


class MemberForm(forms.ModelForm):
    """One row of the team; its dossier is given by the page."""

    class Meta:
        model = OpeningTeamMember
        fields = COPIED
        formfield_callback = visible_formfield

    def validate_unique(self) -> None:
        """Leave it to the set of rows, which knows them all."""


class BaseTeamFormSet(forms.BaseFormSet):
    """The rows of the team; an address stands once."""

    def initial_form_count(self) -> int:
        """Take each row as it is typed: an emptied one leaves the team."""
        return 0 if self.is_bound else super().initial_form_count()

    def clean(self) -> None:
        """Refuse a second row with the same e-mail, whatever its case."""
        seen: set[str] = set()
        for form in self.forms:
            email = str(getattr(form, "cleaned_data", {}).get("email") or "").casefold()
            if email and not form.cleaned_data.get("DELETE"):
                if email in seen:
                    form.add_error(
                        "email", ValidationError(_("This e-mail is in the team already."), code="twice")
                    )
                seen.add(email)

    def kept(self) -> list[dict[str, Any]]:
        """Return the rows to store."""
        rows = [f.cleaned_data for f in self.forms if f.is_valid() and f.has_changed()]
        return [row for row in rows if row and not row.get("DELETE")]

    def refused(self) -> list[dict[str, str]]:
        """Return the rows to be mended, as they were typed."""
        wrong = [form for form in self.forms if not form.is_valid()]
        return [{name: str(form[name].data or "") for name in COPIED} for form in wrong]


TeamFormSet = forms.formset_factory(
    MemberForm,
    formset=BaseTeamFormSet, extra=2, can_delete=True, max_num=TEAM_AT_MOST, absolute_max=TEAM_AT_MOST + 5,
    validate_max=True,
)  # fmt: skip


class TeamForm(StepForm):
    """The dossier's side of the step: its version, and the rows of the team in ``rows``."""

    step = Opening.Step.TEAM

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows: Any = TeamFormSet(self.data, prefix="team") if self.is_bound else self._shown()

    def is_valid(self) -> bool:
        """Tell whether the dossier may be stored and every row is right."""
        return super().is_valid() and self.rows.is_valid()

    @property
    def is_stopped(self) -> bool:
        """Nothing is stored either when the rows cannot be counted or are too many."""
        return super().is_stopped or not self.rows.management_form.is_valid() or bool(self.rows.non_form_errors())

    def save_parts(self) -> None:
        """Make the team those rows; who stays, known by the address, keeps the row."""
        before = {member.email.casefold(): member for member in self.instance.team.all()}
        for row in self.rows.kept():
            member = before.pop(row["email"].casefold(), None) or OpeningTeamMember(opening=self.instance)
            for name in COPIED:
                setattr(member, name, row[name])
            member.save()
        for member in before.values():
            member.delete()

    def _refused(self) -> Any:
        rows = self.rows.refused()
        return {"rows": rows} if rows else {}

    @property
    def is_kept(self) -> bool:
        """Tell whether the refused rows are short enough to be kept."""
        return sum(len(text) for row in self.rows.refused() for text in row.values()) <= 20_000

    def _shown(self) -> Any:
        team: list[dict[str, Any]] = list(self.instance.team.values(*COPIED))
        kept = self.instance.unfinished.get(self.step.value, {})
        refused = kept.get("rows", []) if isinstance(kept, dict) else []
        if refused:
            return TeamFormSet(_as_sent([*team, *refused]), prefix="team")
        return TeamFormSet(initial=team or _author(self.instance), prefix="team")

    def _show_both(self, stored: Any) -> None:
        super()._show_both(stored)
        names = ", ".join(f"{member} <{member.email}>" for member in stored.team.all())
        told = gettext("Team stored meanwhile: %(names)s") % {"names": names or "–"}
        self.add_error(None, ValidationError(told, code="conflict"))


def _author(opening: Opening) -> list[dict[str, Any]]:
    """Propose whoever writes the dossier as its lead; nothing is stored before the form is sent."""
    person = opening.author.person
    known = {"given_name": person.given_name, "family_name": person.family_name} if person else {}
    return [{**known, "email": opening.author.email, "is_lead": True}]


def _as_sent(rows: list[dict[str, Any]]) -> QueryDict:
    """Return rows as a browser sends them, so that the set of forms says again what is wrong with them."""
    sent = QueryDict(mutable=True)
    sent["team-TOTAL_FORMS"], sent["team-INITIAL_FORMS"] = str(len(rows) + 1), "0"
    for number, row in enumerate(rows):
        for name in COPIED:
            value = row.get(name)
            if value not in (None, "", False, "False"):
                sent[f"team-{number}-{name}"] = "on" if value is True else str(value)
    return sent
