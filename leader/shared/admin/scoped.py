"""The desk that every model of the admin stands on: it shows and changes only what the scope rule gives."""

from collections.abc import Sequence
from typing import Any

from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import BaseModelAdmin, InlineModelAdmin, ShowFacets
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import PermissionDenied, SuspiciousOperation, ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, Model, QuerySet
from django.forms import ModelForm
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase

from leader.shared.admin.choices import ChosenField, ChosenSelect, ScopedForm, ScopedFormSet, ScopedVersionedForm
from leader.shared.admin.history import history_page
from leader.shared.admin.lists import BoundedPaginator, ScopedChangeList, matching_words
from leader.shared.admin.refusals import sentence_of
from leader.shared.admin.rights import condition_for, has_every_row, rows_for
from leader.shared.scope import Right, is_scoped, may_add_to_part
from leader.shared.typed import VisibleCharField
from leader.shared.versions import Versioned

# What cannot be seen is taken out at the desk as on the pages: a name with a hidden character is found by nobody.
_VISIBLE: dict[Any, Any] = {
    models.CharField: {"form_class": VisibleCharField},
    models.TextField: {"form_class": VisibleCharField, "many_lines": True},
    models.SlugField: {"widget": AdminTextInputWidget},  # refuses it by itself
}


class ScopedChoices(BaseModelAdmin):
    """Foreign keys that offer, and accept, what the person may choose; words as they can be seen."""

    formfield_overrides = _VISIBLE

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Limit the choices to those of the related model's desk; without a desk, to what one may see."""
        model = db_field.remote_field.model
        desk = self.admin_site._registry.get(model)
        if isinstance(desk, ScopedModelAdmin):
            kwargs["queryset"] = desk.choices(request)
        else:
            kwargs["queryset"] = rows_for(request, model._default_manager.all(), Right.VIEW)
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = ChosenSelect(db_field, self.admin_site)
        kwargs["form_class"] = ChosenField
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Limit the choices as for a foreign key."""
        desk = self.admin_site._registry.get(db_field.remote_field.model)
        if isinstance(desk, ScopedModelAdmin):
            kwargs["queryset"] = desk.choices(request)
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class ScopedModelAdmin(ScopedChoices, admin.ModelAdmin):
    """A clerk's desk over the rows that the person administers; all others are not found.

    Whoever administers only a part of the rows may change them; to add or delete is for those who
    administer all, unless the desk says more.
    """

    form: type[ModelForm] = ScopedForm
    paginator = BoundedPaginator
    list_per_page = 25
    list_max_show_all = 0  # no "show all": a list of two hundred thousand helps nobody
    show_full_result_count = False
    show_facets = ShowFacets.NEVER
    sortable_by = ()
    save_on_top = False
    view_on_site = False  # the stock link asks the sites framework, which is not installed

    choice_right = Right.ADMINISTER  # what one needs over a row to choose it in a foreign key
    part_may_add = False  # whether somebody who administers a part of the rows may add to it
    may_delete = False  # whether somebody who administers every row may delete one
    found_by_own: Sequence[str] = ()  # foreign keys searched only where their record is administered as well
    menu_rank = 0  # place among the links at the head of each page, 0: none
    history_of: Sequence[str] = ()  # relations whose changes are told in the history of the record

    def __init__(self, model: type[Model], admin_site: admin.AdminSite) -> None:
        if issubclass(model, Versioned) and self.form is ScopedForm:
            self.form = ScopedVersionedForm
        super().__init__(model, admin_site)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person administers."""
        return rows_for(request, super().get_queryset(request), Right.ADMINISTER)

    def choices(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may choose in a foreign key."""
        rows = self.model._default_manager.order_by(*(self.get_ordering(request) or self.opts.ordering or ()))
        return rows_for(request, rows, self.choice_right)

    def with_columns(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Annotate what the columns of the list need."""
        return rows

    # Who may do what

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it over the rows administered."""
        return self._administers(request, obj)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it over the rows administered."""
        return self._administers(request, obj)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to those who administer every row, and to others where the desk says so."""
        if has_every_row(request, self.model):
            return True
        return self.part_may_add and self._administers(request) and may_add_to_part(request.user)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it, where the desk does, to those who administer every row."""
        return self.may_delete and has_every_row(request, self.model)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show the desk to those who may see something on it."""
        return self.has_view_permission(request)

    def _administers(self, request: HttpRequest, obj: Any = None) -> bool:
        condition = condition_for(request, self.model, Right.ADMINISTER)
        if condition is None or obj is None or has_every_row(request, self.model):
            return condition is not None
        known = request.__dict__.setdefault("_administered", {})
        key = (self.model, obj.pk)
        if key not in known:
            known[key] = self.model._default_manager.filter(condition, pk=obj.pk).exists()
        return known[key]

    # Lists

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ScopedChangeList]:
        """Return our own list."""
        return ScopedChangeList

    def get_search_results(self, request: HttpRequest, queryset: QuerySet[Any], search_term: str) -> Any:
        """Find each word typed in one of the columns of ``search_fields``."""
        within = {f"{name}__q": self._administering(request, name) for name in self.found_by_own}
        return matching_words(queryset, self.get_search_fields(request), search_term[:200], within), False

    def _administering(self, request: HttpRequest, name: str) -> models.Q:
        """Return the condition that the person administers the record behind the foreign key ``name``."""
        model: Any = self.opts.get_field(name).related_model
        if has_every_row(request, model):
            return models.Q()
        return models.Q(**{f"{name}__in": rows_for(request, model._default_manager.order_by(), Right.ADMINISTER)})

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow the filters that the list shows and no other: a lookup guessed is a question about hidden data."""
        shown = self.get_list_filter(request) if request else self.list_filter
        return lookup in [getattr(each, "parameter_name", each) for each in shown]

    def response_action(self, request: HttpRequest, queryset: QuerySet[Any]) -> HttpResponseBase | None:  # type: ignore[override]
        """Run an action, unless a key of the rows chosen cannot be one."""
        try:
            for key in request.POST.getlist(ACTION_CHECKBOX_NAME):
                self.opts.pk.clean(key, None)
        except ValidationError as error:
            raise SuspiciousOperation("A row was chosen by what is no key.") from error
        return super().response_action(request, queryset)

    # Forms

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        """Return the form, which says why the database refused it when it did."""
        form = super().get_form(request, obj, change, **kwargs)
        form.refused = request.__dict__.get("_refused", "")  # type: ignore[attr-defined]
        return form

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        """Give back the form filled and with a sentence where a constraint refuses what each row alone may be."""
        try:
            with transaction.atomic():
                return super().changeform_view(request, *args, **kwargs)
        except IntegrityError as error:
            models = [self.model, *[inline.model for inline in self.inlines]]
            request.__dict__["_refused"] = sentence_of(error, models)
            return super().changeform_view(request, *args, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        """Save the record, unless nothing was changed: the history tells changes only."""
        if not change or form.has_changed():
            super().save_model(request, obj, form, change)

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        """Save what hangs on the record; what ends outside one's own rows is not saved at all."""
        super().save_related(request, form, formsets, change)
        if change and isinstance(form.instance, Versioned) and not form.has_changed():
            self._raise_version(form.instance, formsets)
        self.after_saving(request, form.instance, change=change)
        request.__dict__.pop("_administered", None)
        if not self._administers(request, form.instance):
            raise PermissionDenied  # the transaction of the request goes back to its start

    def _raise_version(self, record: Versioned, formsets: Any) -> None:
        # The rows of the inlines are of the record's version: who edits them with an old page is told so.
        if any(formset.has_changed() for formset in formsets):
            self.model._base_manager.filter(pk=record.pk).update(version=F("version"))

    def after_saving(self, request: HttpRequest, record: Any, *, change: bool) -> None:
        """Do what the desk adds once ``record`` and its inlines are stored, such as to warn."""

    def _get_obj_does_not_exist_redirect(self, request: HttpRequest, opts: Any, object_id: str) -> HttpResponse:
        raise Http404

    # History: the triggers write it, so the log of the stock admin would only repeat it

    def log_addition(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def log_change(self, request: HttpRequest, obj: Model, message: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> None:  # type: ignore[override]
        """Leave it to the audit."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        """Show who changed what, and when."""
        return history_page(self, request, object_id)


class ScopedInline(ScopedChoices, InlineModelAdmin):
    """Rows below a record. Those of a model without rule of its own follow the record; others obey theirs."""

    form: type[ModelForm] = ScopedForm
    formset = ScopedFormSet
    extra = 0
    show_change_link = False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return the rows that the person may see here."""
        rows = super().get_queryset(request)
        keys = [n for n in self.get_autocomplete_fields(request) if self.model._meta.get_field(n).many_to_one]
        if keys:
            rows = rows.select_related(*keys)
        return rows_for(request, rows, Right.VIEW) if is_scoped(self.model) else rows

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to those who may see a row."""
        return not is_scoped(self.model) or condition_for(request, self.model, Right.VIEW) is not None

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to those who administer rows of this kind."""
        return not is_scoped(self.model) or condition_for(request, self.model, Right.ADMINISTER) is not None

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to those who may change."""
        return self.has_change_permission(request, obj)

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to those who administer every record of the parent's kind."""
        return has_every_row(request, self.parent_model)


class ScopedTabularInline(ScopedInline, admin.TabularInline):
    """Rows in a table."""


class ReferenceAdmin(ScopedModelAdmin):
    """Reference data: staff looks at it, everybody may choose it, nobody types it."""

    choice_right = Right.VIEW

    def get_queryset(self, request: HttpRequest) -> QuerySet[Any]:
        """Return every row: it is public."""
        return rows_for(request, admin.ModelAdmin.get_queryset(self, request), Right.VIEW)

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Show the desk to staff alone."""
        return request.user.is_active and bool(getattr(request.user, "is_staff", False))

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Allow it to nobody: a command loads this data."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Allow it to nobody."""
        return False
