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
from collections.abc import Callable, Collection, Mapping, MutableMapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.importing.delivery import Accounting
from wtc_eco.ecosystem.importing.reconcile import Shape
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy.contacts import may_be_kept
from wtc_eco.errors import Problem
from wtc_eco.i18n import trn
from wtc_eco.model import DECISIONS, RECORDS, TIES, names
from wtc_eco.registry import CHOSEN, COORDINATION, is_correction
from wtc_eco.store.numbering import KnownRows
from wtc_eco.store.repair import written

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

_NUMBER = re.compile(r"[0-9]{1,15}")
_STRUCTURE = re.compile(r"[sS]([0-9]{1,15})")
_WRITER = re.compile(r"\s*S?([0-9]{1,15})\s*:(.*)", re.DOTALL)


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
        default_factory=lambda: dict.fromkeys(("new", "updated", "unchanged", "repeated", "quarantined"), 0)
    )

    @property
    def touched(self) -> bool:
        """Whether anything is to be written."""
        return bool(self.n["new"] or self.n["updated"])

    @property
    def account(self) -> Accounting:
        """Every row read, accounted for.

        Repeated: it came from here, was erased here, or decided before; quarantined: it is about ours,
        and waits there for a person to accept it.
        """
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
    absorbed = Absorbed(list(ours.rows), ours.next_number, numbers=dict(skipped))
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
    ours: Numbered,
    theirs: Sequence[Row],
    translator: Translator,
    known: MutableMapping[str, str],
    *,
    waiting: Collection[int] = (),
) -> Absorbed:
    """Ties: as records, their ends translated; those whose number there is among `waiting` are left there."""
    absorbed = Absorbed(list(ours.rows), ours.next_number)
    taken = sorted((row for row in theirs if row["tie"] not in waiting), key=lambda row: int(row["tie"]))
    absorbed.n["quarantined"] += len(theirs) - len(taken)
    _number(absorbed, taken, known, "tie", lambda row: _translated_tie(row, translator, 0), _TIES)
    place_of = {row["tie"]: place for place, row in enumerate(absorbed.rows)}
    for row in taken:
        number = absorbed.numbers[row["tie"]]
        _put(absorbed, place_of, number, _translated_tie(row, translator, number), _TIES)
    return absorbed


def absorb_lines(  # noqa: PLR0913 - two tables, how theirs read here, and which of them wait
    ours: Sequence[Row],
    theirs: Sequence[Row],
    translator: Translator,
    known: MutableMapping[str, str],
    *,
    words: Mapping[str, str | None],
    waits: Callable[[Row], bool],
) -> Absorbed:
    """Decisions: each line once, after ours; what was decided here since about the same stands after it.

    `words` are those of each record as it is here: no words of theirs lead a decision to another record.
    What `waits`, about our own structures, is left there.
    """
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
        for side in ("left", "right"):
            if translated[side] in words:
                translated[f"{side}_words"] = words[translated[side]]
        translated = {name: value for name, value in translated.items() if value is not None}
        key, here = (fingerprint([one.get(name) for name in columns]) for one in (row, translated))
        if key in known or here in known_lines:
            absorbed.n["unchanged"] += 1
        elif waits(translated):
            absorbed.n["quarantined"] += 1
            continue
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
    alike: dict[tuple[Any, ...], list[int]] = defaultdict(list)
    spoken_for = {int(number) for number in known.values()}
    for row in reversed(absorbed.rows):
        # A correction of ours is a word of ours, also where theirs says the same today.
        if row[key] not in spoken_for and not is_correction(row):
            alike[_said(row, shape)].append(row[key])
    for row in taken:
        number = known.get(str(row[key]))
        if number is None:
            same = alike.get(_said(here(row), shape))
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


PEOPLE, INVITED, OBJECTIONS = "contacts.csv", "invited.csv", "oppositions.csv"
_NUMBERED = {PEOPLE: "contact"}
_Line = dict[str, str]


