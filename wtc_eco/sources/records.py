"""A list read into records: every row is kept, repeated, blank or in quarantine, and counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import date, tr, trn
from wtc_eco.sources import closures
from wtc_eco.sources.column_map import PERSON_FIELDS, ColumnMap
from wtc_eco.sources.crosses import day_columns
from wtc_eco.sources.row_reader import RowReader
from wtc_eco.sources.table import Draft, Harvest, Quarantined, Row, Table, by_row
from wtc_eco.sources.text_repair import columns_option, quoted
from wtc_eco.sources.values import is_ditto, leaning, leans_on, repaired
from wtc_eco.sources.values.coordinates import PROJECTED
from wtc_eco.sources.vocabulary import guess
from wtc_eco.territory import Territory


def read_records(  # noqa: PLR0913 - one list, and what its importer says of it
    table: Table,
    column_map: ColumnMap,
    territory: Territory,
    *,
    source: str,
    kind: str | None = None,
    collected_on: str | None = None,
    latest: str | None = None,
    today: str | None = None,
) -> Harvest:
    """The records of a list: typed values by column of `model.RECORDS`, without their number.

    `source` names the list; `kind` is what its structures are where no column says so (an id, a
    label or a synonym; `UsageError` otherwise); `collected_on` is an ISO date, `latest` the latest day that
    is known where nobody says when the list was made: what it calls closed had closed by then. `today` is the
    day of the import: without a day of the list, closings up to then have come, which is said (`BY_TODAY`).
    """
    reader = RowReader(
        table,
        column_map,
        territory,
        _kind_id(kind, territory),
        listed_on=collected_on or latest,
        passed=collected_on or today,
    )

    def finished(values: Mapping[str, Any]) -> dict[str, Any]:
        return {"collected_on": collected_on, **values, "source": source}

    drafts = ((row, reader.read(row.cells), reader.key(row.cells)) for row in table.rows)
    harvest = gather(table, drafts, finished, _about_columns(table, reader))
    closed = closures.told(harvest.rows)
    about_closures = (table.problem(closed),) if closed else ()
    if today and not collected_on and (closed or any(one.code == closures.AHEAD for one in harvest.problems)):
        about_closures = (*about_closures, table.problem(_by_today(today)))
    return replace(harvest, problems=(*_about_people(table, reader), *about_closures, *harvest.problems))


BY_TODAY = "closings_by_today"
"""Code of the note that the day of the import decided which closings have come."""


def _by_today(today: str) -> Problem:
    return Problem(
        BY_TODAY,
        "note",
        tr(
            "The list does not say its day: closings up to {day}, the day of the import, have come.",
            day=date(today),
        ),
        tr("If you know the day of the list, import it again with --collected-on and that day."),
    )


def gather(
    table: Table,
    drafts: Iterable[tuple[Row, Draft, str | None]],
    finished: Callable[[Mapping[str, Any]], Mapping[str, Any]],
    about: Iterable[Problem] = (),
) -> Harvest:
    """Drafts with their keys to a harvest: doubtful ones aside, equal ones once, all accounted for.

    `finished` makes the row of the values of a draft; `about` is what else there is to say.
    """
    aside = list(table.quarantined)
    problems: list[Problem] = []
    repeats: list[Problem] = []
    first: dict[tuple[str, ...], int] = {}
    kept: list[tuple[Row, str | None]] = []
    rows: list[dict[str, Any]] = []
    people: dict[int, tuple[Mapping[str, Any], ...]] = {}
    for row, draft, key in drafts:  # one at a time: a hundred thousand drafts would weigh more than the list
        of_row = _told(table, row, draft)
        problems += of_row
        if draft.set_aside:
            doubts = tuple(problem for problem in of_row if problem.gravity == "quarantine")
            aside.append(Quarantined(row.number, row.cells, doubts))
        elif draft.content in first:
            repeats.append(table.problem(_repeated(first[draft.content]), row=row.number))
        else:
            first[draft.content] = row.number
            kept.append((row, key))
            rows.append(_known(finished(draft.values)))
            if draft.people:
                people[row.number] = draft.people
    keys = distinct_keys([(key, row) for row, key in kept])
    for values, key in zip(rows, keys, strict=True):
        _name(values, key)
    return Harvest(
        rows=tuple(rows),
        numbers=tuple(row.number for row, _ in kept),
        quarantined=tuple(sorted(aside, key=lambda row: row.number)),
        problems=by_row(
            [
                *table.problems,
                *about,
                *(problem for row in table.quarantined for problem in row.problems),
                *problems,
                *repeats,
                *_shared_keys(table, kept, keys),
            ]
        ),
        n_read=table.n_read,
        n_blank=table.n_blank,
        n_repeated=len(repeats),
        people=people,
    )


def _name(values: dict[str, Any], key: str | None) -> None:
    """The distinct key of a row, or none."""
    values.pop("source_id", None)
    if key is not None:
        values["source_id"] = key


def distinct_keys(keyed: Sequence[tuple[str | None, Row]]) -> list[str | None]:
    """The keys with `#2`, `#3` … after those already taken, in order of content: not of rows."""
    times = Counter(key for key, _ in keyed if key is not None)
    keys = [key for key, _ in keyed]
    shared = [at for at, key in enumerate(keys) if key is not None and times[key] > 1]
    taken: Counter[str] = Counter()
    for at in sorted(shared, key=lambda i: (keyed[i][1].cells, keyed[i][1].number)):
        key = str(keyed[at][0])
        taken[key] += 1
        keys[at] = key if taken[key] == 1 else f"{key}#{taken[key]}"
    return keys


def _kind_id(kind: str | None, territory: Territory) -> str | None:
    if kind is None:
        return None
    return territory.kinds.get_or_fail(kind).id


def _known(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that are known."""
    return {name: value for name, value in values.items() if value is not None}


