"""Files of pressenties that wait beside their dossier until somebody has seen what they would give."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from leader.shared.versions import Versioned
from territories.models.openings import Opening


class ProspectFile(Versioned):
    """The lines of a file as they were read, and which column is which; nothing of it is in the dossier yet.

    It stays until it is added or set aside, so that a preview is left and found again on another device.
    """

    opening = models.OneToOneField(
        Opening, models.CASCADE, related_name="prospect_file", verbose_name=_("opening")
    )
    name = models.CharField(_("file"), max_length=200)
    headings = ArrayField(models.TextField(), default=list, verbose_name=_("headings"))
    lines = models.JSONField(_("lines"), default=list, help_text=_("Number and cells of each."))
    mapping = models.JSONField(_("columns"), default=dict, help_text=_("Place of each column, from 1."))
    created_at = models.DateTimeField(_("received at"), auto_now_add=True)

    class Meta(Versioned.Meta):
        verbose_name = _("file of pressenties")
        verbose_name_plural = _("files of pressenties")

    def __str__(self) -> str:
        return self.name

    @classmethod
    def waiting_for(cls, opening: Opening) -> str:
        """Return the name of the file that waits beside ``opening``, or an empty text; its lines stay unread."""
        return cls.objects.filter(opening=opening).values_list("name", flat=True).first() or ""
