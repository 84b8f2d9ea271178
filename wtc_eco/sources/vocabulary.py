"""The words in which lists are written, from `words.toml`, and which field the title of a column speaks of."""

from __future__ import annotations

import difflib
import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
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
    `compass` tells of its words whether they say south or west; `groups` are words before the word that counts, with
    the fields they may group; `apart` are words of titles that speak of somebody else.
    `beside` are the words that change what an option says, by what they make of it, the longest first.
    """

    titles: Mapping[str, tuple[str, ...]]
    title_of: Mapping[str, str]
    tie_title_of: Mapping[str, str]
    unclear: Mapping[str, tuple[str, ...]]
    filler: frozenset[str]
    prefixes: frozenset[str]
    endings: tuple[str, ...]
    site_endings: tuple[str, ...]
    of_tools: frozenset[str]
    languages: Mapping[str, str]
    visited: frozenset[str]
    written_to: frozenset[str]
    apart: tuple[str, ...]
    about_another: frozenset[str]
    groups: Mapping[str, frozenset[str]]
    street_words: frozenset[str]
    street_endings: tuple[str, ...]
    scales: Mapping[str, Mapping[str, str]]
    none: frozenset[str]
    unknown: frozenset[str]
    shared_by_many: frozenset[str]
    dittos: Mapping[str, frozenset[str]]
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
    closing: Mapping[str, frozenset[str]]
    asking: frozenset[str]
    not_options: frozenset[str]
    compass: Mapping[str, bool]
    units: frozenset[str]
    box: str
    joints: tuple[str, ...]
    contact_labels: tuple[str, ...]
    beside: Mapping[str, tuple[str, ...]]

    @cached_property
    def ends(self) -> frozenset[str]:
        """The first and the last sign of the words for «none» and «unknown»."""
        return frozenset(way[0] + way[-1] for way in self.none | self.unknown if way)


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
        prefixes=frozenset(raw["prefixes"]),
        endings=tuple(raw["endings"]),
        site_endings=tuple(raw["site_endings"]),
        of_tools=frozenset(raw["of_tools"]),
        languages=_turned(raw["languages"]),
        visited=frozenset(raw["visited"]),
        written_to=frozenset(raw["written_to"]),
        apart=tuple(raw["apart"]),
        about_another=frozenset(raw["about_another"]),
        groups=_groups(raw["namespaces"]),
        street_words=frozenset(raw["streets"]["words"]),
        street_endings=tuple(raw["streets"]["endings"]),
        scales={field: _scale(field, values) for field, values in raw["scales"].items()},
        none=frozenset(map(fold, raw["none"])),
        unknown=frozenset(map(fold, raw["unknown"])) | {""},
        shared_by_many=frozenset(map(fold, raw["shared_by_many"])),
        dittos={
            sort: frozenset(map(str.casefold if sort == "alone" else fold, ways))
            for sort, ways in raw["dittos"].items()
        },
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
        closing={name: frozenset(map(fold, ways)) for name, ways in raw["closing"].items()},
        asking=frozenset(map(fold, raw["asking"])),
        not_options=frozenset(map(fold, raw["not_options"])),
        units=frozenset(map(fold, raw["units"])),
        box=raw["box"],
        joints=tuple(raw["joints"]),
        contact_labels=tuple(raw["contact_labels"]),
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


def _groups(namespaces: list[dict[str, list[str]]]) -> dict[str, frozenset[str]]:
    """Every word of a group and the fields it may group; a word of two groups has the fields of both."""
    fields: dict[str, frozenset[str]] = {}
    for group in namespaces:
        for word in group["words"]:
            fields[word] = fields.get(word, frozenset()) | frozenset(group["fields"])
    return fields


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
    return _may_be_said(text) and fold(text) in words().unknown


def says_none(text: str) -> bool:
    """Whether the text says that there is none: «aucun», «néant», `none`."""
    return _may_be_said(text) and fold(text) in words().none


def _may_be_said(text: str) -> bool:
    """Whether a text begins and ends as one of these words does: nearly no cell does, and need not be folded."""
    ends = text[:1] + text[-1:]
    if len(text) > _LONGEST or not (ends.isascii() and ends.isalnum()):
        return len(text) <= _LONGEST
    return ends.lower() in words().ends


PLACES = frozenset({"street", "address", "house_number", "box", "postal_code", "locality", "commune"})
"""The fields that say where a structure is."""
EXACT, BARE, SHORT, AMONG = 4, 3, 2, 1
"""How sure: the title itself, without filler words, abbreviated or in a group, among other words or nearly so spelt."""
_ABBREVIATION = 3
_SHORT_WORDS = {
    "n": "numero", "no": "numero", "nr": "numero", "num": "numero", "nmb": "numero", "nbr": "numero", "cod": "code", "addr": "adresse",
}  # fmt: skip
_LONGEST_TITLE = 200
_HUMP = re.compile(r"(?<=[a-zà-ÿ0-9])(?=[A-ZÀ-Ý])|(?<=[A-ZÀ-Ý])(?=[A-ZÀ-Ý][a-zà-ÿ])")
_QUESTION_CODE = re.compile(r"^\s*\[?[A-Za-z]{0,2}\d{1,3}(?:[A-Za-z]{1,2}\d{1,3})?\]?\s*[.):\]]\s*(?=\D)")
_PATH = re.compile(r"(?:[a-z0-9_]+/)+[a-z0-9_]+")
"""How KoboToolbox names a question in its groups: `identification/nom_structure`."""
_TYPED_WRONG, _LONG_ENOUGH = 0.9, 6


@dataclass(frozen=True)
class Guess:
    """The fields a title may be (several where only the cells can tell) and how sure that is."""

    fields: tuple[str, ...] = ()
    sure: int = 0


@lru_cache(maxsize=1 << 14)
def guess(title: str, *, ties: bool = False) -> Guess:
    """What a title says; nothing where its words are unknown.

    «StreetFR», «addr:street», «txtRue», «Q3. Rue» and «Rue (FR)» are tried as they stand first.
    """
    best = Guess()
    if title.strip().casefold() in words().of_tools:
        return best
    for folded in spellings_of(title[:_LONGEST_TITLE]):
        said = _guess(folded, ties=ties)
        if said.sure > best.sure:
            best = said
        if best.sure >= BARE:  # «num_voie» says what it says: «voie» alone is another matter
            break
    if best.sure < SHORT and not ties:
        best = max(best, _in_two_languages(title), _of_a_site(title), key=lambda one: one.sure)
    return best


def _in_two_languages(title: str) -> Guess:
    """«N° / Nr», «Rue | Straat»: what all of its parts may be; nothing for «Rue / N°»."""
    parts = [part for part in re.split(r"[/|\n]", title[:_LONGEST_TITLE]) if fold(part)]
    if not 1 < len(parts) <= len(words().languages):
        return Guess()
    each = [guess(part) for part in parts]
    common = tuple(field for field in each[0].fields if all(field in one.fields for one in each))
    return Guess(common, SHORT) if common and all(one.sure >= SHORT for one in each) else Guess()


def _of_a_site(title: str) -> Guess:
    """«CP activité», «Adresse du siège d'exploitation»: a place where people go, said behind the word that counts."""
    folded = fold(title[:_LONGEST_TITLE])
    for ending in words().site_endings:
        said = (
            _known(folded.removesuffix(f" {ending}"), ties=False)
            if folded.endswith(f" {ending}")
            else Guess()
        )
        if said.fields and PLACES.issuperset(said.fields):
            return Guess(said.fields, SHORT)
    return Guess()


