"""eco.toml: what a coordinator chose for a folder; every line of it is optional."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import LANGUAGES, tr
from wtc_eco.model import parsed

FILE = "eco.toml"
_TEXTS = (
    "name",
    "pack",
    "bassin",
    "lang",
    "notice",
    "notice_en",
    "boundaries",
    "contact",
    "controller",
    "uid",
)
_NAMES = "public_names"
_SECTIONS = ("ecosystem", "bassins", "trust", "coverage")
MOST = 1e6
_COVERAGE = ("near_km", "open_minutes", "road_factor")


@dataclass(frozen=True)
class Settings:
    """The settings of a folder, with their defaults."""

    name: str = ""
    """How the ecosystem is called on outputs; empty: the territory's own name."""
    pack: str = "wallonie"
    """A pack of ours by name, or the path of a pack's folder, inside the ecosystem's folder."""
    bassin: str | None = None
    """The bassin that questions are about where a command does not say."""
    lang: str | None = None
    """The language of the outputs; unknown: the pack's."""
    notice: str = ""
    """A sentence that every output carries."""
    notice_en: str = ""
    boundaries: str = ""
    """A GeoJSON file of official boundaries for the map, inside the folder."""
    contact: str = ""
    """Whom a reader tells that a structure is missing."""
    controller: str = ""
    """Who asks in a survey and answers for its data; empty: as the pack says."""
    public_names: tuple[str, ...] = ()
    """Texts of structures that look like somebody's name and are nobody's: they may be shared."""
    uid: str = ""
    """Made by `init`: tells this folder's numbers from another's when they are merged."""
    bassins: Mapping[str, str] = field(default_factory=dict)
    """Communes assigned to another bassin than the pack's."""
    trust: Mapping[str, int] = field(default_factory=dict)
    """Which lists win where two disagree: the larger number."""
    coverage: Mapping[str, float] = field(default_factory=dict)
    """What counts as near (`near_km`), as open at a slot (`open_minutes` a week), and `road_factor`; else the pack's."""

    def notice_in(self, language: str) -> str:
        """The notice in `language`, where it was given in it."""
        return (self.notice_en or self.notice) if language == "en" else self.notice


def load(folder: Path) -> Settings:
    """The settings of a folder; raises `UsageError` with every fault of the file at once."""
    path = folder / FILE
    if not path.is_file():
        return Settings()
    try:
        table = parsed(tomllib.loads, path.read_text(encoding="utf-8-sig"))
    except ValueError as error:
        raise UsageError(
            tr("{file} cannot be read: {reason}.", file=FILE, reason=error),
            hint=tr("Put the line right, or delete the file: every setting is optional."),
        ) from error
    faults = tuple(_faults(table))
    if faults:
        raise UsageError(
            tr("{file} has settings that cannot be used.", file=FILE),
            hint=tr("Put these lines right, or take them out."),
            problems=faults,
        )
    others = {name: table.get(name, {}) for name in _SECTIONS[1:]}
    chosen = dict(table.get("ecosystem", {}))
    return Settings(**{**chosen, _NAMES: tuple(chosen.get(_NAMES, ()))}, **others)


def _faults(table: Mapping[str, Any]) -> Iterator[Problem]:
    """Unknown names and values of the wrong type, each with its place."""
    for name, section in table.items():
        if name not in _SECTIONS:
            yield _fault(f"[{name}]", tr("no such section"))
        elif not isinstance(section, dict):
            yield _fault(name, tr("must be a section: [{name}]", name=name))
        else:
            for key, value in section.items():
                message = _wrong(name, key, value)
                if message:
                    yield _fault(key, message)


def _fault(where: str, message: str) -> Problem:
    return Problem("setting", "refusal", message, file=FILE, column=where)


def _wrong(section: str, key: str, value: object) -> str:
    """Why this setting cannot be used; empty where it can."""
    if section == "ecosystem" and key == _NAMES:
        named = isinstance(value, list) and all(isinstance(one, str) for one in value)
        return "" if named else tr('must be a list of texts: ["…", "…"]')
    if section == "ecosystem" and key not in _TEXTS:
        return tr("no such setting")
    if section == "coverage":
        return _wrong_measure(key, value)
    if section == "trust":
        whole = isinstance(value, int) and not isinstance(value, bool)
        return "" if whole else tr("must be a whole number")
    if not isinstance(value, str):
        return tr("must be a text between quotes")
    if section == "ecosystem" and key == "lang" and value not in LANGUAGES:
        return tr("must be one of: {choices}", choices=", ".join(LANGUAGES))
    path = Path(value)
    leaves = section == "ecosystem" and (path.is_absolute() or ".." in path.parts)
    if leaves and key == "boundaries":
        return tr("must be a file inside the folder")
    if leaves and key == "pack":
        return tr("must be a pack of ours, or a folder inside this one")
    return ""


def _wrong_measure(key: str, value: object) -> str:
    if key not in _COVERAGE:
        return tr("no such setting")
    usable = isinstance(value, (int, float)) and not isinstance(value, bool) and 0 < value < MOST
    return "" if usable else tr("must be a number above 0")
