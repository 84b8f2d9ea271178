"""The register as answers: the directory for the coordinator, the offer for the public, and what may be published."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Row, Shape, notes, placed, table
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.week_display import opening_week, told
from wtc_eco.i18n import number, tr, trn
from wtc_eco.model import DESCRIBED, REGISTRY, Column, Type
from wtc_eco.network import links, response, standings, within
from wtc_eco.network.graph import CONFIRMED
from wtc_eco.registry.columns import title
from wtc_eco.territory import Scope
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory, Vocabulary


def directory(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """One row for each active structure: registry, offer and network side by side.

    `slots` are those known to be open; `slots_known` says whether anybody told. `located` is `address`,
    or `commune` where the point is only its commune's centre.
    """
    scope = replace(scope, territory=study.territory)
    registered = [study.registry.row(node) for node in within(study.network, scope)]
    first = (
        *("id", "name", "kind", "labels", "commune", "bassin", "ins", "place", "street", "postal_code"),
        *("locality", "phone", "email", "website", "steps"),
    )
    headings, rows = table(_directory_columns(study), registered, first=first)
    unknown = sum(row["themes"] is None and not row["slots_known"] for row in rows)
    return Finding(
        question="directory",
        title=tr("Directory of the structures"),
        scope=scope.id,
        place=scope.text(),
        base=len(rows),
        unknown=unknown,
        text=_sentence(len(rows), unknown),
        headings=headings,
        table=rows,
        response=response(study.network, scope).offer_rate,
        asked=response(study.network, scope).asked,
    )


def _sentence(n: int, unknown: int) -> str:
    counted = trn(
        "{n} structure is known.",
        "{n} structures are known.",
        n,
    )
    if not unknown:
        return counted
    also = trn(
        "Neither the themes nor the hours of {n} structure are known.",
        "Neither the themes nor the hours of {n} structures are known.",
        unknown,
    )
    return f"{counted} {also}"


def _in_pack_order(terms: Iterable[str] | None, vocabulary: Vocabulary) -> tuple[str, ...] | None:
    """Terms in the order of the pack, those it does not know last; `None` stays unknown."""
    if terms is None:
        return None
    order = {term: place for place, term in enumerate(vocabulary)}
    return tuple(sorted(terms, key=lambda term: (order.get(term, len(order)), term)))


def _directory_columns(study: Study) -> tuple[AnswerColumn[Row], ...]:
    territory, ties, standing = study.territory, links(study.network), standings(study.network)
    confirmed = links(study.network, CONFIRMED)
    words = territory.standings.words()

    def offer(row: Row) -> Offer | None:
        return study.offers.get(row["id"])

    def located(row: Row) -> str | None:
        if one := offer(row):
            return one.located
        return "address" if row["lat"] is not None and row["lon"] is not None else None

    def themes(row: Row) -> tuple[str, ...] | None:
        one = offer(row)
        return _in_pack_order(one.themes, territory.themes) if one else None

    def slots(row: Row) -> tuple[str, ...] | None:
        one = offer(row)
        if one is None or not one.told_when:
            return None
        return _in_pack_order((slot for slot, is_open in one.slots.items() if is_open), territory.slots)

    return (
        AnswerColumn("id", tr("No.")),
        AnswerColumn("name", tr("Structure")),
        AnswerColumn("kind", tr("Kind"), words=territory.kinds.words()),
        AnswerColumn("labels", tr("Labels"), shape="list", words=territory.labels.words()),
        AnswerColumn("commune", tr("Commune")),
        AnswerColumn(
            "bassin", tr("Bassin"), words={key: each.text() for key, each in territory.bassins.items()}
        ),
        AnswerColumn("ins", tr("INS code")),
        AnswerColumn("place", tr("In the territory"), words=_places()),
        AnswerColumn("street", tr("Street")),
        AnswerColumn("postal_code", tr("Postal code")),
        AnswerColumn("locality", tr("Locality")),
        AnswerColumn(
            "lat", tr("Latitude"), lambda row: one.lat if (one := offer(row)) else row["lat"], "number"
        ),
        AnswerColumn(
            "lon", tr("Longitude"), lambda row: one.lon if (one := offer(row)) else row["lon"], "number"
        ),
        AnswerColumn(
            "located",
            tr("Placed by"),
            located,
            words={"address": tr("its address"), "commune": tr("its commune")},
        ),
        AnswerColumn("phone", tr("Phone"), shape="list"),
        AnswerColumn("email", tr("E-mail"), shape="list"),
        AnswerColumn("website", tr("Website")),
        AnswerColumn("themes", tr("Themes"), themes, "list", territory.themes.words()),
        AnswerColumn("slots", tr("Open at"), slots, "list", territory.slots.words()),
        AnswerColumn(
            "slots_known",
            tr("Hours known"),
            lambda row: one.told_when if (one := offer(row)) else False,
            "flag",
        ),
        AnswerColumn(
            "slots_unknown",
            tr("Nobody can tell"),
            lambda row: _unknown_slots(one, territory) if (one := offer(row)) and one.told_when else None,
            "list",
            territory.slots.words(),
        ),
        AnswerColumn("steps", tr("Steps of the journey"), shape="list", words=territory.steps.words()),
        partly_read(lambda row: study.registry.open_lists.get(row["id"], ())),
        AnswerColumn("standing", tr("Standing"), lambda row: standing[row["id"]].id, words=words),
        AnswerColumn(
            "flags", tr("Remarks on the standing"), lambda row: standing[row["id"]].flags, "list", words
        ),
        AnswerColumn("reason", tr("Why"), lambda row: standing[row["id"]].reason),
        AnswerColumn("n_out", tr("Cites"), lambda row: len(ties[row["id"]].cites), "whole"),
        AnswerColumn("n_in", tr("Cited by"), lambda row: len(ties[row["id"]].cited_by), "whole"),
        AnswerColumn(
            "n_both", tr("Ties both declare"), lambda row: len(confirmed[row["id"]].neighbours), "whole"
        ),
        AnswerColumn("records", tr("Records"), lambda row: tuple(map(str, row["records"])), "list"),
        AnswerColumn("sources", tr("Lists and surveys"), shape="list"),
    )


def _unknown_slots(offer: Offer, territory: Territory) -> tuple[str, ...]:
    return tuple(slot for slot in plan_of(territory.slots).ids() if offer.slots[slot] is None)


def partly_read(lists: Callable[[Any], Iterable[str]]) -> AnswerColumn[Any]:
    """The lists of which a word was not understood: what they do not name is unknown, not absent."""
    words = {
        "themes": tr("Themes"),
        "steps": tr("Steps of the journey"),
        "publics": tr("Publics"),
        "slots": tr("Open at"),
    }
    return AnswerColumn(
        "partly_read",
        tr("Read in part: a word is not understood"),
        lambda one: tuple(column for column in words if column in lists(one)) or None,
        "list",
        words,
    )


def _places() -> dict[str, str]:
    return {
        "inside": tr("in a bassin"),
        "outside_bassins": tr("outside the bassins"),
        "outside": tr("outside the territory"),
        "unknown": tr("place unknown"),
    }


def public_offer(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure, by commune and name; nothing of its network nor of its team.

    `slots` are those known to be open and `slots_unknown` those nobody can tell; `hours` are lines to read,
    `None` where the hours are not known; `receives` are the publics one by one where everybody is welcome; `appointment` tells whether one must make an appointment.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    offers.sort(key=lambda one: _by_commune_and_name(study.registry.row(one.id)))
    first = (
        *("id", "name", "kind", "street", "postal_code", "locality", "commune", "website"),
        *("steps", "formats", "themes", "publics", "access"),
    )
    headings, rows = table(_offer_columns(study), offers, first=first)
    dark = sum(row["themes"] is None and row["hours"] is None for row in rows)
    return Finding(
        question="public_offer",
        **placed(tr("Where to get help with digital life"), scope),
        base=len(rows),
        unknown=dark,
        text=" ".join(
            (
                trn(
                    "{n} place where one is helped with digital life.",
                    "{n} places where one is helped with digital life.",
                    len(rows),
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
        headings=headings,
        table=rows,
        remarks=notes(tr("Communes: {n}.", n=number(len({row["commune"] for row in rows})))),
    )


def _by_commune_and_name(row: Row) -> tuple[str, str, str]:
    return fold(row["commune"] or "~"), fold(row["name"] or ""), row["id"]


def _by_appointment(offer: Offer, declared: Iterable[str] | None, flags: Iterable[str]) -> bool:
    return offer.schedule.status == "by_appointment" or bool(set(flags).intersection(declared or ()))


def _offer_columns(study: Study) -> tuple[AnswerColumn[Offer], ...]:
    territory, plan = study.territory, plan_of(study.territory.slots)
    slots, publics = territory.slots.words(), territory.publics.words()

    def registered(name: str) -> Callable[[Offer], Any]:
        return lambda offer: study.registry.row(offer.id)[name]

    def terms(name: str) -> Callable[[Offer], tuple[str, ...] | None]:
        return lambda offer: _in_pack_order(registered(name)(offer), territory.vocabulary(name))

    def hours(offer: Offer) -> tuple[str, ...] | None:
        return tuple(told(opening) for opening in opening_week(offer.schedule, plan)) or None

    return (
        AnswerColumn("id", tr("No.")),
        AnswerColumn("name", tr("Structure"), registered("name")),
        AnswerColumn("kind", tr("Kind"), registered("kind"), words=territory.kinds.words()),
        AnswerColumn("street", tr("Street"), registered("street")),
        AnswerColumn("postal_code", tr("Postal code"), registered("postal_code")),
        AnswerColumn("locality", tr("Locality"), registered("locality")),
        AnswerColumn("commune", tr("Commune"), registered("commune")),
        AnswerColumn("website", tr("Website"), registered("website")),
        AnswerColumn(
            "steps", tr("What one can do there"), terms("steps"), "list", territory.steps.plain_words()
        ),
        AnswerColumn("themes", tr("Themes"), terms("themes"), "list", territory.themes.words()),
        AnswerColumn("publics", tr("For whom"), terms("publics"), "list", publics),
        AnswerColumn(
            "receives",
            tr("Receives"),
            lambda offer: _in_pack_order(offer.publics, territory.publics),
            "list",
            publics,
        ),
        AnswerColumn("formats", tr("How"), terms("formats"), "list", territory.formats.words()),
        AnswerColumn("access", tr("Where help is given"), terms("access"), "list", territory.access.words()),
        AnswerColumn(
            "slots",
            tr("Open at"),
            lambda offer: tuple(slot for slot in plan.ids() if offer.slots[slot]),
            "list",
            slots,
        ),
        AnswerColumn(
            "slots_unknown",
            tr("Nobody can tell"),
            lambda offer: _unknown_slots(offer, territory),
            "list",
            slots,
        ),
        partly_read(lambda offer: offer.open_lists),
        AnswerColumn(
            "conditional",
            tr("Under conditions"),
            lambda offer: registered("conditions")(offer) is not None,
            "flag",
        ),
        *(AnswerColumn(name, title(name), registered(name)) for name in DESCRIBED),
        AnswerColumn(
            "languages",
            title("languages"),
            registered("languages"),
            "list",
            territory.spoken_languages.words(),
        ),
        AnswerColumn("hours", tr("Opening hours"), hours, "list"),
        AnswerColumn(
            "appointment",
            tr("By appointment"),
            lambda offer: _by_appointment(offer, registered("slots")(offer), plan.flags),
            "flag",
        ),
    )


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


def public_register(study: Study, scope: Scope | None = None) -> Finding:
    """One row for each active structure; `slots` as declared or as its opening hours show."""
    scope = replace(scope or Scope(), territory=study.territory)
    offers = [one for one in study.offers.values() if scope.covers(one.bassin, one.ins)]
    columns = {column.name: column for column in REGISTRY}
    headings, rows = table([_register_column(columns[name], study) for name in COLUMNS], offers)
    return Finding(
        question="public_register",
        title=tr("Register of structures"),
        scope=scope.id,
        place=scope.text(),
        base=len(offers),
        unknown=sum(one.themes is None and not one.told_when for one in offers),
        text=trn(
            "{n} structure, with where it is and what it offers.",
            "{n} structures, with where they are and what they offer.",
            len(offers),
        ),
        headings=headings,
        table=rows,
    )


def _register_column(column: Column, study: Study) -> AnswerColumn[Offer]:
    territory = study.territory
    words: Mapping[str, str] | None = None
    if column.name == "bassin":
        words = {key: bassin.text() for key, bassin in territory.bassins.items()}
    elif column.vocabulary:
        words = territory.vocabulary(column.vocabulary).words()

    def registered(offer: Offer) -> Any:
        return study.registry.row(offer.id)[column.name]

    def opening_hours(offer: Offer) -> str | None:
        hours = registered(offer) if offer.schedule.status == "known" else None
        return _COMMENT.sub("", hours).strip(" ;") or None if hours else None

    def slots(offer: Offer) -> tuple[str, ...] | None:
        open_at = tuple(slot for slot in _slots(territory) if offer.slots[slot])
        return open_at if offer.told_when else None

    get = {"opening_hours": opening_hours, "slots": slots}.get(column.name, registered)
    return AnswerColumn(column.name, title(column.name), get, _SHAPES.get(column.type, "text"), words)


def _slots(territory: Territory) -> tuple[str, ...]:
    plan = plan_of(territory.slots)
    return (*plan.ids(), *(key for key, _ in plan.groups))
