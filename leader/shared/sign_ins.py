"""Every sign-in, refused sign-in and sign-out leaves one event in the log, however it was made."""

import logging
from typing import Any

from allauth.account.adapter import get_adapter
from django.contrib.auth.signals import user_logged_in, user_logged_out, user_login_failed
from django.core.exceptions import PermissionDenied
from django.dispatch import receiver
from django.http import HttpRequest

logger = logging.getLogger("leader.security")


@receiver(user_logged_in)
def record_sign_in(sender: Any, request: HttpRequest | None, user: Any, **more: Any) -> None:
    """Record who signed in, and from where."""
    logger.info("sign-in", extra={"user": user.pk, "ip": _ip(request)})


@receiver(user_logged_out)
def record_sign_out(sender: Any, request: HttpRequest | None, user: Any, **more: Any) -> None:
    """Record who signed out."""
    logger.info("sign-out", extra={"user": user.pk if user else None, "ip": _ip(request)})


@receiver(user_login_failed)
def record_refused_sign_in(sender: Any, request: HttpRequest | None = None, **more: Any) -> None:
    """Record that a sign-in was refused; not what was typed, which may be a password in the wrong field."""
    logger.warning("sign-in refused", extra={"ip": _ip(request)})


def _ip(request: HttpRequest | None) -> str | None:
    try:
        return get_adapter().get_client_ip(request) if request and request.META.get("REMOTE_ADDR") else None
    except PermissionDenied:
        return None
