"""Where the table begins and ends in the file: lines above, the row of titles, rows, headings and totals among them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import zip_longest

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import number, tr
from wtc_eco.sources.csv_rows import RawLine
from wtc_eco.sources.table import OWN_COLUMNS, Quarantined, Row, Table, TableOrigin
from wtc_eco.sources.text_repair import tidy
from wtc_eco.sources.vocabulary import SHORT, guess, known_header, says_nothing, words
from wtc_eco.territory.normalize import fold

_LOOK_AHEAD = 30
"""Filled rows among which the header is sought."""
_KNOWN = 2
"""Known titles that, where they are half of a row's cells, make it the header wherever it stands."""


def header_at(lines: Sequence[RawLine], file: str) -> int:
    """The index of the header: the first row filled like the table, or one made of more known titles."""
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
    if _n_titles(lines[titles]) <= _n_titles(lines[full]):
        titles = full  # «EPN; e-mail; x»: words of cells may be titles too
    # A row set aside because it repeats the titles is not the header of the quarantine file it stands in.
    at = next((i for i, line in first if set(OWN_COLUMNS) <= set(map(tidy, line.cells))), titles)
    if fault := lines[at].fault:
        raise RefusedError(
            tr("The row of titles cannot be read: {reason}", reason=fault.message),
            hint=fault.hint,
            code=fault.code,
        )
    return at


def _n_titles(line: RawLine) -> int:
    return sum(guess(cell).sure >= SHORT for cell in line.cells if cell.strip())


JOINED = " / "
"""Between a title and the title under it: «Horaires / Lundi»."""


def titles_on_two_rows(lines: Sequence[RawLine], file: str) -> tuple[list[RawLine], int, dict[int, str]]:
    """The lines of a text with «Coordonnées;;» over «Rue;CP;Localité» in one, where the header stands then, the lower titles.

    Two rows are titles where both are made of known ones, and the upper has gaps that the lower fills.
    """
    at = header_at(lines, file)
    over, under = lines[at], lines[at + 1] if at + 1 < len(lines) else RawLine(0, ())
    gaps = [
        column
        for column, cell in enumerate(under.cells)
        if cell.strip() and not over.cells[column : column + 1]
    ]
    gaps += [
        column
        for column, cell in enumerate(over.cells)
        if not cell.strip() and "".join(under.cells[column : column + 1]).strip()
    ]
    if not gaps or under.fault or not is_all_titles(under) or _n_filled(under) <= _n_filled(over):
        return list(lines), at, {}
    titles, lower, above = [], {}, ""
    for column, (upper, cell) in enumerate(zip_longest(over.cells, under.cells, fillvalue="")):
        above, below = upper.strip() or above, cell.strip()
        joined = above and below and fold(above) != fold(below)
        titles.append(f"{above}{JOINED}{below}" if joined else below or upper.strip())
        if joined:
            lower[column] = below
    return [*lines[:at], replace(under, cells=tuple(titles)), *lines[at + 2 :]], at, lower


def _n_filled(line: RawLine) -> int:
    return sum(1 for cell in line.cells if cell.strip())


def is_all_titles(line: RawLine) -> bool:
    """Whether at least two different cells, and half of those filled, are titles that lists use."""
    # A row of crosses is none, though «X» may be the title of a longitude.
    known = len({fold(cell) for cell in line.cells if cell.strip() and known_header(cell)})
    return known >= _KNOWN and known * 2 >= _n_filled(line)


