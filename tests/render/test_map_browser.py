"""The sealed map in a real Chromium, with the network cable out."""

from __future__ import annotations

import pytest
from chromium import settled
from map_ecosystem import HOSTILE, ecosystem, structure, territory, tie, whole
from map_page import click_on, colours_at, draw

from wtc_eco.render.map import MapRequest, sealed
from wtc_eco.territory import Scope
from wtc_eco.territory.normalize import fold

__all__ = ["draw"]

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def maps(tmp_path_factory):
    """The address of the map of so many invented structures."""
    folder = tmp_path_factory.mktemp("maps")

    def address(n):
        path = folder / f"map{n}.html"
        if not path.exists():
            path.write_text(sealed(*ecosystem(n), MapRequest(territory(), whole())), encoding="utf-8")
        return path.as_uri()

    return address


@pytest.fixture
def region(page, maps):
    page.goto(maps(363))
    settled(page)
    return page


@pytest.fixture
def opened(page, maps):
    page.goto(maps(60))
    settled(page)
    return page


def names(page):
    return page.locator("#rows .name").all_text_contents()


def test_it_opens_offline_without_a_complaint_or_a_request(region, witness):
    witness.assert_quiet()
    assert witness.requests == [region.url]


def test_it_has_at_most_500_elements_before_anyone_touches_it(region):
    assert region.evaluate("document.querySelectorAll('*').length") <= 500


def test_every_kind_and_status_of_the_region_keeps_it_under_500_elements(draw):
    standings = ("tied", "isolated", "knows_no_one", "unknown_to_others", "named_only", "unknown")
    kinds = list(territory().kinds)[:16]
    rows = [structure(n, kind=kinds[n % 16], standing=standings[n % 6]) for n in range(1, 60)]
    ties = [tie("S1", "S2", kind) for kind in ("refers", "knows", "works_with", "hosts")]
    assert draw(rows, ties).evaluate("document.querySelectorAll('*').length") <= 500


def test_title_date_notice_source_and_method_are_said(opened):
    said = opened.locator("body").inner_text()
    assert "L’inclusion numérique\u00a0: Wallonie" in said
    assert "22\u00a0novembre 2026" in said
    assert "Données d’illustration" in said
    assert "enquete-2026, liste-cpas, liste-epn" in said
    assert "n’est jamais dite isolée" in said
    assert opened.evaluate("document.documentElement.lang") == "fr"


def test_hostile_names_are_read_as_written_and_nothing_runs(draw, witness):
    rows = [
        structure(
            n, name, reason=name, street=name, phone=name, commune=name, sources=(name,), labels=(name,)
        )
        for n, name in enumerate(HOSTILE, 1)
    ]
    ties = [tie("S1", f"S{n}", "refers") for n in range(2, len(rows) + 1)] + [
        tie("S1", "S99", to_name=HOSTILE[0])
    ]
    page = draw(rows, ties, title=HOSTILE[0])
    assert sorted(names(page)) == sorted(HOSTILE)
    assert page.title() == HOSTILE[0]
    for place in range(len(HOSTILE)):
        page.locator("#rows .name").nth(place).click()
        assert page.locator("#card h2").text_content() in HOSTILE
    assert page.locator("img").count() == 0
    witness.assert_quiet()


def test_signs_alone_can_be_searched(draw):
    page = draw([structure(n, name) for n, name in enumerate(HOSTILE, 1)])
    page.fill("#search", "[/]")
    assert names(page) == ["[/]"]


def test_a_script_that_gets_into_the_page_is_not_run(opened):
    opened.evaluate(
        """() => {
          const script = document.createElement("script");
          script.textContent = "window.intruder = true";
          document.body.append(script);
        }"""
    )
    assert opened.evaluate("window.intruder") is None


def test_choosing_a_structure_shows_its_ties_with_direction_kind_and_state(draw):
    page = draw(
        [structure(1, "CPAS"), structure(2, "EPN"), structure(3, "Forem")],
        [
            tie("S1", "S2", "refers", state="confirmed"),
            tie("S3", "S1", "knows", state="unconfirmed"),
            tie("S2", "S3", "hosts"),
        ],
    )
    page.locator("#rows .name", has_text="CPAS").click()
    card = page.locator("#card")
    assert "Oriente du public vers (1)" in card.inner_text()
    assert "Est connue de (1)" in card.inner_text()
    assert "confirmé des deux côtés" in card.inner_text()
    assert "en attente de l’autre réponse" in card.inner_text()
    assert card.locator(".ties .name").all_text_contents() == ["EPN", "Forem"]
    card.locator(".name", has_text="Forem").click()
    assert page.locator("#card h2").inner_text() == "Forem"


def test_the_ties_of_the_structure_chosen_are_drawn(draw):
    rows = [
        structure(1, lat=50.4, lon=3.9, located="address"),
        structure(2, lat=50.4, lon=4.5, located="address", name="EPN"),
    ]
    page = draw(rows, [tie("S1", "S2")])
    before = page.evaluate("document.querySelector('canvas.drawing').toDataURL()")
    click_on(page, 50.4, 3.9)
    assert page.locator("#card h2").inner_text() == "CPAS de Mons"
    assert page.evaluate("document.querySelector('canvas.drawing').toDataURL()") != before


