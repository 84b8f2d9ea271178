"""What the guest reads: one courteous sentence, whom it may meet and why; never a judgement on it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from wtc_eco.events.invitations.candidates import Candidate
from wtc_eco.events.invitations.pairs import Meeting, specific
from wtc_eco.events.invitations.reasons import Reason, quoted
from wtc_eco.locale import kilometres, listing, tr, trn

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

MANY = 2
"""Terms said of a meeting: more would not be read."""
NEXT_DOOR_KM = 0.05


def sentence(
    candidate: Candidate, reasons: Sequence[Reason], meetings: Sequence[Meeting], territory: Territory
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
    said = [quoted(words[term]) for term in words if term in terms]
    rest = len(said) - MANY
    return listing([*said[:MANY], *([trn("{n} other", "{n} others", rest)] if rest > 0 else [])])
