"""What the chair keeps: who asks, who is invited, who sits there and as what; the commission's own page."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Concat
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions import chairing
from commissions.forms.life import CommissionForm
from commissions.forms.seats import AnswerForm, SearchForm
from commissions.joining import RefusedError, seats_that_count, those_who_may_sit
from commissions.models import Commission, CommissionMembership, SeatProposal
from commissions.scope import commissions_run_by
from leader.shared.names import Folded, every_word
from leader.shared.typed import key_of
from members.disclosure import disclosed_to, people_through
from members.models import Person, User

FOUND_MAX = 10
Role = CommissionMembership.Role


@require_http_methods(["GET", "HEAD", "POST"])
def commission_seats(request: HttpRequest, slug: str) -> HttpResponse:
    """Show who asks, who is invited and who sits there to who keeps the commission; carry out one act."""
    commission = get_object_or_404(Commission.objects.editable_by(request.user), slug=slug)
    if request.method != "POST":
        return _page(request, commission)
    act, target = request.POST.get("act", ""), key_of(request.POST.get("target", ""))
    if act not in ACTS or target is None:
        return _page(request, commission)
    form = AnswerForm(request.POST, about=target)
    if not form.is_valid():
        return _page(request, commission, form, target)
    try:
        messages.success(request, ACTS[act](request, commission, target, form.cleaned_data["reason"]))
    except RefusedError as error:
        form.add_error(None, str(error))
        messages.error(request, str(error))
        return _page(request, commission, form, target)
    still = Commission.objects.editable_by(request.user).filter(pk=commission.pk).exists()
    return redirect("commissions:commission-seats", slug) if still else redirect(commission)


def _page(
    request: HttpRequest, commission: Commission, form: AnswerForm | None = None, target: int | None = None
) -> HttpResponse:
    today = timezone.localdate()
    waiting = SeatProposal.objects.editable_by(request.user).waiting().filter(commission=commission)
    proposals = list(waiting.prefetch_related(people_through("person", request.user)))
    for proposal in proposals:
        proposal.form = form if form and proposal.pk == target else AnswerForm(about=proposal.pk)
    awake = seats_that_count(commission, today)
    seats = CommissionMembership.objects.editable_by(request.user).filter(commission=commission)
    seats = seats.running_on(today).by_role().annotate(sleeps=~Exists(awake.filter(pk=OuterRef("pk"))))
    search = SearchForm(request.GET)
    name = search.cleaned_data["qui"] if search.is_valid() else ""
    context = {
        "commission": commission,
        "requests": [p for p in proposals if p.origin == SeatProposal.Origin.PERSON],
        "invitations": [p for p in proposals if p.origin == SeatProposal.Origin.COMMISSION],
        "seats": list(seats.prefetch_related(people_through("person", request.user))),
        "search": search,
        "name": name,
        "found": _found(commission, request.user, name) if name else [],
        "names_chair": commissions_run_by(request.user).filter(pk=commission.pk).exists(),
    }
    return render(request, "commissions/seats.html", context)


def _found(commission: Commission, user: Any, name: str) -> list[Person]:
    """Return who may be invited and has ``name``: of those whom ``user`` may see, without those asked already."""
    today = timezone.localdate()
    seated = commission.commission_memberships.running_on(today).values("person")
    people = disclosed_to(
        user, Person.objects.visible_to(user).filter(pk__in=those_who_may_sit(commission, today))
    )
    named = people.annotate(named=Folded(Concat("given_name", Value(" "), "family_name")))
    found = named.filter(every_word(name, "named")).exclude(pk__in=seated)
    found = found.exclude(pk__in=commission.proposals.waiting().values("person"))
    return list(found.order_by("family_name", "given_name", "pk")[:FOUND_MAX])


def _accept(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    return _answer(request, commission, target, reason, accepts=True)


def _refuse(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    return _answer(request, commission, target, reason, accepts=False)


def _answer(request: HttpRequest, commission: Commission, target: int, reason: str, *, accepts: bool) -> str:
    by = cast("User", request.user)
    person = chairing.answer(commission, target, accepts=accepts, reason=reason, by=by, at=timezone.now())
    said = _("%(name)s sits in the commission from today.") if accepts else _("%(name)s has your answer.")
    return said % {"name": person}


def _invite(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    person = Person.objects.visible_to(request.user).filter(pk=target).first()
    if person is None:
        raise RefusedError(_("This person is not found."))
    by = cast("User", request.user)
    chairing.invite(commission, person, message=reason, by=by, at=timezone.now())
    return _("%(name)s is invited.") % {"name": person}


def _take_back(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    chairing.take_back(commission, target, by=cast("User", request.user), at=timezone.now())
    return _("The invitation is withdrawn.")


def _vice_chair(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    return _role(commission, target, Role.VICE_CHAIR)


def _member(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    return _role(commission, target, Role.MEMBER)


def _chair(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    if not commissions_run_by(request.user).filter(pk=commission.pk).exists():
        raise RefusedError(_("The staff of the federation, or the lead of the territory, names the chair."))
    return _role(commission, target, Role.CHAIR)


def _role(commission: Commission, target: int, role: Role) -> str:
    spell = chairing.give_role(commission, target, role, at=timezone.now())
    return _("%(name)s is %(role)s from today.") % {"name": spell.person, "role": role.label}


def _dismiss(request: HttpRequest, commission: Commission, target: int, reason: str) -> str:
    person = chairing.dismiss(commission, target, at=timezone.now())
    return _("%(name)s does not sit in the commission any more.") % {"name": person}


ACTS: dict[str, Callable[[HttpRequest, Commission, int, str], str]] = {
    "accepter": _accept, "refuser": _refuse, "inviter": _invite, "retirer": _take_back,
    "presider": _chair, "vice": _vice_chair, "membre": _member, "renvoyer": _dismiss,
}  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def commission_edit(request: HttpRequest, slug: str) -> HttpResponse:
    """Let who keeps the commission change its theme, its purpose, and how one joins."""
    commission = get_object_or_404(Commission.objects.editable_by(request.user), slug=slug)
    form = CommissionForm(request.POST or None, instance=commission)
    if form.is_valid():
        form.save()
        messages.success(request, _("The page of the commission is saved."))
        return redirect("commissions:commission-detail", slug)
    return render(request, "commissions/form.html", {"commission": commission, "form": form})
