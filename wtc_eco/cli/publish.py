"""Commands that publish: everything at once, or a map, a report, a graph."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import typer

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import DOUBTFUL, Desk, write_json
from wtc_eco.errors import UsageError
from wtc_eco.i18n import mark, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.api.results import Published

DEMO = Path("wtc-eco-demo")


def run(context: typer.Context, form: options.Account = options.AccountFormat.table) -> None:
    """Everything, into outputs/."""
    desk = Desk.of(context)
    _tell(desk.ecosystem.write.everything(lang=desk.lang), form)


def demo(context: typer.Context, folder: options.NewFolder = DEMO) -> None:
    """The demonstration, in a folder of its own."""
    desk = Desk.of(context)
    ecosystem = eco.demo(folder)
    _tell(ecosystem.write.everything(lang=desk.lang), options.AccountFormat.table)
    sys.stdout.write("\n" + tr("To go on: wtc-eco --folder {folder} isolated", folder=folder) + "\n")


def map_(  # noqa: PLR0913 - one parameter an option
    context: typer.Context,
    bassin: options.Bassin = None,
    layer: options.Layer = None,
    boundaries: options.Boundaries = None,
    tiles: options.Tiles = False,  # noqa: FBT002 - Typer reads a flag so
    output: options.Page = None,
) -> None:
    """The map, in one file that opens without a network."""
    desk = Desk.of(context)
    path = desk.ecosystem.write.map(
        output, bassin=bassin, layer=layer, boundaries=boundaries, tiles=tiles, lang=desk.lang
    )
    sys.stdout.write(tr("Written: {file}", file=path) + "\n")
    sys.stdout.write(desk.ecosystem.privacy.people_in("map") + "\n")


EVERY = ("all", "tous", "toutes", "*")


def report(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    bassin: options.Bassin = None,
    commune: options.Sheets = None,
    each: options.Each = False,  # noqa: FBT002 - Typer reads flags so
    form: options.ReportForm = None,
    output: options.Place = None,
) -> None:
    """The report, to read aloud and to print; or half a page a commune."""
    desk = Desk.of(context)
    if each and bassin:
        raise UsageError(
            tr("--each makes the report of every bassin; --bassin asks for one."),
            hint=tr("Leave one of the two out."),
        )
    if commune is not None and (each or form):
        raise UsageError(
            tr(
                "--commune makes sheets of communes, as a page to print: --each and --format do not go with it."
            ),
            hint=tr("Leave one of the two out."),
        )
    chosen = form.value if form else None
    if commune is not None:
        paths = _sheets(desk, bassin, commune, output)
    elif each:
        paths = desk.ecosystem.write.reports(output, form=chosen or "html", lang=desk.lang)
    else:
        paths = (desk.ecosystem.write.report(output, bassin=bassin, form=chosen, lang=desk.lang),)
    for path in paths:
        sys.stdout.write(tr("Written: {file}", file=path) + "\n")


def _sheets(desk: Desk, bassin: str | None, commune: str, output: Path | None) -> tuple[Path, ...]:
    """Half a page on a commune, or on each."""
    one = None if commune.lower() in EVERY else commune
    return (desk.ecosystem.write.communes(output, bassin=bassin, commune=one, lang=desk.lang),)


def share(
    context: typer.Context,
    bassin: options.Bassin = None,
    output: options.SharedFolder = None,
    form: options.Account = options.AccountFormat.table,
) -> None:
    """What partners may read, in a folder to pass on."""
    desk = Desk.of(context)
    tell_doubts(desk.ecosystem)
    made = desk.ecosystem.write.shared(output, bassin=bassin, lang=desk.lang)
    if form is options.AccountFormat.json:
        write_json(made.as_json())
    else:
        from wtc_eco.render.console import screen, show_published

        show_published(tr("Shared edition"), made.sentences(), made.files, screen())
        if made.beside:
            title = tr("Also in this folder, and not of this edition; take out what is not to be passed on:")
            lines = (title, *(f"  {name} – {why}" for name, why in made.beside))
            sys.stderr.write("".join(visible(line, "\n") + "\n" for line in lines))
    if made.beside:
        raise typer.Exit(DOUBTFUL)


def tell_doubts(ecosystem: eco.Ecosystem) -> None:
    """Before anything is written: every text left out because somebody may be named in it, and what to do."""
    doubts = ecosystem.privacy.possible_names()
    if not doubts:
        return
    lines = [
        trn(
            "{n} text may name somebody: it is left out of what is written.",
            "{n} texts may name somebody: they are left out of what is written.",
            len(doubts),
        ),
        *(f"  {one.structure} · {tr(_COLUMNS[one.column])} · {one.text}" for one in doubts),
        tr(
            "Where one is nobody's name, say so in eco.toml, under [ecosystem], and ask again: public_names = [{example}]",
            example=json.dumps(doubts[0].text, ensure_ascii=False),
        ),
    ]
    sys.stderr.write("".join(visible(line, "\n") + "\n" for line in lines))


_COLUMNS = {
    "name": mark("name"),
    "street": mark("street"),
    "locality": mark("locality"),
    "website": mark("site"),
    "opening_hours": mark("hours"),
    "hours_note": mark("remark on hours"),
    "fees": mark("fees"),
    "presentation": mark("presentation"),
    "accessibility": mark("accessibility"),
    "booking": mark("booking"),
}


def catalogue(
    context: typer.Context,
    structure: options.Sheeted = None,
    bassin: options.Bassin = None,
    sheets: options.PartnerSheets = False,  # noqa: FBT002 - Typer reads flags so
    output: options.Place = None,
) -> None:
    """The offer for the public, or sheets to send to partners."""
    desk = Desk.of(context)
    if structure and (sheets or bassin):
        raise UsageError(
            tr("A structure's name asks for its own sheet; --sheets and --bassin ask for many."),
            hint=tr("Leave one of the two out."),
        )
    tell_doubts(desk.ecosystem)
    if not structure and not sheets:
        path = desk.ecosystem.write.catalogue(output, bassin=bassin, lang=desk.lang)
        sys.stdout.write(tr("Written: {file}", file=path) + "\n")
        return
    paths = desk.ecosystem.write.sheets(structure, output, bassin=bassin, lang=desk.lang)
    if structure:
        sys.stdout.write(tr("Written: {file}", file=paths[0]) + "\n")
    else:
        sentence = trn(
            "Written: {n} sheet in {folder}",
            "Written: {n} sheets in {folder}",
            len(paths),
            folder=output or desk.ecosystem.outputs / "fiches",
        )
        sys.stdout.write(sentence + "\n")


def export(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    form: options.GraphForm = None,
    bassin: options.Bassin = None,
    output: options.Page = None,
    pseudonyms: options.Pseudonyms = False,  # noqa: FBT002 - Typer reads flags so
    strict: options.Strict = False,  # noqa: FBT002 - Typer reads flags so
) -> None:
    """The network, the register or the offer, for other programs; or the network under pseudonyms, for researchers."""
    desk = Desk.of(context)
    group = desk.ecosystem.write
    chosen = _form(form, output)
    if chosen in _OF_FIELD and not pseudonyms:
        exchanged = group.exchange(output, form=chosen, bassin=bassin, lang=desk.lang, strict=strict)
        for sentence in exchanged.told():
            sys.stdout.write(sentence + "\n")
        return
    if strict:
        raise UsageError(
            tr("--strict is for the formats of the offer: {formats}.", formats=", ".join(_OF_FIELD)),
            hint=tr("Leave it out."),
        )
    write = group.pseudonyms if pseudonyms else group.export
    path = write(output, form=chosen, bassin=bassin, lang=desk.lang)
    sys.stdout.write(tr("Written: {file}", file=path) + "\n")
    if not pseudonyms and chosen in ("csv", "xlsx"):
        sys.stdout.write(desk.ecosystem.privacy.people_in("registry") + "\n")


_OF_FIELD = ("ldmn", "data-inclusion", "hsds", "osm")
_BY_ENDING = {f".{form}": form for form in ("gexf", "graphml", "geojson", "json", "csv", "xlsx")}
"""The format that a file's ending stands for where none is said."""
_ENDINGS = {"kumu": (".xlsx",), **{form: (ending,) for ending, form in _BY_ENDING.items()}}


def _form(form: options.Graph | None, output: Path | None) -> str:
    """What to write: as said, else as the file ends; raises `UsageError` where the two contradict each other."""
    ending = output.suffix.lower() if output else ""
    if form is None:
        if ending and ending not in _BY_ENDING:
            raise UsageError(
                tr("Which format should {file} have?", file=output),
                hint=tr("Say it, for instance: --format ldmn"),
            )
        return _BY_ENDING.get(ending, "gexf")
    fitting = _ENDINGS.get(form.value, ())
    if ending and fitting and ending not in fitting:
        raise UsageError(
            tr("{file} does not end as the format {format} does.", file=output, format=form.value),
            hint=tr(
                "Call it {name}, or leave --format out.", name=Path(str(output)).with_suffix(fitting[0]).name
            ),
        )
    return form.value


def _tell(published: Published, form: options.AccountFormat) -> None:
    """The headline sentences, and where each output is."""
    if form is options.AccountFormat.json:
        write_json(published.as_json())
        return
    from wtc_eco.render.console import screen, show_published

    show_published(
        published.title,
        published.sentences,
        published.files,
        screen(),
        notice=published.notice,
        as_of=published.as_of,
    )
