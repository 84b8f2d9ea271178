"""What each evidence weighs, in bits: the one table to argue with.

A bit doubles the odds that two records are one structure; minus one halves them. A value that a
record does not have weighs nothing at all. The figures are for two records that some candidate
key brought together; `PRIOR` is what is held of such a pair before looking.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

PRIOR = -7.0
"""One candidate pair in about 130 is one structure, before any evidence."""


@dataclass(frozen=True)
class Weight:
    """So many bits where this is found, and why."""

    bits: float
    why: str


WEIGHTS: Mapping[str, Mapping[str, Weight]] = {
    "name": {
        "shared": Weight(
            8.5, "own words in common, at most; half of it at six bits of rarity, about one rare word"
        ),
        "whole": Weight(3.0, "on top, where neither has a word left over, and no two addresses contradict"),
        "by_chance": Weight(
            5.0, "at most so much more than chance allows: rarity less the crowd of the place"
        ),
        "apart": Weight(-0.9, "for each bit of rarity that both say and the other does not: two names"),
        "most_apart": Weight(-8.0, "at most so much against: a name can be changed"),
        "longer": Weight(-0.12, "for each bit that only one says: a name is often cut short"),
        "most_longer": Weight(-1.5, "at most so much against"),
        "identical": Weight(1.5, "word for word the same kind and commune: it names itself by its place"),
        "initials": Weight(3.0, "at one door, the beginnings of the other's words spell it: FUNOC"),
        "opening": Weight(
            -0.5, "the same of its first letters, or two sections behind one door: no more against than this"
        ),
        "acronym": Weight(4.5, "one is the initials of the other's words"),
    },
    "kind": {
        "alone": Weight(6.5, "a commune has one such body, and both stand in it"),
        "alone_near": Weight(5.0, "the same where only the postal code is one: it may have two communes"),
        "bare": Weight(4.5, "in one place, both names say nothing but the same kind"),
        "same": Weight(2.5, "both say the same kind"),
        "mostly": Weight(1.5, "one kind is shared, and the other goes with it: a library that is an EPN"),
        "some": Weight(0.5, "one of the kinds is shared, another not"),
        "label": Weight(0.0, "a digital space, and what it may be in, behind one door"),
        "other": Weight(-2.0, "two kinds that may be one place, or two"),
        "against": Weight(-5.0, "a town hall is no welfare centre, even behind one door"),
    },
    "numbers": {
        "same": Weight(1.5, "the same number in both names"),
        "different": Weight(-6.0, "School no. 3 is not school no. 5"),
        "renamed": Weight(
            -3.0, "only one is numbered, where the other has a rare word: Horizon 2000, Horizon Neuf"
        ),
        "one_sided": Weight(-1.0, "only one is numbered"),
    },
    "sites": {
        "different": Weight(-3.0, "each name speaks of another place: two branches"),
    },
    "place": {
        "same": Weight(2.0, "same commune or locality, no other village of it and no other postal code"),
        "two_villages": Weight(-2.0, "one commune, but another village of it"),
        "nearly": Weight(
            1.0, "same postal code, same town with another code, or a commune and a village of it"
        ),
        "two_parts": Weight(
            -1.0, "one commune or locality, but another postal code and another street: two parts of it"
        ),
        "different": Weight(-4.0, "another postal code or commune, and another locality"),
        "misnamed": Weight(
            -2.0, "another locality, no codes: lists name village, commune or suburb as they like"
        ),
    },
    "street": {
        "same_number": Weight(5.0, "same street and number"),
        "village": Weight(
            3.0, "the same, of a usual name, where one says the commune and the other a village of it"
        ),
        "misnamed": Weight(3.5, "the same, in what each calls another town"),
        "same": Weight(3.0, "same street, a number missing"),
        "other_number": Weight(0.0, "same street, another number"),
        "far_number": Weight(-2.0, "same street, a number hundreds away: another site"),
        "unclear": Weight(-0.5, "some words of the street in common"),
        "bare": Weight(2.0, "the same number of a street of which only the type is written, in one place"),
        "renamed": Weight(-1.0, "another street, the same number: named anew, or in another language"),
        "different": Weight(-3.0, "another street: another site, or a move"),
    },
    "distance": {
        "metres_50": Weight(2.5, "within 50 m"),
        "metres_200": Weight(1.5, "within 200 m"),
        "metres_1000": Weight(0.0, "within a kilometre: geocoders differ by as much"),
        "metres_5000": Weight(-1.5, "within 5 km"),
        "farther": Weight(-4.0, "farther"),
    },
    "phone": {
        "same": Weight(5.0, "the same number, less the more names share it"),
        "different": Weight(-0.7, "each has its own; many have several"),
    },
    "email": {
        "same": Weight(5.5, "the same mailbox, less the more names share it"),
        "mistyped": Weight(3.0, "mailboxes that a typing error tells apart"),
        "domain": Weight(1.5, "mailboxes of one organisation, less the more names share it"),
        "different": Weight(-1.5, "mailboxes of two organisations"),
        "other": Weight(-0.7, "two mailboxes, of which one is anybody's"),
    },
    "website": {
        "same": Weight(3.0, "the same page, less the more names share it"),
        "host": Weight(1.5, "pages of one site, less the more names share it"),
        "different": Weight(-1.0, "two sites"),
        "other": Weight(0.0, "two pages, of which one stands where anybody's may"),
    },
    "bce": {
        "same": Weight(5.0, "one enterprise, which may have several sites"),
        "different": Weight(-5.0, "two enterprises"),
    },
    "unit": {
        "same": Weight(5.0, "one establishment unit, which may have several doors"),
        "different": Weight(-6.0, "two establishment units"),
    },
    "source": {
        "same": Weight(-1.0, "a list seldom names one structure twice"),
    },
}

CAPS: Mapping[str, tuple[tuple[str, ...], float]] = {
    "where": (("place", "street", "distance"), 6.5),
    "reach": (("phone", "email", "website"), 7.5),
}
"""What several evidences of one sort may weigh together: a building is one proof, not three."""


def bits(evidence: str, level: str) -> float:
    """The weight in bits of a level of an evidence."""
    return WEIGHTS[evidence][level].bits
