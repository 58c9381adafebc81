"""The clock of prospects' data: three years after the last sign of life that came from them, they are asked once
whether we may keep it; without an answer it is erased, in the history as well.

Source: CNIL's reference for commercial management: three years from the collection, or from the last contact that
came from the person. A company's public data is no personal data and stays. While the company is a member, and
five years after, the clock stands still: the contract may be disputed that long.
"""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.core import signing
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext

from leader.shared import audit, mails
from leader.shared.history import changes_of
from leader.shared.personal_data.subjects import digest
from members.duplicates.forgetting import forget_joined
from members.models import Membership
from territories.models import OpeningProspect, Prospect, ProspectExchange
from territories.models.prospects import (
    ANSWER_WITHIN,
    COURTED,
    DATA_ERASED,
    ERASED_REASON,
    STOPPED,
    TERRITORY_CLOSED,
    TERRITORY_MERGED,
)

YEARS = 3
CONTRACT_YEARS = 5
LINK_LASTS = timedelta(days=60)
SALT = "prospect's data"
_CONTACT: dict[str, str] = dict.fromkeys(["contact_name", "contact_email"], "")
_ASKED_SINCE = Q(asked_on__gt=F("last_sign_on"))
_BLANK: dict[str, str] = {**_CONTACT, **dict.fromkeys(["notes", "next_action", "reason"], "")}


@dataclass(frozen=True)
class Due:
    """What the clock would do on a day."""

    to_ask: QuerySet[Any]
    to_erase: QuerySet[Any]


def due_on(day: date) -> Due:
    """Return whom to ask, and whose data to erase, on ``day``.

    What was asked before their last sign of life, or on the day of it, counts no more. Who gave no address cannot
    be asked by a letter; the erasure is announced to the lead all the same.
    """
    old = _held_on(day).filter(last_sign_on__lt=years_before(day, YEARS))
    return Due(
        to_ask=old.filter(Q(asked_on__isnull=True) | Q(asked_on__lte=F("last_sign_on"))),
        to_erase=old.filter(_ASKED_SINCE, asked_on__lte=day - ANSWER_WITHIN),
    )


def erased_on(prospect: Prospect, day: date) -> date | None:
    """Return from which day on their data is erased unless they give a sign; None: not announced on ``day``."""
    if prospect.asked_on and _held_on(day).filter(_ASKED_SINCE, pk=prospect.pk).exists():
        return prospect.asked_on + ANSWER_WITHIN
    return None


def _held_on(day: date) -> QuerySet[Any]:
    """Return the prospects of whom something personal is held that no contract keeps, with their last sign."""
    has_data = ~Q(**_CONTACT, notes="", next_action="") | ~_says_of_nobody_why_it_stopped()
    exchanged = Exists(ProspectExchange.objects.filter(prospect=OuterRef("pk")))
    free = ~Q(state=Prospect.State.MEMBER) | ~Q(_under_contract(day))
    return _with_last_sign(Prospect.objects.filter(free, has_data | Q(exchanged)))


def _says_of_nobody_why_it_stopped() -> Q:
    """Return the condition that the reason is none, or one of those that an act writes by itself."""
    merged, _name, _after = str(TERRITORY_MERGED).partition("%(name)s")
    written = ["", ERASED_REASON, str(DATA_ERASED), str(TERRITORY_CLOSED)]
    return Q(reason__in=written) | Q(reason__startswith=merged)


def _under_contract(day: date) -> Exists:
    """Return the condition that the company is a member on ``day``, or was less than five years before."""
    lately = Q(covered_until=None) | Q(covered_until__gt=years_before(day, CONTRACT_YEARS))
    return Exists(Membership.objects.filter(lately, company=OuterRef("company")))


def _with_last_sign(prospects: QuerySet[Any]) -> QuerySet[Any]:
    from_them = ProspectExchange.objects.filter(prospect=OuterRef("pk"), from_them=True).order_by("-on")
    last: Any = Coalesce(Subquery(from_them.values("on")[:1]), "contact_since")
    return prospects.annotate(last_sign_on=Greatest(last, "contact_since"))


