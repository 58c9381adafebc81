"""The acts of the team's page, each a form: what is asked, and what it does; a refusal is told in the form."""

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.typed import VisibleCharField
from members.domains import normalised
from members.models import Company, CompanyDomain, JoinRequest, Representative, TeamInvitation, User
from members.team import acts, domains, invitations, joining, votes
from members.team.changing import RefusedError

LATEST = date(2199, 12, 31)


class _Day(forms.DateInput):
    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class _Colleague(forms.ModelChoiceField):
    def label_from_instance(self, obj: Any) -> str:
        """Name the person, and the vote if any."""
        vote = "" if obj.vote == Representative.Vote.NONE else f" – {obj.get_vote_display()}"
        return f"{obj.person}{vote}"


class TeamForm(forms.Form):
    """An act on the team of a company by somebody who runs it; ``seen`` is the version that was shown."""

    act = ""
    title: Any = ""
    button: Any = _("Save")
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=16)

    def __init__(self, *args: Any, company: Company, user: User, seen: str = "", **kwargs: Any) -> None:
        kwargs["auto_id"] = f"id_{self.act}_%s"
        super().__init__(*args, **kwargs)
        self.company, self.user, self.today = company, user, timezone.localdate()
        self.initial.setdefault("seen", seen)
        if "on" in self.fields:
            self.initial.setdefault("on", self.today)
        if "spell" in self.fields:
            self.fields["spell"].queryset = self.colleagues()  # type: ignore[attr-defined]

    def colleagues(self) -> Any:
        """Return the spells of today: those of whom the act may be about."""
        spells = Representative.objects.running_on(self.today).filter(company=self.company)
        return spells.select_related("person", "company").order_by("person__family_name", "pk")

    def clean_on(self) -> date:
        """Refuse a day that is past: what was, stays as it was."""
        on: date = self.cleaned_data["on"]
        if not self.today <= on <= LATEST:
            raise ValidationError(_("Choose today or a day to come."), code="past")
        return on

    def carry_out(self) -> str:
        """Do it; return what to tell, or nothing when it was refused, with the reason in the form."""
        try:
            return self.do({"by": self.user, "seen": self.cleaned_data["seen"]})
        except RefusedError as error:
            self.add_error(None, ValidationError(str(error), code="refused"))
        except ValidationError as error:
            self.add_error(None, error)
        return ""

    def do(self, how: dict[str, Any]) -> str:
        """Do it with ``how`` (by whom, on which version); return what to tell."""
        raise NotImplementedError


class InviteForm(TeamForm):
    """Ask a colleague by letter."""

    act, title, button = "inviter", _("Invite a colleague"), _("Send the invitation")
    given_name = VisibleCharField(label=_("Given name"), max_length=100)
    family_name = VisibleCharField(label=_("Family name"), max_length=100)
    email = forms.EmailField(label=_("E-mail"), max_length=254)
    function = VisibleCharField(label=_("Function"), max_length=120, required=False)

    def do(self, how: dict[str, Any]) -> str:
        """Send the letter."""
        typed = {name: self.cleaned_data[name] for name in ["given_name", "family_name", "email", "function"]}
        sent = invitations.invite(self.company, **typed, by=self.user, at=timezone.now())
        return gettext("The invitation is on its way to %(email)s.") % {"email": sent.email}


class FunctionForm(TeamForm):
    """Change the function of a colleague from a day on."""

    act, title = "fonction", _("Change a function")
    spell = _Colleague(label=_("Colleague"), queryset=Representative.objects.none(), empty_label=None)
    function = VisibleCharField(label=_("New function"), max_length=120)
    on = forms.DateField(label=_("From"), widget=_Day())

    def do(self, how: dict[str, Any]) -> str:
        """Change it."""
        asked = self.cleaned_data
        acts.change_function(asked["spell"], asked["function"], asked["on"], **how)
        return gettext("The function is changed.")


class HandOverForm(TeamForm):
    """Hand the vote over to a colleague from a day on."""

    act, title, button = "vote", _("Hand the vote over"), _("Hand the vote over")
    spell = _Colleague(label=_("Who votes from then on"), queryset=Representative.objects.none(), empty_label=None)
    on = forms.DateField(label=_("From"), widget=_Day())
    stays = forms.BooleanField(
        label=_("Whoever votes until then becomes the alternate"),
        required=False,
        help_text=_("Otherwise they represent the company without a vote."),
    )

    def colleagues(self) -> Any:
        """Leave out who votes today."""
        return super().colleagues().exclude(vote=Representative.Vote.VOTING)

    def do(self, how: dict[str, Any]) -> str:
        """Hand it over."""
        asked = self.cleaned_data
        votes.hand_over(self.company, asked["spell"], asked["on"], stays=asked["stays"], **how)
        told = {"name": asked["spell"].person, "day": f"{asked['on']:%d/%m/%Y}"}
        return gettext("%(name)s votes for the company from %(day)s on.") % told


class AlternateForm(TeamForm):
    """Name, replace or take away the alternate from a day on."""

    act, title = "suppleant", _("Name the alternate")
    spell = _Colleague(
        label=_("Alternate"), queryset=Representative.objects.none(), required=False, empty_label=_("nobody")
    )
    on = forms.DateField(label=_("From"), widget=_Day())

    def colleagues(self) -> Any:
        """Leave out who votes today."""
        return super().colleagues().exclude(vote=Representative.Vote.VOTING)

    def do(self, how: dict[str, Any]) -> str:
        """Name them."""
        votes.name_alternate(self.company, self.cleaned_data["spell"], self.cleaned_data["on"], **how)
        return gettext("The alternate is named.")


