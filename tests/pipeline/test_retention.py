"""The clock of prospects' data: three years from their last sign of life, asked once, then erased everywhere."""

import re
from datetime import date, timedelta

import pytest
from django.core import signing
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone

from leader.shared.mails import Letter
from members.duplicates.undoing import undo
from territories.models import Prospect, ProspectExchange
from territories.models.prospects import DATA_ERASED, ERASED_REASON, TERRITORY_CLOSED, TERRITORY_MERGED
from territories.pipeline import retention
from tests.duplicates.acts import merged
from tests.factories import accounts
from tests.factories.members import MembershipFactory
from tests.factories.territories import OpeningProspectFactory, ProspectFactory

pytestmark = pytest.mark.django_db
DAY = date(2026, 5, 4)
State = Prospect.State
LONG_AGO = DAY.replace(year=2023) - timedelta(days=1)
PERSONAL = {"contact_name": "Anne Vic", "contact_email": "anne@vic.example", "notes": "Aime le rugby"}


def silent(since=LONG_AGO, **told):
    """Return a prospect recorded on ``since``, never heard of again."""
    prospect = ProspectFactory(**{**PERSONAL, **told})
    Prospect.objects.filter(pk=prospect.pk).update(contact_since=since)
    prospect.refresh_from_db()
    return prospect


def exchange(prospect, on, *, from_them):
    ProspectExchange.objects.create(prospect=prospect, on=on, from_them=from_them, summary="Parlé du gala")


def link(prospect):
    prospect.refresh_from_db()
    return reverse("territories:prospect-data", args=[retention.token_for(prospect, prospect.asked_on)])


def test_three_years_to_the_day_are_not_over_yet():
    late, on_the_day = silent(), silent(since=LONG_AGO + timedelta(days=1))

    assert list(retention.due_on(DAY).to_ask) == [late]
    assert list(retention.due_on(DAY + timedelta(days=1)).to_ask) == [late, on_the_day]


def test_what_came_from_them_starts_the_clock_again_and_what_we_sent_does_not():
    answered, only_written_to = silent(), silent()
    exchange(answered, DAY - timedelta(days=900), from_them=True)
    exchange(only_written_to, DAY - timedelta(days=900), from_them=False)

    assert list(retention.due_on(DAY).to_ask) == [only_written_to]


def test_a_member_and_a_prospect_without_personal_data_are_left_alone():
    silent(state=Prospect.State.MEMBER, company__member=True)
    silent(contact_name="", contact_email="", notes="")

    due = retention.due_on(DAY)
    assert (list(due.to_ask), list(due.to_erase)) == ([], [])


NOTHING = dict.fromkeys(PERSONAL, "")


@pytest.mark.parametrize(
    "told",
    [
        {"next_action": "Rappeler Mme Vic"},
        *({"state": state, "reason": "Mme Vic est malade"} for state in (State.DECLINED, State.MET, State.MEMBER)),
    ],
)
def test_words_about_what_comes_next_and_why_it_stopped_have_a_clock_too(told):
    prospect = silent(**NOTHING, **told)

    assert retention.run(DAY)["asked"] == 1
    assert retention.run(DAY + timedelta(days=30))["erased"] == 1

    prospect.refresh_from_db()
    assert "Vic" not in prospect.next_action + prospect.reason
    past = prospect.changes
    said = [*past.values_list("next_action", flat=True), *past.values_list("reason", flat=True)]
    assert not any("Vic" in value for value in said)
    assert retention.run(DAY + timedelta(days=1500)) == {"asked": 0, "erased": 0}


@pytest.mark.parametrize(
    "reason", [ERASED_REASON, DATA_ERASED, TERRITORY_CLOSED, TERRITORY_MERGED % {"name": "LeadeR Nîmes"}]
)
def test_what_an_act_of_the_house_says_of_why_it_stopped_has_no_clock(reason):
    silent(**NOTHING, state=State.DORMANT, reason=str(reason))

    due = retention.due_on(DAY)
    assert (list(due.to_ask), list(due.to_erase)) == ([], [])


def test_who_left_is_asked_five_years_after_the_last_day_of_rights_and_no_day_before():
    over, last_day = (silent(state=Prospect.State.MEMBER) for _one in range(2))
    ended = DAY.replace(year=2021)
    MembershipFactory(company=over.company, starts_on=date(2019, 1, 1), ends_on=ended)
    MembershipFactory(company=last_day.company, starts_on=date(2019, 1, 1), ends_on=ended, grace_days=1)

    assert list(retention.due_on(DAY).to_ask) == [over]

    retention.run(DAY)
    assert retention.run(DAY + timedelta(days=30))["erased"] == 1
    over.refresh_from_db()
    assert (over.state, over.contact_name, over.contact_email, over.notes) == ("member", "", "", "")


