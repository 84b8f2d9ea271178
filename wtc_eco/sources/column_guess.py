"""A column map proposed from the titles of a list and from its cells, and what a person should decide about it.

Which column numbers the houses, and which names the rows: a key is never taken for one in silence.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import listing, tr
from wtc_eco.sources.column_cells import (
    NEARLY_ALL,
    SAMPLE,
    ColumnGuess,
    Reading,
    Why,
    are_houses,
    nearly_all,
    settled,
    sort_of,
    telling_cells,
    without_numbers,
)
from wtc_eco.sources.column_map import FIELDS, IGNORED, PERSON_FIELDS, ColumnMap
from wtc_eco.sources.crosses import FACETS, day_columns, holds_crosses, only_ticks, options_by_title
from wtc_eco.sources.header import filled_cells
from wtc_eco.sources.persons import person_columns, with_people
from wtc_eco.sources.table import Table
from wtc_eco.sources.text_repair import columns_option, quoted
from wtc_eco.sources.values.contact import valid_addresses
from wtc_eco.sources.values.place import splittable
from wtc_eco.sources.vocabulary import (
    AMONG,
    BARE,
    EXACT,
    PLACES,
    SHORT,
    Guess,
    guess,
    in_language,
    nearest,
    rank_of_address,
    speaks_of_another,
    words,
)
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import closest, fold


def guess_of(table: Table, title: str, *, ties: bool = False) -> Guess:
    """What a title of this table says; of titles on two rows, the lower one where both say nothing for sure."""
    whole_title = guess(title, ties=ties)
    lower = table.lower_titles.get(title)
    if lower is None or whole_title.sure >= SHORT:
        return whole_title
    return Guess(alone.fields, SHORT) if (alone := guess(lower, ties=ties)).sure >= SHORT else whole_title


_DOUBT: tuple[Why, ...] = (
    "kind_title",
    "maybe_key",
    "unclear",
    "left",
    "contradicted",
    "second_place",
    "cells",
    "several",
    "title",
)
"""The most doubtful first."""
_NUMBERS = {"house_number", "source_id"}
_STREETS = ("street", "address")
_COUNT = "0123456789 "
"""What counts titles of one name."""


def _as_numbers(table: Table, readings: Mapping[str, Reading], territory: Territory) -> dict[str, Reading]:
    """What the columns called «Numéro», «N°» or «Code» are: the house's number, another sort, or maybe the key.

    1. (Nearly) all cells of one sort (phones, postal codes …) are that.
    2. Numbers of houses beside a street without numbers, or further on, are the houses'; but not the numbers
       of the rows.
    3. Else nobody can tell: it may be the key of the list, and a key is never taken for one in silence.
    """
    streets = [
        table.header.index(title) for title, reading in readings.items() if reading.fields == ("street",)
    ]
    bare = [at for at in streets if without_numbers(filled_cells(table.rows, at, SAMPLE))]
    numbers = {}
    for title, reading in readings.items():
        if len(reading.fields) < 2 or not _NUMBERS & set(reading.fields):  # noqa: PLR2004 - nothing to choose
            continue
        cells, at = telling_cells(table, title), table.header.index(title)
        sorts = [
            field
            for field in (*reading.fields, "bce")
            if field not in _NUMBERS and nearly_all(field, cells, territory)
        ]
        if sorts:  # RULE 1
            numbers[title] = replace(
                reading, fields=(sorts[0],), guessed=ColumnGuess(title, sorts[0], "cells")
            )
        elif are_houses(cells, at, bare) and "house_number" in reading.fields:  # RULE 2
            numbers[title] = replace(
                reading, fields=("house_number",), guessed=ColumnGuess(title, "house_number", "cells")
            )
        else:  # RULE 3
            numbers[title] = Reading(
                (), 0, ColumnGuess(title, "", "maybe_key", "source_id") if cells else None
            )
    houses = [
        table.header.index(title) for title, each in numbers.items() if each.fields == ("house_number",)
    ]
    nearest_house = min(
        houses, key=lambda at: min((at < street, abs(at - street)) for street in bare), default=-1
    )
    for at in houses:
        if at != nearest_house:
            title = table.header[at]
            numbers[title] = Reading((), 0, ColumnGuess(title, "", "maybe_key", "source_id"))
    return numbers


_SEVERAL = {column.name for column in model.RECORDS if column.type in ("texts", "terms")} | {
    "website",  # the first counts, the others are kept as found
    "status",  # «Statut» beside «Actif»: two that disagree are a doubt
    "closed_on",
    IGNORED,
    *PERSON_FIELDS,
}


@dataclass(frozen=True)
class Proposal:
    """A map, the questions that a person must answer before it is used, and what was guessed, the most doubtful first.

    Of `doubts`, those of gravity `refusal` stop an import; the others are told.
    """

    map: ColumnMap
    doubts: tuple[Problem, ...]
    guesses: tuple[ColumnGuess, ...] = ()

    @property
    def questions(self) -> tuple[Problem, ...]:
        """The doubts without whose answer a list would be read wrong."""
        return tuple(doubt for doubt in self.doubts if doubt.gravity == "refusal")


def propose(
    table: Table, territory: Territory, *, columns: Mapping[str, str | Sequence[str]] | None = None
) -> Proposal:
    """The map that the titles and the cells of `table` suggest.

    `columns` is what a person decided: a field to its title, or its titles. Titles nobody knows are left out of
    the map: they are kept as found. Raises `RefusedError` where no column is the name, or where the
    file has no row of titles, and `UsageError` where `columns` names what does not exist.
    """
    chosen = _chosen(table, columns or {}, territory)
    people = person_columns(table, territory, chosen)
    guesses = {
        title: guess_of(table, title) for _, title in table.columns() if title not in {*chosen, *people}
    }
    completed = _completed(table, guesses, territory)
    guesses = {title: guessed for title, guessed in guesses.items() if title not in completed}
    readings = _readings(table, guesses, territory)
    fields, doubts, guessed = _claims(table, readings, set(chosen.values()), territory)
    fields |= {title: field for title, field in completed.items() if field} | people | chosen
    sure = [each.sure for title, each in guesses.items() if title in fields] + [EXACT] * len(people)
    _refuse_without_titles(table, sure, chosen)
    surely = {
        title: field for title, field in fields.items() if title not in readings or readings[title].sure
    }
    defaults: dict[str, str] = {}
    if "name" not in surely.values() and (titled := _named_by_kind(table, surely, territory)):
        title, kind = titled
        fields[title] = surely[title] = "name"
        readings.pop(title, None)
        guessed = [each for each in guessed if each.title != title]
        guessed.append(ColumnGuess(title, "name", "kind_title" if kind else "title"))
        defaults = {"kind": kind} if kind else {}
    _refuse_without_name(table, surely, territory)
    elsewhere = {"coordinates" if field == "lat" else field for field in fields.values()} - {IGNORED}
    for title, reading in readings.items():
        if len(reading.fields) > 1 and not elsewhere & set(reading.fields):
            doubts.append(_may_be(table, title, reading.fields))
            guessed.append(ColumnGuess(title, "", "unclear", reading.fields[0]))
    ordered = {title: fields[title] for title in table.header if title in fields}
    keys = tuple(title for title, field in ordered.items() if field == "source_id")
    mapped = {title: field for title, field in ordered.items() if field != "source_id"}
    if keys and "bce" not in mapped.values() and nearly_all("bce", telling_cells(table, keys[0]), territory):
        # The official register names its rows by the number of the enterprise.
        mapped = {
            title: mapped.get(title, "bce") for title in table.header if title in mapped or title == keys[0]
        }
    name = fold(table.file.rpartition(".")[0] or table.file).replace(" ", "_") or "list"
    position = {title: at for at, title in enumerate(table.header)}
    guessed.sort(key=lambda each: (_DOUBT.index(each.why), position[each.title]))
    column_map = ColumnMap(name, mapped, defaults=defaults, source_id=keys)
    return Proposal(column_map, tuple(doubts), tuple(guessed))


def _named_by_kind(table: Table, fields: Mapping[str, str], territory: Territory) -> tuple[str, str] | None:
    """The one column whose title is a kind («Bibliothèques») and whose cells name structures, and that kind.

    «Écoles» says of no kind of ours what they are: empty then. None where a column before it may hold the names too:
    under «Bureau; Mutualité» the second is whose office it is.
    """
    titled: list[tuple[str, str]] = []
    n_names = 0
    for _, title in table.columns():
        many = title in fields or fold(title) in words().shared_by_many
        kind = None if many else territory.kinds.find(title)
        cells = [] if many or (titled and not kind) else telling_cells(table, title)
        if not cells or holds_crosses(table, title) or not _are_names(cells, territory):
            continue
        n_names += 1
        if kind:
            titled.append((title, "" if kind.id in territory.kind_rules.unspecific else kind.id))
    return titled[0] if len(titled) == n_names == 1 else None


def _are_names(cells: Sequence[str], territory: Territory) -> bool:
    """Whether cells may name structures: words, not the same ones on most rows, and no towns or kinds."""
    worded = [cell for cell in cells if sum(map(str.isalpha, cell)) * 2 > len(cell)]
    different = len(set(map(fold, worded)))
    return (
        len(worded) >= len(cells) * NEARLY_ALL
        and different * 2 > len(cells)
        and not any(nearly_all(field, cells, territory) for field in ("locality", "kind"))
        and sort_of(cells, territory) == ""
    )


def with_new_columns(table: Table, territory: Territory, known: ColumnMap) -> ColumnMap:
    """A remembered map with the columns that it does not speak of: those of people, and crosses under an option."""
    known = with_people(table, territory, known)
    told = {*map(fold, known.columns), *map(fold, known.extra), *map(fold, known.source_id)}
    guesses = {title: guess_of(table, title) for _, title in table.columns() if fold(title) not in told}
    fields = _completed(table, guesses, territory)
    crosses = {title: field for title, field in fields.items() if field in FACETS}
    return replace(known, columns={**known.columns, **crosses}) if crosses else known


def _completed(table: Table, guesses: Mapping[str, Guess], territory: Territory) -> dict[str, str]:
    """Title to field where the cells complete the title: crosses under an option, hours under a day.

    Crosses under no option of their facet («themes/autre») are of no field: a no there is no «none at all».
    """
    crosses = {title: one.field for title, one in options_by_title(table, territory).items()}
    days = day_columns(table)
    fields = {**dict.fromkeys(days, "hours"), **crosses}
    unnamed = {
        title: ""
        for title, guessed in guesses.items()
        if guessed.sure == AMONG and set(guessed.fields) & set(FACETS) and holds_crosses(table, title)
    }
    ticked = {
        title: ""
        for title, guessed in guesses.items()
        if set(guessed.fields) & _NEVER_TICKED and title not in fields and only_ticks(table, title)
    }
    return {
        title: field
        for title, field in {**unnamed, **fields}.items()
        # «Ven» among days is no short «vereniging».
        if title in guesses and guesses[title].sure < (BARE if title in days else SHORT)
    } | ticked


_NEVER_TICKED = frozenset(
    {"street", "address", "locality", "phone", "email", "website", "hours", "coordinates"}
)
"""Fields that no cross fills: under «Mails et visio» it says something else."""


def _readings(table: Table, guesses: Mapping[str, Guess], territory: Territory) -> dict[str, Reading]:
    """What each column is; those that only number something last, when the streets are known."""
    readings = {
        title: Reading(said.fields, said.sure)
        if len(said.fields) > 1 and _NUMBERS & set(said.fields)
        else settled(title, telling_cells(table, title), said, territory)
        for title, said in guesses.items()
    }
    return readings | _as_numbers(table, readings, territory)


def _chosen(table: Table, columns: Mapping[str, str | Sequence[str]], territory: Territory) -> dict[str, str]:
    """A person's choices as title to field; «adresse» is the street alone or the whole address, as the cells are."""
    by_fold = {fold(title): title for title in reversed(table.header)}
    chosen_fields = {}
    for word, titles in columns.items():
        field, *other = fields_called(word)
        for title in (titles,) if isinstance(titles, str) else titles:
            matching_title = title if title in table.header else by_fold.get(fold(title))
            if matching_title is None:
                raise UsageError(
                    tr("{file} has no column “{title}”.", file=table.file, title=title),
                    hint=tr("Its columns: {titles}.", titles=", ".join(table.header[:40])),
                )
            whole = other and splittable(telling_cells(table, matching_title), territory)
            chosen_fields[matching_title] = other[0] if whole else field
    return chosen_fields


