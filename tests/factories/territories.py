"""Territories, what hangs on them, and dossiers of opening for tests."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.utils import timezone

from members.accounts.invited import digest
from territories.models import (
    Affiliation,
    AreaPart,
    ChecklistStep,
    DeclaredFigure,
    Federation,
    Mandate,
    Office,
    Opening,
    OpeningArea,
    OpeningInvitation,
    OpeningProspect,
    OpeningRemark,
    OpeningTeamMember,
    OutsideMandate,
    Prospect,
    RenewalNotice,
    Shadowing,
    Stage,
    StageKind,
    Succession,
    Task,
    Territory,
    TerritoryLead,
    Transfer,
)

from .geography import CommuneFactory, DepartementFactory, EpciFactory
from .members import LONG_AGO, CompanyFactory, MembershipFactory, PersonFactory, UserFactory


class FederationFactory(factory.django.DjangoModelFactory):
    """The federation."""

    class Meta:
        model = Federation
        django_get_or_create = ["pk"]

    pk = 1
    name = "LeadeR Occitanie"


class TerritoryFactory(factory.django.DjangoModelFactory):
    """A territory without area or stage.

    ``opened=True`` opens it long ago; ``planned=True`` plans its opening for the end of 2099;
    ``abroad=True`` puts it in Morocco.
    """

    class Meta:
        model = Territory
        skip_postgeneration_save = True

    class Params:
        opened = factory.Trait(
            stage_done=factory.RelatedFactory("tests.factories.territories.StageFactory", "territory", done=True)
        )
        planned = factory.Trait(
            stage_planned=factory.RelatedFactory("tests.factories.territories.StageFactory", "territory")
        )
        abroad = factory.Trait(country="MA", kind=Territory.Kind.CLUB)

    slug = factory.Sequence(lambda n: f"essai-{n}")
    name = factory.Sequence(lambda n: f"LeadeR Essai {n}")


class StageFactory(factory.django.DjangoModelFactory):
    """The opening, planned for the end of 2099; ``done=True`` opened long ago, ``late=True`` should have."""

    class Meta:
        model = Stage

    class Params:
        done = factory.Trait(planned_for=None, done_on=LONG_AGO)
        late = factory.Trait(planned_for=LONG_AGO)

    territory = factory.SubFactory(TerritoryFactory)
    kind = StageKind.OPEN
    planned_for = date(2099, 12, 31)


class AreaPartFactory(factory.django.DjangoModelFactory):
    """A commune of a territory's area; ``of_epci=True`` and ``of_departement=True`` for larger parts."""

    class Meta:
        model = AreaPart

    class Params:
        of_epci = factory.Trait(commune=None, epci=factory.SubFactory(EpciFactory))
        of_departement = factory.Trait(commune=None, departement=factory.SubFactory(DepartementFactory))

    territory = factory.SubFactory(TerritoryFactory)
    commune = factory.SubFactory(CommuneFactory)


class TerritoryLeadFactory(factory.django.DjangoModelFactory):
    """A person who leads a territory, without an end; ``ended=True`` stopped at the end of 2020."""

    class Meta:
        model = TerritoryLead

    class Params:
        ended = factory.Trait(ends_on=date(2020, 12, 31))

    territory = factory.SubFactory(TerritoryFactory)
    person = factory.SubFactory(PersonFactory)
    starts_on = LONG_AGO


class AffiliationFactory(factory.django.DjangoModelFactory):
    """A company at home in a territory, without an end; ``secondary=True`` for one more territory."""

    class Meta:
        model = Affiliation

    class Params:
        secondary = factory.Trait(is_home=False)

    company = factory.SubFactory(CompanyFactory)
    territory = factory.SubFactory(TerritoryFactory)
    starts_on = LONG_AGO


class ProspectFactory(factory.django.DjangoModelFactory):
    """A company that a territory has found and not yet called."""

    class Meta:
        model = Prospect

    territory = factory.SubFactory(TerritoryFactory)
    company = factory.SubFactory(CompanyFactory)


