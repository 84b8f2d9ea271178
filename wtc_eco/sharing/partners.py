"""The shared edition in a folder of its own: map, report, commune sheets, register, and what was left out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import publishing, reporting
from wtc_eco.locale import language, number, speaking, tr, trn
from wtc_eco.reporting import write_report
from wtc_eco.sharing.inspection import inspect
from wtc_eco.sharing.readme import LeftOut, left_out, readme

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

FOLDER = "partage"
"""The folder of outputs/ where the shared edition stands."""


@dataclass(frozen=True)
class Shared:
    """Where each file is and what it is; and what was left out."""

    folder: Path
    files: tuple[tuple[Path, str], ...]
    left_out: LeftOut

    def sentences(self) -> tuple[str, ...]:
        """What was done, to read aloud."""
        counted = self.left_out
        return (
            trn(
                "{n} structure stands in it for what it offers: no person, no e-mail address, no phone number, no tie "
                "between structures, no status by name.",
                "{n} structures stand in it for what they offer: no person, no e-mail address, no phone number, no tie "
                "between structures, no status by name.",
                counted.structures,
            ),
            tr(
                "Every file was searched for {people} people, {addresses} addresses and {numbers} phone numbers: none "
                "was found.",
                people=number(counted.people),
                addresses=number(counted.addresses),
                numbers=number(counted.numbers),
            ),
        )

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "folder": self.folder.as_posix(),
            "files": [{"file": path.as_posix(), "what": what} for path, what in self.files],
            "left_out": self.left_out.as_json(),
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
    number. Raises `RefusedError`, with nothing written, where one of them is found.
    """
    target = Path(folder) if folder else ecosystem.outputs / FOLDER
    target.parent.mkdir(parents=True, exist_ok=True)
    with (
        speaking(lang or ecosystem.language),
        tempfile.TemporaryDirectory(dir=target.parent, prefix=".") as made,
    ):
        partners = ecosystem.shared()
        written = list(_written(partners, Path(made), bassin))
        counted = left_out(ecosystem, partners, bassin)
        text = readme(partners, bassin, [(path.name, what) for path, what in written], counted)
        (Path(made) / _readme_name()).write_text(text, encoding="utf-8", newline="\r\n")
        written.append((Path(made) / _readme_name(), tr("what is in here, what was left out, and why")))
        inspect(ecosystem, [path for path, _ in written])
        target.mkdir(exist_ok=True)
        return Shared(
            target, tuple((path.replace(target / path.name), what) for path, what in written), counted
        )


def _readme_name() -> str:
    return "LISEZMOI.txt" if language() == "fr" else "README.txt"


def _written(partners: Ecosystem, folder: Path, bassin: str | None) -> Iterator[tuple[Path, str]]:
    """Each file, made by the renderers of the working edition from the answers of the shared one."""
    spoken = language()
    yield (
        publishing.write_map(partners, folder / "map.html", bassin=bassin, lang=spoken),
        tr("the map, to open in a browser"),
    )
    yield (
        write_report(partners, folder / "report.html", bassin=bassin, lang=spoken),
        tr("the report, to read and to print"),
    )
    yield (
        reporting.write_commune_sheets(partners, folder / "communes.html", bassin=bassin, lang=spoken),
        tr("a sheet for each commune, two to a page"),
    )
    register = partners.ask("public_register", bassin=bassin)
    for ending, what in (("csv", tr("the register, for programs")), ("xlsx", tr("the register, for Excel"))):
        yield publishing.write_finding(register, folder / f"registry.{ending}"), what
