"""Applications for membership for tests."""

from datetime import timedelta

import factory
from django.utils import timezone

from territories.models import Application, ApplicationQuestion

from .members import CompanyFactory, UserFactory, fictitious_siren

State = Application.State


def ago(**span):
    """Return a lazy instant ``span`` before now."""
    return factory.LazyFunction(lambda: timezone.now() - timedelta(**span))


class ApplicationFactory(factory.django.DjangoModelFactory):
    """An application whose address is not confirmed, to the federation itself.

    ``confirmed=True``, ``asked=True``, ``accepted=True``, ``refused=True`` and ``withdrawn=True`` are further on.
    """

    class Meta:
        model = Application
        skip_postgeneration_save = True

    class Params:
        confirmed = factory.Trait(state=State.CONFIRMED, confirmed_at=ago(hours=1))
        asked = factory.Trait(
            state=State.ASKED,
            confirmed_at=ago(hours=2),
            question=factory.RelatedFactory("tests.factories.applications.QuestionFactory", "application"),
        )
        accepted = factory.Trait(
            state=State.ACCEPTED,
            confirmed_at=ago(hours=2),
            decided_at=ago(hours=1),
            decided_by=factory.SubFactory(UserFactory, staff=True),
            company=factory.SubFactory(CompanyFactory),
        )
        refused = factory.Trait(
            state=State.REFUSED,
            confirmed_at=ago(hours=2),
            decided_at=ago(hours=1),
            decided_by=factory.SubFactory(UserFactory, staff=True),
            reason="Hors de notre région.",
        )
        withdrawn = factory.Trait(state=State.WITHDRAWN, withdrawn_at=ago(hours=1))

    siren = factory.Sequence(lambda n: fictitious_siren(n + 20_001))
    name = factory.Sequence(lambda n: f"Candidate {n}")
    address = "1 rue de l’Essai"
    postal_code = "30100"
    city = "Alès"
    given_name = "Sacha"
    family_name = factory.Sequence(lambda n: f"Candidat{n}")
    function = "Gérante"
    email = factory.Sequence(lambda n: f"candidate{n}@example.org")
    motivation = "Rencontrer d’autres dirigeants."
    submitted_at = ago(days=1)
    informed_at = factory.SelfAttribute("submitted_at")


class QuestionFactory(factory.django.DjangoModelFactory):
    """A question that waits for its answer."""

    class Meta:
        model = ApplicationQuestion

    application = factory.SubFactory(ApplicationFactory, state=State.ASKED, confirmed_at=ago(hours=2))
    text = "Combien êtes-vous ?"
    asked_by = factory.SubFactory(UserFactory, staff=True)
    asked_at = ago(hours=1)
