"""What a planner asks for: seats, quotas, who must be there, and where and when it takes place."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from wtc_eco.territory import Commune


@dataclass(frozen=True)
class Quota:
    """At least `least` and at most `most` structures of a kind or with a label (an id of the pack)."""

    word: str
    least: int = 0
    most: int | None = None

    def asked(self) -> str:
        """As it is written on the command line: `epn=5:10`."""
        return f"{self.word}={self.least}:{'' if self.most is None else self.most}"


@dataclass(frozen=True)
class Occasion:
    """What an invitation says of the event; empty where nobody has said."""

    name: str = ""
    on: str = ""
    at: str = ""
    where: str = ""
    reply_before: str = ""
    reply_link: str = ""
    contact: str = ""


@dataclass(frozen=True)
class Request:
    """The list asked for. `fixed` and `apart` name structures by id.

    `persons` is how many come from one structure; `expect` the share (0..1) of invitations accepted.
    `seed` makes the search reproducible; `budget` in seconds makes it depend on the machine.
    """

    seats: int
    persons: int = 1
    quotas: tuple[Quota, ...] = ()
    fixed: tuple[str, ...] = ()
    apart: tuple[tuple[str, str], ...] = ()
    near: Commune | None = None
    within_km: float | None = None
    expect: float = 1.0
    seed: int = 0
    budget: float | None = None
    occasion: Occasion = Occasion()

    @property
    def places(self) -> int:
        """How many structures the seats are enough for."""
        return self.seats // self.persons


@dataclass(frozen=True)
class Address:
    """How a structure is reached, and the list that says so. `person`, `role`, `language` may be unknown."""

    email: str | None = None
    phone: str | None = None
    origin: str = ""
    person: str | None = None
    role: str | None = None
    language: str | None = None
    generic: bool = True


@dataclass(frozen=True)
class Past:
    """An invitation of before: the day of the event, and the row that says so."""

    on: str
    row: str
    attended: bool | None = None


@dataclass(frozen=True)
class Circumstances:
    """What is known besides the register: people, oppositions, invitations of before, referrals that would help.

    `people` gives the addresses of a structure, best first; `opposed` tells whether the owner of an
    e-mail address or a phone objected; `origin` the list that gives a structure (id) its `email` or `phone`
    of this value; `unlocks` gives the people that an introduction would serve, by the
    pair of ids in order.
    """

    people: Mapping[str, tuple[Address, ...]] = field(default_factory=dict)
    opposed: Callable[[str], bool] = lambda _: False
    opted_out: frozenset[str] = frozenset()
    origin: Callable[[str, str, str], str] = lambda _structure, _column, _value: ""
    past: Mapping[str, tuple[Past, ...]] = field(default_factory=dict)
    unlocks: Mapping[tuple[str, str], float] = field(default_factory=dict)