def test_an_isolated_structure_is_ringed_and_said_in_words(draw):
    there = {"lat": 49.9, "lon": 5.5, "located": "address"}
    red = "179,38,30"
    page = draw([structure(1, standing="isolated", **there)])
    assert colours_at(page, 49.9, 5.5).get(red, 0) > 40
    assert "Sans lien déclaré" in page.locator("#signs").inner_text()
    assert "Sans lien déclaré" in page.locator("#rows").inner_text()
    assert "1 structure sans lien déclaré" in page.locator("#card").inner_text()
    page = draw([structure(1, standing="unknown", **there)])
    assert colours_at(page, 49.9, 5.5).get(red, 0) == 0
    assert "Personne n’a encore répondu" in page.locator("#card").inner_text()


def test_a_structure_that_has_not_answered_is_hatched(draw):
    there = {"lat": 49.9, "lon": 5.5, "located": "address"}
    solid = colours_at(draw([structure(1, standing="tied", **there)]), 49.9, 5.5)
    hatched = colours_at(draw([structure(1, standing="unknown", **there)]), 49.9, 5.5)
    orange = "213,94,0"
    assert solid[orange] > 20
    assert hatched.get(orange, 0) < solid[orange] / 2


def test_search_forgives_accents_case_and_order(opened):
    opened.fill("#search", "LIEGE cpas")
    found = opened.locator("#rows tr").all_inner_texts()
    assert found
    assert all("CPAS" in row and "Liège" in row for row in found)
    assert "affichée" in opened.locator("#count").inner_text()
    opened.get_by_role("button", name="Retirer les filtres").click()
    assert "60 structures affichées sur 60" in opened.locator("#count").inner_text()


def test_a_kind_unchecked_leaves_the_table_and_the_map(draw):
    page = draw(
        [
            structure(1, "CPAS", lat=49.9, lon=5.5, located="address"),
            structure(2, "EPN", kind="epn", lat=50.4, lon=4, located="address"),
        ]
    )
    page.get_by_label("Centre public").uncheck()
    assert names(page) == ["EPN"]
    assert "213,94,0" not in colours_at(page, 49.9, 5.5)


def test_status_basin_theme_and_slot_filter(draw):
    page = draw(
        [
            structure(1, "A", standing="isolated", themes=("securite",)),
            structure(2, "B", bassin="namur", slots=("soiree",)),
            structure(3, "C", bassin=None, themes=None),
        ]
    )
    page.get_by_label("Sans lien déclaré").uncheck()
    assert names(page) == ["B", "C"]
    page.get_by_label("Sans lien déclaré").check()
    page.select_option("#bassin", "namur")
    assert names(page) == ["B"]
    page.select_option("#bassin", "-")
    assert names(page) == ["C"]
    page.select_option("#bassin", "")
    page.select_option("#slot", "soiree")
    assert names(page) == ["B"]
    page.select_option("#slot", "")
    page.select_option("#theme", "securite")
    assert names(page) == ["A"]
    assert "1 structure pour laquelle l’information est inconnue" in page.locator("#count").inner_text()


def test_structures_at_the_same_spot_can_all_be_chosen(draw):
    rows = [structure(n, f"Structure {n}", lat=50, lon=5, located="address") for n in (1, 2, 3)]
    page = draw(rows)
    click_on(page, 50, 5)
    assert page.locator("#card .name").all_text_contents() == ["Structure 1", "Structure 2", "Structure 3"]


def test_who_sees_everything_still_does_when_the_legend_takes_room_and_who_moved_stays(region):
    whole = "window.map_eco.getBounds().contains([[49.6, 3.1], [50.75, 6.2]])"
    region.locator("#lines summary").click()
    region.wait_for_function(f"() => {whole}")
    region.evaluate("window.map_eco.setView([50.45, 3.95], 11, { animate: false })")
    region.locator("#lines summary").click()
    settled(region)
    assert region.evaluate("window.map_eco.getZoom()") == 11


def test_ties_between_basins_are_summed_drawn_and_explained_when_asked(draw, witness):
    rows = [structure(1, "A"), structure(2, "B", bassin="namur", ins="92094")]
    page = draw(rows, [tie("S1", "S2", "knows"), tie("S2", "S1", "refers"), tie("S1", "S2", "wish")])
    assert "Liens entre deux bassins" not in page.locator("#signs").inner_text()
    before = page.evaluate("document.querySelector('canvas.drawing').toDataURL()")
    page.get_by_label("Montrer les liens entre bassins").check()
    assert "Liens entre deux bassins" in page.locator("#signs").inner_text()
    assert page.evaluate("document.querySelector('canvas.drawing').toDataURL()") != before
    witness.assert_quiet()


