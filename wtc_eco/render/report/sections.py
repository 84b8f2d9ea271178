"""The pages after the first: one section a question, with its charts and its table, in parts."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.locale import mark, tr
from wtc_eco.render.report import drawings
from wtc_eco.render.report.sheets import sheet
from wtc_eco.render.report.wording import short_title, without_place

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.render.report.sheets import Sheet
    from wtc_eco.territory import Territory

PARTS = (
    (mark("Who is there, who answered"), ("overview", "answers", "reminders")),
    (
        mark("The network"),
        ("isolated", "ties", "acquaintance", "bridges", "resilience", "missing_links"),
    ),
    (
        mark("What is offered, what is missing"),
        (
            *("worst_gap", "themes_by_slot", "gaps_themes", "gaps_slots", "gaps_steps", "gaps_publics"),
            *("journeys", "partners", "findable"),
        ),
    ),
    (mark("Trained teams"), ("training", "training_whom")),
    (mark("What changed"), ("trend",)),
    (mark("Annexes"), ("directory", "hypotheses")),
)
"""The parts of the report and their questions, in order; another question comes before the annexes."""
ALL_DRAWN = (
    *("answers", "ties", "themes_by_slot", "gaps_themes", "gaps_slots", "gaps_steps", "gaps_publics"),
    *("journeys", "training"),
)
"""Questions whose chart says it all, where there is one: the workbook has their rows."""


@dataclass(frozen=True)
class Section:
    """A question answered: its sentence, and what it rests on; `elsewhere`: only the workbook has its rows."""

    id: str
    title: str
    sentence: str
    remarks: tuple[str, ...] = ()
    bars: tuple[Bars, ...] = ()
    heat: Heat | None = None
    sheet: Sheet | None = None
    elsewhere: bool = False
    part: str = ""
    number: int = 0

    @property
    def tells_more(self) -> bool:
        """Whether it says more than its sentence, which the first page has."""
        return bool(self.remarks or self.bars or self.heat or self.sheet)


def sections(
    findings: Sequence[Finding], territory: Territory, *, region: bool, place: str = ""
) -> tuple[Section, ...]:
    """One section a finding that has more than its sentence, numbered; bassins are compared for a whole region."""
    held = {finding.question: finding for finding in findings}
    ordered = sorted(held.values(), key=lambda finding: _place(finding.question))
    made = (_section(finding, held, territory, region=region, place=place) for finding in ordered)
    return tuple(
        replace(section, number=number)
        for number, section in enumerate((one for one in made if one.tells_more), start=1)
    )


def _unasked(finding: Finding) -> bool:
    """Where nobody was asked, a table of who answered would be a column of zeros."""
    return finding.question == "answers" and finding.response is None


def _place(question: str) -> float:
    """Where a question stands; one that no part names comes before the annexes."""
    asked = [one for _, questions in PARTS for one in questions]
    return asked.index(question) if question in asked else len(asked) - len(PARTS[-1][1]) - 0.5


def _part(question: str) -> str:
    return next((tr(title) for title, questions in PARTS if question in questions), tr("Other questions"))


def _section(
    finding: Finding, held: Mapping[str, Finding], territory: Territory, *, region: bool, place: str
) -> Section:
    bars = drawings.bars(finding, held, territory, region=region)
    heat = drawings.heat(finding, held, region=region)
    told = finding.question in ALL_DRAWN and bool(bars or heat)
    return Section(
        id=finding.question,
        title=short_title(finding.title, place),
        sentence=without_place(finding.sentence(), place),
        remarks=finding.remarks,
        bars=bars,
        heat=heat,
        sheet=None if told or _unasked(finding) else sheet(finding),
        elsewhere=told,
        part=_part(finding.question),
    )