def _told(table: Table, row: Row, draft: Draft) -> tuple[Problem, ...]:
    """The draft's faults with their place."""
    if not draft.faults:
        return ()
    header = table.header
    return tuple(
        table.problem(
            fault,
            row=row.number,
            column=title,
            value=row.cells[header.index(title)] if title in header else "",
        )
        for fault, title in draft.faults
    )


def _about_people(table: Table, reader: RowReader) -> Iterable[Problem]:
    """Where the people of the list go, in a line."""
    at = {title: index for index, title, to in reader.map.fields_of(table) if to in PERSON_FIELDS}
    titles = [title for title, index in at.items() if any(row.cells[index].strip() for row in table.rows)]
    if titles:
        message = trn(
            "{n} column of people: {titles} → contacts (never in what is shared).",
            "{n} columns of people: {titles} → contacts (never in what is shared).",
            len(titles),
            titles=quoted(titles[:20]),
        )
        yield table.problem(Problem("people_apart", "note", message), row=table.header_row)
    if n := len(reader.mailboxes):
        message = trn(
            "{n} e-mail address is a person's own → contacts, for invitations (never in what is shared).",
            "{n} e-mail addresses are persons' own → contacts, for invitations (never in what is shared).",
            n,
        )
        yield table.problem(Problem("mailboxes_apart", "note", message), row=table.header_row)


def _about_columns(table: Table, reader: RowReader) -> Iterable[Problem]:
    if unknown := reader.unknown_titles:
        titles = quoted(unknown[:20])
        fault = Problem(
            "unknown_columns",
            "warning",
            tr("Columns that no field answers to, kept as found: {titles}.", titles=titles),
            tr(
                "To use one, say which field it is, for instance {option}",
                option=columns_option("note", unknown[0]),
            ),
        )
        yield table.problem(fault, row=table.header_row)
    if reader.grid:
        message = tr("X and Y are metres of {grid}; they were converted to degrees.", grid=reader.grid)
        yield table.problem(repaired(PROJECTED, message), row=table.header_row)
    if missing := reader.map.missing_from(table):
        titles = quoted(missing[:20])
        fault = Problem(
            "missing_columns",
            "warning",
            tr("Columns the map knows and the list has not: {titles}.", titles=titles),
        )
        yield table.problem(fault, row=table.header_row)


def _shared_keys(
    table: Table, kept: Sequence[tuple[Row, str | None]], keys: Sequence[str | None]
) -> Iterable[Problem]:
    for (row, own), key in zip(kept, keys, strict=True):
        if own is not None and key != own:
            fault = Problem(
                "shared_key",
                "warning",
                tr("Several rows have the key {key}; this one is kept as {kept}.", key=own, kept=key),
                tr("Give each row its own key in the list."),
            )
            yield table.problem(fault, row=row.number, value=own)


def _repeated(first: int) -> Problem:
    return Problem(
        "repeated_row",
        "warning",
        tr("The row says exactly what row {row} says; one is kept.", row=first),
    )


_LEANING = frozenset({"street", "address", "postal_code", "locality", "commune", "phone", "email", "website"})
"""The fields under which a cell may point at another one in words of its own."""


def with_dittos(table: Table) -> Table:
    """A list in which «idem» holds what stands above it, which is told; under a day of the week it means the day before.

    Where the row above was set aside, is blank or says nothing there, nobody can tell what it means: a cell of place
    or contact is told when it is read, its words kept; any other is emptied and told.
    """
    columns = _pointing_columns(table)
    if not columns:
        return table
    rows: list[Row] = []
    meant: Counter[str] = Counter()
    problems: list[Problem] = []
    above: Row | None = None
    for row in table.rows:
        cells_of_row = list(row.cells)
        for index, title, leans in columns:
            if not _is_above(cells_of_row[index], leans=leans):
                continue
            value = above.cells[index] if above is not None and above.number == row.number - 1 else ""
            if value.strip():
                meant[title] += 1
            elif leans:
                continue
            else:
                problems.append(
                    table.problem(_of_nothing(), row=row.number, column=title, value=cells_of_row[index])
                )
            cells_of_row[index] = value
        above = replace(row, cells=tuple(cells_of_row))
        rows.append(above)
    if meant:
        problems.insert(0, table.problem(_filled(meant)))
    return replace(table, rows=tuple(rows)).with_problems(*problems)


def _pointing_columns(table: Table) -> list[tuple[int, str, bool]]:
    """The columns of which a cell points at the one above, and whether it may do so in words of its own."""
    among_days = day_columns(table)
    columns: list[tuple[int, str, bool]] = []
    for index, title in table.columns():
        cells = {row.cells[index] for row in table.rows}
        if title in among_days or not leaning().search("\n".join(cells)):
            continue
        fields = set(guess(title).fields)
        leans = bool(fields) and fields <= _LEANING
        if any(_is_above(cell, leans=leans) for cell in cells):
            columns.append((index, title, leans))
    return columns


def _is_above(cell: str, *, leans: bool) -> bool:
    return leans_on(cell) == "above" if leans else is_ditto(cell)


def _filled(meant: Counter[str]) -> Problem:
    return Problem(
        "ditto",
        "note",
        trn(
            "“idem” and the like took what stands above: {n} cell, under {titles}.",
            "“idem” and the like took what stands above: {n} cells, under {titles}.",
            sum(meant.values()),
            titles=quoted(list(meant)),
        ),
    )


def _of_nothing() -> Problem:
    return Problem(
        "ditto_of_nothing",
        "warning",
        tr("This cell says “as above”, but the row above says nothing there; it is left empty."),
        tr("Write in the list what it means."),
    )
