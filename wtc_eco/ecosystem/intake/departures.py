"""What a complete list no longer names: withdrawn, never deleted, and never without saying so (rule 4)."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from wtc_eco.ecosystem.intake.delivery import Delivery
from wtc_eco.ecosystem.intake.incoming import Held
from wtc_eco.ecosystem.intake.ledger import label
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.locale import listing, number, tr, trn
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.sources.table import Quarantined

_ALLOWED_SHARE, _ALLOWED = 0.20, 5
_NAMED = 3
_LIKENESS = 0.5
_TOLD = ("name", "street", "postal_code", "locality", "from", "to", "kind")


def departures(
    known: Sequence[Held], paired: Iterable[Held], quarantined: Sequence[Quarantined]
) -> tuple[Held, ...]:
    """The records still named until now that the list no longer names, by number.

    A row in quarantine cannot be told from the record it was: what it resembles most stays.
    """
    met = {one.number for one in paired}
    gone = [one for one in known if one.active and one.number not in met]
    spared = _resembled(gone, quarantined)
    return tuple(sorted((one for one in gone if one.number not in spared), key=lambda one: one.number))


def _resembled(gone: Sequence[Held], quarantined: Sequence[Quarantined]) -> set[int]:
    """Numbers of the records that some quarantined row may be: half of their words stand in it, no other's more."""
    if not quarantined:
        return set()
    words = {one.number: _words(one) for one in gone}
    holders: dict[str, list[int]] = defaultdict(list)
    for held_number, said in words.items():
        for word in said:
            holders[word].append(held_number)
    spared: set[int] = set()
    for row in quarantined:
        said = set(fold(" ".join(row.cells)[:20_000]).split())
        shared = Counter(one for word in sorted(said) for one in holders.get(word, ()))
        likeness = {one: count / len(words[one]) for one, count in shared.items()}
        best = max(likeness.values(), default=0.0)
        if best >= _LIKENESS:
            spared |= {one for one, share in likeness.items() if share == best}
    return spared


def _words(one: Held) -> set[str]:
    told = [str(one.said[name]) for name in _TOLD if one.said.get(name)]
    return set(fold(" ".join([*told, one.source_id or ""])).split())


def refusal(
    gone: Sequence[Held], known: Sequence[Held], delivery: Delivery, *, n_rows: int, dated: bool
) -> RefusedError | None:
    """Why this list is not taken in, naming who would go; None where it can be.

    More than 20 % and more than 5 would go, or the file names nobody at all, and nobody confirmed
    that it is complete; or nobody knows since when they are gone.
    """
    n_active = sum(one.active for one in known)
    too_many = n_rows == 0 or (len(gone) > _ALLOWED and len(gone) > _ALLOWED_SHARE * n_active)
    if not gone or ((delivery.complete or not too_many) and dated):
        return None
    message = trn(
        "{n} of the {total} rows held of the list “{source}” is not in this file any more: {names}.",
        "{n} of the {total} rows held of the list “{source}” are not in this file any more: {names}.",
        len(gone),
        total=number(n_active),
        source=delivery.source,
        names=_names(gone),
    )
    hint = (
        tr("Add --partial if the file is only a part of the list, or --complete if they are really gone.")
        if too_many and not delivery.complete
        else tr(
            "Say when the list was collected, as in --collected-on 2024-06-30; or --partial if it is only a part."
        )
    )
    return RefusedError(message, hint=hint, problems=tuple(_leaving(one) for one in gone))


def foreseen(refused: RefusedError | None) -> tuple[Problem, ...]:
    """What the command would refuse, for a rehearsal."""
    if refused is None:
        return ()
    return (Problem("would_be_refused", "refusal", refused.message, refused.hint), *refused.problems)


def _names(gone: Sequence[Held]) -> str:
    """The names of the first three, and how many more; the problems name them all."""
    names = [label(one.said) for one in gone[:_NAMED]]
    more = len(gone) - len(names)
    return listing([*names, trn("{n} other", "{n} others", more)] if more else names)


def _leaving(one: Held) -> Problem:
    message = tr("Not in the list any more: {name}.", name=label(one.said))
    return Problem("would_be_withdrawn", "refusal", message)
