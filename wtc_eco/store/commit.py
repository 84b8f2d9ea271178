"""Write in `data/`: all files of a command or none, one line in the journal, and the way back.

Refused where a person changed a file outside the tool; an erasure leaves no way back.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.i18n import listing, tr, trn
from wtc_eco.store import csv_tables, lock, staging
from wtc_eco.store import journal as journals
from wtc_eco.store import undo_log as keeping
from wtc_eco.store.journal import BY_HAND, Journal, Step, sha256, tool_version
from wtc_eco.store.layout import JOURNAL, WATCHED
from wtc_eco.store.undo_log import KeptStep


def edited_outside(journal: Journal, now: Mapping[str, str | None]) -> tuple[str, ...]:
    """The files a person changed since the last command, by their hashes."""
    known = journal.expected()
    return tuple(name for name in WATCHED if name in known and known[name] != now[name])


def refusal(names: tuple[str, ...]) -> RefusedError:
    """What to say to a command that would write over what a person changed."""
    return RefusedError(
        trn(
            "{files} was changed outside the tool; nothing was written.",
            "{files} were changed outside the tool; nothing was written.",
            len(names),
            files=listing(names),
        ),
        hint=tr(
            "“wtc-eco doctor” shows what was changed; “wtc-eco doctor --accept-edits” takes it in, "
            "“wtc-eco backup restore” puts the files back as they were."
        ),
    )


Counts = tuple[int, int, int]
"""Rows added, changed, removed."""
_Row = tuple[str, int]
"""The first cell of a row, and what tells its content from another's: the cells would weigh more."""


def counts(before: bytes | None, after: bytes | None) -> Counts | None:
    """What changed between two states of a CSV file, row by row; None where one cannot be read.

    Rows are told apart by their first cell where it stands once, else by all of their cells.
    """
    try:
        old, new = _row_keys(before), _row_keys(after)
    except (UnicodeError, csv.Error):
        return None
    if _numbered(old) and _numbered(new):
        was, now = dict(old), dict(new)
        changed = sum(was[key] != now[key] for key in was.keys() & now.keys())
        return len(now.keys() - was.keys()), changed, len(was.keys() - now.keys())
    one, two = Counter(old), Counter(new)
    return (two - one).total(), 0, (one - two).total()


def _row_keys(content: bytes | None) -> list[_Row]:
    if not content:
        return []
    saved = csv_tables.saved(content)
    rows = (tuple(row) for number, row in enumerate(saved.rows()) if number and any(row))
    return [(row[0], hash(row)) for row in rows]


def _numbered(rows: list[_Row]) -> bool:
    return len({first for first, _ in rows}) == len(rows)


Contents = Mapping[str, bytes | None]


@dataclass(frozen=True)
class Basis:
    """What a command's writing rests on.

    `seen` are the hashes of the files as they were read (`Holdings.seen`): where one has changed
    meanwhile the writing is refused. `inputs` are the files taken in (name: sha256). `as_of` is the
    date the user gave, if any. `accept_edits` takes in what was changed outside the tool, as a step
    of its own. `undoes` and `redoes` name the steps that this one takes back. `mends` names the files
    that this step puts in order: for those alone, what was changed outside the tool is taken in.

    `erases` makes the command an erasure: everything kept to go back is deleted in the same stroke,
    no undo goes across it, and these words are blanked in the commands and file names that the
    journal tells. `erases=()` erases without words; None is any other command.
    """

    seen: Mapping[str, str | None] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    next_record: int = 1
    next_tie: int = 1
    as_of: str | None = None
    accept_edits: bool = False
    undoes: tuple[int, ...] = ()
    redoes: tuple[int, ...] = ()
    mends: tuple[str, ...] | None = None
    erases: tuple[str, ...] | None = None

    @property
    def always_told(self) -> bool:
        """Whether the step stands in the journal even where not one byte changes."""
        return bool(self.undoes or self.redoes) or self.erases is not None


def commit(folder: Path, changes: Contents, *, command: str, basis: Basis | None = None) -> int | None:
    """Write these files of `data/` (None deletes one) and tell it in the journal.

    Returns the number of the step, or None where every file already holds these very bytes: then
    nothing is written at all. Raises `BusyError` where another command or program holds the folder,
    and `RefusedError` where nothing could be written or files were changed outside the tool.
    """
    folder, basis = Path(folder), basis or Basis()
    with lock.locked(folder, command=command):
        try:
            now = {name: staging.content(folder, name, None) for name in {*changes, *WATCHED, JOURNAL}}
        except OSError as error:
            raise lock.unreadable(folder, error) from error
        journal = keeping.mended(folder, journals.from_bytes(now[JOURNAL]))
        before = {name: sha256(content) for name, content in now.items()}
        _require_unchanged(basis, before)
        edited = _taken_in(basis, edited_outside(journal, before))
        new = {name: content for name, content in changes.items() if now[name] != content}
        kept = [_by_hand(folder, journal, edited, now)] if edited else []
        if new or basis.always_told:
            first = journal.sequence + 1 + len(kept)
            kept.append(_step(first, command, basis, now, new))
        if not kept:
            return None
        if not journal.whole:
            kept[-1] = _standing_alone(kept[-1], {**now, **new})
        journal_after = journal.followed_by(
            tuple(one.step for one in kept), next_record=basis.next_record, next_tie=basis.next_tie
        )
        put_all(folder, {**new, **_with_the_way_back(folder, journal_after, kept, {**now, **new}, basis)})
        return journal_after.sequence


