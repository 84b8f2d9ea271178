"""From a table to records: places, kinds, keys, repeats, and what is kept as found."""

from __future__ import annotations

import pytest

from wtc_eco.errors import UsageError
from wtc_eco.sources import (
    ColumnMap,
    propose,
    read_records,
    read_table,
    recognise,
    table_of,
    write_quarantine,
)

MAP = ColumnMap(
    "liste",
    {"nom": "name", "cp": "postal_code", "localité": "locality", "type": "kind", "commune": "commune"},
)


def codes(harvest, gravity):
    return [problem.code for problem in harvest.problems if problem.gravity == gravity]


@pytest.mark.parametrize(
    ("locality", "ins", "warned"),
    [
        ("Liege", "62063", []),
        ("Lüttich", "62063", []),
        ("Liège 2", "62063", []),
        ("Liègge", "62063", ["place_doubt"]),
        ("Brussel", None, ["place_outside"]),
        ("", None, ["place_missing"]),
    ],
)
def test_a_place_is_found_doubted_or_kept_outside(reap, locality, ins, warned):
    harvest = reap(f"nom,localité\nEPN,{locality}\n")
    assert harvest.rows[0].get("ins") == ins
    assert codes(harvest, "warning") == warned


def test_a_place_nobody_can_read_is_said_and_the_structure_kept(reap):
    harvest = reap("nom,localité\nEPN,Xyzabcqq\n")
    assert codes(harvest, "warning") == ["place_unreadable"]
    assert harvest.rows[0]["locality"] == "Xyzabcqq"


def test_a_basin_that_is_not_the_commune_s_is_told_and_kept(reap):
    harvest = reap("nom,cp,bassin\nEPN,4000,Namur\nCPAS,4000,IBEFE de Liège\n")
    assert codes(harvest, "warning") == ["bassin_mismatch"]
    assert harvest.rows[0]["extra"] == {"bassin": "Namur"}


def test_the_kind_comes_from_the_column_then_the_importer_then_the_map_then_the_name(tabled, wallonie):
    table = tabled("nom,cp,type\nCPAS de Mons,7000,\nX,7000,Bibliothèque publique\n")
    defaults = ColumnMap("liste", MAP.columns, defaults={"kind": "asbl"})

    def kinds(column_map, kind=None):
        return [
            row.get("kind") for row in read_records(table, column_map, wallonie, source="x", kind=kind).rows
        ]

    assert kinds(MAP) == ["cpas", "bibliotheque"]
    assert kinds(defaults) == ["asbl", "bibliotheque"]
    assert kinds(defaults, "Commune") == ["commune", "bibliotheque"]


def test_a_kind_in_a_column_wins_even_where_it_is_the_map_s_default(tabled, wallonie):
    table = tabled("nom,cp,type\nX,7000,ASBL\n")
    held = ColumnMap("liste", MAP.columns, defaults={"kind": "asbl"})
    assert read_records(table, held, wallonie, source="x", kind="cpas").rows[0]["kind"] == "asbl"


def test_a_kind_nobody_knows_is_a_mistake_of_the_command(tabled, wallonie):
    with pytest.raises(UsageError):
        read_records(tabled("nom\nX\n"), MAP, wallonie, source="x", kind="fusée")


def test_a_kind_of_the_list_that_the_pack_does_not_know_is_kept_as_found(reap):
    harvest = reap("nom,cp,type\nX,7000,Fusée\n")
    assert harvest.rows[0]["extra"] == {"type": "Fusée"}
    assert codes(harvest, "warning") == ["unknown_option"]


def test_columns_that_no_field_answers_to_are_kept_and_named_once(reap):
    harvest = reap("nom,cp,pointure,chapeau\nA,4000,42,\nB,4000,,melon\n")
    assert [row["extra"] for row in harvest.rows] == [{"pointure": "42"}, {"chapeau": "melon"}]
    (problem,) = harvest.problems
    assert problem.code == "unknown_columns"
    assert "pointure" in problem.message


def test_a_key_that_comes_again_is_numbered_in_order_of_content(tabled, wallonie):
    rows = ["7,B,4000", "7,A,4000", "8,C,4000", "7,D,4000"]

    def keys(lines):
        table = tabled("id,nom,cp\n" + "\n".join(lines) + "\n")
        found = read_records(table, propose(table, wallonie).map, wallonie, source="x")
        assert codes(found, "warning") == ["shared_key"] * 2
        return {row["name"]: row["source_id"] for row in found.rows}

    assert keys(rows) == keys(rows[::-1]) == {"A": "7", "B": "7#2", "D": "7#3", "C": "8"}


