"""What a person means by a name: a structure, a commune or a bassin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, TypeVar

from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.territory import Bassin, Commune
from wtc_eco.territory.normalize import closest, fold

if TYPE_CHECKING:
    from wtc_eco.registry.build import Registry
    from wtc_eco.territory import Territory

Meant = Commune | Bassin | tuple[str, ...]
"""A commune, a bassin, or the ids of the structures of that name."""

SLIP = 88.0
"""How alike (0 to 100) a single name must be to be taken for a slip of the pen."""
HINT = 60.0
"""How alike a name must be to be offered as a hint."""

_Found = TypeVar("_Found")


def meant(registry: Registry, territory: Territory, thing: str) -> Meant:
    """What `thing` names, by the first of these rules that finds something.

    1. `S12` is a structure.
    2. A commune by its name or code; a bassin of the same name is asked for as «bassin de …».
    3. A bassin by its name.
    4. Structures of exactly that name; else all whose name has all these words.
    5. A record number.
    6. The one name that differs by a slip of the pen.
    """
    names = _names(registry)
    words = fold(thing)
    if words.startswith("s") and words[1:].isdigit():  # RULE 1
        return (registry.resolve(thing),)
    # RULES 2 and 3
    place = _found(territory.find_commune, thing) or _found(territory.find_bassin, thing)
    if place is not None:
        return place
    same = names.get(words) or _containing(names, words)  # RULE 4
    if same:
        return same
    numbered = _found(registry.resolve, thing)  # RULE 5
    return (numbered,) if numbered else _slip(registry, territory, names, thing)


def _found(ask: Callable[[str], _Found], words: str) -> _Found | None:
    try:
        return ask(words)
    except UnknownNameError:
        return None


def _slip(
    registry: Registry, territory: Territory, names: dict[str, tuple[str, ...]], thing: str
) -> Meant:  # RULE 6
    places: dict[str, Meant] = {fold(one.text()): one for one in territory.bassins.values()}
    places |= {fold(one.name): one for one in territory.communes.values()}
    known: dict[str, Meant] = {**names, **places}
    near = closest(thing, {way: way for way in known}, cutoff=SLIP)
    if len(near) == 1:
        return known[near[0]]
    raise UnknownNameError(
        tr("No structure, commune or bassin is called “{thing}”.", thing=thing),
        hint=_hint(registry, territory, thing, near),
    )


def _hint(registry: Registry, territory: Territory, thing: str, near: Iterable[str]) -> str:
    written = {fold(str(name)): str(name) for name in registry.table["name"] if name}
    written |= {fold(one.text()): one.text() for one in territory.bassins.values()}
    written |= {fold(one.name): one.name for one in territory.communes.values()}
    # «CPAS de Mons», who is not known, may at least be looked for in Mons.
    inside = [name for way, name in written.items() if way and f" {way} " in f" {fold(thing)} "]
    near_names = [written[way] for way in near if way in written] or closest(thing, written, cutoff=HINT)
    offered = tuple(dict.fromkeys((*near_names, *inside)))
    if offered:
        return tr("{names}?", names=", ".join(offered))
    return tr("Names and numbers stand in outputs/registry.csv.")


def _names(registry: Registry) -> dict[str, tuple[str, ...]]:
    """Folded name, or other name, to the ids of the structures that bear it, in the registry's order."""
    found: dict[str, list[str]] = {}
    for row in registry.table[["id", "name", "also_known_as"]].to_dict("records"):
        for name in dict.fromkeys(
            fold(str(one)) for one in (row["name"], *(row["also_known_as"] or ())) if one
        ):
            found.setdefault(name, []).append(row["id"])
    return {name: tuple(ids) for name, ids in found.items() if name}


def _containing(names: dict[str, tuple[str, ...]], words: str) -> tuple[str, ...]:
    wanted = set(words.split())
    if not wanted or all(word.isdigit() for word in wanted):
        return ()
    held = [one for name, ids in names.items() if wanted <= set(name.split()) for one in ids]
    return tuple(dict.fromkeys(held))


SHOWN = 5


def structure_named(registry: Registry, territory: Territory, thing: str) -> str:
    """The id of the one structure that `thing` names: S12, a record number or a name.

    Raises `UsageError` where it names several, a commune or a bassin, and `UnknownNameError` where
    it names nobody.
    """
    if thing.strip().isdecimal():
        return registry.resolve(thing)
    found = meant(registry, territory, thing)
    if not isinstance(found, tuple):
        raise UsageError(
            tr("“{thing}” is a place, not a structure.", thing=thing),
            hint=tr("Name a structure, by its number (S12) or its name."),
        )
    if len(found) > 1:
        names = [f"{one} ({registry.row(one)['commune'] or '?'})" for one in found[:SHOWN]]
        raise UsageError(
            tr("Several structures are called “{thing}”.", thing=thing),
            hint=tr("Say which by its number: {names}.", names=", ".join(names)),
        )
    return found[0]


def exactly_named(registry: Registry, territory: Territory, thing: str) -> str:
    """As `structure_named`, but what is written down rests on no guess: a slip of the pen is asked about."""
    one = structure_named(registry, territory, thing)
    row = registry.row(one)
    said = fold(thing).split()
    called = [fold(str(name)).split() for name in (row["name"], *(row["also_known_as"] or ())) if name]
    numbered = thing.strip().removeprefix("S").removeprefix("s").isdecimal()
    if numbered or any(set(said) <= set(name) for name in called):
        return one
    raise UsageError(
        tr("No structure is called “{thing}”.", thing=thing),
        hint=tr("If you mean {name}, write {id}.", name=row["name"], id=one),
    )
