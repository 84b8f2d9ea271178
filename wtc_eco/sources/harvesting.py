"""A list read into records: every row is kept, repeated, blank or in quarantine, and counted."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.locale import tr
from wtc_eco.sources.draft import Draft
from wtc_eco.sources.maps import ColumnMap
from wtc_eco.sources.rowing import RowReader
from wtc_eco.sources.table import Fault, Harvest, Quarantined, Row, Table, by_row
from wtc_eco.sources.text import quoted, tidy
from wtc_eco.territory import Territory


def read_records(  # noqa: PLR0913 - one list, and what its importer says of it
    table: Table,
    column_map: ColumnMap,
    territory: Territory,
    *,
    source: str,
    kind: str | None = None,
    collected_on: str | None = None,
) -> Harvest:
    """The records of a list: typed values by column of `model.RECORDS`, without their number.

    `source` names the list; `kind` is what its structures are where no column says so (an id, a
    label or a synonym; `UsageError` otherwise); `collected_on` is an ISO date.
    """
    reader = RowReader(table, column_map, territory, _kind_id(kind, territory))

    def finished(draft: Draft, key: str | None) -> dict[str, Any]:
        return _known({"collected_on": collected_on, **draft.values, "source": source, "source_id": key})

    drafts = [(row, reader.read(row.cells), reader.key(row.cells)) for row in table.rows]
    return gather(table, drafts, finished, _about_columns(table, reader))


def gather(
    table: Table,
    drafts: Sequence[tuple[Row, Draft, str | None]],
    finished: Callable[[Draft, str | None], dict[str, Any]],
    about: Iterable[Problem] = (),
) -> Harvest:
    """Drafts with their keys to a harvest: doubtful ones aside, equal ones once, all accounted for.

    `finished` makes the row of a draft and its distinct key; `about` is what else there is to say.
    """
    told = [_told(table, row, draft) for row, draft, _ in drafts]
    aside = [
        Quarantined(row.number, row.cells, doubts)
        for (row, _, _), problems in zip(drafts, told, strict=True)
        if (doubts := tuple(problem for problem in problems if problem.gravity == "quarantine"))
    ]
    once, repeats = _once_each(table, [each for each in drafts if not each[1].set_aside])
    keys = distinct_keys([(key, row) for row, _, key in once])
    aside = sorted((*table.quarantined, *aside), key=lambda row: row.number)
    return Harvest(
        rows=tuple(finished(draft, key) for (_, draft, _), key in zip(once, keys, strict=True)),
        numbers=tuple(row.number for row, _, _ in once),
        quarantined=tuple(aside),
        problems=by_row(
            [
                *table.problems,
                *about,
                *(problem for row in table.quarantined for problem in row.problems),
                *(problem for problems in told for problem in problems),
                *repeats,
                *_shared_keys(table, once, keys),
            ]
        ),
        n_read=table.n_read,
        n_blank=table.n_blank,
        n_repeated=len(repeats),
    )


def _once_each(
    table: Table, kept: Sequence[tuple[Row, Draft, str | None]]
) -> tuple[list[tuple[Row, Draft, str | None]], list[Problem]]:
    """Rows of the same content once, the first of them; a warning for each of the others."""
    own = [index for index, _ in table.columns()]
    first: dict[tuple[str, ...], int] = {}
    once, repeats = [], []
    for row, draft, key in kept:
        content = tuple(tidy(row.cells[index]) for index in own)
        if content in first:
            repeats.append(table.problem(_repeated(first[content]), row=row.number))
        else:
            first[content] = row.number
            once.append((row, draft, key))
    return once, repeats


def distinct_keys(keyed: Sequence[tuple[str | None, Row]]) -> list[str | None]:
    """The keys with `#2`, `#3` … after those already taken, in order of content: not of rows."""
    taken: dict[str, int] = {}
    found: list[str | None] = [None] * len(keyed)
    for at in sorted(range(len(keyed)), key=lambda i: (keyed[i][1].cells, keyed[i][1].number)):
        key = keyed[at][0]
        if key is not None:
            taken[key] = taken.get(key, 0) + 1
            found[at] = key if taken[key] == 1 else f"{key}#{taken[key]}"
    return found


def _kind_id(kind: str | None, territory: Territory) -> str | None:
    if kind is None:
        return None
    return territory.kinds.get_or_fail(kind).id


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are known."""
    return {name: value for name, value in values.items() if value is not None}


def _told(table: Table, row: Row, draft: Draft) -> tuple[Problem, ...]:
    """The draft's faults with their place."""
    held = table.header
    return tuple(
        table.problem(
            fault, row=row.number, column=title, value=row.cells[held.index(title)] if title in held else ""
        )
        for fault, title in draft.faults
    )


def _about_columns(table: Table, reader: RowReader) -> Iterable[Problem]:
    if unknown := reader.unknown_titles:
        titles = quoted(unknown[:20])
        fault = Fault(
            "unknown_columns",
            "warning",
            tr("Columns that no field answers to, kept as found: {titles}.", titles=titles),
            tr("To use one, add --columns FIELD=TITLE."),
        )
        yield table.problem(fault, row=table.header_row)
    if missing := reader.map.missing_from(table):
        titles = quoted(missing[:20])
        fault = Fault(
            "missing_columns",
            "warning",
            tr("Columns the map knows and the list has not: {titles}.", titles=titles),
        )
        yield table.problem(fault, row=table.header_row)


def _shared_keys(
    table: Table, once: Sequence[tuple[Row, Draft, str | None]], keys: Sequence[str | None]
) -> Iterable[Problem]:
    for (row, _, own), key in zip(once, keys, strict=True):
        if own is not None and key != own:
            fault = Fault(
                "shared_key",
                "warning",
                tr("Several rows have the key {key}; this one is kept as {kept}.", key=own, kept=key),
                tr("Give each row its own key in the list."),
            )
            yield table.problem(fault, row=row.number, value=own)


def _repeated(first: int) -> Fault:
    return Fault(
        "repeated_row",
        "warning",
        tr("The row says exactly what row {row} says; one is kept.", row=first),
    )
