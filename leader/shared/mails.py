"""Letters: queued in the transaction of the change that they tell of, sent by a job, one for each address.

What is queued is the outbox: no change without its letter, no letter of a change that was rolled back. A
letter keeps its Message-ID however often it is tried, so that a second copy is recognised
(``docs/decisions/021-letters.md``). A letter is text; its HTML is made from it.
"""

from collections.abc import Iterable
from email.utils import make_msgid, parseaddr
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.validators import validate_email
from django.db import models, transaction
from django.template import Context
from django.template.loader import get_template, render_to_string
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.jobs import app, backing_off


class Letter(models.Model):
    """A letter that waits to be sent; sent, it is deleted, and what it said with it."""

    message_id = models.CharField(_("message ID"), max_length=250, unique=True)
    recipient = models.EmailField(_("recipient"))
    subject = models.CharField(_("subject"), max_length=250)
    text = models.TextField(_("text"))
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
        message = EmailMultiAlternatives(self.subject, self.text, to=[self.recipient], headers=headers)
        letter = {"subject": self.subject, "text": self.text}
        message.attach_alternative(render_to_string("mails/letter.html", letter), "text/html")
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
            self.save(update_fields=["refused_at", "refusal"])
        else:
            self.delete()


def send(template: str, to: str | Iterable[str], context: dict[str, Any]) -> list[Letter]:
    """Queue a letter for each address ``to``; it leaves once the transaction is committed.

    Its subject is ``templates/mails/<template>_subject.txt``, its text ``<template>.txt``. Both know
    ``site_url``, for whole addresses: ``{{ site_url }}{% url "pages:home" %}``.
    """
    context = {"site_url": settings.SITE_URL, **context}
    subject, text = (
        _rendered(f"mails/{template}_subject.txt", context),
        _rendered(f"mails/{template}.txt", context),
    )
    return [queue(recipient, subject, text) for recipient in ([to] if isinstance(to, str) else to)]


def queue(recipient: str, subject: str, text: str) -> Letter:
    """Queue one letter that is written already."""
    validate_email(recipient)
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or None
    with transaction.atomic():
        letter = Letter.objects.create(
            message_id=make_msgid(domain=domain),
            recipient=recipient,
            subject=" ".join(subject.split())[:250],  # a line end in a subject would begin another header
            text=f"{text.strip()}\n",
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
