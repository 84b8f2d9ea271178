"""One profile and one need, over all structures and communes: entries, goals, and why somebody is not served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from wtc_eco.coverage.reach import Mask, Matrix, Reach, near

if TYPE_CHECKING:
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Commune
    from wtc_eco.territory.profiles import Profile

Said = NDArray[np.int8]
"""What each structure said: 1 yes, -1 no, 0 nobody knows."""
YES, UNKNOWN, NO = 1, 0, -1


@dataclass(frozen=True)
class Ground:
    """The communes, the structures with the publics each told, and the road km between them."""

    communes: Sequence[Commune]
    offers: Sequence[Offer]
    publics: Sequence[tuple[str, ...] | None]
    km: Matrix

    def within(self, km: float) -> Mask:
        """Which structures are near enough to which commune, its own always: structures × communes."""
        return near(self.communes, self.offers, self.km, Reach(within_km=km)).T


@dataclass(frozen=True)
class Told:
    """What structures said to a profile about a need: of its public; of the theme too; of the hours too."""

    welcome: Said
    themed: Said
    fitting: Said


@dataclass(frozen=True)
class Block:
    """Where a profile can come to and who has what it needs (structures × communes), and what is lacking.

    In `possible_…` every unknown public, theme and hour is taken for a yes. `causes` says of each commune
    why it would not be served.
    """

    entries: Mask
    goals: Mask
    possible_entries: Mask
    possible_goals: Mask
    causes: tuple[str, ...]


def block(profile: Profile, need: str, ground: Ground, *, stretch: float = 1.0) -> Block:
    """The block of a profile and a need; `stretch` multiplies the distances that the person goes."""
    told = _told(profile, need, ground)
    close, around = ground.within(profile.near_km * stretch), ground.within(profile.reach_km * stretch)
    return Block(
        entries=close & (told.welcome == YES)[:, None],
        goals=around & (told.fitting == YES)[:, None],
        possible_entries=close & (told.welcome != NO)[:, None],
        possible_goals=around & (told.fitting != NO)[:, None],
        causes=_causes(close, around, told),
    )


def _told(profile: Profile, need: str, ground: Ground) -> Told:
    wanted = set(profile.publics)
    welcome = _said([None if held is None else not wanted.isdisjoint(held) for held in ground.publics])
    theme = _said([offer.gives(theme=need) for offer in ground.offers])
    hours = _said([_open(offer.slots, profile.slots) for offer in ground.offers])
    themed = _both(welcome, theme)
    return Told(welcome, themed, _both(themed, hours))


def _said(answers: Sequence[bool | None]) -> Said:
    code = {True: YES, False: NO, None: UNKNOWN}
    return np.array([code[answer] for answer in answers], dtype=np.int8)


def _both(one: Said, other: Said) -> Said:
    """Yes where both are; no where one is; else unknown: the smaller of the two."""
    smaller: Said = np.minimum(one, other)
    return smaller


def _open(slots: Mapping[str, bool | None], wanted: Sequence[str]) -> bool | None:
    """Whether one of the wanted slots is open; unknown where none is known to be and one may be."""
    said = [slots.get(slot) for slot in wanted]
    return True if True in said else None if None in said else False


def _causes(close: Mask, around: Mask, told: Told) -> tuple[str, ...]:
    """Why each commune would not be served, the first of these that holds:

    1. `no_entry`: nobody near is known to welcome the profile;
    2. `no_offer`: nobody within reach is known to offer the need to it;
    3. `wrong_slot`: those that do are not known to be open when it can come;
    4. `no_path`: nobody refers there.

    Where nobody has said no to one of the first three, though somebody might say yes, it is `unknown`.
    """
    everybody = np.ones(told.welcome.size, dtype=bool)
    steps = (
        ("no_entry", *_lacking(close, told.welcome, everybody)),
        ("no_offer", *_lacking(around, told.themed, everybody)),
        ("wrong_slot", *_lacking(around, told.fitting, told.themed == YES)),
    )
    found = np.full(close.shape[1], "no_path", dtype=object)
    for cause, lacking, silent in reversed(steps):
        found[lacking] = cause
        found[silent] = "unknown"
    return tuple(found.tolist())


def _lacking(mask: Mask, said: Said, among: Mask) -> tuple[Mask, Mask]:
    """The communes where nobody is known to say yes; and those of them where nobody has said no either."""
    yes, no, unknown = (
        (mask & (among & (said == answer))[:, None]).any(axis=0) for answer in (YES, NO, UNKNOWN)
    )
    return ~yes, ~yes & ~no & unknown
