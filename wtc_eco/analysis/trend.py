"""What changed between two dates: figures, structures and ties side by side, and which of it can be compared at all?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table, titled
from wtc_eco.coverage.slots import plan_of
from wtc_eco.i18n import date, mark, number, percent, tr, trn
from wtc_eco.model import ACQUAINTANCE, MIN_BASE
from wtc_eco.network import links, standings
from wtc_eco.registry.columns import said, title
from wtc_eco.registry.participation import has_answered

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Scope

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
    return {scope: dict(_of(study, ids, states)) for scope, ids in members.items()}


def state(study: Study) -> dict[str, Any]:
    """The state of an ecosystem as plain values: figures, structures by id, ties. No name, no person."""
    return {
        "format": FORMAT,
        "as_of": study.as_of,
        "figures": {
            scope: {key: asdict(values) for key, values in by_measure.items()}
            for scope, by_measure in figures(study).items()
        },
        "structures": {key: _plain(values) for key, values in _states(study).items()},
        "ties": _ties(study),
    }


def _ties(study: Study) -> list[list[str]]:
    pairs = {
        (start, end, attributes["kind"])
        for start, end, attributes in study.network.edges(data=True)
        if attributes["kind"] in ACQUAINTANCE
    }
    return [list(tie) for tie in sorted(pairs)]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: sorted(value) if isinstance(value, frozenset) else value for key, value in values.items()}


def _states(study: Study) -> dict[str, dict[str, Any]]:
    """What is followed of each structure; unknown is `None`."""
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
            "themes": offer.themes,
            "steps": offer.steps,
            "formats": None if row["formats"] is None else frozenset(row["formats"]),
            "slots": _open(offer, study),
        }
    return states


def _open(offer: Offer, study: Study) -> frozenset[str] | None:
    """The slots it is open at; `None` where none of them is known."""
    is_open = {slot: offer.slots.get(slot) for slot in plan_of(study.territory.slots).ids()}
    return (
        None
        if set(is_open.values()) == {None}
        else frozenset(slot for slot, open_then in is_open.items() if open_then)
    )


# -- figures of a scope

States = Mapping[str, Mapping[str, Any]]


def _of(study: Study, members: Sequence[str], states: States) -> Iterator[tuple[str, Figure]]:
    members_states = [states[one] for one in members]
    answered = [one for one in members_states if one["answered"]]
    here = frozenset(members)
    yield "structures", Figure(len(members_states), len(members_states), share=False)
    yield "answered", Figure(len(answered), len(members_states))
    yield (
        "well_acquainted",
        _counted(members_states, "knows_ecosystem", lambda said: said in ("very_well", "well")),
    )
    yield "isolated", Figure(sum(one["standing"] == "isolated" for one in answered), len(answered))
    ties = {frozenset(tie[:2]) for tie in _ties(study) if {*tie[:2]} <= here}
    yield "ties", Figure(len(ties), len(answered), share=False)
    senders = {tie[0] for tie in _ties(study) if tie[2] == "refers"}
    respondents = [key for key in members if states[key]["answered"]]
    yield "referring", Figure(sum(key in senders for key in respondents), len(respondents))
    yield "trained", _counted(members_states, "trained", lambda said: said == "yes")
    yield "followed", _counted(members_states, "follow_up", bool)
    yield (
        "hours_known",
        Figure(sum(study.offers[key].schedule.status == "known" for key in members), len(members_states)),
    )
    for facet in ("slots", "themes", "steps", "formats"):
        for key in _terms(study, facet):
            yield f"{facet}:{key}", _counted(members_states, facet, partial(_holds, key))


def _holds(key: str, terms: frozenset[str]) -> bool:
    return key in terms


def _terms(study: Study, facet: str) -> tuple[str, ...]:
    vocabulary = study.territory.vocabulary(facet)
    return plan_of(vocabulary).ids() if facet == "slots" else tuple(vocabulary)


def _counted(states: Sequence[Mapping[str, Any]], key: str, says: Callable[[Any], bool]) -> Figure:
    """How many say so, of those that have said anything."""
    answers = [one[key] for one in states if one[key] is not None]
    return Figure(sum(map(says, answers)), len(answers))


Direction = Literal["better", "worse", "same", "other", "not_comparable"]
BASE_CHANGE = 0.25
"""By which share the base may change before two shares speak of different structures."""


@dataclass(frozen=True)
class Difference:
    """What changed of a figure, a structure or a tie; empty where it does not apply, `None` what nobody knows."""

    what: str
    name: str
    before: str | None
    after: str | None
    direction: Direction
    id: str = ""
    field: str = ""
    event: str = ""


def figure_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[Difference]:
    """Each figure that is known on either side."""
    first, second = before["figures"].get(scope, {}), after["figures"].get(scope, {})
    better = {measure.id: measure.more_is_better for measure in MEASURES}
    for key in dict.fromkeys((*second, *first)):
        one, two = first.get(key), second.get(key)
        if not any(figure and (figure["value"] or figure["base"]) for figure in (one, two)):
            continue
        change = direction(one, two, more_is_better=better.get(key, True))
        yield Difference("figure", _label(key, study), _told(one), _told(two), change)


def direction(
    one: Mapping[str, Any] | None, two: Mapping[str, Any] | None, *, more_is_better: bool | None
) -> Direction:
    """What a change of a figure is; `other` where more is neither better nor worse."""
    if one is None or two is None or not _comparable(one, two):
        return "not_comparable"
    first, second = (
        figure["value"] / figure["base"] if figure["share"] else figure["value"] for figure in (one, two)
    )
    if first == second:
        return "same"
    if more_is_better is None:
        return "other"
    return "better" if (second > first) == more_is_better else "worse"


def _comparable(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Plain counts always are; shares rest on enough structures, about as many both times."""
    if not one["share"] and one["value"] == one["base"]:
        return True
    few, many = sorted((one["base"], two["base"]))
    return bool(few >= MIN_BASE and (many - few) <= BASE_CHANGE * many)


