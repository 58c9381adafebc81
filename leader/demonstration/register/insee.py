"""What INSEE's register answers to a question with a key; the same invented companies, its errors in its words."""

import json
import re
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from leader.demonstration.register.answering import Answer

ROOT = "/api-sirene/3.11"
KEY_HEADER = "X-INSEE-Api-Key-Integration"
WITHHELD, DUPLICATE, KEPT = "000100065", "000100107", "000100016"  # the second was replaced by the third
LISTED = "00010001600021"  # answered with a list, as some are


@cache
def stock() -> dict[str, Any]:
    """Return the units by SIREN and the establishments by SIRET."""
    found: dict[str, Any] = json.loads((Path(__file__).parent / "insee.json").read_text())
    return found


def answer(address: str, key: str | None) -> Answer:
    """Return status, headers and JSON for ``address`` (path and query) asked with ``key``."""
    parts = urlsplit(address)
    path = parts.path.removeprefix(ROOT)
    if not key:
        return 401, {}, {"message": "Unauthorized", "http_status_code": 401}
    if path == "/siret":
        return _listed({name: values[-1] for name, values in parse_qs(parts.query).items()}.get("q", ""))
    if match := re.fullmatch(r"/siren/(\d{9})", path):
        return _unit(match[1])
    if match := re.fullmatch(r"/siret/(\d{14})", path):
        return _establishment(match[1])
    return _error(400, "Requête non conforme")


def _error(status: int, words: str, **headers: str) -> Answer:
    return status, headers, {"header": {"statut": status, "message": words}}


def _told(**told: Any) -> Answer:
    return 200, {}, {"header": {"statut": 200, "message": "OK"}, **told}


def _unit(siren: str) -> Answer:
    if siren == WITHHELD:
        return _error(403, f"Unité légale non diffusable ({siren})")
    if siren == DUPLICATE:
        return _error(301, f"Siren {siren} doublon de {KEPT}", Location=f"{ROOT}/siren/{KEPT}")
    unit = stock()["units"].get(siren)
    return _told(uniteLegale=unit) if unit else _error(404, f"Aucun élément trouvé pour le siren {siren}")


def _establishment(siret: str) -> Answer:
    found = stock()["establishments"].get(siret)
    if found is None:
        return _error(404, f"Aucun élément trouvé pour le siret {siret}")
    return _told(etablissements=[found]) if siret == LISTED else _told(etablissement=found)


def _listed(query: str) -> Answer:
    if query == "force-429":
        return _error(429, "Quota exceeded", **{"Retry-After": "60"})
    match = re.fullmatch(r"siren:(\d{9})", query)
    if not match:
        return _error(400, "Erreur de syntaxe dans le paramètre q")
    found = [site for siret, site in stock()["establishments"].items() if siret.startswith(match[1])]
    return _told(etablissements=found) if found else _error(404, "Aucun élément trouvé")
