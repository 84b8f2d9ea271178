"""Two clean lists and every way of spoiling them that the Pollock benchmark knows (Vitagliano et al., 2023).

A pollution is the file as it was spoilt and its truth: the cells of each row by its Excel number.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Cells = tuple[str, ...]

SHOP: tuple[Cells, ...] = (
    ("DATE", "TIME", "Qty", "PRODUCTID", "Price", "ProductType", "ProductDescription", "URL", "Comments"),
    *(
        (
            f"{1 + row % 28:02}/0{1 + row % 9}/2018",
            f"{row % 24:02}:{row * 15 % 60:02}",
            str(row % 34),
            f"{'MRBCYZ'[row % 6]}{'GIHCYN'[row % 6]}-{1000 + row * 97 % 9000}",
            f"${row * 7 % 90 + 1}.{row * 13 % 100:02}",
            ("Hiking Boots", "Throw Pillow, Wooden", "Fly Rod 8 Wt.", "Ragg Wool Hat")[row % 4],
            ("Made for warm, dry conditions.", "The 8'9\" rod, designed for her.", "All-day comfort.")[
                row % 3
            ],
            f"https://www.example.com/product/{1000 + row}.html",
            "",
        )
        for row in range(40)
    ),
)
STRUCTURES: tuple[Cells, ...] = (
    ("Nom", "Adresse", "Code postal", "Commune", "Téléphone", "Courriel", "Site web", "Remarque"),
    *(
        (
            f"{('EPN', 'CPAS', 'Bibliothèque')[row % 3]} {('du Parc', 'des Eaux', 'Saint-Roch', 'de la Gare')[row % 4]}",
            f"Rue {('Haute', 'de la Station', 'du Moulin')[row % 3]} {row + 1}",
            ("5000", "7000", "4500", "6000")[row % 4],
            ("Namur", "Mons", "Huy", "Charleroi")[row % 4],
            f"08{row % 6} {22 + row % 50} 33 {10 + row % 80}",
            f"accueil{row}@exemple.be",
            f"www.exemple{row}.be" if row % 2 else "",
            "ouvert le samedi" if row % 7 == 0 else "",
        )
        for row in range(40)
    ),
)


@dataclass(frozen=True)
class Polluted:
    """A spoilt file: what was done to it, its bytes, and the true rows; `None` where nobody can tell them."""

    name: str
    data: bytes
    truth: dict[int, Cells] | None


def dialect(
    rows: Sequence[Cells], delimiter: str = ",", quote: str = '"', escape: str | None = None
) -> list[str]:
    """The lines of these rows, without their ends."""
    lines = []
    for row in rows:
        cells = []
        for cell in row:
            quoted = cell.replace(quote, (escape or quote) + quote) if escape != "" else cell
            needs = any(sign in cell for sign in (delimiter.strip() or delimiter, quote))
            cells.append(f"{quote}{quoted}{quote}" if needs else cell)
        lines.append(delimiter.join(cells))
    return lines


def parts(line: str, delimiter: str) -> list[str]:
    """The cells of a line as they are written, quotes included."""
    found, inside, begin = [], False, 0
    for at, sign in enumerate(line):
        inside ^= sign == '"'
        if sign == delimiter and not inside:
            found.append(line[begin:at])
            begin = at + 1
    return [*found, line[begin:]]


def numbered(rows: Sequence[Cells], first: int = 2) -> dict[int, Cells]:
    return dict(enumerate(rows, first))


def pollutions(clean: Sequence[Cells], delimiter: str, every: int = 1) -> Iterator[Polluted]:
    """Every pollution of a list; of those of one row, each `every`-th row."""
    lines = dialect(clean, delimiter)
    truth = numbered(clean[1:])
    yield from whole_files(clean, delimiter)
    n_columns = len(clean[0])
    for row in range(0, len(clean), every):
        for column in range(n_columns):
            cells = parts(lines[row], delimiter)
            more = [*cells[:column], "", *cells[column:]]
            yield changed(f"more_sep_{row}_{column}", lines, row, delimiter.join(more), truth)
            quoted = cells[column]
            inside = f'""{quoted[1:]}' if quoted.startswith('"') else f'"{quoted}'
            yield changed(
                f"extra_quote_{row}_{column}",
                lines,
                row,
                delimiter.join([*cells[:column], inside, *cells[column + 1 :]]),
                with_cell(truth, row, column, f'"{clean[row][column]}'),
            )
            within = f"{quoted[:3]}{delimiter} {quoted[3:]}"
            if len(quoted) > 5 and not quoted.startswith('"'):
                yield changed(
                    f"sep_in_cell_{row}_{column}",
                    lines,
                    row,
                    delimiter.join([*cells[:column], within, *cells[column + 1 :]]),
                    with_cell(truth, row, column, within),
                )
            if column:
                glued = [*cells[: column - 1], cells[column - 1] + cells[column], *cells[column + 1 :]]
                # Which of the two the signs belong to is not written any more: the row must not be taken as it is.
                yield changed(
                    f"less_sep_{row}_{column}", lines, row, delimiter.join(glued), None if row == 0 else truth
                )
        yield changed(
            f"field_delimiter_{row}_0x20", lines, row, " ".join(parts(lines[row], delimiter)), truth
        )


def with_cell(truth: dict[int, Cells], row: int, column: int, cell: str) -> dict[int, Cells]:
    """The truth with one cell otherwise; a title of the header stands in no row."""
    if row == 0:
        return truth
    own = truth[row + 1]
    return {**truth, row + 1: (*own[:column], cell, *own[column + 1 :])}


def changed(name: str, lines: Sequence[str], row: int, line: str, truth: dict[int, Cells] | None) -> Polluted:
    text = "\r\n".join([*lines[:row], line, *lines[row + 1 :]]) + "\r\n"
    return Polluted(name, text.encode(), truth)


def whole_files(clean: Sequence[Cells], delimiter: str) -> Iterator[Polluted]:
    """What concerns the file as a whole."""
    lines, truth = dialect(clean, delimiter), numbered(clean[1:])

    def file(
        name: str, of: Sequence[str], rows: dict[int, Cells] | None, end: str = "\r\n", coding: str = "utf-8"
    ):
        return Polluted(f"file_{name}", (end.join(of) + end).encode(coding, "replace"), rows)

    yield file("clean", lines, truth)
    yield Polluted("file_no_trailing_newline", "\r\n".join(lines).encode(), truth)
    yield file("double_trailing_newline", [*lines, ""], truth)
    yield file("no_header", lines[1:], numbered(clean[1:], 1))
    yield file("header_only", lines[:1], {})
    yield file("one_data_row", lines[:2], numbered(clean[1:2]))
    yield file("header_multirow_2", [lines[0], *lines], numbered(clean[1:], 3))
    yield file("header_multirow_3", [lines[0], lines[0], *lines], numbered(clean[1:], 4))
    yield file("preamble", ["Liste 2026", "", *lines], numbered(clean[1:], 4))
    yield file(
        "preamble_delimited", ["Liste 2026" + delimiter * (len(clean[0]) - 1), *lines], numbered(clean[1:], 3)
    )
    yield file("footnote", [*lines, "", "Source: service public"], truth)
    for sign in (" ", ", ", "; ", ";", "\t", "|", "||", "::"):
        signs = "_".join(f"{ord(each):x}" for each in sign)
        yield file(f"field_delimiter_{signs}", dialect(clean, sign), truth)
    yield file("quotation_char_27", dialect(clean, delimiter, "'"), truth)
    yield file("escape_char_5c", dialect(clean, delimiter, escape="\\"), truth)
    yield file("escape_char_none", dialect(clean, delimiter, escape=""), truth)
    yield file("record_delimiter_lf", lines, truth, "\n")
    yield file("record_delimiter_cr", lines, truth, "\r")
    for coding in ("utf-8-sig", "utf-16", "utf-16-le", "cp1252", "mac_roman", "cp850"):
        yield file(f"encoding_{coding}", lines, truth, coding=coding)
    for name, width in (("less", -2), ("same", 0), ("more", 2)):
        n_columns = len(clean[0]) + width
        other = [
            tuple(f"{title} {column}" for column in range(n_columns))
            for title in ("Autre", "valeur", "texte")
        ]
        # The rows of another table are no rows of this one.
        yield file(f"multitable_{name}", [*lines, "", *dialect(other, delimiter)], truth)
