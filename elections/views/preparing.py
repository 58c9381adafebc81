"""Preparing an election: what is elected, by which rules, by whom, among whom."""

from typing import Any, cast

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext
from django.views.decorators.http import require_http_methods

from elections import candidacies, proxies, rolls
from elections.forms.preparing import (
    AddCompanyForm,
    BeginForm,
    CandidateForm,
    ContestForm,
    ListForm,
    ProxyForm,
    RollEntryForm,
    RulesForm,
)
from elections.holding import RefusedActError
from elections.models import Candidacy, Contest, Election, Proxy, RollEntry
from elections.models.rolls import entries_of
from elections.presets import ALWAYS, PRESETS, begin
from elections.scope import elections_run_by, may_begin
from leader.shared.exports import Column, as_file
from leader.shared.names import every_word
from leader.shared.saving import saved
from leader.shared.scope import AnyUser
from leader.shared.typed import key_of
from members.models import Company, Person, Representative, User

FOUND_MAX = 10


def election_one_runs(request: HttpRequest, pk: int) -> Election:
    """Return the election that whoever asks prepares and conducts; else it is not found."""
    election: Election = get_object_or_404(elections_run_by(request.user), pk=pk)
    return election


def name_of(user: AnyUser) -> str:
    """Return how minutes name whoever acts: by the person of the account, else by its address."""
    return str(getattr(user, "person", None) or user)


@require_http_methods(["GET", "HEAD", "POST"])
def election_begin(request: HttpRequest) -> HttpResponse:
    """Begin an election from a preset."""
    if not may_begin(request.user):
        raise Http404
    form = BeginForm(request.POST or None, user=cast("User", request.user), slug=request.GET.get("bureau", ""))
    if form.is_valid():
        typed = form.cleaned_data
        election = begin(
            typed["territory"],
            Election.Kind(typed["kind"]),
            typed={name: typed[name] for name in ["held_on", "place", "way"]},
            offices=list(typed["offices"]),
        )
        count = rolls.fill(election)
        said = ngettext(
            "The election is prepared; %(count)s company is on the roll.",
            "The election is prepared; %(count)s companies are on the roll.",
            count,
        )
        messages.success(request, said % {"count": count})
        return redirect("elections:election-conduct", election.pk)
    return render(request, "elections/begin.html", {"form": form, "presets": PRESETS.values(), "always": ALWAYS})


