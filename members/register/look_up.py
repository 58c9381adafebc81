"""Looking a company up by its SIREN or its name: from what is kept, else from the register."""

import hashlib
import json
import logging
import threading
import time

from django.conf import settings
from django.core.cache import caches

from members.register import gate, transport
from members.register.answers import RegisteredCompany, read

KEPT_FOR = 24 * 3600  # seconds
PER_PAGE = 10
PATIENCE = 2  # seconds: the longest "try again later" that is waited for
AT_ONCE = 3  # look-ups of one process: a slow register holds no more of its threads
# Without "dirigeants": the names and birth dates of directors are never received.
INCLUDED = {"minimal": "true", "include": "siege,complements", "page": "1", "per_page": str(PER_PAGE)}

_places = threading.BoundedSemaphore(AT_ONCE)
logger = logging.getLogger(__name__)


class UnavailableError(Exception):
    """The register cannot be asked now: there is none, it is away, it is busy, or it answers nonsense."""


class NotUnderstoodError(UnavailableError):
    """The register is well, and can make nothing of the question."""


class BusyError(UnavailableError):
    """Nobody may ask it for the moment: too many do, or it asked to be left alone."""


def look_up(query: str) -> list[RegisteredCompany]:
    """Return the companies that ``query`` finds, ten at most: nine digits of a SIREN, or words.

    Raise UnavailableError, its kind NotUnderstoodError when other words would do. Call it outside a transaction:
    it may wait some seconds.
    """
    known = stored(query)
    return asked_now(query) if known is None else known


def asked_now(query: str) -> list[RegisteredCompany]:
    """Return what the register answers at this moment, whatever is kept; raise as ``look_up`` does."""
    if not settings.COMPANY_REGISTER_URL:
        raise UnavailableError
    query = _normalised(query)
    if not _places.acquire(blocking=False):
        raise UnavailableError
    try:
        companies = _asked(query)
    finally:
        _places.release()
    _keep(query, companies)
    return companies


def stored(query: str) -> list[RegisteredCompany] | None:
    """Return what the register answered to ``query`` today, without asking it; None: nobody has asked."""
    text = caches["register"].get(_key(_normalised(query)))
    return None if text is None else [RegisteredCompany.of_json(row) for row in json.loads(text)]


def kept(siren: str) -> RegisteredCompany | None:
    """Return what the register said of the company with ``siren`` today, without asking it."""
    return next(iter(stored(siren) or []), None)


def _normalised(query: str) -> str:
    return " ".join(query.casefold().split())


def _asked(query: str) -> list[RegisteredCompany]:
    reply = _reply(query)
    pause = _pause_asked_for(reply)
    if pause is not None and pause <= PATIENCE:
        time.sleep(pause)
        reply = _reply(query)  # of all that wait for the end of the pause, one passes
        _pause_asked_for(reply)
    if reply.status in {400, 404}:  # it is well, and does not understand us
        logger.warning("The register of companies refused a question with status %s.", reply.status)
        gate.succeeded()
        raise NotUnderstoodError
    if reply.status != 200:
        _count_failure(f"status {reply.status}")
        raise BusyError if reply.status == 429 else UnavailableError
    try:
        companies = read(json.loads(reply.body))
    except (ValueError, RecursionError) as error:
        _count_failure(type(error).__name__)
        raise UnavailableError from error
    gate.succeeded()
    return companies


def _pause_asked_for(reply: transport.Reply) -> int | None:
    """Return the seconds after which the register says to come back; until then nobody asks it."""
    if reply.retry_after is None or reply.status not in {429, 503}:
        return None
    gate.postpone(reply.retry_after)
    return reply.retry_after


def _reply(query: str) -> transport.Reply:
    try:
        time.sleep(gate.enter())
        return transport.ask({"q": query, **INCLUDED})
    except gate.ShutError as error:
        raise BusyError from error
    except transport.TransportError as error:
        _count_failure(str(error))
        raise UnavailableError from error


def _count_failure(reason: str) -> None:
    logger.warning("The register of companies gave no answer: %s.", reason)
    gate.failed()


def _keep(query: str, companies: list[RegisteredCompany]) -> None:
    """Keep the answer, and each company under its SIREN: whoever chooses one asks no second time."""
    found = {query: companies, **{company.siren: [company] for company in companies}}
    texts = {_key(asked): json.dumps([c.as_json() for c in answer]) for asked, answer in found.items()}
    caches["register"].set_many(texts, KEPT_FOR)


def _key(query: str) -> str:
    return hashlib.sha256(query.encode()).hexdigest()
