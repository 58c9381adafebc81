"""What an import says: a sentence for each refusal, and the report that scripts read."""

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from territories.imports.reading import SEPARATOR
from territories.models import CompanyImport, ImportLine, ImportRow

REASONS = {
    "blank": _("The company has no name."),
    "scientific": _("Excel wrote this number in scientific notation: its digits are lost, type it again."),
    "digits": _("A SIREN has nine digits."),
    "siret": _("These fourteen digits are not a valid SIRET."),
    "checksum": _("This SIREN is mistyped: its check digit is wrong."),
    "abroad": _("Only a company in France has a SIREN."),
    "elsewhere": _("The federation knows this company outside your territory: ask its staff to attach it."),
    "doubtful": _("A known company bears this name: give its SIREN or its town, so that nothing is confused."),
    "email": _("This is not an e-mail address."),
    "phone": _("This is not a phone number."),
    "postal_code": _("A French postcode has five digits."),
    "country": _("A country is two letters, such as FR."),
    "website": _("This is not the address of a website."),
    "date": _("This date does not exist: write it as 31/01/2024."),
    "year": _("This is not a financial year."),
    "whole": _("A headcount is a whole number."),
    "amount": _("This is not an amount in euros."),
    "ambiguous": _("Thousands or decimals? Write 1234 or 1,23."),
    "long": _("This text is too long."),
    # Not refusals: the line is taken, this cell of it is not.
    "unknown": _("Nothing bears this name: this cell is left out."),
    "other": _("The company has another home territory, which stays."),
}


def reason(code: str) -> str:
    """Return the sentence for ``code``, such as "siren:checksum", "siren:duplicate:2" or "name:long:200"."""
    _column, kind, *more = code.split(":")
    if kind == "duplicate":
        return gettext("Duplicate of line %s.") % more[0]
    if kind == "long" and more:
        return gettext("This text is too long: %s characters at most.") % more[0]
    return str(REASONS[kind])


def refused(company_import: CompanyImport) -> list[dict[str, Any]]:
    """Return each refused line with the column and the value at fault, and why."""
    rows = ImportRow.objects.filter(import_id=company_import.pk, outcome=ImportRow.Outcome.REFUSED)
    codes = dict(rows.order_by("number").values_list("number", "refusal"))
    lines = ImportLine.objects.filter(import_id=company_import.pk, number__in=rows.values("number"))
    cells = {number: text.split(SEPARATOR) for number, text in lines.values_list("number", "cells")}
    found = []
    for number, problems in codes.items():
        column = problems[0].split(":")[0]
        place = company_import.mapping.get(column, 0)
        value = cells[number][place - 1] if 0 < place <= len(cells[number]) else ""
        found.append({"line": number, "column": column, "value": value, "reason": reason(problems[0])})
    return found


def report(company_import: CompanyImport) -> dict[str, Any]:
    """Return the outcome of an import as scripts read it."""
    counts = company_import.counts
    return {
        "lines": company_import.lines if not company_import.file_error else 0,
        "created": counts.get("new", 0),
        "updated": counts.get("updated", 0),
        "unchanged": counts.get("unchanged", 0),
        "refused": [] if company_import.file_error else refused(company_import),
        "file_error": company_import.file_error or None,
    }
