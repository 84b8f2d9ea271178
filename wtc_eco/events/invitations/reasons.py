"""Who comes first, and why.

Each reason has a weight, words for the planner with the rows they come from, and sometimes a courteous
sentence for the guest: whom it may meet and why, never a judgement on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.coverage.need import reach_of
from wtc_eco.events.invitations.candidates import Invitee, road_km
from wtc_eco.events.invitations.pairs import Meeting, specific
from wtc_eco.i18n import date, kilometres, listing, tr, trn
from wtc_eco.network.standing import rows_of_ties

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.supply import Reach
    from wtc_eco.territory import Territory

BASE = 1.0
"""A seat that is taken is worth more than an empty one."""
LEAST = 0.1
WEIGHTS: Mapping[str, float] = {
    "isolated": 3.0,  # answered, no tie given or received
    "knows_no_one": 2.0,  # answered, cites nobody
    "unknown_to_others": 2.0,  # cites others, nobody cites it
    "silent_but_cited": 1.5,  # others speak of it, it has not spoken
    "silent": 1.0,  # an occasion to hear it
    "only_step": 1.0,  # nobody else known to offer it in the commune
    "only_theme": 0.8,
    "only_slot": 0.8,  # nobody else known to be open then, around
    "often_cited": 0.5,  # a partner that others want to meet
    "never_invited": 0.5,  # where invitations are kept at all
    "long_ago": 0.5,
    "lately": -2.0,  # leave the seat to another
}
OFTEN = 5
"""From how many citations a structure is often cited."""
LATELY_DAYS = 365
SHOWN = 3


@dataclass(frozen=True)
class Reason:
    """Why a structure comes first. `words` are for the planner and name their rows; `guest` may be read by it."""

    id: str
    words: str
    guest: str = ""

    @property
    def weight(self) -> float:
        """What it adds to the priority."""
        return WEIGHTS[self.id]


@dataclass(frozen=True)
class ReasonGround:
    """What reasons look at besides the candidate: everybody's offers, and whether invitations are kept."""

    offers: Mapping[str, Offer]
    by_commune: Mapping[str, tuple[str, ...]]
    words: Mapping[str, Mapping[str, str]]
    reach: Reach
    as_of: str
    invitations_kept: bool

    @classmethod
    def of(cls, study: Study, *, invitations_kept: bool) -> ReasonGround:
        """The ground of a study."""
        by_commune: dict[str, list[str]] = {}
        for offer in study.offers.values():
            if offer.ins:
                by_commune.setdefault(offer.ins, []).append(offer.id)
        territory = study.territory
        return cls(
            offers=study.offers,
            by_commune={ins: tuple(neighbours) for ins, neighbours in by_commune.items()},
            words={
                "steps": territory.steps.words(),
                "themes": territory.themes.words(),
                "slots": territory.slots.words(),
            },
            reach=reach_of(territory.demand),
            as_of=study.as_of,
            invitations_kept=invitations_kept,
        )


def reasons(candidate: Invitee, ground: ReasonGround) -> tuple[Reason, ...]:
    """Every reason that the data give, the weightiest first; what counts against comes last."""
    reasons_ = [*_network(candidate), *_offer(candidate, ground), *_invitations(candidate, ground)]
    return tuple(sorted(reasons_, key=lambda reason: -reason.weight))


def priority(reasons_: Iterable[Reason]) -> float:
    """A positive figure: 1 for being there, and the weights of the reasons."""
    return round(max(LEAST, BASE + sum(reason.weight for reason in reasons_)), 3)


