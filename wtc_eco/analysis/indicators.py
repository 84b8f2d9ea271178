"""What is followed from one date to the next: a few figures with their bases, and the state of each structure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from wtc_eco.coverage.slots import plan_of
from wtc_eco.locale import mark
from wtc_eco.model import ACQUAINTANCE
from wtc_eco.network import links, standings

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer

FORMAT = 1
WHOLE = "*"
"""The scope of figures about all bassins together."""


@dataclass(frozen=True)
class Measure:
    """A figure that is followed: its words, and whether more is better (`None`: neither)."""

    id: str
    words: str
    more_is_better: bool | None


MEASURES: tuple[Measure, ...] = (
    Measure("structures", mark("Structures known"), None),
    Measure("answered", mark("Have answered about their network"), True),
    Measure("well_acquainted", mark("Say they know the others well"), True),
    Measure("isolated", mark("Respondents without any declared tie, at most"), False),
    Measure("ties", mark("Ties of acquaintance"), True),
    Measure("referring", mark("Respondents that refer people to others"), True),
    Measure("trained", mark("Teams all trained"), True),
    Measure("followed", mark("Follow the effects of their support"), True),
    Measure("hours_known", mark("Opening hours known"), True),
)


@dataclass(frozen=True)
class Figure:
    """`value` of `base`; `share` says that the value is part of the base, and not a plain count."""

    value: int
    base: int
    share: bool = True


def figures(study: Study) -> dict[str, dict[str, Figure]]:
    """Every measure by scope (a bassin, or `*`), then one for each slot, theme, step and format of the pack."""
    members: dict[str, list[str]] = {WHOLE: list(study.offers)}
    for bassin in study.territory.bassins:
        members[bassin] = [one.id for one in study.offers.values() if one.bassin == bassin]
    states = _states(study)
    return {scope: dict(_of(study, held, states)) for scope, held in members.items()}


def state(study: Study) -> dict[str, Any]:
    """The state of an ecosystem as plain values: figures, structures by id, ties. No name, no person."""
    return {
        "format": FORMAT,
        "as_of": study.as_of,
        "figures": {
            scope: {key: asdict(held) for key, held in found.items()}
            for scope, found in figures(study).items()
        },
        "structures": {key: _plain(held) for key, held in _states(study).items()},
        "ties": _ties(study),
    }


def _ties(study: Study) -> list[list[str]]:
    found = {
        (start, end, held["kind"])
        for start, end, held in study.network.edges(data=True)
        if held["kind"] in ACQUAINTANCE
    }
    return [list(tie) for tie in sorted(found)]


def _plain(held: Mapping[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in held.items()}


def _states(study: Study) -> dict[str, dict[str, Any]]:
    """What is followed of each structure; unknown is `None`."""
    standing, held = standings(study.network), links(study.network)
    found: dict[str, dict[str, Any]] = {}
    for offer in study.offers.values():
        row = study.registry.row(offer.id)
        found[offer.id] = {
            "records": list(row["records"]),
            "bassin": offer.bassin,
            "answered": bool(row["network_answered_on"]),
            "knows_ecosystem": row["knows_ecosystem"],
            "standing": standing[offer.id].id if offer.id in standing else None,
            "n_out": len(held[offer.id].cites) if offer.id in held else None,
            "n_in": len(held[offer.id].cited_by) if offer.id in held else None,
            "trained": row["staff_trained"],
            "follow_up": None if row["follow_up"] is None else bool(row["follow_up"]),
            "themes": offer.themes,
            "steps": offer.steps,
            "formats": None if row["formats"] is None else frozenset(row["formats"]),
            "slots": _open(offer, study),
        }
    return found


def _open(offer: Offer, study: Study) -> frozenset[str] | None:
    """The slots it is open at; `None` where none of them is known."""
    said = {slot: offer.slots.get(slot) for slot in plan_of(study.territory.slots).ids()}
    return None if set(said.values()) == {None} else frozenset(slot for slot, told in said.items() if told)


# -- figures of a scope

States = Mapping[str, Mapping[str, Any]]


def _of(study: Study, members: Sequence[str], states: States) -> Iterator[tuple[str, Figure]]:
    held = [states[one] for one in members]
    answered = [one for one in held if one["answered"]]
    here = frozenset(members)
    yield "structures", Figure(len(held), len(held), share=False)
    yield "answered", Figure(len(answered), len(held))
    yield "well_acquainted", _counted(held, "knows_ecosystem", lambda said: said in ("very_well", "well"))
    yield "isolated", Figure(sum(one["standing"] == "isolated" for one in answered), len(answered))
    ties = {frozenset(tie[:2]) for tie in _ties(study) if {*tie[:2]} <= here}
    yield "ties", Figure(len(ties), len(answered), share=False)
    senders = {tie[0] for tie in _ties(study) if tie[2] == "refers"}
    respondents = [key for key in members if states[key]["answered"]]
    yield "referring", Figure(sum(key in senders for key in respondents), len(respondents))
    yield "trained", _counted(held, "trained", lambda said: said == "yes")
    yield "followed", _counted(held, "follow_up", bool)
    yield (
        "hours_known",
        Figure(sum(study.offers[key].schedule.status == "known" for key in members), len(held)),
    )
    for facet in ("slots", "themes", "steps", "formats"):
        for key in _terms(study, facet):
            yield f"{facet}:{key}", _counted(held, facet, partial(_holds, key))


def _holds(key: str, said: frozenset[str]) -> bool:
    return key in said


def _terms(study: Study, facet: str) -> tuple[str, ...]:
    vocabulary = study.territory.vocabulary(facet)
    return plan_of(vocabulary).ids() if facet == "slots" else tuple(vocabulary)


def _counted(held: Sequence[Mapping[str, Any]], key: str, says: Callable[[Any], bool]) -> Figure:
    """How many say so, of those that have said anything."""
    told = [one[key] for one in held if one[key] is not None]
    return Figure(sum(map(says, told)), len(told))
