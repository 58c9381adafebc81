"""What those who answer an application type: an acceptance, a question, a refusal; each for the version read."""

from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.scope import AnyUser
from leader.shared.typed import VisibleCharField
from members.models import Company
from territories.applications.homes import living_territories
from territories.models import Application, Territory
from territories.scope import territories_led_by

NEW, FEDERATION = "new", "federation"


class DecisionForm(forms.Form):
    """An answer to the version of an application that was read."""

    name: ClassVar[str] = ""
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1, max_value=2**31 - 1)

    def __init__(self, *args: Any, application: Application, **kwargs: Any) -> None:
        kwargs.setdefault("auto_id", f"{self.name}_%s")
        kwargs.setdefault("initial", {})["version"] = application.version
        super().__init__(*args, **kwargs)

    def tell_of_conflict(self, application: Application) -> None:
        """Say what happened meanwhile; what was typed stays, to be sent again knowingly."""
        if application.is_open:
            said = _("The application changed while you were reading: read it again before you answer.")
            self.add_error(None, ValidationError(said, code="changed"))
        else:
            said = _("Too late: the application is “%(state)s” since then. Nothing of yours was recorded.")
            params = {"state": application.get_state_display()}
            self.add_error(None, ValidationError(said, code="decided", params=params))
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version")] = application.version


class AcceptanceForm(DecisionForm):
    """Which known company it is, if any, and its home territory."""

    name = "acceptance"
    company = forms.ChoiceField(
        label=_("Is it one of the known companies?"), widget=forms.RadioSelect,
        error_messages={"required": _("Say whether it is one of these companies: nothing is recorded twice.")},
    )  # fmt: skip
    territory = forms.ChoiceField(label=_("Home territory"))
    home_moves = forms.BooleanField(
        label=_("If the company is at home in another territory, that home ends today"),
        required=False, initial=True,
        help_text=_("Otherwise that home stays, and the territory chosen here is secondary."),
    )  # fmt: skip

    def __init__(self, *args: Any, candidates: list[Any], user: AnyUser, **kwargs: Any) -> None:
        application = kwargs["application"]
        home = application.territory_id
        kwargs["initial"] = {"territory": str(home) if home else FEDERATION}
        super().__init__(*args, **kwargs)
        self.candidates = {str(company.pk): company for company in candidates}
        self.territories = {str(t.pk): t for t in _choosable(user)}
        self._prepare(user)

    def _prepare(self, user: AnyUser) -> None:
        # A lead moves homes between the territories led alone: there is nothing to choose.
        if not self.candidates or not getattr(user, "is_staff", False):
            del self.fields["home_moves"]
        company, territory = self.fields["company"], self.fields["territory"]
        is_certain = any(candidate.is_certain for candidate in self.candidates.values())
        known = [(key, _described(company)) for key, company in self.candidates.items()]
        new = [] if is_certain else [(NEW, _("None of them: record a new company"))]
        company.choices = [*known, *new]  # type: ignore[attr-defined]
        if is_certain or not known:
            company.initial = (known or new)[0][0]
        if not known:
            company.widget = forms.HiddenInput()
        named = [(key, t.name) for key, t in self.territories.items()]
        nowhere = [(FEDERATION, _("none: the federation itself"))] if getattr(user, "is_staff", False) else []
        territory.choices = [*named, *nowhere]  # type: ignore[attr-defined]

    def chosen_company(self) -> Company | None:
        """Return the known company chosen; None: a new one."""
        return self.candidates.get(self.cleaned_data["company"])

    def moves_home(self) -> bool:
        """Tell whether the territory chosen takes the place of another home."""
        return bool(self.cleaned_data.get("home_moves", True))

    def chosen_territory(self) -> Territory | None:
        """Return the home territory; None: the federation itself."""
        return self.territories.get(self.cleaned_data["territory"])


def _choosable(user: AnyUser) -> list[Territory]:
    """Return where ``user`` may put a member at home: staff anywhere, a lead in the territories led."""
    living = living_territories(timezone.localdate())
    return list(living if getattr(user, "is_staff", False) else living.filter(pk__in=territories_led_by(user)))


def _described(company: Any) -> str:
    town = company.city or (company.commune.name if company.commune else "")
    return ", ".join(part for part in [company.name, town, company.siren or ""] if part)


class QuestionForm(DecisionForm):
    """A question that the applicant gets by mail."""

    name = "question"
    text = VisibleCharField(
        label=_("Question"), max_length=2000, many_lines=True, widget=forms.Textarea(attrs={"rows": 4})
    )


class RefusalForm(DecisionForm):
    """The reason of a refusal, which the applicant reads."""

    name = "refusal"
    reason = VisibleCharField(
        label=_("Reason"), max_length=2000, many_lines=True, widget=forms.Textarea(attrs={"rows": 4})
    )


class FilterForm(forms.Form):
    """Which applications to list; a value that makes no sense narrows nothing."""

    q = VisibleCharField(
        label=_("Company, town or person"), required=False, max_length=100,
        widget=forms.TextInput(attrs={"type": "search", "autocomplete": "off"}),
    )  # fmt: skip
    territory = forms.ChoiceField(label=_("Territory"), required=False)

    def __init__(self, *args: Any, user: AnyUser, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        is_staff = getattr(user, "is_staff", False)
        territories = (
            Territory.objects.all() if is_staff else Territory.objects.filter(pk__in=territories_led_by(user))
        )
        named = [(slug, name) for slug, name in territories.order_by("name").values_list("slug", "name")]
        federation = [(FEDERATION, _("none: the federation itself"))] if is_staff else []
        self.fields["territory"].choices = [("", _("All")), *named, *federation]  # type: ignore[attr-defined]

    def narrow(self, applications: Any) -> Any:
        """Keep of ``applications`` those that answer the form."""
        self.is_valid()
        wanted = getattr(self, "cleaned_data", {})
        if wanted.get("q"):
            applications = applications.matching(wanted["q"])
        if place := wanted.get("territory"):
            home = {"territory": None} if place == FEDERATION else {"territory__slug": place}
            applications = applications.filter(**home)
        return applications
