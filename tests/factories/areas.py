"""Changes of areas and companies that are asked, for tests."""

from datetime import date

import factory

from territories.models import AreaChange, HomeCandidate, HomeQuestion

from .geography import CommuneFactory
from .members import CompanyFactory, UserFactory
from .territories import TerritoryFactory


class AreaChangeFactory(factory.django.DjangoModelFactory):
    """A change of 2026 that is done, to the area of one commune; ``draft=True`` is one of 2099, being prepared."""

    class Meta:
        model = AreaChange

    class Params:
        draft = factory.Trait(state="draft", settled_on=None, starts_on=date(2099, 1, 1))

    territory = factory.SubFactory(TerritoryFactory)
    starts_on = date(2026, 1, 1)
    communes = factory.LazyFunction(lambda: [CommuneFactory().code])
    reason = "Décision du bureau"
    state = AreaChange.State.SETTLED
    settled_on = date(2026, 1, 1)
    author = factory.SubFactory(UserFactory, staff=True)


class HomeQuestionFactory(factory.django.DjangoModelFactory):
    """A company asked between two territories, or those given by ``between``."""

    class Meta:
        model = HomeQuestion
        skip_postgeneration_save = True

    change = factory.SubFactory(AreaChangeFactory)
    commune = factory.SubFactory(CommuneFactory)
    company = factory.SubFactory(CompanyFactory, commune=factory.SelfAttribute("..commune"))
    asked_on = date(2026, 1, 1)

    @factory.post_generation
    def between(self, create, extracted, **_kwargs):
        """Ask about these territories, by default that of the change and another."""
        for territory in extracted or [self.change.territory, TerritoryFactory()]:
            HomeCandidate.objects.create(question=self, territory=territory)
