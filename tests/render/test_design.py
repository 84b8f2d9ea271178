"""One look: every text can be read on its ground, and no page brings colours of its own."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wtc_eco.render
from wtc_eco.render.html import policy, stylesheet
from wtc_eco.render.map.symbols import CATEGORIES

RENDER = Path(wtc_eco.render.__file__).parent
TOKENS = (RENDER / "design" / "tokens.css").read_text(encoding="utf-8")
TEXT_ON_GROUND = (
    *[(ink, ground) for ink in ("ink", "ink-soft", "accent", "isolated") for ground in ("paper", "panel")],
    *[(ink, "sunken") for ink in ("ink", "ink-soft", "isolated")],
    ("ink", "accent-soft"),
    ("accent-ink", "accent"),
    ("notice-ink", "notice"),
    *[(f"on-amount-{level}", f"amount-{level}") for level in range(5)],
)


def tokens(mode):
    screen = TOKENS.split("@media screen and (prefers-color-scheme: dark)")
    text = screen[0] if mode == "light" else screen[0] + screen[1].split("@media print")[0]
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", text))


def luminance(colour):
    """WCAG 2.2, relative luminance of a colour of sRGB."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_every_text_stands_out_from_its_ground(mode):
    held = tokens(mode)
    found = {pair: round(contrast(held[pair[0]], held[pair[1]]), 2) for pair in TEXT_ON_GROUND}
    assert {pair: value for pair, value in found.items() if value < 4.5} == {}


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_an_amount_is_the_stronger_the_more_it_differs_from_the_ground(mode):
    held = tokens(mode)
    away = [contrast(held[f"amount-{level}"], held["panel"]) for level in range(5)]
    assert away == sorted(away)


def test_the_categories_of_sheets_and_graphs_are_those_of_the_pages():
    held = tokens("light")
    assert [held[f"category-{place}"] for place in range(1, 8)] == [one.lower() for one in CATEGORIES[:7]]


def test_no_page_brings_a_colour_of_its_own():
    own = [path for path in RENDER.rglob("*.css") if path.parent.name != "design"]
    for path in own:  # what stands in the margin of paper knows no token
        text = re.sub(r"@(?:top|bottom)-\w+ \{.*\}", "", path.read_text(encoding="utf-8"))
        assert re.findall(r"#[0-9a-fA-F]{3,6}\b", text) == [], path.name


def test_every_token_a_page_asks_for_exists():
    for path in RENDER.rglob("*.css"):
        text = stylesheet(path)
        asked = set(re.findall(r"var\((--[\w-]+)\)", text))
        assert asked <= set(re.findall(r"(--[\w-]+):", text)), path.name


def test_a_policy_allows_the_texts_it_was_made_of_and_nothing_else():
    said = policy(styles=["a {}"], scripts=["1"])
    assert said.startswith("default-src 'none'; style-src 'sha256-")
    assert "unsafe" not in said
    assert "script-src" not in policy(styles=["a {}"])
