"""One key at a time from a terminal, without Enter, on Unix and on Windows."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

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
