"""What a report holds, whatever it is written as: a page, a workbook, Markdown."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import date, listing, mark, number, tr, trn
from wtc_eco.render import editions
from wtc_eco.render.report import firstpage
from wtc_eco.render.report.actions import actions
from wtc_eco.render.report.sections import Section, sections
from wtc_eco.territory.words import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.render.report.firstpage import Said
    from wtc_eco.territory import Scope, Territory

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
    sentences: tuple[Said, ...]
    actions: tuple[Said, ...]
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
    held = {finding.question: finding for finding in findings}
    first = next(iter(held.values()), None)
    region = scope.bassin is None and scope.commune is None
    place = spoken(territory.name) if region else scope.text()
    edition = first.edition if first else "working"
    title = _title(scope, place)
    day = date(first.as_of) if first and first.as_of else ""
    return Report(
        title=title,
        place=place,
        edition=editions.named(edition).lower(),
        warning=editions.warned(edition),
        cited=editions.cited(edition, title, day),
        day=day,
        notice=first.notice if first else "",
        ground=_ground(territory, scope),
        sentences=firstpage.sentences(held, place),
        actions=actions(held),
        silences=firstpage.silences(held, contact),
        sections=sections(tuple(held.values()), territory, region=region, place=place),
        method=tuple(_method()),
        sources=tuple((source, date(said) if said else "") for source, said in sources),
    )


def _title(scope: Scope, place: str) -> str:
    if scope.bassin is not None and scope.commune is None:
        return tr("Digital inclusion in the bassin {place}", place=place)
    return tr("Digital inclusion: {place}", place=place)


def _ground(territory: Territory, scope: Scope) -> str:
    """How many communes and inhabitants the page is about."""
    if scope.commune:
        held = [scope.commune]
    else:
        # Communes outside every bassin are kept and labelled, but questions are asked of bassins.
        held = [at for at in territory.communes.values() if at.bassin and scope.covers(at.bassin, at.ins)]
    people = number(sum(commune.population for commune in held))
    communes = trn("{n} commune", "{n} communes", len(held))
    source = spoken(territory.population_source) if territory.population_source else ""
    said = tr("{communes}, {people} inhabitants", communes=communes, people=people)
    return f"{said} ({source})" if source else said


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
            "Below 60% of answers, structures are not ranked; between 60% and 75%, rankings are to be read with care. No percentage is given on fewer than ten answers."
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
