"""The acts that give the chosen companies as a file, which the import reads back without changing anything."""

from functools import partial
from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext_lazy, pgettext

from leader.shared.admin.rights import rows_for
from leader.shared.exports import by_key, export_response
from leader.shared.scope import Right
from members.models import Company
from territories.imports.exporting import company_columns, exported


def export(desk: Any, request: HttpRequest, companies: QuerySet[Any], *, file_format: str) -> HttpResponseBase:
    """Return the chosen companies as a file; of those that the person administers, and no other."""
    administered = rows_for(request, Company.objects.order_by(), Right.ADMINISTER)
    chosen = administered.filter(pk__in=companies.order_by().values("pk"))
    name = pgettext("name of a file", "companies")
    return export_response(name, company_columns(), by_key(exported(chosen)), file_format)


def export_action(file_format: str, description: Any) -> Any:
    """Return the action of the list that exports in ``file_format``."""
    action = partial(export, file_format=file_format)
    action.__name__ = f"export_{file_format}"  # type: ignore[attr-defined]  # the admin knows actions by name
    return admin.action(action, description=description, permissions=["export"])


export_csv = export_action("csv", gettext_lazy("Export the selected companies (CSV)"))
export_xlsx = export_action("xlsx", gettext_lazy("Export the selected companies (XLSX)"))
