"""The page of the search: every kind with its first records, or one kind in pages."""

from typing import Any

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from leader.pages.search.finding import by_kind, page_of
from leader.pages.search.forms import SearchForm


@login_not_required
@require_safe
def search(request: HttpRequest) -> HttpResponse:
    """Show what the reader finds: each kind answers from the scope rule."""
    form = SearchForm(request.GET if "q" in request.GET else None, user=request.user)
    if "commission" in form.errors:  # in none that there is: the words would be looked for elsewhere than asked
        raise Http404
    context: dict[str, Any] = {"form": form, "words": form.words}
    if form.words:
        context["commission"] = form.cleaned_data["commission"]
    if form.words and (source := form.source):
        context |= {"source": source, "page": page_of(source, request.user, form.words, request.GET.get("page"))}
    elif form.words:
        context["groups"] = by_kind(form.sources, request.user, form.words)
    return render(request, "pages/search.html", context)
