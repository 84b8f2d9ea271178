"""Where a structure is: an address in one cell, postal codes."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.i18n import listing, tr
from wtc_eco.sources.text_repair import seen
from wtc_eco.sources.values import NOTHING, ReadValue, contact, doubt, leans_on, pointing, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory import Place, Territory
from wtc_eco.territory.gazetteer import Gazetteer, PostalCode, read_postal_code, within
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.places import Commune

_LONGEST = 2_000
_SIGNS = " \n,;:|/-–—(."
_CUT = re.compile(r"[\n,;|()]|\s[-–—/](?=\s|\d)|[-–—]\s")
_CODE = re.compile(
    r"(?<![\w.])(?:(?P<before>[A-Za-z]{1,3})(?P<gap>\s?-\s?|\s?))?(?P<code>\d{3,5})(?P<letters>\s?[A-Z]{2}\b)?(?!\w)"
)
_ASIDE = re.compile(r" ?\([^()\d]{1,30}\)")
_TEL = re.compile(r"[+(]?\d[\d ./()-]{6,20}\d")
_SITE = re.compile(r"(?:https?://|www\.)[^\s,;|()<>]{3,200}", re.IGNORECASE)
_SITE_ALONE = re.compile(r"[a-z0-9-]{3,}(?:\.[a-z0-9-]+)*\.[a-z]{2,10}(?:/\S*)?")
_SPREAD = re.compile(r" @ ?(?=[\w-]+\.)|@ (?=[\w-]+\.)")
_SCANNED = re.compile(r"(?=(?:\D*\d){2})[\dOolI]{4,5}")
"""A code in which a machine read letters for two digits at most."""
_THOUSANDS = re.compile(r"^(\d)[ .](\d{3})$")
_FEWEST_DIGITS = 8
_LONGEST_LABEL = 20
_MOST_WORDS = 6
_SUREST = 4


@dataclass(frozen=True)
class _Found:
    """A postal code in an address: where it begins, where what it says ends, and how sure it is (0 to 4)."""

    start: int
    end: int
    code: str
    locality: str
    sure: int


def read_address(text: str, territory: Territory) -> ReadValue:
    """`street`, `postal_code`, `locality` (and `country`, `phone`, `email`, `website`) of an address, in whichever order.

    «Rue X 5, 4000 Liège», «5 rue X B4000 Liège (Belgique)», «4000 Liège, rue X 5», «Rue X 5 - Jambes». Two places are
    told: the first is taken, and the words are kept. What is neither is a note.
    """
    lines = [" ".join(seen(line).split()) for line in re.split(r"[\n\r\v]+", text[:_LONGEST])]
    cell = "\n".join(filter(None, lines))
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    if leans_on(cell):
        return pointing(text)
    bare, sites = _without_sites(contact.with_at(_SPREAD.sub("@", cell)))
    bare, contacts, faxes = _without_contacts(bare, cut=sites is not NOTHING)
    bare, country = _without_country(bare, territory)
    codes = _codes(bare, territory)
    places = _places(bare, codes, territory)
    if len(places) > 1:
        said = {**places[0], **contacts, **sites.values}
        return ReadValue(said, (_two_places(places), *sites.faults), rest=text)
    values, left = _assembled(bare, country, codes, territory)
    wrong = [fault for piece in left if "@" in piece for fault in contact.read_email(piece).faults]
    said = {**values, **contacts, **sites.values}
    return ReadValue(said, (*sites.faults, *wrong), ", ".join([*left, *faxes]), sites.rest)


def splittable(cells: Iterable[str], territory: Territory) -> bool:
    """Whether most of these cells that hold a figure are a street with its postal code and locality, or several."""
    split = [read_address(cell, territory).values for cell in cells if any(map(str.isdigit, cell))]
    good = sum(1 for values in split if values.keys() >= {"street", "postal_code", "locality"})
    return bool(split) and good * 2 > len(split)


def _without_sites(text: str) -> tuple[str, ReadValue]:
    """The address without its sites, and what they say: what is nothing else, or a piece of its own («…, ans.be»)."""
    if "." not in text:
        return text, NOTHING
    labels = {*map(fold, words().contact_labels), *words().site_labels}
    written = [match[0] for match in _SITE.finditer(text)]
    for piece in _CUT.split(text):
        *before, last = piece.split() or [""]
        if _SITE_ALONE.fullmatch(last) and labels.issuperset(filter(None, map(fold, before))):
            written.append(last)
    sites = [each for each in dict.fromkeys(written) if contact.as_website(each)]
    for each in sites:
        text = text.replace(each, "\n", 1)
    return text, contact.read_website(" ; ".join(sites)) if sites else NOTHING


def _without_contacts(text: str, *, cut: bool) -> tuple[str, dict[str, Any], list[str]]:
    """The address without its phones and e-mails, these by field, and faxes as notes: none is part of a locality.

    `cut`: something else was taken out of it before.
    """
    phones: list[str] = []
    notes: list[str] = []

    def take(match: re.Match[str]) -> str:
        numbers = (
            contact.valid_phones(match[0], "BE") if sum(map(str.isdigit, match[0])) >= _FEWEST_DIGITS else ()
        )
        label = fold(match.string[: match.start()])[-_LONGEST_LABEL:].split()[-1:]
        dialled = match[0].lstrip("(")[0] in "0+" or (label and label[0] in map(fold, words().contact_labels))
        if not numbers or not dialled:  # «chaussée de 1914-1918 n° 10» is dialled by nobody
            return match[0]
        if label and label[0] in map(fold, words().fax):
            notes.append(f"{label[0]} {match[0]}")
        else:
            phones.extend(numbers)
        return "\n"

    mails = contact.valid_addresses(text) if "@" in text else ()
    for mail in mails:
        text = re.sub(rf"<?(?:mailto:)?{re.escape(mail)}>?", "\n", text, flags=re.IGNORECASE)
    text = _TEL.sub(take, text)
    if phones or notes or mails or cut:
        labels = "|".join(re.escape(label) for label in sorted(words().contact_labels, key=len, reverse=True))
        text = re.sub(rf"[\s,;–-]*(?<!\w)(?:{labels})[ .:°]*(?=\n|$)", "\n", text, flags=re.IGNORECASE)
    contacts = {
        **({"phone": tuple(dict.fromkeys(phones))} if phones else {}),
        **({"email": mails} if mails else {}),
    }
    return re.sub(r"[\s,;|–-]*\n\s*", "\n", text).strip(_SIGNS), contacts, notes


def _places(text: str, codes: Sequence[_Found], territory: Territory) -> list[dict[str, Any]]:
    """The places of a cell that names several, each with its street; none of any other cell."""
    pieces = _between_places().split(text)
    if len(pieces) > 1:
        whole = _whole((_parsed(piece, territory)[0] for piece in pieces), "street", "locality")
        if len(whole) > 1:
            return whole
    sure = [found for found in codes if found.sure == _SUREST]
    if len(sure) < 2:  # noqa: PLR2004 - several
        return []
    behind, before = [found.end for found in sure[:-1]], [found.start for found in sure[1:]]
    ways: list[list[dict[str, Any]]] = []
    for ends in (behind, before):  # «Rue Haute 1, 4000 Liège …», «4000 Liège, rue Haute 1 …»
        pieces = [_unjoined(text[a:b]) for a, b in itertools.pairwise([0, *ends, len(text)])]
        parsed = (_parsed(piece, territory)[0] for piece in pieces)
        ways.append(_whole(parsed, "street", "postal_code", "locality"))
    most = max(ways, key=len)
    return most if len(most) > 1 else []


def _unjoined(piece: str) -> str:
    """A place without the «et», «ou» or «+» that led to the next or from the one before."""
    joined = "|".join([*(re.escape(joiner.strip()) for joiner in words().joiners), r"[+&/]"])
    return re.sub(
        rf"^[\s,;–-]*(?:{joined})\s+|[\s,;–-]+(?:{joined})[\s,;–-]*$", "", piece, flags=re.IGNORECASE
    )


@cache
def _between_places() -> re.Pattern[str]:
    """What may part two places: a line, a sign, «et» or «ou» before another street with its number."""
    joined = "|".join(re.escape(joiner.strip()) for joiner in words().joiners)
    return re.compile(rf"\n|;|\s[/&]\s|\s(?:{joined})\s(?=[^\d\n,;/]+\d)", re.IGNORECASE)


def _whole(parsed: Iterable[dict[str, Any]], *needed: str) -> list[dict[str, Any]]:
    return [values for values in parsed if values.keys() >= set(needed) and _has_number(values["street"])]


def _has_number(street: str) -> bool:
    return any(map(str.isdigit, street)) and any(map(str.isalpha, street))


def _parsed(text: str, territory: Territory) -> tuple[dict[str, Any], list[str]]:
    """What one address says, and the pieces of it that are neither street nor place."""
    text, country = _without_country(text, territory)
    return _assembled(text, country, _codes(text, territory), territory)


def _assembled(
    text: str, country: str, codes: Sequence[_Found], territory: Territory
) -> tuple[dict[str, Any], list[str]]:
    if codes:
        best = max(codes, key=lambda found: (found.sure, found.start))
        before, after = text[: best.start].strip(_SIGNS), text[best.end :].lstrip(f"{_SIGNS})").rstrip(_SIGNS)
        values = {"postal_code": best.code, "locality": best.locality}
    else:
        before, locality, after = _named_last(text, territory)
        values = {"postal_code": "", "locality": locality}
    pieces = [piece for piece in (each.strip(_SIGNS) for each in _CUT.split(after)) if piece]
    street, left = _without_joint(before, territory), []
    if not street and pieces:
        street, pieces = after, []
    for piece in pieces:
        if territory.countries.called(piece):
            country = country or piece
        elif _is_unit(piece):
            street = f"{street}, {piece}"
        elif territory.gazetteer.named(piece):
            values["locality"] = f"{values['locality']} ({piece})" if values["locality"] else piece
        else:
            left.append(piece)
    said = territory.gazetteer.country_said(values["locality"]) if "(" not in values["locality"] else None
    if said and not territory.gazetteer.named(values["locality"]):  # «59000 Lille France»
        values["locality"], country = said[0], country or said[1]
    street = " ".join(street.replace("\n", ", ").split())
    values |= {
        "street": street if "(" in street else street.rstrip(" )"),
        "country": _of_homonym(country, values, territory),
    }
    return {name: value for name, value in values.items() if value}, left


def _codes(text: str, territory: Territory) -> list[_Found]:
    """The postal codes of an address, each with its locality; a house number or a year is none."""
    spelling = territory.gazetteer.spelling
    lengths = spelling.countries.code_lengths | {spelling.postal_digits}
    matches = [match for match in _CODE.finditer(text) if len(match["code"]) in lengths]
    cuts = [match.start() for match in _CUT.finditer(text)] + [len(text)] if matches else []
    return [found for match in matches if (found := _code_at(match, text, cuts, territory))]


def _code_at(match: re.Match[str], text: str, cuts: Sequence[int], territory: Territory) -> _Found | None:
    gazetteer = territory.gazetteer
    before = match["before"] or ""
    named = fold(text[max(0, match.start() - _LONGEST_LABEL) : match.start()]).split()[-1:]
    tied = (
        bool(before)
        and not set(named) & set(words().units)
        and (  # «bâtiment B - 6220» is no country
            match["gap"].strip() == "-"
            or not match["gap"]
            or not text[: match.start()].strip(_SIGNS)
            or text[: match.start()].rstrip()[-1:] in ",;|-–(\n"
        )
    )
    start = match.start() if tied else match.start("code")
    letters = (match["letters"] or "").strip()
    is_lettered = bool(letters and gazetteer.spelling.countries.with_letters(match["code"], letters))
    if is_lettered:  # «5070 LE ROUX» is no code with letters
        here = gazetteer.by_postal_code.get(match["code"], ())
        is_lettered = not _longest_known(_behind(text, match.end("code"), cuts)[0], here, gazetteer)
    end = match.end() if is_lettered else match.end("code")
    written = text[start:end].strip()
    read = read_postal_code(written, gazetteer.spelling)
    if read is None and tied:
        start, written = match.start("code"), match["code"]
        read = read_postal_code(written, gazetteer.spelling)
    if read is None:
        return None
    after, stop = _behind(text, end, cuts)
    communes = () if read.foreign else gazetteer.by_postal_code.get(read.code, ())
    code = written if read.foreign else read.code
    locality = _longest_known(after, communes, gazetteer)
    if locality:
        stop = end + text[end:stop].index(locality) + len(locality)
        aside = _ASIDE.match(text, stop)
        if aside and any(gazetteer.contains(commune, f"{locality}{aside[0]}") for commune in communes):
            locality, stop = f"{locality}{aside[0]}", aside.end()  # «Neufchâteau (Lg.)»
        return _Found(start, stop, code, locality, _SUREST)
    if communes and (ahead := _ahead(text[:start], communes, gazetteer)):
        return _Found(ahead[0], end, code, ahead[1], _SUREST)
    is_word = bool(after) and not any(map(str.isdigit, after))
    if read.foreign:
        sure = 3 if is_word and (len(read.countries) == 1 or gazetteer.abroad(after)) else int(is_word)
        return _Found(start, stop if is_word else end, code, after if is_word else "", sure) if sure else None
    known = bool(communes) or within(read.code, gazetteer.spelling.outside_postal)
    if is_word:
        return (
            _Found(start, stop, code, after, 3 if known else 2) if known or gazetteer.named(after) else None
        )
    alone = not start and end == len(text)
    return (
        _Found(start, end, code, "", 1)
        if known and (alone or (start and end in (len(text), *cuts)))
        else None
    )


def _behind(text: str, end: int, cuts: Sequence[int]) -> tuple[str, int]:
    """The words that follow a code up to the next sign, over one sign where they begin with it, and where they end."""
    begin = end
    while begin < len(text) and text[begin] in _SIGNS.replace("(", ""):
        begin += 1
    stop = next((cut for cut in cuts if cut >= max(begin, end + 1)), len(text))
    after = text[begin:stop].strip(_SIGNS)
    return after if any(map(str.isalnum, after)) else "", stop


def _longest_known(after: str, communes: Sequence[Commune], gazetteer: Gazetteer) -> str:
    """The longest beginning of the words that is a place of these communes: «Namur» of «Namur rue de Fer 12»."""
    parts = after.split()
    for count in range(len(parts), 0, -1):
        name = " ".join(parts[:count])
        if any(gazetteer.contains(commune, name) for commune in communes):
            return name.rstrip(".:")
    return ""


def _ahead(before: str, communes: Sequence[Commune], gazetteer: Gazetteer) -> tuple[int, str] | None:
    """The place of these communes that stands right before a code, and where it begins: «Namur (5000)»."""
    text = before.rstrip(_SIGNS)
    starts = [match.start() for match in re.finditer(r"(?<![^\s,;(|-])[^\W\d]", text)]
    for start in starts[-_MOST_WORDS:]:
        name = text[start:]
        if name and any(gazetteer.contains(commune, name) for commune in communes):
            return start, name
    return None


def _named_last(text: str, territory: Territory) -> tuple[str, str, str]:
    """Street, locality and the rest of an address without a code: a place that is known, last or first, or none."""
    gazetteer = territory.gazetteer

    def known(words_of: str) -> bool:
        return bool(gazetteer.named(words_of)) or gazetteer.is_outside(words_of)

    cuts = list(_CUT.finditer(text))
    for cut in reversed(cuts):
        tail = text[cut.end() :].strip(_SIGNS)
        tail = tail if "(" in tail else tail.rstrip(" )")
        if tail and known(tail):
            return text[: cut.start()].strip(_SIGNS), tail, ""
    number = list(re.finditer(r"\d\w*(?:[/-]\d\w*)?\s+(?=[^\W\d])", text))
    if number:
        joints = words().joints
        tail = re.sub(
            rf"^(?:{'|'.join(map(re.escape, joints))})\s+", "", text[number[-1].end() :], flags=re.IGNORECASE
        )
        if known(tail):
            return text[: number[-1].end()].strip(_SIGNS), tail, ""
    head = text[: cuts[0].start()].strip(_SIGNS) if cuts else text.strip(_SIGNS)
    if head and known(head):
        return "", head, text[cuts[0].end() :].strip(_SIGNS) if cuts else ""
    return text, "", ""


def _without_country(text: str, territory: Territory) -> tuple[str, str]:
    """The address without the pieces that name a country or a province, and the other country that it names."""
    countries, named = territory.countries, ""
    bounds = [0, *(at for cut in _CUT.finditer(text) for at in cut.span()), len(text)]
    for begin, end in zip(bounds[::2], bounds[1::2], strict=True):
        piece = text[begin:end].strip(_SIGNS)
        country = countries.called(piece) if len(piece) > 1 else ""
        if country and country != countries.home:
            named = piece
        if country or (piece and countries.of_region(piece) == countries.home):
            text = text[:begin] + " " * (end - begin) + text[end:]
    return re.sub(r"\(\s*\)", " ", text).strip(_SIGNS), named


def _of_homonym(named: str, values: Mapping[str, Any], territory: Territory) -> str:
    """The other country that an address names; «Luxembourg» behind a commune of the territory is none."""
    code = territory.countries.called(named) if named else ""
    locality = values.get("locality") or ""
    is_province = territory.countries.is_homonym(named) and bool(territory.gazetteer.named(locality))
    return "" if code == territory.countries.home or is_province else code


def _without_joint(street: str, territory: Territory) -> str:
    """A street without the «à» or the «CP» that led to its postal code."""
    joints = (*words().joints, *territory.gazetteer.spelling.postal_words)
    ends = "|".join(re.escape(joint) for joint in joints)
    return re.sub(rf"[\s,]+(?:{ends})\.?$", "", street, flags=re.IGNORECASE).strip(_SIGNS)


def _is_unit(piece: str) -> bool:
    """Whether it says which part of a building: «bte 3», «b. 12», «2e étage»; a letter alone names nothing."""
    parts = fold(piece).split()
    return len("".join(parts)) > 1 and any(word.rstrip("0123456789") in words().units for word in parts)


def boxed(box: str) -> str:
    """A box as letters write it: «bte A» of «A»; what names itself («bus 2», «2e étage») stays."""
    return box if _is_unit(box) else f"{words().box} {box}"


def _two_places(places: Sequence[Mapping[str, Any]]) -> Problem:
    told = listing(
        [
            " ".join(filter(None, (each["street"] + ",", each.get("postal_code"), each["locality"])))
            for each in places
        ]
    )
    return repaired(
        "two_places",
        tr("The cell names several places: {places}. The first is taken; the words are kept.", places=told),
        tr("Give each place its own row."),
    )


def read_postal(text: str, territory: Territory) -> ReadValue:
    """The postal code; «B-4000», «4000 Liège» and «4OOO» are mended with a warning, «400» is kept as found.

    A code of another country («F-59000», «59150», «6211 AB») is kept as written.
    """
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    spelling = territory.gazetteer.spelling
    read = read_postal_code(cell, spelling) or read_postal_code(_THOUSANDS.sub(r"\1\2", cell), spelling)
    if read is None and _SCANNED.fullmatch(cell):
        read = read_postal_code(cell.translate(contact.AS_DIGITS), spelling)
    if read is None:
        return ReadValue(faults=(_wrong(cell, spelling.postal_digits),))
    if read.foreign:
        return ReadValue(_foreign(cell, read))
    values = {"postal_code": read.code}
    if read.rest:
        values["locality"] = read.rest
    plain = cell.replace(" ", "") in (read.code, f"{read.code}.0", f"{read.code},0")
    return ReadValue(values, () if plain else (_cleaned(read.code),))


def _cleaned(code: str) -> Problem:
    return repaired("postal_code_repaired", tr("The postal code was read as {code}.", code=code))


def _wrong(text: str, digits: int) -> Problem:
    return doubt(
        "postal_code_bad",
        tr("“{words}” is not a postal code.", words=text[:80]),
        tr("Write its {digits} digits, or empty the cell if it is not known.", digits=digits),
    )


def _foreign(text: str, read: PostalCode) -> dict[str, str]:
    """A code of another country as written, and the words beside it."""
    code = text.replace(read.rest, "").strip(" ,-–()") if read.rest else text
    return {"postal_code": code, **({"locality": read.rest} if read.rest else {})}


def read_locality(text: str, territory: Territory) -> ReadValue:
    """The locality, and the postal code where it stands in the same cell: «5000 Namur», «Namur (5000)»."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    if leans_on(cell):
        return pointing(text)
    gazetteer = territory.gazetteer
    read = read_postal_code(cell, gazetteer.spelling)
    if read is None or not read.rest:
        return ReadValue({"locality": cell})
    if read.foreign:
        return ReadValue(_foreign(cell, read))
    known = read.code in gazetteer.by_postal_code or within(read.code, gazetteer.spelling.outside_postal)
    return ReadValue({"locality": read.rest, "postal_code": read.code} if known else {"locality": cell})


