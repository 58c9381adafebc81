"""Applications: a company asks to become a member; staff, or the lead of its territory, answer.

The model stands here and not with the companies, because it names a territory
(docs/decisions/083-applications-stand-with-the-territories.md).
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune
from leader.shared.audit import tracked
from leader.shared.names import Folded, every_word
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company, User
from members.siren import validate_siren
from territories.models.territories import Territory


class ApplicationState(models.TextChoices):
    """Where an application stands."""

    SUBMITTED = "submitted", _("e-mail to be confirmed")
    CONFIRMED = "confirmed", _("to be answered")
    ASKED = "asked", _("question asked")
    ACCEPTED = "accepted", _("accepted")
    REFUSED = "refused", _("refused")
    WITHDRAWN = "withdrawn", _("withdrawn")


# Under way: its address is proven and nobody has decided.
OPEN_STATES = (ApplicationState.CONFIRMED, ApplicationState.ASKED)


class ApplicationQuerySet(ScopedQuerySet):
    """Questions about many applications."""

    def matching(self, text: str) -> Self:
        """Keep those whose company, town, SIREN or contact hold every word of ``text``."""
        parts: list[Any] = []
        for name in ["name", "city", "siren", "given_name", "family_name", "email"]:
            parts += [name, Value(" ")]
        return self.alias(q=Folded(Concat(*parts, output_field=models.TextField()))).filter(every_word(text))


@tracked()
class Application(Versioned):
    """A company's wish to become a member, with the person who speaks for it."""

    State: ClassVar[type[ApplicationState]] = ApplicationState

    class WrongStateError(Exception):
        """The application is not where this step needs it to be, or has changed since it was read."""

    state = models.CharField(
        _("state"), max_length=10, choices=ApplicationState, default=ApplicationState.SUBMITTED, editable=False
    )
    siren = models.CharField(_("SIREN"), max_length=9, blank=True, validators=[validate_siren])
    country = models.CharField(_("country"), max_length=2, default="FR")
    foreign_number = models.CharField(_("register number abroad"), max_length=40, blank=True)
    name = models.CharField(_("name of the company"), max_length=200)
    address = models.CharField(_("address"), max_length=250, blank=True)
    postal_code = models.CharField(_("postcode"), max_length=10, blank=True)
    city = models.CharField(_("town"), max_length=100, blank=True)
    commune = models.ForeignKey(
        Commune, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("commune of the seat")
    )
    registered = models.JSONField(
        _("as the register says"), null=True, blank=True, editable=False,
        help_text=_("What the register of companies said on the day of the application."),
    )  # fmt: skip
    territory = models.ForeignKey(
        Territory, models.PROTECT, related_name="applications", null=True, blank=True,
        verbose_name=_("home territory asked for"), help_text=_("None means the federation itself."),
    )  # fmt: skip
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    function = models.CharField(_("function"), max_length=120)
    email = models.EmailField(_("e-mail"))
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    motivation = models.TextField(_("why the company wishes to join"), max_length=3000)
    submitted_at = models.DateTimeField(_("sent at"))
    informed_at = models.DateTimeField(_("told how the data are used, and agreed, at"))
    confirmed_at = models.DateTimeField(_("e-mail confirmed at"), null=True, blank=True)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("decided by"),
    )  # fmt: skip
    reason = models.TextField(_("reason"), blank=True, max_length=2000)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="applications", null=True, blank=True, verbose_name=_("company")
    )

    objects = ApplicationQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("application for membership")
        verbose_name_plural = _("applications for membership")
        ordering = ["-submitted_at", "pk"]
        indexes = [models.Index(fields=["state", "confirmed_at"], name="application_by_state")]
        constraints = [
            models.UniqueConstraint(
                "siren",
                Lower("email"),
                name="application_one_unconfirmed_for_an_address",
                condition=Q(state="submitted") & ~Q(siren=""),
                violation_error_message=_("This address has asked for this company already."),
            ),
            models.CheckConstraint(
                name="application_names_company_and_contact",
                # Of an accepted one the contact is forgotten after a time; the company keeps its name.
                condition=~Q(name="") & (Q(state="accepted") | ~Q(family_name="") & ~Q(email="")),
                violation_error_message=_(
                    "An application names the company, and a person with an e-mail address."
                ),
            ),
            models.CheckConstraint(
                name="application_siren_has_nine_digits",
                condition=Q(siren="") | Q(siren__regex=r"^[0-9]{9}$"),
                violation_error_message=_("A SIREN has nine digits."),
            ),
            models.CheckConstraint(
                name="application_siren_is_french",
                condition=Q(siren="") | Q(country="FR"),
                violation_error_message=_("Only a company in France has a SIREN."),
            ),
            models.CheckConstraint(
                name="application_open_is_confirmed",
                condition=Q(state__in=["submitted", "withdrawn"]) | Q(confirmed_at__isnull=False),
                violation_error_message=_("Nobody has confirmed the e-mail address of this application."),
            ),
            models.CheckConstraint(
                name="application_accepted_has_a_company",
                condition=Q(state="accepted", company__isnull=False)
                | (~Q(state="accepted") & Q(company__isnull=True)),
                violation_error_message=_("An accepted application has its company, another one has none."),
            ),
            models.CheckConstraint(
                name="application_decided_says_when",
                condition=~Q(state__in=["accepted", "refused"]) | Q(decided_at__isnull=False),
                violation_error_message=_("A decision has its day."),
            ),
            models.CheckConstraint(
                name="application_refused_has_a_reason",
                condition=~Q(state="refused") | ~Q(reason=""),
                violation_error_message=_("A refusal has its reason."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Return the address of the page where it is answered."""
        return reverse("territories:application-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer, of staff or of the applicant."""
        return self.state in OPEN_STATES

    @property
    def contact(self) -> str:
        """Return the name of the person who speaks for the company."""
        return f"{self.given_name} {self.family_name}".strip()

    def confirm(self, *, at: datetime) -> None:
        """Note that the e-mail address is proven, and that its owner has read the application and agrees.

        Raise WrongStateError unless this was awaited.
        """
        self._move([self.State.SUBMITTED], self.State.CONFIRMED, confirmed_at=at, informed_at=at)

    def ask(self, text: str, *, by: User, at: datetime, version: int) -> None:
        """Ask the applicant something, on the ``version`` that ``by`` has read."""
        self._move([self.State.CONFIRMED], self.State.ASKED, version)
        self.questions.create(text=text, asked_by=by, asked_at=at)

    def answer(self, text: str, *, at: datetime) -> None:
        """Keep the applicant's answer to the question that is out."""
        self._move([self.State.ASKED], self.State.CONFIRMED)
        self.questions.filter(answered_at=None).update(answer=text, answered_at=at)

    def accept(self, company: Company, *, by: User, at: datetime, version: int) -> None:
        """Accept: the application became ``company``."""
        stamps = {"decided_by": by, "decided_at": at, "company": company}
        self._move(OPEN_STATES, self.State.ACCEPTED, version, **stamps)

    def refuse(self, reason: str, *, by: User, at: datetime, version: int) -> None:
        """Refuse for ``reason``."""
        stamps = {"decided_by": by, "decided_at": at, "reason": reason}
        self._move(OPEN_STATES, self.State.REFUSED, version, **stamps)

    def withdraw(self, *, at: datetime) -> None:
        """Withdraw, as the applicant may until somebody decides."""
        self._move([self.State.SUBMITTED, *OPEN_STATES], self.State.WITHDRAWN, withdrawn_at=at)

    def _move(self, sources: Iterable[str], target: str, version: int | None = None, **stamps: Any) -> None:
        # One UPDATE that also checks: of two people who click together, one is told no.
        found = Application.objects.filter(pk=self.pk, state__in=sources)
        if version is not None:
            found = found.filter(version=version)
        if not found.update(state=target, **stamps):
            raise self.WrongStateError(f"Application {self.pk} is not {' or '.join(sources)}, or has changed.")
        self.refresh_from_db()


@tracked()
class ApplicationQuestion(models.Model):
    """A question to the applicant, and what they answered through the link in their letter."""

    application = models.ForeignKey(
        Application, models.CASCADE, related_name="questions", verbose_name=_("application for membership")
    )
    text = models.TextField(_("question"), max_length=2000)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked at"))
    answer = models.TextField(_("answer"), blank=True, max_length=3000)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)

    class Meta:
        verbose_name = _("question to an applicant")
        verbose_name_plural = _("questions to applicants")
        ordering = ["asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="application_one_question_at_a_time",
                fields=["application"],
                condition=Q(answered_at__isnull=True),
                violation_error_message=_("The applicant has not answered the question before."),
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]
