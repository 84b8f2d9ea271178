"""What goes out: maps, reports, the offer for the public, the edition for partners, files for other tools."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wtc_eco.api.arguments import Group, Language, Place, checked, one_of

if TYPE_CHECKING:
    from wtc_eco.services import Shared
    from wtc_eco.services.exchange import Exchanged
    from wtc_eco.services.outputs import Published

Report = Annotated[str, one_of("html", "xlsx", "md")]
Export = Annotated[str, one_of("gexf", "graphml", "kumu", "geojson", "json", "csv", "xlsx")]
Network = Annotated[str, one_of("gexf", "graphml", "json", "xlsx")]


class Write(Group):
    """Files for people and for other tools, by default in `outputs/`, in the language of eco.toml or `lang`.

    >>> ecosystem.write
    <Write: everything, map, report, reports, communes, catalogue, sheets, shared, export, exchange, pseudonyms, template>
    """

    @checked
    def everything(self, *, lang: Language | None = None) -> Published:
        """Everything, into outputs/: register, findings, map and report; says what was found and where it is.

        >>> len(ecosystem.write.everything().files)
        11
        """
        from wtc_eco.services.outputs import run

        return run(self._inner, lang=lang)

    @checked
    def map(  # noqa: PLR0913 - each is an option of the map
        self,
        path: Place | None = None,
        *,
        bassin: str | None = None,
        layer: str | None = None,
        boundaries: Place | None = None,
        tiles: bool = False,
        lang: Language | None = None,
    ) -> Path:
        """The sealed map of a bassin or of everything; by default outputs/map.html.

        `layer` is what colours the communes when it opens: `themes`, `slots`, `journeys`, or one theme, slot
        or profile in any spelling. `tiles` offers the reader background images of another machine.

        >>> ecosystem.write.map(bassin="namur").name
        'map-namur.html'
        """
        from wtc_eco.services.outputs import write_map

        return write_map(
            self._inner, path, bassin=bassin, layer=layer, boundaries=boundaries, tiles=tiles, lang=lang
        )

    @checked
    def report(
        self,
        path: Place | None = None,
        *,
        bassin: str | None = None,
        form: Report | None = None,
        lang: Language | None = None,
    ) -> Path:
        """The report of a bassin or of everything, as `html`, `xlsx` or `md`; by default outputs/report.html.

        Without `form`, the file's ending decides.

        >>> ecosystem.write.report(bassin="namur", form="md").name
        'report-namur.md'
        """
        from wtc_eco.services.reports import write_report

        return write_report(self._inner, path, bassin=bassin, form=form, lang=lang)

    @checked
    def reports(
        self, folder: Place | None = None, *, form: Report = "html", lang: Language | None = None
    ) -> tuple[Path, ...]:
        """One report for each bassin, called by its id; by default in outputs/reports.

        >>> len(ecosystem.write.reports(form="md")) == len(ecosystem.territory.bassins)
        True
        """
        from wtc_eco.services.reports import write_reports

        return write_reports(self._inner, folder, form=form, lang=lang)

    @checked
    def communes(
        self,
        path: Place | None = None,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        lang: Language | None = None,
    ) -> Path:
        """Half a page a commune, two to an A4; by default outputs/communes.html, of one commune its own file.

        >>> ecosystem.write.communes(bassin="namur").name
        'communes-namur.html'
        """
        from wtc_eco.services.reports import write_commune_sheets

        return write_commune_sheets(self._inner, path, bassin=bassin, commune=commune, lang=lang)

    @checked
    def catalogue(
        self, path: Place | None = None, *, bassin: str | None = None, lang: Language | None = None
    ) -> Path:
        """The offer of a bassin or of everything, for the public; by default outputs/catalogue.html.

        Of each place: where it is, when, what, for whom; fixed lines and general addresses only. No person,
        no tie, no status.

        >>> ecosystem.write.catalogue(bassin="namur").name
        'catalogue-namur.html'
        """
        from wtc_eco.services.reports import write_catalogue

        return write_catalogue(self._inner, path, bassin=bassin, lang=lang)

    @checked
    def sheets(
        self,
        structure: str | None = None,
        output: Place | None = None,
        *,
        bassin: str | None = None,
        lang: Language | None = None,
    ) -> tuple[Path, ...]:
        """A sheet of one page to send to partners, for a structure (S12 or its name) or for each of a bassin.

        `output` is a folder (by default outputs/fiches), where a sheet is called by the number of its
        structure; for one structure it may be the file itself, `fiche.html`. Raises `UnknownNameError`.

        >>> [path.name for path in ecosystem.write.sheets("S1")]
        ['S1.html']
        """
        from wtc_eco.services.reports import write_sheets

        return write_sheets(self._inner, structure, output, bassin=bassin, lang=lang)

    @checked
    def shared(
        self, output: Place | None = None, *, bassin: str | None = None, lang: Language | None = None
    ) -> Shared:
        """The edition that partners may read, in a folder; by default outputs/partage.

        Every file is searched before any is put in place: for the people of contacts.csv, for every address
        and number. Raises `RefusedError`, with nothing written, where one of them is found.

        >>> ecosystem.write.shared(bassin="namur").folder.name
        'partage'
        """
        from wtc_eco.services import share

        return share(self._inner, output, bassin=bassin, lang=lang)

    @checked
    def export(
        self,
        path: Place | None = None,
        *,
        form: Export = "gexf",
        bassin: str | None = None,
        lang: Language | None = None,
    ) -> Path:
        """The network as `gexf`, `graphml`, `kumu`, `geojson` or `json`, or the register as `csv` or `xlsx`.

        >>> ecosystem.write.export(bassin="namur").name
        'network-namur.gexf'
        """
        from wtc_eco.services.outputs import export

        return export(self._inner, path, form=form, bassin=bassin, lang=lang)

    @checked
    def exchange(
        self,
        path: Place | None = None,
        *,
        form: str,
        bassin: str | None = None,
        lang: Language | None = None,
        strict: bool = False,
    ) -> Exchanged:
        """The active structures in a format of the field (`ldmn`, `data-inclusion`, `hsds` …), for anybody.

        What the format cannot hold is told, and written beside the file; `strict` refuses instead. No person, no tie.

        >>> ecosystem.write.exchange(form="ldmn", bassin="namur").path.name
        'ldmn-namur.csv'
        """
        from wtc_eco.services.exchange import exchange

        return exchange(self._inner, path, form=form, bassin=bassin, lang=lang, strict=strict)

    @checked
    def pseudonyms(
        self,
        path: Place | None = None,
        *,
        form: Network = "gexf",
        bassin: str | None = None,
        lang: Language | None = None,
    ) -> Path:
        """The network under pseudonyms, for researchers, as `gexf`, `graphml`, `json` or `xlsx`.

        >>> ecosystem.write.pseudonyms(folder / "network.json", form="json").name
        'network.json'
        """
        from wtc_eco.services import pseudonymise

        return pseudonymise(self._inner, path, form=form, bassin=bassin, lang=lang)

    @checked
    def template(self, path: Place | None = None, *, lang: Language | None = None) -> Path:
        """A workbook to fill in with structures and ties, in the words of the pack; by default modele.xlsx.

        >>> ecosystem.write.template().name
        'modele.xlsx'
        """
        from wtc_eco.services.outputs import write_template

        return write_template(self._inner, path, lang=lang)
