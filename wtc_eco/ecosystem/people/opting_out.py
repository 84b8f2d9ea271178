"""`optout`: people who do not want to be written to are remembered, and their contacts marked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import store
from wtc_eco.ecosystem.people import contacts as people
from wtc_eco.ecosystem.people import oppositions as opposing
from wtc_eco.ecosystem.people.opposition_key import Key, keep_key, make_key
from wtc_eco.ecosystem.people.oppositions import Identifier, Oppositions
from wtc_eco.errors import Problem, UsageError
from wtc_eco.locale import tr
from wtc_eco.store import Basis

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem

_COMMAND = "optout"


@dataclass(frozen=True)
class OptedOut:
    """How many addresses are remembered anew, how many were already, how many contacts were marked.

    `recovery` is the line that brings the key back, told where the key was made just now; empty otherwise.
    """

    remembered: int
    already: int
    contacts: int
    recovery: str
    problems: tuple[Problem, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return asdict(self)


def optout(ecosystem: Ecosystem, addresses: Sequence[str], *, accept_edits: bool = False) -> OptedOut:
    """Remember that whoever is behind these e-mail addresses or phone numbers objects.

    Raises `UsageError`, and nothing is written, where one of them is neither.
    """
    wanted = [one for address in addresses for one in _identifiers(address)]
    with store.locked(ecosystem.folder, command=_COMMAND):
        ecosystem.forget_caches()
        ecosystem.holdings.require_sound()
        held = opposing.read(ecosystem)
        made = held.key is None
        keyed = held.under(held.key or make_key(ecosystem.settings.uid))
        fresh = [one for one in dict.fromkeys(wanted) if not keyed.opposed(one)]
        remembered = keyed.with_more(fresh, reason="objected", since=ecosystem.as_of)
        contacts, n_marked = people.read(ecosystem).opting_out(wanted)
        changes = {opposing.FILE: remembered.to_csv()} if fresh else {}
        changes |= {people.FILE: contacts.to_csv()} if n_marked else {}
        holdings = ecosystem.holdings
        basis = Basis(
            seen=holdings.seen,
            next_record=holdings.next_record,
            next_tie=holdings.next_tie,
            accept_edits=accept_edits,
        )
        # The command is told without its addresses: the journal names nobody.
        store.commit(ecosystem.folder, changes, command=_COMMAND, basis=basis)
    ecosystem.forget_caches()
    return OptedOut(
        remembered=len(fresh),
        already=len(dict.fromkeys(wanted)) - len(fresh),
        contacts=n_marked,
        recovery=remembered.key.line if made and remembered.key else "",
        problems=remembered.problems(),
    )


def recover(ecosystem: Ecosystem, line: str) -> Oppositions:
    """Bring the key back from its recovery line; the oppositions it was made for hold again.

    Raises `UsageError` where the line is not one, or is another folder's.
    """
    key = Key.from_line(line)
    held = opposing.read(ecosystem)
    if held.rows and key.fingerprint not in {row["key"] for row in held.rows}:
        raise UsageError(
            tr("This line is the key of another folder."),
            hint=tr("Look for the line that was printed when this folder was made."),
        )
    keep_key(ecosystem.settings.uid, key)
    return opposing.read(ecosystem)


def _identifiers(address: str) -> tuple[Identifier, ...]:
    found = opposing.identifiers_in(address)
    if not found:
        raise UsageError(
            tr("“{address}” is neither an e-mail address nor a phone number.", address=address),
            hint=tr("For instance: wtc-eco optout julie.lambert@exemple.be"),
        )
    return found
