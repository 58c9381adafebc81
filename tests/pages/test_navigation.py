"""The navigation leads to the openings whoever finds something there, by the rule of the page itself."""

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories.accounts import guest, lead_of, member, staff
from tests.factories.territories import OpeningFactory, OpeningInvitationFactory, OpeningTeamMemberFactory

pytestmark = pytest.mark.django_db
LIST = "territories:opening-list"


def invited():
    user = guest()
    OpeningInvitationFactory(email=user.email, accepted_by=user, accepted_at=timezone.now())
    return user


def served():
    """Return somebody whose invitation has served for a dossier."""
    user = guest()
    OpeningInvitationFactory(
        email=user.email, accepted_by=user, accepted_at=timezone.now(), opening=OpeningFactory(author=user)
    )
    return user


def invited_at_the_same_address():
    """Return somebody whose address was invited, while another account accepted."""
    user = guest()
    OpeningInvitationFactory(email=user.email, accepted_by=guest(), accepted_at=timezone.now())
    return user


def not_yet_accepted():
    user = guest()
    OpeningInvitationFactory(email=user.email)
    return user


def helper():
    user = guest()
    OpeningTeamMemberFactory(email=user.email.upper())
    return user


@pytest.mark.parametrize(
    ("somebody", "finds", "begins"),
    [
        (staff, True, True), (lead_of, True, True), (invited, True, True), (served, True, False),
        (helper, True, False), (invited_at_the_same_address, False, False), (not_yet_accepted, False, False),
        (member, False, False), (guest, False, False),
    ],
)  # fmt: skip
def test_the_link_is_shown_exactly_where_the_page_answers(client, somebody, finds, begins):
    client.force_login(somebody())

    links = {entry.url for entry in client.get(reverse("commissions:commission-list")).context["navigation"]}
    page = client.get(reverse(LIST))

    assert ((reverse(LIST) in links), page.status_code == 200) == (finds, finds)
    assert client.post(reverse(LIST)).status_code == (302 if begins else 403)
    if finds:
        assert page.context["may_begin"] is begins


def test_a_visitor_is_not_led_to_the_openings(client):
    links = {entry.url for entry in client.get(reverse("commissions:commission-list")).context["navigation"]}

    assert reverse(LIST) not in links


@pytest.mark.parametrize(("page", "mark"), [("opening-list", "page"), ("opening-review", "true")])
def test_one_link_alone_is_the_current_one_though_another_address_begins_alike(client, page, mark):
    author = lead_of()
    opening = OpeningFactory(author=author)
    client.force_login(author)

    entries = client.get(reverse(f"territories:{page}", args=[opening.pk] if "review" in page else [])).context[
        "navigation"
    ]

    assert [(entry.url, entry.current) for entry in entries if entry.current] == [(reverse(LIST), mark)]
