"""The approval of a dossier: its territory, its area, its dates, its leads and its pressenties come to be."""

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from leader.geography.models import Commune
from members.accounts.invited import account_of
from members.models import Company, User
from territories.checklist.copying import copy_checklist
from territories.models import (
    AreaPart,
    Opening,
    OpeningProspect,
    OpeningTeamMember,
    Prospect,
    ProspectFile,
    Stage,
    StageKind,
    Territory,
    TerritoryLead,
)
from territories.opening.completeness import problems
from territories.opening.prospects import matching_company

# Addresses of ours that begin like that of a territory.
RESERVED = {"ouvrir", "dossiers", "invitations", "invitation", "carte", "exporter", "importer", "liste",
            "federation", "echeances", "vue-d-ensemble", "perimetres", "zones-blanches",
            "rattachements"}  # fmt: skip


class IncompleteError(Exception):
    """The dossier lacks something that a territory needs."""

    message = _("The dossier is not complete: return it with a remark.")


@transaction.atomic
def approve(opening: Opening, *, by: User, at: datetime, version: int) -> Territory:
    """Make the territory that the dossier asks for, on the ``version`` that ``by`` has read.

    Raise Opening.WrongStateError when somebody has decided or the author has changed it meanwhile,
    IncompleteError when it lacks something.
    """
    # The second of two clicks waits here, then finds the dossier approved.
    locked = Opening.objects.select_for_update(no_key=True).get(pk=opening.pk)
    if locked.state != Opening.State.SUBMITTED or locked.version != version:
        raise Opening.WrongStateError(f"Opening {opening.pk} is not submitted, or has changed.")
    today = timezone.localdate(at)
    if any(problem.blocks for problem in problems(locked, today)):
        raise IncompleteError
    territory = _territory(locked)
    _area(locked, territory, today)
    _stages(locked, territory)
    for member in locked.team.all():
        _join(member, territory, today)
    for prospect in locked.prospects.select_related("company"):
        _court(prospect, territory)
    copy_checklist(territory)
    locked.approve(by=by, at=at, territory=territory, version=version)
    ProspectFile.objects.filter(opening=locked).delete()
    opening.refresh_from_db()
    return territory


def _territory(opening: Opening) -> Territory:
    copied = ["name", "kind", "predecessor_name", "predecessor_founded_on", "country", "purpose"]
    values = {name: getattr(opening, name) for name in copied}
    return Territory.objects.create(slug=free_slug(opening.name), **values)


def free_slug(name: str) -> str:
    """Return a readable address for ``name`` that no territory has: "leader-toulouse", "leader-toulouse-2"."""
    base = slugify(name)[:50].strip("-") or "territoire"
    taken = RESERVED | set(Territory.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    number, slug = 1, base
    while slug in taken:
        number += 1
        slug = f"{base}-{number}"
    return slug


def _area(opening: Opening, territory: Territory, today: date) -> None:
    copied = ["departement_id", "epci_id", "commune_id"]
    rows = opening.area_parts.values(*copied)
    AreaPart.objects.bulk_create(AreaPart(territory=territory, starts_on=today, **row) for row in rows)


def _stages(opening: Opening, territory: Territory) -> None:
    days = {
        StageKind.OPEN: (opening.opens_on, opening.place),
        StageKind.BUREAU_ELECTED: (opening.election_due_on, ""),
    }
    for kind, (day, place) in days.items():
        if day:
            Stage.objects.create(territory=territory, kind=kind, planned_for=day, place=place)


def _join(member: OpeningTeamMember, territory: Territory, today: date) -> None:
    """Give a member of the team an account to sign in with; one who leads becomes a lead from today."""
    user = account_of(member.email, member.given_name, member.family_name)
    if member.person_id != user.person_id:
        OpeningTeamMember.objects.filter(pk=member.pk).update(person=user.person)
    if member.is_lead and user.person:
        TerritoryLead.objects.create(
            territory=territory, person=user.person, function=member.function, starts_on=today
        )


def _court(prospect: OpeningProspect, territory: Territory) -> None:
    company = matching_company(prospect)
    french = territory.country == "FR"
    if company is None:
        company = Company.objects.create(
            name=prospect.name, siren=(french and prospect.siren) or None, country=territory.country,
            city=prospect.city, commune=_commune(prospect.city, territory),
        )  # fmt: skip
    contact = {"contact_name": prospect.contact_name, "contact_email": prospect.contact_email}
    Prospect.objects.get_or_create(territory=territory, company=company, defaults=contact)


def _commune(city: str, territory: Territory) -> Commune | None:
    """Return the one commune of this name; two of the same name leave the question to a person."""
    if territory.country != "FR" or not city:
        return None
    found = list(Commune.objects.filter(name__iexact=city)[:2])
    return found[0] if len(found) == 1 else None
