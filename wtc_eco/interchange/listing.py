"""A structure as the field's formats see it: an organisation, its services, its place, its hours, its contacts.

The neutral layer is the register's own columns, and what formats say apart: the town, the house number, a service
for each step in place, an interval for each stretch of the week. A unit is a mapping of such values.
"""

from __future__ import annotations

import re
import tomllib
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Unit = Mapping[str, Any]
"""Values by column of the register, or by a name of `DERIVED` or of the unit's own."""

DERIVED: Mapping[str, str] = {
    "town": "locality",
    "updated_on": "collected_on",
    "host": "hosted_by",
    "number": "bce",
    "street_name": "street",
    "house_unit": "box",
    "service": "steps",
    "service_themes": "themes",
    "described": "presentation",
    "presentation_short": "presentation",
    "presentation_long": "presentation",
    "accessibility_link": "accessibility",
    "accessibility_words": "accessibility",
    "booking_link": "booking",
    "fees_kind": "fees",
    "language": "languages",
}
"""Values that an export makes, and the column that an import makes of each."""

TAUGHT_IN = ("assistance", "ateliers")
"""Steps in which themes are taught or dealt with: the others have none of their own."""


def column_of(value: str) -> str:
    """The column that an import fills from what an export calls so."""
    return DERIVED.get(value, value)


@dataclass(frozen=True)
class Host:
    """A structure that bears another: its id where it is among those that are exported, and its name."""

    id: str
    name: str


def structure(
    row: Mapping[str, Any], hosts: Mapping[str, Host], territory: Territory, namespace: str = ""
) -> Unit:
    """A row of the register with what formats say apart.

    `hosts` gives who bears structures, by id and by the numbers of records; `namespace` tells the identifiers
    of one folder from those of another.
    """
    words = row.get("hosted_by")
    host = hosts.get(words) if words else None
    unit = {
        **row,
        "namespace": namespace,
        "town": row.get("commune") or row.get("locality"),
        "province": territory.province(row.get("ins")) or row.get("commune") or row.get("locality"),
        "country_code": row.get("country") or (territory.country if row.get("ins") else None),
        "updated_on": max(filter(None, (row.get(day) for day in _DAYS)), default=None),
        "host": host.name if host else words,
        "number": row.get("bce") or row.get("unit_number"),
        **_street_parts(row.get("street")),
        **_own_words(row),
    }
    unit["organization_uuid"] = _uuid(unit, "organization")
    unit["location_uuid"] = _uuid(unit, "location")
    unit["host_uuid"] = _uuid({**unit, "id": host.id}, "organization") if host and host.id else None
    return unit


def _uuid(unit: Unit, *what: str) -> str:
    """The same name for the same thing of the same folder, always."""
    named = "/".join(("wtc-eco", str(unit["namespace"]), str(unit["id"]), *what))
    return str(uuid.uuid5(uuid.NAMESPACE_URL, named))


_SHORTEST = 280
"""Signs that a short presentation may have."""


def _own_words(row: Mapping[str, Any]) -> dict[str, Any]:
    """What a structure says of itself, as formats cut it: short and long, links and words, free or not."""
    presentation, accessibility = row.get("presentation"), row.get("accessibility")
    is_long = presentation is not None and len(presentation) > _SHORTEST
    cut = presentation[: _SHORTEST - 1].rpartition(" ")[0] if is_long and presentation else ""
    return {
        "described": presentation or row.get("name"),
        "presentation_short": f"{cut}…" if cut else None if is_long else presentation,
        "presentation_long": presentation if is_long else None,
        "accessibility_link": accessibility if is_link(accessibility) else None,
        "accessibility_words": None if is_link(accessibility) else accessibility,
        "booking_link": row.get("booking") if is_link(row.get("booking")) else None,
        "fees_kind": fees_kind(row.get("fees") or ""),
    }


def is_link(text: str | None) -> bool:
    """Whether a text is an address of the web, and nothing else."""
    return bool(re.fullmatch(r"https?://\S+", text or "", re.IGNORECASE))


@cache
def _fee_words() -> Mapping[str, tuple[str, ...]]:
    raw = tomllib.loads(files("wtc_eco.interchange").joinpath("fees.toml").read_text("utf-8"))
    return {name: tuple(map(fold, ways)) for name, ways in raw.items()}


