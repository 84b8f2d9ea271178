"""The map for everybody: axe-core finds nothing serious in it, whatever is chosen."""

from __future__ import annotations

import pytest
from map_ecosystem import ecosystem, gaps, territory, whole

from wtc_eco.render.map import MapRequest, sealed

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    path = tmp_path_factory.mktemp("map") / "map.html"
    request = MapRequest(territory(), whole(), layers=(gaps(),))
    path.write_text(sealed(*ecosystem(60), request), encoding="utf-8")
    return path.as_uri()


def test_nothing_serious_as_it_opens(page, address, audit):
    page.goto(address)
    assert audit(page) == []


def test_nothing_serious_once_a_structure_a_layer_and_a_commune_were_chosen(page, address, audit):
    page.goto(address)
    page.locator("#rows .name").first.click()
    assert audit(page) == []
    page.locator("#layer").focus()
    page.select_option("#layer", label="Sécurité en ligne")
    page.locator("#states summary").click()
    page.locator("#states-list .name").first.click()
    page.fill("#search", "personne ne s’appelle ainsi")
    assert audit(page) == []


@pytest.mark.parametrize("colours", ["light", "dark"])
def test_nothing_serious_on_a_phone_by_day_and_by_night(browser, address, audit, colours):
    context = browser.new_context(
        color_scheme=colours, offline=True, viewport={"width": 390, "height": 844}, is_mobile=True
    )
    phone = context.new_page()
    phone.goto(address)
    assert audit(phone) == []
    context.close()
