"""Our rules for django-allauth: who may sign up, what a verified address gives, how letters leave."""

from html import unescape
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.sites.shortcuts import get_current_site
from django.http import HttpRequest, HttpResponse

from leader.shared.mails import queue
from members.models import Person, User


class AccountAdapter(DefaultAccountAdapter):
    """Anybody may have a guest account; only a verified address opens it and links it to a person."""

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Queue a letter: it leaves by a job, and only if the request is carried through."""
        site = get_current_site(self.request)
        known = {"request": self.request, "email": email, "current_site": site, "site_url": settings.SITE_URL}
        letter = self.render_mail(template_prefix, email, {**known, **context})
        queue(email, unescape(letter.subject), unescape(str(letter.body)))  # a letter is text

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Take an address as verified when the code sent there was typed."""
        last = (get_authentication_records(request, user) or [{}])[-1]
        if last.get("method") == "code" and last.get("email", "").lower() == user.email.lower():
            verify(user)
        return super().pre_login(request, user, **how)

    def login(self, request: HttpRequest, user: User) -> None:
        """Sign in, and link the account to the person known by its verified address."""
        link(user)
        super().login(request, user)


def verify(user: User) -> None:
    """Record that the address of ``user`` is theirs; staff may have made the account without allauth."""
    if not EmailAddress.objects.filter(user=user).exists():
        EmailAddress.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)


def link(user: User) -> None:
    """Link ``user`` to the one person known by their verified address, if nobody else has that person."""
    if user.person_id:
        return
    verified = EmailAddress.objects.filter(user=user, verified=True).values_list("email", flat=True)
    if user.email.lower() not in {address.lower() for address in verified}:
        return
    people = Person.objects.filter(email__iexact=user.email)[:2]
    if len(people) == 1 and not User.objects.filter(person=people[0]).exists():
        user.person = people[0]
        user.save(update_fields=["person"])
