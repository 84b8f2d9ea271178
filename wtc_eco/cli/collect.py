"""Commands that bring in: a new folder, a list, ties, a check, and the matching of any list."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.ecosystem.collect import Imported

DOUBTFUL = 4
"""Exit code: done, but some rows are in quarantine or a check found something."""


def init(folder: options.NewFolder, bassin: options.Bassin = None) -> None:
    """An empty ecosystem folder that knows its bassin."""
    ecosystem = eco.init(folder, bassin=bassin)
    sys.stdout.write(tr("The folder is ready: {folder}", folder=ecosystem.folder) + "\n")
    sys.stdout.write(
        tr("Next: wtc-eco --folder {folder} import list.csv --as liste-cpas --kind cpas", folder=folder)
        + "\n"
    )


def import_(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    file: options.ListFile,
    source: options.Source = None,
    *,
    ties: options.Ties = False,
    kind: options.Kind = None,
    collected_on: options.CollectedOn = None,
    dry_run: options.DryRun = False,
    partial: options.Partial = False,
    complete: options.Complete = False,
    column: options.ColumnsSaid = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    fix_mojibake: options.FixMojibake = False,
    max_size: options.MaxSize = 200,
    form: options.Account = options.Told.table,
) -> None:
    """Bring in a list or ties."""
    if not source and not ties:
        raise UsageError(
            tr("Under which name should this list be kept?"),
            hint=tr("Add --as with a name you will use at every import, for instance: --as liste-cpas"),
        )
    reading = eco.Reading(
        encoding=encoding,
        delimiter=delimiter,
        fix_mojibake=fix_mojibake,
        columns=_pairs(column or [], "--column"),
        max_bytes=max_size * 1_000_000,
    )
    desk = Desk.of(context)
    taking = eco.Taking(
        source=source or file.stem,
        kind=kind,
        collected_on=collected_on,
        partial=partial,
        complete=complete,
        dry_run=dry_run,
    )
    bring = eco.import_ties if ties else eco.import_list
    imported = bring(desk.ecosystem, file, taking, reading)
    _tell(imported, form)
    if imported.doubtful:
        raise typer.Exit(DOUBTFUL)


def check(context: typer.Context, form: options.Account = options.Told.table) -> None:
    """What is wrong or doubtful in data/, row by row."""
    desk = Desk.of(context)
    problems = eco.check(desk.ecosystem)
    if form is options.Told.json:
        _write_json([asdict(problem) for problem in problems])
    else:
        from wtc_eco.cli.screen import screen
        from wtc_eco.render.console import show_problems

        show_problems(problems, screen())
        sys.stdout.write(
            trn("{n} thing to look at in data/.", "{n} things to look at in data/.", len(problems)) + "\n"
            if problems
            else tr("Nothing wrong or doubtful in data/.") + "\n"
        )
    if problems:
        raise typer.Exit(DOUBTFUL)


def match(
    files: options.ListFiles,
    columns: options.MatchColumns = None,
    id_column: options.IdColumn = None,
    country: options.Country = "be",
    output: options.Clusters = None,
) -> None:
    """Deduplicate any list of organisations."""
    said = {
        field: header for header, field in _pairs((columns or "").split(",") if columns else [], "--columns")
    }
    fields = {header: field for field, header in said.items()}
    matched = eco.match_files(files, columns=fields, id_column=id_column, country=country)
    if output is None:
        sys.stdout.write(matched.csv())
        return
    matched.write(output)
    sys.stderr.write(
        tr(
            "{records} rows, {clusters} structures; {review} pairs in doubt. Written: {file}",
            records=matched.n_records,
            clusters=matched.n_clusters,
            review=matched.n_review,
            file=output,
        )
        + "\n"
    )


def _pairs(said: Sequence[str], option: str) -> tuple[tuple[str, str], ...]:
    """`left=right` pairs; raises `UsageError` where one has no `=`."""
    pairs = []
    for word in said:
        left, equals, right = word.rpartition("=") if option == "--column" else word.partition("=")
        if not (equals and left.strip() and right.strip()):
            raise UsageError(
                tr("{option} cannot be read: {word}", option=option, word=word),
                hint=tr("Write it as in the help: {option} …=…", option=option),
            )
        pairs.append((left.strip(), right.strip()))
    return tuple(pairs)


def _tell(imported: Imported, form: options.Told) -> None:
    """What was read, what changed, what is in quarantine and why."""
    if form is options.Told.json:
        _write_json(imported.as_json())
        return
    from wtc_eco.cli.screen import screen
    from wtc_eco.render.console import show_problems

    console = screen()
    for line in imported.lines():
        sys.stdout.write(line + "\n")
    show_problems(imported.problems, console)


def _write_json(value: object) -> None:
    sys.stdout.write(json.dumps(value, ensure_ascii=False, indent=2) + "\n")
