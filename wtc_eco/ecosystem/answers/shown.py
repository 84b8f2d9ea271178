"""data/rosters: which structures a survey listed, one file a list, called after what it holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from wtc_eco.territory.spelling import fold


def shown_list(survey: str, records: Iterable[int]) -> tuple[str, bytes]:
    """The name and the file of the list of these records: the same list of a survey is the same file."""
    lines = [str(record) for record in sorted(set(records))]
    content = "\n".join(["record", *lines, ""]).encode()
    return f"{slug(survey)}-{hashlib.sha256(content).hexdigest()[:8]}", content


def slug(text: str) -> str:
    """The words in small letters, joined by hyphens."""
    return fold(text).replace(" ", "-") or "survey"
