"""Where can people get help with digital life: what, for whom, and when?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.coverage.opening_week import opening_week, told
from wtc_eco.coverage.slots import plan_of
from wtc_eco.locale import number, tr, trn
from wtc_eco.territory import Scope
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.study import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory, Vocabulary

COPIED = ("id", "name", "kind", "street", "postal_code", "locality", "commune", "website")
"""Columns of the register that stand in a row as they are."""
FACETS = ("steps", "formats", "themes", "publics", "access")
"""Columns of the register that hold words of the pack, put in its order."""


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure, by commune and name; nothing of its network nor of its team.

    `slots` are those known to be open and `slots_unknown` those nobody can tell; `hours` are lines to read,
    `None` where the hours are not known; `receives` are the publics one by one where everybody is welcome; `appointment` tells whether one must make an appointment.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    rows = [_row(study, one) for one in offers]
    rows.sort(key=lambda row: (fold(row["commune"] or "~"), fold(row["name"] or ""), row["id"]))
    dark = sum(row["themes"] is None and row["hours"] is None for row in rows)
    return Finding(
        question="public_offer",
        title=tr("Where to get help with digital life: {scope}", scope=scope.text()),
        scope=scope.id,
        base=len(rows),
        unknown=dark,
        text=" ".join(
            (
                trn(
                    "{scope}: {n} place where one is helped with digital life.",
                    "{scope}: {n} places where one is helped with digital life.",
                    len(rows),
                    scope=scope.text(),
                ),
                trn(
                    "{n} has told neither its themes nor its hours.",
                    "{n} have told neither their themes nor their hours.",
                    dark,
                )
                if dark
                else "",
            )
        ).strip(),
        headings=_headings(study.territory),
        table=tuple(rows),
        remarks=(tr("Communes: {n}.", n=number(len({row["commune"] for row in rows}))),),
    )


def _row(study: Study, offer: Offer) -> dict[str, Any]:
    registered, territory = study.registry.row(offer.id), study.territory
    plan = plan_of(territory.slots)
    lines = tuple(told(opening) for opening in opening_week(offer.schedule, plan))
    return {
        **{name: registered[name] for name in COPIED},
        **{name: _in_order(registered[name], territory.vocabulary(name)) for name in FACETS},
        "receives": _in_order(offer.publics, territory.publics),
        "slots": tuple(slot for slot in plan.ids() if offer.slots[slot]),
        "slots_unknown": tuple(slot for slot in plan.ids() if offer.slots[slot] is None),
        "hours": lines or None,
        "appointment": _by_appointment(offer, registered["slots"], plan.flags),
    }


def _by_appointment(offer: Offer, declared: Iterable[str] | None, flags: Iterable[str]) -> bool:
    return offer.schedule.status == "by_appointment" or bool(set(flags).intersection(declared or ()))


def _in_order(held: Iterable[str] | None, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    if held is None:
        return None
    order: Mapping[str, int] = {term: place for place, term in enumerate(vocabulary)}
    return tuple(sorted(held, key=lambda term: (order.get(term, len(order)), term)))


def _headings(territory: Territory) -> tuple[Heading, ...]:
    slots = territory.slots.words()
    return (
        Heading("id", tr("No.")),
        Heading("name", tr("Structure")),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("street", tr("Street")),
        Heading("postal_code", tr("Postal code")),
        Heading("locality", tr("Locality")),
        Heading("commune", tr("Commune")),
        Heading("website", tr("Website")),
        Heading("steps", tr("What one can do there"), "list", words=territory.steps.plain_words()),
        Heading("themes", tr("Themes"), "list", words=territory.themes.words()),
        Heading("publics", tr("For whom"), "list", words=territory.publics.words()),
        Heading("receives", tr("Receives"), "list", words=territory.publics.words()),
        Heading("formats", tr("How"), "list", words=territory.formats.words()),
        Heading("access", tr("Where help is given"), "list", words=territory.access.words()),
        Heading("slots", tr("Open at"), "list", words=slots),
        Heading("slots_unknown", tr("Nobody can tell"), "list", words=slots),
        Heading("hours", tr("Opening hours"), "list"),
        Heading("appointment", tr("By appointment"), "flag"),
    )
