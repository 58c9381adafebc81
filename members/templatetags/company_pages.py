"""What the page and the card of a company need: initials where there is no logo, short amounts, names of sites."""

from urllib.parse import urlsplit

from django import template
from django.utils.formats import number_format

from leader.shared.templatetags.display import initials

register = template.Library()

TONES = 6  # classes monogram-0 to monogram-5 of pages.css
SHORT = [(1_000_000_000, "Md€"), (1_000_000, "M€"), (1_000, "k€")]
NETWORKS = {
    "linkedin.com": "LinkedIn", "facebook.com": "Facebook", "instagram.com": "Instagram", "youtube.com": "YouTube",
    "x.com": "X", "twitter.com": "X", "tiktok.com": "TikTok", "bsky.app": "Bluesky",
}  # fmt: skip


@register.filter
def monogram(name: str) -> str:
    """Return what stands for ``name`` where there is no logo: its initials, else its first character."""
    return initials(name) or name[:1].upper()


@register.filter
def tone(key: int) -> int:
    """Return which of the colours of monograms the company of ``key`` has, always the same."""
    return key % TONES


@register.filter
def short_euros(amount: int) -> str:
    """Return ``amount`` as a chart has room for: 850, 12 k€, 3,4 M€, 1,2 Md€."""
    for unit, word in SHORT:
        if amount >= unit:
            value = amount / unit
            return f"{number_format(round(value, 1 if value < 10 else 0), use_l10n=True)}\u00a0{word}".replace(
                ",0\u00a0", "\u00a0"
            )
    return f"{amount}\u00a0€"


@register.filter
def network(address: str) -> str:
    """Return how people call the site of ``address``: LinkedIn, or its host."""
    host = (urlsplit(address).hostname or "").removeprefix("www.")
    known = [name for domain, name in NETWORKS.items() if host == domain or host.endswith(f".{domain}")]
    return known[0] if known else host
