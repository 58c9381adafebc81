"""Letters about actions: one a week before the day, one once it is past; each once, however often the job runs."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from commissions.joining import those_who_answer
from commissions.models import ActionItem
from leader.shared import mails


def run(day: date | None = None) -> int:
    """Send the letters due on ``day`` (today); return for how many actions. A second run does nothing more."""
    day = day or timezone.localdate()
    due = ActionItem.objects.to_remind_on(day).order_by("pk")
    return sum(_remind(key, day) for key in list(due.values_list("pk", flat=True)))


@transaction.atomic
def _remind(key: int, day: date) -> bool:
    rows = ActionItem.objects.to_remind_on(day).select_for_update(no_key=True, of=("self",))
    action = rows.select_related("owner", "meeting__commission").filter(pk=key).first()
    if action is None:  # done, or told by another worker, meanwhile
        return False
    owner = [action.owner.email] if action.owner and action.owner.email else []
    to = owner or those_who_answer(action.meeting.commission, day)
    mails.send("action_due", to, {"action": action, "is_late": action.due_on < day})
    ActionItem.objects.filter(pk=key).update(reminded_on=day)
    return True
