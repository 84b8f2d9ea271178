"""The rows of another folder taken in among ours: numbered and named in our words, counted, never two of one.

`data/merged/UID.csv` remembers which of their rows is which of ours, so that a second merge brings only what is
new, and what was changed or decided here meanwhile stands.
"""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections import defaultdict
from collections.abc import Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.ecosystem.importing.delivery import Accounting
from wtc_eco.ecosystem.importing.reconcile import Shape
from wtc_eco.model import DECISIONS, RECORDS, TIES, names
from wtc_eco.registry import CHOSEN, COORDINATION, is_correction

_NUMBER = re.compile(r"[0-9]{1,15}")
_STRUCTURE = re.compile(r"[sS]([0-9]{1,15})")
_WRITER = re.compile(r"\s*S?([0-9]{1,15})\s*:(.*)", re.DOTALL)
_HEADER = ("table", "theirs", "ours")


@dataclass
class KnownRows:
    """By table, which of their rows (a number, or a fingerprint where rows have none) is which of ours."""

    pairs: dict[str, dict[str, str]] = field(default_factory=dict)

    def of(self, table: str) -> dict[str, str]:
        """The pairs of one table, to be read and added to."""
        return self.pairs.setdefault(table, {})

    def to_csv(self) -> bytes:
        """The file of these pairs."""
        stream = io.StringIO(newline="")
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(_HEADER)
        rows = [(table, a, b) for table, pairs in self.pairs.items() for a, b in pairs.items()]
        rows.sort(key=lambda row: (row[0], row[1].zfill(16), row[2]))
        writer.writerows(rows)
        return stream.getvalue().encode()


def known_from(content: bytes | None) -> KnownRows:
    """The pairs that a file holds; a line that is none is left out."""
    known = KnownRows()
    text = (content or b"").decode("utf-8-sig", errors="replace")
    for row in csv.reader(io.StringIO(text, newline="")):
        if len(row) == len(_HEADER) and tuple(row) != _HEADER:
            known.of(row[0])[row[1]] = row[2]
    return known


def known_file(uid: str) -> str:
    """Where the pairs of a folder stand in `data/`."""
    return f"merged/{uid}.csv"


@dataclass(frozen=True)
class Translator:
    """Record numbers and source names of the folder `uid`, as they are here."""

    uid: str
    records: Mapping[int, int]

    def source(self, name: str | None) -> str:
        """A list of theirs, told apart from a list of the same name here."""
        return f"{self.uid}:{name}" if name else self.uid

    def roster(self, name: str) -> str:
        """A list that a survey of theirs showed, told apart from ours."""
        return f"{self.uid}-{name}"

    def shown(self, content: bytes) -> bytes:
        """The file of such a list, with our numbers; a record that is not here has none."""
        numbers = (line.strip() for line in content.decode("utf-8-sig").splitlines()[1:])
        ours = {self.records[int(one)] for one in numbers if one.isdecimal() and int(one) in self.records}
        return "\n".join(["record", *map(str, sorted(ours)), ""]).encode()

    def end(self, text: str | None) -> str | None:
        """An end of a tie or the side of a decision: their number becomes ours, words stay words.

        A number that nobody has there must not name a record here: it becomes words.
        """
        if text is None:
            return None
        structure = _STRUCTURE.fullmatch(text.strip())
        if structure or _NUMBER.fullmatch(text.strip()):
            return self._number(structure[1] if structure else text.strip())
        writer = _WRITER.fullmatch(text)
        return f"{self._number(writer[1])}:{writer[2]}" if writer else text

    def _number(self, text: str) -> str:
        ours = self.records.get(int(text))
        return str(ours) if ours is not None else f"{self.uid} n° {int(text)}"


def fingerprint(cells: Sequence[Any]) -> str:
    """What tells a row without a number apart from others."""
    joined = "\x1f".join("" if cell is None else str(cell) for cell in cells)
    return hashlib.sha256(joined.encode(errors="surrogateescape")).hexdigest()[:16]


Row = dict[str, Any]
_RECORDS, _TIES = Shape(RECORDS), Shape(TIES)


@dataclass
class Numbered:
    """A table of ours and the next free number of its rows."""

    rows: list[Row]
    next_number: int


@dataclass
class Absorbed:
    """A table with another folder's rows in it.

    `numbers` says which of their numbers is which of ours; `gone` are numbers of ours whose row is no
    longer in that folder; `touched` is False where not one cell changes.
    """

    rows: list[Row]
    next_number: int = 1
    numbers: dict[int, int] = field(default_factory=dict)
    gone: tuple[int, ...] = ()
    n: dict[str, int] = field(
        default_factory=lambda: dict.fromkeys(("new", "updated", "unchanged", "repeated"), 0)
    )

    @property
    def touched(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.n["new"] or self.n["updated"])

    @property
    def account(self) -> Accounting:
        """Every row read, accounted for; repeated: it came from here, was erased here, or decided before."""
        return Accounting(read=sum(self.n.values()), **self.n)


