"""People, invitations and objections of another folder: translated, told once, and never against an objection."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.ecosystem.intake.delivery import Accounting
from wtc_eco.ecosystem.merging.translating import Known, Translator, fingerprint
from wtc_eco.ecosystem.people import oppositions as opposing
from wtc_eco.ecosystem.people.contacts import may_be_kept
from wtc_eco.errors import Problem
from wtc_eco.locale import trn
from wtc_eco.store import plain_rows

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

PEOPLE, INVITED, OBJECTIONS = "contacts.csv", "invited.csv", "oppositions.csv"
_NUMBERED = {PEOPLE: "contact"}
_Line = dict[str, str]


@dataclass
class AbsorbedPeople:
    """The files that change, the account of each, and what a person should know."""

    files: dict[str, bytes | None] = field(default_factory=dict)
    accounts: dict[str, Accounting] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def absorb_people(ecosystem: Ecosystem, theirs: Path, translator: Translator, known: Known) -> AbsorbedPeople:
    """Every row of their people, invitations and objections that is not here yet; nobody who objected here."""
    absorbed = AbsorbedPeople()
    oppositions = opposing.read(ecosystem)
    for name in (PEOPLE, INVITED, OBJECTIONS):
        header, lines = _read(theirs / name)
        kept = [row for row in lines if name != PEOPLE or may_be_kept(row, oppositions)]
        if lines:
            ours = _read(ecosystem.folder / "data" / name)
            _absorb(absorbed, name, (header, kept), ours, translator, known.of(name))
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
        if name == OBJECTIONS:
            # Their order must not tell who objected with whom.
            rows.sort(key=lambda row: (row.get("hash", ""), row.get("reason", "")))
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
