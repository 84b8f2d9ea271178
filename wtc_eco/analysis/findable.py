"""How easily does the public find each structure, and what should it be asked?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import AnswerColumn, Finding, Row, Spot, notes, part_of, table
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.i18n import mark, number, tr, trn
from wtc_eco.territory import Scope

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer
    from wtc_eco.territory import Territory

_WORDS = {
    "address": mark("address"),
    "hours": mark("opening hours"),
    "phone": mark("telephone"),
    "website": mark("website"),
    "themes": mark("themes"),
}
_ASKS = {
    "address": mark("What is your full address (street, number, postal code)?"),
    "hours": mark("When are you open? Please write your hours as on your door."),
    "phone": mark("At which telephone number can the public reach you?"),
    "website": mark("Do you have a website or a page that we may name?"),
    "themes": mark("Which themes do your workshops or courses deal with?"),
}


def ask(study: Study, scope: Scope | None = None) -> Finding:
    """One row a structure, the hardest to find first: what is not known of it, and what to ask it.

    What is not known is not known *to us*: a structure may well have a website that no list names.
    """
    scope = replace(scope or Scope(), territory=study.territory)
    structures = offers_of(study.offers, study.territory, scope)
    profiles = [_profile(study, offer) for offer in structures]
    missing = Counter(part for one in profiles for part in one.missing)
    n_complete = sum(not one.missing for one in profiles)
    headings, rows = table(
        _columns(study.territory),
        sorted(profiles, key=_order),
        first=("id", "name", "kind", "commune", "found", "missing", "listed_on"),
    )
    return Finding(
        question="findable",
        title=tr("How easily structures are found: {scope}", scope=scope.text()),
        short_title=tr("How easily structures are found"),
        scope=scope.id,
        place=scope.text(),
        base=len(structures),
        unknown=len(structures) - n_complete,
        text=" ".join(_said(len(structures), n_complete, missing)),
        headings=headings,
        table=rows,
        remarks=notes(
            tr(
                "What is missing is missing from the lists at hand: the structure may have it. Ask before concluding."
            ),
            tr("Mail merge: -o list.xlsx, columns “E-mail” and “What to ask”."),
        ),
        spots=tuple(
            Spot(
                one.offer.id,
                one.offer.name,
                one.offer.lat,
                one.offer.lon,
                str(len(one.missing)),
                ", ".join(tr(_WORDS[part]) for part in one.missing),
            )
            for one in profiles
            if one.offer.lat is not None and one.offer.lon is not None
        ),
    )


@dataclass(frozen=True)
class Findability:
    """A structure as the public may look for it: its row of the register, and which of `_WORDS` nobody told us."""

    offer: Offer
    registered: Row
    missing: tuple[str, ...]


def _profile(study: Study, offer: Offer) -> Findability:
    registered = study.registry.row(offer.id)
    missing = tuple(part for part, known in _known(registered, offer).items() if not known)
    return Findability(offer, registered, missing)


def _known(row: Row, offer: Offer) -> dict[str, bool]:
    """What a person needs to come: whether somebody told us, part by part."""
    return {
        "address": bool(row["street"] and (row["postal_code"] or row["locality"])),
        "hours": offer.schedule.status in ("known", "by_appointment"),
        "phone": bool(row["phone"]),
        "website": bool(row["website"]),
        "themes": offer.themes is not None,
    }


def _order(one: Findability) -> tuple[Any, ...]:
    offer = one.offer
    return -len(one.missing), offer.commune or "", offer.name, int(offer.id.removeprefix("S"))


def _said(n: int, n_complete: int, missing: Counter[str]) -> Iterator[str]:
    if not n:
        yield tr("no structure is known here.")
        return
    yield trn(
        "{n} structure of {total} has everything the public needs to find it (address, hours, telephone, website, themes).",
        "{n} structures of {total} have everything the public needs to find them (address, hours, telephone, website, themes).",
        n_complete,
        total=number(n),
    )
    if missing:
        part, most = max(missing.items(), key=lambda item: (item[1], -list(_WORDS).index(item[0])))
        yield tr(
            "What is most often unknown: {part}, for {count}.", part=tr(_WORDS[part]), count=part_of(most, n)
        )


def _columns(territory: Territory) -> tuple[AnswerColumn[Findability], ...]:
    words = {part: tr(word) for part, word in _WORDS.items()}
    return (
        AnswerColumn("name", tr("Structure"), lambda one: one.offer.name),
        AnswerColumn("commune", tr("Commune"), lambda one: one.offer.commune),
        AnswerColumn(
            "found", tr("Known of {n}", n=len(_WORDS)), lambda one: len(_WORDS) - len(one.missing), "whole"
        ),
        AnswerColumn("missing", tr("Not known"), shape="list", words=words),
        AnswerColumn("email", tr("E-mail"), lambda one: one.registered["email"], "list"),
        AnswerColumn("phone", tr("Telephone"), lambda one: one.registered["phone"], "list"),
        AnswerColumn(
            "ask", tr("What to ask"), lambda one: " ".join(tr(_ASKS[part]) for part in one.missing) or None
        ),
        AnswerColumn("listed_on", tr("Named on"), lambda one: one.registered["listed_on"], "list"),
        AnswerColumn("kind", tr("Kind"), lambda one: one.offer.kind, words=territory.kinds.words()),
        AnswerColumn("id", tr("No."), lambda one: one.offer.id),
    )
