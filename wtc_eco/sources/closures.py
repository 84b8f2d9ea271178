"""Whether a list says that a structure closed: in a status, a date, its name or a remark.

«Fermé le lundi», «fermé en août» and «fermé pour travaux» are no closures; where nobody can tell, the words are
kept, the structure stays open, and that is said.
"""

from __future__ import annotations

import re
import shlex
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from typing import Any, Literal

from wtc_eco.errors import Problem
from wtc_eco.i18n import date, listing, tr, trn
from wtc_eco.sources.answers import yes_or_no
from wtc_eco.sources.projects import until_it_opens
from wtc_eco.sources.text_repair import one_line, seen
from wtc_eco.sources.values import NOTHING, ReadValue, doubt, repaired
from wtc_eco.sources.values.dates import last_day, read_date
from wtc_eco.sources.vocabulary import says_none, says_nothing, spellings_of, words
from wtc_eco.territory.normalize import fold

_SENTENCES = re.compile(r"[;|!\n]+|\.(?=\s|$)")
_BRACKETED = re.compile(r"[(\[]([^()\[\]]{1,100})[)\]]")
_SEGMENTS = re.compile(r"(\s+[-–—:/|]+\s+|\s*\*+\s*)")
_LONGEST = 400
_YEAR = re.compile(r"(?:19|20)\d{2}")
_HOURS = ("hours", "hours_note", "opening_hours")
_REMARKS = ("note", *_HOURS, "conditions")
TELL_CLOSURES = frozenset({"name", "closed_on", "status", *_REMARKS})
"""The fields whose cells may say that a structure closed."""
_DECLARED = ("status", "closed_on")
AHEAD = "closure_ahead"
_SHORT = 40
_STEM = 4
_SHOWN = 12

Standing = Literal["closed", "doubtful", "open"]


@dataclass(frozen=True)
class ClosureReading:
    """What words say: closed (on an ISO `day` where they tell one, in the words `when`), in doubt, or open."""

    standing: Standing
    day: str = ""
    when: str = ""

    def values(self) -> dict[str, str]:
        """As columns of a draft: `closed_on`, or the `status` where no day is told."""
        return {"closed_on": self.day} if self.day else {"status": self.standing}

    def faults(self) -> tuple[Problem, ...]:
        """That the words name a month or a year, and no day."""
        return (
            (_last_day(self.when, self.day),) if self.day and not read_date(self.when, "day").values else ()
        )


@lru_cache(maxsize=1 << 12)
def closure_in(text: str, *, alone: bool = False) -> ClosureReading | None:
    """What a text says of a closure; None where it says nothing of one.

    `alone`: the words are a status or an aside, so that «fermé» alone says enough.
    """
    if not _closing().search(_plain(text[:_LONGEST])):
        return None
    read = [one for part in _SENTENCES.split(text[:_LONGEST]) if (one := _of_sentence(part, alone=alone))]
    return next((one for one in read if one.standing == "closed"), read[0] if read else None)


def _of_sentence(text: str, *, alone: bool) -> ClosureReading | None:
    sentence = " ".join(_plain(text).split())
    closing = _closing().search(sentence)
    if closing is None:
        return None
    before, after = sentence[: closing.start()], sentence[closing.end() :]
    before, when, since = _when_said(before, after)
    day = last_day(when)
    if _passes(sentence, after, day):
        works = set(fold(after).split()) & words().closing["works"]
        return (
            ClosureReading("doubtful")
            if alone or (works and not set(fold(sentence).split()) & words().week.whole)
            else None
        )
    if closing["winding"]:
        return ClosureReading("doubtful")
    if _other(before, words().closing["openers"]):
        return ClosureReading("doubtful") if day or closing["gone"] else None
    ever_since = set(fold(since or after).split()[: None if since else 1]) & words().closing["ever_since"]
    if day:
        over = closing["gone"] or alone or ever_since or _YEAR.fullmatch(when)
        # «Fermé le 24/12/2025» may be one day off, «a fermé le …» is not.
        over = over or set(fold(before).split()) & words().closing["has"]
        return ClosureReading("closed", day, when) if over else ClosureReading("doubtful")
    if closing["gone"] or ever_since or not fold(after):
        return ClosureReading("closed") if closing["gone"] or ever_since or alone else None
    return ClosureReading("doubtful") if alone else None


def _when_said(before: str, after: str) -> tuple[str, str, str]:
    """What stands before the closing but for its date, that date, and the words that lead to it."""
    if dated := _date().search(after):
        lead = after[: dated.start()]
        return (before, "", "") if _other(lead, words().closing["since"]) else (before, dated[0], lead)
    ahead = _date().search(before)  # «seit 2020 geschlossen»
    around = f"{before[: ahead.start()]} {before[ahead.end() :]}" if ahead else ""
    if ahead is None or _other(around, words().closing["since"] | words().closing["openers"]):
        return before, "", ""
    return "", ahead[0], around


