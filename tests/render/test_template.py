"""The workbook that `init` leaves: filled in, it comes back as it was meant."""

from __future__ import annotations

import io

import openpyxl
import pytest

from wtc_eco.i18n import speaking
from wtc_eco.model import TIE_KINDS
from wtc_eco.render.template import template
from wtc_eco.sources import propose, read_records, read_table, read_ties
from wtc_eco.territory import load


@pytest.fixture(scope="module")
def wallonie():
    return load("wallonie")


@pytest.fixture(params=["fr", "en"])
def filled(request, wallonie, tmp_path):
    """The workbook in one language, a row of each sheet filled with the first or last word of each list."""
    with speaking(request.param):
        made = openpyxl.load_workbook(io.BytesIO(template(wallonie)))
        structures, ties, lists, _ = made.worksheets
        words = [[cell.value for cell in column[1:] if cell.value] for column in lists.columns]
        titles = {lists.cell(1, at + 1).value: words[at] for at in range(len(words))}
        for cell in structures[1]:
            stem = cell.value.rpartition(" ")[0] if cell.value[-1].isdigit() else cell.value
            chosen = titles.get(stem) or titles.get(cell.value)
            structures.cell(
                3,
                cell.column,
                chosen[int(cell.value[-1]) if cell.value[-1].isdigit() else 0] if chosen else None,
            )
        structures["A3"] = "EPN de Huy"
        for place, kind in enumerate(words[-1], 3):
            for column, value in enumerate(("EPN de Huy", "S12", kind, 12), 1):
                ties.cell(place, column, value)
        path = tmp_path / "modele.xlsx"
        made.save(path)
        yield path


def test_every_word_of_the_lists_is_understood(filled, wallonie):
    table = read_table(filled)
    harvest = read_records(table, propose(table, wallonie).map, wallonie, source="mes-structures")
    (found,) = harvest.rows
    assert found["name"] == "EPN de Huy"
    assert found["kind"] in wallonie.kinds
    assert [len(found[name]) for name in ("labels", "steps", "themes", "publics", "slots")] == [2, 3, 4, 3, 3]
    assert found["staff_trained"] == "yes"
    assert harvest.quarantined == ()
    assert {told.code for told in harvest.problems} <= {"sheet_chosen", "place_missing"}


def test_ties_are_read_from_their_own_sheet(filled, wallonie):
    harvest = read_ties(read_table(filled, ties=True), wallonie, source="mes-liens")
    kinds = {each["kind"] for each in harvest.rows}
    assert kinds == set(TIE_KINDS) - {"met"}
    assert {(each["from"], each["to"], each["per_year"]) for each in harvest.rows} == {
        ("EPN de Huy", "S12", 12.0)
    }


@pytest.mark.parametrize("ties", [False, True])
def test_as_it_is_made_it_brings_in_nobody(tmp_path, wallonie, ties):
    (tmp_path / "modele.xlsx").write_bytes(template(wallonie))
    table = read_table(tmp_path / "modele.xlsx", ties=ties)
    assert (table.rows, table.quarantined, table.n_read) == ((), (), 0)


def test_every_list_to_choose_from_holds_its_words(wallonie):
    made = openpyxl.load_workbook(io.BytesIO(template(wallonie)))
    structures, _, lists, _ = made.worksheets
    sources = {rule.formula1 for rule in structures.data_validations.dataValidation}
    assert len(sources) == 7
    for source in sources:
        name, _, area = source.partition("!")
        assert name.strip("'") == lists.title
        assert all(cell.value for (cell,) in lists[area.replace("$", "")])


def test_the_same_pack_gives_the_same_bytes(wallonie):
    assert template(wallonie) == template(wallonie)
