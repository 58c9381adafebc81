"""Saving a form when another request may take its place in the same moment."""

from typing import Any

from django.db import IntegrityError, transaction


def saved(form: Any) -> bool:
    """Save a valid ``form`` of a model; False when another row took its place since it was asked.

    That row is there now: the form, asked anew, says so in its own words, as if it had come a moment later.
    """
    try:
        with transaction.atomic():
            form.save()
    except IntegrityError:
        form.full_clean()
        if form.is_valid():
            raise  # no rule of the form explains it
        return False
    return True
