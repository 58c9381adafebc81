"""The same form sent twice is answered twice and acted upon once.

A form carries a random key (``{% idempotency_key %}``). The middleware writes it, with what was typed, in the
transaction that does the work: a second copy that arrives meanwhile waits on that row, then gets the first
answer. A form that was refused leaves nothing behind, so that the mended one is read as new. What counts as
the same: the same person, key, address and content. Whoever goes back, types something else and sends again
means it.
"""

import hashlib
from collections.abc import Callable
from datetime import timedelta

from django.contrib.messages import add_message, get_messages
from django.core.files.uploadedfile import UploadedFile
from django.db import models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIELD = "idempotency_key"
KEPT_FOR = timedelta(days=2)
KEPT_HEADERS = ["Location", "HX-Redirect", "HX-Location"]


class SentForm(models.Model):
    """A form that was acted upon, with its answer: a redirection and the sentences to show there."""

    pk = models.CompositePrimaryKey("owner", "key")
    owner = models.CharField(_("owner"), max_length=80)
    key = models.CharField(_("key"), max_length=64)
    sent_at = models.DateTimeField(_("sent at"), default=timezone.now, db_index=True)
    status = models.PositiveSmallIntegerField(_("status"), null=True)
    headers = models.JSONField(_("headers"), default=dict)
    messages = models.JSONField(_("messages"), default=list)

    class Meta:
        verbose_name = _("sent form")
        verbose_name_plural = _("sent forms")

    def __str__(self) -> str:
        return f"{self.owner} {self.key[:8]}"


def purge() -> int:
    """Forget the forms that nobody will send again; return how many."""
    return SentForm.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def idempotency_middleware(
    get_response: Callable[[HttpRequest], HttpResponseBase],
) -> Callable[[HttpRequest], HttpResponseBase]:
    """Act once on a form that carries a key; stands after the sessions, the accounts and the messages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.POST.get(FIELD):
            return get_response(request)
        with transaction.atomic():
            return _first_answer(request, get_response)

    return middleware


def _first_answer(
    request: HttpRequest, get_response: Callable[[HttpRequest], HttpResponseBase]
) -> HttpResponseBase:
    sent = SentForm(owner=_owner(request), key=_digest(request))
    # Waits here while another copy of the same form is being worked on.
    SentForm.objects.bulk_create([sent], ignore_conflicts=True)
    stored = SentForm.objects.select_for_update().get(pk=sent.pk)
    if stored.status:
        return _replay(request, stored)
    response = get_response(request)
    if _is_kept(response):
        _keep(request, response, stored)
    else:
        stored.delete()
    return response


def _owner(request: HttpRequest) -> str:
    if request.user.is_authenticated:
        return f"user {request.user.pk}"
    browser = request.META.get("CSRF_COOKIE") or request.session.session_key or ""
    return f"browser {hashlib.sha256(browser.encode()).hexdigest()}"


def _digest(request: HttpRequest) -> str:
    typed = request.POST.copy()
    typed.pop("csrfmiddlewaretoken", None)
    digest = hashlib.sha256(f"{request.get_full_path()}\n{typed.urlencode()}".encode())
    for name, files in request.FILES.lists():
        for file in files:
            digest.update(f"\n{name} {file.name} {_digest_of_file(file)}".encode())
    return digest.hexdigest()


def _digest_of_file(file: UploadedFile) -> str:
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    file.seek(0)
    return digest.hexdigest()


def _is_kept(response: HttpResponseBase) -> bool:
    """Tell an accepted form from a refused one: the accepted form leads on to another page."""
    return response.status_code < 400 and any(name in response for name in KEPT_HEADERS)


def _keep(request: HttpRequest, response: HttpResponseBase, stored: SentForm) -> None:
    stored.status = response.status_code
    stored.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    stored.messages = [[m.level, str(m.message), m.extra_tags] for m in _added_messages(request)]
    stored.save()


def _added_messages(request: HttpRequest) -> list:
    # The storage shows what was added in this request under this name only; reading it the
    # public way would mark the messages as seen.
    return getattr(get_messages(request), "_queued_messages", [])


def _replay(request: HttpRequest, stored: SentForm) -> HttpResponse:
    for level, message, extra_tags in stored.messages:
        add_message(request, level, message, extra_tags=extra_tags)
    return HttpResponse(status=stored.status, headers=stored.headers)
