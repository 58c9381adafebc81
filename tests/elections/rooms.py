"""A room in which the companies of a territory elect their bureau."""

from dataclasses import dataclass
from typing import Self

from django.utils import timezone

from elections import candidacies, conduct, presets, results, rolls, rounds
from elections.models import Candidacy, Election
from elections.results import Counted
from members.models import User
from territories.models import Office, Territory
from tests.factories import accounts
from tests.factories.members import CompanyFactory, MembershipFactory
from tests.factories.territories import AffiliationFactory, FederationFactory, OfficeFactory, TerritoryFactory

ARTICLE = "article 12"  # of the statutes: a second call on the same day
# Today: a change of a bureau of more than a year ago calls for no declaration any more.
DAY = timezone.localdate()
AT = timezone.now()


@dataclass
class Room:
    """A territory with its lead, and the accounts of who votes for its companies, in the order of their names."""

    territory: Territory
    lead: User
    voters: list[User]
    president: Office
    treasurer: Office

    @classmethod
    def with_companies(cls, count: int, name: str = "Alès") -> Self:
        """Return the room of a territory with ``count`` member companies."""
        FederationFactory()
        territory = TerritoryFactory(name=f"LeadeR {name}", slug=name.lower().replace("è", "e"))
        voters = []
        for number in range(count):
            company = CompanyFactory(name=f"Atelier {number:02d} {name}")
            MembershipFactory(company=company, lasting=True)
            AffiliationFactory(company=company, territory=territory)
            voters.append(accounts.representative_of(company))
        return cls(
            territory,
            accounts.lead_of(territory),
            voters,
            OfficeFactory(),
            OfficeFactory(code="treasurer", name="trésorerie", is_presidency=False, rank=30),
        )

    def prepared(
        self,
        *,
        offices: list[Office] | None = None,
        way: str = "paper",
        kind: str = "first_bureau",
        **rules: object,
    ) -> Election:
        """Return an election with its roll, a draft; ``rules`` differ from the preset."""
        election = presets.begin(
            self.territory,
            Election.Kind(kind),
            typed={"held_on": DAY, "place": "Mairie", "way": way, **rules},
            offices=offices or [self.president],
        )
        rolls.fill(election)
        return election

    def standing(self, election: Election, *numbers: int) -> list[Candidacy]:
        """Let those who vote for the companies of these ``numbers`` stand for the first office."""
        contest = election.contests.get(rank=1)
        return [candidacies.stand(contest, self.voters[number].person, at=AT) for number in numbers]

    def voted(self, election: Election, *, absent: int = 0) -> None:
        """Seal, open, let all but the last ``absent`` companies sign off, close."""
        conduct.seal(election, at=AT)
        conduct.open_vote(election, at=AT)
        keys = list(election.roll.by_name().values_list("pk", flat=True))
        conduct.sign_off(election, keys[: len(keys) - absent])
        conduct.close_vote(election, at=AT)

    def called_again(self, election: Election) -> Election:
        """Return the second call of an election without a quorum, convened at once as its ``ARTICLE`` allows."""
        following = rounds.call_again(election, at=AT)
        Election.objects.filter(pk=following.pk).update(convened_on=DAY, second_call_article=ARTICLE)
        following.refresh_from_db()
        return following

    def counted(self, election: Election, voices: dict[int, int], *, blank: int = 0, spoilt: int = 0) -> None:
        """Record the count of the one office to fill: ``voices`` by the key of the candidacy."""
        contest = election.contests.select_related("office", "election").get(rank=1)
        results.record(election, [Counted(contest, voices, blank, spoilt)], at=AT)
