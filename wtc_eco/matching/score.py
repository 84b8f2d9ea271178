"""From evidences to a probability, and the rules no sum of evidence overrules."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from wtc_eco.i18n import mark
from wtc_eco.matching.arrays import Bits, Index, Truth, any_shared, overlap
from wtc_eco.matching.comparison import CORNER, FAMILIAR, SAME_STREET, TELLING_WORD, Pairing
from wtc_eco.matching.features import EVIDENCES, RARE
from wtc_eco.matching.names import ALIKE, likeness
from wtc_eco.matching.profiles import Profiles
from wtc_eco.matching.weights import CAPS, PRIOR

RARE_NAME = 12.0
"""Bits of rarity of a whole name that one commune seldom holds twice by chance: two rare words."""

PAIRS_AT_ONCE = 8_000
"""How many pairs are held in memory at once: some 25 MB, near which the processor works fastest."""

AT_MOST_REVIEW = -0.5
"""Bits a pair may reach that a person must see: just under even odds."""

(
    RULE_STRANGERS, RULE_SITES, RULE_NUMBERS, RULE_KINDS, RULE_NAMES, RULE_PARTS, RULE_HOSTED, RULE_NAMESAKES,
) = (1 << n for n in range(8))  # fmt: skip
"""The rules that hold a pair back, as they are told together in one number."""

RULES: Mapping[int, str] = {
    RULE_STRANGERS: mark("no word in common"),
    RULE_SITES: mark("one list gives two addresses"),
    RULE_NUMBERS: mark("two numbers in the names"),
    RULE_KINDS: mark("two kinds that never are one"),
    RULE_NAMES: mark("one list gives two names"),
    RULE_PARTS: mark("a part of an organisation"),
    RULE_HOSTED: mark("one may be a part of the other, or hosted by it"),
    RULE_NAMESAKES: mark("two addresses, of two kinds or in two towns or villages"),
}
"""Each in words."""

RULE_ANY = RULE_NUMBERS | RULE_KINDS | RULE_PARTS
RULE_ALL = RULE_STRANGERS | RULE_SITES | RULE_NAMES | RULE_HOSTED | RULE_NAMESAKES
"""Those that hold two clusters back where they hold back one of their pairs, and where all."""


@dataclass(frozen=True)
class Scored:
    """Which of the pairs asked about were kept, by their place, and the evidences of each."""

    kept: Index
    table: pd.DataFrame


def score_pairs(left: Profiles, right: Profiles) -> pd.DataFrame:
    """The evidences of aligned rows, in bits, NaN where they cannot compare, and their sum.

    Columns: one an evidence, in the order of `EVIDENCES`, then `rules` (those that hold the pair back),
    `bits` (prior and evidence) and `probability`. Rows only depend on their own two records: any slice gives the same figures.
    """
    pairs = Pairing(left, right)
    evidences = {name: evidence(pairs) for name, (evidence, _) in EVIDENCES.items()}
    rules = _rules(pairs)
    total = summed({name: np.nan_to_num(column, nan=0.0) for name, column in evidences.items()})
    asked = np.where(_worth_asking(pairs), np.maximum(total, np.float32(AT_MOST_REVIEW)), total)
    bits = np.where(rules > 0, np.minimum(asked, np.float32(AT_MOST_REVIEW)), asked)
    return pd.DataFrame({**evidences, "rules": rules, "bits": bits, "probability": probability(bits)})


def score_at(profiles: Profiles, left: Index, right: Index) -> pd.DataFrame:
    """`score_pairs` of the rows at these places, so many at a time that memory stays bounded."""
    return together([score_part(profiles, left, right, part, None) for part in parts_of(len(left))]).table


def parts_of(n: int) -> list[slice]:
    """`n` pairs, cut in parts of `PAIRS_AT_ONCE`; one empty part where there are none."""
    return [slice(start, start + PAIRS_AT_ONCE) for start in range(0, max(n, 1), PAIRS_AT_ONCE)]


def score_part(profiles: Profiles, left: Index, right: Index, part: slice, least: float | None) -> Scored:
    """`score_pairs` of some of the pairs; those of fewer bits than `least` are left out."""
    table = score_pairs(profiles.take(left[part]), profiles.take(right[part]))
    if least is None:
        return Scored(np.arange(len(table)) + part.start, table)
    kept = np.flatnonzero(table["bits"].to_numpy() >= np.float32(least))
    return Scored(kept + part.start, table.iloc[kept].reset_index(drop=True))


def together(parts: Sequence[Scored]) -> Scored:
    """Parts in one."""
    table = pd.concat([part.table for part in parts], ignore_index=True)
    return Scored(np.concatenate([part.kept for part in parts]), table)


def probability(bits: Bits) -> Bits:
    """The probability that so many bits of log-odds stand for."""
    share: Bits = (1 / (1 + np.exp2(-bits.astype(np.float64)))).astype(np.float32)
    return share


def summed(evidences: Mapping[str, Bits]) -> Bits:
    """Prior and evidences together; what cannot be compared counts as 0."""
    grouped = {name for names, _ in CAPS.values() for name in names}
    total = np.full(len(evidences["name"]), PRIOR, dtype=np.float32)
    for names, most in CAPS.values():
        total += np.minimum(sum(evidences[name] for name in names), np.float32(most))
    for name, column in evidences.items():
        if name not in grouped:
            total += column
    return total


def _rules(pairs: Pairing) -> npt.NDArray[np.uint8]:
    """The rules that no sum of evidence overrules.

    1. No word in common, neither of the name nor of the kind: never one without a person.
    2. One list, two addresses: two sites, unless a person says that it moved.
    3. Two numbers in the names: two of a series, unless a person says that one is wrong.
    4. Two kinds that never are one: two, unless a person says that a kind is wrong.
    5. One list, each name with a rare word of its own: two, unless a person says that it was renamed.
    6. A part («antenne de Marche») at another address than the other, or two parts behind one door: two, unless a
       person says that they are one.
    7. A digital space and the body it may be in, with nothing else in common or with contacts of their own; a school
       and its section: a person says.
    8. Two addresses, of two kinds or in two towns or villages: the club of a name is not its clinic, nor a school its
       section elsewhere, though one switchboard serves both, unless a person says so.
    """
    known = (pairs.own_words >= FAMILIAR) | pairs.acronym | pairs.kind_shared | pairs.glued | pairs.whole
    known |= pairs.initials == 1
    flags = {
        RULE_STRANGERS: ~known,  # RULE 1
        RULE_SITES: pairs.same_source & pairs.other_address,  # RULE 2
        RULE_NUMBERS: pairs.other_numbers,  # RULE 3
        RULE_KINDS: pairs.contrary_kinds,  # RULE 4
        RULE_NAMES: pairs.same_source & (np.minimum(pairs.words.left, pairs.words.right) >= RARE),  # RULE 5
        RULE_PARTS: pairs.part_and_whole | pairs.two_parts,  # RULE 6
        RULE_HOSTED: pairs.school_section
        | (pairs.hosted & ((pairs.own_words < FAMILIAR) | pairs.other_contacts)),  # RULE 7
        RULE_NAMESAKES: (pairs.other_address & pairs.no_kind_shared)
        | pairs.two_towns
        | _villages_apart(pairs),  # RULE 8
    }
    raised = np.zeros(len(pairs), dtype=np.uint8)
    for flag, holds in flags.items():
        raised |= holds.astype(np.uint8) * np.uint8(flag)
    return raised


def _worth_asking(pairs: Pairing) -> Truth:
    """Whether a person would ask, whatever speaks against.

    At one door, a rare word, one mailbox or one enterprise (a house may have one phone for all it holds); one name
    and one contact anywhere, or one street and number where no territory says which communes they are; one long rare name
    in one commune.
    """
    left, right = pairs.left, pairs.right
    one_enterprise = any_shared(left.bce, right.bce)
    two_enterprises = left.bce.known & right.bce.known & ~one_enterprise
    one_mailbox = any_shared(left.mailboxes, right.mailboxes)
    at_door = pairs.same_street & pairs.same_house & (one_enterprise | one_mailbox)
    two_places = left.sites.known & right.sites.known & ~any_shared(left.sites, right.sites)
    one_name = pairs.whole & (pairs.own_words >= TELLING_WORD) & ~two_places & ~pairs.other_numbers
    two_parts = (pairs.postal == 0) & pairs.other_street
    long_name = pairs.here & pairs.same_name & (pairs.own_words >= RARE_NAME) & ~two_parts
    contact = pairs.reached | pairs.near_mailbox
    street = (pairs.street_share >= SAME_STREET) & pairs.streets_known & ~pairs.bare_street
    housed = street & pairs.same_house & np.isnan(pairs.commune)
    doubtful = at_door | (one_name & (contact | housed | (long_name & ~pairs.other_contacts)))
    asked: Truth = pairs.one_door | (doubtful & ~pairs.contrary_kinds & ~two_enterprises)
    return asked


def _villages_apart(pairs: Pairing) -> Truth:
    """Whether two villages are named, and nothing of their own says that the two are one.

    Two of one commune: only one enterprise number says so. The commune and a village of it, with another code and
    street: one phone and one mailbox say it too. Of an unknown commune, two localities of one code: a contact, any rare
    word or one point on the map says it.
    """
    left, right = pairs.left, pairs.right
    twice = any_shared(left.phones, right.phones) & any_shared(left.mailboxes, right.mailboxes)
    parts = pairs.maybe_two_villages & (pairs.postal == 0) & pairs.other_street & ~twice
    usual = (left.squeezed == right.squeezed) & (pairs.own_words < TELLING_WORD) & ~pairs.reached
    unknown = (
        np.isnan(pairs.commune)
        & (pairs.postal == 1)
        & (pairs.locality == 0)
        & usual
        & ~(pairs.metres <= CORNER)
    )
    if unknown.any():
        near = likeness(left.locality, right.locality, left.texts, np.zeros(len(pairs), dtype=np.bool_))
        unknown &= overlap(left.locality, right.locality, near).containment < ALIKE
    apart: Truth = (pairs.two_villages | parts | unknown) & ~any_shared(left.bce, right.bce)
    return apart
