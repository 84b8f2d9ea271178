"""What a command has before it: the folder, the language, the date, and where results go.

A bar for work that takes long, where a person watches the screen.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import wtc_eco as eco
from wtc_eco.cli.options import Form
from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr

if TYPE_CHECKING:
    import typer


SHOWN = 40
"""Rows of an answer on the screen; the files have all of them."""
_ENDINGS = {".csv": Form.csv, ".json": Form.json, ".xlsx": Form.xlsx, ".md": Form.md}


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
        """The folder, opened on first use."""
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

    def deliver(self, finding: eco.Finding, form: Form | None, output: Path | None) -> None:
        """The answer on the screen, or in a file of the format asked for."""
        chosen = form or (_ENDINGS.get(output.suffix.lower()) if output else Form.table)
        if output is not None and chosen in (None, Form.table):
            raise UsageError(
                tr("Which format should {file} have?", file=output.name),
                hint=tr("Call it .csv, .json, .xlsx or .md, or add --format."),
            )
        if output is not None and chosen is not None:
            finding.write(output, form=chosen.value)
            sys.stderr.write(tr("Written: {file}", file=output) + "\n")
            return
        if chosen is Form.xlsx:
            raise UsageError(
                tr("A workbook needs a file to go to."),
                hint=tr("Add -o, for instance: -o {file}", file=f"{finding.question}.xlsx"),
            )
        self._say(finding, chosen or Form.table)

    @staticmethod
    def _say(finding: eco.Finding, chosen: Form) -> None:
        if chosen is Form.table:
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
