"""Known weaknesses of what the locks install: `make audit`, or `make audit ADVISORIES=FILE` without a network.

pip-audit stands in an environment of its own and looks each pinned version up in its database; it knows no local
one, so a file of advisories is read by `advisories.py`. Ends in 0 where nothing is known, 1 where something is, 2
where the file of advisories cannot be read. That no database could be reached, or not for every package, is said
and is no failure: what was not audited is named.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

from advisories import advisories, known_of, latest, pins

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv" / "audit"
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-mutants.lock")
FOUND, UNREADABLE = 1, 2
SECONDS = 600


def main() -> int:
    """Audit the locks, and say what is known."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--advisories", default="", help="a file, an archive or a folder of advisories (OSV)")
    file = parser.parse_args().advisories
    return _by_file(Path(file)) if file else _by_database()


def _by_file(file: Path) -> int:
    try:
        records = advisories(file)
    except (OSError, ValueError) as error:
        print(f"NOT AUDITED: the advisories cannot be read ({error}).")
        return UNREADABLE
    pinned = sorted({pin for lock in LOCKS for pin in pins((ROOT / lock).read_text(encoding="utf-8"))})
    known = known_of(pinned, records)
    until = f", the latest of {day}" if (day := latest(records)) else ""
    print(
        f"{len(pinned)} pinned versions against {len(records)} advisories of {file}{until}; no network was used."
    )
    print(f"{len(known)} known weaknesses." + "".join(f"\n{line}" for line in known))
    return FOUND if known else 0


def _by_database() -> int:
    try:
        auditor = _installed()
        held = [each for lock in LOCKS for each in audited(auditor, ROOT / lock)]
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"NOT AUDITED: the database of pip-audit could not be reached ({_last_line(error)}).")
        print(
            "Nothing is known of the versions in the locks, neither good nor bad. Run it where there is a network,"
        )
        print("or with a file of advisories brought from there: make audit ADVISORIES=FILE")
        return 0
    known = sorted(
        {
            f"{one['name']} {one['version']}: {weakness['id']}"
            for one in held
            for weakness in one.get("vulns", [])
        }
    )
    names = {one["name"] for one in held}
    skipped = sorted({one["name"] for one in held if "skip_reason" in one})
    print(f"{len(names) - len(skipped)} of {len(names)} packages audited, {len(known)} known weaknesses.")
    if known:
        print("\n".join(known))
    if skipped:
        print(f"NOT AUDITED, for the database did not answer for them: {', '.join(skipped)}.")
    return FOUND if known else 0


def audited(auditor: Path, lock: Path) -> list[dict[str, Any]]:
    """What the database says of each package of a lock; raises `ValueError` where it says nothing."""
    command = [
        str(auditor),
        "--requirement",
        str(lock),
        "--require-hashes",
        "--disable-pip",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603 - ours
    try:
        found: list[dict[str, Any]] = json.loads(done.stdout)["dependencies"]
    except (ValueError, KeyError):
        raise ValueError(done.stderr) from None
    return found


def _installed() -> Path:
    """pip-audit, in an environment of its own: what it needs is nobody else's business."""
    auditor = PLACE / "bin" / "pip-audit"
    if not auditor.exists():
        venv.create(PLACE, with_pip=True)
        install = [str(PLACE / "bin" / "python"), "-m", "pip", "install", "--quiet", "pip-audit"]
        subprocess.run(install, capture_output=True, text=True, check=True, timeout=SECONDS)  # noqa: S603 - ours
    return auditor


def _last_line(error: Exception) -> str:
    told = getattr(error, "stderr", None) or str(error)
    return (told.strip().splitlines() or ["no answer"])[-1][:200]


if __name__ == "__main__":
    sys.exit(main())
