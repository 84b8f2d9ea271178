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
from wtc_eco.model import parsed
from wtc_eco.territory.normalize import RESERVED

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding, Study
    from wtc_eco.analysis.trend import PastEvent, State
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.ecosystem.ecosystem import Ecosystem

NOW = "now"
"""What the state of today is called, where nobody kept it."""
FORMATS = (1, 2)
"""The makes of a state that can be read, the last one written; the first had no `hours_known` and no `confirmed`."""
_NAME = re.compile(r"[\w][\w.-]{0,60}")


def snapshot(ecosystem: Ecosystem, name: str | None = None) -> Path:
    """Keep today's state in data/snapshots/ under a name, by default its date; keeping it twice is keeping it once.

    No name of a structure and nothing of a person is in it. Raises `UsageError` for a name that is none,
    and `RefusedError` where another state is kept under it.
    """
    chosen = name or ecosystem.as_of
    if not chosen or chosen == NOW or not _names_a_file(chosen):
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


def _names_a_file(name: str) -> bool:
    """Whether a file may be called so on every machine: Windows keeps some names, and drops a dot at the end."""
    beginning = name.partition(".")[0].casefold()
    return bool(_NAME.fullmatch(name)) and not name.endswith(".") and beginning not in RESERVED


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
    meetings = _meetings(ecosystem, second["as_of"])
    compared = compare(first, second, ecosystem, ecosystem.scope(bassin=bassin), meetings)
    return ecosystem.stamped(compared)


def _file(ecosystem: Ecosystem, name: str) -> Path:
    return ecosystem.folder / "data" / "snapshots" / f"{name}.json"


def _state(ecosystem: Ecosystem, name: str) -> dict[str, Any]:
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
        held = parsed(json.loads, path.read_text(encoding="utf-8"))
        sound = held["format"] in FORMATS and {"as_of", "structures", "ties"} <= set(held)
    except (ValueError, KeyError, TypeError):
        sound = False
    if not sound:
        raise RefusedError(
            tr("{file} is not a snapshot this version can read.", file=f"data/snapshots/{path.name}"),
            hint=tr("Keep a new one: wtc-eco snapshot"),
        )
    return dict(held)


def _meetings(ecosystem: Ecosystem, last: str) -> tuple[PastEvent, ...]:
    """The events held by this date, with those who came: what a meeting changed is asked weeks after it."""
    from wtc_eco import model
    from wtc_eco.analysis.trend import PastEvent

    rows, _ = store.from_csv(ecosystem.folder / "data" / "invited.csv", model.INVITED)
    present: dict[tuple[str, str], set[str]] = {}
    for row in rows.to_dict("records"):
        if row["attended"] and row["held_on"] and row["held_on"] <= last:
            key = (row["held_on"], row["event"] or row["held_on"])
            structure = ecosystem.registry.aliases.get(row["record"])
            if structure is not None:
                present.setdefault(key, set()).add(structure)
    return tuple(PastEvent(name, day, frozenset(came)) for (day, name), came in sorted(present.items()))


def state(study: Study) -> dict[str, Any]:
    """The state of an ecosystem as plain values: structures by id, ties. No name, no person."""
    from wtc_eco.model import ACQUAINTANCE

    edges = [
        (start, end, attributes)
        for start, end, attributes in study.network.edges(data=True)
        if attributes["kind"] in ACQUAINTANCE
    ]
    confirmed = {tuple(sorted(edge[:2])) for edge in edges if edge[2]["state"] == "confirmed"}
    return {
        "format": FORMATS[-1],
        "as_of": study.as_of,
        "structures": {key: _plain(values) for key, values in _states(study).items()},
        "ties": [list(tie) for tie in sorted({(*edge[:2], edge[2]["kind"]) for edge in edges})],
        "confirmed": [list(pair) for pair in sorted(confirmed)],
    }


def _plain(values: State) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in values.items()}


def _states(study: Study) -> dict[str, dict[str, Any]]:
    from wtc_eco.network import links, standings
    from wtc_eco.registry.participation import has_answered

    standing, links_of = standings(study.network), links(study.network)
    states: dict[str, dict[str, Any]] = {}
    for offer in study.offers.values():
        row = study.registry.row(offer.id)
        states[offer.id] = {
            "records": list(row["records"]),
            "bassin": offer.bassin,
            "answered": has_answered(row),
            "knows_ecosystem": row["knows_ecosystem"],
            "standing": standing[offer.id].id if offer.id in standing else None,
            "n_out": len(links_of[offer.id].cites) if offer.id in links_of else None,
            "n_in": len(links_of[offer.id].cited_by) if offer.id in links_of else None,
            "trained": row["staff_trained"],
            "follow_up": None if row["follow_up"] is None else bool(row["follow_up"]),
            "hours_known": offer.schedule.status == "known",
            "themes": offer.themes,
            "steps": offer.steps,
            "formats": None if row["formats"] is None else frozenset(row["formats"]),
            "slots": _open(offer, study),
        }
    return states


def _open(offer: Offer, study: Study) -> frozenset[str] | None:
    """The slots it is open at; `None` where none of them is known."""
    from wtc_eco.coverage.slots import plan_of

    is_open = {slot: offer.slots.get(slot) for slot in plan_of(study.territory.slots).ids()}
    return (
        None
        if set(is_open.values()) == {None}
        else frozenset(slot for slot, open_then in is_open.items() if open_then)
    )
