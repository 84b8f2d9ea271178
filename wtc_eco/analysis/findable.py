"""How easily does the public find each structure, and what should it be asked?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, Spot, notes
from wtc_eco.coverage.gaps import offers_of
from wtc_eco.i18n import mark, number, percent, tr, trn
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
    rows = sorted((_row(study, offer) for offer in structures), key=_order)
    missing = Counter(part for row in rows for part in row["missing"])
    whole = sum(not row["missing"] for row in rows)
    return Finding(
        question="findable",
        title=tr("How easily structures are found: {scope}", scope=scope.text()),
        short_title=tr("How easily structures are found"),
        scope=scope.id,
        place=scope.text(),
        base=len(structures),
        unknown=len(structures) - whole,
        text=" ".join(_said(len(structures), whole, missing)),
        headings=_headings(study.territory),
        table=tuple(rows),
        remarks=notes(
            tr(
                "What is missing is missing from the lists at hand: the structure may have it. Ask before concluding."
            ),
            tr("Mail merge: -o list.xlsx, columns “E-mail” and “What to ask”."),
        ),
        spots=tuple(
            Spot(
                one.id,
                one.name,
                one.lat,
                one.lon,
                str(len(row["missing"])),
                ", ".join(_named(row["missing"])),
            )
            for one, row in _located(structures, rows)
        ),
    )


def _known(row: Mapping[str, Any], offer: Offer) -> dict[str, bool]:
    """What a person needs to come: whether somebody told us, part by part."""
    return {
        "address": bool(row["street"] and (row["postal_code"] or row["locality"])),
        "hours": offer.schedule.status in ("known", "by_appointment"),
        "phone": bool(row["phone"]),
        "website": bool(row["website"]),
        "themes": bool(offer.themes),
    }


def _row(study: Study, offer: Offer) -> dict[str, Any]:
    row = study.registry.row(offer.id)
    missing = tuple(part for part, known in _known(row, offer).items() if not known)
    return {
        "id": offer.id,
        "name": offer.name,
        "kind": offer.kind,
        "commune": offer.commune,
        "found": len(_WORDS) - len(missing),
        "missing": missing,
        "listed_on": row["listed_on"],
        "email": row["email"],
        "phone": row["phone"],
        "ask": " ".join(tr(_ASKS[part]) for part in missing) or None,
    }


def _order(row: Mapping[str, Any]) -> tuple[Any, ...]:
    return row["found"], row["commune"] or "", row["name"], int(row["id"].removeprefix("S"))


def _said(n: int, whole: int, missing: Counter[str]) -> Iterator[str]:
    if not n:
        yield tr("no structure is known here.")
        return
    yield trn(
        "{n} structure of {total} has everything the public needs to find it (address, hours, telephone, website, themes).",
        "{n} structures of {total} have everything the public needs to find them (address, hours, telephone, website, themes).",
        whole,
        total=number(n),
    )
    if missing:
        part, most = max(missing.items(), key=lambda item: (item[1], -list(_WORDS).index(item[0])))
        yield tr(
            "What is most often unknown: {part}, for {count} of them ({share}).",
            part=tr(_WORDS[part]),
            count=number(most),
            share=percent(most / n),
        )


def _named(parts: tuple[str, ...]) -> list[str]:
    return [tr(_WORDS[part]) for part in parts]


def _headings(territory: Territory) -> tuple[Heading, ...]:
    return (
        Heading("name", tr("Structure")),
        Heading("commune", tr("Commune")),
        Heading("found", tr("Known of {n}", n=len(_WORDS)), "whole"),
        Heading("missing", tr("Not known"), "list", words={part: tr(word) for part, word in _WORDS.items()}),
        Heading("email", tr("E-mail"), "list"),
        Heading("phone", tr("Telephone"), "list"),
        Heading("ask", tr("What to ask")),
        Heading("listed_on", tr("Named on"), "list"),
        Heading("kind", tr("Kind"), words=territory.kinds.words()),
        Heading("id", tr("No.")),
    )


def _located(
    structures: tuple[Offer, ...], rows: list[dict[str, Any]]
) -> Iterator[tuple[Any, dict[str, Any]]]:
    by_id = {row["id"]: row for row in rows}
    for one in structures:
        if one.lat is not None and one.lon is not None:
            yield one, by_id[one.id]
