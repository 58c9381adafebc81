"""The key of a secret election: who makes it, in which order, and what the site refuses."""

import json

import pytest
from django.db import DatabaseError, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from elections import ceremonies, conduct, keys, losing, rehearsal, shares
from elections.crypto import ceremony as engine
from elections.crypto.canonical import parse
from elections.crypto.credentials import new_seed
from elections.crypto.group import P, Q, random_scalar
from elections.crypto.trustees import g_power, read_trustees, sign_message
from elections.crypto.verification import verify_archive
from elections.holding import RefusedActError
from elections.models import Box, CeremonyMessage, Election, Incident, KeyCeremony, Trustee
from leader.shared.limits import Attempts
from members.models import User
from tests.elections.rooms import AT, Room
from tests.elections.trustees import TrusteeAt, make_key
from tests.factories import accounts

pytestmark = pytest.mark.django_db


@pytest.fixture
def room():
    return Room.with_companies(6)


@pytest.fixture
def election(room):
    made = room.prepared(way="online")
    room.standing(made, 0, 1)
    conduct.seal(made, at=AT)
    return Election.objects.get(pk=made.pk)


def named(room, election, size=3, threshold=2):
    ceremonies.name_trustees(election, room.voters[:size], threshold=threshold)
    return [TrusteeAt(voter, election) for voter in room.voters[:size]]


@pytest.mark.parametrize(("size", "threshold"), [(3, 2), (5, 3)])
def test_a_ceremony_makes_a_key_and_a_rehearsal_that_all_have_decrypted(room, election, size, threshold):
    trustees = named(room, election, size, threshold)
    assert not keys.are_ready(election)

    make_key(trustees)

    text = keys.trustees_text(election)
    read = read_trustees(text)
    (group,) = read.groups
    assert (group.threshold, group.size, read.singles) == (threshold, size, [1])
    assert keys.are_ready(election)
    assert Box.objects.get(election=election).trustees == text
    assert {trustee.state["step"] for trustee in trustees} == {"wait"}
    assert {trustee.state["at"] for trustee in trustees} == {"vote"}


def test_all_read_the_same_fingerprint_and_nobody_is_told_what_was_sealed_for_another(room, election):
    trustees = named(room, election)
    make_key(trustees, until="deal")

    told = [trustee.state for trustee in trustees]

    assert len({each["fingerprint"] for each in told}) == 1
    assert len(told[0]["fingerprint"]) == 10
    for each in told:
        assert len(each["handed"]["secrets"]) == 3
    sealed = [letter for each in told for letter in each["handed"]["secrets"]]
    assert len(set(sealed)) == 9


def test_the_others_are_waited_for_by_name(room, election):
    first, second, third = named(room, election)
    first.go_on()

    assert first.state["step"] == "wait"
    assert first.state["waited"] == [str(room.voters[number].person) for number in (1, 2)]
    assert second.state["step"] == "certify"
    assert [said.replace("\xa0", " ") for said in keys.missing_before_opening(election)] == [
        f"La clé n’est pas encore faite. On attend : {', '.join(first.state['waited'])}."
    ]
    second.go_on()
    third.go_on()
    assert first.state["step"] == "deal"


def test_17_the_share_of_the_site_is_kept_encrypted_and_opened_by_the_key_of_the_environment(
    room, election, settings
):
    named(room, election)
    ceremony = KeyCeremony.objects.get()
    share = shares.take_out(ceremony.server_share)
    assert str(g_power(share)) == parse(ceremony.server_key)["public_key"]
    assert str(share) not in ceremony.server_share

    settings.SECRET_KEY_FALLBACKS, settings.SECRET_KEY = (
        [settings.SECRET_KEY],
        "another key of fifty characters at least, as asked",
    )
    assert shares.take_out(ceremony.server_share) == share
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(RefusedActError):
        shares.take_out(ceremony.server_share)


def test_a_step_sent_again_is_answered_and_another_message_for_it_is_refused(room, election):
    trustee, *_others = named(room, election)
    message = trustee.message()
    assert trustee.send("certify", message).status_code == 200

    assert trustee.send("certify", message).status_code == 200
    other = engine.certify(engine.Seed(new_seed()), (2, 3, 1))
    assert trustee.send("certify", other).status_code == 409
    assert CeremonyMessage.objects.count() == 1


