"""Every option and argument of the command line, said once.

The texts are chosen when this module is imported: the boundary has set the language by then.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr


class AnswerFormat(StrEnum):
    """How an answer is written."""

    table = "table"
    csv = "csv"
    json = "json"
    xlsx = "xlsx"
    md = "md"


class AccountFormat(StrEnum):
    """How an account of an import or a check is written."""

    table = "table"
    json = "json"


class Written(StrEnum):
    """What a report is written as."""

    html = "html"
    xlsx = "xlsx"
    md = "md"


class Graph(StrEnum):
    """What the network and the register can be taken away as."""

    gexf = "gexf"
    graphml = "graphml"
    kumu = "kumu"
    geojson = "geojson"
    json = "json"
    csv = "csv"
    xlsx = "xlsx"


class Facet(StrEnum):
    """By what the structures that know each other are grouped."""

    bassin = "bassin"
    kind = "kind"
    type = "type"


def _bassins(incomplete: str) -> list[str]:
    """Ids of bassins that begin as typed, for the shell."""
    import wtc_eco as eco

    return [bassin for bassin in eco.load_territory().bassins if bassin.startswith(incomplete.lower())]


Folder = Annotated[
    Path,
    typer.Option(
        "--folder", "-C", metavar=tr("FOLDER"), help=tr("The ecosystem's folder; this one by default.")
    ),
]
Lang = Annotated[
    str | None,
    typer.Option("--lang", metavar="fr|en", help=tr("Language of the screen and the outputs: fr or en.")),
]
AsOf = Annotated[
    str | None,
    typer.Option(
        "--as-of",
        metavar=tr("DATE"),
        help=tr("Date on the outputs (YYYY-MM-DD); the latest date in data/ by default."),
    ),
]
Bassin = Annotated[
    str | None,
    typer.Option(
        "--bassin",
        "-b",
        metavar=tr("NAME"),
        help=tr("A bassin, in any spelling; * for the whole territory."),
        autocompletion=_bassins,
    ),
]
Commune = Annotated[
    str | None,
    typer.Option(
        "--commune", "-c", metavar=tr("NAME"), help=tr("A commune: name, locality, postal code or INS code.")
    ),
]
ByFacet = Annotated[
    Facet | None,
    typer.Option(
        "--by",
        help=tr("Group by bassin or by kind; by default bassins of the territory, kinds within one."),
    ),
]
Format = Annotated[
    AnswerFormat | None,
    typer.Option("--format", "-f", help=tr("table on the screen; csv, json, xlsx or md for others.")),
]
Output = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar=tr("FILE"), help=tr("Write to this file; its ending chooses the format.")
    ),
]
Account = Annotated[
    AccountFormat, typer.Option("--format", "-f", help=tr("table for people, json for programs."))
]
ListFile = Annotated[
    Path,
    typer.Argument(
        metavar=tr("FILE"), help=tr("The list as you received it (Excel, LibreOffice, CSV, text).")
    ),
]
ListFiles = Annotated[
    list[Path],
    typer.Argument(
        metavar=tr("FILE…"), help=tr("One or more lists of organisations (Excel, LibreOffice, CSV, text).")
    ),
]
Source = Annotated[
    str | None,
    typer.Option(
        "--as",
        metavar=tr("NAME"),
        help=tr("The name of the list, the same at every import: liste-cpas, epn-2026 …"),
    ),
]
Kind = Annotated[
    str | None,
    typer.Option(
        "--kind",
        metavar=tr("NAME"),
        help=tr("What the structures of this list are, where it does not say: cpas …"),
    ),
]
CollectedOn = Annotated[
    str | None,
    typer.Option("--collected-on", metavar=tr("DATE"), help=tr("When the list was collected (YYYY-MM-DD).")),
]
DryRun = Annotated[bool, typer.Option("--dry-run", help=tr("Say what would change; write nothing."))]
Ties = Annotated[bool, typer.Option("--ties", help=tr("The file says who knows whom, not who is there."))]
Survey = Annotated[
    bool,
    typer.Option(
        "--survey", help=tr("The file holds the answers of the survey, as a survey tool exports them.")
    ),
]
Addresses = Annotated[
    list[str] | None,
    typer.Argument(metavar=tr("ADDRESS…"), help=tr("E-mail addresses or phone numbers of those who object.")),
]
Recover = Annotated[
    str | None,
    typer.Option(
        "--recover",
        metavar=tr("LINE"),
        help=tr("The recovery line that was printed when the folder was made."),
    ),
]
Somebody = Annotated[
    str,
    typer.Argument(
        metavar=tr("WHO"),
        help=tr("An address, a first and last name, or the number of a structure that is a person (S12)."),
    ),
]
Months = Annotated[
    int, typer.Option("--months", metavar=tr("N"), min=1, help=tr("How many months contacts are kept."))
]
RemoveOld = Annotated[bool, typer.Option("--apply", help=tr("Remove them; it cannot be undone."))]
Partial = Annotated[
    bool, typer.Option("--partial", help=tr("An extract: what is not in it stays in the register."))
]
Complete = Annotated[
    bool, typer.Option("--complete", help=tr("The whole list, even if many structures are no longer in it."))
]
AcceptEdits = Annotated[
    bool, typer.Option("--accept-edits", help=tr("Take in what was changed in data/ outside the tool."))
]
RawFile = Annotated[
    Path | None,
    typer.Option(
        "--raw",
        metavar=tr("FILE"),
        help=tr("Any table instead of data/: which of its rows can be read, whatever its columns are."),
    ),
]
Encoding = Annotated[
    str | None,
    typer.Option("--encoding", metavar=tr("NAME"), help=tr("Encoding of the file, if the guess is wrong.")),
]
Delimiter = Annotated[
    str | None,
    typer.Option(
        "--delimiter", metavar=tr("CHARACTER"), help=tr("Separator of the file, if the guess is wrong.")
    ),
]
SheetMeant = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar=tr("NAME"),
        help=tr("Which sheet of the workbook is meant, where several could be: its name or its number."),
    ),
]
Sheet = Annotated[
    str | None,
    typer.Option(
        "--sheet",
        metavar=tr("NAME"),
        help=tr("The sheet of the workbook: its name or its number; else the one that looks like a list."),
    ),
]
Area = Annotated[
    str | None,
    typer.Option("--range", metavar="A3:H200", help=tr("The cells to read, where the list is only a part.")),
]
FixMojibake = Annotated[
    bool,
    typer.Option("--fix-mojibake", help=tr("Repair texts such as “LiÃ¨ge”, read in the wrong encoding.")),
]
MaxSize = Annotated[
    int, typer.Option("--max-size", metavar=tr("MB"), min=1, help=tr("Largest file accepted, in megabytes."))
]
Gap = Annotated[
    str,
    typer.Argument(
        metavar="themes|slots|steps|publics", help=tr("What to look for: themes, slots, steps or publics.")
    ),
]
Public = Annotated[
    str | None,
    typer.Option("--public", metavar=tr("NAME"), help=tr("For one public: retired people, jobseekers …")),
]
Worst = Annotated[int | None, typer.Option("--worst", metavar="N", min=1, help=tr("The first N gaps only."))]
ExplainGap = Annotated[bool, typer.Option("--explain", help=tr("Write out the arithmetic of the first gap."))]
Thing = Annotated[
    str, typer.Argument(metavar=tr("THING"), help=tr("A structure (S12 or its name), a commune or a bassin."))
]
Need = Annotated[
    bool,
    typer.Option(
        "--need",
        help=tr("The file holds people by public, or answers of the public, in the place of hypotheses."),
    ),
]
OnDay = Annotated[
    str | None,
    typer.Option("--on", metavar=tr("DATE"), help=tr("Add the hours of that day, holidays counted.")),
]
Community = Annotated[
    str | None,
    typer.Option("--community", metavar="fr|de", help=tr("Whose school holidays count, with --on.")),
]
Sender = Annotated[
    str | None,
    typer.Argument(
        metavar=tr("[STRUCTURE]"),
        help=tr(
            "A structure (S12 or its name): to whom should it send its catalogue? By default: who could fill the worst gap?"
        ),
    ),
]
Theme = Annotated[str | None, typer.Option("--theme", metavar=tr("NAME"), help=tr("A gap of this theme."))]
Slot = Annotated[str | None, typer.Option("--slot", metavar=tr("NAME"), help=tr("A gap at this time slot."))]
Whom = Annotated[bool, typer.Option("--whom", help=tr("One row a structure: who near could train it."))]
SnapshotName = Annotated[
    str | None, typer.Argument(metavar=tr("[NAME]"), help=tr("A name for it; the date by default."))
]
Before = Annotated[str, typer.Argument(metavar=tr("BEFORE"), help=tr("The snapshot to start from."))]
After = Annotated[
    str, typer.Argument(metavar=tr("[AFTER]"), help=tr("The snapshot to compare with; now by default."))
]
Texts = Annotated[
    list[str],
    typer.Argument(
        metavar=tr("TEXT… | -"), help=tr("Opening hours as written, or - to read one a line from elsewhere.")
    ),
]
NewFolder = Annotated[Path, typer.Argument(metavar=tr("FOLDER"), help=tr("The folder to make."))]
Columns = Annotated[
    str | None,
    typer.Option(
        "--columns", metavar="…=…", help=tr("Which column is what: name=Nom,street=Adresse,postal_code=CP …")
    ),
]
IdColumn = Annotated[
    str | None,
    typer.Option(
        "--id", metavar=tr("NAME"), help=tr("The column that names each row; the row's number by default.")
    ),
]
Country = Annotated[
    str, typer.Option("--country", metavar="be|fr|…", help=tr("Whose phone numbers: be, fr, us …"))
]
Clusters = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar=tr("FILE"), help=tr("Write the clusters to this CSV file.")),
]
Each = Annotated[bool, typer.Option("--each", help=tr("The report of every bassin, into outputs/reports/."))]
Sheeted = Annotated[
    str | None,
    typer.Argument(
        metavar=tr("[STRUCTURE]"), help=tr("A structure (S12 or its name): its sheet, to send to partners.")
    ),
]
PartnerSheets = Annotated[
    bool, typer.Option("--sheets", help=tr("A sheet of one page for every structure, into outputs/fiches/."))
]
ReportForm = Annotated[
    Written | None,
    typer.Option(
        "--format",
        metavar=tr("FORMAT"),
        help=tr("html (a page), xlsx (a workbook with charts) or md (text); else as the file's ending says."),
    ),
]
Place = Annotated[
    Path | None,
    typer.Option(
        "--output",
        "-o",
        metavar=tr("FILE"),
        help=tr("Write to this file instead of outputs/; with --each, to this folder."),
    ),
]
Page = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar=tr("FILE"), help=tr("Write to this file instead of outputs/.")),
]
Sheets = Annotated[
    str | None,
    typer.Option(
        "--commune",
        "-c",
        metavar=tr("NAME|all"),
        help=tr("Instead of the report, half a page on a commune, or on each (all), two to an A4."),
    ),
]
Pseudonyms = Annotated[
    bool,
    typer.Option(
        "--pseudonymise",
        help=tr(
            "For researchers: pseudonyms for structures, places no finer than a bassin (gexf, graphml, json, xlsx)."
        ),
    ),
]
SharedFolder = Annotated[
    Path | None,
    typer.Option(
        "--output", "-o", metavar=tr("FOLDER"), help=tr("The folder to write to; outputs/partage by default.")
    ),
]
Layer = Annotated[
    str | None,
    typer.Option(
        "--layer",
        metavar="themes|slots|journeys|…",
        help=tr(
            "What colours the communes when the map opens; a theme, a slot or a profile by its name too."
        ),
    ),
]
Tiles = Annotated[
    bool,
    typer.Option(
        "--tiles",
        help=tr(
            "Offer background images of another machine, which then knows who looks at what; off by default."
        ),
    ),
]
Boundaries = Annotated[
    Path | None,
    typer.Option(
        "--boundaries",
        metavar=tr("FILE"),
        help=tr("A GeoJSON file of official boundaries to draw under the map."),
    ),
]
GraphForm = Annotated[
    Graph,
    typer.Option(
        "--format",
        "-f",
        help=tr("gexf or graphml for Gephi, kumu, geojson, json; csv or xlsx: the register."),
    ),
]

Structure = Annotated[
    str, typer.Argument(metavar=tr("STRUCTURE"), help=tr("A structure: its number (S12) or its name."))
]
OtherStructure = Annotated[
    str | None,
    typer.Argument(metavar=tr("OTHER"), help=tr("Another structure, to say why they are one or two.")),
]
Structures = Annotated[
    list[str], typer.Argument(metavar=tr("STRUCTURE…"), help=tr("Two structures or more, by number or name."))
]
Fields = Annotated[
    list[str],
    typer.Argument(
        metavar=tr("FIELD=VALUE…"), help=tr('street="Rue Haute 5" phone=… website= (empty: nobody knows).')
    ),
]
MoreFields = Annotated[
    list[str] | None,
    typer.Argument(metavar=tr("FIELD=VALUE…"), help=tr("Other fields: themes=… opening_hours=… labels=…")),
]
NewName = Annotated[str, typer.Argument(metavar=tr("NAME"), help=tr("The name of the structure."))]
ItsKind = Annotated[
    str | None, typer.Option("--kind", metavar=tr("NAME"), help=tr("What it is: cpas, epn, bibliotheque …"))
]
Street = Annotated[str | None, typer.Option("--street", metavar=tr("TEXT"), help=tr("Street and number."))]
PostalCode = Annotated[str | None, typer.Option("--postal-code", metavar=tr("TEXT"), help=tr("Postal code."))]
Locality = Annotated[str | None, typer.Option("--locality", metavar=tr("TEXT"), help=tr("Locality."))]
Phone = Annotated[str | None, typer.Option("--phone", metavar=tr("TEXT"), help=tr("Phone, in any spelling."))]
Email = Annotated[str | None, typer.Option("--email", metavar=tr("TEXT"), help=tr("General e-mail address."))]
Website = Annotated[str | None, typer.Option("--website", metavar=tr("TEXT"), help=tr("Website."))]
By = Annotated[str | None, typer.Option("--by", metavar=tr("NAME"), help=tr("Who says it."))]
Why = Annotated[str | None, typer.Option("--why", metavar=tr("TEXT"), help=tr("Why; it is kept and shown."))]
On = Annotated[
    str | None,
    typer.Option(
        "--on", metavar=tr("DATE"), help=tr("Which day (YYYY-MM-DD); the latest date in data/ by default.")
    ),
]
Record = Annotated[
    list[int] | None,
    typer.Option(
        "--record", metavar=tr("NUMBER"), help=tr("A record to take out; can be said several times.")
    ),
]
Every = Annotated[bool, typer.Option("--all", help=tr("Make each of its records a structure of its own."))]

Count = Annotated[
    int, typer.Argument(metavar="N", min=1, help=tr("How many commands to take back; 1 by default."))
]
Other = Annotated[
    Path, typer.Argument(metavar=tr("FOLDER"), help=tr("The folder to take in; nothing is written in it."))
]
Repair = Annotated[
    bool, typer.Option("--repair", help=tr("Mend what can be mended; what was there is kept aside."))
]
Backup = Annotated[str, typer.Argument(metavar="restore", help=tr("restore: put the tables back."))]

Export = Annotated[
    Path | None,
    typer.Option(
        "--export", metavar=tr("FILE"), help=tr("Write the doubts to a workbook, to be answered in Excel.")
    ),
]
Apply = Annotated[
    Path | None,
    typer.Option("--apply", metavar=tr("FILE"), help=tr("Take in the answers of such a workbook.")),
]

Corrections = Annotated[
    bool,
    typer.Option(
        "--corrections", help=tr("The file is outputs/registry.xlsx (or .csv), edited: take in what changed.")
    ),
]
Yes = Annotated[bool, typer.Option("--yes", "-y", help=tr("Do not ask before writing."))]


def _show_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag
    if asked:
        import sys

        import wtc_eco

        sys.stdout.write(f"wtc-eco {wtc_eco.__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool,
    typer.Option("--version", is_eager=True, callback=_show_version, help=tr("Say the version and leave.")),
]


def as_day(text: str | None) -> str | None:
    """The date as given, checked; raises `UsageError` for what is not one."""
    from datetime import date

    try:
        sound = text is None or date.fromisoformat(text).isoformat() == text
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(
            tr("“{date}” is not a date.", date=text), hint=tr("Write it as year-month-day: 2026-11-22")
        )
    return text