def test_a_map_s_keys_and_extras_are_found_however_the_titles_are_written(tabled, wallonie):
    held = ColumnMap("liste", {"Nom": "name"}, source_id=("N° FASE",), extra=("Réseau",))
    found = read_records(tabled("NOM,N° fase,RESEAU\nA,7,libre\n"), held, wallonie, source="x")
    assert found.rows[0]["source_id"] == "7"
    assert found.rows[0]["extra"] == {"RESEAU": "libre"}
    assert codes(found, "warning") == ["place_missing"]


def test_all_reasons_of_a_row_are_told_at_once(reap):
    harvest = reap("nom,cp,téléphone,e-mail\n,400,04 222,info@x\n")
    assert {"no_name", "postal_code_bad", "phone_bad", "email_bad"} <= {
        problem.code for problem in harvest.problems
    }
    assert [problem.code for problem in harvest.quarantined[0].problems] == ["no_name"]


def test_what_two_columns_say_differently_is_kept(reap):
    harvest = reap('nom,code postal,localité,adresse complète\nEPN,4500 Huy,Tihange,"Rue X 5, 4500 Huy"\n')
    (row,) = harvest.rows
    assert (row["postal_code"], row["locality"], row["street"]) == ("4500", "Tihange", "Rue X 5")
    assert row["extra"] == {"code postal": "4500 Huy", "adresse complète": "Rue X 5, 4500 Huy"}


TWO_ENTERPRISES = ("0417497106", "0203430576")


@pytest.mark.parametrize(
    "cells",
    [
        "{},{},",
        "{} / {},,",
        "BE 0417.497.106 et 0203.430.576,,",
        "0417497106,0203430576,2.123.456.789",
    ],
)
def test_a_row_that_names_two_enterprises_waits_for_a_person(tabled, wallonie, cells):
    held = ColumnMap("liste", {"nom": "name", "bce": "bce", "n° tva": "bce", "cp": "postal_code"})
    table = tabled("nom,bce,n° tva,cp\nEPN," + cells.format(*TWO_ENTERPRISES) + "\n")
    found = read_records(table, held, wallonie, source="x")
    assert [row.problem.code for row in found.quarantined] == ["two_enterprises"]


def test_one_enterprise_written_twice_is_one(tabled, wallonie):
    held = ColumnMap("liste", {"nom": "name", "bce": "bce", "n° tva": "bce"})
    table = tabled("nom,bce,n° tva\nEPN,0417.497.106,BE0417497106\nCPAS,,0417497106 / 0417.497.106\n")
    found = read_records(table, held, wallonie, source="x")
    assert [row["bce"] for row in found.rows] == ["0417497106"] * 2


def test_a_list_that_goes_by_enterprise_numbers_does_not_give_one_the_number_of_another(tabled, wallonie):
    held = ColumnMap("liste", {"nom": "name", "bce": "bce"}, source_id=("entité",))
    rows = "0417.497.106,EPN,0417497106\n0203.430.576,CPAS,0417497106\n"
    found = read_records(tabled("entité,nom,bce\n" + rows), held, wallonie, source="x")
    assert [row["name"] for row in found.rows] == ["EPN"]
    assert [row.problem.code for row in found.quarantined] == ["two_enterprises"]
    ours = read_records(
        tabled("entité,nom,bce\n1,EPN,0417497106\n2,CPAS,0203430576\n"), held, wallonie, source="x"
    )
    assert len(ours.rows) == 2


BAD_CELLS = {
    "phone": "12 ou 13",
    "email": "a@b",
    "website": "Feu ouvert",
    "bce": "0417497107",
    "unit_number": "12",
    "collected_on": "bientôt",
    "closed_on": "fermé",
    "capacity": "beaucoup",
    "opening_hours": "Mo 99:99",
    "coordinates": "50°33'",
    "postal_code": "99999",
    "locality": "Xyzabcqq",
    "themes": "xyz",
    "kind": "xyz",
    "staff_trained": "xyz",
}


@pytest.mark.parametrize("field", BAD_CELLS)
def test_one_bad_optional_cell_never_costs_the_row_and_its_words_are_kept(tabled, wallonie, field):
    held = ColumnMap("liste", {"nom": "name", "doute": field, "tél": "phone", "web": "website"})
    if field in ("phone", "website"):
        held = ColumnMap("liste", {"nom": "name", "doute": field})
    found = read_records(tabled(f"nom,doute\nEPN,{BAD_CELLS[field]}\n"), held, wallonie, source="x")
    (row,) = found.rows
    assert BAD_CELLS[field] in (row.get("extra", {}).get("doute"), row.get(field))
    assert [problem.code for problem in found.problems if problem.column == "doute"]
    assert found.quarantined == ()


