"""Two addresses for machines: is this process well, and is the whole site well?

They tell "ok" or "unavailable" and nothing else: the reason is in the log.
"""

import logging
from datetime import datetime, timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError, InterfaceError, connection, transaction
from django.db.models import OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from procrastinate.contrib.django.models import ProcrastinateEvent, ProcrastinateJob

LONGEST_WAIT = timedelta(minutes=15)  # of a job that is due, before somebody should look at the worker

logger = logging.getLogger(__name__)


@login_not_required
@transaction.non_atomic_requests
@never_cache
@require_safe
def web_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 if this process reaches the database, else 503: for the proxy that chooses a process."""
    return _told(_trouble_with_the_database())


@login_not_required
@transaction.non_atomic_requests
@never_cache
@require_safe
def site_health(request: HttpRequest) -> JsonResponse:
    """Answer 200 if the database answers and no job waits for long, else 503: for whoever watches the site."""
    return _told(_trouble_with_the_database() or _trouble_with_the_jobs())


def oldest_due_since() -> datetime | None:
    """Return since when the oldest job that is due waits for a worker, or None if none does."""
    queued = ProcrastinateEvent.objects.filter(job=OuterRef("pk"), type="deferred").order_by("pk").values("at")[:1]
    due = ProcrastinateJob.objects.filter(status="todo").annotate(due=Coalesce("scheduled_at", Subquery(queued)))
    return due.filter(due__lte=timezone.now()).order_by("due").values_list("due", flat=True).first()


def _trouble_with_the_database() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except (DatabaseError, InterfaceError) as error:
        return f"The database does not answer: {type(error).__name__}."
    return ""


def _trouble_with_the_jobs() -> str:
    since = oldest_due_since()
    if since and timezone.now() - since > LONGEST_WAIT:
        return "A job that is due waits for a worker."
    return ""


def _told(trouble: str) -> JsonResponse:
    if trouble:
        logger.error(trouble)
        return JsonResponse({"status": "unavailable"}, status=503)
    return JsonResponse({"status": "ok"})
