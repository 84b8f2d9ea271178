"""Commune sheets: two to an A4, to hand to a burgomaster; nothing asked of the network, no text of a user run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from markupsafe import Markup

from wtc_eco.i18n import date, language, people, tr, trn
from wtc_eco.render import files
from wtc_eco.render.html import policy, stylesheet, template

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wtc_eco.analysis.finding import Finding

_HERE = Path(__file__).parent
LINES = ("outside_hours", "themes", "not_found", "introductions", "to_complete")


@dataclass(frozen=True)
class SheetLine:
    """A line of a sheet: what it is about and what is said, or that nobody told us."""

    title: str
    said: tuple[str, ...]
    unknown: bool = False
    bulleted: bool = False


@dataclass(frozen=True)
class CommuneSheet:
    """A commune on half a page."""

    commune: str
    under: str
    lead: str
    lines: tuple[SheetLine, ...]


def commune_sheets(finding: Finding, contact: str = "") -> str:
    """The page of the sheets of an answer, in the language spoken now; same answer, same text."""
    style = stylesheet(_HERE / "commune_sheets.css")
    return template(_HERE / "commune_sheets.html.j2").render(
        lang=language(),
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        title=finding.title,
        edition=files.named(finding.edition),
        as_of=date(finding.as_of) if finding.as_of else "",
        notice=finding.notice,
        contact=contact,
        sheets=[_sheet(row, finding) for row in finding.rows()],
    )


def _sheet(row: Mapping[str, Any], finding: Finding) -> CommuneSheet:
    words = {head.id: head for head in finding.headings}
    bassins = words["bassin"].words or {}
    return CommuneSheet(
        commune=row["commune"],
        under=" · ".join(
            (
                bassins.get(row["bassin"], tr("outside the bassins")),
                tr("{people} inhabitants", people=people(row["population"])),
            )
        ),
        lead=_lead(row),
        lines=tuple(_lines(row, {name: head.title for name, head in words.items()})),
    )


def _lead(row: Mapping[str, Any]) -> str:
    n = row["structures"]
    if not n:
        return tr("No structure is known in this commune: one that is not listed may exist.")
    sentence = trn(
        "{n} structure known: {kinds}.", "{n} structures known: {kinds}.", n, kinds=", ".join(row["kinds"])
    )
    answered = row.get("answered")
    if answered is None:
        return sentence
    heard = (
        trn("{n} has answered about its network.", "{n} have answered about their network.", answered)
        if answered
        else tr("None has answered about its network yet.")
    )
    return f"{sentence} {heard}"


def _lines(row: Mapping[str, Any], titles: Mapping[str, str]) -> Iterator[SheetLine]:
    for name in LINES:
        if name not in titles or (row[name] == () and name != "themes"):
            continue
        words = (tr("none known"),) if row[name] == () else row[name]
        if words is None:
            if row["structures"] and name == "themes":
                yield SheetLine(
                    titles[name], (tr("unknown: no structure has told its themes"),), unknown=True
                )
            continue
        bulleted = name != "themes"
        yield SheetLine(titles[name], tuple(words) if bulleted else (", ".join(words),), bulleted=bulleted)
