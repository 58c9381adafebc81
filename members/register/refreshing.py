"""Asking the register about each company in turn, the one whose answer is oldest first, a small batch at a time.

A company's turn is taken by one UPDATE that also checks, so that two processes never ask about the same; whoever
dies in the middle leaves one company that is asked again an hour later.
"""

import time
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from members.models import Company, RegisterSnapshot
from members.register.asking import ask, source
from members.register.insee import KeyRefusedError
from members.register.look_up import BusyError, UnavailableError
from members.register.recording import record

BATCH = 200
LONGEST = 240  # seconds: the next batch begins five minutes after this one did
TURN = timedelta(hours=1)
AGAIN = timedelta(days=1)  # after a question about this company that failed


def refresh(*, limit: int = BATCH, seconds: float = LONGEST) -> int:
    """Ask about the companies whose turn it is; return how many were answered. Call it outside a transaction."""
    until, answered = time.monotonic() + seconds, 0
    for company, siren, seen in _due(limit) if source() else []:
        if time.monotonic() > until:
            break
        if not _take_turn(company, seen):
            continue
        try:
            ask_about(company, siren)
        except (BusyError, KeyRefusedError):  # for all companies alike: the others keep their turn, and so does it
            _set_turn(company, timezone.now())
            break
        except UnavailableError:
            _set_turn(company, timezone.now() + AGAIN)
        else:
            answered += 1
    return answered


def ask_about(company: int, siren: str) -> None:
    """Ask the register about a company and keep its answer; raise UnavailableError."""
    asked = source()
    if asked is None:
        raise UnavailableError
    record(company, siren, ask(siren), source=asked, at=timezone.now())


def _due(limit: int) -> list[tuple[int, str, datetime | None]]:
    """Return key, SIREN and turn: first the companies that were never asked about, then the oldest answers."""
    never = Company.objects.filter(siren__isnull=False, register_snapshot=None).order_by("pk")
    found: list[tuple[int, str, datetime | None]] = [
        (pk, siren, None) for pk, siren in never.values_list("pk", "siren")[:limit] if siren
    ]
    due = RegisterSnapshot.objects.filter(next_at__lte=timezone.now(), company__siren__isnull=False)
    rows = due.order_by("next_at", "pk").values_list("company", "company__siren", "next_at")
    return found + [(pk, siren, seen) for pk, siren, seen in rows[: limit - len(found)] if siren]


def _take_turn(company: int, seen: datetime | None) -> bool:
    until = timezone.now() + TURN
    if seen is not None:
        return bool(RegisterSnapshot.objects.filter(company=company, next_at=seen).update(next_at=until))
    try:
        with transaction.atomic():
            return RegisterSnapshot.objects.get_or_create(company_id=company, defaults={"next_at": until})[1]
    except IntegrityError:
        return False  # the company is gone


def _set_turn(company: int, at: datetime) -> None:
    RegisterSnapshot.objects.filter(company=company).update(next_at=at)
