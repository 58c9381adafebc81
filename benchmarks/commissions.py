"""Measure the pages of commissions and the search over the site: queries, milliseconds, bytes.

    python -m benchmarks.commissions

A throw-away database holds 500 commissions, 20,000 meetings, each with approved minutes of five items, beside the
invented federation of ``manage.py populate``. Milliseconds are the median of nine in-process requests. The
command fails when a page takes more queries than LIMIT, and says by which index the words of minutes are found.
"""

import argparse
import os
import random
import statistics
import subprocess
import sys
import time
from datetime import date, timedelta
from itertools import cycle
from pathlib import Path
from typing import Any

from benchmarks.cluster import throw_away_database

ROOT = Path(__file__).resolve().parent.parent
ROUNDS, LIMIT, ITEMS, SEATS = 9, 12, 5, 12
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
    options = parser.parse_args()
    with throw_away_database() as url:
        os.environ.update(
            DATABASE_URL=url, SECRET_KEY="b" * 50, DEBUG="off", ENV_FILE="none", PROCESS_ROLE="worker",
            DJANGO_SETTINGS_MODULE="benchmarks.settings",
        )  # fmt: skip
        for command in (["migrate", "-v0"], ["load_geography"], ["load_naf"]):
            subprocess.run([sys.executable, "manage.py", *command], cwd=ROOT, check=True)
        import django

        django.setup()
        from benchmarks import visitor
        from leader.demonstration.population import populate

        populate(options.companies, seed=1)
        _fill(options.commissions, options.meetings)
        visitor.settle()
        _measure(visitor)


def _fill(commissions: int, meetings: int) -> None:
    """Found the commissions, seat people, hold the meetings and approve their minutes."""
    from django.utils import timezone

    from commissions.models import Commission, CommissionMembership, Meeting, MeetingMinutes, MinutesItem
    from members.models import Person, Representative
    from territories.models import Territory

    draw, now, started = random.Random(1), timezone.now(), time.perf_counter()  # noqa: S311 - invented words
    territories, today = cycle([None, *Territory.objects.order_by("pk")]), timezone.localdate()
    founded = Commission.objects.bulk_create(
        Commission(
            slug=f"banc-{n}", name=f"Commission {n} {_said(draw, 2)}", theme=_said(draw, 4),
            territory=next(territories), founded_on=date(2015, 1, 1),
            dissolved_on=today - timedelta(days=n) if n % 10 == 9 else None,
        )
        for n in range(commissions)
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
    held = [
        Meeting(
            commission=draw.choice(founded), title=_said(draw, 3), place="Maison des entreprises",
            starts_at=now + timedelta(minutes=draw.randrange(-5_000_000, 100_000)),
        )
        for _n in range(meetings)
    ]  # fmt: skip
    for first in range(0, meetings, 2_000):
        some = Meeting.objects.bulk_create(held[first : first + 2_000])
        kept = MeetingMinutes.objects.bulk_create(MeetingMinutes(meeting=each) for each in some)
        MinutesItem.objects.bulk_create(
            MinutesItem(
                minutes=each, rank=rank, title=_said(draw, 3), text=_said(draw, 60), decided=_said(draw, 12)
            )
            for each in kept
            for rank in range(1, ITEMS + 1)
        )
    MeetingMinutes.objects.update(approved_at=now, content="{}", digest="0" * 64)
    print(f"filled in {time.perf_counter() - started:.0f} s", flush=True)


def _said(draw: random.Random, words: int) -> str:
    return " ".join(draw.choices(WORDS, k=words)).capitalize()


def _measure(visitor: Any) -> None:
    from commissions.models import Commission, Meeting

    signed_in, found = visitor.sessions(), _pages(visitor, Commission.objects.get(slug="banc-0"))
    print(f"minutes are found by {_indexes()}")
    print(f"{Commission.objects.count()} commissions, {Meeting.objects.count():,} meetings\n")
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
            sys.exit(f"{name}: {cost.queries} queries")


def _pages(visitor: Any, commission: Any) -> dict[str, tuple[str, str]]:
    from django.urls import reverse

    listed, search = reverse("commissions:commission-list"), reverse("pages:search")
    meetings = reverse("commissions:meeting-list", args=[commission.slug])
    return {
        "commissions": (visitor.MEMBER, listed),
        "commissions, to a visitor": (visitor.VISITOR, listed),
        "commissions, to staff": (visitor.STAFF, listed),
        "commissions, page 10": (visitor.MEMBER, f"{listed}?page=10"),
        "commissions, next meeting first": (visitor.MEMBER, f"{listed}?sort=prochaine"),
        "commissions, most active first": (visitor.MEMBER, f"{listed}?sort=activite"),
        "commissions, archive": (visitor.MEMBER, f"{listed}?etat=archives"),
        "page of a commission": (visitor.MEMBER, commission.get_absolute_url()),
        "meetings of a commission": (visitor.MEMBER, meetings),
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
    }


def _indexes() -> str:
    from commissions.models import MinutesItem

    plan = MinutesItem.objects.saying("brevets japonais eau").order_by().explain()
    return "minutes_item_words" if "minutes_item_words" in plan else "no index"


if __name__ == "__main__":
    main()