def _passes(sentence: str, after: str, day: str) -> bool:
    """Whether a sentence speaks of works, of a stretch of days or of a day of the week."""
    folded = fold(sentence)
    if set(folded.split()) & words().closing["passing"]:
        return True
    if any(f" {phrase} " in f" {folded} " for phrase in words().closing["not_closed"]):
        return True
    if not day and set(folded.split()) & words().week.whole:
        return True
    dated = _date().search(after)
    if dated is None:
        return False
    if set(fold(after[dated.end() :]).split()) & words().week.whole:
        return True  # «fermé depuis 2020 le lundi»
    return bool(_date().search(after, dated.end())) and _is_span(after[: dated.start()])  # «fermé du … au …»


def _is_span(text: str) -> bool:
    """Whether the words before a date begin a stretch of days: «du 1/7/2024 au 31/8/2024»."""
    return bool(set(fold(text).split()) & words().closing["spans"])


def _other(text: str, known: frozenset[str]) -> bool:
    """Whether a text holds words that are not among those known."""
    return bool(set(fold(text).split()) - known)


def _plain(text: str) -> str:
    """In lower case without accents, its signs kept: dates are made of them."""
    lowered = text.casefold().replace("’", "'")
    if lowered.isascii():
        return lowered
    lowered = unicodedata.normalize("NFKD", lowered)
    return "".join(sign for sign in lowered if not unicodedata.combining(sign))


@lru_cache(maxsize=1)
def _date() -> re.Pattern[str]:
    month = "|".join(sorted(words().months, key=lambda name: (-len(name), name)))
    return re.compile(
        r"\d{1,2}[./-]\d{1,2}[./-](?:\d{4}|\d{2})|(?:19|20)\d{2}-\d{1,2}(?:-\d{1,2})?|\d{1,2}[/.-](?:19|20)\d{2}"
        rf"|(?:\d{{1,2}}(?:er)? )?(?:{month})\.?[ -](?:19|20)\d{{2}}|(?:{month})\.?-\d{{2}}|(?<!\d)(?:19|20)\d{{2}}(?!\d)"
    )


@lru_cache(maxsize=1)
def _closing() -> re.Pattern[str]:
    def either(name: str) -> str:
        ways = sorted(words().closing[name], key=lambda way: (-len(way), way))
        return "|".join(re.escape(way).replace(r"\ ", r"[ ']") for way in ways)

    return re.compile(
        rf"(?<!\w)(?:(?P<winding>{either('winding')})|(?P<gone>{either('gone')})|(?P<closed>{either('closed')}))(?!\w)"
    )


def _speaks_of_closing(text: str) -> bool:
    plain = _plain(text)
    # Nearly all rows hold none of these beginnings, and need not be searched sign by sign.
    if not any(stem in plain for stem in _stems()):
        return False
    return _closing().search(plain) is not None or any(way in plain for way in words().closing["moved"])


@cache
def _stems() -> tuple[str, ...]:
    """How the longest word of each way of saying it begins: «n'existe plus» is not searched by its «n»."""
    ways = (way for name in ("gone", "closed", "moved") for way in words().closing[name])
    return tuple(sorted({max(way.split(), key=len)[:_STEM] for way in ways}))


def name_without_closure(name: str) -> tuple[str, str]:
    """The name without the words that say that it closed («EPN Un (fermé)»), and these words; empty where none do."""
    if not _closing().search(_plain(name[:_LONGEST])):
        return name, ""
    for aside in _BRACKETED.finditer(name):
        if _is_closed(aside[1]):
            return _cut(name, name[: aside.start()], aside[0], name[aside.end() :])
    parts = _SEGMENTS.split(name)
    for at in (len(parts) - 1, 0):
        rest = [part for i, part in enumerate(parts) if i != at]
        if len(parts) > 1 and _is_closed(parts[at]):
            return _cut(name, "".join(rest[1:] if at == 0 else rest[:-1]), parts[at], "")
    split = name.split()
    for n in range(min(len(split) - 1, 5), 0, -1):
        for words_at_end, rest in ((split[-n:], split[:-n]), (split[:n], split[n:])):
            aside_words = " ".join(words_at_end)
            loud = aside_words.isupper() and not " ".join(rest).isupper()
            if (loud or fold(aside_words) in words().closing["for_good"]) and _is_closed(aside_words):
                return _cut(name, " ".join(rest), aside_words, "")
    return name, ""


def _is_closed(text: str) -> bool:
    """Whether a part of a name says nothing but that it closed: «Le Clos» is a place."""
    said = closure_in(text, alone=True) if _closing().match(_plain(text).lstrip(" *([")) else None
    return said is not None and said.standing == "closed"


