"""The survey on paper (both sides of A4) or as a workbook, and the folder of an outing with all forms asked for.

Each structure has a sheet, the offer in front, its list behind. With the forms go the messages to send, what to
say on the telephone, whom it goes to and how to go on. The workbook is filled in at a meeting, on the telephone or
from the sheets, and imported as it is; a line that nobody has filled in is no answer.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from wtc_eco.analysis.finding import AnswerColumn, Finding, table
from wtc_eco.i18n import language, tr, trn
from wtc_eco.render import tables
from wtc_eco.render.cells import visible
from wtc_eco.render.files import put
from wtc_eco.render.fill_in import Cells, FillIn, FillInColumn, Look, fill_in_workbook
from wtc_eco.render.forms import google, limesurvey
from wtc_eco.render.html import policy, stylesheet, template
from wtc_eco.sources.answers import TICK
from wtc_eco.sources.surveys.grid import ABOUT, NETWORK, OFFER, RESPONDENT
from wtc_eco.territory.questionnaire import FOLLOW_UP
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.campaigns.rosters import Listed, Roster
    from wtc_eco.territory.questionnaire import Question
    from wtc_eco.territory.vocabulary import Vocabulary

_HERE = Path(__file__).parent
_WIDE = 44
"""Signs that fit on a line of a list; a longer name takes two."""
_LINE, _TWO, _HEAD = 3.7, 6.3, 3.6
"""Heights in mm of a line, of a line of two, of the name of a commune."""
ROOM = 320.0
"""Millimetres that a list has, both columns together; one that is longer cuts its names to one line."""
MANY = 12
"""A choice among more answers is written, not ticked: what the register knows stands there already."""
_LETTERS = "ABCDEFG"


def page(outing: Outing) -> str:
    """All sheets as one page of HTML, in the language spoken now: two sides a structure, one after an event."""
    style = stylesheet(_HERE / "sheets.css")
    grids = [one for one in outing.questions if one.type == "box_grid"]
    grid, free = grids[0], next((one for one in outing.questions if one.type == "lines"), None)
    behind = [one for one in outing.questions if one.part == grid.part and _stands_alone(one)]
    at = list(outing.questions).index(grid)
    before = [one for one in behind if list(outing.questions).index(one) < at]
    return template(_HERE / "sheets.html.j2").render(
        lang=language(),
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        title=outing.title(),
        notice=outing.notice,
        intro=_intro(outing),
        back=_back(outing),
        offer=[_said(one) for one in outing.questions if one.part != grid.part and _stands_alone(one)],
        before=[_said(one) for one in before],
        after=[_said(one) for one in behind if one not in before],
        grid=_said(grid),
        free=_said(free) if free else None,
        sheets=[_sheet(outing, one) for one in outing.recipients],
    )


def _intro(outing: Outing) -> str:
    """The introduction; of the message after an event, the paragraph that says what is asked."""
    if not outing.follow_up:
        return outing.intro()
    return outing.message("follow_up")[1].split("\n\n")[1]


def _back(outing: Outing) -> str:
    """Where the sheet goes once it is filled in."""
    address = outing.facts.address or tr("[address to be filled in]")
    if outing.follow_up:
        return tr("To be sent back to {address}.", address=address)
    return tr("To be given back at the meeting, or sent to {address}.", address=address)


def _stands_alone(question: Question) -> bool:
    """Whether a question has a place of its own on the sheet: who answers is printed above it."""
    return question.type not in ("identity", "box_grid", "lines") and not question.for_the_unlisted


def _said(question: Question) -> dict[str, Any]:
    return {
        "code": question.code,
        "type": question.type,
        "star": question.star,
        "one": question.type == "choice" and len(question.options) <= MANY,
        "too_long": question.type == "choice" and len(question.options) > MANY,
        "text": question.text(),
        "help": spoken(question.help) if question.help else "",
        "other": question.other,
        "options": _terms(question.options),
        "rows": _terms(question.rows),
    }


def _terms(words: Vocabulary) -> list[dict[str, str]]:
    return [
        {"id": term.id, "text": term.text(), "letter": _LETTERS[at % len(_LETTERS)]}
        for at, term in enumerate(words.values())
    ]


def _sheet(outing: Outing, one: Recipient) -> dict[str, Any]:
    roster = outing.shown_to(one)
    return {
        "id": one.listed.id,
        "label": one.listed.text(),
        "kind": _kind(outing, one),
        "dense": _height(roster) > ROOM,
        "communes": [
            (
                commune or tr("commune unknown"),
                [
                    {"id": line.id, "text": line.under_its_commune(), "own": line.id == one.listed.id}
                    for line in lines
                ],
            )
            for commune, lines in roster.by_commune()
        ],
    }


def _height(roster: Roster) -> float:
    lines = sum(_TWO if len(one.under_its_commune()) > _WIDE else _LINE for one in roster.shown)
    return lines + _HEAD * len(roster.by_commune())


def _kind(outing: Outing, one: Recipient) -> str:
    """What the register says that the structure is, in the words of the questionnaire."""
    asked = outing.questionnaire.filling("kind")
    known = asked[0].options.get(one.kind or "") if asked else None
    return known.text() if known else ""


_WIDTH = 92


def letter(outing: Outing, name: str) -> str:
    """A message to copy into a mail program: its subject, then its body."""
    subject, body = outing.message(name)
    return visible(tr("Subject: {subject}", subject=subject) + f"\n\n{body}", "\n")


def phone_script(outing: Outing) -> str:
    """What to say on the telephone: the short version of the questionnaire."""
    subject, body = outing.message("phone")
    asked = [one for one in outing.questions if one.star and one.type not in ("identity", "box_grid")]
    questions = "\n".join(line for question in asked for line in _asked(question, outing))
    return visible(f"{subject}\n{'=' * len(subject)}\n\n{body}\n{questions}", "\n")


def _asked(question: Question, outing: Outing) -> Iterator[str]:
    grid = next(one for one in outing.questions if one.type == "box_grid")
    if question.type == "lines":
        boxes = ", ".join(option.text() for option in grid.options.values())
        yield f"{grid.code}  {grid.text()}"
        yield f"      ({boxes})"
        yield "      " + tr("Read the list of the sheet, commune by commune.")
        yield ""
    yield f"{question.code}  {question.text()}"
    words = question.rows if question.type in ("texts", "grid") else question.options
    choices = " / ".join(term.text() for term in words.values())
    yield from textwrap.wrap(choices, _WIDTH, initial_indent="      ", subsequent_indent="      ")
    if question.type == "grid":
        yield f"      → {' / '.join(option.text() for option in question.options.values())}"
    yield ""


def addressees(outing: Outing) -> Finding:
    """Whom the survey goes to, how each is reached and who says so."""
    columns: tuple[AnswerColumn[Recipient], ...] = (
        AnswerColumn("id", tr("No."), lambda one: one.listed.id),
        AnswerColumn("name", tr("Structure"), lambda one: one.listed.name),
        AnswerColumn("commune", tr("Commune"), lambda one: one.listed.commune or None),
        AnswerColumn("roster", tr("List shown"), lambda one: outing.shown_to(one).title),
        AnswerColumn("person", tr("Person"), lambda one: one.address.person),
        AnswerColumn("email", tr("E-mail"), lambda one: one.address.email),
        AnswerColumn("phone", tr("Phone"), lambda one: one.address.phone),
        AnswerColumn("origin", tr("Where the address comes from"), lambda one: one.address.origin or None),
        AnswerColumn(
            "way",
            tr("How"),
            lambda one: "write" if one.address.email else "call" if one.address.phone else "find",
            words=ways(),
        ),
        AnswerColumn("token", tr("Code of the personal link"), lambda one: one.token or None),
    )
    headings, rows = table(columns, outing.recipients)
    return Finding(
        question="addressees",
        title=tr("Whom the survey goes to"),
        scope=outing.facts.place,
        base=len(rows),
        unknown=0,
        text=trn("{n} structure is asked.", "{n} structures are asked.", len(rows)),
        headings=headings,
        table=rows,
        notice=outing.notice,
        as_of=outing.day,
    )


def ways() -> dict[str, str]:
    """How somebody is reached, in words."""
    return {"write": tr("To write to"), "call": tr("To call"), "find": tr("Address to be found")}


def read_me(outing: Outing, steps: Sequence[str]) -> str:
    """How to go on from here."""
    numbered = [f"{n}. {step}" for n, step in enumerate(steps, start=1)]
    wrapped = (textwrap.fill(line, _WIDTH, subsequent_indent="   ", break_long_words=False, break_on_hyphens=False) for line in numbered)  # fmt: skip
    return visible("\n\n".join([outing.title(), *wrapped]) + "\n", "\n")


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
    made.append((tr("read-me.txt"), read_me(outing, [*steps, _import(outing)]).encode()))
    for name, content in made:
        put(folder / name, content)
    listed = folder / tr("recipients.csv")
    tables.write(addressees(outing), listed, "csv")
    return (*(folder / name for name, _ in made), listed)


def _forms(outing: Outing) -> Iterator[tuple[str, list[File], str]]:
    """The forms by name: their files, and what to do with them."""
    lime = [*_limesurvey(outing)]
    yield "limesurvey", lime, _into_limesurvey(outing)
    script = tr("google-forms.js")
    yield "google", [(script, google.script(outing))], tr("Google Forms: open {file} and follow its first lines; the personal links come in a sheet.", file=script)  # fmt: skip
    book = tr("grid.xlsx")
    yield "xlsx", [(book, workbook(outing))], tr("Without a tool: {file}, a line a structure; copy the crosses of the sheets into it, or fill it in on the telephone.", file=book)  # fmt: skip
    paper = tr("sheets.html")
    yield "paper", [(paper, page(outing).encode())], _print(outing, paper)  # fmt: skip


def _into_limesurvey(outing: Outing) -> str:
    many = len(outing.rosters) > 1 and not outing.follow_up
    advice = tr(
        "LimeSurvey: Create a survey > Import, choose {structure}; then Participants > Import from CSV, choose "
        "{participants}. Activate, then send the invitations: one link, one answer for each structure.",
        structure="limesurvey-….txt" if many else "limesurvey.txt",
        participants="participants-….csv" if many else "participants.csv",
    )
    return f"{advice} " + tr("One survey for each list.") if many else advice


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
            yield file, letter(outing, name).encode()
    if not outing.follow_up:
        yield tr("phone.txt"), phone_script(outing).encode()


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


FREE_LINES = 5


def workbook(outing: Outing) -> bytes:
    """The survey as a workbook, a line a structure for its offer, one a listed structure for its network, in the language spoken now; the same outing gives the same bytes."""

    def write(form: FillIn) -> None:
        _offer(form, outing)
        _network(form, outing)
        form.lists(hidden=True)
        form.notes(outing.title(), _advice(outing))

    return fill_in_workbook(outing.title(), write)


def _offer(form: FillIn, outing: Outing) -> None:
    """A line a structure, its number and name filled in."""
    columns, identity = [FillInColumn(tr("Date"), width=12)], 0
    for question in outing.questions:
        if question.part != FOLLOW_UP:
            identity = len(columns) if question.type == "identity" else identity
            columns += _columns(question)
    rows: list[Cells] = [({identity: _label(one)}, "text") for one in outing.recipients]
    form.sheet(tr(OFFER), columns, rows, last=len(rows), frozen=identity + 1, high=75)


def _columns(question: Question) -> Iterator[FillInColumn]:
    """The columns of a question; each title begins with its code, by which an import knows it."""
    code, options = question.code, tuple(option.text() for option in question.options.values())
    match question.type:
        case "identity":
            yield FillInColumn(" ".join([code, tr("Structure")]), width=48)
        case "choice":
            yield FillInColumn(f"{code}. {question.text()}", options, 26)
        case "boxes":
            yield from (FillInColumn(f"{code} {label}", (TICK,), 12) for label in options)
            if question.other:
                yield FillInColumn(" ".join([code, tr("Other")]), width=20)
        case "grid" | "texts":
            # Of a grid one answer a line is chosen; a text has nothing to choose from.
            yield from (FillInColumn(f"{code} {row.text()}", options, 22) for row in question.rows.values())
        case "box_grid" | "lines":
            return
        case _:
            yield FillInColumn(f"{code} – {question.text()}", width=28)


def _network(form: FillIn, outing: Outing) -> None:
    """For each structure the lines of its list, then free lines."""
    question = next(one for one in outing.questions if one.type == "box_grid")
    prefix = f"{question.code} " if outing.follow_up else ""
    boxes = [FillInColumn(f"{prefix}{option.text()}", (TICK,), 14) for option in question.options.values()]
    columns = [FillInColumn(tr(RESPONDENT), width=48), FillInColumn(tr(ABOUT), width=48), *boxes]
    rows = [row for one in outing.recipients for row in _lines(outing, one)]
    page = form.sheet(tr(NETWORK), columns, rows, last=len(rows), frozen=2, high=48)
    if rows:
        page.autofilter(0, 0, len(rows), len(columns) - 1)


def _lines(outing: Outing, one: Recipient) -> Iterator[Cells]:
    """The lines of one respondent: a listed structure each, then free ones."""
    for at, listed in enumerate(outing.shown_to(one).shown):
        look: Look = "own" if listed.id == one.listed.id else "text" if at else "first"
        yield {0: _label(one), 1: visible(listed.text())}, look
    for _ in range(0 if outing.follow_up else FREE_LINES):
        yield {0: _label(one)}, "text"


def _label(one: Recipient) -> str:
    return visible(one.listed.text())


def _advice(outing: Outing) -> tuple[str, ...]:
    return (
        tr("One line a structure on the first sheet; a line that you leave empty is no answer."),
        tr("On the second sheet, one line for each structure of the list: an x in every box that is true."),
        *(
            ()
            if outing.follow_up
            else (
                tr("The empty lines under each list are for other structures: write the name and the locality."),
                tr("The last question (C5) says whether the list was gone through: without it, an empty box says nothing."),
            )
        ),
        tr("Date: the day of the answer. Without it, add --collected-on to the command."),
        tr("To bring the answers in: wtc-eco import {file} --survey --as {survey}", file=tr("grid.xlsx"), survey=outing.survey),
    )  # fmt: skip
