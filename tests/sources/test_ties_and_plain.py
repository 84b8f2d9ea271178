"""Ties as declared, and lists of anywhere in the world."""

from __future__ import annotations

import pytest

from wtc_eco import model
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources import read_plain, read_ties


def test_ties_are_read_from_french_titles_and_words(tabled, wallonie):
    table = tabled(
        "De;Vers;Type de lien;Par an;Thèmes;Déclaré le\n12.0;le CPAS;adresse du public;12;Sécurité en ligne;2024-06-13\n"
    )
    (tie,) = read_ties(table, wallonie, source="enquete").rows
    assert tie == {
        "source": "enquete", "from": "12", "to": "le CPAS", "kind": "refers", "per_year": 12.0,
        "themes": ("securite",), "declared_on": "2024-06-13", "declared_by": "from", "status": "active",
    }  # fmt: skip
    assert set(tie) <= set(model.names(model.TIES))


def test_a_list_of_ties_in_english_with_our_own_words_is_read_back(tabled, wallonie):
    table = tabled("tie,from,to,kind,declared_by,status\n1,A,B,wish,third,ended\n")
    (tie,) = read_ties(table, wallonie, source="x", collected_on="2024-01-01").rows
    assert (tie["kind"], tie["declared_by"], tie["status"], tie["declared_on"]) == (
        "wish",
        "third",
        "ended",
        "2024-01-01",
    )


def test_a_tie_without_a_kind_is_acquaintance(tabled, wallonie):
    assert read_ties(tabled("de,vers\nA,B\n"), wallonie, source="x").rows[0]["kind"] == "knows"


def test_doubtful_ties_wait_for_a_person_and_all_rows_are_accounted_for(tabled, wallonie):
    harvest = read_ties(
        tabled("de,vers,type\nA,B,danse avec\n,B,\nA,,\nA,B,\nA,B,\n\n"), wallonie, source="x"
    )
    assert [row.problem.code for row in harvest.quarantined] == [
        "tie_kind_unknown",
        "tie_without_end",
        "tie_without_end",
    ]
    assert (harvest.n_read, len(harvest.rows), harvest.n_repeated, harvest.n_blank) == (6, 1, 1, 1)


def test_columns_nobody_knows_go_to_the_note(tabled, wallonie):
    assert (
        read_ties(tabled("de,vers,humeur\nA,B,bonne\n"), wallonie, source="x").rows[0]["note"]
        == "humeur: bonne"
    )


def test_a_list_without_both_ends_is_refused(tabled, wallonie):
    with pytest.raises(RefusedError) as refusal:
        read_ties(tabled("de,humeur\nA,B\n"), wallonie, source="x")
    assert "vers" in refusal.value.hint


def test_a_plain_list_takes_every_row(tabled):
    table = tabled(
        "id,name,address,postcode,city,phone,lat,lon\n1,A,Rue X,75001.0,Paris,01 42 68 53 00,48.8,2.3\n2,A,,,,nonsense,999,1\n2,A,,,,nonsense,999,1\n3,B\n"
    )
    harvest = read_plain(table, {}, None, "fr")
    assert harvest.rows[0] == {
        "source_id": "1", "name": "A", "street": "Rue X", "postal_code": "75001", "locality": "Paris",
        "phone": ("+33142685300",), "lat": 48.8, "lon": 2.3,
    }  # fmt: skip
    assert [row["source_id"] for row in harvest.rows] == ["1", "2", "2#2", "3"]
    assert harvest.rows[1] == {"source_id": "2", "name": "A"}
    assert harvest.n_read == len(harvest.rows) == 4
    assert harvest.quarantined == ()


def test_a_plain_list_takes_the_columns_it_is_told(tabled):
    table = tabled("key,who,where,Nom\nk,A,Rue X,Z\n")
    (row,) = read_plain(table, {"name": "WHO", "street": "where"}, "key").rows
    assert row == {"source_id": "k", "name": "A", "street": "Rue X"}


@pytest.mark.parametrize(
    ("columns", "key", "country"),
    [({"hat": "name"}, None, "be"), ({"name": "nobody"}, None, "be"), ({}, "nobody", "be"), ({}, None, "zz")],
)
def test_a_plain_list_says_which_choice_does_not_exist(tabled, columns, key, country):
    with pytest.raises(UsageError):
        read_plain(tabled("name\nA\n"), columns, key, country)


def test_a_plain_list_needs_a_name(tabled):
    with pytest.raises(UsageError):
        read_plain(tabled("x,y\nA,B\n"), {})


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("B-1300", "1300"),
        ("1300 Wavre", "1300"),
        ("F-59000", "59000"),
        ("1300.0", "1300"),
        ("1234 AB", "1234 AB"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("02134-1001", "02134-1001"),
    ],
)
def test_a_plain_list_takes_the_postal_code_out_of_its_cell(tabled, cell, code):
    (row,) = read_plain(tabled(f"name,postal code\nA,{cell}\n"), {}).rows
    assert row["postal_code"] == code
