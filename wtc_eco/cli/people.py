"""Commands about people: who does not want to be written to, who is to be forgotten, who was kept too long."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer

from wtc_eco.cli import options
from wtc_eco.cli.desk import DOUBTFUL, Desk
from wtc_eco.errors import UsageError
from wtc_eco.i18n import date, listing, mark, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from wtc_eco.api.results import KeptContacts, Receipt

_SAYS = {
    "structures.csv": mark("the register"),
    "referrals.csv": mark("the ties"),
    "decisions.csv": mark("the decisions"),
    "contacts.csv": mark("the contacts"),
    "invited.csv": mark("the invitations"),
}


def optout(
    context: typer.Context,
    addresses: options.Addresses = None,
    *,
    recover: options.Recover = None,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """People who do not want to be written to."""
    ecosystem = Desk.of(context).ecosystem
    if recover:
        ecosystem.privacy.recover(recover)
        _say(tr("The key is back: the oppositions hold again."))
    if not addresses:
        if recover:
            return
        raise UsageError(
            tr("Whose address?"), hint=tr("For instance: wtc-eco optout julie.lambert@exemple.be")
        )
    done = ecosystem.privacy.optout(addresses, accept_edits=accept_edits)
    if form is options.AccountFormat.json:
        _say(json.dumps(done.as_json(), ensure_ascii=False, indent=2))
        return
    _say(
        trn(
            "{n} address is remembered as objecting.",
            "{n} addresses are remembered as objecting.",
            done.remembered,
        )
    )
    if done.already:
        _say(trn("{n} was already.", "{n} were already.", done.already))
    if done.contacts:
        _say(
            trn(
                "{n} contact is marked: no invitation goes there.",
                "{n} contacts are marked: no invitation goes there.",
                done.contacts,
            )
        )
    for problem in done.problems:
        sys.stderr.write(visible(problem.message, "\n") + "\n")
    if done.recovery:
        tell_recovery(done.recovery)


def forget(
    context: typer.Context,
    thing: options.Somebody,
    *,
    dry_run: options.DryRun = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """Somebody, erased everywhere in the folder."""
    receipt = Desk.of(context).ecosystem.privacy.forget(thing, rehearsal=dry_run, accept_edits=accept_edits)
    if form is options.AccountFormat.json:
        _say(json.dumps(receipt.as_json(), ensure_ascii=False, indent=2))
    else:
        for line in _receipt(receipt):
            _say(line)
    if receipt.unsearched or (receipt.left and not dry_run):
        raise typer.Exit(DOUBTFUL)


def retention(
    context: typer.Context,
    months: options.Months = 24,
    *,
    apply: options.RemoveOld = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """Contacts kept longer than people were told."""
    kept = Desk.of(context).ecosystem.privacy.retention(months=months, apply=apply, accept_edits=accept_edits)
    if form is options.AccountFormat.json:
        _say(json.dumps(kept.as_json(), ensure_ascii=False, indent=2))
        return
    for line in _retention(kept):
        _say(line)


def tell_recovery(line: str) -> None:
    """The line without which nobody, on another machine, can tell who objected."""
    _say(tr("Recovery line of the oppositions, to be kept in a safe place and not in this folder:"))
    _say(f"    {line}")
    _say(tr("On another machine: wtc-eco optout --recover LINE. Without it the oppositions are void there."))


def _receipt(receipt: Receipt) -> Iterator[str]:
    yield tr("Receipt: what would be erased") if receipt.rehearsal else tr("Receipt: what was erased")
    if receipt.nothing_found:
        yield tr("• Nothing in this folder that could be searched named this person.")
    for file, n in receipt.removed.items():
        yield tr(
            "• {where}: {what}", where=tr(_SAYS[file]), what=trn("{n} row taken out", "{n} rows taken out", n)
        )
    for file, n in receipt.rows.items():
        yield tr(
            "• {where}: {what}", where=tr(_SAYS[file]), what=trn("{n} row blanked", "{n} rows blanked", n)
        )
    if receipt.tombstones:
        numbers = listing([str(number) for number in receipt.tombstones])
        yield tr("• tombstones, so that the numbers are never given again: {numbers}", numbers=numbers)
    if receipt.files:
        yield tr("• other files of data/: {files}", files=listing(receipt.files))
    if receipt.outputs:
        yield tr(
            "• outputs deleted, to be made again with wtc-eco run: {files}", files=listing(receipt.outputs)
        )
    yield tr("• the ways back: nothing before this command can be undone")
    yield trn(
        "• remembered as {n} keyed hash, so that no import brings the person back",
        "• remembered as {n} keyed hashes, so that no import brings the person back",
        receipt.remembered,
    )
    yield from _left(receipt)
    if receipt.rehearsal:
        yield tr("Nothing was written (--dry-run).")


def _left(receipt: Receipt) -> Iterator[str]:
    """What the command could not do: files that are the coordinator's, those it could not search, the history of git."""
    if receipt.left:
        yield tr(
            "Still named in files that are yours, to be deleted or mended by you: {files}",
            files=listing(receipt.left),
        )
    if receipt.unsearched:
        yield tr("Could not be searched; the person may stand there, look for yourself:")
        yield from (f"  {file} – {why}" for file, why in receipt.unsearched.items())
    if receipt.git:
        yield tr("This folder is under git: its history is not rewritten by this command.")


def _retention(kept: KeptContacts) -> Iterator[str]:
    day = date(kept.before)
    if kept.applied:
        yield trn(
            "{n} contact given before {day} was removed.",
            "{n} contacts given before {day} were removed.",
            len(kept.old),
            day=day,
        )
    else:
        yield trn(
            "{n} contact of {total} was given before {day}.",
            "{n} contacts of {total} were given before {day}.",
            len(kept.old),
            total=kept.n,
            day=day,
        )
        yield from _named(kept.old)
    if kept.undated:
        yield trn(
            "{n} contact has no date: it is kept.",
            "{n} contacts have no date: they are kept.",
            len(kept.undated),
        )
        yield from _named(kept.undated)
    if kept.old and not kept.applied:
        yield tr("To remove them: wtc-eco retention --apply. It cannot be undone.")


def _named(rows: Iterable[Mapping[str, object]]) -> Iterator[str]:
    for row in rows:
        details = [str(row[name]) for name in ("person", "email", "phone") if row[name]]
        yield f"  S{row['record']} · {' · '.join(details)} · {row['source'] or '?'} · {row['collected_on'] or '?'}"


def _say(words: str) -> None:
    sys.stdout.write(visible(words, "\n") + "\n")
