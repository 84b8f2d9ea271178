"""Where errors become words and exit codes, and where the language of the screen is chosen.

An error is told on stderr: what is wrong, what to do, and what was perhaps meant. Exit codes: 0 done (bad news
included), 1 our own bug, 2 usage, 3 refused and nothing written, 4 done but some rows are in quarantine or a
check found something, 5 busy, 6 `data/` is damaged, 130 and 143 interrupted.
"""

from __future__ import annotations

import gettext
import json
import os
import signal
import sys
import tomllib
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import TYPE_CHECKING, NoReturn

from wtc_eco.errors import EcoError, RefusedError
from wtc_eco.i18n import CATALOGUES, LANGUAGES, mark, refused_by_system, speaking, tr

if TYPE_CHECKING:
    import typer

_EVERYWHERE = ("--lang", "--folder", "-C", "--as-of")
BUG, USAGE, INTERRUPTED, TERMINATED = 1, 2, 130, 143


class Terminated(BaseException):
    """The system asked us to stop."""


def run(arguments: Sequence[str]) -> int:
    """Run one command and say how it ended; never raises, never shows a traceback but for our own bugs."""
    chosen = LANGUAGES[0]
    try:
        signal.signal(signal.SIGTERM, _terminate)
        _ready_streams()
        folder = Path(_value_of("--folder", arguments) or _value_of("-C", arguments) or ".")
        chosen = screen_language(arguments, os.environ, folder)
        with speaking(chosen):
            return _ended(arguments, chosen)
    except KeyboardInterrupt:
        with speaking(chosen):
            sys.stderr.write("\n" + tr("Interrupted: nothing more was written.") + "\n")
        return INTERRUPTED
    except Terminated:
        with speaking(chosen):
            sys.stderr.write(tr("Stopped: nothing more was written.") + "\n")
        return TERMINATED


def _ready_streams() -> None:
    """Something to write to, which never stops at a sign: a Windows console in cp1252 has no «≥»."""
    # A program started without a screen (`>&-`, a scheduled task) has no streams at all.
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the command
    sys.stderr = sys.stderr or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - as long as the command
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="replace")  # type: ignore[union-attr]  # text streams are never replaced here


def screen_language(arguments: Sequence[str], environment: Mapping[str, str], folder: Path) -> str:
    """`--lang`, then eco.toml, then the locale, then French, the language of the pack."""
    asked = _value_of("--lang", arguments)
    if asked in LANGUAGES:
        return asked
    try:
        settings = tomllib.loads((folder / "eco.toml").read_text(encoding="utf-8-sig"))
        chosen = settings["ecosystem"]["lang"]
    except (OSError, ValueError, KeyError, TypeError, RecursionError):
        chosen = None
    if chosen in LANGUAGES:
        return str(chosen)
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        spoken = environment.get(name, "")[:2].lower()
        if spoken in LANGUAGES:
            return spoken
    return LANGUAGES[0]


def _value_of(option: str, arguments: Sequence[str]) -> str | None:
    """The value of an option wherever it stands, as `--option value` or `--option=value`."""
    for place, word in enumerate(arguments):
        if word.startswith(f"{option}="):
            return word.partition("=")[2]
        if word == option and place + 1 < len(arguments):
            return arguments[place + 1]
    return None


def hoisted(arguments: Sequence[str]) -> list[str]:
    """The options that hold for every command, brought before it: people type them where they think of them."""
    front, rest = [], []
    words = iter(arguments)
    for word in words:
        if word == "--":
            rest += [word, *words]
        elif word in _EVERYWHERE:
            front += [word, *([value] if (value := next(words, None)) is not None else [])]
        elif word.partition("=")[0] in _EVERYWHERE:
            front.append(word)
        else:
            rest.append(word)
    return [*front, *rest]


def _ended(arguments: Sequence[str], chosen: str) -> int:
    """Build the app in the language chosen, run it, and translate how it ended."""
    _translate_typer(chosen)
    import typer

    from wtc_eco.cli.app import build

    try:
        code = build()(hoisted(arguments), prog_name="wtc-eco", standalone_mode=False)
    except EcoError as error:
        return _told(error, arguments)
    except typer.TyperException as error:
        complain_of_usage(error)
        return USAGE
    except typer.Abort:
        raise KeyboardInterrupt from None
    except (BrokenPipeError, SystemExit):
        # Typer leaves by SystemExit where a pipe is closed, and for nothing else when it is not in charge.
        _close_quietly()
        return 0
    except OSError as error:
        return _told(_refused_by_system(error), arguments)
    except Exception:  # noqa: BLE001 - the last door: a bug must leave with its exit code and our regrets
        traceback.print_exc()
        sys.stderr.write(tr("This is a fault of wtc-eco, not yours. data/ is as it was.") + "\n")
        return BUG
    if code == INTERRUPTED:
        # Typer makes an exit code of an interruption, and says nothing.
        raise KeyboardInterrupt
    return code if isinstance(code, int) else _flushed()


def _told(error: EcoError, arguments: Sequence[str]) -> int:
    """The exit code of an error, once it is told to people, and to programs that asked."""
    complain(error)
    if "json" in (_value_of("--format", arguments), _value_of("-f", arguments)):
        complain_in_json(error)
    return error.exit_code


def _refused_by_system(error: OSError) -> RefusedError:
    """A file or a disk that refuses is not our bug, wherever it is met."""
    return RefusedError(
        tr(
            "The system refuses {file}: {reason}.",
            file=error.filename or "?",
            reason=refused_by_system(error),
        ),
        hint=tr(
            "Check that it is where it should be, that you may read and write there, and that there is room."
        ),
    )


def _flushed() -> int:
    """Results reach their reader now, so that a closed pipe is met here and not at exit."""
    try:
        sys.stdout.flush()
    except BrokenPipeError:
        _close_quietly()
    return 0


def _close_quietly() -> None:
    """`wtc-eco overview | head -1`: the reader left; what remains goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _terminate(_signum: int, _frame: FrameType | None) -> NoReturn:
    raise Terminated


def _translate_typer(chosen: str) -> None:
    """Typer's own words go through stdlib gettext, which reads the environment when it is asked."""
    os.environ["LANGUAGE"] = chosen
    gettext.bindtextdomain("wtc_eco", CATALOGUES)
    gettext.textdomain("wtc_eco")


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
    problems = [*(repeated or [error.as_problem()]), *behind]
    report = {"exit_code": error.exit_code, "problems": [asdict(problem) for problem in problems]}
    sys.stdout.write(json.dumps(report, ensure_ascii=False, indent=2) + "\n")


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
        sentence = tr("There is no option {option}.", option=option)
        guess = tr("Did you mean {names}?", names=", ".join(sorted(near))) if near else ""
        return f"{sentence} {guess}".strip()
    hint = getattr(getattr(error, "param", None), "get_error_hint", None)
    where = str(hint()) if callable(hint) else ""
    if name == "MissingParameter":
        return tr("{parameter} is missing.", parameter=where)
    if where:
        return tr("{parameter}: {message}", parameter=where, message=error.message)
    return error.message
