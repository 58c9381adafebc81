"""Looking a company up over real HTTP: what is asked, what is kept, and what happens when the register is ill."""

import json
import time
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection

from leader.demonstration.register.answering import answer, companies
from members.models import RegisterAnswer, RegisterGate
from members.register import UnavailableError, gate, kept, look_up, transport
from tests.register.servers import drips, drips_headers, hangs, says

GOOD = json.dumps({"results": [{"siren": "000100016", "nom_complet": "AERO"}]}).encode()


def parameters(server, number=0):
    return {name: values[0] for name, values in parse_qs(urlsplit(server.asked[number][0]).query).items()}


def failures():
    row = RegisterGate.objects.first()
    return row.failures if row else 0


def test_the_register_is_asked_without_the_directors_and_told_who_asks(register, settings):
    assert [company.name for company in look_up("000100016")] == ["AERO EXEMPLE OCCITANIE"]

    path, headers = register.asked[0]
    assert path.startswith("/search?")
    assert parameters(register) == {
        "q": "000100016", "minimal": "true", "include": "siege,complements", "page": "1", "per_page": "10",
    }  # fmt: skip
    assert "dirigeants" not in json.dumps(answer(path)[2])
    assert settings.SITE_URL in headers["User-Agent"]
    assert "Cookie" not in headers


def test_two_companies_of_one_name_are_both_found(register):
    assert [company.siren for company in look_up("Pixel  Cévenol".replace("é", "e"))] == ["000100032", "000100099"]


def test_what_the_register_does_not_know_is_an_empty_list(register):
    assert look_up("zzzzzz") == []
    assert look_up("000000018") == []


def test_an_answer_is_kept_for_the_query_and_for_each_company(register):
    look_up("pixel cevenol")
    look_up("PIXEL   Cevenol")
    look_up("000100032")

    assert len(register.asked) == 1
    assert kept("000100099").city == "MENDE"
    assert kept("000100016") is None
    left = RegisterAnswer.objects.values_list("expires", flat=True).earliest("expires").timestamp() - time.time()
    assert 23.9 * 3600 < left < 24.1 * 3600


def test_without_a_register_the_answer_is_that_there_is_none(db, settings):
    settings.COMPANY_REGISTER_URL = ""

    with pytest.raises(UnavailableError):
        look_up("000100016")


@pytest.mark.parametrize(
    ("step", "counts"),
    [
        (says(500, b'{"erreur": "x"}'), 1),
        (says(502), 1),
        (says(429), 1),
        (says(429, Retry_After="60"), gate.FAILURES + 1),
        (says(429, Retry_After="Wed, 21 Oct 2026 07:28:00 GMT"), 1),
        (says(401, b'{"message": "Unauthorized"}'), 1),
        (says(200, b"<html>Maintenance</html>"), 1),
        (says(200, b'{"results": null}'), 1),
        (says(200, b"[" * 100_000), 1),
        (says(200, b"\xff\xfe\x00"), 1),
        (says(200, GOOD, Content_Length=len(GOOD) + 1000, Connection="close"), 1),
        (says(400, b'{"erreur": "3 caracteres minimum"}'), 0),
        (says(404, b'{"erreur": "Ressource non trouvee."}'), 0),
    ],
)
def test_an_ill_register_is_unavailable_and_nothing_of_it_is_kept(scripted, step, counts):
    server = scripted(step)

    with pytest.raises(UnavailableError):
        look_up("000100016")

    assert len(server.asked) == 1
    assert failures() == counts
    assert RegisterAnswer.objects.count() == 0


def test_a_redirection_is_not_followed(scripted):
    server = scripted(says(302, Location="http://127.0.0.1:1/elsewhere"), says(200, GOOD))

    with pytest.raises(UnavailableError):
        look_up("000100016")
    assert len(server.asked) == 1


@pytest.mark.parametrize("status", [429, 503])
def test_one_retry_follows_when_the_register_asks_for_a_short_wait(scripted, status):
    server = scripted(says(status, Retry_After="1"), says(200, GOOD))
    started = time.monotonic()

    assert [company.name for company in look_up("000100016")] == ["AERO"]
    assert len(server.asked) == 2
    assert time.monotonic() - started >= 1
    assert failures() == 0


