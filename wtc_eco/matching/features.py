"""The named evidences: what speaks for and against two records being one structure.

Each takes aligned pairs and gives bits (log-odds, base 2), NaN where the two cannot be
compared: what is missing is no evidence. What each weighs stands in `weights`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import numpy.typing as npt

from wtc_eco.i18n import mark
from wtc_eco.matching import lexicon
from wtc_eco.matching.arrays import Bag, Bits, Truth, any_shared, shared_weight
from wtc_eco.matching.comparison import SAME_STREET, Pairing
from wtc_eco.matching.weights import bits

Evidence = Callable[[Pairing], Bits]

RARE = 6.0
"""Bits of rarity of a word that is hardly usual."""

OPENING = 0.3
"""Share of an acronym that must be spelled before two names may be one: «SA» of SAICE."""

HALF_AT = 6.0
"""Bits of rarity in common at which shared words weigh half of what they may."""


def name(pairs: Pairing) -> Bits:
    """Words of their own: shared ones for, words that each has alone against.

    Where many records stand in one place, some bear one name by chance: shared words prove no more
    than their rarity, less how many records there are. Two names in other letters cannot be compared.
    """
    overlap = pairs.words
    full = 1 - np.exp2(-overlap.shared / HALF_AT)
    whole = np.where(pairs.whole & ~pairs.other_address, bits("name", "whole"), 0.0)
    shared = (bits("name", "shared") + whole) * full
    shared = np.minimum(shared, np.maximum(overlap.shared - pairs.crowd + bits("name", "by_chance"), 0))
    apart = np.maximum(
        bits("name", "apart") * np.minimum(overlap.left, overlap.right), bits("name", "most_apart")
    )
    opening = (pairs.initials >= OPENING) | pairs.two_parts
    apart = np.where(opening, np.maximum(apart, bits("name", "opening")), apart)
    longer = np.maximum(
        bits("name", "longer") * np.abs(overlap.left - overlap.right), bits("name", "most_longer")
    )
    acronym = np.where(pairs.acronym & (overlap.shared < HALF_AT), bits("name", "acronym"), 0.0)
    placed = ~(pairs.left.own.total > 0) & pairs.same_name & pairs.kind_shared
    identical = np.where(placed, bits("name", "identical"), 0.0)
    initials = np.where(pairs.initials == 1, bits("name", "initials") - apart, 0.0)
    known = pairs.left.words.known & pairs.right.words.known & (pairs.left.latin == pairs.right.latin)
    return _where(known, shared + apart + longer + acronym + initials + identical)


def kind(pairs: Pairing) -> Bits:
    """What the places are: the same kind, a compatible one, or two that never are one."""
    left, right, table, relations = (
        pairs.left.kinds,
        pairs.right.kinds,
        pairs.left.kind_table,
        pairs.kinds_said,
    )
    if not len(table.relations):
        return np.full(len(pairs), np.nan, dtype=np.float32)
    same = relations == lexicon.SAME
    near = same | (relations == lexicon.COMPATIBLE)
    one_here = (same & table.alone[left.ids][:, None, :]).any(axis=(0, 1)) & pairs.here
    all_same = _all_in(same, left, right)
    in_town = ((pairs.locality == 1) | (pairs.commune == 1)) & ~pairs.two_villages & ~pairs.maybe_two_villages
    bare = ~(pairs.left.own.total > 0) & ~(pairs.right.own.total > 0)
    weighed = _choose(
        "kind",
        alone=all_same & one_here & in_town,
        alone_near=all_same & one_here,
        bare=all_same & bare & in_town,
        same=all_same,
        mostly=_all_in(near, left, right) & same.any(axis=(0, 1)),
        some=same.any(axis=(0, 1)),
        against=pairs.contrary_kinds,
        label=(relations == lexicon.COMPATIBLE).any(axis=(0, 1)) & pairs.label_at_door,
        other=(relations == lexicon.COMPATIBLE).any(axis=(0, 1)),
    )
    return _where(left.known & right.known, weighed)


def _all_in(shared: Truth, left: Bag, right: Bag) -> Truth:
    """Whether every kind of either side is found on the other."""
    of_left = (shared.any(axis=1) == (left.ids >= 0)).all(axis=0)
    of_right = (shared.any(axis=0) == (right.ids >= 0)).all(axis=0)
    both: Truth = of_left & of_right
    return both


def numbers(pairs: Pairing) -> Bits:
    """Numbers in the names."""
    left, right = pairs.left.numbers, pairs.right.numbers
    shared, both = any_shared(left, right), left.known & right.known
    alone = np.where(left.known, pairs.words.right, pairs.words.left)
    return _where(
        left.known | right.known,
        _choose("numbers", same=shared, different=both, renamed=alone >= RARE, one_sided=~both),
    )


def sites(pairs: Pairing) -> Bits:
    """Places the names speak of."""
    left, right = pairs.left.sites, pairs.right.sites
    shared = any_shared(left, right)
    return _where(left.known & right.known, _choose("sites", different=~shared))


def place(pairs: Pairing) -> Bits:
    """Commune, postal code, locality."""
    same = ((pairs.commune == 1) & ~pairs.maybe_two_villages) | (pairs.locality == 1)
    same &= pairs.postal != 0
    nearly = (pairs.postal == 1) | (pairs.locality == 1) | (pairs.commune == 1)
    weighed = _choose(
        "place",
        two_villages=pairs.two_villages,
        same=same,
        two_parts=nearly & (pairs.postal == 0) & pairs.other_street & ~pairs.maybe_two_villages,
        nearly=nearly,
        different=pairs.elsewhere & pairs.coded_apart,
        misnamed=pairs.elsewhere,
    )
    return _where(pairs.here | pairs.elsewhere, weighed)


def street(pairs: Pairing) -> Bits:
    """Street and house number; a street only means something in one place.

    Two streets within `CORNER` metres may be two sides of one building.
    """
    same = pairs.same_street
    in_one_place = pairs.here & ~pairs.two_villages & ~pairs.maybe_two_villages
    weighed = _choose(
        "street",
        misnamed=same & pairs.same_house & pairs.elsewhere,
        village=same & pairs.same_house & pairs.maybe_two_villages & pairs.usual_street,
        same_number=same & pairs.same_house,
        far_number=same & pairs.far_house,
        other_number=same & pairs.other_house,
        same=same,
        bare=pairs.bare_street & (pairs.street_share >= SAME_STREET) & pairs.same_house & in_one_place,
        renamed=pairs.other_street & pairs.same_house & pairs.here,
        different=pairs.other_street,
        unclear=~same,
    )
    return _where(pairs.streets_known, weighed)


def distance(pairs: Pairing) -> Bits:
    """Metres between the two, where both stand on a point of their own.

    Where both name the same street, being far apart is the geocoder's error.
    """
    metres = pairs.metres
    steps = {f"metres_{limit}": metres <= limit for limit in (50, 200, 1000, 5000)}
    weighed = _choose("distance", **steps, farther=metres > 0)
    return _where(~np.isnan(metres), np.where(pairs.same_street, np.maximum(weighed, 0), weighed))


def phone(pairs: Pairing) -> Bits:
    """Phone numbers."""
    return _shared_or_not("phone", pairs.left.phones, pairs.right.phones)


def email(pairs: Pairing) -> Bits:
    """Mailboxes, and the domains organisations own."""
    left, right = pairs.left, pairs.right
    own = _within("email", "domain", (left.mailboxes, right.mailboxes), (left.domains, right.domains))
    told = np.where(pairs.near_mailbox, np.float32(bits("email", "mistyped")), own)
    return _where(left.mailboxes.known & right.mailboxes.known, told)


def website(pairs: Pairing) -> Bits:
    """Pages and hosts."""
    left, right = pairs.left, pairs.right
    own = _within("website", "host", (left.pages, right.pages), (left.hosts, right.hosts))
    return _where(left.pages.known & right.pages.known, own)


def bce(pairs: Pairing) -> Bits:
    """Enterprise numbers."""
    return _shared_or_not("bce", pairs.left.bce, pairs.right.bce)


def unit(pairs: Pairing) -> Bits:
    """Establishment unit numbers."""
    return _shared_or_not("unit", pairs.left.units, pairs.right.units)


def source(pairs: Pairing) -> Bits:
    """Whether one list names both, where there are several lists."""
    return _where(
        pairs.same_source & (pairs.left.source.total > 0), _choose("source", same=pairs.same_source)
    )


def _choose(evidence: str, **levels: Truth) -> Bits:
    """The weight of the first level that is true; 0 where none is."""
    chosen = np.select(list(levels.values()), [bits(evidence, level) for level in levels], 0.0)
    return chosen.astype(np.float32)


def _shared_or_not(evidence: str, left: Bag, right: Bag) -> Bits:
    shared = shared_weight(left, right)
    weighed = np.where(shared > 0, bits(evidence, "same") * shared, bits(evidence, "different"))
    return _where(left.known & right.known, weighed)


def _within(evidence: str, wider: str, narrow: tuple[Bag, Bag], wide: tuple[Bag, Bag]) -> Bits:
    """The weight of a shared value, else of the shared domain it belongs to, else of two domains."""
    value, domain = shared_weight(*narrow), shared_weight(*wide)
    both = wide[0].known & wide[1].known
    weight = np.select(
        [value > 0, domain > 0, both],
        [bits(evidence, "same") * value, bits(evidence, wider) * domain, bits(evidence, "different")],
        bits(evidence, "other"),
    )
    return weight.astype(np.float32)


def _where(known: Truth, values: npt.NDArray[np.floating]) -> Bits:
    bare: Bits = np.where(known, values, np.nan).astype(np.float32)
    return bare


EVIDENCES: Mapping[str, tuple[Evidence, str]] = {
    "name": (name, mark("words of the name")),
    "kind": (kind, mark("kind of place")),
    "numbers": (numbers, mark("numbers in the name")),
    "sites": (sites, mark("places in the name")),
    "place": (place, mark("commune")),
    "street": (street, mark("street and number")),
    "distance": (distance, mark("distance")),
    "phone": (phone, mark("phone")),
    "email": (email, mark("e-mail")),
    "website": (website, mark("website")),
    "bce": (bce, mark("enterprise number")),
    "unit": (unit, mark("establishment unit number")),
    "source": (source, mark("same list")),
}
"""The evidences in the order they are told, each with what to call it."""