class EndForm(TeamForm):
    """Say until when a colleague represents the company."""

    act, title = "fin", _("End a representation")
    spell = _Colleague(label=_("Colleague"), queryset=Representative.objects.none(), empty_label=None)
    last_day = forms.DateField(
        label=_("Last day"), widget=_Day(), required=False, help_text=_("Leave it empty to take an end back.")
    )

    def clean_last_day(self) -> date | None:
        """Refuse a day that no calendar of ours reaches."""
        day: date | None = self.cleaned_data["last_day"]
        if day and day > LATEST:
            raise ValidationError(_("This year cannot be right."), code="year")
        return day

    def do(self, how: dict[str, Any]) -> str:
        """End it, or take the end back."""
        acts.end(self.cleaned_data["spell"], self.cleaned_data["last_day"], **how)
        return gettext("The last day is recorded.")


class CancelForm(TeamForm):
    """Take back what is planned for a day to come."""

    act, title, button = "annuler", _("Cancel what is planned"), _("Cancel what is planned")
    on = forms.DateField(label=_("From"), widget=_Day())

    def do(self, how: dict[str, Any]) -> str:
        """Take it back."""
        acts.cancel(self.company, self.cleaned_data["on"], **how)
        return gettext("What was planned for this day is cancelled.")


class _TargetForm(TeamForm):
    """A button beside something of the company; another company's is not found."""

    model: Any = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        queryset = self.model.objects.filter(company=self.company)
        self.fields["target"] = forms.ModelChoiceField(queryset, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """Say what is hidden: the target is gone or of others."""
        if "target" in self.errors:
            del self._errors["target"]  # type: ignore[attr-defined]
            raise ValidationError(_("This is not found any more: read the page again."), code="gone")
        return super().clean() or self.cleaned_data


class SendAgainForm(_TargetForm):
    """Send an invitation again."""

    act, title, model = "renvoyer", _("Send again"), TeamInvitation

    def do(self, how: dict[str, Any]) -> str:
        """Send it."""
        invitations.send_again(self.cleaned_data["target"], at=timezone.now())
        return gettext("The invitation is sent again; the earlier link opens nothing any more.")


class WithdrawForm(_TargetForm):
    """Withdraw an invitation."""

    act, title, model = "retirer", _("Withdraw"), TeamInvitation

    def do(self, how: dict[str, Any]) -> str:
        """Withdraw it."""
        invitations.withdraw(self.cleaned_data["target"], at=timezone.now())
        return gettext("The invitation is withdrawn.")


class _AnswerForm(_TargetForm):
    model, accepts = JoinRequest, False

    def do(self, how: dict[str, Any]) -> str:
        """Answer."""
        request = self.cleaned_data["target"]
        joining.answer(request, accepts=self.accepts, by=self.user, at=timezone.now())
        return gettext("The answer is on its way to %(email)s.") % {"email": request.email}


class AcceptForm(_AnswerForm):
    """Let somebody who asked join."""

    act, title, accepts = "accepter", _("Accept"), True


class RefuseForm(_AnswerForm):
    """Refuse somebody who asked to join."""

    act, title = "refuser", _("Refuse")


class DomainForm(TeamForm):
    """Open a domain of e-mail."""

    act, title, button = "domaine", _("Open a domain of e-mail"), _("Open the domain")
    domain = VisibleCharField(
        label=_("Domain"), max_length=254, help_text=_("What stands after the @, such as entreprise.fr.")
    )
    joining = forms.ChoiceField(
        label=_("A colleague with such an address"),
        choices=CompanyDomain.Joining,
        initial=CompanyDomain.Joining.ASK,
    )

    def clean_domain(self) -> str:
        """Return the domain written one way."""
        return normalised(self.cleaned_data["domain"])

    def do(self, how: dict[str, Any]) -> str:
        """Open it."""
        asked = self.cleaned_data
        domains.open_domain(self.company, asked["domain"], asked["joining"], by=self.user)
        return gettext("Colleagues with an address of %(domain)s find the company.") % {"domain": asked["domain"]}


class JoiningForm(_TargetForm):
    """Choose again how colleagues join by a domain."""

    act, title, model = "reglage", _("How colleagues join"), CompanyDomain
    joining = forms.ChoiceField(label=_("A colleague with such an address"), choices=CompanyDomain.Joining)

    def do(self, how: dict[str, Any]) -> str:
        """Keep the choice."""
        kept = CompanyDomain.objects.filter(pk=self.cleaned_data["target"].pk)
        if not kept.update(joining=self.cleaned_data["joining"]):
            raise RefusedError(gettext("This is not found any more: read the page again."))
        return gettext("The choice is saved.")


class ForgetDomainForm(_TargetForm):
    """Take a domain away."""

    act, title, model = "oublier", _("Remove the domain"), CompanyDomain

    def do(self, how: dict[str, Any]) -> str:
        """Take it away."""
        self.cleaned_data["target"].delete()
        return gettext("The domain is removed: nobody joins by it any more.")


OF_ONE: list[type[TeamForm]] = [FunctionForm, EndForm]  # begun from the line of a colleague
PANELS: list[type[TeamForm]] = [InviteForm, FunctionForm, HandOverForm, AlternateForm, EndForm, DomainForm]
BUTTONS: list[type[TeamForm]] = [
    CancelForm,
    SendAgainForm,
    WithdrawForm,
    AcceptForm,
    RefuseForm,
    JoiningForm,
    ForgetDomainForm,
]


def form_for(act: str) -> type[TeamForm] | None:
    """Return the form of an act by its name in the address, or None."""
    return next((form for form in [*PANELS, *BUTTONS] if form.act == act), None)
