"""Commands on the state of a folder: what was done, going back, and putting in order."""

from __future__ import annotations

import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from rich.text import Text

from wtc_eco.api import arguments
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk, write_json
from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, mark, tr, trn
from wtc_eco.render.cells import visible
from wtc_eco.render.console import screen, show_problems

if TYPE_CHECKING:
    from wtc_eco.api.results import (
        Accounting,
        Edit,
        Edits,
        Enriched,
        Merged,
        MergeProposal,
        PastCommand,
        Repaired,
        Restored,
        Undone,
    )
    from wtc_eco.errors import Problem

STANDINGS = {
    "done": "",
    "undone": mark("undone since"),
    "undo": "",
    "redo": "",
    "erasure": mark("erasure: nothing before it can be undone"),
    "by_hand": "",
}
SHOWN = 40
"""Rows changed by hand that are shown one by one; the rest is counted."""


def _say(lines: Iterable[str], *, errors: bool = False) -> None:
    console = screen(errors=errors)
    for line in lines:
        console.print(Text(visible(line)), soft_wrap=True)


def tell_history(commands: Iterable[PastCommand]) -> None:
    """One line a command, the latest last."""
    lines = [_command(one) for one in commands]
    _say(lines or [tr("No command has written in this folder yet.")])


def _command(one: PastCommand) -> str:
    words = _named(one.command)
    parts = [f"{file}{tr(': ')}{_counts(*counts)}" for file, counts in one.rows.items() if any(counts)]
    others = [file for file in one.files if file not in one.rows]
    facts = [
        *([tr("as of {date}", date=one.as_of)] if one.as_of else []),
        *parts,
        *others,
        *([tr(STANDINGS[one.standing])] if STANDINGS[one.standing] else []),
    ]
    return f"{one.n:>4}  {words}" + (f"  ({' · '.join(facts)})" if facts else "")


def _named(command: str) -> str:
    """What a person calls a command; the journal's own words are not for people."""
    return tr("changed outside the tool, and taken in") if arguments.by_hand(command) else command


def _counts(added: int, changed: int, removed: int) -> str:
    parts = [
        trn("{n} row added", "{n} rows added", added) if added else "",
        trn("{n} row changed", "{n} rows changed", changed) if changed else "",
        trn("{n} row removed", "{n} rows removed", removed) if removed else "",
    ]
    return listing([part for part in parts if part])


def tell_undone(undone: Undone) -> None:
    """What was taken back, and how to change one's mind."""
    _say([tr("Undone: {n} {command}", n=step.n, command=_named(step.command)) for step in undone.steps])
    _say(_left_alone(undone))
    _say([tr("To do it again: wtc-eco redo")])


def tell_redone(done: Undone) -> None:
    """What was done again."""
    _say([tr("Done again: {n} {command}", n=step.n, command=_named(step.command)) for step in done.steps])
    _say(_left_alone(done))


def _left_alone(undone: Undone) -> Iterator[str]:
    for name in undone.left:
        yield tr("{file} was changed by hand since; it is left as it stands.", file=f"data/{name}")


def tell_edits(edits: Edits) -> None:
    """What a person changed outside the tool, row by row and column by column; on stderr."""
    _say(_edits(edits), errors=True)


def _edits(edits: Edits) -> Iterator[str]:
    for name in edits.files:
        rows = [edit for edit in edits.rows if edit.file == name]
        if name in edits.unknown:
            yield tr("{file}: no copy was kept to compare it with.", file=name)
        elif not rows:
            yield tr("{file}: saved again by another program; no row is different.", file=name)
        else:
            yield _by_kind(name, rows)
        for edit in rows[:SHOWN]:
            yield _edit(edit)
        if len(rows) > SHOWN:
            yield trn("{file}: {n} row more.", "{file}: {n} rows more.", len(rows) - SHOWN, file=name)


