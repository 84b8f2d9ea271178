"""Lists and cards to print: one page of HTML, nothing asked of the network, no text of a user ever run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from wtc_eco.locale import date, language
from wtc_eco.render.cells import spoken
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.page import template

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding

_HERE = Path(__file__).parent


@dataclass(frozen=True)
class Card:
    """What one person holds in hand: where it sits in each round, and whom it is to meet."""

    title: str
    under: str
    rounds: tuple[tuple[str, str], ...]
    meet: tuple[str, ...]


def document(  # noqa: PLR0913 - a page has these parts
    *,
    title: str,
    lead: Sequence[str],
    tables: Sequence[tuple[Finding, Sequence[str]]],
    cards: Sequence[Card] = (),
    foot: Sequence[str] = (),
    as_of: str = "",
    notice: str = "",
) -> str:
    """The page, in the language spoken now; of each answer the columns named, in that order."""
    style = stylesheet(_HERE / "printed.css")
    return template(_HERE / "printed.html.j2").render(
        lang=language(),
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        title=title,
        as_of=date(as_of) if as_of else "",
        notice=notice,
        lead=lead,
        tables=[_table(finding, columns) for finding, columns in tables],
        cards=cards,
        foot=foot,
    )


def _table(finding: Finding, columns: Sequence[str]) -> dict[str, Any]:
    heads = {head.id: head for head in finding.headings}
    shown = [heads[column] for column in columns if column in heads]
    rows = [
        [
            (head.id, "" if row.get(head.id) is None else spoken(row[head.id], head, keep="\n"))
            for head in shown
        ]
        for row in finding.rows()
    ]
    titles = [(head.id, head.title) for head in shown]
    return {"question": finding.question, "title": finding.title, "heads": titles, "rows": rows}