def titles_of(
    line: RawLine, filled: Sequence[RawLine], place: TableOrigin
) -> tuple[tuple[str, ...], list[tuple[Problem, int, str]]]:
    """The header, each title once; a column without a title is called by its letter: `[F]`."""
    cells = [tidy(cell) for cell in line.cells]
    mended = any(cell in OWN_COLUMNS for cell in cells)
    used = 0 if mended else max((last_filled(row) for row in filled if not row.fault), default=0)
    # Trailing separators of the header are columns only where every row is that wide or something is in them.
    while cells and not cells[-1] and len(cells) > used:
        cells.pop()
    filled_columns = (
        {i for row in filled for i, cell in enumerate(row.cells) if cell.strip()} if "" in cells else set()
    )
    header: dict[str, None] = {}
    times: Counter[str] = Counter()
    faults = []
    for index, cell in enumerate(cells):
        title = _once(cell or f"[{place.letter(index)}]", header, times)
        header[title] = None
        if cell and title != cell:
            faults.append((_twice(cell, title), line.number, title))
        elif not cell and index in filled_columns:
            faults.append((_untitled(place.letter(index), title), line.number, title))
    return tuple(header), faults


def last_filled(line: RawLine) -> int:
    """How many cells there are up to the last that holds anything."""
    return next((i for i in range(len(line.cells), 0, -1) if line.cells[i - 1].strip()), 0)


def _once(title: str, taken: Container[str], times: Counter[str]) -> str:
    times[title] += 1
    name = title
    while name in taken:
        name = f"{title} ({max(2, times[title])})"
        times[title] += name in taken
    return name


def found_below(row: int) -> Problem:
    """Lines above the titles were left out."""
    return Problem(
        "header_below",
        "warning",
        tr("The titles were found in row {row}; the lines above were left out.", row=row),
        tr("Remove the lines above if the titles are elsewhere."),
    )


def _twice(cell: str, title: str) -> Problem:
    return Problem(
        "duplicate_header",
        "warning",
        tr("Two columns are called “{cell}”; the second is read as “{title}”.", cell=cell, title=title),
        tr("Give each column its own title."),
    )


def _untitled(letter: str, title: str) -> Problem:
    return Problem(
        "untitled_column",
        "warning",
        tr(
            "Column {letter} has no title but holds text; it is kept as “{title}”.",
            letter=letter,
            title=title,
        ),
        tr("Give the column a title."),
    )


_FOOTER_CELLS = 2
_LONGEST_WORD = 60
_PAGE_OF_PAGES = 3
"""Words behind «page»: 1, 1 2, 1 sur 2."""
_REMARK_SIGNS = ("*", "(*", "©", "¹", "²", "†", "‡", "(1)")
_FIGURE = re.compile(r"\(?[-+]?[0-9][0-9 .,\u00a0\u202f]*[%€]?\)?")
_COUNTED = re.compile(r":|[0-9]")
_NUMBERED = re.compile(r"(?:\d{1,2}|[A-Z]|[IVX]{1,4})[.)] ")
_OF_A_PHONE = 8
"""Figures in a text without a place that are those of a phone."""
_WITH_COUNT = re.compile(r"\([0-9]{1,4}\)$")
_CODE = "_code"
_MANY = 4
"""Different cells with which a row says more than one thing: a name, nothing, and two ways to say that it is not known."""
NO_STRUCTURE = frozenset({"footer", "header_again", "alone"})
"""Why a row is set aside that is perhaps not one of the list at all."""
_FIRST_ROWS = 20
"""Rows among which the example of a form stands."""
_LONGEST_EXAMPLE = 60


@dataclass(frozen=True)
class FileLayout:
    """The parts of a file: see `Table`."""

    header: tuple[str, ...]
    header_row: int
    rows: tuple[Row, ...]
    quarantined: tuple[Quarantined, ...]
    n_blank: int
    problems: tuple[Problem, ...]


