"""`import --need`: people counted by public, or answers of the public, in the place of the pack's weights."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco import model, store
from wtc_eco.ecosystem.importing.files import ReadingOptions
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem
from wtc_eco.i18n import mark, tr
from wtc_eco.sources.returned_sheet import ReturnedTable, SheetForm, Title
from wtc_eco.store.holdings import NEED_FILES, local_need
from wtc_eco.territory.vocabulary import not_among

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.territory import Territory, Vocabulary

_SEPARATORS = re.compile(r"\s*[;|\n]\s*|,\s+")

Sort = Literal["population", "answers"]


@dataclass(frozen=True)
class NeedImported:
    """What an import did, or would do: rows read are kept, blank, or left out with their reason."""

    file: str
    source: str
    sort: Sort
    rehearsal: bool
    read: int
    kept: int
    left_out: int
    blank: int
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {**asdict(self), "problems": [asdict(problem) for problem in self.problems]}


def import_need(
    ecosystem: Ecosystem,
    file: str | Path,
    source: str,
    *,
    reading: ReadingOptions | None = None,
    rehearsal: bool = False,
) -> NeedImported:
    """Bring in a table of people by public, or answers of the public; those of the same source are replaced.

    A row whose commune or public nobody knows is left out, with the reason. Raises `RefusedError`
    where the titles are of neither.
    """
    path = Path(file)
    returned = (reading or ReadingOptions()).returned(path, _form())
    table, sort = returned.table, _sort_of(returned)
    read = _READERS[sort]
    rows: list[dict[str, Any]] = []
    problems: list[Problem] = list(returned.aside)
    for row in table.rows:
        cells = {
            role.removeprefix(f"{sort}."): returned.cell(row, role)
            for role in returned.columns
            if role.startswith(f"{sort}.")
        }
        try:
            rows.append({"source": source, **read(cells, ecosystem.territory)})
        except _LeftOutError as error:
            problems.append(
                Problem("need", "quarantine", str(error), file=path.name, row=row.number, hint=error.hint)
            )
    if not rehearsal:
        _write(ecosystem, sort, source, rows, path.name)
    n = len(table.rows) + len(table.quarantined)
    return NeedImported(
        path.name,
        source,
        sort,
        rehearsal,
        n + table.n_blank,
        len(rows),
        n - len(rows),
        table.n_blank,
        tuple(problems),
    )


def _write(ecosystem: Ecosystem, sort: Sort, source: str, rows: list[dict[str, Any]], name: str) -> None:
    file, columns = NEED_FILES[sort]
    command = f"import {name} --need --as {source}"
    with writing(ecosystem, command, tables=False, need=True) as step:
        counted, answers = local_need(ecosystem.folder)
        before = counted if sort == "population" else answers
        kept = [row for row in before if row["source"] != source]
        step.commit({file: store.to_csv(model.frame(columns, [*kept, *rows]), columns)})


@cache
def _form() -> SheetForm:
    """People by public, or answers of the public: the roles of each begin with its sort."""
    words = tomllib.loads(
        files("wtc_eco.ecosystem.importing").joinpath("need_titles.toml").read_text("utf-8")
    )
    return SheetForm(
        columns={
            f"{sort}.{field}": Title(also=tuple(ways), code=ways[0] if sort == "answers" else "")
            for sort, fields in words.items()
            for field, ways in fields.items()
        },
        needed=tuple(map(frozenset, _NEEDED)),
        refusal=mark("{file}: neither people by public nor answers of the public."),
        hint=mark(
            "Columns of people: ins, public, people, source, year. Of answers: P1 to P7 of the questionnaire."
        ),
        answers=("population.people", "answers.situation"),
        alike=True,
    )


_NEEDED = (
    ("population.public", "population.people"),
    ("answers.situation", "answers.themes"),
    ("answers.situation", "answers.slots"),
)


def _sort_of(returned: ReturnedTable) -> Sort:
    """Which of the two the titles are of."""
    return "population" if set(_NEEDED[0]) <= set(returned.columns) else "answers"


class _LeftOutError(Exception):
    """Why a row is left out, and what to do about it."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


def _commune(cells: Mapping[str, str], territory: Territory) -> str:
    place = territory.place(
        ins=cells.get("ins") or None,
        postal_code=cells.get("postal_code") or None,
        commune=cells.get("commune") or None,
    )
    if place.ins is None:
        raise _LeftOutError(
            tr("The commune is not known: “{value}”.", value=next(filter(None, cells.values()), "")),
            tr("Give an INS code or a postal code of the territory."),
        )
    return place.ins


def _term(words: str, vocabulary: Vocabulary) -> str:
    term = vocabulary.find(words)
    if term is None:
        raise _LeftOutError(
            not_among(words, vocabulary.name),
            tr("Write one of: {choices}", choices=", ".join(vocabulary)),
        )
    return term.id


def _counted(cells: Mapping[str, str], territory: Territory) -> dict[str, Any]:
    figures = re.sub(r"[\s\u00a0\u202f.]", "", cells["people"])
    if not figures.isdecimal():
        raise _LeftOutError(tr("“{value}” is not a number of people.", value=cells["people"]))
    year = cells.get("year", "")
    row: dict[str, Any] = {
        "ins": _commune(cells, territory),
        "public": _term(cells["public"], territory.publics),
        "people": int(figures),
        "year": int(year) if year.isdecimal() else None,
    }
    return row


def _answer(cells: Mapping[str, str], territory: Territory) -> dict[str, Any]:
    place = territory.place(postal_code=cells.get("postal_code") or None)
    situation = cells.get("situation")
    return {
        "ins": place.ins,
        "age": cells.get("age") or None,
        "situation": _term(situation, territory.publics) if situation else None,
        "ease": cells.get("ease") or None,
        "themes": _chosen(cells.get("themes"), territory.themes),
        "slots": _chosen(cells.get("slots"), territory.slots),
        "barriers": _pieces(cells["barriers"]) if cells.get("barriers") else None,
    }


def _chosen(text: str | None, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The terms ticked; what the pack does not know is not kept. Nothing ticked is unknown."""
    if not text:
        return None
    whole = vocabulary.find(text)
    if whole is not None:
        return (whole.id,)
    ids = {term.id for piece in _pieces(text) if (term := vocabulary.find(piece)) is not None}
    return tuple(sorted(ids))


def _pieces(text: str) -> tuple[str, ...]:
    return tuple(piece for piece in _SEPARATORS.split(text) if piece)


_READERS: Mapping[Sort, Callable[[Mapping[str, str], Territory], dict[str, Any]]] = {
    "population": _counted,
    "answers": _answer,
}