def test_who_came_back_is_left_alone():
    prospect = silent(state=Prospect.State.MEMBER, company__member=True)
    MembershipFactory(company=prospect.company, starts_on=date(2010, 1, 1), ends_on=date(2012, 1, 1))

    assert list(retention.due_on(DAY).to_ask) == []


def test_they_are_asked_once_however_often_the_job_runs():
    prospect = silent()

    assert [retention.run(DAY), retention.run(DAY), retention.run(DAY + timedelta(days=29))] == [
        {"asked": 1, "erased": 0}, {"asked": 0, "erased": 0}, {"asked": 0, "erased": 0},
    ]  # fmt: skip
    letter = Letter.objects.get()
    assert letter.recipient == "anne@vic.example"
    token = re.search(r"/pressenties/mes-donnees/(\S+)/\n", letter.text)[1]
    assert retention.asked_by(token) == prospect


def test_without_an_answer_everything_personal_is_erased_in_the_history_as_well():
    prospect, other = silent(), ProspectFactory(notes="Une autre")
    exchange(prospect, LONG_AGO, from_them=True)
    Prospect.objects.filter(pk=prospect.pk).update(notes="Aime le rugby et les chats")
    retention.run(DAY)

    assert retention.run(DAY + timedelta(days=30)) == {"asked": 0, "erased": 1}

    prospect.refresh_from_db()
    assert [getattr(prospect, name) for name in PERSONAL] == ["", "", ""]
    assert (prospect.state, prospect.reason) == ("dormant", "Données personnelles effacées")
    assert not prospect.exchanges.exists()
    kept = [value for change in prospect.changes.values() for value in change.values()]
    assert not {"Anne Vic", "anne@vic.example", "Aime le rugby", "Aime le rugby et les chats"} & set(
        map(str, kept)
    )
    said = ProspectExchange._meta.get_field("changes").related_model
    assert set(said.objects.values_list("summary", flat=True)) == {""}
    assert prospect.changes.count() >= 4  # that something changed is kept
    assert other.changes.get().notes == "Une autre"
    assert retention.run(DAY + timedelta(days=31)) == {"asked": 0, "erased": 0}


def test_the_erasure_of_who_gave_no_address_is_announced_to_the_lead(client):
    prospect = silent(contact_email="")
    client.force_login(accounts.lead_of(prospect.territory))

    assert retention.run(DAY) == {"asked": 1, "erased": 0}
    assert not Letter.objects.exists()
    shown = client.get(prospect.get_absolute_url()).content.decode()
    assert "effacé le 3 juin 2026" in shown
    assert retention.run(DAY + timedelta(days=30)) == {"asked": 0, "erased": 1}


def test_a_sign_after_the_question_counts_and_three_years_later_they_are_asked_anew():
    prospect = silent()
    retention.run(DAY)
    exchange(prospect, DAY + timedelta(days=5), from_them=True)

    assert retention.run(DAY + timedelta(days=40)) == {"asked": 0, "erased": 0}
    later = DAY.replace(year=2029) + timedelta(days=10)
    assert retention.run(later) == {"asked": 1, "erased": 0}
    assert retention.run(later + timedelta(days=30)) == {"asked": 0, "erased": 1}


def test_a_contact_typed_today_is_no_old_data():
    prospect = silent()
    Prospect.objects.filter(pk=prospect.pk).update(contact_name="Paul Neuf", contact_email="paul@vic.example")

    prospect.refresh_from_db()
    assert prospect.contact_since == timezone.localdate()
    assert retention.run(timezone.localdate()) == {"asked": 0, "erased": 0}


def test_who_says_yes_while_the_job_runs_is_heard():
    prospect = silent()
    retention.run(DAY)
    prospect.refresh_from_db()
    due = retention.due_on(DAY + timedelta(days=30)).to_erase.get()

    retention.keep(prospect, DAY + timedelta(days=30))
    assert retention._erase_if_still_due(due.pk, DAY + timedelta(days=30)) is False

    prospect.refresh_from_db()
    assert prospect.contact_name == "Anne Vic"


def test_who_became_a_member_meanwhile_stays_one():
    prospect = silent()
    Prospect.objects.filter(pk=prospect.pk).update(state=Prospect.State.MEMBER)

    retention.erase(prospect)  # read before

    prospect.refresh_from_db()
    assert (prospect.state, prospect.contact_name) == ("member", "")


