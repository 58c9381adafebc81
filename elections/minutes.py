"""The procès-verbal: everything that proves an election, as a tagged PDF that is frozen with its hash."""

import hashlib
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext

from elections import evidence, risks
from elections.incidents import register_of
from elections.models import Election, Incident, Minutes, Proxy, RollCallVote
from elections.models.rolls import entries_of
from elections.results import ContestResult, Turnout, has_quorum, present_in, quorum, turnout
from leader.shared import paper
from territories.models import Federation

Line = list[str]


def freeze(
    election: Election,
    results: list[ContestResult],
    *,
    incidents: str,
    following: Election | None,
    at: datetime,
    by: str = "",
) -> Minutes:
    """Make the minutes of ``election`` and keep them for good; ``by`` is the name of who gives it up."""
    content = paper.pdf("minutes", contents(election, results, incidents, following, at, by), at=at)
    minutes: Minutes = Minutes.objects.create(
        election=election, pdf=content, sha256=hashlib.sha256(content).hexdigest(), incidents=incidents, made_at=at
    )
    return minutes


def contents(
    election: Election,
    results: list[ContestResult],
    incidents: str,
    following: Election | None,
    at: datetime,
    by: str = "",
) -> dict[str, Any]:
    """Return what the minutes say, section by section."""
    seen = turnout(election)
    body = str(election.territory or Federation.load())
    sections = [
        _section(_("The assembly"), _assembly(election)),
        _section(_("The rules"), _rules(election)),
        *_risk(election),
        _section(_("The roll and the turnout"), _turnout(election, seen)),
        *[_contest(election, result) for result in results],
        *_roll_call(election),
        *[_section(title, lines) for title, lines in evidence.sections_of(election)],
        _section(_("After the vote"), _after(election, following, incidents)),
    ]
    title = _("Minutes of the election, %(body)s")
    if _is_given_up(election):
        title = _("Minutes of an election that was given up, %(body)s")
        sections[-1]["lines"].append(_given_up(election, at, by))
    elif _is_without_quorum(election, seen, results):
        title = _("Minutes of a missing quorum, %(body)s")
        sections[-1]["lines"].append([_("Second call"), _("nothing is counted: the quorum is not reached")])
    return {
        "title": title % {"body": body},
        "intro": _("%(kind)s, round %(round)s, held on %(day)s.")
        % {
            "kind": election.get_kind_display().capitalize(),
            "round": election.round,
            "day": _days(election),
        },
        "sections": sections,
        "signatures": [_("Chair of the meeting"), _("Secretary of the meeting"), _("Teller")],
        "sign_here": _("Name and signature"),
        "sheet": _sheet(election),
    }


def _is_without_quorum(election: Election, seen: Turnout, results: list[ContestResult]) -> bool:
    """Tell whether the vote is over and nothing of it is counted, since too few took part."""
    return election.closed_at is not None and not results and not has_quorum(election, seen)


def _is_given_up(election: Election) -> bool:
    return election.state == Election.State.VOID


def _given_up(election: Election, at: datetime, by: str) -> Line:
    told = {"moment": _moment(at), "name": by, "reason": election.void_reason}
    said = _("%(moment)s, by %(name)s: %(reason)s") if by else _("%(moment)s: %(reason)s")
    return [_("Given up"), said % told]


def _section(title: str, lines: list[Line], heads: Line | None = None, notes: list[str] | None = None) -> Any:
    return {"title": title, "heads": heads or [], "lines": lines, "notes": notes or []}


def _assembly(election: Election) -> list[Line]:
    convened = date_format(election.convened_on) if election.convened_on else _("not recorded")
    if election.convened_how:
        convened = f"{convened}, {election.convened_how}"
    return [
        [_("Body"), str(election.territory or Federation.load())],
        [_("Day"), _days(election)],
        [_("Place"), election.place or _("not recorded")],
        [_("Convened"), convened],
        [_("Vote opened (as recorded on the site)"), _moment(election.opened_at)],
        [_("Vote closed (as recorded on the site)"), _moment(election.closed_at)],
    ]


def _days(election: Election) -> str:
    """Return the day of the vote, or the first and the last one; mandates count from the last."""
    first, last = date_format(election.held_on), date_format(election.decided_on)
    if first == last:
        return first
    return _("%(first)s to %(last)s, from which the mandates count") % {"first": first, "last": last}


