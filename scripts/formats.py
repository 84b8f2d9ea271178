"""Write the tables of docs/formats.md from wtc_eco/interchange/formats/*.toml: `python scripts/formats.py [--check]`.

With `--check` nothing is written: it fails where the document is not what the tables say.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from pathlib import Path

from wtc_eco.interchange.codec import MANY_VALUES
from wtc_eco.interchange.export import WORKING, endings
from wtc_eco.interchange.format_table import FieldRule, FormatTable, RecordTable, formats, terms_of
from wtc_eco.interchange.listing import column_of
from wtc_eco.model import RECORDS, names

DOCUMENT = Path(__file__).resolve().parent.parent / "docs" / "formats.md"
BEGIN, END = (
    "<!-- scripts/formats.py writes what follows -->",
    "<!-- scripts/formats.py wrote what stands above -->",
)
_COLUMNS = names(RECORDS)


def out_of(rule: FieldRule) -> list[str]:
    """The columns of ours that an export puts into a field; a field of what it refers to is written there."""
    if not rule.written:
        return [column for column in into_of(rule) if "." in rule.name and column in _COLUMNS]
    conditions = [
        term for condition in (rule.wording.out if rule.wording else ()) for term in terms_of(condition)
    ]
    values = [
        *(term.lstrip("!").partition(".")[0] for term in conditions),
        *(rule.ours if not rule.wording else ()),
        *re.findall(r"\{(\w+)\}", rule.template),
        *(rule.into if rule.template else ()),
    ]
    return [column for column in dict.fromkeys(map(column_of, values)) if column in _COLUMNS]


def into_of(rule: FieldRule) -> list[str]:
    """The columns of ours that an import fills from a field; people go to contacts.csv."""
    if not rule.kept:
        return []
    if rule.wording:
        terms = [term for each in rule.wording.into.values() for term in each]
        values = [term.rpartition(".")[0] or rule.ours[0] for term in terms]
    else:
        values = [*rule.into] or [*rule.ours[:1]]
    return [column for column in dict.fromkeys(map(column_of, values)) if column != "ignore"]


def _words(rule: FieldRule) -> str:
    if rule.wording is None:
        return ""
    out = dict.fromkeys(rule.wording.out.values())
    return ", ".join(f"“{word}”" for word in (out or rule.wording.into))


def _lost(table: RecordTable, rule: FieldRule) -> str:
    """What of the values of its columns a field does not carry."""
    if rule.wording and rule.written and rule.wording.out:
        return "other words"
    several = [column for column in out_of(rule) if column in MANY_VALUES]
    return "all but the first" if several and rule.many == "one" and table.each == "structure" else ""


def _rows(table: RecordTable) -> Iterator[str]:
    for rule in table.fields:
        out, into = out_of(rule), into_of(rule)
        if not (out or into):
            continue
        star = " (required)" if rule.required else ""
        cells = (f"`{rule.name}`{star}", _listed(out), _listed(into), _words(rule), _lost(table, rule))
        yield "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def _listed(columns: list[str]) -> str:
    return ", ".join(f"`{column}`" for column in columns)


def section(format_: FormatTable) -> str:
    """What stands in the document on one format."""
    title = format_.title["en"]
    licence = f", {format_.licence}" if format_.licence else ""
    called = ", ".join(f"`{name}`" for name in (format_.id, *format_.also))
    lines = [
        f"### {title}",
        "",
        f"`--format` {called}; version {format_.version}{licence}; files {', '.join(endings(format_))}.",
    ]
    for table in format_.tables:
        rows = list(_rows(table))
        if rows:
            named = f"`{table.name}` " if len(format_.tables) > 1 else ""
            head = f"| {named}field | written from | read into | words | lost |"
            lines += ["", head, "|---|---|---|---|---|", *rows]
    tables = [table for table in format_.tables if table.each != "nothing"]
    carried = {column for table in tables for rule in table.fields for column in out_of(rule)}
    none = [column for column in _COLUMNS if column not in (*carried, *WORKING, "extra")]
    lines += ["", f"No place for: {_listed(none)}; nor for ties."]
    return "\n".join(lines)


def written() -> str:
    """The document as the tables say it."""
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    after = rest.partition(END)[2]
    tables = "\n\n".join(section(each) for each in formats().values())
    return f"{before}{BEGIN}\n\n{tables}\n\n{END}{after}"


def main() -> int:
    """Write the document, or say that it is out of date."""
    text = written()
    if "--check" not in sys.argv[1:]:
        DOCUMENT.write_text(text, encoding="utf-8")
    elif text != DOCUMENT.read_text(encoding="utf-8"):
        sys.stderr.write("docs/formats.md is out of date: python scripts/formats.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
