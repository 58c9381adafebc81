"""What the pages of elections answer: who is on the roll takes part, the own lead and staff conduct."""

from tests.walk.expectations import Row, everybody, only, signed_in
from tests.walk.rows_prospects import of_leads


def _election(side):
    return lambda world: {"pk": getattr(world, side).election.pk}


def _named(side):
    return lambda world: {
        "election_pk": getattr(world, side).election.get_absolute_url().rsplit("/", 2)[1],
    }


def _entry(side):
    def pick(world):
        entry = getattr(world, side).election.roll.get()
        return {"pk": entry.election_id, "entry_pk": entry.pk}

    return pick


def _ended(side):
    return lambda world: {"pk": getattr(world, side).proclaimed.pk}


def _with_key(side):
    return lambda world: {"pk": getattr(world, side).with_key.pk}


def _key_rows() -> dict[str, Row]:
    """Return the rows of the key: who conducts names its trustees, each of them has a page."""
    own = {"own": _with_key("own"), "foreign": _with_key("foreign")}
    mine, theirs = only("member", "lead"), only("neighbour")
    return {
        "elections:election-keys": of_leads(_with_key("own"), _with_key("foreign"), "200", "200"),
        "elections:own-key": Row(get=mine, post=signed_in("405"), **own, get_foreign=theirs),
        "elections:own-key-steps": Row(
            get=mine, post=only("member", "lead", answer="400"), **own,
            get_foreign=theirs, post_foreign=only("neighbour", answer="400"),
        ),
        "elections:rehearsal-archive": Row(get=mine, post=signed_in("405"), **own, get_foreign=theirs),
        "elections:own-codes": Row(get=only("member"), post=signed_in("405"), **own, get_foreign=only()),
        "elections:own-codes-steps": Row(
            get=only("member"), post=only("member", answer="409"), **own,
            get_foreign=only(), post_foreign=only(),
        ),
    }  # fmt: skip


def _voted(side):
    return lambda world: {"pk": getattr(world, side).vote.pk}


def _line(side):
    def pick(world):
        entry = getattr(world, side).vote.roll.get()
        return {"pk": entry.election_id, "entry_pk": entry.pk}

    return pick


def _public(side="own"):
    return Row(get=everybody("200"), post=everybody("405"), own=_voted(side))


def election_rows() -> dict[str, Row]:
    """Return the rows of elections."""
    conducted = of_leads(_election("own"), _election("foreign"), "200", "200")
    prepares = only("lead", "neighbour", "staff")
    own = {"own": _election("own"), "foreign": _election("foreign")}
    foreign = {"get_foreign": only("neighbour", "staff"), "post_foreign": only("neighbour", "staff")}
    takes_part = only("member", "chair", "lead", "staff")
    nobody = only()
    key, mine = {"own": _with_key("own"), "foreign": _with_key("foreign")}, only("member", "lead", "staff")
    return {
        **_key_rows(),
        "elections:election-list": Row(get=everybody("200"), post=everybody("405")),
        "elections:election-begin": Row(get=prepares, post=prepares),
        "elections:election-detail": Row(
            get=everybody("404", member="200", chair="200", lead="200", staff="200"),
            post=everybody("405"),
            own=_named("own"),
            foreign=_named("foreign"),
            get_foreign=everybody("404", neighbour="200", staff="200"),
        ),
        "elections:election-stand": Row(
            get=only("member", "chair"),
            post=only("member", "chair"),
            **own,
            get_foreign=nobody,
            post_foreign=nobody,
        ),
        "elections:election-roll": Row(get=takes_part, post=only("lead", "staff"), **own, **foreign),
        "elections:roll-entry-edit": of_leads(_entry("own"), _entry("foreign"), "200", "200"),
        "elections:election-proxies": Row(
            get=only("member", "lead", "staff"), post=only("member", "lead", "staff"), **own, **foreign
        ),
        "elections:election-rules": conducted,
        "elections:election-candidacies": conducted,
        "elections:election-conduct": conducted,
        "elections:election-sign-offs": conducted,
        "elections:election-count": conducted,
        "elections:election-proclaim": conducted,
        "elections:election-codes": of_leads(_voted("own"), _voted("foreign"), "200", "200"),
        "elections:election-presence": of_leads(_voted("own"), _voted("foreign"), "200", "away"),
        "elections:election-box-check": of_leads(_voted("own"), _voted("foreign"), "200", "away"),
        "elections:election-hours": of_leads(_voted("own"), _voted("foreign"), "200", "200"),
        "elections:election-risks": of_leads(_voted("own"), _voted("foreign"), "200", "200"),
        "elections:election-incidents": Row(
            get=mine,
            post=mine,
            **key,
            get_foreign=only("neighbour", "staff"),
            post_foreign=only("neighbour", "staff"),
        ),
        "elections:election-report": Row(
            get=only("member"),
            post=only("member"),
            own=_line("own"),
            foreign=_line("foreign"),
            get_foreign=nobody,
            post_foreign=nobody,
        ),
        "elections:election-vote": Row(
            get=only("member"),
            post=signed_in("405"),
            own=_line("own"),
            foreign=_line("foreign"),
            get_foreign=nobody,
        ),
        "elections:election-cast": Row(
            get=signed_in("405"),
            post=only("member", answer="400"),
            own=_line("own"),
            foreign=_line("foreign"),
            post_foreign=nobody,
        ),
        "elections:election-box": _public(),
        "elections:election-archive": _public(),
        "elections:election-setup": _public(),
        "elections:election-verifier": Row(get=everybody("200"), post=everybody("405")),
        "elections:election-minutes": Row(
            get=takes_part,
            post=signed_in("405"),
            own=_ended("own"),
            foreign=_ended("foreign"),
            get_foreign=only("neighbour", "staff"),
        ),
    }
