"""Write in `data/`: all files of a command or none, and one line in the journal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from wtc_eco.errors import BusyError, RefusedError
from wtc_eco.locale import listing, tr, trn
from wtc_eco.store import journal as journals
from wtc_eco.store import lock, staging
from wtc_eco.store.journal import Journal, Step, sha256, tool_version
from wtc_eco.store.layout import JOURNAL, WATCHED


@dataclass(frozen=True)
class Basis:
    """What a command's writing rests on.

    `seen` are the hashes of the files as they were read (`Holdings.seen`): where one has changed
    meanwhile the writing is refused. `inputs` are the files taken in (name: sha256). `as_of` is the
    date the user gave, if any. `accept_edits` takes in what was changed outside the tool.
    """

    seen: Mapping[str, str | None] = field(default_factory=dict)
    inputs: Mapping[str, str] = field(default_factory=dict)
    next_record: int = 1
    next_tie: int = 1
    as_of: str | None = None
    accept_edits: bool = False


def commit(
    folder: Path, changes: Mapping[str, bytes | None], *, command: str, basis: Basis | None = None
) -> int | None:
    """Write these files of `data/` (None deletes one) and tell it in the journal.

    Returns the number of the step, or None where every file already holds these very bytes: then
    nothing is written at all. Raises `BusyError` where another command or program holds the folder,
    and `RefusedError` where nothing could be written or files were changed outside the tool.
    """
    folder, basis = Path(folder), basis or Basis()
    with lock.locked(folder, command=command):
        held = {name: staging.content(folder, name, None) for name in {*changes, *WATCHED, JOURNAL}}
        journal = journals.from_bytes(held[JOURNAL])
        before = {name: sha256(content) for name, content in held.items()}
        _require_unchanged(basis, before)
        edited = _edited(journal, before)
        new = {name: content for name, content in changes.items() if held[name] != content}
        if not new and not (edited and basis.accept_edits):
            return None
        if edited and not basis.accept_edits:
            raise _outside_edit(edited)
        after = {name: before[name] for name in edited} | {
            name: sha256(content) for name, content in new.items()
        }
        step = Step(journal.sequence + 1, command, before, after, basis.inputs, basis.as_of, tool_version())
        told = journal.followed_by(step, next_record=basis.next_record, next_tie=basis.next_tie)
        _write(folder, {**new, JOURNAL: journals.to_bytes(told)}, before)
        return step.n


def _write(folder: Path, changes: Mapping[str, bytes | None], before: Mapping[str, str | None]) -> None:
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


def _edited(journal: Journal, before: Mapping[str, str | None]) -> tuple[str, ...]:
    """The files a person changed since the last command, by their hashes."""
    known = journal.expected()
    return tuple(name for name in WATCHED if name in known and known[name] != before[name])


def _outside_edit(edited: tuple[str, ...]) -> RefusedError:
    return RefusedError(
        trn(
            "{files} was changed outside the tool; nothing was written.",
            "{files} were changed outside the tool; nothing was written.",
            len(edited),
            files=listing(edited),
        ),
        hint=tr("Look at it with “wtc-eco check”, then run the command again with --accept-edits."),
    )
