"""Take another coordinator's folder in: rule 9 of the identity of records.

1. Their records and ties get numbers of ours; what was taken in before keeps the number it got.
2. Their sources are prefixed with the folder's uid, so that our lists and theirs stay apart. What
   their coordination corrected stays a correction: it is a person's word, not a list.
3. Whatever names a record (ties, decisions, bearers, people, invitations) is translated, and told once.
4. What came from here (they merged us before) and what was erased here does not come back; nor does
   whoever objected or asked to be forgotten here, or there.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.analysis.disclosure import joined_ledgers, read_published, remember
from wtc_eco.ecosystem import settings as chosen
from wtc_eco.ecosystem.importing.delivery import Accounting
from wtc_eco.ecosystem.importing.reconcile import rows_of
from wtc_eco.ecosystem.merging.rows import (
    Absorbed,
    KnownRows,
    Numbered,
    Translator,
    absorb_lines,
    absorb_records,
    absorb_ties,
    fingerprint,
    known_file,
    known_from,
)
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy.contacts import may_be_kept
from wtc_eco.ecosystem.privacy.scrub import shielded_meanings, shielded_rows
from wtc_eco.ecosystem.review.words import FILE as WORDS
from wtc_eco.ecosystem.review.words import joined_meanings, read_words, to_toml
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr, trn
from wtc_eco.model import DECISIONS, RECORDS, TIES
from wtc_eco.store.layout import REFERRALS, STRUCTURES, TABLES, VERDICTS
from wtc_eco.store.repair import written

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.store import Holdings

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
    known_rows = {_told(row, header) for row in rows}
    key = _NUMBERED.get(name)
    following = 1 + max((int(row[key]) for row in rows if key and row.get(key, "").isdecimal()), default=0)
    n_new = 0
    for row in theirs[1]:
        translated = _translated(row, translator, key)
        mark, here = fingerprint([row.get(column, "") for column in theirs[0]]), _told(translated, header)
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


def _told(row: Mapping[str, str], header: tuple[str, ...]) -> str:
    """What tells a row apart, its own number left out."""
    return fingerprint([row.get(column, "") for column in header if column not in _NUMBERED.values()])


def _read(path: Path) -> tuple[tuple[str, ...], list[_Line]]:
    if not path.is_file():
        return (), []
    reader = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig", errors="replace"), newline=""))
    rows = [{name: cell or "" for name, cell in row.items() if name} for row in reader]
    return tuple(reader.fieldnames or ()), rows


_FIRST = 20


@dataclass(frozen=True)
class Merged:
    """What taking a folder in did, or would do: every row of each of its tables is accounted for."""

    folder: str
    uid: str
    rehearsal: bool
    accounts: dict[str, Accounting]
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "folder": self.folder,
            "uid": self.uid,
            "dry_run": self.rehearsal,
            "accounting": {table: asdict(account) for table, account in self.accounts.items()},
            "problems": [asdict(problem) for problem in self.problems],
        }


def merge_folder(
    ecosystem: Ecosystem, other: str | Path, *, rehearsal: bool = False, accept_edits: bool = False
) -> Merged:
    """Take in the records, ties, decisions and people of another folder; nothing is written in that folder.

    Merging twice is merging once. Raises `RefusedError` where the other folder is this one or a copy
    of it, `DamagedError` where it cannot be read.
    """
    path = Path(other)
    theirs = store.read(path)
    theirs.require_sound()
    uid, problems = _uid_of(path, theirs)
    _must_be_another(ecosystem, path, uid)
    command = f"merge-folder {path.resolve().name}"
    if rehearsal:
        return _plan(ecosystem, path, theirs, uid).told(path, uid, problems, rehearsal=True)
    with writing(ecosystem, command, accept_edits=accept_edits) as step:
        plan = _plan(ecosystem, path, theirs, uid)
        step.commit(
            plan.files,
            inputs={
                f"{path.resolve().name}/{name}": seen for name, seen in sorted(theirs.seen.items()) if seen
            },
            next_record=plan.next_record,
            next_tie=plan.next_tie,
        )
        # Not undone with the rest: what they published is known wherever their structures went.
        ledger = joined_ledgers(read_published(ecosystem.folder), read_published(path))
        if ledger is not None:
            remember(ecosystem.folder, ledger)
    return plan.told(path, uid, problems, rehearsal=False)


@dataclass(frozen=True)
class _Plan:
    files: dict[str, bytes | None]
    next_record: int
    next_tie: int
    accounts: dict[str, Accounting]
    problems: tuple[Problem, ...]

    def told(self, path: Path, uid: str, refusals: tuple[Problem, ...], *, rehearsal: bool) -> Merged:
        problems = (*refusals, *self.problems)
        return Merged(path.resolve().name, uid, rehearsal, self.accounts, problems)


def _plan(ecosystem: Ecosystem, path: Path, theirs: Holdings, uid: str) -> _Plan:
    ours = ecosystem.holdings
    data = ecosystem.folder / "data"
    known = known_from(_bytes(data / known_file(uid)))
    before = known.to_csv()
    records = absorb_records(
        Numbered(rows_of(ours.records), ours.next_record),
        shielded_rows(ecosystem, rows_of(theirs.records), RECORDS),
        uid,
        known.of(STRUCTURES),
        skipped=_ours_there(path, ecosystem.settings.uid),
        erased=_erased(data),
    )
    translator = Translator(uid, records.numbers)
    ties = absorb_ties(
        Numbered(rows_of(ours.ties), ours.next_tie),
        shielded_rows(ecosystem, rows_of(theirs.ties), TIES),
        translator,
        known.of(REFERRALS),
    )
    decisions = absorb_lines(
        rows_of(ours.decisions),
        shielded_rows(ecosystem, rows_of(theirs.decisions), DECISIONS),
        translator,
        known.of(VERDICTS),
    )
    people = absorb_people(ecosystem, path / "data", translator, known)
    meanings, words_differ = joined_meanings(ecosystem.words, shielded_meanings(ecosystem, read_words(path)))
    files: dict[str, bytes | None] = {}
    if meanings != ecosystem.words:
        files[WORDS] = to_toml(meanings)
    for name, absorbed in ((STRUCTURES, records), (REFERRALS, ties), (VERDICTS, decisions)):
        if absorbed.touched:
            files[name] = store.to_csv(model.frame(TABLES[name], absorbed.rows), TABLES[name])
    files |= people.files
    for roster in sorted((path / "data" / "rosters").glob("*.csv")):
        files[f"rosters/{translator.roster(roster.stem)}.csv"] = translator.shown(roster.read_bytes())
    if known.to_csv() != before:
        files[known_file(uid)] = known.to_csv()
    accounts = {STRUCTURES: records.account, REFERRALS: ties.account, VERDICTS: decisions.account}
    return _Plan(
        files,
        records.next_number,
        ties.next_number,
        {**accounts, **people.accounts},
        (*_gone(records), *_not_taken(path), *people.problems, *words_differ),
    )


def _uid_of(path: Path, theirs: Holdings) -> tuple[str, tuple[Problem, ...]]:
    """The folder's uid; where it has none, one made from its first records, with the line to add."""
    uid = chosen.load(path).uid
    if uid:
        return uid, ()
    rows = sorted(rows_of(theirs.records), key=lambda row: row["record"])[:_FIRST]
    made = fingerprint([row.get(name) for row in rows for name in ("source", "source_id", "name")])[:12]
    message = tr("{folder} has no uid: it is known by its first records.", folder=path.resolve().name)
    hint = tr(
        'Add this line to its eco.toml, under [ecosystem], so that it stays the same: uid = "{uid}"', uid=made
    )
    return made, (Problem("no_uid", "warning", message, hint, file=chosen.FILE),)


