"""The offer of a territory for the public, and a sheet for each structure to send to its partners.

The catalogue is one page where anybody finds, by commune, theme and time, where to get help; a sheet says what
to know before sending somebody there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import phonenumbers
from markupsafe import Markup

from wtc_eco.i18n import language
from wtc_eco.model import DESCRIBED
from wtc_eco.render.cells import visible
from wtc_eco.render.html import policy, stylesheet, template
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wtc_eco.analysis.finding import Finding

LISTED = ("steps", "themes", "publics", "formats", "access")
HOME = "BE"
"""Whose numbers are told without their country code."""


@dataclass(frozen=True)
class Contact:
    """Numbers (E.164) and addresses that the public may use."""

    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()


@dataclass(frozen=True)
class CataloguePlace:
    """One structure; `None` is unknown. `said` holds words by facet, `ids` the ids they stand for.

    `maybe` are the time slots at which nobody can tell whether it is open; `partly` the facets of which a word was not
    understood: there may be more than is said; `conditional` whether some of it is there under conditions only.
    """

    id: str
    name: str
    kind: str
    commune: str
    street: str | None
    address: str
    website: str | None
    hours: tuple[str, ...] | None
    slots: tuple[str, ...]
    appointment: bool
    contact: Contact
    said: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    ids: Mapping[str, tuple[str, ...] | None] = field(default_factory=dict)
    maybe: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    conditional: bool = False
    fees: str | None = None
    presentation: str | None = None
    accessibility: str | None = None
    booking: str | None = None
    languages: tuple[str, ...] | None = None

    @property
    def site(self) -> str | None:
        """Its site where it can be followed safely; anything else is not shown as a link."""
        return link(self.website)

    @property
    def unknown(self) -> tuple[str, ...]:
        """What nobody has said of it."""
        facts = {"hours": self.hours or self.slots, "address": self.street, "contact": self.reached}
        lacking = [name for name, value in facts.items() if not value]
        asked = ("steps", "themes", "publics")
        return (*lacking, *(name for name in asked if self.said.get(name) is None or name in self.partly))

    @property
    def mute(self) -> bool:
        """Whether nobody has said anything of what it offers, for whom and when."""
        facts = (self.hours, self.slots, self.appointment, *(self.said.get(name) for name in LISTED[:3]))
        return not any(facts) and all(self.said.get(name) is None for name in LISTED[:3])

    @property
    def reached(self) -> bool:
        """Whether there is any way to reach it."""
        return bool(self.contact.phones or self.contact.emails or self.site)


def places(finding: Finding, contacts: Mapping[str, Contact]) -> tuple[CataloguePlace, ...]:
    """The places of an answer to `public_offer`, in its order."""
    words = {head.id: head.words or {} for head in finding.headings}
    return tuple(_place(row, words, contacts.get(row["id"], Contact())) for row in finding.rows())


def _place(
    row: Mapping[str, Any], words: Mapping[str, Mapping[str, str]], contact: Contact
) -> CataloguePlace:
    kind = row["kind"]
    return CataloguePlace(
        id=row["id"],
        name=row["name"] or row["id"],
        kind=words["kind"].get(kind, kind or ""),
        commune=row["commune"] or "",
        street=row["street"],
        address=_address(row),
        website=row["website"],
        hours=row["hours"],
        slots=tuple(words["slots"].get(slot, slot) for slot in row["slots"] or ()),
        appointment=bool(row["appointment"]),
        contact=contact,
        said={name: _words(row[name], words[name]) for name in LISTED},
        ids={name: row[name] for name in ("themes", "steps", "receives", "slots")},
        maybe=row["slots_unknown"] or (),
        partly=row.get("partly_read") or (),
        conditional=bool(row.get("conditional")),
        **{name: row.get(name) for name in DESCRIBED},
        languages=_words(row.get("languages"), words.get("languages", {})),
    )


def link(text: str | None) -> str | None:
    """The address of a site, where a text is one and nothing else."""
    address = text or ""
    safe = address.lower().startswith(("https://", "http://")) and not any(map(str.isspace, address))
    return address if safe else None


def _words(terms: Sequence[str] | None, words: Mapping[str, str]) -> tuple[str, ...] | None:
    return None if terms is None else tuple(words.get(term, term) for term in terms)


def _address(row: Mapping[str, Any]) -> str:
    """«Rue Haute 5, 5500 Dinant»: a town is not shouted, and one that is its commune is written as it."""
    locality, commune = row["locality"] or "", row["commune"] or ""
    locality = locality.title() if locality.isupper() else locality
    town = commune if fold(locality) == fold(commune) else locality or commune
    where = " ".join(part for part in (row["postal_code"], town) if part)
    return ", ".join(part for part in (row["street"], where) if part)


def spoken_number(number: str) -> str:
    """`+3265020645` as «065 02 06 45»: a number of the country as people dial it, another one in full."""
    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return visible(number)
    at_home = phonenumbers.region_code_for_number(parsed) == HOME
    form = (
        phonenumbers.PhoneNumberFormat.NATIONAL if at_home else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    )
    return phonenumbers.format_number(parsed, form)


HERE = Path(__file__).parent / "catalogue_page"


def filled(name: str, *, script: str = "", **values: Any) -> str:
    """The page of the template of this name, with its style and its script allowed by their hashes and nothing else."""
    style = stylesheet(HERE / "catalogue.css")
    script_text = (HERE / script).read_text(encoding="utf-8") if script else ""
    return template(HERE / name).render(
        lang=language(),
        policy=policy(styles=[style], scripts=[script_text] if script_text else []),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        script=Markup(script_text),  # noqa: S704 - the same
        spoken_number=spoken_number,
        link=link,
        **values,
    )


FACETS = ("themes", "slots", "steps", "publics")
"""What the page can be narrowed by, beside the commune and words."""


def catalogue_html(
    finding: Finding, contacts: Mapping[str, Contact], *, place: str, contact: str = ""
) -> str:
    """The catalogue of `place`, from an answer to `public_offer`; `contact` is where to report a mistake."""
    places_shown = places(finding, contacts)
    return filled(
        "catalogue.html.j2",
        script="catalogue.js",
        place=place,
        finding=finding,
        places=places_shown,
        communes=sorted({one.commune for one in places_shown if one.commune}, key=fold),
        choices={facet: _choices(finding, facet) for facet in FACETS},
        tagged=[(one, _tags(one)) for one in places_shown],
        contact=contact,
    )


def _choices(finding: Finding, facet: str) -> Sequence[tuple[str, str]]:
    """The words of a facet that anybody offers, in the order of the pack."""
    words: Mapping[str, str] = next((head.words or {} for head in finding.headings if head.id == facet), {})
    used = {term for row in finding.rows() for term in row[facet] or ()}
    return [(key, text) for key, text in words.items() if key in used]


def _tags(one: CataloguePlace) -> dict[str, str]:
    """What the script reads of a place: ids by facet, and `?` where nobody has said, or not all was understood."""
    asked = {"themes": "themes", "steps": "steps", "publics": "receives"}
    tags = {facet: _joined(one.ids[column], partly=facet in one.partly) for facet, column in asked.items()}
    tags["slots"] = " ".join((*(one.ids["slots"] or ()), *(f"?{slot}" for slot in one.maybe)))
    return {**tags, "commune": one.commune}


def _joined(ids: Iterable[str] | None, *, partly: bool) -> str:
    return "?" if ids is None else " ".join((*ids, *(["?"] if partly else [])))


def sheets_html(finding: Finding, contacts: Mapping[str, Contact], *, contact: str = "") -> Mapping[str, str]:
    """By structure, its sheet; `contact` is where a partner reports what changed."""
    return {
        one.id: filled("sheet.html.j2", finding=finding, one=one, contact=contact)
        for one in places(finding, contacts)
    }
