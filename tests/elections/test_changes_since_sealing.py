"""What changed of voters' addresses and accounts after the sealing: told, confirmed, written; never an address."""

import pghistory
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from elections import box, codes, conduct, evidence, officers, opening, watch
from elections.holding import RefusedActError
from elections.models import Incident
from elections.watch import What
from leader.shared.mails import Letter
from members.models import Company, Person, User
from tests.elections import online
from tests.elections.crypto.boxes import keys
from tests.elections.rooms import AT
from tests.elections.test_code_officer import second_round_of
from tests.elections.test_incidents import with_trustee
from tests.factories import accounts

pytestmark = pytest.mark.django_db
ALIAS, OTHER = "alias.un@pirate.example", "alias.deux@pirate.example"
NONE = "aucune adresse ni aucun compte"


def page(name, vote):
    return reverse(f"elections:election-{name}", args=[vote.election.pk])


def shown(client, vote, name):
    return client.get(page(name, vote)).content.decode()


def whats(vote):
    return [(one.entry.pk, one.what) for one in watch.changes_since_sealing(vote.election)]


def hijack(vote, number, by):
    """Lead both mailboxes of a company to aliases, and put them back."""
    entry = vote.entries[number]
    with pghistory.context(user=by.pk, page="admin:change"):
        for model, key, email in [
            (Person, entry.representative_id, ALIAS), (Company, entry.company_id, OTHER),
            (Person, entry.representative_id, "vrai@atelier.example"), (Company, entry.company_id, ""),
        ]:  # fmt: skip
            model.objects.filter(pk=key).update(email=email)


def test_a_lead_who_leads_both_mailboxes_elsewhere_and_puts_them_back_is_told_everywhere(client):
    vote = online.sealed(3)
    assert whats(vote) == []
    hijack(vote, 1, vote.room.lead)
    company, lead = str(vote.entries[1].company), str(vote.room.lead.person)

    client.force_login(vote.room.lead)
    for name in ("codes", "conduct"):
        told = shown(client, vote, name)
        assert "Changé depuis le scellement" in told
        assert told.count("adresse e-mail de l’entreprise") == 2
        assert told.count("adresse e-mail de la personne qui vote") == 2
        assert company in told
        assert lead in told
        assert ALIAS not in told
        assert OTHER not in told


def test_no_code_goes_to_a_changed_address_before_somebody_confirms_what_was_read(client):
    vote = online.sealed(3)
    client.force_login(vote.room.lead)
    hijack(vote, 1, vote.room.lead)
    mark = watch.mark_of(watch.changes_since_sealing(vote.election))

    refused = client.post(page("codes", vote))

    assert refused.status_code == 200
    assert "lisez ce qui a changé" in refused.content.decode()
    assert f'value="{mark}"' in refused.content.decode()
    assert not Letter.objects.exclude(secret="").exists()
    hijack(vote, 0, vote.room.lead)  # after the page was read
    assert client.post(page("codes", vote), {"confirme": mark}).status_code == 200
    mark = watch.mark_of(watch.changes_since_sealing(vote.election))
    assert client.post(page("codes", vote), {"confirme": mark}).status_code == 302
    assert Letter.objects.exclude(secret="").count() == 3
    (incident,) = Incident.objects.filter(election=vote.election)
    assert str(vote.entries[0].company) in incident.text
    assert str(vote.entries[1].company) in incident.text
    assert str(vote.entries[2].company) not in incident.text


def test_one_code_given_again_asks_for_its_own_company_alone():
    vote = online.ready(3)
    hijack(vote, 1, vote.room.lead)
    mark = watch.mark_of(watch.changes_since_sealing(vote.election))

    codes.give_again(vote.entries[0], at=AT)
    with pytest.raises(RefusedActError, match="confirmez"):
        codes.give_again(vote.entries[1], at=AT)
    codes.give_again(vote.entries[1], at=AT, confirmed=mark)

    assert Incident.objects.filter(text__contains="confirmation").count() == 1


def test_the_holder_of_a_proxy_gets_the_code_so_its_mailbox_counts():
    vote = online.ready(3, proxies={1: 0})
    hijack(vote, 0, vote.room.lead)
    with pytest.raises(RefusedActError, match="confirmez"):
        codes.give_again(vote.entries[1], at=AT)


def test_a_first_account_made_late_is_told_and_asks_nothing_before_the_codes_go():
    vote = online.sealed(2)
    voter = vote.room.voters[1]
    conduct.give_up(vote.election, reason="Report")
    User.objects.filter(pk=voter.pk).delete()
    draft = vote.room.prepared(way="online")
    vote.room.standing(draft, 0)
    conduct.seal(draft, at=timezone.now())
    draft.refresh_from_db()
    User.objects.create_user("tardif@atelier.example", person=voter.person)

    (change,) = watch.changes_since_sealing(draft)

    assert (change.what, change.asks) == (What.FIRST_ACCOUNT, False)
    assert codes.send(draft, at=timezone.now()) == 2
    assert not Incident.objects.filter(election=draft).exists()


