"""Prospects: the companies that a territory courts, the "pressenties", and what was exchanged with them."""

from datetime import date, timedelta
from typing import Any, ClassVar, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Case, Exists, F, OuterRef, Q, Subquery, Value, When
from django.urls import reverse
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models import Company, Membership, Person, RegisterSnapshot
from territories.models.territories import Territory

TODAY_IN_PARIS = models.Func(
    template="((now() AT TIME ZONE 'Europe/Paris')::date)", output_field=models.DateField()
)


class ProspectState(models.TextChoices):
    """How far a company has come."""

    IDENTIFIED = "identified", _("identified")
    CONTACTED = "contacted", _("contacted")
    MET = "met", _("met")
    ENGAGED = "engaged", _("engaged")
    MEMBER = "member", _("member")
    DECLINED = "declined", _("declined")
    DORMANT = "dormant", _("dormant")


ANSWER_WITHIN = timedelta(days=30)  # from the announcement that personal data will be erased
COURTED = [ProspectState.IDENTIFIED, ProspectState.CONTACTED, ProspectState.MET, ProspectState.ENGAGED]
STOPPED = [ProspectState.DECLINED, ProspectState.DORMANT]
FURTHER: list[str] = [ProspectState.DORMANT, ProspectState.DECLINED, *COURTED, ProspectState.MEMBER]
CONTACT = ["contact_name", "contact_email"]


# Why it stopped, where an act of the house says it: such a reason tells of nobody.
DATA_ERASED, TERRITORY_CLOSED = _("Personal data erased"), _("The territory is closed.")
TERRITORY_MERGED = _("merged into %(name)s")
ERASED_REASON = "–"  # of who was erased at their request

FORMER = "former"  # the stage shown of a member whose membership is over: derived, never stored
STAGES: list[tuple[str, Any]] = [(str(state.value), state.label) for state in ProspectState]
STAGES.insert(len(COURTED) + 1, (FORMER, _("membership ended")))


def is_over_on(day: date) -> Q:
    """Return the condition that a row of state "member" has a company without rights on ``day``, or to come."""
    lasting = Membership.objects.lasting_on(day).filter(company=OuterRef("company"))
    return Q(state=ProspectState.MEMBER) & Q(~Exists(lasting))


def stage_on(day: date) -> Case:
    """Return the stage as it is shown on ``day``: the state, or that the membership is over."""
    return Case(When(is_over_on(day), then=Value(FORMER)), default=F("state"), output_field=models.CharField())


class ProspectQuerySet(ScopedQuerySet):
    """Questions about many prospects."""

    def members_on(self, day: date) -> Self:
        """Keep those that joined, without those whose membership is over on ``day``."""
        return self.filter(~is_over_on(day), state=ProspectState.MEMBER)

    def former_on(self, day: date) -> Self:
        """Keep those that joined and whose membership is over on ``day``, the days of grace included."""
        return self.filter(is_over_on(day))

    def at_stage(self, stage: str, day: date) -> Self:
        """Keep those that are shown at ``stage`` on ``day``."""
        if stage == FORMER:
            return self.former_on(day)
        return self.members_on(day) if stage == ProspectState.MEMBER else self.filter(state=stage)

    def with_signs(self, day: date) -> Self:
        """Annotate what a reader must see of each on ``day``.

        ``stage``, ``ended_on`` (the last day of a membership that is over), and ``refuses_canvassing``: the
        register says that the company is not, or only in part, published.
        """
        begun = Membership.objects.filter(company=OuterRef("company"), starts_on__lte=day).order_by("-starts_on")
        refusing = RegisterSnapshot.objects.filter(
            Q(told__is_partial=True) | Q(outcome=RegisterSnapshot.Outcome.WITHHELD), company=OuterRef("company")
        )
        return self.annotate(
            stage=stage_on(day),
            ended_on=Subquery(begun.values("ends_on")[:1]),
            refuses_canvassing=Exists(refusing),
        )

    def courted(self) -> Self:
        """Keep those that are on their way: neither members nor stopped."""
        return self.filter(state__in=COURTED)

    def late_on(self, day: date) -> Self:
        """Keep those on their way whose next action was due before ``day``."""
        return self.courted().filter(next_action_on__lt=day)


