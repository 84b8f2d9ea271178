"""From our values to the fields of a format and back, by its table; and what is not the same when it comes back."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from wtc_eco.interchange.format_table import FieldRule, FieldWords, FormatTable, RecordTable, terms_of
from wtc_eco.interchange.listing import Unit, column_of, holds, text
from wtc_eco.model import RECORDS, SEPARATOR, parsed

MANY_VALUES = frozenset(column.name for column in RECORDS if column.type in ("terms", "texts"))
"""Columns that hold several values."""
JOINED: Mapping[str, str] = {
    **dict.fromkeys(("opening_hours", "conditions", "fees", "accessibility", "booking"), "; "),
    "presentation": "\n",
}
"""Columns of one text that several records may say in parts, and what stands between."""

Value = str | float | list[str] | None
"""A field as it is written: a JSON value; a file of text joins lists by the format's separator."""


def encoded(rule: FieldRule, unit: Unit, separator: str = SEPARATOR) -> Value:
    """What a field says of a unit; None where it says nothing."""
    if rule.template:
        known = all(unit.get(name) for name in _BRACED.findall(rule.template))
        return rule.template.format_map(_Texts(unit)) if known else rule.lacking
    values = _words(rule.wording, unit) if rule.wording else _values(rule, unit)
    if not values:
        return rule.lacking
    if rule.many == "list":
        return values
    if rule.many == "joined":
        return separator.join(values)
    return float(values[0]) if rule.number else values[0]


_BRACED = re.compile(r"\{(\w+)\}")


class _Texts(dict[str, str]):
    """The values of a unit as texts."""

    def __init__(self, unit: Unit) -> None:
        super().__init__({name: text(unit[name], name) for name in unit if unit[name] is not None})


def _values(rule: FieldRule, unit: Unit) -> list[str]:
    if not rule.ours:
        kept = (unit.get("extra") or {}).get(rule.name)
        return _pieces(kept) if kept not in (None, "") else []
    if rule.many == "one":
        known = (unit[name] for name in rule.ours if unit.get(name) not in (None, ()))
        return [text(_one(value), "") for value in known][:1]
    return list(dict.fromkeys(piece for name in rule.ours for piece in _pieces(unit.get(name))))


def _one(value: Any) -> Any:
    return value[0] if isinstance(value, tuple) else value


def _pieces(value: Any) -> list[str]:
    match value:
        case None:
            return []
        case tuple() | list():
            return [str(piece) for piece in value]
        case _:
            return [str(value)]


def _words(wording: FieldWords, unit: Unit) -> list[str]:
    """The words whose condition holds, in the order of the table."""
    words = (
        word
        for condition, word in wording.out.items()
        if all(holds(term, unit) for term in terms_of(condition))
    )
    return list(dict.fromkeys(words))


def decoded(
    rule: FieldRule, value: Any, separator: str = SEPARATOR, beside: str = ""
) -> Mapping[str, list[str]]:
    """Texts by column of ours that a field of a record says; under `extra` what no column takes."""
    pieces = _read_pieces(rule, value, separator)
    if not pieces or not rule.kept:
        return {}
    if rule.wording:
        return _from_words(rule, rule.wording, pieces, beside)
    if rule.into:
        return _by_form(rule, pieces, beside)
    return {column_of(rule.ours[0]): pieces} if rule.ours else {"extra": pieces}


def _by_form(rule: FieldRule, pieces: Sequence[str], beside: str) -> dict[str, list[str]]:
    """Each text under the first column whose form it has; what a group of the form holds is what it says."""
    said: dict[str, list[str]] = {}
    for piece in pieces:
        whole = f"{beside}/{piece}" if rule.beside else piece
        column, match = next(
            (
                (column, match)
                for column, form in rule.into.items()
                if (match := re.fullmatch(form, whole, re.DOTALL))
            ),
            ("extra", None),
        )
        said.setdefault(column, []).append(match[1] if match and match.re.groups else piece)
    return said


