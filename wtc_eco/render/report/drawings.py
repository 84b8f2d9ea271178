"""Which charts a question has."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.render.report import matrices, needs, tallies

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.territory import Territory

FACETS = {"gaps_themes": "theme", "gaps_slots": "slot"}


def bars(
    finding: Finding, held: Mapping[str, Finding], territory: Territory, *, region: bool
) -> tuple[Bars, ...]:
    """The bars of a question; `held` are all answers by question: some charts count structures of the directory."""
    directory = held.get("directory")
    match finding.question:
        case "overview" if directory:
            return (
                tallies.kinds(directory),
                *((tallies.bassins(directory, territory),) if region and _tells_standings(directory) else ()),
            )
        case "answers" if finding.response is not None:
            return tallies.answers(finding)
        case "themes_by_slot":
            return _some(needs.gaps(finding))
        case "gaps_steps":
            return _some(needs.offers(finding, "step"))
        case "gaps_publics":
            return _some(needs.offers(finding, "public"))
        case "journeys":
            return _some(needs.journeys(finding))
        case "training":
            return needs.trained(finding)
        case _:
            return ()


def heat(finding: Finding, held: Mapping[str, Finding], *, region: bool) -> Heat | None:
    """The heat map of a question."""
    directory = held.get("directory")
    match finding.question:
        case "ties" if directory:
            return matrices.ties(finding, directory, "bassin" if region else "kind")
        case "acquaintance" if not _rows(held.get("ties")):
            # Ties one by one draw the same with their directions: where they are not told, groups are.
            return matrices.groups(finding)
        case "themes_by_slot":
            return matrices.offered(finding)
        case "gaps_themes" | "gaps_slots":
            return matrices.gaps(finding, FACETS[finding.question])
        case _:
            return None


def _rows(finding: Finding | None) -> bool:
    return bool(finding and finding.rows())


def _tells_standings(directory: Finding) -> bool:
    """Whether it says how each structure stands: the shared edition does not."""
    return any(head.id == "standing" for head in directory.headings)


def _some(drawn: Bars | None) -> tuple[Bars, ...]:
    return (drawn,) if drawn else ()
