"""A pack: the folder that says what a territory is, read and checked as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from wtc_eco.errors import EcoError, UnknownNameError
from wtc_eco.locale import tr
from wtc_eco.model import RECORDS, names
from wtc_eco.territory.faults import Faults
from wtc_eco.territory.gazetteer import Gazetteer
from wtc_eco.territory.ground import Commune
from wtc_eco.territory.profiles import read_profiles
from wtc_eco.territory.questionnaire import read_questionnaire
from wtc_eco.territory.reading import (
    VOCABULARIES,
    check_looks,
    check_weights,
    read_bassins,
    read_communes,
    read_kind_rules,
    read_localities,
    read_spelling,
    read_vocabulary,
)
from wtc_eco.territory.territory import Territory

PACKS = Path(__file__).parent / "packs"


def load(pack: str | Path = "wallonie", *, overrides: Mapping[str, str] | None = None) -> Territory:
    """The territory a pack says: the name of a pack shipped here, or a folder.

    `overrides` moves communes (name or INS code) to another bassin (any spelling of its name).
    Raises `UnknownNameError` where there is no such pack, `RefusedError` with every fault at once.
    """
    folder = _folder(pack)
    faults = Faults()
    said = faults.toml(folder / "territory.toml")
    faults.refuse(folder.name)
    territory = _read(folder, said, faults)
    faults.refuse(folder.name)
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


def _read(folder: Path, said: Mapping[str, Any], faults: Faults) -> Territory:
    for key in ("id", "languages", "name"):
        if not said.get(key):
            faults.missing(key)
    languages = tuple(said.get("languages", ())) or ("fr",)
    bassins = read_bassins(said, languages, faults)
    words = {name: read_vocabulary(name, said.get(name, {}), languages, faults) for name in VOCABULARIES}
    rules = read_kind_rules(words["kinds"], said.get("kind_relations", {}), faults)
    check_looks(words["kinds"], faults)
    communes = read_communes(folder / "communes.csv", bassins, faults)
    localities = read_localities(folder / "localities.csv", communes, faults)
    return Territory(
        id=said.get("id", folder.name),
        name=said.get("name", {}),
        languages=languages,
        bassins=bassins,
        communes=communes,
        **words,
        lists=_lists(folder / "lists", faults),
        demand=_demand(folder / "demand.toml", faults),
        profiles=read_profiles(folder / "profiles.toml", languages, words, faults),
        questionnaire=read_questionnaire(folder / "questionnaire.toml", languages, words, faults),
        mailboxes=tuple(said.get("mailboxes", ())),
        population_source=said.get("population_source", {}),
        tiles=said.get("tiles", {}),
        gazetteer=Gazetteer(communes, localities, read_spelling(said)),
        kind_rules=rules,
        bassin_words=tuple(sorted(said.get("bassin_words", ()), key=lambda word: (-len(word), word))),
    )


def _lists(folder: Path, faults: Faults) -> tuple[Mapping[str, Any], ...]:
    """The column maps of the pack, by id; a map to a column that does not exist is a fault."""
    maps = []
    known = set(names(RECORDS))
    for path in sorted(folder.glob("*.toml")):
        held = faults.toml(path)
        for key in ("id", "columns", "recognised_by"):
            if not held.get(key):
                faults.missing(key)
        for target in (*held.get("columns", {}).values(), *held.get("defaults", {})):
            if target not in known:
                faults.add(tr("No column is called “{column}”.", column=target))
        maps.append(held)
    return tuple(maps)


def _demand(path: Path, faults: Faults) -> dict[str, Any]:
    held = faults.toml(path)
    check_weights(held, faults)
    return held


def _moved(territory: Territory, overrides: Mapping[str, str], faults: Faults) -> Territory:
    communes: dict[str, Commune] = dict(territory.communes)
    for commune, bassin in overrides.items():
        try:
            found = territory.find_commune(commune)
            communes[found.ins] = replace(found, bassin=territory.find_bassin(bassin).id)
        except EcoError as error:
            faults.add(f"[bassins] {error.message}", hint=error.hint)
    gazetteer = replace(territory.gazetteer, communes=communes)
    return replace(territory, communes=communes, gazetteer=gazetteer)
