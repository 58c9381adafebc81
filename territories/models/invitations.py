"""Invitations: staff ask somebody by mail to open a territory."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from territories.models.openings import Opening


@tracked(exclude=["secret_digest"])
class OpeningInvitation(models.Model):
    """Staff invite somebody by mail to open a territory; the link serves once and expires.

    Of its secret the digest alone is stored: whoever reads the table opens no door.
    """

    email = models.EmailField(_("e-mail"))
    secret_digest = models.CharField(_("digest of the secret"), max_length=64, unique=True, editable=False)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=_("invited by"),
    )
    message = models.TextField(_("message"), blank=True, max_length=2000)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="opening_invitations", null=True, blank=True,
        editable=False, verbose_name=_("accepted by"),
    )  # fmt: skip
    opening = models.ForeignKey(
        Opening, models.SET_NULL, related_name="+", null=True, blank=True, editable=False,
        verbose_name=_("opening"),
    )  # fmt: skip
    created_at = models.DateTimeField(_("sent at"), auto_now_add=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to open a territory")
        verbose_name_plural = _("invitations to open a territory")
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return self.email
