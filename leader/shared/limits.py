"""Limits on attempts of our own forms: counted in one statement, shared by all processes.

The key is a digest: neither an address of e-mail nor one of the network can be read in the table. Accounts have
allauth's own limits (docs/decisions/022-accounts.md).
"""

import hashlib
import ipaddress
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.adapter import get_adapter
from django.db import connection, models
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

IPV6_NETWORK = 64  # bits: a household has that many addresses for itself


class Attempts(models.Model):
    """How often somebody did something since the count began; forgotten at ``until``."""

    key = models.CharField(_("key"), max_length=64, primary_key=True)
    count = models.PositiveIntegerField(_("count"))
    until = models.DateTimeField(_("until"), db_index=True)

    class Meta:
        verbose_name = _("attempts")
        verbose_name_plural = _("attempts")

    def __str__(self) -> str:
        return f"{self.key[:8]}: {self.count}"


@dataclass(frozen=True)
class Limit:
    """``amount`` times at most ``within`` a time."""

    amount: int
    within: timedelta


_COUNT = """
    INSERT INTO shared_attempts AS a (key, count, until)
    VALUES (%(key)s, 1, clock_timestamp() + %(seconds)s * interval '1 second')
    ON CONFLICT (key) DO UPDATE SET
        count = CASE WHEN a.until <= clock_timestamp() THEN 1 ELSE least(a.count + 1, 1000000) END,
        until = CASE WHEN a.until <= clock_timestamp() THEN excluded.until ELSE a.until END
    RETURNING count
"""


def is_within(limit: Limit, action: str, who: str) -> bool:
    """Count one more ``action`` of ``who``; tell whether ``limit`` allows it."""
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": _key(action, who), "seconds": limit.within.total_seconds()})
        return bool(cursor.fetchone()[0] <= limit.amount)


def has_room(limit: Limit, action: str, who: str) -> bool:
    """Tell whether ``who`` may still try ``action``, without counting: for what is counted only when it fails."""
    row = Attempts.objects.filter(key=_key(action, who), until__gt=timezone.now()).first()
    return row is None or row.count < limit.amount


def _key(action: str, who: str) -> str:
    return hashlib.sha256(f"{action}\n{who}".encode()).hexdigest()


def network_address(request: HttpRequest, *, bits: int = IPV6_NETWORK) -> str:
    """Return where ``request`` comes from; of an IPv6 address the network alone, of its first ``bits``."""
    address = ipaddress.ip_address(get_adapter().get_client_ip(request))
    if isinstance(address, ipaddress.IPv6Address):
        return str(ipaddress.IPv6Network((address, bits), strict=False))
    return str(address)


def purge() -> int:
    """Forget the counts that are over; return how many."""
    return Attempts.objects.filter(until__lt=timezone.now()).delete()[0]
