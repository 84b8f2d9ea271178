"""The options of the commands for an event, said once, as `options` says the others."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wtc_eco.locale import tr

Seats = Annotated[
    int | None, typer.Option("--seats", metavar="N", min=1, help=tr("How many persons there is room for."))
]
Quotas = Annotated[
    list[str] | None,
    typer.Option(
        "--quota", metavar="…=min:max", help=tr("How many of a kind or label: epn=5:10, cpas=3:, asbl=:4.")
    ),
]
Fixed = Annotated[
    list[str] | None,
    typer.Option(
        "--fixed", metavar=tr("THING"), help=tr("A structure that must be there (S12 or its name).")
    ),
]
Apart = Annotated[
    list[str] | None,
    typer.Option(
        "--keep-apart", metavar="A,B", help=tr("Two that must not be invited, or seated, together: S12,S40.")
    ),
]
Near = Annotated[
    str | None,
    typer.Option("--near", metavar=tr("COMMUNE"), help=tr("The commune of the venue, with --within.")),
]
Within = Annotated[
    float | None,
    typer.Option(
        "--within", metavar="KM", min=0, help=tr("How far from it, in kilometres by road (estimated).")
    ),
]
Persons = Annotated[
    int, typer.Option("--persons", metavar="N", min=1, help=tr("How many persons come from one structure."))
]
Expect = Annotated[
    float,
    typer.Option(
        "--expect", metavar="0.6", help=tr("The share of invitations that is accepted: plans further waves.")
    ),
]
History = Annotated[
    Path | None,
    typer.Option("--history", metavar=tr("FILE"), help=tr("Earlier invitations: structure and date.")),
]
Replies = Annotated[
    Path | None,
    typer.Option(
        "--replies", metavar=tr("FILE"), help=tr("The list with its replies filled in: makes the next wave.")
    ),
]
EventName = Annotated[str, typer.Option("--name", metavar=tr("TEXT"), help=tr("How the event is called."))]
On = Annotated[
    str | None, typer.Option("--on", metavar=tr("DATE"), help=tr("The day of the event (YYYY-MM-DD)."))
]
At = Annotated[str, typer.Option("--at", metavar="14:00-17:00", help=tr("From when to when."))]
Place = Annotated[
    str, typer.Option("--place", metavar=tr("TEXT"), help=tr("Where it takes place, as guests read it."))
]
ReplyBefore = Annotated[
    str | None, typer.Option("--reply-before", metavar=tr("DATE"), help=tr("Until when guests may reply."))
]
ReplyLink = Annotated[str, typer.Option("--reply-link", metavar="URL", help=tr("Where guests reply."))]
Seed = Annotated[
    int, typer.Option("--seed", metavar="N", min=0, help=tr("Another seed may give another good list."))
]
Budget = Annotated[
    float | None,
    typer.Option(
        "--budget",
        metavar=tr("SECONDS"),
        min=0,
        help=tr("Search longer; the result then depends on the machine."),
    ),
]
ListOutput = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=tr("FILE"),
        help=tr("Write to this file: .xlsx, .csv, .json, .md, .html or .ics."),
    ),
]
Record = Annotated[
    Path | None,
    typer.Option(
        "--record", metavar=tr("FILE"), help=tr("Afterwards: the attendance list filled in. Needs --on.")
    ),
]
KeptPlan = Annotated[
    Path | None,
    typer.Option("--plan", metavar=tr("FILE"), help=tr("The table plan that “tables” wrote.")),
]
GuestFile = Annotated[
    Path | None,
    typer.Option("--guests", metavar=tr("FILE"), help=tr("Who comes: one row a person, with its structure.")),
]
Tables = Annotated[int | None, typer.Option("--tables", metavar="N", min=1, help=tr("How many tables."))]
Rounds = Annotated[
    int, typer.Option("--rounds", metavar="N", min=1, help=tr("How many times people change table."))
]
Chairs = Annotated[
    str,
    typer.Option("--seats-per-table", metavar="8|8,8,6", help=tr("Chairs at each table; even by default.")),
]
Pins = Annotated[
    list[str] | None,
    typer.Option("--pin", metavar="…=3", help=tr("A host stays at a table: --pin “Name”=3.")),
]
Together = Annotated[
    list[str] | None,
    typer.Option("--keep-together", metavar="A,B", help=tr("Those that sit together in every round.")),
]
Earlier = Annotated[
    list[Path] | None,
    typer.Option(
        "--avoid-history", metavar=tr("FILE"), help=tr("An earlier plan: who met then need not meet again.")
    ),
]
Repeats = Annotated[
    bool,
    typer.Option(
        "--allow-repeats", help=tr("Plan even where some pairs have to meet twice; they are named.")
    ),
]
NoShows = Annotated[
    Path | None,
    typer.Option(
        "--replan", metavar=tr("FILE"), help=tr("Who does not come: mends --plan with the fewest changes.")
    ),
]
PlanOutput = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar=tr("FILE"), help=tr("Write to this file: .xlsx, .csv, .json, .md or .html.")
    ),
]
