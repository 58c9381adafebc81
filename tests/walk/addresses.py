"""Every address of the site, read from the URL configuration itself."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse


@dataclass(frozen=True)
class Address:
    """A named pattern: its full name, its route in words, and the parameters that it takes."""

    name: str
    route: str
    parameters: frozenset[str]


def every_address() -> list[Address]:
    """Return all addresses in the order of the configuration; an unnamed one is called after its route."""
    return list(_walk(get_resolver(), "", ""))


def _walk(resolver: URLResolver, namespace: str, prefix: str) -> Iterator[Address]:
    for pattern in resolver.url_patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = f"{namespace}{pattern.namespace}:" if pattern.namespace else namespace
            yield from _walk(pattern, inner, route)
        elif isinstance(pattern, URLPattern):
            name = f"{namespace}{pattern.name}" if pattern.name else route
            yield Address(name, route, frozenset(pattern.pattern.regex.groupindex))


def address_of(name: str, parameters: dict[str, Any]) -> str:
    """Return the address called ``name``; an unnamed pattern goes by its route."""
    if "/" not in name:
        return reverse(name, kwargs=parameters)
    route = name.replace("(?P<url>.*)$", "nowhere/")
    return "/" + route.replace("<path:object_id>", str(parameters.get("object_id")))