class RenewalNoticeFactory(factory.django.DjangoModelFactory):
    """The letter that said that a membership may be renewed."""

    class Meta:
        model = RenewalNotice

    membership = factory.SubFactory(MembershipFactory)
    kind = RenewalNotice.Kind.OPENS
    sent_on = date(2026, 11, 1)


class OfficeFactory(factory.django.DjangoModelFactory):
    """The presidency, or another office by its ``code`` and ``name``."""

    class Meta:
        model = Office
        django_get_or_create = ["code"]

    code = "president"
    name = "présidence"
    is_presidency = True
    rank = 10


class MandateFactory(factory.django.DjangoModelFactory):
    """A president of a territory, without an end; ``of_federation=True`` presides the federation."""

    class Meta:
        model = Mandate

    class Params:
        of_federation = factory.Trait(territory=None)

    person = factory.SubFactory(PersonFactory)
    office = factory.SubFactory(OfficeFactory)
    territory = factory.SubFactory(TerritoryFactory)
    starts_on = LONG_AGO


class OutsideMandateFactory(factory.django.DjangoModelFactory):
    """A seat at a chamber of commerce for a territory."""

    class Meta:
        model = OutsideMandate

    person = factory.SubFactory(PersonFactory)
    territory = factory.SubFactory(TerritoryFactory)
    body = factory.Sequence(lambda n: f"CCI {n}")
    starts_on = LONG_AGO


class ChecklistStepFactory(factory.django.DjangoModelFactory):
    """A line of the checklist, for the day of the opening."""

    class Meta:
        model = ChecklistStep

    what = factory.Sequence(lambda n: f"Ligne {n}")


class TaskFactory(factory.django.DjangoModelFactory):
    """A task of a territory's leads, due at the end of 2099."""

    class Meta:
        model = Task

    what = factory.Sequence(lambda n: f"Tâche {n}")
    territory = factory.SubFactory(TerritoryFactory)
    due_on = date(2099, 12, 31)


class DeclaredFigureFactory(factory.django.DjangoModelFactory):
    """About forty members of a territory, told in January 2017; ``of_federation=True`` of the federation."""

    class Meta:
        model = DeclaredFigure

    class Params:
        of_federation = factory.Trait(territory=None)

    territory = factory.SubFactory(TerritoryFactory)
    subject = DeclaredFigure.Subject.MEMBERS
    value = 40
    is_approximate = True
    told_on = date(2017, 1, 31)
    precision = "month"
    source = factory.Sequence(lambda n: f"Gazette {n}")


class SuccessionFactory(factory.django.DjangoModelFactory):
    """A territory merged into another in 2021."""

    class Meta:
        model = Succession

    kind = Succession.Kind.MERGED
    predecessor = factory.SubFactory(TerritoryFactory)
    successor = factory.SubFactory(TerritoryFactory)
    happened_on = date(2021, 1, 1)
    reason = "Un seul bassin d’emploi"


class TransferFactory(factory.django.DjangoModelFactory):
    """A company that its territory lets go to another one, if that one agrees."""

    class Meta:
        model = Transfer

    company = factory.SubFactory(CompanyFactory)
    origin = factory.SubFactory(TerritoryFactory)
    destination = factory.SubFactory(TerritoryFactory)
    wanted_on = date(2026, 1, 1)
    reason = "Le siège a déménagé"
    asked_by = factory.SubFactory(UserFactory)
    asked_for = factory.SelfAttribute("origin")
    asked_at = factory.LazyFunction(timezone.now)