def lay_out(lines: Sequence[RawLine], place: TableOrigin, at: int | None = None) -> FileLayout:
    """The parts of a file, with its header at index `at`, else where it is found.

    Raises `RefusedError` where there is no row or no readable header.
    """
    at = header_at(lines, place.file) if at is None else at
    below = [line for line in lines[at + 1 :] if not line.is_blank()]
    filled = [line for line in below[:_FIRST_ROWS] if not _is_example(line)] + below[_FIRST_ROWS:]
    n_blank = lines[-1].number - lines[at].number - len(below)
    header, faults = titles_of(lines[at], filled, place)
    if at and any(not line.is_blank() for line in lines[:at]):
        faults.insert(0, (found_below(lines[at].number), lines[at].number, ""))
    _refuse_shifted(header, filled, place.file)
    filled, emptied = _without_optional_errors(header, filled, place)
    rows, aside = _sorted_out(header, filled, place, lines[at].cells)
    problems = emptied + tuple(
        place.problem(fault, row=row, title=title, index=header.index(title) if title else None)
        for fault, row, title in faults
    )
    return FileLayout(header, lines[at].number, rows, aside, n_blank, problems)


def _refuse_shifted(header: Sequence[str], filled: Sequence[RawLine], file: str) -> None:
    """Refuse a file most of whose rows have more than the header: which column each cell belongs to is unknown."""
    sound = [line for line in filled if not line.fault]
    over = [line for line in sound if last_filled(line) > len(header)]
    if len(over) > 1 and len(over) * 2 > len(sound):
        raise RefusedError(
            tr(
                "{file}: {n} of {total} rows have more cells than there are titles: nobody can tell which is which.",
                file=file,
                n=number(len(over)),
                total=number(len(sound)),
            ),
            hint=tr("Add the missing title in row 1, or check the delimiter (--delimiter)."),
            code="shifted",
        )


_ERRORS = frozenset({"error_cell", "formula_without_value"})
_NEEDED = frozenset(
    {"name", "street", "address", "postal_code", "locality", "commune", "ins", "bce", "source_id"}
)
"""Fields without which nobody can tell which structure a row is, or where."""
_ERROR = re.compile(r"#(?:N/A|REF!|VALUE!|VALEUR!|DIV/0!|NAME\?|NOM\?|NUM!|NULL!|NUL!|SPILL!|CALC!)")


def _without_optional_errors(
    header: Sequence[str], filled: Sequence[RawLine], place: TableOrigin
) -> tuple[list[RawLine], tuple[Problem, ...]]:
    """The rows of a workbook; an error in a cell that is not needed costs this cell, and is told."""
    lines, told = [], []
    for line in filled:
        wrong = (
            {at for at, cell in enumerate(line.cells) if _ERROR.fullmatch(cell.strip())}
            if line.fault
            else set()
        )
        wrong |= {line.column} if line.column is not None else set()
        fields = {field for at in wrong if at < len(header) for field in guess(header[at]).fields}
        if line.fault and line.fault.code in _ERRORS and not fields & _NEEDED:
            told.append(_told(place, header, line, replace(line.fault, gravity="warning")))
            cells = tuple("" if at in wrong else cell for at, cell in enumerate(line.cells))
            line = RawLine(line.number, cells)  # noqa: PLW2901 - the same row, mended
        lines.append(line)
    return lines, tuple(told)


def _sorted_out(
    header: Sequence[str], filled: Sequence[RawLine], place: TableOrigin, titles: Sequence[str]
) -> tuple[tuple[Row, ...], tuple[Quarantined, ...]]:
    rows, aside = [], []
    last = {line.number for line in filled[-3:]}
    for line in filled:
        fault = (
            line.fault
            or (_header_again() if _is_header(line.cells, titles) else None)
            or _footer(line, len(header), last=line.number in last)
            or _ragged(line, len(header))
        )
        if fault:
            aside.append(Quarantined(line.number, line.cells, (_told(place, header, line, fault),)))
        else:
            rows.append(Row(line.number, line.cells[: len(header)]))
    return tuple(rows), tuple(aside)


def _is_header(cells: Sequence[str], titles: Sequence[str]) -> bool:
    """Whether these are the titles again, whatever their capitals and spaces."""
    if cells == titles:
        return True
    if len(cells[0]) != len(titles[0]) or not cells[0]:
        return False
    return cells[0].casefold() == titles[0].casefold() and all(
        fold(cell[:_LONGEST_WORD]) == fold(title[:_LONGEST_WORD])
        for cell, title in zip_longest(cells, titles, fillvalue="")
    )