def test_a_step_before_its_time_is_refused(room, election):
    first, *_others = named(room, election)
    assert first.send("deal", {}).status_code == 409
    assert first.send("accept", {}).status_code == 409
    assert first.send("rehearse", {}).status_code == 409
    assert first.send("nothing", {}).status_code == 409
    assert not CeremonyMessage.objects.exists()


@pytest.mark.parametrize("name", ["own-key", "own-key-steps", "rehearsal-archive"])
def test_whoever_is_no_trustee_finds_nothing(client, room, election, name):
    make_key(named(room, election))
    address = reverse(f"elections:{name}", args=[election.pk])
    for account in [room.voters[4], room.lead, accounts.staff(), accounts.guest()]:
        client.force_login(account)
        assert client.get(address).status_code == 404
        assert client.post(address, {"step": "certify", "message": "{}"}).status_code in {404, 405}
    client.logout()
    assert client.get(address).status_code == 302


def test_trustees_of_another_election_or_of_a_ceremony_given_up_find_nothing(room, election):
    other = Room.with_companies(3, name="Nîmes")
    elsewhere = other.prepared(way="online")
    other.standing(elsewhere, 0)
    conduct.seal(elsewhere, at=AT)
    named(other, elsewhere)
    trustees = named(room, election)
    assert TrusteeAt(other.voters[0], election).client.get(trustees[0].address).status_code == 404

    ceremonies.begin_again(election, at=AT)

    assert trustees[0].client.get(trustees[0].address).status_code == 404


def test_a_ceremony_begun_again_leaves_nothing_of_the_first(room, election):
    make_key(named(room, election))
    old = keys.trustees_text(election)
    ceremonies.begin_again(election, at=AT)
    assert Box.objects.get(election=election).trustees == ""
    assert not keys.are_ready(election)

    make_key(named(room, election))

    assert not set(read_trustees(old).keys.values()) & set(
        read_trustees(keys.trustees_text(election)).keys.values()
    )


# The attacks of the ceremony


def test_attack_17_a_share_meant_for_another_trustee_is_refused_in_the_browser(room, election):
    trustees = named(room, election)
    make_key(trustees, until="deal")
    told = trustees[0].state
    told["handed"]["secrets"][1] = trustees[2].state["handed"]["secrets"][1]
    with pytest.raises(engine.RefusedError) as refused:
        engine.accept(trustees[0].seed, told["certificates"], 2, told["handed"])
    assert refused.value.check.startswith("S")


def test_attack_17_a_share_that_does_not_fit_what_was_published_is_refused_and_names_its_sender(room, election):
    trustees = named(room, election)
    for trustee in trustees:
        trustee.go_on()
    certificates = trustees[0].state["certificates"]
    for trustee in trustees[1:]:
        trustee.go_on()
    false, true = (engine.deal(trustees[0].seed, certificates, 2) for _ in range(2))
    # The polynomial that was published is not the one from which the parts were made.
    mixed = {**true, "secrets": false["secrets"]}
    assert trustees[0].send("deal", mixed).status_code == 200  # sealed: the site cannot see it

    told = trustees[1].state
    with pytest.raises(engine.RefusedError, match=r"S5.*trustee 1"):
        engine.accept(trustees[1].seed, told["certificates"], 2, told["handed"])


def test_attack_17_a_site_that_plays_another_trustee_shows_in_the_fingerprint(room, election):
    trustees = named(room, election)
    make_key(trustees, until="certify")
    true = trustees[0].state["certificates"]
    false = [*true[:2], engine.certify(engine.Seed(new_seed()), (2, 3, 3))]
    assert engine.spoken_fingerprint(true) != engine.spoken_fingerprint(false)
    with pytest.raises(engine.RefusedError, match="S4"):
        engine.deal(trustees[2].seed, false, 2)


def test_a_certificate_for_another_place_or_without_its_signature_is_refused(room, election):
    first, second, _third = named(room, election)
    assert first.send("certify", engine.certify(first.seed, (2, 3, 2))).json()["check"] == "C5"
    assert first.send("certify", engine.certify(first.seed, (3, 3, 1))).json()["check"] == "C5"
    stolen = engine.certify(second.seed, (2, 3, 1))
    stolen["signature"] = engine.certify(first.seed, (2, 3, 1))["signature"]
    assert first.send("certify", stolen).json()["check"] == "C5"


def test_a_seed_used_twice_is_refused_before_anybody_deals(room, election):
    trustees = named(room, election)
    trustees[1].seed = trustees[0].seed
    trustees[0].go_on()
    trustees[2].go_on()
    assert trustees[1].send("certify", trustees[1].message()).json()["check"] == "C5"
    assert trustees[1].state["step"] == "certify"


