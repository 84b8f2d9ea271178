"""What a coordinator can say of a survey on the command line."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wtc_eco.locale import tr


class Form(StrEnum):
    """The form a survey is made for."""

    limesurvey = "limesurvey"
    google = "google"
    xlsx = "xlsx"
    paper = "paper"


Forms = Annotated[
    list[Form] | None,
    typer.Option("--form", help=tr("The tool it is made for; can be said several times; all by default.")),
]
Name = Annotated[
    str,
    typer.Option(
        "--as", metavar=tr("NAME"), help=tr("What the survey is called: its answers are imported --as it.")
    ),
]
SentOn = Annotated[
    str | None,
    typer.Option(
        "--on", metavar=tr("DATE"), help=tr("The day it is sent; the latest date in data/ by default.")
    ),
]
Before = Annotated[
    str | None,
    typer.Option("--reply-before", metavar=tr("DATE"), help=tr("The day by which answers are wanted.")),
]
Remind = Annotated[
    bool,
    typer.Option("--remind", help=tr("Who has not answered: whom to write to or call first, and where.")),
]
Event = Annotated[
    str | None,
    typer.Option(
        "--follow-up",
        metavar=tr("EVENT"),
        help=tr("One question to those who met at this event (its name or its day)."),
    ),
]
Folder = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=tr("FOLDER"),
        help=tr("The folder for the forms; with --remind, the file of the list."),
    ),
]
