"""Lists of the admin: bounded counts, folded search, filters as one light form."""

import operator
from collections.abc import Callable, Iterable, Mapping
from functools import cached_property, reduce
from typing import Any

from django.contrib import admin
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.admin.views.main import IS_POPUP_VAR, ORDER_VAR, TO_FIELD_VAR, ChangeList  # type: ignore[attr-defined]
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet, Value
from django.http import HttpRequest
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from leader.shared.admin.rows import rows_of
from leader.shared.names import Folded, words_of


class BoundedPaginator(Paginator):
    """Pages over the first ten thousand rows: counting two hundred thousand helps nobody to find one."""

    most = 10_000

    @cached_property
    def count(self) -> int:
        """Return the number of rows, ``most`` when there are more."""
        return min(self._counted, self.most)

    @cached_property
    def _counted(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[: self.most + 1].count() if hasattr(rows, "query") else len(rows)

    @property
    def is_bounded(self) -> bool:
        """Tell whether there are more rows than are counted."""
        return self._counted > self.most


class ScopedChangeList(ChangeList):
    """A list with the name of its records as title, whose extra columns are computed for the page only."""

    def __init__(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().__init__(request, *args, **kwargs)
        if not self.is_popup:
            self.title = capfirst(str(self.opts.verbose_name_plural))

    def get_results(self, request: HttpRequest) -> None:
        """Find the page by its keys alone: the scope is asked once, the columns are of the rows shown only."""
        super().get_results(request)
        page: Any = self.result_list
        rows = self.apply_select_related(self.model._default_manager.filter(pk__in=page.values("pk")))
        rows = rows.order_by(*self.get_ordering(request, rows))
        self.result_list = self.model_admin.with_columns(rows)  # type: ignore[attr-defined]

    @property
    def headings(self) -> list[dict[str, Any]]:
        """Return the heads of the columns."""
        return list(result_headers(self))

    @property
    def rows(self) -> SafeString:
        """Return the rows of the table."""
        return rows_of(self)

    @property
    def kept_parameters(self) -> list[tuple[str, str]]:
        """Return what the form of search and filters must carry along."""
        return [(n, self.params[n]) for n in (ORDER_VAR, IS_POPUP_VAR, TO_FIELD_VAR) if n in self.params]

    @property
    def is_narrowed(self) -> bool:
        """Tell whether words or filters narrow the list."""
        return bool(self.query or self.has_active_filters)


def matching_words(
    rows: QuerySet[Any], columns: Iterable[str], text: str, within: Mapping[str, Q] | None = None
) -> QuerySet[Any]:
    """Keep the rows of which each word of ``text`` stands in one of ``columns``.

    A column called ``q`` is folded already (accents, case, ligatures); others are compared without case. A column
    named in ``within`` counts only for the rows that meet its condition.
    """
    conditions = within or {}
    for word in words_of(text):
        held = [_holds(column, word) & conditions.get(column, Q()) for column in columns]
        rows = rows.filter(reduce(operator.or_, held))
    return rows


def _holds(column: str, word: str) -> Q:
    if column.split("__")[-1] == "q":
        return Q(**{f"{column}__contains": Folded(Value(word))})
    return Q(**{f"{column}__icontains": word})


class Filter(admin.SimpleListFilter):
    """A filter shown as a field of the list's own form; a value that is not offered finds nothing."""

    widget = "select"

    def options(self) -> SafeString:
        """Return the choices as options of a select, the one chosen marked; there may be a hundred."""
        chosen = str(self.value())
        return format_html_join("", '<option value="{}"{}>{}</option>', (
            (value, " selected" if str(value) == chosen else "", capfirst(str(label)))
            for value, label in self.lookup_choices
        ))  # fmt: skip

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the rows of the value chosen."""
        value = self.value()
        if not value:
            return queryset
        if self.widget == "select" and value not in [str(choice) for choice, _label in self.lookup_choices]:
            return queryset.none()
        return self.keep(queryset, value)

    def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
        """Keep the rows that ``value``, one of the choices, means."""
        raise NotImplementedError


class TextFilter(Filter):
    """A filter that one types."""

    widget = "text"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        """Offer no choice, one types; shown all the same."""
        return [("", "")]


def by_choice(name: str, title: Any, choices: Iterable[tuple[str, Any]]) -> type[Filter]:
    """Return the filter over a field with choices."""

    class ChoiceFilter(Filter):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
            return choices

        def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
            return rows.filter(**{name: value})

    ChoiceFilter.title = title
    return ChoiceFilter


def by_yes_or_no(name: str, title: Any) -> type[Filter]:
    """Return the filter over a field that is true or false."""

    class YesNoFilter(Filter):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
            return [("1", _("yes")), ("0", _("no"))]

        def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
            return rows.filter(**{name: value == "1"})

    YesNoFilter.title = title
    return YesNoFilter


def by_related(
    name: str, title: Any, model: Any, *, keep: Callable[[QuerySet[Any], str], QuerySet[Any]] | None = None
) -> type[Filter]:
    """Return the filter over a foreign key: offered is what the person may choose of ``model``, a small table."""

    class RelatedFilter(Filter):
        parameter_name = name

        def lookups(self, request: HttpRequest, model_admin: Any) -> Any:
            desk = model_admin.admin_site.get_model_admin(model)
            return [(row.pk, str(row)) for row in desk.choices(request)]

        def keep(self, rows: QuerySet[Any], value: str) -> QuerySet[Any]:
            return keep(rows, value) if keep else rows.filter(**{name: value})

    RelatedFilter.title = title
    return RelatedFilter
