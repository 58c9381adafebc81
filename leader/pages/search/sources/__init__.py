"""The kinds of records that the search finds, in the order of its page: a module and a line for each."""

from leader.pages.search.source import Source
from leader.pages.search.sources.commissions import Commissions
from leader.pages.search.sources.companies import Companies
from leader.pages.search.sources.documents import Documents
from leader.pages.search.sources.events import Events
from leader.pages.search.sources.meetings import Meetings
from leader.pages.search.sources.minutes import Minutes
from leader.pages.search.sources.people import People
from leader.pages.search.sources.territories import Territories

SOURCES: list[Source] = [
    Companies(),
    People(),
    Commissions(),
    Meetings(),
    Minutes(),
    Documents(),
    Events(),
    Territories(),
]
