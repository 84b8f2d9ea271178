"""The shared edition in a folder of its own: map, report, commune sheets, register, and a note of what was left out.

Before it is given out, every file is searched: a person, an address or a number in one refuses the whole.
"""

from __future__ import annotations

import html
import zipfile
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.disclosure import STEP, read_published, remember, with_edition
from wtc_eco.ecosystem.privacy.publishable import n_left_out, shared, withheld_of
from wtc_eco.ecosystem.privacy.scrub import files_in
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import date, language, listing, number, speaking, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import within
from wtc_eco.render.files import put_together
from wtc_eco.services import outputs, reports
from wtc_eco.services.reports import write_report
from wtc_eco.sources.encoding import scratch
from wtc_eco.sources.read import FileTexts, file_texts

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem


@dataclass(frozen=True)
class LeftOut:
    """How much of the working edition stayed at home."""

    structures: int
    people: int
    addresses: int
    numbers: int
    ties: int
    renamed: int
    texts: int

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "structures": self.structures,
            "people": self.people,
            "addresses": self.addresses,
            "numbers": self.numbers,
            "ties": self.ties,
            "renamed": self.renamed,
            "texts": self.texts,
        }


def left_out(working: Ecosystem, partners: Ecosystem, bassin: str | None) -> LeftOut:
    """Counted on the whole folder, but structures, names and ties, which are those of the scope."""
    withheld = withheld_of(working)
    inside = frozenset(within(working.network, working.scope(bassin=bassin)))
    names = ((working.network.nodes[node]["name"], partners.network.nodes[node]["name"]) for node in inside)
    return LeftOut(
        structures=len(inside),
        people=len(withheld.people),
        addresses=len(withheld.addresses),
        numbers=len(withheld.numbers),
        ties=sum(1 for start, end in working.network.edges() if start in inside or end in inside),
        renamed=sum(before != after for before, after in names),
        texts=n_left_out(working.registry, partners.registry),
    )


def readme(
    partners: Ecosystem, bassin: str | None, files: Sequence[tuple[str, str]], counted: LeftOut
) -> str:
    """The note, in the language spoken now, as plain text."""
    place = partners.scope(bassin=bassin).text()
    notice = partners.settings.notice_in(language())
    head = [tr("Digital inclusion: {place} – shared edition", place=place)]
    if partners.as_of:
        head.append(tr("As of {date}", date=date(partners.as_of)))
    parts = [
        "\n".join(head),
        notice,
        tr("Made to be passed on: to partners, to communes, to the public."),
        _listed(tr("What is in this folder"), [f"{name} : {what}" for name, what in files]),
        _listed(tr("What was left out, and why"), _reasons(counted)),
        _listed(tr("How to read it"), _reading()),
        _missing(partners.settings.contact),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title.upper(), *(f"- {line}" for line in lines)])


def _reasons(counted: LeftOut) -> list[str]:
    reasons = [
        tr(
            "People: {people} persons known, {addresses} e-mail addresses and {numbers} phone numbers stay with the "
            "coordination, those of structures too: some are a person's. Texts in which somebody may be named are "
            "left out; whoever finds a name all the same tells the coordination.",
            people=number(counted.people),
            addresses=number(counted.addresses),
            numbers=number(counted.numbers),
        ),
        tr("Ties: none stands in it and none is counted; structures were promised that no tie is published."),
        tr(
            "Standings: who has no declared tie yet, whose team is not trained, who sends nobody on is counted, of ten "
            "structures or more, and never said of one: it would be a judgement on a partner."
        ),
        tr(
            "Exact figures about answers: they are rounded to {n}, and stay as they were until ten structures of a "
            "bassin answer otherwise, so that no subtraction tells what one of them said.",
            n=STEP,
        ),
        tr("Percentages: none is given on fewer than ten structures; rows on fewer than ten are left out."),
        tr("Remarks in free words, opening hours as written and plans: anything can stand in them."),
    ]
    if counted.renamed:
        reasons.append(
            trn(
                "{n} structure whose name is a person's, or holds an address or a number, is called by its kind and "
                "commune, without its street.",
                "{n} structures whose name is a person's, or holds an address or a number, are called by their kind "
                "and commune, without their street.",
                counted.renamed,
            )
        )
    return reasons


