"""A survey on its way out: who is asked, what is asked, what each is shown, and who is left out.

After an event the list shown are those one met: the ties of kind `met` that it left.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco.campaigns.rosters import Listed, Roster, lines, listed
from wtc_eco.errors import UnknownNameError
from wtc_eco.events.invitations.candidates import objected, reached
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.i18n import date, listing, tr
from wtc_eco.territory.normalize import closest, fold
from wtc_eco.territory.questionnaire import FOLLOW_UP, Question, Questionnaire
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry

Row = Mapping[str, Any]
_PLACE = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True)
class Recipient:
    """A structure that is asked: how it is reached, the list it is shown, the code of its personal link."""

    listed: Listed
    kind: str | None
    roster: str
    address: Address
    token: str = ""

    @property
    def record(self) -> int:
        """The record that stands for it."""
        return int(self.listed.id.removeprefix("S"))


@dataclass(frozen=True)
class Facts:
    """What the texts say besides the questions; what nobody has said is a blank to fill in."""

    place: str
    controller: str = ""
    address: str = ""
    months: int = 24
    before: str = ""
    event: str = ""
    on: str = ""

    def said(self, questionnaire: Questionnaire, **more: str) -> dict[str, str]:
        """The values of the texts, in the language spoken now."""
        asks = self.controller or _filled(spoken(questionnaire.controller), {"bassin": self.place})
        before = spoken(questionnaire.messages["before"]) if self.before else ""
        return {
            "bassin": self.place,
            "controller": asks,
            "address": self.address or tr("[address to be filled in]"),
            "months": str(self.months),
            "before": _filled(before, {"date": date(self.before)}) if before else "",
            "event": self.event,
            "date": date(self.on) if self.on else "",
            **more,
        }


@dataclass(frozen=True)
class Outing:
    """A survey: its name, the day it is sent, its lists, whom it goes to. `objected` counts those left out.

    `follow_up` is asked of those who met at an event: one question, on the structures each met.
    """

    survey: str
    day: str
    questionnaire: Questionnaire
    facts: Facts
    rosters: tuple[Roster, ...]
    recipients: tuple[Recipient, ...]
    objected: int = 0
    follow_up: bool = False
    notice: str = ""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is asked, in order."""
        asked = self.questionnaire
        identity = asked.of_type["identity"]
        if self.follow_up:
            return (*identity, *asked.part(FOLLOW_UP))
        return tuple(one for one in asked.questions.values() if one.part != FOLLOW_UP)

    @cached_property
    def by_roster(self) -> Mapping[str, Roster]:
        """The lists by id."""
        return {roster.id: roster for roster in self.rosters}

    def shown_to(self, recipient: Recipient) -> Roster:
        """The list that a recipient is shown."""
        return self.by_roster[recipient.roster]

    def asked_with(self, roster: Roster) -> tuple[Recipient, ...]:
        """Whom a list goes to."""
        return tuple(one for one in self.recipients if one.roster == roster.id)

    @property
    def to_write_to(self) -> tuple[Recipient, ...]:
        """Those with an e-mail address."""
        return tuple(one for one in self.recipients if one.address.email)

    @property
    def to_call(self) -> tuple[Recipient, ...]:
        """Those without."""
        return tuple(one for one in self.recipients if not one.address.email)

    def intro(self) -> str:
        """What stands above the questions."""
        if self.follow_up:
            return self.message("follow_up")[0]
        return _filled(spoken(self.questionnaire.intro), self.facts.said(self.questionnaire))

    def title(self) -> str:
        """What the survey is called above its forms."""
        if self.follow_up:
            return tr("After the meeting “{event}”", event=self.facts.event)
        return tr("Digital support in {place}: survey of structures", place=self.facts.place)

    def message(self, name: str, *, link: str = "") -> tuple[str, str]:
        """Subject and body of a message; `link` stands where the personal link goes."""
        parts = spoken(self.questionnaire.messages[name])
        values = self.facts.said(self.questionnaire, link=link or tr("[personal link]"))
        subject, body = (_filled(parts[part], values) for part in ("subject", "body"))  # type: ignore[index]  # a message has parts
        lines = (" ".join(line.split()) for line in body.strip().splitlines())
        return subject, "\n".join(line[:1].upper() + line[1:] for line in lines) + "\n"

    def with_tokens(self, tokens: Mapping[int, str]) -> Outing:
        """The same, with the code of every recipient's link, by record."""
        return replace(
            self, recipients=tuple(replace(one, token=tokens[one.record]) for one in self.recipients)
        )


