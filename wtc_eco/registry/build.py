"""The register: one row a structure, chosen from its records field by field (corrections, then trust, then date).

Says what the sources contradict each other on, and to which structure every record number leads.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import SequenceMatcher
from functools import cached_property
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import tr
from wtc_eco.registry.corrections import (
    COORDINATION,
    CORRECTABLE,
    Correction,
    Row,
    history,
    is_correction,
    is_request,
    spoken_of,
    taken_from,
)
from wtc_eco.registry.participation import Participation, participations, was_asked
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching import Matching
    from wtc_eco.store.holdings import Tombstones
    from wtc_eco.territory import Territory

GATHERED = ("labels", "listed_on", "also_known_as")
"""Columns of which every source may know a part."""

UNDISPUTED = ("record", "source", "source_id", "collected_on", "withdrawn_on", "asked_on", "answered_on",
              "network_answered_on", "roster", "note", "presentation", "accessibility", "extra", *GATHERED)  # fmt: skip
"""Columns on which two sources cannot contradict each other."""

NEAR_DEGREES = 0.005
"""Coordinates within some 500 m are two geocodings of one place, no dispute."""


def conflicts(records: Sequence[Row], *, settled: frozenset[str] = frozenset()) -> tuple[str, ...]:
    """The columns on which records in force say different things, in the order of the table.

    What a person `settled` is disputed no more.
    """
    speaking = [row for row in records if row["withdrawn_on"] is None]
    names = [name for name in model.names(model.RECORDS) if name not in UNDISPUTED and name not in settled]
    return tuple(name for name in names if _disputed(name, [row[name] for row in speaking]))


def _disputed(name: str, values: Iterable[Any]) -> bool:
    known = [value for value in values if value is not None]
    return any(differ(name, known[0], value) for value in known[1:])


def differ(name: str, one: Any, other: Any) -> bool:
    """Whether two values contradict each other; the unknown contradicts nothing."""
    if one is None or other is None:
        return False
    if name in {"lat", "lon"}:
        return bool(abs(one - other) > NEAR_DEGREES)
    if isinstance(one, tuple):
        return not set(one) & set(other) and one != other
    return fold(str(one)) != fold(str(other)) if isinstance(one, str) else bool(one != other)


ADDRESS = ("street", "postal_code", "locality", "ins", "country", "lat", "lon")
"""Columns that only make sense together: half of two addresses is no address."""

POINT = ("lat", "lon")
RESPELT = 0.8
"""Two streets this alike (0 to 1), of the same number, are one street spelt better."""


def ranks(trust: Mapping[str, int] | None) -> Mapping[str, int]:
    """How far each source is believed, `coordination` above all; 0 for those not named."""
    return {**(trust or {}), COORDINATION: 1 + max([1_000, *(trust or {}).values()])}


def in_order_of_belief(records: Iterable[Row], believed: Mapping[str, int]) -> list[Row]:
    """The records, the one to believe first: in force, trusted, recent, then by what they say."""
    by_content = sorted(records, key=lambda row: (_content(row), row["record"]))
    latest_first = sorted(by_content, key=lambda row: row["collected_on"] or "", reverse=True)
    return sorted(
        latest_first, key=lambda row: (row["withdrawn_on"] is not None, -believed.get(row["source"], 0))
    )


def _content(row: Row) -> tuple[str, ...]:
    return tuple("" if row[name] is None else str(row[name]) for name in model.names(model.RECORDS)[1:])


def structure(
    records: Sequence[Row], corrections: Sequence[Correction], territory: Territory
) -> dict[str, Any]:
    """One row of the registry, from its records in order of belief and what a person corrected."""
    corrected = {one.column: one for one in corrections if not one.overruled}
    heard = _heard(records)
    chosen = {name: _first_known(heard, name) for name in model.names(model.REGISTRY) if name in records[0]}
    chosen |= _address(heard)
    chosen |= {name: _gathered(heard, name) for name in GATHERED}
    chosen["labels"] = _labels(chosen, heard, territory)
    listed = dict(chosen)
    chosen |= {column: one.value for column, one in corrected.items()}
    chosen |= _point(chosen, listed, corrected)
    if "also_known_as" not in corrected:
        chosen["also_known_as"] = _other_names(chosen["name"], records)
    place = territory.place(
        ins=chosen["ins"],
        postal_code=chosen["postal_code"],
        locality=chosen["locality"],
        lat=chosen["lat"],
        lon=chosen["lon"],
        country=chosen["country"],
    )
    numbers = tuple(sorted(row["record"] for row in records))
    return {
        **chosen,
        "id": f"S{numbers[0]}",
        "records": numbers,
        "sources": tuple(sorted({row["source"] for row in records if row["source"] is not None})),
        "conflicts": conflicts(records, settled=_settled(corrected)),
        "active": _active(chosen["closed_on"], corrected.get("closed_on"), records),
        "ins": place.ins or chosen["ins"],
        "country": place.country,
        "commune": place.commune,
        "bassin": place.bassin,
        "place": place.standing,
    }


def requested(records: Sequence[Row], requests: Sequence[Row]) -> dict[str, str]:
    """When a structure was asked last, and the list it was shown, where no answer tells the list."""
    if not requests:
        return {}
    in_time = sorted(requests, key=lambda row: (row["asked_on"] or "", row["record"]))
    days = [row["asked_on"] for row in (*records, *in_time) if row["asked_on"]]
    lists = [row["roster"] for row in in_time if row["roster"]]
    latest = {"asked_on": max(days)} if days else {}
    if lists and not any(row["roster"] for row in records):
        latest["roster"] = lists[-1]
    return latest


def _heard(records: Sequence[Row]) -> Sequence[Row]:
    """The records without those that their own source replaced: its word of today is its word.

    A later answer to a survey may leave open what an earlier one said: then it is open. Of two answers
    in force (a person joined two structures that both answered) the later counts.
    """
    speaking = {row["source"] for row in records if row["withdrawn_on"] is None}
    heard = [row for row in records if row["withdrawn_on"] is None or row["source"] not in speaking]
    answers = [row for row in heard if row["answered_on"] and row["withdrawn_on"] is None]
    latest = {row["source"]: row for row in sorted(answers, key=_when_answered)}
    return [row for row in heard if row not in answers or row is latest[row["source"]]]


def _when_answered(row: Row) -> tuple[str, str]:
    """The day, then the key: it ends with the moment of the answer."""
    return row["answered_on"], (row["source_id"] or "")[-19:]


def _first_known(records: Iterable[Row], name: str) -> Any:
    return next((row[name] for row in records if row[name] is not None), None)


def _address(records: Sequence[Row]) -> dict[str, Any]:
    """The address of the first record that has one, completed by those that do not contradict it.

    Coordinates come in pairs, and only from a record that names the same street or none.
    """
    address: dict[str, Any] = dict.fromkeys(ADDRESS)
    leading = sorted(records, key=lambda row: row["street"] is None)
    for row in leading:
        if any(differ(name, address[name], row[name]) for name in ("street", "postal_code", "ins")):
            continue
        for name in ("street", "postal_code", "locality", "ins", "country"):
            address[name] = row[name] if address[name] is None else address[name]
        if address["lat"] is None and row["lat"] is not None and row["lon"] is not None:
            address["lat"], address["lon"] = row["lat"], row["lon"]
    return address


def _point(chosen: Row, listed: Row, corrected: Mapping[str, Correction]) -> dict[str, Any]:
    """Coordinates after a correction: those of an address that was left behind are forgotten."""
    moved = [corrected[name].record for name in ("postal_code", "ins") if name in corrected]
    if "street" in corrected and not _respelt(chosen["street"], listed["street"]):
        moved.append(corrected["street"].record)
    pointed = max((corrected[name].record for name in POINT if name in corrected), default=0)
    return dict.fromkeys(POINT) if moved and max(moved) > pointed else {}


def _respelt(street: str | None, before: str | None) -> bool:
    """Whether a street was only spelt better: the same number, nearly the same letters."""
    one, other = fold(street or ""), fold(before or "")
    digits = ["".join(sign for sign in text if sign.isdigit()) for text in (one, other)]
    return digits[0] == digits[1] and SequenceMatcher(None, one, other).ratio() >= RESPELT


def _settled(corrected: Mapping[str, Correction]) -> frozenset[str]:
    """The columns that are disputed no more: a person spoke, and a new address settles its point."""
    spoken = set(corrected)
    return frozenset(spoken | set(POINT) if spoken & set(ADDRESS) else spoken)


def _active(closed_on: str | None, word: Correction | None, records: Sequence[Row]) -> bool:
    """Neither closed nor withdrawn from every list; a person's «reopened» holds until every list withdraws it later."""
    if closed_on is not None:
        return False
    gone = [row["withdrawn_on"] for row in records]
    return None in gone or (word is not None and any(day <= (word.on or "") for day in gone))


