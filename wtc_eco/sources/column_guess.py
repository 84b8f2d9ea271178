"""A column map proposed from the titles of a list, and what a person should decide about it.

Which field a column's title speaks of: word for word, abbreviated, or among other words.

Which of the fields that a title may be its cells could be.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import listing, tr
from wtc_eco.sources.column_map import FIELDS, IGNORED, ColumnMap
from wtc_eco.sources.crosses import FACETS, day_columns, holds_crosses, options_by_title
from wtc_eco.sources.header import filled_cells
from wtc_eco.sources.table import Table
from wtc_eco.sources.text_repair import quoted
from wtc_eco.sources.values.contact import as_website, valid_addresses, valid_phones
from wtc_eco.sources.values.coordinates import Bounds, read_both
from wtc_eco.sources.values.place import splittable
from wtc_eco.sources.values.terms import read_terms
from wtc_eco.sources.vocabulary import words
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold

EXACT, BARE, SHORT, AMONG = 4, 3, 2, 1
"""How sure: the title itself, without filler words, abbreviated, among other words."""
_ABBREVIATION = 3
_SHORT_WORDS = {"n": "numero", "no": "numero", "nr": "numero", "num": "numero", "cod": "code"}
_LONGEST_TITLE = 200


@dataclass(frozen=True)
class Guess:
    """The fields a title may be (several where only the cells can tell) and how sure that is."""

    fields: tuple[str, ...] = ()
    sure: int = 0


def guess_of(table: Table, title: str, *, ties: bool = False) -> Guess:
    """What a title of this table says; of titles on two rows, the lower one where both say nothing for sure."""
    whole_title = guess(title, ties=ties)
    lower = table.lower_titles.get(title)
    if lower is None or whole_title.sure >= SHORT:
        return whole_title
    alone = guess(lower, ties=ties)
    return Guess(alone.fields, SHORT) if alone.sure >= SHORT else whole_title


@lru_cache(maxsize=4_096)
def guess(title: str, *, ties: bool = False) -> Guess:
    """What a title says; nothing where its words are unknown."""
    vocabulary = words()
    folded = _without_count(fold(title[:_LONGEST_TITLE]))
    known = vocabulary.tie_title_of if ties else vocabulary.title_of
    if not ties and folded in vocabulary.unclear:
        return Guess(vocabulary.unclear[folded], EXACT)
    if folded in known:
        return Guess((known[folded],), EXACT)
    bare = _bare(folded)
    if not ties and bare in vocabulary.unclear:
        return Guess(vocabulary.unclear[bare], BARE)
    by_bare = _by_bare(ties=ties)
    if bare and bare in by_bare:
        return Guess((by_bare[bare],), BARE)
    short = {field for way, field in by_bare.items() if _abbreviates(bare, way)}
    if short:
        return Guess(tuple(sorted(short)), SHORT)
    return Guess() if ties else Guess(_among(folded), AMONG)


def nearest(titles: tuple[str, ...], field: str) -> str:
    """The title that is spelt most like one of `field`; empty where none is."""
    ways = [fold(field), *words().titles.get(field, ())]
    scored = [
        (max(difflib.SequenceMatcher(None, fold(title[:60]), way).ratio() for way in ways), title)
        for title in titles
    ]
    best = max(scored, default=(0.0, ""), key=lambda each: each[0])
    return best[1] if best[0] >= 0.7 else ""  # noqa: PLR2004 - two letters in seven may differ


@lru_cache(maxsize=2)
def _by_bare(*, ties: bool) -> Mapping[str, str]:
    known = words().tie_title_of if ties else words().title_of
    field_by_bare: dict[str, str] = {}
    for way, field in known.items():
        if bare := _bare(way):
            field_by_bare.setdefault(bare, field)
    return field_by_bare


def _without_count(folded: str) -> str:
    """«telephone 2» speaks of what «telephone» does."""
    stem, _, last = folded.rpartition(" ")
    return stem if stem and last.isdigit() and len(last) == 1 else folded


def _bare(folded: str) -> str:
    kept = [_SHORT_WORDS.get(word, word) for word in folded.split() if word not in words().filler]
    return " ".join(kept)


def _abbreviates(bare: str, way: str) -> bool:
    """«code post» for «code postal»: as many words, each the beginning of the other's."""
    short, long = bare.split(), way.split()
    if len(short) != len(long) or short == long:
        return False
    return all(
        s == w or (len(s) >= _ABBREVIATION and w.startswith(s)) for s, w in zip(short, long, strict=True)
    )


