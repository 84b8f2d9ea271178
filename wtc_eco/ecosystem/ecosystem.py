"""The folder opened: settings, territory, records, registry, network, each made once, on first use."""

from __future__ import annotations

import time
from collections.abc import Mapping
from copy import copy
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import analysis
from wtc_eco.ecosystem import settings as chosen
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.i18n import language, tr
from wtc_eco.model import parsed
from wtc_eco.territory import Scope, load

if TYPE_CHECKING:
    import networkx as nx
    import pandas as pd

    from wtc_eco.analysis.disclosure import RoundedFigures
    from wtc_eco.analysis.finding import Edition, Finding
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.ecosystem.review.words import Meanings, Reread
    from wtc_eco.ecosystem.settings import Settings
    from wtc_eco.matching import Matching
    from wtc_eco.matching.lexicon import Lexicon
    from wtc_eco.network import Mentions
    from wtc_eco.registry import Registry
    from wtc_eco.sources import ColumnMap
    from wtc_eco.store import Holdings
    from wtc_eco.territory import Territory

_DATES = ("collected_on", "closed_on", "withdrawn_on", "asked_on", "answered_on", "network_answered_on")


class Ecosystem:
    """An ecosystem folder: `data/` goes in, questions are asked, `outputs/` comes out."""

    def __init__(self, folder: Path, *, as_of: str | None = None, edition: Edition = "working") -> None:
        self.folder = folder
        self.edition: Edition = edition
        self._as_of = as_of
        self.finished: tuple[str, ...] = ()
        """The folders of `outputs/` whose files a killed command was putting in place, which opening finished."""

    @classmethod
    def open(cls, folder: str | Path = ".", *, as_of: str | None = None) -> Ecosystem:
        """Open a folder that has `data/` or eco.toml; raises `RefusedError` where it has neither."""
        path = Path(folder)
        if not (path / "data").is_dir() and not (path / chosen.FILE).is_file():
            raise RefusedError(
                tr("There is no ecosystem in this folder: {folder}.", folder=path.resolve()),
                hint=tr(
                    "Go to a folder that has data/, name it with --folder, or make one: "
                    "wtc-eco init mons --bassin hainaut-centre, or wtc-eco demo to try."
                ),
            )
        from wtc_eco.sources.encoding import sweep

        opened = cls(path, as_of=as_of)
        opened.finished = sweep(opened.outputs)
        return opened

    @property
    def outputs(self) -> Path:
        """Where results go; everything in it can be made again."""
        return self.folder / "outputs"

    @cached_property
    def settings(self) -> Settings:
        """What eco.toml chooses."""
        return chosen.load(self.folder)

    @cached_property
    def territory(self) -> Territory:
        """The territory pack, with the folder's own communes, figures of need and words."""
        from wtc_eco.ecosystem.review.words import taught

        return taught(self._pack, self.words)

    @cached_property
    def words(self) -> Meanings:
        """What the words of lists mean that a person explained for this folder."""
        from wtc_eco.ecosystem.review.words import read_words

        return read_words(self.folder)

    @cached_property
    def _pack(self) -> Territory:
        """The territory pack, with the folder's own assignments of communes and its own figures of need."""
        pack = self.settings.pack
        inside = self.folder / pack
        loaded = load(inside if inside.is_dir() else pack, overrides=dict(self.settings.bassins))
        if self.settings.coverage:
            measured = {**loaded.demand.get("settings", {}), **self.settings.coverage}
            loaded = replace(loaded, demand={**loaded.demand, "settings": measured})
        from wtc_eco.coverage.need import with_local_need
        from wtc_eco.store.holdings import has_local_need, local_need

        if not has_local_need(self.folder):
            return loaded

        return replace(loaded, demand=with_local_need(loaded, *local_need(self.folder)))

    @cached_property
    def language(self) -> str:
        """The language of the outputs: eco.toml's, else the pack's; never the machine's."""
        return self.settings.lang or self.territory.languages[0]

    @cached_property
    def holdings(self) -> Holdings:
        """What `data/` holds."""
        from wtc_eco import store

        return store.read(self.folder)

    @cached_property
    def lexicon(self) -> Lexicon:
        """The words by which names are compared."""
        from wtc_eco.matching.lexicon import Lexicon

        return Lexicon.of(self.territory)

    @cached_property
    def matching(self) -> Matching:
        """Which records are one structure."""
        from wtc_eco.ecosystem.importing.reconcile import former_addresses
        from wtc_eco.matching import match
        from wtc_eco.registry.corrections import as_meant

        records = self.records_compared
        decisions = as_meant(self.holdings.decisions, records)
        return match(records, lexicon=self.lexicon, decisions=decisions, former=former_addresses(records))

    @cached_property
    def _as_corrected(self) -> tuple[pd.DataFrame, tuple[int, ...]]:
        """The records as matching sees them, and the corrections of which no structure is left."""
        from wtc_eco.registry import compared_view

        return compared_view(self.reread.records, self.holdings.decisions)

    @cached_property
    def reread(self) -> Reread:
        """The records with the words kept of their cells read again, and the words that nobody understands yet."""
        from wtc_eco.ecosystem.review.words import field_finder, reread

        field_of = field_finder(self.territory, self._own_map)
        return reread(self.holdings.records, self.territory, field_of)

    @property
    def records_compared(self) -> pd.DataFrame:
        """The records as matching sees them: corrections and answers as the structures they speak of."""
        return self._as_corrected[0]

    @property
    def stray_corrections(self) -> tuple[int, ...]:
        """The corrections of which no structure is left: they change nothing."""
        return self._as_corrected[1]

    @cached_property
    def taken_in(self) -> Mapping[int, str]:
        """The records that came from other folders, and the uid of the folder of each."""
        from wtc_eco.store.numbering import taken_in

        return taken_in(self.folder / "data")

    @cached_property
    def registry(self) -> Registry:
        """One row per real structure."""
        from wtc_eco.registry import build, leading_past
        from wtc_eco.store import holdings

        made = build(
            self.reread.records,
            self.matching,
            self.territory,
            trust=self.settings.trust,
            open_lists=self.reread.open_lists,
            taken_in=self.taken_in,
        )
        return leading_past(made, holdings.read_tombstones(self.folder))

    @cached_property
    def mentions(self) -> Mentions:
        """The ties as declared, resolved to structures."""
        from wtc_eco.network import resolve

        return resolve(self.holdings.ties, self.registry, self.territory, decisions=self.holdings.decisions)

    @cached_property
    def network(self) -> nx.MultiDiGraph[str]:
        """Who knows whom, who refers people to whom."""
        from wtc_eco.ecosystem.surveys.records import shown_to
        from wtc_eco.network import build

        shown = shown_to(self.folder, self.registry)
        return build(self.registry, self.mentions, self.territory, as_of=self.as_of, shown=shown)

    @cached_property
    def offers(self) -> Mapping[str, Offer]:
        """What each structure offers, where and when."""
        from wtc_eco.coverage import offers

        return offers(self.registry, self.territory)

    @cached_property
    def figures(self) -> RoundedFigures:
        """What of the answers to surveys may be published after what was published before."""
        from wtc_eco.analysis.disclosure import figures, read_published

        return figures(self, read_published(self.folder))

    @cached_property
    def _answers(self) -> dict[tuple[str, str, str], Finding]:
        return {}

    @cached_property
    def as_of(self) -> str:
        """The date on outputs: the one asked for, else the latest in `data/`; empty where none is known."""
        if self._as_of:
            return self._as_of
        records, ties = self.holdings.records, self.holdings.ties
        dates = [value for name in _DATES for value in records[name] if value]
        dates += [value for value in ties["declared_on"] if value]
        return max(dates, default="")

    @property
    def today(self) -> str:
        """The day of an import, on which it is judged what has come: the one asked for, else the machine's.

        Nothing else asks the clock; where a result depends on it, the journal keeps the day.
        """
        return self._as_of or time.strftime("%Y-%m-%d")

    def column_maps(self, source: str) -> tuple[ColumnMap, ...]:
        """The column maps remembered in data/maps/, this source's own first; raises `RefusedError` for a bad one."""
        return tuple(sorted(self._remembered_maps.values(), key=lambda known: known.source != source))

    def _own_map(self, source: str) -> ColumnMap | None:
        """The column map remembered for a list; earlier versions called its file by its words alone."""
        from wtc_eco.territory.normalize import file_name, file_words

        maps = self._remembered_maps
        former = maps.get(file_words(source) or "list")
        return maps.get(file_name(source)) or (former if former and former.source in ("", source) else None)

    @cached_property
    def _remembered_maps(self) -> Mapping[str, ColumnMap]:
        """The column maps of data/maps/ by the name of their file."""
        import tomllib

        from wtc_eco.sources import ColumnMap

        maps = {}
        for path in sorted((self.folder / "data" / "maps").glob("*.toml")):
            try:
                raw = parsed(tomllib.loads, path.read_text(encoding="utf-8-sig"))
            except (OSError, ValueError) as error:
                raise RefusedError(
                    tr("{file} cannot be read: {reason}.", file=f"data/maps/{path.name}", reason=error),
                    hint=tr("Put the line right, or delete the file: the columns will be recognised again."),
                ) from error
            maps[path.stem] = ColumnMap.from_toml(raw)
        return maps

    def scope(self, *, bassin: str | None = None, commune: str | None = None) -> Scope:
        """The part of the territory a question is about; raises `UnknownNameError` for a name it has not.

        Where neither is said, the bassin of eco.toml; `bassin="*"` asks for the whole territory.
        """
        if commune is not None:
            asked = self.territory.scope(commune=commune)
            self._must_hold(bassin, asked)
            return asked
        chosen_bassin = bassin if bassin is not None else self.settings.bassin
        return self.territory.scope(bassin=None if chosen_bassin == "*" else chosen_bassin)

    def _must_hold(self, bassin: str | None, asked: Scope) -> None:
        """Raise `UsageError` where the bassin asked for does not hold the commune asked for."""
        if bassin is None or bassin == "*" or asked.commune is None:
            return
        wanted = self.territory.find_bassin(bassin)
        if asked.commune.bassin != wanted.id:
            raise UsageError(
                tr("{commune} is not in {bassin}.", commune=asked.commune.name, bassin=wanted.text()),
                hint=tr("Ask for the one or for the other."),
            )

    def ask(self, question: str, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """The answer to one of `wtc_eco.analysis.ANALYSES` about a bassin, a commune or everything."""
        if question not in analysis.ANALYSES:
            raise UsageError(
                tr("Nobody can answer “{question}”.", question=question),
                hint=tr("Questions: {questions}.", questions=", ".join(analysis.ANALYSES)),
            )
        scope = self.scope(bassin=bassin, commune=commune)
        # A report asks what the tables asked already: an answer is the same for the same words.
        key = (question, scope.id, language())
        if key not in self._answers:
            self._answers[key] = self.stamped(analysis.answer(question)(self, scope))
        return self._answers[key]

    def overview(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Who is there?"""
        return self.ask("overview", bassin=bassin, commune=commune)

    def isolated(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Which structures is nobody linked with, as far as the answers tell?"""
        return self.ask("isolated", bassin=bassin, commune=commune)

    def gaps(  # noqa: PLR0913 - options of one question
        self,
        what: str,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        public: str | None = None,
        worst: int | None = None,
        explain: bool = False,
    ) -> Finding:
        """Which `themes`, `slots`, `steps` or `publics` are offered too little, and where?

        `public` asks for one public in any spelling, `worst` for the first gaps only, `explain` for the
        arithmetic. Raises `UnknownNameError` for a public the pack has not.
        """
        if public is None and worst is None and not explain:
            return self.ask(f"gaps_{what}", bassin=bassin, commune=commune)
        from wtc_eco.analysis import gaps

        narrowing = gaps.Narrowing(
            None if public is None else self.territory.publics.get_or_fail(public).id, worst, explain
        )
        scope = self.scope(bassin=bassin, commune=commune)
        return self.stamped(gaps.ask(self, scope, what, narrowing))

    def partners(
        self,
        *,
        bassin: str | None = None,
        commune: str | None = None,
        theme: str | None = None,
        slot: str | None = None,
        explain: bool = False,
    ) -> Finding:
        """Who could fill a gap (by default the worst) together or alone? Raises `UnknownNameError`."""
        from wtc_eco.analysis import partners
        from wtc_eco.coverage.supply import Want

        words = self.territory
        want = Want(
            None if theme is None else words.themes.get_or_fail(theme).id,
            None if slot is None else words.slots.get_or_fail(slot).id,
        )
        scope = self.scope(bassin=bassin, commune=commune)
        return self.stamped(partners.ask(self, scope, want, explain=explain))

    def catalogue(self, structure: str) -> Finding:
        """To whom should a structure (S12 or its name) send its catalogue? Raises `UnknownNameError`."""
        from wtc_eco.analysis import catalogue
        from wtc_eco.registry.lookup import structure_named

        structure_id = structure_named(self.registry, self.territory, structure)
        if structure_id not in self.offers:
            raise UsageError(
                tr(
                    "{name} is closed, or gone from every list.",
                    name=self.registry.row(structure_id)["name"] or structure_id,
                ),
                hint=tr("If it is open: wtc-eco reopen {id}", id=structure_id),
            )
        return self.stamped(catalogue.ask(self, structure_id))

    def commune_sheets(self, *, bassin: str | None = None, commune: str | None = None) -> Finding:
        """Half a page a commune: who is there, when, on what, what is not found, and what to complete."""
        from wtc_eco.analysis import commune_sheets

        scope = self.scope(bassin=bassin, commune=commune)
        places = (
            (commune,) if commune else (scope.bassin.id,) if scope.bassin else tuple(self.territory.bassins)
        )
        asked = "commune" if commune else "bassin"
        proposed = [row for place in places for row in self.ask("missing_links", **{asked: place}).rows()]
        return self.stamped(commune_sheets.ask(self, scope, introductions=proposed))

    def show(self, thing: str) -> Finding:
        """A structure, a commune or a bassin on one screen."""
        from wtc_eco.analysis import portrait

        return self.stamped(portrait.ask(self, thing))

    def stamped(self, finding: Finding) -> Finding:
        """The finding with the notice and the date that every output carries; in the shared edition, what may be shared."""
        dated = replace(finding, notice=self.settings.notice_in(language()), as_of=self.as_of)
        if self.edition == "working":
            return dated
        from wtc_eco.analysis.shareable import shareable

        return shareable(self, dated)

    def foreseen(self, holdings: Holdings) -> Ecosystem:
        """The ecosystem as it would be if `data/` held this; writes nothing."""
        other = copy(self)
        other.forget_caches()
        other.__dict__["holdings"] = holdings
        if holdings.records is self.holdings.records and holdings.decisions is self.holdings.decisions:
            other.__dict__["registry"] = self.registry
        return other

    def forget_caches(self, *, need: bool = False) -> None:
        """Read `data/` again at the next question: a command has written to it; with `need`, its figures of need too."""
        lasting = [
            "folder",
            "edition",
            "_as_of",
            "finished",
            "settings",
            "lexicon",
            "language",
            *(() if need else ("_pack",)),
        ]
        kept: dict[str, Any] = {name: self.__dict__[name] for name in lasting if name in self.__dict__}
        self.__dict__.clear()
        self.__dict__.update(kept)
