"""Whether a row is a structure: totals, sources, headings and remarks are asked about, and nothing is lost."""

from __future__ import annotations

import csv

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wtc_eco as eco
from wtc_eco.sources import lone_rows_aside, table_of

HEAD = "Nom;Adresse;CP;Localité;Téléphone\n"
ONE = "EPN du Lac;Rue du Lac 1;5630;Cerfontaine;071 64 00 01\n"
TWO = "EPN des Eaux;Rue des Eaux 2;5620;Florennes;071 64 00 02\n"
NAMES = ["EPN des Eaux", "EPN du Lac"]


@pytest.mark.parametrize("name", [f"25_{each}.csv" for each in (
    "b_pied", "c_pied", "d_pied", "e_pied", "g_pied", "i_pied", "pied_de_page")])  # fmt: skip
def test_no_line_under_a_list_is_a_structure(read, name):
    assert read(name).names == NAMES


@pytest.mark.parametrize("line", [
    "Total : 2;;;;", "TOTAL;2;;;", "Total;;;;2", "Total général;2;2;2;2", "Sous-total Namur;;;;12", "Nombre d'EPN : 2;;;;",
    "Nombre;2;;;", "Totaal: 2;;;;", "Aantal EPN: 2;;;;", "Gesamt;2;;;", "Anzahl: 2;;;;", "Grand total (2);;;;",
    "Source : SPW, licence CC BY 4.0;;;;", "Bron: Statbel;;;;", "Quelle: Statbel 2024;;;;", "Source;SPW;;;",
    "Mise à jour : 12/03/2025;;;;", "Dernière mise à jour le 3 mars 2025;;;;", "Bijgewerkt op 3 maart 2025;;;;",
    "Licence;CC BY 4.0;;;", "Page 1/2;;;;", "Page 1 sur 2;;;12/03/2025;", ";;;;Page 2", "Seite 1 von 2;;;;", "Blz. 1;;;;",
    "* données non vérifiées;;;;", "(*) sous réserve;;;;", "© Fédération 2025;;;;", "(1) chiffres provisoires;;;;",
    "Note : les heures changent en été;;;;", "N.B. : sur rendez-vous;;;;", "Remarques : néant;;;;", "Opmerking: zie site;;;;",
    "Contact : Jean Exemple - jean@exemple.be;;;;", "Contact :;jean@exemple.be;;;", "Document interne - ne pas diffuser;;;;",
    "Les données de ce tableau sont fournies à titre indicatif et n'engagent pas la responsabilité de la Fédération.;;;;",
    "Imprimé le 12/03/2025;;;;", "Deze lijst is niet volledig;;;;", "Ohne Gewähr;;;;", "Last updated: 2025-01-01;;;;",
])  # fmt: skip
@pytest.mark.parametrize("place", ["below", "between"])
def test_a_line_that_is_no_structure_is_asked_about_wherever_it_stands(read, line, place):
    text = HEAD + (ONE + TWO + line if place == "below" else ONE + line + "\n" + TWO)
    taken = read("l.csv", text)
    assert taken.names == NAMES
    assert taken.imported.accounting.quarantined == 1


@pytest.mark.parametrize("heading", [
    "PROVINCE DE NAMUR", "Arrondissement de Philippeville", "A", "Hainaut :", "BASSIN DE LIÈGE (12)", "Provincie Namen",
    "Namur", "Espaces publics numériques", "Centres publics d'action sociale (CPAS)",
])  # fmt: skip
def test_a_heading_between_the_rows_is_no_structure(read, heading):
    for row in (f"{heading};;;;", f";{heading};;;", f"{heading};{heading};{heading};{heading};{heading}"):
        taken = read("l.csv", f"{HEAD}{row}\n{ONE}{heading} bis;;;;\n{TWO}")
        assert taken.names == NAMES
        assert taken.imported.accounting.quarantined == 2


@pytest.mark.parametrize("row", [
    "Nombre d'Or asbl;Rue Haute 1;5000;Namur;", "Total Services;Rue Haute 1;5000;Namur;081 22 33 44", "Contact J;;5000;Namur;",
    "Source Vive;Rue Haute 1;;Namur;", "Note Bleue asbl;;;Namur;081 22 33 44", "Page Blanche;Rue Haute 1;5000;Namur;",
    "Infos Jeunes;;;Namur;", "Province de Namur;Place Saint-Aubain 2;5000;Namur;", "Zone 30;;5000;Namur;",
    "Liste des amis : l'EPN;Rue Haute 1;5000;Namur;", "Data;Rue Haute 1;5000;Namur;081 22 33 44",
])  # fmt: skip
def test_a_structure_named_like_a_footer_stays_one(read, row):
    assert len(read("l.csv", HEAD + ONE + row + "\n" + TWO).rows) == 3


