"""Words that lists write and that the pack does not know: asked once for the folder, kept in `data/words.toml`.

What was kept of a cell, because nobody understood it, stands in `extra` under the title of its column. It is
read again each time the register is made: a word that a person explained counts at once in every record that
holds it, and no more once the decision is undone. A list with a word that nobody understood is open: what it
does not name is unknown.
"""

from __future__ import annotations

import tomllib
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import listing, tr
from wtc_eco.model import RECORDS, parsed
from wtc_eco.registry import is_correction, is_request
from wtc_eco.sources.column_map import quoted_toml
from wtc_eco.sources.values import ReadValue
from wtc_eco.sources.values.terms import read_kind, read_terms, unread_words
from wtc_eco.sources.vocabulary import words as source_words
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.sources import ColumnMap
    from wtc_eco.territory import Territory, Vocabulary

FILE = "words.toml"
_HEAD = """# Words of lists that the pack does not know, and what they mean here: ids of the pack, none where they mean
# none of its options. “wtc-eco review” asks and writes; a line may be edited or deleted.
"""

Meanings = Mapping[tuple[str, str], tuple[str, ...]]
"""The ids that a word means, by the name of its vocabulary and the word as it was written; () for none of them."""
FieldOf = Callable[[Mapping[str, Any], str], str]
"""The field that a title of a record's list is; empty where it is none."""

VOCABULARY_OF: Mapping[str, str] = {
    "kind": "kinds",
    **{column.name: column.vocabulary for column in RECORDS if column.type == "terms"},
}
"""The vocabulary of each column that holds its ids."""


@dataclass(frozen=True)
class UnreadWord:
    """A word that nobody understood: the vocabulary it belongs to, as most write it, and the records that hold it."""

    vocabulary: str
    text: str
    records: tuple[int, ...]


@dataclass(frozen=True)
class Reread:
    """The records with what is understood now of the words kept, and what is still not.

    `open_lists` are the columns of each record, by number, that hold a word nobody understood.
    """

    records: pd.DataFrame
    open_lists: Mapping[int, frozenset[str]] = field(default_factory=dict)
    unread: tuple[UnreadWord, ...] = ()


def read_words(folder: Path) -> Meanings:
    """What words mean in this folder; raises `RefusedError` where the file cannot be read."""
    path = folder / "data" / FILE
    if not path.is_file():
        return {}
    try:
        tables = parsed(tomllib.loads, path.read_text(encoding="utf-8-sig")).get("word", [])
        return {
            (str(table["list"]), str(table["words"])): tuple(map(str, table["means"]))
            for table in tables
            if fold(str(table["words"]))
        }
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise RefusedError(
            tr("{file} cannot be read: {reason}.", file=f"data/{FILE}", reason=error),
            hint=tr("Put the line right, or delete the file: the words will be asked again."),
        ) from error


def to_toml(meanings: Meanings) -> bytes | None:
    """The file of these meanings, in alphabetical order; None where there are none."""
    if not meanings:
        return None
    lines = [
        f"\n[[word]]\nlist = {quoted_toml(name)}\nwords = {quoted_toml(words)}\n"
        f"means = [{', '.join(map(quoted_toml, ids))}]\n"
        for (name, words), ids in sorted(
            meanings.items(), key=lambda each: (each[0][0], fold(each[0][1]), each)
        )
    ]
    return (_HEAD + "".join(lines)).encode()


def with_word(meanings: Meanings, name: str, words: str, ids: tuple[str, ...] | None) -> Meanings:
    """The meanings with this word of a vocabulary explained anew, however it was written before; None forgets it."""
    kept = {key: before for key, before in meanings.items() if (key[0], fold(key[1])) != (name, fold(words))}
    return kept if ids is None else {**kept, (name, words): ids}


def joined_meanings(ours: Meanings, theirs: Meanings) -> tuple[Meanings, tuple[Problem, ...]]:
    """Ours with the words that only another folder explained; where both did and differ, ours stays and it is said."""
    here = {(name, fold(words)): ids for (name, words), ids in ours.items()}
    together = dict(ours)
    problems = []
    for (name, words), ids in sorted(theirs.items()):
        known = here.get((name, fold(words)))
        if known is None:
            together[name, words] = ids
        elif set(known) != set(ids):
            message = tr(
                "“{words}” means {here} here and {there} there; ours stays.",
                words=words,
                here=listing(known) if known else tr("none of the options"),
                there=listing(ids) if ids else tr("none of the options"),
            )
            problems.append(Problem("words_differ", "warning", message, file=FILE))
    return together, tuple(problems)


def taught(territory: Territory, meanings: Meanings) -> Territory:
    """The territory whose vocabularies know these words too."""
    by_name: dict[str, dict[str, tuple[str, ...]]] = defaultdict(dict)
    for (name, words), ids in meanings.items():
        by_name[name][words] = ids
    return territory.taught(by_name) if by_name else territory


