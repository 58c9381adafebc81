"""What a linter cannot say, said once over every model, template, file and address."""

import ast
import re
from itertools import groupby
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.db.migrations.loader import MigrationLoader
from django.db.models import BaseConstraint, ForeignKey, ManyToManyField, OneToOneField
from django.forms import BaseForm, CharField, EmailField, ModelForm
from django.urls import get_resolver
from django.utils.functional import Promise

from leader.shared import catalogue
from leader.shared.migrating import kind_of
from leader.shared.scope import is_scoped
from tests.walk.addresses import every_address
from tests.walk.rows_admin import NOT_CHANGED_THERE

ROOT = Path(settings.BASE_DIR)
OURS = ["leader", "members", "territories", "commissions", "dues", "events", "elections"]
MODELS = [
    model
    for model in apps.get_models()
    if model.__module__.split(".")[0] in OURS and not model.__name__.endswith("Change")
]
SOURCES = [p for folder in OURS for p in sorted((ROOT / folder).rglob("*.py")) if "migrations" not in p.parts]
TEMPLATES = sorted((ROOT / "templates").rglob("*.*"))
PAGES = [p for p in TEMPLATES if p.suffix == ".html"]

# Tables that hold one row per something that the federation sets up, and so stay short.
SHORT_TABLES = {"Departement", "ActivitySection", "Federation", "Office"}
# Loaded from outside or passing through: their history is in the files they come from.
NOT_TRACKED = {
    "Departement", "Epci", "Commune", "Activity", "ActivitySection", "CompanyImport", "ImportLine",
    "RegisterAnswer", "RegisterGate", "ProspectFile", "RenewalNotice", "DuplicateSearch",
    "Activity2025", "LegalCategory", "StaffBand",
    "AnnouncementDelivery",  # it tells its own moment, and many are made at once
    "SurveyAnswer",  # a history would tell in which order people answered, and so who
    "SignOff", "Presence", "BoxEvent", "BoxCheck",  # a history would tell in which order companies voted
    "BoxVerdict",  # what two programs said, to be said again by whoever runs them
    "CeremonyMessage",  # written once, never changed
    "CodeGiven",  # forgotten when the vote opens: a history would keep it
}  # fmt: skip
ONE_CLICK = {  # what a provider of mail posts to, without our cookie: the signed address is the proof (RFC 8058)
    "leader/pages/personal_data/unsubscribing.py",
    "commissions/views/announcements/stopping.py",
}
FORBIDDEN_MODULES = {"services", "selectors", "signals", "utils", "helpers", "managers", "common"}


def relative(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_constraint_says_in_words_what_is_wrong(model):
    silent = BaseConstraint.default_violation_error_message
    assert [c.name for c in model._meta.constraints if c.violation_error_message == silent] == []


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_that_matters_keeps_its_history(model):
    from_outside = model.__name__ in NOT_TRACKED or model._meta.app_label == "shared"
    assert hasattr(model, "changes") or from_outside


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model._meta.label)
def test_every_model_has_a_name_that_is_translated(model):
    assert isinstance(model._meta.verbose_name, Promise)
    assert isinstance(model._meta.verbose_name_plural, Promise)


def test_every_foreign_key_to_a_growing_table_is_autocompleted_in_the_admin():
    desks = [(d, d.model) for d in admin.site._registry.values() if d.model not in NOT_CHANGED_THERE]
    desks += [(inline, inline.model) for desk, _ in list(desks) for inline in desk.inlines]
    plain = [
        f"{model.__name__}.{field.name}"
        for desk, model in desks
        for field in [*model._meta.fields, *model._meta.many_to_many]
        if isinstance(field, (ForeignKey, ManyToManyField))
        and not (isinstance(field, OneToOneField) and not field.editable)
        and field.editable
        and field.name != getattr(desk, "fk_name", None)
        and field.related_model.__name__ not in SHORT_TABLES
        and field.name not in (desk.autocomplete_fields or ())
        and field.name not in (desk.readonly_fields or ())
        and field.name not in (desk.exclude or ())
        and not _is_the_parent(desk, field)
        and _is_shown(desk, field)
    ]
    assert plain == []


