"""What each structure offers, where and when, as far as anybody said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.coverage.schedule import COVERED_FROM, Schedule, understand
from wtc_eco.coverage.slots import SlotPlan, plan_of

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Commune, Territory

_SURENESS = ("known", "by_appointment", "approximate", "unknown")
Located = Literal["address", "commune"]


@dataclass(frozen=True)
class Offer:
    """An active structure: its themes, its slots, and the point distances are counted from.

    `themes` is `None` where it never said. `slots` says for every slot and group of slots of the pack
    `True` (open), `False` (known not to be) or `None` (nobody can tell). `located` tells whether
    `lat`, `lon` (degrees WGS 84) are its own or its commune's centre; `None` where neither is known.
    `steps`, `planned` (steps to come) and `publics` are `None` where it never said; who receives
    everybody receives every public. `capacity` is people a week. `open_lists` are the columns of which a
    word was not understood: what they do not name is unknown, not absent. `conditional` says that some of it
    is there under a condition or now and then, in the words of the column `conditions`.
    """

    id: str
    name: str
    kind: str | None
    commune: str | None
    ins: str | None
    bassin: str | None
    lat: float | None
    lon: float | None
    located: Located | None
    themes: frozenset[str] | None
    slots: Mapping[str, bool | None]
    schedule: Schedule
    active: bool = True
    steps: frozenset[str] | None = None
    planned: frozenset[str] | None = None
    publics: frozenset[str] | None = None
    capacity: int | None = None
    open_lists: frozenset[str] = frozenset()
    conditional: bool = False

    def has(self, column: str, one: str) -> bool | None:
        """Whether a list (`themes`, `steps`, `publics`) names this; `None` where nobody can tell."""
        offered: frozenset[str] | None = getattr(self, column)
        if offered is None or one in offered:
            return None if offered is None else True
        return None if column in self.open_lists else False

    def whole(self, column: str) -> frozenset[str] | None:
        """The list where all of it was understood: only of such a list can it be said what it does not name."""
        offered: frozenset[str] | None = getattr(self, column)
        return None if column in self.open_lists else offered

    @property
    def supports(self) -> bool | None:
        """Whether it offers digital support: it named a theme or a step; `None` where nobody can tell."""
        if self.themes or self.steps:
            return True
        told = (
            self.themes is not None and self.steps is not None and not {"themes", "steps"} & self.open_lists
        )
        return False if told else None

    @property
    def told_when(self) -> bool:
        """Whether anything is known of when it is open: its hours, or slots that it ticked."""
        return any(is_open is not None for is_open in self.slots.values())

    def gives(
        self,
        theme: str | None = None,
        slot: str | None = None,
        step: str | None = None,
        public: str | None = None,
    ) -> bool | None:
        """Whether it offers all of these at once; `None` where nobody can tell.

        One known «no» is enough for a no; an unknown never is.
        """
        wanted = (("themes", theme), ("steps", step), ("publics", public))
        answers = [self.has(name, one) for name, one in wanted if one is not None]
        if slot is not None:
            answers.append(self.slots.get(slot))
        if False in answers:
            return False
        return None if None in answers else True


def offers(registry: Registry, territory: Territory) -> dict[str, Offer]:
    """The offer of every active structure by id, in the order of the registry.

    A slot is covered from so many minutes of opening a week as the folder or the pack says.
    """
    plan = plan_of(territory.slots)
    minutes = open_minutes(territory.demand)
    rows: list[dict[Any, Any]] = registry.table.to_dict("records")
    return {
        row["id"]: _offer(
            row, territory, plan, minutes, open_lists=registry.open_lists.get(row["id"], frozenset())
        )
        for row in rows
        if row["active"]
    }


def open_minutes(demand: Mapping[str, Any]) -> float:
    """From how many minutes of opening a week a slot is covered."""
    return float(demand.get("settings", {}).get("open_minutes", COVERED_FROM))


def _offer(
    row: Mapping[str, Any],
    territory: Territory,
    plan: SlotPlan,
    minutes: float,
    *,
    open_lists: frozenset[str] = frozenset(),
) -> Offer:
    schedule = scheduled(row["opening_hours"], row["hours_note"], plan)
    commune = territory.commune_at(row["ins"]) if row["ins"] else None
    lat, lon, located = _point(row, commune, territory)
    return Offer(
        id=row["id"],
        name=row["name"] or row["id"],
        kind=row["kind"],
        commune=row["commune"],
        ins=row["ins"],
        bassin=row["bassin"],
        lat=lat,
        lon=lon,
        located=located,
        themes=_terms(row["themes"]),
        slots=merged(row["slots"], schedule, plan, minutes=minutes, whole="slots" not in open_lists),
        schedule=schedule,
        steps=_terms(row["steps"]),
        planned=_terms(row["steps_planned"]),
        publics=_publics(row["publics"], territory),
        capacity=row["capacity"],
        open_lists=open_lists,
        conditional=bool(row["conditions"]),
    )


def _terms(terms: tuple[str, ...] | None) -> frozenset[str] | None:
    return None if terms is None else frozenset(terms)


def _publics(terms: tuple[str, ...] | None, territory: Territory) -> frozenset[str] | None:
    """Those received; who receives everybody receives each of them."""
    if terms is None:
        return None
    everybody = {key for key, term in territory.publics.items() if term.extra.get("role") == "everyone"}
    return frozenset(territory.publics) if everybody.intersection(terms) else frozenset(terms)


def scheduled(opening_hours: str | None, note: str | None, plan: SlotPlan) -> Schedule:
    """The schedule in OSM, or where it is not known the one in words, if that says more."""
    first = understand(opening_hours, plan)
    if first.status == "known" or not note:
        return first
    second = understand(note, plan)
    return second if _SURENESS.index(second.status) < _SURENESS.index(first.status) else first


def _point(
    row: Mapping[str, Any], commune: Commune | None, territory: Territory
) -> tuple[float | None, float | None, Located | None]:
    if row["lat"] is not None and row["lon"] is not None:
        return row["lat"], row["lon"], "address"
    if commune is not None:
        return commune.lat, commune.lon, "commune"
    if row["place"] == "outside" and row["locality"] and (town := territory.town_outside(row["locality"])):
        return *town, "commune"
    return None, None, None


def merged(
    declared: tuple[str, ...] | None,
    schedule: Schedule,
    plan: SlotPlan,
    *,
    minutes: float = COVERED_FROM,
    whole: bool = True,
) -> dict[str, bool | None]:
    """Slots and groups as declared and as the schedule tells: open where either says so.

    Not open where one says no and the other does not say yes. A group that was ticked («the weekend»)
    is open; which of its days is not guessed. Not `whole`: a word of what was declared was not understood.
    """
    ticked = declared_slots(declared, plan)
    if not whole:
        ticked = {key: is_open or None for key, is_open in ticked.items()}
    slots = {key: either((ticked[key], schedule.covers(key, minutes))) for key in plan.ids()}
    groups = {key: _group([slots[one] for one in members]) for key, members in plan.groups}
    return {**slots, **{key: True if ticked[key] else is_open for key, is_open in groups.items()}}


def declared_slots(declared: tuple[str, ...] | None, plan: SlotPlan) -> dict[str, bool | None]:
    """What ticking these boxes says of every slot and group of the plan.

    What was not ticked is not open, but for the days of a ticked group, and but for a structure that
    works by appointment, whose other hours are anybody's guess.
    """
    everything = (*plan.ids(), *(key for key, _ in plan.groups))
    if declared is None:
        return dict.fromkeys(everything)
    ticked = set(declared)
    open_ended = bool(ticked.intersection(plan.flags))
    blurred = {one for key, members in plan.groups if key in ticked for one in members}
    return {
        key: True if key in ticked else None if open_ended or key in blurred else False for key in everything
    }


def either(answers: Sequence[bool | None]) -> bool | None:
    """Yes where one says so, no where one says no and none says yes, else unknown."""
    if True in answers:
        return True
    return False if False in answers else None


def _group(members: Sequence[bool | None]) -> bool | None:
    """A group is open where one of its slots is, closed where all are."""
    if True in members:
        return True
    return None if None in members else False
