"""data/rosters: which structures a survey listed, one file a list, called after what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry


def shown_list(survey: str, records: Iterable[int]) -> tuple[str, bytes]:
    """The name and the file of the list of these records: the same list of a survey is the same file."""
    lines = [str(record) for record in sorted(set(records))]
    content = "\n".join(["record", *lines, ""]).encode()
    return f"{slug(survey)}-{hashlib.sha256(content).hexdigest()[:8]}", content


def shown_to(folder: Path, registry: Registry) -> Mapping[str, frozenset[str]]:
    """The structures that each structure was shown, by id; nothing of those whose list is not kept."""
    lists = {path.stem: path for path in (folder / "data" / "rosters").glob("*.csv")}
    rows = zip(registry.table["id"].tolist(), registry.table["roster"].tolist(), strict=True)
    names = {id_: name for id_, name in rows if name in lists}
    held = {name: _structures(lists[name], registry) for name in set(names.values())}
    return {id_: held[name] for id_, name in names.items()}


def _structures(path: Path, registry: Registry) -> frozenset[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()[1:])
    numbers = (int(line) for line in lines if line.isdecimal())
    return frozenset(registry.aliases[number] for number in numbers if number in registry.aliases)


def slug(text: str) -> str:
    """The words in small letters, joined by hyphens."""
    return fold(text).replace(" ", "-") or "survey"
