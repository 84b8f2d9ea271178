"""Commands that bring in: a folder, a list, ties, answers.

The account of an import is told row by row: nothing is lost, and the reader can add it up.
"""

from __future__ import annotations

import re
import sys
from collections import Counter
from dataclasses import asdict, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict, TypeVar

import typer
from rich.text import Text

import wtc_eco as eco
from wtc_eco.api import arguments
from wtc_eco.api.imports import Imports, ReadAs
from wtc_eco.cli import options
from wtc_eco.cli.column_words import (
    GUESSES_SHOWN,
    columns_in_words,
    fields_said,
    guess_in_words,
    import_again,
)
from wtc_eco.cli.corrections import take_back, tell_edits_taken_in
from wtc_eco.cli.desk import DOUBTFUL, Desk, in_folder, received, write_json
from wtc_eco.cli.enrich import from_kbo
from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, mark, tr, trn
from wtc_eco.render.cells import visible
from wtc_eco.render.console import screen, show_problems

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from rich.console import Console

    from wtc_eco.api.results import (
        Accounting,
        Change,
        Imported,
        NeedImported,
        RawCheck,
        Surveyed,
    )

Account = TypeVar("Account", "Imported", "Surveyed", "RawCheck")


class ImportWords(TypedDict):
    """What a person says of the file of an import."""

    source: str
    collected_on: str | None
    rehearsal: bool
    partial: bool
    complete: bool
    accept_edits: bool


def init(context: typer.Context, folder: options.NewFolder, bassin: options.Bassin = None) -> None:
    """An empty ecosystem folder that knows its bassin, and a workbook to fill in."""
    ecosystem = eco.init(folder, bassin=bassin)
    form = ecosystem.write.template(lang=Desk.of(context).lang)
    sys.stdout.write(tr("The folder is ready: {folder}", folder=ecosystem.folder) + "\n")
    sys.stdout.write(tr("A workbook to fill in, with lists to choose from: {file}", file=form) + "\n")
    sys.stdout.write(
        tr("Next: wtc-eco --folder {folder} import list.csv --as liste-cpas --kind cpas", folder=folder)
        + "\n"
    )
    if line := ecosystem.privacy.recovery_line():
        from wtc_eco.cli.people import tell_recovery

        tell_recovery(line)


def import_(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    file: options.ListFile,
    source: options.Source = None,
    *,
    ties: options.Ties = False,
    survey: options.Survey = False,
    need: options.Need = False,
    kind: options.Kind = None,
    collected_on: options.CollectedOn = None,
    dry_run: options.DryRun = False,
    partial: options.Partial = False,
    complete: options.Complete = False,
    accept_edits: options.AcceptEdits = False,
    columns: options.Columns = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    area: options.Area = None,
    fix_mojibake: options.FixMojibake = False,
    max_size: options.MaxSize = 200,
    corrections: options.Corrections = False,
    by: options.By = None,
    why: options.Why = None,
    yes: options.Yes = False,
    formats: options.AccountAndKind = None,
) -> None:
    """Bring in a list, ties, answers, or the register as a person corrected it."""
    if ties and survey:
        raise UsageError(
            tr("A file holds ties or answers, not both."),
            hint=tr("Answers bring their ties with them: --survey alone."),
        )
    form, format_ = options.account_and_kind(formats)
    if not (ties or survey or corrections or need) and arguments.is_kbo(file):
        taken = ["all"] if yes else []
        from_kbo(context, file, taken, dry_run=dry_run, output=None, accept_edits=accept_edits, form=form)
        return
    if not (source or ties or survey or corrections or need):
        name = "-".join(re.findall(r"[^\W\d_]+", file.stem.casefold())) or "liste"
        command = import_again(Desk.of(context).folder, file, name, {"--kind": kind}, columns or [])
        raise UsageError(
            tr("Under which name should this list be kept?"),
            hint=tr(
                "Add --as with a name you will use at every import, for instance: {command}", command=command
            ),
        )
    read_as: ReadAs = {
        "encoding": encoding,
        "delimiter": delimiter,
        "fix_mojibake": fix_mojibake,
        "columns": fields_said(columns),
        "max_bytes": max_size * 1_000_000,
        "sheet": sheet,
        "area": area,
        "format": format_,
    }
    ecosystem = Desk.of(context).ecosystem
    file = context.with_resource(received(file, max_size * 1_000_000))
    if need:
        _take_need(ecosystem, file, source or file.stem, read_as, rehearsal=dry_run, form=form)
        return
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    if corrections:
        take_back(
            ecosystem,
            ecosystem.corrections.compare(file, **read_as),
            by=by,
            why=why,
            accept_edits=accept_edits,
            rehearsal=dry_run,
            sure=yes,
            form=form,
        )
        return
    delivery: ImportWords = {
        "source": source or file.stem,
        "collected_on": options.as_day(collected_on),
        "rehearsal": dry_run,
        "partial": partial,
        "complete": complete,
        "accept_edits": accept_edits,
    }
    folder = Desk.of(context).folder
    if survey:
        _tell(
            ecosystem.imports.answers(file, **delivery, **read_as),
            lambda account: tell_survey(account, folder),
            form,
        )
    elif ties:
        _tell(
            ecosystem.imports.ties(file, **delivery, **read_as),
            lambda account: tell(account, more=" --ties", folder=folder),
            form,
        )
    else:
        said = {"--kind": kind, "--format": format_}
        again = import_again(folder, file, delivery["source"], said, columns or [])
        imported = ecosystem.imports.structures(file, kind=kind, **delivery, **read_as)
        _tell(imported, lambda account: tell(account, again, folder=folder), form)


