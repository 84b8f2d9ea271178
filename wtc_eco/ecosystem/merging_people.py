"""People, invitations and objections of another folder: translated, told once, and never against an objection."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wtc_eco.ecosystem.delivery import Accounting
from wtc_eco.ecosystem.translating import Known, Translator, fingerprint
from wtc_eco.errors import Problem
from wtc_eco.store import plain_rows

PEOPLE, INVITED, OBJECTIONS = "contacts.csv", "invited.csv", "oppositions.csv"
_NUMBERED = {PEOPLE: "contact"}
_Line = dict[str, str]


@dataclass
class AbsorbedPeople:
    """The files that change, the account of each, and what a person should know."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    accounts: dict[str, Accounting] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def absorb_people(ours: Path, theirs: Path, translator: Translator, known: Known) -> AbsorbedPeople:
    """Every row of their people, invitations and objections that is not here yet."""
    absorbed = AbsorbedPeople()
    for name in (PEOPLE, INVITED, OBJECTIONS):
        header, lines = _read(theirs / name)
        if lines:
            _absorb(absorbed, name, (header, lines), _read(ours / name), translator, known.of(name))
    return absorbed


def _absorb(  # noqa: PLR0913 - a file of theirs, the same of ours, and how to tell rows apart
    absorbed: AbsorbedPeople,
    name: str,
    theirs: tuple[tuple[str, ...], list[_Line]],
    ours: tuple[tuple[str, ...], list[_Line]],
    translator: Translator,
    known: dict[str, str],
) -> None:
    header = tuple(dict.fromkeys((*ours[0], *theirs[0])))
    rows = list(ours[1])
    held = {_told(row, header) for row in rows}
    key = _NUMBERED.get(name)
    following = 1 + max((int(row[key]) for row in rows if key and row.get(key, "").isdecimal()), default=0)
    n_new = 0
    for row in theirs[1]:
        said = _translated(row, translator, key)
        mark, here = fingerprint([row.get(column, "") for column in theirs[0]]), _told(said, header)
        if mark not in known and here not in held:
            rows.append({**said, key: str(following)} if key else said)
            following += 1
            n_new += 1
            held.add(here)
        # The pair holds no word of the row: an erasure need not look for it here.
        known.setdefault(mark, "")
    absorbed.accounts[name] = Accounting(read=len(theirs[1]), new=n_new, unchanged=len(theirs[1]) - n_new)
    if n_new:
        cells = ([row.get(column, "") for column in header] for row in rows)
        absorbed.files[name] = plain_rows.written(header, cells)


def _translated(row: _Line, translator: Translator, key: str | None) -> _Line:
    said = dict(row)
    if key:
        said[key] = ""
    if said.get("record"):
        said["record"] = translator.end(said["record"]) or ""
    if "source" in said:
        said["source"] = translator.source(said["source"] or None)
    return said


def _told(row: Mapping[str, str], header: tuple[str, ...]) -> str:
    """What tells a row apart, its own number left out."""
    return fingerprint([row.get(column, "") for column in header if column not in _NUMBERED.values()])


def _read(path: Path) -> tuple[tuple[str, ...], list[_Line]]:
    if not path.is_file():
        return (), []
    found = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"), newline=""))
    rows = [{name: cell or "" for name, cell in row.items() if name} for row in found]
    return tuple(found.fieldnames or ()), rows
