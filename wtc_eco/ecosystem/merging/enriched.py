"""What looking our structures up in the BCE/KBO told: apart, for it loads nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import trn

if TYPE_CHECKING:
    from wtc_eco.ecosystem.merging.proposals import MergeProposal
    from wtc_eco.errors import Problem

HOW = ("by_number", "by_name", "asked", "not_found", "gone", "persons")
"""What the file may have of a structure; see `Enriched`."""


@dataclass(frozen=True)
class Enriched:
    """What the file would change, or changed; `counts` says of how many structures the file knows what.

    `by_number` and `by_name` were found, `asked` are doubtful, `not_found` are not in it, `gone` have a number that it
    no longer has, `persons` that of a natural person, of whom nothing is read. `day` is that of the file (ISO).
    """

    file: str
    day: str
    rehearsal: bool
    counts: Mapping[str, int]
    proposals: tuple[MergeProposal, ...]
    n_refused: int
    problems: tuple[Problem, ...]

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.file,
            "extract": self.day,
            "dry_run": self.rehearsal,
            "structures": dict(self.counts),
            "proposals": [asdict(one) for one in self.proposals],
            "refused_before": self.n_refused,
            "problems": [asdict(problem) for problem in self.problems],
        }


def found_in_words(counts: Mapping[str, int]) -> list[str]:
    """Of how many structures the file knows what, in the language spoken now."""
    texts = {
        "by_number": trn("{n} known by its number", "{n} known by their number", counts["by_number"]),
        "by_name": trn("{n} by its name and address", "{n} by their name and address", counts["by_name"]),
        "asked": trn("{n} doubtful, asked", "{n} doubtful, asked", counts["asked"]),
        "not_found": trn("{n} not found", "{n} not found", counts["not_found"]),
        "gone": trn("{n} gone from the file", "{n} gone from the file", counts["gone"]),
        "persons": trn("{n} natural person", "{n} natural persons", counts["persons"]),
    }
    return [texts[how] for how in HOW if counts[how]]
