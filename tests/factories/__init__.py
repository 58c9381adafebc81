"""Rows for tests: one factory a model, in a module by subject."""

import factory


def restart_numbers() -> None:
    """Let each factory count from zero again."""
    waiting = list(factory.Factory.__subclasses__())
    while waiting:
        made = waiting.pop()
        waiting += made.__subclasses__()
        made.reset_sequence(0, force=True)
