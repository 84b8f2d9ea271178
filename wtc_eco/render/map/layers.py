"""What can colour the communes: each part of an answer is a layer, chosen in the page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import tr
from wtc_eco.territory.normalize import closest, fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding, Spot
    from wtc_eco.territory import Territory

# What a mark says decides its colour: a gap, something offered, nobody there, or nothing told.
SHADES = {
    "none": "amount-4",
    "not_found": "amount-2",
    "no_offer": "amount-4",
    "no_entry": "amount-3",
    "wrong_slot": "amount-2",
    "no_path": "amount-1",
    "door": "met-3",
    "one": "met-2",
    "two": "met-1",
    "offered": "met-2",
    "nobody": "bare",
    "unknown": "unknown",
}
FACETS = {
    "themes": "gaps_themes",
    "thematiques": "gaps_themes",
    "slots": "gaps_slots",
    "creneaux": "gaps_slots",
    "horaires": "gaps_slots",
    "journeys": "journeys",
    "parcours": "journeys",
}
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


def layers(
    findings: Sequence[Finding], communes: Sequence[str], drawn: Sequence[str]
) -> list[dict[str, Any]]:
    """One group an answer that says something of communes: what its marks mean, and its layers.

    `communes` are INS codes and `drawn` ids of structures, in the order of the page. A layer's `at` has
    one letter a commune, the place of its mark (`.` where nothing is said); `near` the nearest structure.
    """
    place = {structure: index for index, structure in enumerate(drawn)}
    return [_group(finding, communes, place) for finding in findings if finding.places()]


def pick(words: str, groups: Sequence[Mapping[str, Any]], territory: Territory) -> str:
    """The id of the layer called so: a question, or what a layer is about; raises `UnknownNameError`."""
    wanted = fold(words)
    term = territory.themes.find(words) or territory.slots.find(words)
    about = fold(term.text()) if term else wanted
    named = {fold(layer["name"]): layer["id"] for group in groups for layer in group["layers"]}
    asked = [group["layers"][0]["id"] for group in groups if group["question"] == FACETS.get(wanted)]
    ids = asked or [id_ for name, id_ in named.items() if name == about]
    ids = ids or [id_ for name, id_ in named.items() if about and about in name]
    if not ids:
        raise UnknownNameError(
            tr("No layer of the map is called “{words}”.", words=words), hint=_hint(words, groups)
        )
    return str(ids[0])


def _hint(words: str, groups: Sequence[Mapping[str, Any]]) -> str:
    names = [layer["name"] for group in groups for layer in group["layers"] if not layer["whole"]]
    near = closest(words, {fold(name): name for name in [*FACETS, *names]}, cutoff=50)
    if near:
        return tr("Did you mean {names}?", names=", ".join(near))
    return tr("Ask for: {choices}.", choices="themes, slots, journeys")


@dataclass(frozen=True)
class _Ground:
    """What the layers of a group share: communes in order, a letter a mark, gaps, places of structures."""

    communes: Sequence[str]
    letters: Mapping[str, str]
    gaps: frozenset[str]
    place: Mapping[str, int]


def _group(finding: Finding, communes: Sequence[str], place: Mapping[str, int]) -> dict[str, Any]:
    words = _words(finding)
    by_part: dict[str, dict[str, Spot]] = {}
    for spot in finding.places():
        by_part.setdefault(spot.about, {})[spot.id] = spot
    met = sorted({spot.mark for spot in finding.places()}, key=_rank(words))
    shades = {mark: _shade(mark, met) for mark in met}
    gaps = frozenset(mark for mark, shade in shades.items() if shade.startswith("amount"))
    ground = _Ground(communes, dict(zip(met, DIGITS, strict=False)), gaps, place)
    parts = enumerate(by_part.items())
    return {
        "question": finding.question,
        "title": finding.title,
        "sentence": finding.sentence(),
        "marks": [{"id": mark, "name": words.get(mark, mark), "shade": shades[mark]} for mark in met],
        "layers": [
            {
                "id": f"{finding.question}-{n}",
                "name": about or tr("All together: the worst state"),
                "whole": not about,
                **_said(spots, ground),
            }
            for n, (about, spots) in parts
        ],
    }


def _words(finding: Finding) -> Mapping[str, str]:
    """What each mark means: the words of its column; of an answer whose rows have none, those of its places."""
    column = next((heading.words for heading in finding.headings if heading.id == "mark"), None)
    return column or {spot.mark: spot.note for spot in finding.places() if spot.about}


def _said(spots: Mapping[str, Spot], ground: _Ground) -> dict[str, Any]:
    """A letter a commune; where there is a gap, the nearest structure that would do and its km by road."""
    spots_of = [(n, spots.get(ins)) for n, ins in enumerate(ground.communes)]
    at = "".join(ground.letters[spot.mark] if spot else "." for _, spot in spots_of)
    near = {
        str(n): [ground.place[spot.near], round(spot.km)]
        for n, spot in spots_of
        if spot
        and spot.near
        and spot.km is not None
        and spot.mark in ground.gaps
        and spot.near in ground.place
    }
    return {"at": at, "near": near}


def _shade(mark: str, met: Sequence[str]) -> str:
    """A colour of the design; a mark of an answer of another kind takes its place among the amounts."""
    others = [other for other in met if other not in SHADES]
    return SHADES.get(mark) or f"amount-{max(0, 4 - others.index(mark)) if mark in others else 0}"


def _rank(words: Iterable[str]) -> Any:
    """Gaps first, then what is offered, then what nobody can tell; other marks as the answer explains them."""
    order = {mark: place for place, mark in enumerate(dict.fromkeys([*SHADES, *words]))}
    return lambda mark: (order.get(mark, len(order)), mark)
