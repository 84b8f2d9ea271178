"""The network for researchers: keyed pseudonyms for structures, places no finer than a bassin, nobody's words.

A pseudonym is an HMAC of the structure's number under the folder's own key: the same at every export, so that
two dates can be compared, and nothing without the key. It is no anonymity: who knows the ties of a bassin may
recognise its hubs, so the file goes to researchers under an agreement and not to the public.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections import Counter
from collections.abc import Container, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import AnswerColumn, notes, table
from wtc_eco.ecosystem.privacy.objections import make_key
from wtc_eco.errors import UsageError
from wtc_eco.i18n import tr, trn
from wtc_eco.network import standings
from wtc_eco.registry.participation import has_answered, was_asked
from wtc_eco.services.reports import named, spoken

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Finding, Row
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.territory import Territory

Form = Literal["gexf", "graphml", "json", "xlsx"]
FORMS: tuple[Form, ...] = ("gexf", "graphml", "json", "xlsx")
CROWD = 5
"""A kind is told only where as many structures of the bassin are of it; a bassin, where it has as many."""
_LETTERS = 10
_PURPOSE = b"wtc-eco pseudonym "


@dataclass(frozen=True)
class _Masked:
    """Pseudonyms by id, and what may be told of bassin and kind."""

    secret: bytes
    network: nx.MultiDiGraph[str]
    territory: Territory
    places: Mapping[str, tuple[str | None, str | None]]

    @classmethod
    def of(cls, network: nx.MultiDiGraph[str], territory: Territory, secret: bytes) -> _Masked:
        nodes = network.nodes
        bassins = _in_crowds({node: row["bassin"] for node, row in nodes(data=True)})
        places: dict[str, tuple[str | None, str | None]] = dict.fromkeys(nodes, (None, None))
        for bassin in {told for told in bassins.values() if told}:
            # A kind that the pack does not know is somebody's own words.
            kinds = _in_crowds(
                {
                    node: nodes[node]["kind"] if nodes[node]["kind"] in territory.kinds else None
                    for node, told in bassins.items()
                    if told == bassin
                }
            )
            places |= {node: (bassin, kind) for node, kind in kinds.items()}
        return cls(secret, network, territory, places)

    def name(self, structure: str) -> str:
        """`P` and ten letters and figures."""
        digest = hmac.new(self.secret, _PURPOSE + structure.encode(), hashlib.sha256).digest()
        return "P" + base64.b32encode(digest).decode()[:_LETTERS]

    def place(self, structure: str) -> dict[str, str | None]:
        """The bassin and the kind, as far as a crowd hides the structure."""
        bassin, kind = self.places[structure]
        return {"bassin": bassin, "kind": kind}


def _in_crowds(words: Mapping[str, str | None]) -> dict[str, str | None]:
    """The word of each structure where as many as a crowd bear it; the others hide in a crowd of their own.

    Where too few are hidden, the rarest word that is told is hidden with them: the register is public, and one
    structure left over would be known by subtraction.
    """
    counts = Counter(word for word in words.values() if word)
    told = sorted((word for word, n in counts.items() if n >= CROWD), key=lambda word: (-counts[word], word))
    while told and 0 < len(words) - sum(counts[word] for word in told) < CROWD:
        told.pop()
    return {node: word if word in told else None for node, word in words.items()}


def pseudonymise(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    form: str,
    bassin: str | None = None,
    lang: str | None = None,
) -> Path:
    """Write the network under pseudonyms as `gexf`, `graphml`, `json` or `xlsx` (structures, then ties).

    Makes the folder's key where it has none. Raises `UsageError` for a form that needs names or addresses.
    """
    from wtc_eco.render import graphs
    from wtc_eco.render.files import put
    from wtc_eco.render.workbook import workbook

    if form not in FORMS:
        raise UsageError(
            tr(
                "Pseudonyms cannot be written as “{format}”: it is made of names, addresses or one table.",
                format=form,
            ),
            hint=tr("Choose one of: {formats}.", formats=", ".join(FORMS)),
        )
    masked = _Masked.of(ecosystem.network, ecosystem.territory, make_key(ecosystem.settings.uid).secret)
    with spoken(ecosystem, lang):
        target = (
            Path(path) if path else ecosystem.outputs / named(ecosystem, "pseudonyms", bassin, f".{form}")
        )
        structures, ties = _findings(ecosystem, masked, bassin)
        if form == "xlsx":
            put(target, workbook([structures, ties]))
        else:
            graphs.write(_graph(structures, ties), target, form)
        return target


def _graph(structures: Finding, ties: Finding) -> nx.MultiDiGraph[str]:
    """The two tables as networkx holds them; an attribute that is unknown is left out."""
    import networkx as nx

    out: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for row in structures.rows():
        out.add_node(row["id"], label=row["id"], **_told(row, ("id",)))
    for n, row in enumerate(ties.rows()):
        out.add_edge(row["from"], row["to"], key=str(n), **_told(row, ("from", "to")))
    return out


def _told(row: Mapping[str, Any], but: tuple[str, ...]) -> dict[str, Any]:
    cells = {name: value for name, value in row.items() if value is not None and name not in but}
    return {name: "|".join(value) if isinstance(value, tuple) else value for name, value in cells.items()}


def _findings(ecosystem: Ecosystem, masked: _Masked, bassin: str | None) -> tuple[Finding, Finding]:
    """Structures and ties of a scope, in the order of their pseudonyms: the order of numbers would tell."""
    declared = ecosystem.ask("ties", bassin=bassin)
    inside = {row["id"] for row in ecosystem.ask("directory", bassin=bassin).rows()}
    ends = {row[end] for row in declared.rows() for end in ("from", "to")}
    nodes = sorted(inside | ends, key=masked.name)
    ties = sorted(
        declared.rows(), key=lambda tie: (masked.name(tie["from"]), masked.name(tie["to"]), tie["kind"])
    )
    structure_headings, structure_rows = table(_structure_columns(masked, inside), nodes)
    tie_headings, tie_rows = table(_tie_columns(masked), ties)
    caution = tr("Pseudonyms are no anonymity: for researchers, under an agreement, and not to be published.")
    shared = replace(declared, base=len(nodes), place="", low=None, high=None, remarks=notes(caution))
    return (
        replace(
            shared,
            title=tr("Structures"),
            text=trn("{n} structure under a pseudonym.", "{n} structures under pseudonyms.", len(nodes)),
            headings=structure_headings,
            table=structure_rows,
        ),
        replace(
            shared,
            title=tr("Ties"),
            text=trn("{n} declared tie.", "{n} declared ties.", len(ties)),
            headings=tie_headings,
            table=tie_rows,
        ),
    )


def _structure_columns(masked: _Masked, inside: Container[str]) -> tuple[AnswerColumn[str], ...]:
    nodes, standing, territory = masked.network.nodes, standings(masked.network), masked.territory
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    words = territory.standings.words()
    return (
        AnswerColumn("id", tr("Pseudonym"), masked.name),
        AnswerColumn("bassin", tr("Bassin"), lambda node: masked.place(node)["bassin"], words=bassins),
        AnswerColumn(
            "kind", tr("Kind"), lambda node: masked.place(node)["kind"], words=territory.kinds.words()
        ),
        AnswerColumn("in_scope", tr("In the scope"), lambda node: node in inside, "flag"),
        AnswerColumn("asked", tr("Was asked"), lambda node: was_asked(nodes[node]), "flag"),
        AnswerColumn(
            "answered", tr("Answered about its network"), lambda node: has_answered(nodes[node]), "flag"
        ),
        AnswerColumn(
            "knows_ecosystem",
            tr("Knows the others, as it says"),
            lambda node: nodes[node]["knows_ecosystem"],
        ),
        AnswerColumn("standing", tr("Standing"), lambda node: standing[node].id, words=words),
    )


def _tie_columns(masked: _Masked) -> tuple[AnswerColumn[Row], ...]:
    territory = masked.territory

    def themes(tie: Row) -> tuple[str, ...] | None:
        declared = tie["themes"]
        return None if declared is None else tuple(theme for theme in declared if theme in territory.themes)

    return (
        AnswerColumn("from", tr("From (pseudonym)"), lambda tie: masked.name(tie["from"])),
        AnswerColumn("to", tr("To (pseudonym)"), lambda tie: masked.name(tie["to"])),
        AnswerColumn("kind", tr("Kind of tie")),
        AnswerColumn("state", tr("Said by both sides?"), words=territory.standings.words()),
        AnswerColumn("themes", tr("Themes"), themes, "list", territory.themes.words()),
    )
