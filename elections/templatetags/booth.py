"""The booth, wherever a page shows it."""

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import template
from django.conf import settings

register = template.Library()
MODULES = Path(settings.BASE_DIR) / "static" / "js" / "elections"


@lru_cache(maxsize=1)
def script_hash() -> str:
    """Return the SHA-256 (64 hexadecimal characters) of the booth's modules, as `sha256sum *.js | sha256sum`."""
    lines = [f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.name}\n" for path in _modules()]
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _modules() -> list[Path]:
    return sorted(MODULES.glob("*.js"), key=lambda path: path.name)


@register.inclusion_tag("elections/_booth.html")
def booth(setup_url: str, cast_url: str, csrf_token: str) -> dict[str, Any]:
    """Show the booth: it reads the election at one address and sends the ballot to the other."""
    return {
        "setup_url": setup_url,
        "cast_url": cast_url,
        "csrf_token": csrf_token,
        "script_hash": script_hash(),
    }
