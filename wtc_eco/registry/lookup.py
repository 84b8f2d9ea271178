"""What a person means by a name: a structure, a commune or a bassin."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from wtc_eco.errors import UnknownNameError, UsageError
from wtc_eco.i18n import tr
from wtc_eco.registry.organisation_name import (
    NAMED_BY,
    NamedStructure,
    NameReader,
    OrganisationName,
    bare,
    localities,
    per_commune,
)
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
    4. Structures of exactly that name; else those of which it says kind, place and words in another way;
       else all whose name, locality and commune have all these words.
    5. A record number.
    6. The one name that differs by a slip of the pen.
    """
    words = fold(thing)
    if words.startswith("s") and words[1:].isdigit():  # RULE 1
        return (registry.resolve(thing),)
    # RULES 2 and 3
    place = _found(territory.find_commune, thing) or _found(territory.find_bassin, thing)
    if place is not None:
        return place
    called = _called(registry, territory, thing)  # RULE 4
    if called:
        return called
    numbered = _found(registry.resolve, thing)  # RULE 5
    return (numbered,) if numbered else _slip(registry, territory, thing)


def _found(ask: Callable[[str], _Found], words: str) -> _Found | None:
    try:
        return ask(words)
    except UnknownNameError:
        return None


def _slip(registry: Registry, territory: Territory, thing: str) -> Meant:  # RULE 6
    names = _names(registry)
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


def _called(
    registry: Registry, territory: Territory, thing: str, *, of_a_kind: bool = False
) -> tuple[str, ...]:
    """The ids of the structures called so, in the registry's order; none for a bare number.

    `of_a_kind`: only where the words say a kind, as the name of a place does not.
    """
    same = None if of_a_kind else _names(registry).get(fold(thing))
    if same or all(word.isdecimal() for word in bare(thing)):
        return same or ()
    rows = registry.table[list(NAMED_BY)].to_dict("records")
    every = (*localities(rows), *territory.gazetteer.villages)
    reader = NameReader(territory, every)
    structures = [reader.structure(row) for row in rows]
    asked = _asked(reader.place_in_rest(reader.read(thing), spelled_so=True), territory)
    if of_a_kind and not asked.kinds:
        return ()
    ranks = {one.id: _rank(one, asked, reader, territory) for one in structures}
    best = min((rank for rank in ranks.values() if rank is not None), default=None)
    if best is not None:
        return tuple(id_ for id_, rank in ranks.items() if rank == best)
    return tuple(
        one.id
        for one in structures
        if _may_be(one, asked, territory)
        and any({*asked.bare} <= {*name.bare, *one.locality, *reader.commune(one)} for name in one.names)
    )


def in_other_words(registry: Registry, territory: Territory) -> Callable[[str], tuple[str, ...]]:
    """Who is called so in another way of writing: «C.P.A.S. Florennes» for «CPAS de Florennes», none for less or more.

    The register is read once; what is given back takes one name after the other and gives ids in its order.
    """
    rows = registry.table[list(NAMED_BY)].to_dict("records")
    reader = NameReader(territory, (*localities(rows), *territory.gazetteer.villages))
    structures = [reader.structure(row) for row in rows]

    def called(thing: str) -> tuple[str, ...]:
        asked = _asked(reader.place_in_rest(reader.read(thing), spelled_so=True), territory)
        return tuple(one.id for one in structures if _rank(one, asked, reader, territory) == 0)

    return called


def _asked(reading: OrganisationName, territory: Territory) -> OrganisationName:
    """The name without a kind that tells nothing apart («asbl»), where it says anything else."""
    telling = tuple(kinds for kinds in reading.kinds if not kinds <= territory.kind_rules.unspecific)
    return replace(reading, kinds=telling) if telling or reading.rest else reading


def _rank(
    one: NamedStructure, asked: OrganisationName, reader: NameReader, territory: Territory
) -> int | None:
    """How directly the name asked for is that of a structure; `None` where it is not.

    0: one of its names says the same kinds and words and no others; 1: it is of these kinds and has
    these words; 2: its name says these kinds, and it is known to be of no other.
    """
    alone = not (asked.rest or asked.where)
    if (
        (alone and not asked.kinds)
        or asked.place_only
        or not reader.stands_in(one, asked, nearly=per_commune(asked, territory))
    ):
        return None
    names = [name for name in one.names if {*asked.rest} <= {*name.rest}]
    if names and all(kinds & one.kinds for kinds in asked.kinds):
        no_more = any(
            {*name.rest} == {*asked.rest}
            and all(any(kinds & said for kinds in asked.kinds) for said in name.kinds)
            for name in names
        )
        return 0 if no_more and not alone else 1
    said = any(all(kinds & one.kinds.union(*name.kinds) for kinds in asked.kinds) for name in names)
    return 2 if said and _may_be(one, asked, territory) else None


def _may_be(one: NamedStructure, asked: OrganisationName, territory: Territory) -> bool:
    """Whether the kind of a structure lets it be meant: «CPAS de Mons» is not «EPN du CPAS de Mons»."""
    return (
        not asked.kinds
        or one.kind is None
        or any(kinds & one.kinds for kinds in asked.kinds)
        or all(territory.related(one.kind, kind) == "silent" for kinds in asked.kinds for kind in kinds)
    )


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
        # «Administration communale de Mons» is the commune, and a structure there.
        found = _called(registry, territory, thing, of_a_kind=True) or found
    if not isinstance(found, tuple):
        raise UsageError(
            tr("“{thing}” is a place, not a structure.", thing=thing),
            hint=tr("Name a structure, by its number (S12) or its name."),
        )
    if len(found) > 1:
        rows = {one: registry.row(one) for one in found[:SHOWN]}
        names = [f"{one} {row['name'] or ''} ({row['commune'] or '?'})" for one, row in rows.items()]
        raise UsageError(
            tr("Several structures are called “{thing}”.", thing=thing),
            hint=tr("Say which by its number: {names}.", names=", ".join(names)),
        )
    return found[0]


def exactly_named(registry: Registry, territory: Territory, thing: str) -> str:
    """As `structure_named`, but what is written down rests on no guess: a slip of the pen is asked about."""
    one = structure_named(registry, territory, thing)
    numbered = thing.strip().removeprefix("S").removeprefix("s").isdecimal()
    if numbered or one in _called(registry, territory, thing):
        return one
    row = registry.row(one)
    raise UsageError(
        tr("No structure is called “{thing}”.", thing=thing),
        hint=tr("If you mean {name}, write {id}.", name=row["name"], id=one),
    )