def _rules(election: Election) -> list[Line]:
    none = _("not recorded")
    lines = [
        [_("Article of the statutes"), election.article or none],
        [_("How one votes"), str(election.get_way_display())],
        *(_of_a_second_call(election) if election.quorum_percent or election.is_second_call else []),
        [_("Rounds"), str(election.rounds)],
        *(_first_round(election) if election.rounds > 1 else []),
        [_("When votes are equal"), str(election.get_tie_rule_display())],
        [_("Proxies for one company at most"), str(election.proxies_per_holder)],
        [_("Years of the term"), str(election.term_years)],
        *([[_("Renewal"), _("by thirds, drawn by lot this time")]] if election.thirds_by_lot else []),
        [_("Co-optation for a seat that stays empty"), _("allowed") if election.cooptation_allowed else _("no")],
    ]
    if election.from_afar:
        lines.append([_("Article that allows voting from afar"), election.remote_article])
    if election.is_second_call:
        lines.append([_("Second call"), _("the quorum of the first call was not reached")])
    before = election.in_place_of
    if before and (before.is_second_call or not election.is_second_call or before.way != election.way):
        told = {"way": before.get_way_display(), "day": date_format(before.held_on), "reason": before.void_reason}
        lines.append([_("In place of"), _("%(way)s of %(day)s, given up: %(reason)s") % told])
    return lines


def _of_a_second_call(election: Election) -> list[Line]:
    days, percent = election.second_call_days, election.second_call_quorum
    when = ngettext(
        "%(days)s day after the vote without a quorum at the earliest",
        "%(days)s days after the vote without a quorum at the earliest",
        days,
    ) % {"days": days}
    article = f" ({election.second_call_article})" if election.second_call_article else ""
    return [
        [_("Delay of a second call"), (when if days else _("none")) + article],
        [_("Quorum of a second call"), f"{percent} %" if percent else _("none")],
    ]


def _first_round(election: Election) -> list[Line]:
    is_of_present = election.majority_base == Election.MajorityBase.PRESENT
    return [
        [_("Majority of the first round: more than half of"), str(election.get_majority_base_display())],
        *([[_("Who is present or represented"), _who_is_there(election)]] if is_of_present else []),
        [_("In the second round stand"), str(election.get_second_round_display())],
    ]


def _who_is_there(election: Election) -> str:
    if election.from_afar:
        return _(
            "the companies that voted, from afar or not, those ticked as present in the room, and those that one"
            " of them represents"
        )
    return _(
        "the companies ticked as present in the room, those that voted, and those that one of them represents"
    )


def _risk(election: Election) -> list[Any]:
    """Return what was answered to the risk grid of a vote online, or that it was not."""
    if not election.is_online:
        return []
    title, level = _("The risk of the vote"), election.risk_level
    if level is None:
        return [_section(title, [], notes=[_("The risk grid of the CNIL was not answered.")])]
    said = _("Grid of the CNIL (délibération 2019-053): %(points)s of 10 points, level %(level)s (%(name)s).")
    true, false = pgettext("statement", "True"), pgettext("statement", "False")
    lines = [
        [str(statement.label), *([true, "0"] if is_true else [false, "1"])]
        for statement, is_true in risks.answers_of(election).items()
    ]
    told = {"points": election.risk_points, "level": level.value, "name": level.label}
    return [_section(title, lines, [pgettext("risk grid", "Statement"), _("Answer"), _("Points")], [said % told])]


def _turnout(election: Election, seen: Turnout) -> list[Line]:
    there, needed = quorum(election, seen)
    required = _("%(there)s for %(needed)s needed (%(percent)s %% of %(base)s)") % {
        "there": there,
        "needed": needed,
        "percent": election.quorum_percent,
        "base": election.get_quorum_base_display(),
    }
    return [
        [_("Companies on the roll"), f"{seen.companies}"],
        [_("Voices on the roll"), f"{seen.voices}"],
        [_("Companies present"), f"{seen.companies_present}"],
        [_("Companies represented"), f"{seen.companies_represented}"],
        [_("Voices present or represented"), f"{seen.voices_there}"],
        [
            _("Companies that voted"),
            _("%(count)s, of which %(by_proxy)s by proxy")
            % {
                "count": seen.companies_taking_part,
                "by_proxy": seen.by_proxy,
            },
        ],
        [_("Voices that took part"), f"{seen.voices_taking_part}"],
        [_("Quorum"), required if election.quorum_percent else _("none is asked")],
        [_("Hash of the sealed roll (SHA-256)"), election.roll_sha256],
        *[
            [_("Proxy"), _("%(giver)s is represented by %(holder)s") % {"giver": p.giver, "holder": p.holder}]
            for p in Proxy.objects.filter(giver__election=election)
            .select_related("giver__company", "holder__company")
            .order_by("giver__company__name")
        ],
    ]


