"""A map opened in a browser: what its tests do with it."""

from __future__ import annotations

import pytest
from chromium import settled
from map_ecosystem import directory, territory, ties_of, whole

from wtc_eco.render.map import MapRequest, sealed


@pytest.fixture
def draw(page, tmp_path):
    """Open the map of a few structures and ties."""

    def opening(rows, ties=(), **asked):
        asked = {"scope": whole()} | asked
        text = sealed(directory(rows), ties_of(list(ties)), MapRequest(territory(), **asked))
        path = tmp_path / "map.html"
        path.write_text(text, encoding="utf-8")
        page.goto(path.as_uri())
        settled(page)
        return page

    return opening


def colours_at(page, lat, lon):
    """How many pixels of each colour the drawing has in a square of 40 around a place."""
    return page.evaluate(
        """([lat, lon]) => {
          const canvas = document.querySelector("canvas.drawing");
          const map = window.map_eco;
          const box = canvas.getBoundingClientRect(), own = map.getContainer().getBoundingClientRect();
          const at = map.latLngToContainerPoint([lat, lon]);
          const x = Math.round(at.x + own.x - box.x) - 20, y = Math.round(at.y + own.y - box.y) - 20;
          const seen = {};
          const { data } = canvas.getContext("2d").getImageData(x, y, 40, 40);
          for (let i = 0; i < data.length; i += 4) {
            const key = [data[i], data[i + 1], data[i + 2]].join(",");
            seen[key] = (seen[key] ?? 0) + 1;
          }
          return seen;
        }""",
        [lat, lon],
    )


def click_on(page, lat, lon):
    point = page.evaluate("([lat, lon]) => window.map_eco.latLngToContainerPoint([lat, lon])", [lat, lon])
    page.locator("#map_eco").click(position={"x": point["x"], "y": point["y"]})
