"""The pages on which documents are brought, renewed, told of, and put into folders."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.db.models import Count, ProtectedError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from commissions.documents import acts
from commissions.documents.room import room_of
from commissions.forms.documents import (
    REQUEST_MAX,
    BringForm,
    ContentForm,
    DocumentForm,
    FolderForm,
    FolderNameForm,
)
from commissions.joining import RefusedError
from commissions.models import Commission, Document, DocumentFolder
from commissions.scope import commissions_convened_by, commissions_filled_by
from leader.shared.saving import saved
from leader.shared.typed import key_of
from leader.shared.uploads import at_most
from members.models import User


@at_most(REQUEST_MAX)
@require_http_methods(["GET", "HEAD", "POST"])
def document_bring(request: HttpRequest, slug: str) -> HttpResponse:
    """Bring a document to a commission."""
    commission = get_object_or_404(commissions_filled_by(request.user), slug=slug)
    form = BringForm(
        request.POST or None, request.FILES or None, commission=commission, keeps=_keeps(request, commission)
    )
    if form.is_valid():
        try:
            by = cast("User", request.user)
            document = acts.bring(commission, form.typed(), form.content(), by=by, at=timezone.now())
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The document is there."))
            return redirect(document)
    context = {"commission": commission, "form": form, "room": room_of(commission)}
    return render(request, "commissions/documents/bring.html", context)


@at_most(REQUEST_MAX)
@require_http_methods(["GET", "HEAD", "POST"])
def document_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """Give a document a new version."""
    document = _kept(request, pk)
    form = ContentForm(request.POST or None, request.FILES or None)
    if form.is_valid():
        try:
            acts.renew(document, form.content(), by=cast("User", request.user), at=timezone.now())
        except RefusedError as error:
            form.add_error("file", str(error))
        else:
            messages.success(request, _("The new version is there; those before it stay."))
            return redirect(document)
    context = {"document": document, "commission": document.commission, "form": form}
    return render(request, "commissions/documents/bring.html", context | {"room": room_of(document.commission)})


@require_http_methods(["GET", "HEAD", "POST"])
def document_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change what is told of a document, its folder, and who reads it."""
    document = _kept(request, pk)
    keeps = _keeps(request, document.commission)
    form = DocumentForm(request.POST or None, instance=document, keeps=keeps)
    if form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect(document)
    context = {"document": document, "commission": document.commission, "form": form}
    return render(request, "commissions/documents/edit.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def document_folders(request: HttpRequest, slug: str) -> HttpResponse:
    """Show the folders of a commission; add one, give one another name, or take an empty one away."""
    commission = get_object_or_404(commissions_convened_by(request.user), slug=slug)
    act = FOLDER_ACTS.get(request.POST.get("act", "")) if request.method == "POST" else None
    sent: Any = None
    if act:
        sent, said = act(request, commission)
        if said:
            messages.success(request, said)
            return redirect("commissions:document-folders", slug)
    folders = list(_folders(request, commission).annotate(document_count=Count("documents")))
    for folder in folders:
        is_sent = isinstance(sent, FolderNameForm) and sent.instance.pk == folder.pk
        folder.form = sent if is_sent else FolderNameForm(instance=folder)
    form = sent if isinstance(sent, FolderForm) else FolderForm(commission=commission)
    context = {"commission": commission, "folders": folders, "form": form, "room": room_of(commission)}
    return render(request, "commissions/documents/folders.html", context)


def _folders(request: HttpRequest, commission: Commission) -> Any:
    return DocumentFolder.objects.editable_by(request.user).filter(commission=commission).order_by("name", "pk")


def _add(request: HttpRequest, commission: Commission) -> tuple[Any, str]:
    form = FolderForm(request.POST, commission=commission)
    done = form.is_valid() and saved(form)
    return form, _("The folder is there.") if done else ""


def _rename(request: HttpRequest, commission: Commission) -> tuple[Any, str]:
    folder = get_object_or_404(_folders(request, commission), pk=key_of(request.POST.get("target", "")) or 0)
    form = FolderNameForm(request.POST, instance=folder)
    done = form.is_valid() and saved(form)
    return form, _("Saved.") if done else ""


def _remove(request: HttpRequest, commission: Commission) -> tuple[Any, str]:
    folder = _folders(request, commission).filter(pk=key_of(request.POST.get("target", "")) or 0).first()
    try:
        if folder:
            folder.delete()
    except ProtectedError:
        messages.error(request, _("There are documents in this folder: put them into another one first."))
        return None, ""
    return None, _("The folder is gone.")


FOLDER_ACTS: dict[str, Callable[[HttpRequest, Commission], tuple[Any, str]]] = {
    "ajouter": _add, "renommer": _rename, "supprimer": _remove,
}  # fmt: skip


def _kept(request: HttpRequest, pk: int) -> Document:
    documents = Document.objects.editable_by(request.user).kept().select_related("commission")
    document: Document = get_object_or_404(documents, pk=pk)
    return document


def _keeps(request: HttpRequest, commission: Commission) -> bool:
    return bool(commissions_convened_by(request.user).filter(pk=commission.pk).exists())
