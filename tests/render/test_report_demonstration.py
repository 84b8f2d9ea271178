"""The report of the demonstration: one sheet from which a coordinator can speak, whatever has been answered."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import wtc_eco as eco
from wtc_eco.render import report
from wtc_eco.services import reports

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("*", "hainaut-centre", "luxembourg", "verviers")
"""Everything; a bassin read with care; one with too few answers; one never asked."""


@pytest.fixture(scope="module")
def ecosystem():
    return eco.open(ROOT)


@pytest.fixture(scope="module")
def answered(ecosystem):
    with eco.speaking("fr"):
        return {place: reports.asked(ecosystem, place) for place in PLACES}


@pytest.fixture(scope="module")
def composed(ecosystem, answered):
    with eco.speaking("fr"):
        return {
            place: report.compose(
                held,
                territory=ecosystem.territory,
                scope=ecosystem.scope(bassin=place),
                sources=reports.sources(ecosystem),
            )
            for place, held in answered.items()
        }


@pytest.fixture(scope="module")
def pages(composed, tmp_path_factory):
    folder = tmp_path_factory.mktemp("reports")
    with eco.speaking("fr"):
        for place, held in composed.items():
            (folder / f"{place.replace('*', 'all')}.html").write_text(report.html(held), encoding="utf-8")
    return {place: folder / f"{place.replace('*', 'all')}.html" for place in composed}


def text(said):
    return re.sub(r"[\u00a0\u202f]", " ", " ".join(one.text for one in said))


def test_the_first_page_says_how_many_there_are_who_answered_who_is_alone_and_what_is_missing(
    composed, answered
):
    held = {finding.question: finding for finding in answered["hainaut-centre"]}
    said = text(composed["hainaut-centre"].sentences)
    assert f"{held['overview'].base} structures sont connues" in said
    assert re.search(
        r"\d+ structures sur \d+ interrogées ont répondu aux questions sur le réseau, soit \d+ %", said
    )
    for row in held["isolated"].rows():
        assert (row["standing"] == "isolated") == (f"{row['name']} ({row['commune']})" in said)
    gap = held["worst_gap"]
    words = {head.id: head.words for head in gap.headings if head.words}
    first = gap.rows()[0]
    assert f"« {words['theme'][first['theme']]} », créneau « " in said
    assert re.search(r"que ce manque concerne : environ \d[\d ]* \(ordre de grandeur", said)
    assert ("à vérifier avec les communes" in said) == gap.fragile


def test_three_things_to_do_each_with_a_name_a_figure_and_where_to_read_on(composed, answered):
    held = composed["hainaut-centre"]
    assert [said.announced for said in held.actions] == ["Relancer", "Présenter", "Ouvrir ensemble"]
    for said in held.actions:
        assert re.search(r"\d", said.text)
        assert held.number_of(said.see)
    first = next(one for one in answered["hainaut-centre"] if one.question == "reminders").rows()[0]
    assert first["name"] in held.actions[0].text


def test_where_few_answered_nobody_is_ranked_and_where_nobody_was_asked_nobody_is_chased(composed):
    assert "trop peu pour classer" in text(composed["luxembourg"].sentences)
    never = composed["verviers"]
    assert "aucune enquête" in text(never.sentences).lower()
    assert never.actions[0].announced == "Interroger d’abord"
    assert "Présenter" not in [said.announced for said in never.actions]


def test_the_place_is_said_once_and_not_in_every_sentence(composed):
    for said in composed["hainaut-centre"].sentences:
        assert not said.text.startswith("Hainaut-Centre")


def test_every_hypothesis_is_listed_where_the_first_page_says(composed):
    held = composed["hainaut-centre"]
    listed = next(section for section in held.sections if section.id == "hypotheses")
    n = len(listed.sheet.rows)
    assert n > 20
    assert any(f"{n} séries" in said for said in held.silences)


def test_every_section_number_leads_to_its_section_and_no_page_is_heavy(pages):
    for path in pages.values():
        page = path.read_text(encoding="utf-8")
        assert set(re.findall(r'href="#([^"]*)"', page)) <= set(re.findall(r' id="([^"]*)"', page))
        assert len(page.encode()) < 1_000_000


@pytest.mark.browser
def test_the_first_page_is_one_sheet_of_paper_whatever_has_been_answered(page, pages):
    page.set_viewport_size({"width": 680, "height": 1000})
    page.emulate_media(media="print")
    for path in pages.values():
        page.goto(path.as_uri())
        foot = page.evaluate("document.querySelector('.first').getBoundingClientRect().bottom")
        assert foot <= (297 - 30) / 25.4 * 96


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "light"), (1440, "dark")])
def test_it_fits_the_screen_and_asks_nothing_of_the_network(page, witness, pages, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    for path in pages.values():
        page.goto(path.as_uri())
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    witness.assert_quiet()


@pytest.mark.browser
def test_a_title_sorts_its_table_by_value_and_the_unknown_stays_last(page, pages):
    page.goto(pages["hainaut-centre"].as_uri())
    table = page.locator("#reminders-table")
    cited = table.locator("thead th", has_text="Citée par").get_by_role("button")
    column = (
        "[...document.querySelectorAll('#reminders-table tbody tr')].map(row => row.cells[{n}].innerText)"
    )
    cited.click()
    assert table.locator("th[aria-sort='ascending']").inner_text().startswith("Citée par")
    figures = [int(figure) for figure in page.evaluate(column.format(n=2))]
    assert figures == sorted(figures)
    cited.click()
    assert [int(figure) for figure in page.evaluate(column.format(n=2))] == sorted(figures, reverse=True)
    table.locator("thead th", has_text="Courriel").get_by_role("button").press("Enter")
    mails = page.evaluate(column.format(n=4))
    known = [mail for mail in mails if mail != "?"]
    assert mails == known + ["?"] * (len(mails) - len(known))
    assert known == sorted(known)


@pytest.mark.browser
def test_a_long_table_is_looked_through_by_words_without_accents(page, pages):
    page.goto(pages["*"].as_uri())
    box = page.locator(".filter[data-table='directory-table']")
    box.get_by_role("searchbox").fill("bibliotheque liege")
    shown = page.locator("#directory-table tbody tr:visible")
    assert shown.count() > 0
    for line in shown.all_inner_texts():
        assert "bibliothèque" in line.lower()
        assert "Liège" in line
    assert re.match(rf"{shown.count()} / \d+", box.locator("output").inner_text())


@pytest.mark.browser
def test_on_paper_every_row_is_there_and_no_button_nor_box(page, pages, answered):
    page.goto(pages["*"].as_uri())
    page.locator(".filter[data-table='directory-table']").get_by_role("searchbox").fill("zzz")
    page.emulate_media(media="print")
    assert page.locator(".filter:visible").count() == 0
    directory = next(one for one in answered["*"] if one.question == "directory")
    assert page.locator("#directory-table tbody tr:visible").count() == len(directory.rows())


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (390, "dark")])
def test_nothing_serious_is_in_the_way_of_anybody(page, audit, pages, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(pages["hainaut-centre"].as_uri())
    assert audit(page) == []
