"""Whether every row of a text has as many cells as the others: a separator too many or too few shifts a row in silence.

Cells are counted as they were written, before empty ones at the end mean nothing. What the cells of a column look
like is learnt from the rows of the usual width; a row of another width is taken where exactly one way of putting
its cells together makes each fit its column, and is set aside else.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import number, tr, trn
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.header import last_filled
from wtc_eco.sources.table import OWN_COLUMNS, TableOrigin
from wtc_eco.sources.text_repair import tidy
from wtc_eco.sources.vocabulary import EXACT, guess, known_header

_SAMPLE = 500
_MOST_EXTRA = 2
"""Separators too many in a row that may still be found out."""
_MOST_STEPS = 2_000
_RARE = 0.02
"""A look that fewer cells of a column have is not the column's."""
_AGREE, _DISAGREE = 0.6, 0.1
"""Shares of the cells under a known title that are what it says: so many speak for it, so few against it."""
_STRICT = frozenset(
    {"email", "url", "date", "time", "4-5 digits", "6 digits or more", "decimal", "phone", "code"}
)
_FEWEST_STRICT = 2
_LONGEST = 300

_DIGITS = re.compile(r"[+-]?\d+")
_LOOKS = (
    ("email", re.compile(r"[^@\s;,]+@[^@\s;,]+\.\w+")),
    ("url", re.compile(r"(?:https?://|www\.)\S+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,4}(?:/\S*)?", re.IGNORECASE)),
    ("date", re.compile(r"\d{1,4}([/.-])\d{1,2}\1\d{1,4}(?: [\d:.]+)?")),
    ("time", re.compile(r"\d{1,2}[:h]\d{2}(?::\d{2})?")),
    ("decimal", re.compile(r"[-+$€£]?\s?\d+[.,]\d+\s?[$€£%°]?")),
    ("phone", re.compile(r"[+(]?\d(?:[ ()./-]{0,2}\d){7,14}")),
    ("code", re.compile(r"(?=\S*\d)(?=\S*[^\W\d])\S+")),
)
_BY_TITLE: Mapping[str, frozenset[str]] = {
    "postal_code": frozenset({"4-5 digits"}),
    "phone": frozenset({"phone", "6 digits or more"}),
    "email": frozenset({"email"}),
    "website": frozenset({"url"}),
    "lat": frozenset({"decimal"}),
    "lon": frozenset({"decimal"}),
}
"""What the cells of a field look like where nobody doubts it."""


def look_of(cell: str) -> str:
    """What a cell looks like, roughly: empty, a date, a phone, words … Where it begins with a space, that is part of it."""
    text = cell.strip()
    if not text:
        return ""
    margin = " " if cell[0].isspace() else ""
    if len(text) > _LONGEST:
        return f"{margin}words and digits"
    if _DIGITS.fullmatch(text):
        n_digits = sum(map(str.isdigit, text))
        return margin + next(
            look
            for most, look in ((3, "1-3 digits"), (5, "4-5 digits"), (_LONGEST, "6 digits or more"))
            if n_digits <= most
        )
    for look, pattern in _LOOKS:
        if pattern.fullmatch(text):
            return margin + look
    return margin + ("words and digits" if any(map(str.isdigit, text)) else "words")


@dataclass(frozen=True)
class ColumnLooks:
    """The looks that the cells of each column have in the rows of the usual width; what titles say where there is none."""

    looks: tuple[frozenset[str], ...]
    usual: tuple[str, ...]
    """The look that (nearly) all filled cells of a column have, where it is one that only such cells have; else empty."""

    def fits(self, column: int, cell: str) -> bool:
        """Whether a cell looks like the others of the column."""
        return column < len(self.looks) and (not self.looks[column] or look_of(cell) in self.looks[column])


