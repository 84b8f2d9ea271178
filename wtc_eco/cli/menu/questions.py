"""What can be asked of the ecosystem."""

from __future__ import annotations

from wtc_eco.cli import ask, cover, network
from wtc_eco.cli.menu.command import Command, Panel
from wtc_eco.locale import tr


def panel() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Questions"),
        (
            Command(
                "overview",
                ask.overview,
                tr("Who is there? Structures by bassin, or by commune of a bassin."),
                "wtc-eco overview --bassin namur",
                ("apercu",),
            ),
            Command(
                "isolated",
                ask.isolated,
                tr("Who is alone? As far as the answers tell: silence is not isolation."),
                "wtc-eco isolated --bassin namur --format csv",
                ("isolees",),
            ),
            Command(
                "answers",
                network.answers,
                tr("Who answered the survey, by bassin, commune and kind; whom to ask again first."),
                "wtc-eco answers --bassin namur",
                ("reponses",),
            ),
            Command(
                "acquaintance",
                network.acquaintance,
                tr(
                    "Do they know each other? As they say themselves, and, apart from it, as their ties count it."
                ),
                "wtc-eco acquaintance --bassin namur",
                ("interconnaissance",),
            ),
            Command(
                "gaps",
                ask.gaps,
                tr(
                    "What is missing? Themes, slots, steps or publics, where the nearest offer is, and whom it concerns."
                ),
                "wtc-eco gaps slots --bassin namur",
                ("manques",),
            ),
            Command(
                "partners",
                cover.partners,
                tr("Who could fill a gap together? Pairs, and where the next opening helps most people."),
                "wtc-eco partners --slot soiree --bassin hainaut-centre",
                ("partenaires",),
            ),
            Command(
                "training",
                cover.training,
                tr("Where are teams trained for digital support, and who could train the others?"),
                "wtc-eco training --whom --bassin namur",
                ("formation",),
            ),
            Command(
                "findable",
                cover.findable,
                tr("How easily does the public find each structure, and what should it be asked?"),
                "wtc-eco findable --bassin namur",
                ("visibilite",),
            ),
            Command(
                "snapshot",
                cover.snapshot,
                tr("Keep today's state under a name, to compare another day with it."),
                "wtc-eco snapshot before-the-meeting",
                ("photo",),
            ),
            Command(
                "trend",
                cover.trend,
                tr(
                    "What changed since a snapshot: figures, structures, ties; what cannot be compared is said apart."
                ),
                "wtc-eco trend before-the-meeting",
                ("evolution",),
            ),
            Command(
                "hours",
                cover.hours,
                tr(
                    "What do these opening hours say? In French, English or German words, or in OpenStreetMap's."
                ),
                "wtc-eco hours 'du lundi au vendredi de 9h à 12h, mercredi jusque 20h'",
                ("horaires",),
            ),
            Command(
                "journeys",
                network.journeys,
                tr("Who finds what they need? Typical people, at the door or sent on; where not, and why."),
                "wtc-eco journeys --bassin namur",
                ("parcours",),
            ),
            Command(
                "missing-links",
                network.missing_links,
                tr("Whom to introduce to whom? The introductions that would open a way to most people."),
                "wtc-eco missing-links --bassin namur",
                ("introductions",),
            ),
            Command(
                "bridges",
                network.bridges,
                tr(
                    "Who holds the network together? Relays, how sure their rank is, and what each would cut off."
                ),
                "wtc-eco bridges --bassin namur",
                ("relais",),
            ),
            Command(
                "communities",
                network.communities,
                tr("Who forms a group with whom? And would another run say the same?"),
                "wtc-eco communities --bassin namur",
                ("groupes",),
            ),
            Command(
                "resilience",
                network.resilience,
                tr(
                    "What hangs on one structure? The journeys lost if it closed, and where people get stuck."
                ),
                "wtc-eco resilience --bassin namur",
                ("fragilites",),
            ),
            Command(
                "measures",
                network.measures,
                tr("Every measure of every structure in the network, for those who compute on."),
                "wtc-eco measures --bassin namur --format csv",
                ("mesures",),
            ),
            Command(
                "show",
                ask.show,
                tr("Show a structure, a commune or a bassin on one screen."),
                "wtc-eco show Namur",
                ("fiche",),
            ),
        ),
    )
