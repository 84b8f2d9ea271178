"""What goes out: maps, reports, the edition for partners, files for other tools."""

from __future__ import annotations

from wtc_eco.cli import publish
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Publish"),
        (
            Command(
                "map",
                publish.map_,
                tr("Make the map: one file that opens in a browser, even without a network."),
                "wtc-eco map --bassin namur",
                ("carte",),
            ),
            Command(
                "report",
                publish.report,
                tr("Make the report: a first page to read aloud, then the tables. It prints on A4."),
                "wtc-eco report --bassin namur",
                ("rapport",),
            ),
            Command(
                "catalogue",
                publish.catalogue,
                tr(
                    "Make the offer for the public: where to get help, by commune, theme and time; "
                    "or sheets to send to partners. No person in it."
                ),
                "wtc-eco catalogue --bassin namur",
                ("offre",),
            ),
            Command(
                "share",
                publish.share,
                tr("Make the edition that partners may read: no person, no tie, no status by name."),
                "wtc-eco share --bassin namur",
                ("partager",),
            ),
            Command(
                "export",
                publish.export,
                tr("Take the network or the register to Gephi, a GIS or Excel."),
                "wtc-eco export --format gexf",
            ),
        ),
    )