def fields_called(word: str) -> tuple[str, ...]:
    """The field that a person names: its id, or a title as lists write it («téléphone», «numéro de maison»).

    «adresse» alone names two, `street` and `address`. Raises `UsageError`, with the fields spelt most like it, where
    the word names none or others.
    """
    name = word.strip().replace("-", "_").casefold()
    if name in (*FIELDS, IGNORED):
        return (name,)
    meant = guess(word)
    if meant.sure >= BARE and (len(meant.fields) == 1 or meant.fields == ("street", "address")):
        return meant.fields
    near = closest(word, {fold(way): way for way in (*FIELDS, *words().title_of)}, cutoff=60)
    hint = tr("Did you mean {names}?", names=listing(near)) if near else listing((*FIELDS, IGNORED))
    raise UsageError(tr("There is no field {fields}.", fields=word), hint=hint)


def _claims(
    table: Table, readings: Mapping[str, Reading], taken: set[str], territory: Territory
) -> tuple[dict[str, str], list[Problem], list[ColumnGuess]]:
    """Title to field, the surest title winning; what a person must decide, and what was guessed."""
    claims: dict[str, list[str]] = {}
    for title, reading in readings.items():
        if len(reading.fields) == 1 and reading.fields[0] not in taken:
            claims.setdefault(reading.fields[0], []).append(title)
    _leave_to_letters(claims)
    fields: dict[str, str] = {}
    doubts: list[Problem] = []
    guessed = [reading.guessed for reading in readings.values() if reading.guessed and not reading.fields]
    for field, titles in claims.items():
        # Words around an exact title («nom du directeur» beside «nom») are another matter.
        best = max(readings[title].sure for title in titles)
        sure = [title for title in titles if readings[title].sure == best]
        rivals = sure if best == EXACT else titles
        if field == "source_id":
            keys = _keys(table, sure) if best >= BARE else []
            fields |= dict.fromkeys(keys, field)
            guessed += [ColumnGuess(title, "", "maybe_key", field) for title in sure if not keys]
        elif field in _SEVERAL:
            fields |= dict.fromkeys(
                (t for t in titles if readings[t].sure > AMONG or best == readings[t].sure), field
            )
        else:
            first, *others = sorted(sure, key=lambda title: _before(table, title, field, territory))
            fields[first] = field
            rest = tuple(title for title in rivals if title != first)
            if field == "name" and any(_equally_good(first, other) for other in others):
                doubts.append(_both_claim(table, field, rivals))
            elif rest:
                places = _second_places(table, first, rest, territory) if field in _STREETS else ()
                guessed.append(
                    ColumnGuess(first, field, "second_place" if places else "several", others=places or rest)
                )
                continue
        guessed += [each for title in titles if title in fields and (each := readings[title].guessed)]
    return fields, doubts, guessed


