"""Voting codes before the vote opens: who makes them where the site does not, and which replaces which."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from elections.models.elections import Election
from elections.models.frozen import only_while
from elections.models.rolls import RollEntry
from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet


@tracked()
class CodeOfficer(models.Model):
    """The account whose browser makes the codes, and who sends them; neither trustee nor candidate."""

    election = models.OneToOneField(
        Election, models.PROTECT, primary_key=True, related_name="code_officer", verbose_name=_("election")
    )
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("account")
    )
    reminded_at = models.DateTimeField(_("reminded at"), null=True, blank=True, editable=False)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("code officer")
        verbose_name_plural = _("code officers")
        triggers = [only_while("election", "sealed", name="code_officer_before_the_vote")]

    def __str__(self) -> str:
        return str(self.account.person or self.account)


class CodeGiven(models.Model):
    """Which public credentials are those of a line of the roll, locked: for the site's codes, until the opening.

    So that one lost code can be replaced. All rows go when the vote opens: from then on nothing ties a ballot to a
    company. Not tracked: a history would keep what goes.
    """

    roll_entry = models.OneToOneField(
        RollEntry, models.CASCADE, primary_key=True, related_name="code_given", verbose_name=_("line of the roll")
    )
    credentials = models.TextField(_("public credentials, locked"), editable=False)

    objects: Any = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("code given")
        verbose_name_plural = _("codes given")
        triggers = [only_while("roll_entry", "sealed", name="code_given_before_the_vote")]

    def __str__(self) -> str:
        return str(self.roll_entry)
