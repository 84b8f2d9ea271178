"""Commands for an event: whom to invite, who sits where, and what is kept of it afterwards."""

from __future__ import annotations

import sys

import typer

import wtc_eco as eco
from wtc_eco.cli import event_options as wishes
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import tr


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
    form: options.Format = None,
    output: wishes.ListOutput = None,
) -> None:
    """Whom to invite, and why."""
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