def _is_the_parent(desk, field):
    """An inline's key to the record whose page it stands on is not a field of the form."""
    parents = [d.model for d in admin.site._registry.values() if desk in d.inlines]
    return field.related_model in parents


def _is_shown(desk, field):
    shown = [
        name
        for fieldset in (desk.fieldsets or ())
        for line in fieldset[1]["fields"]
        for name in (line if isinstance(line, (list, tuple)) else [line])
    ] or list(desk.fields or ())
    return not shown or field.name in shown


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_no_template_has_inline_style_or_script(path):
    text = path.read_text()
    assert re.findall(r"""\sstyle\s*=\s*["']|\son[a-z]+\s*=\s*["']|<style\b|javascript:""", text) == []
    assert re.findall(r"<script(?![^>]*\bsrc=)[^>]*>", text) == []


@pytest.mark.parametrize("path", PAGES, ids=relative)
def test_no_template_names_another_host(path):
    found = re.findall(r"""(?:src|href|action|content)\s*=\s*["'](?:https?:)?//[^"']+""", path.read_text())
    assert found == []


@pytest.mark.parametrize("path", TEMPLATES, ids=relative)
def test_no_template_trusts_what_people_typed(path):
    # A help text is written by us; Django's own lists of rules for passwords are HTML.
    text = path.read_text().replace("field.help_text|safe", "")
    assert re.findall(r"\|\s*safe\b|autoescape off|\|\s*safeseq\b", text) == []


def test_every_template_is_used():
    texts = "\n".join(p.read_text() for p in [*SOURCES, *PAGES, *TEMPLATES])
    by_django = {"400.html", "403.html", "403_csrf.html", "404.html", "429.html", "500.html"}  # or by allauth
    unused = [
        name
        for path in TEMPLATES
        if (name := str(path.relative_to(ROOT / "templates"))) not in by_django
        and not name.startswith(
            ("admin/", "account/", "allauth/", "mfa/", "leader/", "django/")
        )  # looked up by libraries
        and not name.startswith("mails/")  # test_every_letter_is_sent_by_some_code
        and name not in texts
        and f'f"{Path(name).parent}/{{' not in texts  # named by its step
    ]
    assert unused == []


def test_every_letter_is_sent_by_some_code():
    texts = "\n".join(p.read_text() for p in SOURCES)
    letters = {p.stem.removesuffix("_subject") for p in TEMPLATES if p.parent.name == "mails"}
    assert [letter for letter in sorted(letters) if f'"{letter}"' not in texts and f"{letter}." not in texts] == []


def test_the_catalogue_is_complete():
    assert catalogue.incomplete(catalogue.updated()) == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_what_translates_has_a_name_that_the_catalogue_gathers(path):
    imports = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.ImportFrom)]
    names = [a.asname for node in imports if node.module == "django.utils.translation" for a in node.names]
    assert [name for name in names if name and name not in catalogue.KEYWORDS] == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_modules_are_named_after_what_they_hold(path):
    assert not FORBIDDEN_MODULES & {path.stem, *path.parts}


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_nothing_is_imported_inside_a_function(path):
    tree = ast.parse(path.read_text())
    inside = [
        node.lineno
        for function in ast.walk(tree)
        if isinstance(function, (ast.FunctionDef, ast.AsyncFunctionDef))
        for node in ast.walk(function)
        if isinstance(node, (ast.Import, ast.ImportFrom))
    ]
    assert inside == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_everything_public_has_a_docstring(path):
    tree = ast.parse(path.read_text())
    assert ast.get_docstring(tree) or not tree.body
    mute = [
        node.name
        for parent in [tree, *[n for n in tree.body if isinstance(n, ast.ClassDef)]]
        for node in parent.body
        if isinstance(node, (ast.ClassDef, ast.FunctionDef))
        and not node.name.startswith("_")
        and node.name not in {"Meta", "Media"}
        and not ast.get_docstring(node)
    ]
    assert mute == []