def _network(one: Invitee) -> Iterator[Reason]:
    cited, standing = len(one.links.cited_by), one.standing.id
    card = tr("record {id}", id=one.id)
    if standing == "isolated":
        yield Reason(
            "isolated", tr("Answered, no declared tie (ties: 0 given, 0 received; {card}).", card=card)
        )
    elif standing == "knows_no_one":
        words = trn(
            "Answered, cites nobody; cited by {n} structure ({rows}).",
            "Answered, cites nobody; cited by {n} structures ({rows}).",
            cited,
            rows=rows_of_ties(one.links.cited_ties),
        )
        yield Reason("knows_no_one", words)
    elif standing == "unknown_to_others":
        words = trn(
            "Cites {n} structure, nobody cites it so far ({rows}).",
            "Cites {n} structures, nobody cites it so far ({rows}).",
            len(one.links.cites),
            rows=rows_of_ties(one.links.cites_ties),
        )
        yield Reason("unknown_to_others", words)
    elif one.answered_on is None:
        yield from _silent(one, cited, card)
    if cited >= OFTEN and one.answered_on is not None:
        words = tr("Cited by {n} structures ({rows}).", n=cited, rows=rows_of_ties(one.links.cited_ties))
        yield Reason("often_cited", words, _cite_you(cited))


def _silent(one: Invitee, cited: int, card: str) -> Iterator[Reason]:
    if not cited:
        words = (
            tr(
                "Has not answered the survey (asked on {date}; {card}): an occasion to hear it.",
                date=date(one.asked_on),
                card=card,
            )
            if one.asked_on
            else tr("Was not asked about its network ({card}): an occasion to hear it.", card=card)
        )
        yield Reason("silent", words)
        return
    facts = {"rows": rows_of_ties(one.links.cited_ties), "card": card}
    words = (
        trn(
            "Cited by {n} structure ({rows}); has not answered the survey (asked on {date}; {card}).",
            "Cited by {n} structures ({rows}); has not answered the survey (asked on {date}; {card}).",
            cited,
            date=date(one.asked_on),
            **facts,
        )
        if one.asked_on
        else trn(
            "Cited by {n} structure ({rows}); was not asked about its network ({card}).",
            "Cited by {n} structures ({rows}); was not asked about its network ({card}).",
            cited,
            **facts,
        )
    )
    yield Reason("silent_but_cited", words, _cite_you(cited))


def _cite_you(cited: int) -> str:
    """For the guest; one structure alone that speaks of it would be pointed at."""
    return (
        tr("{n} structures cite you as a partner: we would like to hear you.", n=cited) if cited > 1 else ""
    )


def _offer(one: Invitee, ground: ReasonGround) -> Iterator[Reason]:
    """What nobody else of its commune, or nobody around, is known to offer: one reason of each sort."""
    neighbours = [other for other in ground.by_commune.get(one.ins or "", ()) if other != one.id]
    offers = [ground.offers[other] for other in neighbours]
    steps = _alone(one.steps, offers, "steps", ground.words["steps"])
    if steps and neighbours:
        terms, n_told = steps
        yield _only("only_step", one, terms, n_told)
    themes = _alone(one.themes, offers, "themes", ground.words["themes"])
    if themes and neighbours:
        terms, n_told = themes
        yield _only("only_theme", one, terms, n_told)
    slot = next(
        (each for each in ground.words["slots"] if each in one.open_at and _nobody_else(one, each, ground)),
        None,
    )
    if slot is not None:
        words = tr(
            "Open “{slot}”; no other structure is known to be within {near} by road ({card}).",
            slot=ground.words["slots"][slot],
            near=kilometres(ground.reach.within_km),
            card=tr("record {id}", id=one.id),
        )
        yield Reason("only_slot", words)


def _alone(
    own: frozenset[str] | None, others: Sequence[Offer], column: str, words: Mapping[str, str]
) -> tuple[tuple[str, ...], int] | None:
    """The terms that no neighbour may offer, in the pack's order, and how many have said all they do."""
    n_told = sum(each.whole(column) is not None for each in others)
    if not own or not n_told:
        return None
    told = [each for each in others if getattr(each, column) is not None]
    rare = tuple(
        words[term] for term in words if term in own and all(each.has(column, term) is False for each in told)
    )
    return (rare, n_told) if rare else None


def _only(reason: str, one: Invitee, rare: tuple[str, ...], n_told: int) -> Reason:
    offered = listing([quoted(word) for word in rare[:2]])
    words = trn(
        "Alone in its commune in offering: {what} ({card}; {n} other structure has said what it offers).",
        "Alone in its commune in offering: {what} ({card}; {n} other structures have said what they offer).",
        n_told,
        what=offered,
        card=tr("record {id}", id=one.id),
    )
    guest = tr(
        "To our knowledge you are the only structure of your commune to offer: {what}. Several partners would "
        "gain by knowing you.",
        what=offered,
    )
    return Reason(reason, words, guest)