def _among(folded: str) -> tuple[str, ...]:
    """Fields whose titles stand, whole, among the words; a longer title hides those inside it.

    A title at the start counts before those that follow: «nom de la commune d'origine» is a name.
    """
    padded = f" {folded} "
    kept: list[str] = []
    for way in sorted(_ways(), key=lambda way: (-len(way), way)):
        if f" {way} " in padded and not any(f" {way} " in f" {longer} " for longer in kept):
            kept.append(way)
    first = [way for way in kept if padded.startswith(f" {way} ")] or kept
    return tuple(sorted({field for way in first for field in _ways()[way]}))


@lru_cache(maxsize=1)
def _ways() -> Mapping[str, tuple[str, ...]]:
    """Every title of some length and the fields it may be."""
    vocabulary = words()
    single = {way: (field,) for way, field in vocabulary.title_of.items()}
    return {
        way: fields for way, fields in {**single, **vocabulary.unclear}.items() if len(way) >= _ABBREVIATION
    }


def settled(table: Table, title: str, guessed: Guess, territory: Territory) -> tuple[str, ...]:
    """The fields a title may be once its cells were looked at."""
    at = table.header.index(title)
    cells = filled_cells(table.rows[:_SAMPLE], at)
    if (
        guessed.sure == AMONG
        and cells
        and not any(_knows(field, cells, territory) for field in guessed.fields)
    ):
        return ()
    if len(guessed.fields) < 2:  # noqa: PLR2004 - nothing to choose
        return guessed.fields
    after_street = at > 0 and "street" in guess(table.header[at - 1]).fields
    fitting = tuple(
        field for field in guessed.fields if _fits(field, cells, territory, after_street=after_street)
    )
    return fitting if len(fitting) == 1 else (guessed.fields if cells else ())


def _knows(field: str, cells: Sequence[str], territory: Territory) -> bool:
    """Whether one of the cells is a word of the vocabulary of `field`, where it has one."""
    name = next((column.vocabulary for column in model.RECORDS if column.name == field), "")
    return not name or any(read_terms(cell, field, territory.vocabulary(name)).values for cell in cells)


def _fits(field: str, cells: Sequence[str], territory: Territory, *, after_street: bool) -> bool:
    """Whether most of the cells could be under `field`; a number after a street is the house's."""
    if field in ("house_number", "source_id") and after_street != (field == "house_number"):
        return False
    if field == "address":
        return splittable(cells, territory)
    if field == "street":
        return bool(cells) and not splittable(cells, territory)
    return sum(1 for cell in cells if _could_be(field, cell, territory)) * 2 > len(cells)


def _could_be(field: str, cell: str, territory: Territory) -> bool:
    match field:
        case "email":
            return bool(valid_addresses(cell))
        case "phone":
            return bool(valid_phones(cell, "BE"))
        case "website":
            return as_website(cell) is not None
        case "coordinates":
            return bool(read_both(cell, Bounds.of(territory)).values)
        case "postal_code":
            return cell in territory.gazetteer.by_postal_code
        case "house_number":
            return any(sign.isdigit() for sign in cell) and len(cell) < 6  # noqa: PLR2004 - 12bis
        case "source_id":
            return len(cell) < 40 and " " not in cell and cell not in territory.gazetteer.by_postal_code  # noqa: PLR2004 - a key, not a sentence
        case "locality":
            return territory.place(locality=cell).standing != "unknown"
        case _:
            return True


