"""A survey for Google Forms: one script to paste, which makes a form for each list and the personal links.

The script is ours to the last sign; what users wrote stands in one constant of it, as JSON in ASCII, and
reaches Google as texts of items. Google Forms has no codes: the structure that answers is chosen in a list,
and a personal link has it filled in.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.campaigns.rosters import Roster
from wtc_eco.i18n import tr
from wtc_eco.render.cells import visible
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.territory.questionnaire import Question

Item = dict[str, Any]
_PLACE = '"SURVEY_AS_JSON"'


def script(outing: Outing) -> bytes:
    """The script, in the language spoken now."""
    survey = {
        "title": _text(outing.title()),
        "intro": visible(outing.intro(), "\n"),
        "thanks": tr("Thank you. Your answer is kept; the link lets you change it."),
        "links_title": tr("Personal links"),
        "links_header": [tr("No."), tr("Structure"), tr("E-mail"), tr("Personal link")],
        "forms": [_form(outing, roster, whose) for roster, whose in _forms(outing)],
    }
    survey_json = json.dumps(survey, ensure_ascii=True, indent=1).replace("</", "<\\/")
    return _source().replace(_PLACE, survey_json).encode("ascii")


@cache
def _source() -> str:
    return (Path(__file__).parent / "google-forms.js").read_text(encoding="ascii")


def _forms(outing: Outing) -> list[tuple[Roster, tuple[Recipient, ...]]]:
    """A form for each list; after an event one form for all, for everybody met others."""
    if not outing.follow_up:
        return [(roster, outing.asked_with(roster)) for roster in outing.rosters]
    everybody = {one.id: one for roster in outing.rosters for one in roster.shown}
    shown = tuple(sorted(everybody.values(), key=lambda one: (one.commune, one.name, one.id)))
    return [(Roster("all", outing.facts.event, shown, tuple(everybody)), outing.recipients)]


def _form(outing: Outing, roster: Roster, whose: tuple[Recipient, ...]) -> Item:
    one_form = len(outing.rosters) == 1 or outing.follow_up
    title = outing.title() if one_form else f"{outing.title()} – {roster.title}"
    return {
        "title": _text(title),
        "items": list(_items(outing, roster, whose)),
        "recipients": [
            {
                "id": one.listed.id,
                "choice": _text(one.listed.text()),
                "name": _cell(one.listed.name),
                "email": _cell(one.address.email or ""),
            }
            for one in whose
        ],
    }


def _text(text: str) -> str:
    return visible(" ".join(text.split()))


def _cell(text: str) -> str:
    """A text for a spreadsheet, which takes what begins like a formula for one."""
    from wtc_eco.render.cells import guarded

    return guarded(_text(text))


def _items(outing: Outing, roster: Roster, whose: tuple[Recipient, ...]) -> Iterator[Item]:
    part = ""
    for question in outing.questions:
        if part and question.part != part:
            yield {"type": "page", "title": spoken(outing.questionnaire.parts[question.part])}
        part = question.part
        yield from _question(question, roster, whose)


def _question(question: Question, roster: Roster, whose: tuple[Recipient, ...]) -> Iterator[Item]:
    title: Item = {"title": question.text(), "help": spoken(question.help) if question.help else ""}
    title |= {"required": question.required} if question.required else {}
    options = [option.text() for option in question.options.values()]
    match question.type:
        case "identity":
            choices = [_text(one.listed.text()) for one in whose]
            yield {
                "type": "list",
                **title,
                "choices": [*choices, *options],
                "required": True,
                "identity": True,
            }
        case "texts" | "lines":
            yield {"type": "section", **title}
            for row in question.rows.values():
                yield {"type": "text", "title": row.text()}
        case "choice":
            yield {"type": "choice", **title, "choices": options, "other": question.other}
        case "boxes":
            yield {"type": "boxes", **title, "choices": options, "other": question.other}
        case "grid":
            yield {"type": "grid", **title, "rows": [row.text() for row in question.rows.values()], "columns": options}  # fmt: skip
        case "box_grid":
            rows = [row.text() for row in question.rows.values()] or [
                _text(one.text()) for one in roster.shown
            ]
            yield {"type": "box_grid", **title, "rows": rows, "columns": options}
        case "number":
            yield {"type": "number", **title}
        case _:
            yield {"type": "paragraph", **title}
