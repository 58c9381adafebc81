"""The pages of personal data: one's own file alone, the requests and their clock, the erasure and its preview."""

import io
import json
from datetime import date, timedelta

import pytest
import time_machine
from django.core.management import call_command
from django.urls import reverse
from django.utils import timezone
from pypdf import PdfReader

from leader.pages.personal_data.links import link_to
from leader.shared import mails, retention
from leader.shared.models import Letter, RetentionRun
from leader.shared.personal_data import ERASED, processings
from members.models import ContactPreference, DataRequest, Person
from tests.factories import accounts
from tests.factories.applications import ApplicationFactory
from tests.factories.members import PASSWORD, CompanyFactory, UserFactory
from tests.factories.territories import ProspectFactory

pytestmark = pytest.mark.django_db
PDF, JSON = reverse("pages:my-data-file", args=["pdf"]), reverse("pages:my-data-file", args=["json"])


@pytest.fixture(autouse=True)
def places(settings, tmp_path):
    """Keep the list of erasures of the test to itself."""
    settings.DATA_FOLDER = tmp_path


def ask(email, kind="erasure", *, confirmed=True, at=None):
    asked = DataRequest.receive(email=email, kind=kind, words="S’il vous plaît", at=at or timezone.now())
    if confirmed:
        asked.confirm(at=at or timezone.now())
    asked.refresh_from_db()
    return asked


def signed_in_lately(client, user):
    client.force_login(user)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def test_one_reads_and_downloads_one_s_own_data_and_nobody_else_s(client):
    user, other = accounts.member(), UserFactory(person__family_name="Autrui")
    signed_in_lately(client, user)

    page = client.get(reverse("pages:my-data")).content.decode()
    file = client.get(JSON)
    pdf = PdfReader(io.BytesIO(client.get(PDF).content))

    told = json.loads(file.content)
    assert user.person.family_name in page
    assert {user.person.family_name, user.email} <= set(values(told))
    assert "Autrui" not in page + file.content.decode()
    assert other.email not in file.content.decode()
    text = "".join(leaf.extract_text() for leaf in pdf.pages)
    assert user.person.family_name in text
    assert "Autrui" not in text
    assert pdf.trailer["/Root"]["/MarkInfo"]["/Marked"]  # tagged, for a screen reader


def values(told):
    return [cell["value"] for section in told["data"] for row in section["rows"] for cell in row]


def test_what_is_or_is_not_is_told_in_french(client):
    client.force_login(accounts.member())

    page = client.get(reverse("pages:my-data")).content.decode()

    assert ">oui<" in page
    assert ">True<" not in page
    assert ">False<" not in page


def test_no_secret_is_in_the_file(client):
    user = accounts.member()
    signed_in_lately(client, user)

    assert user.password not in client.get(JSON).content.decode()


def test_what_was_typed_is_no_markup_of_the_pdf(client):
    user = UserFactory(person__family_name='#panic("x") *gras* $1+1$ "]', person__given_name="<b>")
    signed_in_lately(client, user)

    answer = client.get(PDF)

    text = "".join(leaf.extract_text() for leaf in PdfReader(io.BytesIO(answer.content)).pages)
    assert '#panic("x") *gras* $1+1$ "]' in text.replace("\n", "")


def test_a_download_asks_to_sign_in_again(client):
    client.force_login(accounts.member())

    assert client.get(JSON).headers["Location"].startswith(reverse("account_reauthenticate"))


def test_an_account_without_password_downloads_after_a_recent_sign_in_alone(client):
    user = UserFactory()
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    assert client.get(JSON).status_code == 200

    type(user).objects.filter(pk=user.pk).update(last_login=timezone.now() - timedelta(hours=2))

    assert client.get(JSON).headers["Location"] == reverse("pages:my-data")