def _contest(election: Election, result: ContestResult) -> Any:
    count = result.count
    lines: list[Line] = []
    notes: list[str] = []
    for candidacy in result.candidacies:
        voices = str(candidacy.votes.voices) if hasattr(candidacy, "votes") else ""
        lines.append([_named(candidacy), voices, _verdict(candidacy)])
    if count:
        notes = [
            _("Voices cast: %(cast)s; blank: %(blank)s; spoilt: %(spoilt)s; expressed: %(expressed)s.")
            % {"cast": count.cast, "blank": count.blank, "spoilt": count.spoilt, "expressed": count.expressed}
        ]
    if result.there is not None:
        notes.append(_("Voices present or represented: %(there)s.") % {"there": result.there})
    if _is_given_up(election):
        notes.append(_("Counted and not proclaimed: nobody is elected by this count."))
    if election.thirds_by_lot:
        notes += [_lot(mandate) for one in result.elected for mandate in one.mandates.all()]
    notes.append(
        _("Majority needed: %(needed)s voices.") % {"needed": result.needed}
        if result.needed
        else _("The most votes suffice.")
    )
    title = _("Election: %(office)s, %(seats)s to elect") % {
        "office": result.contest.title,
        "seats": result.contest.elected_at_most,
    }
    return _section(title, lines, [_("Candidate"), _("Voices"), _("Outcome")], notes)


def _lot(mandate: Any) -> str:
    told = {"person": mandate.person, "day": date_format(mandate.expected_end_on)}
    return _("%(person)s: a mandate until %(day)s, by lot.") % told


def _roll_call(election: Election) -> list[Any]:
    """Return what each company answered, where the vote was a roll call: it was public."""
    votes = RollCallVote.objects.in_order_of(election)
    lines = [
        [str(vote.roll_entry), str(vote.contest), str(vote.candidacy) if vote.candidacy else _("blank")]
        for vote in votes
    ]
    heads = [_("Company"), _("Office"), _("Answer")]
    return [_section(_("Answers at the roll call"), lines, heads)] if lines else []


def _named(candidacy: Any) -> str:
    if candidacy.list_name:
        people = ", ".join(f"{place.person} ({place.office})" for place in candidacy.places.all())
        return f"{candidacy.list_name} : {people}"
    return f"{candidacy.person} ({candidacy.company})" if candidacy.company else str(candidacy.person)


def _verdict(candidacy: Any) -> str:
    elected = getattr(candidacy, "elected", None)
    if elected is None:
        return ""
    if elected.has_accepted is None:
        return _("ahead in the count, not proclaimed")
    said = _("elected, accepts") if elected.has_accepted else _("elected, declines")
    return said if elected.how == "votes" else f"{said} ({elected.get_how_display()})"


def _after(election: Election, following: Election | None, incidents: str) -> list[Line]:
    written = list(register_of(election))
    lines = [[_("Incidents"), incidents or (_("see below") if written else _("none"))]]
    lines += [line for incident in written for line in _incident(incident)]
    if following:
        lines.append([_("Second round"), _("needed: the seats named above are not all filled")])
    lines.append([_("Proclaimed"), _moment(election.proclaimed_at)])
    return lines


def _incident(incident: Incident) -> list[Line]:
    by = _(" (reported by %(company)s)") % {"company": incident.roll_entry} if incident.roll_entry else ""
    answers = [[_("Answer, %(moment)s") % {"moment": _moment(one.at)}, one.text] for one in incident.answers.all()]
    return [[_moment(incident.at), f"{incident.text}{by}"], *answers]


def _sheet(election: Election) -> dict[str, Any]:
    """Return the attendance sheet: who signed off, and for whom; who was there and did not."""
    there = set(present_in(election).values_list("pk", flat=True))
    lines = [
        [str(entry.company), str(entry.representative or ""), str(entry.weight), _voted(entry, there)]
        for entry in entries_of(election)
    ]
    return {
        "title": _("Sign-off sheet"),
        "heads": [_("Company"), _("Votes for the company"), _("Voices"), _("Voted")],
        "lines": lines,
    }


def _voted(entry: Any, there: set[int]) -> str:
    """Say whether a company voted; ``there`` are the keys of those that are present."""
    proxy = getattr(entry, "proxy_given", None)
    if hasattr(entry, "sign_off"):
        return _("by %(holder)s") % {"holder": proxy.holder} if proxy else _("yes")
    if (proxy.holder_id if proxy else entry.pk) not in there:
        return _("no")
    return _("no; represented by %(holder)s") % {"holder": proxy.holder} if proxy else _("no; present")


def _moment(at: datetime | None) -> str:
    return date_format(timezone.localtime(at), "j F Y, H:i") if at else _("not recorded")
