"""Commissions and who sits in them, for tests."""

import factory
from django.utils import timezone

from commissions.models import Commission, CommissionMembership, CommissionMilestone, SeatProposal

from .members import LONG_AGO, PersonFactory, UserFactory


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


class CommissionMilestoneFactory(factory.django.DjangoModelFactory):
    """A commission that was kept when they were recast; ``renamed=True`` had another name."""

    class Meta:
        model = CommissionMilestone

    class Params:
        renamed = factory.Trait(
            kind=CommissionMilestone.Kind.RENAMED,
            former_name=factory.Sequence(lambda n: f"Ancien nom {n}"),
            former_slug=factory.Sequence(lambda n: f"ancien-nom-{n}"),
        )

    commission = factory.SubFactory(CommissionFactory)
    kind = CommissionMilestone.Kind.KEPT
    happened_on = LONG_AGO


class SeatProposalFactory(factory.django.DjangoModelFactory):
    """A person who asks for a seat and waits; ``invited=True`` was invited by the commission."""

    class Meta:
        model = SeatProposal

    class Params:
        invited = factory.Trait(origin=SeatProposal.Origin.COMMISSION)

    commission = factory.SubFactory(CommissionFactory)
    person = factory.SubFactory(PersonFactory)
    origin = SeatProposal.Origin.PERSON
    proposed_at = factory.LazyFunction(timezone.now)
    proposed_by = factory.SubFactory(UserFactory)
