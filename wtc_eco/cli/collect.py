"""Commands that bring in: a new folder, a list, ties, a check, and the matching of any list."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.correct import signature, take_back
from wtc_eco.cli.desk import Desk
from wtc_eco.cli.progress import watched
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr, trn

if TYPE_CHECKING:
    from pathlib import Path

    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.ecosystem.intake.collect import Imported

DOUBTFUL = 4
"""Exit code: done, but some rows are in quarantine or a check found something."""


def init(context: typer.Context, folder: options.NewFolder, bassin: options.Bassin = None) -> None:
    """An empty ecosystem folder that knows its bassin, and a workbook to fill in."""
    ecosystem = eco.init(folder, bassin=bassin)
    form = eco.write_template(ecosystem, lang=Desk.of(context).lang)
    sys.stdout.write(tr("The folder is ready: {folder}", folder=ecosystem.folder) + "\n")
    sys.stdout.write(tr("A workbook to fill in, with lists to choose from: {file}", file=form) + "\n")
    sys.stdout.write(
        tr("Next: wtc-eco --folder {folder} import list.csv --as liste-cpas --kind cpas", folder=folder)
        + "\n"
    )
    if line := eco.recovery_line(ecosystem):
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
    form: options.Account = options.Told.table,
) -> None:
    """Bring in a list, ties, answers, or the register as a person corrected it."""
    if ties and survey:
        raise UsageError(
            tr("A file holds ties or answers, not both."),
            hint=tr("Answers bring their ties with them: --survey alone."),
        )
    if not (source or ties or survey or corrections or need):
        raise UsageError(
            tr("Under which name should this list be kept?"),
            hint=tr("Add --as with a name you will use at every import, for instance: --as liste-cpas"),
        )
    reading = eco.Reading(
        encoding, delimiter, fix_mojibake, _fields(columns), max_size * 1_000_000, sheet=sheet, area=area
    )
    if need:
        _take_need(
            Desk.of(context).ecosystem, file, source or file.stem, reading, rehearsal=dry_run, form=form
        )
        return
    if corrections:
        signed = signature(Desk.of(context).ecosystem, by, why, accept_edits=accept_edits)
        returned = eco.compare_registry(Desk.of(context).ecosystem, file, reading=reading)
        take_back(Desk.of(context).ecosystem, returned, signed, rehearsal=dry_run, sure=yes, form=form)
        return
    delivery = eco.Delivery(
        source=source or file.stem,
        collected_on=options.as_day(collected_on),
        partial=partial,
        complete=complete,
        rehearsal=dry_run,
        accept_edits=accept_edits,
    )
    ecosystem = Desk.of(context).ecosystem
    if accept_edits:
        from wtc_eco.cli.retelling import tell_edits

        tell_edits(eco.edits(ecosystem))
    imported: eco.Surveyed | Imported
    if survey:
        imported = eco.import_survey(ecosystem, file, delivery, reading=reading)
    elif ties:
        imported = eco.import_ties(ecosystem, file, delivery, reading=reading)
    else:
        imported = eco.import_list(ecosystem, file, delivery, kind=kind, reading=reading)
    _tell(imported, form)
    if imported.doubtful:
        raise typer.Exit(DOUBTFUL)


def _take_need(  # noqa: PLR0913 - what import was told
    ecosystem: Ecosystem,
    file: Path,
    source: str,
    reading: eco.Reading,
    *,
    rehearsal: bool,
    form: options.Told,
) -> None:
    """People by public, or answers of the public."""
    imported = eco.import_need(ecosystem, file, source, reading=reading, rehearsal=rehearsal)
    if form is options.Told.json:
        _write_json(imported.as_json())
    else:
        from wtc_eco.cli.account import tell_need

        tell_need(imported)
    if imported.left_out:
        raise typer.Exit(DOUBTFUL)


def _tell(imported: Imported | eco.Surveyed, form: options.Told) -> None:
    """The account of an import, for people or for programs."""
    if form is options.Told.json:
        _write_json(imported.as_json())
    elif isinstance(imported, eco.Surveyed):
        from wtc_eco.cli.surveyed import tell_survey

        tell_survey(imported)
    else:
        from wtc_eco.cli.account import tell

        tell(imported)


def check(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    raw: options.RawFile = None,
    encoding: options.Encoding = None,
    delimiter: options.Delimiter = None,
    sheet: options.Sheet = None,
    area: options.Area = None,
    form: options.Account = options.Told.table,
) -> None:
    """What is wrong or doubtful in data/ (or in any table, with --raw), row by row."""
    if raw is not None:
        _check_raw(raw, eco.Reading(encoding, delimiter, sheet=sheet, area=area), form)
        return
    problems = eco.check(Desk.of(context).ecosystem)
    if form is options.Told.json:
        _write_json([asdict(problem) for problem in problems])
    elif problems:
        from wtc_eco.render.console import screen, show_problems

        show_problems(problems, screen())
        said = trn("{n} thing to look at in data/.", "{n} things to look at in data/.", len(problems))
        sys.stdout.write(said + "\n")
    else:
        sys.stdout.write(tr("Nothing wrong or doubtful in data/.") + "\n")
    if any(problem.gravity != "note" for problem in problems):
        raise typer.Exit(DOUBTFUL)


def _check_raw(file: Path, reading: eco.Reading, form: options.Told) -> None:
    """Any table: what of it can be read."""
    checked = eco.check_table(file, reading=reading)
    if form is options.Told.json:
        _write_json(checked.as_json())
    else:
        from wtc_eco.cli.account import tell_table

        tell_table(checked)
    if checked.doubtful:
        raise typer.Exit(DOUBTFUL)


def match(  # noqa: PLR0913 - a command's parameters are its options
    files: options.ListFiles,
    columns: options.Columns = None,
    id_column: options.IdColumn = None,
    country: options.Country = "be",
    sheet: options.Sheet = None,
    area: options.Area = None,
    output: options.Clusters = None,
) -> None:
    """Deduplicate any list of organisations."""
    with watched() as told:
        matched = eco.match_files(
            files,
            columns=_fields(columns),
            id_column=id_column,
            country=country,
            reading=eco.Reading(sheet=sheet, area=area),
            told=told,
        )
    if output is None:
        sys.stdout.write(matched.csv())
        return
    eco.write_clusters(matched, output)
    said = tr(
        "{records} rows, {clusters} structures; {review} pairs in doubt. Written: {file}",
        records=matched.n_records,
        clusters=matched.n_clusters,
        review=matched.n_review,
        file=output,
    )
    sys.stderr.write(said + "\n")


def _fields(said: str | None) -> dict[str, str]:
    """`name=Nom,street=Adresse` as the title of each field; raises `UsageError` where a part has no `=`."""
    fields = {}
    for part in said.split(",") if said else ():
        field, equals, title = (word.strip() for word in part.partition("="))
        if not (equals and field and title):
            raise UsageError(
                tr("{option} cannot be read: {word}", option="--columns", word=part),
                hint=tr("Write: --columns name=Nom,street=Adresse"),
            )
        fields[field] = title
    return fields


def _write_json(value: object) -> None:
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)  # as it goes: a large account is long
    sys.stdout.write("\n")