def test_an_account_in_the_place_of_another_or_with_another_address_is_no_first_one():
    vote = online.sealed(3)
    first, second = vote.entries[0].pk, vote.entries[1].pk
    gone = vote.room.voters[0].person
    User.objects.filter(pk=vote.room.voters[0].pk).delete()
    User.objects.create_user("tardif@atelier.example", person=gone)
    User.objects.filter(pk=vote.room.voters[1].pk).update(email="ailleurs@atelier.example")

    assert whats(vote) == [(first, What.ACCOUNT), (first, What.ACCOUNT), (second, What.SIGN_IN)]


def test_an_account_pointed_at_another_person_is_told_of_both():
    vote = online.sealed(3)
    clerk, thief = accounts.staff(), vote.room.voters[0]
    victim = vote.room.voters[1]
    with pghistory.context(user=clerk.pk):
        User.objects.filter(pk=victim.pk).update(person=None)
        User.objects.filter(pk=thief.pk).update(person=victim.person_id)

    changes = watch.changes_since_sealing(vote.election)

    assert {(one.entry.pk, one.what) for one in changes} == {
        (vote.entries[1].pk, What.ACCOUNT), (vote.entries[0].pk, What.ACCOUNT),
    }  # fmt: skip
    assert {one.who for one in changes} == {str(clerk.person)}


def test_the_minutes_tell_all_of_it_or_that_there_is_nothing():
    vote = online.ready(3)
    assert NONE in str(evidence.sections_of(vote.election))
    hijack(vote, 1, vote.room.lead)
    box.take_keys(vote.election, keys().text)
    now = timezone.now()
    opening.open_online(vote.election, closes_at=now + online.HOUR, at=now)
    vote.election.refresh_from_db()
    told = str(evidence.sections_of(vote.election))
    assert NONE not in told
    assert str(vote.room.lead.person) in told
    assert ALIAS not in told
    assert OTHER not in told


def test_what_changes_after_the_closing_or_before_the_sealing_is_none_of_it():
    vote = online.sealed(3)
    Person.objects.filter(pk=vote.room.voters[0].person_id).update(phone="0600000000")
    assert whats(vote) == []
    conduct.give_up(vote.election, reason="Report")
    hijack(vote, 1, vote.room.lead)
    assert whats(vote) == []
    draft = vote.room.prepared(way="online")
    assert watch.changes_since_sealing(draft) == []


def test_what_changed_while_the_first_round_ran_is_told_by_its_day_in_the_second_too():
    """The archive of the first round keeps an order as well: an hour would say whose a ballot may be."""
    vote = online.opened(3)
    hijack(vote, 1, vote.room.lead)

    told = watch.changes_since_sealing(second_round_of(vote, round=2, first_round=vote.election))

    assert len(told) == 4
    assert not any(":" in change.when for change in told)


def test_the_polling_station_reads_it_on_the_page_of_its_checks_a_day_for_an_hour(client):
    vote = online.opened(3)
    trustee = with_trustee(vote, 2)
    client.force_login(trustee)
    assert "Aucune adresse ni aucun compte" in shown(client, vote, "box-check")
    hijack(vote, 1, vote.room.lead)

    told = shown(client, vote, "box-check")

    assert "Aucune adresse ni aucun compte" not in told
    assert "adresse e-mail de l’entreprise" in told
    assert ALIAS not in told
    (one, *_rest) = watch.changes_since_sealing(vote.election)
    assert ":" not in one.when  # an hour would hint at when somebody votes


def test_the_code_officer_reads_it_before_the_codes_leave(client):
    vote = online.sealed(3, codes_by="officer")
    officers.name(vote.election, vote.room.voters[2])
    hijack(vote, 1, vote.room.lead)
    client.force_login(vote.room.voters[2])
    told = client.get(reverse("elections:own-codes", args=[vote.election.pk])).content.decode()
    assert "adresse e-mail de l’entreprise" in told


def test_it_costs_the_same_for_one_change_and_for_many():
    vote = online.sealed(3)
    counts = []
    for number in (0, 1, 2):
        hijack(vote, number, vote.room.lead)
        User.objects.filter(pk=vote.room.voters[number].pk).update(email=f"autre{number}@atelier.example")
        with CaptureQueriesContext(connection) as seen:
            assert len(watch.changes_since_sealing(vote.election)) == 5 * (number + 1)
        counts.append(len(seen))
    assert len(set(counts)) == 1
