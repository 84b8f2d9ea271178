"""What the Banque-Carrefour des Entreprises (BCE/KBO) knows of our structures: proposed field by field, nobody added.

1. A number of the register that stands in the file is exact; others are found by name and address, as lists are
   matched. Certain is one site at the same door, of one enterprise only; what is doubtful is asked, with its number alone.
2. What is empty here may be filled by `--accept`; what differs from ours is taken only by name, in a sheet.
3. A number that is gone from the file, a seat struck off, a bankruptcy: told, never closed.
4. What is taken is a correction that says which file says so.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from wtc_eco import model
from wtc_eco.ecosystem.corrections.correcting import planned
from wtc_eco.ecosystem.corrections.fields import TypedFields, read_fields
from wtc_eco.ecosystem.merging.enriched import HOW, Enriched
from wtc_eco.ecosystem.merging.proposals import REFUSED, Accepting, Ballot, MergeProposal, in_words
from wtc_eco.ecosystem.privacy.scrub import shielded_rows
from wtc_eco.ecosystem.writing import Amendment, PlannedAmendment, Signed, amend
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import date, percent, tr
from wtc_eco.interchange import kbo
from wtc_eco.model import RECORDS, SEPARATOR
from wtc_eco.store.numbering import known_file, known_from
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.interchange.kbo import KboExtract, KboSite
    from wtc_eco.matching.lexicon import Lexicon

Row = Mapping[str, Any]
NAME = "BCE/KBO"
"""Who says it, in corrections."""
UID = "bce-kbo"
"""Under which refusals are remembered."""
CERTAIN = 0.95
"""Probability from which a site at the same door needs no person: a wrong number costs more than a question."""
CROWD = 100
"""Sites of a postal code that may share a word, or a door, with a structure and be compared for it alone."""
_SHORTEST = 3


@dataclass(frozen=True)
class _Sighting:
    """What the file has of a structure: `how` as in the counts; no site where only the enterprise is known."""

    how: str
    site: KboSite | None = None
    enterprise: str = ""
    same_door: bool = False
    probability: float = 1.0


def enrich(
    ecosystem: Ecosystem,
    file: str | Path,
    *,
    rehearsal: bool = False,
    accept: Accepting = Accepting(),  # noqa: B008 - frozen
    accept_edits: bool = False,
) -> Enriched:
    """Look our structures up in the open data of the BCE/KBO; take what is accepted, as corrections.

    Raises `UsageError` where there is no such file, `RefusedError` for one that is damaged or none of theirs.
    """
    path = Path(file)
    if not path.is_file():
        raise UsageError(tr("There is no file {file}.", file=path), code="no_file")
    rows = _asked(ecosystem)
    numbers = {row[name] for row in rows for name in ("bce", "unit_number") if row[name]}
    near = _Neighbourhood(rows, ecosystem.lexicon)
    with kbo.opened(path, numbers, near.postal_codes) as extract:
        sites = [
            site
            for site in extract.sites
            if {site.enterprise, site.unit} & numbers or (not site.struck_on and near.holds(site))
        ]

    def plan() -> PlannedAmendment:
        return _plan(ecosystem, extract, sites, accept, rehearsal=rehearsal)

    if rehearsal:
        return plan().told  # type: ignore[no-any-return]  # the plan tells what was made
    digest = hashlib.sha256()
    with path.open("rb") as stream:
        for part in iter(lambda: stream.read(1 << 20), b""):
            digest.update(part)
    signed = Signed(accept_edits=accept_edits)
    return amend(ecosystem, "enrich", plan, signed, inputs={path.name: digest.hexdigest()})  # type: ignore[no-any-return]


def _asked(ecosystem: Ecosystem) -> list[Row]:
    """The structures that may be there: in Belgium, and not closed."""
    rows = [{str(k): v for k, v in row.items()} for row in ecosystem.registry.table.to_dict("records")]
    return [row for row in rows if row["country"] in (None, "BE") and not row["closed_on"]]


class _Neighbourhood:
    """Where our structures stand and what they are called, word by word: sites that share nothing are not compared."""

    def __init__(self, rows: Iterable[Row], lexicon: Lexicon) -> None:
        streets = lexicon.streets["fr"]
        self._usual = lexicon.common | streets.types | set(streets.words)
        self._words: dict[str, set[str]] = defaultdict(set)
        for row in rows:
            if row["postal_code"] and not (row["bce"] or row["unit_number"]):
                self._words[row["postal_code"]] |= self.words(*_names(row), row["street"])
        self.postal_codes = frozenset(self._words)

    def words(self, *texts: str | None) -> set[str]:
        """The words of texts that tell one from another."""
        words = {word for text in texts for word in fold(text or "").split()}
        return {word for word in words if len(word) >= _SHORTEST and word not in self._usual}

    def doors(self, street: str | None) -> set[tuple[str, str]]:
        """Each telling word of a street with each number of it."""
        numbers = {word for word in fold(street or "").split() if word[:1].isdigit()}
        return {(word, number) for word in self.words(street) for number in numbers}

    def holds(self, site: KboSite) -> bool:
        """Whether a site shares a word with a structure of its postal code."""
        return bool(self._words.get(site.postal_code, set()) & self.words(*site.names, site.street))


def _names(row: Row) -> tuple[str, ...]:
    return tuple(filter(None, (row["name"], *(row["also_known_as"] or ()))))


def _plan(
    ecosystem: Ecosystem, extract: KboExtract, sites: Sequence[KboSite], accept: Accepting, *, rehearsal: bool
) -> PlannedAmendment:
    rows = _asked(ecosystem)
    found = _all_found(rows, sites, extract.present, ecosystem.lexicon)
    path = ecosystem.folder / "data" / known_file(UID)
    known = known_from(path.read_bytes() if path.is_file() else None)
    before = known.to_csv()
    ballot = Ballot(accept, known.of(REFUSED))
    problems = [*extract.problems, *accept.problems]
    taken: list[tuple[Row, TypedFields]] = []
    for row in rows:
        one = found[row["id"]]
        problems += _to_check(row, one)
        values: dict[str, Any] = {}
        for field, changes, by_name in _changes(ecosystem, row, one, problems):
            said = MergeProposal(
                "",
                row["id"],
                row["name"] or row["id"],
                field,
                in_words(field, row, changes, row, ecosystem.territory),
                in_words(field, changes, changes, {**row, **changes}, ecosystem.territory),
                _source(extract.day, one),
            )
            cells = [f"{name}={value}" for name, value in sorted(changes.items())]
            if ballot.accepts(said, [min(row["records"]), field, *cells], by_name=by_name):
                values |= changes
        if values:
            taken.append((row, TypedFields(values)))
    why = tr("{register}, state of {day}", register=NAME, day=date(extract.day))
    amendment = planned(ecosystem, taken, Signed(NAME, why), always=True).amendment
    if known.to_csv() != before:
        amendment = replace(amendment, files={known_file(UID): known.to_csv()})
    counts = {how: sum(one.how == how for one in found.values()) for how in HOW}
    told = Enriched(
        extract.file,
        extract.day,
        rehearsal,
        counts,
        tuple(ballot.proposals.values()),
        len(ballot.before),
        tuple(problems),
    )
    return PlannedAmendment(amendment if not rehearsal else Amendment(), told)


def _all_found(
    rows: Sequence[Row], sites: Sequence[KboSite], present: frozenset[str], lexicon: Lexicon
) -> dict[str, _Sighting]:
    """What the file has of each structure, by its id."""
    near = _Neighbourhood(rows, lexicon)
    of_number: dict[str, list[KboSite]] = defaultdict(list)
    near_by: dict[tuple[str, str | tuple[str, str]], list[KboSite]] = defaultdict(list)
    for site in sites:
        of_number[site.enterprise].append(site)
        if site.unit:
            of_number[site.unit].append(site)
        if site.street and not site.struck_on:
            for key in near.words(*site.names) | near.doors(site.street):
                near_by[site.postal_code, key].append(site)
    candidates: dict[str, list[KboSite]] = {}
    for row in rows:
        number = _number_in_file(row, of_number)
        code = row["postal_code"]
        if number:
            candidates[row["id"]] = of_number[number]
        elif code and not (row["bce"] or row["unit_number"]):
            keys = near.words(*_names(row)) | near.doors(row["street"])
            alike = [near_by[code, key] for key in sorted(keys, key=str) if (code, key) in near_by]
            candidates[row["id"]] = list(
                {
                    (site.enterprise, site.unit): site
                    for those in alike
                    if len(those) <= CROWD
                    for site in those
                }.values()
            )
    compared = _compared(rows, candidates, lexicon)
    found = {row["id"]: _found(row, of_number, compared.get(row["id"], []), present) for row in rows}
    return _one_each(found)


def _number_in_file(row: Row, of_number: Mapping[str, Sequence[KboSite]]) -> str:
    """The establishment's number, else the enterprise's, where the file has it."""
    return next((row[name] for name in ("unit_number", "bce") if row[name] and row[name] in of_number), "")


def _found(
    row: Row,
    of_number: Mapping[str, Sequence[KboSite]],
    compared: Sequence[_Sighting],
    present: frozenset[str],
) -> _Sighting:
    number = _number_in_file(row, of_number)
    numbers = {row[name] for name in ("bce", "unit_number") if row[name]}
    if number:
        return _by_number(number, of_number[number], compared)
    if numbers:
        return _Sighting("persons" if numbers <= present else "gone")
    likely = [one for one in compared if one.probability >= _review()]
    if not likely:
        return _Sighting("not_found")
    best = likely[0]
    rivals = [one for one in likely[1:] if one.enterprise != best.enterprise or one.same_door]
    certain = best.same_door and best.probability >= CERTAIN and not rivals
    return replace(best, how="by_name" if certain else "asked")


def _by_number(number: str, sites: Sequence[KboSite], compared: Sequence[_Sighting]) -> _Sighting:
    """The site of a number: the establishment's own, the enterprise's only one, or the only one at our door."""
    doors = [one for one in compared if one.same_door]
    of_best = [one for one in doors if one.probability == doors[0].probability]
    if len(of_best) == 1:
        return replace(of_best[0], how="by_number")
    if len(sites) == 1 or sites[0].unit == number:
        return _Sighting("by_number", sites[0], sites[0].enterprise)
    return _Sighting("by_number", enterprise=sites[0].enterprise)


def _review() -> float:
    from wtc_eco.matching.matcher import Thresholds

    return Thresholds().review


def _one_each(found: Mapping[str, _Sighting]) -> dict[str, _Sighting]:
    """The same; a site that several of our structures would be is asked for each."""
    claimed: dict[tuple[str, str], list[str]] = defaultdict(list)
    for id_, one in found.items():
        if one.site and one.how in ("by_name", "by_number"):
            claimed[one.site.enterprise, one.site.unit].append(id_)
    return {
        id_: replace(one, how="asked")
        if one.site and one.how == "by_name" and len(claimed[one.site.enterprise, one.site.unit]) > 1
        else one
        for id_, one in found.items()
    }


def _compared(
    rows: Sequence[Row], candidates: Mapping[str, Sequence[KboSite]], lexicon: Lexicon
) -> dict[str, list[_Sighting]]:
    """Each structure beside its candidates, as the records of two lists: the most probable first."""
    import numpy as np

    from wtc_eco.matching.arrays import in_order
    from wtc_eco.matching.comparison import Pairing
    from wtc_eco.matching.profiles import profiles
    from wtc_eco.matching.score import parts_of, score_part

    ours = [row for row in rows if candidates.get(row["id"])]
    theirs = list({id(site): site for row in ours for site in candidates[row["id"]]}.values())
    if not theirs:
        return {}
    records: list[dict[str, Any]] = []
    numbers: dict[Any, list[int]] = defaultdict(list)
    for row in ours:
        for name in _names(row) or (None,):
            numbers[row["id"]].append(len(records))
            records.append({column: row[column] for column in _COMPARED} | {"name": name})
    for site in theirs:
        for name in site.names or (None,):
            numbers[id(site)].append(len(records))
            records.append(_as_record(site, name))
    frame = model.frame(RECORDS, [{**one, "record": n} for n, one in enumerate(records)])
    read = profiles(in_order(frame), lexicon, "BE")
    place = np.argsort(read.record)
    pairs = [
        (row["id"], site, int(place[left]), int(place[right]))
        for row in ours
        for site in candidates[row["id"]]
        for left in numbers[row["id"]]
        for right in numbers[id(site)]
    ]
    left = np.array([pair[2] for pair in pairs], dtype=np.int64)
    right = np.array([pair[3] for pair in pairs], dtype=np.int64)
    best: dict[tuple[str, int], _Sighting] = {}
    for part in parts_of(len(pairs)):
        shares = score_part(read, left, right, part, None).table["probability"].tolist()
        pairing = Pairing(read.take(left[part]), read.take(right[part]))
        doors = (pairing.same_street & pairing.same_house).tolist()
        for (id_, site, _, _), share, door in zip(pairs[part], shares, doors, strict=True):
            known = best.get((id_, id(site)))
            if known is None or known.probability < share:
                best[id_, id(site)] = _Sighting("asked", site, site.enterprise, bool(door), float(share))
    compared: dict[str, list[_Sighting]] = defaultdict(list)
    for (id_, _), one in best.items():
        compared[id_].append(one)
    return {id_: sorted(those, key=_most_probable) for id_, those in compared.items()}


_COMPARED = ("kind", "street", "postal_code", "locality", "phone", "email", "website")


def _most_probable(one: _Sighting) -> tuple[Any, ...]:
    return (-one.probability, not one.same_door, one.enterprise, one.site.unit if one.site else "")


def _as_record(site: KboSite, name: str | None) -> dict[str, Any]:
    contacts = site.contacts
    return {
        "name": name,
        "kind": site.kind,
        "street": site.street or None,
        "postal_code": site.postal_code or None,
        "locality": site.locality or None,
        "phone": contacts.get("phone"),
        "email": contacts.get("email"),
        "website": next(iter(contacts.get("website", ())), None),
    }


def _changes(
    ecosystem: Ecosystem, row: Row, found: _Sighting, problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    """The fields that the file says otherwise, with their columns, and whether they are only taken by name."""
    site = found.site
    if found.how not in ("by_number", "by_name", "asked"):
        return
    numbers = {"bce": found.enterprise, "unit_number": site.unit if site else ""}
    if found.how == "asked":
        yield "bce", {name: number for name, number in numbers.items() if number}, True
        return
    for name, number in numbers.items():
        if number and number != row[name]:
            yield name, {name: number}, row[name] is not None
    if site is None:
        return
    texts = {"also_known_as": SEPARATOR.join(one.replace(SEPARATOR, "/") for one in site.other_names)}
    texts |= {name: SEPARATOR.join(those) for name, those in site.contacts.items()}
    texts["website"] = next(iter(site.contacts.get("website", ())), "")
    for name, text in texts.items():
        value = _read(ecosystem, row, {name: text}, problems).get(name) if text else None
        new = _new(name, value, row)
        if new is not None:
            yield name, {name: new}, row[name] is not None
    if site.kind and site.kind != row["kind"]:
        yield "kind", {"kind": site.kind}, row["kind"] is not None
    yield from _address(ecosystem, row, found, problems)


def _address(
    ecosystem: Ecosystem, row: Row, found: _Sighting, problems: list[Problem]
) -> Iterator[tuple[str, dict[str, Any], bool]]:
    site = found.site
    if site is None or found.same_door or not site.street or site.struck_on:
        return
    place = {"street": site.street, "postal_code": site.postal_code, "locality": site.locality}
    values = _read(ecosystem, row, {name: text for name, text in place.items() if text}, problems)
    beside = row["postal_code"] in (None, site.postal_code)
    if beside and row["locality"] is not None:
        values.pop("locality", None)
    changed = {name: value for name, value in values.items() if value != row[name]}
    if "street" in changed:
        yield "address", changed, row["street"] is not None or not beside


def _read(
    ecosystem: Ecosystem, row: Row, texts: Mapping[str, str], problems: list[Problem]
) -> dict[str, Any]:
    """Cells of the file as those of a list are read, without who asked to be forgotten; what cannot be read is told."""
    typed = read_fields(texts, row, ecosystem.territory)
    if typed.refused:
        message = tr(
            "{name} ({id}): what the BCE/KBO says cannot be read, and is left out.",
            name=row["name"] or row["id"],
            id=row["id"],
        )
        value = " ".join(texts.values())
        problems.append(Problem("kbo_unread", "note", message, column=next(iter(texts)), value=value))
        return {}
    (values,) = shielded_rows(ecosystem, [dict(typed.values)], RECORDS)
    return {name: value for name, value in values.items() if value is not None}


def _new(name: str, value: Any, row: Row) -> Any:
    """What a field would be with the value of the file; None where it says nothing new."""
    ours = row[name]
    if value is None:
        return None
    if isinstance(value, tuple):
        known = {
            fold(one) for one in (*(ours or ()), *((row["name"] or "",) if name == "also_known_as" else ()))
        }
        more = tuple(one for one in value if fold(one) not in known)
        return (*(ours or ()), *more) if more else None
    if name == "website" and ours and _host(ours) == _host(value):
        return None
    return None if value == ours else value


def _host(address: str) -> str:
    return (urlsplit(address).hostname or address).removeprefix("www.")


def _source(day: str, found: _Sighting) -> str:
    site = found.site
    who = site.official if site else found.enterprise
    told = tr("{register}, state of {day}", register=NAME, day=date(day))
    if found.how != "asked" or site is None:
        return f"{told}{tr(': ')}{who}"
    called = ", ".join(dict.fromkeys(filter(None, (site.names[0] if site.names else who, who, site.street))))
    return tr(
        "{source}: {name}; the same? likely at {share}",
        source=told,
        name=called,
        share=percent(found.probability),
    )


def _to_check(row: Row, found: _Sighting) -> Iterator[Problem]:
    """What may say that a structure is closed; nothing is closed for it."""
    name = f"{row['name'] or row['id']} ({row['id']})"
    hint = tr("If it is: wtc-eco close {id}", id=row["id"])
    if found.how == "gone":
        number = row["unit_number"] or row["bce"]
        message = tr(
            "{name}: its number {number} is no longer in the BCE/KBO: perhaps closed, to check.",
            name=name,
            number=number,
        )
        yield Problem("perhaps_closed", "warning", message, hint, column="bce", value=number)
    if found.how == "persons":
        message = tr("{name}: its number is that of a natural person: nothing of it is read.", name=name)
        yield Problem("natural_person", "note", message)
    site = found.site if found.how in ("by_number", "by_name") else None
    if site and site.struck_on:
        message = tr(
            "{name}: its address was struck off in the BCE/KBO on {day}: perhaps closed, to check.",
            name=name,
            day=site.struck_on,
        )
        yield Problem("perhaps_closed", "warning", message, hint)
    if site and site.situation:
        message = tr(
            "{name}: the BCE/KBO says “{situation}”: perhaps closed, to check.",
            name=name,
            situation=site.situation,
        )
        yield Problem("perhaps_closed", "warning", message, hint)