def _reading() -> list[str]:
    return [
        tr("An empty cell, or “?”, is unknown: nobody told us. It is not a no."),
        tr(
            "Figures about ties are those declared by the structures that answered; the others may have more."
        ),
        tr("People concerned are orders of magnitude, from hypotheses that the report lists."),
    ]


def _missing(contact: str) -> str:
    if contact:
        return tr(
            "A structure is missing, or does not want to be listed? Write to {contact}.", contact=contact
        )
    return tr("A structure is missing, or does not want to be listed? Tell the coordination.")


SHOWN = 5


def inspect(ecosystem: Ecosystem, files: Iterable[Path]) -> None:
    """Raise `RefusedError` where a file names a person of contacts.csv, an e-mail address or a phone number.

    The coordination's own address (`contact` of eco.toml) is meant to be read.
    """
    withheld, allowed = withheld_of(ecosystem), ecosystem.settings.contact
    leaks = [
        Problem("shared_leak", "refusal", tr("{what} would be read in it.", what=what), file=path.name)
        for path in files
        for what in dict.fromkeys(
            one for text in texts(path) for one in withheld.in_page(text, allowed=allowed)
        )
    ]
    if leaks:
        raise RefusedError(
            tr("Nothing was shared: a person, an address or a number stands in {file}.", file=leaks[0].file),
            hint=tr("Correct the structure or the list it comes from (wtc-eco set …), then share again."),
            problems=tuple(leaks[:SHOWN]),
        )


