"""A list of ties read as declared: who, whom, in which way; whom the words mean is found later."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import listing, mark, tr
from wtc_eco.sources.column_guess import guess_of
from wtc_eco.sources.column_map import IGNORED
from wtc_eco.sources.records import gather
from wtc_eco.sources.table import Draft, Harvest, Row, Table
from wtc_eco.sources.text_repair import one_line, quoted, seen, tidy
from wtc_eco.sources.values import ReadValue
from wtc_eco.sources.values.dates import read_date
from wtc_eco.sources.values.identifiers import read_number
from wtc_eco.sources.values.terms import read_scale, read_terms
from wtc_eco.sources.vocabulary import says_nothing, words
from wtc_eco.territory import Territory

DEFAULTS: Mapping[str, str] = {"kind": "knows", "declared_by": "from", "status": "active"}
"""What a list of ties means where it does not say."""
_ENDS = ("from", "to")
KIND_TEXTS: Mapping[str, str] = {
    "knows": mark("knows"),
    "refers": mark("refers to"),
    "works_with": mark("works with"),
    "hosts": mark("hosts"),
    "met": mark("met"),
    "wish": mark("wish to meet"),
}
"""The kinds of ties as lists write them."""


def read_ties(table: Table, territory: Territory, *, source: str, collected_on: str | None = None) -> Harvest:
    """The ties of a list: typed values by column of `model.TIES`, without their number.

    Titles may be French or English; `from` and `to` keep the words as written. Without a kind a tie is
    acquaintance (`knows`); columns nobody knows go to the note. `collected_on` is the date of
    declaration where no column says it. Raises `RefusedError` where `from` or `to` is missing.
    """
    fields = _fields(table)

    def finished(values: Mapping[str, Any]) -> dict[str, Any]:
        return {**DEFAULTS, "declared_on": collected_on, **values, "source": source}

    drafts = ((row, _draft(row, fields, table, territory)) for row in table.rows)
    return gather(table, ((row, draft, draft.values.get("source_id")) for row, draft in drafts), finished)


def _fields(table: Table) -> dict[str, str]:
    """Title to field; of two titles for one field the surer, then the first."""
    guesses = {title: guess_of(table, title, ties=True) for _, title in table.columns()}
    fields: dict[str, str] = {}
    for title, guessed in sorted(guesses.items(), key=lambda each: -each[1].sure):
        if guessed.fields and (
            guessed.fields[0] not in fields.values() or guessed.fields[0] in ("themes", "note")
        ):
            fields[title] = guessed.fields[0]
    missing = [end for end in _ENDS if end not in fields.values()]
    if missing:
        raise RefusedError(
            tr("{file}: no column says {ends}.", file=table.file, ends=listing(missing)),
            hint=tr(
                "A list of ties has two columns “de” and “vers” (from, to), and perhaps “type”. Found: {titles}.",
                titles=", ".join(table.header[:20]),
            ),
            problems=tuple(table.problem(_no_end(end), row=table.header_row) for end in missing),
        )
    return fields


def placed(problem: Problem, table: Table) -> Problem:
    """The problem with an end of a tie where a person finds it: the file, and the title and letter of its column."""
    titles = {field: title for title, field in reversed(_fields(table).items())}
    title = titles.get(problem.column, "")
    letter = table.place.letter(table.header.index(title)) if title else ""
    return replace(problem, file=table.file, sheet=table.sheet, column=title, letter=letter)


def _draft(row: Row, fields: Mapping[str, str], table: Table, territory: Territory) -> Draft:
    draft = Draft(content=tuple(tidy(row.cells[index]) for index, _ in table.columns()))
    for index, title in table.columns():
        text = tidy(row.cells[index])
        if not text or fields.get(title) == IGNORED:
            continue
        if title in fields:
            draft.take(_reading(fields[title], text, territory, table.epoch), title, text)
        else:
            draft.notes.append(f"{title}: {text}")
    for end in _ENDS:
        if not draft.values.get(end):
            title = next(title for title, to in fields.items() if to == end)
            draft.faults.append((_no_end(end), title))
    draft.notes += [f"{title}: {rest}" for title, rest in draft.extra.items()]
    if draft.notes:
        draft.values["note"] = "\n".join(filter(None, (draft.values.get("note"), *draft.notes)))
    return draft


def _reading(field: str, text: str, territory: Territory, epoch: int) -> ReadValue:
    match field:
        case "from" | "to" | "source_id":
            return ReadValue({field: one_line(text).removesuffix(".0")})
        case "kind":
            return _kind(text)
        case "per_year":
            return read_number(text, field)
        case "themes":
            return read_terms(text, field, territory.themes)
        case "declared_by" | "status":
            return read_scale(text, field, words().scales[field])
        case "declared_on" | "valid_until":
            return read_date(text, field, epoch)
        case _:
            return ReadValue({field: text})


def _kind(text: str) -> ReadValue:
    read = read_scale(text, "kind", words().scales["tie_kind"])
    if read.values or says_nothing(seen(text)):
        return read
    fault = Problem(
        "tie_kind_unknown",
        "quarantine",
        tr("“{words}” is not a kind of tie.", words=text[:80]),
        tr("Use one of: {kinds}.", kinds=quoted(tr(kind_words) for kind_words in KIND_TEXTS.values())),
    )
    return ReadValue(faults=(fault,))


def _no_end(end: str) -> Problem:
    sentences = {
        "from": tr("Nobody is named as the one who knows or refers."),
        "to": tr("Nobody is named as the one known."),
    }
    hint = tr("Write the number or the name of the structure.")
    return Problem("tie_without_end", "quarantine", sentences[end], hint)
