"""What a command has before it: the folder, the language, the date, where results go; the screen and its keys."""

from __future__ import annotations

import json
import os
import re
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import wtc_eco as eco
from wtc_eco.api.arguments import for_shell, scratch, sweep
from wtc_eco.cli.options import AnswerFormat
from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr

if TYPE_CHECKING:
    import typer

SHOWN = 40
"""Rows of an answer on the screen; the files have all of them."""
DOUBTFUL = 4
"""Exit code: done, but some rows are in quarantine, or a check found something."""
_ENDINGS = {
    ".csv": AnswerFormat.csv,
    ".json": AnswerFormat.json,
    ".xlsx": AnswerFormat.xlsx,
    ".md": AnswerFormat.md,
}


STANDARD_INPUT = Path("-")
_MOST_BYTES = 256_000_000
"""What is taken in of a pipe where no limit is told."""


@contextmanager
def received(path: Path, max_bytes: int = _MOST_BYTES) -> Iterator[Path]:
    """A file that can be read as often as wanted: what comes through a pipe, or from `-`, is kept while it is needed.

    It is read once, and not far beyond `max_bytes`: whoever reads it refuses it then.
    """
    if path != STANDARD_INPUT and (path.is_file() or path.is_dir() or not path.exists()):
        yield path
        return
    with scratch() as folder:
        kept = folder / ("stdin" if path == STANDARD_INPUT else path.name)
        if path == STANDARD_INPUT:
            kept.write_bytes(sys.stdin.buffer.read(max_bytes + 1))
        else:
            with path.open("rb") as stream:
                kept.write_bytes(stream.read(max_bytes + 1))
        yield kept


def in_folder(text: str, folder: Path) -> str:
    """A hint whose commands act where this one did, pasted anywhere: `wtc-eco --folder X undo`."""
    if folder == Path():
        return text
    here = for_shell("wtc-eco", "--folder", str(folder))
    return re.sub(r"(?<![\w-])wtc-eco (?=[a-z])", lambda _: f"{here} ", text)


@dataclass(frozen=True)
class Desk:
    """The options that hold for every command."""

    folder: Path
    lang: str | None
    as_of: str | None

    @classmethod
    def of(cls, context: typer.Context) -> Desk:
        """The desk that the root command laid out."""
        return context.ensure_object(dict)["desk"]  # type: ignore[no-any-return]  # Typer's object is ours

    @cached_property
    def ecosystem(self) -> eco.Ecosystem:
        """The folder, opened on first use; what a killed command left among the temporary files goes."""
        sweep()
        return eco.open(self.folder, as_of=self.as_of)

    @property
    def written_in(self) -> str:
        """The language of files: `--lang`, then eco.toml, then the pack; never the machine's locale."""
        return self.lang or self.ecosystem.language

    def mention_edits(self) -> None:
        """A word on stderr where tables were changed outside the tool, or the journal is not whole."""
        opened = self.__dict__.get("ecosystem")
        for problem in opened.noticed() if opened is not None else ():
            sys.stderr.write(problem.message + "\n")
            if problem.hint:
                sys.stderr.write(tr("→ {hint}", hint=problem.hint) + "\n")

    def deliver(self, finding: eco.Finding, form: AnswerFormat | None, output: Path | None) -> None:
        """The answer on the screen, or in a file of the format asked for."""
        chosen = form or (_ENDINGS.get(output.suffix.lower()) if output else AnswerFormat.table)
        if output is not None and chosen in (None, AnswerFormat.table):
            raise UsageError(
                tr("Which format should {file} have?", file=output.name),
                hint=tr("Call it .csv, .json, .xlsx or .md, or add --format."),
            )
        if output is not None and chosen is not None:
            finding.write(output, form=chosen.value)
            sys.stderr.write(tr("Written: {file}", file=output) + "\n")
            return
        if chosen is AnswerFormat.xlsx:
            raise UsageError(
                tr("A workbook needs a file to go to."),
                hint=tr("Add -o, for instance: -o {file}", file=f"{finding.question}.xlsx"),
            )
        self._say(finding, chosen or AnswerFormat.table)

    @staticmethod
    def _say(finding: eco.Finding, chosen: AnswerFormat) -> None:
        if chosen is AnswerFormat.table:
            from wtc_eco.render.console import screen, show

            show(finding, screen(), limit=None if finding.question == "portrait" else SHOWN)
            return
        sys.stdout.write(finding.to_text(chosen.value))