def _by_hand(folder: Path, journal: Journal, edited: tuple[str, ...], now: Contents) -> KeptStep:
    """The step that takes in what a person changed; it can be undone where a copy was kept."""
    expected = journal.expected()
    copies = {name: keeping.last_copy(folder, name) for name in edited}
    unknown = [name for name in edited if sha256(copies[name]) != expected[name]]
    step = Step(
        journal.sequence + 1,
        BY_HAND,
        before={name: expected[name] for name in edited},
        after={name: sha256(now[name]) for name in edited},
        tool=tool_version(),
        rows=_row_counts({name: copies[name] for name in edited if name not in unknown}, now),
    )
    return keeping.way_back(step, copies, now, unknown=unknown)


def _step(n: int, command: str, basis: Basis, before: Contents, new: Contents) -> KeptStep:
    step = Step(
        n,
        command,
        before={name: sha256(before[name]) for name in new},
        after={name: sha256(content) for name, content in new.items()},
        inputs=basis.inputs,
        as_of=basis.as_of,
        tool=tool_version(),
        rows=_row_counts({name: before[name] for name in new}, new),
        undoes=basis.undoes,
        redoes=basis.redoes,
        erasure=basis.erases is not None,
    )
    return keeping.way_back(step, before, new)


def _row_counts(before: Contents, after: Contents) -> dict[str, tuple[int, int, int]]:
    counted = {name: counts(before[name], after[name]) for name in sorted(before) if name in WATCHED}
    return {name: counts for name, counts in counted.items() if counts is not None}


def _standing_alone(one: KeptStep, now: Contents) -> KeptStep:
    """After a line of the journal was lost, the next step says what every file is, changed or not."""
    present = {name: sha256(now[name]) for name in WATCHED if now[name] is not None}
    step = replace(one.step, before={**present, **one.step.before}, after={**present, **one.step.after})
    same = {name: [[0, _n_lines(now[name])]] for name in present if name not in one.back}
    return KeptStep(step, {**same, **one.back})


def _n_lines(content: bytes | None) -> int:
    from wtc_eco.store.undo_log import n_lines

    return n_lines(content or b"")


def _with_the_way_back(
    folder: Path, journal: Journal, kept: list[KeptStep], now: Contents, basis: Basis
) -> dict[str, bytes | None]:
    """The journal and the files of `snapshots/` that go with a commit."""
    if basis.erases is None:
        return {**keeping.files(folder, journal, kept, now), JOURNAL: journals.to_bytes(journal)}
    copies = keeping.files(folder, journal, (), now)
    gone = keeping.erased(folder)
    here = {keeping.last_file(name): now[name] for name in WATCHED if now.get(name) is not None}
    return {**copies, **gone, **here, JOURNAL: journals.to_bytes(_blanked(journal, basis.erases))}


def _blanked(journal: Journal, words: tuple[str, ...]) -> Journal:
    """The journal without these words in what it says of commands and of files taken in."""

    def blank(text: str) -> str:
        for word in sorted((word for word in words if word.strip()), key=len, reverse=True):
            text = text.replace(word, "…")
        return text

    steps = [
        replace(
            step,
            command=blank(step.command),
            inputs={blank(name): mark for name, mark in step.inputs.items()},
            before={blank(name): mark for name, mark in step.before.items()},
            after={blank(name): mark for name, mark in step.after.items()},
        )
        for step in journal.steps
    ]
    return replace(journal, steps=tuple(steps))


def put_all(folder: Path, changes: Contents) -> None:
    """Write these files of `data/`, all or none, without a word in the journal; only while the folder is held."""
    before = {name: sha256(staging.content(folder, name, None)) for name in changes}
    try:
        moves = staging.stage(folder, changes, before)
        staging.mark(folder)
    except OSError as error:
        if staging.pending(folder) is not None:
            raise lock.unfinished(error) from error
        staging.sweep(folder)
        raise lock.refused(folder, error) from error
    try:
        staging.finish(folder, moves)
    except OSError as error:
        raise lock.unfinished(error) from error


def _taken_in(basis: Basis, edited: tuple[str, ...]) -> tuple[str, ...]:
    """The files changed outside the tool that this command takes in; raises `RefusedError` where it may not."""
    if basis.mends is not None:
        return tuple(name for name in edited if name in basis.mends)
    if edited and not basis.accept_edits:
        raise refusal(edited)
    return edited


def _require_unchanged(basis: Basis, before: Mapping[str, str | None]) -> None:
    moved = sorted(name for name, known in basis.seen.items() if name in before and before[name] != known)
    if moved:
        raise BusyError(
            trn(
                "{files} was changed while this command was at work; nothing was written.",
                "{files} were changed while this command was at work; nothing was written.",
                len(moved),
                files=listing(moved),
            ),
            hint=tr("Run the command again."),
        )


def erase(
    folder: Path,
    changes: Mapping[str, bytes | None],
    *,
    command: str,
    words: tuple[str, ...] = (),
    basis: Basis | None = None,
) -> int | None:
    """Commit an erasure: write these files of `data/`, and keep nothing that leads back before it.

    In one stroke, all or nothing: the files are written; every way back (`snapshots/undo/`), every
    copy moved aside and every older layout is deleted; `snapshots/last/` is made again from the new
    files; `words` (a name, an address) are blanked in the commands and file names that the journal
    tells. No undo goes across it. `command` must not name the person. Raises as `commit` does.

    Not touched, since other rooms own them: outputs/, quarantine/ and maps/ (hand their new bytes in
    `changes`, None to delete), and dated copies in `snapshots/` other than these.
    """
    return commit(folder, changes, command=command, basis=replace(basis or Basis(), erases=words))
