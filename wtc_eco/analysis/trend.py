"""What changed between two dates: figures, structures and ties side by side, and which of it can be compared at all?"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, part_of, table, titled
from wtc_eco.coverage.slots import plan_of
from wtc_eco.i18n import date, mark, number, percent, tr, trn
from wtc_eco.model import ACQUAINTANCE, MIN_BASE
from wtc_eco.registry.columns import said, title

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Scope

WHOLE = "*"
"""The scope of all bassins together."""
LEAST_STRUCTURES = 3
LEAST_SHARE = 0.05
"""A figure is better or worse from this many structures (or ties) and this share of its base on: our hypothesis."""

State = Mapping[str, Any]
"""What is followed of a structure at a date, unknown is `None`."""
Pair = frozenset[str]


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
    Measure("isolated", mark("Without any tie to the others that answered both times"), False),
    Measure("ties", mark("Ties between those that answered both times"), True),
    Measure("referring", mark("Refer people to others that answered both times"), True),
    Measure("trained", mark("Teams all trained"), True),
    Measure("followed", mark("Follow the effects of their support"), True),
    Measure("hours_known", mark("Days and hours of opening known"), True),
)


@dataclass(frozen=True)
class Figure:
    """`value` of `base`; `share` says that the value is part of the base, and not a plain count."""

    value: int
    base: int
    share: bool = True


# -- the structures of both dates, and their ties


@dataclass(frozen=True)
class Wave:
    """One of the two dates: the structures of the scope, and all ties, each by the ids of the second date."""

    structures: Mapping[str, State]
    register: frozenset[str]
    answered: frozenset[str]
    ties: frozenset[tuple[str, str, str]]
    confirmed: frozenset[Pair]

    def pairs(self, among: Collection[str], kinds: Collection[str] = ACQUAINTANCE) -> frozenset[Pair]:
        """Who is tied with whom among these structures."""
        return frozenset(
            frozenset((start, end))
            for start, end, kind in self.ties
            if kind in kinds and start in among and end in among
        )


@dataclass(frozen=True)
class MatchedPanel:
    """Two dates compared: figures speak of the structures `of_both` only; merged ones follow their records."""

    before: Wave
    after: Wave

    @property
    def of_both(self) -> tuple[str, ...]:
        """In the register at both dates, in order."""
        return tuple(sorted(set(self.before.structures) & set(self.after.structures), key=_number))

    @property
    def respondents(self) -> frozenset[str]:
        """Of both dates, and had answered about their network by each."""
        return self.before.answered & self.after.answered & frozenset(self.of_both)

    def known(self, key: str) -> tuple[str, ...]:
        """Those of both dates of which this is known at both."""
        waves = (self.before.structures, self.after.structures)
        return tuple(one for one in self.of_both if all(wave[one].get(key) is not None for wave in waves))


def panel(before: State, after: State, scope: str) -> MatchedPanel:
    """The two states (`state`), of the structures of a bassin or of all (`*`)."""
    homes = {record: key for key, one in after["structures"].items() for record in one["records"]}
    now = {
        key: homes.get(one["records"][0], key) if one["records"] else key
        for key, one in before["structures"].items()
    }
    return MatchedPanel(_wave(before, scope, now), _wave(after, scope, {}))


def _wave(state: State, scope: str, now: Mapping[str, str]) -> Wave:
    # Of two that are one structure since, the one that had answered speaks, then the older.
    ordered = sorted(
        state["structures"].items(), key=lambda each: (bool(each[1]["answered"]), -_number(each[0]))
    )
    everybody = {now.get(key, key): one for key, one in ordered}
    ties = frozenset((now.get(start, start), now.get(end, end), kind) for start, end, kind in state["ties"])
    confirmed = state.get("confirmed")
    if confirmed is None:
        confirmed = [tie[:2] for tie in ties if (tie[1], tie[0], tie[2]) in ties]
    return Wave(
        {key: one for key, one in everybody.items() if scope in (WHOLE, one["bassin"])},
        frozenset(everybody),
        frozenset(key for key, one in everybody.items() if one["answered"]),
        ties,
        frozenset(frozenset(now.get(one, one) for one in pair) for pair in confirmed),
    )


# -- figures of the panel


def figures(compared: MatchedPanel, study: Study) -> Iterator[tuple[str, Figure, Figure]]:
    """Every measure before and after, then one for each slot, theme, step and format of the pack."""
    waves = (compared.before, compared.after)
    first, second = (Figure(len(wave.structures), len(wave.structures), share=False) for wave in waves)
    yield "structures", first, second
    yield "answered", *_counted(compared, "answered", bool)
    yield (
        "well_acquainted",
        *_counted(compared, "knows_ecosystem", lambda said: said in ("very_well", "well")),
    )
    among = compared.respondents
    decided = [one for one in among if all(wave.structures[one]["standing"] != "undecided" for wave in waves)]
    tied = [frozenset[str]().union(*wave.pairs(among)) for wave in waves]
    first, second = (Figure(sum(one not in some for one in decided), len(decided)) for some in tied)
    yield "isolated", first, second
    first, second = (Figure(len(wave.pairs(among)), len(among), share=False) for wave in waves)
    yield "ties", first, second
    senders = [{tie[0] for tie in wave.ties if tie[2] == "refers" and {*tie[:2]} <= among} for wave in waves]
    first, second = (Figure(len(some), len(among)) for some in senders)
    yield "referring", first, second
    yield "trained", *_counted(compared, "trained", lambda said: said == "yes")
    yield "followed", *_counted(compared, "follow_up", bool)
    yield "hours_known", *_counted(compared, "hours_known", bool)
    for facet in ("slots", "themes", "steps", "formats"):
        for key in _terms(study, facet):
            yield f"{facet}:{key}", *_counted(compared, facet, partial(_holds, key))


def _holds(key: str, terms: Collection[str]) -> bool:
    return key in terms


def _terms(study: Study, facet: str) -> tuple[str, ...]:
    vocabulary = study.territory.vocabulary(facet)
    return plan_of(vocabulary).ids() if facet == "slots" else tuple(vocabulary)


def _counted(compared: MatchedPanel, key: str, says: Callable[[Any], bool]) -> tuple[Figure, Figure]:
    """How many say so before and after, of those of which it is known at both dates."""
    known = compared.known(key)
    before, after = (
        Figure(sum(says(wave.structures[one][key]) for one in known), len(known))
        for wave in (compared.before, compared.after)
    )
    return before, after


Direction = Literal["better", "worse", "same", "slight", "other", "not_comparable"]


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


def figure_changes(compared: MatchedPanel, study: Study) -> Iterator[Difference]:
    """Each figure that is known of somebody."""
    better = {measure.id: measure.more_is_better for measure in MEASURES}
    for key, one, two in figures(compared, study):
        if one.value or two.value or one.base:
            change = direction(one, two, more_is_better=better.get(key, True))
            yield Difference("figure", _label(key, study), _told(one), _told(two), change)


def direction(one: Figure, two: Figure, *, more_is_better: bool | None) -> Direction:
    """What a change of a figure is; `other` where more is neither better nor worse, `slight` where it is too small."""
    if more_is_better is None:
        return "same" if one.value == two.value else "other"
    if one.base < MIN_BASE:
        return "not_comparable"
    difference = two.value - one.value
    if not difference:
        return "same"
    whole = one.base if one.share else max(one.value, 1)
    if abs(difference) < max(LEAST_STRUCTURES, LEAST_SHARE * whole):
        return "slight"
    return "better" if (difference > 0) == more_is_better else "worse"


def _told(figure: Figure) -> str:
    if not figure.share:
        return number(figure.value)
    return part_of(figure.value, figure.base)


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


def structure_changes(compared: MatchedPanel, study: Study) -> Iterator[Difference]:
    """Structures that entered the register or left it, then what changed of those of both dates."""
    first, second = compared.before.structures, compared.after.structures
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


def tie_changes(compared: MatchedPanel, study: Study, meetings: Sequence[PastEvent]) -> Iterator[Difference]:
    """Ties declared since, with the last meeting that both came to, and those that are no more.

    RULE 1: a pair that was tied already has no new tie, whatever else it says now.
    RULE 2: where an end had not answered before, nobody can tell since when the tie exists.
    RULE 3: new is what both ends declare, or one end of two that came to the same meeting; one voice alone may be
    a mistaken tick.
    """
    before, after = compared.before, compared.after
    here = {*before.structures, *after.structures}
    changed = sorted(before.ties ^ after.ties, key=lambda tie: (_number(tie[0]), _number(tie[1]), tie[2]))
    tied_before, tied_after = ({frozenset(tie[:2]) for tie in wave.ties} for wave in (before, after))
    for start, end, kind in changed:
        pair = frozenset((start, end))
        if not pair & here:
            continue
        event = ""
        sides: tuple[str | None, str] = (tr("tied"), tr("no tie"))
        change: Direction = "other"
        if (start, end, kind) in before.ties:
            if not pair <= after.register:
                sides = (tr("tied"), tr("one of the two left the register"))
            elif pair in tied_after:
                sides = (tr("tied"), tr("tied otherwise"))
        else:
            event = _met(pair, meetings)
            both = pair in after.confirmed
            now = tr("tied, as both ends say") if both else tr("tied, as one end says")
            if pair in tied_before:  # RULE 1
                sides = (tr("tied otherwise"), now)
            elif not pair <= before.answered:  # RULE 2
                sides, change = (None, now), "not_comparable"
            else:  # RULE 3
                sides, change = (tr("no tie"), now), "better" if both or event else "slight"
        yield Difference(
            "tie",
            f"{_name(start, study)} → {_name(end, study)}",
            *sides,
            change,
            id=f"{start} → {end}",
            field=kind,
            event=event,
        )


def _met(pair: Pair, meetings: Sequence[PastEvent]) -> str:
    """The last meeting that both came to; empty for none."""
    shared = [one for one in meetings if pair <= one.present]
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
    before: State,
    after: State,
    study: Study,
    scope: Scope,
    meetings: Sequence[PastEvent] = (),
) -> Finding:
    """Two states (`state`) side by side: figures first, then structures, then ties.

    Figures compare the structures of both dates of which the same thing is known at both; who entered or left
    is told apart. `not_comparable` is never worse. A new tie between two that came to the same meeting names it.
    """
    compared = panel(before, after, scope.bassin.id if scope.bassin else WHOLE)
    # What changed stands before what did not.
    changed_figures = sorted(
        figure_changes(compared, study), key=lambda change: change.direction in ("same", "slight")
    )
    ties = tuple(tie_changes(compared, study, meetings))
    changes = [*changed_figures, *structure_changes(compared, study), *ties]
    headings, rows = table(_columns(), changes, first=("what", "name", "id", "field"))
    return Finding(
        question="trend",
        title=titled(tr("What changed"), scope.text()),
        short_title=tr("What changed"),
        scope=scope.id,
        base=len(compared.of_both),
        unknown=sum(change.direction == "not_comparable" for change in changed_figures),
        text=" ".join((_dated(before, after, compared, changed_figures), *_moved(compared), *_tied(ties))),
        headings=headings,
        table=rows,
        remarks=notes(
            tr(
                "Better or worse: {n} structures and {share} of them at least, of those that were in the register and known "
                "of at both dates. Less is too little to tell.",
                n=LEAST_STRUCTURES,
                share=percent(LEAST_SHARE),
            ),
            tr(
                "Not comparable: fewer than {n} were known of at both dates. That is no change for the worse.",
                n=MIN_BASE,
            ),
            tr("A tie after a meeting is not proof that the meeting made it."),
        ),
    )


def _dated(before: State, after: State, compared: MatchedPanel, figures: Sequence[Difference]) -> str:
    directions = [change.direction for change in figures]
    better = directions.count("better")
    return trn(
        "{dates}, of the {base} structures known at both: {n} figure is better, {worse} "
        "worse, {same} unchanged or too little changed to tell; {unknown} cannot be compared.",
        "{dates}, of the {base} structures known at both: {n} figures are better, {worse} "
        "worse, {same} unchanged or too little changed to tell; {unknown} cannot be compared.",
        better,
        dates=_between(before["as_of"], after["as_of"]),
        base=number(len(compared.of_both)),
        worse=number(directions.count("worse")),
        same=number(directions.count("same") + directions.count("slight")),
        unknown=number(directions.count("not_comparable")),
    )


def _moved(compared: MatchedPanel) -> Iterator[str]:
    """Who entered the register and who left it: no part of any comparison."""
    both = len(compared.of_both)
    entered, left = len(compared.after.structures) - both, len(compared.before.structures) - both
    if entered or left:
        yield trn(
            "{n} structure entered the register, {left} left it: they are compared with nothing.",
            "{n} structures entered the register, {left} left it: they are compared with nothing.",
            entered,
            left=number(left),
        )


def _tied(ties: Sequence[Difference]) -> Iterator[str]:
    """How many pairs have a new tie, have one by one voice, or have one that nobody can date."""
    pairs: dict[Direction, dict[Pair, str]] = {"better": {}, "slight": {}, "not_comparable": {}}
    for change in ties:
        if change.direction in pairs:
            pairs[change.direction][frozenset(change.id.split(" → "))] = change.event
    if new := pairs["better"]:
        yield trn(
            "{n} new tie between structures that had both answered before, {met} of them after a meeting that both "
            "came to.",
            "{n} new ties between structures that had both answered before, {met} of them after a meeting that both "
            "came to.",
            len(new),
            met=number(sum(map(bool, new.values()))),
        )
    # A pair of which one tie is new has a new tie.
    if alone := set(pairs["slight"]) - set(new):
        yield trn(
            "{n} more is declared by one end only: too little to call it new.",
            "{n} more are declared by one end only: too little to call them new.",
            len(alone),
        )
    if undated := pairs["not_comparable"]:
        yield trn(
            "{n} tie joins a structure that had not answered before: nobody can tell since when it exists; {met} of "
            "them joins two that came to the same meeting.",
            "{n} ties join a structure that had not answered before: nobody can tell since when they exist; {met} of "
            "them join two that came to the same meeting.",
            len(undated),
            met=number(sum(map(bool, undated.values()))),
        )


def _between(first: str, second: str) -> str:
    """The two days as a sentence begins with them; empty where no list and no answer bears one."""
    if not first and not second:
        return tr("Between two states of which nothing is dated")
    if first == second:
        return tr("Between two states of {date}", date=date(first))
    if not first:
        return tr("Between an unknown date and {second}", second=date(second))
    if not second:
        return tr("Between {first} and an unknown date", first=date(first))
    return tr("Between {first} and {second}", first=date(first), second=date(second))


def _columns() -> tuple[AnswerColumn[Difference], ...]:
    whats = {"figure": tr("Figure"), "structure": tr("Structure"), "tie": tr("Tie")}
    directions = {
        "better": tr("better"),
        "worse": tr("worse"),
        "same": tr("unchanged"),
        "slight": tr("too little to tell"),
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