def quoted(word: str) -> str:
    """A label between quotes: many hold an «and» of their own."""
    return tr("“{word}”", word=word)


def _nobody_else(one: Invitee, slot: str, ground: ReasonGround) -> bool:
    if one.point is None:
        return False
    for offer in ground.offers.values():
        if offer.id == one.id or not offer.slots.get(slot) or offer.lat is None or offer.lon is None:
            continue
        if road_km(one.point, (offer.lat, offer.lon), ground.reach) <= ground.reach.within_km:
            return False
    return True


def _invitations(one: Invitee, ground: ReasonGround) -> Iterator[Reason]:
    if not one.past:
        if ground.invitations_kept:
            yield Reason("never_invited", tr("In none of the invitations kept."))
        return
    last = max(one.past, key=lambda each: (each.on, each.row))
    words = tr("Last invited on {date} ({row}).", date=date(last.on), row=last.row)
    if _days(last.on, ground.as_of) >= LATELY_DAYS:
        yield Reason("long_ago", words)
    else:
        yield Reason("lately", words)


def _days(earlier: str, later: str) -> int:
    from datetime import date as day

    return (day.fromisoformat(later) - day.fromisoformat(earlier)).days if earlier and later else 0


MANY = 2
"""Terms said of a meeting: more would not be read."""
NEXT_DOOR_KM = 0.05


def sentence(
    candidate: Invitee, reasons: Sequence[Reason], meetings: Sequence[Meeting], territory: Territory
) -> str:
    """Why the guest is invited, as it reads it: what others gain by it, else whom it may meet."""
    for reason in reasons:
        if reason.guest:
            return reason.guest
    for meeting in meetings:
        if meeting.shared and meeting.km is not None and not meeting.same_commune:
            return tr(
                "{name} and you welcome the same publics ({publics}), {km} apart: we suggest that you meet.",
                name=meeting.other.name,
                publics=_listed(meeting.shared, territory.publics.words()),
                km=kilometres(meeting.km),
            )
    publics = specific(candidate.publics, territory.publics)
    if publics:
        return tr(
            "Your structure supports: {publics}. The meeting helps everyone to guide them better.",
            publics=_listed(sorted(publics), territory.publics.words()),
        )
    return tr(
        "The meeting helps the structures of the area to know each other's offer, and to guide their publics better."
    )


def described(meeting: Meeting, territory: Territory) -> str:
    """Whom to meet and why, as both the planner and the guest may read it."""
    why = reason(meeting, territory)
    return tr("{name} ({why})", name=meeting.other.name, why=why) if why else meeting.other.name


def reason(meeting: Meeting, territory: Territory) -> str:
    """Why the two should meet, and how far they are; empty where nothing is known."""
    return ", ".join(what for what in (_what(meeting, territory), _where(meeting)) if what)


def _what(meeting: Meeting, territory: Territory) -> str:
    if meeting.brings:
        return _listed(meeting.brings, territory.steps.words())
    if meeting.themes:
        return _listed(meeting.themes, territory.themes.words())
    if meeting.shared:
        return tr("same publics: {publics}", publics=_listed(meeting.shared, territory.publics.words()))
    if meeting.gap:
        words = {**territory.themes.words(), **territory.slots.words()}
        return tr("to look for together: {what}", what=_listed(meeting.gap, words))
    if meeting.unlocks > 0:
        return tr("their publics could be guided from the one to the other")
    return ""


def _where(meeting: Meeting) -> str:
    if meeting.km is not None and meeting.km < NEXT_DOOR_KM:
        return tr("next door")
    if meeting.km is not None:
        return kilometres(meeting.km)
    return tr("same commune") if meeting.same_commune else ""


def _listed(terms: Sequence[str], words: Mapping[str, str]) -> str:
    titles = [quoted(words[term]) for term in words if term in terms]
    rest = len(titles) - MANY
    return listing([*titles[:MANY], *([trn("{n} other", "{n} others", rest)] if rest > 0 else [])])
