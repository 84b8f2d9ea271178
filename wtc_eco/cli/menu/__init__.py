"""What the command line offers: every command, panel by panel, in the order of the help."""

from __future__ import annotations

from wtc_eco.cli.menu import correcting, daily, events, keeping, publishing, questions
from wtc_eco.cli.menu.command import Command, Panel

__all__ = ["Command", "Panel", "commands", "panels"]


def panels() -> tuple[Panel, ...]:
    """The panels of the help, in the language spoken now."""
    return (
        daily.panel(),
        questions.panel(),
        correcting.panel(),
        publishing.panel(),
        keeping.panel(),
        events.panel(),
    )


def commands() -> tuple[Command, ...]:
    """Every command, in the order of the help."""
    return tuple(command for panel in panels() for command in panel.commands)
