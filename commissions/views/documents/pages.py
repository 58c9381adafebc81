"""The documents of a commission, and the page of each."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.db.models import Exists, F, OuterRef, Prefetch
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from django.views.decorators.http import require_http_methods, require_safe

from commissions.documents import acts
from commissions.forms.documents import TitleSearchForm
from commissions.joining import RefusedError
from commissions.models import Commission, Document, DocumentVersion
from commissions.scope import commissions_convened_by, commissions_filled_by
from leader.shared.exports import Column, as_file
from leader.shared.pagination import BoundedPaginator
from leader.shared.scope import AnyUser
from members.disclosure import people_through


@login_not_required
@require_safe
def document_list(request: HttpRequest, slug: str) -> HttpResponseBase:
    """Show the documents of a commission that one may read, folder by folder; found by words of their titles."""
    commissions = Commission.objects.visible_to(request.user).annotate(
        may_fill=Exists(commissions_filled_by(request.user).filter(pk=OuterRef("pk"))),
        may_convene=Exists(commissions_convened_by(request.user).filter(pk=OuterRef("pk"))),
    )
    commission = get_object_or_404(commissions, slug=slug)
    search = TitleSearchForm(request.GET)
    words = search.cleaned_data["q"] if search.is_valid() else ""
    documents = _with_newest(Document.objects.visible_to(request.user).filter(commission=commission))
    found = documents.kept().titled(words) if words else documents.kept()
    if file := as_file(request, pgettext("name of a file", "documents"), _columns(), found):
        return file
    ordered = found.order_by(F("folder__name").asc(nulls_first=True), "folder", "title", "pk")
    withdrawn = Document.objects.editable_by(request.user).filter(
        commission=commission, withdrawn_at__isnull=False
    )
    context = {
        "commission": commission,
        "is_alive": commission.is_alive_on(timezone.localdate()),
        "search": search,
        "words": words,
        "page": BoundedPaginator(ordered).get_page(request.GET.get("page")),
        "withdrawn": withdrawn.order_by("-withdrawn_at", "pk")[:50],
    }
    return render(request, "commissions/documents/list.html", context)


def _with_newest(documents: Any) -> Any:
    """Prefetch ``newest``: the version that stands there today, in a list of one."""
    newest = DocumentVersion.objects.filter(is_current=True)
    return documents.select_related("folder").prefetch_related(Prefetch("versions", newest, "newest"))


def _columns() -> list[Column]:
    return [
        Column(gettext_lazy("title"), lambda row: row.title),
        Column(gettext_lazy("folder"), lambda row: row.folder or ""),
        Column(gettext_lazy("shown to"), lambda row: row.get_visibility_display()),
        Column(gettext_lazy("kind"), lambda row: row.newest[0].get_kind_display()),
        Column(gettext_lazy("size in bytes"), lambda row: row.newest[0].size),
        Column(gettext_lazy("version"), lambda row: row.newest[0].number),
        Column(gettext_lazy("day"), lambda row: timezone.localdate(row.newest[0].uploaded_at)),
    ]


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def document_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Show a document: its preview, its versions as far as one may read them; carry out one act."""
    document = get_object_or_404(_documents(request.user), pk=pk)
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path())
    act = ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    if act:
        try:
            messages.success(request, act(document))
        except RefusedError as error:
            messages.error(request, str(error))
        still = Document.objects.visible_to(request.user).filter(pk=pk).exists()
        return redirect(document) if still else redirect("commissions:document-list", document.commission.slug)
    rows = DocumentVersion.objects.visible_to(request.user).filter(document=document)
    rows = rows.select_related("uploaded_by").order_by("-number")
    if request.user.is_authenticated:
        rows = rows.prefetch_related(people_through("uploaded_by__person", request.user))
    versions = list(rows)
    context = {
        "document": document,
        "commission": document.commission,
        "versions": versions,
        "newest": next((version for version in versions if version.is_current), None),
    }
    return render(request, "commissions/documents/detail.html", context)


def _documents(user: AnyUser) -> Any:
    """Return the documents that ``user`` may read, with what the page tells of each."""
    editable = Document.objects.editable_by(user).filter(pk=OuterRef("pk"))
    documents = Document.objects.visible_to(user).select_related("commission", "folder")
    convened = commissions_convened_by(user).filter(pk=OuterRef("commission"))
    return documents.annotate(may_edit=Exists(editable), keeps=Exists(convened))


def _withdraw(document: Any) -> str:
    _refuse_who_may_not(document)
    acts.withdraw(document, at=timezone.now())
    return _("The document is withdrawn: whoever keeps the commission can put it back within a month.")


def _put_back(document: Any) -> str:
    _refuse_who_may_not(document)
    acts.put_back(document)
    return _("The document stands on the page again.")


def _refuse_who_may_not(document: Any) -> None:
    if not document.may_edit:
        raise RefusedError(_("Whoever brought the document, or keeps the commission, does this."))


ACTS: dict[str, Callable[[Any], str]] = {"retirer": _withdraw, "remettre": _put_back}
