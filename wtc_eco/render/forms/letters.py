"""What goes with the forms: the messages to send, what to say on the telephone, whom it goes to, how to go on."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.locale import tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.asking.outing import Outing
    from wtc_eco.territory.questionnaire import Question

_WIDTH = 92


def letter(outing: Outing, name: str) -> str:
    """A message to copy into a mail program: its subject, then its body."""
    subject, body = outing.message(name)
    return visible(tr("Subject: {subject}", subject=subject) + f"\n\n{body}", "\n")


def phone_script(outing: Outing) -> str:
    """What to say on the telephone: the short version of the questionnaire."""
    subject, body = outing.message("phone")
    asked = [one for one in outing.questions if one.star and one.type not in ("identity", "box_grid")]
    said = "\n".join(line for question in asked for line in _asked(question, outing))
    return visible(f"{subject}\n{'=' * len(subject)}\n\n{body}\n{said}", "\n")


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
    rows = tuple(
        {
            "id": one.listed.id,
            "name": one.listed.name,
            "commune": one.listed.commune or None,
            "roster": outing.shown_to(one).title,
            "person": one.address.person,
            "email": one.address.email,
            "phone": one.address.phone,
            "origin": one.address.origin or None,
            "way": "write" if one.address.email else "call" if one.address.phone else "find",
            "token": one.token or None,
        }
        for one in outing.recipients
    )
    return Finding(
        question="addressees",
        title=tr("Whom the survey goes to"),
        scope=outing.facts.place,
        base=len(rows),
        unknown=0,
        text=trn("{n} structure is asked.", "{n} structures are asked.", len(rows)),
        headings=(
            Heading("id", tr("No.")),
            Heading("name", tr("Structure")),
            Heading("commune", tr("Commune")),
            Heading("roster", tr("List shown")),
            Heading("person", tr("Person")),
            Heading("email", tr("E-mail")),
            Heading("phone", tr("Phone")),
            Heading("origin", tr("Where the address comes from")),
            Heading("way", tr("How"), words=ways()),
            Heading("token", tr("Code of the personal link")),
        ),
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
