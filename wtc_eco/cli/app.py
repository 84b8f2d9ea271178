"""The command line: the menu as a program that speaks the language of its reader."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import typer
import typer.core
import typer.main

from wtc_eco.api.arguments import meant, near
from wtc_eco.cli import commands, options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.i18n import LANGUAGES, mark, tr


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
        name = meant(args[0], self.commands) or args[0]
        if name not in self.commands and not name.startswith("-"):
            others = near(name, self.commands)
            raise UnknownNameError(
                tr("There is no command “{name}”.", name=name),
                hint=tr("{names}?", names=", ".join(f"wtc-eco {one}" for one in others))
                if others
                else tr("Help: {command} --help", command="wtc-eco"),
            )
        return super().resolve_command(ctx, [name, *args[1:]])


def _spoken_help(option: Any) -> Any:
    if option is not None:
        option.metavar = " "
        option.help = tr("Show this help and leave.")
    return option


_COMPLETION = {
    "install_completion": mark("Install completion with the Tab key in this shell."),
    "show_completion": mark("Show the completion script of this shell."),
}


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
    for panel in commands.panels():
        for command in panel.commands:
            for name in (command.name, *command.aliases):
                app.command(
                    name,
                    cls=SpokenCommand,
                    help=command.help,
                    epilog="\n\n".join(
                        tr("Example: {example}", example=example) for example in command.examples
                    ),
                    rich_help_panel=panel.title,
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