def field_finder(territory: Territory, map_of: Callable[[str], ColumnMap | None]) -> FieldOf:
    """Which field a title of a record is.

    By the survey's questions, by the map remembered for the list (`map_of` its source), by the
    pack's maps of lists, else by the words that titles are made of.
    """
    asked = territory.questionnaire.questions if territory.questionnaire else {}
    shipped = {fold(title): to for known in territory.lists for title, to in known["columns"].items()}

    @cache
    def remembered(source: str) -> dict[str, str] | None:
        known = map_of(source)
        return None if known is None else {fold(title): to for title, to in known.columns.items()}

    def field_of(record: Mapping[str, Any], title: str) -> str:
        if record["answered_on"] and title in asked:
            return asked[title].fills
        own = remembered(str(record["source"] or ""))
        folded = fold(title)
        if own is not None:
            return own.get(folded, "")
        return shipped.get(folded) or source_words().title_of.get(folded, "")

    return field_of


def reread(records: pd.DataFrame, territory: Territory, field_of: FieldOf) -> Reread:
    """The records with the words kept of their cells read again, by what the pack and a person know now."""
    memory: dict[tuple[str, str], tuple[ReadValue, tuple[str, ...]]] = {}
    spellings: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    holders: dict[tuple[str, str], list[int]] = defaultdict(list)
    open_lists: dict[int, set[str]] = defaultdict(set)
    changes: list[tuple[int, str, Any]] = []
    for place, record, to, title, text in _kept_cells(records, field_of):
        if (to, text) not in memory:
            vocabulary = territory.vocabulary(VOCABULARY_OF[to])
            memory[to, text] = (_read(text, to, vocabulary), _unread(text, to, vocabulary))
        reading, unread = memory[to, text]
        changes += [(place, name, value) for name, value in _grown(record, reading)]
        number = int(record["record"])
        for words in unread:
            key = (VOCABULARY_OF[to], fold(words))
            spellings[key][words] += 1
            if number not in holders[key]:
                holders[key].append(number)
        if unread and not (record["answered_on"] and title in _codes(territory)):
            open_lists[number].add(to)
    records = _changed(records, changes)
    words_left = [
        UnreadWord(name, min(ways, key=lambda way: (-ways[way], way)), tuple(sorted(holders[name, folded])))
        for (name, folded), ways in spellings.items()
    ]
    return Reread(
        records,
        {number: frozenset(columns) for number, columns in open_lists.items()},
        tuple(sorted(words_left, key=lambda word: (-len(word.records), word.vocabulary, fold(word.text)))),
    )


def _changed(records: pd.DataFrame, changes: Sequence[tuple[int, str, Any]]) -> pd.DataFrame:
    """The records with these values added at these places; the same table where there are none."""
    import pandas as pd

    columns: dict[str, list[Any]] = {}
    for place, name, value in changes:
        cells = columns.setdefault(name, records[name].tolist())
        before = cells[place] if isinstance(value, tuple) and cells[place] is not None else ()
        cells[place] = tuple(dict.fromkeys((*before, *value))) if isinstance(value, tuple) else value
    series = {name: pd.Series(cells, index=records.index, dtype=object) for name, cells in columns.items()}
    return records.assign(**series) if series else records


def _codes(territory: Territory) -> Mapping[str, Any]:
    return territory.questionnaire.questions if territory.questionnaire else {}


def _kept_cells(
    records: pd.DataFrame, field_of: FieldOf
) -> Iterator[tuple[int, Mapping[str, Any], str, str, str]]:
    """Place, record, field, title and text of what was kept of a cell that names options."""
    places = [place for place, extra in enumerate(records["extra"].tolist()) if isinstance(extra, dict)]
    for place, row in zip(places, records.iloc[places].to_dict("records"), strict=True):
        record = {str(name): value for name, value in row.items()}
        if is_correction(record) or is_request(record):
            continue
        for title, text in record["extra"].items():
            to = field_of(record, title) if isinstance(text, str) else ""
            if to in VOCABULARY_OF:
                yield place, record, to, title, text


def _read(text: str, to: str, vocabulary: Vocabulary) -> ReadValue:
    return read_kind(text, vocabulary) if to == "kind" else read_terms(text, to, vocabulary)


def _unread(text: str, to: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    if to != "kind":
        return unread_words(text, vocabulary)
    return (text,) if read_kind(text, vocabulary).faults else ()


def _grown(record: Mapping[str, Any], reading: ReadValue) -> Iterator[tuple[str, Any]]:
    """The columns of a record that say more with this reading."""
    for name, value in dict(reading.values).items():
        before = record[name]
        if before is None or (isinstance(value, tuple) and not set(value) <= set(before)):
            yield name, value


def unread_of(
    rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str], territory: Territory
) -> tuple[tuple[str, int], ...]:
    """The words of the rows of a list that nobody understood, and how many rows hold each; the most frequent first."""
    fields = {fold(title): to for title, to in columns.items()}
    counted: Counter[str] = Counter()
    written: dict[str, str] = {}
    for row in rows:
        words: set[str] = set()
        for title, text in row.get("extra", {}).items():
            to = fields.get(fold(title), "")
            if to in VOCABULARY_OF and isinstance(text, str):
                words |= set(_unread(text, to, territory.vocabulary(VOCABULARY_OF[to])))
        written |= {fold(one): min(one, written.get(fold(one), one)) for one in words}
        counted.update(set(map(fold, words)))
    return tuple(
        (written[one], n) for one, n in sorted(counted.items(), key=lambda each: (-each[1], each[0]))
    )


def options_of(cell: str, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """The ids that a person wrote as the meaning of a word; None where nobody can tell."""
    read = read_terms(cell, vocabulary.name, vocabulary)
    ids = dict(read.values).get(vocabulary.name)
    return None if read.rest else ids or None