def _take_need(  # noqa: PLR0913 - what import was told
    ecosystem: eco.Ecosystem,
    file: Path,
    source: str,
    read_as: ReadAs,
    *,
    rehearsal: bool,
    form: options.AccountFormat,
) -> None:
    """People by public, or answers of the public."""
    imported = ecosystem.imports.need(file, source=source, rehearsal=rehearsal, **read_as)
    if form is options.AccountFormat.json:
        write_json(imported.as_json())
    else:
        tell_need(imported)
    if imported.left_out:
        raise typer.Exit(DOUBTFUL)


def _tell(account: Account, tell_people: Callable[[Account], None], form: options.AccountFormat) -> None:
    """The account of an import, for people or for programs."""
    if form is options.AccountFormat.json:
        write_json(account.as_json())
    else:
        tell_people(account)
    if account.doubtful:
        raise typer.Exit(DOUBTFUL)


def check(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    raw: options.RawFile = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    area: options.Area = None,
    formats: options.AccountAndKind = None,
) -> None:
    """What is wrong or doubtful in data/ (or in any table, with --raw), row by row."""
    form, format_ = options.account_and_kind(formats)
    if raw is not None:
        read_as: ReadAs = {
            "encoding": encoding,
            "delimiter": delimiter,
            "sheet": sheet,
            "area": area,
            "format": format_,
        }
        _tell(Imports.check_table(context.with_resource(received(raw)), **read_as), tell_table, form)
        return
    problems = Desk.of(context).ecosystem.doctor.check()
    if form is options.AccountFormat.json:
        write_json([asdict(problem) for problem in problems])
    elif problems:
        from wtc_eco.render.console import screen, show_problems

        show_problems(problems, screen())
        sentence = trn("{n} thing to look at in data/.", "{n} things to look at in data/.", len(problems))
        sys.stdout.write(sentence + "\n")
    else:
        sys.stdout.write(tr("Nothing wrong or doubtful in data/.") + "\n")
    if any(problem.gravity != "note" for problem in problems):
        raise typer.Exit(DOUBTFUL)


WHATS = {
    "new": mark("new"),
    "updated": mark("changed in the list"),
    "returned": mark("back in the list"),
    "withdrawn": mark("no longer in the list"),
}
SHOWN = 12
"""Changes and notes shown on the screen; the rest is counted. All of them are in `--format json`."""


def tell(
    imported: Imported, again: str = "wtc-eco import …", *, more: str = "", folder: Path = Path()
) -> None:
    """The account on the screen: columns, changes, doubts, and where every row went; then the doubtful guesses.

    `again` is the command that would import the list once more, without what it would say of the columns; `more` are
    the options without which the file would be read as a list of structures, `folder` where the list went.
    """
    console = screen()
    for line in columns_in_words(imported):
        console.print(Text(visible(line)), soft_wrap=True)
    problems_in_words(imported.problems, console, folder)
    if imported.rehearsal:
        for line in changes_in_words(imported.changes):
            console.print(Text(visible(line)), soft_wrap=True)
    console.print(Text(rows_in_words(imported.accounting)))
    if imported.mentions is not None:
        console.print(Text(imported.mentions.text()), soft_wrap=True)
    if imported.unread:
        console.print(Text(visible(in_folder(_unread(imported.unread), folder))), soft_wrap=True)
    if imported.accounting.withdrawn:
        n = imported.accounting.withdrawn
        console.print(Text(trn("{n} is no longer in the list.", "{n} are no longer in the list.", n)))
    if imported.quarantine:
        console.print(Text(visible(_set_aside(imported))), soft_wrap=True)
    if imported.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")
    for guess in imported.guesses[:GUESSES_SHOWN]:
        console.print(Text(visible(guess_in_words(guess, again))), soft_wrap=True)
    console.print(Text(visible(in_folder(next_step(imported, more), folder))), soft_wrap=True)