def _cut(name: str, before: str, aside: str, after: str) -> tuple[str, str]:
    kept = one_line(f"{before} {after}").strip(" -–—:/|*")
    return (kept, aside.strip()) if fold(kept) else (name, "")


@lru_cache(maxsize=1 << 10)
def read_status(cell: str, title: str) -> ReadValue:
    """Open or closed, from a status («Fermé», «en activité») or from a yes or no under «Actif» or «Fermé».

    Other words («déménagé») are a note.
    """
    text = seen(cell)
    closing = words().closing
    meaning = yes_or_no(text)
    if meaning in ("yes", "no"):
        flags = closing["open"] | closing["closed"] | closing["gone"]
        flag = next((way for way in spellings_of(title) if way in flags), "")
        if not flag:
            return ReadValue(rest=text, faults=(_doubtful(text),))
        is_open = (meaning == "yes") == (flag in closing["open"])
        return ReadValue({"status": "open" if is_open else "closed"})
    if says_nothing(text):
        return NOTHING
    if fold(text) in closing["open"]:
        return ReadValue({"status": "open"})
    said = closure_in(cell, alone=True)
    if said is None and not closing["passing"].intersection(fold(text).split()):
        return ReadValue(note=text)
    if said and said.standing == "closed":
        return ReadValue(
            said.values(), note="" if fold(text) in closing["closed"] | closing["gone"] else text
        )
    return ReadValue(rest=text, faults=(_doubtful(text),))


def read_closing(text: str, epoch: int = 1900) -> ReadValue:
    """The day of a closure. A month or a year is read as its last day, which is said; «fermé» tells no day."""
    cell = seen(text)
    if (says_nothing(cell) and yes_or_no(cell) is None) or says_none(cell) or yes_or_no(cell) == "no":
        return NOTHING
    if yes_or_no(cell) == "yes":
        return ReadValue({"status": "closed"})
    whole = read_date(cell, "closed_on", epoch)
    if whole.values:
        return whole
    if day := last_day(cell):
        return ReadValue({"closed_on": day}, (_last_day(cell, day),))
    said = closure_in(cell, alone=True)
    if said and said.standing == "closed":
        return ReadValue(
            said.values(), said.faults(), note="" if fold(cell) in words().closing["closed"] else cell
        )
    return ReadValue(rest=text, faults=(_doubtful(cell),))


def closure_in_remark(text: str) -> ClosureReading | None:
    """What a remark says; «fermé» alone is one."""
    alone = len(text) <= _SHORT and fold(text) in words().closing["closed"]
    return closure_in(text, alone=alone)


def tells_standing(cells: Sequence[str], field: str, title: str) -> bool:
    """Whether most cells of a column say whether structures are open or closed, or when they closed."""
    if field == "status":
        told = [bool(read_status(cell, title).values) for cell in cells]
    else:
        told = [bool(read_closing(cell).values) or yes_or_no(cell) == "no" for cell in cells]
    return sum(told) * 2 >= len(cells)


@dataclass
class Settlement:
    """What is to be told of a row, by title, what its note says more, and the cells kept as found."""

    faults: list[tuple[Problem, str]] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    extra: dict[str, str] = field(default_factory=dict)


def settle(
    values: dict[str, Any],
    cells: Sequence[tuple[str, str, str]],
    listed_on: str | None,
    passed: str | None = None,
) -> Settlement:
    """Settle `status` and `closed_on` of a row that was read, from its filled `cells`: field, title and text.

    The name loses the words that say that it closed. `listed_on` is the day of the list, where it is known;
    a day of closing after `passed` had not come yet when the list was made, or brought in.
    """
    settled = Settlement()
    if name_title := next((title for to, title, _ in cells if to == "name"), ""):
        settled.faults += [(fault, name_title) for fault in until_it_opens(values, settled.extra)]
    declared = "closed_on" in values or "status" in values or any(to in _DECLARED for to, _, _ in cells)
    if not declared and not _speaks_of_closing("\n".join([text[:_LONGEST] for _, _, text in cells])):
        return settled
    of_field = {to: (title, text) for to, title, text in reversed(cells)}
    title, text = of_field.get("closed_on") or of_field.get("status") or ("", "")
    standings = {read_status(cell, at).values.get("status") for to, at, cell in cells if to == "status"}
    if {"open", "closed"} <= standings and "closed_on" not in values:
        values["status"] = "doubtful"
    for at, said in _sayings(values, cells, settled):
        title = title or at
        if said.standing == "doubtful" and {"status", "closed_on"} & set(values):
            continue
        if values.get("status") == "open" and not said.day:
            values["status"] = "doubtful"
        elif "closed_on" not in values:
            settled.faults += [(fault, at) for fault in said.faults()]
            values.update(said.values())
    if fault := _settled(values, values.get("collected_on") or listed_on, passed):
        settled.faults.append((fault, title))
        if "closed_on" not in values and text:
            settled.extra[title] = text
    return settled


