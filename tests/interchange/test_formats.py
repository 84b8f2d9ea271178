"""Formats of the field: what a table carries comes back, what it does not is told, and nobody stands in it."""

from __future__ import annotations

import csv
import io
import json
import zipfile

import pytest

import wtc_eco as eco
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.interchange import formats

LIST = """nom;type;rue;code postal;localité;latitude;longitude;téléphone;e-mail;site web;horaires;étapes;étapes en projet;formats;thèmes;publics;labels;modes d'accès;conditions;numéro BCE;date de collecte
EPN du Moulin;EPN;Rue du Moulin 12;5590;Ciney;50.296;5.097;+32 83 21 21 21|+32 475 11 22 33;info@moulin.example|biblio@moulin.example;https://moulin.example;Mo-Fr 09:00-12:00,13:00-16:30; Sa 09:00-12:00;ateliers|acces;materiel;cycle;bases|smartphone|demarches;aines|demandeurs_emploi;epn;on_site;Inscription préalable;0400000086;2026-09-15
CPAS du Val;CPAS;Place du Val 3;5500;Dinant;50.26;4.91;+32 82 22 22 22;accueil@val.example;;Mo,We 13:30-16:00;diagnostic|assistance|orientation;;ponctuel;demarches;ris|tous;;on_site|remote;Habitants de Dinant;;2026-08-30
Maison sans rue;Maison de jeunes;;7500;Tournai;;;;;;;;ateliers;;;jeunes;;;;;2026-03-03
""".replace("Mo-Fr 09:00-12:00,13:00-16:30; Sa", '"Mo-Fr 09:00-12:00,13:00-16:30; Sa').replace("Sa 09:00-12:00;ateliers", 'Sa 09:00-12:00";ateliers')  # fmt: skip
CARRIED = {
    "ldmn": ("name", "kind", "street", "postal_code", "locality", "lat", "lon", "email", "website", "opening_hours", "labels", "bce"),
    "data-inclusion": ("name", "street", "lat", "lon", "website", "opening_hours", "conditions"),
    "hsds": (
        *("name", "kind", "labels", "bce", "street", "postal_code", "locality", "ins", "lat", "lon", "phone", "website"),
        *("steps", "formats", "themes", "publics", "conditions", "opening_hours", "access"),
    ),
    "osm": ("name", "street", "postal_code", "locality", "lat", "lon", "phone", "email", "website", "opening_hours", "bce"),
}  # fmt: skip
TAKEN = {"ldmn": 2, "data-inclusion": 3, "hsds": 3, "osm": 2}
"""How many of the three a format takes: two require a street."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder of three structures, one of which has no street."""
    folder = tmp_path_factory.mktemp("desk")
    eco.init(folder / "x")
    path = folder / "liste.csv"
    path.write_text(LIST, encoding="utf-8")
    eco.open(folder / "x").imports.structures(path, source="liste")
    return eco.open(folder / "x")


def rows(ecosystem):
    return {row["name"]: row for row in ecosystem.registry.table.to_dict("records")}


@pytest.mark.parametrize("form", sorted(TAKEN))
def test_what_a_format_carries_comes_back_into_an_empty_folder(desk, tmp_path, form):
    made = desk.write.exchange(tmp_path / f"x{formats()[form].ending}", form=form)
    assert made.n_structures == TAKEN[form]
    eco.init(tmp_path / "there")
    taken = eco.open(tmp_path / "there").imports.structures(made.path, source="retour")
    assert taken.accounting.new == TAKEN[form]
    assert taken.read_as.container == formats()[form].text()
    before, after = rows(desk), rows(eco.open(tmp_path / "there"))
    for name, row in after.items():
        for column in CARRIED[form]:
            assert _set(row[column]) == _set(before[name][column]), (name, column)


def _set(value):
    return set(value) if isinstance(value, tuple) else value


@pytest.mark.parametrize("form", sorted(TAKEN))
def test_a_list_that_comes_back_into_its_own_folder_brings_no_new_structure(desk, tmp_path, form):
    import shutil

    shutil.copytree(desk.folder, tmp_path / "x")
    made = desk.write.exchange(tmp_path / f"x{formats()[form].ending}", form=form)
    eco.open(tmp_path / "x").imports.structures(made.path, source="retour")
    assert len(eco.open(tmp_path / "x").registry.table) == 3


@pytest.mark.parametrize("form", sorted(TAKEN))
def test_everything_that_is_lost_is_told_of_every_structure(desk, tmp_path, form):
    made = desk.write.exchange(tmp_path / f"x{formats()[form].ending}", form=form)
    told = made.report.read_text(encoding="utf-8")
    assert "Étapes prévues" in told
    assert "Vente, prêt, don de matériel" in told
    assert any("Qui connaît qui" in sentence for sentence in made.sentences)
    assert ("Maison sans rue (" in told) == (TAKEN[form] == 2)
    with pytest.raises(RefusedError, match="ne contient pas tout"):
        desk.write.exchange(tmp_path / f"y{formats()[form].ending}", form=form, strict=True)
    assert not (tmp_path / f"y{formats()[form].ending}").exists()