def in_language(title: str) -> str:
    """The language a title names at its end, «fr» of «Rue (FR)» and `StreetFR`; empty where it names none."""
    *before, last = fold(_HUMP.sub(" ", title[:_LONGEST_TITLE])).split() or [""]
    return words().languages.get(last, "") if before else ""


def rank_of_address(title: str) -> int:
    """0 where people go («adresse physique»), 1 where nothing says it, 2 where letters go («adresse postale»)."""
    said = set(fold(title[:_LONGEST_TITLE]).split())
    vocabulary = words()
    return 0 if said & vocabulary.visited else 2 if said & vocabulary.written_to else 1


def speaks_of_another(folded: str) -> bool:
    """Whether a folded title speaks of a person, of another body, or is a measure: «nom du directeur», «année d'ouverture»."""
    padded = f" {folded} "
    return any(f" {word} " in padded for word in words().apart)


def spellings_of(title: str) -> Iterator[str]:
    """The title folded, then as humps, codes of questions, languages, types and endings hide it."""
    plain = fold(title)
    yield from (plain, _without_count(plain))
    text = fold(_HUMP.sub(" ", _QUESTION_CODE.sub("", title, count=1)))
    if text != plain:
        yield _without_count(text)
    vocabulary = words()
    first, _, rest = text.partition(" ")
    before, _, last = text.rpartition(" ")
    if before and last in vocabulary.languages:
        yield _without_count(before)
    if rest and first in vocabulary.prefixes and " " not in title.strip():
        yield _without_count(rest)
    if "_" in title and _PATH.fullmatch(title):
        yield _without_count(fold(title.rpartition("/")[2]))
    for ending in vocabulary.endings:
        if text.endswith(f" {ending}"):
            yield _without_count(text.removesuffix(f" {ending}"))


