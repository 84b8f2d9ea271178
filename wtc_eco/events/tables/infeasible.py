"""Why no table plan keeps every rule, in one sentence, with the smallest change that makes one possible."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from wtc_eco.errors import UsageError
from wtc_eco.events.tables.seating import Wanted, even_sizes, groups
from wtc_eco.i18n import tr, trn

SeatingFault = tuple[str, str]
MEETING_AGAIN = 2
"""From the second round on somebody can be met again."""


def sizes_of(n: int, n_tables: int, seats: Sequence[int]) -> tuple[int, ...]:
    """How many guests sit at each table; `seats` are its chairs, one figure for all, or none told.

    Raises `UsageError` where there are more tables than guests, or fewer chairs.
    """
    if n_tables > n:
        raise _refused(
            trn(
                "{n} guest cannot fill {tables} tables.",
                "{n} guests cannot fill {tables} tables.",
                n,
                tables=n_tables,
            ),
            f"--tables {max(1, n // 2)}",
        )
    chairs = tuple(seats) * n_tables if len(seats) == 1 else tuple(seats)
    if not chairs:
        return even_sizes(n, n_tables)
    if len(chairs) != n_tables:
        raise _refused(
            tr("{told} sizes are told for {tables} tables.", told=len(chairs), tables=n_tables),
            f"--tables {len(chairs)}",
        )
    if sum(chairs) < n:
        raise _refused(
            trn("{n} guest, and {chairs} chairs.", "{n} guests, and {chairs} chairs.", n, chairs=sum(chairs)),
            f"--seats-per-table {-(-n // n_tables)}",
        )
    return _filled(n, chairs)


def _filled(n: int, chairs: Sequence[int]) -> tuple[int, ...]:
    """The guests over the tables, as evenly as the chairs allow."""
    seated = [0] * len(chairs)
    for _ in range(n):
        table = min(
            (t for t in range(len(chairs)) if seated[t] < chairs[t]), key=lambda t: (seated[t], -chairs[t], t)
        )
        seated[table] += 1
    return tuple(seated)


def require_possible(wanted: Wanted, *, repeats_allowed: bool = False) -> None:
    """Raise `UsageError` with the first reason why no plan keeps the rules."""
    for message, change in _faults(wanted, repeats_allowed=repeats_allowed):
        raise _refused(message, change)


def unavoidable(wanted: Wanted) -> str | None:
    """Why some must meet again whatever the plan, and what would help; `None` where nothing proves it.

    More people at a table than there are tables: two of them shared one in the round before (pigeonhole).
    """
    if next(_too_many_rounds(wanted), None) is not None:
        return tr("Some have met everybody that can be met: so many rounds cannot be held without.")
    if wanted.rounds < MEETING_AGAIN or not _too_large(wanted):
        return None
    return tr(
        "{most} at a table and only {tables} tables: from the second round on, some who shared a table share one "
        "again, whatever the plan. With {enough} tables nobody has to.",
        most=max(wanted.sizes),
        tables=wanted.n_tables,
        enough=math.isqrt(wanted.n - 1) + 1,
    )


def _too_large(wanted: Wanted) -> bool:
    """Whether a table takes more people than there are tables to come from, those kept together as one."""
    units = len(groups(wanted.together, wanted.n))
    return max(wanted.sizes) - (wanted.n - units) > wanted.n_tables


def _refused(message: str, change: str) -> UsageError:
    return UsageError(message, hint=tr("The smallest change: {changes}.", changes=change))


def _faults(wanted: Wanted, *, repeats_allowed: bool) -> Iterator[SeatingFault]:
    yield from _pins(wanted)
    yield from _bonds(wanted)
    yield from _organisations(wanted)
    if not repeats_allowed:
        yield from _too_many_rounds(wanted)


def _pins(wanted: Wanted) -> Iterator[SeatingFault]:
    at: dict[int, list[int]] = {}
    for guest, table in sorted(wanted.pinned.items()):
        name = wanted.people[guest].name
        if not 0 <= table < wanted.n_tables:
            yield (
                tr("There is no table {table} for {name}.", table=table + 1, name=name),
                f"--pin {name}={wanted.n_tables}",
            )
            return
        for other in at.get(table, []):
            if wanted.barred[guest, other]:
                yield (
                    tr(
                        "{one} and {other} are pinned to one table and may not share it.",
                        one=name,
                        other=wanted.people[other].name,
                    ),
                    tr("pin one of the two to another table"),
                )
        at.setdefault(table, []).append(guest)
        if len(at[table]) > wanted.sizes[table]:
            yield (
                tr("More guests are pinned to table {table} than sit there.", table=table + 1),
                tr("pin one of the two to another table"),
            )


def _bonds(wanted: Wanted) -> Iterator[SeatingFault]:
    for unit in groups(wanted.together, wanted.n):
        inside = np.argwhere(np.triu(wanted.barred[np.ix_(unit, unit)])).tolist()
        if inside:
            one, other = (wanted.people[unit[at]].name for at in inside[0])
            yield (
                tr("{one} and {other} are to be kept together and apart.", one=one, other=other),
                tr("leave one of the two wishes out"),
            )
        if len({wanted.pinned[guest] for guest in unit if guest in wanted.pinned}) > 1:
            yield (
                tr("Guests to be kept together are pinned to several tables."),
                tr("pin one of them only"),
            )
        if len(unit) > max(wanted.sizes):
            yield (
                trn(
                    "{n} guest is to be kept together, and the largest table has {most}.",
                    "{n} guests are to be kept together, and the largest table has {most}.",
                    len(unit),
                    most=max(wanted.sizes),
                ),
                f"--seats-per-table {len(unit)}",
            )


def _organisations(wanted: Wanted) -> Iterator[SeatingFault]:
    """One person of an organisation at a table; those kept together count as one."""
    units = groups(wanted.together, wanted.n)
    sent = Counter(
        name for unit in units for name in {wanted.people[guest].organisation for guest in unit} if name
    )
    if not sent:
        return
    name, n = max(sent.items(), key=lambda item: (item[1], item[0]))
    if n > wanted.n_tables:
        words = next(one.words or name for one in wanted.people if one.organisation == name)
        yield (
            trn(
                "{name} sends {n} person, and there are {tables} tables.",
                "{name} sends {n} persons, and there are {tables} tables.",
                n,
                name=words,
                tables=wanted.n_tables,
            ),
            f"--tables {n}",
        )


def _too_many_rounds(wanted: Wanted) -> Iterator[SeatingFault]:
    """Whether there are enough people for each to meet new ones in every round, and pairs in all."""
    others = ~(wanted.barred | wanted.known | wanted.bound)
    np.fill_diagonal(others, 0)
    new = others.sum(axis=1)
    bonds = wanted.bound.sum(axis=1)
    fewest = min(wanted.sizes)
    per_round = sum(size * (size - 1) // 2 for size in wanted.sizes) - len(wanted.together)
    by_pairs = int(new.sum()) // 2 // per_round if per_round > 0 else wanted.rounds
    by_guest = [
        int(new[g]) // (fewest - 1 - int(bonds[g])) if fewest - 1 > bonds[g] else wanted.rounds
        for g in range(wanted.n)
    ]
    most = min([by_pairs, *by_guest], default=wanted.rounds)
    rounds = min(most, 1) if _too_large(wanted) else most
    if wanted.rounds > most:
        yield (
            trn(
                "After {n} round somebody has met everybody that can be met, and {rounds} are asked for.",
                "After {n} rounds somebody has met everybody that can be met, and {rounds} are asked for.",
                most,
                rounds=wanted.rounds,
            ),
            tr("--rounds {n}, or --allow-repeats", n=rounds) if rounds else "--allow-repeats",
        )
