"""Snapshots: the state of an ecosystem kept under a name, to be compared with another date."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import store
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import RefusedError, UnknownNameError, UsageError
from wtc_eco.i18n import tr

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.analysis.trend import PastEvent
    from wtc_eco.ecosystem.ecosystem import Ecosystem

NOW = "now"
"""What the state of today is called, where nobody kept it."""
_NAME = re.compile(r"[\w][\w.-]{0,60}")


def snapshot(ecosystem: Ecosystem, name: str | None = None) -> Path:
    """Keep today's state in data/snapshots/ under a name, by default its date; keeping it twice is keeping it once.

    No name of a structure and nothing of a person is in it. Raises `UsageError` for a name that is none,
    and `RefusedError` where another state is kept under it.
    """
    from wtc_eco.analysis.trend import state

    chosen = name or ecosystem.as_of
    if not chosen or chosen == NOW or not _NAME.fullmatch(chosen):
        raise UsageError(
            tr("“{name}” cannot name a snapshot.", name=chosen),
            hint=tr("Take letters, figures and hyphens, for instance 2026-11-22 or before-the-meeting."),
        )
    path = _file(ecosystem, chosen)
    with writing(ecosystem, "snapshot", tables=False) as step:
        content = (json.dumps(state(ecosystem), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
        if path.is_file() and path.read_bytes() != content:
            raise RefusedError(
                tr("Another state is kept as “{name}”.", name=chosen),
                hint=tr("Choose another name: wtc-eco snapshot {name}-2", name=chosen),
            )
        step.commit({f"snapshots/{path.name}": content})
    return path


def snapshots(ecosystem: Ecosystem) -> tuple[str, ...]:
    """The names of the states that are kept, in order."""
    folder = ecosystem.folder / "data" / "snapshots"
    return tuple(sorted(path.stem for path in folder.glob("*.json")))


def latest_before(ecosystem: Ecosystem) -> str | None:
    """The name of the latest state kept of an earlier day than today's; `None` where none was."""
    kept = [(str(_state(ecosystem, name)["as_of"]), name) for name in snapshots(ecosystem)]
    return max((one for one in kept if one[0] < ecosystem.as_of), default=(None, None))[1]


def trend(ecosystem: Ecosystem, before: str, after: str = NOW, *, bassin: str | None = None) -> Finding:
    """What changed between two snapshots, or between one and now.

    Raises `UnknownNameError` for a name nothing is kept under.
    """
    from wtc_eco.analysis.trend import compare

    first, second = _state(ecosystem, before), _state(ecosystem, after)
    meetings = _meetings(ecosystem, first["as_of"], second["as_of"])
    compared = compare(first, second, ecosystem, ecosystem.scope(bassin=bassin), meetings)
    return ecosystem.stamped(compared)


def _file(ecosystem: Ecosystem, name: str) -> Path:
    return ecosystem.folder / "data" / "snapshots" / f"{name}.json"


def _state(ecosystem: Ecosystem, name: str) -> dict[str, Any]:
    from wtc_eco.analysis.trend import FORMAT, state

    if name == NOW:
        # Through JSON, so that what is compared is of the same make on both sides.
        return dict(json.loads(json.dumps(state(ecosystem))))
    path = _file(ecosystem, name)
    if not _NAME.fullmatch(name) or not path.is_file():
        kept = snapshots(ecosystem)
        raise UnknownNameError(
            tr("No snapshot is called “{name}”.", name=name),
            hint=tr("Kept: {names}.", names=", ".join(kept))
            if kept
            else tr("Keep one first: wtc-eco snapshot"),
        )
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        sound = held["format"] == FORMAT and {"as_of", "figures", "structures", "ties"} <= set(held)
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise RefusedError(
            tr("{file} is not a snapshot this version can read.", file=f"data/snapshots/{path.name}"),
            hint=tr("Keep a new one: wtc-eco snapshot"),
        )
    return dict(held)


def _meetings(ecosystem: Ecosystem, first: str, last: str) -> tuple[PastEvent, ...]:
    """The events held after the first date and not after the last, with those who came."""
    from wtc_eco import model
    from wtc_eco.analysis.trend import PastEvent

    rows, _ = store.from_csv(ecosystem.folder / "data" / "invited.csv", model.INVITED)
    present: dict[tuple[str, str], set[str]] = {}
    for row in rows.to_dict("records"):
        if row["attended"] and row["held_on"] and first < row["held_on"] <= last:
            key = (row["held_on"], row["event"] or row["held_on"])
            structure = ecosystem.registry.aliases.get(row["record"])
            if structure is not None:
                present.setdefault(key, set()).add(structure)
    return tuple(PastEvent(name, day, frozenset(came)) for (day, name), came in sorted(present.items()))
