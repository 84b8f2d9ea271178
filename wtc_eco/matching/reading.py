"""Records as `Profiles`: every column read, its texts coded, its values weighed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from wtc_eco.matching import addresses, contacts, names, rarity
from wtc_eco.matching.bags import NOTHING, Bag, Codebook, pack
from wtc_eco.matching.kinds import kind_table
from wtc_eco.matching.likeness import Spellings
from wtc_eco.matching.places import PlaceRead, named_places, place_names, precise, read_places
from wtc_eco.matching.profiles import Profiles

if TYPE_CHECKING:
    import pandas as pd

    from wtc_eco.matching.lexicon import Lexicon

WORDS, NUMBERS, STREET, CONTACTS, ACRONYMS, LOCALITY = 8, 3, 6, 3, 12, 5
"""How many of each a record is compared by; the heaviest words are kept."""

PLACE_WORD = 0.15
"""What is left of a word's weight where it only repeats the commune."""


def profiles(records: pd.DataFrame, lexicon: Lexicon, country: str) -> Profiles:
    """Read every record of a table with the columns of `model.RECORDS`, put `in_order` before."""
    reader = _Reader(records, lexicon, country)
    return reader.read()


class _Reader:
    """The columns of one table, and the codes given to their texts while they are read."""

    def __init__(self, table: pd.DataFrame, lexicon: Lexicon, country: str) -> None:
        self.table, self.lexicon, self.country = table, lexicon, country
        self.codes = Codebook()

    def read(self) -> Profiles:
        """All columns read."""
        reads = names.read_all(self._names(), self.lexicon)
        places = read_places(
            self._column("postal_code"), self._column("locality"), self._column("ins"), self.lexicon
        )
        places_known = place_names(places, self.lexicon)
        streets = self._streets()
        sharing = ["".join(read.words) + "".join(read.kinds) for read in reads]
        kinds, table = kind_table(self._column("kind"), reads, self.lexicon)
        lat, lon = precise(self._column("lat"), self._column("lon"), streets)
        return Profiles(
            record=np.array(self.table["record"].tolist(), dtype=np.int64),
            **self._words(reads, places),
            kinds=kinds,
            numbers=self._plain([read.numbers for read in reads], NUMBERS),
            sites=self._plain([named_places(read.raw, places_known) for read in reads], NUMBERS),
            street=self._weighed([street.words for street in streets], STREET),
            houses=self._plain([street.numbers for street in streets], NUMBERS),
            postal=self._plain([place.postal for place in places], 1),
            locality=self._plain([place.locality for place in places], LOCALITY),
            ins=self._plain([place.ins for place in places], 1),
            **self._contacts(sharing),
            source=self._source(),
            lat=lat,
            lon=lon,
            squeezed=_squeezed(reads, places),
            texts=Spellings.of(self.codes.texts),
            kind_table=table,
        )

    def _column(self, name: str) -> list[Any]:
        return self.table[name].tolist() if name in self.table else [None] * len(self.table)

    def _source(self) -> Bag:
        """The list of each record; it weighs nothing where all records come from one."""
        lists: list[tuple[str, ...]] = [
            (str(value),) if value is not None else () for value in self._column("source")
        ]
        weight = float(len(set(lists)) > 1)
        return pack(self._ids(lists), 1, [[weight] * len(row) for row in lists])

    def _names(self) -> list[tuple[str, ...]]:
        main, other = self._column("name"), self._column("also_known_as")
        return [
            tuple(name for name in (first, *contacts.texts(more)) if isinstance(name, str))
            for first, more in zip(main, other, strict=True)
        ]

    def _streets(self) -> list[addresses.StreetRead]:
        known: dict[str, addresses.StreetRead] = {"": addresses.StreetRead((), ())}
        for text in self._column("street"):
            if isinstance(text, str) and text not in known:
                known[text] = addresses.read_street(text, self.lexicon, self.country)
        return [known[text if isinstance(text, str) else ""] for text in self._column("street")]

    def _ids(self, rows: list[tuple[str, ...]]) -> list[list[int]]:
        return [[self.codes.id(text) for text in row] for row in rows]

    def _plain(self, rows: list[tuple[str, ...]], width: int) -> Bag:
        return pack(self._ids(rows), width)

    def _weights(self, rows: list[list[int]]) -> npt.NDArray[np.float32]:
        usual = np.array([text in self.lexicon.common for text in self.codes.texts], dtype=np.bool_)
        return rarity.word_weights(rows, usual)

    def _weighed(self, rows: list[tuple[str, ...]], width: int) -> Bag:
        ids = self._ids(rows)
        weights = self._weights(ids)
        ranked = [sorted(row, key=lambda word: -weights[word]) for row in ids]
        return pack(ranked, width, [[float(weights[word]) for word in row] for row in ranked])

    def _words(self, reads: list[names.NameRead], places: list[PlaceRead]) -> dict[str, Bag]:
        ids = self._ids([read.words for read in reads])
        weights = self._weights(ids)
        rows: list[list[int]] = []
        held: list[list[float]] = []
        own: list[list[float]] = []
        for row, place in zip(ids, places, strict=True):
            local = [self.codes.texts[word] in place.words for word in row]
            bits = [
                float(weights[word]) * (PLACE_WORD if here else 1.0)
                for word, here in zip(row, local, strict=True)
            ]
            ranked = sorted(range(len(row)), key=lambda spot: -bits[spot])
            rows.append([row[spot] for spot in ranked])
            held.append([bits[spot] for spot in ranked])
            own.append([0.0 if local[spot] else bits[spot] for spot in ranked])
        acronyms = self._acronyms(reads, weights)
        return {"words": pack(rows, WORDS, held), "own": pack(rows, WORDS, own), "acronyms": acronyms}

    def _acronyms(self, reads: list[names.NameRead], weights: npt.NDArray[np.float32]) -> Bag:
        """What a name could be abbreviated to, where the list holds that word; it weighs its long form."""
        written = len(weights)
        rows: list[list[int]] = []
        held: list[list[float]] = []
        for read in reads:
            found: dict[int, float] = {}
            for acronym, run in names.initials(read.raw):
                code = self.codes.get(acronym)
                if NOTHING < code < written:
                    own = [self.codes.get(word) for word in run if word in read.words]
                    found[code] = float(sum(weights[word] for word in own))
            rarest = sorted(found, key=lambda code: -weights[code])
            rows.append(rarest)
            held.append([found[code] for code in rarest])
        return pack(rows, ACRONYMS, held)

    def _shared(self, rows: list[tuple[str, ...]], width: int, sharing: list[str]) -> Bag:
        ids = self._ids([tuple(dict.fromkeys(text for text in row if text)) for row in rows])
        weights = rarity.sharing_weights(ids, sharing, len(self.codes.texts))
        return pack(ids, width, [[float(weights[value]) for value in row] for row in ids])

    def _contacts(self, sharing: list[str]) -> dict[str, Bag]:
        lexicon = self.lexicon
        phones = [
            tuple(contacts.phone(text, self.country) for text in contacts.texts(value))
            for value in self._column("phone")
        ]
        mail = [tuple(map(contacts.mailbox, contacts.texts(value))) for value in self._column("email")]
        sites = [contacts.texts(value)[:1] for value in self._column("website")]
        domains = [tuple(contacts.domain(box) for box in row) for row in mail]
        hosts = [tuple(map(contacts.host, row)) for row in sites]
        return {
            "phones": self._shared(phones, CONTACTS, sharing),
            "mailboxes": self._shared(mail, CONTACTS, sharing),
            "domains": self._shared(
                [_without(row, lexicon.generic_mail) for row in domains], CONTACTS, sharing
            ),
            "hosts": self._shared([_without(row, lexicon.generic_hosts) for row in hosts], 1, sharing),
            "pages": self._shared([tuple(map(contacts.page, row)) for row in sites], 1, sharing),
            "bce": self._shared([contacts.texts(value) for value in self._column("bce")], 1, sharing),
            "units": self._shared(
                [contacts.texts(value) for value in self._column("unit_number")], 1, sharing
            ),
        }


def _without(row: tuple[str, ...], generic: frozenset[str]) -> tuple[str, ...]:
    return tuple(text for text in row if text not in generic)


def _squeezed(reads: list[names.NameRead], places: list[PlaceRead]) -> npt.NDArray[np.object_]:
    """The words of each name written together: what is left to compare where spaces are misplaced."""
    out = np.empty(len(reads), dtype=object)
    for row, (read, place) in enumerate(zip(reads, places, strict=True)):
        out[row] = "".join(word for word in read.words if word not in place.words)
    return out
