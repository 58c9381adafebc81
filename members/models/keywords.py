"""Keywords that companies choose freely: the same word, however it is written, is one."""

from typing import Any, ClassVar

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Count, F, GeneratedField, Q, TextField
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.names import Folded
from leader.shared.scope import ScopedQuerySet
from members.models.companies import Company

KEYWORDS_MAX = 10
LONGEST = 40


class KeywordQuerySet(ScopedQuerySet):
    """Questions about many keywords."""

    def most_used(self, number: int) -> list[Any]:
        """Return the ``number`` keywords that most companies chose, in the order of the alphabet."""
        counted = (
            CompanyKeyword.objects.values("keyword").annotate(times=Count("pk")).order_by("-times", "keyword")
        )
        return list(self.filter(pk__in=[row["keyword"] for row in counted[:number]]).order_by("folded"))


@tracked()
class Keyword(models.Model):
    """A word or two; ``folded`` tells that "Énergie" and "energie" are one."""

    label = models.CharField(_("keyword"), max_length=LONGEST)
    folded = GeneratedField(expression=Folded("label"), output_field=TextField(_("folded")), db_persist=True)

    objects = KeywordQuerySet.as_manager()

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        ordering = ["folded"]
        indexes = [GinIndex(OpClass(F("folded"), name="gin_trgm_ops"), name="keyword_trigrams")]
        constraints = [
            models.UniqueConstraint(
                name="keyword_once",
                fields=["folded"],
                violation_error_message=_("This keyword is known already, perhaps with other accents."),
            ),
            models.CheckConstraint(
                name="keyword_says_something",
                condition=~Q(label=""),
                violation_error_message=_("A keyword says something."),
            ),
        ]

    def __str__(self) -> str:
        return self.label


@tracked()
class CompanyKeyword(models.Model):
    """A keyword that a company chose, at its rank (1 to 10)."""

    company = models.ForeignKey(
        Company, models.CASCADE, related_name="chosen_keywords", verbose_name=_("company"),
        db_index=False,  # company_keyword_rank_once begins with it
    )  # fmt: skip
    keyword = models.ForeignKey(
        Keyword, models.PROTECT, related_name="chosen_by", verbose_name=_("keyword"),
        db_index=False,  # company_keyword_once begins with it
    )  # fmt: skip
    rank = models.PositiveSmallIntegerField(_("rank"))

    objects = ScopedQuerySet.as_manager()
    counted_by: ClassVar = "rank"  # a merge of two companies keeps the keywords of both, as far as there is room
    counted_to: ClassVar = KEYWORDS_MAX

    class Meta:
        verbose_name = _("keyword of a company")
        verbose_name_plural = _("keywords of companies")
        ordering = ["company", "rank"]
        constraints = [
            models.UniqueConstraint(
                name="company_keyword_once",
                fields=["keyword", "company"],
                violation_error_message=_("The company has this keyword already."),
            ),
            models.UniqueConstraint(
                name="company_keyword_rank_once",
                fields=["company", "rank"],
                violation_error_message=_("The company has another keyword at this rank."),
            ),
            models.CheckConstraint(
                name="company_keyword_ten_at_most",
                condition=Q(rank__range=(1, KEYWORDS_MAX)),
                violation_error_message=_("A company has ten keywords at most."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.company} – {self.keyword}"
