"""The guests of a table plan, read from the list that «invite» wrote or from any list of names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from wtc_eco import sources
from wtc_eco.errors import RefusedError, UnknownNameError
from wtc_eco.events.invitations.replies import NO, YES
from wtc_eco.events.tables.seating import Person
from wtc_eco.locale import tr
from wtc_eco.territory.spelling import closest, fold

PERSONS = ("personne", "person", "personne de contact", "contact person", "invite", "guest", "participant")
NAMES = (*PERSONS, "nom", "name")
ORGANISATIONS = ("structure", "organisation", "organization", "institution", "employeur")
RECORDS = ("fiche", "id", "record", "structure id")
REPLIES = ("reponse", "reply", "present", "presence")


@dataclass(frozen=True)
class Guests:
    """The people, and the structure of each where the list gives its number (`S12`)."""

    people: tuple[Person, ...]
    records: tuple[str | None, ...]

    def find(self, words: str) -> tuple[int, ...]:
        """The places of the guests called so, by name, organisation or number; raises `UnknownNameError`."""
        wanted = fold(words)
        for read in (self._keys, self._names, self._organisations):
            found = tuple(at for at, known in enumerate(read()) if known and known == wanted)
            if found:
                return found
        known = {fold(name): name for one in self.people for name in (one.name, one.words) if name}
        near = closest(words, known, cutoff=55)
        raise UnknownNameError(
            tr("No guest is called “{words}”.", words=words),
            hint=tr("{names}?", names=", ".join(near))
            if near
            else tr("Look at the names in the list of guests."),
        )

    def _keys(self) -> list[str]:
        return [fold(record or "") for record in self.records]

    def _names(self) -> list[str]:
        return [fold(one.name) for one in self.people]

    def _organisations(self) -> list[str]:
        return [fold(one.words) for one in self.people]


def column(titles: Sequence[str], known: Sequence[str]) -> int | None:
    """The place of the first of these titles that the list has."""
    return next((titles.index(each) for each in known if each in titles), None)


def read(path: Path) -> Guests:
    """Everybody in the list who has not declined; raises `RefusedError` where it names neither people nor structures."""
    table = sources.read_table(path)
    titles = [fold(title) for title in table.header]
    name, organisation, record, reply = (
        column(titles, known) for known in (NAMES, ORGANISATIONS, RECORDS, REPLIES)
    )
    if organisation is None and name is not None and titles[name] in PERSONS:
        organisation = column(titles, NAMES[len(PERSONS) :])  # beside a person, a «name» is the structure's
    if name is None and organisation is None:
        raise RefusedError(
            tr("{file} names no guests.", file=path.name),
            hint=tr("It needs a column “Nom” or “Structure”, one row a person."),
        )
    replied = reply is not None and any(fold(row.cells[reply]) in YES for row in table.rows)
    people, records = [], []
    seen: Counter[str] = Counter()
    for row in table.rows:
        cells = [("" if at is None else row.cells[at].strip()) for at in (name, organisation, record, reply)]
        person, house, number, said = cells
        declined = fold(said) in NO or (replied and fold(said) not in YES)
        if declined or not (person or house):
            continue
        key = f"{person}|{house}"
        seen[key] += 1
        unique = key if seen[key] == 1 else f"{key}#{seen[key]}"
        people.append(Person(unique, person or house, number or fold(house) or None, house))
        records.append(number or None)
    return Guests(tuple(people), tuple(records))