@contextmanager
def watched() -> Iterator[Callable[[str, float], None] | None]:
    """What to tell what is being done, and which share of it is over; `None` where stderr is no terminal."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.progress import BarColumn, Progress, SpinnerColumn, TaskProgressColumn, TextColumn

    from wtc_eco.render.console import screen

    parts = (
        SpinnerColumn(),
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        TaskProgressColumn(),
    )
    with Progress(*parts, console=screen(errors=True), transient=True) as bar:
        task = bar.add_task("", total=1.0)
        yield lambda doing, share: bar.update(task, description=doing, completed=share)


_ARROWS = {"\x1b[C": " ", "\x1b[B": " ", "\x1b[D": "\x7f", "\x1b[A": "\x7f", "\x1bOC": " ", "\x1bOD": "\x7f"}
"""Right and down go on, left and up go back."""
_PAUSE = 0.05
WIDTH, HEIGHT = 80, 24
"""The size of a terminal that does not tell its own."""
UNHEARD = "\x00"
"""A key that says nothing."""


def interactive() -> bool:
    """Whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def window() -> tuple[int, int]:
    """Columns and lines of the terminal now: what the environment says may be as old as the shell."""
    size = os.get_terminal_size(sys.stdout.fileno())
    return size.columns or WIDTH, size.lines or HEIGHT


@contextmanager
def listening() -> Iterator[None]:
    """Keys arrive as they are pressed; the terminal is given back as it was, whatever happens."""
    if os.name == "nt":
        yield
        return
    import termios
    import tty

    before = termios.tcgetattr(sys.stdin)
    try:
        # Not raw: Ctrl-C stays an interruption.
        tty.setcbreak(sys.stdin, termios.TCSADRAIN)
        yield
    finally:
        termios.tcsetattr(sys.stdin, termios.TCSADRAIN, before)


def pressed(wait: float) -> str | None:
    """The key pressed within `wait` seconds, in lower case; None where none was, «q» where the terminal is gone."""
    return _on_windows(wait) if os.name == "nt" else _on_unix(wait)


def _on_unix(wait: float) -> str | None:
    import select

    stream = sys.stdin.fileno()
    if not select.select([stream], [], [], wait)[0]:
        return None
    typed = os.read(stream, 1)
    if not typed:
        return "q"
    if typed == b"\x1b" and select.select([stream], [], [], _PAUSE)[0]:
        # The rest of an arrow, or of a key that says nothing here.
        return _ARROWS.get((typed + os.read(stream, 16)).decode(errors="replace"), UNHEARD)
    return typed.decode(errors="replace").lower()


def _on_windows(wait: float) -> str | None:
    import msvcrt  # only there

    until = time.monotonic() + wait
    while time.monotonic() < until:
        if msvcrt.kbhit():  # type: ignore[attr-defined,unused-ignore]  # only there
            key = str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]  # only there
            if key in ("\x00", "\xe0"):
                return {"K": "\x7f", "H": "\x7f"}.get(str(msvcrt.getwch()), " ")  # type: ignore[attr-defined,unused-ignore]  # only there
            return key.lower()
        time.sleep(_PAUSE)
    return None


def write_json(value: object) -> None:
    """A value for programs, on standard output."""
    json.dump(value, sys.stdout, ensure_ascii=False, indent=2)  # as it goes: a large account is long
    sys.stdout.write("\n")