@pytest.mark.parametrize("kind", ["access", "portability", "rectification", "objection", "erasure"])
def test_a_request_of_somebody_signed_in_is_one_however_often_it_is_sent(client, kind):
    user = accounts.guest()
    client.force_login(user)

    for _ in range(2):
        client.post(reverse("pages:my-data-request"), {"kind": kind, "words": "Tout"})

    [asked] = DataRequest.objects.all()
    assert (asked.email, asked.person, asked.is_open, asked.kind) == (user.email, user.person, True, kind)


def test_the_public_form_answers_the_same_for_everybody_and_sends_a_letter_to_the_address(client):
    ProspectFactory(contact_email="connue@example.org")
    url = reverse("pages:data-request-ask")

    answers = [
        client.post(url, {"email": email, "kind": "erasure", "words": ""})
        for email in ["connue@example.org", "inconnue@example.org"]
    ]

    assert {a.headers["Location"] for a in answers} == {reverse("pages:data-request-sent")}
    assert [letter.recipient for letter in Letter.objects.all()] == ["connue@example.org", "inconnue@example.org"]
    assert not DataRequest.objects.open().exists()


def test_a_program_that_fills_the_hidden_field_in_leaves_nothing(client):
    answer = client.post(
        reverse("pages:data-request-ask"), {"email": "a@example.org", "kind": "access", "fax": "x"}
    )

    assert answer.headers["Location"] == reverse("pages:data-request-sent")
    assert not DataRequest.objects.exists()


def test_a_mailbox_gets_three_letters_a_day_at_most(client):
    sent = [
        client.post(reverse("pages:data-request-ask"), {"email": "a@example.org", "kind": "access"}).status_code
        for _ in range(4)
    ]

    assert sent == [302, 302, 302, 429]


def test_a_link_confirms_when_it_is_pressed_and_not_when_it_is_opened(client):
    asked = ask("a@example.org", confirmed=False)

    assert client.get(link_to(asked)).status_code == 200
    assert not DataRequest.objects.open().exists()
    client.post(link_to(asked))
    client.post(link_to(asked))

    assert DataRequest.objects.open().get() == asked
    assert client.post(link_to(asked)[:-4] + "xyz/").status_code == 404


def test_a_second_request_for_the_same_is_told_that_the_first_one_waits(client):
    first, second = ask("a@example.org"), ask("a@example.org", confirmed=False)

    client.post(link_to(second))
    page = client.get(link_to(second)).content.decode()

    assert DataRequest.objects.open().get() == first
    assert "est déjà confirmée" in page
    assert "Confirmer ma demande" not in page


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2026, 1, 31), date(2026, 2, 28)),
        (date(2026, 11, 30), date(2026, 12, 30)),
        (date(2026, 12, 5), date(2027, 1, 5)),
    ],
)
def test_a_request_is_due_in_one_month(received, due):
    with time_machine.travel(f"{received} 12:00+01:00"):
        assert ask("a@example.org").due_on == due


def test_a_request_is_extended_once_by_two_months_and_the_person_told_why(client):
    client.force_login(accounts.staff())
    asked = ask("a@example.org", "access")
    due, url = asked.due_on, reverse("pages:data-request-extend", args=[asked.pk])

    client.post(url, {"because": "Il faut relire des archives.", "version": asked.version})
    again = client.post(url, {"because": "Encore.", "version": asked.version + 1})

    asked.refresh_from_db()
    assert asked.due_on > due + timedelta(days=55)
    assert again.status_code == 409
    assert ["archives" in letter.text for letter in Letter.objects.all()] == [True]


def test_an_answer_that_is_late_has_no_more_time(client):
    client.force_login(accounts.staff())
    asked = ask("a@example.org", "access", at=timezone.now() - timedelta(days=60))

    page = client.get(asked.get_absolute_url()).content.decode()
    typed = {"because": "Il faut relire des archives.", "version": asked.version}
    answer = client.post(reverse("pages:data-request-extend", args=[asked.pk]), typed)

    due_on = asked.due_on
    asked.refresh_from_db()
    assert answer.status_code == 409
    assert (asked.due_on, asked.is_late, asked.may_be_extended) == (due_on, True, False)
    assert "Prendre deux mois de plus" not in page
    assert "ne peut plus être prolongé" in page