def test_a_point_that_cannot_be_read_is_kept_in_both_its_cells(tabled, wallonie):
    held = ColumnMap("liste", {"nom": "name", "lat": "lat", "lon": "lon"})
    found = read_records(tabled("nom,lat,lon\nEPN,n.d.,4.86\n"), held, wallonie, source="x")
    assert found.rows[0]["extra"] == {"lat": "n.d.", "lon": "4.86"}
    assert "lat" not in found.rows[0]


def test_a_house_number_and_a_box_belong_to_the_street(reap):
    harvest = reap("nom,rue,n°,boîte,cp\nEPN,Rue X,5,B,4500\n")
    assert harvest.rows[0]["street"] == "Rue X 5 bte B"


def test_a_remark_beside_a_phone_goes_to_the_note(reap):
    assert (
        reap("nom,cp,tél,remarque\nEPN,4500,0471234567 (Julie),ouvert\n").rows[0]["note"]
        == "ouvert\ntél: Julie"
    )


def test_unknown_is_left_out_and_none_is_known(reap):
    row = reap("nom,cp,thèmes,publics,téléphone\nEPN,4500,aucun,,n/a\n").rows[0]
    assert row["themes"] == ()
    assert "publics" not in row
    assert "phone" not in row


def test_the_date_of_the_list_is_each_row_s_unless_it_says_another(tabled, wallonie):
    table = tabled("nom,cp,mis à jour le\nA,4000,\nB,4000,2024-01-02\n")
    held = propose(table, wallonie).map
    found = read_records(table, held, wallonie, source="x", collected_on="2023-06-30")
    assert [row["collected_on"] for row in found.rows] == ["2023-06-30", "2024-01-02"]


def test_a_quarantine_file_once_mended_is_imported(tmp_path, tabled, wallonie):
    table = tabled("nom,cp,e-mail\n,4500,=info@x.be\nCPAS,4000,a@b.be\nASBL,4000,a@b.be,de trop\n")
    held = propose(table, wallonie).map
    path = tmp_path / "q.csv"
    write_quarantine(path, table, read_records(table, held, wallonie, source="x").quarantined)
    text = path.read_text("utf-8-sig")
    assert text.startswith("_ligne;_colonne;_code;_raison;_indice;nom;cp;e-mail\n")
    assert "2;nom (A);no_name;" in text
    again = read_table(path)
    assert len(again.quarantined) == 1
    path.write_text(text.replace(";4500;", "=EPN;4500;").replace(";de trop", ""), "utf-8")
    mended = read_records(read_table(path), held, wallonie, source="x")
    assert [row["name"] for row in mended.rows] == ["=EPN", "ASBL"]
    assert "extra" not in mended.rows[0]
    assert mended.quarantined == ()


def test_an_unclosed_quote_is_found_whole_in_the_quarantine_file(tmp_path, tabled):
    table = tabled('nom,cp\n"EPN de Huy,4500\nCPAS,4000\n')
    path = tmp_path / "q.csv"
    write_quarantine(path, table, table.quarantined)
    assert read_table(path).rows[0].cells[-2:] == ('"EPN de Huy', "4500")


def test_the_order_of_rows_changes_nothing_but_their_order(reap):
    lines = ["A,4000,081 24 09 10", "B,5000,", "C,400,", "A,4000,081 24 09 10"]

    def content(order):
        harvest = reap("nom,cp,tél\n" + "\n".join(order) + "\n")
        return sorted(map(repr, harvest.rows)), len(harvest.quarantined), harvest.n_repeated

    assert content(lines) == content(lines[::-1])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("file", "rows", "outside"),
    [
        ("promotion_sociale_raw.csv", 334, 5),
        ("administrations_communales.csv", 246, 0),
        ("maisons_de_justice.csv", 12, 0),
    ],
)
def test_the_real_lists_are_recognised_and_read_whole(shared, wallonie, file, rows, outside):
    table = read_table(shared / "lists" / file)
    held = recognise(table, [ColumnMap.from_toml(raw) for raw in wallonie.lists])
    assert held is not None
    harvest = read_records(table, held, wallonie, source=held.source)
    assert (harvest.n_read, len(harvest.rows) + harvest.n_repeated) == (rows, rows)
    assert codes(harvest, "warning") == ["place_outside"] * outside
    assert sum(1 for row in harvest.rows if row.get("ins") is None) == outside


def test_the_bytes_are_the_table(tabled):
    assert table_of(b"nom\nA\n", "liste.csv") == tabled("nom\nA\n")
