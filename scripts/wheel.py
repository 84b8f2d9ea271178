"""The wheel, installed alone and tried where nothing else of ours is: `make wheel`.

Built once, installed with what it declares (at the versions of `requirements.lock`) into an empty environment of
the oldest and of the newest Python that the project declares and this machine has; there the demonstration is
made and run in an empty folder. A Python that is not there is named and left out. Ends in 1 where a step failed.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SECONDS = 600
WANTED = ("data/structures.csv", "outputs/map.html", "outputs/report.html", "outputs/registry.csv")
FRENCH = "structures"


def main() -> int:
    """Build, install and try; say for each Python how it went."""
    declared = declared_pythons((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    present = {version: python for version in declared if (python := python_of(version))}
    chosen = [declared[0], *[version for version in declared if version in present][-1:]]
    for version in declared:
        if version not in present:
            print(f"Python {version}: not on this machine, not tried.")
    with tempfile.TemporaryDirectory(prefix="wheel-") as place:
        build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", place]
        _done(build, ROOT)
        (wheel,) = Path(place).glob("*.whl")
        pins = Path(place) / "pins.txt"
        pins.write_text("\n".join(pinned((ROOT / "requirements.lock").read_text(encoding="utf-8"))))
        tried = [version for version in dict.fromkeys(chosen) if version in present]
        with ThreadPoolExecutor() as pool:
            faults = list(pool.map(lambda version: _try(present[version], wheel, pins, version), tried))
    for version, fault in zip(tried, faults, strict=True):
        print(f"Python {version}: {wheel.name} " + (f"FAILED: {fault}" if fault else "runs alone."))
    if not tried:
        print("Nothing was tried.")
    return 1 if any(faults) else 0


def declared_pythons(pyproject: str) -> list[str]:
    """The versions that the project declares, oldest first."""
    classifiers: Iterable[str] = tomllib.loads(pyproject)["project"]["classifiers"]
    versions = [one.rpartition(" ")[2] for one in classifiers if re.search(r":: 3\.\d+$", one)]
    return sorted(versions, key=lambda version: int(version.partition(".")[2]))


def python_of(version: str) -> str | None:
    """An interpreter of this version that starts: on the PATH, or among those of pyenv."""
    pyenv = Path(os.environ.get("PYENV_ROOT") or Path.home() / ".pyenv") / "versions"
    among = sorted(pyenv.glob(f"{version}.*/bin/python{version}"), reverse=True)
    for python in (shutil.which(f"python{version}"), *map(str, among)):
        if python and _starts(python, version):
            return python
    return None


def _starts(python: str, version: str) -> bool:
    """A shim of pyenv is on the PATH whether or not its version is chosen; Debian may lack `venv`."""
    asked = [python, "-c", "import sys, venv; print('{}.{}'.format(*sys.version_info))"]
    try:
        done = subprocess.run(asked, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 - a Python
    except (OSError, subprocess.SubprocessError):
        return False
    return done.returncode == 0 and done.stdout.strip() == version


def pinned(lock: str) -> list[str]:
    """The versions of a lock without their hashes: what may be installed, not what must."""
    return re.findall(r"^[\w.-]+==[^\\\n]+", lock, re.MULTILINE)


def _try(python: str, wheel: Path, pins: Path, version: str) -> str:
    """What went wrong with the wheel under this Python; empty where nothing did."""
    place = wheel.parent / version
    folder = place / "empty"
    folder.mkdir(parents=True)
    ours = str(place / "venv" / "bin" / "wtc-eco")
    inside = str(place / "venv" / "bin" / "python")
    install = [sys.executable, "-m", "pip", "--python", inside, "install", "--quiet", "--no-compile"]
    try:
        _done([python, "-m", "venv", "--without-pip", str(place / "venv")], place)
        _done([*install, "--constraint", str(pins), str(wheel)], place)
        where = _done([inside, "-c", "import wtc_eco; print(wtc_eco.__file__)"], folder)
        _done([ours, "demo", "."], folder)
        told = _done([ours, "--lang", "fr", "run"], folder)
    except (OSError, subprocess.SubprocessError) as error:
        return f"{error}\n{getattr(error, 'stderr', None) or ''}"
    if str(place) not in where:
        return f"another wtc_eco is imported: {where}"
    lacking = [name for name in WANTED if not (folder / name).is_file()]
    return f"{', '.join(lacking)} not written" if lacking else "" if FRENCH in told else "it speaks no French"


def _done(command: Sequence[str], folder: Path) -> str:
    bare = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "VIRTUAL_ENV")}
    return subprocess.run(  # noqa: S603 - ours
        command, capture_output=True, text=True, check=True, timeout=SECONDS, cwd=folder, env=bare
    ).stdout


if __name__ == "__main__":
    sys.exit(main())
