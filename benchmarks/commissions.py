"""Measure the pages of commissions and the search over the site: queries, milliseconds, bytes.

    python -m benchmarks.commissions

A throw-away database holds 500 commissions, 20,000 meetings, each with approved minutes of five items, and 100,000
documents of one version, beside the invented federation of ``manage.py populate``. Milliseconds are the median of
nine in-process requests. The member who looks chairs the first commission. The command measures every page, then
fails when one of them took more queries than LIMIT; it says by which indexes words are found.
"""

import argparse
import os
import random
import statistics
import sys
import time
from datetime import date, timedelta
from itertools import cycle
from typing import Any

from benchmarks.cluster import prepared_database

ROUNDS, LIMIT, ITEMS, SEATS = 9, 12, 5, 12
AT_ONCE = 5_000  # rows of one statement
CONTENT = (
    '{"title": "Budget", "starts_at": "2026-01-05T17:00:00+00:00", "minutes": 90, "place": "", "people": [],'
    ' "items": [], "actions": []}'
)
WORDS = [
    "budget", "trésorerie", "délais", "paiement", "exportation", "japonaise", "énergie", "solaire",
    "recrutement", "apprentis", "formation", "salon", "industriel", "fournisseurs", "logistique", "entrepôt",
    "innovation", "laboratoire", "brevet", "subvention", "région", "assemblée", "calendrier", "cotisation",
    "partenaires", "communication", "numérique", "sécurité", "qualité", "certification", "transition",
    "déchets", "eau", "foncier",
]  # fmt: skip


