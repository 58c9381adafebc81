"""What is done for online votes: the end at its hour, checks of boxes, their heads, reminders, old shares."""

from contextlib import suppress

from django.utils import timezone

from elections import checking, closing, destroying, heads, letters
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


@app.periodic(cron="27 6 * * *", queueing_lock="remind_of_elections")
@app.task(name="remind_of_elections", queue="house", lock="remind_of_elections")
def remind_of_elections(timestamp: int) -> None:
    """Each morning remind trustees and code officers whose part is missing, once each."""
    letters.remind(at=timezone.now())


@app.periodic(cron="33 4 * * *", queueing_lock="destroy_shares")
@app.task(name="destroy_shares", queue="house", lock="destroy_shares")
def destroy_shares(timestamp: int) -> None:
    """Each night destroy the shares whose time is over, and tell of what a backup brought back."""
    destroying.run(at=timezone.now())


@app.periodic(cron="0 * * * *", queueing_lock="tell_heads")
@app.task(name="tell_heads", queue="mails", lock="tell_heads")
def tell_heads(timestamp: int) -> None:
    """Tell the trustees of each open vote the head of the box, when it has grown since they were told."""
    for election in Election.objects.filter(way=Election.Way.ONLINE, state=Election.State.OPEN):
        heads.tell(election)
