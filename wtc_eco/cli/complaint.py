"""An error in words, on stderr: what is wrong, what to do, and what was meant perhaps."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from wtc_eco.locale import mark, tr

if TYPE_CHECKING:
    import typer

    from wtc_eco.errors import EcoError

TYPER_WORDS = (
    mark("Arguments"),
    mark("Options"),
    mark("Commands"),
    mark("Error"),
    mark("Aborted."),
    mark("(deprecated) "),
    mark("[default: {}]"),
    mark("[env var: {}]"),
    mark("[required]"),
    mark("required"),
    mark("Missing command."),
    mark("(dynamic)"),
    mark("default: {default}"),
)
"""The words that Typer looks up in our catalogue through gettext."""


def complain(error: EcoError) -> None:
    """The sentence, the problems behind it, and the remedy."""
    from wtc_eco.render.cells import visible
    from wtc_eco.render.console import screen, show_problems

    code = f" [{error.code}]" if error.code != type(error).code else ""
    where = "" if error.file in error.message else f"{error.file}\n"
    sys.stderr.write(visible(f"{where}{error.message}{code}", "\n") + "\n")
    if error.problems:
        show_problems(error.problems, screen(errors=True))
    if error.hint:
        sys.stderr.write(visible(tr("→ {hint}", hint=error.hint), "\n") + "\n")


def complain_in_json(error: EcoError) -> None:
    """The same for programs, as an import tells its problems: the error, then what is behind it."""
    behind = [problem for problem in error.problems if problem.message != error.message]
    repeated = [problem for problem in error.problems if problem.message == error.message]
    told = [*(repeated or [error.as_problem()]), *behind]
    said = {"exit_code": error.exit_code, "problems": [asdict(problem) for problem in told]}
    sys.stdout.write(json.dumps(said, ensure_ascii=False, indent=2) + "\n")


def complain_of_usage(error: typer.TyperException) -> None:
    """A usage error of Typer's, in the language of the screen; its own words are English."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context is not None else "wtc-eco"
    sys.stderr.write(_usage_sentence(error) + "\n")
    sys.stderr.write(tr("→ {hint}", hint=tr("Help: {command} --help", command=command)) + "\n")


def _usage_sentence(error: typer.TyperException) -> str:
    """Told apart by name: Typer's own copies of Click's exceptions are private."""
    name = type(error).__name__
    if name == "NoSuchOption":
        option = str(getattr(error, "option_name", ""))
        near = getattr(error, "possibilities", None)
        said = tr("There is no option {option}.", option=option)
        guess = tr("Did you mean {names}?", names=", ".join(sorted(near))) if near else ""
        return f"{said} {guess}".strip()
    hint = getattr(getattr(error, "param", None), "get_error_hint", None)
    where = str(hint()) if callable(hint) else ""
    if name == "MissingParameter":
        return tr("{parameter} is missing.", parameter=where)
    if where:
        return tr("{parameter}: {message}", parameter=where, message=error.message)
    return error.message