def test_why_it_stopped_is_erased_too():
    prospect = silent(state=Prospect.State.DECLINED, reason="Mme Vic est malade")

    retention.erase(prospect)

    prospect.refresh_from_db()
    assert prospect.reason == "Données personnelles effacées"
    assert "Mme Vic est malade" not in prospect.changes.values_list("reason", flat=True)


def test_what_is_left_of_a_deleted_prospect_and_of_an_old_dossier_goes_as_well():
    prospect = silent()
    key = prospect.pk
    prospect.delete()
    changes = Prospect._meta.get_field("changes").related_model.objects.filter(pgh_obj=key)
    dossier = OpeningProspectFactory(contact_name="Anne Vic", contact_email="anne@vic.example")

    retention.run(timezone.localdate())
    assert set(changes.values_list("contact_name", flat=True)) == {"Anne Vic"}
    retention.run(timezone.localdate() + timedelta(days=1200))

    assert set(changes.values_list("contact_name", "contact_email", "notes")) == {("", "", "")}
    dossier.refresh_from_db()
    assert (dossier.contact_name, dossier.contact_email) == ("", "")
    assert set(dossier.changes.values_list("contact_name", flat=True)) == {""}


def test_what_was_emptied_or_replaced_by_hand_goes_from_the_history_in_its_time():
    emptied, replaced, kept = ProspectFactory(**PERSONAL), ProspectFactory(**PERSONAL), ProspectFactory(**PERSONAL)
    exchange(emptied, timezone.localdate(), from_them=False)
    emptied.exchanges.all().delete()
    Prospect.objects.filter(pk=emptied.pk).update(contact_name="", contact_email="", notes="")
    Prospect.objects.filter(pk=replaced.pk).update(contact_name="Paul Neuf")
    later = timezone.localdate() + timedelta(days=1200)
    for prospect in (replaced, kept):
        exchange(prospect, later, from_them=True)

    retention.run(later)

    assert set(emptied.changes.values_list("contact_name", "notes")) == {("", "")}
    assert set(replaced.changes.values_list("contact_name", flat=True)) == {"", "Paul Neuf"}
    assert set(kept.changes.values_list("contact_name", flat=True)) == {"Anne Vic"}
    said = ProspectExchange._meta.get_field("changes").related_model
    assert set(said.objects.filter(prospect=emptied.pk).values_list("summary", flat=True)) == {""}


def test_a_link_that_is_only_opened_answers_nothing_and_a_click_keeps(client):
    prospect = silent()
    retention.run(timezone.localdate())
    url = link(prospect)

    opened = client.get(url)
    client.post(url, {"answer": "keep"})

    assert "garde votre nom" in opened.content.decode()
    prospect.refresh_from_db()
    assert (prospect.asked_on, prospect.contact_name) == (None, "Anne Vic")
    assert prospect.exchanges.get().from_them
    assert retention.run(timezone.localdate()) == {"asked": 0, "erased": 0}


def test_no_erases_at_once_and_a_second_click_says_the_same(client):
    prospect = silent()
    retention.run(timezone.localdate())
    url = link(prospect)

    first = client.post(url, {"answer": "erase", "idempotency_key": "k"})
    second = client.post(url, {"answer": "erase", "idempotency_key": "k"})

    assert first["Location"] == second["Location"]
    assert "sont effacées" in client.get(first["Location"]).content.decode()
    prospect.refresh_from_db()
    assert prospect.contact_name == ""


def test_the_history_keeps_the_name_of_the_page_and_not_the_secret_link(client):
    prospect = silent()
    retention.run(timezone.localdate())

    client.post(link(prospect), {"answer": "keep"})

    context = prospect.changes.latest("pgh_id").pgh_context.metadata
    assert context == {"user": None, "page": "territories:prospect-data"}


@pytest.mark.parametrize("token", ["x", "WzEsIjIwMjYtMDUtMDQiXQ:1:abc", "é"])
def test_a_forged_link_finds_nobody(client, token):
    answer = client.post(reverse("territories:prospect-data", args=[token]), {"answer": "erase"})

    assert answer.status_code == 410


@pytest.mark.parametrize("is_the_same_territory", [True, False])
def test_what_a_merge_keeps_of_who_is_erased_comes_back_with_no_undoing(client, is_the_same_territory):
    prospect, joined = silent(), silent(contact_email="")
    if is_the_same_territory:
        Prospect.objects.filter(pk=joined.pk).update(territory=prospect.territory)
    record = merged(prospect.company, joined.company)
    retention.run(timezone.localdate())

    client.post(link(prospect), {"answer": "erase"})

    record.refresh_from_db()
    assert record.is_undoable_at(timezone.now()) is not is_the_same_territory
    assert ("Aime le rugby" in str(record.content)) is False
    if not is_the_same_territory:  # that courting stands by itself, and is not theirs
        undo(record.pk, by=accounts.staff(), at=timezone.now())
    told = Prospect.objects.filter(company__in=[prospect.company_id, record.removed_key])
    assert list(told.exclude(pk=joined.pk).values_list("contact_name", "notes")) == [("", "")]


