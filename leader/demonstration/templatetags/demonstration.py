"""``{% demonstration_sign_in %}``: the buttons of the one-click sign-in, where it exists."""

from typing import Any

from django import template
from django.conf import settings
from django.template.context import RequestContext

from leader.demonstration.accounts import ACCOUNTS

register = template.Library()


@register.inclusion_tag("demonstration/_sign_in.html", takes_context=True)
def demonstration_sign_in(context: RequestContext) -> dict[str, Any]:
    """Give the accounts that anybody may try; none outside the demonstration."""
    is_on = settings.DEBUG and settings.DEMONSTRATION
    return {
        "accounts": ACCOUNTS if is_on else (),
        "csrf_token": context.get("csrf_token"),
        "wanted": context["request"].GET.get("next", ""),
    }