def _guess(folded: str, *, ties: bool) -> Guess:
    known = _known(folded, ties=ties)
    if known.fields:
        return known
    bare = _bare(folded)
    alike = _by_beginning(ties=ties).get((bare.count(" "), bare[:1]), ())
    short = {field for way, field in alike if _abbreviates(bare, way)}
    if short:
        return Guess(tuple(sorted(short)), SHORT)
    if ties:
        return Guess()
    if grouped := _in_group(folded):
        return Guess(grouped, SHORT)
    if folded.rpartition(" ")[2] in words().about_another:
        return Guess()  # `parent_organization_id` is no organisation
    among = _among(folded) or _nearly(folded)
    return Guess(among, AMONG) if among else Guess()


def _known(folded: str, *, ties: bool) -> Guess:
    """What words say that are a title as they stand, or without those that say nothing."""
    vocabulary = words()
    title_of = vocabulary.tie_title_of if ties else vocabulary.title_of
    if not ties and folded in vocabulary.unclear:
        return Guess(vocabulary.unclear[folded], EXACT)
    if folded in title_of:
        return Guess((title_of[folded],), EXACT)
    bare = _bare(folded)
    if not ties and bare in _unclear_by_bare():
        return Guess(_unclear_by_bare()[bare], BARE)
    field = _by_bare(ties=ties).get(bare) if bare else None
    return Guess((field,), BARE) if field else Guess()


@lru_cache(maxsize=2)
def _by_bare(*, ties: bool) -> Mapping[str, str]:
    known = words().tie_title_of if ties else words().title_of
    field_by_bare: dict[str, str] = {}
    for way, field in known.items():
        if bare := _bare(way):
            field_by_bare.setdefault(bare, field)
    return field_by_bare


@lru_cache(maxsize=2)
def _by_beginning(*, ties: bool) -> Mapping[tuple[int, str], list[tuple[str, str]]]:
    """The titles known and their fields, by the number of spaces and the first letter: few can be abbreviated so."""
    grouped: dict[tuple[int, str], list[tuple[str, str]]] = {}
    for way, field in _by_bare(ties=ties).items():
        grouped.setdefault((way.count(" "), way[:1]), []).append((way, field))
    return grouped


@cache
def _unclear_by_bare() -> Mapping[str, tuple[str, ...]]:
    return {bare: fields for way, fields in words().unclear.items() if (bare := _bare(way))}


def _without_count(folded: str) -> str:
    """«telephone 2» speaks of what «telephone» does."""
    stem, _, last = folded.rpartition(" ")
    return stem if stem and last.isdigit() and len(last) == 1 else folded


def _bare(folded: str) -> str:
    """The words that say something, in the singular."""
    kept = [_SHORT_WORDS.get(word, word) for word in folded.split() if word not in words().filler]
    return " ".join(map(_singular, kept))


