"""The commands, by what they do; each with its words, its aliases and an example that a test runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import typer
import typer.core
import typer.main

from wtc_eco.cli import (
    ask,
    asking,
    collect,
    correct,
    cover,
    event,
    network,
    options,
    people,
    publish,
    review,
    state,
)
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.locale import LANGUAGES, mark, tr
from wtc_eco.territory.spelling import closest, fold


class SpokenCommand(typer.core.TyperCommand):
    """A command whose help option speaks our language; Typer's own is English."""

    def get_help_option(self, ctx: Any) -> Any:
        """Typer's help option, with our words."""
        return _spoken_help(super().get_help_option(ctx))


class SpokenGroup(typer.core.TyperGroup):
    """The same for the root, whose commands are found in any spelling: `Isolées` is `isolees`."""

    def get_help_option(self, ctx: Any) -> Any:
        """Typer's help option, with our words."""
        return _spoken_help(super().get_help_option(ctx))

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the first word names; raises `UnknownNameError` with those that it may mean."""
        spelled = {fold(name): name for name in self.commands}
        name = spelled.get(fold(args[0]), args[0])
        if name not in self.commands and not name.startswith("-"):
            near = closest(name, spelled, cutoff=60)
            raise UnknownNameError(
                tr("There is no command “{name}”.", name=name),
                hint=tr("{names}?", names=", ".join(f"wtc-eco {one}" for one in near))
                if near
                else tr("Help: {command} --help", command="wtc-eco"),
            )
        return super().resolve_command(ctx, [name, *args[1:]])


def _spoken_help(option: Any) -> Any:
    if option is not None:
        option.metavar = " "
        option.help = tr("Show this help and leave.")
    return option


DAILY, QUESTIONS, CORRECT, PUBLISH, EVENT, DATA = "daily", "questions", "correct", "publish", "event", "data"


_COMPLETION = {
    "install_completion": mark("Install completion with the Tab key in this shell."),
    "show_completion": mark("Show the completion script of this shell."),
}


@dataclass(frozen=True)
class Command:
    """A command: its name, its French aliases, its panel, its sentence and an example."""

    name: str
    does: Callable[..., None]
    panel: str
    help: str
    example: str
    aliases: tuple[str, ...] = ()


def commands() -> tuple[Command, ...]:
    """Every command, in the order of the help, in the language spoken now."""
    return (
        Command(
            "run",
            publish.run,
            DAILY,
            tr("Do everything: register, network, findings, map and report, into outputs/."),
            "wtc-eco run",
        ),
        Command(
            "import",
            collect.import_,
            DAILY,
            tr(
                "Bring in a list of structures, ties (--ties) or answers (--survey). "
                "Nothing is lost: every row is accounted for."
            ),
            "wtc-eco import list.csv --as liste-cpas --kind cpas --dry-run",
        ),
        Command(
            "survey",
            asking.survey,
            DAILY,
            tr(
                "Ask the structures: forms with a list made from the register, reminders, follow-up of an event."
            ),
            "wtc-eco survey --bassin namur --dry-run",
            ("enquete",),
        ),
        Command(
            "check",
            collect.check,
            DAILY,
            tr("Say what is wrong or doubtful in data/, row by row."),
            "wtc-eco check",
        ),
        Command(
            "overview",
            ask.overview,
            QUESTIONS,
            tr("Who is there? Structures by bassin, or by commune of a bassin."),
            "wtc-eco overview --bassin namur",
            ("apercu",),
        ),
        Command(
            "isolated",
            ask.isolated,
            QUESTIONS,
            tr("Who is alone? As far as the answers tell: silence is not isolation."),
            "wtc-eco isolated --bassin namur --format csv",
            ("isolees",),
        ),
        Command(
            "answers",
            network.answers,
            QUESTIONS,
            tr("Who answered the survey, by bassin, commune and kind; whom to ask again first."),
            "wtc-eco answers --bassin namur",
            ("reponses",),
        ),
        Command(
            "acquaintance",
            network.acquaintance,
            QUESTIONS,
            tr(
                "Do they know each other? As they say themselves, and, apart from it, as their ties count it."
            ),
            "wtc-eco acquaintance --bassin namur",
            ("interconnaissance",),
        ),
        Command(
            "gaps",
            ask.gaps,
            QUESTIONS,
            tr(
                "What is missing? Themes, slots, steps or publics, where the nearest offer is, and whom it concerns."
            ),
            "wtc-eco gaps slots --bassin namur",
            ("manques",),
        ),
        Command(
            "partners",
            cover.partners,
            QUESTIONS,
            tr("Who could fill a gap together? Pairs, and where the next opening helps most people."),
            "wtc-eco partners --slot soiree --bassin hainaut-centre",
            ("partenaires",),
        ),
        Command(
            "training",
            cover.training,
            QUESTIONS,
            tr("Where are teams trained for digital support, and who could train the others?"),
            "wtc-eco training --whom --bassin namur",
            ("formation",),
        ),
        Command(
            "findable",
            cover.findable,
            QUESTIONS,
            tr("How easily does the public find each structure, and what should it be asked?"),
            "wtc-eco findable --bassin namur",
            ("visibilite",),
        ),
        Command(
            "snapshot",
            cover.snapshot,
            QUESTIONS,
            tr("Keep today's state under a name, to compare another day with it."),
            "wtc-eco snapshot before-the-meeting",
            ("photo",),
        ),
        Command(
            "trend",
            cover.trend,
            QUESTIONS,
            tr(
                "What changed since a snapshot: figures, structures, ties; what cannot be compared is said apart."
            ),
            "wtc-eco trend before-the-meeting",
            ("evolution",),
        ),
        Command(
            "hours",
            cover.hours,
            QUESTIONS,
            tr("What do these opening hours say? In French, English or German words, or in OpenStreetMap's."),
            "wtc-eco hours 'du lundi au vendredi de 9h à 12h, mercredi jusque 20h'",
            ("horaires",),
        ),
        Command(
            "journeys",
            network.journeys,
            QUESTIONS,
            tr("Who finds what they need? Typical people, at the door or sent on; where not, and why."),
            "wtc-eco journeys --bassin namur",
            ("parcours",),
        ),
        Command(
            "missing-links",
            network.missing_links,
            QUESTIONS,
            tr("Whom to introduce to whom? The introductions that would open a way to most people."),
            "wtc-eco missing-links --bassin namur",
            ("introductions",),
        ),
        Command(
            "bridges",
            network.bridges,
            QUESTIONS,
            tr(
                "Who holds the network together? Relays, how sure their rank is, and what each would cut off."
            ),
            "wtc-eco bridges --bassin namur",
            ("relais",),
        ),
        Command(
            "communities",
            network.communities,
            QUESTIONS,
            tr("Who forms a group with whom? And would another run say the same?"),
            "wtc-eco communities --bassin namur",
            ("groupes",),
        ),
        Command(
            "resilience",
            network.resilience,
            QUESTIONS,
            tr("What hangs on one structure? The journeys lost if it closed, and where people get stuck."),
            "wtc-eco resilience --bassin namur",
            ("fragilites",),
        ),
        Command(
            "measures",
            network.measures,
            QUESTIONS,
            tr("Every measure of every structure in the network, for those who compute on."),
            "wtc-eco measures --bassin namur --format csv",
            ("mesures",),
        ),
        Command(
            "show",
            ask.show,
            QUESTIONS,
            tr("Show a structure, a commune or a bassin on one screen."),
            "wtc-eco show Namur",
            ("fiche",),
        ),
        Command(
            "add",
            correct.add,
            CORRECT,
            tr("Add a structure that no list names."),
            'wtc-eco add "EPN de la Gare" --kind epn --street "Rue de Fer 10" --postal-code 5000 --why "vu sur place"',
            ("ajouter",),
        ),
        Command(
            "set",
            correct.set_,
            CORRECT,
            tr("Correct what the register says of a structure; no import takes it away."),
            'wtc-eco set S12 street="Rue Haute 5" phone="071 12 34 56" --why "vu sur place"',
            ("corriger",),
        ),
        Command(
            "close",
            correct.close,
            CORRECT,
            tr("Say that a structure closed: it stays in the register, inactive."),
            'wtc-eco close S12 --on 2026-06-30 --why "déménagé à Bruxelles"',
            ("fermer",),
        ),
        Command(
            "reopen",
            correct.reopen,
            CORRECT,
            tr("Say that a structure is there after all."),
            "wtc-eco reopen S12",
            ("rouvrir",),
        ),
        Command(
            "explain",
            review.explain,
            CORRECT,
            tr("Say where each value of a structure comes from, and why its records are one."),
            "wtc-eco explain S2",
            ("expliquer",),
        ),
        Command(
            "review",
            review.review,
            CORRECT,
            tr("Go through what is in doubt, the most useful first; every answer is kept at once."),
            "wtc-eco review",
            ("revoir",),
        ),
        Command(
            "join",
            review.join,
            CORRECT,
            tr("Say that two structures are one."),
            'wtc-eco join S12 S40 --why "un seul guichet"',
            ("fusionner",),
        ),
        Command(
            "split",
            review.split,
            CORRECT,
            tr("Say that a structure is several: take records out of it."),
            'wtc-eco split S2 --record 101 --why "deux guichets"',
            ("separer",),
        ),
        Command(
            "map",
            publish.map_,
            PUBLISH,
            tr("Make the map: one file that opens in a browser, even without a network."),
            "wtc-eco map --bassin namur",
            ("carte",),
        ),
        Command(
            "report",
            publish.report,
            PUBLISH,
            tr("Make the report: a first page to read aloud, then the tables. It prints on A4."),
            "wtc-eco report --bassin namur",
            ("rapport",),
        ),
        Command(
            "catalogue",
            publish.catalogue,
            PUBLISH,
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
            PUBLISH,
            tr("Make the edition that partners may read: no person, no tie, no status by name."),
            "wtc-eco share --bassin namur",
            ("partager",),
        ),
        Command(
            "export",
            publish.export,
            PUBLISH,
            tr("Take the network or the register to Gephi, a GIS or Excel."),
            "wtc-eco export --format gexf",
        ),
        Command(
            "history",
            state.history,
            DATA,
            tr("Say what each command did to data/, in order."),
            "wtc-eco history",
            ("historique",),
        ),
        Command(
            "undo",
            state.undo,
            DATA,
            tr("Take the last command back, or the last N: data/ has the same bytes as before."),
            "wtc-eco undo",
            ("annuler",),
        ),
        Command(
            "redo",
            state.redo,
            DATA,
            tr("Do again what the last undo took back."),
            "wtc-eco redo",
            ("retablir",),
        ),
        Command(
            "merge-folder",
            state.merge_folder,
            DATA,
            tr("Take another coordinator's folder in: its records, ties, decisions and people."),
            "wtc-eco merge-folder other --dry-run",
            ("fusionner",),
        ),
        Command(
            "doctor",
            state.doctor,
            DATA,
            tr("Say whether the folder is sound, with the remedy; --repair mends without losing a row."),
            "wtc-eco doctor",
        ),
        Command(
            "backup",
            state.backup,
            DATA,
            tr("Put damaged tables back as the last command left them: backup restore."),
            "wtc-eco backup restore",
        ),
        Command(
            "invite",
            event.invite,
            EVENT,
            tr("Whom to invite to a meeting, why, and whom to introduce to whom; a waiting list with it."),
            "wtc-eco invite --bassin namur --seats 20 --quota epn=3: --on 2026-12-10 -o invitations.xlsx",
            ("inviter",),
        ),
        Command(
            "tables",
            event.tables,
            EVENT,
            tr("Who sits where: nobody meets the same person twice, everybody meets someone useful."),
            "wtc-eco tables --guests list.csv --tables 1 --rounds 1",
        ),
        Command(
            "demo",
            publish.demo,
            DATA,
            tr("Try: the demonstration ecosystem, in a folder of its own."),
            "wtc-eco demo try-it",
        ),
        Command(
            "optout",
            people.optout,
            DATA,
            tr("Remember who does not want to be written to; no list will name them again."),
            "wtc-eco optout julie.lambert@exemple.be",
            ("opposition",),
        ),
        Command(
            "forget",
            people.forget,
            DATA,
            tr("Erase a person everywhere in the folder, and keep an import from bringing them back."),
            "wtc-eco forget julie.lambert@exemple.be --dry-run",
            ("oublier",),
        ),
        Command(
            "retention",
            people.retention,
            DATA,
            tr("List the contacts kept longer than promised; --apply removes them."),
            "wtc-eco retention --months 24",
            ("conservation",),
        ),
        Command(
            "init",
            collect.init,
            DATA,
            tr("Make an empty ecosystem folder that knows its bassin."),
            "wtc-eco init mons --bassin hainaut-centre",
        ),
        Command(
            "match",
            collect.match,
            DATA,
            tr("Find the duplicates of any list of organisations; no territory is needed."),
            "wtc-eco match list.csv -o clusters.csv",
        ),
    )


def build() -> Callable[..., Any]:
    """The command line, in the language spoken now: call it with a list of arguments."""
    app = typer.Typer(
        name="wtc-eco",
        cls=SpokenGroup,
        help=tr("See the digital-inclusion ecosystem of a territory, and what to do about it."),
        epilog=tr("First time here: wtc-eco demo"),
        no_args_is_help=True,
        rich_markup_mode="rich",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["--help", "-h"]},
    )
    app.callback(invoke_without_command=False)(_root)
    titles = {
        DAILY: tr("Every day"),
        QUESTIONS: tr("Questions"),
        CORRECT: tr("Put right"),
        PUBLISH: tr("Publish"),
        EVENT: tr("Event"),
        DATA: tr("Data"),
    }
    for command in commands():
        for name in (command.name, *command.aliases):
            app.command(
                name,
                cls=SpokenCommand,
                help=command.help,
                epilog=tr("Example: {example}", example=command.example),
                rich_help_panel=titles[command.panel],
                hidden=name != command.name,
            )(command.does)
    built = typer.main.get_command(app)
    for option in built.params:
        if option.name in _COMPLETION:
            option.help = tr(_COMPLETION[option.name])  # type: ignore[attr-defined]  # an option has a help
    for part in (built, *built.commands.values()):  # type: ignore[attr-defined]  # the root is a group
        _without_type_of_flags(part.params)
    return built


def _without_type_of_flags(params: Sequence[Any]) -> None:
    """A flag takes no value: Typer's `<bool>` beside it would only puzzle."""
    for param in params:
        if getattr(param, "is_flag", False):
            param.metavar = " "


def _root(
    context: typer.Context,
    folder: options.Folder = Path(),
    lang: options.Lang = None,
    as_of: options.AsOf = None,
    *,
    version: options.Version = False,
) -> None:
    """Lay out the desk: the options that hold for every command."""
    if lang is not None and lang not in LANGUAGES:
        raise UsageError(
            tr("There is no language “{language}” here.", language=lang),
            hint=tr("Choose one of: {choices}", choices=", ".join(LANGUAGES)),
        )
    desk = Desk(folder, lang, options.as_day(as_of))
    context.ensure_object(dict)["desk"] = desk
    context.call_on_close(desk.mention_edits)
    del version
