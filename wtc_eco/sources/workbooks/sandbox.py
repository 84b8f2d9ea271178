"""The child process that opens a workbook: started apart, held to its memory and its time."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from wtc_eco.errors import RefusedError
from wtc_eco.i18n import tr
from wtc_eco.sources.workbooks.archive import damaged, locked


def taken_by(pid: int) -> int:
    """Bytes of memory that process `pid` takes now; 0 where the system holds it to a limit itself."""
    if sys.platform == "win32":
        return _on_windows(pid)
    return resident(pid) if sys.platform == "darwin" else 0


def resident(pid: int) -> int:
    """Bytes in memory as `ps` tells them; 0 for a process that has ended."""
    answer = subprocess.run(  # noqa: S603 - a number is all that varies
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(answer.stdout.strip() or 0) * 1024


def _on_windows(pid: int) -> int:
    import ctypes

    class Counters(ctypes.Structure):
        _fields_ = (
            ("size", ctypes.c_uint32),
            ("faults", ctypes.c_uint32),
            *((f"bytes_{place}", ctypes.c_size_t) for place in range(8)),
        )

    queried = 0x0400 | 0x0010
    ctypes.windll.kernel32.OpenProcess.restype = ctypes.c_void_p  # type: ignore[attr-defined, unused-ignore]
    handle = ctypes.c_void_p(ctypes.windll.kernel32.OpenProcess(queried, False, pid))  # type: ignore[attr-defined, unused-ignore]
    counters = Counters(ctypes.sizeof(Counters))
    ctypes.windll.psapi.GetProcessMemoryInfo(  # type: ignore[attr-defined, unused-ignore]
        handle, ctypes.byref(counters), counters.size
    )
    ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined, unused-ignore]
    return int(counters.bytes_1)


MEMORY = 2 << 30
"""Bytes the child may take: twenty million cells."""
SECONDS = 180
"""How long it may work, all in all."""
_EVERY = 0.05

Row = tuple[int, list[str]]
"""A row that holds something: its Excel number and its cells from column A."""
Span = tuple[tuple[int, int], tuple[int, int]]
"""Merged cells: first and last, each as row from 1 and column from 0."""


@dataclass(frozen=True)
class SheetName:
    """A sheet as the workbook lists it: where, its name, whether people see it, whether it holds cells."""

    index: int
    name: str
    visible: bool
    of_cells: bool


class WorkbookReader:
    """A workbook open in a child process; a context manager that ends the child."""

    def __init__(self, path: Path, *, memory: int = MEMORY, seconds: float = SECONDS) -> None:
        self.file = path.name
        self._memory = memory
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the reader
        self._child = _started(path, memory, self._errors)
        self._ended = threading.Event()
        self._watch = threading.Thread(target=self._guard, args=(seconds,), daemon=True)
        self._watch.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._ended.set()
        self._child.kill()
        self._child.communicate()
        self._watch.join()
        self._errors.close()

    def sheets(self) -> tuple[SheetName, ...]:
        """The sheets in the order of the workbook; to be asked first, and once."""
        return tuple(SheetName(index, *described) for index, described in enumerate(self._told()))

    def merged(self, sheet: SheetName, most: int | None = None) -> tuple[tuple[Span, ...], Iterator[Row]]:
        """The merged cells of a sheet and its rows, at most `most`; the rows are to be taken to the last."""
        assert self._child.stdin is not None  # noqa: S101 - it is a pipe
        try:
            self._child.stdin.write(json.dumps([sheet.index, most]).encode() + b"\n")
            self._child.stdin.flush()
        except OSError:
            raise self._gone() from None
        spans = tuple(((top + 1, left), (bottom + 1, right)) for (top, left), (bottom, right) in self._told())
        return spans, self._rows()

    def _rows(self) -> Iterator[Row]:
        while (row := self._told()) is not None:
            yield row[0], row[1]

    def _told(self) -> Any:
        """The next thing the child says; raises `RefusedError` where it says no more."""
        assert self._child.stdout is not None  # noqa: S101 - it is a pipe
        line = self._child.stdout.readline()
        if not line.endswith(b"\n"):
            raise self._gone()
        answer = json.loads(line)
        if answer == "password":
            raise locked(self.file)
        if answer == "damaged":
            raise damaged(self.file)
        return answer

    def _gone(self) -> RefusedError:
        """Why the child ended before it was asked to: its own words are for us, not for people."""
        return RefusedError(
            tr("Reading {file} took too much memory or time: it was stopped.", file=self.file),
            hint=tr("Copy the list into a new workbook, or save it as CSV, then import that file."),
            code="too_much_memory",
        )

    def _guard(self, seconds: float) -> None:
        """End the child when its time is over, or when it takes more memory than the system could hold it to."""
        for _ in range(round(seconds / _EVERY)):
            if self._ended.wait(_EVERY) or taken_by(self._child.pid) > self._memory:
                break
        self._child.kill()


def _started(path: Path, memory: int, errors: Any) -> subprocess.Popen[bytes]:
    # -I: nothing of the folder we stand in or of the environment is imported.
    program = files("wtc_eco.sources.workbooks").joinpath("child.py").read_text(encoding="utf-8")
    spec = find_spec("python_calamine")
    home = Path(spec.origin).parent.parent if spec and spec.origin else Path()
    return subprocess.Popen(  # noqa: S603 - our own program, its arguments are a path and a number
        [sys.executable, "-I", "-c", program, str(path.absolute()), str(memory), str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=errors,
    )