def _second_places(table: Table, first: str, rest: Sequence[str], territory: Territory) -> tuple[str, ...]:
    """«Adresse 2» beside «Adresse 1», with streets under it; «Bâtiment B» is none, nor another language."""
    stem = first.rstrip(_COUNT)
    numbered = [title for title in rest if title.rstrip(_COUNT) == stem]
    return tuple(t for t in numbered if nearly_all("street", telling_cells(table, t), territory))


def _leave_to_letters(claims: dict[str, list[str]]) -> None:
    """Drop the address where letters go from the claims, where another says where people go."""
    whole = [title for field in _STREETS for title in claims.get(field, ())]
    best = min(map(rank_of_address, whole), default=0)
    for field in _STREETS:
        kept = [title for title in claims.get(field, ()) if rank_of_address(title) == best]
        if kept:
            claims[field] = kept
        else:
            claims.pop(field, None)


def _before(table: Table, title: str, field: str, territory: Territory) -> tuple[int, int, int]:
    """Which of equally sure titles is taken: where people go, then the pack's first language, then the first."""
    spoken = in_language(title)
    languages = (*territory.languages, "")
    return (
        rank_of_address(title) if field in PLACES else 0,
        languages.index(spoken) if spoken in languages else len(languages),
        table.header.index(title),
    )