class OpeningFactory(factory.django.DjangoModelFactory):
    """A draft with a name only; ``full=True`` has everything that its first two steps ask.

    ``submitted=True``, ``returned=True`` and ``refused=True`` are full ones in that state; an approved one
    is made by approving.
    """

    class Meta:
        model = Opening

    class Params:
        full = factory.Trait(
            kind=Territory.Kind.ASSOCIATION,
            purpose="Rassembler les entreprises en croissance du bassin.",
            opens_on=date(2099, 6, 30),
            place="Mairie",
            announced_at="Gala 2099",
            election_due_on=date(2099, 8, 31),
        )
        submitted = factory.Trait(
            full=True, state=Opening.State.SUBMITTED, submitted_at=factory.LazyFunction(timezone.now)
        )
        returned = factory.Trait(
            full=True,
            state=Opening.State.RETURNED,
            submitted_at=factory.LazyFunction(timezone.now),
            decided_at=factory.LazyFunction(timezone.now),
        )
        refused = factory.Trait(
            full=True,
            state=Opening.State.REFUSED,
            decided_at=factory.LazyFunction(timezone.now),
            decision_reason="Trop tôt.",
        )

    author = factory.SubFactory(UserFactory)
    name = factory.Sequence(lambda n: f"LeadeR Ouverture {n}")


class OpeningAreaFactory(factory.django.DjangoModelFactory):
    """An EPCI of the area that a dossier asks for."""

    class Meta:
        model = OpeningArea

    opening = factory.SubFactory(OpeningFactory)
    epci = factory.SubFactory(EpciFactory)


class OpeningProspectFactory(factory.django.DjangoModelFactory):
    """A pressentie typed in; ``known=True`` is a recorded company."""

    class Meta:
        model = OpeningProspect

    class Params:
        known = factory.Trait(
            company=factory.SubFactory(CompanyFactory), name=factory.SelfAttribute("company.name")
        )

    opening = factory.SubFactory(OpeningFactory)
    name = factory.Sequence(lambda n: f"Pressentie {n}")
    city = "Alès"


class OpeningTeamMemberFactory(factory.django.DjangoModelFactory):
    """Somebody who helps to open a territory; ``is_lead=True`` will lead it."""

    class Meta:
        model = OpeningTeamMember

    opening = factory.SubFactory(OpeningFactory)
    given_name = "Dominique"
    family_name = factory.Sequence(lambda n: f"Équipe{n}")
    email = factory.Sequence(lambda n: f"equipe{n}@example.org")
    function = "Cheffe d’entreprise"


class OpeningRemarkFactory(factory.django.DjangoModelFactory):
    """A remark of the staff beside the step of the prospects."""

    class Meta:
        model = OpeningRemark

    opening = factory.SubFactory(OpeningFactory, returned=True)
    step = Opening.Step.PROSPECTS
    text = "Il manque des entreprises industrielles."
    author = factory.SubFactory(UserFactory, staff=True)


class OpeningInvitationFactory(factory.django.DjangoModelFactory):
    """An invitation good for two weeks, its ``secret`` at hand; ``expired=True`` was until yesterday."""

    class Meta:
        model = OpeningInvitation

    class Params:
        expired = factory.Trait(expires_at=factory.LazyFunction(lambda: timezone.now() - timedelta(days=1)))

    email = factory.Sequence(lambda n: f"invitation{n}@example.org")
    secret = factory.Sequence(lambda n: f"secret-{n}")
    invited_by = factory.SubFactory(UserFactory, staff=True)
    expires_at = factory.LazyFunction(lambda: timezone.now() + timedelta(days=14))

    @classmethod
    def _create(cls, model_class, *args, secret, **kwargs):
        invitation = super()._create(model_class, *args, secret_digest=digest(secret), **kwargs)
        invitation.secret = secret  # the database does not know it
        return invitation


class ShadowingFactory(factory.django.DjangoModelFactory):
    """Somebody of the staff looked as a lead, a quarter of an hour in January 2026."""

    class Meta:
        model = Shadowing

    staff = factory.SubFactory(UserFactory, staff=True)
    lead = factory.SubFactory(UserFactory)
    territory = factory.SubFactory(TerritoryFactory)
    started_at = datetime(2026, 1, 5, 9, tzinfo=UTC)
    ends_at = datetime(2026, 1, 5, 9, 15, tzinfo=UTC)
