"""Columns whose title says half of what their cells say: crosses under an option, hours under a day of the week.

A column is read so only where its title and its cells both say so: «x» under a word that the pack does not
know is kept as found, figures under «Aînés» are a count, and figures under «Lundi» are nobody's hours.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from wtc_eco import model
from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.answers import Meaning, is_negative_mark, is_ticked, yes_or_no
from wtc_eco.sources.header import filled_cells
from wtc_eco.sources.table import Table
from wtc_eco.sources.text_repair import quoted, tidy
from wtc_eco.sources.values import NOTHING, ReadValue
from wtc_eco.sources.values.terms import (
    CONDITIONS,
    PLANNED,
    is_condition,
    said_alone,
    says_whether,
    standing_of,
    without_asides,
)
from wtc_eco.sources.vocabulary import says_nothing, words
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold

FACETS: Mapping[str, str] = {
    name: vocabulary
    for name, vocabulary in {column.name: column.vocabulary for column in model.RECORDS}.items()
    if name in ("themes", "publics", "steps", "formats", "slots", "access", "labels")
}
"""The fields that are lists of options, and the vocabulary of each."""
_CUTS = re.compile(r"\s*[:/\[\]>|?_]+\s*|\s+[-–—]\s+")
_LONGEST_TITLE = 200
_SAMPLE = 200
_NO_OPTIONS = frozenset({"group", "flag", "everyone"})
"""Roles of terms that no list asks about one by one."""


@dataclass(frozen=True)
class Option:
    """One option of a facet: `themes` and `securite`."""

    field: str
    id: str


def options_by_title(table: Table, territory: Territory) -> dict[str, Option]:
    """The columns of crosses of a table and the option each stands for.

    A title that is a word of two facets («permanence») is of the facet of the crosses next to it, else of
    none. Where a list has crosses that say no (✗, ×) and nothing that says yes, nobody can tell what a
    cross means: none of it is read.
    """
    named: dict[str, tuple[Option, ...]] = {}
    figures: dict[str, set[str]] = {}
    counted: set[str] = set()
    yes, only_marks = 0, True
    hours = day_columns(table)
    for index, title in table.columns():
        if title in hours or not (options := options_named(title, territory)):
            continue
        counts = Counter(tidy(row.cells[index]) for row in table.rows)
        if any(_is_count(cell) for cell in counts):
            counted |= {one.field for one in options}
        if not _are_crosses(counts):
            continue
        named[title] = options
        if all(any(map(str.isdigit, cell)) for cell in counts if cell):
            figures[title] = {one.field for one in options}
        yes += sum(answer(cell) == "yes" for cell in counts)
        only_marks &= all(is_negative_mark(cell) for cell in counts if answer(cell) == "no")
    if not yes and only_marks:
        return {}
    # «1» beside a column of 12 and 30 counts people.
    crosses = {title: options for title, options in named.items() if not figures.get(title, set()) & counted}
    return dict(_one_each(crosses))


def options_named(title: str, territory: Territory) -> tuple[Option, ...]:
    """The options a title names; several where it is a word of several facets, none where it is no word.

    Before the word may stand its facet («Thèmes : Sécurité en ligne», «Publics / 18-25»), around it words
    that ask («Proposez-vous la bureautique ?»).
    """
    text = title[:_LONGEST_TITLE].lstrip("'’ ")
    if day := day_of(text):
        return _slot_of(day, territory)
    cuts = list(_CUTS.finditer(text))
    for cut in reversed(cuts):
        facets = _facets_in(text[: cut.start()])
        if facets and fold(text[cut.end() :]):
            return _spelt(text[cut.end() :], facets, territory)
    about_the_place = set(fold(text).split()) & words().not_options
    return () if about_the_place else _spelt(text, tuple(FACETS), territory)


def _facets_in(head: str) -> tuple[str, ...]:
    """The facets of which the words before an option speak."""
    padded = f" {fold(head)} "
    ways = words().titles
    return tuple(
        field for field in FACETS if any(f" {way} " in padded for way in (*ways.get(field, ()), field))
    )


def _spelt(text: str, facets: Sequence[str], territory: Territory) -> tuple[Option, ...]:
    """The options of these facets that a text is, word for word or between words that ask."""
    for core in _cores(text):
        meant = [(field, territory.vocabulary(FACETS[field]).meant(core)) for field in facets]
        if _ends_with_age(core) and not any(meaning for _, meaning in meant):
            aged = f"{core} {_years(territory)}"
            meant = [(field, territory.vocabulary(FACETS[field]).meant(aged)) for field in facets]
        options = tuple(
            Option(field, meaning.ids[0])
            for field, meaning in meant
            if meaning and len(meaning.ids) == 1 and not meaning.doubtful
        )
        if options:
            return options
    return ()


def _ends_with_age(text: str) -> bool:
    """«18-25», «Jeunes (18-25)»; «9-12» and «13-17» alone may be hours, and one figure may count."""
    parts = fold(text).split()
    if len(parts) < 2 or not parts[-1].isdigit():  # noqa: PLR2004 - from, to; or who, and from when
        return False
    return any(map(str.isalpha, text)) or int(parts[-1]) > _HOURS_OF_A_DAY


_HOURS_OF_A_DAY = 24


def _years(territory: Territory) -> str:
    """The word of the pack behind an age."""
    ages = territory.vocabulary("publics").wording.ages
    return next((word for word, role in ages.items() if role == "years"), "")


def _cores(text: str) -> Iterator[str]:
    """The text, then without the words that only ask around it, the longest first."""
    yield text
    parts = fold(text).split()
    asking = words().asking
    first = next((i for i, part in enumerate(parts) if part not in asking), len(parts))
    last = next((i for i, part in enumerate(reversed(parts)) if part not in asking), len(parts))
    spans = [(i, len(parts) - j) for i in range(first + 1) for j in range(last + 1) if i < len(parts) - j]
    for start, end in sorted(spans, key=lambda span: (span[0] - span[1], span)):
        yield " ".join(parts[start:end])


def holds_crosses(table: Table, title: str) -> bool:
    """Whether the cells of a column answer yes or no, whatever its title."""
    index = table.header.index(title)
    return _are_crosses(Counter(tidy(row.cells[index]) for row in table.rows))


def only_ticks(table: Table, title: str) -> bool:
    """Whether the first cells of a column answer yes or no, all of them, and one says yes."""
    answers = {answer(cell) for cell in filled_cells(table.rows, table.header.index(title), _SAMPLE)}
    return "yes" in answers and answers <= {"yes", "no"}


def _are_crosses(counts: Mapping[str, int]) -> bool:
    """Whether two cells in three answer yes or no, and none is a figure but 0 and 1."""
    if any(_is_count(cell) and not says_nothing(cell) for cell in counts if cell):
        return False
    filled = {cell: n for cell, n in counts.items() if cell and (answer(cell) or not says_nothing(cell))}
    if not any(map(answer, filled)):
        return False
    # One sign is a mark, whatever it means: «F» beside «✘».
    answered = sum(n for cell, n in filled.items() if _answers(cell) or len(cell) == 1)
    return answered > 0 and answered * 3 >= sum(filled.values()) * 2


def _is_count(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell) and not _answers(cell)


def _answers(cell: str) -> bool:
    """Whether a cell is a yes or a no, perhaps with words beside it, or says that it is planned or no longer there."""
    return bool(answer(cell)) or says_whether(cell)


@lru_cache(maxsize=1 << 12)
def answer(cell: str) -> Meaning | None:
    """What a cell of crosses says: yes, no, perhaps, or nothing that is understood; «+» and «●» are ticks."""
    return yes_or_no(cell) or ("yes" if is_ticked(cell) else None)


def _one_each(named: Mapping[str, tuple[Option, ...]]) -> Iterator[tuple[str, Option]]:
    """Titles of one option; those of several by the column of crosses before them, else after them."""
    titles = list(named)
    for at, title in enumerate(titles):
        beside = [*reversed(titles[:at]), *titles[at + 1 :]]
        facet = next((named[other][0].field for other in beside if len(named[other]) == 1), "")
        options = named[title]
        fitting = options if len(options) == 1 else [one for one in options if one.field == facet]
        if fitting:
            yield title, fitting[0]


def read_cross(cell: str, option: Option, title: str) -> ReadValue:
    """A yes names the option; a no and an empty cell name nothing; other words are told and kept as found.

    «oui (sur rdv)» is a yes under a condition, told with the title, «en projet» is planned, «pas encore» is no yes.
    """
    meaning = answer(cell)
    if meaning == "yes":
        return ReadValue({option.field: (option.id,)})
    if meaning == "maybe":  # «?» says that somebody asked, and that it is not known
        return ReadValue(rest=cell, faults=(_unknown(cell),))
    if meaning == "no" or says_nothing(cell):
        return NOTHING
    bare, asides = without_asides(cell)
    standing = "absent" if answer(bare) == "no" else said_alone(fold(cell).split())
    if answer(bare) == "yes" and asides and all(standing_of(aside) in (None, "given") for aside in asides):
        if any(map(is_condition, asides)):
            bound = f"{title} ({', '.join(asides)})"
            said = tr(
                "{words}: read as {options}, under a condition that is told with it.",
                words=quoted([cell]),
                options=tr("yes"),
            )
            fault = Problem("option_conditional", "warning", said)
            return ReadValue({option.field: (option.id,), CONDITIONS: bound}, (fault,), rest=cell)
        said = tr(
            "{words}: read as {options}; the words beside it are kept.",
            words=quoted([cell]),
            options=tr("yes"),
        )
        return ReadValue(
            {option.field: (option.id,)}, (Problem("option_with_words", "warning", said),), rest=cell
        )
    if standing == "planned" and option.field in PLANNED:
        said = tr("{words}: read as planned.", words=quoted([cell]))
        return ReadValue(
            {PLANNED[option.field]: (option.id,)}, (Problem("option_planned", "warning", said),), rest=cell
        )
    if standing == "absent":
        said = tr("{words}: read as not there.", words=quoted([cell]))
        return ReadValue(rest=cell, faults=(Problem("option_absent", "warning", said),))
    return ReadValue(rest=cell, faults=(_neither(cell),))


def refused(
    options: Mapping[str, Option], text: Mapping[str, str], territory: Territory
) -> tuple[tuple[str, ...], dict[str, list[str]]]:
    """What a row says no to: the fields of which it refuses every option, else the titles by what it says."""
    said_no = {title: one for title, one in options.items() if text[title] and answer(text[title]) == "no"}
    ids: dict[str, set[str]] = {}
    for one in said_no.values():
        ids.setdefault(one.field, set()).add(one.id)
    whole = tuple(field for field, refused_ids in ids.items() if refused_ids >= _all_of(field, territory))
    partly: dict[str, list[str]] = {}
    for title, one in said_no.items():
        if one.field not in whole:
            partly.setdefault(text[title], []).append(title)
    return whole, partly


def _all_of(field: str, territory: Territory) -> set[str]:
    terms = territory.vocabulary(FACETS[field]).values()
    return {term.id for term in terms if term.extra.get("role") not in _NO_OPTIONS}


def _unknown(cell: str) -> Problem:
    return Problem(
        "cross_unknown",
        "warning",
        tr("{words}: whether it is so is not known; kept as found.", words=quoted([cell[:80]])),
    )


def _neither(cell: str) -> Problem:
    return Problem(
        "odd_cross",
        "warning",
        tr("“{words}” is neither a yes nor a no; kept as found.", words=cell[:80]),
        tr("Write x for yes and “no” for no; leave the cell empty where it is not known."),
    )


@dataclass(frozen=True)
class DayTitle:
    """What a title says of a week: the day from 0 (Monday) by language, the part of it, where hours begin or end.

    `word` is the day as the title writes it where that is its whole name.
    """

    days: Mapping[str, int]
    part: str = ""
    bound: str = ""
    word: str = ""


@dataclass(frozen=True)
class DayColumn:
    """A column of hours: its day as a sentence names it, the place of its day in the week, and what it holds."""

    name: str
    day: int
    part: str
    bound: str


@lru_cache(maxsize=4_096)
def day_of(title: str) -> DayTitle | None:
    """What a title of a day says: «Lundi», «Horaires / Lundi», «Lun AM», «Montag Vormittag»; None for others."""
    week = words().week
    text = f" {fold(title[:_LONGEST_TITLE])} "
    part, text = _taken(text, week.parts)
    bound, text = _taken(text, week.bounds)
    tokens = [
        token for token in text.split() if token not in week.beside | week.hours and not token.isdigit()
    ]
    known = [week.days.get(token) for token in tokens]
    if not known or None in known:
        return None
    days = {
        language: day
        for language, day in (known[0] or {}).items()
        if all(day in (one or {}).values() for one in known)
    }
    whole = next((word for word in re.findall(r"\w+", title) if fold(word) in week.whole), "")
    return DayTitle(days, part, bound, whole) if days else None


def _taken(text: str, phrases: Mapping[str, str]) -> tuple[str, str]:
    """What the longest of these phrases in a text stands for, and the text without it."""
    phrase = next((phrase for phrase in phrases if f" {phrase} " in text), "")
    return (phrases[phrase], text.replace(f" {phrase} ", " ", 1)) if phrase else ("", text)


def day_columns(table: Table) -> dict[str, DayColumn]:
    """The columns of hours that have each a day, in the order of the week, by title.

    Two days at least are named in one language, and one cell at least holds an hour or says «closed».
    """
    titles = {title: day for _, title in table.columns() if (day := day_of(title))}
    count = Counter((language, day) for title in titles.values() for language, day in title.days.items())
    languages = Counter(language for language, _ in count)
    language = max(sorted(languages), key=lambda one: languages[one], default="")
    of_week = {title: day for title, day in titles.items() if language in day.days}
    if languages[language] < _FEWEST_DAYS or not _hold_hours(table, of_week):
        return {}
    names = words().week.names[language]
    columns = {
        title: DayColumn(day.word or names[day.days[language]], day.days[language], day.part, day.bound)
        for title, day in of_week.items()
    }
    return dict(sorted(columns.items(), key=lambda each: (each[1].day, _PARTS.index(each[1].part))))


_FEWEST_DAYS = 2
_PARTS = ("", "morning", "noon", "afternoon", "evening")
_HOUR = re.compile(r"\d\s*(?:[h:u]|[-–—à]\s*\d)|\d\.\d\d(?!\d)", re.IGNORECASE)
_SECONDS = re.compile(r"(?<!\d)(\d{1,2}:\d\d):00(?!\d)")


def _hold_hours(table: Table, titles: Iterable[str]) -> bool:
    if any(set(fold(title).split()) & words().week.hours for title in titles):
        return True
    at = [table.header.index(title) for title in titles]
    cells = {row.cells[index] for row in table.rows for index in at}
    return any(_HOUR.search(cell) or fold(cell[:40]) in words().week.closed for cell in cells)


def hours_of_week(columns: Mapping[str, DayColumn], text: Mapping[str, str]) -> str:
    """The hours of each day in one text, as a door says them: «Lundi 9h-12h, 13h-17h; Mardi fermé»."""
    by_day: dict[str, list[str]] = {}
    begun: dict[tuple[int, str], str] = {}
    for title, column in columns.items():
        cell = _SECONDS.sub(r"\1", text[title])
        if says_nothing(cell) or answer(cell):
            continue
        hours = by_day.setdefault(column.name, [])
        if column.bound == "end" and (column.day, column.part) in begun:
            hours[-1] = f"{begun.pop((column.day, column.part))}-{cell}"
            continue
        if column.bound == "begin" and any(map(str.isdigit, cell)):
            begun[column.day, column.part] = cell
        hours.append(cell)
    return "; ".join(f"{day} {_joined(hours)}" for day, hours in by_day.items())


def tick_among_hours(cell: str) -> Problem:
    """That a tick stands where others say when they are open."""
    return Problem(
        "tick_among_hours",
        "warning",
        tr("{words} does not say at what time; kept as found.", words=quoted([cell[:80]])),
        tr("Write the hours of that day, for instance 9h-12h."),
    )


def _joined(hours: Sequence[str]) -> str:
    """The parts of a day; where it is open in one, nobody says that it is closed in another."""
    closed = words().week.closed
    opened = [cell for cell in hours if fold(cell) not in closed]
    return ", ".join(dict.fromkeys(opened or hours))


def _slot_of(day: DayTitle, territory: Territory) -> tuple[Option, ...]:
    """The slot that a tick under a part of a day means; none under a whole day that has several."""
    codes = {_DAYS[number] for number in day.days.values()}
    slots = [term for term in territory.vocabulary("slots").values() if term.extra.get("role") == "slot"]
    of_day = [term for term in slots if codes <= set(term.extra["days"])]
    hour = _HOUR_OF.get(day.part, "")
    fitting = [term for term in of_day if len(of_day) == 1 or term.extra["from"] <= hour < term.extra["to"]]
    return (Option("slots", fitting[0].id),) if len(fitting) == 1 and (hour or len(of_day) == 1) else ()


_DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
_HOUR_OF = {"morning": "10:00", "afternoon": "15:00", "evening": "19:00"}