def _read_pieces(rule: FieldRule, value: Any, separator: str) -> list[str]:
    match _unpacked(value):
        case None:
            return []
        case list() as several:
            pieces = [str(piece).strip() for piece in several if piece is not None]
        case float() | int() if not isinstance(value, bool):
            pieces = [text(value, "")]
        case _:
            pieces = str(value).split(separator) if rule.many == "joined" else [str(value)]
            pieces = [piece.strip() for piece in pieces]
    return [piece for piece in pieces if piece and piece not in rule.nothing]


def _unpacked(value: Any) -> Any:
    """A list in a cell, written as JSON, is read whole; every other text stays what it is."""
    if isinstance(value, str) and value.startswith("[") and value.endswith("]"):
        try:
            several = parsed(json.loads, value)
        except ValueError:
            return value
        if all(isinstance(one, str | int | float) for one in several):
            return several
    return value


def _from_words(
    rule: FieldRule, wording: FieldWords, pieces: Sequence[str], beside: str
) -> dict[str, list[str]]:
    known = {_folded(word): to for word, to in wording.into.items()}
    last = set(map(_folded, wording.last))
    ranked = sorted(pieces, key=lambda piece: (_folded(piece) in last, _folded(piece) not in known))
    one = rule.ours == ("kind",)
    said: dict[str, list[str]] = {}
    for piece in ranked:
        to = known.get(_folded(f"{beside}/{piece}"), known.get(_folded(piece))) or (
            (wording.other,) if wording.other else ()
        )
        if not to or (one and said.get(column_of(rule.ours[0]))):
            said.setdefault("extra", []).append(piece)
            continue
        for term in to:
            column, _, id_ = term.rpartition(".")
            said.setdefault(column_of(column or rule.ours[0]), []).append(id_)
            if id_ == wording.other and _folded(piece) not in known:
                said.setdefault("extra", []).append(piece)
    return {column: list(dict.fromkeys(each)) for column, each in said.items()}


def _folded(word: str) -> str:
    """`Étapes numériques(La Poste)` and `Étapes numériques (La Poste)` are one word."""
    return re.sub(r"[\s\u00a0]+", "", word).casefold().replace("’", "'")


def encoded_record(table: RecordTable, unit: Unit, separator: str) -> dict[str, Value]:
    """A record of the format, all of its fields."""
    return {rule.name: encoded(rule, unit, separator) for rule in table.fields if rule.written}


def decoded_record(
    table: RecordTable, record: Mapping[str, Any], format_: FormatTable
) -> dict[str, list[str]]:
    """Texts by column of ours that a record says, the first field of the table first; `extra.FIELD` is what no column takes."""
    said: dict[str, list[str]] = {}
    rules = {rule.name: rule for rule in table.fields}
    order = (*(name for name in rules if name in record), *(name for name in record if name not in rules))
    for name in order:
        rule = rules.get(name) or FieldRule(name)
        if rule.same_as and record[name] == record.get(rule.same_as):
            continue
        if rule.short_of and (fuller := record.get(rule.short_of)):
            if str(fuller).startswith(str(record[name]).removesuffix("…")):
                continue
            rule = FieldRule(name, many=rule.many)
        beside = str(record.get(rule.beside) or "")
        kept_under = f"extra.{name}" if table is format_.tables[0] else f"extra.{table.name}.{name}"
        for column, pieces in decoded(rule, record[name], format_.separator, beside).items():
            if column == "extra":
                merge(said, kept_under, pieces)
            elif column in MANY_VALUES or column in JOINED:
                merge(said, column, pieces)
            else:  # of two sites, the second is kept as found
                first = said.setdefault(column, pieces[:1])
                if rest := [piece for piece in pieces if piece not in first]:
                    merge(said, kept_under, rest)
    return said


def merge(said: dict[str, list[str]], column: str, pieces: Iterable[str]) -> None:
    """Add what a record says of a column to what is said already, each once."""
    known = said.setdefault(column, [])
    known += [piece for piece in pieces if piece not in known]