def _told(place: TableOrigin, header: Sequence[str], line: RawLine, fault: Problem) -> Problem:
    """What is wrong with a row, and with which of its cells where it is about one."""
    index = line.column
    if index is None or index >= len(header):
        return place.problem(fault, row=line.number, value=" ".join(line.cells))
    return place.problem(fault, row=line.number, title=header[index], index=index, value=line.cells[index])


def _is_example(line: RawLine) -> bool:
    """The row to imitate of our own form: it says so itself, and is nobody's."""
    first = next((cell for cell in line.cells if cell.strip()), "")
    return fold(first[:_LONGEST_EXAMPLE]).startswith(words().examples)


def _footer(line: RawLine, width: int, *, last: bool) -> Problem | None:
    """A total, a source, a page number: few cells (or figures only), the first of them such a word."""
    beginning = next((cell for cell in line.cells if cell and not cell.isspace()), "").lstrip()
    if not (_may_end_a_list(beginning.partition(" ")[0]) or beginning.startswith(_REMARK_SIGNS)):
        return None
    first, *others = [tidy(cell) for cell in line.cells if cell.strip()]
    # Two cells of two are a row; two of many are a word and its figure.
    few = not others or len(others) < min(_FOOTER_CELLS, width - 1)
    sparse = few or (len(others) + 1) * 2 <= width
    if not (
        (sparse and _is_remark(first))
        or _is_total(first, others)
        or (few and _is_page(first))
        or (few and last and _begins(first, (*words().totals, *(() if others else words().footers))))
    ):
        return None
    return Problem(
        "footer",
        "quarantine",
        tr("This looks like the line under a list (a total, a source), not like a structure."),
        tr("If it is a structure, import it from the quarantine file after filling its other cells."),
    )


@lru_cache(maxsize=1 << 14)
def _may_end_a_list(word: str) -> bool:
    """Whether a line under a list may begin with this word: few rows need a closer look."""
    return fold(word[:_LONGEST_WORD]).partition(" ")[0] in _first_words()


@cache
def _first_words() -> frozenset[str]:
    """How the first word of a line under a list reads: few rows need a closer look."""
    vocabulary = words()
    ways = (*vocabulary.totals, *vocabulary.footers, *vocabulary.remarks, *vocabulary.pages)
    return frozenset(way.partition(" ")[0] for way in ways)


def _begins(text: str, ways: Iterable[str]) -> bool:
    return f"{fold(text[:_LONGEST_WORD])} ".startswith(tuple(f"{way} " for way in ways))


def _is_total(first: str, others: Sequence[str]) -> bool:
    """«Total : 2», «Total» and figures under whatever titles; «Nombre d’Or asbl» with a street is none."""
    if not _begins(first, words().totals):
        return False
    alone = bool(_COUNTED.search(first)) or fold(first[:_LONGEST_WORD]) in words().totals
    return all(map(_FIGURE.fullmatch, others)) if others else alone


def _is_remark(first: str) -> bool:
    """«Source : SPW», «* sous réserve», «© 2025»: what no structure is called."""
    before, colon, _ = first.partition(":")
    ways = (*words().footers, *words().remarks)
    return first.startswith(_REMARK_SIGNS) or (bool(colon) and _begins(before, ways))


def _is_page(first: str) -> bool:
    """«Page 1/2», «Seite 1 von 2»; or one word that begins remarks, alone."""
    folded = fold(first[:_LONGEST_WORD])
    page, *behind = folded.split() or [""]
    numbered = page in words().pages and len(behind) <= _PAGE_OF_PAGES and any(map(str.isdigit, behind[:1]))
    return numbered or folded in words().footers or folded in words().remarks


_NAMES_ONLY = 0.8
"""Share of rows that only say a name above which a list is one of names."""


