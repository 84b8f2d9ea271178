"""Where each value of a structure comes from, and why its records are one: in bits and in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.analysis.finding import AnswerColumn, Finding, table
from wtc_eco.ecosystem.review.decide import pairs_decided, records_of
from wtc_eco.errors import UsageError
from wtc_eco.i18n import date, listing, mark, number, percent, tr, trn
from wtc_eco.registry import Correction, in_order_of_belief, is_request, ranks
from wtc_eco.registry.columns import said, title
from wtc_eco.registry.lookup import structure_named

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.matching import Lexicon

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
    return weighed_among(ecosystem.records_compared, ecosystem.lexicon, "BE", pairs) if pairs else ()


def weighed_among(
    records: pd.DataFrame, lexicon: Lexicon, country: str, pairs: Sequence[Pair]
) -> tuple[Weighed, ...]:
    """The same, among any records: rarity is counted in all of them."""
    import numpy as np

    from wtc_eco.matching.arrays import in_order
    from wtc_eco.matching.profiles import profiles
    from wtc_eco.matching.score import score_at
    from wtc_eco.matching.weights import PRIOR

    table = in_order(records)
    place = {int(number): at for at, number in enumerate(table.record.tolist())}
    read = profiles(table, lexicon, country)
    ends = np.array([sorted((place[a], place[b])) for a, b in pairs], dtype=np.int64)
    scored = score_at(read, ends[:, 0], ends[:, 1]).to_dict("records")
    return tuple(of_scored(pair, row, PRIOR) for pair, row in zip(pairs, scored, strict=True))


def of_scored(pair: Pair, row: Mapping[Any, Any], prior: float) -> Weighed:
    """What `matching` says of a pair: a column an evidence, `bits`, `probability` and `rules`."""
    evidences = [
        (str(name), float(bits))
        for name, bits in row.items()
        if name in COMPARED and bits == bits  # noqa: PLR0124 - NaN is not itself
    ]
    evidences.sort(key=lambda each: (-abs(each[1]), each[0]))
    bits = float(row["bits"])
    limits = bits - prior - sum(weight for _, weight in evidences)
    left, right = sorted(pair)
    return Weighed(
        left, right, float(row["probability"]), bits, prior, limits, tuple(evidences), held_back(row)
    )


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
    words_said = [
        said(name, row[name], ecosystem.territory) for name in COMPARED.get(evidence, ()) if name != "source"
    ]
    if evidence == "source":
        return str(row["source"] or "") or None
    return " ".join(word for word in words_said if word) or None


@dataclass(frozen=True)
class Trace:
    """A line of an explanation: what is known, from where, and what it weighs in bits; empty where it does not apply."""

    section: str
    what: str
    value: str | None
    origin: str = ""
    bits: str = ""


NOT_TOLD = ("record", "source", "source_id", "collected_on", "withdrawn_on", "extra", "ins")
MOST_LINKS = 12
"""Pairs of a structure that are explained evidence by evidence; the weakest are told first."""
MOST_NEAR = 6
"""Structures that were close and are told."""


def explain(ecosystem: Ecosystem, thing: str, other: str | None = None) -> Finding:
    """Where each value of a structure comes from and why its records are one; of two, why they are one or two.

    Raises `UsageError` or `UnknownNameError` where a name leads to no single structure.
    """
    if other is not None:
        return _of_two(ecosystem, thing, other)
    one = structure_named(ecosystem.registry, ecosystem.territory, thing)
    row = ecosystem.registry.row(one)
    members = records_of(ecosystem, one)
    lines = [
        *_values(ecosystem, row),
        *_links(ecosystem, members),
        *_near(ecosystem, one),
    ]
    return _finding(ecosystem, f"{row['name'] or one} ({one})", one, _sentence(row, members), lines)


def _finding(ecosystem: Ecosystem, name: str, scope: str, text: str, lines: Iterable[Trace]) -> Finding:
    columns: tuple[AnswerColumn[Trace], ...] = (
        AnswerColumn("section", tr("Section")),
        AnswerColumn("what", tr("What")),
        AnswerColumn("value", tr("Known")),
        AnswerColumn("from", tr("From"), lambda line: line.origin),
        AnswerColumn("bits", tr("Bits")),
    )
    headings, rows = table(columns, lines)
    return ecosystem.stamped(
        Finding(
            question="explain",
            title=name,
            scope=scope,
            base=1,
            unknown=0,
            text=text,
            headings=headings,
            table=rows,
        )
    )


def _sentence(row: Row, members: Sequence[int]) -> str:
    parts = [
        trn("{n} record of {lists}.", "{n} records of {lists}.", len(members), lists=listing(row["sources"]))
    ]
    if row["conflicts"]:
        parts.append(
            tr("They disagree on: {columns}.", columns=listing([title(name) for name in row["conflicts"]]))
        )
    return " ".join(parts)


def _values(ecosystem: Ecosystem, row: Row) -> Iterator[Trace]:
    """Every known value, where it comes from, and what the other records say instead."""
    records = _rows(ecosystem, row["records"])
    ordered = in_order_of_belief(records, ranks(ecosystem.settings.trust))
    corrected = {
        one.column: one for one in ecosystem.registry.corrections.get(row["id"], ()) if not one.overruled
    }
    requests = _requests(ecosystem, row["id"])
    section = tr("Values")
    for name in model.names(model.RECORDS):
        if name in NOT_TOLD or (row[name] is None and name not in corrected):
            continue
        value = said(name, row[name], ecosystem.territory)
        if name in corrected:
            yield Trace(section, title(name), value or tr("emptied"), signed(corrected[name]))
        else:
            sources = [record for record in (*ordered, *requests) if _gives(name, record, row)]
            yield Trace(section, title(name), value, "; ".join(map(origin, sources)))
        for record in ordered:
            if record[name] is not None and not _gives(name, record, row):
                yield Trace(section, "", said(name, record[name], ecosystem.territory), origin(record))


def _requests(ecosystem: Ecosystem, structure: str) -> list[Row]:
    """The records that say when it was asked, which are none of its records."""
    table = ecosystem.holdings.records.to_dict("records")
    rows = ({str(name): value for name, value in row.items()} for row in table if is_request(row))
    return [row for row in rows if ecosystem.registry.aliases.get(row["record"]) == structure]


def _gives(name: str, record: Row, row: Row) -> bool:
    """Whether the value of the register, or a part of it, stands in this record."""
    value = record[name]
    if value is None:
        return False
    if name == "also_known_as":
        return bool(set(value) & set(row[name] or ()))
    if isinstance(value, tuple) and name in ("labels", "listed_on"):
        return True
    return bool(value == row[name])


def origin(record: Row) -> str:
    """The list of a record, its number and its date."""
    day = f", {date(record['collected_on'])}" if record["collected_on"] else ""
    withdrawn = tr("withdrawn")
    gone = f", {withdrawn}" if record["withdrawn_on"] else ""
    return f"{record['source'] or '?'} {record['record']}{day}{gone}"


def signed(correction: Correction) -> str:
    """Who corrected, when and why."""
    who = tr("corrected by {who}", who=correction.by) if correction.by else tr("corrected")
    when = f", {date(correction.on)}" if correction.on else ""
    signature = f"{who}{when}"
    return (
        tr("{parameter}: {message}", parameter=signature, message=correction.why)
        if correction.why
        else signature
    )


def _rows(ecosystem: Ecosystem, numbers: Iterable[int]) -> list[Row]:
    wanted = set(numbers)
    rows = ecosystem.reread.records
    chosen_rows = rows[rows["record"].isin(wanted)].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in chosen_rows]


def _links(ecosystem: Ecosystem, members: Sequence[int]) -> Iterator[Trace]:
    """Why the records are one: every pair of them, the weakest first, evidence by evidence."""
    pairs = list(combinations(members, 2))
    weighed_pairs = sorted(weighed(ecosystem, pairs), key=lambda one: (one.bits, one.left, one.right))
    for one in weighed_pairs[:MOST_LINKS]:
        yield from told(ecosystem, one, tr("Why one"))


def told(ecosystem: Ecosystem, one: Weighed, section: str) -> Iterator[Trace]:
    """A pair of records: how probably they are one, what was decided, and each evidence with both values."""
    rows = {row["record"]: row for row in _compared_rows(ecosystem, (one.left, one.right))}
    left, right = rows[one.left], rows[one.right]
    yield Trace(
        section,
        tr("{left} and {right}", left=one.left, right=one.right),
        tr("{percent} that they are one", percent=percent(one.probability)),
        f"{left['source']} / {right['source']}",
        in_bits(one.bits),
    )
    for verdict in _verdicts(ecosystem, one):
        yield Trace(section, tr("Decision"), verdict)
    for evidence, bits in one.evidences:
        both = [compared(ecosystem, evidence, row) or "?" for row in (left, right)]
        value = both[0] if both[0] == both[1] else " / ".join(both)
        yield Trace(section, label(evidence), value, strength(bits), in_bits(bits))
    if abs(one.limits) >= NEGLIGIBLE:
        asked = tr("a person decides: {rules}", rules=listing(one.rules))
        limit = asked if one.rules else tr("evidences of one sort count up to a limit")
        yield Trace(section, tr("limits"), limit, "", in_bits(one.limits))
    yield Trace(section, tr("before looking"), tr("two records are seldom one"), "", in_bits(one.prior))


def _compared_rows(ecosystem: Ecosystem, numbers: Iterable[int]) -> list[Row]:
    rows = ecosystem.records_compared
    chosen_rows = rows[rows["record"].isin(set(numbers))].to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in chosen_rows]


def _verdicts(ecosystem: Ecosystem, one: Weighed) -> Iterator[str]:
    table = ecosystem.holdings.decisions.to_dict("records")
    for place, pair, verdict in pairs_decided(ecosystem.holdings.decisions):
        if pair == {one.left, one.right}:
            yield verdict_in_words(verdict, {str(name): value for name, value in table[place].items()})


def verdict_in_words(verdict: str, line: Row) -> str:
    """A decision: what, by whom, when, why."""
    words = {"same": tr("the same"), "different": tr("different"), "unsure": tr("unsure")}
    parts = [
        words.get(verdict, verdict),
        line["decided_by"],
        date(line["decided_on"]) if line["decided_on"] else None,
    ]
    signature = ", ".join(part for part in parts if part)
    return (
        tr("{parameter}: {message}", parameter=signature, message=line["why"]) if line["why"] else signature
    )


def _near(ecosystem: Ecosystem, one: str) -> Iterator[Trace]:
    """The structures that came close and were kept apart, the closest first, with what spoke against them."""
    best: dict[str, tuple[float, tuple[int, int]]] = {}
    aliases, pairs = ecosystem.registry.aliases, ecosystem.matching.pairs
    for left, right, bits in zip(pairs["left"], pairs["right"], pairs["bits"], strict=True):
        ends = (aliases.get(left), aliases.get(right))
        if one not in ends or ends[0] == ends[1]:
            continue
        other = str(ends[1] if ends[0] == one else ends[0])
        best[other] = max(best.get(other, (float("-inf"), (0, 0))), (float(bits), (int(left), int(right))))
    closest = sorted(best.items(), key=lambda item: (-item[1][0], item[0]))[:MOST_NEAR]
    weighed_pairs = weighed(ecosystem, [pair for _, (_, pair) in closest])
    for (other, _), each in zip(closest, weighed_pairs, strict=True):
        against = [f"{label(name)} {in_bits(bits)}" for name, bits in each.evidences if bits < 0]
        decided = [
            tr("{parameter}: {message}", parameter=tr("Decision"), message=verdict)
            for verdict in _verdicts(ecosystem, each)
        ]
        row = ecosystem.registry.row(other)
        name = f"{row['name'] or other} ({other}, {row['commune'] or '?'})"
        why = "; ".join([*decided, *against]) or tr("not enough speaks for it")
        yield Trace(tr("Close, kept apart"), name, percent(each.probability), why, in_bits(each.bits))


def _of_two(ecosystem: Ecosystem, thing: str, other: str) -> Finding:
    """Two structures or two records: the pair that speaks loudest, evidence by evidence."""
    registry = ecosystem.registry
    ends = [_one_or_record(ecosystem, each) for each in (thing, other)]
    pairs = [tuple(sorted((a, b))) for a in ends[0] for b in ends[1] if a != b]
    if not pairs:
        raise UsageError(
            tr("“{one}” and “{other}” are one record.", one=thing, other=other),
            hint=tr("Name two structures, or two records."),
        )
    loudest = max(weighed(ecosystem, [(a, b) for a, b in pairs]), key=lambda one: (one.bits, -one.left))
    ids = [registry.aliases[number] for number in (loudest.left, loudest.right)]
    names = [f"{registry.row(one)['name'] or one} ({one})" for one in ids]
    if ids[0] == ids[1]:
        text = tr(
            "They are one structure, {id}: {percent} by the evidence.",
            id=ids[0],
            percent=percent(loudest.probability),
        )
    else:
        text = tr(
            "They are kept apart: {percent} that they are one, by the evidence. To join them: wtc-eco join {one} {other}",
            percent=percent(loudest.probability),
            one=ids[0],
            other=ids[1],
        )
    section = tr("Why one") if ids[0] == ids[1] else tr("Why two")
    name = listing(names) if ids[0] != ids[1] else names[0]
    return _finding(ecosystem, name, "/".join(ids), text, told(ecosystem, loudest, section))


def _one_or_record(ecosystem: Ecosystem, thing: str) -> tuple[int, ...]:
    """The records of a structure; of a plain number, that record."""
    word = thing.strip()
    if word.isdecimal() and ecosystem.registry.resolve(word):
        return (int(word),)
    return records_of(ecosystem, structure_named(ecosystem.registry, ecosystem.territory, thing))
