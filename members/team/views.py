"""The page of a company's team, the link of an invitation, and joining by an address."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from members.accounts.forms import SignUpForm
from members.accounts.invited import KnownAddressError, SpentError, WrongAccountError, has_account, holds
from members.disclosure import people_through
from members.models import Company, CompanyDomain, JoinRequest, Representative, TeamInvitation, User
from members.scope import teams_run_by
from members.team.changing import RefusedError, first_day_without_vote, version_of
from members.team.forms import OF_ONE, PANELS, TeamForm, form_for
from members.team.invitations import accept, invitation_behind, is_spent, sign_up
from members.team.join_form import JoinForm
from members.team.joining import join, open_domains, verified_addresses


@require_http_methods(["GET", "HEAD", "POST"])
def team(request: HttpRequest, company_pk: int) -> HttpResponse:
    """Show the team of a company to who runs it, and carry out one act: the one named by ``act``."""
    company = get_object_or_404(teams_run_by(request.user), pk=company_pk)
    user = cast("User", request.user)
    if request.method == "POST":
        form_class = form_for(request.POST.get("act", ""))
        form = form_class(request.POST, company=company, user=user) if form_class else None
        if form and form.is_valid() and (told := form.carry_out()):
            messages.success(request, told)
            runs_it_still = teams_run_by(user).filter(pk=company.pk).exists()  # the vote may be another's now
            return redirect("members:team", company.pk) if runs_it_still else redirect(company)
        return _page(request, company, form)
    form_class = form_for(request.GET.get("faire", ""))
    if form_class not in PANELS:
        return _page(request, company, None)
    return _page(request, company, form_class, spell=request.GET.get("qui", ""))


def _page(request: HttpRequest, company: Company, form: Any, spell: str = "") -> HttpResponse:
    today, user = timezone.localdate(), cast("User", request.user)
    spells = list(
        Representative.objects.filter(company=company)
        .prefetch_related(people_through("person", user))
        .order_by("-starts_on", "person__family_name", "pk")
    )
    seen = version_of(spells)
    if isinstance(form, type):
        form = form(company=company, user=user, seen=seen, initial={"spell": spell})
    elif form is not None:
        _show_the_version(form, seen)
    context = {
        "company": company,
        "form": form,
        "panels": [(panel.act, panel.title) for panel in PANELS if panel not in OF_ONE],
        "seen": seen,
        "today": today,
        "present": sorted((s for s in spells if _runs(s, today)), key=_rank),
        "planned": [s for s in reversed(spells) if s.starts_on > today],
        "past": [s for s in spells if s.ends_on and s.ends_on < today],
        "silent_from": first_day_without_vote(spells, today),
        "invitations": TeamInvitation.objects.waiting().filter(company=company),
        "requests": JoinRequest.objects.filter(company=company, state=JoinRequest.State.WAITING).select_related(
            "user__person"
        ),
        "domains": company.domains.all(),
        "joinings": CompanyDomain.Joining.choices,
        "now": timezone.now(),
    }
    return render(request, "members/team/team.html", context)


def _show_the_version(form: TeamForm, seen: str) -> None:
    """Let the next sending of a refused form be about the team as it is shown now."""
    data: Any = form.data
    form.data = data = data.copy()
    data["seen"] = seen


def _runs(spell: Representative, day: Any) -> bool:
    return spell.starts_on <= day and (spell.ends_on is None or spell.ends_on >= day)


def _rank(spell: Representative) -> tuple[int, str]:
    order = [Representative.Vote.VOTING.value, Representative.Vote.ALTERNATE.value, Representative.Vote.NONE.value]
    return order.index(spell.vote), spell.person.family_name.casefold()


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def team_invitation(request: HttpRequest, token: str) -> HttpResponse:
    """Show an invitation to whoever holds its link; accepting it is a POST, so that no reader of mail does it."""
    found = invitation_behind(token)
    if found is None:
        raise Http404
    form = None
    if not (request.user.is_authenticated or has_account(found.email)):
        form = SignUpForm(
            request.POST or None, initial={"given_name": found.given_name, "family_name": found.family_name}
        )
    if request.method == "POST" and (form.is_valid() if form else request.user.is_authenticated):
        return _accept(request, found, form)
    return _invitation_page(request, found, form)


def _accept(request: HttpRequest, found: TeamInvitation, form: SignUpForm | None) -> HttpResponse:
    try:
        if form is None:
            accept(found, by=cast("User", request.user), at=timezone.now())
        else:
            login(request, sign_up(found, at=timezone.now(), **form.cleaned_data))  # no second factor yet
    except (SpentError, WrongAccountError, KnownAddressError):
        return _invitation_page(request, found, None)  # which says why
    except RefusedError as error:
        messages.error(request, str(error))
        return _invitation_page(request, found, form)
    messages.success(request, _("Welcome: you represent %(company)s from today.") % {"company": found.company})
    return redirect("members:profile")


def _invitation_page(request: HttpRequest, found: TeamInvitation, form: SignUpForm | None) -> HttpResponse:
    found.refresh_from_db()
    user: Any = request.user
    context = {
        "invitation": found,
        "form": form,
        "is_spent": is_spent(found, timezone.now()),
        "is_yours": user.is_authenticated and holds(user, found.email),
        "accepted_by_you": user.is_authenticated and found.accepted_by_id == user.pk,
    }
    status = 410 if context["is_spent"] else 403 if user.is_authenticated and not context["is_yours"] else 200
    return render(request, "members/team/invitation.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def team_join(request: HttpRequest) -> HttpResponse:
    """Let somebody with a verified address of a company's domain join its team, or ask to."""
    user = cast("User", request.user)
    doors = open_domains(user)
    form = JoinForm(request.POST or None, doors=doors, person=user.person)
    if form.is_valid() and (told := _join(form, user)):
        messages.success(request, told)
        return redirect("members:my-company")
    waiting = JoinRequest.objects.filter(user=user, state=JoinRequest.State.WAITING).select_related("company")
    context = {"form": form, "doors": doors, "addresses": verified_addresses(user), "waiting": waiting}
    return render(request, "members/team/join.html", context)


def _join(form: JoinForm, user: User) -> str:
    """Join; return what to tell, or nothing when it was refused, with the reason in the form."""
    try:
        door = join(**form.asked(), by=user, at=timezone.now())
    except RefusedError as error:
        form.add_error(None, str(error))
        return ""
    if door is None:
        form.add_error(None, _("This company is not open to your addresses any more."))
        return ""
    if door.joining == CompanyDomain.Joining.OPEN:
        return _("Welcome: you represent %(company)s from today.") % {"company": door.company}
    return _("Your request is on its way to %(company)s.") % {"company": door.company}
