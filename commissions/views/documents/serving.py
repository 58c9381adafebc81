"""The files themselves: given to who reads the document, and to nobody else; never run in a browser.

A file leaves as a download, with the type that its content was found to have. Should a browser show it all the
same, it stands in a sandbox of its own, without scripts and without our origin. The preview is a picture drawn
anew.
"""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from commissions.models import DocumentVersion
from leader.shared.failures import RETRY_AFTER
from leader.shared.file_kinds import CONTENT_TYPES

APART = "default-src 'none'; sandbox; frame-ancestors 'none'; base-uri 'none'; form-action 'none'"


@login_not_required
@require_safe
def document_file(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the file of a version, to be saved."""
    version = _version(request, pk)
    how = {"content_type": CONTENT_TYPES[DocumentVersion.Kind(version.kind)], "filename": version.file_name}
    return _given(request, version.file.name, as_attachment=True, **how)


@login_not_required
@require_safe
def document_preview(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give the picture of a version."""
    version = _version(request, pk)
    if version.preview_state != DocumentVersion.Preview.DRAWN:
        raise Http404
    return _given(request, version.preview.name, content_type="image/webp")


def _version(request: HttpRequest, pk: int) -> Any:
    return get_object_or_404(DocumentVersion.objects.visible_to(request.user), pk=pk)


def _given(request: HttpRequest, name: str, **how: Any) -> HttpResponseBase:
    try:
        response: HttpResponseBase = FileResponse(default_storage.open(name), **how)
    except FileNotFoundError as error:
        raise Http404 from error
    except OSError:  # the disk or the service that keeps the files is away for a moment
        response = render(request, "503.html", status=503)
        response.headers["Retry-After"] = str(RETRY_AFTER)
        return response
    response.headers["Content-Security-Policy"] = APART
    response.headers["Cache-Control"] = "private, no-store"
    return response
