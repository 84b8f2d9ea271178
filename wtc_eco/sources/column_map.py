"""Which column of a list is which field: written once, recognised at the next import."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import language, listing, tr
from wtc_eco.sources.table import Table
from wtc_eco.territory.normalize import fold

_OF_THE_TOOL = {"record", "source", "withdrawn_on", "extra"}
COMPOSED = (
    "address",
    "house_number",
    "box",
    "commune",
    "bassin",
    "coordinates",
    "hours",
    "status",
    "source_id",
)
"""Fields that are not columns of a record but become one or more of them."""
PERSON_FIELDS = (
    "contact_person", "contact_first_name", "contact_last_name", "contact_role", "contact_email", "contact_phone",
)  # fmt: skip
"""What a column can say of a person: it goes to contacts.csv, never to the register."""
IGNORED = "ignore"
FIELDS = tuple(
    dict.fromkeys(
        [*(n for n in model.names(model.RECORDS) if n not in _OF_THE_TOOL), *COMPOSED, *PERSON_FIELDS]
    )
)
"""Every field a column of a list can be."""


@dataclass(frozen=True)
class ColumnMap:
    """What the columns of one list are.

    `columns` maps a title to a field of `FIELDS` (or `ignore`); `defaults` gives a field's value where
    the list has none; `source_id` are the titles whose cells together name a row; `extra` are
    titles kept as found on purpose. `recognised_by` are the titles by which the list is known,
    whatever it is called (all of `columns` if empty). `complete` says that what a new copy of
    the list does not name has left it.
    """

    id: str
    columns: Mapping[str, str]
    name: Mapping[str, str] = field(default_factory=dict)
    source: str = ""
    defaults: Mapping[str, Any] = field(default_factory=dict)
    source_id: tuple[str, ...] = ()
    extra: tuple[str, ...] = ()
    recognised_by: tuple[str, ...] = ()
    complete: bool = True

    def text(self) -> str:
        """The list's name in the language spoken now."""
        return self.name.get(language()) or next(iter(self.name.values()), self.id)

    @classmethod
    def from_toml(cls, raw: Mapping[str, Any]) -> ColumnMap:
        """The map a TOML file says; raises `RefusedError` with every fault of it."""
        faults = tuple(_faults(raw))
        if faults:
            raise RefusedError(
                tr(
                    "The column map “{id}” cannot be used: {faults}",
                    id=raw.get("id", "?"),
                    faults=" ".join(faults),
                ),
                hint=tr("Fields a column can be: {fields}.", fields=", ".join(FIELDS)),
                problems=tuple(Problem("bad_map", "refusal", fault) for fault in faults),
            )
        name = raw.get("name", {})
        return cls(
            id=raw["id"],
            columns=dict(raw["columns"]),
            name=dict(name) if isinstance(name, Mapping) else {"fr": name},
            source=raw.get("source", ""),
            defaults=dict(raw.get("defaults", {})),
            source_id=tuple(raw.get("source_id", ())),
            extra=tuple(raw.get("extra", ())),
            recognised_by=tuple(raw.get("recognised_by", ())),
            complete=raw.get("complete", True),
        )

    def to_toml(self) -> str:
        """The TOML text of this map: what `from_toml` reads back."""
        lines = [f"id = {quoted_toml(self.id)}"]
        if self.name:
            lines.append(
                f"name = {{ {', '.join(f'{quoted_toml(k)} = {quoted_toml(v)}' for k, v in self.name.items())} }}"
            )
        if self.source:
            lines.append(f"source = {quoted_toml(self.source)}")
        if not self.complete:
            lines.append("complete = false")
        titles = {"source_id": self.source_id, "extra": self.extra, "recognised_by": self.recognised_by}
        lines += [f"{key} = {_value(value)}" for key, value in titles.items() if value]
        lines += [
            "",
            "[columns]",
            *(f"{quoted_toml(title)} = {quoted_toml(to)}" for title, to in self.columns.items()),
        ]
        if self.defaults:
            lines += [
                "",
                "[defaults]",
                *(f"{quoted_toml(to)} = {_value(value)}" for to, value in self.defaults.items()),
            ]
        return "\n".join(lines) + "\n"

    def fields_of(self, table: Table) -> tuple[tuple[int, str, str], ...]:
        """Index, title and field of the mapped columns of `table`, left to right."""
        wanted = {fold(title): to for title, to in self.columns.items()}
        exact = dict(self.columns)
        mapped = ((i, title, exact.get(title) or wanted.get(fold(title), "")) for i, title in table.columns())
        return tuple((i, title, to) for i, title, to in mapped if to)

    def missing_from(self, table: Table) -> tuple[str, ...]:
        """Titles the map names and the table does not have."""
        titles_present = {fold(title) for title in table.header}
        return tuple(title for title in (*self.columns, *self.source_id) if fold(title) not in titles_present)


def recognise(table: Table, maps: Sequence[ColumnMap]) -> ColumnMap | None:
    """The map whose titles the table has, whatever its file is called.

    Of several, the one that names the most columns of the table; then the first by id.
    """
    titles_present = {fold(title) for title in table.header}
    fitting = [known for known in maps if _signature(known) and _signature(known) <= titles_present]
    return min(
        fitting,
        key=lambda known: (-len({*map(fold, known.columns)} & titles_present), known.id),
        default=None,
    )


def _signature(known: ColumnMap) -> set[str]:
    return {fold(title) for title in known.recognised_by or known.columns}


def _faults(raw: Mapping[str, Any]) -> Iterable[str]:
    if not isinstance(raw.get("id"), str) or not raw["id"]:
        yield tr("It has no id.")
    columns = raw.get("columns")
    if not isinstance(columns, Mapping) or not columns:
        yield tr("It has no table [columns].")
        return
    wrong = [to for to in columns.values() if to not in (*FIELDS, IGNORED)]
    wrong += [to for to in raw.get("defaults", {}) if to not in FIELDS]
    if wrong:
        yield tr(
            "There is no field {fields}.", fields=listing([str(to) for to in dict.fromkeys(map(str, wrong))])
        )
    if "name" not in columns.values() and "name" not in raw.get("defaults", {}):
        yield tr("No column is the name.")
    for key in ("source_id", "extra", "recognised_by"):
        titles = raw.get(key, [])
        if not isinstance(titles, list | tuple) or not all(isinstance(title, str) for title in titles):
            yield tr("{key} should be a list of titles.", key=key)


def quoted_toml(text: str) -> str:
    """A TOML basic string."""
    signs = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\r": "\\r", "\t": "\\t", "\b": "\\b", "\f": "\\f"}
    return (
        '"' + "".join(signs.get(s) or (s if s.isprintable() or s == " " else _escaped(s)) for s in text) + '"'
    )


def _escaped(sign: str) -> str:
    return f"\\u{ord(sign):04x}" if ord(sign) <= 0xFFFF else f"\\U{ord(sign):08x}"  # noqa: PLR2004 - the BMP


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int() | float():
            return repr(value)
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case _:
            return quoted_toml(str(value))