def of_one_width(
    lines: Sequence[RawLine], at: int, place: TableOrigin, delimiter: str
) -> tuple[list[RawLine], list[Problem]]:
    """The lines with rows of another width put right, or set aside with the reason; and what is to be said of it.

    `at` is the index of the header. Raises `RefusedError` where the titles are not those of the cells below them.
    """
    below = [line for line in lines[at + 1 :] if line.fault is None and last_filled(line) > 1]
    titles = lines[at].cells
    width = _usual_width(below, titles)
    columns = _columns(below, titles, width)
    problems = [place.problem(fault, row=line.number) for fault, line in _doubted(lines, at, below, columns)]
    mended = list(lines)
    if len(titles) == width + 1 and (header := _without_blank(titles, below)):
        mended[at] = replace(lines[at], cells=header)
        problems.append(place.problem(_title_less(), row=lines[at].number))
    elif len(titles) < width:
        problems += [
            place.problem(fault, row=lines[at].number) for fault in _titles_short(titles, below, place)
        ]
    wanted = max((index for index, title in enumerate(titles, 1) if title.strip()), default=0)
    for index, line in enumerate(lines[at + 1 :], at + 1):
        if len(line.cells) == width or not _is_odd(line, titles, wanted, width):
            continue
        mended[index], told = _put_right(line, width, columns, delimiter)
        if told:
            fault, column = told
            title = tidy(titles[column]) if column < len(titles) else ""
            value = mended[index].cells[column]
            problems.append(place.problem(fault, row=line.number, title=title, index=column, value=value))
    return mended, problems


def _is_odd(line: RawLine, titles: Sequence[str], wanted: int, width: int) -> bool:
    """Whether a row of another than the usual width is to be looked at: no blank, no heading, and as wide as its titles."""
    n_cells = len(line.cells)
    over = n_cells < width and last_filled(line) > len(titles)
    return not (line.fault or n_cells in (len(titles), 1) or n_cells < wanted or over or line.is_blank())


def _usual_width(below: Sequence[RawLine], titles: Sequence[str]) -> int:
    """How many cells most rows have, the titles counted as one of them; where two are as usual, the titles decide."""
    if set(OWN_COLUMNS) & set(map(tidy, titles)):
        return len(titles)  # rows set aside were of another width from the beginning
    counts = Counter(len(line.cells) for line in below)
    counts[len(titles)] += 1
    return max(counts, key=lambda width: (counts[width], width == len(titles), width))


