"""Profiles: typical people, what they look for, when they can come and how far, as a pack tells them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from wtc_eco.i18n import tr
from wtc_eco.territory.faults import Faults
from wtc_eco.territory.vocabulary import Vocabulary, not_among, spoken

_LISTS = (("needs", "themes"), ("publics", "publics"), ("slots", "slots"))


@dataclass(frozen=True)
class Profile:
    """A typical person: a label by language, and the themes, publics and slots that suit.

    `near_km` is how far an entry may be from home, `reach_km` how far the person goes for what they
    need, both by road. The profile stands for the share `part` (0..1) of the people in need whose
    situation is `stands_for`, a public of the pack's need. `supposed` tells whether any of these figures
    is a hypothesis; `source` who published them where none is, `described_by` who it is and what it needs, `moments_by` its
    `slots` (`slots_source`); empty for a hypothesis.
    """

    id: str
    label: Mapping[str, str]
    needs: tuple[str, ...]
    publics: tuple[str, ...]
    slots: tuple[str, ...]
    near_km: float
    reach_km: float
    stands_for: str
    part: float
    short_label: Mapping[str, str]
    supposed: bool = True
    source: str = ""
    described_by: str = ""
    moments_by: str = ""

    def short(self) -> str:
        """The short label where the pack has one: what stands in a narrow column."""
        return spoken(self.short_label)

    def text(self) -> str:
        """Who it is, in the language spoken now."""
        return spoken(self.label)


def read_profiles(
    path: Path, languages: tuple[str, ...], words: Mapping[str, Vocabulary], faults: Faults
) -> tuple[Profile, ...]:
    """The profiles of `profiles.toml`, in its order; a pack may have none."""
    if not path.is_file():
        return ()
    tables = faults.toml(path).get("profiles", {})
    return tuple(
        filter(None, (_profile(key, table, languages, words, faults) for key, table in tables.items()))
    )


def _profile(
    key: str,
    said: Mapping[str, Any],
    languages: tuple[str, ...],
    words: Mapping[str, Vocabulary],
    faults: Faults,
) -> Profile | None:
    reach, weight = said.get("reach", {}), said.get("weight", {})
    lacking = [name for name in (*languages, "needs", "publics", "slots") if not said.get(name)]
    lacking += [f"reach.{name}" for name in ("near_km", "reach_km") if name not in reach]
    lacking += [f"weight.{name}" for name in ("public", "part") if name not in weight]
    for name in lacking:
        faults.missing(name, f"profiles.{key}")
    for word, vocabulary in _unknown(said, words):
        faults.add(not_among(word, vocabulary))
    for table in (reach, weight):
        if not table.get("source") and table.get("hypothese") is not True:
            faults.add(
                tr("[{where}] has figures without a source.", where=f"profiles.{key}"),
                hint=tr('Write source = "…", or hypothese = true.'),
            )
    if lacking:
        return None
    return Profile(
        id=key,
        label={spoken_in: said[spoken_in] for spoken_in in languages},
        needs=tuple(said["needs"]),
        publics=tuple(said["publics"]),
        slots=tuple(said["slots"]),
        near_km=float(reach["near_km"]),
        reach_km=float(reach["reach_km"]),
        stands_for=str(weight["public"]),
        part=float(weight["part"]),
        short_label=said.get("short") or {spoken_in: said[spoken_in] for spoken_in in languages},
        supposed=any(table.get("hypothese") is True for table in (reach, weight)),
        source=str(weight.get("source") or reach.get("source") or ""),
        described_by=str(said.get("source") or ""),
        moments_by=str(said.get("slots_source") or ""),
    )


def _unknown(table: Mapping[str, Any], words: Mapping[str, Vocabulary]) -> Iterator[tuple[str, str]]:
    """The words that the pack's vocabularies do not have, each with the vocabulary."""
    asked = [(word, name) for key, name in _LISTS for word in table.get(key, ())]
    asked += [(table["weight"]["public"], "publics")] if "public" in table.get("weight", {}) else []
    for word, name in asked:
        if word not in words[name]:
            yield word, name
