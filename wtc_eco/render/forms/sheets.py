"""The survey on paper: a sheet for each structure, the offer in front, its list behind; it prints on both sides of A4."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from wtc_eco.locale import language, tr
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.page import template
from wtc_eco.territory.words import spoken

if TYPE_CHECKING:
    from wtc_eco.asking.outing import Outing, Recipient
    from wtc_eco.asking.rosters import Roster
    from wtc_eco.territory.questionnaire import Question
    from wtc_eco.territory.words import Vocabulary

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