@dataclass
class AbsorbedPeople:
    """The files that change, the account of each, and what a person should know."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    accounts: dict[str, Accounting] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def absorb_people(
    ecosystem: Ecosystem, theirs: Path, translator: Translator, known: KnownRows
) -> AbsorbedPeople:
    """Every row of their people, invitations and objections that is not here yet; nobody who objected here."""
    absorbed = AbsorbedPeople()
    oppositions = opposing.read(ecosystem)
    for name in (PEOPLE, INVITED, OBJECTIONS):
        header, lines = _rows_of_file(theirs / name)
        kept = [row for row in lines if name != PEOPLE or may_be_kept(row, oppositions)]
        if lines:
            ours = _rows_of_file(ecosystem.folder / "data" / name)
            _absorb_file(absorbed, name, (header, kept), ours, translator, known.of(name))
            _account_for(absorbed, name, len(lines) - len(kept))
    return absorbed


def _account_for(absorbed: AbsorbedPeople, name: str, n_left_out: int) -> None:
    """Those who objected are read and not kept."""
    if not n_left_out:
        return
    account = absorbed.accounts[name]
    absorbed.accounts[name] = replace(account, read=account.read + n_left_out, repeated=n_left_out)
    message = trn(
        "{n} person who objected here is left out.", "{n} people who objected here are left out.", n_left_out
    )
    absorbed.problems.append(Problem("objected", "note", message, file=name))


def _absorb_file(  # noqa: PLR0913 - a file of theirs, the same of ours, and how to tell rows apart
    absorbed: AbsorbedPeople,
    name: str,
    theirs: tuple[tuple[str, ...], list[_Line]],
    ours: tuple[tuple[str, ...], list[_Line]],
    translator: Translator,
    known: dict[str, str],
) -> None:
    header = tuple(dict.fromkeys((*ours[0], *theirs[0])))
    rows = list(ours[1])
    known_rows = {_told_apart(row, header) for row in rows}
    key = _NUMBERED.get(name)
    following = 1 + max((int(row[key]) for row in rows if key and row.get(key, "").isdecimal()), default=0)
    n_new = 0
    for row in theirs[1]:
        translated = _translated(row, translator, key)
        mark, here = (
            fingerprint([row.get(column, "") for column in theirs[0]]),
            _told_apart(translated, header),
        )
        if mark not in known and here not in known_rows:
            rows.append({**translated, key: str(following)} if key else translated)
            following += 1
            n_new += 1
            known_rows.add(here)
        # The pair holds no word of the row: an erasure need not look for it here.
        known.setdefault(mark, "")
    absorbed.accounts[name] = Accounting(read=len(theirs[1]), new=n_new, unchanged=len(theirs[1]) - n_new)
    if n_new:
        if name == OBJECTIONS:
            # Their order must not tell who objected with whom.
            rows.sort(key=lambda row: (row.get("hash", ""), row.get("reason", "")))
        cells = ([row.get(column, "") for column in header] for row in rows)
        absorbed.files[name] = written(header, cells)


def _translated(row: _Line, translator: Translator, key: str | None) -> _Line:
    translated = dict(row)
    if key:
        translated[key] = ""
    if translated.get("record"):
        translated["record"] = translator.end(translated["record"]) or ""
    if "source" in translated:
        translated["source"] = translator.source(translated["source"] or None)
    return translated


def _told_apart(row: Mapping[str, str], header: tuple[str, ...]) -> str:
    """What tells a row apart, its own number left out."""
    return fingerprint([row.get(column, "") for column in header if column not in _NUMBERED.values()])


def _rows_of_file(path: Path) -> tuple[tuple[str, ...], list[_Line]]:
    if not path.is_file():
        return (), []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"), newline=""))
    rows = [{name: cell or "" for name, cell in row.items() if name} for row in reader]
    return tuple(reader.fieldnames or ()), rows
