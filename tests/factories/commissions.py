"""Commissions and who sits in them, for tests."""

import factory

from commissions.models import Commission, CommissionMembership

from .members import LONG_AGO, PersonFactory


class CommissionFactory(factory.django.DjangoModelFactory):
    """A commission that exists since nobody knows when."""

    class Meta:
        model = Commission

    slug = factory.Sequence(lambda n: f"commission-{n}")
    name = factory.Sequence(lambda n: f"Commission {n}")
    theme = "Innovation"


class CommissionMembershipFactory(factory.django.DjangoModelFactory):
    """A person who sits in a commission, without an end; ``chair=True`` chairs it."""

    class Meta:
        model = CommissionMembership

    class Params:
        chair = factory.Trait(role=CommissionMembership.Role.CHAIR)

    commission = factory.SubFactory(CommissionFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = LONG_AGO
