"""Names of one letter or of three hundred, of every script, with what cannot be seen: on each page with one."""

import html

import pytest

from tests.bad_input.typing_in import ENTRIES, Entry

pytestmark = pytest.mark.django_db
SEEN = {
    "one letter": "É",
    "right to left": "שלום בע״מ",
    "arabic": "شركة المثال",
    "joined in persian": "می\u200cخواهم",
    "four bytes": "𝔘𝔫𝔦 🍇",
    "a composed emoji": "👩\u200d🔬 Lab",
    "a quotation": "O’Brien & <b>Fils</b>",
}
REQUIRED = [name for name, entry in ENTRIES.items() if entry.required]


@pytest.fixture
def entry(request) -> Entry:
    return ENTRIES[request.param]


def every(names=ENTRIES):
    return pytest.mark.parametrize("entry", list(names), indirect=True)


@every()
@pytest.mark.parametrize("text", SEEN.values(), ids=SEEN)
def test_what_can_be_seen_is_stored_as_it_was_typed(client, entry, text):
    answer = entry.send(client, text)

    assert answer.status_code == 302, answer.context["form"].errors
    assert entry.stored() == [text]


@every()
def test_what_cannot_be_seen_is_taken_out_and_letters_are_composed(client, entry):
    answer = entry.send(client, "\u202eAe\u0301\u200bro\u00ad\u2066 \u00a0 Sud\ufeff\u0007")

    assert answer.status_code == 302
    assert entry.stored() == ["Aéro Sud"]


@every(REQUIRED)
@pytest.mark.parametrize(
    "text",
    ["\u200b\u202e\u2066\ufeff", " \u00a0\u2003\t", "\u3164\u2800\uffa0", "\ufe0f\u0301"],
    ids=["unseen", "blank", "letters", "marks"],
)
def test_a_name_of_nothing_that_can_be_seen_is_missing(client, entry, text):
    answer = entry.send(client, text)

    assert answer.status_code == 200
    assert "Ce champ est obligatoire" in answer.content.decode()
    assert all(kept and kept.isprintable() for kept in entry.stored())


@every()
def test_three_hundred_letters_have_their_sentence_and_stay_typed_or_are_stored_whole(client, entry):
    typed = "𝔘" + "x" * 299

    answer = entry.send(client, typed)

    if entry.longest >= len(typed):
        assert entry.stored() == [typed]
        return
    page = html.unescape(answer.content.decode())
    assert answer.status_code == 200
    assert f"au plus {entry.longest} caractères (actuellement 300)" in page
    assert f'value="{typed}"' in page
    assert not [kept for kept in entry.stored() if kept.startswith("𝔘")]