def _gathered(records: Iterable[Row], name: str) -> tuple[str, ...] | None:
    """All that any record says, in order of belief; unknown where none says anything."""
    known = [row[name] for row in records if row[name] is not None]
    return tuple(dict.fromkeys(item for items in known for item in items)) if known else None


def _labels(chosen: Row, records: Sequence[Row], territory: Territory) -> tuple[str, ...] | None:
    """The labels, and every label that another record has as its kind, or in its name.

    A library that a list of EPN names is a library and an EPN; «EPN du CPAS de Dour» is one, whatever its kind.
    """
    kinds = {row["kind"] for row in records}.union(
        *(territory.kind_rules.kinds_in(row["name"] or "") for row in records)
    )
    carried = [label for label in territory.vocabulary("labels") if label in kinds - {chosen["kind"]}]
    labels = tuple(dict.fromkeys((*(chosen["labels"] or ()), *carried)))
    return labels if labels or chosen["labels"] is not None else None


def _other_names(name: str | None, records: Sequence[Row]) -> tuple[str, ...] | None:
    """Every other way its records call it, each spelling once."""
    spellings: dict[str, str] = {}
    for row in records:
        for written in (row["name"], *(row["also_known_as"] or ())):
            if written is not None:
                spellings.setdefault(fold(written), written)
    spellings.pop(fold(name or ""), None)
    known = spellings or any(row["also_known_as"] is not None for row in records)
    return tuple(spellings.values()) if known else None


