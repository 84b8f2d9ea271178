"""The row of titles: where it stands, and one title for each column."""

from __future__ import annotations

from collections import Counter
from collections.abc import Container, Sequence

from wtc_eco.errors import RefusedError
from wtc_eco.locale import tr
from wtc_eco.sources.lines import Line
from wtc_eco.sources.table import OWN_COLUMNS, Fault, Place
from wtc_eco.sources.text import tidy
from wtc_eco.sources.wording import known_header
from wtc_eco.territory.spelling import fold

_LOOK_AHEAD = 30
"""Filled rows among which the header is sought."""
_KNOWN = 2
"""Known titles that, where they are half of a row's cells, make it the header wherever it stands."""


def header_at(lines: Sequence[Line], file: str) -> int:
    """The index of the header: the first row filled like the table, or one made of known titles."""
    filled = [(i, line) for i, line in enumerate(lines) if not line.is_blank()]
    if not filled:
        raise RefusedError(
            tr("{file} is empty: there is not one row in it.", file=file),
            hint=tr("Check the export: it should hold a row of titles, then one structure a row."),
            code="empty",
        )
    first = filled[:_LOOK_AHEAD]
    width = sorted(_n_filled(line) for _, line in first)[len(first) // 2]
    full = next(i for i, line in first if _n_filled(line) * 2 >= width)
    titles = next((i for i, line in first if is_all_titles(line)), full)
    # A row set aside because it repeats the titles is not the header of the quarantine file it stands in.
    at = next((i for i, line in first if set(OWN_COLUMNS) <= set(map(tidy, line.cells))), titles)
    if fault := lines[at].fault:
        raise RefusedError(
            tr("The row of titles cannot be read: {reason}", reason=fault.message),
            hint=fault.hint,
            code=fault.code,
        )
    return at


def _n_filled(line: Line) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def is_all_titles(line: Line) -> bool:
    """Whether at least two different cells, and half of those filled, are titles that lists use."""
    # A row of crosses is none, though «X» may be the title of a longitude.
    known = len({fold(cell) for cell in line.cells if cell.strip() and known_header(cell)})
    return known >= _KNOWN and known * 2 >= _n_filled(line)


def titles_of(
    line: Line, filled: Sequence[Line], place: Place
) -> tuple[tuple[str, ...], list[tuple[Fault, int, str]]]:
    """The header, each title once; a column without a title is called by its letter: `[F]`."""
    cells = [tidy(cell) for cell in line.cells]
    mended = any(cell in OWN_COLUMNS for cell in cells)
    used = 0 if mended else max((last_filled(row) for row in filled if not row.fault), default=0)
    # Trailing separators of the header are columns only where every row is that wide or something is in them.
    while cells and not cells[-1] and len(cells) > used:
        cells.pop()
    held = {i for row in filled for i, cell in enumerate(row.cells) if cell.strip()} if "" in cells else set()
    header: dict[str, None] = {}
    times: Counter[str] = Counter()
    faults = []
    for index, cell in enumerate(cells):
        title = _once(cell or f"[{place.letter(index)}]", header, times)
        header[title] = None
        if cell and title != cell:
            faults.append((_twice(cell, title), line.number, title))
        elif not cell and index in held:
            faults.append((_untitled(place.letter(index), title), line.number, title))
    return tuple(header), faults


def last_filled(line: Line) -> int:
    """How many cells there are up to the last that holds anything."""
    return next((i for i in range(len(line.cells), 0, -1) if line.cells[i - 1].strip()), 0)


def _once(title: str, taken: Container[str], times: Counter[str]) -> str:
    times[title] += 1
    name = title
    while name in taken:
        name = f"{title} ({max(2, times[title])})"
        times[title] += name in taken
    return name


def found_below(row: int) -> Fault:
    """Lines above the titles were left out."""
    return Fault(
        "header_below",
        "warning",
        tr("The titles were found in row {row}; the lines above were left out.", row=row),
        tr("Remove the lines above if the titles are elsewhere."),
    )


def _twice(cell: str, title: str) -> Fault:
    return Fault(
        "duplicate_header",
        "warning",
        tr("Two columns are called “{cell}”; the second is read as “{title}”.", cell=cell, title=title),
        tr("Give each column its own title."),
    )


def _untitled(letter: str, title: str) -> Fault:
    return Fault(
        "untitled_column",
        "warning",
        tr(
            "Column {letter} has no title but holds text; it is kept as “{title}”.",
            letter=letter,
            title=title,
        ),
        tr("Give the column a title."),
    )
