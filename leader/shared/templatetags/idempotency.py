"""The hidden field that lets a form be sent twice and acted upon once."""

from uuid import uuid4

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString

from leader.shared.idempotency import FIELD

register = template.Library()


@register.simple_tag
def idempotency_key() -> SafeString:
    """Return a hidden input with a new key; every form that POSTs has one."""
    return format_html('<input type="hidden" name="{}" value="{}">', FIELD, uuid4().hex)