def absorb_records(  # noqa: PLR0913 - two tables, what is known of them, and what must not come back
    ours: Numbered,
    theirs: Sequence[Row],
    uid: str,
    known: MutableMapping[str, str],
    *,
    skipped: Mapping[int, int],
    erased: frozenset[int],
) -> Absorbed:
    """Records: those known keep their number, those that say the same are the same, others are new."""
    absorbed = Absorbed(ours.rows, ours.next_number, numbers=dict(skipped))
    translator = Translator(uid, absorbed.numbers)
    taken = [
        row for row in sorted(theirs, key=lambda row: int(row["record"])) if row["record"] not in skipped
    ]
    absorbed.n["repeated"] += len(theirs) - len(taken)
    _number(absorbed, taken, known, "record", lambda row: _translated_record(row, translator, 0), _RECORDS)
    place_of = {row["record"]: place for place, row in enumerate(absorbed.rows)}
    for row in taken:
        number = absorbed.numbers[row["record"]]
        if number in erased:
            absorbed.n["repeated"] += 1
        else:
            _put(absorbed, place_of, number, _translated_record(row, translator, number), _RECORDS)
    there = {row["record"] for row in theirs}
    absorbed.gone = tuple(
        sorted(
            int(one) for theirs_, one in known.items() if int(theirs_) not in there and int(one) in place_of
        )
    )
    return absorbed


def absorb_ties(
    ours: Numbered, theirs: Sequence[Row], translator: Translator, known: MutableMapping[str, str]
) -> Absorbed:
    """Ties: as records, their ends translated."""
    absorbed = Absorbed(ours.rows, ours.next_number)
    taken = sorted(theirs, key=lambda row: int(row["tie"]))
    _number(absorbed, taken, known, "tie", lambda row: _translated_tie(row, translator, 0), _TIES)
    place_of = {row["tie"]: place for place, row in enumerate(absorbed.rows)}
    for row in taken:
        number = absorbed.numbers[row["tie"]]
        _put(absorbed, place_of, number, _translated_tie(row, translator, number), _TIES)
    return absorbed


def absorb_lines(
    ours: Sequence[Row], theirs: Sequence[Row], translator: Translator, known: MutableMapping[str, str]
) -> Absorbed:
    """Decisions: each line once, after ours; what was decided here since about the same stands after it."""
    absorbed = Absorbed(list(ours))
    columns = names(DECISIONS)
    known_lines = {fingerprint([row.get(name) for name in columns]) for row in ours}
    for row in theirs:
        translated = {
            **row,
            "left": translator.end(row.get("left")),
            "right": translator.end(row.get("right")),
        }
        if str(row.get("why") or "").startswith(CHOSEN):
            # A survey decided it: the survey is called otherwise here.
            translated["decided_by"] = translator.source(row.get("decided_by"))
        translated = {name: value for name, value in translated.items() if value is not None}
        key, here = (fingerprint([one.get(name) for name in columns]) for one in (row, translated))
        if key in known or here in known_lines:
            absorbed.n["unchanged"] += 1
        else:
            absorbed.rows.append(translated)
            absorbed.n["new"] += 1
        known[key] = here
    return absorbed


def _number(  # noqa: PLR0913 - which rows, how they are told apart, and how they read here
    absorbed: Absorbed,
    taken: Sequence[Row],
    known: MutableMapping[str, str],
    key: str,
    here: Any,
    shape: Shape,
) -> None:
    """Give each of their rows a number of ours: the one it has, the one of a row that says the same, a new one."""
    waiting: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    spoken_for = {int(number) for number in known.values()}
    for row in reversed(absorbed.rows):
        if row[key] not in spoken_for:
            waiting[_said(row, shape)].append(row[key])
    for row in taken:
        number = known.get(str(row[key]))
        if number is None:
            same = waiting.get(_said(here(row), shape))
            number = str(same.pop()) if same else str(absorbed.next_number)
            absorbed.next_number = max(absorbed.next_number, int(number) + 1)
            known[str(row[key])] = number
        absorbed.numbers[row[key]] = int(number)


def _said(row: Row, shape: Shape) -> tuple[Any, ...]:
    """What a row says and where it is from; a bearer or an end that is a number is not known yet."""
    content = [
        "" if column.name in ("hosted_by", "from", "to") and cell.isdecimal() else cell
        for column, cell in zip(shape.telling, shape.content(row), strict=True)
    ]
    return (row.get("source"), row.get("source_id"), *content)


def _put(absorbed: Absorbed, place_of: Mapping[int, int], number: int, row: Row, shape: Shape) -> None:
    place = place_of.get(number)
    settled = dict(shape.settled(row))
    if place is None:
        absorbed.rows.append(settled)
        absorbed.n["new"] += 1
    elif absorbed.rows[place] != settled:
        absorbed.rows[place] = settled
        absorbed.n["updated"] += 1
    else:
        absorbed.n["unchanged"] += 1


def _translated_record(row: Row, translator: Translator, number: int) -> Row:
    source = COORDINATION if is_correction(row) else translator.source(row.get("source"))
    translated = {**row, "record": number, "source": source}
    if "hosted_by" in row:
        translated["hosted_by"] = translator.end(row["hosted_by"])
    if "roster" in row:
        translated["roster"] = translator.roster(row["roster"])
    return translated


def _translated_tie(row: Row, translator: Translator, number: int) -> Row:
    ends: Row = {name: translator.end(row[name]) for name in ("from", "to") if name in row}
    return {**row, **ends, "tie": number, "source": translator.source(row.get("source"))}
