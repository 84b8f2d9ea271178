"""A format of the field as a table: its records, their fields, which column of ours each is, and in which words.

A file of `formats/` says both directions at once, so that what comes back can be compared with what went:

* `[[tables]]` is a kind of record of the format; `each` says of what of ours there is one: see `listing.UNITS`.
* `[[tables.fields]]` is a field, in the order of the format. `ours` are the columns (or values of `listing`) it is
  made of; none: what an import found there is kept in `extra`, and an export writes it back.
* `[words.NAME.out]` (or `words = { … }` of a field alone) turns conditions of ours into words of theirs. A condition is `column.id` (the structure has it),
  `column` (it has some), or the same behind `!` (it has not, or nobody knows); several joined by `+`.
* `[words.NAME.in]` turns their words into ours: `id`, or `column.id` where the field has several columns.
  `VALUE/word` is the word where the field `beside` says VALUE. Left out, it is `out` turned round, where that is one to one.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any, Literal

from wtc_eco.i18n import language

Many = Literal["one", "joined", "list"]


@dataclass(frozen=True)
class FieldWords:
    """The words of one vocabulary of a format, in both directions; `last` count only where no other is there.

    `other` is what an import makes of a word that is not among them; empty: it stays in `extra`.
    """

    out: Mapping[str, str] = field(default_factory=dict)
    into: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    last: tuple[str, ...] = ()
    other: str = ""


@dataclass(frozen=True)
class FieldRule:
    """One field of a record of the format.

    `many` says how several values are written: the first alone, joined by the format's separator, or as a list.
    `required` fields are those without which the format takes no record; `lacking` is what is written where
    nothing is known. `template` is written with the values of the unit in braces. `into` gives the columns of an
    import by the form of the value (a pattern), `nothing` are words that say nothing; `kept` is False for what no
    import keeps at all. `beside` is the field whose value its words (and patterns, `VALUE/…`) depend on, `same_as` one whose
    words say nothing new here; `short_of` is the field that says the same in full: where it says something, this one is
    kept as found, unless it is its beginning. A field that is not `written` is only read: `FIELD.name` is the name of what FIELD refers to.
    """

    name: str
    ours: tuple[str, ...] = ()
    wording: FieldWords | None = None
    many: Many = "one"
    required: bool = False
    lacking: str | None = None
    template: str = ""
    into: Mapping[str, str] = field(default_factory=dict)
    nothing: tuple[str, ...] = ()
    kept: bool = True
    number: bool = False
    beside: str = ""
    same_as: str = ""
    short_of: str = ""
    written: bool = True


@dataclass(frozen=True)
class RecordTable:
    """One kind of record: `each` of what of ours, how a record is named (`key`), and whose it is (`of`: field → tables).

    `refers` are fields that name a record of another table. A record that comes again for several structures is
    written `once`. Where a parent has several records of a table that `splits`, each is a structure of its own, called
    by the field that `splits` names, and the parent bears them.
    """

    name: str
    each: str
    fields: tuple[FieldRule, ...]
    key: str = ""
    of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    refers: Mapping[str, str] = field(default_factory=dict)
    once: bool = False
    splits: str = ""

    def required(self) -> tuple[FieldRule, ...]:
        """The fields without which the format takes no record."""
        return tuple(rule for rule in self.fields if rule.required)


@dataclass(frozen=True)
class FormatTable:
    """A format: its id, what else it is called, its version and licence, how its files look, and its records.

    `container` is how records stand in a file: see `containers`. `signs` are titles all of which
    only this format has, one way or another; `nested` the tables of records within records.
    `ties` is True where a format can say who knows whom. `notice` stands beside what was written, by language.
    """

    id: str
    title: Mapping[str, str]
    version: str
    container: str
    ending: str
    tables: tuple[RecordTable, ...]
    also: tuple[str, ...] = ()
    separator: str = "|"
    signs: tuple[tuple[str, ...], ...] = ()
    nested: Mapping[str, str] = field(default_factory=dict)
    licence: str = ""
    defaults: Mapping[str, str] = field(default_factory=dict)
    notice: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """What the format is called, in the language spoken now."""
        return self.title.get(language()) or next(iter(self.title.values()))


@cache
def formats() -> Mapping[str, FormatTable]:
    """Every format by its id."""
    folder = files("wtc_eco.interchange").joinpath("formats")
    named = sorted((one for one in folder.iterdir() if one.name.endswith(".toml")), key=lambda one: one.name)
    tables = [_format(tomllib.loads(one.read_text("utf-8"))) for one in named]
    return {table.id: table for table in tables}


def format_called(name: str) -> FormatTable | None:
    """The format of this id or of one of its other names; None where there is none."""
    return next((one for one in formats().values() if name == one.id or name in one.also), None)


def _format(raw: Mapping[str, Any]) -> FormatTable:
    words = {name: _wording(each) for name, each in raw.get("words", {}).items()}
    plain = {key: value for key, value in raw.items() if key not in ("words", "tables", "also", "signs")}
    return FormatTable(
        tables=tuple(_records(each, words) for each in raw["tables"]),
        also=tuple(raw.get("also", ())),
        signs=tuple(map(tuple, raw.get("signs", ()))),
        **plain,
    )


def _records(raw: Mapping[str, Any], words: Mapping[str, FieldWords]) -> RecordTable:
    rules = {each["name"]: _rule(each, words) for each in raw["fields"]}
    columns = raw.get("columns", ())
    ordered = {name: rules.get(name) or FieldRule(name) for name in columns}
    return RecordTable(
        raw["name"],
        raw["each"],
        tuple((ordered | {name: rule for name, rule in rules.items() if name not in ordered}).values()),
        raw.get("key", ""),
        {name: tuple(tables) for name, tables in raw.get("of", {}).items()},
        dict(raw.get("refers", {})),
        raw.get("once", False),
        raw.get("splits", ""),
    )


def _rule(raw: Mapping[str, Any], words: Mapping[str, FieldWords]) -> FieldRule:
    ours = raw.get("ours", ())
    return FieldRule(
        name=raw["name"],
        ours=(ours,) if isinstance(ours, str) else tuple(ours),
        wording=_wording_of(raw.get("words"), words),
        nothing=tuple(raw.get("nothing", ())),
        **{
            key: raw[key]
            for key in (
                "many",
                "required",
                "lacking",
                "template",
                "into",
                "kept",
                "number",
                "beside",
                "same_as",
                "short_of",
                "written",
            )
            if key in raw
        },
    )


def _wording_of(said: str | Mapping[str, str] | None, words: Mapping[str, FieldWords]) -> FieldWords | None:
    """The words of a field by their name, or its own conditions, written beside it."""
    if isinstance(said, str):
        return words[said]
    return _wording({"out": said}) if said else None


def _wording(raw: Mapping[str, Any]) -> FieldWords:
    out = dict(raw.get("out", {}))
    into = raw.get("in") or _turned(out)
    return FieldWords(
        out,
        {word: (to,) if isinstance(to, str) else tuple(to) for word, to in into.items()},
        tuple(raw.get("last", ())),
        raw.get("other", ""),
    )


def _turned(out: Mapping[str, str]) -> dict[str, str]:
    """Words of theirs that stand for one of ours."""
    conditions: dict[str, list[str]] = {}
    for condition, word in out.items():
        conditions.setdefault(word, []).append(condition)
    return {
        word: each[0] for word, each in conditions.items() if len(each) == 1 and _PLAIN.fullmatch(each[0])
    }


_PLAIN = re.compile(r"[a-z_]+\.[a-z_0-9-]+")


def terms_of(condition: str) -> Sequence[str]:
    """The parts of a condition: all of them must hold."""
    return condition.split("+")