@require_http_methods(["GET", "HEAD", "POST"])
def election_rules(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the rules of an election that is not sealed yet."""
    election = election_one_runs(request, pk)
    form = RulesForm(request.POST or None, instance=election) if election.is_draft else None
    if form and form.is_valid():
        form.save()
        messages.success(request, _("The rules are saved."))
        return redirect("elections:election-conduct", election.pk)
    return render(request, "elections/rules.html", {"election": election, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def election_candidacies(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the offices to fill and who stands for them."""
    election = election_one_runs(request, pk)
    forms = _forms_of_candidacies(request, election)
    if request.method == "POST":
        try:
            if said := _act_on_candidacies(request, election, forms):
                messages.success(request, said)
                return redirect("elections:election-candidacies", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
    contests: list[Any] = list(election.contests.select_related("office"))
    for contest in contests:
        contest.all_candidacies = list(
            contest.candidacies.select_related("person", "company").prefetch_related(
                "places__person", "places__office"
            )
        )
        contest.list_form = forms["lists"].get(contest.pk)
    context = {"election": election, "contests": contests, **forms}
    return render(request, "elections/candidacies.html", context)


def _forms_of_candidacies(request: HttpRequest, election: Election) -> dict[str, Any]:
    act, about = request.POST.get("act", ""), request.POST.get("target", "")
    lists = election.contests.filter(method=Contest.Method.LISTS)
    return {
        "contest_form": ContestForm(request.POST if act == "poste" else None, election=election),
        "candidate_form": CandidateForm(request.POST if act == "candidat" else None, election=election),
        "lists": {
            contest.pk: ListForm(
                request.POST if act == "liste" and about == str(contest.pk) else None, contest=contest
            )
            for contest in lists.select_related("election")
        },
    }


def _act_on_candidacies(request: HttpRequest, election: Election, forms: dict[str, Any]) -> str:
    """Carry out one act; return what to tell, empty when a form must be mended."""
    act, target = request.POST.get("act", ""), key_of(request.POST.get("target", ""))
    if act == "poste":
        return _add_contest(election, forms["contest_form"])
    if act == "oter":
        return _remove_contest(election, target)
    if act == "candidat":
        return _add_candidate(forms["candidate_form"])
    if act == "liste" and target and target in forms["lists"]:
        return _add_list(election, forms["lists"][target], target)
    if act == "retirer":
        candidacy = get_object_or_404(Candidacy, contest__election=election, pk=target or 0)
        candidacies.withdraw(candidacy)
        return _("%(name)s stands no more.") % {"name": candidacy.label}
    return ""


def _add_contest(election: Election, form: ContestForm) -> str:
    refuse_unless_draft(election)
    if not form.is_valid():
        return ""
    form.instance.rank = election.contests.count() + 1
    return _("The office is to be filled.") if saved(form) else ""


def _remove_contest(election: Election, target: int | None) -> str:
    refuse_unless_draft(election)
    contest = get_object_or_404(election.contests, pk=target or 0)
    contest.delete()
    return _("%(office)s is not to be filled any more.") % {"office": contest.title}


def _add_candidate(form: CandidateForm) -> str:
    if not form.is_valid():
        return ""
    typed = form.cleaned_data
    candidacies.stand(
        typed["contest"], typed["person"], statement=typed["statement"], at=timezone.now(), is_late=True
    )
    return _("%(name)s stands.") % {"name": typed["person"]}


def _add_list(election: Election, form: ListForm, target: int) -> str:
    if not form.is_valid():
        return ""
    contest = get_object_or_404(election.contests, pk=target)
    typed = form.cleaned_data
    candidacies.enter_list(contest, typed["list_name"], form.chosen(), statement=typed["statement"])
    return _("The list stands.")


def refuse_unless_draft(election: Election) -> None:
    """Raise RefusedActError once the election is sealed; the database refuses it then as well."""
    if not election.is_draft:
        raise RefusedActError(_("The election is sealed: this cannot be changed any more."))


@require_http_methods(["GET", "HEAD", "POST"])
def election_roll(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Show the roll to who is on it; whoever runs the election corrects it until it is sealed."""
    election = get_object_or_404(Election.objects.visible_to(request.user).select_related("territory"), pk=pk)
    runs = elections_run_by(request.user).filter(pk=pk).exists()
    if not runs and not RollEntry.objects.visible_to(request.user).filter(election=election).exists():
        raise Http404
    entries = entries_of(election)
    if file := as_file(
        request,
        pgettext("name of a file", "electoral-roll"),
        _roll_columns(),
        list(entries) if "format" in request.GET else [],
    ):
        return file
    if request.method == "POST":
        if not runs:
            raise Http404
        try:
            messages.success(request, _act_on_roll(request, election))
            return redirect("elections:election-roll", election.pk)
        except RefusedActError as error:
            messages.error(request, str(error))
    search = AddCompanyForm(request.GET)
    name = search.cleaned_data["nom"] if runs and search.is_valid() else ""
    context = {
        "election": election, "entries": entries, "runs": runs, "search": search, "name": name,
        "found": _companies_named(election, request.user, name) if name else [],
        "warnings": rolls.warnings_of(election) if runs else [],
    }  # fmt: skip
    return render(request, "elections/roll.html", context)


def _roll_columns() -> list[Column]:
    return [
        Column(gettext_lazy("Company"), lambda row: row.company),
        Column(gettext_lazy("SIREN"), lambda row: row.company.siren),
        Column(gettext_lazy("Votes for the company"), lambda row: row.representative),
        Column(gettext_lazy("Voices"), lambda row: row.weight),
        Column(
            gettext_lazy("Proxy to"), lambda row: row.proxy_given.holder if hasattr(row, "proxy_given") else ""
        ),
    ]


def _companies_named(election: Election, user: AnyUser, name: str) -> list[Company]:
    """Return the companies called so that ``user`` finds at the desk and that are not on the roll."""
    companies = Company.objects.administered_by(user).exclude(pk__in=election.roll.values("company"))
    digits = "".join(name.split())
    named = companies.filter(siren=digits) if digits.isdigit() else companies.filter(every_word(name))
    return list(named.order_by("name", "pk")[:FOUND_MAX])


def _act_on_roll(request: HttpRequest, election: Election) -> str:
    act, target = request.POST.get("act", ""), key_of(request.POST.get("target", "")) or 0
    if act == "remplir":
        count = rolls.fill(election)
        return ngettext("%(count)s company is added.", "%(count)s companies are added.", count) % {"count": count}
    if act == "ajouter":
        company = Company.objects.administered_by(request.user).filter(pk=target).first()
        if company is None:
            raise RefusedActError(_("This company is not found."))
        rolls.add(election, company, representative=None, weight=1)
        return _("%(company)s is on the roll.") % {"company": company}
    if act == "rayer":
        entry = get_object_or_404(
            RollEntry.objects.select_related("election", "company"), election=election, pk=target
        )
        rolls.strike(entry)
        return _("%(company)s is not on the roll any more.") % {"company": entry.company}
    raise RefusedActError(_("Choose what to do."))


@require_http_methods(["GET", "HEAD", "POST"])
def roll_entry_edit(request: HttpRequest, pk: int, entry_pk: int) -> HttpResponse:
    """Correct a line of the roll: who votes for the company, with how many voices."""
    election = election_one_runs(request, pk)
    rows = RollEntry.objects.select_related("company", "representative", "election")
    entry = get_object_or_404(rows, election=election, pk=entry_pk)
    people = people_of(entry.company, election) | Person.objects.filter(pk=entry.representative_id)
    start = {"representative": entry.representative_id, "weight": entry.weight}
    form = RollEntryForm(request.POST or None, people=people.distinct(), initial=start)
    if form.is_valid():
        try:
            rolls.correct(entry, **form.cleaned_data)
            messages.success(request, _("%(company)s: saved.") % {"company": entry.company})
            return redirect("elections:election-roll", election.pk)
        except RefusedActError as error:
            form.add_error(None, str(error))
    return render(request, "elections/roll_entry.html", {"election": election, "entry": entry, "form": form})


def people_of(company: Company, election: Election) -> Any:
    """Return who represents ``company`` on the day of the roll."""
    spells = Representative.objects.running_on(election.roll_on).filter(company=company)
    return Person.objects.filter(pk__in=spells.values("person")).order_by("family_name", "given_name", "pk")


@require_http_methods(["GET", "HEAD", "POST"])
def election_proxies(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a proxy, and take it back: one's own company's, or any for whoever runs the election."""
    election = get_object_or_404(Election.objects.visible_to(request.user).select_related("territory"), pk=pk)
    runs = elections_run_by(request.user).filter(pk=pk).exists()
    on_roll = RollEntry.objects.filter(election=election).by_name().select_related("company")
    own = on_roll if runs else on_roll.filter(representative=getattr(request.user, "person_id", None) or 0)
    if not own.exists() and not runs:
        raise Http404
    form = ProxyForm(
        request.POST if request.POST.get("act") == "donner" else None,
        givers=own.filter(proxy_given__isnull=True),
        holders=on_roll.filter(representative__isnull=False),
    )
    given = Proxy.objects.filter(giver__in=own).select_related(
        "giver__company", "holder__company", "giver__election"
    )
    if request.method == "POST":
        try:
            if said := _act_on_proxies(request, form, given):
                messages.success(request, said)
                return redirect("elections:election-proxies", election.pk)
        except RefusedActError as error:
            form.add_error(None, str(error)) if form.is_bound else messages.error(request, str(error))
    context = {
        "election": election, "form": form, "given": given.order_by("giver__company__name"), "runs": runs,
        "staying": proxies.why_they_stay(election) if election.is_draft else "",
    }  # fmt: skip
    return render(request, "elections/proxies.html", context)


def _act_on_proxies(request: HttpRequest, form: ProxyForm, given: Any) -> str:
    if request.POST.get("act") == "retirer":
        proxy = get_object_or_404(given, pk=key_of(request.POST.get("target", "")) or 0)
        proxies.withdraw(proxy)
        return _("%(giver)s votes for itself again.") % {"giver": proxy.giver}
    if not form.is_valid():
        return ""
    giver, holder = form.cleaned_data["giver"], form.cleaned_data["holder"]
    proxies.give(giver, holder, at=timezone.now())
    return _("%(holder)s votes for %(giver)s.") % {"holder": holder, "giver": giver}
