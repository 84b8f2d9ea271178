"""Three lists as they are published: every row accounted for, one structure a place."""

from __future__ import annotations

import csv
import io
import json
from collections import defaultdict
from itertools import combinations

import pytest

LISTS = {"promotion_sociale_raw": 334, "administrations_communales": 246, "maisons_de_justice": 12}

pytestmark = pytest.mark.shared


@pytest.fixture(scope="module")
def imported(shared, tmp_path_factory):
    """A fresh folder with the three lists in it, and what each import said."""
    import wtc_eco as eco

    folder = tmp_path_factory.mktemp("real") / "wallonie"
    ecosystem = eco.init(folder)
    said = {
        name: ecosystem.imports.structures(
            shared / "lists" / f"{name}.csv", source=name, collected_on="2026-10-01"
        )
        for name in LISTS
    }
    return eco.open(folder), said


def _registry(ecosystem):
    return ecosystem.registry.table.to_dict("records")


def test_every_row_is_read_and_accounted_for(imported):
    _, said = imported
    for name, rows in LISTS.items():
        assert (said[name].accounting.read, said[name].accounting.new) == (rows, rows)


def test_the_schools_become_their_sites(imported, shared):
    ecosystem, _ = imported
    truth = _sites(shared / "lists" / "promotion_sociale_raw.csv")
    cluster = {}
    for row in _registry(ecosystem):
        for record in row["records"]:
            cluster[record] = row["id"]
    schools = ecosystem.holdings.records.query("source == 'promotion_sociale_raw'")
    found = [(cluster[row.record], truth[_place(row._asdict())]) for row in schools.itertuples()]
    pairs = list(combinations(found, 2))
    missed = sum(a[1] == b[1] and a[0] != b[0] for a, b in pairs)
    false = sum(a[1] != b[1] and a[0] == b[0] for a, b in pairs)
    assert missed == 0
    assert false <= 16
    assert 205 <= len({name for name, _ in found}) <= 219


def _sites(path):
    """The FASE pair of every row, by the columns the import keeps apart."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    keys = ("N° FASE de l'établissement", "N° FASE de l'implantation")
    return {
        tuple(sorted((k, v) for k, v in row.items() if v and "FASE" in k)): tuple(row[k] for k in keys)
        for row in rows
    }


def _place(record):
    return tuple(sorted((k, v) for k, v in record["extra"].items() if v and "FASE" in k))


def test_every_place_in_wallonia_is_found_and_has_its_bassin(imported):
    ecosystem, _ = imported
    by_place = defaultdict(list)
    for row in _registry(ecosystem):
        by_place[row["place"]].append(row)
    assert not by_place["unknown"]
    assert sum(len(row["records"]) for row in by_place["outside"]) >= 3
    assert {row["postal_code"][:2] for row in by_place["outside"]} <= {"10", "11", "12"}
    assert all(row["bassin"] and row["commune"] for row in by_place["inside"])
    assert all(row["commune"] and row["bassin"] is None for row in by_place["outside_bassins"])


def test_everything_runs_on_them(imported):

    ecosystem, _ = imported
    published = ecosystem.write.everything()
    assert len(published.sentences) == 5
    assert all(path.stat().st_size for path, _ in published.files)
    answer = json.loads(json.dumps(ecosystem.isolated().as_json()))
    assert answer["rows"] == []


def test_a_shuffled_copy_changes_nothing_and_a_shorter_one_says_what_would_go(imported, shared, tmp_path):

    ecosystem, _ = imported
    before = (ecosystem.folder / "data/structures.csv").read_bytes()
    name = "administrations_communales"
    with (shared / "lists" / f"{name}.csv").open(encoding="utf-8", newline="") as stream:
        header, *rows = csv.reader(stream)

    def copy(kept):
        out = io.StringIO()
        csv.writer(out, lineterminator="\n").writerows([header, *kept])
        path = tmp_path / f"{name}.csv"
        path.write_text(out.getvalue(), encoding="utf-8")
        return path

    said = {"source": name, "collected_on": "2026-10-01"}
    shuffled = ecosystem.imports.structures(copy(rows[::-1]), **said)
    assert shuffled.accounting.unchanged == 246
    assert (ecosystem.folder / "data/structures.csv").read_bytes() == before
    shorter = ecosystem.imports.structures(
        copy(rows[10:]), source=name, collected_on="2026-11-01", rehearsal=True
    )
    gone = [change.name for change in shorter.changes if change.what == "withdrawn"]
    assert len(gone) == 10
    assert all(any(name.startswith(row[1]) for name in gone) for row in rows[:10])