def test_of_several_themes_that_a_format_calls_by_one_word_the_others_are_lost(desk, tmp_path):
    made = desk.write.exchange(tmp_path / "x.csv", form="ldmn")
    lost = next(sentence for sentence in made.sentences if "Thèmes" in sentence)
    assert "Smartphone" in lost
    assert "Démarches" not in lost


def ldmn(desk, tmp_path):
    made = desk.write.exchange(tmp_path / "x.csv", form="ldmn")
    return {row["nom"]: row for row in csv.DictReader(io.StringIO(made.path.read_text(encoding="utf-8")))}


def test_no_belgian_code_is_passed_off_as_a_french_one(desk, tmp_path):
    mill = ldmn(desk, tmp_path)["EPN du Moulin"]
    assert (mill["code_postal"], mill["code_insee"], mill["pivot"]) == ("5590", "", "0400000086")
    assert ldmn(desk, tmp_path)["CPAS du Val"]["pivot"] == "00000000000000"
    structures = json.loads(
        desk.write.exchange(tmp_path / "x.json", form="data-inclusion").path.read_text(encoding="utf-8")
    )["structures"]
    assert {
        structure[code] for structure in structures for code in ("siret", "code_postal", "code_insee")
    } == {None}


def test_a_planned_step_is_no_service_in_place(desk, tmp_path):
    assert "Acquisition" not in ldmn(desk, tmp_path)["EPN du Moulin"]["services"]
    services = json.loads(
        desk.write.exchange(tmp_path / "x.json", form="data-inclusion").path.read_text(encoding="utf-8")
    )["services"]
    assert {service["id"].rpartition("--")[2] for service in services} == {"ateliers", "acces", "diagnostic", "assistance", "orientation"}  # fmt: skip


def test_everybody_is_said_alone(desk, tmp_path):
    services = json.loads(
        desk.write.exchange(tmp_path / "x.json", form="data-inclusion").path.read_text(encoding="utf-8")
    )["services"]
    assert {tuple(each["publics"]) for each in services if each["nom"].startswith("Diagnostic")} == {
        ("tous-publics",)
    }


def test_a_package_holds_every_table_and_its_keys_lead_somewhere(desk, tmp_path):
    made = desk.write.exchange(tmp_path / "x.zip", form="hsds")
    with zipfile.ZipFile(made.path) as archive:
        tables = {
            name.removesuffix(".csv"): list(csv.DictReader(io.StringIO(archive.read(name).decode())))
            for name in archive.namelist()
            if name.endswith(".csv")
        }
        described = json.loads(archive.read("datapackage.json"))
    assert {one["name"] for one in described["resources"]} == set(tables)
    assert len(tables) == 21
    ids = {name: [row["id"] for row in records] for name, records in tables.items()}
    assert all(len(each) == len(set(each)) for each in ids.values())
    organizations = set(ids["organizations"])
    assert {row["organization_id"] for row in tables["services"]} <= organizations
    links = organizations | set(ids["services"]) | set(ids["locations"])
    assert {row["link_id"] for row in tables["attributes"]} <= links
    assert {row["taxonomy_term_id"] for row in tables["attributes"]} == set(ids["taxonomy_terms"])
    morning = [row for row in tables["schedules"] if row["opens_at"] == "13:30:00"]
    assert [row["byday"] for row in morning] == ["MO,WE"]


def test_the_same_folder_gives_the_same_bytes(desk, tmp_path):
    for form, ending in (("hsds", ".zip"), ("data-inclusion", ".zip"), ("osm", ".json")):
        one, other = (
            desk.write.exchange(tmp_path / f"{n}{ending}", form=form).path.read_bytes() for n in "ab"
        )
        assert one == other


def test_nobody_stands_in_a_public_format(tmp_path):
    eco.init(tmp_path / "x")
    path = tmp_path / "l.csv"
    path.write_text(
        "nom;rue;code postal;localité;téléphone;e-mail;conditions;responsable;date de collecte\n"
        "EPN du Moulin;Rue du Moulin 12;5590;Ciney;083 21 21 21;julie.lambert@moulin.example|info@moulin.example;"
        "demander Julie Lambert;Julie Lambert;2026-09-15\n",
        encoding="utf-8",
    )
    eco.open(tmp_path / "x").imports.structures(path, source="liste")
    for form in formats():
        made = eco.open(tmp_path / "x").write.exchange(
            tmp_path / f"{form}{formats()[form].ending}", form=form
        )
        content = made.path.read_bytes()
        if made.path.suffix == ".zip":
            with zipfile.ZipFile(made.path) as archive:
                content = b"".join(archive.read(name) for name in archive.namelist())
        assert b"Lambert" not in content
        assert b"julie" not in content
        assert b"Lambert" not in (made.report.read_bytes() if made.report else b"")
        assert made.n_held_back == 1


def test_an_ending_that_a_format_has_not_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="ne s’écrit pas"):
        desk.write.exchange(tmp_path / "x.xlsx", form="ldmn")
    with pytest.raises(UsageError, match="Il n’y a pas de format"):
        desk.write.exchange(tmp_path / "x.csv", form="ldm")