def test_a_part_of_the_key_that_does_not_follow_is_refused(room, election):
    trustees = named(room, election)
    make_key(trustees, until="deal")
    right, other = trustees[0].message(), trustees[1].message()
    wrong = {**right, "public_key": other["public_key"]}
    assert trustees[0].send("accept", wrong).json()["check"] == "C8"
    assert trustees[0].send("accept", right).status_code == 200


def test_a_rehearsal_decrypted_by_another_seed_or_for_another_is_refused(room, election):
    trustees = named(room, election)
    make_key(trustees, until="accept")
    right, other = trustees[0].message(), trustees[1].message()
    assert trustees[0].send("rehearse", other).json()["check"] == "F1"
    lied = {**right, "text": other["text"], "owned": right["owned"]}
    assert trustees[0].send("rehearse", lied).json()["check"] == "F3"
    assert not keys.are_ready(election)


def test_the_rehearsal_is_an_election_that_the_verifiers_accept_and_its_question_is_the_known_one(room, election):
    trustees = named(room, election)
    make_key(trustees, until="accept")
    verdict = verify_archive(trustees[0].client.get(trustees[0].state["archive"]).content)
    assert verdict.setup.election.questions == (rehearsal.QUESTION,)
    assert verdict.ballots == 3
    assert keys.trustees_text(election) == "".join(verify_trustees(verdict, election))


def verify_trustees(verdict, election):
    assert verdict.setup.trustees == read_trustees(keys.trustees_text(election))
    return [keys.trustees_text(election)]


# Lost before the vote


def test_attack_31_a_seed_lost_before_the_vote_asks_for_another_ceremony(room, election):
    make_key(named(room, election))
    trustee = Trustee.objects.get(index=2)
    losing.mark(trustee, at=AT)

    assert [said.replace("\xa0", " ") for said in keys.missing_before_opening(election)] == [
        "Une graine est perdue : abandonnez cette cérémonie et recommencez-en une autre."
    ]
    losing.mark(trustee, at=None)
    assert keys.are_ready(election)
    assert Incident.objects.filter(election=election).count() == 2


# What the database keeps


def refused(name):
    return pytest.raises(DatabaseError, match=name)


def test_messages_and_keys_never_change(room, election):
    make_key(named(room, election))
    ceremony = KeyCeremony.objects.get()
    for change, name in [
        (lambda: CeremonyMessage.objects.update(text="{}"), "is sealed"),
        (lambda: CeremonyMessage.objects.all().delete(), "is sealed"),
        (lambda: KeyCeremony.objects.update(server_share="x"), "the key of ceremony"),
        (lambda: KeyCeremony.objects.update(trustee_group=""), "the key of ceremony"),
        (lambda: KeyCeremony.objects.update(rehearsal=None), "the key of ceremony"),
        (
            lambda: Incident.objects.create(election=election, text="x") and Incident.objects.update(text="y"),
            "Cannot",
        ),
    ]:
        with refused(name), transaction.atomic():
            change()
    assert KeyCeremony.objects.get().server_share == ceremony.server_share


def test_a_decryption_cannot_be_written_before_the_closing_nor_a_certificate_after_the_sealing(room, election):
    make_key(named(room, election))
    trustee = Trustee.objects.get(index=1)
    with refused("is sealed"), transaction.atomic():
        CeremonyMessage.objects.create(trustee=trustee, step="decrypt", text="{}")
    CeremonyMessage.objects.filter(pk=0)
    Election.objects.filter(pk=election.pk).update(state="void", void_reason="x")
    with refused("is void"), transaction.atomic():
        CeremonyMessage.objects.create(trustee=trustee, step="decrypt", text="{}")
    with refused("is void"), transaction.atomic():
        Trustee.objects.update(index=4)


def test_trustees_are_named_once_for_an_online_vote_that_is_sealed(room, election):
    named(room, election)
    with pytest.raises(RefusedActError):
        ceremonies.name_trustees(election, room.voters[:3], threshold=2)
    with pytest.raises(RefusedActError):
        ceremonies.name_trustees(room.prepared(way="online"), room.voters[:3], threshold=2)
    paper = room.prepared()
    room.standing(paper, 0)
    conduct.seal(paper, at=AT)
    with pytest.raises(RefusedActError):
        ceremonies.name_trustees(paper, room.voters[:3], threshold=2)