def test_an_erasure_is_said_to_be_done_by_the_erasure_alone(client):
    client.force_login(accounts.staff())
    asked = ask("a@example.org")
    url, typed = (
        reverse("pages:data-request-answer", args=[asked.pk]),
        {"answer": "Non.", "version": asked.version},
    )

    for outcome in ["done", "partly"]:
        assert client.post(url, typed | {"outcome": outcome}).status_code == 200
        assert DataRequest.objects.open().exists()
    assert client.post(url, typed | {"outcome": "refused"}).status_code == 302
    assert not DataRequest.objects.open().exists()


def test_of_two_answers_one_is_told_no(client):
    client.force_login(accounts.staff())
    asked = ask("a@example.org", "access")
    url, typed = reverse("pages:data-request-answer", args=[asked.pk]), {"outcome": "done", "answer": "Voici."}

    first = client.post(url, {**typed, "version": asked.version})
    second = client.post(url, {**typed, "version": asked.version})

    assert (first.status_code, second.status_code) == (302, 409)
    assert Letter.objects.count() == 1


def test_late_requests_come_first(client):
    client.force_login(accounts.staff())
    new = ask("nouvelle@example.org")
    late = ask("tardive@example.org", at=timezone.now() - timedelta(days=60))

    answer = client.get(reverse("pages:data-request-list"))

    assert list(answer.context["page"]) == [late, new]
    assert "en retard" in answer.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_costs_the_same_for_one_request_and_for_three(client, count, django_assert_num_queries):
    client.force_login(accounts.staff())
    for number in range(count):
        ask(f"a{number}@example.org")

    with django_assert_num_queries(6):  # session, user, count, requests; a savepoint and its end
        client.get(reverse("pages:data-request-list"))


def test_staff_erase_after_the_preview_in_one_act_with_a_last_letter(client):
    user = accounts.guest()
    client.force_login(accounts.staff())
    asked = ask(user.email)
    page = client.get(asked.get_absolute_url())
    form = page.context["erasure_form"]
    typed = {"seen": form.initial["seen"], "version": form.initial["version"]}
    url = reverse("pages:data-request-erase", args=[asked.pk])

    refused = client.post(url, typed)  # the box is not ticked
    assert "irréversible" in refused.content.decode()
    assert Person.objects.get(pk=user.person_id).family_name != ERASED
    client.post(url, {**typed, "agreed": "on"})

    assert Person.objects.get(pk=user.person_id).family_name == ERASED
    asked.refresh_from_db()
    assert (asked.outcome, user.email in asked.email) == ("done", False)
    assert [letter.recipient for letter in Letter.objects.all()] == [user.email]


def test_a_preview_that_is_no_longer_true_is_shown_again(client):
    client.force_login(accounts.staff())
    asked = ask("a@example.org")
    form = client.get(asked.get_absolute_url()).context["erasure_form"]
    ProspectFactory(contact_email="a@example.org")

    answer = client.post(
        reverse("pages:data-request-erase", args=[asked.pk]),
        {"seen": form.initial["seen"], "version": form.initial["version"], "agreed": "on"},
    )

    assert "relisez l’aperçu" in answer.content.decode()
    assert DataRequest.objects.open().exists()


def test_who_votes_for_a_member_is_not_erased_and_the_page_says_what_comes_first(client):
    user = accounts.representative_of(CompanyFactory(member=True, name="Essai Vote"))
    client.force_login(accounts.staff())
    asked = ask(user.email)
    page = client.get(asked.get_absolute_url())

    answer = client.post(
        reverse("pages:data-request-erase", args=[asked.pk]),
        {"seen": page.context["erasure_form"].initial["seen"], "version": asked.version, "agreed": "on"},
    )

    assert "vote pour Essai Vote" in page.content.decode()
    assert answer.status_code == 409
    assert Person.objects.get(pk=user.person_id).family_name != ERASED


