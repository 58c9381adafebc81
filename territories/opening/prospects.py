"""The pressenties of a dossier: adding them, recognising the known ones and the same one named twice.

A company is recognised by its SIREN; else one with the same name and town is shown as doubtful, and the
author says whether it is the same.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import Any

from django.db import transaction
from django.db.models import CharField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat

from leader.shared.names import Folded, fold
from members.models import Company, SizeClass
from territories.models import Opening, OpeningProspect
from territories.opening.areas import Area
from territories.opening.pasting import PastedLine

SHOWN_AT_MOST = 50


def known_companies(opening: Opening, search: str = "") -> list[dict[str, Any]]:
    """Return name, town and size of the known companies of the area that are not in the dossier yet.

    These three facts and nothing more: the author of a dossier has no other right over these companies
    (docs/decisions/080-known-companies-of-an-area.md).
    """
    found = Area.of(opening).companies().exclude(pk__in=_named_companies(opening))
    for word in search.split()[:6]:
        found = found.filter(q__contains=Folded(Value(word)))
    rows = (
        found.with_size_class().order_by("name", "pk").values("pk", "name", "city", "commune__name", "size_class")
    )
    return [{**row, "size": _size(row["size_class"])} for row in rows[:SHOWN_AT_MOST]]


def _size(value: str | None) -> str:
    return str(SizeClass(value).label) if value else ""


def _named_companies(opening: Opening) -> QuerySet[Any, Any]:
    return opening.prospects.filter(company__isnull=False).values("company")


@transaction.atomic
def add_known(opening: Opening, companies: Iterable[int]) -> int:
    """Add the ticked companies of the area; one that is there already stays once. Return how many are new."""
    before = opening.prospects.count()
    chosen = Area.of(opening).companies().filter(pk__in=list(companies)).select_related("commune")
    rows = [_row_of(opening, company) for company in chosen]
    OpeningProspect.objects.bulk_create(rows, ignore_conflicts=True)
    return opening.prospects.count() - before


def _row_of(opening: Opening, company: Company) -> OpeningProspect:
    city = company.city or (company.commune.name if company.commune else "")
    return OpeningProspect(
        opening=opening, company=company, name=company.name, siren=company.siren or "", city=city
    )


@dataclass(frozen=True)
class Fate:
    """What becomes of a line: ``known`` is the company it is, ``alike`` one that it may be.

    A line that ``stands`` somewhere already adds nothing: in the dossier, or higher in the same list.
    """

    known: Company | None = None
    alike: Company | None = None
    stands: bool = False


def fates(opening: Opening, lines: Sequence[PastedLine]) -> list[Fate]:
    """Return the fate of each line, in a number of queries that does not depend on theirs.

    A line stands already where its SIREN or its known company does, or without a SIREN its name and town.
    """
    known = {c.siren: c for c in Company.objects.filter(siren__in=[line.siren for line in lines if line.siren])}
    alike = _alike([line for line in lines if not line.siren])
    present = list(opening.prospects.values_list("siren", "company", "name", "city"))
    seen: set[Any] = {siren for siren, _company, _name, _city in present if siren}
    seen |= {company for _siren, company, _name, _city in present if company}
    seen |= {_name_key(name, city) for _siren, _company, name, city in present}
    found = []
    for line in lines:
        company = known.get(line.siren)
        keys: set[Any] = {line.siren, company and company.pk} if line.siren else {_name_key(line.name, line.city)}
        stands = bool(keys & seen)
        seen |= {*keys, _name_key(line.name, line.city)} - {None}
        twin = None if line.siren else alike.get(_name_key(line.name, line.city))
        found.append(Fate(company, twin, stands))
    return found


def _name_key(name: str, city: str) -> tuple[str, str]:
    return fold(name), fold(city)


def _alike(lines: Sequence[PastedLine]) -> dict[tuple[str, str], Company]:
    """Return the known companies that have the name and the town of some of ``lines``."""
    told = {(line.name, line.city) for line in lines if line.city}
    if not told:
        return {}
    starts = (Q(q__startswith=Folded(Value(f"{name} {city} "))) for name, city in sorted(told))
    found = Company.objects.filter(reduce(or_, starts)).order_by("-pk")
    return {_name_key(company.name, company.city): company for company in found}


@transaction.atomic
def add_lines(opening: Opening, lines: Sequence[PastedLine], room: int) -> tuple[int, int, int]:
    """Add typed, pasted or imported lines as far as there is ``room``.

    Return how many are new, how many stood in the dossier or the list already, how many found no room.
    """
    fresh = [(line, fate) for line, fate in zip(lines, fates(opening, lines), strict=True) if not fate.stands]
    rows = [OpeningProspect(opening=opening, company=fate.known, **vars(line)) for line, fate in fresh]
    before = opening.prospects.count()
    OpeningProspect.objects.bulk_create(rows[:room], ignore_conflicts=True)
    added, left_out = opening.prospects.count() - before, len(rows[room:])
    return added, len(lines) - added - left_out, left_out


def with_twins(opening: Opening) -> list[Any]:
    """Return the pressenties; a doubtful one has ``twin`` (a known company) or ``same_as`` (another line)."""
    prefix = Folded(Concat(OuterRef("name"), Value(" "), OuterRef("city"), Value(" "), output_field=CharField()))
    known = Company.objects.filter(q__startswith=prefix).exclude(
        pk__in=OpeningProspect.objects.filter(opening=opening, company__isnull=False).values("company")
    )
    rows: list[Any] = list(
        opening.prospects.select_related("company").annotate(
            twin_id=Subquery(known.order_by("pk").values("pk")[:1])
        )
    )
    doubtful = {row.twin_id for row in rows if _is_doubtful(row)}
    companies = Company.objects.with_size_class().in_bulk(doubtful) if doubtful else {}
    first: dict[tuple[str, str], Any] = {}
    for row in rows:
        row.twin = companies.get(row.twin_id) if _is_doubtful(row) else None
        other = first.setdefault((fold(row.name), fold(row.city)), row)
        row.same_as = other if other is not row and not row.is_distinct else None
    return rows


def _is_doubtful(row: Any) -> bool:
    return bool(row.twin_id and not row.company_id and not row.is_distinct and not row.siren)


@transaction.atomic
def same_company(prospect: OpeningProspect) -> None:
    """Say that a line is the known company that looks like it, or the other line: one remains."""
    row = next((r for r in with_twins(prospect.opening) if r.pk == prospect.pk), None)
    if row is None:
        return
    if row.same_as:
        _keep_what_is_told(row.same_as, row)
    elif row.twin:
        prospect.company, prospect.siren = row.twin, row.twin.siren or ""
        prospect.save()


def _keep_what_is_told(kept: OpeningProspect, dropped: OpeningProspect) -> None:
    for name in ["siren", "contact_name", "contact_email"]:
        setattr(kept, name, getattr(kept, name) or getattr(dropped, name))
    kept.company = kept.company or dropped.company
    told = {n: getattr(kept, n) for n in ["siren", "contact_name", "contact_email", "company_id"]}
    # The dropped line goes first: SIREN and company are unique in a dossier.
    dropped.opening.prospects.filter(pk=dropped.pk).delete()
    OpeningProspect.objects.filter(pk=kept.pk).update(**told)


def matching_company(prospect: OpeningProspect) -> Company | None:
    """Return the known company that a pressentie is: by its choice, its SIREN, else its name and town."""
    if prospect.company_id:
        return prospect.company
    if prospect.siren:
        return Company.objects.filter(siren=prospect.siren).first()
    if prospect.is_distinct or not prospect.city:
        return None
    words = Value(f"{prospect.name} {prospect.city} ")
    return Company.objects.filter(Q(q__startswith=Coalesce(Folded(words), Value("")))).order_by("pk").first()
