"""INSEE's register with a key, over real HTTP: every answer that it gives is handled."""

import json
import time
from dataclasses import replace
from datetime import date

import pytest

from leader.demonstration.register.insee import answer, stock
from members.models import RegisterGate, RegisterSnapshot
from members.register import gate, insee, look_up, transport
from members.register.look_up import BusyError, UnavailableError
from tests.register.servers import hangs, says

Outcome = RegisterSnapshot.Outcome
UNIT = {"header": {"statut": 200}, "uniteLegale": stock()["units"]["000100016"]}


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch):
    """Let the tests ask faster than INSEE allows; the pace has its own test."""
    monkeypatch.setattr(gate, "INSEE", replace(gate.INSEE, per_second=100, burst=10))


@pytest.fixture
def follows(scripted, settings):
    """Return a function: INSEE answers what a script says."""

    def serve(*script):
        server = scripted(*script)
        settings.INSEE_API_URL, settings.INSEE_API_KEY = settings.COMPANY_REGISTER_URL, "cle-de-test"
        return server

    return serve


def as_json(told):
    return json.dumps(told).encode()


def test_unit_and_seat_are_read_as_the_open_register_tells_them(with_key, register):
    told = insee.ask("000100016")

    assert told.outcome == Outcome.FOUND
    assert told.company == look_up("000100016")[0]
    assert [path for path, _headers in with_key.asked] == [
        "/api-sirene/3.11/siren/000100016", "/api-sirene/3.11/siret/00010001600013",
    ]  # fmt: skip
    assert {headers[insee.KEY_HEADER] for _path, headers in with_key.asked} == {"cle-de-test"}


def test_a_closed_unit_tells_since_when_and_its_seat_is_not_asked_about(with_key):
    company = insee.ask("000100057").company

    assert (company.is_closed, company.closed_on) == (True, date(2025, 6, 30))
    assert len(with_key.asked) == 1


def test_a_list_in_the_place_of_an_establishment_is_read(with_key, monkeypatch):
    unit = json.loads(json.dumps(stock()["units"]["000100016"]))
    unit["periodesUniteLegale"][0]["nicSiegeUniteLegale"] = "00021"
    monkeypatch.setitem(stock()["units"], "000100016", unit)

    assert "etablissements" in answer("/api-sirene/3.11/siret/00010001600021", "k")[2]
    assert insee.ask("000100016").company.commune_code == "81004"


@pytest.mark.parametrize(
    ("siren", "outcome", "other"),
    [("000000018", Outcome.UNKNOWN, ""), ("000100065", Outcome.WITHHELD, ""),
     ("000100107", Outcome.DUPLICATE, "000100016")],
)  # fmt: skip
def test_what_is_unknown_withheld_or_replaced_is_told(with_key, siren, outcome, other):
    told = insee.ask(siren)

    assert (told.outcome, told.company, told.other_siren) == (outcome, None, other)
    assert len(with_key.asked) == 1  # no redirection is followed
    assert RegisterGate.objects.get(pk=gate.INSEE.row).failures == 0


def test_a_refused_question_is_told(follows):
    follows(says(400, b'{"header": {"statut": 400}}'))

    assert insee.ask("000100016").outcome == Outcome.REFUSED


def test_a_refused_key_is_told_and_is_no_failure_of_the_register(with_key, settings):
    settings.INSEE_API_KEY = ""

    with pytest.raises(insee.KeyRefusedError):
        insee.ask("000100016")
    assert RegisterGate.objects.get(pk=gate.INSEE.row).failures == 0


@pytest.mark.parametrize(("headers", "pause"), [({"Retry_After": "90"}, 90), ({}, insee.PAUSE)])
def test_a_used_up_quota_shuts_the_gate_of_insee_alone(follows, headers, pause):
    server = follows(says(429, b"{}", **headers))

    for _time in range(2):
        with pytest.raises(BusyError):
            insee.ask("000100016")

    assert len(server.asked) == 1
    left = RegisterGate.objects.get(pk=gate.INSEE.row).shut_until.timestamp() - time.time()
    assert pause - 10 < left <= pause
    assert gate.enter(gate.OPEN) == 0


@pytest.mark.parametrize(
    "step",
    [
        says(500), says(302, Location="http://127.0.0.1:1/"), says(200, b"<html>"), says(200, b"[" * 100_000),
        says(404, b"<html>no such page</html>"), says(200, b'{"uniteLegale": []}'),
        says(200, as_json({**UNIT, "uniteLegale": {**UNIT["uniteLegale"], "siren": "000100024"}})),
        hangs(3),
    ],
)  # fmt: skip
def test_an_ill_register_is_unavailable(follows, monkeypatch, step):
    monkeypatch.setattr(transport, "TIMEOUT", 0.3)
    follows(step)

    with pytest.raises(UnavailableError):
        insee.ask("000100016")
    assert RegisterGate.objects.get(pk=gate.INSEE.row).failures == 1


def test_a_seat_that_is_withheld_leaves_the_address_empty(follows):
    follows(says(200, as_json(UNIT)), says(403, b"{}"))

    company = insee.ask("000100016").company

    assert (company.name, company.street, company.commune_code) == ("AERO EXEMPLE OCCITANIE", "", "")


def test_what_is_masked_is_never_read(follows):
    unit = json.loads(json.dumps(UNIT).replace("AERO EXEMPLE OCCITANIE", "[ND]"))
    follows(says(200, as_json(unit)), says(404, b'{"header": {"statut": 404}}'))

    assert "[ND]" not in json.dumps(insee.ask("000100016").company.as_json())


def test_the_errors_of_the_demonstration_are_those_recorded():
    assert answer("/api-sirene/3.11/siren/000100016", None)[2]["http_status_code"] == 401
    assert answer("/api-sirene/3.11/siret?q=force-429", "k")[:2] == (429, {"Retry-After": "60"})
    assert answer("/api-sirene/3.11/siret?q=((", "k")[0] == 400
    assert answer("/api-sirene/3.11/siren/000000000", "k")[0] == 404
    assert len(answer("/api-sirene/3.11/siret?q=siren:000100016", "k")[2]["etablissements"]) == 2
