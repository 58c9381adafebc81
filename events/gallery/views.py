"""The photos of an event, the page of one, and the pictures themselves."""

from datetime import timedelta
from typing import cast

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from events.gallery import acts
from events.gallery.drawing import MAX_BYTES
from events.gallery.forms import AT_ONCE, AddPhotosForm, PhotoForm, RemovalForm
from events.models import Event, Photo
from events.registration.parties import may_run
from leader.shared.limits import Limit, is_within, network_address
from leader.shared.pagination import BoundedPaginator
from leader.shared.pictures import CONTENT_TYPE
from leader.shared.uploads import at_most
from members.models import User

REQUEST_MAX = (AT_ONCE + 1) * MAX_BYTES
REMOVALS = Limit(10, timedelta(days=1))  # from one place: nobody hides a whole evening


@login_not_required
@at_most(REQUEST_MAX)
@require_http_methods(["GET", "HEAD", "POST"])
def photo_gallery(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the photos that one may see; whoever runs the event adds some."""
    event = get_object_or_404(Event.objects.visible_to(request.user).select_related("territory"), slug=slug)
    keeps = may_run(request.user, event)
    if request.method == "POST" and not keeps:
        raise Http404
    form = AddPhotosForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            count = _add(event, form, cast("User", request.user))
        except acts.RefusedError as error:
            form.add_error(None, str(error))
        else:
            told = ngettext("%(count)d photo is added.", "%(count)d photos are added.", count)
            messages.success(request, told % {"count": count})
            return redirect(request.path)
    photos = Photo.objects.visible_to(request.user).filter(event=event).select_related("event").order_by("pk")
    context = {
        "event": event,
        "keeps": keeps,
        "form": form if keeps else None,
        "page": BoundedPaginator(photos).get_page(request.GET.get("page")),
    }
    return render(request, "events/gallery/gallery.html", context)


def _add(event: Event, form: AddPhotosForm, user: User) -> int:
    photos = form.cleaned_data["photos"]
    return acts.add(event, photos, told=form.told(), by=user, at=timezone.now())


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: HttpRequest, slug: str, pk: int) -> HttpResponse:
    """Show a photo; anybody who sees it may ask that it be taken off, whoever runs the event decides."""
    rows = Photo.objects.visible_to(request.user).select_related("event__territory")
    found = get_object_or_404(rows, event__slug=slug, pk=pk)
    keeps, act = may_run(request.user, found.event), request.POST.get("act", "")
    change = PhotoForm(request.POST if keeps and act == "modifier" else None, instance=found)
    removal = RemovalForm(request.POST if act == "demander" else None, initial=_own_address(request))
    try:
        told = _decide(found, act) if keeps else ""
        told = told or _change(change) or _ask(request, found, removal)
    except acts.RefusedError as error:
        messages.error(request, str(error))
        return redirect("events:photo-gallery", slug)
    if told:
        messages.success(request, told)
        stays = act in ("montrer", "modifier")
        return redirect(request.path) if stays else redirect("events:photo-gallery", slug)
    context = {
        "event": found.event,
        "photo": rows.get(pk=found.pk),
        "keeps": keeps,
        "change": change,
        "removal": removal,
        "asked": found.removals.filter(outcome="") if keeps else [],
    }
    return render(request, "events/gallery/photo.html", context)


def _decide(found: Photo, act: str) -> str:
    """Carry out an act of one click; return what to tell, nothing for another act."""
    if act == "oter":
        acts.take_off(found)
        return _("The photo is taken off.")
    if act == "montrer":
        acts.show_again(found, at=timezone.now())
        return _("The photo is shown again.")
    return ""


def _change(form: PhotoForm) -> str:
    if not form.is_valid():
        return ""
    form.save()
    return _("The photo is saved.")


def _ask(request: HttpRequest, found: Photo, form: RemovalForm) -> str:
    if not form.is_valid():
        return ""
    if not is_within(REMOVALS, "photo removal", network_address(request)):
        form.add_error(None, _("Many photos were hidden from here today: write to the federation."))
        return ""
    acts.ask_to_take_off(found, **form.cleaned_data, at=timezone.now())
    return _("The photo is hidden from now on. You will be answered by e-mail.")


def _own_address(request: HttpRequest) -> dict[str, str]:
    return {"email": request.user.email} if request.user.is_authenticated else {}


@login_not_required
@require_safe
def photo_file(request: HttpRequest, pk: int, digest: str, size: str) -> HttpResponseBase:
    """Give the picture to who may see the photo; to anybody else there is none."""
    if size not in {"grand", "petit"}:
        raise Http404
    found = get_object_or_404(Photo.objects.visible_to(request.user), pk=pk, digest=digest)
    name = str(found.large.name if size == "grand" else found.small.name)
    if not default_storage.exists(name):
        raise Http404
    answer = FileResponse(default_storage.open(name), content_type=CONTENT_TYPE)
    # Asked again each time: what was hidden because somebody asked is not shown out of a store on the way.
    answer.headers["Cache-Control"] = "private, no-cache"
    return answer
