"""An answer, or the register with titles and terms in words, as a file: CSV for Excel, JSON, Markdown, a workbook."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import Heading, Shape
from wtc_eco.errors import UsageError
from wtc_eco.i18n import date, tr
from wtc_eco.model import MARK, REGISTRY, Column, Type, to_cell
from wtc_eco.registry.columns import ANSWERED, ANSWERS, REGISTER, TITLES, fingerprint
from wtc_eco.registry.corrections import CORRECTABLE
from wtc_eco.render import files
from wtc_eco.render.cells import NUMERIC, coded, guarded, spoken, visible
from wtc_eco.render.files import put
from wtc_eco.sources.vocabulary import SCALE_TEXTS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from pathlib import Path

    import pandas as pd

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Territory

Format = Literal["csv", "json", "md", "xlsx"]
FORMATS: tuple[Format, ...] = ("csv", "json", "md", "xlsx")

_MARKDOWN = re.compile(r"([\\`*_{}\[\]<>#|~&$])")


def text(finding: Finding, chosen: str) -> str:
    """The answer as `csv`, `json` or `md`; raises `UsageError` for a format that is not text."""
    writers = {"csv": csv_text, "json": json_text, "md": markdown_text}
    if chosen not in writers:
        raise UsageError(
            tr("{format} cannot be written to the screen.", format=chosen),
            hint=tr("Name a file with -o, or choose one of: {formats}.", formats=", ".join(sorted(writers))),
        )
    return writers[chosen](finding)


def write(finding: Finding, path: Path, chosen: str) -> None:
    """Write the answer at `path` as `csv`, `json`, `md` or `xlsx`, whole or not at all.

    Raises `UsageError` for another format.
    """
    if chosen not in FORMATS:
        raise UsageError(
            tr("An answer cannot be written as “{format}”.", format=visible(chosen)),
            hint=tr("Choose one of: {formats}.", formats=", ".join(FORMATS)),
        )
    if chosen == "xlsx":
        xlsx([finding], path)
    else:
        put(path, text(finding, chosen).encode("utf-8-sig" if chosen == "csv" else "utf-8"))


def xlsx(findings: Sequence[Finding], path: Path) -> None:
    """Write the answers at `path` as one workbook, a sheet each."""
    from wtc_eco.render.workbook import workbook

    put(path, workbook(findings))


def csv_text(finding: Finding) -> str:
    """The rows for Excel: `;` between cells, heading ids on top, nothing that runs as a formula."""
    rows = ([coded(row.get(head.id), head) for head in finding.headings] for row in finding.rows())
    return _for_excel([head.id for head in finding.headings], rows)


def registry_csv(table: pd.DataFrame) -> str:
    """The registry for Excel: the columns of `model.REGISTRY` that the table has, as files hold them, then the mark."""
    columns = [column for column in REGISTRY if column.name in table.columns]
    cells_by_column = [table[column.name].tolist() for column in columns]
    names = [column.name for column in columns]
    rows = (
        [
            *(to_cell(value, column) for value, column in zip(row, columns, strict=True)),
            fingerprint(dict(zip(names, row, strict=True))),
        ]
        for row in zip(*cells_by_column, strict=True)
    )
    return _for_excel([*names, MARK], rows)


def registry_xlsx(
    table: pd.DataFrame, *, territory: Territory | None = None, notice: str = "", as_of: str = ""
) -> bytes:
    """The registry as a workbook: titles and terms in the language spoken now, then the notes."""
    from wtc_eco.render.workbook import table_workbook

    notes = [("", tr("Register of structures"))]
    notes += [(tr("As of"), date(as_of))] if as_of else []
    notes += [(tr("Notice"), notice)] if notice else []
    return table_workbook(tr(REGISTER.sheets[0]), headings(territory), rows(table), notes)


def _for_excel(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [header, *([guarded(_sound(cell)) for cell in row] for row in rows)]
    return "".join((";".join(map(_quoted, line)) or '""') + "\n" for line in lines)


def _quoted(cell: str) -> str:
    # csv.writer leaves a lone carriage return unquoted where lines end with a line feed.
    if any(char in cell for char in ';"\r\n'):
        return '"' + cell.replace('"', '""') + '"'
    return cell


def _sound(cell: str) -> str:
    # Half a character, from a damaged file, has no UTF-8; it is written out.
    return cell.encode("utf-8", "backslashreplace").decode("utf-8")


def json_text(finding: Finding) -> str:
    """The answer as one JSON object; sets are sorted lists; a newline at the end."""
    text = json.dumps(finding.as_json(), ensure_ascii=False, indent=2, default=_listed, allow_nan=False)
    return f"{_sound(text)}\n"


def _listed(value: Any) -> Any:
    if isinstance(value, (set, frozenset)):
        return sorted(value)
    raise TypeError(type(value))


def markdown_text(finding: Finding) -> str:
    """The answer as a page: title, sentence, table, remarks, notice; names stay what they are."""
    parts = [f"# {escaped(finding.title)}"]
    dated = [tr("As of {date}", date=date(finding.as_of))] if finding.as_of else []
    parts.append(f"*{' · '.join([*dated, files.named(finding.edition).lower()])}*")
    parts.append(escaped(finding.sentence()))
    if finding.table:
        parts.append(_markdown_table(finding))
    if finding.remarks:
        parts.append("\n".join(f"- {escaped(remark.text)}" for remark in finding.remarks))
    if finding.notice:
        parts.append(f"> {escaped(finding.notice)}")
    return "\n\n".join(parts) + "\n"


def _markdown_table(finding: Finding) -> str:
    heads = finding.headings
    lines = [
        [escaped(head.title) for head in heads],
        ["---:" if head.shape in NUMERIC else "---" for head in heads],
        *([escaped(spoken(row.get(head.id), head)) for head in heads] for row in finding.rows()),
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in lines)


def escaped(words: str) -> str:
    """The words as Markdown shows them literally, control characters written out."""
    return _MARKDOWN.sub(r"\\\1", visible(words))


__all__ = ["TITLES", "headings", "rows"]

_SHAPES: dict[Type, Shape] = {
    "date": "date",
    "whole": "whole",
    "number": "number",
    "terms": "list",
    "texts": "list",
    "numbers": "list",
    "flag": "flag",
}


def headings(territory: Territory | None = None) -> tuple[Heading, ...]:
    """The registry's columns as headings, in order, then the mark of the row; terms become words where a territory is given."""
    return (
        *(_heading(column, territory) for column in REGISTRY),
        Heading(MARK, MARK),
    )