def test_a_long_pause_that_the_register_asks_for_holds_for_everybody(scripted):
    server = scripted(says(429, Retry_After="600"), says(200, GOOD))
    for query in ["000100016", "aero"]:
        with pytest.raises(UnavailableError):
            look_up(query)

    assert len(server.asked) == 1
    left = RegisterGate.objects.get().shut_until.timestamp() - time.time()
    assert 590 < left < 601

    RegisterGate.objects.update(shut_until="2026-01-01T00:00Z")  # the pause is over
    assert look_up("aero")


@pytest.mark.django_db(transaction=True)
def test_a_slow_register_holds_three_threads_and_the_others_are_told_at_once(scripted, monkeypatch):
    monkeypatch.setattr(transport, "TIMEOUT", 6)
    server = scripted(hangs(15))

    def seconds(number):
        started = time.monotonic()
        with pytest.raises(UnavailableError):
            look_up(f"lente {number}")
        connection.close()
        return time.monotonic() - started

    with ThreadPoolExecutor(8) as pool:
        spent = sorted(pool.map(seconds, range(8)))

    assert len(server.asked) == 3
    assert [each > 5 for each in spent] == [False] * 5 + [True] * 3


def test_a_second_refusal_is_the_last_one(scripted):
    server = scripted(says(429, Retry_After="0"))

    with pytest.raises(UnavailableError):
        look_up("000100016")
    assert len(server.asked) == 2


@pytest.mark.parametrize("step", [hangs(30), drips(30), drips_headers(30)])
def test_a_slow_register_is_given_up(scripted, monkeypatch, step):
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)
    scripted(step)
    started = time.monotonic()

    with pytest.raises(UnavailableError):
        look_up("000100016")
    assert time.monotonic() - started < 15
    assert failures() == 1


def test_an_answer_that_is_too_large_is_given_up(scripted):
    scripted(says(200, GOOD + b" " * transport.LARGEST))

    with pytest.raises(UnavailableError):
        look_up("000100016")


def test_nobody_listening_is_unavailable(db, settings):
    settings.COMPANY_REGISTER_URL = "http://127.0.0.1:1"

    with pytest.raises(UnavailableError):
        look_up("000100016")
    assert failures() == 1


def test_after_five_failures_the_register_is_left_alone_then_tried_once_and_opened_by_a_success(scripted):
    server = scripted(*[says(500)] * gate.FAILURES, says(200, GOOD))

    for _time in range(gate.FAILURES + 3):
        with pytest.raises(UnavailableError):
            look_up("000100016")
    assert len(server.asked) == gate.FAILURES  # the last three were not sent

    RegisterGate.objects.update(shut_until="2026-01-01T00:00Z")  # the pause is over
    gate.enter()
    with pytest.raises(gate.ShutError):  # one alone tries, until it succeeds
        gate.enter()

    RegisterGate.objects.update(shut_until="2026-01-01T00:00Z")
    assert look_up("000100016")
    assert failures() == 0
    gate.enter()


def test_a_question_over_its_words_reaches_no_other_address(register):
    look_up("x&page=2#@evil.example/ \r\nHost: evil")

    assert len(register.asked) == 1
    path, headers = register.asked[0]
    assert path.startswith("/search?q=x%26page%3D2%23%40evil.example%2F+host%3A+evil&")
    assert headers["Host"].startswith("127.0.0.1:")


def test_the_register_of_the_demonstration_answers_as_the_real_one():
    assert answer("/search")[0] == 400
    assert answer("/search?q=ab")[0] == 400
    assert answer("/search?q=pixel&per_page=50")[0] == 400
    assert answer("/inconnu")[0] == 404
    assert answer("/search?q=force-429")[:2] == (429, {"Retry-After": "2"})
    assert answer("/search?q=force-500")[0] == 500
    assert answer("/search?q=zzzzzz")[2]["results"] == []
    page = answer("/search?q=fictif&page=2&per_page=1")[2]
    assert (page["page"], page["per_page"], len(page["results"])) == (2, 1, 1)
    site = answer("/search?q=00010001600021")[2]["results"]
    assert [unit["siren"] for unit in site] == ["000100016"]
    assert "dirigeants" in answer("/search?q=000100016")[2]["results"][0]
    minimal = answer("/search?q=000100024&minimal=true&include=siege")[2]["results"][0]
    assert "siege" in minimal
    assert {"dirigeants", "finances", "complements", "matching_etablissements"} & set(minimal) == set()
    assert len({unit["siren"] for unit in companies()}) == len(companies()) == 9
