"""The survey on the command line: sent out, chased, followed up."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli import survey_options as said
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import date, tr, trn

if TYPE_CHECKING:
    from collections.abc import Iterator


def survey(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    bassin: options.Bassin = None,
    forms: said.Forms = None,
    name: said.Name = "",
    on: said.SentOn = None,
    before: said.Before = None,
    remind: said.Remind = False,
    event: said.Event = None,
    dry_run: options.DryRun = False,
    accept_edits: options.AcceptEdits = False,
    form: options.Format = None,
    output: said.Folder = None,
) -> None:
    """The survey: its forms, its reminders, its follow-up."""
    desk = Desk.of(context)
    if remind:
        if event or forms or name or dry_run:
            raise UsageError(
                tr("--remind lists who has not answered; it makes no forms."),
                hint=tr("For instance: wtc-eco survey --remind --bassin namur -o reminders.xlsx"),
            )
        desk.deliver(eco.remind(desk.ecosystem, bassin=bassin), form, output)
        return
    wishes = eco.SurveyWishes(
        bassin=bassin,
        forms=tuple(each.value for each in forms or ()),
        name=name,
        on=options.as_day(on),
        before=options.as_day(before),
        event=event,
        rehearsal=dry_run,
        accept_edits=accept_edits,
    )
    sent = eco.send_survey(desk.ecosystem, wishes, output, lang=desk.lang)
    if form is options.Form.json:
        sys.stdout.write(json.dumps(sent.as_json(), ensure_ascii=False, indent=2) + "\n")
        return
    sys.stdout.write("".join(f"{line}\n" for line in _told(sent)))
    sys.stderr.write("".join(f"{line}\n" for line in sent.warnings))


def _told(sent: eco.SentOut) -> Iterator[str]:
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


def _asked(sent: eco.SentOut) -> str:
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


def _lists(sent: eco.SentOut) -> Iterator[str]:
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
