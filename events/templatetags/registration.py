"""What the pages of registrations show: prices, and what somebody eats."""

from django import template
from django.utils.formats import number_format

from events.models import Attendee, Diet

register = template.Library()


@register.filter
def euros(cents: int) -> str:
    """Return an amount in euro cents as one writes it in French."""
    return f"{number_format(cents / 100, 2 if cents % 100 else 0, force_grouping=True)}\xa0€"


@register.filter
def at_table(attendee: Attendee) -> str:
    """Return in one line what somebody eats."""
    chosen = [str(label) for value, label in Diet.choices if value in attendee.diets]
    return ", ".join(filter(None, [*chosen, attendee.diet_note]))
