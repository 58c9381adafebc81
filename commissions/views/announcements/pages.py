"""What was announced to a commission, read by who sits there; written by who keeps it; and how one gets it."""

from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, Exists, OuterRef, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from commissions.announcements import sending
from commissions.announcements.choosing import choice_of, choose
from commissions.forms.announcements import AnnouncementForm, HowForm
from commissions.joining import RefusedError
from commissions.models import Announcement, Commission, How
from commissions.scope import sat_in_by
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.disclosure import people_through
from members.models import User


@require_safe
def announcement_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show what was announced to a commission, the latest first."""
    commission = _read_by(request.user).filter(slug=slug).first()
    if commission is None:
        raise Http404
    announcements = Announcement.objects.visible_to(request.user).filter(commission=commission)
    announcements = announcements.select_related("author").prefetch_related(
        people_through("author__person", request.user)
    )
    if file := as_file(request, pgettext("name of a file", "announcements"), _columns(), announcements):
        return file
    written = Count("deliveries", filter=Q(deliveries__told_at__isnull=False))
    page = BoundedPaginator(announcements.annotate(written_count=written).order_by("-sent_at", "-pk"))
    context = {
        "commission": commission,
        "is_alive": commission.is_alive_on(timezone.localdate()),
        "page": page.get_page(request.GET.get("page")),
    }
    return render(request, "commissions/announcements/list.html", context)


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("subject"), lambda row: row.subject),
        Column(gettext_lazy("day"), lambda row: timezone.localdate(row.sent_at)),
        Column(gettext_lazy("author"), lambda row: row.author.person.shown.name if row.author.person else ""),
        Column(gettext_lazy("text"), lambda row: row.text),
    ]


def _read_by(user: AnyUser) -> Any:
    """Return the commissions whose announcements ``user`` reads, with ``may_write`` and ``sits``."""
    kept = Commission.objects.editable_by(user)
    commissions = Commission.objects.filter(Q(pk__in=sat_in_by(user)) | Q(pk__in=kept.values("pk")))
    sits = Commission.objects.filter(pk__in=sat_in_by(user), pk=OuterRef("pk"))
    return commissions.annotate(may_write=Exists(kept.filter(pk=OuterRef("pk"))), sits=Exists(sits))


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_write(request: HttpRequest, slug: str) -> HttpResponse:
    """Write to the members of a commission."""
    commission = get_object_or_404(Commission.objects.editable_by(request.user), slug=slug)
    form, by = AnnouncementForm(request.POST or None), cast("User", request.user)
    if form.is_valid():
        try:
            sent = sending.announce(commission, **form.cleaned_data, by=by, at=timezone.now())
        except RefusedError as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, _("It is on its way to the members of the commission."))
            address = reverse("commissions:announcement-list", args=[slug])
            return redirect(f"{address}#annonce-{sent.pk}")
    people = sending.recipients(commission, timezone.now())
    context = {
        "commission": commission,
        "form": form,
        "at_once": sum(person.chosen == How.AT_ONCE for person in people),
        "weekly": sum(person.chosen == How.WEEKLY for person in people),
        "author_address": by.email,
    }
    return render(request, "commissions/announcements/write.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def announcement_choice(request: HttpRequest, slug: str) -> HttpResponse:
    """Choose how one gets the announcements of a commission in which one sits."""
    commission = get_object_or_404(Commission.objects.filter(pk__in=sat_in_by(request.user)), slug=slug)
    person: Any = cast("User", request.user).person
    form = HowForm(request.POST or None, initial={"how": choice_of(person.pk, commission)})
    if form.is_valid():
        choose(person, [commission], How(form.cleaned_data["how"]), at=timezone.now())
        messages.success(request, _("Your choice is kept."))
        return redirect("commissions:announcement-list", slug)
    return render(request, "commissions/announcements/choice.html", {"commission": commission, "form": form})