OF_NO_USE = frozenset({"footer", "header_again"})
"""Why a row is set aside that nobody need mend: it is told, and kept, and is no structure."""


def _to_mend(account: Imported | Surveyed) -> bool:
    return any(
        problem.gravity == "quarantine" and problem.code not in OF_NO_USE for problem in account.problems
    )


def _set_aside(account: Imported | Surveyed) -> str:
    """Where the rows are that did not go into the register, and whether there is something to do about them."""
    if _to_mend(account):
        return tr("Rows set aside, to be mended and imported again: {file}", file=account.quarantine)
    return tr("Rows set aside because they are no structures, kept in {file}", file=account.quarantine)


def next_step(account: Imported | Surveyed, more: str = "") -> str:
    """What to do after an import, in a line."""
    if account.rehearsal:
        return tr("Next: if this is right, the same command without --dry-run.")
    if account.quarantine and _to_mend(account):
        folder = account.quarantine.parent.parent.parent
        mended = import_again(folder, account.quarantine, account.source, {}, []) + more
        return tr("Next: mend the rows set aside in that file, then {command}", command=mended)
    return tr("Next: wtc-eco review asks what is in doubt; wtc-eco run makes the map and the report.")


def _unread(words: Sequence[tuple[str, int]]) -> str:
    """The words that nobody understood, the most frequent first, and who asks what they mean."""
    told = [trn("“{words}” ({n} row)", "“{words}” ({n} rows)", n, words=one[:60]) for one, n in words[:SHOWN]]
    more = len(words) - len(told)
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    return trn(
        "{n} word not understood: {words}. To say what it means, once for all lists: wtc-eco review",
        "{n} words not understood: {words}. To say what they mean, once for all lists: wtc-eco review",
        len(words),
        words=", ".join([*told, *rest]),
    )


def tell_table(checked: RawCheck) -> None:
    """The account of any table: how it was read, its columns, and where every row went."""
    console = screen()
    console.print(Text(tr("Read as: {kind}", kind=checked.read_as.text())), soft_wrap=True)
    problems_in_words(checked.problems, console)
    titles = listing([tr("“{words}”", words=title[:60]) for title in checked.table.header[:40]])
    sentence = tr("Titles in row {row}: {titles}", row=checked.table.header_row, titles=titles)
    console.print(Text(visible(sentence)), soft_wrap=True)
    counts = checked.accounting
    parts = [
        trn("{n} could be read", "{n} could be read", counts["kept"]),
        trn("{n} set aside", "{n} set aside", counts["quarantined"]),
        trn("{n} blank", "{n} blank", counts["blank"]),
    ]
    read = trn("{n} row read", "{n} rows read", counts["read"])
    console.print(Text(f"{read} = {' + '.join(parts)}"), soft_wrap=True)


def tell_need(imported: NeedImported) -> None:
    """The account of figures of need: what was read, and why some rows are left out."""
    console = screen()
    show_problems(imported.problems, console, limit=SHOWN)
    what = {"population": tr("people by public"), "answers": tr("answers of the public")}[imported.sort]
    console.print(
        Text(
            tr(
                "{file}, {what}: {read} rows read = {kept} kept + {left_out} left out + {blank} blank",
                file=imported.file,
                what=what,
                read=imported.read,
                kept=imported.kept,
                left_out=imported.left_out,
                blank=imported.blank,
            )
        )
    )
    if imported.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")
        console.print(tr("Next: if this is right, the same command without --dry-run."))
    else:
        console.print(tr("Next: wtc-eco run makes the map and the report with these figures."))


