"""What the minutes of a vote online hold as proof: the key, the box, what the verifiers say."""

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from elections import box, ended, heads, verdicts, watch
from elections.ceremonies import Standing
from elections.crypto.ceremony import spoken_fingerprint
from elections.keys import ceremony_of
from elections.models import Box, BoxEvent, CeremonyMessage, CodeOfficer, Election, Trustee
from elections.officers import administers

Step = CeremonyMessage.Step
Section = tuple[str, list[list[str]]]


def sections_of(election: Election) -> list[Section]:
    """Return the titles and lines that the minutes of ``election`` have more than those of a vote in the room."""
    if not election.is_online:
        return []
    return [
        (_("The voting codes"), _codes(election)),
        (_("Addresses and accounts of voters, from the sealing to the closing"), _watched(election)),
        (_("The key and its trustees"), _key(election)),
        (_("The box and its verification"), _box(election)),
    ]


def _codes(election: Election) -> list[list[str]]:
    """Say who made the codes, and what that allowed: the minutes hide nothing of it."""
    first = election.first_round_id or election.pk
    lines = [[_("Who made them"), str(election.get_codes_by_display())]]
    if not election.has_code_officer:
        return [*lines, [_("What that means"), _(
            "simple: the site made the codes in memory and sent them. It stored none, but saw each for a moment: a"
            " dishonest site could have cast a ballot for a company that did not vote."
        )]]  # fmt: skip
    officers = {one.election_id: one for one in CodeOfficer.objects.filter(election__in=[election.pk, first])}
    # A second round has one of its own where new codes are made for it.
    officer = officers.get(election.pk) or officers.get(first)
    return [*lines, [_("Code officer"), _said_of(officer)], [_("What that means"), _(
        "strict: the codes were made in the browser of the code officer, who sent them. The site never saw one,"
        " and could sign no ballot."
    )]]  # fmt: skip


def _watched(election: Election) -> list[list[str]]:
    """Tell what changed by which a code or a vote could have gone to somebody else; never an address."""
    lines = [
        [
            str(one.entry),
            _("%(what)s: %(when)s (%(who)s)") % {"what": one.what.label, "when": one.when, "who": one.who},
        ]
        for one in watch.changes_since_sealing(election)
    ]
    return lines or [
        [_("Changed meanwhile"), _("no address or account of a voter changed between sealing and closing")]
    ]


def _said_of(officer: CodeOfficer | None) -> str:
    """Name the code officer, and say so where an election sealed long ago has one of the staff."""
    if officer is None:
        return _("none was named")
    told = _("%(name)s (administers the accounts of the site)") if administers(officer.account) else "%(name)s"
    return told % {"name": officer}


def _key(election: Election) -> list[list[str]]:
    ceremony = ceremony_of(election)
    if ceremony is None:
        return [[_("Trustees"), _("none were named")]]
    standing = Standing(ceremony)
    certificates = standing.values(Step.CERTIFY)
    rehearsed = ceremony.rehearsed_at
    needed = _("%(count)s of %(size)s, and the site's own part")
    return [
        [_("Trustees needed to count"), needed % {"count": ceremony.threshold, "size": ceremony.size}],
        *[
            [_("Trustee %(number)s") % {"number": one.index}, f"{one} : {_part(standing, one)}"]
            for one in standing.trustees
        ],
        [
            _("Fingerprint read aloud by the trustees"),
            spoken_fingerprint(certificates) if certificates else _("none"),
        ],
        [_("Rehearsal"), date_format(timezone.localtime(rehearsed), "j F Y, H:i") if rehearsed else _("none")],
        [_("SHA-256 of the scripts of booth and trustees at the opening"), _script(election)],
        [_("The site's own part"), _destruction(election)],
    ]


def _script(election: Election) -> str:
    """Return the hash with which the vote was opened; another one at a decryption stands among the incidents."""
    kept = Box.objects.filter(election=election).values_list("script_sha256", flat=True).first()
    return kept or _("the vote was not opened")


def _destruction(election: Election) -> str:
    said = _("destroyed %(days)s days after the proclamation, when the result can no longer be contested")
    if ended.in_vain(election):  # minutes of a missing quorum are frozen before the election is void
        said = _("destroyed %(days)s days after the day of the vote")
    article = f" ({election.contest_article})" if election.contest_article else ""
    return said % {"days": election.contest_days} + article


def _part(standing: Standing, trustee: Trustee) -> str:
    if standing.of(trustee, Step.DECRYPT):
        return _("decrypted the sum")
    return (
        _("seed recorded as lost by whoever conducts the election")
        if trustee.lost_at
        else _("did not decrypt: was not needed, or did not come")
    )


def _box(election: Election) -> list[list[str]]:
    ballots = BoxEvent.objects.filter(election=election, type=BoxEvent.Type.BALLOT).count()
    verdict = verdicts.verdict_of(election)
    awaited = _("not known when these minutes were made")
    return [
        [_("Ballots in the box"), f"{ballots}"],
        [_("Head of the box at the closing (SHA-256)"), heads.at_closing(election) or _("the box was not closed")],
        [_("Head of the box (SHA-256)"), box.head(election)],
        [_("Archive of the box (SHA-256)"), verdict.archive_sha256 if verdict else awaited],
        [_("Our verifier"), verdicts.said_by_ours(verdict) if verdict else awaited],
        [_("belenios-tool, an independent verifier"), str(verdict.get_tool_display()) if verdict else awaited],
    ]
