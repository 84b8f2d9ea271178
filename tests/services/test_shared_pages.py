"""The shared map in a browser: what it offers, and no place where a tie or a standing would stand."""

from __future__ import annotations

import pytest


@pytest.mark.browser
def test_a_structure_on_the_shared_map_shows_its_offer_only(given, page, witness):
    page.goto((given.shared.folder / "map.html").as_uri())
    assert page.inner_text("#edition").startswith("Édition partagée")
    assert page.is_hidden("#part-standings")
    assert page.is_hidden("#lines")
    titles = page.eval_on_selector_all("#columns th", "(heads) => heads.map((head) => head.dataset.column)")
    assert titles == ["name", "kind", "commune", "bassin"]
    page.get_by_role("button", name="Maison Numéro21bis").first.click()
    card = page.inner_text("#card")
    assert "Rue du Test 21" in card
    for word in ("lien", "répondu", "cité", "Téléphone", "Courriel", "Liste"):
        assert word not in card, word
    assert "hachuré" not in page.inner_text("#signs").lower()
    witness.assert_quiet()


@pytest.mark.browser
@pytest.mark.parametrize("name", ["report.html", "communes.html"])
def test_a_shared_page_asks_nothing_and_runs_quietly(given, page, witness, name):
    page.goto((given.shared.folder / name).as_uri())
    assert "partagée" in page.inner_text("body").lower()
    witness.assert_quiet()
