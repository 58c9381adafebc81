"""The private calendars of an account: made, shown and revoked on a page; read by a program without signing in."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from commissions.models import CalendarFeed, Commission
from leader.pages.calendars.feeding import feed_behind, link_of, written
from leader.shared.limits import Limit, is_within
from leader.shared.typed import key_of
from members.models import User
from territories.models import Territory

About = CalendarFeed.About
AT_MOST = 30
READINGS = Limit(60, timedelta(hours=1))  # programs read a calendar every quarter of an hour at the most


class FeedForm(forms.Form):
    """What the new calendar is about."""

    about = forms.ChoiceField(label=gettext_lazy("Calendar of"))

    def __init__(self, *args: Any, user: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        commissions = Commission.objects.visible_to(user).alive_on(timezone.localdate()).order_by("name")
        territories = Territory.objects.visible_to(user).order_by("name")
        about: Any = self.fields["about"]
        about.choices = [
            ("own", About.OWN.label),
            ("federation", About.FEDERATION.label),
            (_("Commissions"), [(f"commission-{c.pk}", c.name) for c in commissions]),
            (_("Territories"), [(f"territory-{t.pk}", t.name) for t in territories]),
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a calendar that one has already, and more than one can follow."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        live = CalendarFeed.objects.live().filter(user=self.user)
        if "about" in cleaned and live.filter(**self.asked()).exists():
            self.add_error("about", ValidationError(_("You have this calendar already."), code="twice"))
        elif live.count() >= AT_MOST:
            told = _("You have %(most)s calendars already: revoke one.") % {"most": AT_MOST}
            self.add_error("about", ValidationError(told, code="many"))
        return cleaned

    def asked(self) -> dict[str, Any]:
        """Return the fields of the calendar that was chosen."""
        about, _dash, key = self.cleaned_data["about"].partition("-")
        return {"about": about, **{f"{name}_id": int(key) if about == name else None for name in TARGETS}}


TARGETS = ["commission", "territory"]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def calendar_feeds(request: HttpRequest) -> HttpResponse:
    """Show one's private calendars with their addresses; make one, or revoke one by ``target``."""
    user = cast("User", request.user)
    if request.method == "POST" and request.POST.get("act") == "revoquer":
        feeds = CalendarFeed.objects.live().filter(user=user, pk=key_of(request.POST.get("target", "")))
        if feeds.update(revoked_at=timezone.now()):
            messages.success(request, _("The calendar is revoked: its address opens nothing any more."))
        return redirect("pages:calendar-feeds")
    form = FeedForm(request.POST or None, user=user)
    if form.is_valid():
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        CalendarFeed.objects.get_or_create(
            user=user, revoked_at=None, **form.asked(), defaults={"created_at": timezone.now()}
        )
        messages.success(request, _("The calendar is ready: copy its address into your program of calendars."))
        return redirect("pages:calendar-feeds")
    shown = list(CalendarFeed.objects.live().filter(user=user).select_related("commission", "territory"))
    for feed in shown:
        feed.address = f"{settings.SITE_URL}{link_of(feed)}"
    return render(request, "pages/calendars.html", {"feeds": shown, "form": form})


@login_not_required
@require_safe
def calendar_feed(request: HttpRequest, token: str) -> HttpResponse:
    """Give a private calendar to whoever holds its address, with the rights that its owner has today.

    Each is counted by itself, not by where the request comes from: one provider reads for thousands of people.
    """
    feed = feed_behind(token)
    if feed is None:
        raise Http404
    if not is_within(READINGS, "read a private calendar", str(feed.pk)):
        said = _("This calendar is read too often: try again in an hour.")
        wait = {"Retry-After": str(int(READINGS.within.total_seconds()))}
        return HttpResponse(said, status=429, headers=wait, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(written(feed, at=timezone.now()), content_type="text/calendar; charset=utf-8")
    answer.headers["Cache-Control"] = "private, max-age=900"
    answer.headers["Content-Disposition"] = 'inline; filename="leader.ics"'
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
