"""Spells that change from a day on: what was before stays as it was, what follows is a new dated row."""

from datetime import date, timedelta
from typing import Any

from members.models import Representative

ONE_DAY = timedelta(days=1)


def change(spell: Representative, on: date, **values: Any) -> Representative:
    """Let ``spell`` have ``values`` from ``on``; return the spell that has them.

    A spell that begins that day or later is changed itself: it has no day before to keep.
    """
    if all(getattr(spell, name) == value for name, value in values.items()):
        return spell
    if spell.starts_on < on:
        ends_on, spell.ends_on = spell.ends_on, on - ONE_DAY
        spell.save(update_fields=["ends_on"])
        kept = {name: getattr(spell, name) for name in ["person", "company", "function", "vote"]}
        return Representative.objects.create(**kept | values, starts_on=on, ends_on=ends_on)
    for name, value in values.items():
        setattr(spell, name, value)
    spell.save(update_fields=list(values))
    return spell


def from_day(spell: Representative, on: date) -> list[Representative]:
    """Return the spells of the person of ``spell`` at the company that last until ``on`` or later, in order."""
    theirs = Representative.objects.filter(company=spell.company_id, person=spell.person_id)
    return list(theirs.exclude(ends_on__lt=on).order_by("starts_on"))


def end(spell: Representative, on: date | None) -> None:
    """Let ``on`` be the last day on which the person of ``spell`` represents the company; None: no end is known.

    Of what is planned for the person, what would begin after the end goes, and the rest stays.
    """
    later = Representative.objects.filter(
        company=spell.company_id, person=spell.person_id, starts_on__gt=spell.starts_on
    )
    if on:
        later.filter(starts_on__gt=on).delete()
    last = later.order_by("-starts_on").first() or spell
    last.ends_on = on
    last.save(update_fields=["ends_on"])


def cancel(company_pk: int, on: date) -> None:
    """Take back what is planned to begin on ``on``: a spell that it cut in two is whole again."""
    planned = list(Representative.objects.filter(company=company_pk, starts_on=on))
    Representative.objects.filter(pk__in=[spell.pk for spell in planned]).delete()
    for spell in planned:
        cut = Representative.objects.filter(company=company_pk, person=spell.person_id, ends_on=on - ONE_DAY)
        cut.update(ends_on=spell.ends_on)
