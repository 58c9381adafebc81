"""The same form sent twice is answered twice and acted upon once.

A form carries a random key (``{% idempotency_key %}``). The middleware writes it, with what was typed, in the
transaction that does the work: a second copy that arrives meanwhile waits on that row, then gets the first
answer. A form that was refused leaves nothing behind, so that the mended one is read as new. What counts as
the same: the same person, key, address and content. Whoever goes back, types something else and sends again
means it.

Two things differ where one signs in. The views that count attempts take no transaction around them
(``members.accounts.urls``): the key is written before, the answer after, and a copy looks again until it is
there. And such an answer opens a session: for a moment a copy gets the same one, or a double click on "sign in"
would end before a closed door.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any, TypeVar

from django.contrib.messages import add_message, get_messages
from django.core.files.uploadedfile import UploadedFile
from django.db import DEFAULT_DB_ALIAS, models, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

FIELD = "idempotency_key"
KEPT_FOR = timedelta(days=2)
SESSION_KEPT_FOR = timedelta(minutes=2)
KEPT_HEADERS = ["Location", "HX-Redirect", "HX-Location"]
SESSION = "session"  # kept beside the headers: the session that the answer opened
LOOKS, PAUSE = 100, 0.1  # how often, and after how many seconds each, a copy looks for the answer

Answer = Callable[[HttpRequest], HttpResponseBase]
View = TypeVar("View", bound=Callable[..., HttpResponseBase])


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


def idempotency_middleware(get_response: Answer) -> Answer:
    """Act once on a form that carries a key; stands after the sessions, the accounts and the messages."""

    def middleware(request: HttpRequest) -> HttpResponseBase:
        if request.method != "POST" or not request.POST.get(FIELD) or _leaves_no_trace(request):
            return get_response(request)
        sent = SentForm(owner=_owner(request), key=_digest(request))
        if _takes_no_transaction(request):
            return _answer_step_by_step(request, sent, get_response)
        with transaction.atomic():
            return _first_answer(request, sent, get_response)

    return middleware


def leaves_no_trace(view: View) -> View:
    """Mark a view whose forms are written in no table: it knows by itself what was sent twice."""
    view.leaves_no_trace = True  # type: ignore[attr-defined]
    return view


def _leaves_no_trace(request: HttpRequest) -> bool:
    return getattr(_view_of(request), "leaves_no_trace", False)


def _takes_no_transaction(request: HttpRequest) -> bool:
    return DEFAULT_DB_ALIAS in getattr(_view_of(request), "_non_atomic_requests", ())


def _view_of(request: HttpRequest) -> Any:
    try:
        return resolve(request.path_info).func
    except Resolver404:
        return None


def _first_answer(request: HttpRequest, sent: SentForm, get_response: Answer) -> HttpResponseBase:
    # Waits here while another copy of the same form is being worked on.
    SentForm.objects.bulk_create([sent], ignore_conflicts=True)
    stored = SentForm.objects.select_for_update().get(pk=sent.pk)
    return _replay(request, stored) if stored.status else _act(request, stored, get_response)


def _answer_step_by_step(request: HttpRequest, sent: SentForm, get_response: Answer) -> HttpResponseBase:
    for _look in range(LOOKS):
        stored, is_first = SentForm.objects.get_or_create(owner=sent.owner, key=sent.key)
        if is_first:
            return _act(request, stored, get_response)
        if stored.status:
            return _replay(request, stored)
        time.sleep(PAUSE)
    return _act(request, stored, get_response)  # whoever began is gone


def _act(request: HttpRequest, stored: SentForm, get_response: Answer) -> HttpResponseBase:
    before = request.session.session_key
    response = get_response(request)
    if _is_kept(response):
        _keep(request, response, stored, before)
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


def _keep(request: HttpRequest, response: HttpResponseBase, stored: SentForm, session_before: str | None) -> None:
    stored.status = response.status_code
    stored.headers = {name: response[name] for name in KEPT_HEADERS if name in response}
    if request.session.modified and not request.session.is_empty():
        request.session.save()  # whole before a copy reads it
        if request.session.session_key != session_before:
            stored.headers[SESSION] = request.session.session_key
    stored.messages = [[m.level, str(m.message), m.extra_tags] for m in _added_messages(request)]
    stored.save()


def _added_messages(request: HttpRequest) -> list:
    # The storage shows what was added in this request under this name only; reading it the
    # public way would mark the messages as seen.
    return getattr(get_messages(request), "_queued_messages", [])


def _replay(request: HttpRequest, stored: SentForm) -> HttpResponse:
    headers = dict(stored.headers)
    _open_again(request, headers.pop(SESSION, ""), stored)
    for level, message, extra_tags in stored.messages:
        add_message(request, level, message, extra_tags=extra_tags)
    return HttpResponse(status=stored.status, headers=headers)


def _open_again(request: HttpRequest, key: str, stored: SentForm) -> None:
    """Give the session that the first answer opened, if it was a moment ago and nobody has signed out since."""
    store = type(request.session)
    if key and stored.sent_at > timezone.now() - SESSION_KEPT_FOR and store().exists(key):
        request.session = store(key)
        request.session.modified = True  # so that its cookie is sent