def fees_kind(words: str) -> tuple[str, ...]:
    """`free`, `free_under_condition` and `paying`, as the words say; empty where they say none of them beyond doubt."""
    ways, folded = _fee_words(), f" {fold(words)} "

    def says(name: str) -> bool:
        return any(f" {way} " in folded for way in ways[name])

    amounts = [float((met[1] or met[2]).replace(",", ".")) for met in _AMOUNT.finditer(words)]
    paying = any(amounts) or (says("paying") and not amounts)
    if says("not_free"):
        return ()
    if not says("free"):
        return ("paying",) if paying else ("free",) if amounts else ()
    if paying or says("condition"):
        return ("free_under_condition", *(("paying",) if paying else ()))
    for way in (*ways["free"], *ways["fillers"]):
        folded = folded.replace(f" {way} ", " ")
    return () if folded.strip() else ("free",)


_AMOUNT = re.compile(r"(\d+(?:[.,]\d+)?) ?(?:€|eur\b|euros?\b)|(?:€|eur) ?(\d+(?:[.,]\d+)?)", re.IGNORECASE)


_DAYS = ("collected_on", "answered_on")


_HOUSE = re.compile(
    r"(?P<street_name>\D.*?)[ ,]+(?P<house_number>\d+\s?[A-Za-z]?(?:[-/]\d+\s?[A-Za-z]?)?)"
    r"(?:,? (?P<house_unit>(?:bte|bt|b|bo[iî]te|bus|box)\.? ?\w{1,4}))?",
    re.IGNORECASE,
)


def _street_parts(street: str | None) -> dict[str, str | None]:
    """«Rue du Vieux Puits 7» is a street and a house number; the street alone where it has none."""
    parts = _HOUSE.fullmatch(street or "")
    if parts is None:
        return {"street_name": street, "house_number": None, "house_unit": None}
    return parts.groupdict()


def _services(unit: Unit, territory: Territory) -> list[Unit]:
    """A service for each step in place; a planned step is none."""
    themes = unit.get("themes") or ()
    return [
        {
            **unit,
            "extra": None,
            "service": step,
            "service_uuid": _uuid(unit, "service", step),
            "at_location_uuid": _uuid(unit, "service_at_location", step),
            "service_text": territory.steps[step].text(),
            "service_themes": themes if step in TAUGHT_IN else (),
            "service_described": _described(territory, step, themes if step in TAUGHT_IN else ()),
        }
        for step in unit.get("steps") or ()
    ]


def _described(territory: Territory, step: str, themes: Sequence[str]) -> str:
    words = ", ".join(territory.themes[theme].text() for theme in themes)
    return " : ".join(filter(None, (territory.steps[step].text(), words)))


def _places(unit: Unit, _: Territory) -> list[Unit]:
    return [{**unit, "extra": None}]


def _addresses(unit: Unit, _: Territory) -> list[Unit]:
    """Its address, where it says a street, a town and a postal code."""
    known = unit.get("street") and unit.get("town") and unit.get("postal_code")
    return [{**unit, "extra": None, "uuid": _uuid(unit, "address")}] if known else []


def _phones(unit: Unit, _: Territory) -> list[Unit]:
    return [
        {**unit, "extra": None, "uuid": _uuid(unit, "phone", number), "phone_number": number}
        for number in unit.get("phone") or ()
    ]


def _identifiers(unit: Unit, _: Territory) -> list[Unit]:
    """The numbers of the official register, and the folder's own."""
    known = (
        ("BE-BCE_KBO", unit.get("bce")),
        ("BE-BCE_KBO-unit", unit.get("unit_number")),
        ("wtc-eco", unit["id"]),
    )
    return [
        {**unit, "extra": None, "uuid": _uuid(unit, scheme), "scheme": scheme, "identifier": value}
        for scheme, value in known
        if value
    ]


_RULE = re.compile(
    r"(?P<days>(?:Mo|Tu|We|Th|Fr|Sa|Su)(?:[-,](?:Mo|Tu|We|Th|Fr|Sa|Su))*) "
    r"(?P<spans>\d\d:\d\d-\d\d:\d\d(?:,\d\d:\d\d-\d\d:\d\d)*)"
)
_WEEK = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")


def _intervals(unit: Unit, _: Territory) -> list[Unit]:
    """Each stretch of the week; a rule that a week cannot say (a holiday, «on appointment») stands in words only."""
    units: list[Unit] = []
    for rule in filter(None, (part.strip() for part in (unit.get("opening_hours") or "").split(";"))):
        plain = _RULE.fullmatch(rule)
        spans = plain["spans"].split(",") if plain else [""]
        for span in spans:
            opens, _dash, closes = span.partition("-")
            units.append(
                {
                    **unit,
                    "extra": None,
                    "uuid": _uuid(unit, "interval", rule, span),
                    "rule": rule,
                    "byday": ",".join(day.upper() for day in _days(plain["days"])) if plain else None,
                    "opens_at": f"{opens}:00" if plain else None,
                    "closes_at": f"{closes}:00" if plain else None,
                    "frequency": "WEEKLY" if plain else None,
                    "every": "1" if plain else None,
                    "week_start": "MO" if plain else None,
                }
            )
    return units


