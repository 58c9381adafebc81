"""What all processes share when they ask the register of companies: the gate, and the answers of the day."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from leader.shared.cache import StoredValue


class RegisterGate(models.Model):
    """One row: how far ahead the questions are paced, and since when and until when the register is left alone."""

    paced_until = models.DateTimeField(_("paced until"), default=timezone.now)
    failures = models.PositiveSmallIntegerField(_("failures in a row"), default=0)
    shut_until = models.DateTimeField(_("shut until"), default=timezone.now)

    class Meta:
        verbose_name = _("gate to the register of companies")
        verbose_name_plural = _("gate to the register of companies")

    def __str__(self) -> str:
        return f"{self.failures}"


class RegisterAnswer(StoredValue):
    """An answer of the register, kept for a day; a cache of its own, so that searches push nothing else out."""

    class Meta:
        verbose_name = _("answer of the register of companies")
        verbose_name_plural = _("answers of the register of companies")