def test_who_has_every_right_on_the_site_is_no_trustee_and_others_of_the_staff_may_be(client, room, election):
    runs_the_server, clerk = accounts.staff(), accounts.staff()
    User.objects.filter(pk=clerk.pk).update(is_superuser=False)
    clerk.refresh_from_db()
    client.force_login(room.lead)
    address = reverse("elections:election-keys", args=[election.pk])
    page = client.get(address).content.decode()
    assert f'<option value="{clerk.pk}"' in page
    assert f'<option value="{runs_the_server.pk}"' not in page
    first, second = room.voters[:2]
    typed = {"act": "designer", "size": 3, "trustee_1": first.pk, "trustee_2": second.pk}
    assert client.post(address, typed | {"trustee_3": runs_the_server.pk}).status_code == 200
    with pytest.raises(RefusedActError, match="serveur"):
        ceremonies.name_trustees(election, [first, second, runs_the_server], threshold=2)
    assert not Trustee.objects.exists()
    assert client.post(address, typed | {"trustee_3": clerk.pk}).status_code == 302
    User.objects.filter(pk=clerk.pk).update(is_superuser=True)
    assert "Un dépositaire peut désormais administrer le serveur" in keys.missing_before_opening(election)[0]


# Hostile messages

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)
KEYS = [
    "message",
    "signature",
    "polynomial",
    "secrets",
    "coefexps",
    "private_key",
    "public_key",
    "owner",
    "text",
    "owned",
]
NUMBERS = st.sampled_from(["0", "1", str(P), str(P - 1), str(Q), "-1", "٣", "1e9", "9" * 6000, ""])
ANY = JSON | st.dictionaries(st.sampled_from(KEYS), JSON | NUMBERS, max_size=6)


def means(text):
    """Return the value of a JSON text; None when it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


@pytest.mark.parametrize("until", [None, "certify", "deal", "accept"])
def test_hostile_messages_are_refused_and_nothing_is_kept(room, election, until):
    trustees = named(room, election)
    if until:
        make_key(trustees, until=until)
    trustee = trustees[0]
    step, right = trustee.state["step"], trustee.message()
    before = CeremonyMessage.objects.count()

    @settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def attack(data):
        kind = data.draw(st.sampled_from(["any", "raw", "changed", "bytes"]))
        if kind == "any":
            text = json.dumps(data.draw(ANY))
        elif kind == "raw":
            text = data.draw(st.text(max_size=200))
        elif kind == "bytes":
            text = json.dumps(right).replace(
                data.draw(st.sampled_from('"{:[,')), data.draw(st.text(max_size=3)), 3
            )
        else:
            key = data.draw(st.sampled_from(sorted(right)))
            text = json.dumps({**right, key: data.draw(ANY | NUMBERS)})
        if means(text) == right:
            return
        answer = trustee.client.post(trustee.address, {"step": step, "message": text})
        assert answer.status_code == 400, (text, answer.content)
        if "\x00" not in text:  # no page of the site takes that
            assert answer.json()["message"]

    attack()
    assert CeremonyMessage.objects.count() == before
    assert trustee.send(step, right).status_code == 200


def test_a_message_that_is_too_large_is_refused(room, election):
    trustee, *_others = named(room, election)
    assert trustee.send("certify", "x" * 300_000).status_code == 413


def test_a_form_without_the_token_is_refused(room, election):
    named(room, election)
    client = Client(enforce_csrf_checks=True)
    client.force_login(room.voters[0])
    assert (
        client.post(reverse("elections:own-key-steps", args=[election.pk]), {"step": "certify"}).status_code == 403
    )


@pytest.mark.parametrize("context", [{"index": True}, {"size": 3.0}])
def test_a_certificate_that_says_true_for_one_is_refused_before_it_spoils_the_archive(room, election, context):
    first, _second, _third = named(room, election)
    message = json.loads(first.message()["message"])
    text = json.dumps({**message, "context": message["context"] | context}, separators=(",", ":"))
    told = sign_message(text, first.seed.signing, random_scalar()).json()

    assert first.send("certify", told).json()["check"] in {"C5", "J1", "J3"}


def test_a_trustee_does_not_keep_the_site_busy_with_false_messages(room, election):
    trustee, *_others = named(room, election)
    assert trustee.send("certify", {}).status_code == 400
    Attempts.objects.update(count=60)
    assert trustee.send("certify", trustee.message()).status_code == 429