def problems_in_words(problems: tuple[eco.Problem, ...], console: Console, folder: Path = Path()) -> None:
    """Rows set aside first: they are what a person has to do something about."""
    problems = tuple(replace(problem, hint=in_folder(problem.hint, folder)) for problem in problems)
    weight = {"refusal": 0, "quarantine": 1, "warning": 2, "note": 3}
    ordered = sorted(problems, key=lambda problem: weight[problem.gravity])
    serious = sum(weight[problem.gravity] < weight["warning"] for problem in ordered)
    show_problems(ordered, console, limit=max(SHOWN, serious))


def changes_in_words(changes: tuple[Change, ...]) -> Iterator[str]:
    """Who is new, changed, back or gone; the first of them by name."""
    for what, words in WHATS.items():
        names = [change.name for change in changes if change.what == what]
        if names:
            more = len(names) - SHOWN
            rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
            yield tr("{what}: {items}", what=tr(words), items=listing([*names[:SHOWN], *rest]))


def rows_in_words(account: Accounting) -> str:
    """Where every row read went, as a sum."""
    parts = [
        trn("{n} new", "{n} new", account.new),
        trn("{n} changed", "{n} changed", account.updated),
        trn("{n} unchanged", "{n} unchanged", account.unchanged),
        trn("{n} repeated", "{n} repeated", account.repeated),
        trn("{n} set aside", "{n} set aside", account.quarantined),
        trn("{n} blank", "{n} blank", account.blank),
    ]
    read = trn("{n} row read", "{n} rows read", account.read)
    return f"{read} = {' + '.join(parts)}"


def tell_survey(surveyed: Surveyed, folder: Path = Path()) -> None:
    """The account on the screen: doubts first, then where every row and every mention went."""
    console = screen()
    problems_in_words(surveyed.problems, console, folder)
    if surveyed.rehearsal:
        for line in changes_in_words(surveyed.changes):
            console.print(Text(visible(line)), soft_wrap=True)
    console.print(Text(rows_in_words(surveyed.accounting)))
    for line in _lines(surveyed):
        console.print(Text(visible(line)), soft_wrap=True)
    if surveyed.rehearsal:
        sys.stdout.write(tr("Nothing was written (--dry-run).") + "\n")
    console.print(Text(visible(in_folder(next_step(surveyed, " --survey"), folder))), soft_wrap=True)


def _lines(surveyed: Surveyed) -> Iterator[str]:
    yield _mentions(surveyed)
    if surveyed.resolved.n_read:
        yield surveyed.resolved.text()
    if n := surveyed.accounting.withdrawn:
        yield trn(
            "{n} earlier answer gave way to a later one.", "{n} earlier answers gave way to later ones.", n
        )
    if n := surveyed.mentions.ended:
        yield trn(
            "{n} tie ended with the answer that said it.",
            "{n} ties ended with the answers that said them.",
            n,
        )
    yield from _people(surveyed)
    if surveyed.unknown_options:
        counted = Counter(surveyed.unknown_options)
        named = [f"{code} {tr('“{words}”', words=words)}" for code, words in sorted(counted)]
        more = len(named) - SHOWN
        rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
        yield tr(
            "Options that no word of the pack knows, kept as found: {options}",
            options=listing([*named[:SHOWN], *rest]),
        )
    if surveyed.quarantine:
        yield _set_aside(surveyed)


def _mentions(surveyed: Surveyed) -> str:
    counts = surveyed.mentions
    parts = [
        trn("{n} new", "{n} new", counts.new),
        trn("{n} changed", "{n} changed", counts.updated),
        trn("{n} unchanged", "{n} unchanged", counts.unchanged),
        trn("{n} repeated", "{n} repeated", counts.repeated),
        trn("{n} set aside", "{n} set aside", counts.set_aside),
    ]
    read = trn("{n} mention read", "{n} mentions read", counts.read)
    return f"{read} = {' + '.join(parts)}"


def _people(surveyed: Surveyed) -> Iterator[str]:
    contacts = surveyed.contacts
    if any(contacts.values()):
        yield trn(
            "{n} new contact, {updated} changed, {unchanged} unchanged (data/contacts.csv).",
            "{n} new contacts, {updated} changed, {unchanged} unchanged (data/contacts.csv).",
            contacts["new"],
            updated=contacts["updated"],
            unchanged=contacts["unchanged"],
        )
    if surveyed.opposed:
        yield trn(
            "{n} person does not want invitations: remembered, and not kept among the contacts.",
            "{n} persons do not want invitations: remembered, and not kept among the contacts.",
            surveyed.opposed,
        )