def _by_kind(file: str, rows: Sequence[Edit]) -> str:
    """How many rows are new, changed and gone, and in which columns cells changed."""
    counts = Counter(edit.what for edit in rows)
    columns = Counter(column for edit in rows if edit.what == "changed" for column, _, _ in edit.fields)
    told = [f"{arguments.column(column)} ({n})" for column, n in columns.most_common()]
    return tr(
        "{file}: {added} new, {changed} changed, {removed} gone{columns}.",
        file=file,
        added=counts["added"],
        changed=counts["changed"],
        removed=counts["removed"],
        columns=tr("; changed cells: {columns}", columns=", ".join(told)) if told else "",
    )


def _edit(edit: Edit) -> str:
    known = {"file": edit.file, "number": edit.number, "name": edit.name, "row": edit.row or ""}
    if edit.what == "removed":
        return tr("{file}, {number} {name}: the row is gone.", **known)
    cells = " · ".join(_cell(*field) for field in edit.fields)
    if edit.what == "added":
        return tr("{file}, row {row}: new row {number} {name} ({cells}).", cells=cells, **known)
    return tr("{file}, row {row}, {number} {name}: {cells}.", cells=cells, **known)


def _cell(column: str, before: str, after: str) -> str:
    title = arguments.column(column)
    if not before:
        return tr("{column} “{after}”", column=title, after=after)
    if not after:
        return tr("{column} “{before}” taken out", column=title, before=before)
    return tr("{column} “{before}” → “{after}”", column=title, before=before, after=after)


def tell_repaired(repaired: Repaired) -> None:
    """What was put in order, then what a person should look at."""
    _say(repaired.done or [tr("There was nothing to repair.")])
    _say(repaired.to_check)


def tell_examination(problems: tuple[Problem, ...]) -> None:
    """The faults of the store with their remedies, or that it is sound."""
    if problems:
        show_problems(problems, screen())
    if all(problem.gravity == "note" for problem in problems):
        sys.stdout.write(tr("The folder is sound.") + "\n")


def tell_restored(restored: Restored) -> None:
    """Which tables are back, and where what stood there went."""
    if not restored.files:
        _say([tr("Every file is as the last command left it: there is nothing to put back.")])
        return
    _say([tr("Put back as the last command left it: {files}.", files=listing(restored.files))])
    for place in restored.aside:
        _say([tr("What stood there is kept: {file}", file=f"data/{place}")])


def tell_merged(merged: Merged, sheet: Path | None = None) -> None:
    """Where every row of the other folder went, table by table; what it would change among ours, field by field."""
    show_problems(merged.problems, screen())
    _say([tr("The folder {folder}, known here as {uid}:", folder=merged.folder, uid=merged.uid)])
    _say([f"{table}{tr(': ')}{_sum(account)}" for table, account in merged.accounts.items() if account.read])
    _say(proposals_in_words(merged, sheet))
    if merged.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")


def proposals_in_words(merged: Merged | Enriched, sheet: Path | None) -> Iterator[str]:
    """What would change among our own structures, by what becomes of it, and how to say which of it is taken."""
    by_standing: dict[str, list[MergeProposal]] = defaultdict(list)
    for one in merged.proposals:
        by_standing[one.standing].append(one)
    waiting, accepted, refused = (by_standing[name] for name in ("waiting", "accepted", "refused"))
    if waiting:
        yield trn(
            "Among our own structures it would change {n} thing; nothing of it is taken as long as you do not accept it:",
            "Among our own structures it would change {n} things; nothing of it is taken as long as you do not accept it:",
            len(waiting),
        )
        yield from map(_proposal, waiting[:SHOWN])
        if len(waiting) > SHOWN:
            yield trn("… and {n} other", "… and {n} others", len(waiting) - SHOWN)
    if accepted:
        yield trn("Accepted, {n} thing:", "Accepted, {n} things:", len(accepted))
        yield from map(_proposal, accepted)
    if refused:
        yield trn(
            "Refused, {n} thing, which will not be asked again:",
            "Refused, {n} things, which will not be asked again:",
            len(refused),
        )
        yield from map(_proposal, refused)
    if merged.n_refused:
        yield trn("{n} thing was refused before.", "{n} things were refused before.", merged.n_refused)
    if not (merged.proposals or merged.n_refused):
        yield tr("Among our own structures it would change nothing.")
    if waiting and sheet is None:
        yield tr(
            "→ To decide one by one in Excel: -o proposals.xlsx, then --accept proposals.xlsx; "
            "to accept a field everywhere: --accept phone,address; everything: --accept all."
        )


