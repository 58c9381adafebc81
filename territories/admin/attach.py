"""The act that attaches chosen companies to a territory: one page that asks which, since when, home or not."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from leader.shared.admin.refusals import sentence_of
from leader.shared.admin.rights import has_every_row
from members.models import Company
from territories.models import Affiliation, Territory

MOST_COMPANIES = 1000


class AttachForm(forms.Form):
    """To which territory, since when, home or secondary."""

    territory = forms.ModelChoiceField(Territory.objects.none(), label=gettext_lazy("Territory"))
    starts_on = forms.DateField(label=gettext_lazy("From"), widget=forms.DateInput(attrs={"type": "date"}))
    is_home = forms.BooleanField(
        label=gettext_lazy("As their home territory, for dues and vote"), required=False, initial=True
    )

    def __init__(self, *args: Any, territories: QuerySet[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["territory"].queryset = territories  # type: ignore[attr-defined]


@dataclass
class Outcome:
    """What became of one company."""

    company: Company
    refusal: str = ""
    was_attached: bool = False


@admin.action(description=gettext_lazy("Attach to a territory"), permissions=["attach"])
def attach(desk: Any, request: HttpRequest, companies: QuerySet[Any]) -> HttpResponse | None:
    """Ask, then attach; a second time changes nothing more."""
    chosen = list(companies.order_by("name", "pk")[: MOST_COMPANIES + 1])
    if len(chosen) > MOST_COMPANIES:
        messages.error(request, _("Choose %(most)s companies at most at a time.") % {"most": MOST_COMPANIES})
        return None
    typed = request.POST if "attach" in request.POST else None
    territories = desk.admin_site.get_model_admin(Territory).choices(request)
    form = AttachForm(typed, territories=territories, initial={"starts_on": timezone.localdate()})
    refused: list[Outcome] = []
    if form.is_valid():
        outcomes = [_attach_one(company, **form.cleaned_data) for company in chosen]
        refused = [outcome for outcome in outcomes if outcome.refusal]
        _tell(request, outcomes, form.cleaned_data["territory"])
        if not refused:
            return None
    return _page(desk, request, form, chosen, refused)


def _attach_one(company: Company, territory: Territory, starts_on: Any, is_home: bool) -> Outcome:
    if Affiliation.objects.running_on(starts_on).filter(
        company=company, territory=territory, is_home=is_home
    ).exists():  # fmt: skip
        return Outcome(company, was_attached=True)
    affiliation = Affiliation(company=company, territory=territory, starts_on=starts_on, is_home=is_home)
    try:
        with transaction.atomic():
            affiliation.full_clean()
            affiliation.save()
    except ValidationError as error:
        return Outcome(company, " ".join(error.messages))
    except IntegrityError as error:  # somebody was faster
        return Outcome(company, sentence_of(error, [Affiliation]))
    return Outcome(company)


def _tell(request: HttpRequest, outcomes: list[Outcome], territory: Territory) -> None:
    done = sum(not (o.refusal or o.was_attached) for o in outcomes)
    before = sum(o.was_attached for o in outcomes)
    if done:
        text = ngettext(
            "%(count)s company attached to %(territory)s.",
            "%(count)s companies attached to %(territory)s.",
            done,
        )
        messages.success(request, text % {"count": done, "territory": territory})
    if before:
        text = ngettext(
            "%(count)s company belonged to it already.", "%(count)s companies belonged to it already.", before
        )
        messages.info(request, text % {"count": before})


def _page(
    desk: Any, request: HttpRequest, form: AttachForm, chosen: list[Any], refused: list[Outcome]
) -> HttpResponse:
    left = [outcome.company for outcome in refused] or chosen
    context = {
        **desk.admin_site.each_context(request),
        "title": _("Attach to a territory"),
        "opts": desk.opts,
        "form": form,
        "companies": left,
        "refused": refused,
        "checkbox": ACTION_CHECKBOX_NAME,
    }
    request.current_app = desk.admin_site.name
    return TemplateResponse(request, "admin/attach.html", context)


def may_attach(request: HttpRequest) -> bool:
    """Tell whether the person decides who belongs to a territory, which leads do not."""
    return has_every_row(request, Affiliation)
