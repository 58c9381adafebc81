"""Lost updates refused: a record carries the number of its version, raised by the database at each change.

A form that edits such a record sends back the version it showed. When somebody saved meanwhile, nothing is
written: the form comes back as it was typed, beside each field that differs stands what is stored now, and
sending it once more is a decision.
"""

from collections.abc import Iterable
from typing import Any

import pgtrigger
from django import forms
from django.core.exceptions import ValidationError
from django.db import models
from django.forms.models import model_to_dict
from django.utils.formats import localize
from django.utils.translation import gettext, pgettext
from django.utils.translation import gettext_lazy as _


class Versioned(models.Model):
    """A record whose ``version`` grows by one at each UPDATE, whoever makes it."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
        triggers = [
            pgtrigger.Trigger(
                name="raise_version",
                when=pgtrigger.Before,
                operation=pgtrigger.Update,
                func="NEW.version := OLD.version + 1; RETURN NEW;",
            )
        ]


class VersionedModelForm(forms.ModelForm):
    """A form over a ``Versioned`` model that refuses to overwrite what it did not show.

    Its hidden field ``version`` must be rendered. Valid, it holds the row locked until the transaction
    ends: save it in the same one (``ATOMIC_REQUESTS`` sees to that in a page).
    """

    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk is None:
            del self.fields["version"]
        else:
            self.initial["version"] = self.instance.version

    def _post_clean(self) -> None:
        # Not clean(): a form that overrides it and forgets super() would lose the check.
        super()._post_clean()  # type: ignore[misc]  # Django's own hook after clean()
        if "version" in self.fields:
            self._refuse_to_overwrite()

    def _refuse_to_overwrite(self) -> None:
        stored = self._locked_row()
        if stored is None:
            self.add_error(None, ValidationError(_("Somebody deleted this record meanwhile."), code="deleted"))
        elif self.cleaned_data.get("version") != stored.version:
            self._show_both(stored)

    def _locked_row(self) -> Any:
        rows = type(self.instance)._base_manager.select_for_update(no_key=True, of=("self",))
        return rows.filter(pk=self.instance.pk).first()

    def _show_both(self, stored: Any) -> None:
        self.add_error(
            None,
            ValidationError(
                _(
                    "Somebody saved this record while you were typing. Nothing of yours is lost: compare"
                    " with what is stored now, beside each field, and save again to keep what you typed."
                ),
                code="conflict",
            ),
        )
        for name in self._differing(stored):
            self.add_error(name, stored_meanwhile(stored_value(stored, name)))
        # What was typed stays; the next sending is made in knowledge of the stored version.
        data: Any = self.data
        self.data = data = data.copy()
        data[self.add_prefix("version")] = stored.version

    def _differing(self, stored: Any) -> list[str]:
        values = model_to_dict(stored, fields=list(self.fields))
        return [
            name
            for name, field in self.fields.items()
            if name in values and not field.disabled and field.has_changed(values[name], self[name].data)
        ]


def stored_meanwhile(value: str) -> ValidationError:
    """Return what to tell beside a field of which ``value`` is stored by now."""
    return ValidationError(
        gettext("Stored meanwhile: %(value)s") % {"value": value or _nothing()}, code="conflict"
    )


def stored_value(record: models.Model, name: str) -> str:
    """Return what ``record`` holds in the field ``name``, as a person reads it."""
    field = record._meta.get_field(name)
    value = getattr(record, name)
    if isinstance(field, models.ManyToManyField):
        return _listed(value.all())
    if isinstance(field, models.BooleanField) and value is not None:
        return gettext("yes") if value else gettext("no")
    shown = getattr(record, f"get_{name}_display", None)
    text = str(shown() if shown else localize(value, use_l10n=True)) if value is not None else ""
    return text or _nothing()


def _listed(records: Iterable[models.Model]) -> str:
    return ", ".join(str(record) for record in records) or _nothing()


def _nothing() -> str:
    return pgettext("stored value", "nothing")