def _columns(below: Sequence[RawLine], titles: Sequence[str], width: int) -> ColumnLooks:
    sound = [line for line in below if len(line.cells) == width]
    sample = sound[:: max(1, len(sound) // _SAMPLE)]
    if not sample:
        by_title = [_expected(title) for title in titles]
        return ColumnLooks(tuple(looks | {""} if looks else looks for looks in by_title), ("",) * len(titles))
    counts = [Counter(look_of(line.cells[column]) for line in sample) for column in range(width)]
    looks = tuple(frozenset(look for look, n in each.items() if n >= len(sample) * _RARE) for each in counts)
    usual = []
    for each in counts:
        (look, n), *_ = Counter({look: n for look, n in each.items() if look}).most_common(1) or [("", 0)]
        filled = sum(each.values()) - each[""]
        usual.append(
            look.strip() if n > 1 and n >= filled * (1 - _DISAGREE) and look.strip() in _STRICT else ""
        )
    return ColumnLooks(looks, tuple(usual))


def _expected(title: str) -> frozenset[str]:
    """What the cells under a title look like, where its words leave no doubt; empty where they may be anything."""
    guessed = guess(title)
    return (
        _BY_TITLE.get(guessed.fields[0], frozenset())
        if guessed.sure == EXACT and len(guessed.fields) == 1
        else frozenset()
    )


def _put_right(
    line: RawLine, width: int, columns: ColumnLooks, delimiter: str
) -> tuple[RawLine, tuple[Problem, int] | None]:
    """The row in its usual width where there is exactly one way, and what to say of it; else the row set aside."""
    cells = line.cells
    if len(cells) < width:
        padded = (*cells, *[""] * (width - len(cells)))
        if _all_fit(padded, columns) and not _may_be_shifted(cells, width, columns):
            return replace(line, cells=padded), None
        return replace(line, fault=_too_short(len(cells), width)), None
    ways = _ways(cells, width, columns, delimiter)
    if ways is None or len(ways) != 1:
        return replace(line, fault=_too_long(len(cells), width)), None
    (way,) = ways
    changed = next((at for at in range(width) if way[at] != cells[at]), None)
    if changed is None:
        return replace(line, cells=way), None
    return replace(line, cells=way), (_realigned(way[changed], joined=delimiter in way[changed]), changed)


def _all_fit(cells: Sequence[str], columns: ColumnLooks) -> bool:
    return all(columns.fits(at, cell) for at, cell in enumerate(cells))


def _may_be_shifted(cells: Sequence[str], width: int, columns: ColumnLooks) -> bool:
    """Whether two cells of this row may have been written as one, so that those behind belong further right."""
    return any(
        all(columns.fits(at, cell) for at, cell in enumerate(cells[:glued]))
        and all(columns.fits(at, cell) for at, cell in enumerate(cells[glued + 1 :], glued + 1 + by))
        for by in range(1, width - len(cells) + 1)
        for glued in range(len(cells) - 1)
        if cells[glued].strip()
    )


def _ways(
    cells: Sequence[str], width: int, columns: ColumnLooks, delimiter: str
) -> set[tuple[str, ...]] | None:
    """The rows that neighbouring cells put together make, each cell fitting its column: two at most.

    `None` where it cannot be told: too many cells too many, or too many ways to try.
    """
    if len(cells) - width > _MOST_EXTRA:
        blank = not any(cell.strip() for cell in cells[width:])
        return {tuple(cells[:width])} if blank and _proves(cells[:width], columns) else None
    ways: set[tuple[str, ...]] = set()
    left = _MOST_STEPS

    def place(at: int, row: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
        nonlocal left
        left -= 1
        extra = len(cells) - at - (width - len(row))
        if len(row) == width:
            yield row
            return
        for taken in range(1, extra + 2) if len(row) + 1 < width else (extra + 1,):
            cell = delimiter.join(part for part in cells[at : at + taken] if part.strip())
            if left > 0 and columns.fits(len(row), cell):
                yield from place(at + taken, (*row, cell))

    for way in place(0, ()):
        ways.add(way)
        if len(ways) > 1:
            break
    return ways if left > 0 else None


def _proves(cells: Sequence[str], columns: ColumnLooks) -> bool:
    """Whether every cell fits, the last filled one in a column that only such cells have: nothing can be shifted."""
    last = max((at for at, cell in enumerate(cells) if cell.strip()), default=0)
    return _all_fit(cells, columns) and bool(columns.usual[last])


def _titles_short(titles: Sequence[str], below: Sequence[RawLine], place: TableOrigin) -> Iterator[Problem]:
    """What to say of rows with a cell more than there are titles, all of them empty at the end.

    Nothing where cells under a title that only such cells stand under show that no title is missing before it.
    """
    wide = [line for line in below if len(line.cells) > len(titles)]
    sample = wide[:: max(1, len(wide) // _SAMPLE)]
    if any(last_filled(line) > len(titles) for line in sample):
        return  # most rows are over the titles, or these few are set aside one by one
    last_used = max((last_filled(line) for line in sample), default=0) - 1
    proven = -1
    for column, title in enumerate(titles):
        if (share := _share(title, sample, column)) is None:
            continue
        if share <= _DISAGREE:
            raise _other_titles(place, title, column, sample)
        if share >= _AGREE:
            proven = column
    if proven < last_used:
        yield _more_cells(len(titles), len(sample[0].cells))


def _share(title: str, sample: Sequence[RawLine], column: int) -> float | None:
    """Which share of the filled cells of a column is what its title says; `None` where it may be anything."""
    looks = _expected(title)
    cells = [line.cells[column] for line in sample if column < len(line.cells) and line.cells[column].strip()]
    return sum(look_of(cell).strip() in looks for cell in cells) / len(cells) if looks and cells else None


def _without_blank(titles: Sequence[str], below: Sequence[RawLine]) -> tuple[str, ...]:
    """The titles without the one that is empty, where only so they are those of the cells below; else nothing."""
    blank = [at for at, title in enumerate(titles) if not title.strip()]
    if len(blank) != 1 or blank[0] == len(titles) - 1:
        return ()
    rest = (*titles[: blank[0]], *titles[blank[0] + 1 :])
    shares = [
        share for at, title in enumerate(rest) if (share := _share(title, below[:_SAMPLE], at)) is not None
    ]
    behind = any((_share(rest[at], below[:_SAMPLE], at) or 0) >= _AGREE for at in range(blank[0], len(rest)))
    return rest if behind and min(shares) > _DISAGREE else ()


def _doubted(
    lines: Sequence[RawLine], at: int, below: Sequence[RawLine], columns: ColumnLooks
) -> Iterator[tuple[Problem, RawLine]]:
    """A row of titles that looks like the rows below it, and a second table below an empty row."""
    strict = {column: look for column, look in enumerate(columns.usual) if look}
    titles = lines[at].cells
    if len(strict) >= _FEWEST_STRICT and not any(map(known_header, titles)):
        alike = [
            column < len(titles) and look_of(titles[column]).strip() == look
            for column, look in strict.items()
        ]
        if all(alike):
            yield _no_titles(), lines[at]
    others = (
        {
            line.number
            for line in below
            if sum(
                look_of(line.cells[at]).strip() not in ("", look)
                for at, look in strict.items()
                if at < len(line.cells)
            )
            > len(strict) / 2
        }
        if len(strict) >= _FEWEST_STRICT and any(line.is_blank() for line in lines[at:])
        else set()
    )
    for before, line in zip(lines[at:], lines[at + 1 :], strict=False):
        if before.is_blank() and line.number in others:
            yield _other_table(), line
            return


def _too_long(n: int, width: int) -> Problem:
    return Problem(
        "row_too_long",
        "quarantine",
        tr(
            "The row has {n} cells where the other rows have {width}, and nobody can tell which separator is too many.",
            n=number(n),
            width=number(width),
        ),
        tr("Put the cell that holds the delimiter between quotes, or remove the one too many."),
    )


def _too_short(n: int, width: int) -> Problem:
    return Problem(
        "row_too_short",
        "quarantine",
        tr("The row has {n} cells where the other rows have {width}.", n=number(n), width=number(width)),
        tr("Add the missing cells so that each value stands under its title."),
    )


def _realigned(cell: str, *, joined: bool) -> Problem:
    if joined:
        message = tr(
            "The row has a separator too many: “{cell}” was read as one cell, since only so every cell fits its column.",
            cell=cell[:60],
        )
    else:
        message = tr(
            "The row has a separator too many: the empty cell before “{cell}” was left out, since only so every cell fits its column.",
            cell=cell[:60],
        )
    return Problem("row_realigned", "warning", message, tr("Check this row."))


def _more_cells(n_titles: int, width: int) -> Problem:
    return Problem(
        "more_cells_than_titles",
        "warning",
        trn(
            "There is {n} title but the rows have {width} cells, the last of them empty: is a separator missing between two titles?",
            "There are {n} titles but the rows have {width} cells, the last of them empty: is a separator missing between two titles?",
            n_titles,
            width=number(width),
        ),
        tr(
            "Check that each value stands under its own title; if not, add the separator in the row of titles."
        ),
    )


def _other_titles(place: TableOrigin, title: str, column: int, sample: Sequence[RawLine]) -> RefusedError:
    cell = next(line.cells[column] for line in sample if line.cells[column].strip())
    return RefusedError(
        tr(
            "{file}: the rows have more cells than there are titles, and under “{title}” stands “{cell}”: a separator is missing in the row of titles.",
            file=place.file,
            title=tidy(title)[:60],
            cell=tidy(cell)[:60],
        ),
        hint=tr("Add the separator between the two titles that stand in one cell, then import again."),
        code="shifted",
    )


def _title_less() -> Problem:
    return Problem(
        "empty_title_left_out",
        "warning",
        tr(
            "The row of titles has a separator too many: its empty title was left out, since the rows have a cell less."
        ),
        tr("Check that each value stands under its own title."),
    )


def _no_titles() -> Problem:
    return Problem(
        "titles_like_rows",
        "warning",
        tr("The first row looks like those below it: is the row of titles missing?"),
        tr("If it is, write a title above each column, then import again."),
    )


def _other_table() -> Problem:
    return Problem(
        "other_table",
        "warning",
        tr("Below an empty row, the rows no longer look like those above: is this another table?"),
        tr("If it is, put it into a file of its own."),
    )
