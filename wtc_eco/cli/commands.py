"""What the command line offers: every command, panel by panel, in the order of the help."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import wtc_eco as eco
from wtc_eco.cli import (
    corrections,
    enrich,
    events,
    imports,
    people,
    publish,
    questions,
    review,
    surveys,
    upkeep,
)
from wtc_eco.i18n import tr


@dataclass(frozen=True)
class Command:
    """A command: its name, what it runs, its sentence, an example, its French aliases, and further examples."""

    name: str
    does: Callable[..., None]
    help: str
    example: str
    aliases: tuple[str, ...] = ()
    then: tuple[str, ...] = ()

    @property
    def examples(self) -> tuple[str, ...]:
        """Every example, in the order in which one follows the other."""
        return (self.example, *self.then)


@dataclass(frozen=True)
class Panel:
    """Commands that stand together in the help, under a title."""

    title: str
    commands: tuple[Command, ...]


def _question(
    question: str,
    french: str,
    sentence: str,
    example: str,
    ask: Callable[..., eco.Finding] | None = None,
) -> Command:
    """The command of a question, called as the question is; without `ask`, one about a place."""
    does = questions.answering(ask or questions.about_a_place(question))
    return Command(question.replace("_", "-"), does, sentence, example, (french,))


def _questions() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Questions"),
        (
            _question(
                "overview",
                "apercu",
                tr("Who is there? Structures by bassin, or by commune of a bassin."),
                "wtc-eco overview --bassin namur",
            ),
            _question(
                "isolated",
                "isolees",
                tr("Who is alone? As far as the answers tell: silence is not isolation."),
                "wtc-eco isolated --bassin namur --format csv",
            ),
            _question(
                "answers",
                "reponses",
                tr("Who answered the survey, by bassin, commune and kind; whom to ask again first."),
                "wtc-eco answers --bassin namur",
            ),
            _question(
                "acquaintance",
                "interconnaissance",
                tr(
                    "Do they know each other? As they say themselves, and, apart from it, as their ties count it."
                ),
                "wtc-eco acquaintance --bassin namur",
                questions.acquaintance,
            ),
            _question(
                "gaps",
                "manques",
                tr(
                    "What is missing? Themes, slots, steps or publics, where the nearest offer is, and whom it concerns."
                ),
                "wtc-eco gaps slots --bassin namur",
                questions.gaps,
            ),
            _question(
                "partners",
                "partenaires",
                tr("Who could fill a gap together? Pairs, and where the next opening helps most people."),
                "wtc-eco partners --slot soiree --bassin hainaut-centre",
                questions.partners,
            ),
            _question(
                "training",
                "formation",
                tr("Where are teams trained for digital support, and who could train the others?"),
                "wtc-eco training --whom --bassin namur",
                questions.training,
            ),
            _question(
                "findable",
                "visibilite",
                tr("How easily does the public find each structure, and what should it be asked?"),
                "wtc-eco findable --bassin namur",
            ),
            Command(
                "snapshot",
                questions.snapshot,
                tr("Keep today's state under a name, to compare another day with it."),
                "wtc-eco snapshot before-the-meeting",
                ("photo",),
            ),
            _question(
                "trend",
                "evolution",
                tr(
                    "What changed since a snapshot: figures, structures, ties; what cannot be compared is said apart."
                ),
                "wtc-eco trend before-the-meeting",
                questions.trend,
            ),
            Command(
                "hours",
                questions.hours,
                tr(
                    "What do these opening hours say? In French, English or German words, or in OpenStreetMap's."
                ),
                "wtc-eco hours 'du lundi au vendredi de 9h à 12h, mercredi jusque 20h'",
                ("horaires",),
            ),
            _question(
                "journeys",
                "parcours",
                tr("Who finds what they need? Typical people, at the door or sent on; where not, and why."),
                "wtc-eco journeys --bassin namur",
            ),
            _question(
                "missing_links",
                "introductions",
                tr("Whom to introduce to whom? The introductions that would open a way to most people."),
                "wtc-eco missing-links --bassin namur",
            ),
            _question(
                "bridges",
                "relais",
                tr(
                    "Who holds the network together? Relays, how sure their rank is, and what each would cut off."
                ),
                "wtc-eco bridges --bassin namur",
            ),
            _question(
                "communities",
                "groupes",
                tr("Who forms a group with whom? And would another run say the same?"),
                "wtc-eco communities --bassin namur",
            ),
            _question(
                "resilience",
                "fragilites",
                tr(
                    "What hangs on one structure? The journeys lost if it closed, and where people get stuck."
                ),
                "wtc-eco resilience --bassin namur",
            ),
            _question(
                "measures",
                "mesures",
                tr("Every measure of every structure in the network, for those who compute on."),
                "wtc-eco measures --bassin namur --format csv",
            ),
            _question(
                "show",
                "fiche",
                tr("Show a structure, a commune or a bassin on one screen."),
                "wtc-eco show Namur",
                questions.show,
            ),
        ),
    )


def _keeping() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Data"),
        (
            Command(
                "history",
                upkeep.history,
                tr("Say what each command did to data/, in order."),
                "wtc-eco history",
                ("historique",),
            ),
            Command(
                "undo",
                upkeep.undo,
                tr("Take the last command back, or the last N: data/ has the same bytes as before."),
                "wtc-eco undo",
                ("annuler",),
            ),
            Command(
                "redo",
                upkeep.redo,
                tr("Do again what the last undo took back."),
                "wtc-eco redo",
                ("retablir",),
            ),
            Command(
                "merge-folder",
                upkeep.merge_folder,
                tr("Take another coordinator's folder in: its records, ties, decisions and people."),
                "wtc-eco merge-folder other --dry-run",
                ("reunir-dossiers",),
            ),
            Command(
                "enrich",
                enrich.enrich,
                tr(
                    "Look your structures up in the BCE/KBO: numbers, names, contacts, each for you to accept."
                ),
                "wtc-eco enrich --kbo KboOpenData.zip --dry-run",
                ("enrichir",),
            ),
            Command(
                "doctor",
                upkeep.doctor,
                tr("Say whether the folder is sound, with the remedy; --repair mends without losing a row."),
                "wtc-eco doctor",
            ),
            Command(
                "backup",
                upkeep.backup,
                tr("Put damaged tables back as the last command left them: backup restore."),
                "wtc-eco backup restore",
            ),
            Command(
                "demo",
                publish.demo,
                tr("Try: the demonstration ecosystem, in a folder of its own."),
                "wtc-eco demo try-it",
            ),
            Command(
                "optout",
                people.optout,
                tr("Remember who does not want to be written to; no list will name them again."),
                "wtc-eco optout julie.lambert@exemple.be",
                ("opposition",),
            ),
            Command(
                "forget",
                people.forget,
                tr("Erase a person everywhere in the folder, and keep an import from bringing them back."),
                "wtc-eco forget julie.lambert@exemple.be --dry-run",
                ("oublier",),
            ),
            Command(
                "retention",
                people.retention,
                tr("List the contacts kept longer than promised; --apply removes them."),
                "wtc-eco retention --months 24",
                ("conservation",),
            ),
            Command(
                "init",
                imports.init,
                tr("Make an empty ecosystem folder that knows its bassin."),
                "wtc-eco init mons --bassin hainaut-centre",
            ),
            Command(
                "match",
                review.match,
                tr("Find the duplicates of any list of organisations; no territory is needed."),
                "wtc-eco match list.csv -o clusters.csv --doubts doubts.xlsx",
                then=(
                    "wtc-eco match list.csv -o clusters.csv --decisions doubts.xlsx",
                    "wtc-eco match list.csv --explain 1 2",
                ),
            ),
        ),
    )


def _correcting() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Put right"),
        (
            Command(
                "add",
                corrections.add,
                tr("Add a structure that no list names."),
                'wtc-eco add "EPN de la Gare" --kind epn --street "Rue de Fer 10" --postal-code 5000 --why "vu sur place"',
                ("ajouter",),
            ),
            Command(
                "set",
                corrections.set_,
                tr("Correct what the register says of a structure; no import takes it away."),
                'wtc-eco set S12 street="Rue Haute 5" phone="071 12 34 56" --why "vu sur place"',
                ("corriger",),
            ),
            Command(
                "close",
                corrections.close,
                tr("Say that a structure closed: it stays in the register, inactive."),
                'wtc-eco close S12 --on 2026-06-30 --why "déménagé à Bruxelles"',
                ("fermer",),
            ),
            Command(
                "reopen",
                corrections.reopen,
                tr("Say that a structure is there after all."),
                "wtc-eco reopen S12",
                ("rouvrir",),
            ),
            Command(
                "explain",
                review.explain,
                tr("Say where each value of a structure comes from, and why its records are one."),
                "wtc-eco explain S2",
                ("expliquer",),
            ),
            Command(
                "review",
                review.review,
                tr("Go through what is in doubt, the most useful first; every answer is kept at once."),
                "wtc-eco review",
                ("revoir",),
            ),
            Command(
                "join",
                review.join,
                tr("Say that two structures are one."),
                'wtc-eco join S12 S40 --why "un seul guichet"',
                ("fusionner",),
            ),
            Command(
                "split",
                review.split,
                tr("Say that a structure is several: take records out of it."),
                'wtc-eco split S2 --record 101 --why "deux guichets"',
                ("separer",),
            ),
        ),
    )


def _publishing() -> Panel:
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


def _daily() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Every day"),
        (
            Command(
                "run",
                publish.run,
                tr("Do everything: register, network, findings, map and report, into outputs/."),
                "wtc-eco run",
            ),
            Command(
                "import",
                imports.import_,
                tr(
                    "Bring in a list of structures, ties (--ties) or answers (--survey). "
                    "Nothing is lost: every row is accounted for."
                ),
                "wtc-eco import list.csv --as liste-cpas --kind cpas --dry-run",
            ),
            Command(
                "survey",
                surveys.survey,
                tr(
                    "Ask the structures: forms with a list made from the register, reminders, follow-up of an event."
                ),
                "wtc-eco survey --bassin namur --dry-run",
                ("enquete",),
            ),
            Command(
                "check",
                imports.check,
                tr("Say what is wrong or doubtful in data/, row by row."),
                "wtc-eco check",
            ),
        ),
    )


def _events() -> Panel:
    """Their sentences in the language spoken now, each with an example that a test runs."""
    return Panel(
        tr("Event"),
        (
            Command(
                "invite",
                events.invite,
                tr(
                    "Whom to invite to a meeting, why, and whom to introduce to whom; a waiting list with it."
                ),
                "wtc-eco invite --bassin namur --seats 20 --quota epn=3: --on 2026-12-10 -o invitations.xlsx",
                ("inviter",),
            ),
            Command(
                "tables",
                events.tables,
                tr("Who sits where: nobody meets the same person twice, everybody meets someone useful."),
                "wtc-eco tables --guests list.csv --tables 1 --rounds 1",
            ),
        ),
    )


def panels() -> tuple[Panel, ...]:
    """The panels of the help, in the language spoken now."""
    return (
        _daily(),
        _questions(),
        _correcting(),
        _publishing(),
        _keeping(),
        _events(),
    )


def commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    return tuple(command for panel in panels() for command in panel.commands)
