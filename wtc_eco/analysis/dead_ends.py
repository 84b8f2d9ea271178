"""Which structures receive people, do not offer what they need, and send them nowhere?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.analysis.routes import Routes
from wtc_eco.network.acquaintance import referrals
from wtc_eco.network.journeys import arrives

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study


def dead_ends(study: Study, found: Routes) -> tuple[str, ...]:
    """The structures, in order, where a journey stops: others send them people and they send nobody on.

    Only of those that answered, and whose themes are known: a need they are not known to offer is not one
    they do not offer. At least one profile that comes to them finds its need nowhere among their themes.
    """
    sent = referrals(study.network)
    coming = arrives(found.sure, found.arcs)
    return tuple(
        node
        for place, node in enumerate(found.nodes)
        if study.network.nodes[node]["network_answered_on"]
        and sent.in_degree(node)
        and not sent.out_degree(node)
        and any(_refused(found, place, int(number)) for number in coming[place].nonzero()[0])
    )


def _refused(found: Routes, place: int, number: int) -> bool:
    return found.offers[place].gives(theme=found.cases[number].need) is False
