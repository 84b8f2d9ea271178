"""What an answer says of the structure, its offer and the person to invite, and when: columns of a record.

The moment is ISO day and time on the respondent's own clock. Google Forms writes `05/10/2026 14:03:45` in a French
sheet, `10/5/2026 14:03:45` in an American one and `2026/10/05 2:03:45 PM UTC+2` in a downloaded file; LimeSurvey
`2026-10-05 14:03:45`, or 1980-01-01 where the survey keeps no dates; KoBo `2026-10-05T12:03:45`;
Microsoft Forms a date of the workbook, which a CSV of it shows as `10/5/26 14:03:45`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from wtc_eco.errors import LONGEST_SHOWN, Problem
from wtc_eco.i18n import tr
from wtc_eco.sources.persons import WAYS, person_title, person_words, several_people
from wtc_eco.sources.row_reader import cell_readers
from wtc_eco.sources.surveys.boxes import Faults, Ticked, chosen, ticked, unknown_options
from wtc_eco.sources.surveys.headings import Filled, tools
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import Reader, ReadValue, doubt, repaired
from wtc_eco.sources.values.contact import read_email, valid_addresses, valid_phones
from wtc_eco.sources.values.coordinates import Bounds
from wtc_eco.sources.values.dates import four_digits, read_date
from wtc_eco.sources.values.terms import plain_reader
from wtc_eco.sources.vocabulary import says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.questionnaire import Question, Questionnaire

Said = Mapping[str, Sequence[Filled]]
_NOT_OF_THE_OFFER = ("", "invited", "per_year", "closing", "wish")
_OF_PERSON = ("person", "role", "email", "language")
_FIELD_OF_PERSON = {"contact_role": "role", "contact_email": "email"}
_ASKED_SO = "postal_code_repaired"
"""The form asks for the postal code and the locality in one line: no need to say that it was cut."""


@dataclass
class SurveyOffer:
    """What is read so far: columns of the record, of the contact, what is kept as found, doubts by title."""

    values: dict[str, Any] = field(default_factory=dict)
    person: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    faults: Faults = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)


@dataclass(frozen=True)
class OfferReader:
    """Reads the offer of one answer."""

    questionnaire: Questionnaire
    territory: Territory

    def read(self, answers: Said) -> SurveyOffer:
        """The offer, from the filled cells by question."""
        offer = SurveyOffer()
        for question in self.questionnaire.questions.values():
            filled = answers.get(question.code, ())
            if filled and question.fills not in _NOT_OF_THE_OFFER:
                self._take(offer, question, filled)
        return offer

    def _take(self, offer: SurveyOffer, question: Question, filled: Sequence[Filled]) -> None:
        match question.type:
            case "boxes":
                self._boxes(offer, question, filled)
            case "choice":
                self._choice(offer, question, filled)
            case "grid":
                self._steps(offer, question, filled)
            case "texts" if question.fills == "contact":
                self._person(offer, filled)
            case "texts":
                for place, text, title in filled:
                    self._text(offer, question, (place.row, text, title))
            case _:
                for _, text, title in filled:
                    self._text(offer, question, (question.fills, text, title))

    def _boxes(self, offer: SurveyOffer, question: Question, filled: Sequence[Filled]) -> None:
        boxes = ticked(question, filled)
        _beside(offer, question, boxes, filled)
        value = self._value(question, boxes)
        if value is not None:
            before = offer.values.get(question.fills) or ()
            offer.values[question.fills] = tuple(dict.fromkeys((*before, *value)))

    def _value(self, question: Question, boxes: Ticked) -> tuple[str, ...] | None:
        """The values of a list; `()` where the answer is that there is none, None where nothing is known."""
        meant = {id_: self._meaning(question, id_) for id_ in boxes.ids}
        written = tuple(self._written(question, id_) for id_ in boxes.ids if not meant[id_])
        return written or (() if "none" in meant.values() and not boxes.others else None)

    @staticmethod
    def _meaning(question: Question, id_: str) -> str:
        return str(question.options[id_].extra.get("means", "")) if id_ in question.options else ""

    @staticmethod
    def _written(question: Question, id_: str) -> str:
        return str(question.options[id_].extra.get("value", id_)) if id_ in question.options else id_

    def _choice(self, offer: SurveyOffer, question: Question, filled: Sequence[Filled]) -> None:
        choice = chosen(question, filled)
        _beside(offer, question, choice, filled)
        known = [self._written(question, id_) for id_ in choice.ids if not self._meaning(question, id_)]
        if known:
            offer.values.setdefault(question.fills, known[0])

    @staticmethod
    def _steps(offer: SurveyOffer, question: Question, filled: Sequence[Filled]) -> None:
        """Known to be none only where every line was answered: a line left out is not a «no»."""
        answers: dict[str, str] = {}
        for place, text, title in filled:
            choice = chosen(question, [(place, text, title)])
            offer.faults += unknown_options(question, choice.others, title)
            offer.unknown += [(question.code, words) for words in choice.others]
            if choice.ids and place.row in question.rows:
                answers[place.row] = choice.ids[0]
        answered = [row for row in question.rows if answers.get(row, "unknown") != "unknown"]
        whole = len(answered) == len(question.rows)
        for column, answer in (("steps", "in_place"), ("steps_planned", "planned")):
            named = tuple(row for row in question.rows if answers.get(row) == answer)
            if named or whole:
                offer.values[column] = named

    def _text(self, offer: SurveyOffer, question: Question, cell: tuple[str, str, str]) -> None:
        """A text, a number, an address: read as in any list; what cannot be read is kept as found."""
        to, text, title = cell
        if question.fills == "extra":
            if not says_nothing(text):
                offer.extra[question.code] = text
            return
        read = self._reader(to)(text)
        offer.faults += [(fault, title) for fault in read.faults if fault.code != _ASKED_SO]
        for name, value in read.values.items():
            offer.values.setdefault(name, value)
        if read.rest or (read.faults and not read.values):
            offer.extra[f"{question.code}.{to}" if len(question.rows) else question.code] = text

    @staticmethod
    def _person(offer: SurveyOffer, filled: Sequence[Filled]) -> None:
        """The person to invite: what stands in the cell asked for it goes before what another cell holds beside."""
        beside: dict[str, tuple[str, str]] = {}
        for place, text, title in filled:
            to = (
                place.row
                if place.row in _OF_PERSON
                else _FIELD_OF_PERSON.get(person_title(place.row), "person")
            )
            read = _of_person(to, text)
            offer.faults += [(fault, title) for fault in read.faults]
            for name, value in read.values.items():
                if name == to:
                    offer.person.setdefault(name, value)
                else:
                    beside.setdefault(name, (value, title))
        for name, (value, title) in beside.items():
            if fold(offer.person.setdefault(name, value)) != fold(value):
                offer.faults.append((_left_over([value]), title))

    def _reader(self, to: str) -> Reader:
        return self._readers.get(to) or plain_reader(to)

    @cached_property
    def _readers(self) -> Mapping[str, Reader]:
        return cell_readers(self.territory, Bounds.of(self.territory))


def _of_person(to: str, text: str) -> ReadValue:
    """What is said of the person to invite; the language by its first letters.

    Name, role, address and number of one cell are taken apart, which is told: «Anne Petit <anne@x.example>»,
    «anne@x.example (coordinatrice)», «Petit Anne - 0471 12 34 56». What has no place in a contact is the rest.
    """
    if says_nothing(text):
        return ReadValue()
    words = " ".join(text.split())
    if to == "language":
        return ReadValue({to: tools().languages.get(fold(words), words)})
    email, phones = read_email(text), valid_phones(text, "BE")
    emails = email.values.get("email") or ()
    if not emails and not phones and "@" not in text:
        if to == "email":
            return ReadValue(faults=email.faults)
        return ReadValue(
            {to: words}, (_more_than_a_name(words),) if to == "person" and _has_digit(words) else ()
        )
    pieces = [piece for piece in _around(text if "@" in text else email.note or text) if "@" not in piece]
    of_role = [piece for piece in pieces if person_title(piece) or piece == piece.lower()]
    if to == "role" and not of_role:
        of_role = pieces
    read = [("role" if piece in of_role else "person", piece) for piece in pieces]
    read += [("email", one) for one in emails] + [("phone", one) for one in phones]
    values: dict[str, str] = {}
    for name, value in read:
        values.setdefault(name, value)
    if not values and to == "person":
        values = {to: words}
    faults = [*(email.faults if "@" in text or emails else ())]
    faults += [_more_than_a_name(piece) for piece in pieces if _has_digit(piece)]
    if tuple(values) not in ((to,), ()):
        faults.append(_taken_apart(values))
    if spare := [value for name, value in read if values[name] != value]:
        faults.append(_left_over(spare))
    return ReadValue(values, tuple(faults))


def _around(text: str) -> list[str]:
    """The words around the addresses and numbers of a cell, a piece each, without «mail» and «GSM»."""

    def parted(way: re.Match[str]) -> str:
        return ";" if valid_addresses(way[0]) or valid_phones(way[0], "BE") else way[0]

    labels = person_words().beside["contact_email"] | person_words().beside["contact_phone"]
    spread = re.sub(r"[;|<>()\[\]]|(?<!\d)/(?=[^/\s]*@)", " ; ", text).replace(",", ", ")
    pieces = several_people(WAYS.sub(parted, spread))
    bare = (" ".join(word for word in piece.split() if fold(word) not in labels) for piece in pieces)
    return [piece.strip(" ,:-–.") for piece in bare if fold(piece)]


def _has_digit(text: str) -> bool:
    return any(map(str.isdigit, text))


def _taken_apart(values: Mapping[str, str]) -> Problem:
    return repaired(
        "person_split",
        tr(
            "A cell held something else, or more, than it was asked for; it was read as: {parts}.",
            parts=" · ".join(values.values()),
        ),
    )


def _left_over(spare: Sequence[str]) -> Problem:
    return doubt(
        "person_several",
        tr("One person is kept for each answer; left out: {words}.", words=", ".join(spare)[:LONGEST_SHOWN]),
        tr("Write whoever else is to be invited into another answer, or into a list of contacts."),
    )


def _more_than_a_name(words: str) -> Problem:
    return doubt(
        "person_unclear",
        tr("“{words}” holds more than a name; the words were kept as they are.", words=words[:80]),
        tr("Write the name alone; the address stands in its own cell."),
    )


def _beside(offer: SurveyOffer, question: Question, ticks: Ticked, filled: Sequence[Filled]) -> None:
    """Doubts, and the words that are no option: listed, and kept as found."""
    offer.faults += ticks.faults
    for words in ticks.others:
        title = next((title for _, text, title in filled if words in text), filled[0][2])
        offer.faults += unknown_options(question, (words,), title)
    offer.unknown += [(question.code, words) for words in ticks.others]
    if ticks.others:
        offer.extra[question.code] = " | ".join(ticks.others)


_CLOCK = re.compile(r"(?<!\d)(\d{1,2})[:h](\d{2})(?::(\d{2}))?(?:\.\d{1,9})? ?(AM|PM|am|pm)?")
_DAY = re.compile(r"(\d{1,4})[-/.](\d{1,2})[-/.](\d{1,4})")
_NOON, _MONTHS, _FIRST_YEAR, _TWO_DIGITS = 12, 12, 1000, 100
_UNDATED = "1980-01-01"
"""What LimeSurvey writes where the survey keeps no dates."""


def month_first(texts: Sequence[str], title: str) -> bool:
    """Whether the dates of a column begin with the month: some can only be so, or its tool writes them so.

    Google's American sheet is told by its title; a workbook of Microsoft Forms shows `11/2/26 9:18:42` in any language.
    """
    dates = [tuple(map(int, numbers.groups())) for text in texts if (numbers := _DAY.match(text.strip()))]
    if any(_MONTHS < first < _FIRST_YEAR for first, _, _ in dates):
        return False
    if any(second > _MONTHS for first, second, _ in dates if first <= _MONTHS):
        return True
    by_forms = fold(title) in tools().completed and any(year < _TWO_DIGITS for _, _, year in dates)
    return by_forms or title.strip() == "Timestamp"


def exchangeable(texts: Sequence[str]) -> bool:
    """Whether a date of this column has a day and a month that can be exchanged, and no other date decides."""
    dates = [tuple(map(int, numbers.groups())) for text in texts if (numbers := _DAY.match(text.strip()))]
    decided = any(max(first, second) > _MONTHS for first, second, _ in dates)
    return not decided and any(first != second for first, second, _ in dates)


def moment_of(text: str, *, american: bool = False) -> tuple[str | None, tuple[Problem, ...]]:
    """The ISO day, with its time where one is written; None where no day is known, and why."""
    cell = seen(text)
    day, faults = _day(cell, american=american)
    if day is None or day == _UNDATED:
        return None, faults
    clock = _clock(cell)
    return (f"{day} {clock}" if clock else day), faults


def _day(text: str, *, american: bool) -> tuple[str | None, tuple[Problem, ...]]:
    numbers = _DAY.match(text)
    if not numbers:
        read = read_date(text, "moment")
        return read.values.get("moment"), tuple(_as_warning(fault) for fault in read.faults)
    first, second, third = (int(part) for part in numbers.groups())
    year, month, day = (first, second, third) if first >= _FIRST_YEAR else (third, second, first)
    if american and first < _FIRST_YEAR:
        month, day = day, month
    try:
        return dt.date(four_digits(year), month, day).isoformat(), ()
    except ValueError:
        return None, (_undated(text),)


def _clock(text: str) -> str:
    clock = _CLOCK.search(text)
    if not clock:
        return ""
    hour = int(clock[1])
    if clock[4]:
        hour = hour % _NOON + (_NOON if clock[4].lower() == "pm" else 0)
    return f"{hour:02}:{clock[2]}:{clock[3] or '00'}"


def _as_warning(fault: Problem) -> Problem:
    """An answer is not set aside for its date alone."""
    return Problem(fault.code, "warning", fault.message, fault.hint)


def _undated(text: str) -> Problem:
    return Problem(
        "date_bad",
        "warning",
        tr("“{words}” is not a date.", words=text[:80]),
        tr("Write it as 2024-06-07, or empty the cell."),
    )
