"""What leaves the house: the files of outputs/, made from an ecosystem and made again at will."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import notes
from wtc_eco.i18n import mark, tr, trn
from wtc_eco.services.reports import HEADLINES, named, spoken, write_report

if TYPE_CHECKING:
    import folium

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.importing.deduplicate import Matched
    from wtc_eco.render.map import MapRequest

QUESTIONS = ("isolated", "gaps_themes", "gaps_slots", "journeys", "missing_links")
"""The questions whose rows `run` writes as tables."""
LAYERS = ("gaps_themes", "gaps_slots", "journeys")
"""The questions whose answers can colour the communes of the map."""
NAMED = 5
"""So many structures are named where people stand; the rest is counted."""
REPORTS = (
    ("html", mark("the report, to read and to print")),
    ("xlsx", mark("the same as a workbook, with charts for a presentation")),
    ("md", mark("the same as text, to paste into a message")),
)
"""What `run` writes of the report."""


@dataclass(frozen=True)
class Published:
    """What `run` made: the sentences to read aloud, and where each file is."""

    title: str
    sentences: tuple[str, ...]
    files: tuple[tuple[Path, str], ...]
    notice: str
    as_of: str

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "title": self.title,
            "sentences": list(self.sentences),
            "files": [{"file": path.as_posix(), "what": what} for path, what in self.files],
            "notice": self.notice,
            "as_of": self.as_of,
        }


def run(ecosystem: Ecosystem, *, lang: str | None = None) -> Published:
    """Everything, into outputs/: register, findings, map and report; says what was found and where it is."""
    with spoken(ecosystem, lang):
        out = ecosystem.outputs
        edited = tuple(_edited_kept(ecosystem, out / "registry.xlsx"))
        in_register = people_in(ecosystem, "registry")
        files = [
            (_write_registry(ecosystem, out / name), f"{what}. {in_register}")
            for name, what in (
                ("registry.csv", tr("the register, one row a structure")),
                ("registry.xlsx", tr("the register, for Excel")),
            )
        ]
        for question in QUESTIONS:
            finding = ecosystem.ask(question)
            path = write_finding(finding, out / f"{question}.csv")
            files.append((path, finding.title))
        what = tr("the map, to open in a browser")
        files.append((write_map(ecosystem, lang=lang), f"{what}. {people_in(ecosystem, 'map')}"))
        files += [(write_report(ecosystem, form=form, lang=lang), tr(content)) for form, content in REPORTS]
        headlines = [ecosystem.ask(question) for question in HEADLINES]
        return Published(
            title=title(ecosystem),
            sentences=tuple(finding.sentence() for finding in headlines),
            files=(*edited, *files),
            notice=headlines[0].notice,
            as_of=ecosystem.as_of,
        )


def write_finding(finding: Finding, path: str | Path, *, form: str | None = None) -> Path:
    """Write an answer as `csv`, `json`, `xlsx` or `md` (by default as the file's ending says)."""
    from wtc_eco.render import tables

    target = Path(path)
    tables.write(finding, target, form or target.suffix.lstrip(".").lower())
    return target


def write_clusters(matched: Matched, path: str | Path) -> Path:
    """Write what `match_files` found, as `id,cluster,probability`."""
    from wtc_eco.render.files import put

    target = Path(path)
    put(target, matched.csv().encode())
    return target


def write_template(ecosystem: Ecosystem, path: str | Path | None = None, *, lang: str | None = None) -> Path:
    """A workbook to fill in with structures and ties, in the words of the pack; by default modele.xlsx."""
    from wtc_eco.render.files import put
    from wtc_eco.render.template import template

    with spoken(ecosystem, lang):
        target = Path(path) if path else ecosystem.folder / "modele.xlsx"
        put(target, template(ecosystem.territory))
        return target


def write_map(  # noqa: PLR0913 - each is an option of the map
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    bassin: str | None = None,
    layer: str | None = None,
    boundaries: str | Path | None = None,
    tiles: bool = False,
    lang: str | None = None,
) -> Path:
    """The sealed map of a bassin or of everything; by default outputs/map.html.

    `layer` is what colours the communes when it opens: `themes`, `slots`, `journeys`, or one theme, slot
    or profile in any spelling. `tiles` offers the reader background images of another machine.
    """
    from wtc_eco.render.files import put
    from wtc_eco.render.map import sealed

    with spoken(ecosystem, lang):
        target = Path(path) if path else ecosystem.outputs / named(ecosystem, "map", bassin, ".html")
        layers = tuple(ecosystem.ask(question, bassin=bassin) for question in LAYERS)
        asked = _map_request(ecosystem, bassin, boundaries)
        request = replace(asked, layers=layers, layer=layer or "", tiles=tiles)
        directory, ties = (_drawn(ecosystem, question, bassin) for question in ("directory", "ties"))
        if ecosystem.edition == "working":
            said_of_people = notes(people_in(ecosystem, "map"))
            directory = replace(directory, remarks=(*directory.remarks, *said_of_people))
        text = sealed(directory, ties, request)
        put(target, text.encode())
        return target


def people_in(ecosystem: Ecosystem, document: str) -> str:
    """Which persons a working document, the `map` or the `registry`, holds, as far as they are recognised: how many, where; and what is kept out of it."""
    from wtc_eco.ecosystem.privacy.publishable import IN_REMARKS, ON_THE_MAP, people_held
    from wtc_eco.registry.columns import title as column_title

    # Looked for once in a state of the folder; who looks needs the folder, which cannot import it.
    if "people_held" not in vars(ecosystem):
        vars(ecosystem)["people_held"] = people_held(ecosystem)
    everywhere: Mapping[str, tuple[str, ...]] = vars(ecosystem)["people_held"]
    rows = {id_: ecosystem.registry.row(id_) for ids in everywhere.values() for id_ in ids}
    held = {
        column: [id_ for id_ in ids if document == "registry" or rows[id_]["active"]]
        for column, ids in everywhere.items()
    }
    shown = ON_THE_MAP if document == "map" else (*ON_THE_MAP, *IN_REMARKS)
    places = [
        tr(
            "{column} {n} ({ids})",
            column=column_title(column).lower(),
            n=len(held[column]),
            ids=", ".join((*held[column][:NAMED], *(("…",) if len(held[column]) > NAMED else ()))),
        )
        for column in shown
        if held.get(column)
    ]
    sentence = (
        tr(
            "It holds names, mailboxes or mobiles that seem to be somebody’s: {places}.",
            places=" · ".join(places),
        )
        if places
        else tr("Nobody was recognised in it; that is no proof.")
    )
    if document == "registry":
        return sentence
    n_kept = sum(len(held.get(column, ())) for column in IN_REMARKS)
    kept = trn(
        "{n} remark that speaks of somebody is kept out of it: it stands in the register only.",
        "{n} remarks that speak of somebody are kept out of it: they stand in the register only.",
        n_kept,
    )
    return f"{sentence} {kept}" if n_kept else sentence


def plain_map(ecosystem: Ecosystem, *, bassin: str | None = None, lang: str | None = None) -> folium.Map:
    """A `folium.Map` of the structures, for a notebook: add layers to it. Not sealed."""
    from wtc_eco.render.map import plain

    with spoken(ecosystem, lang):
        request = _map_request(ecosystem, bassin, None)
        return plain(_everywhere(ecosystem, "directory"), _everywhere(ecosystem, "ties"), request)


def _drawn(ecosystem: Ecosystem, question: str, bassin: str | None) -> Finding:
    """What a map draws; a map that is passed on holds the structures of its scope and no others."""
    if ecosystem.edition == "shared":
        return ecosystem.ask(question, bassin=bassin)
    return _everywhere(ecosystem, question)


def _everywhere(ecosystem: Ecosystem, question: str) -> Finding:
    """The coordinator's map shows the neighbours too: it opens on its scope and holds the whole territory."""
    return ecosystem.ask(question, bassin="*")


def _map_request(ecosystem: Ecosystem, bassin: str | None, boundaries: str | Path | None) -> MapRequest:
    from wtc_eco.i18n import language
    from wtc_eco.render.map import MapRequest

    in_settings = ecosystem.settings.boundaries
    return MapRequest(
        territory=ecosystem.territory,
        scope=ecosystem.scope(bassin=bassin),
        title=ecosystem.settings.name if ecosystem.scope(bassin=bassin).bassin is None else "",
        language=language(),
        # A path given stands where the user stands; a path of the settings stands in the folder.
        boundaries=Path(boundaries)
        if boundaries
        else ecosystem.folder / in_settings
        if in_settings
        else None,
    )


def export(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    form: str = "gexf",
    bassin: str | None = None,
    lang: str | None = None,
) -> Path:
    """The network as `gexf`, `graphml`, `kumu`, `geojson` or `json`, or the register as `csv` or `xlsx`."""
    from wtc_eco.render import graphs

    with spoken(ecosystem, lang):
        if form in ("csv", "xlsx"):
            target = Path(path) if path else ecosystem.outputs / f"registry.{form}"
            return _write_registry(ecosystem, target, form)
        ending = "-kumu.xlsx" if form == "kumu" else f".{form}"
        target = Path(path) if path else ecosystem.outputs / named(ecosystem, "network", bassin, ending)
        asked = ("directory", "ties", "measures")
        directory, ties, measures = (ecosystem.ask(question, bassin=bassin) for question in asked)
        rows: list[dict[str, Any]] = [
            {str(name): value for name, value in row.items()}
            for row in ecosystem.registry.table.to_dict("records")
        ]
        network = graphs.graph(
            directory,
            ties,
            territory=ecosystem.territory,
            measures=measures,
            everywhere=_everywhere(ecosystem, "directory"),
            facts={row["id"]: row for row in rows},
        )
        graphs.write(network, target, form)
        return target


def _edited_kept(ecosystem: Ecosystem, path: Path) -> Iterator[tuple[Path, str]]:
    """The register as somebody edited it, moved aside where it holds what nobody took back."""
    from wtc_eco.ecosystem.corrections.spreadsheet import holds_edits

    if not holds_edits(ecosystem, path):
        return
    names = (f"{path.stem}-edited{n}{path.suffix}" for n in ("", *(f"-{n}" for n in range(2, 1_000))))
    kept = next(other for name in names if not (other := path.with_name(name)).exists())
    path.rename(kept)
    yield kept, tr("the register as somebody edited it: import it with --corrections, or delete it")


def _write_registry(ecosystem: Ecosystem, path: Path, form: str = "") -> Path:
    from wtc_eco.i18n import language
    from wtc_eco.render import tables
    from wtc_eco.render.files import put

    table = ecosystem.registry.table
    if (form or path.suffix) in ("xlsx", ".xlsx"):
        people = people_in(ecosystem, "registry") if ecosystem.edition == "working" else ""
        notice = " ".join(part for part in (ecosystem.settings.notice_in(language()), people) if part)
        content = tables.registry_xlsx(
            table, territory=ecosystem.territory, notice=notice, as_of=ecosystem.as_of
        )
        put(path, content)
    else:
        put(path, tables.registry_csv(table).encode("utf-8-sig"))
    return path


def title(ecosystem: Ecosystem, bassin: str | None = None) -> str:
    """How outputs call the ecosystem: its bassin, its own name, or the territory's."""
    scope = ecosystem.scope(bassin=bassin)
    if scope.bassin is not None:
        return scope.text()
    return ecosystem.settings.name or scope.text()
