"""The words in which lists are written, from `words.toml`: titles, scales, months, «none», «don't know»."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from wtc_eco.i18n import in_each_language, mark
from wtc_eco.sources.answers import Meaning, words_for
from wtc_eco.territory.normalize import fold

SCALE_TEXTS: Mapping[str, Mapping[str, str]] = {
    "staff_trained": {"yes": mark("yes"), "partly": mark("partly"), "no": mark("no")},
    "roles_defined": {"yes": mark("yes"), "partly": mark("partly"), "no": mark("no")},
    "knows_ecosystem": {
        "very_well": mark("very well"),
        "well": mark("well"),
        "badly": mark("badly"),
        "not_at_all": mark("not at all"),
    },
    "entry_point": {"often": mark("often"), "sometimes": mark("sometimes"), "rarely": mark("rarely")},
    "tie_kind": {
        "knows": mark("knows"),
        "refers": mark("refers to"),
        "works_with": mark("works with"),
        "hosts": mark("hosts"),
        "wish": mark("wish to meet"),
    },
}
"""The values of a scale that a sheet offers, in order, and their texts; each is read back in every language."""
_LONGEST = 24
"""Signs beyond which a text says something."""


@dataclass(frozen=True)
class WeekWords:
    """How titles name the days of the week, everything folded.

    `days` gives a word the days it may be by language («di»: Tuesday in German, Sunday in French), from
    0 (Monday); `whole` are the words that are no short forms; `names` the days of a language as a sentence
    names them; `parts` and `bounds` give a phrase the part of the day, and whether hours begin or end there,
    the longest first; `hours` and `beside` may stand around a day; `closed` is a cell of a day without hours.
    """

    days: Mapping[str, Mapping[str, int]]
    whole: frozenset[str]
    names: Mapping[str, tuple[str, ...]]
    parts: Mapping[str, str]
    bounds: Mapping[str, str]
    hours: frozenset[str]
    beside: frozenset[str]
    closed: frozenset[str]


@dataclass(frozen=True)
class SourceWords:
    """Everything folded. `titles` maps a field to its titles, `title_of` a title to its field.

    `scales` maps a field to the words for its few values; `totals`, `footers`, `remarks` and `pages` begin the
    lines under a list, `headings` those over some of its rows, `examples` the row to imitate of a form;
    `compass` tells of its words whether they say south or west.
    `beside` are the words that change what an option says, by what they make of it, the longest first.
    """

    titles: Mapping[str, tuple[str, ...]]
    title_of: Mapping[str, str]
    tie_title_of: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]
    filler: frozenset[str]
    scales: Mapping[str, Mapping[str, str]]
    none: frozenset[str]
    unknown: frozenset[str]
    months: Mapping[str, int]
    totals: tuple[str, ...]
    footers: tuple[str, ...]
    remarks: tuple[str, ...]
    pages: tuple[str, ...]
    headings: tuple[str, ...]
    examples: tuple[str, ...]
    joiners: tuple[str, ...]
    fax: tuple[str, ...]
    site_labels: frozenset[str]
    week: WeekWords
    asking: frozenset[str]
    not_options: frozenset[str]
    compass: Mapping[str, bool]
    beside: Mapping[str, tuple[str, ...]]


@cache
def words() -> SourceWords:
    """The words, read once."""
    raw: dict[str, Any] = tomllib.loads(files("wtc_eco.sources").joinpath("words.toml").read_text("utf-8"))
    titles = {field: tuple(map(fold, ways)) for field, ways in raw["titles"].items()}
    return SourceWords(
        titles=titles,
        title_of=_turned(raw["titles"]),
        tie_title_of=_turned(raw["tie_titles"]),
        unclear={fold(title): tuple(fields) for title, fields in raw["unclear"].items()},
        filler=frozenset(map(fold, raw["filler"])),
        scales={field: _scale(field, values) for field, values in raw["scales"].items()},
        none=frozenset(map(fold, raw["none"])),
        unknown=frozenset(map(fold, raw["unknown"])) | {""},
        months={fold(name): number for number, names in enumerate(raw["months"], 1) for name in names},
        totals=tuple(map(fold, raw["totals"])),
        footers=tuple(map(fold, raw["footers"])),
        remarks=tuple(map(fold, raw["remarks"])),
        pages=tuple(raw["pages"]),
        headings=tuple(raw["headings"]),
        examples=tuple(map(fold, raw["examples"])),
        joiners=tuple(raw["joiners"]),
        fax=tuple(raw["fax"]),
        site_labels=frozenset(map(fold, raw["site_labels"])),
        week=_week(raw["week"]),
        asking=frozenset(map(fold, raw["asking"])),
        not_options=frozenset(map(fold, raw["not_options"])),
        compass={fold(word): way == "backward" for way, ways in raw["compass"].items() for word in ways},
        beside={
            sort: tuple(sorted(map(fold, ways), key=lambda way: (-len(way), way)))
            for sort, ways in raw["beside"].items()
        },
    )


def _week(raw: Mapping[str, Any]) -> WeekWords:
    days: dict[str, dict[str, int]] = {}
    for language, week in raw["days"].items():
        for number, ways in enumerate(week):
            for way in ways:
                days.setdefault(way, {})[language] = number
    return WeekWords(
        days=days,
        whole=frozenset(ways[0] for week in raw["days"].values() for ways in week),
        names={language: tuple(ways[0] for ways in week) for language, week in raw["days"].items()},
        parts=_longest_first(raw["parts"]),
        bounds=_longest_first(raw["bounds"]),
        hours=frozenset(raw["hours"]),
        beside=frozenset(raw["beside"]),
        closed=frozenset(raw["closed"]),
    )


def _longest_first(values: Mapping[str, list[str]]) -> dict[str, str]:
    ways = {way: value for value, each in values.items() for way in each}
    return dict(sorted(ways.items(), key=lambda each: (-len(each[0]), each[0])))


def _turned(values: Mapping[str, list[str]]) -> dict[str, str]:
    """From a value and its ways to a folded way and its value; the value itself is a way."""
    return {fold(way): value for value, ways in values.items() for way in (value, *ways)}


def _scale(field: str, values: Mapping[str, list[str]]) -> dict[str, str]:
    """A scale takes what lists write, what our sheets offer, and for a yes or a no the one vocabulary of them."""
    offered = {
        fold(way): value
        for value, text in SCALE_TEXTS.get(field, {}).items()
        for way in in_each_language(text)
    }
    meanings: tuple[Meaning, ...] = ("yes", "no")
    plain = {way: meaning for meaning in meanings if meaning in values for way in words_for(meaning)}
    return {**offered, **plain, **_turned(values)}


def known_header(cell: str) -> bool:
    """Whether the cell is, word for word, a title that lists use."""
    folded = fold(cell[:100])
    vocabulary = words()
    return folded in vocabulary.title_of or folded in vocabulary.unclear or folded in vocabulary.tie_title_of


def says_nothing(text: str) -> bool:
    """Whether the text says that nothing is known: «?», «n/a», «ne sait pas», «-»."""
    return len(text) <= _LONGEST and fold(text) in words().unknown


def says_none(text: str) -> bool:
    """Whether the text says that there is none: «aucun», «néant», `none`."""
    return len(text) <= _LONGEST and fold(text) in words().none
