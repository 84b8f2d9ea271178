"""data/ is read as one state, with the numbers that come next."""

from __future__ import annotations

import errno
from pathlib import Path

import pytest

from wtc_eco import model, store
from wtc_eco.errors import DamagedError, RefusedError


def put(folder, **files: str):
    for name, content in files.items():
        (folder / "data" / f"{name}.csv").write_text(content, encoding="utf-8", newline="")


def codes(holdings):
    return [problem.code for problem in holdings.problems]


def test_a_folder_as_shipped_has_no_journal_and_nothing_to_say(folder, structures):
    (folder / "data" / "structures.csv").write_bytes(structures("CPAS", "EPN"))
    holdings = store.read(folder)
    assert list(holdings.records["name"]) == ["CPAS", "EPN"]
    assert (holdings.next_record, holdings.next_tie) == (3, 1)
    assert holdings.problems == ()
    assert holdings.edited == ()


def test_an_empty_data_folder_is_an_empty_ecosystem(folder):
    holdings = store.read(folder)
    assert (len(holdings.records), len(holdings.ties), len(holdings.decisions)) == (0, 0, 0)
    assert holdings.next_record == 1


def test_a_folder_without_data_is_refused_with_a_remedy(tmp_path):
    with pytest.raises(RefusedError) as caught:
        store.read(tmp_path)
    assert "wtc-eco init" in caught.value.hint


def test_the_next_number_is_above_every_number_that_any_file_names(folder):
    put(
        folder,
        structures="record,name,hosted_by\n4,CPAS,11\n",
        referrals="tie,from,to\n7,4,12\n",
        decisions="left,right,verdict\n4,13,same\n",
        invited="record,name\n40,EPN\n",
        contacts="contact,record\n1,41\n",
    )
    holdings = store.read(folder)
    assert (holdings.next_record, holdings.next_tie) == (42, 8)


def test_the_next_number_of_the_journal_wins_where_it_is_larger(folder, structures):
    store.commit(
        folder,
        {"structures.csv": structures("CPAS")},
        command="import",
        basis=store.Basis(next_record=90, next_tie=70),
    )
    holdings = store.read(folder)
    assert (holdings.next_record, holdings.next_tie) == (90, 70)


def test_numbers_never_go_down(folder, structures):
    for names, following in ((("a", "b"), 90), (("a",), 2)):
        basis = store.Basis(next_record=following)
        store.commit(folder, {"structures.csv": structures(*names)}, command="import", basis=basis)
    assert store.read(folder).next_record == 90


def test_a_lost_journal_is_told_and_numbering_goes_on(folder, structures):
    store.commit(folder, {"structures.csv": structures("a", "b")}, command="import")
    (folder / "data" / "journal.jsonl").unlink()
    holdings = store.read(folder)
    assert codes(holdings) == ["no_journal"]
    assert holdings.next_record == 3


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        ("record,name\n1,CPAS\n1,EPN\n", [2, 3]),
        ("record,name\n1,CPAS\n,EPN\n", [3]),
        ("record,name\n1,CPAS\nun,EPN\n0,MIRE\n", [3, 4]),
        ("record,name\n1,CPAS\n2.5,EPN\n-3,MIRE\n", [3, 4]),
    ],
)
def test_numbers_that_are_missing_or_stand_twice_stop_the_reading(folder, content, rows):
    put(folder, structures=content)
    with pytest.raises(DamagedError) as caught:
        store.read(folder)
    assert [problem.row for problem in caught.value.problems] == rows
    assert caught.value.exit_code == 6


def test_the_faults_of_all_files_are_told_at_once(folder):
    put(folder, structures="record,name\n1,a\n1,b\n", referrals="tie,from\n1,2\n1,3\n")
    with pytest.raises(DamagedError) as caught:
        store.read(folder)
    assert {problem.file for problem in caught.value.problems} == {"structures.csv", "referrals.csv"}


def test_what_was_changed_in_excel_is_read_and_told(folder, structures):
    store.commit(folder, {"structures.csv": structures("CPAS")}, command="import")
    saved = structures("CPAS de Mons").decode().replace(",", ";").replace("\n", "\r\n").encode("cp1252")
    (folder / "data" / "structures.csv").write_bytes(saved)
    holdings = store.read(folder)
    assert list(holdings.records["name"]) == ["CPAS de Mons"]
    assert holdings.edited == ("structures.csv",)
    assert codes(holdings) == ["edited_outside", "other_dialect"]


def test_a_table_that_disappeared_is_damage_and_not_an_empty_ecosystem(folder, structures):
    store.commit(folder, {"structures.csv": structures("CPAS")}, command="import")
    (folder / "data" / "structures.csv").unlink()
    with pytest.raises(DamagedError) as caught:
        store.read(folder)
    assert caught.value.problems[0].code == "file_gone"


def test_holdings_with_a_cell_that_writing_would_lose_refuse_to_be_written(folder):
    put(folder, structures="record,name,lat\n1,CPAS,nord\n")
    holdings = store.read(folder)
    with pytest.raises(DamagedError) as caught:
        holdings.require_sound()
    assert caught.value.problems[0].value == "nord"


def test_reading_writes_nothing(folder, structures, state):
    (folder / "data" / "structures.csv").write_bytes(structures("CPAS"))
    before = state(folder)
    store.read(folder)
    assert state(folder) == before
    assert not (folder / "data" / ".lock").exists()


def test_a_hundred_thousand_cells_keep_their_types(folder):
    rows = [
        {"record": n, "name": f"structure {n}", "lat": n / 7, "themes": ("a", "b")} for n in range(1, 2_001)
    ]
    content = store.to_csv(model.frame(model.RECORDS, rows), model.RECORDS)
    (folder / "data" / "structures.csv").write_bytes(content)
    assert store.to_csv(store.read(folder).records, model.RECORDS) == content


def test_a_file_that_the_system_keeps_from_us_is_a_refusal(folder, structures, monkeypatch):
    (folder / "data" / "structures.csv").write_bytes(structures("CPAS"))

    def held(path):
        raise PermissionError(errno.EACCES, "held", str(path))

    monkeypatch.setattr(Path, "read_bytes", held)
    with pytest.raises(RefusedError) as caught:
        store.read(folder)
    assert caught.value.exit_code == 3


def test_a_manifest_that_is_not_one_is_damage_and_says_what_to_do(folder):
    (folder / "data" / ".staging").mkdir()
    (folder / "data" / ".staging" / "COMMIT").write_bytes(b"\x00")
    with pytest.raises(DamagedError) as caught:
        store.read(folder)
    assert ".staging" in caught.value.hint
