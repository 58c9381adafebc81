"""The end of a term is announced six, three and one months before, by letter to staff and the leads concerned."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from leader.shared import mails
from territories.applications.recipients import of_leads, of_staff
from territories.mandates.months import months_after
from territories.models import Mandate

MONTHS = (6, 3, 1)


def run(day: date | None = None) -> int:
    """Announce what is due on ``day`` (today); return how many mandates. A second run does nothing more."""
    day = day or timezone.localdate()
    near = Mandate.objects.ending_between(day, months_after(day, max(MONTHS) + 1))
    return sum(_announce(key, day) for key in list(near.order_by("pk").values_list("pk", flat=True)))


def is_due(mandate: Mandate, day: date) -> bool:
    """Tell whether the last of the three moments that came has had no letter since.

    A term that is corrected to a later end has new moments, and so is announced anew.
    """
    term = mandate.expected_end_on
    if term is None or mandate.ends_on or term < day:
        return False
    come = [moment for months in MONTHS if (moment := months_after(term, -months)) <= day]
    return bool(come) and (mandate.alerted_on is None or mandate.alerted_on < max(come))


@transaction.atomic
def _announce(key: int, day: date) -> bool:
    rows = Mandate.objects.select_for_update(no_key=True, of=("self",))
    mandate = rows.select_related("person", "office", "territory").filter(pk=key).first()
    if mandate is None or not is_due(mandate, day):
        return False
    leads = of_leads(mandate.territory_id, day) if mandate.territory_id else []
    mails.send("mandate_ends", dict.fromkeys([*of_staff(), *leads]), {"mandate": mandate})
    Mandate.objects.filter(pk=key).update(alerted_on=day)
    return True