def _told(figure: Mapping[str, Any] | None) -> str | None:
    if figure is None:
        return None
    if not figure["share"]:
        return number(figure["value"])
    counted = tr("{value} of {base}", value=number(figure["value"]), base=number(figure["base"]))
    enough = figure["base"] >= MIN_BASE
    return f"{counted} ({percent(figure['value'] / figure['base'])})" if enough else counted


def _label(key: str, study: Study) -> str:
    facet, _, term = key.partition(":")
    if not term:
        return next((tr(measure.words) for measure in MEASURES if measure.id == key), key)
    vocabulary = study.territory.vocabulary(facet)
    return vocabulary[term].text() if term in vocabulary else key


FOLLOWED = ("standing", "knows_ecosystem", "trained", "themes", "steps", "slots")
COLUMNS = {"trained": "staff_trained"}
"""What the register calls a field that is followed, where it has another name."""


@dataclass(frozen=True)
class PastEvent:
    """An event between the two dates: its name, its day, and the structures that came."""

    name: str
    held_on: str
    present: frozenset[str]


def structure_changes(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str, study: Study
) -> Iterator[Difference]:
    """New and gone structures, then what changed of those that stayed; merged ones follow their records."""
    first, second = _followed(before, after, scope), _members(after, scope)
    for key in sorted(set(first) | set(second), key=_number):
        one, two = first.get(key), second.get(key)
        if one is None or two is None:
            there, away = tr("in the register"), tr("not there")
            sides = (there if one else away, there if two else away)
            yield Difference("structure", _name(key, study), *sides, "other", id=key)
            continue
        for field in FOLLOWED:
            if one.get(field) != two.get(field):
                yield Difference(
                    "structure",
                    _name(key, study),
                    _value(field, one.get(field), study),
                    _value(field, two.get(field), study),
                    "not_comparable" if None in (one.get(field), two.get(field)) else "other",
                    id=key,
                    field=field,
                )


def _members(wave: Mapping[str, Any], scope: str) -> dict[str, Mapping[str, Any]]:
    return {key: one for key, one in wave["structures"].items() if scope in (WHOLE, one["bassin"])}


def _now(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, str]:
    """The id that a structure of before has now: that of the structure that holds its first record."""
    homes = {record: key for key, one in after["structures"].items() for record in one["records"]}
    return {
        key: homes.get(one["records"][0], key) if one["records"] else key
        for key, one in before["structures"].items()
    }


def _followed(
    before: Mapping[str, Any], after: Mapping[str, Any], scope: str
) -> dict[str, Mapping[str, Any]]:
    now = _now(before, after)
    return {
        now[key]: one
        for key, one in sorted(_members(before, scope).items(), key=lambda each: -_number(each[0]))
    }


def tie_changes(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    scope: str,
    study: Study,
    meetings: Sequence[PastEvent],
) -> Iterator[Difference]:
    """New ties, with the last meeting that both came to, and those that are no more."""
    now = _now(before, after)
    first = {(now.get(start, start), now.get(end, end), kind) for start, end, kind in before["ties"]}
    second = {(start, end, kind) for start, end, kind in after["ties"]}
    here = set(_members(after, scope)) | set(_followed(before, after, scope))
    for start, end, kind in sorted(
        first ^ second, key=lambda tie: (_number(tie[0]), _number(tie[1]), tie[2])
    ):
        if not {start, end} & here:
            continue
        new = (start, end, kind) in second
        yield Difference(
            "tie",
            f"{_name(start, study)} → {_name(end, study)}",
            tr("no tie") if new else tr("tied"),
            tr("tied") if new else tr("no tie"),
            "better" if new else "other",
            id=f"{start} → {end}",
            field=kind,
            event=_met(start, end, meetings) if new else "",
        )