GROUPS: Mapping[str, tuple[str, ...]] = {
    "address": ADDRESS,
    "hours": ("opening_hours", "hours_note"),
    "status": ("closed_on", "active"),
    "answers": ("asked_on", "answered_on", "network_answered_on", "roster", "knows_ecosystem", "entry_point"),
}
"""Columns that are proposed, and accepted, together: half of two addresses is no address."""
_GROUP_OF = {column: name for name, columns in GROUPS.items() for column in columns}
_TOLD_APART = tuple(dict.fromkeys(("name", *CORRECTABLE, "active")))
_FIELDS = tuple(dict.fromkeys(_GROUP_OF.get(name, name) for name in _TOLD_APART))


@dataclass(frozen=True)
class FieldProposal:
    """What a list of another folder would change in a structure that is not that folder's; it waits for a person.

    `field` is a column or a group of `GROUPS`; `values` are its columns that would change, as they would be
    (None where one would be emptied), `before` as they are. `record` is the first record of the structure.
    """

    id: str
    record: int
    name: str
    field: str
    before: Mapping[str, Any]
    values: Mapping[str, Any]
    folder: str
    source: str


@dataclass(frozen=True)
class Registry:
    """One row per real structure, by growing number of id; `aliases` gives every record its structure.

    `corrections` holds, by id, every column that a person corrected, oldest first; `surveys` the surveys that
    asked a structure, the last of them last; `proposals` what lists of other folders would change in structures
    that are not theirs; `survey_rows` how many of its records came with a survey and from no
    list, `lists` the lists that name it, no survey among them; `open_lists` the columns of which a word was not understood: what
    they do not name is unknown.
    """

    table: pd.DataFrame
    aliases: Mapping[int, str]
    n_records: int
    n_lists: int
    n_review: int
    corrections: Mapping[str, tuple[Correction, ...]] = field(default_factory=dict)
    surveys: Mapping[str, tuple[Participation, ...]] = field(default_factory=dict)
    survey_rows: Mapping[str, int] = field(default_factory=dict)
    lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    open_lists: Mapping[str, frozenset[str]] = field(default_factory=dict)
    proposals: tuple[FieldProposal, ...] = ()

    @cached_property
    def _rows(self) -> Mapping[str, Row]:
        return {str(row["id"]): row for row in _rows(self.table)}

    def row(self, id: str) -> Row:  # noqa: A002 - the column's name
        """The structure of this id; raises `UnknownNameError` where there is none."""
        return self._rows[self.resolve(id)]

    def resolve(self, thing: str | int) -> str:
        """The id of the structure that «S12», «12» or 12 leads to; raises `UnknownNameError`."""
        written = str(thing).strip().upper().removeprefix("S")
        structure_id = self.aliases.get(int(written)) if written.isascii() and written.isdigit() else None
        if structure_id is None:
            raise UnknownNameError(
                tr("No structure has the number {thing}.", thing=thing),
                hint=tr("Search for it by its name in outputs/registry.csv."),
            )
        return structure_id


