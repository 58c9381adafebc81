"""What is answered to the risk grid of the CNIL: which of its ten statements are true."""

from typing import Any

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Field, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext, pgettext_lazy

from elections.models import Election, RiskStatement
from elections.risks import answers_of, known_of

TRUE, FALSE = "vrai", "faux"
ANSWERS = [(TRUE, pgettext_lazy("statement", "True")), (FALSE, pgettext_lazy("statement", "False"))]


class RiskForm(forms.Form):
    """The ten statements, each true or false; what the site knows is filled in and may be changed."""

    def __init__(self, *args: Any, election: Election, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        filled_in, helps = known_of(election) | answers_of(election), _helps(election)
        for number, statement in enumerate(RiskStatement, 1):
            self.fields[statement.value] = forms.TypedChoiceField(
                label=format_lazy("{}. {}", number, statement.label), choices=ANSWERS, widget=forms.RadioSelect,
                coerce=lambda typed: typed == TRUE, help_text=helps.get(statement, ""),
            )  # fmt: skip
            if statement in filled_in:
                self.initial[statement.value] = TRUE if filled_in[statement] else FALSE

    def clean(self) -> dict[str, Any]:
        """Refuse that fewer than 50 vote and not fewer than 1,000."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        fewer, few = RiskStatement.UNDER_50.value, RiskStatement.UNDER_1000.value
        if cleaned.get(fewer) and cleaned.get(few) is False:
            said = _("Fewer than 50 are fewer than 1,000 too: this is true, or the statement above is false.")
            self.add_error(few, ValidationError(said, code="contradiction"))
        return cleaned

    @property
    def helper(self) -> FormHelper:
        """Return how it is laid out, both answers on a line; the page writes the form tag itself."""
        helper = FormHelper()
        helper.form_tag, helper.disable_csrf = False, True
        helper.layout = Layout(*[Field(name, wrapper_class="choices-pair") for name in self.fields])
        return helper

    def answers(self) -> dict[RiskStatement, bool]:
        """Return whether each statement is true."""
        return {statement: self.cleaned_data[statement.value] for statement in RiskStatement}


def _helps(election: Election) -> dict[RiskStatement, Any]:
    count = election.roll.count()
    roll = ngettext("The roll has %(count)s company.", "The roll has %(count)s companies.", count)
    here = _("One votes in the room: ballot papers can be laid out there.")
    return {
        RiskStatement.UNDER_50: roll % {"count": count},
        RiskStatement.OTHER_WAYS: "" if election.from_afar else here,
        RiskStatement.ALL_IN_FRANCE: _("True as well where only a few are abroad."),
    }
