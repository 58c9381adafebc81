"""The page of a person and one's own profile: companies over time, offices held, territories led."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from leader.shared.scope import AnyUser
from members.disclosure import disclosed_to
from members.duplicates.merging import kept_in_place_of
from members.forms import DisclosureForm, PersonForm
from members.models import Company, Field, Person, Representative, User
from members.models.audiences import Reader
from territories.models import Mandate, OutsideMandate, TerritoryLead

MEMBER, STRANGER = Reader(is_member=True), Reader()


@login_not_required
@require_safe
def person_detail(request: HttpRequest, person_pk: int) -> HttpResponse:
    """Show a person as far as the reader may see: nothing is public unless the person chose so."""
    people = disclosed_to(request.user, Person.objects.visible_to(request.user))
    person = people.filter(pk=person_pk).first()
    if person is None:  # merged into another, whom the reader may see, or nobody
        return redirect(get_object_or_404(people, pk=kept_in_place_of("person", person_pk)))
    if request.path != person.get_absolute_url():
        return redirect(person)  # the name has changed, or the address holds the number alone
    context = {"person": person, "shown": person.shown, "is_own": person.pk == _key_of(request.user)}
    return render(request, "members/person_detail.html", context | hats_of(person, request.user))


def hats_of(person: Any, user: AnyUser) -> dict[str, Any]:
    """Return what ``person``, prepared for ``user``, is and was: companies, offices and territories led."""
    today = timezone.localdate()
    spells = person.representations.all()
    if not person.shown.companies:
        spells = Representative.objects.visible_to(user).running_on(today).filter(person=person)
    if not person.reader.knows_all:
        spells = spells.filter(starts_on__lte=today)
    opens = Company.objects.visible_to(user).filter(pk=OuterRef("company"))
    spells = spells.annotate(opens=Exists(opens)).select_related("company").order_by("-starts_on", "pk")
    mandates, led = Mandate.objects.none(), TerritoryLead.objects.none()
    elsewhere = OutsideMandate.objects.none()
    if person.shown.mandates:
        mandates = Mandate.objects.visible_to(user).filter(person=person).order_by("-starts_on", "pk")
        led = TerritoryLead.objects.visible_to(user).filter(person=person).order_by("-starts_on", "pk")
        elsewhere = OutsideMandate.objects.visible_to(user).filter(person=person).order_by("-starts_on", "pk")
    return {
        "spells": spells,
        "mandates": mandates.select_related("office", "territory", "company"),
        "elsewhere": elsewhere.select_related("territory"),
        "led": led.select_related("territory"),
        "today": today,
    }


@require_http_methods(["GET", "POST"])
def profile(request: HttpRequest) -> HttpResponse:
    """Let everybody keep their own name and phone, and see what others see of them."""
    person = _own(request.user)
    form = PersonForm(request.POST or None, instance=person)
    if form.is_valid():
        _keep(request, form)
        messages.success(request, _("Your profile is saved."))
        return redirect("members:profile")
    return _profile_page(request, form, None)


@require_POST
def profile_choices(request: HttpRequest) -> HttpResponse:
    """Keep to whom one shows each field."""
    person = _own(request.user)
    if person is None:
        return redirect("members:profile")
    choices = DisclosureForm(request.POST, person=person)
    if choices.is_valid() and choices.save():
        messages.success(request, _("Your choices are saved: they hold at once on every page and list."))
        return redirect("members:profile")
    return _profile_page(request, PersonForm(instance=person), choices)


def _profile_page(request: HttpRequest, form: PersonForm, choices: DisclosureForm | None) -> HttpResponse:
    person = _own(request.user)  # anew: a refused form has changed its own
    context: dict[str, Any] = {"form": form, "person": person}
    if person:
        choices = choices or DisclosureForm(person=person)
        context |= {"choices": choices, "rows": _rows(person, choices), **hats_of(person, request.user)}
    return render(request, "members/profile.html", context)


def _rows(person: Any, choices: DisclosureForm) -> list[dict[str, Any]]:
    """Return a row for each field: what it holds, the choice, and what a member and the public see of it."""
    held = {Field.NAME: str(person), Field.EMAIL: person.email, Field.PHONE: person.phone}
    return [
        {
            "label": field.label,
            "value": held.get(field, ""),
            "choice": choices[field.value],
            "member": MEMBER.sees(person.audience_of(field)),
            "public": STRANGER.sees(person.audience_of(field)),
        }
        for field in Field
    ]


def _own(user: Any) -> Any:
    return disclosed_to(user, Person.objects.editable_by(user)).filter(user=user.pk).first()


def _key_of(user: Any) -> int | None:
    return getattr(user, "person_id", None)


@transaction.atomic
def _keep(request: HttpRequest, form: PersonForm) -> None:
    """Save the person; an account that has none yet is given this one, once."""
    account = User.objects.select_for_update().get(pk=request.user.pk)
    if account.person_id is None:
        form.instance.email = account.email
        account.person = form.save()
        account.save(update_fields=["person"])
    elif form.instance.pk == account.person_id:
        form.save()
