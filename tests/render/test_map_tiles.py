"""Background images: only where they were asked for, and only once the reader agrees."""

from __future__ import annotations

import base64
import re
from dataclasses import replace

import pytest
from map_ecosystem import ecosystem, structure, territory, whole
from map_page import draw

from wtc_eco.errors import RefusedError
from wtc_eco.render.map import MapRequest, sealed
from wtc_eco.render.map.page import tiles

__all__ = ["draw"]
DOT = base64.b64decode("R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7")


def policy_of(text):
    return re.search(r'Content-Security-Policy" content="([^"]*)"', text)[1]


def test_without_them_the_page_may_show_no_image_of_another_machine():
    assert "img-src data:;" in policy_of(sealed(*ecosystem(3), MapRequest(territory(), whole())))


def test_with_them_it_may_show_those_of_one_host_only():
    policy = policy_of(sealed(*ecosystem(3), MapRequest(territory(), whole(), tiles=True)))
    assert "img-src data: https://cartoweb.wmts.ngi.be;" in policy


@pytest.mark.parametrize(
    "said",
    [
        {},
        {"url": "http://a.example/{z}/{x}/{y}.png", "attribution": "A"},
        {"url": "https://a.example/map.png", "attribution": "A"},
        {"url": "https://a.example/{z}/{x}/{y}.png"},
        {"url": "https://a.example; script-src */{z}/{x}/{y}.png", "attribution": "A"},
    ],
)
def test_a_background_that_is_no_https_address_or_names_nobody_is_refused(said):
    with pytest.raises(RefusedError):
        tiles(said)


@pytest.mark.browser
def test_nothing_is_asked_until_the_reader_agrees_and_then_of_the_host_named(draw, page, witness):
    page.context.set_offline(False)
    page.route("https://**", lambda route: route.fulfill(body=DOT, content_type="image/gif"))
    opened = draw([structure(1)], tiles=True)
    assert "cartoweb.wmts.ngi.be" in opened.locator("#tiles-name").inner_text()
    assert "adresse IP" in opened.locator("#tiles-word").inner_text()
    assert opened.locator("#credit").is_hidden()
    assert witness.outside() == []
    with opened.expect_request("https://cartoweb.wmts.ngi.be/**"):
        opened.locator("#tiles").check()
    assert opened.locator("#credit").inner_text() == "© IGN/NGI, CartoWeb.be"
    asked = len(witness.outside())
    assert all(url.startswith("https://cartoweb.wmts.ngi.be/") for url in witness.outside())
    opened.locator("#tiles").uncheck()
    opened.evaluate("window.map_eco.setZoom(12, { animate: false })")
    assert len(witness.outside()) == asked
    assert opened.locator("#credit").is_hidden()


def test_another_territory_may_name_another():
    there = {"url": "https://tiles.example:8443/{z}/{x}/{y}.png", "attribution": "© Example"}
    request = MapRequest(replace(territory(), tiles=there), whole(), tiles=True)
    assert "https://tiles.example:8443" in policy_of(sealed(*ecosystem(3), request))
