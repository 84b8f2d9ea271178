"""Who answers: the structure of the register that each answer of a survey is about.

1. The id shown in the form («[S12] CPAS de Mons – Mons»), or carried by the personal link.
2. A token that the survey gave to a structure when it asked it.
3. The name of a structure of the register, borne by one only: spelt so, else of the same kind, place and words.
4. Else a structure that is not listed: it is what it says it is, and matching compares it like any other.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Problem, UnknownNameError
from wtc_eco.i18n import tr
from wtc_eco.registry import is_request
from wtc_eco.sources.surveys.headings import structure_in
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.registry import Registry
    from wtc_eco.sources.surveys import NetworkAnswer

_MOMENT = re.compile(r" (\d{4}-\d{2}-\d{2}(?: \d{2}:\d{2}:\d{2})?)$")
_SHOWN = " – "
"""Between the name and the locality of a structure, as forms show it."""


@dataclass(frozen=True)
class Respondent:
    """An answer and who gives it.

    `who` names it in the key of the answer: the id the form showed, or the name written. `record` is the
    record that stands for the structure in ties, `structure` its id in the register; both empty where
    the structure is not listed. `day` is when it answered.
    """

    answer: NetworkAnswer
    who: str
    day: str
    structure: str = ""
    record: int | None = None

    @property
    def key(self) -> str:
        """What the answer is known by: who answers, and when; a corrected export gives the same."""
        return f"{self.who} {self.answer.moment}" if self.answer.moment else self.who

    @property
    def moment(self) -> str:
        """When it was given, as precisely as known."""
        return self.answer.moment or self.day


def moment_of_key(key: str, otherwise: str | None) -> str:
    """When the answer held under this key was given; the day it was collected on where the key does not say."""
    moment = _MOMENT.search(key)
    return moment[1] if moment else (otherwise or "")


def standing_for(number: int, records: Collection[int], registry: Registry) -> int | None:
    """The record that stands for this number: itself, or what is left of its structure after an erasure."""
    if number in records:
        return number
    left = registry.aliases.get(number)
    return int(left.removeprefix("S")) if left else None


class Directory:
    """Finds the structure that an answer speaks for."""

    def __init__(
        self,
        registry: Registry,
        records: Iterable[Mapping[str, Any]],
        source: str,
        asked: Mapping[int, int] = MappingProxyType({}),
        in_other_words: Callable[[str], tuple[str, ...]] = lambda _: (),
    ) -> None:
        """`asked` gives the record that each request is of, `in_other_words` who is called so otherwise written."""
        self._registry = registry
        self._in_other_words = in_other_words
        rows = list(records)
        self._records = frozenset(row["record"] for row in rows)
        # A code is of one survey, but whoever imports may have given it another name.
        silent = [row for row in rows if row.get("source_id") and not row.get("answered_on")]
        self._tokens = {
            row["source_id"]: f"S{asked.get(row['record'], row['record'])}"
            for row in sorted(silent, key=lambda row: row.get("source") == source)
            if row.get("source") == source or is_request(row)
        }
        self._named: dict[str, set[str]] = defaultdict(set)
        for row in registry.table.to_dict("records"):
            for name in (row["name"], *(row["also_known_as"] or ())):
                if name:
                    self._named[fold(name)].add(row["id"])
                    self._named[fold(f"{name}{_SHOWN}{row['locality']}")].add(row["id"])

    def respondent(self, answer: NetworkAnswer, day: str) -> Respondent:
        """Who gives this answer; raises `UnknownNameError` for an id that no structure has, or where nobody is named."""
        if answer.structure:  # RULE 1
            return self._listed(answer, day, answer.structure)
        if linked := structure_in(answer.token):
            return self._listed(answer, day, linked)
        if answer.token in self._tokens:  # RULE 2
            return self._listed(answer, day, self._tokens[answer.token])
        if not answer.name:
            raise UnknownNameError(
                tr("This answer does not say which structure gives it."),
                hint=tr("Write the number (S12) or the name of the structure under question A1."),
            )
        named = self._named.get(fold(answer.name)) or self._in_other_words(answer.name)
        if len(named) == 1 and not answer.values.get("street"):  # RULE 3
            return self._listed(answer, day, min(named))
        place = answer.values.get("postal_code")  # RULE 4
        return Respondent(answer, f"{answer.name} ({place})" if place else answer.name, day)

    def _listed(self, answer: NetworkAnswer, day: str, id_: str) -> Respondent:
        number = int(id_.removeprefix("S"))
        structure = self._registry.resolve(number)
        return Respondent(answer, id_, day, structure, standing_for(number, self._records, self._registry))


def nobody(error: UnknownNameError, row: int) -> Problem:
    """Why an answer is set aside: nobody knows who gave it."""
    return Problem("unknown_respondent", "quarantine", error.message, error.hint, row=row)
