"""The rows of an answer as a table that fits a page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.render.cells import NUMERIC, spoken
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from wtc_eco.analysis.finding import Finding, Heading

WIDEST = 8
"""Columns that can be read across an A4 page."""
LONG = 25
"""Rows from which a reader looks for words."""


@dataclass(frozen=True)
class PageLayout:
    """Which columns of an answer a page shows, how many rows, and by which columns they are sorted.

    No columns: the first ones; no `most`: all rows; no `sorted_by`: in the order of the answer.
    """

    columns: tuple[str, ...] = ()
    most: int | None = None
    sorted_by: tuple[str, ...] = ()


LAYOUTS = {
    "acquaintance": PageLayout(("of", "structures", "answers", "cites", "ties", "index")),
    "overview": PageLayout(("id", "structures", "records", "population", "communes", "without")),
    "isolated": PageLayout(("name", "kind", "commune", "standing", "reason", "n", "base")),
    "missing_links": PageLayout(
        ("from_name", "from_commune", "to_name", "to_commune", "km", "people", "needs", "both_answered")
    ),
    "worst_gap": PageLayout(("commune", "mark", "km", "nearest", "nearest_commune", "people"), 20),
    "directory": PageLayout(
        ("name", "kind", "commune", "standing", "n_out", "n_in"), None, ("commune", "name")
    ),
    "reminders": PageLayout(("name", "commune", "n_in", "asked_on", "email", "phone"), 40),
    "bridges": PageLayout(("rank", "name", "role", "commune", "n_cut", "cut_off", "with", "confirmed"), 15),
    "resilience": PageLayout(("name", "commune", "people", "n_cases", "profiles", "needs"), 15),
    "partners": PageLayout(
        ("way", "host_name", "host_commune", "hours", "teacher_name", "teacher_commune", "km", "people")
    ),
    "training_whom": PageLayout(
        ("name", "commune", "level", "trainer_name", "trainer_commune", "km", "receives_helpers"), 20
    ),
    "trend": PageLayout(("what", "name", "field", "before", "after", "direction", "event"), 40),
    "findable": PageLayout(("name", "commune", "found", "missing", "kind"), 20),
    "hypotheses": PageLayout(("about", "figures", "hypothese", "source")),
}
"""The answers whose rows would not fit as they are; the workbook and the CSV have them whole."""
BY_BASSIN = PageLayout(
    ("theme", "slot", "bassin", "n_offering", "n_known", "n_unknown", "n_lacking", "n_communes", "mark"), 20
)
BY_COMMUNE = PageLayout(("theme", "slot", "commune", "mark", "km", "nearest", "nearest_commune"), 20)
JOURNEYS_BY_BASSIN = PageLayout(
    ("profile", "need", "bassin", "n_without", "n_communes", "cause", "people_without"), 20
)
JOURNEYS_BY_COMMUNE = PageLayout(("profile", "need", "commune", "mark", "people"), 20)


@dataclass(frozen=True)
class PrintedCell:
    """A cell as said, how it is set, whether nobody told us, and what it is sorted by where not by its words."""

    text: str
    setting: str
    unknown: bool
    key: str = ""


@dataclass(frozen=True)
class PrintedTable:
    """A table to print: its titles, its rows, and how many rows more the files have."""

    caption: str
    titles: tuple[tuple[str, str], ...]
    rows: tuple[tuple[PrintedCell, ...], ...]
    more: int = 0

    @property
    def filtered(self) -> bool:
        """Whether it is long enough to be looked through by words."""
        return len(self.rows) >= LONG


def layout_of(finding: Finding) -> PageLayout:
    """How a finding is laid out; gaps and journeys by bassin have other columns than by commune."""
    if finding.question in ("gaps_themes", "gaps_slots"):
        return BY_BASSIN if any(head.id == "n_lacking" for head in finding.headings) else BY_COMMUNE
    if finding.question == "journeys":
        by_bassin = any(head.id == "n_without" for head in finding.headings)
        return JOURNEYS_BY_BASSIN if by_bassin else JOURNEYS_BY_COMMUNE
    return LAYOUTS.get(finding.question, PageLayout())


def sheet(finding: Finding) -> PrintedTable | None:
    """The rows of a finding as a table; none where it has no rows."""
    if not finding.table:
        return None
    chosen = layout_of(finding)
    heads = _columns(finding.headings, chosen.columns)
    rows = _sorted(finding.rows(), chosen.sorted_by)[: chosen.most]
    return PrintedTable(
        caption=finding.title,
        titles=tuple((head.title, _setting(head)) for head in heads),
        rows=tuple(tuple(_cell(row, head) for head in heads) for row in rows),
        more=len(finding.rows()) - len(rows),
    )


def _columns(headings: Sequence[Heading], wanted: Sequence[str]) -> list[Heading]:
    by_id = {head.id: head for head in headings}
    chosen = [by_id[name] for name in wanted if name in by_id]
    return (chosen or list(headings))[:WIDEST]


def _sorted(rows: Iterable[Mapping[str, Any]], names: Sequence[str]) -> list[Mapping[str, Any]]:
    """As a person looks a name up: without case and accents; the unknown last."""
    return sorted(
        rows, key=lambda row: [(row.get(name) is None, fold(row.get(name) or "")) for name in names]
    )


def _cell(row: Mapping[str, Any], head: Heading) -> PrintedCell:
    value = row.get(head.id)
    return PrintedCell(spoken(value, head), _setting(head), value is None, _key(value, head))


def _key(value: Any, head: Heading) -> str:
    """A figure or a date is sorted by its value, not by how it is said."""
    if value is None or _setting(head) not in ("n", "d"):
        return ""
    return repr(float(value)).removesuffix(".0") if head.shape in NUMERIC else str(value)


def _setting(head: Heading) -> str:
    """`n` for a figure, set to the right; `d` for a date, kept on one line; `m` for an address, cut anywhere."""
    if head.id in ("email", "website"):
        return "m"
    return "n" if head.shape in NUMERIC else "d" if head.shape == "date" else ""
