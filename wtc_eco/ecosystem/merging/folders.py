"""Take another coordinator's folder in: rule 9 of the identity of records.

1. Their records and ties get numbers of ours; what was taken in before keeps the number it got.
2. Their sources are prefixed with the folder's uid, so that our lists and theirs stay apart. What
   their coordination corrected stays a correction: it is a person's word, not a list.
3. Whatever names a record (ties, decisions, bearers, people, invitations) is translated, and told once.
4. Another folder is a boundary of trust: of a structure that is not theirs, what they would change only waits
   (`registry.FieldProposal`), and so do decisions, ties and words that are about ours alone. What a person accepts is
   a correction of ours; what was refused is not asked again. No record of theirs makes one of two structures.
5. What came from here (they merged us before) and what was erased here does not come back; nor does
   whoever objected or asked to be forgotten here, or there.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.analysis.disclosure import joined_ledgers, read_published, remember
from wtc_eco.ecosystem import settings as chosen
from wtc_eco.ecosystem.importing.delivery import Accounting
from wtc_eco.ecosystem.importing.reconcile import rows_of
from wtc_eco.ecosystem.merging.proposals import (
    REFUSED,
    Accepting,
    Ballot,
    MergeProposal,
    accepted_corrections,
    accepts_line,
    accepts_tie,
    meanings_accepted,
)
from wtc_eco.ecosystem.merging.rows import (
    Absorbed,
    Numbered,
    Translator,
    absorb_lines,
    absorb_people,
    absorb_records,
    absorb_ties,
    fingerprint,
)
from wtc_eco.ecosystem.privacy.scrub import shielded_meanings, shielded_rows
from wtc_eco.ecosystem.review.words import FILE as WORDS
from wtc_eco.ecosystem.review.words import joined_meanings, read_words, to_toml
from wtc_eco.ecosystem.writing import SHAPE, writing
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.matching.decisions import words_of
from wtc_eco.model import DECISIONS, RECORDS, TIES
from wtc_eco.store.layout import REFERRALS, STRUCTURES, TABLES, VERDICTS
from wtc_eco.store.numbering import known_file, known_from
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.review.words import Meanings
    from wtc_eco.store import Holdings

_FIRST = 20


@dataclass(frozen=True)
class Merged:
    """What taking a folder in did, or would do: every row of each of its tables is accounted for.

    `proposals` are what it would change among our own structures; `n_refused` those that were refused before.
    """

    folder: str
    uid: str
    rehearsal: bool
    accounts: dict[str, Accounting]
    problems: tuple[Problem, ...]
    proposals: tuple[MergeProposal, ...] = ()
    n_refused: int = 0

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "folder": self.folder,
            "uid": self.uid,
            "dry_run": self.rehearsal,
            "accounting": {table: asdict(account) for table, account in self.accounts.items()},
            "proposals": [asdict(one) for one in self.proposals],
            "refused_before": self.n_refused,
            "problems": [asdict(problem) for problem in self.problems],
        }


def merge_folder(
    ecosystem: Ecosystem,
    other: str | Path,
    *,
    rehearsal: bool = False,
    accept: Accepting = Accepting(),  # noqa: B008 - frozen
    accept_edits: bool = False,
) -> Merged:
    """Take in the records, ties, decisions and people of another folder; nothing is written in that folder.

    Of what it would change in our own structures, only what is accepted is taken. Merging twice is merging once.
    Raises `RefusedError` where the other folder is this one or a copy
    of it, `DamagedError` where it cannot be read.
    """
    path = Path(other)
    theirs = store.read(path)
    theirs.require_sound()
    uid, problems = _uid_of(path, theirs)
    _must_be_another(ecosystem, path, uid)
    command = f"merge-folder {path.resolve().name}"
    if rehearsal:
        return _plan(ecosystem, path, theirs, uid, accept).told(path, uid, problems, rehearsal=True)
    with writing(ecosystem, command, accept_edits=accept_edits) as step:
        plan = _plan(ecosystem, path, theirs, uid, accept)
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
    proposals: tuple[MergeProposal, ...]
    n_refused: int

    def told(self, path: Path, uid: str, refusals: tuple[Problem, ...], *, rehearsal: bool) -> Merged:
        problems = (*refusals, *self.problems)
        return Merged(
            path.resolve().name, uid, rehearsal, self.accounts, problems, self.proposals, self.n_refused
        )


def _plan(ecosystem: Ecosystem, path: Path, theirs: Holdings, uid: str, accept: Accepting) -> _Plan:
    ours = ecosystem.holdings
    data = ecosystem.folder / "data"
    known = known_from(_bytes(data / known_file(uid)))
    before = known.to_csv()
    ballot = Ballot(accept, known.of(REFUSED))
    records = absorb_records(
        Numbered(rows_of(ours.records), ours.next_record),
        shielded_rows(ecosystem, rows_of(theirs.records), RECORDS),
        uid,
        known.of(STRUCTURES),
        skipped=_ours_there(path, ecosystem.settings.uid),
        erased=_erased(data),
    )
    translator = Translator(uid, records.numbers)
    folders = {**ecosystem.taken_in, **{int(one): uid for one in known.of(STRUCTURES).values()}}
    decisions = absorb_lines(
        rows_of(ours.decisions),
        shielded_rows(ecosystem, rows_of(theirs.decisions), DECISIONS),
        translator,
        known.of(VERDICTS),
        words={str(row["record"]): _words(row) for row in records.rows},
        waits=lambda line: (
            _is_about_ours(ecosystem, line, folders)
            and not accepts_line(ecosystem, ballot, line, path.resolve().name)
        ),
    )
    meanings, words_differ = joined_meanings(
        ecosystem.words,
        meanings_accepted(
            ecosystem, ballot, shielded_meanings(ecosystem, read_words(path)), path.resolve().name
        ),
    )
    their_ties = shielded_rows(ecosystem, rows_of(theirs.ties), TIES)

    def absorbed_ties(pairs: dict[str, str], waiting: Collection[int] = ()) -> Absorbed:
        return absorb_ties(
            Numbered(rows_of(ours.ties), ours.next_tie), their_ties, translator, pairs, waiting=waiting
        )

    ties = absorbed_ties(dict(known.of(REFERRALS)))
    foreseen = _foreseen(ecosystem, folders, meanings, records.rows, ties.rows, decisions.rows)
    apart, joined = _kept_apart(ecosystem, foreseen, folders, uid)
    if apart:
        decisions.rows += apart
        foreseen = _foreseen(ecosystem, folders, meanings, records.rows, ties.rows, decisions.rows)
    new_ties = {here: there for there, here in ties.numbers.items() if str(there) not in known.of(REFERRALS)}
    waiting = [
        new_ties[tie.tie]
        for tie in (*foreseen.mentions.ties, *foreseen.mentions.repeated)
        if tie.tie in new_ties
        and all(_is_ours(foreseen.registry.row(end), folders) for end in (tie.start, tie.end))
        and not accepts_tie(foreseen, ballot, tie, path.resolve().name)
    ]
    ties = absorbed_ties(known.of(REFERRALS), waiting)
    corrections = accepted_corrections(foreseen, ballot, uid, path.resolve().name, records.next_number)
    records.rows += [dict(SHAPE.settled(row)) for row in corrections.records]
    decisions.rows += map(dict, corrections.decisions)
    people = absorb_people(ecosystem, path / "data", translator, known)
    files: dict[str, bytes | None] = {}
    if meanings != ecosystem.words:
        files[WORDS] = to_toml(meanings)
    for name, absorbed, more in (
        (STRUCTURES, records, corrections.records),
        (REFERRALS, ties, ()),
        (VERDICTS, decisions, (*apart, *corrections.decisions)),
    ):
        if absorbed.touched or more:
            files[name] = store.to_csv(model.frame(TABLES[name], absorbed.rows), TABLES[name])
    files |= people.files
    for roster in sorted((path / "data" / "rosters").glob("*.csv")):
        files[f"rosters/{translator.roster(roster.stem)}.csv"] = translator.shown(roster.read_bytes())
    if known.to_csv() != before:
        files[known_file(uid)] = known.to_csv()
    accounts = {STRUCTURES: records.account, REFERRALS: ties.account, VERDICTS: decisions.account}
    return _Plan(
        files,
        records.next_number + len(corrections.records),
        ties.next_number,
        {**accounts, **people.accounts},
        (*_gone(records), *_not_taken(path), *people.problems, *words_differ, *joined, *accept.problems),
        tuple(sorted(ballot.proposals.values(), key=lambda one: (not one.id, int(one.id[1:] or 0)))),
        len(ballot.before),
    )


def _foreseen(  # noqa: PLR0913 - the tables as they would be, and what they are read with
    ecosystem: Ecosystem,
    folders: Mapping[int, str],
    meanings: Meanings,
    records: Sequence[Any],
    ties: Sequence[Any],
    decisions: Sequence[Any],
) -> Ecosystem:
    """The folder as it would be with these rows."""
    holdings = replace(
        ecosystem.holdings,
        records=model.frame(RECORDS, records),
        ties=model.frame(TIES, ties),
        decisions=model.frame(DECISIONS, decisions),
    )
    foreseen = ecosystem.foreseen(holdings)
    foreseen.__dict__ |= {"taken_in": folders, "words": meanings}
    return foreseen


def _is_ours(row: Mapping[str, Any], folders: Mapping[int, str]) -> bool:
    """Whether a structure of the register is one that we name ourselves."""
    return any(number not in folders for number in row["records"])


def _words(row: Mapping[str, Any]) -> str | None:
    return words_of(row.get("name"), row.get("street"), row.get("postal_code")) or None


def _is_about_ours(ecosystem: Ecosystem, line: Mapping[str, Any], folders: Mapping[int, str]) -> bool:
    """Whether a decision of theirs speaks of no record of another folder, or of words that our ties hold."""
    left, right = str(line.get("left") or ""), str(line.get("right") or "")
    theirs = [one.isdecimal() and int(one) in folders for one in (left, right)]
    if left.isdecimal():
        return not any(theirs)
    writer = re.fullmatch(r"([0-9]{1,15}):.*", left, re.DOTALL)
    if writer:
        return int(writer[1]) not in folders
    written = {fold(one) for side in ("from", "to") for one in ecosystem.holdings.ties[side] if one}
    return fold(left) in written


def _kept_apart(
    ecosystem: Ecosystem, foreseen: Ecosystem, folders: Mapping[int, str], uid: str
) -> tuple[list[dict[str, Any]], tuple[Problem, ...]]:
    """Decisions by which no record of theirs makes one of two structures here; and what a person should know."""
    here, after = ecosystem.registry, foreseen.registry
    parts: dict[str, set[str]] = defaultdict(set)
    wholes: dict[str, set[str]] = defaultdict(set)
    for record, id_ in here.aliases.items():
        if record in after.aliases:
            parts[after.aliases[record]].add(id_)
            wholes[id_].add(after.aliases[record])
    rows = {row["record"]: row for row in rows_of(foreseen.holdings.records)}
    lines: list[dict[str, Any]] = []
    problems = []
    for id_, joined in sorted(parts.items()):
        if len(joined) == 1:
            continue
        members = [one for one, to in after.aliases.items() if to == id_ and folders.get(one) == uid]
        for one, other in ((one, other) for one in members for other in sorted(joined)):
            if here.aliases.get(one) == other:
                continue
            first = here.row(other)["records"][0]
            lines.append(
                {
                    "left": str(one),
                    "right": str(first),
                    "left_words": _words(rows[one]),
                    "right_words": _words(rows[first]),
                    "verdict": "different",
                    "decided_by": uid,
                    "why": "merge-folder",
                }
            )
        names = [f"{here.row(one)['name'] or one} ({one})" for one in sorted(joined)]
        message = tr(
            "That folder would make one structure of {names}: they stay apart.", names=listing(names)
        )
        hint = tr("If they are one: wtc-eco join {ids}", ids=" ".join(sorted(joined)))
        problems.append(Problem("would_join", "warning", message, hint))
    for id_, ids in sorted(wholes.items()):
        if len(ids) > 1:
            message = tr(
                "With that folder, the records of {name} would be {n} structures.",
                name=f"{here.row(id_)['name'] or id_} ({id_})",
                n=len(ids),
            )
            hint = tr("Look at it: wtc-eco explain {id}; if they are one: wtc-eco join.", id=id_)
            problems.append(Problem("would_split", "warning", message, hint))
    return lines, tuple(problems)


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