MARIE = {"contact_name": "Marie Neuve", "contact_email": "marie@vic.example"}


def change_file(client, prospect, **told):
    prospect.refresh_from_db()
    client.force_login(accounts.lead_of(prospect.territory))
    answer = client.post(prospect.get_absolute_url(), {"version": prospect.version, **PERSONAL, **told})
    assert answer.status_code == 302


def token_of_before(prospect):
    """Return the token of a letter that was sent before the links said to which address."""
    prospect.refresh_from_db()
    return signing.dumps([prospect.pk, prospect.asked_on.isoformat()], salt=retention.SALT)


@pytest.mark.parametrize("answer", ["keep", "erase"])
@pytest.mark.parametrize("said_the_address", [True, False])
def test_the_contact_of_before_does_not_answer_for_the_next_one(client, answer, said_the_address):
    prospect = silent()
    retention.run(timezone.localdate() - timedelta(days=9))
    url = link(prospect)
    if not said_the_address:
        url = reverse("territories:prospect-data", args=[token_of_before(prospect)])
    change_file(client, prospect, **MARIE)
    client.logout()

    assert client.post(url, {"answer": answer}).status_code == 410

    prospect.refresh_from_db()
    assert (prospect.contact_name, prospect.notes) == ("Marie Neuve", "Aime le rugby")
    assert not prospect.exchanges.exists()


def test_a_link_of_before_serves_while_nothing_changed(client):
    prospect = silent()
    retention.run(timezone.localdate())

    client.post(reverse("territories:prospect-data", args=[token_of_before(prospect)]), {"answer": "erase"})

    prospect.refresh_from_db()
    assert prospect.contact_name == ""


@pytest.mark.parametrize("by", ["an exchange", "a corrected name"])
def test_who_was_in_touch_since_the_question_is_announced_no_more_and_may_still_say_no(client, by):
    prospect = silent()
    retention.run(timezone.localdate() - timedelta(days=9))
    client.force_login(accounts.lead_of(prospect.territory))
    assert "effacé le" in client.get(prospect.get_absolute_url()).content.decode()

    if by == "an exchange":
        told = {"on": timezone.localdate(), "kind": "call", "from_them": "on", "summary": "A rappelé"}
        client.post(reverse("territories:prospect-exchange", args=[prospect.pk]), told)
    else:
        change_file(client, prospect, contact_name="Anne Vicq")

    assert "effacé le" not in client.get(prospect.get_absolute_url()).content.decode()
    client.post(link(prospect), {"answer": "erase"})
    prospect.refresh_from_db()
    assert prospect.contact_name == ""


def test_who_became_a_member_since_the_question_is_announced_no_more(client):
    prospect = silent()
    retention.run(timezone.localdate() - timedelta(days=9))
    Prospect.objects.filter(pk=prospect.pk).update(state=Prospect.State.MEMBER)
    MembershipFactory(company=prospect.company, lasting=True)
    client.force_login(accounts.lead_of(prospect.territory))

    assert "effacé le" not in client.get(prospect.get_absolute_url()).content.decode()


def test_a_sign_on_the_day_of_the_question_counts_and_they_are_asked_anew():
    prospect = silent()
    retention.run(DAY)
    exchange(prospect, DAY, from_them=True)

    later = DAY.replace(year=2029) + timedelta(days=1)
    assert retention.run(later) == {"asked": 1, "erased": 0}


def test_a_link_serves_once(client):
    prospect = silent()
    retention.run(timezone.localdate())
    url = link(prospect)
    client.post(url, {"answer": "keep"})

    assert client.post(url, {"answer": "erase"}).status_code == 410
    prospect.refresh_from_db()
    assert prospect.contact_name == "Anne Vic"


def test_the_command_reports_before_it_does_anything(capsys):
    prospect = silent(since=timezone.localdate() - timedelta(days=1200))

    call_command("forget_prospects")
    said = capsys.readouterr().out
    assert said == f"ask: {prospect.territory} – {prospect.company}\n"
    assert not Letter.objects.exists()

    call_command("forget_prospects", "--confirm")
    assert "1 asked, 0 erased." in capsys.readouterr().out
    assert Letter.objects.count() == 1
