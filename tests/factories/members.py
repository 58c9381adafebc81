"""Companies, people, accounts and memberships for tests."""

from datetime import UTC, date, datetime, timedelta
from functools import cache

import factory
from django.contrib.auth.hashers import make_password
from django.utils import timezone
from stdnum import luhn

from members.models import (
    Activity,
    Activity2025,
    ActivitySection,
    Audience,
    Company,
    CompanyDomain,
    CompanyFigures,
    CompanyKeyword,
    CompanyPage,
    Disclosure,
    Field,
    JoinRequest,
    Keyword,
    LegalCategory,
    Membership,
    Person,
    Representative,
    Site,
    StaffBand,
    TeamInvitation,
    User,
)

PASSWORD = "horse battery staple correct"
LONG_AGO = date(2015, 1, 1)  # spells without an end run today, whatever the day


def fictitious_siren(number: int) -> str:
    """Return a SIREN with a right check digit, below the lowest that was ever given; ``number`` under 32,000."""
    digits = f"000{number:05d}"
    return digits + luhn.calc_check_digit(digits)


@cache
def _hashed(password: str) -> str:
    return make_password(password)  # slow by design: once for all the tests


class ActivitySectionFactory(factory.django.DjangoModelFactory):
    """The section of information and communication, or another by its letter."""

    class Meta:
        model = ActivitySection
        django_get_or_create = ["code"]

    code = "J"
    label = "Information et communication"


class ActivityFactory(factory.django.DjangoModelFactory):
    """The activity 62.01Z, or another by its code."""

    class Meta:
        model = Activity
        django_get_or_create = ["code"]

    code = "62.01Z"
    label = "Programmation informatique"
    section = factory.SubFactory(ActivitySectionFactory)


class Activity2025Factory(factory.django.DjangoModelFactory):
    """An activity of NAF 2025."""

    class Meta:
        model = Activity2025

    code = factory.Sequence(lambda n: f"62.{n % 100:02d}Y")
    label = "Programmation informatique"
    section = "K"


class LegalCategoryFactory(factory.django.DjangoModelFactory):
    """A legal category: 5710, or another by its code."""

    class Meta:
        model = LegalCategory

    code = factory.Sequence(lambda n: f"{5710 + n % 100}")
    label = "SAS, société par actions simplifiée"


class StaffBandFactory(factory.django.DjangoModelFactory):
    """A band of staff, from 20 to 49."""

    class Meta:
        model = StaffBand

    code = factory.Sequence(lambda n: f"{n % 100:02d}")
    label = "20 à 49 salariés"
    at_least = 20
    at_most = 49


class CompanyFactory(factory.django.DjangoModelFactory):
    """A company in France that nobody represents.

    ``abroad=True`` puts it in Morocco; ``member=True`` makes it a member for ever; ``pme=True`` and
    ``eti=True`` give it figures of that size.
    """

    class Meta:
        model = Company
        skip_postgeneration_save = True

    class Params:
        abroad = factory.Trait(
            siren=None, country="MA", foreign_number=factory.Sequence(lambda n: f"RC {n}"), city="Casablanca"
        )
        member = factory.Trait(
            membership=factory.RelatedFactory("tests.factories.members.MembershipFactory", "company", lasting=True)
        )
        pme = factory.Trait(
            size=factory.RelatedFactory("tests.factories.members.CompanyFiguresFactory", "company", headcount=60)
        )
        eti = factory.Trait(
            size=factory.RelatedFactory("tests.factories.members.CompanyFiguresFactory", "company", headcount=600)
        )

    siren = factory.Sequence(lambda n: fictitious_siren(n + 1))
    name = factory.Sequence(lambda n: f"Essai {n}")
    city = "Alès"
    postal_code = "30100"


class CompanyFiguresFactory(factory.django.DjangoModelFactory):
    """The figures of 2025: sixty people, no money known."""

    class Meta:
        model = CompanyFigures

    company = factory.SubFactory(CompanyFactory)
    year = 2025
    headcount = 60


class CompanyPageFactory(factory.django.DjangoModelFactory):
    """The page of a member for members only; ``public=True`` shows its name and town to all."""

    class Meta:
        model = CompanyPage

    class Params:
        public = factory.Trait(is_public=True, public_decided_at=datetime(2026, 1, 1, 12, tzinfo=UTC))

    company = factory.SubFactory(CompanyFactory, member=True)


