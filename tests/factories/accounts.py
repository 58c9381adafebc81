"""Accounts by role: ``client.force_login(lead_of(territory))``."""

from members.models import Company, Representative, User
from territories.models import Territory

from .members import CompanyFactory, RepresentativeFactory, UserFactory
from .territories import TerritoryFactory, TerritoryLeadFactory


def staff() -> User:
    """Return somebody of the staff of the federation."""
    return UserFactory(staff=True)


def lead_of(territory: Territory | None = None) -> User:
    """Return somebody who leads ``territory`` (a new one by default) today."""
    user = UserFactory()
    TerritoryLeadFactory(person=user.person, territory=territory or TerritoryFactory())
    return user


def representative_of(company: Company, *, vote: str = Representative.Vote.VOTING) -> User:
    """Return somebody who represents ``company`` today, and votes for it unless ``vote`` says otherwise."""
    user = UserFactory()
    RepresentativeFactory(person=user.person, company=company, vote=vote)
    return user


def member() -> User:
    """Return somebody who represents a company that is a member today."""
    return representative_of(CompanyFactory(member=True))


def guest() -> User:
    """Return somebody with an account and no role at all."""
    return UserFactory()
