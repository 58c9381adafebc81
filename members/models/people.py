"""People, and the companies that they represent from day to day."""

from typing import ClassVar

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.constraints import ConditionalExclusion
from leader.shared.names import numbered, search_field
from leader.shared.periods import DatedQuerySet, DaysBetween, ends_after_start
from leader.shared.scope import ScopedQuerySet
from leader.shared.versions import Versioned
from members.models.audiences import DEFAULTS, Field, Reader, Shown
from members.models.companies import Company


@tracked()
class Person(Versioned):
    """A human; no account is needed. Nothing here is public unless the person chose so.

    A page reads ``shown``, which answers for its reader; ``members.disclosure.disclosed_to`` prepares the rows.
    """

    given_name = models.CharField(_("given name"), max_length=100, blank=True)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    public_function = models.CharField(
        _("public function"),
        max_length=150,
        blank=True,
        help_text=_(
            "For somebody known by an office outside the federation, such as the president of the Region."
        ),
    )
    created_at = models.DateTimeField(_("created at"), auto_now_add=True)
    q = search_field("given_name", "family_name", "email")

    objects = ScopedQuerySet.as_manager()

    class Meta(Versioned.Meta):
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["family_name", "given_name", "pk"]
        indexes = [
            GinIndex(OpClass(F("q"), name="gin_trgm_ops"), name="person_trigrams"),
            models.Index(fields=["family_name", "given_name", "id"], name="person_by_name"),
        ]
        constraints = [
            models.CheckConstraint(
                name="person_has_a_family_name",
                condition=~Q(family_name=""),
                violation_error_message=_("A person has a family name."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()

    def get_absolute_url(self) -> str:
        """Return the address of the person's page; it does not tell a name that is not shown."""
        return reverse("members:person-detail", args=[numbered(self.pk, self.shown.name)])

    @property
    def reader(self) -> Reader:
        """Return who looks, as ``disclosed_to`` annotated it; without that, a stranger: it fails closed."""
        read = self.__dict__
        return Reader(bool(read.get("is_known_whole")), bool(read.get("is_read_by_member")))

    @property
    def shown(self) -> Shown:
        """Return what the reader for whom the row was prepared sees of the person."""
        return self.shown_to(self.reader)

    def shown_to(self, reader: Reader) -> Shown:
        """Return what ``reader`` sees of the person."""
        return Shown(
            name=str(self) if reader.sees(self.audience_of(Field.NAME)) else "",
            email=self.email if reader.sees(self.audience_of(Field.EMAIL)) else "",
            phone=self.phone if reader.sees(self.audience_of(Field.PHONE)) else "",
            function=reader.sees(self.audience_of(Field.FUNCTION)),
            companies=reader.sees(self.audience_of(Field.COMPANIES)),
            mandates=reader.sees(self.audience_of(Field.MANDATES)),
        )

    def audience_of(self, field: Field) -> str:
        """Return to whom ``field`` is shown: what the person chose, else the default."""
        chosen = dict(pair.split("=") for pair in self.__dict__.get("chosen_audiences") or [])
        return chosen.get(field.value) or DEFAULTS[field].value


@tracked()
class Representative(models.Model):
    """A person who represents a company from a day to a day, with a function.

    At each day a company has one voting representative and one alternate at most.
    """

    class Vote(models.TextChoices):
        """What the person does when the company votes."""

        NONE = "none", _("does not vote")
        VOTING = "voting", _("votes for the company")
        ALTERNATE = "alternate", _("alternate")

    person = models.ForeignKey(Person, models.PROTECT, related_name="representations", verbose_name=_("person"))
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="representatives", verbose_name=_("company"),
        db_index=False,  # representative_by_company begins with it
    )  # fmt: skip
    function = models.CharField(_("function"), max_length=120, blank=True)
    vote = models.CharField(_("vote"), max_length=10, choices=Vote, default=Vote.NONE)
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)

    # When two records are merged and both vote on a day, the vote is given up, not the day.
    gives_way: ClassVar = {"representative_one_vote_and_one_alternate": {"vote": Vote.NONE}}

    objects = DatedQuerySet.as_manager()

    class Meta:
        verbose_name = _("representative")
        verbose_name_plural = _("representatives")
        ordering = ["company", "-starts_on", "pk"]
        indexes = [
            models.Index(fields=["company", "person"], include=["ends_on"], name="representative_by_company")
        ]
        constraints = [
            ends_after_start("representative_ends_after_start"),
            ExclusionConstraint(
                name="representative_one_spell_at_a_time",
                expressions=[("person", "="), ("company", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                violation_error_message=_("This person represents this company already on these days."),
            ),
            ConditionalExclusion(
                name="representative_one_vote_and_one_alternate",
                expressions=[("company", "="), ("vote", "="), (DaysBetween("starts_on", "ends_on"), "&&")],
                condition=~Q(vote="none"),
                violation_error_message=_(
                    "On these days the company has another voting representative or alternate already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} – {self.company}"
