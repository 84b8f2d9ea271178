"""An ecosystem folder as notebooks and the command line see it: questions, groups of methods, and what it holds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cached_property
from html import escape
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from wtc_eco.api.arguments import Day, Language, Place, checked
from wtc_eco.api.decisions import Corrections, Review
from wtc_eco.api.imports import Imports
from wtc_eco.api.meetings import Events, Surveys
from wtc_eco.api.privacy import Privacy
from wtc_eco.api.questions import Questions
from wtc_eco.api.upkeep import Doctor, History
from wtc_eco.api.write import Write
from wtc_eco.ecosystem import ecosystem as inner
from wtc_eco.errors import Problem
from wtc_eco.i18n import listing, tr

if TYPE_CHECKING:
    import folium
    import networkx as nx

    from wtc_eco.coverage.offer import Offer
    from wtc_eco.ecosystem.settings import Settings
    from wtc_eco.registry import Registry
    from wtc_eco.store import Holdings
    from wtc_eco.territory import Scope, Territory

JOURNAL = "journal.jsonl"


class Ecosystem(Questions):
    """An ecosystem folder: `data/` goes in, questions are asked, `outputs/` comes out.

    A question is a method (`isolated`, `gaps`, `journeys` …) that answers with a `Finding`. What changes
    the folder or leaves it stands in groups: `imports`, `corrections`, `review`, `surveys`, `events`,
    `write`, `privacy`, `history`, `doctor`. What is handed out is the caller's own: changing it changes
    no later answer. Wrong arguments raise an `EcoError` that says what is allowed.

    >>> eco.Ecosystem(ecosystem.folder).isolated(bassin="namur").base
    44
    """

    @checked
    def __init__(self, folder: Place = ".", *, as_of: Day | None = None) -> None:
        self._inner = inner.Ecosystem.open(folder, as_of=as_of)

    def __repr__(self) -> str:
        return f"Ecosystem({str(self.folder)!r})"

    def _repr_html_(self) -> str:
        """The folder and the figures of its register, no structure and nobody by name."""
        overview = self.overview(bassin="*")
        name, sentence = escape(self.settings.name or self.folder.name), escape(overview.sentence())
        return f"<div><p><strong>{name}</strong></p><p>{sentence}</p></div>"

    @property
    def folder(self) -> Path:
        """The folder.

        >>> ecosystem.folder.is_dir()
        True
        """
        return self._inner.folder

    @property
    def outputs(self) -> Path:
        """Where results go; everything in it can be made again.

        >>> ecosystem.outputs.name
        'outputs'
        """
        return self._inner.outputs

    @property
    def settings(self) -> Settings:
        """What eco.toml chooses.

        >>> ecosystem.settings.pack
        'wallonie'
        """
        return self._inner.settings

    @property
    def territory(self) -> Territory:
        """The territory, with the folder's own assignments of communes and its own figures of need.

        >>> ecosystem.territory.id
        'wallonie'
        """
        return self._inner.territory

    @property
    def language(self) -> str:
        """The language of the outputs: eco.toml's, else the pack's; never the machine's.

        >>> ecosystem.language
        'fr'
        """
        return self._inner.language

    @property
    def as_of(self) -> str:
        """The ISO date the answers are of: the one asked for, else the latest in `data/`; empty where none is known.

        >>> eco.open(ecosystem.folder, as_of="2027-01-31").as_of
        '2027-01-31'
        """
        return self._inner.as_of

    @property
    def registry(self) -> Registry:
        """One row per real structure; `table` is a `pandas.DataFrame`. A copy, made at each access.

        >>> ecosystem.registry.table.loc[0, "id"]
        'S1'
        """
        made = self._inner.registry
        return replace(
            made,
            table=made.table.copy(),
            aliases=MappingProxyType(dict(made.aliases)),
            corrections=MappingProxyType(dict(made.corrections)),
        )

    @property
    def holdings(self) -> Holdings:
        """The tables of `data/` as `pandas.DataFrame`: `records`, `ties`, `decisions`. Copies, made at each access.

        >>> len(ecosystem.holdings.ties) > 0
        True
        """
        inner = self._inner.holdings
        return replace(
            inner, records=inner.records.copy(), ties=inner.ties.copy(), decisions=inner.decisions.copy()
        )

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        """Who knows whom, who refers people to whom: a node a structure, an edge a direction and kind of tie.

        A copy, made once and frozen: networkx refuses to change it (`NetworkXError`); `network.copy()` is
        yours to change. What nodes and ties carry: `help("wtc_eco.network.graph")`.

        >>> ecosystem.network.nodes["S1"]["bassin"]
        'wallonie-picarde'
        """
        made = self._inner.network
        if self._shown.get("of") is not made:
            import networkx as nx

            self._shown.update(of=made, frozen=nx.freeze(made.copy()))
        frozen: nx.MultiDiGraph[str] = self._shown["frozen"]
        return frozen

    @cached_property
    def _shown(self) -> dict[str, Any]:
        """The network that `network` hands out, and the one it was made of: a command may have changed that."""
        return {}

    @property
    def offers(self) -> Mapping[str, Offer]:
        """What each active structure offers, where and when, by id; it cannot be changed.

        >>> ecosystem.offers["S1"].id
        'S1'
        """
        return MappingProxyType(self._inner.offers)

    @checked
    def scope(self, *, bassin: str | None = None, commune: str | None = None) -> Scope:
        """The part of the territory a question is about; raises `UnknownNameError` for a name it has not.

        Where neither is said, the bassin of eco.toml; `bassin="*"` asks for the whole territory.

        >>> ecosystem.scope(bassin="Namur").id
        'namur'
        """
        return self._inner.scope(bassin=bassin, commune=commune)

    @checked
    def map(self, *, bassin: str | None = None, lang: Language | None = None) -> folium.Map:
        """A `folium.Map` of the structures, for a notebook: add layers to it. `write.map` makes the sealed one.

        >>> type(ecosystem.map(bassin="namur")).__name__
        'Map'
        """
        from wtc_eco.services.outputs import plain_map

        return plain_map(self._inner, bassin=bassin, lang=lang)

    @checked
    def reload(self) -> None:
        """Read `data/` again at the next question: another program has written to it.

        >>> ecosystem.reload()
        """
        self._inner.forget_caches(need=True)

    @checked
    def noticed(self) -> tuple[Problem, ...]:
        """What was noticed: tables changed outside the tool, a journal that is not whole, a command that was stopped.

        Of `data/` nothing where nothing was read yet.

        >>> ecosystem.noticed()
        ()
        """
        holdings: Holdings | None = vars(self._inner).get("holdings")
        finished = tuple(
            Problem(
                "finished",
                "note",
                tr(
                    "A command was stopped while it put files into outputs/{folder}; they are all in place now.",
                    folder=name,
                ),
            )
            for name in self._inner.finished
        )
        if holdings is None:
            return finished
        edited = tr(
            "Changed outside the tool, and read as it stands: {files}. To see what: wtc-eco doctor",
            files=listing(holdings.edited),
        )
        outside = (Problem("edited_outside", "note", edited),) if holdings.edited else ()
        return (*finished, *outside, *(problem for problem in holdings.problems if problem.file == JOURNAL))

    @cached_property
    def imports(self) -> Imports:
        """Bring in lists, ties, answers, figures of need, another folder.

        >>> ecosystem.imports.structures(folder / "nothing.csv", source="epn")
        Traceback (most recent call last):
        wtc_eco.errors.UsageError: ...
        """
        return Imports(self._inner)

    @cached_property
    def corrections(self) -> Corrections:
        """Put the register right.

        >>> ecosystem.corrections.set("S1", {"phone": "081 12 34 56"}, why="appel").id
        'S1'
        """
        return Corrections(self._inner)

    @cached_property
    def review(self) -> Review:
        """Decide which records are one structure.

        >>> ecosystem.review.explain("S1").base
        1
        """
        return Review(self._inner)

    @cached_property
    def surveys(self) -> Surveys:
        """Ask the structures.

        >>> ecosystem.surveys.remind(bassin="namur").scope
        'namur'
        """
        return Surveys(self._inner)

    @cached_property
    def events(self) -> Events:
        """Invite to a meeting and seat the guests.

        >>> ecosystem.events.invite(8, bassin="namur").request.seats
        8
        """
        return Events(self._inner)

    @cached_property
    def write(self) -> Write:
        """Write maps, reports and files for other tools.

        >>> ecosystem.write.map(folder / "carte.html").name
        'carte.html'
        """
        return Write(self._inner)

    @cached_property
    def privacy(self) -> Privacy:
        """Objections, erasure, retention.

        >>> ecosystem.privacy.retention().n
        0
        """
        return Privacy(self._inner)

    @cached_property
    def history(self) -> History:
        """What was done, and going back.

        >>> len(ecosystem.history.commands()) > 0
        True
        """
        return History(self._inner)

    @cached_property
    def doctor(self) -> Doctor:
        """Whether the folder is sound.

        >>> ecosystem.doctor.examine()
        ()
        """
        return Doctor(self._inner)
