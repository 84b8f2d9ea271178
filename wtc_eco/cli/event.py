"""Commands for an event: whom to invite, who sits where, and what is kept of it afterwards."""

from __future__ import annotations

import sys
from pathlib import Path

import typer

import wtc_eco as eco
from wtc_eco.cli import event_options as wishes
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr, trn

DOUBTFUL = 4
"""Exit code: done, but some rows could not be used."""


def invite(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    seats: wishes.Seats = None,
    bassin: options.Bassin = None,
    quota: wishes.Quotas = None,
    fixed: wishes.Fixed = None,
    keep_apart: wishes.Apart = None,
    near: wishes.Near = None,
    within: wishes.Within = None,
    persons: wishes.Persons = 1,
    expect: wishes.Expect = 1.0,
    history: wishes.History = None,
    replies: wishes.Replies = None,
    name: wishes.EventName = "",
    on: wishes.On = None,
    at: wishes.At = "",
    place: wishes.Place = "",
    reply_before: wishes.ReplyBefore = None,
    reply_link: wishes.ReplyLink = "",
    seed: wishes.Seed = 0,
    budget: wishes.Budget = None,
    record: wishes.Record = None,
    plan: wishes.KeptPlan = None,
    form: options.Format = None,
    output: wishes.ListOutput = None,
) -> None:
    """Whom to invite, and why; afterwards, what is kept of the event."""
    if record is not None:
        _record(Desk.of(context), record, plan, (options.as_day(on), name))
        return
    if seats is None:
        raise UsageError(tr("How many seats are there?"), hint=tr("For instance: --seats 60"))
    desk = Desk.of(context)
    asked = eco.Wishes(
        seats=seats,
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
        occasion=eco.Occasion(
            name=name,
            on=options.as_day(on) or "",
            at=at,
            where=place,
            reply_before=options.as_day(reply_before) or "",
            reply_link=reply_link,
            contact=desk.ecosystem.settings.contact,
        ),
    )
    if output is not None:
        held = eco.write_invitations(desk.ecosystem, asked, output, lang=desk.lang)
        from wtc_eco.events.invitations.making import summary

        sys.stdout.write(summary(held) + "\n")
        sys.stderr.write(tr("Written: {file}", file=output) + "\n")
        return
    from wtc_eco.events.invitations.sheets import invitations

    desk.deliver(invitations(eco.invite(desk.ecosystem, asked)), form, None)


def _record(desk: Desk, file: Path, plan: Path | None, event: tuple[str | None, str]) -> None:
    on, name = event
    if on is None:
        raise UsageError(tr("On which day was the event?"), hint=tr("Add --on 2026-12-10"))
    kept = eco.record_attendance(desk.ecosystem, file, on=on, event=name, plan=plan)
    said = trn(
        "{n} structure invited, {came} came; {met} new meetings kept (they count as met, not as knowing each other).",
        "{n} structures invited, {came} came; {met} new meetings kept (they count as met, not as knowing each other).",
        kept.invited,
        came=kept.came,
        met=kept.met,
    )
    sys.stdout.write(said + "\n")
    if kept.unread:
        rows = ", ".join(str(row) for row in kept.unread)
        sys.stderr.write(tr("Rows that name no structure: {rows}", rows=rows) + "\n")
        raise typer.Exit(DOUBTFUL)


def tables(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    *,
    guests: wishes.GuestFile = None,
    tables: wishes.Tables = None,
    rounds: wishes.Rounds = 1,
    seats_per_table: wishes.Chairs = "",
    pin: wishes.Pins = None,
    keep_apart: wishes.Apart = None,
    keep_together: wishes.Together = None,
    avoid_history: wishes.Earlier = None,
    allow_repeats: wishes.Repeats = False,
    replan: wishes.NoShows = None,
    plan: wishes.KeptPlan = None,
    seed: wishes.Seed = 0,
    form: options.Format = None,
    output: wishes.PlanOutput = None,
) -> None:
    """Who sits where, round after round."""
    desk = Desk.of(context)
    asked: eco.TableWishes | tuple[Path, Path]
    if replan is not None:
        if plan is None:
            raise UsageError(tr("Which plan is to be mended?"), hint=tr("Add --plan plan.xlsx"))
        asked = (plan, replan)
    elif guests is None or tables is None:
        raise UsageError(
            tr("Who comes, and how many tables are there?"),
            hint=tr("For instance: --guests invitations.xlsx --tables 10 --rounds 3"),
        )
    else:
        asked = eco.TableWishes(
            guests=guests,
            tables=tables,
            rounds=rounds,
            seats=_chairs(seats_per_table),
            pins=tuple(pin or ()),
            apart=tuple(keep_apart or ()),
            together=tuple(keep_together or ()),
            history=tuple(avoid_history or ()),
            repeats_allowed=allow_repeats,
            seed=seed,
        )
    _seat(desk, asked, form, output)


def _seat(
    desk: Desk, asked: eco.TableWishes | tuple[Path, Path], form: options.Form | None, output: Path | None
) -> None:
    from wtc_eco.events.tables.plan import by_person, summary

    if output is not None:
        written = eco.write_tables(desk.ecosystem, asked, output, lang=desk.lang)
        sys.stdout.write(summary(written) + "\n")
        sys.stderr.write(tr("Written: {file}", file=output) + "\n")
        return
    made = (
        eco.seat(desk.ecosystem, asked)
        if isinstance(asked, eco.TableWishes)
        else eco.reseat(desk.ecosystem, *asked)
    )
    desk.deliver(by_person(made), form, None)


def _chairs(said: str) -> tuple[int, ...]:
    """«8» or «8,8,6»; raises `UsageError` for anything else."""
    parts = [part.strip() for part in said.split(",") if part.strip()]
    if not all(part.isdecimal() and int(part) > 0 for part in parts):
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--seats-per-table", word=said),
            hint=tr("Write: --seats-per-table 8, or one figure a table: 8,8,6"),
        )
    return tuple(int(part) for part in parts)
