"""Answers as records: each is kept, the latest of a structure is in force, the earlier ones are withdrawn.

`data/rosters` keeps which structures a survey listed, one file a list, called after what it holds.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.importing.reconcile import Held, Incoming, Ledger, Shape, held
from wtc_eco.ecosystem.surveys.respondents import Respondent, moment_of_key
from wtc_eco.matching.decisions import words_of
from wtc_eco.model import RECORDS
from wtc_eco.registry import CHOSEN, is_request
from wtc_eco.territory.normalize import file_name

if TYPE_CHECKING:
    from wtc_eco.registry import Registry

SHAPE = Shape(RECORDS)
_SHOWN = ("name", "postal_code", "locality", "ins")
"""What the form showed of a listed structure, and the respondent confirmed by choosing it."""
_READ_THE_LIST = ("whole", "none")


@dataclass(frozen=True)
class KeptAnswer:
    """An answer as it is held: its record, who gave it, and the day a later answer took its place."""

    record: int
    key: str
    respondent: Respondent | None
    superseded_on: str | None

    @property
    def anchor(self) -> int:
        """The record that stands for the structure in ties: the listed one, else the answer's own."""
        return (self.respondent and self.respondent.record) or self.record


@dataclass
class Records:
    """The records while answers are taken in, and the decisions that tie them to their structures."""

    ledger: Ledger
    source: str
    registry: Registry
    decisions: list[dict[str, Any]] = field(default_factory=list)

    def take(self, given: Sequence[Respondent], rosters: Mapping[int, str]) -> tuple[KeptAnswer, ...]:
        """Take these answers in; `rosters` gives the roster that each row of the file was shown.

        Every answer of the survey comes back, those held from before included, by record.
        """
        answers = (one for one in held(self.ledger.rows, SHAPE, self.source) if _is_answer(one))
        known = {one.source_id or f"#{one.number}": one for one in answers}
        until = self._superseded(given, known)
        kept = []
        for one in sorted(given, key=lambda one: one.key):
            before = known.pop(one.key, None)
            values = self._told(one, before, rosters.get(one.answer.row.number), until[one.key])
            number = before.number if before else self.ledger.next_number
            row = Incoming(one.answer.row.number, values, one.key, SHAPE.content(values))
            if before:
                self.ledger.update(before, values, row)
            else:
                self.ledger.add(values, row)
                self._tie(number, one)
            kept.append(KeptAnswer(number, one.key, one, until[one.key]))
        for key, one_held in known.items():
            ended = until[key]
            if ended and one_held.active:
                self.ledger.withdraw(one_held, {"withdrawn_on": ended})
            kept.append(KeptAnswer(one_held.number, key, None, ended or one_held.said.get("withdrawn_on")))
        return tuple(sorted(kept, key=lambda one: one.record))

    def _superseded(self, given: Sequence[Respondent], known: Mapping[str, Held]) -> dict[str, str | None]:
        """By key: the day of the next answer of the same structure; None for the latest."""
        groups: dict[str, set[tuple[str, str]]] = defaultdict(set)
        structure_of = {key: self.registry.aliases.get(one.number, "") for key, one in known.items()}
        for one in given:
            group = one.structure or structure_of.get(one.key) or one.who
            groups[group].add((one.moment, one.key))
        incoming = {one.key for one in given}
        for key, one_held in known.items():
            if key not in incoming:
                moment = moment_of_key(key, one_held.said.get("collected_on"))
                group = structure_of[key] or key.removesuffix(f" {moment}")
                groups[group].add((moment, key))
        until: dict[str, str | None] = {}
        for answers in groups.values():
            ordered = sorted(answers)
            later = [moment[:10] for moment, _ in ordered[1:]]
            until |= dict(zip((key for _, key in ordered), [*later, None], strict=True))
        return until

    def _told(
        self, one: Respondent, before: Held | None, roster: str | None, superseded_on: str | None
    ) -> Mapping[str, Any]:
        """The record of an answer; the network counts as answered only where the list was gone through."""
        answer = one.answer
        shown: Mapping[str, Any] = {}
        if one.structure:
            # Kept as first shown: a name that is corrected later is no new answer.
            shown = before.said if before else self.registry.row(one.structure)
        values = {
            **{name: shown[name] for name in _SHOWN if shown.get(name) is not None},
            **({"name": answer.name} if answer.name and not one.structure else {}),
            "roster": roster,
            **answer.values,
            "source": self.source,
            "source_id": one.key,
            "collected_on": one.day,
            # One question after an event is not the survey.
            "answered_on": None if answer.follow_up else one.day,
            "network_answered_on": one.day if answer.closing in _READ_THE_LIST else None,
            "withdrawn_on": superseded_on,
        }
        return SHAPE.settled(values)

    def _tie(self, number: int, one: Respondent) -> None:
        """The respondent said which structure it is: a decision «same», in the survey's name."""
        if one.record is None:
            return
        listed = next(row for row in self.ledger.rows if row["record"] == one.record)
        words = words_of(listed.get("name"), listed.get("street"), listed.get("postal_code"))
        self.decisions.append(
            {
                "left": str(number),
                "right": str(one.record),
                # Matching sees the answer as the listed structure: both sides bear its words.
                "left_words": words,
                "right_words": words,
                "verdict": "same",
                "decided_by": self.source,
                "decided_on": one.day,
                "why": f"{CHOSEN}{one.who}",
            }
        )


def _is_answer(one: Held) -> bool:
    return not is_request(one.said)


def shown_list(survey: str, records: Iterable[int]) -> tuple[str, bytes]:
    """The name and the file of the list of these records: the same list of a survey is the same file."""
    lines = [str(record) for record in sorted(set(records))]
    content = "\n".join(["record", *lines, ""]).encode()
    return f"{file_name(survey)}-{hashlib.sha256(content).hexdigest()[:8]}", content


def shown_to(folder: Path, registry: Registry) -> Mapping[str, frozenset[str]]:
    """The structures that each structure was shown, by id; nothing of those whose list is not kept."""
    lists = {path.stem: path for path in (folder / "data" / "rosters").glob("*.csv")}
    rows = zip(registry.table["id"].tolist(), registry.table["roster"].tolist(), strict=True)
    names = {id_: name for id_, name in rows if name in lists}
    structures_of = {name: _structures(lists[name], registry) for name in set(names.values())}
    return {id_: structures_of[name] for id_, name in names.items()}


def _structures(path: Path, registry: Registry) -> frozenset[str]:
    lines = (line.strip() for line in path.read_text(encoding="utf-8-sig").splitlines()[1:])
    numbers = (int(line) for line in lines if line.isdecimal())
    return frozenset(registry.aliases[number] for number in numbers if number in registry.aliases)