def main() -> None:
    """Fill a database, measure every page on it, print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--companies", type=int, default=5_000)
    parser.add_argument("--commissions", type=int, default=500)
    parser.add_argument("--meetings", type=int, default=20_000)
    parser.add_argument("--documents", type=int, default=100_000)
    options = parser.parse_args()
    with prepared_database() as environment:
        os.environ.update(environment)
        import django

        django.setup()
        from benchmarks import visitor
        from leader.demonstration.population import populate

        populate(options.companies, seed=1)
        _fill(options.commissions, options.meetings, options.documents)
        signed_in = visitor.sessions()
        _seat_the_member()
        visitor.settle()
        _measure(visitor, signed_in)


def _fill(commissions: int, meetings: int, documents: int) -> None:
    """Found the commissions, seat people, hold the meetings, approve their minutes, bring the documents."""
    draw, started = random.Random(1), time.perf_counter()  # noqa: S311 - invented words
    founded = _found(draw, commissions)
    _meet(draw, founded, meetings)
    _bring(draw, founded, documents)
    print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)


def _found(draw: random.Random, count: int) -> list[Any]:
    from django.utils import timezone

    from commissions.models import Commission, CommissionMembership
    from members.models import Person, Representative
    from territories.models import Territory

    territories, today = cycle([None, *Territory.objects.order_by("pk")]), timezone.localdate()
    founded = Commission.objects.bulk_create(
        Commission(
            slug=f"banc-{n}", name=f"Commission {n} {_said(draw, 2)}", theme=_said(draw, 4),
            territory=next(territories), founded_on=date(2015, 1, 1),
            dissolved_on=today - timedelta(days=n) if n % 10 == 9 else None,
        )
        for n in range(count)
    )  # fmt: skip
    speaking = Representative.objects.running_on(today).order_by().values("person")
    people = list(Person.objects.filter(pk__in=speaking).order_by("pk")[:2_000])
    CommissionMembership.objects.bulk_create(
        CommissionMembership(
            commission=commission, person=person, role="chair" if at == 0 else "member",
            starts_on=date(2016, 1, 1), ends_on=commission.dissolved_on,
        )
        for commission in founded
        for at, person in enumerate(draw.sample(people, SEATS))
    )  # fmt: skip
    return founded


def _meet(draw: random.Random, founded: list[Any], count: int) -> None:
    from django.utils import timezone

    from commissions.models import Meeting, MeetingMinutes, MinutesItem

    now = timezone.now()
    for first in range(0, count, AT_ONCE):
        some = Meeting.objects.bulk_create(
            Meeting(
                commission=draw.choice(founded), title=_said(draw, 3), place="Maison des entreprises",
                starts_at=now + timedelta(minutes=draw.randrange(-5_000_000, 100_000)),
            )
            for _n in range(min(AT_ONCE, count - first))
        )  # fmt: skip
        kept = MeetingMinutes.objects.bulk_create(MeetingMinutes(meeting=each) for each in some)
        MinutesItem.objects.bulk_create(
            MinutesItem(
                minutes=each, rank=rank, title=_said(draw, 3), text=_said(draw, 60), decided=_said(draw, 12)
            )
            for each in kept
            for rank in range(1, ITEMS + 1)
        )
    MeetingMinutes.objects.update(approved_at=now, content=CONTENT, digest="0" * 64)


def _bring(draw: random.Random, founded: list[Any], count: int) -> None:
    """Bring the documents: their rows alone, no page that is measured opens a file."""
    from django.utils import timezone

    from commissions.models import Document, DocumentFolder, DocumentVersion
    from members.models import User

    now, by = timezone.now(), User.objects.create_user("depot@leader.example")
    visibilities = cycle(["commission", "members", "members", "public"])
    folders = {
        c.pk: DocumentFolder.objects.bulk_create(DocumentFolder(commission=c, name=n) for n in ["Budget", "Notes"])
        for c in founded
    }
    for first in range(0, count, AT_ONCE):
        chosen = draw.choices(founded, k=min(AT_ONCE, count - first))
        some = Document.objects.bulk_create(
            Document(
                commission=commission, folder=draw.choice([None, *folders[commission.pk]]), title=_said(draw, 4),
                visibility=next(visibilities), brought_by=by, brought_at=now,
            )
            for commission in chosen
        )  # fmt: skip
        DocumentVersion.objects.bulk_create(
            DocumentVersion(
                document=each, kind="pdf", file_name="note.pdf", file="documents/banc", size=100_000,
                digest="0" * 64, uploaded_by=by, uploaded_at=now,
            )
            for each in some
        )  # fmt: skip


def _seat_the_member() -> None:
    """Let the member who looks chair the first commission, and hold one of its meetings with everybody."""
    from commissions.models import Attendance, Commission, Meeting
    from members.models import User

    first = Commission.objects.get(slug="banc-0")
    looking = User.objects.get(email="member@leader.example").person
    first.commission_memberships.filter(person=looking).delete()
    first.commission_memberships.filter(role="chair").update(person=looking)
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person=seat.person, sent_sequence=0)
        for meeting in Meeting.objects.filter(commission=first)
        for seat in first.commission_memberships.select_related("person")
    )


def _said(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words)).capitalize()


def _measure(visitor: Any, signed_in: dict[str, str]) -> None:
    from commissions.models import Commission, Document, Meeting

    found, beyond = _pages(visitor, Commission.objects.get(slug="banc-0")), []
    print(f"words are found by {', '.join(sorted(_indexes()))}")
    print(
        f"{Commission.objects.count()} commissions, {Meeting.objects.count():,} meetings,"
        f" {Document.objects.count():,} documents\n"
    )
    print("| page | who | queries | ms | ms of processor | bytes of HTML |\n|---|---|---|---|---|---|")
    for name, (who, address) in found.items():
        cost = visitor.visit(signed_in[who], address, counting=True)
        visits = [visitor.visit(signed_in[who], address) for _round in range(ROUNDS)]
        seconds = statistics.median(visit.seconds for visit in visits)
        busy = statistics.median(visit.busy for visit in visits)
        print(
            f"| {name} | {who or 'visitor'} | {cost.queries} | {seconds * 1000:.0f} | {busy * 1000:.0f} |"
            f" {cost.size:,} |",
            flush=True,
        )
        if cost.queries > LIMIT:
            beyond.append(f"{name}: {cost.queries} queries")
    if beyond:
        sys.exit("\n".join(beyond))


def _pages(visitor: Any, commission: Any) -> dict[str, tuple[str, str]]:
    from django.urls import reverse
    from django.utils import timezone

    def of(page: str, key: Any = commission.slug) -> str:
        return reverse(f"commissions:{page}", args=[key])

    listed, search = reverse("commissions:commission-list"), reverse("pages:search")
    documents, here = of("document-list"), f"&commission={commission.slug}"
    meeting = commission.meetings.before_moment(timezone.now())[0].pk
    document = commission.documents.filter(visibility="public").order_by("pk")[0].pk
    return {
        "commissions": (visitor.MEMBER, listed),
        "commissions, to a visitor": (visitor.VISITOR, listed),
        "commissions, to staff": (visitor.STAFF, listed),
        "commissions, page 10": (visitor.MEMBER, f"{listed}?page=10"),
        "commissions, next meeting first": (visitor.MEMBER, f"{listed}?sort=prochaine"),
        "commissions, most active first": (visitor.MEMBER, f"{listed}?sort=activite"),
        "commissions, archive": (visitor.MEMBER, f"{listed}?etat=archives"),
        "page of a commission": (visitor.MEMBER, commission.get_absolute_url()),
        "page of a commission, to a visitor": (visitor.VISITOR, commission.get_absolute_url()),
        "who sits there, to the chair": (visitor.MEMBER, of("commission-seats")),
        "meetings of a commission": (visitor.MEMBER, of("meeting-list")),
        "a meeting": (visitor.MEMBER, of("meeting-detail", meeting)),
        "attendance": (visitor.MEMBER, of("meeting-attendance", meeting)),
        "minutes, written": (visitor.MEMBER, of("minutes-edit", meeting)),
        "minutes, read": (visitor.MEMBER, of("minutes-detail", meeting)),
        "actions": (visitor.MEMBER, of("action-list")),
        "announcements": (visitor.MEMBER, of("announcement-list")),
        "documents of a commission": (visitor.MEMBER, documents),
        "documents, to a visitor": (visitor.VISITOR, documents),
        "documents, words of a title": (visitor.MEMBER, f"{documents}?q=brevets"),
        "a document": (visitor.MEMBER, of("document-detail", document)),
        "a document, to a visitor": (visitor.VISITOR, of("document-detail", document)),
        "bring a document": (visitor.MEMBER, of("document-bring")),
        "folders": (visitor.MEMBER, of("document-folders")),
        "search, a word of minutes": (visitor.MEMBER, f"{search}?q=tresorerie"),
        "search, three words of minutes": (visitor.MEMBER, f"{search}?q=brevets+japonais+eau"),
        "search, a name": (visitor.MEMBER, f"{search}?q=martin"),
        "search, nothing": (visitor.MEMBER, f"{search}?q=introuvable"),
        "search, two letters": (visitor.MEMBER, f"{search}?q=zq"),
        "search, to a visitor": (visitor.VISITOR, f"{search}?q=tresorerie"),
        "search, to a lead": (visitor.LEAD, f"{search}?q=martin"),
        "search, to staff": (visitor.STAFF, f"{search}?q=martin"),
        "search, all minutes of a word": (visitor.MEMBER, f"{search}?q=tresorerie&dans=comptes-rendus"),
        "search, all meetings of a word": (visitor.MEMBER, f"{search}?q=tresorerie&dans=reunions"),
        "search, all documents of a word": (visitor.MEMBER, f"{search}?q=tresorerie&dans=documents"),
        "search in a commission": (visitor.MEMBER, f"{search}?q=tresorerie{here}"),
        "search in a commission, to a visitor": (visitor.VISITOR, f"{search}?q=tresorerie{here}"),
    }


def _indexes() -> set[str]:
    """Return which of the indexes of words PostgreSQL takes for minutes and for titles of documents."""
    from commissions.models import Document, MinutesItem

    words = "brevets japonais eau"
    plans = [
        rows.order_by().explain() for rows in (MinutesItem.objects.saying(words), Document.objects.titled(words))
    ]
    known = {"minutes_item_words", "document_trigrams", "document_title_words"}
    return {name for name in known for plan in plans if name in plan}


if __name__ == "__main__":
    main()
