"""Who is elected by how many votes. No database here."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Outcome:
    """Who is elected; and of those with equal votes, ``tied``, how many more are to be by the rule of ties."""

    elected: list[int] = field(default_factory=list)
    tied: list[int] = field(default_factory=list)
    from_tied: int = 0


def outcome(votes: Mapping[int, int], *, seats: int, majority_of: int | None) -> Outcome:
    """Return who is elected among candidates (key → voices).

    ``majority_of`` is the number of which more than half is needed; None: the most votes suffice. Nobody is
    elected without a single vote, a single candidate included.
    """
    needed = 0 if majority_of is None else majority_of
    qualified = {key: n for key, n in votes.items() if n > 0 and 2 * n > needed}
    ranked = sorted(qualified, key=lambda key: (-qualified[key], key))
    if len(ranked) <= seats:
        return Outcome(elected=ranked)
    last = qualified[ranked[seats - 1]]
    sure = [key for key in ranked if qualified[key] > last]
    equal = [key for key in ranked if qualified[key] == last]
    if len(sure) + len(equal) == seats:
        return Outcome(elected=sure + equal)
    return Outcome(elected=sure, tied=equal, from_tied=seats - len(sure))


def standing_again(votes: Mapping[int, int], *, seats: int, top_two: bool) -> list[int]:
    """Return who stands in the second round for ``seats`` that stayed empty: two for each, or everybody.

    Those who have as many votes as the last of them stand too.
    """
    ranked = sorted(votes, key=lambda key: (-votes[key], key))
    if not top_two or len(ranked) <= 2 * seats:
        return ranked
    last = votes[ranked[2 * seats - 1]]
    return [key for key in ranked if votes[key] >= last]


def is_quorate(taking_part: int, of: int, percent: int) -> bool:
    """Tell whether ``taking_part`` of ``of`` reach ``percent``; half a person counts as one more needed."""
    return 100 * taking_part >= percent * of


def needed_for_quorum(of: int, percent: int) -> int:
    """Return the least number that reaches ``percent`` of ``of``."""
    return -(-percent * of // 100)
