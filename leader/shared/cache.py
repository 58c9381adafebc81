"""The cache that all processes share: a table, so that a limit on attempts holds whoever answers.

Django's own cache of the database reads and writes it by SQL; the model gives it to the migrations.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class StoredValue(models.Model):
    """The columns that Django's cache of the database reads and writes."""

    cache_key = models.CharField(_("key"), max_length=255, primary_key=True)
    value = models.TextField(_("value"))
    expires = models.DateTimeField(_("expires at"), db_index=True)

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return self.cache_key


class CachedValue(StoredValue):
    """A value that is kept until it expires."""

    class Meta:
        verbose_name = _("cached value")
        verbose_name_plural = _("cached values")