_SEVERAL = {column.name for column in model.RECORDS if column.type in ("texts", "terms")} | {
    "website",  # the first counts, the others are kept as found
    "source_id",
    IGNORED,
}
_SAMPLE = 100


@dataclass(frozen=True)
class Proposal:
    """A map to confirm, and the doubts: with any of them, a person should confirm it."""

    map: ColumnMap
    doubts: tuple[Problem, ...]


def propose(table: Table, territory: Territory, *, columns: Mapping[str, str] | None = None) -> Proposal:
    """The map that the titles of `table` suggest, in French or in English.

    `columns` is what a person decided: a field to its title. Titles nobody knows are left out of the
    map: they are kept as found. Raises `RefusedError` where no column is the name, or where the
    file has no row of titles, and `UsageError` where `columns` names what does not exist.
    """
    chosen = _chosen(table, columns or {})
    guesses = {title: guess_of(table, title) for _, title in table.columns() if title not in chosen}
    completed = _completed(table, guesses, territory)
    guesses = {title: guessed for title, guessed in guesses.items() if title not in completed}
    meanings = {title: settled(table, title, guessed, territory) for title, guessed in guesses.items()}
    fields, doubts = _claims(table, guesses, meanings, set(chosen.values()))
    fields |= {title: field for title, field in completed.items() if field} | chosen
    _refuse_without_titles(
        table, [guessed.sure for title, guessed in guesses.items() if title in fields], chosen
    )
    _refuse_without_name(table, fields)
    doubts += [
        _may_be(table, title, names)
        for title, names in meanings.items()
        if len(names) > 1 and title not in fields
    ]
    ordered = {title: fields[title] for title in table.header if title in fields}
    keys = tuple(title for title, field in ordered.items() if field == "source_id")
    mapped = {title: field for title, field in ordered.items() if field != "source_id"}
    name = fold(table.file.rpartition(".")[0] or table.file).replace(" ", "_") or "list"
    return Proposal(ColumnMap(name, mapped, source_id=keys), tuple(doubts))


def _completed(table: Table, guesses: Mapping[str, Guess], territory: Territory) -> dict[str, str]:
    """Title to field where the cells complete the title: crosses under an option, hours under a day.

    Crosses under no option of their facet («themes/autre») are of no field: a no there is no «none at all».
    """
    crosses = {title: one.field for title, one in options_by_title(table, territory).items()}
    fields = {**dict.fromkeys(day_columns(table), "hours"), **crosses}
    unnamed = {
        title: ""
        for title, guessed in guesses.items()
        if guessed.sure == AMONG and set(guessed.fields) & set(FACETS) and holds_crosses(table, title)
    }
    return {
        title: field
        for title, field in {**unnamed, **fields}.items()
        if title in guesses and guesses[title].sure < SHORT
    }