def build(  # noqa: PLR0913 - the records, and what each of them is read with
    records: pd.DataFrame,
    matching: Matching,
    territory: Territory,
    *,
    trust: Mapping[str, int] | None = None,
    open_lists: Mapping[int, frozenset[str]] | None = None,
    taken_in: Mapping[int, str] | None = None,
) -> Registry:
    """Put every cluster's records together into one row (columns of `model.REGISTRY`).

    `trust` ranks sources, higher first, 0 where it does not say; `coordination` is above all.
    Of equally trusted sources the latest collected wins, then content decides: the order of the
    records changes nothing. What a person corrected counts above every record; a correction of
    which no structure is left is no structure, and neither is a request to answer a survey. `open_lists`
    are the columns of each record in which a word was not understood. `taken_in` is the folder of every record
    that came from another: a structure is its that named it first, ours wherever we name it, and what others
    say of it otherwise only waits among the proposals.
    """
    believed = ranks(trust)
    folder_of = taken_in or {}
    members: dict[int, list[Row]] = defaultdict(list)
    corrected: dict[int, list[Row]] = defaultdict(list)
    asked: dict[int, list[Row]] = defaultdict(list)
    for record in _rows(records):
        cluster = matching.clusters.get(record["record"])
        if cluster is not None:
            kind = corrected if is_correction(record) else asked if is_request(record) else members
            kind[cluster].append(record)
    rows, corrections, surveys, survey_rows, left_open = [], {}, {}, {}, {}
    named_by: dict[str, frozenset[str]] = {}
    proposals: list[FieldProposal] = []
    for cluster, members_of in members.items():
        everyone = in_order_of_belief(members_of, believed)
        owners = {OURS, _owner(members_of, folder_of)}
        lists, corrections_heard, requests = (
            [row for row in of if folder_of.get(row["record"], OURS) in owners]
            for of in (everyone, corrected[cluster], asked[cluster])
        )
        corrected_columns = history(corrections_heard, lists)
        rows.append(structure(lists, corrected_columns, territory) | requested(lists, requests))
        if len(lists) < len(everyone) or len(corrections_heard) < len(corrected[cluster]):
            rows[-1] |= _named_by_all(everyone, corrected_columns)
            unheard = [
                row
                for row in (*everyone, *corrected[cluster])
                if folder_of.get(row["record"], OURS) not in owners
            ]
            own = [row for row in corrections_heard if taken_from(row) is None]
            both = [row for row in corrected[cluster] if taken_from(row) is None]
            proposals += _proposed(
                rows[-1],
                structure(lists, history(own, lists), territory),
                structure(everyone, history(both, everyone), territory),
                unheard,
                folder_of,
            )
        surveys[rows[-1]["id"]] = participations(_heard(lists), requests, corrected_columns)
        survey_rows[rows[-1]["id"]] = sum(map(was_asked, members_of))
        named_by[rows[-1]["id"]] = frozenset(
            row["source"] for row in members_of if row["source"] is not None and not was_asked(row)
        )
        if corrected_columns:
            corrections[rows[-1]["id"]] = corrected_columns
        if columns := _left_open(lists, corrected_columns, open_lists or {}):
            left_open[rows[-1]["id"]] = columns
    names = {row["id"]: row["records"] for row in rows}
    ids = {matching.clusters[numbers[0]]: name for name, numbers in names.items()}
    return Registry(
        table=model.frame(model.REGISTRY, sorted(rows, key=lambda row: row["records"][0])),
        aliases={record: ids[first] for record, first in sorted(matching.clusters.items()) if first in ids},
        n_records=sum(map(len, members.values())),
        n_lists=len(frozenset[str]().union(*named_by.values())),
        n_review=len(matching.review),
        corrections=corrections,
        surveys=surveys,
        survey_rows=survey_rows,
        lists=named_by,
        open_lists=left_open,
        proposals=tuple(sorted(proposals, key=lambda one: (one.record, _FIELDS.index(one.field)))),
    )


