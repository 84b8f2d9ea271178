"""The journal put in order after a broken line, a lost header or a git merge."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

from wtc_eco.errors import DamagedError
from wtc_eco.locale import tr
from wtc_eco.store import holdings, staging
from wtc_eco.store import journal as journals
from wtc_eco.store import kept as keeping
from wtc_eco.store.commit import put_all
from wtc_eco.store.journal import Journal
from wtc_eco.store.layout import JOURNAL, WATCHED
from wtc_eco.store.restoring import aside_name

COMMAND = "doctor --repair"


def mend_journal(folder: Path) -> list[str]:
    """Put the journal in order where a line or its numbers were lost; what stood there is kept aside.

    Returns what was done, in words; only while the folder is held.
    """
    content = staging.content(folder, JOURNAL, None)
    journal = journals.from_bytes(content)
    if content is None or journal.whole:
        return []
    numbers = largest_numbers(content)
    whole = keeping.mended(folder, journal)
    following = _following_numbers(folder)
    told = replace(
        whole,
        next_record=max(numbers[0], whole.next_record, following[0]),
        next_tie=max(numbers[1], whole.next_tie, following[1]),
        whole=True,
        problems=(),
    )
    aside = aside_name(folder, JOURNAL, content)
    put_all(folder, {JOURNAL: journals.to_bytes(_as_found(folder, told)), aside: content})
    found = len(whole.steps) - len(journal.steps)
    return [
        tr(
            "The journal is in order again ({found} lines found again); as it was: {copy}.",
            found=found,
            copy=f"data/{aside}",
        )
    ]


def _as_found(folder: Path, journal: Journal) -> Journal:
    """The journal, ended by a step that says what every file is now: what came before may be incomplete."""
    now = {name: staging.content(folder, name, None) for name in WATCHED}
    known = {name: journals.sha256(content) for name, content in now.items()}
    expected = journal.expected()
    if expected and all(known.get(name, found) == found for name, found in expected.items()):
        return journal
    present = {name: found for name, found in known.items() if found or name in expected}
    step = journals.Step(
        journal.sequence + 1,
        COMMAND,
        before={name: expected.get(name) for name in present},
        after=present,
        tool=journals.tool_version(),
    )
    return journal.followed_by((step,), next_record=1, next_tie=1)


def largest_numbers(content: bytes) -> tuple[int, int]:
    """The largest next numbers that any line of the journal names: after a merge there are two headers."""
    found = [(1, 1)]
    for line in content.decode(errors="replace").split("\n"):
        try:
            held = json.loads(line)
            found.append((int(held["next_record"]), int(held["next_tie"])))
        except (ValueError, KeyError, TypeError):
            continue
    return max(one for one, _ in found), max(two for _, two in found)


def _following_numbers(folder: Path) -> tuple[int, int]:
    try:
        held = holdings.read(folder)
    except DamagedError:
        return 1, 1
    return held.next_record, held.next_tie
