"""Which country a row lies in is asked before which commune: neighbours, homonyms, and slips that are none of these."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.model import names
from wtc_eco.store.layout import TABLES

BORDER = """Nom;Rue;Code postal;Localité;Pays
Pétange;rue de la Chiers 3;L-4710;Pétange;Luxembourg
Grevenmacher;rue du Pont 3;6720;Grevenmacher;Luxembourg
Pétange sans pays;rue X 9;4710;Pétange;
Wattrelos;rue Carnot 1;59150;Wattrelos;France
Charleville;place Jacques Félix;8000;Charleville-Mézières;France
Givet;quai de Meuse 2;08600;Givet;FR
Aachen;Adalbertstr. 5;52062;Aachen;Deutschland
Longwy;rue Mercy 1;54400;Longwy;
Gap;rue du Centre 1;5000;Gap;France
Anderlecht;rue Wayez 5;1070;Anderlecht;Belgique
Halle;Basiliekstraat 2;1500;Halle;België
Eupen;Hookstraße 64;4700;Eupen;
Forest du Hainaut;rue Haute 4;7910;Forest;
Cedex;BP 12;5000;Namur CEDEX;
Arlon;rue de Luxembourg 3;6700;Arlon;Luxembourg
"""


@pytest.fixture(scope="module")
def wallonie():
    return eco.load_territory("wallonie")


def where(row):
    return (row["place"], row.get("country"), row.get("commune"))


def test_a_list_of_the_border_keeps_each_row_in_its_country(read):
    listed = read("border.csv", BORDER)
    assert {row["name"]: where(row) for row in listed.rows} == {
        "Pétange": ("outside", "LU", None),
        "Grevenmacher": ("outside", "LU", None),
        "Pétange sans pays": ("outside", "LU", None),
        "Wattrelos": ("outside", "FR", None),
        "Charleville": ("outside", "FR", None),
        "Givet": ("outside", "FR", None),
        "Aachen": ("outside", "DE", None),
        "Longwy": ("outside", "FR", None),
        "Gap": ("outside", "FR", None),
        "Anderlecht": ("outside", None, None),
        "Halle": ("outside", None, None),
        "Eupen": ("outside_bassins", None, "Eupen"),
        "Forest du Hainaut": ("inside", None, "Frasnes-lez-Anvaing"),
        "Cedex": ("inside", None, "Namur"),
        "Arlon": ("inside", None, "Arlon"),
    }
    assert listed.imported.accounting.quarantined == 0
    assert [p.row for p in listed.imported.problems if p.code == "place_doubt"] == [16]


@pytest.mark.parametrize(
    ("said", "country"),
    [
        ("6720 Grevenmacher, Luxembourg", "LU"),
        ("Grevenmacher (L)", "LU"),
        ("L-4360 Esch", "LU"),
        ("1855 Luxembourg", "LU"),
        ("Lens (62)", "FR"),
        ("Lens (Pas-de-Calais, France)", "FR"),
        ("Mons - France", "FR"),
        ("Comines (France)", "FR"),
        ("F 59560 Comines", "FR"),
        ("Lille France", "FR"),
        ("59000 Lille", "FR"),
        ("8600 Givet", "FR"),
        ("Aachen", "DE"),
        ("D-52156 Monschau", "DE"),
        ("52156 Montschau, Deutschland", "DE"),
        ("Maastricht (NL)", "NL"),
        ("6211 AB Maastricht", "NL"),
        ("6211 Maastricht", "NL"),
        ("Heerlen, Nederland", "NL"),
    ],
)
def test_a_town_abroad_is_known_by_its_country_its_code_or_its_name(wallonie, said, country):
    place = wallonie.place(locality=said)
    assert (place.standing, place.country, place.ins) == ("outside", country, None)


@pytest.mark.parametrize(
    ("said", "commune"),
    [
        ("Arlon (Luxembourg)", "Arlon"),
        ("Arlon, Luxembourg", "Arlon"),
        ("Bastogne, province de Luxembourg", "Bastogne"),
        ("6800 Libramont (Luxembourg belge)", "Libramont-Chevigny"),
        ("Lens", "Lens"),
        ("7870 Lens", "Lens"),
        ("Comines", "Comines-Warneton"),
        ("Namur (Belgique)", "Namur"),
        ("5000 Namur, België", "Namur"),
        ("Namur (B)", "Namur"),
        ("CP 5000 Namur", "Namur"),
        ("5070 LE ROUX", "Fosses-la-Ville"),
        ("Saint-Nicolas (Liège)", "Saint-Nicolas"),
        ("Bouillon (Ardennes)", "Bouillon"),
        ("Trois-Ponts, Liège", "Trois-Ponts"),
    ],
)
def test_a_commune_that_bears_the_name_of_a_town_or_a_country_stays_here(wallonie, said, commune):
    place = wallonie.place(locality=said)
    assert (place.commune, place.country, place.doubt) == (commune, None, "")


@pytest.mark.parametrize(
    ("code", "locality"), [("50000", "Namur"), ("51000", "Jambes"), ("50000", "Namurr"), ("99999", "Dour")]
)
def test_a_slip_in_a_code_is_a_doubt_and_no_foreigner(wallonie, code, locality):
    place = wallonie.place(postal_code=code, locality=locality)
    assert place.standing == "inside"
    assert code in place.doubt


def test_what_nothing_but_the_form_of_the_code_tells_is_outside_and_a_doubt(wallonie):
    place = wallonie.place(postal_code="62300", locality="Lens")
    assert (place.standing, place.country) == ("outside", None)
    assert "62300" in place.doubt
    assert wallonie.place(postal_code="59000").standing == "unknown"


def test_code_and_locality_together_count_above_the_country_and_that_is_said(wallonie):
    place = wallonie.place(postal_code="5000", locality="Namur", country="FR")
    assert place.commune == "Namur"
    assert "France" in place.doubt


def test_a_phone_tells_where_an_unknown_name_is_and_never_moves_a_known_one(wallonie):
    abroad = wallonie.place(postal_code="6720", locality="Xyzange", phones=("+352501212",))
    assert (abroad.standing, abroad.country) == ("outside", "LU")
    assert abroad.doubt
    assert wallonie.place(locality="Tournai", phones=("+33320111111",)).commune == "Tournai"
    assert wallonie.place(postal_code="6720", locality="Xyzange", phones=("+3263421111",)).commune == "Habay"


def test_a_point_abroad_tells_a_homonym(wallonie):
    assert wallonie.place(locality="Lens", lat=50.43, lon=2.83).standing == "outside"
    assert wallonie.place(locality="Lens", lat=50.556, lon=3.90).commune == "Lens"


def test_a_country_nobody_knows_is_told_and_kept(read):
    listed = read("l.csv", "Nom;Localité;Pays\nA;Namur;Syldavie\n")
    assert listed.row("A")["extra"] == {"Pays": "Syldavie"}
    assert "country_unknown" in listed.codes


def test_a_folder_from_before_the_column_opens_takes_a_list_and_goes_back(tmp_path):
    eco.init(tmp_path)
    first, second = tmp_path / "a.csv", tmp_path / "b.csv"
    first.write_text("Nom;Localité\nA;Namur\n", "utf-8")
    second.write_text("Nom;Localité\nB;Lille\n", "utf-8")
    eco.open(tmp_path).imports.structures(first, source="a")
    path = tmp_path / "data" / "structures.csv"
    now = path.read_text("utf-8")
    at = names(TABLES["structures.csv"]).index("country")
    older = "\n".join(
        ",".join(c for i, c in enumerate(line.split(",")) if i != at) for line in now.splitlines()
    )
    path.write_text(older + "\n", "utf-8")
    eco.open(tmp_path).imports.structures(second, source="b", accept_edits=True)
    rows = eco.open(tmp_path).registry.table.set_index("name")
    assert rows["country"].to_dict() == {"A": None, "B": "FR"}
    eco.open(tmp_path).history.undo()
    assert list(eco.open(tmp_path).registry.table["name"]) == ["A"]


def test_every_way_of_writing_code_and_locality_in_one_column_is_told_apart(read):
    listed = read("23c_cp_localite.csv")
    assert [(row["postal_code"], row["commune"]) for row in sorted(listed.rows, key=lambda row: row["name"])] == [
        *[("5000", "Namur")] * 4, ("5100", "Namur"), ("7100", "La Louvière"),
    ]  # fmt: skip
    assert listed.row("C4")["locality"] == "Namur"


def test_a_commune_is_known_in_either_language_and_half_a_name_is_asked(read):
    listed = read("55_communes.csv")
    assert listed.row("CPAS de Mons")["commune"] == "Mons"
    assert "Braine" in {problem.value for problem in listed.imported.problems}


def test_structures_outside_with_a_known_commune_count_as_near(read):
    found = read(
        "abroad.csv",
        "Nom;Type;Code postal;Localité;Pays;Thèmes\nMaison du Numérique;ASBL;L-4710;Pétange;Luxembourg;Sécurité en ligne\n"
        "EPN d'Aubange;EPN;6790;Aubange;;Bureautique\n",
    )
    offer = next(one for one in found.ecosystem.offers.values() if one.name == "Maison du Numérique")
    assert (offer.ins, offer.located) == (None, "commune")
    gaps = found.ecosystem.gaps("themes", commune="Aubange")
    row = next(row for row in gaps.rows() if row["theme"] == "securite")
    assert "offered" in row.values()
    assert 0 < row["km"] <= 15