@tracked()
class Prospect(Versioned):
    """A company courted by a territory: how far, by whom, and what comes next."""

    State = ProspectState

    class WrongStateError(Exception):
        """The prospect is not at the stage that the person saw."""

    territory = models.ForeignKey(Territory, models.PROTECT, related_name="prospects", verbose_name=_("territory"))
    company = models.ForeignKey(Company, models.PROTECT, related_name="prospects", verbose_name=_("company"))
    state = models.CharField(_("stage"), max_length=10, choices=State, default=State.IDENTIFIED)
    state_since = models.DateField(
        _("at this stage since"), default=timezone.localdate, db_default=TODAY_IN_PARIS, editable=False
    )
    reason = models.CharField(
        _("why it stopped"), max_length=300, blank=True, db_default="",
        help_text=_("Needed when it declined or is dormant."),
    )  # fmt: skip
    owner = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("followed by")
    )
    sponsor = models.ForeignKey(
        Person, models.SET_NULL, related_name="+", null=True, blank=True, verbose_name=_("sponsor")
    )
    contact_name = models.CharField(_("contact"), max_length=150, blank=True)
    contact_email = models.EmailField(_("contact's e-mail"), blank=True)
    next_action = models.CharField(_("next action"), max_length=200, blank=True)
    next_action_on = models.DateField(_("next action on"), null=True, blank=True)
    notes = models.TextField(_("notes"), blank=True, max_length=5000)
    contact_since = models.DateField(
        _("contact known since"), default=timezone.localdate, db_default=TODAY_IN_PARIS, editable=False
    )
    asked_on = models.DateField(_("erasure of their data announced on"), null=True, blank=True, editable=False)
    created_at = models.DateTimeField(_("recorded at"), auto_now_add=True)

    objects = ProspectQuerySet.as_manager()
    merged_without: ClassVar = ("date_contact",)  # a contact that goes over keeps the day since which it is known

    class Meta(Versioned.Meta):
        verbose_name = _("prospect")
        verbose_name_plural = _("prospects")
        ordering = ["territory", "company"]
        indexes = [models.Index(fields=["territory", "state", "next_action_on"], name="prospect_by_stage")]
        constraints = [
            models.UniqueConstraint(
                name="prospect_once_a_territory",
                fields=["territory", "company"],
                violation_error_message=_("This company is a prospect of this territory already."),
            ),
            models.CheckConstraint(
                name="prospect_says_why_it_stopped",
                condition=~Q(state__in=STOPPED) | ~Q(reason=""),
                violation_error_message=_("Say why the company declined or is dormant."),
            ),
        ]
        triggers = [
            *Versioned.Meta.triggers,
            pgtrigger.Trigger(
                name="date_stage",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("state"),
                func="NEW.state_since := (now() AT TIME ZONE 'Europe/Paris')::date; RETURN NEW;",
            ),
            pgtrigger.Trigger(
                name="date_contact",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange("contact_name", "contact_email"),
                func="NEW.contact_since := (now() AT TIME ZONE 'Europe/Paris')::date; RETURN NEW;",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.territory}"

    def get_absolute_url(self) -> str:
        """Return the address of its page."""
        return reverse("territories:prospect-detail", args=[self.pk])

    @property
    def is_courted(self) -> bool:
        """Tell whether it is on its way: neither a member nor stopped."""
        return self.state in COURTED

    def outranks(self, other: Self) -> bool:
        """Tell whether this one stands when a merge makes one of both: who is further; who stopped is behind."""
        return FURTHER.index(self.state) > FURTHER.index(other.state)

    def joined_with(self, other: Self) -> dict[str, Any]:
        """Return what this one takes over from ``other`` when a merge makes one of both, by column.

        What is blank here is filled; what both say otherwise is added to the notes, so that nothing is lost.
        """
        told = {name: getattr(other, name) for name in ["owner_id", "sponsor_id"] if not getattr(self, name)}
        notes = [self.notes, other.notes if other.notes not in self.notes else ""]
        told |= self._contact_from(other, notes) | self._action_from(other, notes)
        if other.reason and other.reason != self.reason:
            notes.append(f"{capfirst(gettext('why it stopped'))} : {other.reason}")
        told["notes"] = "\n\n".join(filter(None, notes))
        return {name: value for name, value in told.items() if value != getattr(self, name)}

    def _contact_from(self, other: Self, notes: list[str]) -> dict[str, Any]:
        own, theirs = [{name: getattr(each, name) for name in CONTACT} for each in (self, other)]
        if own == theirs or not any(theirs.values()):
            return {}
        if any(own[name] and theirs[name] and own[name] != theirs[name] for name in CONTACT):
            notes.append(f"{capfirst(gettext('contact'))} : {' · '.join(filter(None, theirs.values()))}")
            return {}
        known = {name: own[name] or theirs[name] for name in CONTACT}
        if not any(own.values()):
            return {**known, "contact_since": other.contact_since, "asked_on": other.asked_on}
        return {**known, "contact_since": max(self.contact_since, other.contact_since)}

    def _action_from(self, other: Self, notes: list[str]) -> dict[str, Any]:
        theirs = {name: getattr(other, name) for name in ["next_action", "next_action_on"]}
        if not any(theirs.values()) or all(getattr(self, name) == value for name, value in theirs.items()):
            return {}
        if self.is_courted and not (self.next_action or self.next_action_on):
            return theirs
        day = f"{other.next_action_on:%d/%m/%Y}" if other.next_action_on else ""
        notes.append(f"{capfirst(gettext('next action'))} : {' · '.join(filter(None, [other.next_action, day]))}")
        return {}

    def move(self, *, seen: str, to: str, reason: str = "") -> None:
        """Go to the stage ``to`` in one UPDATE that also checks; raise WrongStateError unless at ``seen``.

        A member goes nowhere; once its membership is over (``FORMER``) it is courted again, from any stage on.
        """
        told: dict[str, Any] = {"state": to, "reason": reason if to in STOPPED else ""}
        rows = Prospect.objects.filter(pk=self.pk)
        if seen == FORMER and to in COURTED:
            Company.objects.select_for_update(no_key=True).get(pk=self.company_id)  # nobody joins meanwhile
            rows = rows.former_on(timezone.localdate())
        else:
            rows = rows.filter(state=seen)
        if not rows.update(**told):
            raise self.WrongStateError(f"Prospect {self.pk} is not {seen}.")
        self.refresh_from_db(fields=["state", "state_since", "reason", "version"])


@tracked()
class ProspectExchange(models.Model):
    """Something exchanged with a prospect; what came from them starts the clock of their data again."""

    class Kind(models.TextChoices):
        """How it was exchanged."""

        CALL = "call", _("call")
        MAIL = "mail", _("mail")
        MEETING = "meeting", _("meeting")
        EVENT = "event", _("event")
        OTHER = "other", _("other")

    prospect = models.ForeignKey(Prospect, models.CASCADE, related_name="exchanges", verbose_name=_("prospect"))
    on = models.DateField(_("day"), default=timezone.localdate)
    kind = models.CharField(_("how"), max_length=10, choices=Kind, default=Kind.CALL)
    from_them = models.BooleanField(
        _("came from them"), default=False, help_text=_("They called, answered, came: not what we sent.")
    )
    summary = models.TextField(_("what was said"), max_length=2000)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("noted by"),
    )  # fmt: skip

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("exchange with a prospect")
        verbose_name_plural = _("exchanges with prospects")
        ordering = ["-on", "-pk"]

    def __str__(self) -> str:
        return f"{self.prospect}, {self.on:%d/%m/%Y}"