def _chosen(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """A person's choices as title to field."""
    by_fold = {fold(title): title for title in reversed(table.header)}
    chosen_fields = {}
    for field, title in columns.items():
        if field not in (*FIELDS, IGNORED):
            raise UsageError(tr("There is no field {fields}.", fields=field), hint=listing(FIELDS))
        matching_title = title if title in table.header else by_fold.get(fold(title))
        if matching_title is None:
            raise UsageError(
                tr("{file} has no column “{title}”.", file=table.file, title=title),
                hint=tr("Its columns: {titles}.", titles=", ".join(table.header[:40])),
            )
        chosen_fields[matching_title] = field
    return chosen_fields


def _claims(
    table: Table, guesses: Mapping[str, Guess], meanings: Mapping[str, tuple[str, ...]], taken: set[str]
) -> tuple[dict[str, str], list[Problem]]:
    """Title to field, the surest title winning; a doubt where two are equally sure."""
    claims: dict[str, list[str]] = {}
    for title, names in meanings.items():
        if len(names) == 1 and names[0] not in taken:
            claims.setdefault(names[0], []).append(title)
    fields: dict[str, str] = {}
    doubts: list[Problem] = []
    for field, titles in claims.items():
        # Words around an exact title («nom du directeur» beside «nom») are another matter.
        best = max(guesses[title].sure for title in titles)
        sure = [title for title in titles if guesses[title].sure == best]
        rivals = sure if best == EXACT else titles
        if field in _SEVERAL:
            fields |= dict.fromkeys((t for t in titles if guesses[t].sure > AMONG or best == AMONG), field)
            continue
        fields[sure[0]] = field
        if len(rivals) > 1:
            doubts.append(_both_claim(table, field, sure[0], rivals))
    return fields, doubts


def _refuse_without_titles(table: Table, sure: Sequence[int], chosen: Mapping[str, str]) -> None:
    """Refuse where the first row is one of values: many figures, and no title for certain."""
    values = [title for title in table.header if _is_value(title)]
    if chosen or any(each > AMONG for each in sure) or not values or len(values) * 3 < len(table.header):
        return
    raise RefusedError(
        tr(
            "{file} seems to have no row of titles: row {row} holds values.",
            file=table.file,
            row=table.header_row,
        ),
        hint=_expected(),
        code="no_header",
        problems=(
            Problem(
                "no_header", "refusal", tr("No row of titles."), _expected(), table.file, row=table.header_row
            ),
        ),
    )


def _is_value(title: str) -> bool:
    digits = sum(sign.isdigit() for sign in title)
    return digits * 2 > len(title) or bool(valid_addresses(title)) or digits >= 4 or "://" in title  # noqa: PLR2004 - a code


def _refuse_without_name(table: Table, fields: Mapping[str, str]) -> None:
    if "name" in fields.values():
        return
    free = tuple(title for _, title in table.columns() if title not in fields)
    likely = nearest(free, "name") or _most_like_names(table, free)
    hint = tr('Is it “{title}”? Then add --columns "name={title}".', title=likely) if likely else _expected()
    raise RefusedError(
        tr("{file}: no column is the name of the structure.", file=table.file),
        hint=hint,
        code="no_name_column",
        problems=(
            Problem(
                "no_name_column",
                "refusal",
                tr("No column is the name."),
                hint,
                table.file,
                row=table.header_row,
            ),
        ),
    )


def _most_like_names(table: Table, titles: Sequence[str]) -> str:
    """The column with the most different texts that are not figures."""

    def worth(title: str) -> int:
        cells = filled_cells(table.rows[:_SAMPLE], table.header.index(title))
        return len({cell for cell in cells if sum(sign.isalpha() for sign in cell) * 2 > len(cell)})

    return max(titles, key=worth, default="") if any(worth(title) for title in titles) else ""


def _expected() -> str:
    return tr(
        "Put titles in the first row, for instance: {titles}; or add --columns name=TITLE,street=TITLE …",
        titles="nom, type, rue, code postal, localité, téléphone, e-mail, site web",
    )


def _both_claim(table: Table, field: str, taken: str, titles: Sequence[str]) -> Problem:
    fault = Problem(
        "two_columns_one_field",
        "warning",
        tr(
            "{titles} may each be “{field}”; “{taken}” was taken.",
            titles=quoted(titles),
            field=field,
            taken=taken,
        ),
        tr("To choose, add --columns {field}=TITLE.", field=field),
    )
    return table.problem(fault, row=table.header_row, column=taken, value=taken)


def _may_be(table: Table, title: str, fields: Sequence[str]) -> Problem:
    fault = Problem(
        "unclear_column",
        "warning",
        tr("“{title}” may be {fields}; it is kept as found.", title=title, fields=listing(fields)),
        tr("To choose, add --columns {field}=TITLE.", field=fields[0]),
    )
    return table.problem(fault, row=table.header_row, column=title, value=title)
