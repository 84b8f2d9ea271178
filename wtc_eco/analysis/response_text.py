"""What answers say, in sentences: how structures know each other by their own account, whom to remind.

What they say of themselves is the one figure to set beside the «4 in 10» of the diagnosis, never derived from ties.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import date, listing, number, percent, points, tr, trn
from wtc_eco.model import MIN_BASE
from wtc_eco.network import Standing, awaited, by_survey, links, response, response_by, standings
from wtc_eco.network.response import FRAGILE
from wtc_eco.territory.vocabulary import spoken

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.analysis.finding import Study
    from wtc_eco.network.response import Gate
    from wtc_eco.territory import Bassin, Scope, Territory

LEVELS = ("very_well", "well", "badly", "not_at_all")
WELL = ("very_well", "well")


@dataclass(frozen=True)
class Declared:
    """How many ticked each level; those who did not answer the question are not in it."""

    levels: Mapping[str, int]

    @property
    def told(self) -> int:
        """How many answered the question."""
        return sum(self.levels.values())

    @property
    def well(self) -> int:
        """How many say they know the others well or very well."""
        return sum(self.levels[level] for level in WELL)

    @property
    def share(self) -> float | None:
        """The share (0..1) that knows them well; `None` of fewer than ten answers."""
        return self.well / self.told if self.told >= MIN_BASE else None


def declared(network: nx.MultiDiGraph[str], structures: Iterable[str]) -> Declared:
    """What these structures said of themselves."""
    counted = Counter(network.nodes[node]["knows_ecosystem"] for node in structures)
    return Declared({level: counted[level] for level in LEVELS})


def said(declared: Declared) -> str:
    """Their answers in a sentence; where nobody answered the question, that it was not asked."""
    if not declared.told:
        return tr("nobody was asked whether they know the structures of their bassin.")
    if declared.share is None:
        return trn(
            "{n} of the {base} that answered the question says it knows the structures of its bassin well.",
            "{n} of the {base} that answered the question say they know the structures of their bassin well.",
            declared.well,
            base=number(declared.told),
        )
    return trn(
        "{n} of the {base} that answered the question ({tens} in 10) says it knows the structures of its bassin well.",
        "{n} of the {base} that answered the question ({tens} in 10) say they know the structures of their bassin "
        "well.",
        declared.well,
        base=number(declared.told),
        tens=points(declared.share),
    )


def published(territory: Territory) -> str:
    """The published figure to set it beside, with its base and its caution; empty where the pack has none."""
    if "acquaintance" not in territory.standings:
        return ""
    known: Mapping[str, Any] = territory.standings["acquaintance"].extra.get("published", {})
    if not known:
        return ""
    return tr(
        "Published in {year}: {tens} in 10, of {base} respondents ({source}); to be compared only if the question was "
        "the same.",
        year=known["year"],
        tens=number(known["tens"]),
        base=number(known["base"]),
        source=spoken(known["source"]),
    )


def surveys_differ(study: Study, scope: Scope) -> bool:
    """Whether the answers to one survey and to all surveys are different figures here, so that each needs its name."""
    network, registry = study.network, study.registry
    n_awaited = len(awaited(network, registry, scope))
    several = len(by_survey(network, registry, scope)) > 1
    return several or n_awaited != response(network, scope).still_to_answer


def of_all_surveys(study: Study, scope: Scope, sentence: str) -> str:
    """A sentence whose figures are over all surveys; it says so where one survey alone would give others."""
    if surveys_differ(study, scope):
        return tr("all surveys together, {sentence}", sentence=sentence)
    return sentence


def survey_by_survey(study: Study, scope: Scope) -> Iterator[str]:
    """How many each survey asked, and how many answered it, the last first; nothing where there is only one figure."""
    if not surveys_differ(study, scope):
        return
    for one in by_survey(study.network, study.registry, scope):
        figures = {
            "survey": one.survey,
            "asked": number(one.asked),
            "answered": number(one.answered),
            "still": number(one.still_to_answer),
        }
        if one.asked_on:
            yield tr(
                "Survey {survey}, sent on {date}: {asked} asked, {answered} have answered about their network, "
                "{still} still to answer.",
                date=date(one.asked_on),
                **figures,
            )
        else:
            yield tr(
                "Survey {survey}: {asked} asked, {answered} have answered about their network, {still} still to answer.",
                **figures,
            )


def to_ask(study: Study, scope: Scope) -> Iterator[str]:
    """Which bassins were never asked, where too few answered to rank, who owes the last survey; and the command."""
    network, territory = study.network, study.territory
    never = _bassins(network, scope, territory, "never_asked")
    if never:
        yield tr(
            "Never asked about their network: {bassins}. The questionnaire: wtc-eco survey --bassin {first}",
            bassins=listing([bassin.text() for bassin in never]),
            first=never[0].id,
        )
    weak = _bassins(network, scope, territory, "weak")
    if weak:
        yield tr(
            "Fewer than {share} have answered: {bassins}. The list to remind, most often named first: "
            "wtc-eco survey --remind --bassin {first}",
            share=percent(FRAGILE),
            bassins=listing([bassin.text() for bassin in weak]),
            first=weak[0].id,
        )
    still = awaited(network, study.registry, scope)
    if still and surveys_differ(study, scope):
        here = scope.bassin.id if scope.bassin else scope.commune.bassin if scope.commune else None
        yield trn(
            "{n} structure has still to answer the last survey sent to it. The list: {command}",
            "{n} structures have still to answer the last survey sent to them. The list: {command}",
            len(still),
            command=f"wtc-eco survey --remind --bassin {here}" if here else "wtc-eco survey --remind",
        )


def _bassins(
    network: nx.MultiDiGraph[str], scope: Scope, territory: Territory, gate: Gate
) -> tuple[Bassin, ...]:
    """The bassins of a scope at this gate, in the order of the pack; of a commune, its own."""
    rates = response_by(network, "bassin", scope)
    return tuple(
        bassin for key, bassin in territory.bassins.items() if key in rates and rates[key].gate == gate
    )


@dataclass(frozen=True)
class Ranked:
    """A structure to remind: how many others cite it, and how much its answer would settle."""

    id: str
    cited_by: int
    clarifies: int


def in_reminder_order(network: nx.MultiDiGraph[str], nodes: Iterable[str]) -> tuple[Ranked, ...]:
    """These structures of the network, the first to remind first: the one order of every list of reminders.

    1. Those that most others cite: their answer would tell most.
    2. Of equally cited ones, those whose answer would settle most: whether its own standing is known at all, each
       tie that others declare with it and it has neither confirmed nor not, and each structure of its commune that
       it may still cite and that would then no longer be alone.
    3. Then by number.
    """
    ties, known = links(network), standings(network)
    unsure = _unsure_by_commune(network, known)
    ranked = (
        Ranked(node, len(ties[node].cited_by), _clarifies(network, node, known[node], unsure))
        for node in nodes
    )
    return tuple(
        sorted(ranked, key=lambda one: (-one.cited_by, -one.clarifies, int(one.id.removeprefix("S"))))
    )


def _unsure_by_commune(
    network: nx.MultiDiGraph[str], known: Mapping[str, Standing]
) -> Mapping[str | None, frozenset[str]]:
    """The structures that are alone at most: somebody silent may still cite them."""
    unsure: dict[str | None, set[str]] = {}
    for node, standing in known.items():
        if standing.upper_bound:
            unsure.setdefault(network.nodes[node]["ins"], set()).add(node)
    return {ins: frozenset(nodes) for ins, nodes in unsure.items()}


def _clarifies(
    network: nx.MultiDiGraph[str],
    node: str,
    standing: Standing,
    unsure: Mapping[str | None, frozenset[str]],
) -> int:
    own = 1 if standing.id in ("unknown", "named_only") else 0
    edges = [*network.in_edges(node, data=True), *network.out_edges(node, data=True)]
    open_ties = sum(1 for _, _, edge in edges if edge["state"] == "unconfirmed")
    near = unsure.get(network.nodes[node]["ins"], frozenset()) - {node}
    return own + open_ties + len(near)
