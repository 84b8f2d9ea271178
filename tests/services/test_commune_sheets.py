"""Half a page a commune: what is there, what is not found, what to complete; two to an A4, nothing cut."""

from __future__ import annotations

import pytest
from seeded import ANSWERED, records, written

from wtc_eco.ecosystem.privacy.publishable import shared as shared_edition
from wtc_eco.i18n import speaking
from wtc_eco.services.reports import write_commune_sheets

HOSTILE = "{{7*7}}</p><img src=x onerror=alert(1)>"


@pytest.fixture(autouse=True)
def _english():
    with speaking("en"):
        yield


@pytest.fixture(scope="module")
def bassin(tmp_path_factory):
    """Dinant has an evening and two themes; Ciney has not said; the rest as seeded."""
    rows = records(8)
    for row in rows:
        row |= {"opening_hours": None, "hours_note": None}
    rows[1] |= {
        "name": "EPN de Dinant", "kind": "bibliotheque", "labels": ("epn",), "themes": ("bases", "securite"), "slots": None,
        "opening_hours": "We 18:00-20:00",
    }  # fmt: skip
    rows[3] |= {"name": HOSTILE, "themes": None}
    rows[2] |= {"name": "Cercle de Ciney", "themes": None, "slots": None, **dict.fromkeys(ANSWERED)}
    return written(tmp_path_factory.mktemp("sheets") / "namur", rows, [])


def row(finding, commune):
    return next(row for row in finding.rows() if row["commune"] == commune)


def test_there_is_a_sheet_for_each_commune_with_or_without_structures(bassin):
    finding = bassin.commune_sheets()
    assert len(finding.rows()) == len(bassin.territory.communes_of("namur"))
    assert row(finding, "Gedinne")["structures"] == 0
    assert all(set(one) == {head.id for head in finding.headings} for one in finding.rows())


def test_a_sheet_says_who_is_there_and_of_which_kind_with_its_label(bassin):
    assert "1 public library (EPN)" in row(bassin.commune_sheets(commune="Dinant"), "Dinant")["kinds"]


def test_an_evening_is_said_with_its_hours_and_of_how_many_they_are_known(bassin):
    said = row(bassin.commune_sheets(), "Dinant")["outside_hours"]
    assert said[0] == "Evening: EPN de Dinant, Wednesday 18:00–20:00 (known of 2 of 2)"


def test_a_theme_not_found_names_the_nearest_who_offers_it(bassin):
    said = " ".join(row(bassin.commune_sheets(), "Andenne")["not_found"])
    assert "online safety: nearest EPN de Dinant (Dinant," in said


def test_where_nobody_has_told_nothing_is_said_to_be_missing(bassin):
    ciney = row(bassin.commune_sheets(), "Ciney")
    assert ciney["themes_told"] < ciney["structures"]
    assert any("Cercle de Ciney" in line for line in ciney["to_complete"])


def test_introductions_proposed_stand_in_the_working_sheet_only(bassin):
    rows = [{"from_name": "A", "to_name": "B", "from_commune": "Dinant", "to_commune": "Ciney", "km": 4.2}]
    from wtc_eco.analysis.commune_sheets import ask

    assert row(ask(bassin, bassin.scope(), introductions=rows), "Dinant")["introductions"] == (
        "A → B (4.2\u00a0km)",
    )
    shared = shared_edition(bassin._inner).commune_sheets()
    assert not {"introductions", "answered"} & {head.id for head in shared.headings}
    assert not any("introductions" in one or "answered" in one for one in shared.rows())


def test_the_page_says_its_edition_and_an_unknown_is_no_zero(bassin, tmp_path):
    text = bassin.write.communes(tmp_path / "c.html", commune="Dinant", lang="en").read_text()
    assert "Working document" in text
    assert "2 structures known" in text
    partners = shared_edition(bassin._inner)
    shared = write_commune_sheets(partners, tmp_path / "s.html", lang="en").read_text(encoding="utf-8")
    assert "Shared edition" in shared
    assert "Working document" not in shared


def test_a_hostile_name_is_only_text(bassin, tmp_path):
    text = bassin.write.communes(tmp_path / "c.html", lang="en").read_text(encoding="utf-8")
    assert "<img" not in text
    assert "{{7*7}}&lt;/p&gt;&lt;img" in text


def test_one_commune_has_a_file_of_its_own_and_all_have_one(bassin):
    assert bassin.write.communes(commune="Dinant").name == "commune-91034.html"
    assert bassin.write.communes(bassin="namur").name == "communes-namur.html"


@pytest.mark.browser
def test_on_paper_each_takes_half_a_page_and_nothing_is_cut(bassin, tmp_path, page, witness):
    path = bassin.write.communes(tmp_path / "c.html", lang="fr")
    page.set_viewport_size({"width": 703, "height": 1055})
    page.goto(path.as_uri())
    page.emulate_media(media="print")
    heights = page.evaluate(
        "[...document.querySelectorAll('article')].map((one) => one.getBoundingClientRect().height * 25.4 / 96)"
    )
    assert max(heights) <= 138.5
    sheets = page.pdf(format="A4", prefer_css_page_size=True).count(b"/Type /Page\n")
    assert sheets == (len(heights) + 1) // 2
    witness.assert_quiet()