@pytest.mark.parametrize("role", [accounts.guest, accounts.member, accounts.lead_of])
def test_the_desk_is_for_staff_alone(client, role):
    asked = ask("a@example.org")
    client.force_login(role())

    names = ["pages:data-request-list", "pages:processing-register", "pages:retention-rules"]
    assert [client.get(reverse(name)).status_code for name in names] == [404, 404, 404]
    assert client.get(asked.get_absolute_url()).status_code == 404
    assert client.post(reverse("pages:data-request-erase", args=[asked.pk])).status_code == 404


def test_who_refuses_letters_of_a_purpose_gets_none_and_letters_of_service_still(client, settings):
    templates = [{**settings.TEMPLATES[0], "DIRS": [*settings.TEMPLATES[0]["DIRS"], "tests/templates"]}]
    settings.TEMPLATES = templates
    [letter] = mails.send("meeting", ["Zoe@example.org"], {"day": "lundi"}, purpose="events")
    headers = letter.message().extra_headers
    link = headers["List-Unsubscribe"].strip("<>").removeprefix(settings.SITE_URL)
    assert headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert link in letter.text

    assert client.get(link).status_code == 200
    assert not ContactPreference.objects.exists()  # opening it refuses nothing
    client.handler.enforce_csrf_checks = True  # the provider of mail has no cookie of ours
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert client.post(link, {"List-Unsubscribe": "One-Click"}).status_code == 200

    assert mails.send("meeting", "zoe@EXAMPLE.org", {}, purpose="events") == []
    assert len(mails.send("meeting", "zoe@example.org", {}, purpose="newsletter")) == 1
    assert len(mails.send("meeting", "zoe@example.org", {})) == 1
    assert client.post(link.replace("/lettres/", "/lettres/x")).status_code == 404


def test_one_chooses_one_s_letters(client):
    user = accounts.guest()
    client.force_login(user)

    client.post(reverse("pages:my-data-preferences"), {"wanted": ["events"]})

    refused = ContactPreference.objects.filter(email=user.email, is_wanted=False)
    assert set(refused.values_list("purpose", flat=True)) == {"newsletter", "prospecting", "thanks"}


def test_the_notice_and_the_register_tell_every_processing(client):
    notice = client.get(reverse("pages:privacy-notice")).content.decode()
    client.force_login(accounts.staff())
    register = client.get(reverse("pages:processing-register")).content.decode()
    pdf = PdfReader(io.BytesIO(client.get(reverse("pages:processing-register") + "?format=pdf").content))
    paper = "".join(leaf.extract_text() for leaf in pdf.pages)

    for one, _places in processings():
        assert str(one.name) in notice
        assert str(one.name) in register
        assert str(one.name) in paper


def test_the_command_tells_what_it_would_forget_and_changes_nothing_then_forgets(capsys):
    ApplicationFactory(submitted_at=timezone.now() - timedelta(days=40))
    told = []

    for options in [{"dry_run": True}, {"dry_run": True}, {}, {}]:
        call_command("forget", **options)
        counts = (line.split() for line in capsys.readouterr().out.splitlines())
        told.append({key: int(count) for count, key in counts if count != "0"})

    assert told == [{"applications": 1}, {"applications": 1}, {"applications": 1}, {}]
    assert RetentionRun.objects.get().count == 1


def test_the_rules_tell_what_tonight_would_do_then_do_it_and_record_the_count(client):
    ApplicationFactory(submitted_at=timezone.now() - timedelta(days=40))
    client.force_login(accounts.staff())

    before = {
        line["rule"].key: line["due"] for line in client.get(reverse("pages:retention-rules")).context["rules"]
    }
    done = retention.run(timezone.now())

    assert {key: count for key, count in before.items() if count} == {"applications": 1}
    assert done == before
    assert [(run.rule, run.count) for run in RetentionRun.objects.all()] == [("applications", 1)]
    assert sum(retention.run(timezone.now()).values()) == 0
