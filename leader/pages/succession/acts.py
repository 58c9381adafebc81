"""The acts that staff may do on a territory: what each asks, foresees, does and says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from leader.pages.succession import forms
from leader.pages.succession.entails import CLOSE, MERGE, SPLIT
from members.models import User
from territories.models import StageKind, Succession, Territory
from territories.models.life import POSSIBLE
from territories.succession import converting, ending, merging, splitting
from territories.succession.following import Followers

SLEEP, RELAUNCH, CONVERT = "sommeil", "relance", "conversion"


@dataclass(frozen=True)
class Asked:
    """An act asked for: on which territory, what was typed, by whom, when."""

    territory: Territory
    typed: dict[str, Any]
    by: User
    at: datetime

    @property
    def dated(self) -> dict[str, Any]:
        """Return the day and the reason."""
        return {"on": self.typed["on"], "reason": self.typed["reason"]}

    @property
    def signed(self) -> dict[str, Any]:
        """Return who asks, when, and the digest of what was shown."""
        return {"shown": self.typed["shown"], "by": self.by, "at": self.at}


@dataclass(frozen=True)
class Act:
    """One act: its words, its form, whom it moves (None: nobody), and how it is done (it returns warnings)."""

    title: str | Promise
    told: str | Promise
    button: str | Promise
    form: type[forms.ActForm]
    foresee: Callable[[Asked], Followers | None]
    do: Callable[[Asked], list[str]]
    done: str | Promise

    @property
    def moves(self) -> bool:
        """Tell whether companies move by it, who are shown before."""
        return self.foresee is not _nobody


def _nobody(asked: Asked) -> None:
    return None


def _sleep(asked: Asked) -> list[str]:
    return ending.change_stage(asked.territory, StageKind.DORMANT, **asked.dated)


def _relaunch(asked: Asked) -> list[str]:
    return ending.change_stage(asked.territory, StageKind.RELAUNCHED, **asked.dated)


def _close(asked: Asked) -> list[str]:
    return ending.close(asked.territory, **asked.dated, **asked.signed)


def _merge(asked: Asked) -> list[str]:
    where = {"into": asked.typed["into"], "leads_follow": asked.typed["leads_follow"]}
    merging.merge(asked.territory, **where, **asked.dated, **asked.signed)
    return []


def _split(asked: Asked) -> list[str]:
    typed = asked.typed
    splitting.split(
        asked.territory, name=typed["name"], kind=typed["kind"], leads_follow=typed["leads_follow"],
        companies=[company.pk for company in typed["companies"]], parts=[part.pk for part in typed["parts"]],
        shown=typed["shown"], at=asked.at, **asked.dated,
    )  # fmt: skip
    return []


def _convert(asked: Asked) -> list[str]:
    typed = asked.typed
    converting.convert(
        asked.territory, name=typed["name"], founded_on=typed["founded_on"], by=asked.by,
        prospects=[prospect.pk for prospect in typed["prospects"]], **asked.dated,
    )  # fmt: skip
    return []


ACTS: dict[str, Act] = {
    SLEEP: Act(
        _("Put to sleep"), _("The territory no longer meets. Nothing ends: it may be relaunched as it is."),
        _("Put the territory to sleep"), forms.ActForm, _nobody, _sleep, _("The territory is dormant."),
    ),
    RELAUNCH: Act(
        _("Relaunch"),
        _("The territory is active again. After a closing, its companies and its bureau are named anew."),
        _("Relaunch the territory"), forms.ActForm, _nobody, _relaunch, _("The territory is relaunched."),
    ),
    CLOSE: Act(
        _("Close"),
        _("The territory ends. Its companies stay members, without a home: merge it to let them follow."),
        _("Close the territory"), forms.ActForm, lambda a: ending.foreseen(a.territory, a.typed["on"]), _close,
        _("The territory is closed."),
    ),
    MERGE: Act(
        _("Merge into another territory"),
        _("Its companies, pressenties and area follow; its address leads to the other one."),
        _("Merge the territories"), forms.MergeForm,
        lambda a: merging.foreseen(a.territory, a.typed["into"], a.typed["on"]), _merge,
        _("The territories are merged."),
    ),
    SPLIT: Act(
        _("Split"), _("A new territory opens with the companies that you choose."),
        _("Split the territory"), forms.SplitForm,
        lambda a: splitting.foreseen(a.territory, a.typed["on"]), _split,
        _("The new territory is open."),
    ),
    CONVERT: Act(
        _("Convert an association"), _("An association that exists becomes this territory; its members join."),
        _("Record the conversion"), forms.ConvertForm, _nobody, _convert, _("The conversion is recorded."),
    ),
}  # fmt: skip
_STAGES = {
    SLEEP: StageKind.DORMANT, RELAUNCH: StageKind.RELAUNCHED, CLOSE: StageKind.CLOSED, MERGE: StageKind.CLOSED,
}  # fmt: skip


def possible(territory: Any) -> dict[str, Act]:
    """Return by address the acts that ``territory`` (annotated with its stage) may come to."""
    stage = StageKind(territory.stage)
    return {
        slug: act
        for slug, act in ACTS.items()
        if (_STAGES[slug] in POSSIBLE[stage] if slug in _STAGES else stage != StageKind.CLOSED)
        and not (slug == CONVERT and _is_converted(territory))
    }


def _is_converted(territory: Territory) -> bool:
    return territory.predecessions.filter(kind=Succession.Kind.CONVERTED).exists()