def _singular(word: str) -> str:
    """«postaux» as «postal», «adresses» as «adresse»: one spelling for both, not always a French one."""
    if word.endswith("eaux"):
        return word[:-1]
    if len(word) > _ABBREVIATION and word.endswith("aux"):
        return f"{word[:-3]}al"
    return word[:-1] if len(word) > _ABBREVIATION and word.endswith("s") else word


def _abbreviates(bare: str, way: str) -> bool:
    """«code post» for «code postal»: as many words, each the beginning of the other's."""
    short, long = bare.split(), way.split()
    if len(short) != len(long) or short == long:
        return False
    return all(
        s == w or (len(s) >= _ABBREVIATION and w.startswith(s)) for s, w in zip(short, long, strict=True)
    )


def _in_group(folded: str) -> tuple[str, ...]:
    """The field of «adresse cp» or «contact phone»: a word of a group, then the title of one of its fields."""
    for group, fields in _longest_groups():
        if not folded.startswith(f"{group} "):
            continue
        rest = folded.removeprefix(f"{group} ")
        count, _, after = rest.partition(" ")
        for words_left in (rest, after if count.isdigit() else "", _without_count(rest)):
            meant = tuple(field for field in _known(words_left, ties=False).fields if field in fields)
            if meant:
                return meant
    return ()


@cache
def _longest_groups() -> tuple[tuple[str, frozenset[str]], ...]:
    return tuple(sorted(words().groups.items(), key=lambda each: (-len(each[0]), each[0])))


def _among(folded: str) -> tuple[str, ...]:
    """Fields whose titles stand, whole, among the words; a longer title hides those inside it.

    1. A title that speaks of another body, or of a measure, is nobody's.
    2. What all of them may be is meant: «contact» and «e-mail» are an e-mail.
    3. Else a title at the start counts before those that follow: «nom de la commune d'origine» is a name.
    """
    if speaks_of_another(folded):  # RULE 1
        return ()
    padded = f" {folded} "
    kept: list[str] = []
    inside = [way for way in _ways() if way in folded]
    for way in sorted(inside, key=lambda way: (-len(way), way)):
        if f" {way} " in padded and not any(f" {way} " in f" {longer} " for longer in kept):
            kept.append(way)
    common = set.intersection(*(set(_ways()[way]) for way in kept)) if kept else set()
    if common:  # RULE 2
        return tuple(sorted(common))
    first = [way for way in kept if padded.startswith(f" {way} ")] or kept  # RULE 3
    return tuple(sorted({field for way in first for field in _ways()[way]}))


@lru_cache(maxsize=1)
def _ways() -> Mapping[str, tuple[str, ...]]:
    """Every title of some length and the fields it may be."""
    vocabulary = words()
    single = {way: (field,) for way, field in vocabulary.title_of.items()}
    return {
        way: fields for way, fields in {**single, **vocabulary.unclear}.items() if len(way) >= _ABBREVIATION
    }


def _nearly(folded: str) -> tuple[str, ...]:
    """The fields of a title typed with one slip: «Telephonne», «Localitée»; never the name, which is asked for."""
    if len(folded) < _LONG_ENOUGH or speaks_of_another(folded):
        return ()
    from rapidfuzz import fuzz

    # No two texts are more alike to difflib than to rapidfuzz, which tells in no time that most are not.
    like = [way for way in _ways() if fuzz.ratio(folded, way, score_cutoff=_TYPED_WRONG * 100 - 1)]
    near = difflib.get_close_matches(folded, like, n=1, cutoff=_TYPED_WRONG)
    return _ways()[near[0]] if near and "name" not in _ways()[near[0]] else ()


def nearest(titles: tuple[str, ...], field: str) -> str:
    """The title that is spelt most like one of `field`; empty where none is."""
    ways = [fold(field), *words().titles.get(field, ())]
    scored = [
        (max(difflib.SequenceMatcher(None, fold(title[:60]), way).ratio() for way in ways), title)
        for title in titles
    ]
    best = max(scored, default=(0.0, ""), key=lambda each: each[0])
    return best[1] if best[0] >= 0.7 else ""  # noqa: PLR2004 - two letters in seven may differ
