"""How structures are reached: the people one may write to, who objected, and which list gives an address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.people import contacts, oppositions
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.locale import date, tr
from wtc_eco.registry import in_order_of_belief, ranks

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

Row = Mapping[str, Any]
Opposed = Callable[[str], bool]


EVENT = "event "
"""How the source of what an event gave begins."""


def reachable(ecosystem: Ecosystem) -> Circumstances:
    """Whom to write to in each structure, who is not to be written to, and where each address comes from."""
    objected = opposed(ecosystem)
    reached, opted_out = people(ecosystem, objected)
    return Circumstances(people=reached, opposed=objected, opted_out=opted_out, origin=origins(ecosystem))


def opposed(ecosystem: Ecosystem) -> Opposed:
    """Whether the owner of an e-mail address or a phone objected.

    As far as the key of the oppositions lets us tell, and for every contact marked as having objected.
    """
    held = oppositions.read(ecosystem)
    marked = {
        one
        for row in contacts.read(ecosystem).rows
        if row["opt_out"] is True
        for one in contacts.identifiers(row)
    }

    def objected(text: str) -> bool:
        known_by = (oppositions.email(text), oppositions.phone(text))
        return any(one in marked or held.opposed(one) for one in known_by)

    return objected


def people(ecosystem: Ecosystem, objected: Opposed) -> tuple[dict[str, tuple[Address, ...]], frozenset[str]]:
    """Whom to write to in each structure: whom an event gave, then whom a survey gave; who agreed goes first.

    The second are the structures that have no other way in than somebody who objected.
    """
    found: dict[str, list[tuple[tuple[bool, bool, bool, int], Address]]] = {}
    closed: set[str] = set()
    for row in contacts.read(ecosystem).rows:
        structure = ecosystem.registry.aliases.get(row["record"])
        if structure is None:
            continue
        if row["opt_out"] is True or any(objected(row[way]) for way in ("email", "phone") if row[way]):
            closed.add(structure)
            continue
        of_event = str(row["source"] or "").startswith(EVENT)
        order = (not of_event, row["basis"] != "agreed", not row["email"], row["contact"] or 0)
        found.setdefault(structure, []).append((order, _address(row)))
    reached = {
        structure: tuple(address for _, address in sorted(held, key=lambda each: each[0]))
        for structure, held in found.items()
    }
    return reached, frozenset(one for one in closed - set(reached) if not _own_way_in(ecosystem, one))


def origins(ecosystem: Ecosystem) -> Callable[[str, str, str], str]:
    """The list, and its day, that gives a structure this e-mail or phone; the most believed of several."""
    rows = ecosystem.holdings.records.set_index("record", drop=False)
    believed = ranks(ecosystem.settings.trust)

    def origin(structure: str, column: str, value: str) -> str:
        members = rows.loc[list(ecosystem.registry.row(structure)["records"])].to_dict("records")
        held = [{str(name): cell for name, cell in row.items()} for row in members]
        giving = [row for row in in_order_of_belief(held, believed) if value in (row[column] or ())]
        return _said(giving[0]["source"], giving[0]["collected_on"]) if giving else _corrected()

    return origin


def _address(row: Row) -> Address:
    origin = _said(row["source"] or contacts.FILE, row["collected_on"])
    return Address(
        row["email"], row["phone"], origin, row["person"], row["role"], row["language"], generic=False
    )


def _said(source: str, day: str | None) -> str:
    return tr("{list}, {date}", list=source, date=date(day)) if day else source


def _corrected() -> str:
    return tr("corrected")


def _own_way_in(ecosystem: Ecosystem, structure: str) -> bool:
    row = ecosystem.registry.row(structure)
    return bool(row["email"] or row["phone"])
