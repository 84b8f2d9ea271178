"""Formats of the field: what a table carries comes back, what it does not is told, and nobody stands in it."""

from __future__ import annotations

import csv
import io
import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import wtc_eco as eco
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.interchange import formats
from wtc_eco.interchange.listing import fees_kind

LIST = """nom;type;rue;code postal;localité;latitude;longitude;téléphone;e-mail;site web;horaires;étapes;étapes en projet;formats;thèmes;publics;labels;modes d'accès;conditions;numéro BCE;date de collecte;tarif;présentation;accessibilité;prise de rdv;langues
EPN du Moulin;EPN;Rue du Moulin 12;5590;Ciney;50.296;5.097;+32 83 21 21 21|+32 475 11 22 33;info@moulin.example|biblio@moulin.example;https://moulin.example;"Mo-Fr 09:00-12:00,13:00-16:30; Sa 09:00-12:00";ateliers|acces;materiel;cycle;bases|smartphone|demarches;aines|demandeurs_emploi;epn;on_site;Inscription préalable;0400000086;2026-09-15;5 € par cycle;Un espace au bord de l'eau, ouvert à tous;https://acceslibre.example/moulin;https://rdv.example/moulin;français|anglais
CPAS du Val;CPAS;Place du Val 3;5500;Dinant;50.26;4.91;+32 82 22 22 22;accueil@val.example;;Mo,We 13:30-16:00;diagnostic|assistance|orientation;;ponctuel;demarches;ris|tous;;on_site|remote;Habitants de Dinant;;2026-08-30;gratuit;;Accessible en fauteuil roulant;;arabe
Maison sans rue;Maison de jeunes;;7500;Tournai;;;;;;;;ateliers;;;jeunes;;;;;2026-03-03;;;;;
"""
CARRIED = {
    "ldmn": ("name", "kind", "street", "postal_code", "locality", "lat", "lon", "email", "website", "opening_hours", "labels", "bce", "presentation", "booking"),
    "data-inclusion": ("name", "street", "lat", "lon", "website", "opening_hours", "conditions", "fees", "presentation", "booking"),
    "hsds": (
        *("name", "kind", "labels", "bce", "street", "postal_code", "locality", "ins", "lat", "lon", "phone", "website"),
        *("steps", "formats", "themes", "publics", "conditions", "opening_hours", "access"),
        *("fees", "presentation", "accessibility", "booking", "languages"),
    ),
    "osm": ("name", "street", "postal_code", "locality", "lat", "lon", "phone", "email", "website", "opening_hours", "bce", "fees", "presentation", "languages"),
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
        "nom;rue;code postal;localité;téléphone;e-mail;conditions;responsable;date de collecte;tarif;présentation;accessibilité;prise de rdv\n"
        "EPN du Moulin;Rue du Moulin 12;5590;Ciney;083 21 21 21;julie.lambert@moulin.example|info@moulin.example;"
        "demander Julie Lambert;Julie Lambert;2026-09-15;voir Mme Lambert;Un lieu animé par Julie Lambert;sonner chez Lambert;0475 11 22 33\n",
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
        assert b"0475" not in content
        assert made.n_held_back == 5


def test_an_ending_that_a_format_has_not_is_refused(desk, tmp_path):
    with pytest.raises(UsageError, match="ne s’écrit pas"):
        desk.write.exchange(tmp_path / "x.xlsx", form="ldmn")
    with pytest.raises(UsageError, match="Il n’y a pas de format"):
        desk.write.exchange(tmp_path / "x.csv", form="ldm")


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("gratuit", {"free"}), ("Gratuit.", {"free"}), ("C'est gratuit", {"free"}), ("0 €", {"free"}), ("gratis", {"free"}), ("kostenlos", {"free"}),
        ("Gratuit pour les demandeurs d'emploi", {"free_under_condition"}), ("gratuit sous conditions", {"free_under_condition"}),
        ("Gratuit pour les demandeurs d'emploi, 5 € sinon", {"free_under_condition", "paying"}), ("Premier cours gratuit, puis 10€", {"free_under_condition", "paying"}),
        ("5 € par cycle", {"paying"}), ("2,50€/séance", {"paying"}), ("payant", {"paying"}), ("10 euros", {"paying"}), ("€ 5", {"paying"}), ("EUR 12,50", {"paying"}),
        ("pas gratuit", set()), ("voir sur place", set()), ("gratuit le lundi", set()), ("", set()), ("12", set()),
    ],
)  # fmt: skip
def test_what_it_costs_is_free_or_paying_only_where_the_words_say_so(words, kinds):
    assert set(fees_kind(words)) == kinds


def test_a_price_in_words_is_kept_in_short_and_told_as_lost_where_a_format_has_no_words(desk, tmp_path):
    assert [ldmn(desk, tmp_path)[name]["frais_a_charge"] for name in ("EPN du Moulin", "CPAS du Val")] == [
        "Payant", "Gratuit",
    ]  # fmt: skip
    made = desk.write.exchange(tmp_path / "x.csv", form="ldmn")
    (lost,) = [sentence for sentence in made.sentences if "Frais" in sentence]
    assert "1 structure" in lost
    assert any("Langues" in sentence and "Français" in sentence for sentence in made.sentences)
    assert not any("Anglais" in sentence for sentence in made.sentences)


