"""Who knows whom, and which structures is nobody linked with, as far as the answers tell?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.asking import to_ask
from wtc_eco.analysis.finding import Finding, Heading, Spot
from wtc_eco.analysis.isolated_words import Answers, remarks, sentence
from wtc_eco.locale import tr
from wtc_eco.network import STANDINGS, links, respondents, response, standings, within
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.territory import Territory

LONELY = ("isolated", "knows_no_one", "unknown_to_others")
FRAIL = ("known_through_bearer", "single_broker", "peripheral")
"""Flags for which a tied structure stands in the rows too."""


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """The structures without ties, or with ties one way only, or that hang on one other.

    `low` and `high`: respondents without any tie, on all ties and on those both sides declared. `unknown`:
    structures that did not answer and that nobody cites; they are never called isolated.
    """
    scope = replace(scope, territory=study.territory)
    network = study.network
    answers = Answers(
        network,
        scope,
        response(network, scope),
        within(network, scope),
        respondents(network, scope),
        links(network),
        standings(network),
    )
    shown = _shown(answers)
    asked = bool(answers.respondents)
    return Finding(
        question="isolated",
        title=tr("Who knows whom"),
        scope=scope.id,
        base=len(answers.everybody),
        unknown=sum(1 for node in answers.everybody if answers.standings[node].id == "unknown"),
        text=sentence(answers),
        headings=_headings(study.territory),
        table=tuple(_row(study, answers, node) for node in shown),
        response=answers.response.rate,
        low=answers.isolated if asked else None,
        high=answers.unconfirmed_too if asked else None,
        fragile=answers.response.gate != "firm" if asked else None,
        remarks=(*remarks(answers), *to_ask(network, scope, study.territory)),
        spots=tuple(_spots(study, answers, shown)),
    )


def _shown(answers: Answers) -> tuple[str, ...]:
    """Those without ties first; then those with ties one way; then those that hang on one other."""
    held = answers.standings
    shown = [
        node
        for node in answers.everybody
        if held[node].id in LONELY or any(flag in FRAIL for flag in held[node].flags)
    ]

    def order(node: str) -> tuple[Any, ...]:
        here = answers.network.nodes[node]
        return (
            STANDINGS.index(held[node].id),
            here["commune"] or "",
            here["name"],
            int(node.removeprefix("S")),
        )

    return tuple(sorted(shown, key=order))


def _row(study: Study, answers: Answers, node: str) -> Mapping[str, Any]:
    here, standing, own = answers.network.nodes[node], answers.standings[node], answers.links[node]
    registered = study.registry.row(node)
    columns = ("id", "name", "kind", "commune", "bassin")
    return {
        **{column: here[column] for column in columns},
        "standing": standing.id,
        "flags": standing.flags,
        "reason": standing.reason,
        "n_out": len(own.cites),
        "n_in": len(own.cited_by),
        "upper_bound": standing.upper_bound,
        "answered_on": here["network_answered_on"],
        "email": registered["email"],
        "phone": registered["phone"],
        "website": registered["website"],
        "ties": tuple(str(tie) for tie in standing.ties),
    }


def _headings(territory: Territory) -> tuple[Heading, ...]:
    words = territory.standings.words()
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    return (
        Heading("id", tr("No.")),
        Heading("name", tr("Structure")),
        Heading("standing", tr("Standing"), words=words),
        Heading("commune", tr("Commune")),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("bassin", tr("Bassin"), words=bassins),
        Heading("flags", tr("Remarks on the standing"), "list", words=words),
        Heading("reason", tr("Why")),
        Heading("n_out", tr("Cites"), "whole"),
        Heading("n_in", tr("Cited by"), "whole"),
        Heading("upper_bound", tr("May still be cited"), "flag"),
        Heading("answered_on", tr("Answered on"), "date"),
        Heading("email", tr("E-mail"), "list"),
        Heading("phone", tr("Phone"), "list"),
        Heading("website", tr("Website")),
        Heading("ties", tr("Rows of ties"), "list"),
    )


def _spots(study: Study, answers: Answers, shown: Sequence[str]) -> Iterator[Spot]:
    """Where those without ties stand: at their address, else at their commune's centre."""
    for node in shown:
        here, standing = answers.network.nodes[node], answers.standings[node]
        lat, lon = here["lat"], here["lon"]
        commune = study.territory.commune_at(here["ins"]) if here["ins"] else None
        if (lat is None or lon is None) and commune:
            lat, lon = commune.lat, commune.lon
        if standing.id in LONELY and lat is not None and lon is not None:
            yield Spot(node, here["name"], lat, lon, standing.id, standing.reason)
