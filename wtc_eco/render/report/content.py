"""What a report holds, whatever it is written as: after the first page one section a question.

A section has the question's charts and its table, in parts.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco.i18n import date, listing, mark, number, percent, tr, trn
from wtc_eco.network.response import FIRM, FRAGILE
from wtc_eco.render import files
from wtc_eco.render.report import charts, first_page, needs
from wtc_eco.render.report.first_page import actions
from wtc_eco.render.report.sheets import sheet
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.charts import Bars, Heat
    from wtc_eco.render.report.first_page import PageSentence
    from wtc_eco.render.report.sheets import PrintedTable
    from wtc_eco.territory import Scope, Territory

FACETS = {"gaps_themes": "theme", "gaps_slots": "slot"}


def bars_of(
    finding: Finding, answers: Mapping[str, Finding], territory: Territory, *, region: bool
) -> tuple[Bars, ...]:
    """The bars of a question; `held` are all answers by question: some charts count structures of the directory."""
    directory = answers.get("directory")
    match finding.question:
        case "overview" if directory:
            return (
                charts.kinds(directory),
                *((charts.bassins(directory, territory),) if region and _tells_standings(directory) else ()),
            )
        case "answers" if finding.response is not None:
            return charts.answers(finding)
        case "themes_by_slot":
            return _some(needs.gap_bars(finding))
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


def heat_of(finding: Finding, answers: Mapping[str, Finding], *, region: bool) -> Heat | None:
    """The heat map of a question."""
    directory = answers.get("directory")
    match finding.question:
        case "ties" if directory:
            return needs.ties(finding, directory, "bassin" if region else "kind")
        case "acquaintance" if not ((ties := answers.get("ties")) and ties.rows()):
            # Ties one by one draw the same with their directions: where they are not told, groups are.
            return needs.groups(finding)
        case "themes_by_slot":
            return needs.offered(finding)
        case "gaps_themes" | "gaps_slots":
            return needs.gap_heat(finding, FACETS[finding.question])
        case _:
            return None


def _tells_standings(directory: Finding) -> bool:
    """Whether it says how each structure stands: the shared edition does not."""
    return any(head.id == "standing" for head in directory.headings)


def _some(drawn: Bars | None) -> tuple[Bars, ...]:
    return (drawn,) if drawn else ()


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
    sheet: PrintedTable | None = None
    elsewhere: bool = False
    part: str = ""
    number: int = 0

    @property
    def tells_more(self) -> bool:
        """Whether it says more than its sentence, which the first page has."""
        return bool(self.remarks or self.bars or self.heat or self.sheet)


def sections(
    findings: Sequence[Finding], territory: Territory, *, region: bool, about: str = ""
) -> tuple[Section, ...]:
    """One section a finding that has more than its sentence, numbered; bassins are compared for a whole region.

    `about` is the id of the scope that the page is about: its place is not said again.
    """
    answers = {finding.question: finding for finding in findings}
    ordered = sorted(answers.values(), key=lambda finding: _place(finding.question))
    made = (_section(finding, answers, territory, region=region, about=about) for finding in ordered)
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


def _section(
    finding: Finding, answers: Mapping[str, Finding], territory: Territory, *, region: bool, about: str
) -> Section:
    bars = bars_of(finding, answers, territory, region=region)
    heat = heat_of(finding, answers, region=region)
    drawn = finding.question in ALL_DRAWN and bool(bars or heat)
    return Section(
        id=finding.question,
        title=finding.heading(placed=finding.scope != about),
        sentence=finding.sentence(placed=finding.scope != about),
        remarks=tuple(remark.text for remark in finding.remarks),
        bars=bars,
        heat=heat,
        sheet=None if drawn or _unasked(finding) else sheet(finding),
        elsewhere=drawn,
        part=next(
            (tr(title) for title, questions in PARTS if finding.question in questions), tr("Other questions")
        ),
    )


METHOD = "method"
TO_DO = (
    mark("To do within three months"),
    mark("One thing to do within three months"),
    mark("Two things to do within three months"),
    mark("Three things to do within three months"),
)


@dataclass(frozen=True)
class Report:
    """A report ready to be written; `day` is its date in words, `sources` are (list, day in words or "")."""

    title: str
    place: str
    edition: str
    warning: str
    cited: str
    day: str
    notice: str
    ground: str
    sentences: tuple[PageSentence, ...]
    actions: tuple[PageSentence, ...]
    silences: tuple[str, ...]
    sections: tuple[Section, ...]
    method: tuple[tuple[str, str], ...]
    sources: tuple[tuple[str, str], ...]

    @property
    def parts(self) -> tuple[tuple[str, tuple[Section, ...]], ...]:
        """The sections by part, in order."""
        titles = dict.fromkeys(section.part for section in self.sections)
        return tuple((title, tuple(one for one in self.sections if one.part == title)) for title in titles)

    @property
    def to_do(self) -> str:
        """What stands above the things to do."""
        return tr(TO_DO[len(self.actions)])

    def number_of(self, section: str) -> int | None:
        """The number of a section by its id; the method stands after all."""
        if section == METHOD:
            return len(self.sections) + 1
        return next((one.number for one in self.sections if one.id == section), None)


def compose(
    findings: Sequence[Finding],
    *,
    territory: Territory,
    scope: Scope,
    sources: Sequence[tuple[str, str]] = (),
    contact: str = "",
) -> Report:
    """The report of a territory or a bassin, in the language spoken now; same findings, same report.

    `sources` are the lists it rests on, each with the ISO date it was collected on (or ""), and
    `contact` is where a reader reports what is missing. Each question is answered once: of two
    findings with one question, the later counts.
    """
    answers = {finding.question: finding for finding in findings}
    first = next(iter(answers.values()), None)
    region = scope.bassin is None and scope.commune is None
    place = spoken(territory.name) if region else scope.text()
    edition = first.edition if first else "working"
    title = _title(scope, place)
    day = date(first.as_of) if first and first.as_of else ""
    return Report(
        title=title,
        place=place,
        edition=files.named(edition).lower(),
        warning=files.warned(edition),
        cited=files.cited(edition, title, day),
        day=day,
        notice=first.notice if first else "",
        ground=_ground(territory, scope),
        sentences=first_page.sentences(answers, scope.id),
        actions=actions(answers),
        silences=first_page.silences(answers, contact),
        sections=sections(tuple(answers.values()), territory, region=region, about=scope.id),
        method=tuple(_method()),
        sources=tuple(
            (source, date(collected_on) if collected_on else "") for source, collected_on in sources
        ),
    )


def _title(scope: Scope, place: str) -> str:
    if scope.bassin is not None and scope.commune is None:
        return tr("Digital inclusion in the bassin {place}", place=place)
    return tr("Digital inclusion: {place}", place=place)


def _ground(territory: Territory, scope: Scope) -> str:
    """How many communes and inhabitants the page is about."""
    if scope.commune:
        communes_meant = [scope.commune]
    else:
        # Communes outside every bassin are kept and labelled, but questions are asked of bassins.
        communes_meant = [
            at for at in territory.communes.values() if at.bassin and scope.covers(at.bassin, at.ins)
        ]
    people = number(sum(commune.population for commune in communes_meant))
    communes = trn("{n} commune", "{n} communes", len(communes_meant))
    source = spoken(territory.population_source) if territory.population_source else ""
    sentence = tr("{communes}, {people} inhabitants", communes=communes, people=people)
    return f"{sentence} ({source})" if source else sentence


def _method() -> Iterator[tuple[str, str]]:
    """How figures are made, for a reader who was not there."""
    yield (
        tr("One row, one structure"),
        tr(
            "Rows of several lists that speak of the same place are brought together on their name, address, telephone, e-mail and website. Pairs in doubt are left to a person; a decision taken once holds."
        ),
    )
    yield (
        tr("Isolation"),
        tr(
            "Only a structure that answered the questions on the network, and has no declared tie given or received, is said to have none. While others have not answered, their number is a maximum."
        ),
    )
    yield (
        tr("Answers"),
        tr(
            "Below {low} of answers, structures are not ranked; between {low} and {high}, rankings are to be read with care. No percentage is given on fewer than ten answers.",
            low=percent(FRAGILE),
            low_points=number(100 * FRAGILE),
            high=percent(FIRM),
        ),
    )
    yield (
        tr("Themes and slots"),
        tr(
            "What a structure offers is what it declares or what its opening hours show. A structure whose themes or hours are not known counts neither as an offer nor as a gap."
        ),
    )
    yield (
        tr("Fragile"),
        tr(
            "A result is called fragile where a small change of a weight or a distance, or the answers still missing, would change it. It is to be checked with those concerned before it is presented."
        ),
    )
    yield (
        tr("Borderline"),
        tr(
            "A gap is called borderline where a slightly longer distance would fill it, in every commune that lacks it; else it is clear. That says nothing of which gap is the largest."
        ),
    )
    yield (
        tr("Figures in people"),
        tr(
            "Orders of magnitude, rounded to two digits: inhabitants × share in need × weight of the theme and of the time slot, where nobody near offers it."
        ),
    )
    yield (
        tr("Unknown"),
        tr("“?” means that nobody told us; “{none}” means that there is known to be none.", none=tr("none")),
    )


def in_short(sources: Sequence[tuple[str, str]]) -> str:
    """The sources on one line: «liste des CPAS (12 octobre 2026) et annuaire»."""
    return listing([f"{source} ({day})" if day else source for source, day in sources])
