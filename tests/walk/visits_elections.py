"""The visits that show the forms of elections: each state of one has its own."""

from collections.abc import Iterator

from django.urls import reverse

from elections.models import Contest
from tests.elections import online
from tests.factories.elections import (
    NOW,
    IncidentFactory,
    ProxyFactory,
    TrusteeFactory,
    election_in,
    online_counted,
)
from tests.walk.world import World

Visit = tuple[str, str, str]


def visits_of_elections(world: World) -> Iterator[Visit]:
    """Visit an election in each state, by hand count and by roll call, with a tie, with lists."""
    draft = election_in("draft")
    Contest.objects.create(election=draft, method="lists", seats=2)
    ProxyFactory(giver=draft.roll.first(), holder=draft.roll.last())
    for page in ["conduct", "candidacies", "roll", "proxies", "rules"]:
        yield _visit(page, draft)
    yield _visit("risks", election_in("draft", way="online"))
    for state in ["sealed", "closed", "counted"]:
        yield _visit("conduct", election_in(state))
    yield _visit("sign-offs", election_in("open"))
    for way in ["paper", "hands", "roll_call"]:
        yield _visit("count", election_in("closed", way=way))
    for tied in [False, True]:
        yield _visit("proclaim", election_in("counted", tied=tied))
    for ceremony in [TrusteeFactory(lost_at=None).ceremony, TrusteeFactory(lost_at=NOW).ceremony]:
        yield _visit("keys", ceremony.election)
    yield _visit("keys", election_in("sealed", way="online"))
    yield _visit("conduct", online.ready(2, name="Uzès").election)
    yield _visit("codes", online.sealed(2, name="Sète").election)
    yield _visit("codes", online.sealed(3, name="Lunel", codes_by="officer").election)
    yield _visit("codes", online.ready(2, name="Gignac").election)
    yield "elections:own-codes", "member", reverse("elections:own-codes", args=[world.own.with_key.pk])
    for page in ["conduct", "presence", "box-check", "box", "hours"]:
        yield _visit(page, world.own.vote)
    booth = reverse("elections:election-vote", args=[world.own.vote.pk, world.own.vote.roll.get().pk])
    yield "elections:election-vote", "member", booth
    report = reverse("elections:election-report", args=[world.own.vote.pk, world.own.vote.roll.get().pk])
    yield "elections:election-report", "member", report
    yield _visit("incidents", IncidentFactory(election=election_in("sealed")).election)
    yield _visit("proclaim", online_counted(awaited=True))
    roll = reverse("elections:election-roll", args=[draft.pk])
    yield "elections:election-roll", "staff", f"{roll}?nom={world.own.company.name}"


def _visit(page, election) -> Visit:
    name = f"elections:election-{page}"
    return name, "staff", reverse(name, args=[election.pk])
