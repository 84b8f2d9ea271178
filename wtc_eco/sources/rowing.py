"""One row of a list to the values of a record, with every doubt under its column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wtc_eco.errors import UnknownNameError
from wtc_eco.locale import tr
from wtc_eco.sources.cells import cell_readers, plain_reader
from wtc_eco.sources.draft import Draft
from wtc_eco.sources.maps import IGNORED, ColumnMap
from wtc_eco.sources.placing import place_fault
from wtc_eco.sources.table import Fault, Table
from wtc_eco.sources.text import tidy
from wtc_eco.sources.values.coordinates import Bounds, read_pair
from wtc_eco.sources.values.reading import Reader, Reading
from wtc_eco.sources.wording import says_nothing, weekday
from wtc_eco.territory import Territory
from wtc_eco.territory.spelling import fold

_TOGETHER = ("lat", "lon", "house_number", "box", "commune", "bassin", "source_id", IGNORED)
"""Fields that mean something only beside others."""
_SEVERAL_THINGS = {"postal_code": 1, "coordinates": 1, "address": 2}
"""«4000 Liège» says a locality, but the column of localities says it first."""
_CACHED_CELLS = 1 << 15
_PLACE_FIELDS = ("postal_code", "locality", "commune", "ins", "address", "street", "coordinates", "lat")


@dataclass(frozen=True)
class RowReader:
    """Reads the rows of one table by one map; each sort of cell is read once and remembered."""

    table: Table
    map: ColumnMap
    territory: Territory
    kind: str | None = None

    def read(self, cells: Sequence[str]) -> Draft:
        """The draft of one row."""
        text = {title: tidy(cells[index]) for index, title in self._columns}
        draft = Draft(content=tuple(text.values()))
        for title, to in self._own_first:
            if held := text[title]:
                draft.take(self._read_cell(to, held), title, held)
        self._days(draft, text)
        by_field = {to: (title, text[title]) for _, title, to in reversed(self._fields) if text[title]}
        self._coordinates(draft, by_field)
        self._street(draft, by_field)
        self._kind(draft)
        for to, value in self.map.defaults.items():
            draft.values.setdefault(to, tuple(value) if isinstance(value, list) else value)
        self._name(draft)
        self._place(draft, by_field)
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
    def _own_first(self) -> tuple[tuple[str, str], ...]:
        """Title and field of what is read cell by cell; cells that may say several things come last."""
        alone = [
            (title, to) for _, title, to in self._fields if to not in _TOGETHER and title not in self._by_day
        ]
        return tuple(sorted(alone, key=lambda each: _SEVERAL_THINGS.get(each[1], 0)))

    @cached_property
    def _by_day(self) -> Mapping[str, str]:
        """The day of each column of hours, where each day has its own."""
        titles = [title for _, title, to in self._fields if to == "hours"]
        days = {title: day for title in titles if (day := weekday(title))}
        return days if len(titles) > 1 and len(days) == len(titles) else {}

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
        held = {title: self.table.header.index(title) for title in silent}
        return tuple(
            title for title, i in held.items() if any(row.cells[i].strip() for row in self.table.rows)
        )

    @cached_property
    def _bounds(self) -> Bounds:
        return Bounds.of(self.territory)

    @cached_property
    def _memory(self) -> dict[tuple[str, str], Reading]:
        return {}

    def _read_cell(self, to: str, text: str) -> Reading:
        memory = self._memory
        read = memory.get((to, text))
        if read is None:
            if len(memory) >= _CACHED_CELLS:
                memory.clear()
            read = memory[to, text] = self._reader(to)(text)
        return read

    def _reader(self, to: str) -> Reader:
        if to not in self._readers:
            self._readers[to] = plain_reader(to)
        return self._readers[to]

    @cached_property
    def _readers(self) -> dict[str, Reader]:
        return dict(cell_readers(self.territory, self._bounds, self.table.epoch))

    def _coordinates(self, draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        lat_title, lat = by_field.get("lat", ("", ""))
        lon_title, lon = by_field.get("lon", ("", ""))
        if lat or lon:
            draft.take(read_pair(lat, lon, self._bounds), lat_title or lon_title)

    def _days(self, draft: Draft, text: Mapping[str, str]) -> None:
        """The hours of each day in one text, as a door says them."""
        said = [
            f"{day} {text[title]}" for title, day in self._by_day.items() if not says_nothing(text[title])
        ]
        if said:
            draft.values["hours_note"] = "; ".join(said)

    @staticmethod
    def _street(draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        """Street, house number and box in one text, as letters are addressed."""
        parts = [
            draft.values.get("street"),
            *(by_field.get(to, ("", ""))[1] for to in ("house_number", "box")),
        ]
        said = [part for part in parts if part and not says_nothing(part)]
        if said:
            draft.values["street"] = " ".join(said)

    def _kind(self, draft: Draft) -> None:
        """The list's column says it, else whoever imports, else the map, else the name."""
        said = draft.values.get("kind") or self.kind or self.map.defaults.get("kind")
        kind = said or self.territory.kind_of(draft.values.get("name", ""))
        if kind:
            draft.values["kind"] = kind

    def _name(self, draft: Draft) -> None:
        if not draft.values.get("name"):
            title = next((title for _, title, to in self._fields if to == "name"), "")
            draft.faults.append((_nameless(), title))

    def _place(self, draft: Draft, by_field: Mapping[str, tuple[str, str]]) -> None:
        """Fill `ins` from everything the row says of its place."""
        held = draft.values
        commune = by_field.get("commune", ("", ""))[1] or None
        if commune and not held.get("locality"):
            held["locality"] = commune
        place = self.territory.place(
            ins=held.get("ins"),
            postal_code=held.get("postal_code"),
            locality=held.get("locality"),
            commune=commune,
            lat=held.get("lat"),
            lon=held.get("lon"),
        )
        told = (
            any(held.get(name) is not None for name in ("ins", "postal_code", "locality", "lat")) or commune
        )
        title = next((by_field[to][0] for to in _PLACE_FIELDS if to in by_field), "")
        doubted = draft.set_aside and place.standing == "unknown"
        if not doubted and (fault := place_fault(place, told=bool(told))):
            draft.faults.append((fault, title))
        held["ins"] = place.ins or held.get("ins")
        self._bassin(draft, by_field, place.bassin)

    def _bassin(self, draft: Draft, by_field: Mapping[str, tuple[str, str]], bassin: str | None) -> None:
        title, said = by_field.get("bassin", ("", ""))
        if not said:
            return
        try:
            named = self.territory.find_bassin(said).id
        except UnknownNameError:
            named = ""
        draft.extra[title] = said
        if bassin and named != bassin:
            draft.faults.append((_other_bassin(said, self.territory.bassins[bassin].text()), title))

    def _leftovers(self, draft: Draft, text: Mapping[str, str]) -> None:
        for title in self._unmapped:
            if text[title]:
                draft.extra[title] = text[title]
        if draft.notes:
            draft.values["note"] = "\n".join(filter(None, (draft.values.get("note"), *draft.notes)))
        if draft.extra:
            draft.values["extra"] = draft.extra


def _nameless() -> Fault:
    return Fault(
        "no_name",
        "quarantine",
        tr("The structure has no name."),
        tr("Write its name, then import the quarantine file."),
    )


def _other_bassin(said: str, found: str) -> Fault:
    return Fault(
        "bassin_mismatch",
        "warning",
        tr("The list says the basin is {said}; its commune is in {found}.", said=said, found=found),
        tr("The commune counts. To move a commune to another basin, write it in eco.toml under [bassins]."),
    )
