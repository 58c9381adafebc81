"""Domains of e-mail: written one way, and never one that anybody may have an address of."""

from functools import cache
from pathlib import Path

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

_SHARED = Path(__file__).parent / "data" / "shared_domains.txt"


@cache
def shared_domains() -> frozenset[str]:
    """Return the providers of free mail, of access and of disposable addresses, and the suffixes of registries."""
    lines = (line.partition("#")[0].strip() for line in _SHARED.read_text().splitlines())
    return frozenset(filter(None, lines))


def normalised(text: str) -> str:
    """Return a domain in lower case and in ASCII (``énergie.fr`` → ``xn--nergie-9ua.fr``).

    The part before an @ is left out. Raise ValidationError when it is no domain.
    """
    domain = text.strip().rpartition("@")[2].strip().rstrip(".")
    try:
        plain = domain.encode("idna").decode("ascii").lower()
    except UnicodeError:
        plain = ""
    labels = plain.split(".")
    sound = all(label.replace("-", "").isalnum() and label.strip("-") == label for label in labels)
    if len(labels) < 2 or not sound or len(plain) > 253 or labels[-1].isdigit():
        said = _("Write the domain as it stands after the @, such as entreprise.fr.")
        raise ValidationError(said, code="domain")
    return plain


def validate_own(domain: str) -> None:
    """Raise ValidationError when anybody may have an address of the normalised ``domain``."""
    if f".{domain}" in shared_domains() or not shared_domains().isdisjoint(_with_parents(domain)):
        said = _("Anybody may have an address of this domain: only a domain of your own can be opened.")
        raise ValidationError(said, code="shared")


def parents_of(address: str) -> list[str]:
    """Return the domain of an e-mail ``address`` and those above it: an address of a subdomain belongs to all."""
    try:
        return _with_parents(normalised(address))
    except ValidationError:
        return []


def _with_parents(domain: str) -> list[str]:
    labels = domain.split(".")
    return [".".join(labels[start:]) for start in range(len(labels) - 1)]
