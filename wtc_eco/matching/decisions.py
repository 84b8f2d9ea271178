"""What people decided about records, as verdicts on rows; the later line wins."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import tr
from wtc_eco.matching.arrays import Index, MatchColumns
from wtc_eco.matching.clusters import Pair, Verdicts
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True)
class MatchDecisions:
    """The verdicts that hold, the pairs nobody could decide, and what was doubtful in the lines."""

    verdicts: Verdicts
    unsure: frozenset[Pair]
    problems: tuple[Problem, ...]

    def among(self, rows: Index) -> MatchDecisions:
        """The same, by the places of these rows among themselves."""
        place = {row: at for at, row in enumerate(rows.tolist())}

        def moved(pairs: frozenset[Pair]) -> frozenset[Pair]:
            return frozenset((place[one], place[other]) for one, other in pairs)

        verdicts = Verdicts(moved(self.verdicts.same), moved(self.verdicts.different))
        return replace(self, verdicts=verdicts, unsure=moved(self.unsure))


def words_of(name: Any, street: Any, postal_code: Any) -> str:
    """What a decision remembers of a record: name, street and postal code, so that it can be found again."""
    return ", ".join(str(part) for part in (name, street, postal_code) if part is not None)


def decided(decisions: pd.DataFrame | None, records: MatchColumns) -> MatchDecisions:
    """Read decisions (columns of `model.DECISIONS`) about records, by their rows; a line is told by its index and 2.

    1. A side is found by its record number; where that record's words have become others and
       exactly one other record has the words decided upon, it is that one.
    2. Of two lines on one pair, the later wins, with a warning.
    3. A line that contradicts what later lines imply together is set aside, with a warning.
    """
    if decisions is None or decisions.empty:
        return MatchDecisions(Verdicts(), frozenset(), ())
    reader = _DecisionReader(records)
    latest: dict[Pair, tuple[int, str]] = {}
    for line, row in zip((decisions.index + 2).tolist(), decisions.to_dict("records"), strict=True):
        pair = reader.pair({str(name): value for name, value in row.items()}, line)
        if pair is None:
            continue
        if pair in latest and latest[pair][1] != row["verdict"]:  # RULE 2
            reader.warn(
                "decision_overruled",
                line,
                tr("This decision overrules the one of line {line}.", line=latest[pair][0]),
            )
        latest[pair] = (line, str(row["verdict"]))
    return _consistent(latest, reader)


def _consistent(latest: Mapping[Pair, tuple[int, str]], reader: _DecisionReader) -> MatchDecisions:
    """Take lines from the last to the first; set aside what contradicts those taken."""
    parts: dict[int, int] = {}
    apart: set[Pair] = set()
    taken: dict[str, set[Pair]] = defaultdict(set)
    for pair, (line, verdict) in sorted(latest.items(), key=lambda item: -item[1][0]):
        a, b = (_top(parts, row) for row in pair)
        split = {tuple(sorted((_top(parts, one), _top(parts, two)))) for one, two in apart}
        clash = (verdict == "same" and tuple(sorted((a, b))) in split) or (verdict == "different" and a == b)
        if clash:  # RULE 3
            reader.warn(
                "decision_contradicted", line, tr("Later decisions contradict this one: it is set aside.")
            )
            continue
        if verdict == "same":
            parts[max(a, b)] = min(a, b)
        elif verdict == "different":
            apart.add(pair)
        taken[verdict].add(pair)
    verdicts = Verdicts(frozenset(taken["same"]), frozenset(taken["different"]))
    return MatchDecisions(verdicts, frozenset(taken["unsure"]), tuple(reader.problems))


def _top(parts: Mapping[int, int], row: int) -> int:
    while parts.get(row, row) != row:
        row = parts[row]
    return row


class _DecisionReader:
    """The records a decision may speak of, by number and by words."""

    def __init__(self, records: MatchColumns) -> None:
        self.problems: list[Problem] = []
        self.row = {int(number): row for row, number in enumerate(records.record.tolist())}
        columns = (records[name].texts() for name in ("name", "street", "postal_code"))
        self.words = [fold(words_of(*parts)) for parts in zip(*columns, strict=True)]
        self.by_words: dict[str, list[int]] = defaultdict(list)
        for row, words in enumerate(self.words):
            self.by_words[words].append(row)

    def pair(self, line: Mapping[str, Any], number: int) -> Pair | None:
        """The two rows a line speaks of, smaller first; `None` where it is about a mention, or nobody's."""
        if not str(line["left"]).isdigit():
            return None  # A mention («le CPAS»): the network resolves it.
        left = self._side(line["left"], line["left_words"])
        right = self._side(line["right"], line["right_words"])
        if left is None or right is None:
            self.warn("decision_orphan", number, tr("A record this decision speaks of is no longer there."))
            return None
        if left == right:
            return None
        return (min(left, right), max(left, right))

    def _side(self, number: Any, words: Any) -> int | None:
        row = self.row.get(int(number)) if str(number).isdigit() else None
        folded = fold(words) if isinstance(words, str) else ""
        if not folded or (row is not None and self.words[row] == folded):
            return row
        rows = self.by_words.get(folded, [])
        return rows[0] if len(rows) == 1 else row  # RULE 1

    def warn(self, code: str, line: int, message: str) -> None:
        """Remember what is doubtful about a line of the file, numbered as Excel does."""
        hint = tr("Look at that line, and decide again if need be.")
        self.problems.append(Problem(code, "warning", message, hint, file="decisions.csv", row=line))
