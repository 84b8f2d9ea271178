"""Known weaknesses of what the locks install: `make audit`.

pip-audit stands in an environment of its own and looks each pinned version up in its database. Ends in 0
where nothing is known, 1 where something is, 2 where the database could not be reached, or not for every
package: what was not audited is named.
"""

from __future__ import annotations

import json
import subprocess
import sys
import venv
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
PLACE = ROOT / ".venv" / "audit"
LOCKS = ("requirements.lock", "requirements-test.lock", "requirements-mutants.lock")
FOUND, NOT_AUDITED = 1, 2
SECONDS = 600


def main() -> int:
    """Audit the locks, and say what is known."""
    try:
        auditor = _installed()
        held = [each for lock in LOCKS for each in audited(auditor, ROOT / lock)]
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        print(f"NOT AUDITED: the database of pip-audit could not be reached ({_last_line(error)}).")
        print(
            "Nothing is known of the versions in the locks, neither good nor bad. Run it where there is a network."
        )
        return NOT_AUDITED
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
    return FOUND if known else NOT_AUDITED if skipped else 0


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