def test_everything_can_be_done_from_the_keyboard(opened):
    opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "skip"
    opened.keyboard.press("Enter")
    opened.locator("#list").focus()
    for _ in range(8):
        opened.keyboard.press("Tab")
    assert opened.evaluate("document.activeElement.className") == "name"
    chosen = opened.evaluate("document.activeElement.textContent")
    opened.keyboard.press("Enter")
    assert opened.evaluate("document.activeElement.id") == "card"
    assert opened.locator("#card h2").inner_text() == chosen
    opened.keyboard.press("Escape")
    assert opened.locator("#card h2").inner_text() == "À présenter en priorité"


def test_the_map_itself_can_be_moved_from_the_keyboard(opened):
    before = opened.evaluate("window.map_eco.getZoom()")
    opened.locator("#map_eco").focus()
    opened.keyboard.press("+")
    opened.wait_for_function("before => window.map_eco.getZoom() != before", arg=before)
    assert opened.evaluate("window.map_eco.getZoom()") > before


def test_the_table_has_25_rows_a_page_and_sorts(opened):
    assert len(names(opened)) == 25
    first = names(opened)
    opened.get_by_role("button", name="Suivant").click()
    assert not set(first[:5]) & set(names(opened)[:5])
    assert "Page 2 sur 3" in opened.locator("#pages").inner_text()
    opened.get_by_role("button", name="Commune", exact=True).click()
    column = opened.locator('#rows td[data-column="commune"]').all_text_contents()
    assert column == sorted(column, key=fold)
    assert opened.locator('th[aria-sort="ascending"]').inner_text().startswith("Commune")


def test_every_row_is_on_paper_and_only_a_page_on_the_screen_again(opened):
    opened.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    assert opened.locator("#rows tr").count() == 60
    opened.evaluate("window.dispatchEvent(new Event('afterprint'))")
    assert opened.locator("#rows tr").count() == 25


def test_it_prints_on_a4_landscape(opened):
    pdf = opened.pdf(prefer_css_page_size=True)
    assert pdf.startswith(b"%PDF")
    assert b"/MediaBox [0 0 841.9" in pdf or b"/MediaBox [0 0 842" in pdf


def test_controls_and_regions_have_names(opened):
    unnamed = opened.evaluate(
        """() => [...document.querySelectorAll("button, input, select, a[href], section, [role=region]")]
          .filter((one) => !(one.innerText || one.labels?.length || one.ariaLabel || one.title || one.closest("[hidden]") || one.hasAttribute("aria-labelledby")))
          .map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert unnamed == []


@pytest.mark.parametrize("width", [390, 768, 1280])
def test_no_width_makes_the_page_scroll_sideways(opened, width):
    opened.set_viewport_size({"width": width, "height": 800})
    assert opened.evaluate("document.documentElement.scrollWidth") <= width
    assert opened.locator("#map_eco").bounding_box()["height"] > 250


@pytest.mark.parametrize("size", [(1440, 900), (1280, 720), (1024, 768), (390, 844)])
def test_no_line_of_the_legend_is_clipped(region, size):
    region.set_viewport_size({"width": size[0], "height": size[1]})
    region.evaluate("document.querySelectorAll('.legend').forEach((part) => (part.open = true))")
    settled(region)
    for line in (region.locator("#signs li").last, region.locator("#line-signs li").last):
        line.scroll_into_view_if_needed()
        box, stage = line.bounding_box(), region.locator(".stage").bounding_box()
        assert box["y"] + box["height"] <= stage["y"] + stage["height"] + 1
        assert box["x"] + box["width"] <= stage["x"] + stage["width"] + 1
    assert region.locator("#map_eco").bounding_box()["height"] >= 200


def test_a_dark_screen_gets_a_dark_map(browser, maps):
    context = browser.new_context(color_scheme="dark", offline=True)
    dark = context.new_page()
    dark.goto(maps(60))
    assert dark.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(20, 25, 30)"
    context.close()


def test_a_basin_s_map_opens_on_the_basin(draw):
    hainaut = territory().bassins["hainaut-centre"]
    page = draw([structure(1)], scope=Scope(bassin=hainaut, territory=territory()))
    west, south, east, north = (
        float(side) for side in page.evaluate("window.map_eco.getBounds().toBBoxString()").split(",")
    )
    assert (3 < west < 3.9, 4 < east < 4.8, 50 < south < 50.5, 50.4 < north < 51) == (True,) * 4


def test_a_basin_s_map_counts_its_own_structures_and_keeps_the_neighbours_at_hand(draw):
    rows = [
        structure(1, "CPAS", standing="isolated"),
        structure(2, "EPN", bassin="namur", ins="92094", standing="isolated"),
    ]
    hainaut = territory().bassins["hainaut-centre"]
    page = draw(rows, scope=Scope(bassin=hainaut, territory=territory()))
    assert "Hainaut-Centre\u00a0: 1 structure" in page.locator("#sentence").inner_text()
    assert "1 structure sans lien déclaré" in page.locator("#card").inner_text()
    assert names(page) == ["CPAS"]
    page.select_option("#bassin", "")
    assert names(page) == ["CPAS", "EPN"]


def test_an_empty_directory_says_so(draw, witness):
    page = draw([])
    assert "Aucune structure ne correspond" in page.locator("#empty").inner_text()
    witness.assert_quiet()
