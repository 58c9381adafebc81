"""Whatever is typed, into an address, a form or a file: no error of ours, nothing let out, nothing let in."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from html.parser import HTMLParser
from itertools import cycle, islice
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import override_settings
from django.urls import Resolver404, resolve

from tests.factories import counted_on
from tests.walk import hostile
from tests.walk.addresses import address_of, every_address
from tests.walk.audited import Audited, reference
from tests.walk.browsers import Answer, Browser, clients_of
from tests.walk.page_forms import PageForm, forms_of
from tests.walk.rows import ROWS
from tests.walk.visits import Visit, visits
from tests.walk.world import World

pytestmark = pytest.mark.django_db  # asked for, or there is no database of the tests

NAMES = sorted(ROWS)
ROUTES = {a.name: a.route for a in every_address() if a.parameters}
# Messages seen; attempts counted; an address noted when its owner first looks; recovery codes made readable.
WRITTEN_BY_READING = {
    "django_session", "shared_cachedvalue", "shared_attempts", "account_emailaddress", "mfa_authenticator",
}  # fmt: skip
# A password typed a hundred times need not take its time each time; a code lasts as long as the walk.
QUICK = {
    "SECOND_FACTOR_IMPOSED": False,
    "PASSWORD_HASHERS": ["tests.walk.browsers.LightHasher"],
    "ACCOUNT_REAUTHENTICATION_TIMEOUT": 86_400,
    "ACCOUNT_LOGIN_BY_CODE_TIMEOUT": 86_400,
    "ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT": 86_400,
    "ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT": 86_400,
}
WITHOUT_AT_MOST = 5  # times that one field of a form is left out
TURNS = 8  # addresses until each text stood in one of them, pages of no form until each was asked of one


@dataclass(repr=False)
class Walk:
    """Who walks, the pages that open, the fields that they ask for in an address, and the forms sent to one."""

    world: World
    browsers: dict[str, Browser]
    visits: list[Visit]
    asked: dict[tuple[str, str], list[str]] = field(default_factory=dict)
    forms: dict[str, list[tuple[str, PageForm]]] = field(default_factory=dict)

    def of(self, name: str) -> list[tuple[Browser, str, str]]:
        """Return the visits of an address: with which browser, whose, where."""
        return [(self.browsers[who], who, url) for visited, who, url in self.visits if visited == name]


@pytest.fixture(scope="module")
def walk(django_db_setup, django_db_blocker):
    """Build the world, open every page once and gather its forms; undone after the module."""
    with django_db_blocker.unblock(), transaction.atomic(), counted_on(), override_settings(**QUICK):
        world = World.build()
        clients = clients_of(world)
        everywhere = visits(world)
        audited = Audited()
        walk = Walk(world, {name: Browser(client, audited) for name, client in clients.items()}, everywhere)
        _gather_forms(walk)
        yield walk
        transaction.set_rollback(True)


def _gather_forms(walk: Walk) -> None:
    known = set()
    for _name, who, url in walk.visits:
        answer = walk.browsers[who].get(url)
        assert answer.status == 200, f"{url} does not open to {who}: {answer.status}"
        for form in forms_of(answer.html, url):
            target, names = _name_of(form.action), tuple(sorted({*form.values, *form.files}))
            if target == "pages:search" and target != _name_of(url):
                continue  # it stands in the header of every page
            if form.method == "get":
                walk.asked[who, url] = form.names
            elif target and (who, target, names) not in known:  # the way out stands on every page
                known.add((who, target, names))
                walk.forms.setdefault(target, []).append((who, form))


def _name_of(action: str) -> str | None:
    try:
        match = resolve(urlsplit(action).path)
    except Resolver404:
        return None
    return match.view_name or match.route


# What an answer may not hold


class _Harm(HTMLParser):
    """Notes what a browser would take for an element, a handler or an address of a script."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag.startswith("hostile"):
            self.found.add("an element")
        for name, value in attrs:
            if name.startswith("on"):
                self.found.add("a handler")
            if name in {"href", "src", "action", "formaction"} and (value or "").startswith(hostile.SCHEME):
                self.found.add("an address of a script")


def harm_of(answer: Answer) -> set[str]:
    """Return what is wrong with an answer."""
    found = {f"status {answer.status}"} if answer.status >= 500 else set()
    if any(word in answer.html for word in (hostile.ELEMENT, hostile.ATTRIBUTE, hostile.SCHEME)):
        reader = _Harm()
        reader.feed(answer.html)
        found |= reader.found
    if hostile.SUM in answer.html:
        found.add("a template")
    if hostile.HEADER in answer.headers:
        found.add("a header")
    if urlsplit(answer.headers.get("Location", "")).netloc not in {"", "testserver"}:
        found.add("a way to elsewhere")
    if any(re.search(r"[\r\n]", part) for letter in answer.letters for part in letter):
        found.add("a header of a letter")
    return found