@pytest.mark.parametrize("titles", ["Nom", "Nom;Téléphone", "Nom;Adresse;CP;Localité;Téléphone"])
def test_a_list_of_names_only_is_a_list(read, titles):
    more = ";" * titles.count(";")
    text = f"{titles}\n" + "".join(
        f"{name}{more}\n" for name in ("EPN Un", "CPAS de Namur", "Infor Jeunes Huy")
    )
    assert len(read("l.csv", text).rows) == 3


def test_a_list_of_names_keeps_its_names_and_loses_its_total(read):
    text = "Nom\nEPN Un\nPROVINCE DE LIÈGE (2)\nEPN Deux\nEPN Trois\nTotal : 3\nSource : SPW\nPage 1/1\n"
    assert read("l.csv", text).names == ["EPN Deux", "EPN Trois", "EPN Un"]


@pytest.mark.parametrize("name", ["54_sections.csv", "54b_sections.csv"])
def test_section_headings_and_titles_printed_again_are_no_structures(read, name):
    assert read(name).names == ["EPN Deux", "EPN Un"]


def test_titles_that_come_again_in_other_capitals_are_titles(read):
    assert read("l.csv", HEAD + ONE + HEAD.upper() + TWO).names == NAMES


def test_a_structure_of_which_only_the_name_is_told_is_asked_about_and_kept_where_a_person_says_so(
    read, tmp_path
):
    taken = read("l.csv", HEAD + ONE + "EPN Seul;;;;\nA\n" + TWO)
    assert taken.names == NAMES
    aside = taken.imported.quarantine
    again = eco.open(tmp_path / "desk")
    assert again.imports.structures(aside, source="l").accounting.quarantined == 2
    with aside.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream, delimiter=";"))
    (mended,) = [row for row in rows if "EPN Seul" in row]
    mended[rows[0].index("_code")] = ""
    with (tmp_path / "mended.csv").open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream, delimiter=";").writerows([rows[0], mended])
    assert again.imports.structures(tmp_path / "mended.csv", source="l").accounting.new == 1
    names = eco.open(tmp_path / "desk").registry.table["name"]
    assert sorted(names) == ["EPN Seul", "EPN des Eaux", "EPN du Lac"]


def test_a_structure_whose_new_row_only_says_its_name_is_not_withdrawn(read, tmp_path):
    read("l.csv", HEAD + ONE + TWO)
    (tmp_path / "l.csv").write_text(HEAD + ONE + "EPN des Eaux;;;;\n", encoding="utf-8")
    again = eco.open(tmp_path / "desk").imports.structures(
        tmp_path / "l.csv", source="l", collected_on="2026-01-01"
    )
    assert again.accounting.withdrawn == 0
    assert again.accounting.quarantined == 1


def test_match_compares_no_headings_and_says_so(tmp_path):
    path = tmp_path / "l.csv"
    path.write_text(
        f"{HEAD}PROVINCE DE NAMUR;;;;\n{ONE}PROVINCE DE NAMUR;;;;\n{ONE}Total : 2;;;;\n", encoding="utf-8"
    )
    matched = eco.match(path)
    assert [row[:2] for row in matched.rows] == [("2", "2"), ("4", "2")]
    assert [problem.row for problem in matched.left_out] == [2, 4, 6]


CELLS = st.sampled_from(
    ["", "", "EPN", "CPAS de Huy", "A", "Total", "Total : 3", "* note", "5000", "Namur", "-", "Page 1/2"]
)


@settings(max_examples=60)
@given(st.lists(st.lists(CELLS, min_size=3, max_size=3), min_size=1, max_size=8))
def test_every_row_is_kept_asked_about_or_blank_and_asking_twice_changes_nothing(grid):
    text = "Nom;CP;Localité\n" + "".join(";".join(row) + "\n" for row in grid)
    table = table_of(text.encode(), "l.csv")
    once = lone_rows_aside(table)
    assert once.n_read == table.n_read == len(grid)
    numbers = [row.number for row in (*once.rows, *once.quarantined)]
    assert len(set(numbers)) == len(numbers) == len(grid) - once.n_blank
