"""The portrait of a structure, line by line: who, where, what, when, with whom, and who says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, HeadedRows, Spot, table
from wtc_eco.coverage.slots import plan_of
from wtc_eco.i18n import date, listing, mark, number, tr, trn
from wtc_eco.model import DESCRIBED
from wtc_eco.network.standing import standings
from wtc_eco.registry.columns import said as in_words
from wtc_eco.registry.columns import title

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.coverage.schedule import Status
    from wtc_eco.network.standing import Standing
    from wtc_eco.territory import Vocabulary


@dataclass(frozen=True)
class PortraitLine:
    """One line; `value` is `None` where nobody told us."""

    section: str
    field: str
    value: str | None


def in_lines(lines: Iterable[PortraitLine]) -> HeadedRows:
    """The lines of a portrait as headings and rows."""
    columns: tuple[AnswerColumn[PortraitLine], ...] = (
        AnswerColumn("section", tr("Section")),
        AnswerColumn("field", tr("What")),
        AnswerColumn("value", tr("Known")),
    )
    return table(columns, lines)


def said(items: Iterable[Any] | None) -> str | None:
    """A list in one cell; «none» where it is known to be empty, unknown where nobody told."""
    if items is None:
        return None
    return ", ".join(str(item) for item in items) or tr("none")


def worded(ids: Iterable[str] | None, vocabulary: Vocabulary) -> str | None:
    """Ids of a vocabulary as labels; an id the pack does not know stays as it is."""
    return None if ids is None else said(vocabulary[one].text() if one in vocabulary else one for one in ids)


def word(one: str | None, vocabulary: Vocabulary) -> str | None:
    """One id of a vocabulary as its label."""
    return None if one is None else vocabulary[one].text() if one in vocabulary else one


Row = Mapping[str, Any]

_TIES = {
    "knows": mark("knows"),
    "refers": mark("refers people to"),
    "works_with": mark("works with"),
    "hosts": mark("hosts"),
    "met": mark("met at an event"),
    "wish": mark("would like to meet"),
}
_TIES_BACK = {
    "knows": mark("known by"),
    "refers": mark("receives people from"),
    "works_with": mark("named as partner by"),
    "hosts": mark("hosted by"),
    "met": mark("met at an event by"),
    "wish": mark("wished for by"),
}
_HOURS: dict[Status, str] = {
    "known": mark("understood"),
    "by_appointment": mark("by appointment"),
    "approximate": mark("incomplete, not counted"),
    "unknown": mark("unknown"),
}
_TO_COMPLETE = {
    "street": mark("address"),
    "themes": mark("themes"),
    "opening_hours": mark("opening hours"),
    "phone": mark("phone"),
    "email": mark("e-mail"),
    "website": mark("website"),
}


def structure_portrait(study: Study, one: str) -> Finding:
    """Everything known of one structure, and what is left to ask it."""
    row, offer = study.registry.row(one), study.offers.get(one)
    standing = standings(study.network).get(one) if one in study.network else None
    lines = [
        *_who(study, row),
        *_where(study, row),
        *_offer(study, row),
        *(_hours(study, row, offer) if offer else ()),
        *_network(study, one, standing),
        *_evidence(row),
        *_corrections(study, one),
        *_said_elsewhere(study, one),
    ]
    name = row["name"] or one
    headings, rows = in_lines(lines)
    return Finding(
        question="portrait",
        title=f"{name} ({one})",
        scope=one,
        base=1,
        unknown=0,
        text=" ".join(_told(study, row, one, standing)),
        headings=headings,
        table=rows,
        spots=tuple(_spot(row, offer)),
    )


def _spot(row: Row, offer: Offer | None) -> Iterator[Spot]:
    if offer is not None and offer.lat is not None and offer.lon is not None:
        yield Spot(offer.id, offer.name, offer.lat, offer.lon, row["kind"] or "", row["commune"] or "")


def _told(study: Study, row: Row, one: str, standing: Standing | None) -> Iterator[str]:
    kind = word(row["kind"], study.territory.kinds) or tr("kind unknown")
    yield tr(
        "{name}: {kind}, {commune}.",
        name=row["name"] or one,
        kind=kind,
        commune=row["commune"] or tr("commune unknown"),
    )
    if not row["active"]:
        yield tr("Closed, or withdrawn from every list that named it.")
    if standing is not None:
        yield standing.reason
    told = {"opening_hours"} if row["hours_note"] is not None else set()
    missing = [tr(words) for field, words in _TO_COMPLETE.items() if row[field] is None and field not in told]
    if missing:
        yield tr("To be completed: {fields}.", fields=listing(missing))


def _who(study: Study, row: Row) -> Iterator[PortraitLine]:
    section, pack = tr("Who"), study.territory
    yield PortraitLine(section, tr("Name"), row["name"])
    if row["also_known_as"]:
        yield PortraitLine(section, tr("Also called"), said(row["also_known_as"]))
    yield PortraitLine(section, tr("Kind"), word(row["kind"], pack.kinds))
    yield PortraitLine(section, tr("Labels"), worded(row["labels"], pack.labels))
    if row["hosted_by"]:
        yield PortraitLine(section, tr("Hosted by"), row["hosted_by"])


def _where(study: Study, row: Row) -> Iterator[PortraitLine]:
    section = tr("Where")
    town = " ".join(part for part in (row["postal_code"], row["locality"]) if part)
    yield PortraitLine(
        section, tr("Address"), ", ".join(part for part in (row["street"], town) if part) or None
    )
    yield PortraitLine(section, tr("Commune"), row["commune"])
    bassin = study.territory.bassins.get(row["bassin"] or "")
    yield PortraitLine(section, tr("Bassin"), bassin.text() if bassin else None)
    yield PortraitLine(section, tr("Phone"), said(row["phone"]))
    yield PortraitLine(section, tr("E-mail"), said(row["email"]))
    yield PortraitLine(section, tr("Website"), row["website"])


def _offer(study: Study, row: Row) -> Iterator[PortraitLine]:
    section, pack = tr("Offer"), study.territory
    yield PortraitLine(section, tr("Themes"), _listed(study, row, "themes"))
    yield PortraitLine(section, tr("Steps of the journey"), _listed(study, row, "steps"))
    if row["steps_planned"]:
        yield PortraitLine(section, tr("Steps planned"), worded(row["steps_planned"], pack.steps))
    yield PortraitLine(section, tr("Formats"), worded(row["formats"], pack.formats))
    yield PortraitLine(section, tr("Publics"), _listed(study, row, "publics"))
    if row["conditions"]:
        yield PortraitLine(section, tr("Conditions"), row["conditions"])
    for name in DESCRIBED:
        if row[name]:
            yield PortraitLine(section, title(name), row[name])
    if row["languages"] is not None:
        yield PortraitLine(section, title("languages"), _listed(study, row, "languages", "spoken_languages"))
    yield PortraitLine(section, tr("Where support is given"), worded(row["access"], pack.access))
    if row["capacity"] is not None:
        yield PortraitLine(section, tr("People a week"), number(row["capacity"]))


def _listed(study: Study, row: Row, name: str, vocabulary: str = "") -> str | None:
    """The words of a list; beside them, where a word of it was not understood, that it is not all."""
    told = worded(row[name], study.territory.vocabulary(vocabulary or name))
    if name not in study.registry.open_lists.get(row["id"], frozenset()):
        return told
    return ", ".join(filter(None, (told, tr("partly read: a word of the list is not understood"))))


def _hours(study: Study, row: Row, offer: Offer) -> Iterator[PortraitLine]:
    section, schedule = tr("Hours"), offer.schedule
    yield PortraitLine(section, tr("Opening hours"), row["hours_note"] or row["opening_hours"])
    if row["opening_hours"]:
        yield PortraitLine(
            section, tr("How they are read"), " – ".join((tr(_HOURS[schedule.status]), *schedule.warnings))
        )
    plan = plan_of(study.territory.slots)
    slots = [slot for slot in plan.ids() if offer.slots[slot]]
    # «The weekend» is said only where nobody knows which of its days.
    groups = [key for key, members in plan.groups if offer.slots[key] and not {*members} & {*slots}]
    hours_told = offer.told_when
    yield PortraitLine(
        section,
        tr("Open at these times"),
        worded((*slots, *groups), study.territory.slots) if hours_told else None,
    )
    unknown = [slot for slot in plan.ids() if offer.slots[slot] is None]
    if unknown and hours_told:
        yield PortraitLine(section, tr("Times not known"), worded(unknown, study.territory.slots))


def _network(study: Study, one: str, standing: Standing | None) -> Iterator[PortraitLine]:
    section, words = tr("Network"), study.territory.standings
    if standing is None:
        return
    node = study.network.nodes[one]
    yield PortraitLine(section, tr("Standing"), word(standing.id, words))
    if standing.flags:
        yield PortraitLine(section, tr("Besides"), worded(standing.flags, words))
    yield PortraitLine(section, tr("Answered about its network"), _answered(node))
    given = [
        (attributes["name"], attributes["kind"], attributes["state"])
        for attributes in _ends(study, study.network.out_edges(one, data=True), 1)
    ]
    taken = [
        (attributes["name"], attributes["kind"], attributes["state"])
        for attributes in _ends(study, study.network.in_edges(one, data=True), 0)
    ]
    for ties, phrases, field in ((given, _TIES, tr("Ties given")), (taken, _TIES_BACK, tr("Ties received"))):
        yield PortraitLine(section, field, trn("{n} tie", "{n} ties", len(ties)))
        for name, kind, state in sorted(ties):
            yield PortraitLine(section, tr(phrases[kind]), f"{name} ({word(state, words)})")


def _answered(node: Mapping[str, Any]) -> str:
    """When it answered; who was never asked is not said to have left a question unanswered."""
    if node["network_answered_on"]:
        return date(node["network_answered_on"])
    if node["asked_on"]:
        return tr("no (asked on {date})", date=date(node["asked_on"]))
    return tr("it was not asked")


def _ends(study: Study, edges: Any, end: int) -> Iterator[Mapping[str, str]]:
    for edge in edges:
        yield {
            "name": study.network.nodes[edge[end]]["name"],
            "kind": edge[2]["kind"],
            "state": edge[2]["state"],
        }


def _evidence(row: Row) -> Iterator[PortraitLine]:
    section = tr("Evidence")
    yield PortraitLine(section, tr("Lists and surveys"), said(row["sources"]))
    yield PortraitLine(section, tr("Records"), said(row["records"]))
    yield PortraitLine(
        section, tr("Collected on"), date(row["collected_on"]) if row["collected_on"] else None
    )
    yield PortraitLine(section, tr("Columns on which its lists disagree"), said(row["conflicts"]))


def _said_elsewhere(study: Study, one: str) -> Iterator[PortraitLine]:
    """What the lists of other folders say otherwise, and nobody took."""
    section = tr("Another folder says otherwise")
    for proposal in study.registry.proposals:
        if proposal.id == one:
            for name, value in proposal.values.items():
                told = in_words(name, value, study.territory) or tr("emptied")
                yield PortraitLine(section, title(name), f"{told} – {proposal.source}")


def _corrections(study: Study, one: str) -> Iterator[PortraitLine]:
    """Who corrected what, when and why, and what the lists say; the latest first."""
    section = tr("Corrections")
    for each in reversed(study.registry.corrections.get(one, ())):
        value = in_words(each.column, each.value, study.territory) or tr("emptied")
        when = date(each.on) if each.on else None
        signature = ", ".join(part for part in (each.by, when, each.why) if part)
        lists = "; ".join(
            tr(
                "{parameter}: {message}",
                parameter=source,
                message=in_words(each.column, listed, study.territory),
            )
            for source, listed in each.lists
        )
        said_by_lists = tr("the lists say {values}", values=lists) if lists else tr("no list says it")
        later = tr("corrected again later") if each.overruled else said_by_lists
        yield PortraitLine(
            section, title(each.column), " – ".join(part for part in (value, signature, later) if part)
        )
