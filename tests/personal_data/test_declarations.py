"""Every model says what it keeps of people, and every text of one that does is decided."""

from datetime import date

import pytest
from django.apps import apps
from django.contrib.postgres.fields import ArrayField
from django.db.models import CharField, FileField, GeneratedField, JSONField, SlugField, TextField

from leader.shared.personal_data import declared, none_declared
from leader.shared.personal_data.declaring import Place
from members.models import Representative

OURS = {"leader", "members", "territories", "commissions", "dues", "events", "elections"}
# Of libraries: what they keep of nobody. Everything else of theirs is declared like our own.
OF_NOBODY = {
    "auth.Permission", "auth.Group", "auth.Group_permissions", "contenttypes.ContentType",
    "procrastinate.ProcrastinateWorker", "procrastinate.ProcrastinateEvent",
    "procrastinate.ProcrastinatePeriodicDefer",
    "pghistory.Events", "pghistory.MiddlewareEvents",  # views over the histories
    "members.User_groups", "members.User_user_permissions", "elections.Decision_mandates",
    "elections.Elected_mandates",  # keys alone
}  # fmt: skip
TEXTS = (CharField, TextField, JSONField, ArrayField, FileField)
# A history follows the model that it keeps.
MODELS = [
    model
    for model in apps.get_models(include_auto_created=True)
    if not hasattr(model, "pgh_tracked_model") and model._meta.label not in OF_NOBODY
]


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_is_declared_to_hold_personal_data_or_none(model):
    app, name = model._meta.app_label, model.__name__
    known = {place.model for place in declared()} | set(none_declared())
    assert model in known, (
        f"{name} is not declared. In {app}/personal_data.py write either\n"
        f'    declare({name}, PROCESSING, person="<path to the person>", addresses=["<e-mail field>"],\n'
        f'            blank={{"<field>": ""}}, free=["<text that may name people>"], plain=["<text of nobody>"])\n'
        f'or  declare_none({name}, because="<what it holds instead>")'
    )


@pytest.mark.parametrize("place", declared(), ids=lambda place: place.model._meta.label)
def test_every_text_of_a_declared_model_is_decided(place):
    undecided = [
        field.name
        for field in place.model._meta.fields
        if isinstance(field, TEXTS)
        and not field.choices
        and not isinstance(field, GeneratedField)
        and not field.is_relation
        and not (field.primary_key and not isinstance(field, SlugField) and field.name == "id")
        and field.name not in place.decided
    ]
    assert undecided == [], (
        f"In the declaration of {place.model.__name__}, put each of {undecided} into blank (whose value it takes "
        f"when the person is erased), free (it may name anybody), plain (it tells of nobody) or secret."
    )


@pytest.mark.parametrize("place", declared(), ids=lambda place: place.model._meta.label)
def test_a_declaration_names_fields_that_exist(place):
    names = {field.name for field in place.model._meta.fields}
    local = {name for name in place.decided if "__" not in name}
    assert local <= names
    assert isinstance(place, Place)
    if place.person:
        place.model._base_manager.filter(**{place.person: 0}).query  # noqa: B018 - a path that leads nowhere fails
    for path in place.addresses:
        place.model._base_manager.filter(**{f"{path}__iexact": "x"}).query  # noqa: B018


@pytest.mark.parametrize("place", declared(), ids=lambda place: place.model._meta.label)
def test_what_somebody_is_from_a_day_to_a_day_tells_the_clock_that_they_are_known_for_it(place):
    if not place.person or place.person == "pk" or place.model is Representative:  # that one is the clock itself
        return
    assert place.current or "ends_on" not in {field.name for field in place.model._meta.fields}


@pytest.mark.parametrize(
    "place", [each for each in declared() if each.current], ids=lambda each: each.model.__name__
)
def test_what_somebody_is_known_for_has_a_day_or_they_are_forgotten_the_night_after_it_ends(place):
    assert place.current(date(2021, 5, 3)) != place.current(date(2026, 5, 2))