class KeywordFactory(factory.django.DjangoModelFactory):
    """A keyword: énergie, or another by its label."""

    class Meta:
        model = Keyword
        django_get_or_create = ["label"]

    label = "énergie"


class CompanyKeywordFactory(factory.django.DjangoModelFactory):
    """A member's first keyword."""

    class Meta:
        model = CompanyKeyword

    company = factory.SubFactory(CompanyFactory, member=True)
    keyword = factory.SubFactory(KeywordFactory)
    rank = 1


class SiteFactory(factory.django.DjangoModelFactory):
    """A site of a member; ``seat=True`` is its head office."""

    class Meta:
        model = Site

    class Params:
        seat = factory.Trait(is_head_office=True)

    company = factory.SubFactory(CompanyFactory, member=True)
    name = factory.Sequence(lambda n: f"Atelier {n}")
    city = "Alès"


class MembershipFactory(factory.django.DjangoModelFactory):
    """A membership of 2026; ``lapsed=True`` gives one of 2020, ``lasting=True`` one without an end."""

    class Meta:
        model = Membership

    class Params:
        lapsed = factory.Trait(starts_on=date(2020, 1, 1), ends_on=date(2020, 12, 31))
        lasting = factory.Trait(starts_on=LONG_AGO, ends_on=None)

    company = factory.SubFactory(CompanyFactory)
    starts_on = date(2026, 1, 1)
    ends_on = date(2026, 12, 31)


class PersonFactory(factory.django.DjangoModelFactory):
    """A person with an invented name and an address of the reserved domain."""

    class Meta:
        model = Person

    given_name = "Camille"
    family_name = factory.Sequence(lambda n: f"Exemple{n}")
    email = factory.Sequence(lambda n: f"camille{n}@example.org")


class RepresentativeFactory(factory.django.DjangoModelFactory):
    """A person who votes for a company, without an end; ``ended=True`` stopped at the end of 2020."""

    class Meta:
        model = Representative

    class Params:
        ended = factory.Trait(ends_on=date(2020, 12, 31))

    person = factory.SubFactory(PersonFactory)
    company = factory.SubFactory(CompanyFactory)
    function = "Directrice générale"
    vote = Representative.Vote.VOTING
    starts_on = LONG_AGO


class UserFactory(factory.django.DjangoModelFactory):
    """An account of somebody without any role, whose password is PASSWORD.

    ``staff=True`` gives one of the staff; ``nobody=True`` an account without a person.
    """

    class Meta:
        model = User
        skip_postgeneration_save = True

    class Params:
        staff = factory.Trait(is_staff=True, is_superuser=True)
        nobody = factory.Trait(person=None)

    email = factory.Sequence(lambda n: f"compte{n}@example.org")
    password = factory.LazyFunction(lambda: _hashed(PASSWORD))
    person = factory.SubFactory(PersonFactory, email=factory.SelfAttribute("..email"))


class DisclosureFactory(factory.django.DjangoModelFactory):
    """Somebody makes their name public; another field or audience when given."""

    class Meta:
        model = Disclosure

    person = factory.SubFactory(PersonFactory)
    field = Field.NAME
    audience = Audience.PUBLIC


class CompanyDomainFactory(factory.django.DjangoModelFactory):
    """A domain by which colleagues ask to join."""

    class Meta:
        model = CompanyDomain

    company = factory.SubFactory(CompanyFactory)
    domain = "atelier.example"


class TeamInvitationFactory(factory.django.DjangoModelFactory):
    """An invitation that waits; its link is nobody's."""

    class Meta:
        model = TeamInvitation

    company = factory.SubFactory(CompanyFactory)
    given_name = "Lou"
    family_name = "Invité"
    email = factory.Sequence(lambda n: f"invite{n}@example.org")
    secret_digest = "0" * 64
    invited_by = factory.SubFactory(UserFactory)
    sent_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))


class JoinRequestFactory(factory.django.DjangoModelFactory):
    """A request that waits."""

    class Meta:
        model = JoinRequest

    company = factory.SubFactory(CompanyFactory)
    user = factory.SubFactory(UserFactory)
    email = factory.SelfAttribute("user.email")
    asked_at = factory.LazyFunction(timezone.now)
