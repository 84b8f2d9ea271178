"""How much memory another process takes, where no limit can be set on it beforehand (Windows, macOS)."""

from __future__ import annotations

import subprocess
import sys


def taken_by(pid: int) -> int:
    """Bytes of memory that process `pid` takes now; 0 where the system holds it to a limit itself."""
    if sys.platform == "win32":
        return _on_windows(pid)
    return resident(pid) if sys.platform == "darwin" else 0


def resident(pid: int) -> int:
    """Bytes in memory as `ps` tells them; 0 for a process that has ended."""
    told = subprocess.run(  # noqa: S603 - a number is all that varies
        ["/bin/ps", "-o", "rss=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return int(told.stdout.strip() or 0) * 1024


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
