"""How long things are kept: each app registers its rules, staff read them, one job applies them each night."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.jobs import app


@dataclass(frozen=True)
class Rule:
    """One clock: ``due`` counts what ``apply`` would do at a moment, ``apply`` does it and returns how many.

    ``apply`` works in batches of its own, each in its transaction, and a second run finds nothing more; what is
    dear is done for a bounded number of people a night, and the rest in the nights that follow.
    """

    key: str
    name: Any
    duration: Any
    basis: Any
    due: Callable[[datetime], int]
    apply: Callable[[datetime], int]


class RetentionRun(models.Model):
    """How many rows one rule touched one night; a night with nothing to do leaves no row."""

    rule = models.CharField(_("rule"), max_length=60)
    count = models.PositiveIntegerField(_("rows"))
    ran_at = models.DateTimeField(_("ran at"), default=timezone.now)

    class Meta:
        verbose_name = _("forgetting")
        verbose_name_plural = _("forgettings")
        ordering = ["-ran_at", "-pk"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.count}"


_rules: dict[str, Rule] = {}


def register(rule: Rule) -> None:
    """Add a rule; a key names one."""
    _rules[rule.key] = rule


def rules() -> list[Rule]:
    """Return the rules in the order of their registration."""
    return list(_rules.values())


def run(now: datetime) -> dict[str, int]:
    """Apply every rule and record the counts; one that fails does not keep the others from their work."""
    done: dict[str, int] = {}
    failures: list[Exception] = []
    for rule in rules():
        try:
            done[rule.key] = rule.apply(now)
        except Exception as error:  # noqa: BLE001 - raised below, once the others have run
            failures.append(error)
    RetentionRun.objects.bulk_create(
        RetentionRun(rule=key, count=count, ran_at=now) for key, count in done.items() if count
    )
    if failures:
        raise ExceptionGroup("Some rules of retention failed.", failures)
    return done


@app.periodic(cron="37 3 * * *", queueing_lock="forget")
@app.task(name="forget", queue="house")
def forget(timestamp: int) -> None:
    """Apply each night every rule of retention."""
    run(timezone.now())