def test_harm_is_recognised_so_that_the_walk_proves_something():
    def of(html: str, **headers: str) -> set[str]:
        return harm_of(Answer(200, headers, html, set(), [], []))

    assert of(f"<p>{hostile.TYPED['markup']}") == {"an element"}
    assert of(f'<input value="{hostile.TYPED["attribute"]}">') == {"a handler"}
    assert of(f'<a href="{hostile.TYPED["link"]}">') == {"an address of a script"}
    assert of(hostile.SUM) == {"a template"}
    assert of("", **{hostile.HEADER: "1", "Location": hostile.TYPED["elsewhere"]}) == {
        "a header",
        "a way to elsewhere",
    }
    assert of("&lt;hostile src=x&gt; hostile{{7*191}}", Location="/compte/") == set()


# What is asked in an address


# The page of a pair does the merge to say what it would do, and takes it back (tests/duplicates/test_pages.py).
TAKEN_BACK = {"pages:duplicate-pair"}


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_asked_the_page_answers_and_reading_changes_nothing(name, walk):
    wrong: list[tuple[str, str, str, set[str]]] = []
    known: set[tuple[str, ...]] = set()
    for turn, (browser, who, url) in enumerate(walk.of(name), NAMES.index(name)):
        fields = tuple(walk.asked.get((who, url), []))
        for query in _queries(fields, turn, is_known=not fields or fields in known):
            answer = browser.get(f"{url}?{query}")
            written = set() if name in TAKEN_BACK else answer.written - WRITTEN_BY_READING
            harm = harm_of(answer) | {f"writes {table}" for table in written}
            wrong += [(who, url, query[:80], harm)] if harm else []
        known.add(fields)
    assert wrong == []


def _queries(fields: Sequence[str], turn: int, *, is_known: bool) -> Iterator[str]:
    """Ask for everything at once, each twice; and for each field of the page's own form by itself.

    A form that was tried already, as somebody else, and a page without one, is asked some of these in its turn.
    """
    for text in _asked_in_turn(turn) if is_known else hostile.A_FEW_ADDRESSED:
        yield "&".join(f"{name}={text}&{name}[]=x&{name}={text}" for name in {*hostile.ASKED, *fields})
    for place, name in enumerate(() if is_known else fields):
        for text in hostile.ADDRESSED[place :: len(fields)]:
            yield f"{name}={text}"


def _asked_in_turn(turn: int) -> list[str]:
    return hostile.A_FEW_ADDRESSED[turn % TURNS :: TURNS]


def test_every_text_has_its_turn_on_many_pages_without_a_form():
    turns = Counter(text for turn in range(len(NAMES)) for text in _asked_in_turn(turn))

    assert set(turns) == set(hostile.A_FEW_ADDRESSED)
    assert min(turns.values()) >= 50


@pytest.mark.parametrize("name", sorted(ROUTES))
def test_whatever_stands_in_its_address_a_page_is_found_or_not(name, walk):
    browser, own = walk.browsers["staff"], ROWS[name].own(walk.world)
    address = address_of(name, own) if own else ROUTES[name].replace("(?P<url>.*)$", "nowhere/")
    wrong = []
    for value in {str(value) for value in own.values()} or {"nowhere"}:
        for text in _in_turn(name):
            url = re.sub(f"(?<=/){re.escape(value)}(?=/)", lambda _, text=text: text, f"/{address.strip('/')}/")
            harm = harm_of(browser.get(url))
            if text in hostile.A_FEW_ADDRESSED:
                harm |= harm_of(browser.post(url, {}))
            wrong += [(url[:120], harm)] if harm else []
    assert wrong == []


def _in_turn(name: str) -> list[str]:
    """Return the texts for an address: a few always, of the others each eighth; all have their turn many times."""
    place = sorted(ROUTES).index(name) % TURNS
    return list(dict.fromkeys([*hostile.A_FEW_ADDRESSED, *hostile.ADDRESSED[place::TURNS]]))


def test_every_text_has_its_turn_in_an_address():
    assert {text for name in ROUTES for text in _in_turn(name)} == set(hostile.ADDRESSED)


# What is sent


@pytest.mark.parametrize("name", NAMES)
def test_whatever_is_sent_the_form_is_answered(name, walk):
    wrong = []
    for who, form in _forms_sent_to(name, walk):
        for label, typed in _fillings(form):
            harm = harm_of(walk.browsers[who].post(form.action, typed))
            wrong += [(who, form.action, label, harm)] if harm else []
    assert wrong == []


def _forms_sent_to(name: str, walk: Walk) -> list[tuple[str, PageForm]]:
    """Return the forms of the site; an address that none is sent to gets one that is made up."""
    if name in walk.forms:
        # Forms of the same fields are one, whoever fills them: that of who may do most.
        by_fields = {tuple(sorted(form.names)): (who, form) for who, form in reversed(walk.forms[name])}
        return list(by_fields.values())
    action = address_of(name, ROWS[name].own(walk.world))
    return [
        (who, PageForm(action, "post", {"q": ["x"], "name": ["x"]}, is_made_up=True))
        for who in ["stranger", "staff"]
    ]


