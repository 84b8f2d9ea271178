"""Which structures are there, for whom, when and on what: the part of the register that is for everybody?"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, Shape
from wtc_eco.coverage.slots import plan_of
from wtc_eco.locale import tr, trn
from wtc_eco.model import REGISTRY, Column, Type
from wtc_eco.registry.words import title
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

COLUMNS = (
    *(
        "id",
        "name",
        "kind",
        "labels",
        "street",
        "postal_code",
        "locality",
        "commune",
        "ins",
        "bassin",
        "lat",
        "lon",
    ),
    *("website", "steps", "formats", "themes", "publics", "opening_hours", "slots", "access"),
)
"""What is published of a structure: where it is and what it offers, in fixed words; no remark in free words."""
_SHAPES: dict[Type, Shape] = {"number": "number", "terms": "list", "texts": "list"}
_COMMENT = re.compile(r'\s*"[^"]*"')
"""A comment in an `opening_hours` string: free words, in which anything can stand."""


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure; `slots` as declared or as its opening hours show."""
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    return Finding(
        question="public_register",
        title=tr("Register of structures"),
        scope=scope.id,
        base=len(offers),
        unknown=sum(one.themes is None and not one.told_when for one in offers),
        text=trn(
            "{place}: {n} structure, with where it is and what it offers.",
            "{place}: {n} structures, with where they are and what they offer.",
            len(offers),
            place=scope.text(),
        ),
        headings=_headings(study.territory),
        table=tuple(_row(study, one) for one in offers),
    )


def _row(study: Study, offer: Offer) -> Mapping[str, Any]:
    row = study.registry.row(offer.id)
    slots = tuple(slot for slot in _slots(study.territory) if offer.slots[slot])
    told = offer.told_when
    hours = row["opening_hours"] if offer.schedule.status == "known" else None
    return {
        **{name: row[name] for name in COLUMNS},
        "opening_hours": _COMMENT.sub("", hours).strip(" ;") or None if hours else None,
        "slots": slots if told else None,
    }


def _slots(territory: Territory) -> tuple[str, ...]:
    plan = plan_of(territory.slots)
    return (*plan.ids(), *(key for key, _ in plan.groups))


def _headings(territory: Territory) -> tuple[Heading, ...]:
    columns = {column.name: column for column in REGISTRY}
    return tuple(_heading(columns[name], territory) for name in COLUMNS)


def _heading(column: Column, territory: Territory) -> Heading:
    words: Mapping[str, str] | None = None
    if column.name == "bassin":
        words = {key: bassin.text() for key, bassin in territory.bassins.items()}
    elif column.vocabulary:
        words = territory.vocabulary(column.vocabulary).words()
    return Heading(column.name, title(column.name), _SHAPES.get(column.type, "text"), words)
