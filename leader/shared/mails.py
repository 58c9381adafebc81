"""Letters: queued in the transaction of the change that they tell of, sent by a job, one for each address.

What is queued is the outbox: no change without its letter, no letter of a change that was rolled back. A
letter keeps its Message-ID however often it is tried, so that a second copy is recognised
(``docs/decisions/021-letters.md``). A letter is text; its HTML is made from it.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from email.utils import make_msgid, parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.jobs import app, backing_off
from leader.shared.locked import lock, unlock

SECRET_PLACE = "[[secret]]"  # noqa: S105 - where a secret goes, not one


class Letter(models.Model):
    """A letter that waits to be sent; sent, it is deleted, and what it said with it."""

    message_id = models.CharField(_("message ID"), max_length=250, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
    # What stands for SECRET_PLACE in the text as it travels, locked: no reader of the table sees it.
    secret = models.TextField(_("secret, locked"), blank=True)
    purpose = models.CharField(_("purpose"), max_length=15, blank=True)  # empty: a letter of service
    reply_to = models.EmailField(_("answers go to"), blank=True)  # empty: to the sender, who reads none
    stop_path = models.CharField(_("page that stops such letters"), max_length=250, blank=True)
    calendar = models.TextField(_("calendar"), blank=True)  # an iCalendar object, or nothing
    calendar_method = models.CharField(_("method"), max_length=10, blank=True)  # what calendars do with it
    queued_at = models.DateTimeField(_("queued at"), default=timezone.now)
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True)
    refusal = models.CharField(_("refusal"), max_length=250, blank=True)

    class Meta:
        verbose_name = _("letter")
        verbose_name_plural = _("letters")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.subject

    def message(self) -> EmailMultiAlternatives:
        """Return the letter as it travels."""
        headers = {"Message-ID": self.message_id, "Auto-Submitted": "auto-generated"}
        if path := _stop_path(self.recipient, self.purpose, self.stop_path):
            # One click by RFC 8058: programs of mail show it beside the sender.
            url = f"{settings.SITE_URL}{path}"
            headers |= {"List-Unsubscribe": f"<{url}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
        text = self.text.replace(SECRET_PLACE, unlock(self.secret)) if self.secret else self.text
        answers = [self.reply_to] if self.reply_to else None
        message = EmailMultiAlternatives(
            self.subject, text, to=[self.recipient], headers=headers, reply_to=answers
        )
        letter = {"subject": self.subject, "text": text}
        message.attach_alternative(render_to_string("mails/letter.html", letter), "text/html")
        if self.calendar:  # as another way to say the letter, for the calendar; as a file, for whoever has none
            kind = f"text/calendar; method={self.calendar_method}"
            message.attach_alternative(self.calendar, kind)
            message.attach("invitation.ics", self.calendar, kind)
        return message

    def send(self) -> None:
        """Send the letter and forget it; one whose address does not exist is kept with the refusal."""
        try:
            self.message().send()
        except SMTPRecipientsRefused as error:
            code, words = next(iter(error.recipients.values()))
            if code < 500:
                raise  # the server is busy: the job tries again later
            self.refused_at, self.refusal = timezone.now(), f"{code} {words.decode(errors='replace')}"[:250]
            self.secret = ""  # it stays in no letter that waits for nobody
            self.save(update_fields=["refused_at", "refusal", "secret"])
        else:
            self.delete()


Objections = Callable[[str, list[str]], set[str]]
_objections: list[Objections] = []
SALT = "unsubscribe"


def objections(function: Objections) -> Objections:
    """Register a function (purpose, addresses in small letters → those that refuse such letters)."""
    _objections.append(function)
    return function


def unsubscribe_path(address: str, purpose: str) -> str:
    """Return the address, without the host, of the page where ``address`` refuses letters of ``purpose``."""
    return reverse("pages:unsubscribe", args=[signing.dumps([address.lower(), purpose], salt=SALT)])


def _stop_path(address: str, purpose: str, stop_path: str) -> str:
    """Return where whoever gets a letter stops those like it; empty for a letter of service."""
    return stop_path or (unsubscribe_path(address, purpose) if purpose else "")


@dataclass(frozen=True)
class Invitation:
    """What a calendar reads beside a letter: an iCalendar object and its method (RFC 5546)."""

    calendar: str
    method: str


def send(
    template: str,
    to: str | Iterable[str],
    context: dict[str, Any],
    *,
    purpose: str = "",
    invitation: Invitation | None = None,
    reply_to: str = "",
    stop_path: str = "",
    secret: str = "",
) -> list[Letter]:
    """Queue a letter for each address ``to``; it leaves once the transaction is committed.

    One that is no service says its ``purpose``: it leaves for those alone who have not refused such letters, and
    ends with the link by which they may. Whoever keeps such choices elsewhere gives the page that stops them,
    ``stop_path``, instead. Answers go to ``reply_to``. A ``secret`` stands where the template says
    ``{{ secret }}``, in the letter as it travels and never in the table.

    Its subject is ``templates/mails/<template>_subject.txt``, its text ``<template>.txt``. Both know
    ``site_url``, for whole addresses: ``{{ site_url }}{% url "pages:home" %}``.
    """
    context = {"site_url": settings.SITE_URL, "secret": SECRET_PLACE, **context}
    subject, text = (
        _rendered(f"mails/{template}_subject.txt", context),
        _rendered(f"mails/{template}.txt", context),
    )
    recipients = [to] if isinstance(to, str) else list(to)
    refusing = {address for ask in _objections for address in ask(purpose, [r.lower() for r in recipients])}
    kept = [recipient for recipient in recipients if not purpose or recipient.lower() not in refusing]
    how: Any = {"purpose": purpose, "invitation": invitation, "reply_to": reply_to, "stop_path": stop_path}
    return [queue(recipient, subject, text, secret=secret, **how) for recipient in kept]


def queue(
    recipient: str,
    subject: str,
    text: str,
    *,
    purpose: str = "",
    invitation: Invitation | None = None,
    reply_to: str = "",
    stop_path: str = "",
    secret: str = "",
) -> Letter:
    """Queue one letter that is written already."""
    validate_email(recipient)
    if reply_to:
        validate_email(reply_to)
    if path := _stop_path(recipient, purpose, stop_path):
        url = f"{settings.SITE_URL}{path}"
        text = f"{text.strip()}\n\n{_('To receive no more letters of this kind:')} {url}"
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or None
    with transaction.atomic():
        letter = Letter.objects.create(
            message_id=make_msgid(domain=domain),
            recipient=recipient,
            subject=" ".join(subject.split())[:250],  # a line end in a subject would begin another header
            text=f"{text.strip()}\n",
            secret=lock(secret) if secret else "",
            purpose=purpose,
            reply_to=reply_to,
            stop_path=stop_path,
            calendar=invitation.calendar if invitation else "",
            calendar_method=invitation.method if invitation else "",
        )
        send_letter.defer(letter_id=letter.pk)
    return letter


def _rendered(name: str, context: dict[str, Any]) -> str:
    # Plain text: an apostrophe stays an apostrophe. The HTML made from it is escaped.
    template: Any = get_template(name)
    return template.template.render(Context(context, autoescape=False))


@app.task(name="send_letter", queue="mails", retry=backing_off)
def send_letter(*, letter_id: int) -> None:
    """Send one letter; one that is gone has been sent."""
    with transaction.atomic():
        # Locked while it is on its way: a second worker waits, then finds it gone.
        letter = Letter.objects.select_for_update().filter(pk=letter_id, refused_at=None).first()
        if letter:
            letter.send()