def recipients(
    rows: Sequence[Row], rosters: Iterable[Roster], circumstances: Circumstances
) -> tuple[tuple[Recipient, ...], int]:
    """Whom to ask among these structures, by number; and how many objected to being written to."""
    with_list = {id_: roster.id for roster in rosters for id_ in roster.asked}
    asked = [row for row in rows if row["id"] in with_list and not objected(row, circumstances)]
    chosen = (
        Recipient(listed(row), row["kind"], with_list[row["id"]], reached(row, circumstances))
        for row in asked
    )
    n_objected = sum(1 for row in rows if row["id"] in with_list) - len(asked)
    return tuple(sorted(chosen, key=lambda one: one.record)), n_objected


def _filled(text: str, values: Mapping[str, str]) -> str:
    """The text with its places filled in, in one go: what a value holds is never a place itself."""
    return _PLACE.sub(lambda place: values.get(place[1], place[0]), text)


_SHOWN = 5


@dataclass(frozen=True)
class EventMeetings:
    """An event: what it was called, its day, and whom each structure met there, by id."""

    name: str
    on: str
    met: Mapping[str, frozenset[str]]


def held(ties: pd.DataFrame, registry: Registry) -> tuple[EventMeetings, ...]:
    """The events at which structures met, by day and name."""
    by_event: dict[tuple[str, str], dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for tie in ties.to_dict("records"):
        ends = [_structure(registry, tie[side]) for side in ("from", "to")]
        if tie["kind"] != "met" or tie["status"] == "ended" or None in ends or ends[0] == ends[1]:
            continue
        event = by_event[tie["declared_on"] or "", tie["note"] or tie["declared_on"] or ""]
        for one, other in (ends, ends[::-1]):
            event[str(one)].add(str(other))
    return tuple(
        EventMeetings(name, on, {one: frozenset(others) for one, others in sorted(met.items())})
        for (on, name), met in sorted(by_event.items())
    )


def _structure(registry: Registry, end: Any) -> str | None:
    written = str(end or "")
    return registry.aliases.get(int(written)) if written.isdecimal() else None


def named(meetings: Sequence[EventMeetings], event: str) -> EventMeetings:
    """The event of this name or day, the latest of several; raises `UnknownNameError` where nobody met at it."""
    wanted = fold(event)
    matches = [one for one in meetings if wanted in (fold(one.name), fold(one.on))]
    if matches:
        return matches[-1]
    if not meetings:
        raise UnknownNameError(
            tr("No event is known at which structures met."),
            hint=tr("After an event: wtc-eco invite --record list.xlsx --plan plan.xlsx --on 2026-12-10"),
        )
    near = closest(event, {fold(one.name): one.name for one in meetings}, cutoff=70)
    names = [f"{one.name} ({one.on})" if one.name != one.on else one.on for one in meetings]
    raise UnknownNameError(
        tr("No event is called “{event}”.", event=event),
        hint=tr("Did you mean {names}?", names=near[0])
        if near
        else tr("Events at which structures met: {names}.", names=listing(names[-_SHOWN:])),
    )


def rosters(meeting: EventMeetings, rows: Iterable[Mapping[str, Any]]) -> tuple[Roster, ...]:
    """For each structure that is still there, those it met that are still there."""
    known = {row["id"]: row for row in rows}
    lists = []
    for one in sorted(known, key=lambda id_: int(id_[1:])):
        met = [known[other] for other in meeting.met.get(one, ()) if other in known]
        if met:
            lists.append(Roster(one, meeting.name, lines(met), (one,)))
    return tuple(lists)
