"""All files of an outing, in one folder: the forms asked for, the messages, whom it goes to, how to go on."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.locale import tr
from wtc_eco.render import tables
from wtc_eco.render.forms import google, grid, letters, limesurvey, sheets
from wtc_eco.render.outputs import put

if TYPE_CHECKING:
    from wtc_eco.asking.outing import Outing
    from wtc_eco.asking.rosters import Listed

FORMS = ("limesurvey", "google", "xlsx", "paper")
File = tuple[str, bytes]


def write(outing: Outing, folder: Path, forms: Collection[str] = FORMS) -> tuple[Path, ...]:
    """Write the forms and what goes with them, in the language spoken now; returns the files, in order."""
    made = [*_messages(outing)]
    steps = []
    for form, files, step in _forms(outing):
        if form in forms:
            made += files
            steps.append(step)
    made.append((tr("read-me.txt"), letters.read_me(outing, [*steps, _import(outing)]).encode()))
    for name, content in made:
        put(folder / name, content)
    listed = folder / tr("recipients.csv")
    tables.write(letters.addressees(outing), listed, "csv")
    return (*(folder / name for name, _ in made), listed)


def _forms(outing: Outing) -> Iterator[tuple[str, list[File], str]]:
    """The forms by name: their files, and what to do with them."""
    lime = [*_limesurvey(outing)]
    yield "limesurvey", lime, _into_limesurvey(outing)
    script = tr("google-forms.js")
    yield "google", [(script, google.script(outing))], tr("Google Forms: open {file} and follow its first lines; the personal links come in a sheet.", file=script)  # fmt: skip
    book = tr("grid.xlsx")
    yield "xlsx", [(book, grid.workbook(outing))], tr("Without a tool: {file}, a line a structure; copy the crosses of the sheets into it, or fill it in on the telephone.", file=book)  # fmt: skip
    paper = tr("sheets.html")
    yield "paper", [(paper, sheets.page(outing).encode())], _print(outing, paper)  # fmt: skip


def _into_limesurvey(outing: Outing) -> str:
    many = len(outing.rosters) > 1 and not outing.follow_up
    said = tr(
        "LimeSurvey: Create a survey > Import, choose {structure}; then Participants > Import from CSV, choose "
        "{participants}. Activate, then send the invitations: one link, one answer for each structure.",
        structure="limesurvey-….txt" if many else "limesurvey.txt",
        participants="participants-….csv" if many else "participants.csv",
    )
    return f"{said} " + tr("One survey for each list.") if many else said


def _print(outing: Outing, file: str) -> str:
    if outing.follow_up:
        return tr("On paper: open {file} in a browser and print it; two sheets a page.", file=file)
    return tr(
        "On paper: open {file} in a browser, print it on both sides (flip on the long edge).", file=file
    )


def _limesurvey(outing: Outing) -> Iterator[File]:
    """A survey and its participants for each list; after an event one survey, whose lines each see their own."""
    if outing.follow_up:
        everybody, whose = _each_their_own(outing)
        yield "limesurvey.txt", limesurvey.structure(outing, everybody, each=whose)
        yield "participants.csv", limesurvey.participants(outing.recipients)
        return
    several = len(outing.rosters) > 1
    for roster in outing.rosters:
        ending = f"-{roster.id}" if several else ""
        yield f"limesurvey{ending}.txt", limesurvey.structure(outing, roster.shown)
        yield f"participants{ending}.csv", limesurvey.participants(outing.asked_with(roster))


def _each_their_own(outing: Outing) -> tuple[tuple[Listed, ...], dict[str, list[str]]]:
    everybody = {one.id: one for roster in outing.rosters for one in roster.shown}
    whose: dict[str, list[str]] = {id_: [] for id_ in everybody}
    for one in outing.recipients:
        for listed in outing.shown_to(one).shown:
            whose[listed.id].append(one.listed.id)
    ordered = sorted(everybody.values(), key=lambda one: (one.commune, one.name, one.id))
    return tuple(ordered), whose


def _messages(outing: Outing) -> Iterator[File]:
    names = {
        tr("invitation.txt"): "follow_up" if outing.follow_up else "invitation",
        tr("reminder-1.txt"): "reminder_1",
        tr("reminder-2.txt"): "reminder_2",
    }
    for file, name in names.items():
        if name == "follow_up" or not outing.follow_up:
            yield file, letters.letter(outing, name).encode()
    if not outing.follow_up:
        yield tr("phone.txt"), letters.phone_script(outing).encode()


def _import(outing: Outing) -> str:
    if outing.follow_up:
        return tr(
            "Answers: export them from the tool (or save the grid), then wtc-eco import {file} --survey --as {survey}. "
            "What the event changed: wtc-eco trend, with the name of a snapshot made before.",
            file=tr("answers.csv"),
            survey=outing.survey,
        )
    return tr(
        "Answers: export them from the tool (or save the grid), then wtc-eco import {file} --survey --as {survey}. "
        "Who has not answered yet: wtc-eco survey --remind",
        file=tr("answers.csv"),
        survey=outing.survey,
    )
