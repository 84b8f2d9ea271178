"""The locks against advisories of a local file, in the OSV format (https://ossf.github.io/osv-schema): no network.

Read are the records of a JSON file (one, a list, or `{"vulns": […]}`), of JSON lines, of an archive of JSON files
(OSV hands out one for all of PyPI) and of a folder of these.
"""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from packaging.version import InvalidVersion, Version

ECOSYSTEM = "PyPI"
Advisory = Mapping[str, Any]


def advisories(path: Path) -> list[Advisory]:
    """The records of a file, an archive or a folder; raises `ValueError` where it holds none, or something else."""
    read = [record for name, text in _texts(path) for record in _records(name, text)]
    if not read:
        raise ValueError(f"{path} holds no advisory")
    return read


def _texts(path: Path) -> Iterator[tuple[str, str]]:
    if path.is_dir():
        for file in sorted(path.rglob("*.json")):
            yield str(file), file.read_text(encoding="utf-8")
    elif zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in sorted(archive.namelist()):
                if name.endswith(".json"):
                    yield name, archive.read(name).decode("utf-8")
    else:
        yield str(path), path.read_text(encoding="utf-8")


def _records(name: str, text: str) -> list[Advisory]:
    try:
        try:
            held = json.loads(text)
        except ValueError:
            held = [json.loads(line) for line in text.splitlines() if line.strip()]
    except (ValueError, RecursionError) as error:
        raise ValueError(f"{name} is no JSON ({error})") from None
    records = held.get("vulns", [held]) if isinstance(held, dict) else held
    if not isinstance(records, list) or not all(
        isinstance(record, dict) and "id" in record for record in records
    ):
        raise ValueError(f"{name} holds something else than advisories in the OSV format")
    return records


def pins(lock: str) -> list[tuple[str, str]]:
    """Name and version of each package of a lock."""
    return re.findall(r"^([\w.-]+)==([^\s;\\]+)", lock, re.MULTILINE)


def known_of(pinned: Iterable[tuple[str, str]], records: Iterable[Advisory]) -> list[str]:
    """A line for each package that an advisory names with its version."""
    by_name: dict[str, list[tuple[Advisory, Mapping[str, Any]]]] = {}
    for record in records:
        for affected in () if record.get("withdrawn") else record.get("affected") or ():
            package = affected.get("package") or {}
            if package.get("ecosystem") == ECOSYSTEM:
                by_name.setdefault(_name(package.get("name", "")), []).append((record, affected))
    return sorted(
        {
            f"{name} {version}: {record['id']}"
            for name, version in pinned
            for record, affected in by_name.get(_name(name), ())
            if _is_affected(Version(version), affected)
        }
    )


def latest(records: Iterable[Advisory]) -> str:
    """The day of the youngest record: what came later is not in them."""
    return max((str(record.get("modified", ""))[:10] for record in records), default="")


def _name(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def _is_affected(version: Version, affected: Mapping[str, Any]) -> bool:
    """Whether the record lists the version, or one of its ranges holds it."""
    listed = any(_version(one) == version for one in affected.get("versions") or ())
    ranges = [one for one in affected.get("ranges") or () if one.get("type") == "ECOSYSTEM"]
    return listed or any(_holds(one.get("events") or (), version) for one in ranges)


def _holds(events: Iterable[Mapping[str, str]], version: Version) -> bool:
    """Whether the latest event up to this version introduced the weakness.

    A version that nobody can compare counts as reached: a doubtful advisory is better read than missed.
    """
    reached: list[tuple[Version, int, bool]] = []
    for event in events:
        for kind, told in event.items():
            at = _version(told)
            if kind == "introduced" and (at is None or at <= version):
                reached.append((at or Version("0"), 0, True))
            elif at is not None and (
                (kind == "fixed" and at <= version) or (kind == "last_affected" and at < version)
            ):
                reached.append((at, 1, False))
    return bool(reached) and max(reached)[2]


def _version(text: str) -> Version | None:
    try:
        return Version(text)
    except InvalidVersion:
        return None