def years_before(day: date, years: int) -> date:
    """Return the same day so many years earlier; 28 February for the 29th."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


@transaction.atomic
def ask(prospect: Prospect, day: date) -> bool:
    """Announce the erasure once, by a letter with a link where there is an address; False when it was done."""
    seen = Prospect.objects.filter(pk=prospect.pk, asked_on=prospect.asked_on)
    if not seen.update(asked_on=day):
        return False
    if prospect.contact_email:
        url = reverse("territories:prospect-data", args=[token_for(prospect, day)])
        told = {"prospect": prospect, "until": day + ANSWER_WITHIN, "url": url}
        mails.send("prospect_data", prospect.contact_email, told)
    return True


def token_for(prospect: Prospect, asked_on: date) -> str:
    """Return the token of the link in the letter of that day, for the address to which it goes."""
    return signing.dumps([prospect.pk, asked_on.isoformat(), digest(prospect.contact_email)], salt=SALT)


def asked_by(token: str) -> Prospect | None:
    """Return the prospect whose letter holds ``token``; None when it is forged, too old, or answered.

    Nor may the contact of before answer for the one of today: the address must be the one that was asked.
    """
    try:
        pk, asked_on, *address = signing.loads(token, salt=SALT, max_age=LINK_LASTS)
    except (signing.BadSignature, ValueError):
        return None
    waiting = Prospect.objects.select_related("territory", "company").filter(pk=pk, asked_on=asked_on)
    if not address:  # a letter of before the links said it: its contact is still there if nothing changed since
        return waiting.filter(contact_since__lt=asked_on).first()
    prospect = waiting.first()
    return prospect if prospect and address == [digest(prospect.contact_email)] else None


@transaction.atomic
def keep(prospect: Prospect, day: date) -> None:
    """Note that they want to be kept: a sign of life, from which the three years run again."""
    if Prospect.objects.filter(pk=prospect.pk, asked_on__isnull=False).update(asked_on=None):
        ProspectExchange.objects.create(
            prospect=prospect, on=day, kind=ProspectExchange.Kind.MAIL, from_them=True,
            summary=gettext("Agreed that we keep their contact details."),
        )  # fmt: skip


@transaction.atomic
def erase(prospect: Prospect) -> None:
    """Erase the personal data of a prospect and of the exchanges with them, in their history and in merges too."""
    row = Prospect.objects.filter(pk=prospect.pk)
    row.update(**_CONTACT, notes="", next_action="", next_action_on=None, asked_on=None)
    ProspectExchange.objects.filter(prospect=prospect.pk).delete()
    own: Any = changes_of(Prospect)
    said: Any = changes_of(ProspectExchange)
    audit.forget(own._default_manager.filter(pgh_obj=prospect.pk), **_BLANK)
    audit.forget(said._default_manager.filter(prospect=prospect.pk), summary="")
    forget_joined(prospect.company_id, lambda act: _holds_data_of(prospect, act))
    reason = str(DATA_ERASED)
    row.filter(state__in=COURTED).update(state=Prospect.State.DORMANT, reason=reason)
    row.filter(state=Prospect.State.MEMBER).update(reason="")
    row.filter(state__in=STOPPED).update(reason=reason)  # why it stopped may tell of a person as well


def _holds_data_of(prospect: Prospect, act: dict[str, Any]) -> bool:
    """Tell whether an act of a merge keeps what was said of them, or the courting that was joined to theirs."""
    if act["model"] != Prospect._meta.label:
        return False
    if act["act"] == "change":
        return prospect.pk in act["keys"] and not _BLANK.keys().isdisjoint(act["before"])
    return prospect.territory_id == act["row"]["territory_id"]


def run(day: date | None = None) -> dict[str, int]:
    """Ask and erase what is due on ``day`` (today); return how many of each. A second run does nothing more."""
    day = day or timezone.localdate()
    to_ask = due_on(day).to_ask.select_related("territory", "company").order_by("pk")
    asked = sum(ask(prospect, day) for prospect in to_ask)
    erased = sum(_erase_if_still_due(key, day) for key in list(due_on(day).to_erase.values_list("pk", flat=True)))
    _forget_old_history(day)
    return {"asked": asked, "erased": erased}


@transaction.atomic
def _erase_if_still_due(key: int, day: date) -> bool:
    """Erase under a lock: whoever says yes in this very moment is heard."""
    if not Prospect.objects.select_for_update(no_key=True).filter(pk=key).exists():
        return False
    prospect = due_on(day).to_erase.filter(pk=key).first()
    if prospect:
        erase(prospect)
    return prospect is not None


def _forget_old_history(day: date) -> None:
    """Blank what the history of more than three years ago says of contacts who stand nowhere any more.

    Deleted, emptied or replaced by hand: what a person took away goes from the history as well, in its time.
    """
    limit = years_before(day, YEARS)
    _blank(Prospect, limit, _BLANK, _holding_the_same(Prospect).exclude(**_CONTACT, notes=""))
    _blank(ProspectExchange, limit, {"summary": ""}, ProspectExchange.objects.filter(pk=OuterRef("pgh_obj")))
    old = OpeningProspect.objects.filter(opening__updated_at__date__lt=limit).exclude(**_CONTACT)
    OpeningProspect.objects.filter(pk__in=list(old.values_list("pk", flat=True))).update(**_CONTACT)
    _blank(OpeningProspect, limit, _CONTACT, _holding_the_same(OpeningProspect).exclude(**_CONTACT))


def _holding_the_same(model: Any) -> QuerySet[Any]:
    """Return the row of a change, if it holds the same contact today."""
    return model.objects.filter(pk=OuterRef("pgh_obj"), **{name: OuterRef(name) for name in _CONTACT})


def _blank(model: Any, limit: date, blank: dict[str, str], kept: QuerySet[Any]) -> None:
    changes: Any = changes_of(model)
    old = changes._default_manager.filter(pgh_created_at__date__lt=limit).exclude(**blank)
    audit.forget(old.exclude(Exists(kept)), **blank)
