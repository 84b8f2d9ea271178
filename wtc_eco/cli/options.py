"""Every option and argument of the command line, said once.

The texts are chosen when this module is imported: the boundary has set the language by then.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

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
    ldmn = "ldmn"
    data_inclusion = "data-inclusion"
    hsds = "hsds"
    osm = "osm"


class Facet(StrEnum):
    """By what the structures that know each other are grouped."""

    bassin = "bassin"
    kind = "kind"
    type = "type"


def account_and_kind(words: list[str] | None) -> tuple[AccountFormat, str | None]:
    """How the account is written, and what the file was said to be: one option says both, the last word of each counts."""
    account, kind = AccountFormat.table, None
    for word in words or ():
        if word in set(AccountFormat):
            account = AccountFormat(word)
        else:
            kind = word
    return account, kind


def _bassins(incomplete: str) -> list[str]:
    """Ids of bassins that begin as typed, for the shell."""
    import wtc_eco as eco

    return [bassin for bassin in eco.load_territory().bassins if bassin.startswith(incomplete.lower())]


def option(names: str, metavar: str, text: str, **more: Any) -> Any:
    """An option that takes a value: its names with a space between, what to write, what it does."""
    return typer.Option(*names.split(), metavar=metavar, help=text, **more)


def flag(names: str, text: str, **more: Any) -> Any:
    """An option that is there or not, or one of a few words that Typer lists itself."""
    return typer.Option(*names.split(), help=text, **more)


def argument(metavar: str, text: str, **more: Any) -> Any:
    """What stands after the command without a name."""
    return typer.Argument(metavar=metavar, help=text, **more)


Folder = Annotated[
    Path, option("--folder -C", tr("FOLDER"), tr("The ecosystem's folder; this one by default."))
]
Lang = Annotated[
    str | None, option("--lang", "fr|en", tr("Language of the screen and the outputs: fr or en."))
]
AsOf = Annotated[
    str | None,
    option(
        "--as-of", tr("DATE"), tr("Date on the outputs (YYYY-MM-DD); the latest date in data/ by default.")
    ),
]
Bassin = Annotated[
    str | None,
    option(
        "--bassin -b",
        tr("NAME"),
        tr("A bassin, in any spelling; * for the whole territory."),
        autocompletion=_bassins,
    ),
]
Commune = Annotated[
    str | None, option("--commune -c", tr("NAME"), tr("A commune: name, locality, postal code or INS code."))
]
ByFacet = Annotated[
    Facet | None,
    flag("--by", tr("Group by bassin or by kind; by default bassins of the territory, kinds within one.")),
]
Format = Annotated[
    AnswerFormat | None, flag("--format -f", tr("table on the screen; csv, json, xlsx or md for others."))
]
Output = Annotated[
    Path | None, option("--output -o", tr("FILE"), tr("Write to this file; its ending chooses the format."))
]
Account = Annotated[AccountFormat, flag("--format -f", tr("table for people, json for programs."))]
AccountAndKind = Annotated[
    list[str] | None,
    option(
        "--format -f",
        "table|json|structures|…",
        tr(
            "table for people, json for programs; or what the file is, where that was doubted: structures … (may be said twice)."
        ),
    ),
]
ListFile = Annotated[
    Path, argument(tr("FILE"), tr("The list as you received it (Excel, LibreOffice, CSV, text)."))
]
ListFiles = Annotated[
    list[Path],
    argument(tr("FILE…"), tr("One or more lists of organisations (Excel, LibreOffice, CSV, text).")),
]
Source = Annotated[
    str | None,
    option("--as", tr("NAME"), tr("The name of the list, the same at every import: liste-cpas, epn-2026 …")),
]
Kind = Annotated[
    str | None,
    option("--kind", tr("NAME"), tr("What the structures of this list are, where it does not say: cpas …")),
]
CollectedOn = Annotated[
    str | None, option("--collected-on", tr("DATE"), tr("When the list was collected (YYYY-MM-DD)."))
]
DryRun = Annotated[bool, flag("--dry-run", tr("Say what would change; write nothing."))]
Ties = Annotated[bool, flag("--ties", tr("The file says who knows whom, not who is there."))]
Survey = Annotated[
    bool, flag("--survey", tr("The file holds the answers of the survey, as a survey tool exports them."))
]
Addresses = Annotated[
    list[str] | None, argument(tr("ADDRESS…"), tr("E-mail addresses or phone numbers of those who object."))
]
Recover = Annotated[
    str | None,
    option("--recover", tr("LINE"), tr("The recovery line that was printed when the folder was made.")),
]
Somebody = Annotated[
    str,
    argument(
        tr("WHO"),
        tr("An address, a first and last name, or the number of a structure that is a person (S12)."),
    ),
]
Months = Annotated[int, option("--months", tr("N"), tr("How many months contacts are kept."), min=1)]
RemoveOld = Annotated[bool, flag("--apply", tr("Remove them; it cannot be undone."))]
Partial = Annotated[bool, flag("--partial", tr("An extract: what is not in it stays in the register."))]
Complete = Annotated[
    bool, flag("--complete", tr("The whole list, even if many structures are no longer in it."))
]
AcceptEdits = Annotated[
    bool, flag("--accept-edits", tr("Take in what was changed in data/ outside the tool."))
]
RawFile = Annotated[
    Path | None,
    option(
        "--raw",
        tr("FILE"),
        tr("Any table instead of data/: which of its rows can be read, whatever its columns are."),
    ),
]
Encoding = Annotated[
    str | None, option("--encoding", tr("NAME"), tr("Encoding of the file, if the guess is wrong."))
]
Delimiter = Annotated[
    str | None, option("--delimiter", tr("CHARACTER"), tr("Separator of the file, if the guess is wrong."))
]
SheetMeant = Annotated[
    str | None,
    option(
        "--sheet",
        tr("NAME"),
        tr("Which sheet of the workbook is meant, where several could be: its name or its number."),
    ),
]
Sheet = Annotated[
    str | None,
    option(
        "--sheet",
        tr("NAME"),
        tr("The sheet of the workbook: its name or its number; else the one that looks like a list."),
    ),
]
Area = Annotated[
    str | None, option("--range", "A3:H200", tr("The cells to read, where the list is only a part."))
]
FixMojibake = Annotated[
    bool, flag("--fix-mojibake", tr("Repair texts such as “LiÃ¨ge”, read in the wrong encoding."))
]
MaxSize = Annotated[int, option("--max-size", tr("MB"), tr("Largest file accepted, in megabytes."), min=1)]
Gap = Annotated[
    str, argument("themes|slots|steps|publics", tr("What to look for: themes, slots, steps or publics."))
]
Public = Annotated[
    str | None, option("--public", tr("NAME"), tr("For one public: retired people, jobseekers …"))
]
Worst = Annotated[int | None, option("--worst", "N", tr("The first N gaps only."), min=1)]
ExplainGap = Annotated[bool, flag("--explain", tr("Write out the arithmetic of the first gap."))]
Thing = Annotated[str, argument(tr("THING"), tr("A structure (S12 or its name), a commune or a bassin."))]
Need = Annotated[
    bool,
    flag(
        "--need", tr("The file holds people by public, or answers of the public, in the place of hypotheses.")
    ),
]
OnDay = Annotated[str | None, option("--on", tr("DATE"), tr("Add the hours of that day, holidays counted."))]
Community = Annotated[
    str | None, option("--community", "fr|de", tr("Whose school holidays count, with --on."))
]
Sender = Annotated[
    str | None,
    argument(
        tr("[STRUCTURE]"),
        tr(
            "A structure (S12 or its name): to whom should it send its catalogue? By default: who could fill the worst gap?"
        ),
    ),
]
Theme = Annotated[str | None, option("--theme", tr("NAME"), tr("A gap of this theme."))]
Slot = Annotated[str | None, option("--slot", tr("NAME"), tr("A gap at this time slot."))]
Whom = Annotated[bool, flag("--whom", tr("One row a structure: who near could train it."))]
SnapshotName = Annotated[str | None, argument(tr("[NAME]"), tr("A name for it; the date by default."))]
Before = Annotated[str, argument(tr("BEFORE"), tr("The snapshot to start from."))]
After = Annotated[str, argument(tr("[AFTER]"), tr("The snapshot to compare with; now by default."))]
Texts = Annotated[
    list[str],
    argument(tr("TEXT… | -"), tr("Opening hours as written, or - to read one a line from elsewhere.")),
]
NewFolder = Annotated[Path, argument(tr("FOLDER"), tr("The folder to make."))]
Columns = Annotated[
    list[str] | None,
    option(
        "--columns",
        "…=…",
        tr(
            "Which column is what: “nom=Titre 1,téléphone=Tél 1,téléphone=Tél 2”; may be given several times. "
            "A field goes by its name in either language."
        ),
    ),
]
IdColumn = Annotated[
    str | None, option("--id", tr("NAME"), tr("The column that names each row; the row's number by default."))
]
Country = Annotated[str, option("--country", "be|fr|…", tr("Whose phone numbers: be, fr, us …"))]
Clusters = Annotated[
    Path | None, option("--output -o", tr("FILE"), tr("Write the clusters to this CSV file."))
]
Doubtful = Annotated[
    Path | None,
    option(
        "--doubts",
        tr("FILE"),
        tr("Write the pairs in doubt to this file (.xlsx or .csv), to be answered: same, different, unsure."),
    ),
]
Answered = Annotated[
    Path | None,
    option("--decisions", tr("FILE"), tr("Take back the answers of a file that --doubts wrote.")),
]
TwoRows = Annotated[
    tuple[str, str] | None,
    option(
        "--explain",
        tr("ID ID"),
        tr("Say why two rows (their ids) are one structure or two, and write nothing."),
    ),
]
Each = Annotated[bool, flag("--each", tr("The report of every bassin, into outputs/reports/."))]
Sheeted = Annotated[
    str | None,
    argument(tr("[STRUCTURE]"), tr("A structure (S12 or its name): its sheet, to send to partners.")),
]
PartnerSheets = Annotated[
    bool, flag("--sheets", tr("A sheet of one page for every structure, into outputs/fiches/."))
]
ReportForm = Annotated[
    Written | None,
    option(
        "--format",
        tr("FORMAT"),
        tr("html (a page), xlsx (a workbook with charts) or md (text); else as the file's ending says."),
    ),
]
Place = Annotated[
    Path | None,
    option(
        "--output -o", tr("FILE"), tr("Write to this file instead of outputs/; with --each, to this folder.")
    ),
]
Page = Annotated[
    Path | None, option("--output -o", tr("FILE"), tr("Write to this file instead of outputs/."))
]
Sheets = Annotated[
    str | None,
    option(
        "--commune -c",
        tr("NAME|all"),
        tr("Instead of the report, half a page on a commune, or on each (all), two to an A4."),
    ),
]
Pseudonyms = Annotated[
    bool,
    flag(
        "--pseudonymise",
        tr(
            "For researchers: pseudonyms for structures, places no finer than a bassin (gexf, graphml, json, xlsx)."
        ),
    ),
]
SharedFolder = Annotated[
    Path | None,
    option("--output -o", tr("FOLDER"), tr("The folder to write to; outputs/partage by default.")),
]
Layer = Annotated[
    str | None,
    option(
        "--layer",
        "themes|slots|journeys|…",
        tr("What colours the communes when the map opens; a theme, a slot or a profile by its name too."),
    ),
]
Tiles = Annotated[
    bool,
    flag(
        "--tiles",
        tr("Offer background images of another machine, which then knows who looks at what; off by default."),
    ),
]
Boundaries = Annotated[
    Path | None,
    option("--boundaries", tr("FILE"), tr("A GeoJSON file of official boundaries to draw under the map.")),
]
GraphForm = Annotated[
    Graph | None,
    flag(
        "--format -f",
        tr(
            "The network: gexf or graphml for Gephi, kumu, geojson, json; the register: csv or xlsx; the offer, for other tools: ldmn, data-inclusion, hsds, osm. By default what the file's ending says."
        ),
    ),
]
Strict = Annotated[bool, flag("--strict", tr("Refuse where the format loses something."))]

Structure = Annotated[str, argument(tr("STRUCTURE"), tr("A structure: its number (S12) or its name."))]
OtherStructure = Annotated[
    str | None, argument(tr("OTHER"), tr("Another structure, to say why they are one or two."))
]
Structures = Annotated[
    list[str], argument(tr("STRUCTURE…"), tr("Two structures or more, by number or name."))
]
Fields = Annotated[
    list[str],
    argument(tr("FIELD=VALUE…"), tr('street="Rue Haute 5" phone=… website= (empty: nobody knows).')),
]
MoreFields = Annotated[
    list[str] | None, argument(tr("FIELD=VALUE…"), tr("Other fields: themes=… opening_hours=… labels=…"))
]
NewName = Annotated[str, argument(tr("NAME"), tr("The name of the structure."))]
ItsKind = Annotated[str | None, option("--kind", tr("NAME"), tr("What it is: cpas, epn, bibliotheque …"))]
Street = Annotated[str | None, option("--street", tr("TEXT"), tr("Street and number."))]
PostalCode = Annotated[str | None, option("--postal-code", tr("TEXT"), tr("Postal code."))]
Locality = Annotated[str | None, option("--locality", tr("TEXT"), tr("Locality."))]
Phone = Annotated[str | None, option("--phone", tr("TEXT"), tr("Phone, in any spelling."))]
Email = Annotated[str | None, option("--email", tr("TEXT"), tr("General e-mail address."))]
Website = Annotated[str | None, option("--website", tr("TEXT"), tr("Website."))]
By = Annotated[str | None, option("--by", tr("NAME"), tr("Who says it."))]
Why = Annotated[str | None, option("--why", tr("TEXT"), tr("Why; it is kept and shown."))]
On = Annotated[
    str | None, option("--on", tr("DATE"), tr("Which day (YYYY-MM-DD); the latest date in data/ by default."))
]
Record = Annotated[
    list[int] | None, option("--record", tr("NUMBER"), tr("A record to take out; can be said several times."))
]
Every = Annotated[bool, flag("--all", tr("Make each of its records a structure of its own."))]

Count = Annotated[int, argument("N", tr("How many commands to take back; 1 by default."), min=1)]
Other = Annotated[Path, argument(tr("FOLDER"), tr("The folder to take in; nothing is written in it."))]
Accept = Annotated[
    list[str] | None,
    option(
        "--accept",
        tr("all|FIELD,…|FILE"),
        tr(
            "What it may change among our own structures: all, fields (phone, address), ties, decisions, words, or the sheet of -o filled in."
        ),
    ),
]
Proposals = Annotated[
    Path | None,
    option(
        "--output -o",
        tr("FILE"),
        tr("Write what it would change among ours to this sheet, to decide in Excel."),
    ),
]
Kbo = Annotated[
    Path,
    option(
        "--kbo",
        tr("ZIP"),
        tr("The full file of a month (KboOpenData_…_Full.zip), from kbopub.economie.fgov.be/kbo-open-data."),
    ),
]
AcceptFill = Annotated[
    list[str] | None,
    option(
        "--accept",
        tr("all|FIELD,…|FILE"),
        tr(
            "What it may fill in where nothing is known: all, or fields (bce, phone). What differs from yours is taken from the sheet of -o filled in."
        ),
    ),
]
Repair = Annotated[bool, flag("--repair", tr("Mend what can be mended; what was there is kept aside."))]
Backup = Annotated[str, argument("restore", tr("restore: put the tables back."))]

Export = Annotated[
    Path | None,
    option("--export", tr("FILE"), tr("Write the doubts to a workbook, to be answered in Excel.")),
]
Apply = Annotated[Path | None, option("--apply", tr("FILE"), tr("Take in the answers of such a workbook."))]

Corrections = Annotated[
    bool,
    flag("--corrections", tr("The file is outputs/registry.xlsx (or .csv), edited: take in what changed.")),
]
Yes = Annotated[bool, flag("--yes -y", tr("Do not ask before writing."))]


def _show_version(asked: bool) -> None:  # noqa: FBT001 - Typer calls it with the flag
    if asked:
        import sys

        import wtc_eco

        sys.stdout.write(f"wtc-eco {wtc_eco.__version__}\n")
        raise typer.Exit


Version = Annotated[
    bool, flag("--version", tr("Say the version and leave."), is_eager=True, callback=_show_version)
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
