"""The survey on the command line: sent out, chased, followed up."""

from __future__ import annotations

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk, write_json
from wtc_eco.cli.options import flag, option
from wtc_eco.errors import UsageError
from wtc_eco.i18n import date, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wtc_eco.api.results import SentOut


class SurveyForm(StrEnum):
    """The form a survey is made for."""

    limesurvey = "limesurvey"
    google = "google"
    xlsx = "xlsx"
    paper = "paper"


Forms = Annotated[
    list[SurveyForm] | None,
    flag("--form", tr("The tool it is made for; can be said several times; all by default.")),
]
Name = Annotated[
    str, option("--as", tr("NAME"), tr("What the survey is called: its answers are imported --as it."))
]
SentOn = Annotated[
    str | None, option("--on", tr("DATE"), tr("The day it is sent; the latest date in data/ by default."))
]
Before = Annotated[
    str | None, option("--reply-before", tr("DATE"), tr("The day by which answers are wanted."))
]
Remind = Annotated[
    bool, flag("--remind", tr("Who has not answered: whom to write to or call first, and where."))
]
Event = Annotated[
    str | None,
    option(
        "--follow-up", tr("EVENT"), tr("One question to those who met at this event (its name or its day).")
    ),
]
Folder = Annotated[
    Path | None,
    option("--output -o", tr("FOLDER"), tr("The folder for the forms; with --remind, the file of the list.")),
]


def survey(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    bassin: options.Bassin = None,
    forms: Forms = None,
    name: Name = "",
    on: SentOn = None,
    before: Before = None,
    remind: Remind = False,
    event: Event = None,
    dry_run: options.DryRun = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Format = None,
    output: Folder = None,
) -> None:
    """The survey: its forms, its reminders, its follow-up."""
    desk = Desk.of(context)
    if remind:
        if event or forms or name or dry_run:
            raise UsageError(
                tr("--remind lists who has not answered; it makes no forms."),
                hint=tr("For instance: wtc-eco survey --remind --bassin namur -o reminders.xlsx"),
            )
        desk.deliver(desk.ecosystem.surveys.remind(bassin=bassin), form, output)
        return
    sent = desk.ecosystem.surveys.send(
        output,
        bassin=bassin,
        forms=tuple(each.value for each in forms or ()),
        name=name,
        on=options.as_day(on),
        before=options.as_day(before),
        event=event,
        rehearsal=dry_run,
        accept_edits=accept_edits,
        lang=desk.lang,
    )
    if form is options.AnswerFormat.json:
        write_json(sent.as_json())
        return
    sys.stdout.write("".join(f"{line}\n" for line in _told(sent)))
    sys.stderr.write("".join(f"{line}\n" for line in sent.warnings))


def _told(sent: SentOut) -> Iterator[str]:
    from wtc_eco.render.cells import visible

    outing = sent.outing
    if outing.follow_up:
        yield trn(
            "{event}: {n} structure is asked about those it met, under the name {survey}.",
            "{event}: {n} structures are asked about those they met, under the name {survey}.",
            len(outing.recipients),
            event=visible(outing.facts.event),
            survey=visible(outing.survey),
        )
    else:
        yield _asked(sent)
    if sent.known:
        yield trn(
            "{n} of them had been asked by this survey before: its code and its day stay.",
            "{n} of them had been asked by this survey before: their codes and their days stay.",
            sent.known,
        )
    yield tr(
        "{write} have an e-mail address, {call} are to be called or met.",
        write=len(outing.to_write_to),
        call=len(outing.to_call),
    )
    if outing.objected:
        yield trn(
            "{n} structure is left out: it objected to being written to.",
            "{n} structures are left out: they objected to being written to.",
            outing.objected,
        )
    yield from _lists(sent)
    if sent.rehearsal:
        yield tr("Nothing was written (--dry-run).")
        return
    yield tr("Written into {folder}:", folder=sent.files[0].parent)
    yield from (f"  {path.name}" for path in sent.files)
    yield tr("Next: {file} says how to go on.", file=tr("read-me.txt"))


def _asked(sent: SentOut) -> str:
    from wtc_eco.render.cells import visible

    outing = sent.outing
    return trn(
        "{place}: {n} structure is asked, under the name {survey}, on {day}.",
        "{place}: {n} structures are asked, under the name {survey}, on {day}.",
        len(outing.recipients),
        place=visible(outing.facts.place),
        survey=visible(outing.survey),
        day=date(outing.day) if outing.day else "?",
    )


def _lists(sent: SentOut) -> Iterator[str]:
    """The lists shown; after an event, each has its own."""
    rosters = sent.outing.rosters
    if sent.outing.follow_up:
        return
    if len(rosters) == 1:
        yield trn(
            "One list of {n} structure for all.", "One list of {n} structures for all.", len(rosters[0].shown)
        )
    for roster in rosters if len(rosters) > 1 else ():
        yield trn(
            "List {list}: {n} structure shown to {asked} ({communes}).",
            "List {list}: {n} structures shown to {asked} ({communes}).",
            len(roster.shown),
            list=roster.id,
            asked=len(roster.asked),
            communes=roster.title,
        )
    if n := sum(len(roster.left_out) for roster in rosters):
        yield trn(
            "{n} structure found no line on its list: free lines are for it.",
            "{n} structures found no line on their list: free lines are for them.",
            n,
        )