def _equally_good(title: str, other: str) -> bool:
    """Whether nothing tells two titles of one field apart: no language, no number."""
    spoken = {in_language(title), in_language(other)}
    return len(spoken) == 1 and title.rstrip(_COUNT) != other.rstrip(_COUNT)


def _keys(table: Table, titles: Sequence[str]) -> list[str]:
    """The first of these columns that names each row once, else all of them where together they do.

    One alone stays the key where a few rows share a number, which is told; of several that do not name each row
    once, nobody can tell which is: none.
    """
    at = [table.header.index(title) for title in titles]
    rows = [tuple(row.cells[index].strip() for index in at) for row in table.rows]
    for title, cells in zip(titles, zip(*rows, strict=True), strict=False):
        if all(cells) and len(set(cells)) == len(cells):
            return [title]
    return list(titles) if len(titles) == 1 or len(set(rows)) == len(rows) else []


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


def _refuse_without_name(table: Table, fields: Mapping[str, str], territory: Territory) -> None:
    if "name" in fields.values():
        return
    free = tuple(
        title
        for _, title in table.columns()
        if title not in fields
        and not speaks_of_another(fold(title))
        and not _names_nothing(table, title)
        and not sort_of(telling_cells(table, title), territory)
    )
    likely = nearest(free, "name") or _most_like_names(table, fields, territory)
    option = columns_option("name", likely)
    hint = tr("Is it “{title}”? Then add {option}", title=likely, option=option) if likely else _expected()
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


