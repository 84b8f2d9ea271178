"""Pairs a person has judged, each with its reason: `golden.toml`."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from wtc_eco.matching import match

PAIRS = tomllib.loads((Path(__file__).parent / "golden.toml").read_text(encoding="utf-8"))["pair"]
FORMS = {"kind:": "kind", "list:": "source", "BE0": "bce", "www.": "website"}


def told(parts: list[str], source: str) -> dict[str, Any]:
    name, street, place, *rest = parts
    code, _, locality = place.partition(" ")
    row: dict[str, Any] = {"name": name, "street": street or None, "source": source}
    row |= (
        {"postal_code": code, "locality": locality or None} if code.isdigit() else {"locality": place or None}
    )
    for text in rest:
        form = next((form for form in FORMS if text.startswith(form)), "")
        if form:
            row[FORMS[form]] = text.removeprefix(form if form.endswith(":") else "BE")
        else:
            row["email" if "@" in text else "phone"] = (text,)
    return row


@pytest.mark.parametrize("pair", PAIRS, ids=[pair["why"] for pair in PAIRS])
def test_a_person_would_judge_so(pair, lexicon, listed):
    others = [told(other, f"other {n}") for n, other in enumerate(pair.get("others", ()))]
    records = listed(told(pair["left"], "one"), told(pair["right"], "two"), *others)
    found = match(records, lexicon=lexicon, country=pair.get("country", "BE"))
    assert (found.clusters[1] == found.clusters[2]) is pair["same"], found.pairs.to_string()


def test_there_are_traps_enough():
    assert len(PAIRS) >= 120
    assert len({pair["why"] for pair in PAIRS}) == len(PAIRS)
