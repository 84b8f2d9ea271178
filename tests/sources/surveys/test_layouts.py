"""Whatever the tool that exported them, the same answers give the same structures, ties, people and objections."""

from __future__ import annotations

from pathlib import Path

import pytest
from layouts import LAYOUTS
from respondents import ANSWERS

from wtc_eco import store

TABLES = ("structures.csv", "referrals.csv", "decisions.csv", "contacts.csv", "oppositions.csv")


def held(folder: Path) -> dict[str, bytes]:
    """Everything the import wrote, the journal and the way back apart: they name the file."""
    root = folder / "data"
    rosters = sorted(path.relative_to(root).as_posix() for path in root.glob("rosters/*"))
    return {name: (root / name).read_bytes() for name in (*TABLES, *rosters)}


def test_every_layout_leaves_the_same_bytes(new_folder, take):
    left = {}
    for layout in LAYOUTS:
        ecosystem = new_folder()
        done = take(ecosystem, layout)
        assert done.accounting.new == len(ANSWERS), layout
        left[layout] = held(ecosystem.folder)
    first = left.pop("google_sheet")
    assert set(first) > set(TABLES)
    for layout, files in left.items():
        assert files == first, layout


@pytest.mark.parametrize("layout", LAYOUTS)
def test_importing_twice_is_importing_once(folder, take, layout):
    take(folder, layout)
    before = held(folder.folder)
    again = take(folder, layout)
    assert (again.accounting.new, again.accounting.updated) == (0, 0)
    assert again.accounting.unchanged == len(ANSWERS)
    assert again.mentions.new == again.mentions.updated == again.mentions.ended == 0
    assert held(folder.folder) == before


@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_row_and_every_mention_is_accounted_for(folder, take, layout):
    done = take(folder, layout)
    account = done.accounting
    finished = len(ANSWERS)
    unfinished = 1 if layout.startswith("limesurvey") else 0
    assert account.read == finished + unfinished
    assert (account.new, account.quarantined) == (finished, unfinished)
    ticks = sum(len(boxes) for answer in ANSWERS for boxes in answer.get("C2", {}).values())
    lines = sum(max(len(boxes), 1) for answer in ANSWERS for _, boxes in answer.get("C4", {}).values())
    wishes = 2
    assert done.mentions.read == ticks + lines + wishes
    assert (done.mentions.set_aside, done.mentions.repeated) == (1, 0)
    assert done.mentions.new == done.mentions.read - 1


@pytest.mark.parametrize("layout", LAYOUTS)
def test_options_that_no_word_knows_are_listed(folder, take, layout):
    done = take(folder, layout)
    assert sorted(done.unknown_options) == [("A4", "Point vert"), ("B3", "Généalogie, archives")]


def test_answers_taken_in_pieces_are_the_answers_taken_in_once(new_folder, take):
    from layouts import google_sheet

    whole, pieces = new_folder(), new_folder()
    take(whole, google_sheet())
    take(pieces, google_sheet(ANSWERS[:1]))
    take(pieces, google_sheet(ANSWERS[1:]))
    ours, theirs = (store.read(one.folder) for one in (whole, pieces))
    assert without_numbers(ours) == without_numbers(theirs)


def without_numbers(holdings) -> tuple[list[str], list[str]]:
    records = holdings.records.drop(columns=["record"]).to_dict("records")
    ties = holdings.ties.drop(columns=["tie", "from", "to"]).to_dict("records")
    return sorted(map(repr, records)), sorted(map(repr, ties))