def _names_nothing(table: Table, title: str) -> bool:
    """Whether a column names no structure: what many have in common, a day of the week, crosses."""
    folded = fold(title)
    return folded in words().shared_by_many or folded in words().week.days or only_ticks(table, title)


def _most_like_names(table: Table, fields: Mapping[str, str], territory: Territory) -> str:
    """The column with the most cells that tell a kind of structure, then with the most different texts."""
    may_name = {title for title, field in fields.items() if field in (*FACETS, "hosted_by")}
    worth: dict[str, tuple[int, int]] = {}
    for at, title in table.columns():
        cells = set(filled_cells(table.rows, at, SAMPLE)) - {""}
        worded = {cell for cell in cells if sum(map(str.isalpha, cell)) * 2 > len(cell)}
        named = {c for c in worded if territory.kinds.find(c) is None and fold(c) not in words().week.days}
        telling = sum(territory.kind_of(cell) is not None for cell in named)
        other = title not in fields and not sort_of(sorted(cells), territory)
        if named and not _names_nothing(table, title) and (other or (telling and title in may_name)):
            worth[title] = (telling, 0 if speaks_of_another(fold(title)) else len(named))
    return max(worth, key=lambda title: worth[title], default="")


def _expected() -> str:
    return tr(
        "Put titles in the first row, for instance: {titles}; or add --columns name=TITLE,street=TITLE …",
        titles="nom, type, rue, code postal, localité, téléphone, e-mail, site web",
    )


def _both_claim(table: Table, field: str, titles: Sequence[str]) -> Problem:
    fault = Problem(
        "two_columns_one_field",
        "refusal",
        tr("{titles} may each be “{field}”.", titles=quoted(titles), field=field),
        tr("To choose, add for instance {option}", option=columns_option(field, titles[0])),
    )
    return table.problem(fault, row=table.header_row, column=titles[0], value=f"{field}={titles[0]}")


def _may_be(table: Table, title: str, fields: Sequence[str]) -> Problem:
    fault = Problem(
        "unclear_column",
        "warning",
        tr("“{title}” may be {fields}; it is kept as found.", title=title, fields=listing(fields)),
        tr("To choose, add for instance {option}", option=columns_option(fields[0], title)),
    )
    return table.problem(fault, row=table.header_row, column=title, value=title)
