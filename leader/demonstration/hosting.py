"""Two calls for hosts: one that was marked and decided, one in which a territory has begun a candidacy."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from events.hosting import documents
from events.models import Event, HostCall, HostCandidacy, HostCriterion, HostMark
from leader.shared.documents import read_document
from members.models import User
from territories.models import Territory

CRITERIA = "Une salle de cent couverts au moins, accessible à tous ; un budget équilibré ; une équipe sur place."


def load_hosting(territory: Territory, lead: User, staff: User) -> None:
    """Record the decision behind the next gala, and the call of the year after it with a draft."""
    now, today = timezone.now(), timezone.localdate()
    next_gala = Event.objects.galas().from_day(today)[0]
    decided = HostCall.objects.create(
        year=next_gala.held_on.year, opens_on=today - timedelta(days=200), closes_on=today - timedelta(days=120),
        criteria=CRITERIA, outcome=HostCall.Outcome.TERRITORY, host=next_gala.territory, decided_by=staff,
        decided_at=now - timedelta(days=90), reason="Ce territoire n’a pas encore accueilli le gala (fictif).",
    )  # fmt: skip
    _judge(decided, [(next_gala.territory, (5, 4, 4)), (territory, (4, 3, 5))], [lead, staff])
    call = HostCall.objects.create(
        year=next_gala.held_on.year + 1, opens_on=today - timedelta(days=10), closes_on=today + timedelta(days=80),
        criteria=CRITERIA,
    )  # fmt: skip
    draft = HostCandidacy.objects.create(
        call=call, territory=territory, author=lead, venue="Halle (fictive)", city="Toulouse"
    )
    plan = SimpleUploadedFile("Plan de la halle (fictif).pdf", b"%PDF-1.4\n%%EOF\n")
    documents.add(draft, read_document(plan, max_bytes=documents.MAX_BYTES), by=lead, at=now)


def _judge(call: HostCall, stood: list[tuple[Territory | None, tuple[int, ...]]], markers: list[User]) -> None:
    """Let the territories have stood, and be marked for the room (twice), the budget and the team."""
    now = timezone.now()
    criteria = [
        HostCriterion.objects.create(call=call, name=name, weight=weight, rank=rank)
        for rank, (name, weight) in enumerate([("Salle et accès", 2), ("Budget", 1), ("Équipe sur place", 1)])
    ]
    for territory, marks in stood:
        if territory is None:
            continue
        candidacy = HostCandidacy.objects.create(
            call=call, territory=territory, author=markers[0], venue="Salle (fictive)", city="Occitanie",
            capacity=180, proposed_on=date(call.year, 6, 15), pitch="Candidature inventée pour la démonstration.",
            state=HostCandidacy.State.SUBMITTED, submitted_at=now - timedelta(days=130),
        )  # fmt: skip
        for shift, marker in enumerate(markers):
            for criterion, mark in zip(criteria, marks, strict=True):
                HostMark.objects.create(
                    candidacy=candidacy,
                    criterion=criterion,
                    marker=marker,
                    mark=max(0, mark - shift),
                    marked_at=now,
                )
