"""What is done for online votes: each minute the end at its hour and the check of boxes, each hour their heads."""

from contextlib import suppress

from django.utils import timezone

from elections import checking, closing, heads
from elections.holding import RefusedActError
from elections.models import Election
from leader.shared.jobs import app


@app.periodic(cron="* * * * *", queueing_lock="tend_boxes")
@app.task(name="tend_boxes", queue="house", lock="tend_boxes")
def tend_boxes(timestamp: int) -> None:
    """Close the votes whose hour has come, and check every box that is not proclaimed yet."""
    for election in closing.due():
        with suppress(RefusedActError):  # closed by hand at the same moment
            closing.close_online(election, at=timezone.now())
    watched = Election.objects.filter(way=Election.Way.ONLINE, state__in=checking.WATCHED)
    for election in watched.exclude(box__isnull=True):
        checking.check(election, at=timezone.now())


@app.periodic(cron="0 * * * *", queueing_lock="tell_heads")
@app.task(name="tell_heads", queue="mails", lock="tell_heads")
def tell_heads(timestamp: int) -> None:
    """Tell the trustees of each open vote the head of the box, when it has grown since they were told."""
    for election in Election.objects.filter(way=Election.Way.ONLINE, state=Election.State.OPEN):
        heads.tell(election)