def _days(text: str) -> list[str]:
    """«Mo-Fr,Su» day by day; a range may pass the end of the week."""
    days: list[str] = []
    for part in text.split(","):
        first, _, last = part.partition("-")
        start = _WEEK.index(first)
        length = (_WEEK.index(last) - start) % 7 if last else 0
        days += [_WEEK[(start + step) % 7] for step in range(length + 1)]
    return days


_OF_ORGANISATION = {"kind": "kind", "labels": "label"}
_OF_SERVICE = {"themes": "theme", "publics": "public", "formats": "format", "access": "access"}

_OF_PLACE = {"postal_code": "postal_code", "town": "locality"}


def _words(unit: Unit, territory: Territory) -> list[Unit]:
    """A word of the pack for each thing that is said of the organisation, and of each of its services.

    Without a service in place, what it says of its publics and themes is said of the organisation; without a street,
    no address holds the town and the postal code.
    """
    services = _services(unit, territory)
    said = [("organization", unit, name, taxonomy) for name, taxonomy in _OF_ORGANISATION.items()]
    said += [("service", one, "service", "step") for one in services]
    said += [
        ("service" if services else "organization", one, name, taxonomy)
        for one in services or [unit]
        for name, taxonomy in _OF_SERVICE.items()
    ]
    if not _addresses(unit, territory):
        said += [("location", unit, name, taxonomy) for name, taxonomy in _OF_PLACE.items()]
    return [
        _word(of, entity, taxonomy, word, territory)
        for entity, of, name, taxonomy in said
        for word in _several(of.get(name))
    ]


_VOCABULARIES = {
    "kind": "kinds",
    "label": "labels",
    "step": "steps",
    "theme": "themes",
    "public": "publics",
    "format": "formats",
    "access": "access",
}


def _several(value: Any) -> Sequence[str]:
    return value if isinstance(value, tuple) else (value,) if value else ()


def _word(of: Unit, entity: str, taxonomy: str, word: str, territory: Territory) -> Unit:
    of_pack = {**of, "id": ""}
    vocabulary = territory.vocabulary(_VOCABULARIES[taxonomy]) if taxonomy in _VOCABULARIES else {}
    return {
        **of,
        "extra": None,
        "uuid": _uuid(of, entity, str(of.get("service", "")), taxonomy, word),
        "link_entity": entity,
        "link_uuid": of[f"{entity}_uuid"],
        "taxonomy": taxonomy,
        "taxonomy_uuid": _uuid(of_pack, "taxonomy", taxonomy),
        "word": word,
        "word_text": vocabulary[word].text() if word in vocabulary else word,
        "term_uuid": _uuid(of_pack, "term", taxonomy, word),
    }


def _ways_in(unit: Unit, _: Territory) -> list[Unit]:
    """How a person with a handicap gets in, where anybody says it."""
    return (
        [{**unit, "extra": None, "uuid": _uuid(unit, "accessibility")}] if unit.get("accessibility") else []
    )


def _languages(unit: Unit, territory: Territory) -> list[Unit]:
    """Each language spoken, by its code and its name."""
    spoken = territory.spoken_languages
    return [
        {
            **unit,
            "extra": None,
            "uuid": _uuid(unit, "language", code),
            "language": code,
            "language_text": spoken[code].text() if code in spoken else code,
        }
        for code in unit.get("languages") or ()
    ]


UNITS: Mapping[str, Callable[[Unit, Territory], Sequence[Unit]]] = {
    "structure": lambda unit, _: [unit],
    "service": _services,
    "place": _places,
    "address": _addresses,
    "phone": _phones,
    "identifier": _identifiers,
    "interval": _intervals,
    "word": _words,
    "taxonomy": _words,
    "way_in": _ways_in,
    "language": _languages,
    "nothing": lambda _, __: [],
}
"""Of what of a structure a format has one record each."""


def holds(condition: str, unit: Unit) -> bool:
    """Whether a term of a condition holds of a unit; see `format_table`."""
    if condition.startswith("!"):
        return not holds(condition[1:], unit)
    column, _, wanted = condition.partition(".")
    value = unit.get(column)
    if not wanted:
        return bool(value)
    return wanted in value if isinstance(value, tuple) else value == wanted


def text(value: Any, column: str) -> str:
    """A value as an import reads it in a cell."""
    known = _COLUMNS.get(column)
    return model.to_cell(value, known) if known else "" if value is None else str(value)


_COLUMNS = {column.name: column for column in model.RECORDS}
