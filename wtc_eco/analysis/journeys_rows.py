"""The rows behind journeys: a profile and need by bassin, or by commune, the least well served first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Heading
from wtc_eco.analysis.routes import LACKING, OUTCOMES, Case, Routes
from wtc_eco.locale import mark, rounded, tr

if TYPE_CHECKING:
    from wtc_eco.territory import Territory

Rows = tuple[dict[str, Any], ...]
_OUTCOME_WORDS = {
    "door": mark("at the door"),
    "one": mark("after one referral"),
    "two": mark("after two referrals"),
    "no_entry": mark("nowhere to come to"),
    "no_offer": mark("nobody offers it"),
    "wrong_slot": mark("not at the right time"),
    "no_path": mark("nobody refers there"),
    "unknown": mark("unknown"),
}


def outcome_words() -> dict[str, str]:
    """What becomes of a journey, in words: served, or why not, or unknown."""
    return {outcome: tr(words) for outcome, words in _OUTCOME_WORDS.items()}


def _wanted(territory: Territory) -> tuple[Heading, ...]:
    profiles = {profile.id: profile.short() for profile in territory.profiles}
    return (
        Heading("profile", tr("Profile"), words=profiles),
        Heading("need", tr("Need"), words=territory.themes.short_words()),
    )


def area_headings(territory: Territory) -> tuple[Heading, ...]:
    """Columns of a table by bassin: how many communes for each outcome."""
    bassins = {key: bassin.text() for key, bassin in territory.bassins.items()}
    words = outcome_words()
    return (
        *_wanted(territory),
        Heading("bassin", tr("Bassin"), words=bassins),
        Heading("n_without", tr("Communes without a known solution"), "whole"),
        Heading("n_communes", tr("Communes"), "whole"),
        Heading("cause", tr("Cause most often"), words=words),
        Heading("people_without", tr("People without a known solution"), "whole"),
        Heading("people", tr("People in need"), "whole"),
        *(Heading(outcome, words[outcome][:1].upper() + words[outcome][1:], "whole") for outcome in OUTCOMES),
    )


def commune_headings(territory: Territory) -> tuple[Heading, ...]:
    """Columns of a table by commune."""
    return (
        *_wanted(territory),
        Heading("commune", tr("Commune")),
        Heading("mark", tr("Outcome"), words=outcome_words()),
        Heading("people", tr("People in need"), "whole"),
        Heading("ins", tr("INS code")),
    )


def area_rows(found: Routes) -> Rows:
    """One row a profile, need and bassin; most people without a known solution first."""
    held: dict[tuple[str, str, str], list[tuple[Case, str]]] = {}
    for case, outcome in zip(found.cases, found.outcomes, strict=True):
        held.setdefault((case.profile.id, case.need, case.commune.bassin or ""), []).append((case, outcome))
    rows = [_area_row(*key, cases) for key, cases in held.items()]
    # Sorting is stable: equals stay in the order of the pack.
    return _told(sorted(rows, key=lambda row: -row["people_without"]))


def _area_row(profile: str, need: str, bassin: str, cases: list[tuple[Case, str]]) -> dict[str, Any]:
    counted = Counter(outcome for _, outcome in cases)
    n_without = sum(counted[outcome] for outcome in LACKING)
    return {
        "profile": profile,
        "need": need,
        "bassin": bassin,
        "n_without": n_without,
        "n_communes": len(cases),
        "cause": max(LACKING, key=lambda one: counted[one]) if n_without else None,
        **{outcome: counted[outcome] for outcome in OUTCOMES},
        "people": sum(case.people for case, _ in cases),
        "people_without": sum(case.people for case, outcome in cases if outcome in LACKING),
    }


def commune_rows(found: Routes) -> Rows:
    """One row a profile, need and commune: without a solution first, by people; then served; then unknown."""
    return _told(sorted(_commune_rows(found), key=lambda row: (_rank(row["mark"]), -row["people"])))


def _commune_rows(found: Routes) -> Iterator[dict[str, Any]]:
    for case, outcome in zip(found.cases, found.outcomes, strict=True):
        yield {
            "profile": case.profile.id,
            "need": case.need,
            "commune": case.commune.name,
            "mark": outcome,
            "people": case.people,
            "ins": case.commune.ins,
        }


def _told(rows: list[dict[str, Any]]) -> Rows:
    """People to two significant digits, as sentences tell them; the order is that of the exact figures."""
    held = ("people", "people_without")
    return tuple({**row, **{key: rounded(row[key]) for key in held if key in row}} for row in rows)


def _rank(outcome: str) -> int:
    return 0 if outcome in LACKING else 2 if outcome == "unknown" else 1
