"""What may be chosen in a foreign key of the admin: the same rows in the list, the autocompletion and the POST."""

from typing import Any

from django import forms
from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest
from django.utils.translation import gettext

from leader.shared.admin.rights import condition_for
from leader.shared.versions import VersionedModelForm, stored_value


class ChoicesView(AutocompleteJsonView):
    """Autocompletion limited to what the person may choose."""

    def process_request(self, request: HttpRequest) -> Any:
        """Refuse what is no foreign key of ours."""
        try:
            found = super().process_request(request)
        except ValueError as error:  # a label that is none, a field that names two models
            raise Http404 from error
        if not hasattr(found[1], "choices"):
            raise Http404
        return found

    def has_perm(self, request: HttpRequest, obj: Any = None) -> bool:
        """Let in whoever may choose a row of this model at all."""
        return condition_for(request, self.model_admin.model, self.model_admin.choice_right) is not None  # type: ignore[attr-defined]

    def get_queryset(self) -> QuerySet[Any]:
        """Return what the person may choose, narrowed by the words typed."""
        rows = self.model_admin.choices(self.request)  # type: ignore[attr-defined]
        return self.model_admin.get_search_results(self.request, rows, self.term[:200])[0]


class ChosenSelect(AutocompleteSelect):
    """An autocompleted choice that knows what is chosen already, without one query more for each row."""

    known: Any = None

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        """Return the one option chosen, or ask the database for it; what is no key, it is not asked for."""
        value = [v for v in value if self._is_key(v)]
        if self.known is None or [str(v) for v in value] != [str(self.known.pk)]:
            return super().optgroups(name, value, attr)
        empty = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        chosen = self.create_option(name, self.known.pk, str(self.known), True, len(empty))
        return [(None, [*empty, chosen], 0)]

    def _is_key(self, value: Any) -> bool:
        field: Any = self.field
        try:
            field.target_field.clean(value, None)
        except ValidationError:
            return False
        return "\0" not in str(value)


class ChosenField(forms.ModelChoiceField):
    """A choice of a record; a NUL byte, which the database cannot even look for, is no choice."""

    def to_python(self, value: Any) -> Any:
        """Return the record chosen."""
        if "\0" in str(value):
            raise forms.ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": ""})
        return super().to_python(value)


class ScopedForm(forms.ModelForm):
    """A form in which what is chosen already stays a choice, even when the person could not choose it anew."""

    refused = ""  # what the database said when this form was saved a moment ago

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField) and getattr(self.instance, f"{name}_id", None):
                self._keep_chosen(name, field)

    def _post_clean(self) -> None:
        super()._post_clean()  # type: ignore[misc]  # Django's own hook after clean()
        if self.refused:
            self.add_error(None, forms.ValidationError(self.refused, code="refused"))

    def _keep_chosen(self, name: str, field: forms.ModelChoiceField) -> None:
        key = getattr(self.instance, f"{name}_id")
        rows: QuerySet[Any] = field.queryset  # type: ignore[assignment]
        everything = rows.model._default_manager
        field.queryset = everything.filter(Q(pk=key) | Q(pk__in=rows.order_by().values("pk")))
        if self.instance._meta.get_field(name).is_cached(self.instance):
            widget = getattr(field.widget, "widget", field.widget)
            widget.known = getattr(self.instance, name)  # type: ignore[union-attr]


class ScopedVersionedForm(ScopedForm, VersionedModelForm):
    """A scoped form over a record with versions; the rows below the record learn of a conflict from it."""

    def _post_clean(self) -> None:
        super()._post_clean()
        self.instance.has_conflict = self.has_error(forms.forms.NON_FIELD_ERRORS, "conflict")  # type: ignore[attr-defined]


class ScopedFormSet(forms.BaseInlineFormSet):
    """The rows of an inline. When the record changed meanwhile, each field that differs shows what is stored."""

    def add_fields(self, form: Any, index: int | None) -> None:
        """Say the name of each field to those who do not see the heading of its column."""
        super().add_fields(form, index)
        for field in form.fields.values():
            if field.label and not field.widget.is_hidden:
                widget = getattr(field.widget, "widget", field.widget)
                widget.attrs.setdefault("aria-label", field.label)

    def clean(self) -> None:
        """Show, after a conflict on the record, the stored rows beside what was typed."""
        super().clean()
        if getattr(self.instance, "has_conflict", False):
            for form in self.initial_forms:
                self._show_stored(form)

    def _show_stored(self, form: Any) -> None:
        stored = type(form.instance)._base_manager.filter(pk=form.instance.pk).first()
        for name in [n for n in form.changed_data if n in form.fields and hasattr(stored, n)]:
            told = gettext("Stored meanwhile: %(value)s") % {"value": stored_value(stored, name)}
            form.add_error(name, forms.ValidationError(told, code="conflict"))
