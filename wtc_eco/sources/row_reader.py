"""One row of a list to the values of a record, with every doubt under its column, and its people apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from wtc_eco import model
from wtc_eco.errors import UnknownNameError
from wtc_eco.sources.closures import TELL_CLOSURES, read_closing, read_status, settle
from wtc_eco.sources.column_map import IGNORED, PERSON_FIELDS, ColumnMap
from wtc_eco.sources.crosses import (
    DayColumn,
    Option,
    answer,
    day_columns,
    hours_of_week,
    options_by_title,
    read_cross,
    refused,
    tick_among_hours,
)
from wtc_eco.sources.persons import (
    is_personal_mailbox,
    people_of,
    with_mailboxes,
    without_mailboxes,
    without_people,
)
from wtc_eco.sources.table import Draft, Table
from wtc_eco.sources.text_repair import tidy
from wtc_eco.sources.values import Reader, ReadValue
from wtc_eco.sources.values.contact import read_email, read_phone, read_website
from wtc_eco.sources.values.coordinates import (
    PROJECTED,
    Bounds,
    as_metres,
    crossed,
    grid_of,
    read_both,
    read_pair,
)
from wtc_eco.sources.values.dates import read_date
from wtc_eco.sources.values.houses import house_parts
from wtc_eco.sources.values.identifiers import (
    are_enterprises,
    nameless,
    other_enterprise,
    read_enterprise,
    read_number,
)
from wtc_eco.sources.values.place import (
    boxed,
    other_bassin,
    place_fault,
    read_address,
    read_country,
    read_locality,
    read_postal,
)
from wtc_eco.sources.values.terms import (
    plain_reader,
    read_hours,
    read_kind,
    read_scale,
    read_terms,
)
from wtc_eco.sources.vocabulary import words
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold

_COLUMNS = {column.name: column for column in model.RECORDS}


def cell_readers(territory: Territory, bounds: Bounds, epoch: int = 1900) -> Mapping[str, Reader]:
    """The reader of each field that is more than text.

    `bounds` is where coordinates may lie, `epoch` the year from which a workbook counts its days.
    """
    scales = words().scales
    readers: dict[str, Reader] = {
        "kind": lambda text: read_kind(text, territory.kinds),
        "bce": read_enterprise,
        "unit_number": read_enterprise,
        "postal_code": lambda text: read_postal(text, territory),
        "locality": lambda text: read_locality(text, territory),
        "country": lambda text: read_country(text, territory),
        "address": lambda text: read_address(text, territory),
        "coordinates": lambda text: read_both(text, bounds),
        "phone": read_phone,
        "email": read_email,
        "website": read_website,
        "hours": read_hours,
        "opening_hours": read_hours,
        "capacity": lambda text: read_number(text, "capacity"),
        "ins": lambda text: ReadValue({"ins": text.removesuffix(".0")}),
    }
    for name, column in _COLUMNS.items():
        if name in scales:
            readers[name] = _scale_reader(name)
        elif column.type == "date":
            readers[name] = _date_reader(name, epoch)
        elif column.type == "terms":
            readers[name] = _terms_reader(name, territory, column.vocabulary)
    return readers


def _scale_reader(name: str) -> Reader:
    return lambda text: read_scale(text, name, words().scales[name])


def _date_reader(name: str, epoch: int) -> Reader:
    return lambda text: read_date(text, name, epoch)


def _terms_reader(name: str, territory: Territory, vocabulary: str) -> Reader:
    return lambda text: read_terms(text, name, territory.vocabulary(vocabulary))


_TOGETHER = ("lat", "lon", "house_number", "box", "commune", "bassin", "source_id", IGNORED)
"""Fields that mean something only beside others."""
_WAYS = ("phone", "email")
_SEVERAL_THINGS = {"postal_code": 1, "coordinates": 1, "address": 2}
"""«4000 Liège» says a locality, but the column of localities says it first."""
_BETWEEN_PARTS = {"name": " ", "street": " ", "address": ", "}
"""What stands between the parts of a field of which a list has several columns."""
_CACHED_CELLS = 1 << 12
_SAMPLE = 100
_SAY_WHERE = ("ins", "postal_code", "locality", "lat", "country")
_PLACE_FIELDS = ("postal_code", "locality", "commune", "ins", "address", "street", "coordinates", "lat")


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table by one map; each sort of cell is read once and remembered."""

    table: Table
    map: ColumnMap
    territory: Territory
    kind: str | None = None
    listed_on: str | None = None
    """The day the list is of, as far as anybody knows: what is closed without a day was closed by then."""
    passed: str | None = None
    """The day by which what is to close had closed: see `closures.settle`."""

    def read(self, cells: Sequence[str]) -> Draft:
        """The draft of one row."""
        text = {title: tidy(cells[index]) for index, title in self._columns}
        draft, named = Draft(content=tuple(text.values())), list[tuple[str, str, str]]()
        for titles, to in self._own_first:
            title = titles[0]
            cell = text[title] if len(titles) == 1 else _joined(to, [text[each] for each in titles])
            if "@" in cell and to in model.DESCRIBED:
                cell = self._without_mailboxes(cell, draft)
            if cell:
                option = self._options.get(title)
                reading = read_cross(cell, option, title) if option else self._read_cell(to, cell, title)
                if to in _WAYS and (reading.note or reading.rest):
                    reading, who = without_people(reading, title, self.territory)
                    named += [who] if who else []
                draft.take(reading, title, cell)
        if self._by_day:
            self._days(draft, text)
        if self._options:
            self._refused(draft, text)
        by_field = {to: (title, text[title]) for title, to in self._of_place if text[title]}
        self._coordinates(draft, by_field)
        self._whole_address(draft, by_field)
        self._street(draft, by_field)
        self._people(draft, text, named)
        self._kind(draft)
        for to, value in self.map.defaults.items():
            draft.values.setdefault(to, tuple(value) if isinstance(value, list) else value)
        self._name(draft)
        self._closure(draft, text)
        self._identity(draft, cells)
        self._place(draft, by_field, text)
        self._leftovers(draft, text)
        return draft

    def key(self, cells: Sequence[str]) -> str | None:
        """The list's own key of a row, where it has one."""
        parts = [tidy(cells[index]) for index in self._key_columns]
        return "/".join(parts) if any(parts) else None

    @cached_property
    def _fields(self) -> tuple[tuple[int, str, str], ...]:
        return self.map.fields_of(self.table)

    @cached_property
    def _columns(self) -> tuple[tuple[int, str], ...]:
        return self.table.columns()

    @cached_property
    def _own_first(self) -> tuple[tuple[tuple[str, ...], str], ...]:
        """Titles and field of what is read cell by cell, or in parts; cells that may say several things come last."""
        alone: list[tuple[tuple[str, ...], str]] = []
        parts: dict[str, list[str]] = {}
        for _, title, to in self._fields:
            if to in _BETWEEN_PARTS:
                parts.setdefault(to, []).append(title)
            elif to not in (*_TOGETHER, *PERSON_FIELDS) and title not in self._by_day:
                alone.append(((title,), to))
        alone += [(tuple(titles), to) for to, titles in parts.items()]
        return tuple(sorted(alone, key=lambda each: _SEVERAL_THINGS.get(each[1], 0)))

    @cached_property
    def _of_place(self) -> tuple[tuple[str, str], ...]:
        """Title and field of the columns that are read beside others, from the last: the first counts."""
        return tuple(
            (title, to) for _, title, to in reversed(self._fields) if to in (*_TOGETHER, *_PLACE_FIELDS)
        )

    @cached_property
    def _by_day(self) -> Mapping[str, DayColumn]:
        """The columns of hours that have each a day, in the order of the week."""
        hours = {title for _, title, to in self._fields if to == "hours"}
        return (
            {title: day for title, day in day_columns(self.table).items() if title in hours} if hours else {}
        )

    @cached_property
    def _options(self) -> Mapping[str, Option]:
        """The option of each column of crosses."""
        fields = {title: to for _, title, to in self._fields}
        options = options_by_title(self.table, self.territory)
        return {title: one for title, one in options.items() if fields.get(title) == one.field}

    @cached_property
    def _key_columns(self) -> tuple[int, ...]:
        named = [i for key in self.map.source_id for i, title in self._columns if fold(title) == fold(key)]
        return tuple(named) or tuple(i for i, _, to in self._fields if to == "source_id")

    @cached_property
    def _unmapped(self) -> tuple[str, ...]:
        taken = {index for index, _, _ in self._fields} | set(self._key_columns)
        return tuple(title for index, title in self._columns if index not in taken)

    @cached_property
    def unknown_titles(self) -> tuple[str, ...]:
        """Columns that hold something and that the map does not speak of."""
        on_purpose = set(map(fold, self.map.extra))
        silent = [title for title in self._unmapped if fold(title) not in on_purpose]
        index_of = {title: self.table.header.index(title) for title in silent}
        return tuple(
            title for title, i in index_of.items() if any(row.cells[i].strip() for row in self.table.rows)
        )

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds.of(self.territory)

    @cached_property
    def _memory(self) -> defaultdict[str, dict[str, ReadValue]]:
        """By field, what its cells said."""
        return defaultdict(dict)

    def _read_cell(self, to: str, text: str, title: str = "") -> ReadValue:
        if to == "status":  # «oui» says one thing under «Actif», another under «Inactif»
            return read_status(text, title)
        memory = self._memory[to]
        read = memory.get(text)
        if read is None:
            if len(memory) >= _CACHED_CELLS:
                memory.clear()
            read = memory[text] = self._reader(to)(text)
        return read

    def _reader(self, to: str) -> Reader:
        if to not in self._readers:
            self._readers[to] = plain_reader(to)
        return self._readers[to]

    @cached_property
    def _readers(self) -> dict[str, Reader]:
        readers = cell_readers(self.territory, self._bounds, self.table.epoch)
        return {**readers, "closed_on": lambda text: read_closing(text, self.table.epoch)}

    @cached_property
    def _pairs(self) -> tuple[tuple[str, str], ...]:
        """The cells of latitude and longitude of the first rows."""
        at = {to: index for index, _, to in reversed(self._fields) if to in ("lat", "lon")}
        if len(at) < 2:  # noqa: PLR2004 - both
            return ()
        return tuple((row.cells[at["lat"]], row.cells[at["lon"]]) for row in self.table.rows[:_SAMPLE])

    @cached_property
    def grid(self) -> str:
        """The grid whose metres stand under latitude and longitude, or X and Y; empty where they are degrees."""
        metres = ((as_metres(lat), as_metres(lon)) for lat, lon in self._pairs)
        grids = (grid_of(lon, lat) for lat, lon in metres if lat and lon)
        return next((grid.name for grid in grids if grid), "")

    @cached_property
    def _turned(self) -> bool:
        return crossed(self._pairs, self._bounds)

    def _coordinates(self, draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        lat_title, lat = by_field.get("lat", ("", ""))
        lon_title, lon = by_field.get("lon", ("", ""))
        if not (lat or lon):
            return
        reading = read_pair(lat, lon, self._bounds, turned=self._turned)
        if self.grid:  # said once for the list
            reading = replace(reading, faults=tuple(f for f in reading.faults if f.code != PROJECTED))
        draft.take(reading, lat_title or lon_title, lat or lon)
        if not reading.values and lat and lon:
            draft.extra |= {lat_title: lat, lon_title: lon}

    def _days(self, draft: Draft, text: Mapping[str, str]) -> None:
        """The hours of each day in one text; what a column of all hours says beside them is kept as found."""
        if week := hours_of_week(self._by_day, text):
            title = next(
                (titles[0] for titles, to in self._own_first if to == "hours" and text[titles[0]]), ""
            )
            if title:
                draft.extra[title] = text[title]
            draft.values["hours_note"] = week
        for title in self._by_day:
            if answer(text[title]):
                draft.extra[title] = text[title]
                draft.faults.append((tick_among_hours(text[title]), title))

    def _refused(self, draft: Draft, text: Mapping[str, str]) -> None:
        """Known to be none where every option of a facet is refused; else the words stand in the note."""
        whole, partly = refused(self._options, text, self.territory)
        for field_ in whole:
            draft.values.setdefault(field_, ())
        draft.notes += [f"{', '.join(titles)}: {cell}" for cell, titles in partly.items()]

    @staticmethod
    def _street(draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        """Street, house number and box in one text, as letters are addressed."""
        if "house_number" not in by_field and "box" not in by_field:
            return
        street = draft.values.get("street") or ""
        title, house = by_field.get("house_number", ("", ""))
        number, box, reading = house_parts(house, by_field.get("box", ("", ""))[1])
        draft.take(reading, title, house)
        if street.split()[-1:] == [number]:
            number = ""  # «Rue Haute 12» beside its number 12
        lines = [part for part in (street, number, boxed(box) if box else "") if part]
        if lines:
            draft.values["street"] = " ".join(lines)

    def _whole_address(self, draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        """A street that holds the whole address, where no column says the place, or one says the same code."""
        title, street = by_field.get("street", ("", ""))
        code = draft.values.get("postal_code")
        placed = code or draft.values.get("locality") or draft.values.get("ins") or "commune" in by_field
        if not street or (placed and not (code and code in street)):
            return
        reading = self._read_cell("address", street)
        own = reading.values
        if not own.get("street") or not (own.get("postal_code") or own.get("locality")):
            return
        if code and own.get("postal_code") != code:
            return
        draft.values["street"] = own["street"]
        known = draft.values.get("locality")
        rest = {
            name: value
            for name, value in own.items()
            if name != "street" and not (known and name == "locality")
        }
        draft.take(replace(reading, values=rest), title, street)

    def _people(self, draft: Draft, text: Mapping[str, str], named: Sequence[tuple[str, str, str]]) -> None:
        """Who the row names, and whose mailboxes stand among those of the structure, apart from it."""
        cells = [*((title, to, text[title]) for title, to in self._of_people if text[title]), *named]
        mailboxes = draft.values.get("email")
        if cells or (mailboxes and any(is_personal_mailbox(one, self.territory) for one in mailboxes)):
            found = people_of(cells, draft.values, self.territory)
            draft.people, draft.values = found.people, {**found.values}
            draft.extra |= found.kept
            self.mailboxes.update(found.mailboxes)

    @cached_property
    def mailboxes(self) -> set[str]:
        """The addresses of persons that stood among those of structures, as rows are read."""
        return set()

    @cached_property
    def _of_people(self) -> tuple[tuple[str, str], ...]:
        return tuple((title, to) for _, title, to in self._fields if to in PERSON_FIELDS)

    def _kind(self, draft: Draft) -> None:
        """The list's column says it, else whoever imports, else the map, else the name.

        «ASBL» or «autre» in the column says less than the name does («EPN de Ciney»).
        """
        own = draft.values.get("kind")
        if own and own not in self.territory.kind_rules.unspecific:
            return
        stated = None if own else self.kind or self.map.defaults.get("kind")
        kind = stated or self.territory.kind_of(draft.values.get("name", "")) or own
        if kind:
            draft.values["kind"] = kind

    def _name(self, draft: Draft) -> None:
        if not draft.values.get("name"):
            title = next((title for _, title, to in self._fields if to == "name"), "")
            draft.faults.append((nameless(), title))

    def _closure(self, draft: Draft, text: Mapping[str, str]) -> None:
        """Whether the row says that the structure closed: in its status, its date, its name or a remark."""
        told = [(to, title, text[title]) for title, to in self._of_closures if text[title]]
        settled = settle(draft.values, told, self.listed_on, self.passed)
        draft.faults += settled.faults
        draft.notes += settled.notes
        draft.extra = {**settled.extra, **draft.extra}

    @cached_property
    def _of_closures(self) -> tuple[tuple[str, str], ...]:
        """Title and field of the columns that may say so."""
        return tuple(
            (title, to) for _, title, to in self._fields if to in TELL_CLOSURES and title not in self._by_day
        )

    def _identity(self, draft: Draft, cells: Sequence[str]) -> None:
        """A list that goes by enterprise numbers says of each row whose it is: another number is another's."""
        bce = draft.values.get("bce")
        if not (bce and self._keys_are_enterprises):
            return
        key = read_enterprise(self.key(cells) or "").values.get("bce")
        if key and key != bce:
            draft.faults.append((other_enterprise(key, bce), self.table.header[self._key_columns[0]]))

    @cached_property
    def _keys_are_enterprises(self) -> bool:
        """Whether the list goes by enterprise numbers."""
        keys = (key for row in self.table.rows[:_SAMPLE] if (key := self.key(row.cells)))
        return len(self._key_columns) == 1 and are_enterprises(keys)

    def _place(self, draft: Draft, by_field: Mapping[str, tuple[str, str]], text: Mapping[str, str]) -> None:
        """Fill `ins` from everything the row says of its place."""
        values = draft.values
        commune = by_field.get("commune", ("", ""))[1] or None
        if commune and not values.get("locality"):
            draft.take(self._read_cell("locality", commune), by_field["commune"][0], commune)
        place = self.territory.place(
            ins=values.get("ins"),
            postal_code=values.get("postal_code"),
            locality=values.get("locality"),
            commune=commune,
            lat=values.get("lat"),
            lon=values.get("lon"),
            country=values.get("country"),
            phones=values.get("phone"),
        )
        given = commune or any(values.get(name) is not None for name in _SAY_WHERE)
        if fault := place_fault(place, self.territory, given=bool(given)):
            title = next((by_field[to][0] for to in _PLACE_FIELDS if to in by_field), "")
            draft.faults.append((fault, title))
        values["ins"] = place.ins or values.get("ins")
        values["country"] = place.country or (None if place.ins else values.get("country"))
        self._foreign_phones(draft, text)
        self._bassin(draft, by_field, place.bassin)

    def _foreign_phones(self, draft: Draft, text: Mapping[str, str]) -> None:
        """Of a row elsewhere, the phones by the plan of its own country: `03 20 49 50 49` is no Belgian number."""
        country = draft.values.get("country")
        if not country:
            return
        for _, title, to in self._fields:
            if to != "phone" or not text[title]:
                continue
            reading = read_phone(text[title], country)
            if not reading.values.get("phone") or reading.faults:
                continue
            here = self._read_cell("phone", text[title]).values.get("phone") or ()
            others = [number for number in draft.values.get("phone") or () if number not in here]
            draft.values["phone"] = (*others, *reading.values["phone"])
            draft.faults = [(fault, of) for fault, of in draft.faults if of != title]
            draft.extra.pop(title, None)

    def _bassin(self, draft: Draft, by_field: Mapping[str, tuple[str, str]], bassin: str | None) -> None:
        title, words = by_field.get("bassin", ("", ""))
        if not words:
            return
        try:
            named = self.territory.find_bassin(words).id
        except UnknownNameError:
            named = ""
        draft.extra[title] = words
        if bassin and named != bassin:
            draft.faults.append((other_bassin(words, self.territory.bassins[bassin].text()), title))

    def _without_mailboxes(self, cell: str, draft: Draft) -> str:
        """Free words without the mailboxes of people, who stand apart."""
        words_left, theirs = without_mailboxes(cell, self.territory)
        self.mailboxes.update(theirs)
        draft.people = with_mailboxes(draft.people, theirs)
        return words_left

    def _leftovers(self, draft: Draft, text: Mapping[str, str]) -> None:
        for title in self._unmapped:
            cell = text[title]
            if "@" in cell:
                cell = self._without_mailboxes(cell, draft)
            if cell:
                draft.extra[title] = cell
        if draft.notes:
            draft.values["note"] = "\n".join(filter(None, (draft.values.get("note"), *draft.notes)))
        if draft.extra:
            draft.values["extra"] = draft.extra


def _joined(to: str, parts: Sequence[str]) -> str:
    return _BETWEEN_PARTS[to].join(filter(None, parts))
