"""Ties as declared, with each end resolved to a structure, put to review, or refused with its reason.

Every row read is kept, repeated, to review or rejected, and counted: read = kept + repeated + to review
+ rejected. A row is repeated when a later one has the same ends, kind and declarer: the latest counts
(then the larger number), all are remembered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.i18n import tr
from wtc_eco.model import TIE_KINDS
from wtc_eco.network.mention_candidates import End, How, MentionCandidate, Reason, Resolver, decided

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

Side = Literal["from", "to"]


@dataclass(frozen=True)
class ResolvedTie:
    """A declared tie between two structures; `how` says how each end was found.

    `declared_by` is `from` where the row does not say: a list of ties is written by those who give them.
    """

    tie: int
    start: str
    end: str
    kind: str
    themes: tuple[str, ...] | None
    per_year: float | None
    declared_by: str
    declared_on: str | None
    status: str | None
    valid_until: str | None
    how: tuple[How, How]

    def over(self, as_of: str | None) -> bool:
        """Whether it has ended or, on the day `as_of`, expired; without a day nothing expires."""
        expired = bool(as_of and self.valid_until and self.valid_until < as_of)
        return self.status == "ended" or expired


@dataclass(frozen=True)
class OpenTie:
    """A tie of which a person must say who is meant: the words, who wrote them, and the candidates."""

    tie: int
    side: Side
    words: str
    writer: str | None
    candidates: tuple[MentionCandidate, ...]


@dataclass(frozen=True)
class RejectedTie:
    """A tie that cannot be one, the reason, and the nearest names there are."""

    tie: int
    side: Side
    words: str
    reason: Reason
    nearest: tuple[str, ...] = ()

    def text(self) -> str:
        """The reason and the remedy in the language spoken now."""
        sentence = _sentence(self.reason, self.words)
        if self.nearest:
            return sentence + " " + tr("Nearest names: {names}.", names=" · ".join(self.nearest))
        return sentence


@dataclass(frozen=True)
class Mentions:
    """Every declared tie, in the order of its number: kept, repeated, to review, rejected."""

    n_read: int
    ties: tuple[ResolvedTie, ...] = ()
    repeated: tuple[ResolvedTie, ...] = ()
    review: tuple[OpenTie, ...] = ()
    rejected: tuple[RejectedTie, ...] = ()
    bearers: Mapping[str, str] | None = None
    """The structure that bears each structure, where `hosted_by` of the registry says it clearly."""

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """How many rows were rejected, by reason."""
        return dict(sorted(Counter(each.reason for each in self.rejected).items()))

    def accounts(self) -> dict[str, int]:
        """The row accounting: read = kept + repeated + to_review + rejected."""
        return {
            "read": self.n_read,
            "kept": len(self.ties),
            "repeated": len(self.repeated),
            "to_review": len(self.review),
            "rejected": len(self.rejected),
        }


def resolve(
    ties: pd.DataFrame, registry: Registry, territory: Territory, *, decisions: pd.DataFrame | None = None
) -> Mentions:
    """Resolve both ends of every tie (`model.TIES`) to structures of the registry.

    `decisions` (`model.DECISIONS`) may hold what a person said of a mention. The order of rows is
    indifferent. Nothing is invented and nothing is dropped: see `Mentions.accounts`.
    """
    resolver = Resolver(registry, territory, decided(decisions, registry))
    rows = sorted(ties.to_dict("records"), key=lambda row: row["tie"])
    resolved = [_resolved(row, resolver) for row in rows]
    kept, repeated = _latest(each for each in resolved if isinstance(each, ResolvedTie))
    return Mentions(
        n_read=len(rows),
        ties=kept,
        repeated=repeated,
        review=tuple(each for each in resolved if isinstance(each, OpenTie)),
        rejected=tuple(each for each in resolved if isinstance(each, RejectedTie)),
        bearers=_bearers(registry, resolver),
    )


def _resolved(row: Mapping[Any, Any], resolver: Resolver) -> ResolvedTie | OpenTie | RejectedTie:
    if row["kind"] not in TIE_KINDS:
        return RejectedTie(row["tie"], "to", str(row["kind"] or ""), "tie_kind")
    start, end = _ends(row, resolver)
    sides: tuple[tuple[Side, End, End], ...] = (("from", start, end), ("to", end, start))
    for side, resolved, _other in sides:
        if resolved.reason:
            return RejectedTie(row["tie"], side, resolved.words, resolved.reason, resolved.nearest)
    for side, resolved, other in sides:
        if resolved.structure is None:
            return OpenTie(row["tie"], side, resolved.words, other.structure, resolved.candidates)
    if start.structure == end.structure:
        return RejectedTie(row["tie"], "to", end.words, "itself")
    return _tie(row, start, end)


def _ends(row: Mapping[Any, Any], resolver: Resolver) -> tuple[End, End]:
    """Both ends, the writer's first: what the other is called is said from where the writer stands."""
    start = resolver.end(row["from"])
    by_start = row["declared_by"] != "third" or start.structure
    if row["declared_by"] != "to" and by_start:
        return start, resolver.end(row["to"], start.structure)
    end = resolver.end(row["to"])
    return resolver.end(row["from"], end.structure), end


def _tie(row: Mapping[Any, Any], start: End, end: End) -> ResolvedTie:
    assert start.structure and end.structure and start.how and end.how  # noqa: S101, PT018 - seen by the caller
    return ResolvedTie(
        tie=row["tie"],
        start=start.structure,
        end=end.structure,
        kind=row["kind"],
        themes=row["themes"],
        per_year=row["per_year"],
        declared_by=row["declared_by"] or "from",
        declared_on=row["declared_on"],
        status=row["status"],
        valid_until=row["valid_until"],
        how=(start.how, end.how),
    )


def _latest(ties: Iterable[ResolvedTie]) -> tuple[tuple[ResolvedTie, ...], tuple[ResolvedTie, ...]]:
    """The latest declaration of each tie by each declarer, and the earlier ones."""
    latest: dict[tuple[str, str, str, str], ResolvedTie] = {}
    earlier: list[ResolvedTie] = []
    for tie in sorted(ties, key=lambda each: (each.declared_on or "", each.tie)):
        key = (tie.start, tie.end, tie.kind, tie.declared_by)
        if key in latest:
            earlier.append(latest[key])
        latest[key] = tie
    in_order = sorted(latest.values(), key=lambda each: each.tie)
    return tuple(in_order), tuple(sorted(earlier, key=lambda each: each.tie))


def _bearers(registry: Registry, resolver: Resolver) -> dict[str, str]:
    bearer_of = {}
    for structure, words in zip(registry.table["id"], registry.table["hosted_by"], strict=True):
        bearer = resolver.end(words, structure).structure if words else None
        if bearer and bearer != structure:
            bearer_of[structure] = bearer
    return bearer_of


def _sentence(reason: Reason, words: str) -> str:
    match reason:
        case "no_words":
            return tr("Nobody is named: write a number or a name.")
        case "no_such_record":
            return tr("No structure has the number {words}.", words=words)
        case "place_only":
            return tr("“{words}” is a place: say which structure there.", words=words)
        case "itself":
            return tr("“{words}” is the structure that wrote it.", words=words)
        case "tie_kind":
            return tr("“{words}” is not a kind of tie: {kinds}.", words=words, kinds=", ".join(TIE_KINDS))
        case "no_such_structure":
            return tr("No structure of the register resembles “{words}”.", words=words)
