"""A command as the help shows it, and a panel of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Command:
    """A command: its name, what it runs, its sentence, an example and its French aliases."""

    name: str
    does: Callable[..., None]
    help: str
    example: str
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True)
class Panel:
    """Commands that stand together in the help, under a title."""

    title: str
    commands: tuple[Command, ...]
