"""Lost updates refused: a record carries the number of its version, raised by the database at each change."""

import pgtrigger
from django.db import models
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A record whose ``version`` grows by one at each UPDATE, whoever makes it."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="raise_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version := OLD.version + 1; RETURN NEW;",
            )
        ]