def _proposal(one: MergeProposal) -> str:
    what = f"{one.structure} ({one.id})" if one.id else one.structure
    return tr(
        "  {structure}, {field}: {before} → {after} ({source})",
        structure=what,
        field=arguments.proposed_field(one.field).lower(),
        before=tr("“{value}”", value=one.before) if one.before else tr("unknown"),
        after=tr("“{value}”", value=one.after) if one.after else tr("unknown"),
        source=one.source,
    )


def _sum(account: Accounting) -> str:
    parts = [
        trn("{n} new", "{n} new", account.new),
        trn("{n} changed", "{n} changed", account.updated),
        trn("{n} unchanged", "{n} unchanged", account.unchanged),
        *(
            [trn("{n} waiting for you", "{n} waiting for you", account.quarantined)]
            if account.quarantined
            else []
        ),
        *([trn("{n} ours already", "{n} ours already", account.repeated)] if account.repeated else []),
    ]
    return f"{trn('{n} row read', '{n} rows read', account.read)} = {' + '.join(parts)}"


FOUND, DAMAGED = 4, 6
"""Exit codes: something is worth mending; `data/` is damaged."""


def history(context: typer.Context, form: options.Account = options.AccountFormat.table) -> None:
    """What each command did."""
    commands = Desk.of(context).ecosystem.history.commands()
    if form is options.AccountFormat.json:
        write_json([one.as_json() for one in commands])
        return

    tell_history(commands)


def undo(context: typer.Context, count: options.Count = 1) -> None:
    """Take the last commands back."""
    tell_undone(Desk.of(context).ecosystem.history.undo(count))


def redo(context: typer.Context) -> None:
    """Do again what was undone."""
    tell_redone(Desk.of(context).ecosystem.history.redo())


def doctor(
    context: typer.Context,
    *,
    repair: options.Repair = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """Whether the folder is sound."""
    ecosystem = Desk.of(context).ecosystem
    table = options.AccountFormat.table if form is options.AccountFormat.table else None
    if repair:
        repaired = ecosystem.doctor.repair()
        if table:
            tell_repaired(repaired)
    if accept_edits:
        tell_edits(ecosystem.doctor.edits())
        ecosystem.doctor.accept_edits()
    problems = ecosystem.doctor.examine()
    if form is options.AccountFormat.json:
        write_json([asdict(problem) for problem in problems])
    else:
        tell_examination(problems)
        if any(problem.code == "edited_outside" for problem in problems):
            tell_edits(ecosystem.doctor.edits())
    gravities = {problem.gravity for problem in problems}
    if "refusal" in gravities:
        raise typer.Exit(DAMAGED)
    if "warning" in gravities:
        raise typer.Exit(FOUND)


def backup(context: typer.Context, what: options.Backup) -> None:
    """Put the tables back as the last command left them."""
    if what != "restore":
        raise UsageError(
            tr("A backup cannot be asked to “{what}”.", what=what), hint=tr("Write: wtc-eco backup restore")
        )
    tell_restored(Desk.of(context).ecosystem.doctor.restore())


def merge_folder(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    other: options.Other,
    *,
    dry_run: options.DryRun = False,
    accept: options.Accept = None,
    output: options.Proposals = None,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """Take another coordinator's folder in."""
    ecosystem = Desk.of(context).ecosystem
    if accept_edits:
        tell_edits(ecosystem.doctor.edits())
    merged = ecosystem.imports.folder(
        other, rehearsal=dry_run, accept=accept or (), accept_edits=accept_edits
    )
    if form is options.AccountFormat.json:
        write_json(merged.as_json())
    else:
        tell_merged(merged, output)
    if output is not None:
        Desk.of(context).deliver(ecosystem.imports.proposals(other), None, output)
    if any(problem.gravity == "quarantine" for problem in merged.problems):
        raise typer.Exit(FOUND)