def lone_rows_aside(table: Table) -> Table:
    """A list without the rows that say one thing and no more: headings, remarks, or a structure of which only the name is told.

    A list nearly all of whose rows only say a name is a list of names: they stay, but for what is written like a
    heading. In a mended quarantine file they stay where a person emptied their cell `_code`.
    """
    own = [index for index, _ in table.columns()]
    code = table.header.index(_CODE) if _CODE in table.header else None
    lone = {row.number: words_said for row in table.rows if (words_said := _only_thing(row, own)) is not None}
    if code is not None:
        kept = {row.number for row in table.rows if not row.cells[code].strip()}
    elif len(lone) > len(table.rows) * _NAMES_ONLY:
        kept = {number for number, words_said in lone.items() if not _is_heading(words_said)}
    else:
        kept = set()
    asked = {number: words_said for number, words_said in lone.items() if number not in kept}
    if not asked:
        return table
    aside = [
        Quarantined(
            row.number, row.cells, (table.problem(_alone(), row=row.number, value=asked[row.number]),)
        )
        for row in table.rows
        if row.number in asked
    ]
    return replace(
        table,
        rows=tuple(row for row in table.rows if row.number not in asked),
        quarantined=tuple(sorted((*table.quarantined, *aside), key=lambda row: row.number)),
    )


def _only_thing(row: Row, own: Sequence[int]) -> str | None:
    """The one thing that the cells of a row say, in one cell or in a merged one; `None` where they say more, a figure, or nothing."""
    if len(set(row.cells)) > _MANY + len(row.cells) - len(own):
        return None
    only = None
    for index in own:
        cell = row.cells[index].strip()
        if not cell or says_nothing(cell):
            continue
        if only is not None and cell != only:
            return None
        only = cell
    return None if only is None or _FIGURE.fullmatch(only) else only


def _is_heading(text: str) -> bool:
    """«PROVINCE DE NAMUR», «Hainaut :», «A», «BASSIN DE LIÈGE (12)», «1. CPAS», «tenu par … 0476 55 44 33»."""
    return (
        len(text) == 1
        or bool(_NUMBERED.match(text))
        or "@" in text
        or sum(map(str.isdigit, text)) >= _OF_A_PHONE
        or text.endswith(":")
        or bool(_WITH_COUNT.search(text))
        or fold(text[:_LONGEST_WORD]).partition(" ")[0] in words().headings
    )


def _alone() -> Problem:
    return Problem(
        "alone",
        "quarantine",
        tr("This row says this and nothing else: is it a structure, or a heading or a remark of the list?"),
        tr(
            "If it is a structure, fill in another cell in the quarantine file (its commune, for instance), or "
            "empty its cell _code, and import that file; else there is nothing to do."
        ),
    )


def _header_again() -> Problem:
    return Problem(
        "header_again",
        "quarantine",
        tr("This row repeats the titles, as printed lists do on each page."),
        tr("Nothing to do; delete the row to be rid of this message."),
    )


def _ragged(line: RawLine, width: int) -> Problem | None:
    if len(line.cells) < width:
        return Problem(
            "row_too_short",
            "quarantine",
            tr(
                "The row has {n} cells where the header has {width}.",
                n=number(len(line.cells)),
                width=number(width),
            ),
            tr("Add the missing cells so that each value stands under its title."),
        )
    if last_filled(line) > width:
        return Problem(
            "row_too_long",
            "quarantine",
            tr(
                "The row has {n} cells where the header has {width}.",
                n=number(last_filled(line)),
                width=number(width),
            ),
            tr("Put the cell that holds the delimiter between quotes, or remove the one too many."),
        )
    return None


def filled_cells(rows: Iterable[Row], index: int, most: int = 200) -> list[str]:
    """The first filled cells of a column, tidied."""
    cells: list[str] = []
    for row in rows:
        if len(cells) == most:
            break
        if cell := tidy(row.cells[index]):
            cells.append(cell)
    return cells
