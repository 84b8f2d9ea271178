"""A pack: the folder that says what a territory is, read and checked as a whole, its faults noted on the way."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import Any

from wtc_eco.errors import EcoError, UnknownNameError
from wtc_eco.i18n import tr
from wtc_eco.model import RECORDS, names
from wtc_eco.territory.faults import Faults
from wtc_eco.territory.gazetteer import Gazetteer, Spelling
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.places import Bassin, Commune, Countries, Country
from wtc_eco.territory.profiles import read_profiles
from wtc_eco.territory.questionnaire import read_questionnaire
from wtc_eco.territory.territory import VOCABULARIES, Territory
from wtc_eco.territory.vocabulary import KindRules, Term, Vocabulary, Wording

COMMUNES = ("ins", "name", "bassin", "postal_codes", "population", "lat", "lon", "former")
LOCALITIES = ("postal_code", "locality")
_NAME_PREFIX = "name_"
_TERM_KEYS = ("synonyms", "group", "aliases")


def read_bassins(tables: Mapping[str, Any], languages: tuple[str, ...], faults: Faults) -> dict[str, Bassin]:
    """The bassins of `territory.toml`, by id."""
    bassins = {}
    for key, table in tables.get("bassins", {}).items():
        label = _labels(table, languages, f"bassins.{key}", faults)
        bassins[key] = Bassin(key, label, tuple(table.get("synonyms", ())))
    if not bassins:
        faults.missing("bassins")
    return bassins


def _labels(
    table: Mapping[str, Any], languages: tuple[str, ...], where: str, faults: Faults
) -> dict[str, str]:
    for spoken in languages:
        if not table.get(spoken):
            faults.missing(spoken, where)
    return {spoken: _singular(table[spoken]) for spoken in languages if table.get(spoken)}


def _singular(forms: str | list[str]) -> str:
    return forms if isinstance(forms, str) else forms[0]


def _plural(forms: str | list[str]) -> str:
    return forms if isinstance(forms, str) else forms[-1]


def read_vocabulary(
    name: str,
    tables: Mapping[str, Any],
    languages: tuple[str, ...],
    faults: Faults,
    reading: Mapping[str, Any] | None = None,
) -> Vocabulary:
    """The terms of one facet; two terms that claim one spelling are a fault.

    `reading` is how lists write words (`[reading]` of `territory.toml`).
    """
    if not tables:
        faults.missing(name)
    terms = [_term(key, table, languages, f"{name}.{key}", faults) for key, table in tables.items()]
    vocabulary = Vocabulary(name, terms, _wording(name, reading or {}))
    for way, ids in vocabulary.wording.several.items():
        for id_ in ids:
            if id_ not in vocabulary:
                faults.add(
                    tr(
                        "“{words}” means {first}, which is none of [{vocabulary}].",
                        words=way,
                        first=id_,
                        vocabulary=name,
                    )
                )
    for way, first, second in vocabulary.clashes():
        faults.add(
            tr(
                "“{words}” means both {first} and {second} [{vocabulary}].",
                words=way,
                first=first,
                second=second,
                vocabulary=name,
            )
        )
    return vocabulary


def _wording(name: str, reading: Mapping[str, Any]) -> Wording:
    """How the words of a vocabulary are written: what holds for all, then what `[reading.NAME]` says of it."""
    own: Mapping[str, Any] = reading.get(name, {})
    return Wording(
        small_words=frozenset(map(fold, reading.get("small_words", ()))),
        fillers=frozenset(map(fold, own.get("fillers", ()))),
        marks=frozenset(map(fold, own.get("marks", ()))),
        endings=tuple((written, compared) for written, compared in reading.get("endings", ())),
        inclusive=tuple(reading.get("inclusive", ())),
        not_meant=frozenset(map(fold, own.get("not_meant", ()))),
        ages={word: role for role, ways in own.get("ages", {}).items() for word in ways},
        several={fold(way): tuple(ids) for way, ids in own.get("several", {}).items()},
    )


def _term(key: str, table: Mapping[str, Any], languages: tuple[str, ...], where: str, faults: Faults) -> Term:
    label = _labels(table, languages, where, faults)
    return Term(
        id=key,
        label=label or {languages[0]: key},
        plural={spoken: _plural(table[spoken]) for spoken in label} or {languages[0]: key},
        synonyms=tuple(table.get("synonyms", ())),
        group=table.get("group"),
        aliases=tuple(table.get("aliases", ())),
        extra={name: value for name, value in table.items() if name not in (*_TERM_KEYS, *languages)},
    )


def read_communes(path: Path, bassins: Mapping[str, Bassin], faults: Faults) -> dict[str, Commune]:
    """The communes of `communes.csv`, by INS code; an empty bassin is «in none»."""
    by_ins: dict[str, Commune] = {}
    for number, row in faults.rows(path, COMMUNES):
        if row["ins"] in by_ins:
            faults.add(tr("The INS code {ins} is there twice.", ins=row["ins"]), row=number)
        if row["bassin"] and row["bassin"] not in bassins:
            faults.add(tr("No bassin has the id “{bassin}”.", bassin=row["bassin"]), row=number)
        try:
            by_ins[row["ins"]] = _commune(row)
        except ValueError as error:
            faults.add(tr("A figure cannot be read: {reason}", reason=str(error)), row=number)
    return by_ins


def _commune(row: Mapping[str, str]) -> Commune:
    names = {
        key.removeprefix(_NAME_PREFIX): name
        for key, name in row.items()
        if key.startswith(_NAME_PREFIX) and name
    }
    return Commune(
        ins=row["ins"],
        name=row["name"],
        bassin=row["bassin"] or None,
        postal_codes=tuple(filter(None, row["postal_codes"].split("|"))),
        population=int(row["population"]),
        lat=float(row["lat"]),
        lon=float(row["lon"]),
        names=names,
        former=tuple(filter(None, row["former"].split("|"))),
        area_km2=float(row["area_km2"]) if row.get("area_km2") else None,
    )


def read_localities(
    path: Path, communes: Mapping[str, Commune], faults: Faults
) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    """The postal code, name and names in other languages of `localities.csv`; a pack may have none."""
    if not path.is_file():
        return ()
    known = {code for commune in communes.values() for code in commune.postal_codes}
    localities = []
    for number, row in faults.rows(path, LOCALITIES):
        if row["postal_code"] not in known:
            faults.add(tr("No commune has the postal code {code}.", code=row["postal_code"]), row=number)
        others = tuple(filter(None, row.get("names", "").split("|")))
        localities.append((row["postal_code"], row["locality"], others))
    return tuple(localities)


def read_spelling(tables: Mapping[str, Any]) -> Spelling:
    """How places are written, and what lies beyond, from `territory.toml`."""
    places, outside = tables.get("places", {}), tables.get("outside", {})
    return Spelling(
        abbreviations=places.get("abbreviations", {}),
        prefixes=_longest_first(places.get("prefixes", ())),
        suffixes=tuple(places.get("suffixes", ())),
        country=tuple(places.get("country", ())),
        postal_digits=places.get("postal_digits", 4),
        outside_postal=_ranges(outside.get("postal_codes", ())),
        outside_ins=_ranges(outside.get("ins", ())),
        outside_names=tuple(outside.get("names", ())),
        countries=Countries(
            {key: _country(key, table) for key, table in tables.get("countries", {}).items()},
            places.get("home", ""),
        ),
        postal_words=tuple(places.get("postal_words", ())),
        post_boxes=tuple(places.get("post_boxes", ())),
        outside_points=tuple((lat, lon) for lat, lon in outside.get("points", ())),
        outside_towns={fold(town): (lat, lon) for town, (lat, lon) in outside.get("towns", {}).items()},
    )


def _country(code: str, table: Mapping[str, Any]) -> Country:
    texts = ("names", "homonyms", "prefixes", "regions", "towns")
    return Country(
        code,
        label=table.get("label", {}),
        postal=_ranges(table.get("postal", ())),
        letters=table.get("letters", 0),
        phone=table.get("phone", ""),
        **{name: tuple(table.get(name, ())) for name in texts},
    )


def _longest_first(words: Any) -> tuple[str, ...]:
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


def _ranges(parts: Any) -> tuple[tuple[str, str], ...]:
    return tuple((part.split("-")[0], part.split("-")[-1]) for part in parts)


def read_kind_rules(kinds: Vocabulary, tables: Mapping[str, Any], faults: Faults) -> KindRules:
    """Which kinds are unspecific, which pairs compatible, and the words that tell a kind."""
    unspecific, pairs = tables.get("unspecific", ()), tables.get("compatible", ())
    for kind in [*unspecific, *(kind for pair in pairs for kind in pair)]:
        if kind not in kinds:
            faults.add(tr("No kind has the id “{kind}”.", kind=kind))
    phrases = {key: tuple(term.extra.get("names", ())) for key, term in kinds.items()}
    return KindRules(
        kinds=frozenset(kinds),
        unspecific=frozenset(unspecific),
        compatible=frozenset(frozenset(pair) for pair in pairs),
        phrases=phrases,
    )


def check_looks(kinds: Vocabulary, faults: Faults) -> None:
    """Every kind has a colour and a shape on the map, and no two have both in common."""
    seen: dict[tuple[str, str], str] = {}
    for key, term in kinds.items():
        look = (str(term.extra.get("color", "")), str(term.extra.get("shape", "")))
        if not all(look):
            faults.missing("color, shape", f"kinds.{key}")
        elif look in seen:
            faults.add(tr("{first} and {second} look the same on a map.", first=seen[look], second=key))
        seen[look] = key


def check_weights(table: Mapping[str, Any], faults: Faults, where: str = "demand") -> None:
    """Every table with a figure names its source, or says that it is a hypothesis."""
    figures = [
        key for key, value in table.items() if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]
    if figures and not table.get("source") and table.get("hypothese") is not True:
        faults.add(
            tr("[{where}] has figures without a source.", where=where),
            hint=tr('Write source = "…", or hypothese = true.'),
        )
    for key, value in table.items():
        if isinstance(value, dict):
            check_weights(value, faults, f"{where}.{key}")


PACKS = Path(__file__).parent / "packs"


def load(pack: str | Path = "wallonie", *, overrides: Mapping[str, str] | None = None) -> Territory:
    """The territory a pack says: the name of a pack shipped here, or a folder.

    `overrides` moves communes (name or INS code) to another bassin (any spelling of its name).
    Raises `UnknownNameError` where there is no such pack, `RefusedError` with every fault at once.
    """
    folder = _folder(pack)
    faults = Faults()
    territory = _read(folder, faults)
    if not overrides:
        return territory
    faults.file = "eco.toml"
    moved = _moved(territory, overrides, faults)
    faults.refuse(folder.name)
    return moved


def _folder(pack: str | Path) -> Path:
    folder = PACKS / pack if isinstance(pack, str) and Path(pack).name == pack else Path(pack)
    if folder.is_dir():
        return folder
    shipped = sorted(path.name for path in PACKS.iterdir() if (path / "territory.toml").is_file())
    raise UnknownNameError(
        tr("There is no territory pack “{pack}”.", pack=str(pack)),
        hint=tr("{names}?", names=", ".join(shipped)),
    )


def _read(folder: Path, faults: Faults) -> Territory:
    """The pack as its files say it; raises `RefusedError` with every fault."""
    tables = faults.toml(folder / "territory.toml")
    faults.refuse(folder.name)
    for key in ("id", "languages", "name"):
        if not tables.get(key):
            faults.missing(key)
    languages = tuple(tables.get("languages", ())) or ("fr",)
    bassins = read_bassins(tables, languages, faults)
    reading = tables.get("reading", {})
    words = {
        name: read_vocabulary(name, tables.get(name, {}), languages, faults, reading)
        for name in VOCABULARIES
        if name != "spoken_languages"
    }
    words["spoken_languages"] = _spoken_languages()
    rules = read_kind_rules(words["kinds"], tables.get("kind_relations", {}), faults)
    check_looks(words["kinds"], faults)
    communes = read_communes(folder / "communes.csv", bassins, faults)
    localities = read_localities(folder / "localities.csv", communes, faults)
    territory = Territory(
        id=tables.get("id", folder.name),
        name=tables.get("name", {}),
        languages=languages,
        bassins=MappingProxyType(bassins),
        communes=MappingProxyType(communes),
        **words,
        lists=_lists(folder / "lists", faults),
        demand=_demand(folder / "demand.toml", faults),
        profiles=read_profiles(folder / "profiles.toml", languages, words, faults),
        questionnaire=read_questionnaire(folder / "questionnaire.toml", languages, words, faults),
        mailboxes=tuple(tables.get("mailboxes", ())),
        population_source=tables.get("population_source", {}),
        tiles=tables.get("tiles", {}),
        country=tables.get("country", ""),
        provinces=tables.get("provinces", {}),
        gazetteer=Gazetteer(
            communes,
            tuple((code, name) for code, first, others in localities for name in (first, *others)),
            read_spelling(tables),
            {name: first for _, first, others in localities for name in others},
        ),
        kind_rules=rules,
        bassin_words=tuple(sorted(tables.get("bassin_words", ()), key=lambda word: (-len(word), word))),
    )
    faults.refuse(folder.name)
    return territory


def _spoken_languages() -> Vocabulary:
    """The languages that people speak: the same for every pack."""
    raw = Faults().toml(Path(__file__).parent / "languages.toml")
    return read_vocabulary(
        "spoken_languages", raw["spoken_languages"], ("fr", "en"), Faults(), raw["reading"]
    )


def _lists(folder: Path, faults: Faults) -> tuple[Mapping[str, Any], ...]:
    """The column maps of the pack, by id; a map to a column that does not exist is a fault."""
    maps = []
    known = set(names(RECORDS))
    for path in sorted(folder.glob("*.toml")):
        column_map = faults.toml(path)
        for key in ("id", "columns", "recognised_by"):
            if not column_map.get(key):
                faults.missing(key)
        for target in (*column_map.get("columns", {}).values(), *column_map.get("defaults", {})):
            if target not in known:
                faults.add(tr("No column is called “{column}”.", column=target))
        maps.append(column_map)
    return tuple(maps)


def _demand(path: Path, faults: Faults) -> dict[str, Any]:
    demand = faults.toml(path)
    check_weights(demand, faults)
    return demand


def _moved(territory: Territory, overrides: Mapping[str, str], faults: Faults) -> Territory:
    communes: dict[str, Commune] = dict(territory.communes)
    for commune, bassin in overrides.items():
        try:
            moved = territory.find_commune(commune)
            communes[moved.ins] = replace(moved, bassin=territory.find_bassin(bassin).id)
        except EcoError as error:
            faults.add(f"[bassins] {error.message}", hint=error.hint)
    gazetteer = replace(territory.gazetteer, communes=communes)
    return replace(territory, communes=MappingProxyType(communes), gazetteer=gazetteer)
