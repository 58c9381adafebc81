"""How colleagues join the team of a company: invited, or by an address of the company's domain."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from leader.shared.audit import tracked
from leader.shared.scope import ScopedQuerySet
from members.domains import parents_of
from members.models.companies import Company


def _account(verbose_name: Any, **options: Any) -> Any:
    return models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        related_name="+",
        editable=False,
        verbose_name=verbose_name,
        **options,
    )


class TeamInvitationQuerySet(ScopedQuerySet):
    """Questions about invitations to a team."""

    def waiting(self) -> Self:
        """Keep those that were neither accepted nor withdrawn; one may have expired and be sent again."""
        return self.filter(accepted_at=None, withdrawn_at=None)


@tracked(exclude=["secret_digest"])
class TeamInvitation(models.Model):
    """A colleague is asked by letter to represent a company; the link serves once and expires.

    Of its secret the digest alone is stored: whoever reads the table opens no door.
    """

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="team_invitations", editable=False, verbose_name=_("company")
    )
    given_name = models.CharField(_("given name"), max_length=100)
    family_name = models.CharField(_("family name"), max_length=100)
    email = models.EmailField(_("e-mail"))
    function = models.CharField(_("function"), max_length=120, blank=True)
    secret_digest = models.CharField(_("digest of the secret"), max_length=64, editable=False)
    invited_by = _account(_("invited by"))
    sent_at = models.DateTimeField(_("sent at"), editable=False)
    expires_at = models.DateTimeField(_("expires at"), editable=False)
    accepted_at = models.DateTimeField(_("accepted at"), null=True, blank=True, editable=False)
    accepted_by = _account(_("accepted by"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    objects = TeamInvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation to a team")
        verbose_name_plural = _("invitations to a team")
        ordering = ["-sent_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                "company",
                Lower("email"),
                condition=Q(accepted_at=None, withdrawn_at=None),
                name="team_invitation_once_an_address",
                violation_error_message=_("This address is invited already: send the invitation again."),
            ),
            models.CheckConstraint(
                name="team_invitation_ends_once",
                condition=Q(accepted_at=None) | Q(withdrawn_at=None),
                violation_error_message=_("An invitation that was accepted cannot be withdrawn."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.given_name} {self.family_name}".strip()


class CompanyDomainQuerySet(ScopedQuerySet):
    """Questions about domains."""

    def of_addresses(self, addresses: list[str]) -> Self:
        """Keep the domains to which one of the e-mail ``addresses`` belongs, at the domain or below it."""
        return self.filter(domain__in={domain for address in addresses for domain in parents_of(address)})


@tracked()
class CompanyDomain(models.Model):
    """A domain of e-mail whose owners may join the team of a company; several companies may share one."""

    class Joining(models.TextChoices):
        """What happens when a colleague with an address of the domain asks to join."""

        OPEN = "open", _("joins at once")
        ASK = "ask", _("joins when the voting representative agrees")
        CLOSED = "closed", _("cannot join by this domain")

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="domains", verbose_name=_("company"),
        db_index=False,  # company_domain_once begins with it
    )  # fmt: skip
    domain = models.CharField(_("domain"), max_length=253, db_index=True)
    joining = models.CharField(_("a colleague"), max_length=6, choices=Joining, default=Joining.ASK)
    added_by = _account(_("added by"), null=True, blank=True)
    added_at = models.DateTimeField(_("added at"), auto_now_add=True)

    objects = CompanyDomainQuerySet.as_manager()

    class Meta:
        verbose_name = _("domain of a company")
        verbose_name_plural = _("domains of companies")
        ordering = ["company", "domain"]
        constraints = [
            models.UniqueConstraint(
                name="company_domain_once",
                fields=["company", "domain"],
                violation_error_message=_("This domain is open for the company already."),
            ),
            models.CheckConstraint(
                name="company_domain_is_plain",
                condition=Q(domain__regex=r"^[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)+$"),
                violation_error_message=_("Write the domain as it stands after the @, such as entreprise.fr."),
            ),
        ]

    def __str__(self) -> str:
        return self.domain


@tracked()
class JoinRequest(models.Model):
    """Somebody with an address of a company's domain asks to join its team."""

    class State(models.TextChoices):
        """Where the request stands."""

        WAITING = "waiting", _("waits for an answer")
        ACCEPTED = "accepted", _("accepted")
        REFUSED = "refused", _("refused")

    company = models.ForeignKey(
        Company, models.PROTECT, related_name="join_requests", editable=False, verbose_name=_("company")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="join_requests", editable=False,
        verbose_name=_("account"),
    )  # fmt: skip
    email = models.EmailField(_("e-mail"), editable=False, help_text=_("The verified address of the domain."))
    function = models.CharField(_("function"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=8, choices=State, default=State.WAITING, editable=False)
    asked_at = models.DateTimeField(_("asked at"), editable=False)
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True, editable=False)
    decided_by = _account(_("decided by"), null=True, blank=True)

    objects = ScopedQuerySet.as_manager()

    class Meta:
        verbose_name = _("request to join a team")
        verbose_name_plural = _("requests to join a team")
        ordering = ["-asked_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="join_request_waits_once",
                fields=["company", "user"],
                condition=Q(state="waiting"),
                violation_error_message=_("You have asked already: the company has not answered yet."),
            ),
        ]

    def __str__(self) -> str:
        return self.email
