"""Départements, EPCI and communes of Occitanie, loaded from the repository's files."""

import csv
import json
import tarfile
from io import BytesIO, StringIO

import pytest
from django.core.management import CommandError, call_command

from leader.geography.models import Commune, Departement, Epci
from leader.geography.outlines import DATA
from leader.shared.audit import named_command

pytestmark = pytest.mark.django_db


def load(**options):
    """Run the command and return what it says."""
    said = StringIO()
    call_command("load_geography", stdout=said, **options)
    return said.getvalue()


def test_the_whole_of_occitanie_is_loaded():
    load()

    assert Departement.objects.whole().count() == 13
    assert Commune.objects.filter(departement__in=Departement.objects.whole()).count() == 4446
    assert Epci.objects.count() == 164


def test_it_is_loaded_by_a_command_that_the_history_names():
    with named_command("load_geography"):
        load()

    assert Commune.objects.exists()


def test_a_second_run_changes_nothing():
    load()

    assert load().splitlines() == [
        "departements: 0 new, 0 changed, 18 unchanged",
        "epci: 0 new, 0 changed, 164 unchanged",
        "communes: 0 new, 0 changed, 4508 unchanged",
    ]


def test_a_commune_that_differs_is_brought_up_to_date():
    load()
    Commune.objects.filter(code="11262").update(name="Narbo Martius")

    assert "communes: 0 new, 1 changed, 4507 unchanged" in load()
    assert Commune.objects.get(code="11262").name == "Narbonne"


def test_an_epci_that_crosses_the_border_of_the_region_is_whole():
    load()

    grand_avignon = Epci.objects.get(siren="248400251")

    departements = set(grand_avignon.communes.values_list("departement", flat=True))
    assert departements == {"30", "84"}
    assert not Departement.objects.get(code="84").is_whole


def test_a_postcode_finds_every_commune_that_it_serves():
    load()

    served = Commune.objects.filter(postal_codes__contains=["30100"])

    assert "30007" in served.values_list("code", flat=True)


def test_a_folder_without_the_files_is_refused(tmp_path):
    with pytest.raises(CommandError):
        load(source=tmp_path)


def package_of(path, name, **files):
    """Save ``files`` as npm pack would."""
    with tarfile.open(path, "w:gz") as archive:
        for file_name, content in {"package.json": {"name": name, "version": "1.0.0"}, **files}.items():
            data = json.dumps(content).encode()
            member = tarfile.TarInfo(f"package/{file_name}")
            member.size = len(data)
            archive.addfile(member, BytesIO(data))
    return path


def a_commune(code, region):
    """Return a row of the source package."""
    return {
        "code": code, "nom": f"Commune {code}", "type": "commune-actuelle", "departement": code[:2],
        "region": region, "codesPostaux": ["30000", "30900"], "population": 12,
    }  # fmt: skip


def borders_package(folder):
    """Save a small France: two regions, one EPCI that crosses their border."""
    files = {
        "data/communes.json": [a_commune("30001", "76"), a_commune("84001", "93"), a_commune("84002", "93")],
        "data/departements.json": [
            {"code": "30", "nom": "Gard", "region": "76"},
            {"code": "84", "nom": "Vaucluse", "region": "93"},
        ],
        "data/epci.json": [
            {"code": "200000001", "nom": "CC des Deux", "membres": [{"code": "30001"}, {"code": "84001"}]}
        ],
    }
    return package_of(folder / "borders.tgz", "@etalab/decoupage-administratif", **files)


def rows_of(path):
    """Return the rows of a CSV file under its heading."""
    with path.open(newline="") as source:
        return list(csv.reader(source))[1:]


def test_one_region_is_built_from_the_package_with_its_epci_whole(tmp_path):
    call_command("build_geography", borders_package(tmp_path), region=["76"], to=tmp_path, stdout=StringIO())

    assert [row[0] for row in rows_of(tmp_path / "communes.csv")] == ["30001", "84001"]
    assert rows_of(tmp_path / "departements.csv") == [["30", "Gard", "76", "1"], ["84", "Vaucluse", "93", "0"]]


def test_all_of_france_is_built_by_the_same_command(tmp_path):
    call_command("build_geography", borders_package(tmp_path), all=True, to=tmp_path, stdout=StringIO())

    assert [row[0] for row in rows_of(tmp_path / "communes.csv")] == ["30001", "84001", "84002"]
    assert rows_of(tmp_path / "departements.csv")[1] == ["84", "Vaucluse", "93", "1"]


def test_another_package_is_refused(tmp_path):
    package = package_of(tmp_path / "other.tgz", "left-pad")

    with pytest.raises(CommandError, match="left-pad"):
        call_command("build_geography", package, to=tmp_path, stdout=StringIO())


def test_every_outline_is_of_a_departement_that_the_repository_loads():
    drawn = {row["code"] for row in json.loads((DATA / "outlines.json").read_text())["departements"]}

    assert drawn == {row[0] for row in rows_of(DATA / "departements.csv") if row[3] == "1"}