def _met(start: str, end: str, meetings: Sequence[PastEvent]) -> str:
    """The last meeting that both came to; empty for none."""
    shared = [one for one in meetings if {start, end} <= one.present]
    return max(shared, key=lambda one: (one.held_on, one.name)).name if shared else ""


def _value(field: str, value: Any, study: Study) -> str | None:
    """The value in words; `None` where nobody knew."""
    if value is None:
        return None
    if field == "standing":
        return study.territory.standings.words().get(value, str(value))
    return said(
        COLUMNS.get(field, field), tuple(value) if isinstance(value, list) else value, study.territory
    )


def _name(key: str, study: Study) -> str:
    """The name as the register has it, of a structure that closed too."""
    table = study.registry.table
    names = table.loc[table["id"] == key, "name"]
    return str(names.iloc[0]) if len(names) else key


def _number(key: str) -> int:
    return int(key.removeprefix("S"))


def compare(
    before: Mapping[str, Any],
    after: Mapping[str, Any],
    study: Study,
    scope: Scope,
    meetings: Sequence[PastEvent] = (),
) -> Finding:
    """Two states (`indicators.state`) side by side: figures first, then structures, then ties.

    A figure is `not_comparable` where one of its bases is unknown, small, or too different: it is never
    worse for that. A new tie between two structures that came to the same meeting names it.
    """
    key = scope.bassin.id if scope.bassin else WHOLE
    # What changed stands before what did not.
    figures = sorted(figure_changes(before, after, key, study), key=lambda change: change.direction == "same")
    changes = [*figures, *structure_changes(before, after, key, study)]
    changes += tie_changes(before, after, key, study, meetings)
    headings, rows = table(_columns(), changes, first=("what", "name", "id", "field"))
    return Finding(
        question="trend",
        title=titled(tr("What changed"), scope.text()),
        short_title=tr("What changed"),
        scope=scope.id,
        base=int(after["figures"].get(key, {}).get("structures", {}).get("value", 0)),
        unknown=sum(change.direction == "not_comparable" for change in figures),
        text=" ".join(_said(before, after, changes)),
        headings=headings,
        table=rows,
        remarks=notes(
            tr(
                "Not comparable: too few answers, or answers of other structures. That is no change for the worse."
            ),
            tr("A tie after a meeting is not proof that the meeting made it."),
        ),
    )


def _said(
    before: Mapping[str, Any], after: Mapping[str, Any], changes: Sequence[Difference]
) -> Iterator[str]:
    figures = [change.direction for change in changes if change.what == "figure"]
    better = figures.count("better")
    yield trn(
        "Between {first} and {second}: {n} figure is better, {worse} worse, {same} unchanged; {unknown} cannot be compared.",
        "Between {first} and {second}: {n} figures are better, {worse} worse, {same} unchanged; {unknown} cannot be compared.",
        better,
        first=_day(before),
        second=_day(after),
        worse=number(figures.count("worse")),
        same=number(figures.count("same")),
        unknown=number(figures.count("not_comparable")),
    )
    new = [change for change in changes if change.what == "tie" and change.direction == "better"]
    if new:
        met = [change for change in new if change.event]
        yield trn(
            "{n} new tie, {met} of them between structures that came to the same meeting.",
            "{n} new ties, {met} of them between structures that came to the same meeting.",
            len(new),
            met=number(len(met)),
        )


def _day(wave: Mapping[str, Any]) -> str:
    return date(wave["as_of"]) if wave["as_of"] else tr("an unknown date")


def _columns() -> tuple[AnswerColumn[Difference], ...]:
    whats = {"figure": tr("Figure"), "structure": tr("Structure"), "tie": tr("Tie")}
    directions = {
        "better": tr("better"),
        "worse": tr("worse"),
        "same": tr("unchanged"),
        "other": tr("different"),
        "not_comparable": tr("not comparable"),
    }
    fields = {
        "standing": tr("Standing"),
        "knows": tr("knows"),
        "refers": tr("sends people to"),
        "works_with": tr("works with"),
        "hosts": tr("hosts"),
    }
    fields |= {key: title(COLUMNS.get(key, key)) for key in FOLLOWED if key not in fields}
    return (
        AnswerColumn("what", tr("What"), words=whats),
        AnswerColumn("name", tr("Name")),
        AnswerColumn("before", tr("Before")),
        AnswerColumn("after", tr("After")),
        AnswerColumn("direction", tr("Change"), words=directions),
        AnswerColumn("field", tr("Field"), words=fields),
        AnswerColumn("event", tr("Both came to")),
        AnswerColumn("id", tr("No.")),
    )