def _sayings(
    values: dict[str, Any], cells: Sequence[tuple[str, str, str]], settled: Settlement
) -> Iterator[tuple[str, ClosureReading]]:
    """What the name, then the remarks of a row say of a closure, by title."""
    name, aside = name_without_closure(values.get("name", ""))
    if aside and (said := closure_in(aside, alone=True)):
        title = next(title for to, title, _ in cells if to == "name")
        values["name"] = name
        settled.notes.append(f"{title}: {aside}")
        yield title, said
    elif any(
        f"{fold(part[1])} ".startswith(f"{way} ")
        for part in _BRACKETED.finditer(values.get("name", ""))
        for way in words().closing["moved"]
    ):
        yield next(title for to, title, _ in cells if to == "name"), ClosureReading("doubtful")
    for to, title, text in cells:
        said = closure_in_remark(text) if to == "note" else closure_in(text) if to in _REMARKS else None
        if not said and to in _HOURS and closure_in_remark(text):
            said = ClosureReading("doubtful")  # «Fermé» alone: for good, or when the list was made
        if said:
            yield title, said


def _settled(values: dict[str, Any], listed_on: str | None, passed: str | None) -> Problem | None:
    """What is to be told; a day after `passed` has not come yet."""
    status, day = values.pop("status", None), values.get("closed_on")
    if status == "open" and day:
        del values["closed_on"]
        return _disagrees(day, values)
    if day and passed and day > passed:
        del values["closed_on"]
        return _ahead(day, passed, values)
    if status != "closed" or day:
        return _remark() if status == "doubtful" and not day else None
    if not listed_on:
        return _when(values)
    values["closed_on"] = listed_on
    return _undated(listed_on, values)


def told(rows: Iterable[Mapping[str, Any]]) -> Problem | None:
    """How many structures of a list are closed, and which."""
    closed = [row for row in rows if row.get("closed_on")]
    if not closed:
        return None
    named = [tr("{name} ({day})", name=row["name"], day=date(row["closed_on"])) for row in closed[:_SHOWN]]
    more = len(closed) - _SHOWN
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    return Problem(
        "closed",
        "warning",
        trn(
            "{n} structure is closed, as the list says: {names}.",
            "{n} structures are closed, as the list says: {names}.",
            len(closed),
            names=listing([*named, *rest]),
        ),
        tr(
            "If one is open all the same: wtc-eco reopen {name}. To take the whole import back: wtc-eco undo",
            name=_typed(closed[0]),
        ),
    )


def _typed(row: Mapping[str, Any]) -> str:
    """The name of a structure as it is typed behind a command."""
    return shlex.quote(row.get("name", ""))


def _last_day(text: str, day: str) -> Problem:
    return repaired(
        "closed_in_period",
        tr("“{words}” names no day: {day}, the last one of it, was taken.", words=text[:80], day=date(day)),
    )


def _undated(day: str, row: Mapping[str, Any]) -> Problem:
    return repaired(
        "closed_undated",
        tr(
            "Closed, but the list does not say since when: {day}, the day of the list, was taken.",
            day=date(day),
        ),
        tr("If you know the day: wtc-eco close {name} --on {day}, with that day.", name=_typed(row), day=day),
    )


def _when(row: Mapping[str, Any]) -> Problem:
    return doubt(
        "closure_undated",
        tr("The list says that it is closed, but nobody knows since when: it stays open for now."),
        tr(
            "Import it again with --collected-on and its day, or: wtc-eco close {name} --on 2026-06-30",
            name=_typed(row),
        ),
    )  # fmt: skip


def _ahead(day: str, passed: str, row: Mapping[str, Any]) -> Problem:
    return doubt(
        AHEAD,
        tr("It is to close on {day}: on {passed} it was not closed yet.", day=date(day), passed=date(passed)),
        tr("When it has closed: wtc-eco close {name} --on {day}", name=_typed(row), day=day),
    )


def _disagrees(day: str, row: Mapping[str, Any]) -> Problem:
    return doubt(
        "closure_disagrees",
        tr("The list calls it open, and says that it closed on {day}: it stays open.", day=date(day)),
        tr("If it is closed: wtc-eco close {name} --on {day}", name=_typed(row), day=day),
    )


def _doubtful(text: str) -> Problem:
    return doubt(
        "closure_doubt",
        tr(
            "“{words}”: nobody can tell whether it is closed; it stays open, the words are kept.",
            words=text[:80],
        ),
        _how_to_close(),
    )


def _remark() -> Problem:
    return doubt(
        "closure_doubt",
        tr("Its words on a closure may mean something else: it stays open, they are kept."),
        _how_to_close(),
    )


def _how_to_close() -> str:
    return tr("If it is closed: wtc-eco close, its name, and --on with the day (year-month-day).")
