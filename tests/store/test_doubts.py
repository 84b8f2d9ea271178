"""`wtc-eco check`: what is wrong or doubtful in data/, row by row."""

from __future__ import annotations

import pytest

from wtc_eco import model, store, territory


@pytest.fixture(scope="module")
def wallonie():
    return territory.load("wallonie")


@pytest.fixture
def doubts(folder, wallonie):
    """Code and column of each doubt about data/ made of these rows."""
    files = {"structures": model.RECORDS, "referrals": model.TIES, "decisions": model.DECISIONS}

    def found(**tables):
        for name, rows in tables.items():
            content = store.to_csv(model.frame(files[name], rows), files[name])
            (folder / "data" / f"{name}.csv").write_bytes(content)
        return store.check(store.read(folder), wallonie)

    return found


def sound(number=1, **more):
    base = {"name": "CPAS de Mons", "kind": "cpas", "postal_code": "7000", "locality": "Mons", "ins": "53053"}
    return {"record": number, "source": "liste", **base, **more}


def test_a_sound_folder_has_no_doubt(doubts):
    sure = sound(phone=("+3265405111",), email=("info@cpas.be",), bce="0207889113", lat=50.4541, lon=3.9523)
    ties = [{"tie": 1, "from": "1", "to": "2", "kind": "refers", "declared_by": "from", "status": "active"}]
    decisions = [{"left": "1", "right": "2", "verdict": "different"}]
    assert doubts(structures=[sure, sound(2)], referrals=ties, decisions=decisions) == ()


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"name": None}, "no_name", "name"),
        ({"kind": "centre public"}, "unknown_term", "kind"),
        ({"themes": ("demarches", "crochet")}, "unknown_term", "themes"),
        ({"staff_trained": "oui"}, "unknown_word", "staff_trained"),
        ({"knows_ecosystem": "un peu"}, "unknown_word", "knows_ecosystem"),
        ({"collected_on": "2024-06-30", "withdrawn_on": "2024-01-01"}, "dates_disordered", "withdrawn_on"),
        ({"postal_code": "4000"}, "doubtful_place", "ins"),
        ({"lat": 50.4541}, "half_a_point", "lat"),
        ({"lat": 3.9523, "lon": 50.4541}, "far_point", "lat"),
        ({"lat": 235000.0, "lon": 147000.0}, "no_such_point", "lat"),
        ({"phone": ("065 40 51 11",)}, "bad_phone", "phone"),
        ({"email": ("info@x",)}, "bad_email", "email"),
        ({"bce": "0207889114"}, "bad_register_number", "bce"),
        ({"bce": "207889113"}, "bad_register_number", "bce"),
        ({"unit_number": "0207889113"}, "bad_register_number", "unit_number"),
        ({"hosted_by": "9"}, "unknown_record", "hosted_by"),
        ({"hosted_by": "1"}, "own_host", "hosted_by"),
        ({"note": "d\N{REPLACEMENT CHARACTER}marches"}, "lost_letters", "note"),
    ],
)
def test_a_doubtful_cell_is_told_with_its_place(doubts, cells, code, column):
    found = [problem for problem in doubts(structures=[sound(**cells)]) if problem.code == code]
    assert [(p.file, p.row, p.column, p.gravity) for p in found] == [("structures.csv", 2, column, "warning")]
    assert found[0].hint
    assert found[0].letter


def test_the_hint_of_a_label_is_the_word_that_files_hold(doubts):
    (found,) = doubts(structures=[sound(kind="Centre public d'action sociale")])
    assert "cpas" in found.hint


@pytest.mark.parametrize(
    ("cells", "code"),
    [
        ({"postal_code": "1200", "locality": "Woluwe-Saint-Lambert", "ins": None}, "outside"),
        ({"postal_code": "4700", "locality": "Eupen", "ins": "63023"}, "outside_bassins"),
    ],
)
def test_a_place_outside_is_a_fact_to_know_and_no_fault(doubts, cells, code):
    found = doubts(structures=[sound(**cells)])
    assert [(p.code, p.gravity) for p in found] == [(code, "note")]


def test_a_structure_that_nobody_can_place_is_told(doubts):
    nowhere = {"postal_code": None, "locality": None, "ins": None}
    assert [p.code for p in doubts(structures=[sound(**nowhere)])] == ["no_place"]


@pytest.mark.parametrize(
    ("cells", "code", "column"),
    [
        ({"to": "9"}, "unknown_record", "to"),
        ({"to": "S2"}, "registry_number", "to"),
        ({"to": "1"}, "tie_to_itself", "to"),
        ({"to": None}, "tie_without_end", "to"),
        ({"kind": None}, "tie_without_kind", "kind"),
        ({"kind": "aime"}, "unknown_word", "kind"),
        ({"per_year": -3.0}, "negative", "per_year"),
        ({"themes": ("crochet",)}, "unknown_term", "themes"),
        ({"declared_on": "2024-06-30", "valid_until": "2024-01-01"}, "dates_disordered", "valid_until"),
    ],
)
def test_a_doubtful_tie_is_told_with_its_place(doubts, cells, code, column):
    tie = {"tie": 1, "from": "1", "to": "le CPAS", "kind": "knows", **cells}
    found = doubts(structures=[sound()], referrals=[tie])
    assert [(p.file, p.code, p.row, p.column) for p in found] == [("referrals.csv", code, 2, column)]


def test_of_two_decisions_that_contradict_the_earlier_is_named(doubts):
    decisions = [
        {"left": "1", "right": "2", "verdict": "same"},
        {"left": "2", "right": "1", "verdict": "different"},
    ]
    (found,) = doubts(structures=[sound(1), sound(2)], decisions=decisions)
    assert (found.code, found.row) == ("decided_twice", 3)
    assert "2" in found.message


def test_a_decision_about_a_record_that_is_not_there_is_told(doubts):
    found = doubts(structures=[sound(1)], decisions=[{"left": "1", "right": "8", "verdict": "peut-être"}])
    assert [p.code for p in found] == ["unknown_word", "unknown_record"]


@pytest.mark.parametrize("name", ["structures-PC2.csv", "structures (1).csv", "referrals.edited.csv"])
def test_a_copy_that_is_not_read_is_told(doubts, folder, name):
    (folder / "data" / name).write_text("record,name\n", encoding="utf-8")
    assert [(p.code, p.file) for p in doubts(structures=[sound()])] == [("conflict_copy", name)]


def test_a_file_open_in_excel_is_told(doubts, folder):
    (folder / "data" / "~$structures.csv").write_text("", encoding="utf-8")
    assert [(p.code, p.gravity) for p in doubts(structures=[sound()])] == [("open_elsewhere", "note")]


def test_rows_are_numbered_as_excel_does_whatever_stands_between(folder, wallonie):
    text = 'record,name,postal_code,locality\n1,"CPAS\nde Mons",7000,Mons\n\n2,,7000,Mons\n'
    (folder / "data" / "structures.csv").write_text(text, encoding="utf-8", newline="")
    assert [(p.code, p.row) for p in store.check(store.read(folder), wallonie)] == [("no_name", 4)]