def texts(path: Path) -> Iterator[str]:
    """The texts of a file as a reader finds them: of a workbook every part of it, of a page also without its entities."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                yield html.unescape(archive.read(name).decode(errors="replace"))
        return
    text = path.read_bytes().decode("utf-8-sig", errors="replace")
    yield html.unescape(text) if path.suffix == ".html" else text


FOLDER = "partage"
"""The folder of outputs/ where the shared edition stands."""


@dataclass(frozen=True)
class Shared:
    """Where each file is and what it is; and what was left out."""

    folder: Path
    files: tuple[tuple[Path, str], ...]
    left_out: LeftOut
    beside: tuple[tuple[str, str], ...] = ()
    """Other files of the folder in which somebody stands, or that could not be searched, and which of the two."""
    held: tuple[str, ...] = ()
    """Bassins of which some figures stay those of an earlier edition."""

    def sentences(self) -> tuple[str, ...]:
        """What was done, to read aloud."""
        counted = self.left_out
        return (
            trn(
                "{n} structure stands in it for what it offers; e-mail addresses, phone numbers, ties between structures "
                "and statuses by name are left out.",
                "{n} structures stand in it for what they offer; e-mail addresses, phone numbers, ties between "
                "structures and statuses by name are left out.",
                counted.structures,
            ),
            tr(
                "What was checked: every file was searched for the names of the {people} persons known (contacts and "
                "columns of people), {addresses} addresses and {numbers} phone numbers, and holds none of them; names, "
                "streets, localities, sites and hours were read for “c/o”, “chez”, “Mme” and first names beside a "
                "name ({texts} texts left out). Somebody whom none of this tells may be left: read registry.csv before "
                "you pass the folder on.",
                people=number(counted.people),
                addresses=number(counted.addresses),
                numbers=number(counted.numbers),
                texts=number(counted.texts),
            ),
            tr("Figures about answers are rounded to {n}.", n=STEP),
            *(
                [
                    tr(
                        "Some figures stay those of an earlier edition in {bassins}: fewer than {n} structures answer "
                        "otherwise since, and the difference would tell what they said.",
                        bassins=listing(self.held),
                        n=MIN_BASE,
                    )
                ]
                if self.held
                else []
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "folder": self.folder.as_posix(),
            "files": [{"file": path.as_posix(), "what": what} for path, what in self.files],
            "left_out": self.left_out.as_json(),
            "beside": [{"file": name, "why": why} for name, why in self.beside],
            "held": list(self.held),
        }


def share(
    ecosystem: Ecosystem,
    folder: str | Path | None = None,
    *,
    bassin: str | None = None,
    lang: str | None = None,
) -> Shared:
    """Write the shared edition of a bassin or of everything; by default into outputs/partage.

    Every file is searched before any is put in place: for the people of contacts.csv, for every address and
    number. Raises `RefusedError` where one of them is found, and `BusyError` where another program holds a file:
    the folder is then as it was.
    """
    target = Path(folder) if folder else ecosystem.outputs / FOLDER
    with (
        writing(ecosystem, "share", tables=False),
        speaking(lang or ecosystem.language),
        scratch(target.parent) as made,
    ):
        partners = shared(ecosystem)
        written = list(_written(partners, made / "new", bassin))
        counted = left_out(ecosystem, partners, bassin)
        text = readme(partners, bassin, [(path.name, what) for path, what in written], counted)
        note = made / "new" / _readme_name()
        note.write_text(text, encoding="utf-8", newline="\r\n")
        written.append((note, tr("what is in here, what was left out, and why")))
        inspect(ecosystem, [path for path, _ in written])
        ledger = with_edition(read_published(ecosystem.folder), partners.figures.counts.values())
        if ledger is not None:
            # Before the files: what may have been seen is remembered, even if the command is stopped here.
            remember(ecosystem.folder, ledger)
        placed = put_together([path for path, _ in written], target, made / "before")
        files = tuple(zip(placed, (what for _, what in written), strict=True))
        beside = _beside(ecosystem, target, {path.name for path in placed})
        return Shared(target, files, counted, beside, _held(partners))


def _beside(ecosystem: Ecosystem, target: Path, own: Collection[str]) -> tuple[tuple[str, str], ...]:
    """What else stands in the folder that is passed on: an older edition, a ZIP, a link."""
    withheld, allowed = withheld_of(ecosystem), ecosystem.settings.contact
    beside = []
    if target.is_symlink():
        beside.append((target.name, tr("it is a link; the files stand in {folder}", folder=target.resolve())))
    for path, behind in files_in(target):
        if path.parent == target and path.name in own:
            continue
        seen = FileTexts(unseen=behind) if path.is_dir() else file_texts(path)
        named = any(next(withheld.in_page(text, allowed=allowed), "") for text in seen.texts)
        why = tr("a person, an address or a number stands in it") if named else seen.unseen
        if why:
            beside.append((path.relative_to(target).as_posix(), why))
    return tuple(beside)


def _held(partners: Ecosystem) -> tuple[str, ...]:
    """The names of the bassins whose figures wait, in the order of the pack."""
    waiting = {bassin for _, bassin in partners.figures.held}
    return tuple(bassin.text() for key, bassin in partners.territory.bassins.items() if key in waiting)


def _readme_name() -> str:
    return "LISEZMOI.txt" if language() == "fr" else "README.txt"


def _written(partners: Ecosystem, folder: Path, bassin: str | None) -> Iterator[tuple[Path, str]]:
    """Each file, made by the renderers of the working edition from the answers of the shared one."""
    spoken = language()
    yield (
        outputs.write_map(partners, folder / "map.html", bassin=bassin, lang=spoken),
        tr("the map, to open in a browser"),
    )
    yield (
        write_report(partners, folder / "report.html", bassin=bassin, lang=spoken),
        tr("the report, to read and to print"),
    )
    yield (
        reports.write_commune_sheets(partners, folder / "communes.html", bassin=bassin, lang=spoken),
        tr("a sheet for each commune, two to a page"),
    )
    register = partners.ask("public_register", bassin=bassin)
    for ending, what in (("csv", tr("the register, for programs")), ("xlsx", tr("the register, for Excel"))):
        yield outputs.write_finding(register, folder / f"registry.{ending}"), what
