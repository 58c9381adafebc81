"""What people ask about their own data, by the rights of the RGPD, and the clock of the answer."""

from datetime import date, datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import IntegrityError, models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.people import Person
from members.models.users import User


def months_later(day: date, months: int) -> date:
    """Return the same day so many months later, or the last day of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


class DataRequestQuerySet(ScopedQuerySet):
    """Questions about many requests."""

    def open(self) -> "DataRequestQuerySet":
        """Keep those that wait for an answer, the first to fall due first."""
        return self.filter(confirmed_at__isnull=False, answered_at=None).order_by("due_on", "pk")


@tracked()
class DataRequest(Versioned):
    """One request: confirmed by its address (or by a sign-in), due in one month, answered once."""

    class Kind(models.TextChoices):
        """What is asked, by the articles of the RGPD."""

        ACCESS = "access", _("access to one's data")
        PORTABILITY = "portability", _("one's data as a file")
        RECTIFICATION = "rectification", _("correction")
        OBJECTION = "objection", _("objection to a use")
        ERASURE = "erasure", _("erasure")

    class Outcome(models.TextChoices):
        """How it was answered."""

        DONE = "done", _("done")
        PARTLY = "partly", _("done in part: the law keeps the rest")
        REFUSED = "refused", _("refused")

    class WrongStateError(Exception):
        """The request is answered, extended or changed already."""

    MONTHS, MORE_MONTHS = 1, 2

    person = models.ForeignKey(
        Person, models.SET_NULL, related_name="data_requests", null=True, blank=True, verbose_name=_("person")
    )
    email = models.EmailField(_("e-mail"))
    kind = models.CharField(_("request"), max_length=15, choices=Kind)
    words = models.TextField(_("what they wrote"), blank=True, max_length=3000)
    received_at = models.DateTimeField(_("received at"), default=timezone.now)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    due_on = models.DateField(_("to be answered by"))
    extended_because = models.TextField(_("why the time was extended"), blank=True, max_length=1000)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    answer = models.TextField(_("answer"), blank=True, max_length=3000)
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True, blank=True,
        verbose_name=_("answered by"),
    )  # fmt: skip

    objects = DataRequestQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("request about personal data")
        verbose_name_plural = _("requests about personal data")
        ordering = ["due_on", "pk"]
        constraints = [
            models.CheckConstraint(
                name="data_request_answered_with_an_outcome",
                condition=Q(answered_at=None, outcome="") | (Q(answered_at__isnull=False) & ~Q(outcome="")),
                violation_error_message=_("An answered request has its outcome, another one has none."),
            ),
            models.UniqueConstraint(
                "email", "kind",
                condition=Q(answered_at=None, confirmed_at__isnull=False),
                name="data_request_one_open_of_a_kind",
                violation_error_message=_("Such a request waits for its answer already."),
            ),
        ]  # fmt: skip

    def __str__(self) -> str:
        return f"{self.get_kind_display()} – {self.email}"

    def get_absolute_url(self) -> str:
        """Return the address of its page, for staff."""
        return reverse("pages:data-request-detail", args=[self.pk])

    @property
    def is_open(self) -> bool:
        """Tell whether it waits for an answer."""
        return self.confirmed_at is not None and self.answered_at is None

    @property
    def is_late(self) -> bool:
        """Tell whether its day has passed without an answer."""
        return self.is_open and self.due_on < timezone.localdate()

    @property
    def waits_already(self) -> "DataRequest | None":
        """Return the other request of this address for the same that waits for its answer, if there is one."""
        return DataRequest.objects.open().filter(email=self.email, kind=self.kind).exclude(pk=self.pk).first()

    @property
    def may_be_extended(self) -> bool:
        """Tell whether it may have more time: once, and told within the first month (RGPD, article 12.3)."""
        return self.is_open and not self.extended_because and not self.is_late

    @classmethod
    def receive(cls, *, email: str, kind: str, words: str, at: datetime, person: Person | None = None) -> Any:
        """Record a request; one of a person who is signed in is confirmed by that. One month from ``at``."""
        due_on = months_later(timezone.localdate(at), cls.MONTHS)
        confirmed_at, waiting = at if person else None, cls.objects.open().filter(email=email.lower(), kind=kind)
        if person and (found := waiting.first()):
            return found
        try:
            with transaction.atomic():
                return cls.objects.create(
                    person=person, email=email.lower(), kind=kind, words=words, received_at=at, due_on=due_on,
                    confirmed_at=confirmed_at,
                )  # fmt: skip
        except IntegrityError:  # sent from another window at this moment
            return waiting.get()

    def confirm(self, *, at: datetime) -> bool:
        """Note that the address was proven; False when it was, or when the same request waits already.

        The month runs from the day they asked.
        """
        others = DataRequest.objects.open().filter(email=self.email, kind=self.kind)
        row = DataRequest.objects.filter(pk=self.pk, confirmed_at=None, answered_at=None)
        try:
            with transaction.atomic():
                return not others.exists() and bool(row.update(confirmed_at=at))
        except IntegrityError:  # the same request, confirmed at this moment
            return False

    def name(self, person: Person, *, version: int) -> None:
        """Note who asks, where the address does not tell; raise WrongStateError when answered or changed."""
        self._move(version, Q(), person=person)

    def extend(self, because: str, *, version: int) -> None:
        """Give two more months, once and in time, for a reason; raise WrongStateError otherwise."""
        due_on = months_later(self.due_on, self.MORE_MONTHS)
        in_time = Q(extended_because="", due_on__gte=timezone.localdate())
        self._move(version, in_time, due_on=due_on, extended_because=because)

    def close(self, outcome: str, answer: str, *, by: User, at: datetime, version: int) -> None:
        """Answer it; raise WrongStateError when it was answered or changed meanwhile."""
        self._move(version, Q(), outcome=outcome, answer=answer, answered_at=at, answered_by=by)

    def _move(self, version: int, condition: Q, **stamps: Any) -> None:
        # One UPDATE that also checks: of two people who click together, one is told no.
        found = DataRequest.objects.open().filter(condition, pk=self.pk, version=version)
        if not found.update(**stamps):
            raise self.WrongStateError(f"Request {self.pk} is answered, extended or changed already.")
        self.refresh_from_db()


@tracked()
class ContactPreference(models.Model):
    """Whether somebody takes letters of one purpose, since when, and how we know; silence is no objection."""

    class Purpose(models.TextChoices):
        """What a letter that is no service is for."""

        NEWSLETTER = "newsletter", _("news of the federation")
        EVENTS = "events", _("invitations to events")
        THANKS = "thanks", _("thanks and surveys after events")
        PROSPECTING = "prospecting", _("proposals to join the federation")

    class Source(models.TextChoices):
        """How we know."""

        OWN_PAGE = "own_page", _("on their own page")
        UNSUBSCRIBED = "unsubscribed", _("by the link of a letter")
        STAFF = "staff", _("told to staff")

    email = models.EmailField(_("e-mail"))
    purpose = models.CharField(_("letters"), max_length=15, choices=Purpose)
    is_wanted = models.BooleanField(_("wanted"))
    source = models.CharField(_("known"), max_length=15, choices=Source)
    since = models.DateTimeField(_("since"), default=timezone.now)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("choice of letters")
        verbose_name_plural = _("choices of letters")
        ordering = ["email", "purpose"]
        constraints = [
            models.UniqueConstraint(
                fields=["email", "purpose"],
                name="contact_preference_once",
                violation_error_message=_("This address has made this choice already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.email}: {self.get_purpose_display()}"

    @classmethod
    def choose(cls, email: str, purpose: str, *, is_wanted: bool, source: str, at: datetime) -> bool:
        """Record a choice; False when it was the choice already. An address is kept in small letters."""
        email = email.lower()
        if cls.objects.filter(email=email, purpose=purpose, is_wanted=is_wanted).exists():
            return False
        said = {"is_wanted": is_wanted, "source": source, "since": at}
        cls.objects.update_or_create(email=email, purpose=purpose, defaults=said)
        return True
