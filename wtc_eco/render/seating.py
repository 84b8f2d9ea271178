"""A table plan as it is handed over: a workbook, CSV, and pages to print: wall chart, then a card a person."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import UsageError
from wtc_eco.events.tables import plan as answers
from wtc_eco.locale import date, tr
from wtc_eco.render import tables
from wtc_eco.render.outputs import put
from wtc_eco.render.printed import Card, document
from wtc_eco.render.workbook import dossier

if TYPE_CHECKING:
    from wtc_eco.events.tables.plan import Plan


def write(plan: Plan, path: Path) -> None:
    """Write the plan at `path`, as its ending says: .xlsx, .csv, .json, .md or .html.

    Raises `UsageError` for another ending.
    """
    ending = path.suffix.lower()
    if ending == ".xlsx":
        put(path, workbook(plan))
    elif ending == ".html":
        put(path, page(plan).encode())
    elif ending in (".csv", ".json", ".md"):
        tables.write(answers.by_person(plan), path, ending.lstrip("."))
    else:
        raise UsageError(
            tr("Which format should {file} have?", file=path.name),
            hint=tr("Call it .xlsx, .csv, .json, .md or .html."),
        )


def workbook(plan: Plan) -> bytes:
    """The sheets, then how the plan was made; the first is read back by `--replan` and `--record`."""
    lines = [("", tr("How this plan is made")), (tr("In one sentence"), answers.summary(plan))]
    lines += [(tr("Method"), words) for words in answers.method(plan)]
    lines += [(tr("As of"), date(plan.as_of))] if plan.as_of else []
    lines += [(tr("Notice"), plan.notice)] if plan.notice else []
    return dossier(answers.sheets(plan), tr("How this plan is made"), lines, foot=plan.notice)


def page(plan: Plan) -> str:
    """The wall chart, then a card for each person, by name."""
    chart = answers.wall_chart(plan)
    return document(
        title=tr("Table plan"),
        lead=[answers.summary(plan)],
        tables=[(chart, [head.id for head in chart.headings])],
        cards=_cards(plan),
        foot=answers.method(plan),
        as_of=plan.as_of,
        notice=plan.notice,
    )


def _cards(plan: Plan) -> list[Card]:
    held = plan.seating.tables
    cards = [
        Card(
            title=one.name,
            under=one.words if one.words != one.name else "",
            rounds=tuple(
                (tr("Round {n}", n=r), tr("table {n}", n=tables[at] + 1))
                for r, tables in enumerate(held, start=1)
            ),
            meet=tuple(words for _, words in answers.to_meet(plan, at)),
        )
        for at, one in enumerate(plan.wanted.people)
    ]
    return sorted(cards, key=lambda card: (card.title.casefold(), card.under))