def _heading(column: Column, territory: Territory | None) -> Heading:
    shape = _SHAPES.get(column.type, "text")
    words = _words(column, territory)
    return Heading(column.name, tr(TITLES[column.name]), shape, words, choices=_choices(column, words))


def _choices(column: Column, words: Mapping[str, str] | None) -> tuple[str, ...]:
    """What a person may choose for a column that is taken back from Excel and holds one word of a list."""
    if column.name in SCALE_TEXTS:
        return tuple(map(tr, SCALE_TEXTS[column.name].values()))
    one_of = column.name in CORRECTABLE and column.vocabulary and column.type == "text"
    return tuple(words.values()) if one_of and words else ()


def _words(column: Column, territory: Territory | None) -> Mapping[str, str] | None:
    if column.name in ANSWERED:
        return {key: tr(words) for key, words in ANSWERS.items()}
    if column.name == "conflicts":
        return {key: tr(words) for key, words in TITLES.items()}
    if territory is None:
        return None
    if column.name == "bassin":
        return {key: bassin.text() for key, bassin in territory.bassins.items()}
    return getattr(territory, column.vocabulary).words() if column.vocabulary else None


def rows(table: pd.DataFrame) -> Iterator[Mapping[str, Any]]:
    """The registry row by row, each with its mark; `extra` as a text."""
    columns = {
        column.name: table[column.name].tolist() for column in REGISTRY if column.name in table.columns
    }
    for values in zip(*columns.values(), strict=True):
        row = dict(zip(columns, values, strict=True))
        row[MARK] = fingerprint(row)
        if row.get("extra") is not None:
            row["extra"] = json.dumps(row["extra"], ensure_ascii=False, sort_keys=True)
        yield row
