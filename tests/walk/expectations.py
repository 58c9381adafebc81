"""What each role is expected to get at an address, said briefly."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

ROLES = ["stranger", "guest", "member", "chair", "lead", "neighbour", "staff"]

# An answer: a status, or "login" for the way to sign-in and "away" for any other redirect.
Answer = str
Answers = Mapping[str, Answer]


def everybody(answer: Answer, **others: Answer) -> Answers:
    """Give the same answer to every role but ``others``."""
    return {role: others.get(role, answer) for role in ROLES}


def signed_in(answer: Answer, **others: Answer) -> Answers:
    """Send strangers to sign-in and give ``answer`` to the rest but ``others``."""
    return everybody(answer, **{"stranger": "login", **others})


def only(*roles: str, answer: Answer = "200", otherwise: Answer = "404") -> Answers:
    """Give ``answer`` to ``roles``, sign-in to strangers and ``otherwise`` to the rest."""
    return signed_in(otherwise, **dict.fromkeys(roles, answer))


@dataclass(frozen=True)
class Row:
    """One row of the walk.

    ``own`` and ``foreign`` give, from the world, the parameters of the address for an object of the lead's own
    territory (or the member's own company) and for one of the neighbour's; ``get`` and ``post`` say what each
    role gets on the first, ``get_foreign`` and ``post_foreign`` on the second. An empty POST is sent: what it
    answers shows who may post at all.
    """

    get: Answers
    post: Answers
    own: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})
    foreign: Callable[[Any], dict[str, Any]] | None = None
    get_foreign: Answers | None = None
    post_foreign: Answers | None = None
    query: str = ""

    def visits(self) -> list[tuple[str, str, Callable[[Any], dict[str, Any]], Answers]]:
        """Return what is to be visited: method, label, parameters, answers expected."""
        visits = [("get", "own", self.own, self.get), ("post", "own", self.own, self.post)]
        if self.foreign:
            visits.append(("get", "foreign", self.foreign, self.get_foreign or self.get))
            visits.append(("post", "foreign", self.foreign, self.post_foreign or self.post))
        return visits
