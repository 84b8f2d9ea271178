"""The sheets of an event as they come back: the one that was meant is read, and nobody is dropped."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path

import openpyxl
import pytest

import wtc_eco
from wtc_eco.cli.errors import run
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.events.invitations.history import read_history, read_replies
from wtc_eco.events.tables.plan import read_absent, read_guests, read_plan
from wtc_eco.i18n import speaking

ROOT = Path(__file__).resolve().parent.parent.parent
CAME = ["oui", "Présente", "✓", "non", None, "x", "excusé", "présents"]
"""What the eight structures are marked with: five came."""
REPLIED = ["oui", "non", "Oui, avec plaisir", "peut-être", None, "on verra", "✗", "ja"]


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    folder = tmp_path_factory.mktemp("event")
    (folder / "data").mkdir()
    shutil.copy(ROOT / "eco.toml", folder)
    for name in ("structures.csv", "referrals.csv"):
        shutil.copy(ROOT / "data" / name, folder / "data")
    return folder


@pytest.fixture(scope="module")
def ecosystem(demonstration):
    return wtc_eco.open(demonstration)


@pytest.fixture(scope="module", params=["fr", "en"])
def workbook(request, ecosystem, tmp_path_factory):
    path = tmp_path_factory.mktemp("invited") / "invited.xlsx"
    ecosystem.events.invite(8, bassin="namur", lang=request.param).write(path)
    return path


def fill(path, where, sheet, title, answers):
    """The workbook with a column of one of its sheets filled in; returns the structures in their order."""
    book = openpyxl.load_workbook(path)
    page = book[next(name for name in book.sheetnames if name in sheet)]
    titles = [cell.value for cell in page[1]]
    column = next(at for at, held in enumerate(titles, start=1) if held in title)
    record = next(at for at, held in enumerate(titles, start=1) if held in ("Fiche", "Record no."))
    for row, answer in enumerate(answers, start=2):
        page.cell(row, column, answer)
    book.save(where)
    return [page.cell(row, record).value for row in range(2, 2 + len(answers))]


PRESENCES = (("Présences", "Attendance"), ("Présent", "Present"))
REPLIES = (("Invitations",), ("Réponse", "Reply"))


@pytest.fixture
def folder(demonstration, tmp_path):
    shutil.copytree(demonstration, tmp_path / "folder")
    return wtc_eco.open(tmp_path / "folder")


def invited(folder):
    with (folder.folder / "data" / "invited.csv").open(encoding="utf-8-sig", newline="") as stream:
        return {f"S{row['record']}": row["attended"] for row in csv.DictReader(stream)}


def test_the_list_of_presence_counts_and_not_the_replies(folder, workbook, tmp_path):
    path = tmp_path / "presences.xlsx"
    fill(workbook, path, *REPLIES, ["oui"] * 8)
    structures = fill(path, path, *PRESENCES, CAME)
    kept = folder.events.record(path, on="2026-12-10")
    assert (kept.invited, kept.came, kept.problems) == (8, 5, ())
    stored = invited(folder)
    assert [stored[one] for one in structures] == ["yes", "yes", "yes", "no", "no", "yes", "no", "yes"]


def test_a_mark_that_nobody_understands_is_listed_and_the_structure_kept(folder, workbook, tmp_path):
    path = tmp_path / "presences.xlsx"
    structures = fill(workbook, path, *PRESENCES, ["oui", "bof", "peut-être", *["oui"] * 5])
    kept = folder.events.record(path, on="2026-12-10")
    assert (kept.invited, kept.came) == (8, 6)
    assert [(problem.row, problem.value) for problem in kept.problems] == [(3, "bof"), (4, "peut-être")]
    assert {problem.column for problem in kept.problems} <= {"Présent", "Present"}
    stored = invited(folder)
    assert [stored[one] for one in structures[:3]] == ["yes", "", ""]


def test_a_list_of_presence_left_blank_is_refused_whatever_the_replies_say(folder, workbook, tmp_path):
    path = tmp_path / "presences.xlsx"
    fill(workbook, path, *REPLIES, ["oui"] * 8)
    with pytest.raises(RefusedError):
        folder.events.record(path, on="2026-12-10")
    kept = folder.events.record(path, on="2026-12-10", sheet="Invitations")
    assert kept.came == 8


def test_two_lists_of_presence_are_a_question(folder, workbook, tmp_path):
    path = tmp_path / "presences.xlsx"
    fill(workbook, path, *PRESENCES, CAME)
    book = openpyxl.load_workbook(path)
    page = next(book[name] for name in book.sheetnames if name in PRESENCES[0])
    book.copy_worksheet(page).title = "Soir"
    book.save(path)
    with pytest.raises(UsageError) as caught:
        folder.events.record(path, on="2026-12-10")
    assert "Soir" in caught.value.message
    assert "--sheet" in caught.value.hint


def test_rows_that_name_nobody_are_listed_all_at_once(folder, tmp_path):
    path = tmp_path / "came.csv"
    path.write_text("fiche;présent\nS1;oui\nS99999;oui\n;oui\nCPAS;non\n;\n", encoding="utf-8")
    kept = folder.events.record(path, on="2026-12-10")
    assert [(problem.row, problem.value) for problem in kept.problems] == [
        (3, "S99999"),
        (4, ""),
        (5, "CPAS"),
    ]
    assert kept.invited == 1


def test_a_reply_that_nobody_understands_is_listed_and_keeps_its_seat(ecosystem, workbook, tmp_path):
    path = tmp_path / "replies.xlsx"
    structures = fill(workbook, path, *REPLIES, REPLIED)
    replies = read_replies(path, ecosystem.registry)
    assert [replies.by_structure[one][1] for one in structures] == [
        "yes", "no", "yes", "maybe", "waiting", "unclear", "no", "yes",
    ]  # fmt: skip
    assert [(problem.row, problem.value) for problem in replies.problems] == [(7, "on verra")]
    assert replies.declined == {structures[1], structures[6]}
    assert replies.words_of(structures[5]) == "on verra"
    with speaking("fr"):
        assert [replies.words_of(one) for one in structures[2:5]] == ["oui", "peut-être", ""]


def test_the_next_wave_says_what_was_not_understood_and_carries_it(
    ecosystem, workbook, tmp_path, capsys, monkeypatch
):
    path = tmp_path / "replies.xlsx"
    structures = fill(workbook, path, *REPLIES, REPLIED)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    told = run(
        ["--folder", str(ecosystem.folder), "invite", "-b", "namur", "--seats", "8", "--replies", str(path), "-o", str(tmp_path / "two.xlsx")]
    )  # fmt: skip
    assert told == 4
    assert "on verra" in capsys.readouterr().err
    again = read_replies(tmp_path / "two.xlsx", ecosystem.registry)
    assert again.by_structure[structures[5]] == (1, "unclear")
    assert {wave for wave, _ in again.by_structure.values()} == {1, 2}
    assert structures[1] not in again.by_structure


def test_two_rows_of_a_structure_that_contradict_each_other_are_listed_in_any_order(ecosystem, tmp_path):
    for lines in (["S1;oui", "S1;non"], ["S1;non", "S1;oui"]):
        (tmp_path / "twice.csv").write_text("\n".join(["fiche;réponse", *lines]), encoding="utf-8")
        replies = read_replies(tmp_path / "twice.csv", ecosystem.registry)
        assert replies.by_structure["S1"][1] == "unclear"
        assert [problem.row for problem in replies.problems] == [3]
    for lines in (["S1;oui", "S1;"], ["S1;", "S1;oui"]):
        (tmp_path / "twice.csv").write_text("\n".join(["fiche;réponse", *lines]), encoding="utf-8")
        assert read_replies(tmp_path / "twice.csv", ecosystem.registry).by_structure["S1"] == (1, "yes")


def test_replies_on_two_sheets_are_a_question(ecosystem, workbook, tmp_path):
    path = tmp_path / "replies.xlsx"
    fill(workbook, path, *REPLIES, REPLIED)
    fill(path, path, ("Réserve", "Reserve"), REPLIES[1], ["oui"])
    with pytest.raises(UsageError) as caught:
        read_replies(path, ecosystem.registry)
    assert "Invitations" in caught.value.message
    assert read_replies(path, ecosystem.registry, sheet="Invitations").wave == 2


GUESTS = [
    "oui",
    "Oui, avec plaisir",
    "oui (2 personnes)",
    "Oui mais en retard",
    "✓",
    "ja",
    "confirmé",
    "peut-être",
    "",
    "non",
]


def guests(tmp_path, replies):
    rows = [f"Invité {n};Structure {n};{reply}" for n, reply in enumerate(replies)]
    path = tmp_path / "guests.csv"
    path.write_text("\n".join(["Nom;Structure;Réponse", *rows]), encoding="utf-8")
    return path


def test_all_come_but_those_who_decline_hesitate_or_say_nothing(tmp_path):
    held = read_guests(guests(tmp_path, GUESTS))
    assert [one.name for one in held.people] == [f"Invité {n}" for n in range(7)]
    assert [(problem.code, problem.row) for problem in held.problems] == [("persons_announced", 4)]


def test_a_guest_whose_reply_nobody_understands_is_seated_and_listed(tmp_path):
    held = read_guests(guests(tmp_path, ["oui", "on verra", "non", "bientôt"]))
    assert [one.name for one in held.people] == ["Invité 0", "Invité 1", "Invité 3"]
    assert [(problem.row, problem.value) for problem in held.problems] == [(3, "on verra"), (5, "bientôt")]


def test_while_nobody_has_said_yes_all_who_did_not_decline_come(tmp_path):
    held = read_guests(guests(tmp_path, ["", "non", "peut-être", ""]))
    assert [one.name for one in held.people] == ["Invité 0", "Invité 2", "Invité 3"]


def test_of_a_list_with_replies_those_are_absent_who_said_no(tmp_path):
    assert [one.name for one in read_absent(guests(tmp_path, ["oui", "non", "", "excusé"])).people] == [
        "Invité 1",
        "Invité 3",
    ]
    assert len(read_absent(guests(tmp_path, ["", ""])).people) == 2


def test_the_guests_of_our_workbook_stand_on_its_list_until_the_presence_is_filled_in(workbook, tmp_path):
    assert len(read_guests(workbook).people) == 8
    path = tmp_path / "presences.xlsx"
    fill(workbook, path, *PRESENCES, CAME)
    assert len(read_guests(path).people) == 5


def test_a_plan_is_read_wherever_it_stands_and_says_each_cell_that_is_no_table(ecosystem, tmp_path):
    listed = guests(tmp_path, ["oui"] * 6)
    path = tmp_path / "plan.xlsx"
    ecosystem.events.seat(listed, tables=2, rounds=2, lang="fr").write(path)
    book = openpyxl.load_workbook(path)
    book.move_sheet(book.sheetnames[0], offset=2)
    book.save(path)
    assert len(read_plan(path).people) == 6
    page = book["Plan de table"]
    column = next(cell.column for cell in page[1] if cell.value == "Tour 1")
    page.cell(3, column).value = None
    page.cell(5, column, "près du bar")
    book.save(path)
    with pytest.raises(RefusedError) as caught:
        read_plan(path)
    assert [(problem.row, problem.value) for problem in caught.value.problems] == [
        (3, ""),
        (5, "près du bar"),
    ]


def test_earlier_invitations_that_name_nobody_or_no_day_are_listed(ecosystem, tmp_path):
    path = tmp_path / "before.csv"
    path.write_text("Fiche;Date\nS1;2025-03-01\nS99999;2025-03-01\nS2;bientôt\n", encoding="utf-8")
    history = read_history(path, ecosystem.registry)
    assert set(history.by_structure) == {"S1"}
    assert [(problem.row, problem.column) for problem in history.problems] == [(3, "Fiche"), (4, "Date")]