def test_a_language_goes_out_with_its_code_and_a_wheelchair_with_its_tag(desk, tmp_path):
    made = desk.write.exchange(tmp_path / "x.json", form="osm")
    tags = {
        one["tags"]["name"]: one["tags"]
        for one in json.loads(made.path.read_text(encoding="utf-8"))["elements"]
    }
    mill, val = tags["EPN du Moulin"], tags["CPAS du Val"]
    assert (mill["language:fr"], mill["language:en"], val["language:ar"], val["wheelchair"]) == ("yes",) * 4
    assert (mill["fee"], mill["charge"], val["fee"]) == ("yes", "5 € par cycle", "no")
    assert "language:ar" not in mill


def test_a_long_presentation_is_cut_for_the_short_field_and_comes_back_whole(tmp_path):
    whole = " ".join(f"mot{n}" for n in range(100))
    eco.init(tmp_path / "x")
    path = tmp_path / "l.csv"
    path.write_text(f"nom;rue;code postal;localité;date de collecte;présentation\nEPN;Rue Haute 1;5590;Ciney;2026-09-15;{whole}\n", encoding="utf-8")  # fmt: skip
    eco.open(tmp_path / "x").imports.structures(path, source="liste")
    row = ldmn(eco.open(tmp_path / "x"), tmp_path)["EPN"]
    assert len(row["presentation_resume"]) <= 280
    assert row["presentation_detail"] == whole
    eco.init(tmp_path / "y")
    eco.open(tmp_path / "y").imports.structures(tmp_path / "x.csv", source="retour")
    after = rows(eco.open(tmp_path / "y"))["EPN"]
    assert after["presentation"] == whole
    assert "presentation_resume" not in (after["extra"] or {})


def test_the_document_says_what_the_tables_say():
    script = Path(__file__).parents[2] / "scripts" / "formats.py"
    done = subprocess.run([sys.executable, script, "--check"], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("name", "mailbox", "out"),
    [
        ("EPN du Moulin", "sophie.epn@hotmail.com", False),
        ("EPN du Moulin", "a.toussaint.ciney@skynet.be", False),
        ("EPN du Moulin", "rcanari@gmail.com", False),
        ("EPN du Moulin", "epn.ciney@gmail.com", True),
        ("EPN du Moulin", "bus@moulin.example", True),
        ("Atelier Marc Lambiotte", "info@lambiotte.example", False),
    ],
)
def test_a_mailbox_that_anybody_may_open_is_out_only_where_it_is_called_like_a_desk(
    tmp_path, name, mailbox, out
):
    eco.init(tmp_path / "x")
    (tmp_path / "l.csv").write_text(
        "nom;rue;code postal;localité;latitude;longitude;e-mail;date de collecte\n"
        f"{name};Rue du Moulin 12;5590;Ciney;50.296;5.097;{mailbox};2026-09-15\n",
        encoding="utf-8",
    )
    eco.open(tmp_path / "x").imports.structures(tmp_path / "l.csv", source="liste")
    made = eco.open(tmp_path / "x").write.exchange(tmp_path / "x.json", form="data-inclusion")
    assert (mailbox in made.path.read_text(encoding="utf-8")) == out


@pytest.mark.parametrize(
    ("street", "told"),
    [
        ("Rue Chapelle-Marion 9 bte 2", ("Rue Chapelle-Marion", "9", "bte 2")),
        ("Rue du 11 Novembre 5", ("Rue du 11 Novembre", "5", None)),
        ("Place Monseu 12A", ("Place Monseu", "12A", None)),
        ("Rue Léopold 3 boîte 4", ("Rue Léopold", "3", "boîte 4")),
    ],
)
def test_street_house_and_box_are_apart_on_the_open_map_and_one_again(tmp_path, street, told):
    eco.init(tmp_path / "x")
    (tmp_path / "l.csv").write_text(
        f"nom;rue;code postal;localité;latitude;longitude\nEPN Un;{street};5590;Ciney;50.296;5.097\n",
        encoding="utf-8",
    )
    eco.open(tmp_path / "x").imports.structures(tmp_path / "l.csv", source="liste")
    made = eco.open(tmp_path / "x").write.exchange(tmp_path / "x.json", form="osm")
    (element,) = json.loads(made.path.read_text(encoding="utf-8"))["elements"]
    tags = element["tags"]
    assert (tags["addr:street"], tags["addr:housenumber"], tags.get("addr:unit")) == told
    assert not any("Rue et numéro" in sentence for sentence in made.sentences)
    eco.init(tmp_path / "y")
    eco.open(tmp_path / "y").imports.structures(made.path, source="retour")
    assert (
        rows(eco.open(tmp_path / "y"))["EPN Un"]["street"]
        == rows(eco.open(tmp_path / "x"))["EPN Un"]["street"]
    )
