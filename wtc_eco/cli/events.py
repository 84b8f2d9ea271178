"""Commands for an event: whom to invite, who sits where, and what is kept of it afterwards."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wtc_eco.cli import options
from wtc_eco.cli.desk import DOUBTFUL, Desk
from wtc_eco.cli.options import flag, option
from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr, trn
from wtc_eco.render.console import screen, show_problems

if TYPE_CHECKING:
    from wtc_eco.api.results import Invitation, TablePlan
    from wtc_eco.errors import Problem

Seats = Annotated[int | None, option("--seats", "N", tr("How many persons there is room for."), min=1)]
Quotas = Annotated[
    list[str] | None,
    option("--quota", "…=min:max", tr("How many of a kind or label: epn=5:10, cpas=3:, asbl=:4.")),
]
Fixed = Annotated[
    list[str] | None, option("--fixed", tr("THING"), tr("A structure that must be there (S12 or its name)."))
]
Apart = Annotated[
    list[str] | None,
    option("--keep-apart", "A,B", tr("Two that must not be invited, or seated, together: S12,S40.")),
]
Near = Annotated[str | None, option("--near", tr("COMMUNE"), tr("The commune of the venue, with --within."))]
Within = Annotated[
    float | None, option("--within", "KM", tr("How far from it, in kilometres by road (estimated)."), min=0)
]
Persons = Annotated[int, option("--persons", "N", tr("How many persons come from one structure."), min=1)]
Expect = Annotated[
    float, option("--expect", "0.6", tr("The share of invitations that is accepted: plans further waves."))
]
History = Annotated[
    Path | None, option("--history", tr("FILE"), tr("Earlier invitations: structure and date."))
]
Replies = Annotated[
    Path | None,
    option("--replies", tr("FILE"), tr("The list with its replies filled in: makes the next wave.")),
]
EventName = Annotated[str, option("--name", tr("TEXT"), tr("How the event is called."))]
On = Annotated[str | None, option("--on", tr("DATE"), tr("The day of the event (YYYY-MM-DD)."))]
At = Annotated[str, option("--at", "14:00-17:00", tr("From when to when."))]
Place = Annotated[str, option("--place", tr("TEXT"), tr("Where it takes place, as guests read it."))]
ReplyBefore = Annotated[str | None, option("--reply-before", tr("DATE"), tr("Until when guests may reply."))]
ReplyLink = Annotated[str, option("--reply-link", "URL", tr("Where guests reply."))]
Seed = Annotated[int, option("--seed", "N", tr("Another seed may give another good list."), min=0)]
Budget = Annotated[
    float | None,
    option("--budget", tr("SECONDS"), tr("Search longer; the result then depends on the machine."), min=0),
]
ListOutput = Annotated[
    Path | None,
    option("--output -o", tr("FILE"), tr("Write to this file: .xlsx, .csv, .json, .md, .html or .ics.")),
]
Record = Annotated[
    Path | None, option("--record", tr("FILE"), tr("Afterwards: the attendance list filled in. Needs --on."))
]
KeptPlan = Annotated[Path | None, option("--plan", tr("FILE"), tr("The table plan that “tables” wrote."))]
GuestFile = Annotated[
    Path | None, option("--guests", tr("FILE"), tr("Who comes: one row a person, with its structure."))
]
Tables = Annotated[int | None, option("--tables", "N", tr("How many tables."), min=1)]
Rounds = Annotated[int, option("--rounds", "N", tr("How many times people change table."), min=1)]
Chairs = Annotated[str, option("--seats-per-table", "8|8,8,6", tr("Chairs at each table; even by default."))]
Pins = Annotated[list[str] | None, option("--pin", "…=3", tr("A host stays at a table: --pin “Name”=3."))]
Together = Annotated[
    list[str] | None, option("--keep-together", "A,B", tr("Those that sit together in every round."))
]
Earlier = Annotated[
    list[Path] | None,
    option("--avoid-history", tr("FILE"), tr("An earlier plan: who met then need not meet again.")),
]
Repeats = Annotated[
    bool, flag("--allow-repeats", tr("Plan even where some pairs have to meet twice; they are named."))
]
NoShows = Annotated[
    Path | None,
    option("--replan", tr("FILE"), tr("Who does not come: mends --plan with the fewest changes.")),
]
PlanOutput = Annotated[
    Path | None,
    option("--output -o", tr("FILE"), tr("Write to this file: .xlsx, .csv, .json, .md or .html.")),
]


def invite(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    seats: Seats = None,
    bassin: options.Bassin = None,
    quota: Quotas = None,
    fixed: Fixed = None,
    keep_apart: Apart = None,
    near: Near = None,
    within: Within = None,
    persons: Persons = 1,
    expect: Expect = 1.0,
    history: History = None,
    replies: Replies = None,
    name: EventName = "",
    on: On = None,
    at: At = "",
    place: Place = "",
    reply_before: ReplyBefore = None,
    reply_link: ReplyLink = "",
    seed: Seed = 0,
    budget: Budget = None,
    record: Record = None,
    plan: KeptPlan = None,
    sheet: options.SheetMeant = None,
    form: options.Format = None,
    output: ListOutput = None,
) -> None:
    """Whom to invite, and why; afterwards, what is kept of the event."""
    if record is not None:
        _record(Desk.of(context), (record, sheet), plan, (options.as_day(on), name))
        return
    if seats is None:
        raise UsageError(tr("How many seats are there?"), hint=tr("For instance: --seats 60"))
    desk = Desk.of(context)
    invitation = desk.ecosystem.events.invite(
        seats,
        bassin=bassin,
        persons=persons,
        quotas=tuple(quota or ()),
        fixed=tuple(fixed or ()),
        apart=tuple(keep_apart or ()),
        near=near,
        within_km=within,
        expect=expect,
        seed=seed,
        budget=budget,
        history=history,
        replies=replies,
        sheet=sheet,
        name=name,
        on=options.as_day(on),
        at=at,
        place=place,
        reply_before=options.as_day(reply_before),
        reply_link=reply_link,
        lang=desk.written_in if output else None,
    )
    _hand_over(desk, invitation, form, output)


def _hand_over(
    desk: Desk, made: Invitation | TablePlan, form: options.AnswerFormat | None, output: Path | None
) -> None:
    """A list or a plan into its file, with a sentence on the screen, or all of it on the screen; then its problems."""
    if output is None:
        desk.deliver(made.finding(), form, None)
    else:
        made.write(output)
        sys.stdout.write(made.summary() + "\n")
        sys.stderr.write(tr("Written: {file}", file=output) + "\n")
    _tell(made.problems)


def _tell(problems: tuple[Problem, ...]) -> None:
    """What was not understood of a sheet that came back, all at once; raises `typer.Exit` where there is any."""
    if problems:
        show_problems(problems, screen(errors=True))
        raise typer.Exit(DOUBTFUL)


def _record(
    desk: Desk, attendance: tuple[Path, str | None], plan: Path | None, event: tuple[str | None, str]
) -> None:
    (file, sheet), (on, name) = attendance, event
    if on is None:
        raise UsageError(tr("On which day was the event?"), hint=tr("Add --on 2026-12-10"))
    kept = desk.ecosystem.events.record(file, on=on, name=name, plan=plan, sheet=sheet)
    sentence = trn(
        "{n} structure invited, {came} came; {met} new meetings kept (they count as met, not as knowing each other).",
        "{n} structures invited, {came} came; {met} new meetings kept (they count as met, not as knowing each other).",
        kept.invited,
        came=kept.came,
        met=kept.met,
    )
    sys.stdout.write(sentence + "\n")
    _tell(kept.problems)


def tables(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    guests: GuestFile = None,
    tables: Tables = None,
    rounds: Rounds = 1,
    seats_per_table: Chairs = "",
    pin: Pins = None,
    keep_apart: Apart = None,
    keep_together: Together = None,
    avoid_history: Earlier = None,
    allow_repeats: Repeats = False,
    replan: NoShows = None,
    plan: KeptPlan = None,
    sheet: options.SheetMeant = None,
    seed: Seed = 0,
    form: options.Format = None,
    output: PlanOutput = None,
) -> None:
    """Who sits where, round after round."""
    desk = Desk.of(context)
    lang = desk.written_in if output else None
    if replan is not None:
        if plan is None:
            raise UsageError(tr("Which plan is to be mended?"), hint=tr("Add --plan plan.xlsx"))
        made = desk.ecosystem.events.reseat(plan, replan, sheet=sheet, lang=lang)
    elif guests is None or tables is None:
        raise UsageError(
            tr("Who comes, and how many tables are there?"),
            hint=tr("For instance: --guests invitations.xlsx --tables 10 --rounds 3"),
        )
    else:
        made = desk.ecosystem.events.seat(
            guests,
            tables=tables,
            rounds=rounds,
            seats=_chairs(seats_per_table),
            pins=tuple(pin or ()),
            apart=tuple(keep_apart or ()),
            together=tuple(keep_together or ()),
            avoid=tuple(avoid_history or ()),
            repeats_allowed=allow_repeats,
            seed=seed,
            sheet=sheet,
            lang=lang,
        )
    _hand_over(desk, made, form, output)


def _chairs(words: str) -> tuple[int, ...]:
    """«8» or «8,8,6»; raises `UsageError` for anything else."""
    parts = [part.strip() for part in words.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--seats-per-table", word=words),
            hint=tr("Write: --seats-per-table 8, or one figure a table: 8,8,6"),
        )
    return tuple(int(part) for part in parts)