def _fillings(form: PageForm) -> Iterator[tuple[str, dict[str, Any]]]:
    """Fill every field with a text at once, then one by one with every text, the others as they should be.

    What one writes gets each of them; a few suffice for what is chosen, for the desk's large forms, which are made
    of the same fields over and over, and where no page has a form.
    """
    desk, counts = _is_of_the_desk(form), [n for n in form.names if n.endswith("_FORMS")]
    names = [name for name in form.names if name not in counts]  # a count of rows makes as many forms
    for label, count in zip(["huge", "word", "negative"], counts, strict=False):
        yield f"{label} in {count}", form.values | {count: hostile.TYPED[label]}
    texts = hostile.A_FEW_TYPED if desk or form.is_made_up else list(hostile.TYPED)
    written = form.typed if not (desk or form.is_made_up) else names
    for label in hostile.A_FEW_TYPED:
        yield f"{label} everywhere", form.values | dict.fromkeys(names, hostile.TYPED[label])
    chosen = [name for name in names if name not in written]
    one_by_one = [*islice(_one_by_one(written, texts), len(texts))]
    one_by_one += islice(_one_by_one(chosen, hostile.FOR_THE_CHOSEN), len(hostile.FOR_THE_CHOSEN))
    for label, name in one_by_one:
        yield f"{label} in {name}", form.values | {name: hostile.TYPED[label]}
    yield "nothing", {}
    yield "everything thrice", {name: [*form.values[name], "-1", "x"] for name in names}
    for name in names[:: len(names) // WITHOUT_AT_MOST + 1]:
        yield f"without {name}", {n: v for n, v in form.values.items() if n != name}
    for name in form.files or names[:1]:
        for file in hostile.files()[: 2 if desk else None]:
            yield f"file {file.name} in {name}", form.values | {name: file}


def _is_of_the_desk(form: PageForm) -> bool:
    return form.action.startswith("/admin/")


def _one_by_one(names: list[str], texts: list[str]) -> Iterator[tuple[str, str]]:
    """Pair each field with texts in turn, so that all are used before a field comes twice to the same."""
    return zip(cycle(texts), cycle(names), strict=False) if names else iter(())


@pytest.mark.parametrize("name", NAMES)
def test_a_name_that_the_form_does_not_have_changes_nothing(name, walk):
    wrong = []
    for who, form in walk.forms.get(name, []):
        slipped_in = {n: v for n, v in _assigned(walk.world).items() if n not in form.values}
        plain = walk.browsers[who].post(form.action, form.values)
        forged = walk.browsers[who].post(form.action, form.values | slipped_in)
        if (forged.status, forged.changes) != (plain.status, plain.changes):
            wrong.append((who, form.action, set(forged.changes) ^ set(plain.changes)))
    assert wrong == []


def _assigned(world: World) -> dict[str, str]:
    keys = {
        "author": world.users["staff"].pk,
        "user": world.users["staff"].pk,
        "person": world.foreign.member.person.pk,
        "company": world.foreign.company.pk,
        "territory": world.foreign.territory.pk,
        "state": "approved",
        "status": "approved",
        "version": 987,
        "id": world.foreign.company.pk,
        "pk": world.foreign.company.pk,
    }
    return {name: str(keys.get(name, "1")) for name in hostile.ASSIGNED}


@pytest.mark.parametrize("name", NAMES)
def test_a_lead_reaches_nothing_of_the_neighbour_by_its_key(name, walk):
    side = walk.world.foreign
    foreign = [side.company, side.member.person, side.member, side.lead, side.prospect, side.opening]
    foreign += [side.representative, side.membership]
    wrong = []
    for who, form in walk.forms.get(name, []):
        if who == "lead":
            for field_name in form.keys:
                for record in foreign:
                    answer = walk.browsers["lead"].post(form.action, form.values | {field_name: str(record.pk)})
                    told = reference(type(record), record.pk)
                    reached = [change for change in answer.changes if any(value == told for _, value in change[1])]
                    wrong += [(form.action, field_name, told, reached)] if reached else []
    assert wrong == []


# Addresses to which one may post and to which no form leads: pages of the desk that only show, detours, the
# address of a step that pages:opening-launch answers, buttons that only a complete dossier or a register shows,
# the way back of staff who look as a lead (tests/walk/test_shadowing.py).
WITHOUT_FORM = {
    "admin:index", "admin:app_list", "admin:login", "admin:password_change",
    "admin:territories_federation_changelist", "territories:opening-launch", "territories:opening-submit",
    "pages:register-ask", "pages:shadowing-end",
}  # fmt: skip


def test_the_form_of_every_page_was_found(walk):
    posted = {name for name, row in ROWS.items() if {"200", "away"} & set(row.post.values())}
    shown = {name for name in posted if name.startswith("admin/") or name.endswith("_history")}

    left = sorted(posted - set(walk.forms) - shown - WITHOUT_FORM)
    assert left == [], "\n".join(left)
