"""What Excel or LibreOffice did to a table when it saved it is recognised, put back where it can be, and never taken in."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco import model, store
from wtc_eco.errors import RefusedError
from wtc_eco.model import names

HEADER = names(model.RECORDS)
CELLS = {
    "source": "liste",
    "name": "EPN de Jambes",
    "bce": "0417497106",
    "source_id": "00012",
    "street": "Rue Haute 1",
    "postal_code": "5100",
    "locality": "Jambes",
    "lat": "50.456",
    "lon": "4.871",
    "phone": "+3281223344",
}


def table(*rows: dict[str, str]) -> bytes:
    lines = [",".join(HEADER)]
    for number, row in enumerate(rows, 1):
        cells = {**CELLS, "record": str(number), **row}
        lines.append(",".join(cells.get(column, "") for column in HEADER))
    return ("\n".join(lines) + "\n").encode()


@pytest.fixture
def desk(tmp_path):
    """A folder in which a command left two structures."""
    eco.init(tmp_path / "desk")
    content = table(
        {}, {"name": "1-2 Digital", "lat": "50.6071", "lon": "5.5", "phone": "+3242223344|+32471123456"}
    )
    store.commit(tmp_path / "desk", {"structures.csv": content}, command="import")
    return tmp_path / "desk"


def saved(desk, **changes: str) -> bytes:
    """As LibreOffice saves in Belgian settings, with these cells of the first row otherwise."""
    path = desk / "data" / "structures.csv"
    before = path.read_bytes()
    rows = [line.split(",") for line in before.decode().splitlines()]
    for column, cell in changes.items():
        row = 2 if column.startswith("_") else 1
        rows[row][HEADER.index(column.lstrip("_"))] = cell
    path.write_bytes("\r\n".join(";".join(row) for row in rows).encode("cp1252") + b"\r\n")
    return before


@pytest.mark.parametrize(
    ("column", "cell", "kind"),
    [
        ("phone", "3281223344", "plus"),
        ("_phone", "3242223344|32471123456", "plus"),
        ("lat", "50456", "point"),
        ("lon", "4871", "point"),
        ("_lat", "506071", "point"),
        ("bce", "417497106", "zeros"),
        ("source_id", "12", "zeros"),
        ("bce", "4,17E+08", "power"),
        ("bce", "4.17497106E+08", "power"),
        ("_name", "01-févr", "date"),
    ],
)
def test_a_damaged_cell_is_recognised_and_put_back_as_it_was(desk, column, cell, kind):
    before = saved(desk, **{column: cell})
    (damage,) = store.damages(desk)
    assert (damage.kind, damage.column, damage.found) == (kind, column.lstrip("_"), cell)
    assert f"lost_{kind}" in {problem.code for problem in store.examine(desk)}
    store.repair(desk)
    assert (desk / "data" / "structures.csv").read_bytes() == before
    assert store.damages(desk) == ()
    assert store.edits(desk) == store.Edits()


def test_what_only_a_person_can_have_changed_is_no_damage(desk):
    saved(desk, name="EPN du Parc", phone="+3281999999", lat="50.47", source_id="77")
    assert store.damages(desk) == ()


def test_a_repair_leaves_what_a_person_changed_to_be_accepted(desk):
    saved(desk, phone="3281223344", street="Rue Basse 2")
    store.repair(desk)
    (edit,) = store.edits(desk).rows
    assert edit.fields == (("street", "Rue Haute 1", "Rue Basse 2"),)
    assert any(path.name.startswith("structures") for path in (desk / "data/snapshots/aside").iterdir())


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"phone": "3281223344"}, "lost_plus"),
        ({"lat": "50456"}, "lost_point"),
        ({"phone": "081 99"}, "bad_phone"),
        ({"bce": "0417497107"}, "bad_register_number"),
        ({"email": "info chez exemple"}, "bad_email"),
    ],
)
def test_edits_are_not_accepted_with_a_cell_that_check_would_refuse(desk, changes, code):
    saved(desk, **changes)
    state = (desk / "data" / "structures.csv").read_bytes(), (desk / "data" / "journal.jsonl").read_bytes()
    with pytest.raises(RefusedError) as refused:
        eco.open(desk).doctor.accept_edits()
    assert code in {problem.code for problem in refused.value.problems}
    assert (
        (desk / "data" / "structures.csv").read_bytes(),
        (desk / "data" / "journal.jsonl").read_bytes(),
    ) == state


def test_edits_that_are_sound_are_accepted_beside_an_old_doubt(desk):
    store.commit(desk, {"structures.csv": table({"phone": "081"}, {})}, command="import")
    saved(desk, street="Rue Basse 2")
    assert len(eco.open(desk).doctor.accept_edits().rows) == 1


def test_without_a_copy_a_cell_is_mended_where_it_can_be_nothing_else(desk):
    saved(desk, phone="3281223344", lat="50456", bce="417497106", source_id="12")
    (desk / "data/snapshots/last/structures.csv").unlink()
    assert {(one.column, one.mended) for one in store.damages(desk)} == {
        ("phone", "+3281223344"),
        ("lat", "50.456"),
        ("bce", "0417497106"),
    }


def test_without_a_copy_what_is_lost_is_told_and_left(desk):
    saved(desk, bce="4,17E+08", name="12-mars")
    (desk / "data/snapshots/last/structures.csv").unlink()
    assert {(one.kind, one.mended) for one in store.damages(desk)} == {("power", None), ("date", None)}
    before = (desk / "data" / "structures.csv").read_bytes()
    store.repair(desk)
    assert (desk / "data" / "structures.csv").read_bytes() == before


def test_the_table_that_libreoffice_saved_in_belgian_settings_is_whole_again(desk, shared):
    received = (shared / "cases" / "safety" / "libreoffice-frBE-structures.csv").read_bytes()
    (desk / "data" / "structures.csv").write_bytes(received)
    (desk / "data/snapshots/last/structures.csv").unlink()
    found = store.damages(desk)
    assert {kind: sum(one.kind == kind for one in found) for kind in ("plus", "point")} == {
        "plus": 295,
        "point": 7,
    }
    assert all(one.mended for one in found)
    store.repair(desk)
    table_read = eco.open(desk).holdings.records
    assert all(phone.startswith("+32") for phones in table_read["phone"].dropna() for phone in phones)
    assert table_read["lat"].dropna().between(49, 52).all()
    assert table_read["lon"].dropna().between(2, 7).all()
