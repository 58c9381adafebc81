"""What is done for online votes each minute: the end at its hour, the check of every box."""

from contextlib import suppress

from django.utils import timezone

from elections import checking, closing
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