OURS = ""
"""The folder of a record that came from no other."""


def _owner(records: Sequence[Row], folder_of: Mapping[int, str]) -> str:
    """The folder whose structure it is: ours wherever we name it, else the one that named it first."""
    numbers = [row["record"] for row in records]
    return OURS if any(number not in folder_of for number in numbers) else folder_of[min(numbers)]


def _named_by_all(records: Sequence[Row], corrections: Iterable[Correction]) -> dict[str, Any]:
    """What a row says of its sources is said of all of them, heard or not: what they dispute stays visible."""
    numbers = tuple(sorted(row["record"] for row in records))
    corrected = {one.column: one for one in corrections if not one.overruled}
    return {
        "id": f"S{numbers[0]}",
        "records": numbers,
        "sources": tuple(sorted({row["source"] for row in records if row["source"] is not None})),
        "conflicts": conflicts(records, settled=_settled(corrected)),
    }


def _proposed(
    row: Row, heard: Row, full: Row, unheard: Sequence[Row], folder_of: Mapping[int, str]
) -> Iterable[FieldProposal]:
    """What the row would be if the others were heard too, field by field; what was accepted before is no news.

    `heard` is the row without what was accepted of them: what only our own lists say otherwise is no proposal.
    """
    changed = {
        name
        for name in _TOLD_APART
        if _becomes(name, row[name], full[name]) and _becomes(name, heard[name], full[name])
    }
    for field_name in _FIELDS:
        columns = GROUPS.get(field_name, (field_name,))
        if not changed & set(columns):
            continue
        values = {name: full[name] for name in columns if full[name] != row[name]}
        if field_name == "also_known_as" and not _new_names(row, full):
            continue
        source = _who_says(values, unheard)
        yield FieldProposal(
            row["id"],
            row["records"][0],
            row["name"] or row["id"],
            field_name,
            {name: row[name] for name in values},
            values,
            folder_of[source["record"]],
            source["source"] or "",
        )


def _new_names(row: Row, full: Row) -> bool:
    """Whether another name is new, and not the one that ours would be beside theirs."""
    known = {fold(one) for one in (row["name"] or "", *(row["also_known_as"] or ()))}
    return not {fold(one) for one in full["also_known_as"] or ()} <= known


def _becomes(name: str, before: Any, after: Any) -> bool:
    """Whether a value is another one; two geocodings of one place are not."""
    if name in POINT and before is not None and after is not None:
        return differ(name, before, after)
    return (
        set(before) != set(after)
        if isinstance(before, tuple) and isinstance(after, tuple)
        else before != after
    )


def _who_says(values: Row, unheard: Sequence[Row]) -> Row:
    """The first record not heard that says one of these values."""
    for row in unheard:
        spoken = spoken_of(row) if is_correction(row) else row
        for name, value in values.items():
            said = spoken.get(name)
            if said == value and (value is not None or name in spoken):
                return row
            if isinstance(value, tuple) and isinstance(said, tuple) and set(value) & set(said):
                return row
    return unheard[0]


def _left_open(
    records: Sequence[Row], corrections: Iterable[Correction], open_lists: Mapping[int, frozenset[str]]
) -> frozenset[str]:
    """The columns that a record chose whose word was not all understood; a person's correction closes one."""
    corrected = {one.column for one in corrections if not one.overruled}
    heard = _heard(records)
    chosen = {
        name: next((row for row in heard if row[name] is not None), None)
        for name in {column for columns in open_lists.values() for column in columns} - corrected
    }
    return frozenset(
        name for name, row in chosen.items() if row and name in open_lists.get(row["record"], frozenset())
    )


def _rows(table: pd.DataFrame) -> list[Row]:
    return [{str(name): value for name, value in row.items()} for row in table.to_dict("records")]


def leading_past(registry: Registry, stones: Tombstones) -> Registry:
    """The registry in which the number of an erased record still leads to what is left of its structure."""
    leads_to = {number: registry.aliases.get(stones.resolved(number) or 0) for number in stones.now}
    kept = {number: id_ for number, id_ in leads_to.items() if id_ is not None}
    return replace(registry, aliases={**registry.aliases, **kept}) if kept else registry