def _must_be_another(ecosystem: Ecosystem, path: Path, uid: str) -> None:
    same_place = path.resolve() == ecosystem.folder.resolve()
    if same_place or uid == ecosystem.settings.uid:
        raise RefusedError(
            tr("{folder} is this folder, or a copy of it.", folder=path.resolve().name),
            hint=tr(
                "A copy is compared, not merged: import what is new in it as a list, with --partial. "
                "If it is another ecosystem, give it another uid in its eco.toml."
            ),
        )


def _ours_there(path: Path, uid: str) -> dict[int, int]:
    """Their numbers of the records that they took from here, and ours."""
    if not uid:
        return {}
    pairs = known_from(_bytes(path / "data" / known_file(uid))).of(STRUCTURES)
    return {
        int(theirs): int(ours) for ours, theirs in pairs.items() if theirs.isdecimal() and ours.isdecimal()
    }


def _erased(data: Path) -> frozenset[int]:
    from wtc_eco.store.layout import TOMBSTONES
    from wtc_eco.store.numbering import erased

    return frozenset(erased({TOMBSTONES: _bytes(data / TOMBSTONES)}))


def _gone(records: Absorbed) -> tuple[Problem, ...]:
    if not records.gone:
        return ()
    numbers = ", ".join(str(number) for number in records.gone)
    message = trn(
        "{n} record taken in before is no longer in that folder: {numbers}.",
        "{n} records taken in before are no longer in that folder: {numbers}.",
        len(records.gone),
        numbers=numbers,
    )
    hint = tr("It stays here; if a person was erased there, erase it here too.")
    return (Problem("gone_there", "warning", message, hint, file=STRUCTURES),)


def _not_taken(path: Path) -> tuple[Problem, ...]:
    n = len(list((path / "data" / "quarantine").glob("*.csv")))
    if not n:
        return ()
    message = trn(
        "{n} file set aside there is not taken in.", "{n} files set aside there are not taken in.", n
    )
    return (
        Problem("quarantine_there", "note", message, tr("Mend it there, import it there, then merge again.")),
    )


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.is_file() else None