def read_country(text: str, territory: Territory) -> ReadValue:
    """The country in two letters; a name that the pack does not know is told and kept as found."""
    cell = seen(text)
    if says_nothing(cell) or says_none(cell):
        return NOTHING
    code = territory.countries.called(cell)
    return ReadValue({"country": code}) if code else ReadValue(rest=text, faults=(_no_country(cell),))


def _no_country(text: str) -> Problem:
    message = tr(
        "“{words}” is no country that the territory pack knows; the place is read without it.",
        words=text[:80],
    )
    return repaired("country_unknown", message)


def place_fault(place: Place, territory: Territory, *, given: bool) -> Problem | None:
    """The doubt about a place; a structure that nobody can place is a structure all the same.

    `given` says whether the row spoke of its place at all.
    """
    if not given:
        return Problem(
            "place_missing",
            "warning",
            tr("The row does not say where the structure is."),
            tr("Add a postal code or a locality so that it appears on the map."),
        )
    if place.standing == "unknown":
        return Problem(
            "place_unreadable",
            "warning",
            place.doubt or tr("Nobody can tell where this is."),
            tr("Write the postal code and the locality."),
        )
    if place.standing == "outside":
        country = territory.countries.text(place.country) if place.country else ""
        outside = (
            tr("Outside the territory ({country}); the row is kept.", country=country)
            if country
            else tr("Outside the territory; the row is kept.")
        )
        return Problem(
            "place_outside",
            "warning",
            " ".join(filter(None, (outside, place.doubt))),
        )
    if place.doubt:
        return Problem("place_doubt", "warning", place.doubt, tr("Check the postal code and the locality."))
    return None


def other_bassin(words: str, bassin: str) -> Problem:
    """That a list names another basin than that of the commune."""
    return Problem(
        "bassin_mismatch",
        "warning",
        tr("The list says the basin is {said}; its commune is in {found}.", said=words, found=bassin),
        tr("The commune counts. To move a commune to another basin, write it in eco.toml under [bassins]."),
    )
