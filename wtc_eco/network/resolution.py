"""Ties as declared, with each end resolved to a structure, put to review, or refused with its reason.

Every row read is kept, repeated, to review or rejected, and counted: read = kept + repeated + to review
+ rejected. A row is repeated when a later one has the same ends, kind and declarer: the latest counts
(then the larger number), all are remembered. Words that nobody was found for are to review until a person
says who is meant, or that it is nobody of the register: only then is the row rejected.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr, trn
from wtc_eco.model import ACQUAINTANCE, TIE_KINDS
from wtc_eco.network.mention_candidates import End, How, MentionCandidate, Reason, Resolver, decided

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.registry import Registry
    from wtc_eco.territory import Territory

Side = Literal["from", "to"]
WAITING: tuple[Reason | None, ...] = (None, "no_such_structure", "place_only")
"""Why a tie waits for a person: several may be meant (`None`), none fits, or only a place is named."""
NO_ACQUAINTANCE = frozenset(TIE_KINDS) - frozenset(ACQUAINTANCE)
NAMED = 3
"""How many of the nearest names a sentence tells."""


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
        return _over(self.status, self.valid_until, as_of)


@dataclass(frozen=True)
class UnlinkedTie:
    """A tie of which an end (`side`) is no structure of the register, or none yet: its words, and why.

    `known` is the structure at the other end, `None` where that is open too. Of a tie to review a person must
    say who is meant: `candidates` fit the words; where none does, `reason` says it and `nearest` are the structures
    of the nearest names. Of a rejected one `reason` says why.
    """

    tie: int
    side: Side
    words: str
    known: str | None = None
    candidates: tuple[MentionCandidate, ...] = ()
    reason: Reason | None = None
    nearest: tuple[MentionCandidate, ...] = ()
    kind: str | None = "knows"
    declared_by: str = "from"
    status: str | None = None
    valid_until: str | None = None

    def over(self, as_of: str | None) -> bool:
        """Whether it has ended or, on the day `as_of`, expired; without a day nothing expires."""
        return _over(self.status, self.valid_until, as_of)

    @property
    def cites(self) -> bool:
        """Whether the structure known cites the one that is not; else it is cited by it."""
        return (self.side == "to") is (self.declared_by != "to")

    @property
    def offered(self) -> tuple[MentionCandidate, ...]:
        """The structures that a person is shown: the candidates, else those of the nearest names."""
        return self.candidates or self.nearest

    def text(self) -> str:
        """Why it is not linked, and the nearest names, in the language spoken now."""
        said = (
            _sentence(self.reason, self.words)
            if self.reason
            else tr("It is not certain whom “{words}” means.", words=self.words)
        )
        names = tuple(dict.fromkeys(each.name for each in self.offered))[:NAMED]
        return " ".join((said, tr("Nearest names: {names}.", names=" · ".join(names)))) if names else said


@dataclass(frozen=True)
class Unlinked:
    """What ties without a structure at one end leave open of a structure: the numbers of those ties.

    `cites` and `cited_by` wait for a person, or to be mended: it cites somebody, or somebody cites it, and nobody
    knows who. `may_cite` and `may_be_cited`: a person is shown it for words that wait. `outside`: somebody who is no
    structure of the register (a person said so) stands at the other end, cited by it or citing it. `unboxed`: it
    named somebody in its answer and ticked nothing of it, so that no tie was made.
    """

    cites: tuple[int, ...] = ()
    cited_by: tuple[int, ...] = ()
    may_cite: tuple[int, ...] = ()
    may_be_cited: tuple[int, ...] = ()
    cites_outside: tuple[int, ...] = ()
    cited_outside: tuple[int, ...] = ()
    unboxed: bool = False


NOTHING_OPEN = Unlinked()


def accounted(accounts: Mapping[str, int]) -> str:
    """What `Mentions.accounts` counts, as a sum, in the language spoken now."""
    read = trn("{n} tie read", "{n} ties read", accounts["read"])
    parts = (
        trn("{n} linked", "{n} linked", accounts["kept"]),
        trn("{n} declared again", "{n} declared again", accounts["repeated"]),
        trn("{n} waiting for a person", "{n} waiting for a person", accounts["to_review"]),
        trn("{n} refused", "{n} refused", accounts["rejected"]),
    )
    return f"{read} = {' + '.join(parts)}"


def unlinked(mentions: Mentions, as_of: str | None) -> dict[str, Unlinked]:
    """What is open of each structure; ties that are over or no acquaintance leave nothing open."""
    left_open: dict[str, dict[str, list[int]]] = defaultdict(lambda: defaultdict(list))
    for tie in (*mentions.review, *mentions.rejected):
        if tie.reason in ("itself", "no_words") or tie.over(as_of) or tie.kind in NO_ACQUAINTANCE:
            continue
        if tie.known:
            where = "outside" if tie.reason == "nobody" else ""
            direction = "cites" if tie.cites else "cited" if where else "cited_by"
            left_open[tie.known]["_".join(filter(None, (direction, where)))].append(tie.tie)
        for candidate in tie.offered:
            left_open[candidate.id]["may_be_cited" if tie.cites else "may_cite"].append(tie.tie)
    tuples: dict[str, dict[str, Any]] = {
        structure: {name: tuple(numbers) for name, numbers in parts.items()}
        for structure, parts in left_open.items()
    }
    return {structure: Unlinked(**parts) for structure, parts in tuples.items()}


@dataclass(frozen=True)
class Mentions:
    """Every declared tie, in the order of its number: kept, repeated, to review, rejected."""

    n_read: int
    ties: tuple[ResolvedTie, ...] = ()
    repeated: tuple[ResolvedTie, ...] = ()
    review: tuple[UnlinkedTie, ...] = ()
    rejected: tuple[UnlinkedTie, ...] = ()
    bearers: Mapping[str, str] | None = None
    """The structure that bears each structure, where `hosted_by` of the registry says it clearly."""

    @cached_property
    def reasons(self) -> Mapping[str, int]:
        """How many rows were rejected, by reason."""
        return dict(sorted(Counter(str(each.reason) for each in self.rejected).items()))

    def accounts(self) -> dict[str, int]:
        """The row accounting: read = kept + repeated + to_review + rejected."""
        return {
            "read": self.n_read,
            "kept": len(self.ties),
            "repeated": len(self.repeated),
            "to_review": len(self.review),
            "rejected": len(self.rejected),
        }

    def text(self) -> str:
        """The row accounting as a sum, in the language spoken now."""
        return accounted(self.accounts())

    def of(self, ties: Collection[int]) -> Mentions:
        """The same of these ties alone."""
        chosen = frozenset(ties)
        return Mentions(
            len(chosen),
            tuple(each for each in self.ties if each.tie in chosen),
            tuple(each for each in self.repeated if each.tie in chosen),
            tuple(each for each in self.review if each.tie in chosen),
            tuple(each for each in self.rejected if each.tie in chosen),
        )


def unsettled(mentions: Mentions) -> tuple[UnlinkedTie, ...]:
    """The ties that wait for a person, and those that lead back to who wrote them."""
    left = (each for each in mentions.rejected if each.reason == "itself")
    return tuple(sorted((*mentions.review, *left), key=lambda each: each.tie))


def mention_problem(tie: UnlinkedTie) -> Problem:
    """An unsettled tie, as a doubt about its row and column."""
    if tie.reason in WAITING:
        hint = tr("Say who is meant, or that it is nobody of the register: wtc-eco review.")
        return Problem("mention_waiting", "warning", tie.text(), hint, column=tie.side, value=tie.words)
    return Problem("mention_of_itself", "note", tie.text(), column=tie.side, value=tie.words)


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
    unlinked = [each for each in resolved if isinstance(each, UnlinkedTie)]
    return Mentions(
        n_read=len(rows),
        ties=kept,
        repeated=repeated,
        review=tuple(each for each in unlinked if each.reason in WAITING),
        rejected=tuple(each for each in unlinked if each.reason not in WAITING),
        bearers=_bearers(registry, resolver),
    )


def _resolved(row: Mapping[Any, Any], resolver: Resolver) -> ResolvedTie | UnlinkedTie:
    start, end = _ends(row, resolver)
    if row["kind"] not in TIE_KINDS:
        return _unlinked(row, "to", replace(end, words=str(row["kind"] or ""), reason="tie_kind"), start)
    sides: tuple[tuple[Side, End, End], ...] = (("from", start, end), ("to", end, start))
    open_sides = [each for each in sides if each[1].structure is None]
    # What a person cannot decide, or has decided, comes before what waits for one.
    for side, one, other in sorted(open_sides, key=lambda each: each[1].reason in WAITING):
        return _unlinked(row, side, one, other)
    if start.structure == end.structure:
        return _unlinked(row, "to", replace(end, reason="itself"), start)
    return _tie(row, start, end)


def _unlinked(row: Mapping[Any, Any], side: Side, one: End, other: End) -> UnlinkedTie:
    return UnlinkedTie(
        tie=row["tie"],
        side=side,
        words=one.words,
        known=other.structure,
        candidates=one.candidates,
        reason=one.reason,
        nearest=one.nearest,
        kind=row["kind"],
        declared_by=row["declared_by"] or "from",
        status=row["status"],
        valid_until=row["valid_until"],
    )


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


def _over(status: str | None, valid_until: str | None, as_of: str | None) -> bool:
    return status == "ended" or bool(as_of and valid_until and valid_until < as_of)


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
        case "nobody":
            return tr("A person said that “{words}” is nobody of the register.", words=words)
        case "no_such_structure":
            return tr("No structure of the register resembles “{words}”.", words=words)
