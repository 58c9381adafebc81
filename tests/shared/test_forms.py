"""The template pack of the forms: labels, help and errors tied to their field."""

import pytest
from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div, Fieldset, Hidden, Layout, Row, Submit
from django import forms
from django.template import Context, Template

COLOURS = [("brick", "Brique"), ("violet", "Violet")]


class TownForm(forms.Form):
    name = forms.CharField(label="Nom", help_text="Comme à la mairie.")
    colour = forms.ChoiceField(label="Couleur", choices=COLOURS, widget=forms.RadioSelect)
    tastes = forms.MultipleChoiceField(
        label="Goûts", choices=COLOURS, required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = forms.BooleanField(label="Accord")
    picture = forms.FileField(label="Image", required=False)
    secret = forms.CharField(widget=forms.HiddenInput, required=False)


def page(form, helper=None):
    """Return the HTML of ``form`` through the crispy tag."""
    helper = FormHelper() if helper is None else helper  # an empty one is false
    source = "{% load crispy_forms_tags %}{% crispy form helper %}"
    return Template(source).render(Context({"form": form, "helper": helper, "csrf_token": "x"}))


def test_a_refused_field_is_marked_and_described_by_its_help_and_its_error():
    html = page(TownForm({}))

    assert 'aria-invalid="true" aria-describedby="id_name_helptext id_name_error"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_the_summary_of_errors_takes_the_focus_and_links_to_each_field():
    html = page(TownForm({}))

    assert 'class="error-summary" id="form-errors" role="alert" tabindex="-1" autofocus' in html
    assert '<a href="#id_name">Nom : Ce champ est obligatoire.</a>' in html
    assert '<a href="#id_colour">' in html
    assert ' id="id_colour" class="choices"' in html


def test_a_form_nobody_sent_shows_no_error():
    html = page(TownForm())

    assert "error-summary" not in html
    assert "field-error" not in html


def test_choices_stand_in_a_fieldset_with_a_legend_and_a_file_makes_the_form_multipart():
    html = page(TownForm())

    assert html.count("<fieldset") == 2
    assert "<legend>Couleur</legend>" in html
    assert 'enctype="multipart/form-data"' in html


def test_a_form_that_posts_carries_its_token_and_its_key_and_one_that_reads_carries_none():
    reading = FormHelper()
    reading.form_method = "get"

    posted, read = page(TownForm()), page(TownForm(), reading)

    assert 'name="csrfmiddlewaretoken"' in posted
    assert 'name="idempotency_key"' in posted
    assert "csrfmiddlewaretoken" not in read
    assert "idempotency_key" not in read


def test_a_layout_is_followed_and_its_buttons_have_our_classes():
    helper = FormHelper()
    helper.layout = Layout(
        Fieldset("Ville", Row("name", "picture"), css_class="wide"),
        Div("colour", "agreed", css_class="two"),
        Hidden("step", "1"),
        Submit("save", "Enregistrer", css_class="button-accent"),
    )

    html = page(TownForm(), helper)

    assert '<fieldset class="fieldset wide"' in html
    assert '<div class="form-row">' in html
    assert '<input type="hidden" name="step" value="1">' in html
    assert 'class="button button-primary' in html
    assert "button-accent" in html
    assert "btn" not in html


@pytest.mark.parametrize("template", ["", "leader/table_inline_formset.html"])
def test_a_set_of_forms_carries_its_management_and_the_errors_of_each(template):
    towns = forms.formset_factory(TownForm, extra=1)
    sent = {"form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "form-0-name": "Mende"}
    helper = FormHelper()
    if template:
        helper.template = template

    html = page(towns(sent), helper)

    assert 'name="form-TOTAL_FORMS"' in html
    assert 'id="id_form-0-colour_error"' in html
    assert 'name="form-0-secret"' in html


def test_the_filter_shows_the_same_fields_without_the_form_around():
    source = "{% load crispy_forms_tags %}{{ form|crispy }}"

    html = Template(source).render(Context({"form": TownForm({})}))

    assert "<form" not in html
    assert "error-summary" in html
    assert 'id="id_name_error"' in html
