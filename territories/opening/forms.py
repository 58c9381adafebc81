"""What the forms of the steps share: what is right is stored, what is refused is kept to be mended."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Layout
from django import forms
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.utils.translation import gettext_lazy as _

from leader.shared.versions import VersionedModelForm
from territories.models import Opening
from territories.opening.completeness import beside_fields

KEPT_CHARACTERS = 20_000
STOPS = {"conflict", "deleted", "closed"}


class DayInput(forms.DateInput):
    """A day; what is no day, such as 31/02/2027, is shown as it was typed instead of an empty box."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Fall back to plain text where a browser would show nothing."""
        context = super().get_context(name, value, attrs)
        shown = str(context["widget"]["value"] or "")
        if shown and not (len(shown) == 10 and shown[4] == shown[7] == "-"):
            context["widget"]["type"] = "text"
        return context


class StepForm(VersionedModelForm):
    """One step of a dossier, stored at each sending even when some entries are refused.

    ``save_draft`` stores what is right and keeps the refused entries in ``Opening.unfinished``; the form
    that is shown next brings them back, each with its error.
    """

    step: Opening.Step
    layout: list[Any] = []

    class Meta:
        model = Opening
        fields: list[str] = []

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.prepare_fields()
        for name, beside in beside_fields(self.step).items():
            if name in self.fields:
                # Shown by templates/leader/_mark.html.
                self.fields[name].needed = beside  # type: ignore[attr-defined]
        self._stored = {name: getattr(self.instance, name) for name in self._meta.fields or []}
        if not self.is_bound:
            self._bring_back(self.instance.unfinished.get(self.step.value, {}))

    def prepare_fields(self) -> None:
        """Give the fields what depends on the person or the dossier; nothing by default."""

    @property
    def helper(self) -> FormHelper:
        """Say how crispy lays the form out; the page writes the form tag itself."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout("version", *self.layout)
        return helper

    @property
    def is_stopped(self) -> bool:
        """Tell whether nothing at all may be stored: a conflict, or a dossier that left the author's hands."""
        return any(self.has_error(name, code) for name in [NON_FIELD_ERRORS, *self.fields] for code in STOPS)

    @property
    def is_kept(self) -> bool:
        """Tell whether the refused entries are short enough to be kept."""
        refused = [text for name in self.errors if name in self.fields for text in self._typed(name)]
        return sum(len(text) for text in refused) <= KEPT_CHARACTERS

    def clean(self) -> dict[str, Any]:
        """Refuse to change a dossier that is not being written."""
        cleaned = super().clean() or self.cleaned_data
        if not self.instance.is_editable:
            self.add_error(None, ValidationError(_("The dossier was submitted meanwhile."), code="closed"))
        return cleaned

    def save_draft(self) -> Opening:
        """Store what is right, keep what is refused, forget what was kept before."""
        opening = self.instance
        for name in set(self.errors) & set(self._stored):
            setattr(opening, name, self._stored[name])
        unfinished = {step: kept for step, kept in opening.unfinished.items() if step != self.step.value}
        if refused := self._refused():
            unfinished[self.step.value] = refused
        opening.unfinished = unfinished
        opening.save()
        opening.refresh_from_db()
        self.save_parts()
        return opening

    def save_parts(self) -> None:
        """Store what hangs on the dossier; nothing by default."""

    def _refused(self) -> dict[str, Any]:
        wrong = {name: errors for name, errors in self.errors.items() if name in self.fields}
        return {name: {"typed": self._typed(name), "errors": list(errors)} for name, errors in wrong.items()}

    def _typed(self, name: str) -> list[str]:
        key = self.add_prefix(name)
        data: Any = self.data
        return [str(text) for text in (data.getlist(key) if hasattr(data, "getlist") else [data.get(key, "")])]

    def _bring_back(self, kept: Any) -> None:
        """Show the refused entries again, each with its error, as if just typed."""
        if not isinstance(kept, dict):
            return
        self.cleaned_data = {}
        for name, refused in kept.items():
            if name not in self.fields or not isinstance(refused, dict):
                continue
            self.initial[name] = "".join(refused.get("typed", [])[:1])
            # What was said is kept with it: a rule over two fields cannot be asked again of one.
            for error in refused.get("errors", []):
                self.add_error(name, error)
