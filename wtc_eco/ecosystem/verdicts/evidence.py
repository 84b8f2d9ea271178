"""What speaks for and against two records being one structure, in bits and in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.locale import mark, number, tr
from wtc_eco.registry.words import said

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

Pair = tuple[int, int]
Row = Mapping[str, Any]

COMPARED: Mapping[str, tuple[str, ...]] = {
    "name": ("name",),
    "kind": ("kind",),
    "numbers": ("name",),
    "sites": ("name",),
    "place": ("postal_code", "locality"),
    "street": ("street",),
    "distance": ("lat", "lon"),
    "phone": ("phone",),
    "email": ("email",),
    "website": ("website",),
    "bce": ("bce",),
    "unit": ("unit_number",),
    "source": ("source",),
}
"""The columns that an evidence looks at first."""

STRENGTHS = (
    (4.0, mark("strongly for")),
    (1.0, mark("for")),
    (-1.0, mark("says little")),
    (-4.0, mark("against")),
)
MOST_AGAINST = mark("strongly against")
NEGLIGIBLE = 0.05
"""Bits that nobody would see."""


@dataclass(frozen=True)
class Weighed:
    """Two records, the smaller first, how probably they are one, and each evidence in bits, the weightiest first.

    `prior` is what is held of two records before looking; `limits` what the rules take off or give
    back (evidences of one sort count up to a cap): `bits` is the sum of all.
    """

    left: int
    right: int
    probability: float
    bits: float
    prior: float
    limits: float
    evidences: tuple[tuple[str, float], ...]
    rules: tuple[str, ...] = ()
    """Why a person must say, whatever speaks for the two, in words."""


def weighed(ecosystem: Ecosystem, pairs: Sequence[Pair]) -> tuple[Weighed, ...]:
    """The evidences of these pairs of records, in their order."""
    import numpy as np

    from wtc_eco.matching.columns import in_order
    from wtc_eco.matching.reading import profiles
    from wtc_eco.matching.score import score_at
    from wtc_eco.matching.weights import PRIOR

    if not pairs:
        return ()
    table = in_order(ecosystem.records_compared)
    place = {int(number): at for at, number in enumerate(table.record.tolist())}
    read = profiles(table, ecosystem.lexicon, "BE")
    ends = np.array([sorted((place[a], place[b])) for a, b in pairs], dtype=np.int64)
    found = score_at(read, ends[:, 0], ends[:, 1]).to_dict("records")
    return tuple(_weighed(pair, row, PRIOR) for pair, row in zip(pairs, found, strict=True))


def _weighed(pair: Pair, row: Mapping[Any, Any], prior: float) -> Weighed:
    told = [
        (str(name), float(bits))
        for name, bits in row.items()
        if name not in ("rules", "bits", "probability") and bits == bits  # noqa: PLR0124 - NaN is not itself
    ]
    told.sort(key=lambda each: (-abs(each[1]), each[0]))
    bits = float(row["bits"])
    limits = bits - prior - sum(weight for _, weight in told)
    left, right = sorted(pair)
    return Weighed(left, right, float(row["probability"]), bits, prior, limits, tuple(told), held_back(row))


def held_back(row: Mapping[Any, Any]) -> tuple[str, ...]:
    """The rules that hold a pair back, in words."""
    from wtc_eco.matching.score import RULES

    return tuple(tr(words) for rule, words in RULES.items() if int(row["rules"]) & rule)


def label(evidence: str) -> str:
    """What an evidence is called, in the language spoken now."""
    from wtc_eco.matching.features import EVIDENCES

    return tr(EVIDENCES[evidence][1])


def strength(bits: float) -> str:
    """How far so many bits speak for or against, in words."""
    return tr(next((words for least, words in STRENGTHS if bits >= least), MOST_AGAINST))


def in_bits(bits: float) -> str:
    """The bits with their sign: «+5,0»."""
    return f"{'+' if bits >= 0 else '−'}{number(abs(bits), 1)}"


def compared(ecosystem: Ecosystem, evidence: str, row: Row) -> str | None:
    """What a record says where an evidence looks."""
    told = [
        said(name, row[name], ecosystem.territory) for name in COMPARED.get(evidence, ()) if name != "source"
    ]
    if evidence == "source":
        return str(row["source"] or "") or None
    return " ".join(word for word in told if word) or None
