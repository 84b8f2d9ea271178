"""The pages after the first: one section a question, with its charts and its table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.render.report import matrices, tallies
from wtc_eco.render.report.sheets import sheet

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.render.report.sheets import Sheet
    from wtc_eco.territory import Territory

ORDER = (
    *("overview", "answers", "isolated", "ties", "worst_gap", "journeys", "missing_links"),
    *("gaps_themes", "gaps_slots"),
)
"""The order of the pages; other questions follow as given, and the directory is the annex."""
FACETS = {"gaps_themes": "theme", "gaps_slots": "slot"}


@dataclass(frozen=True)
class Section:
    """A question answered: its sentence, and what it rests on."""

    id: str
    title: str
    sentence: str
    remarks: tuple[str, ...] = ()
    bars: tuple[Bars, ...] = ()
    heat: Heat | None = None
    sheet: Sheet | None = None

    @property
    def tells_more(self) -> bool:
        """Whether it says more than its sentence, which the first page has."""
        return bool(self.remarks or self.bars or self.heat or self.sheet)


def sections(findings: Sequence[Finding], territory: Territory, *, region: bool) -> tuple[Section, ...]:
    """One section a finding that has more than its sentence; with bassins compared for a whole region."""
    directory = next((finding for finding in findings if finding.question == "directory"), None)
    made = (
        _section(finding, directory, territory, region=region) for finding in sorted(findings, key=_place)
    )
    return tuple(section for section in made if section.tells_more)


def _place(finding: Finding) -> int:
    if finding.question == "directory":
        return len(ORDER) + 1
    return ORDER.index(finding.question) if finding.question in ORDER else len(ORDER)


def _section(finding: Finding, directory: Finding | None, territory: Territory, *, region: bool) -> Section:
    bars: tuple[Bars, ...] = ()
    heat: Heat | None = None
    shown: Sheet | None = None
    match finding.question:
        case "overview" if directory:
            bars = (tallies.kinds(directory), *((tallies.bassins(directory, territory),) if region else ()))
        case "answers":
            bars = tallies.answers(finding)
        case "ties" if directory:
            heat = matrices.ties(finding, directory, "bassin" if region else "kind")
        case "gaps_themes" | "gaps_slots":
            heat = matrices.gaps(finding, FACETS[finding.question])
    # A chart of bars has its figures beside it, and ties are told one by one in the workbook and on the map.
    if finding.question != "ties" and not (finding.question == "answers" and bars):
        shown = sheet(finding)
    return Section(finding.question, finding.title, finding.sentence(), finding.remarks, bars, heat, shown)
