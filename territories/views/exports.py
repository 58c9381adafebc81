"""The export of companies: those that the person runs, and no other."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from leader.shared.exports import by_key, export_response
from territories.forms.exports import ExportForm
from territories.imports.exporting import company_columns, exported
from territories.scope import companies_run_by
from territories.views.exchangers import exporters_only


@exporters_only
@require_safe
def company_export(request: HttpRequest) -> HttpResponseBase:
    """Ask what to export, and give it as a file that the import reads back without changing anything."""
    companies = companies_run_by(request.user).order_by()
    form = ExportForm(request.GET or None, user=request.user, companies=companies)
    if not form.is_valid():
        return render(request, "territories/imports/company_export.html", {"form": form})
    name = pgettext("name of a file", "companies")
    rows = by_key(exported(form.chosen()))
    return export_response(name, company_columns(), rows, form.cleaned_data["format"])
