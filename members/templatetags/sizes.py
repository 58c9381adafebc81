"""The size class of a company, in words."""

from django import template

from members.models import SizeClass

register = template.Library()


@register.filter
def size_label(size: str) -> str:
    """Return the label of ``size``, one of SizeClass."""
    return str(SizeClass(size).label)
