"""INSEE's own register (Sirene 3.11, with a key): asked about one company, in two questions.

The unit tells its name, its activity and whether it is closed; its seat tells the address. Both are read by the
reader of the open register, so that the same is stored whoever was asked.
"""

import json
import logging
import re
import time
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError

from members.models import RegisterSnapshot
from members.register import gate, transport
from members.register.answers import RegisteredCompany, read
from members.register.look_up import BusyError, UnavailableError
from members.register.told import Told
from members.siren import validate_siren

KEY_HEADER = "X-INSEE-Api-Key-Integration"
PAUSE = 60  # seconds, when the quota is used up and INSEE does not say for how long

Outcome = RegisterSnapshot.Outcome
logger = logging.getLogger(__name__)


class KeyRefusedError(UnavailableError):
    """INSEE does not accept the key of the settings."""


def ask(siren: str) -> Told:
    """Return what INSEE tells of ``siren``; raise UnavailableError, its kinds BusyError and KeyRefusedError."""
    reply = _reply(f"/siren/{siren}")
    if reply.status != 200:
        return _without_a_unit(reply, siren)
    unit = _part(reply, "uniteLegale")
    company = _read(unit, {}, siren)
    nic = str(_current(unit).get("nicSiegeUniteLegale") or "")
    if company.is_closed or not re.fullmatch(r"\d{5}", nic, re.ASCII):
        return Told(Outcome.FOUND, company)
    seat = _reply(f"/siret/{siren}{nic}")
    return Told(Outcome.FOUND, _read(unit, _address(seat, siren + nic), siren))


def _reply(address: str) -> transport.Reply:
    """Ask once; of what INSEE answers, errors that tell nothing about a company are raised."""
    try:
        time.sleep(gate.enter(gate.INSEE))
        reply = transport.get(settings.INSEE_API_URL, address, {KEY_HEADER: settings.INSEE_API_KEY})
    except gate.ShutError as error:
        raise BusyError from error
    except transport.TransportError as error:
        _count_failure(str(error))
        raise UnavailableError from error
    if reply.status == 429:
        gate.postpone(PAUSE if reply.retry_after is None else reply.retry_after, gate.INSEE)
        raise BusyError
    if reply.status == 401:
        logger.error("INSEE refuses the key of the settings (INSEE_API_KEY).")
        raise KeyRefusedError
    if reply.status not in {200, 301, 400, 403, 404} or (reply.status == 404 and not _is_its_own(reply)):
        _count_failure(f"status {reply.status}")
        raise UnavailableError
    gate.succeeded(gate.INSEE)
    return reply


def _is_its_own(reply: transport.Reply) -> bool:
    """Tell whether a "not found" is about a company, not about our address of the register."""
    header = _json(reply).get("header")
    return isinstance(header, dict) and header.get("statut") == 404


def _without_a_unit(reply: transport.Reply, siren: str) -> Told:
    if reply.status == 301:
        return Told(Outcome.DUPLICATE, other_siren=_other_siren(reply, siren))
    if reply.status == 400:
        logger.warning("INSEE refused a question about a company with status 400.")
    return Told({400: Outcome.REFUSED, 403: Outcome.WITHHELD, 404: Outcome.UNKNOWN}[reply.status])


def _other_siren(reply: transport.Reply, siren: str) -> str:
    """Return the SIREN that took the place of ``siren``: named by the redirection, else in its text."""
    for number in re.findall(r"(?<!\d)\d{9}(?!\d)", f"{reply.location} {reply.body.decode(errors='ignore')}"):
        try:
            validate_siren(number)
        except ValidationError:
            continue
        if number != siren:
            return str(number)
    return ""


def _part(reply: transport.Reply, name: str) -> dict[str, Any]:
    part = _json(reply).get(name)
    if not isinstance(part, dict):
        _count_failure(f"no {name}")
        raise UnavailableError
    return part


def _json(reply: transport.Reply) -> dict[str, Any]:
    try:
        told = json.loads(reply.body)
    except (ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def _current(unit: dict[str, Any]) -> dict[str, Any]:
    """Return the period that runs: the one without an end, else the first."""
    listed = unit.get("periodesUniteLegale")
    periods = [p for p in listed if isinstance(p, dict)] if isinstance(listed, list) else []
    running = [period for period in periods if period.get("dateFin") is None]
    return next(iter(running or periods), {})


def _address(reply: transport.Reply, siret: str) -> dict[str, Any]:
    """Return the address of a seat; some answer with a list in the place of one establishment."""
    told = _json(reply) if reply.status == 200 else {}
    listed = told.get("etablissements")
    sites = [told.get("etablissement"), *(listed if isinstance(listed, list) else [])]
    found = [site for site in sites if isinstance(site, dict) and site.get("siret") == siret]
    address = found[0].get("adresseEtablissement") if found else None
    return address if isinstance(address, dict) else {}


def _read(unit: dict[str, Any], address: dict[str, Any], siren: str) -> RegisteredCompany:
    """Read INSEE's names of fields as those of the open register."""
    period = _current(unit)
    is_closed = period.get("etatAdministratifUniteLegale") == "C"
    company = read({"results": [{
        "siren": unit.get("siren"),
        "nom_raison_sociale": period.get("denominationUniteLegale"),
        "nom_complet": _name_of_a_person(unit, period),
        "siege": {
            "complement_adresse": address.get("complementAdresseEtablissement"),
            "numero_voie": address.get("numeroVoieEtablissement"),
            "indice_repetition": address.get("indiceRepetitionEtablissement"),
            "type_voie": address.get("typeVoieEtablissement"),
            "libelle_voie": address.get("libelleVoieEtablissement"),
            "code_postal": address.get("codePostalEtablissement"),
            "libelle_commune": address.get("libelleCommuneEtablissement"),
            "libelle_commune_etranger": address.get("libelleCommuneEtrangerEtablissement"),
            "commune": address.get("codeCommuneEtablissement"),
        },
        "activite_principale": period.get("activitePrincipaleUniteLegale"),
        "activite_principale_naf25": unit.get("activitePrincipaleNAF25UniteLegale"),
        "categorie_entreprise": unit.get("categorieEntreprise"),
        "annee_categorie_entreprise": unit.get("anneeCategorieEntreprise"),
        "nature_juridique": period.get("categorieJuridiqueUniteLegale"),
        "date_creation": unit.get("dateCreationUniteLegale"),
        "etat_administratif": "C" if is_closed else "A",
        "date_fermeture": period.get("dateDebut") if is_closed else None,
        "statut_diffusion": unit.get("statutDiffusionUniteLegale"),
    }]})  # fmt: skip
    if not company or company[0].siren != siren:
        _count_failure("another company")
        raise UnavailableError
    return company[0]


def _name_of_a_person(unit: dict[str, Any], period: dict[str, Any]) -> str | None:
    """Return the name under which somebody does business alone, as the open register tells it."""
    parts = [unit.get("prenomUsuelUniteLegale"), period.get("nomUsageUniteLegale") or period.get("nomUniteLegale")]
    return " ".join(part for part in parts if isinstance(part, str)) or None


def _count_failure(reason: str) -> None:
    logger.warning("INSEE's register gave no answer: %s.", reason)
    gate.failed(gate.INSEE)
