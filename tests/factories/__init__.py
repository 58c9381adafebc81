"""Rows for tests: one factory a model, in a module by subject."""

from collections.abc import Iterator
from contextlib import contextmanager

import factory

_kept: list[bool] = []  # the worlds that stand for a whole module


def restart_numbers() -> None:
    """Let each factory count from zero again; not while a world stands, so as to make no row of it twice."""
    waiting = [] if _kept else list(factory.Factory.__subclasses__())
    while waiting:
        made = waiting.pop()
        waiting += made.__subclasses__()
        made.reset_sequence(0, force=True)


@contextmanager
def counted_on() -> Iterator[None]:
    """Count from zero, and then on, for as long as a world stands that the tests of a module share."""
    restart_numbers()
    _kept.append(True)
    try:
        yield
    finally:
        _kept.pop()
