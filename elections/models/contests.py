"""Contests: the offices that are elected together, and who stands for them."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.frozen import only_while
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.models import Company, Person
from territories.models import Office


@tracked()
class Contest(models.Model):
    """What stands on one ballot paper: one office, several seats of an office, or closed lists for many."""

    class Method(models.TextChoices):
        """How it is chosen."""

        OFFICE = "office", _("people for an office")
        LISTS = "lists", _("closed lists")

    election = models.ForeignKey(Election, models.CASCADE, related_name="contests", verbose_name=_("election"))
    method = models.CharField(_("what one chooses"), max_length=6, choices=Method, default=Method.OFFICE)
    office = models.ForeignKey(
        Office, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("office"),
        help_text=_("None for closed lists: each place of a list has its own."),
    )  # fmt: skip
    seats = models.PositiveSmallIntegerField(
        _("seats"), default=1, help_text=_("How many people are elected; for lists: the places of one.")
    )
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("office to fill")
        verbose_name_plural = _("offices to fill")
        ordering = ["election", "rank", "pk"]
        triggers = [only_while("election", "draft", name="contest_stays_once_sealed")]
        constraints = [
            models.UniqueConstraint(
                name="contest_once_an_office",
                fields=["election", "office"],
                nulls_distinct=False,
                violation_error_message=_("This office, or a choice of lists, is there already."),
            ),
            models.CheckConstraint(
                name="contest_has_an_office_or_lists",
                condition=Q(method="office", office__isnull=False) | Q(method="lists", office__isnull=True),
                violation_error_message=_("Name the office; closed lists have none of their own."),
            ),
            models.CheckConstraint(
                name="contest_has_seats",
                condition=Q(seats__range=(1, 30)),
                violation_error_message=_("1 to 30 seats can be filled at once."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def title(self) -> str:
        """Return what stands above the candidates."""
        return str(self.office) if self.office else str(_("Lists"))

    @property
    def chosen_at_most(self) -> int:
        """Return how many candidates one voter may choose."""
        return self.seats if self.method == self.Method.OFFICE else 1

    @property
    def elected_at_most(self) -> int:
        """Return how many candidates, people or lists, are elected."""
        return self.chosen_at_most


class CandidacyQuerySet(ScopedQuerySet):
    """Questions about candidacies."""

    def standing(self) -> Any:
        """Keep those that were not withdrawn, in the order of the ballot paper."""
        return self.filter(is_withdrawn=False).order_by("contest__rank", "contest", "rank", "pk")


@tracked()
class Candidacy(models.Model):
    """Somebody, or a closed list, that stands in a contest."""

    contest = models.ForeignKey(
        Contest, models.CASCADE, related_name="candidacies", verbose_name=_("office to fill")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="candidacies", null=True, blank=True, verbose_name=_("person")
    )
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("company")
    )
    list_name = models.CharField(_("name of the list"), max_length=80, blank=True)
    statement = models.TextField(_("statement"), max_length=3000, blank=True)
    is_withdrawn = models.BooleanField(_("withdrawn"), default=False)
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = CandidacyQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidacy")
        verbose_name_plural = _("candidacies")
        ordering = ["contest", "rank", "pk"]
        triggers = [
            only_while(
                "contest", "draft", name="candidacy_stays_once_sealed", any_time=("statement", "list_name"),
                once_over=("person_id", "company_id"),
            )
        ]  # fmt: skip
        constraints = [
            models.UniqueConstraint(
                name="candidacy_once_a_contest",
                fields=["contest", "person"],
                violation_error_message=_("This person stands for this office already."),
            ),
            models.UniqueConstraint(
                name="candidacy_list_has_its_own_name",
                fields=["contest", "list_name"],
                condition=~Q(list_name=""),
                violation_error_message=_("Another list has this name."),
            ),
            models.CheckConstraint(
                name="candidacy_is_a_person_or_a_list",
                condition=Q(person__isnull=False, list_name="") | (Q(person__isnull=True) & ~Q(list_name="")),
                violation_error_message=_("A candidacy is that of a person or that of a list with a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Return the name on the ballot paper."""
        return self.list_name or str(self.person)


@tracked()
class ListPlace(models.Model):
    """A place of a closed list: who takes which office if the list is elected."""

    candidacy = models.ForeignKey(Candidacy, models.CASCADE, related_name="places", verbose_name=_("list"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="list_places", verbose_name=_("person"))
    company = models.ForeignKey(
        Company, models.PROTECT, related_name="+", null=True, blank=True, verbose_name=_("company")
    )
    office = models.ForeignKey(Office, models.PROTECT, related_name="+", verbose_name=_("office"))
    rank = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("place of a list")
        verbose_name_plural = _("places of lists")
        ordering = ["candidacy", "rank", "pk"]
        triggers = [
            only_while(
                "candidacy", "draft", name="list_place_stays_once_sealed", once_over=("person_id", "company_id")
            )
        ]
        constraints = [
            models.UniqueConstraint(
                name="list_place_once_a_person",
                fields=["candidacy", "person"],
                violation_error_message=_("This person stands on the list already."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.office}"