@pytest.mark.parametrize("path", SOURCES, ids=relative)
def test_no_code_goes_round_the_guards(path):
    text = path.read_text()
    if relative(path) in ONE_CLICK:
        text = text.replace("@csrf_exempt", "", 1)
    assert re.findall(r"\bmark_safe\(|@csrf_exempt|csrf_exempt\(|\.extra\(|RawSQL\(", text) == []
    assert re.findall(r"filter\(\*\*request\.|pickle|yaml\.load\(", text) == []


def _forms(base=ModelForm):
    for form in base.__subclasses__():
        yield form
        yield from _forms(form)


def test_every_form_names_its_fields():
    assert get_resolver().url_patterns  # imports every view, and so every form
    loose = [
        form.__qualname__
        for form in _forms()
        if form.__module__.split(".")[0] in OURS
        and hasattr(form, "Meta")
        and (getattr(form.Meta, "fields", None) == "__all__" or getattr(form.Meta, "exclude", None) is not None)
    ]
    assert loose == []


def test_every_model_with_a_public_page_or_desk_is_scoped():
    unscoped = [m.__name__ for m in admin.site._registry if m.__name__ not in NOT_TRACKED and not is_scoped(m)]
    assert unscoped == []


def test_every_list_page_is_tested_with_one_row_and_with_three():
    counted = [
        path.read_text()
        for path in (ROOT / "tests").rglob("test_*.py")
        if re.search(r"def test_\w*_one_\w*three", path.read_text())
    ]
    lists = [a.name for a in every_address() if a.name.endswith("-list")]
    assert lists
    assert [name for name in lists if not any(f'"{name}"' in text for text in counted)] == []


def test_no_file_holds_an_address_of_a_registry():
    names = ["pypi" + ".org", "pythonhosted" + ".org", "npmjs" + ".org", "npmjs" + ".com", "debian" + ".org"]
    kept = [p for p in ROOT.rglob("*") if p.is_file() and _is_ours(p)]
    found = [relative(p) for p in kept if any(n in p.read_text(errors="ignore") for n in names)]
    assert found == []


def _is_ours(path):
    first = path.relative_to(ROOT).parts[0]
    return not first.startswith((".venv", ".git", ".data", ".mypy", ".ruff", ".pytest", ".import", ".hyp")) and (
        path.suffix in {".py", ".toml", ".txt", ".md", ".html", ".yaml", ".yml", ".json", ".css", ".js", ""}
        and first not in {"backups", "staticfiles", "media"}
    )


def our_fields():
    """Yield each field of our forms, by the names of form and field."""
    get_resolver().url_patterns  # noqa: B018 - whoever reads them has every form loaded
    for form in every_form(BaseForm):
        if form.__module__.split(".")[0] in OURS:
            yield from ((f"{form.__name__}.{name}", field) for name, field in form.base_fields.items())


# Read cell by cell: territories.opening.pasting takes out of each what cannot be seen. The names of keys are the
# library's own forms, read by their owner alone.
TYPED_RAW = {"PasteForm.lines", "AddKeyForm.name", "EditKeyForm.name"}


def test_every_form_takes_out_what_cannot_be_seen():
    raw = {name for name, field in our_fields() if type(field) is CharField and not field.widget.is_hidden}

    assert raw == TYPED_RAW


ADDRESS_LENGTH = 254  # of the columns; the form field of Django allows 320


def test_no_form_takes_an_address_that_its_column_does_not_hold():
    too_long = {
        name
        for name, field in our_fields()
        if isinstance(field, EmailField) and not 0 < (field.max_length or 0) <= ADDRESS_LENGTH
    }

    assert too_long == set()


def every_form(parent):
    for form in parent.__subclasses__():
        if hasattr(form, "base_fields"):
            yield form
        yield from every_form(form)


def test_long_migrations_are_applied_together():
    slow = [
        str(migration)
        for migration in MigrationLoader(None).disk_migrations.values()
        if type(migration).__module__.split(".")[0] in OURS
        for kind, run in groupby(migration.operations, key=kind_of)
        if kind is not None and len(list(run)) > 10
    ]

    assert slow == []
