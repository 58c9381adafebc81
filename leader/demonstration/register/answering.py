"""What the register answers to a question; the companies are invented, their SIREN lower than any ever given."""

import json
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

OPTIONAL = [
    "siege",
    "complements",
    "dirigeants",
    "finances",
    "matching_etablissements",
]  # "include" with "minimal"
LARGEST_PAGE = 25
Answer = tuple[int, dict[str, str], Any]


@cache
def companies() -> list[dict[str, Any]]:
    """Return all companies, with all that the real register would tell of them."""
    found: list[dict[str, Any]] = json.loads((Path(__file__).parent / "companies.json").read_text())
    return found


def answer(address: str) -> Answer:
    """Return status, headers and JSON for ``address`` (path and query), errors in the register's own words."""
    parts = urlsplit(address)
    asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
    query = asked.get("q", "")
    if parts.path != "/search":
        return _error(404, "Ressource non trouvée.")
    if query == "force-429":
        return 429, {"Retry-After": "2"}, {}
    if query == "force-500":
        return _error(500, "Une erreur inattendue s'est produite. Veuillez réessayer plus tard.")
    if refusal := _refusal(query, asked.get("per_page", "10")):
        return _error(400, refusal)
    return 200, {}, _page(_found(query), asked)


def _error(status: int, words: str) -> Answer:
    return status, {}, {"erreur": words}


def _refusal(query: str, per_page: str) -> str:
    if not query:
        return "Veuillez indiquer au moins un paramètre de recherche."
    if len(query) < 3:
        return "3 caractères minimum pour les termes de la requête (ou utilisez au moins un filtre)"
    if not (per_page.isdigit() and 1 <= int(per_page) <= LARGEST_PAGE):
        return "Veuillez indiquer un paramètre `per_page` entre `1` et `25`, par défaut `10`."
    return ""


def _found(query: str) -> list[dict[str, Any]]:
    """Look a number up, or the words of a name; an unknown number is an empty list, not an error."""
    if query.isdigit() and len(query) in (9, 14):
        return [unit for unit in companies() if unit["siren"] == query[:9] and query[9:] in _numbers(unit)]
    words = query.upper().split()
    return [unit for unit in companies() if all(word in unit["nom_complet"] for word in words)]


def _numbers(unit: dict[str, Any]) -> list[str]:
    return ["", *(site["siret"][9:] for site in [unit["siege"], *unit["matching_etablissements"]])]


def _page(found: list[dict[str, Any]], asked: dict[str, str]) -> dict[str, Any]:
    page, size = int(asked.get("page", "1")), int(asked.get("per_page", "10"))
    hidden = set(OPTIONAL) - set(asked.get("include", "").split(",")) if asked.get("minimal") == "true" else set()
    shown = [{k: v for k, v in unit.items() if k not in hidden} for unit in found[(page - 1) * size : page * size]]
    return {
        "results": shown, "total_results": len(found), "page": page, "per_page": size,
        "total_pages": -(-len(found) // size),
    }  # fmt: skip
