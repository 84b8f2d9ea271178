"""The offer for the public: nobody stands in it, silence is neither a yes nor a no, and it is found by words."""

from __future__ import annotations

import re
import shutil
from dataclasses import replace

import pytest
from once import shipped

import wtc_eco as eco
from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.ecosystem.privacy.publishable import fixed, general
from wtc_eco.ecosystem.privacy.publishable import shared as shared_edition
from wtc_eco.render.catalogue import Contact, catalogue_html, places, sheets_html, spoken_number

HOSTILE = (
    "</script><script>document.title='ran'</script>",
    "<img src=x onerror=document.title='ran'>",
    "${alert(1)} `{{7*7}}` {% for x in y %}",
    '" onmouseover="document.title=1',
    "C:\\2019\\u003cscript>",
    "\u202egnp.exe",
)
LISTS = ("steps", "themes", "publics", "receives", "formats", "access", "slots", "slots_unknown")
WORDS = {
    "themes": {"securite": "Sécurité en ligne", "banque": "Banque en ligne"},
    "slots": {"matin": "Le matin", "soiree": "En soirée"},
    "steps": {"ateliers": "Suivre un atelier"},
    "receives": {"jeunes": "Jeunes"},
    "publics": {"jeunes": "Jeunes", "tous": "Tout public"},
    "kind": {"epn": "Espace public numérique (EPN)"},
}


def row(n, **said):
    empty = dict.fromkeys(("street", "postal_code", "locality", "website", "hours", *LISTS, "kind"), None)
    return {**empty, "id": f"S{n}", "name": f"Lieu {n}", "commune": "Mons", "appointment": False, **said}


def offer(*rows):
    names = ("id", "name", "kind", "street", "postal_code", "locality", "commune", "website", *LISTS, "hours")
    heads = tuple(Heading(name, name, "list" if name in LISTS else "text", WORDS.get(name)) for name in names)
    return Finding(
        "public_offer",
        "Où trouver de l’aide",
        "namur",
        len(rows),
        0,
        "s",
        headings=heads,
        table=rows,
        as_of="2026-11-22",
    )


def page_of(finding, contacts=None, language="fr", **options):
    with eco.speaking(language):
        return catalogue_html(finding, contacts or {}, place="Namur", **options)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The demonstration, in a folder of its own."""
    return shipped(tmp_path_factory.mktemp("offre"))


@pytest.fixture(scope="module")
def ecosystem(folder):
    return eco.open(folder)


@pytest.fixture(scope="module")
def namur(ecosystem, folder):
    return ecosystem.write.catalogue(folder / "namur.html", bassin="namur")


def test_every_active_structure_of_the_bassin_is_in_the_catalogue_once(ecosystem, namur):
    found = re.findall(r'<article id="(S\d+)"', namur.read_text(encoding="utf-8"))
    expected = [one.id for one in ecosystem.offers.values() if one.bassin == "namur"]
    assert sorted(found) == sorted(expected)
    assert len(set(found)) == len(found)


def test_it_says_nothing_of_ties_teams_answers_or_standing(ecosystem, namur):
    text = namur.read_text(encoding="utf-8").lower()
    with eco.speaking("fr"):
        words = [word.lower() for word in ecosystem.territory.standings.words().values()]
    for word in (*words, "isolé", "a répondu", "interrogée", "formée", "document de travail"):
        assert word not in text


def test_the_number_of_a_person_and_the_address_of_a_person_are_kept_back():
    words = frozenset({"info", "epn", "cpas"})
    assert general("info@epn-mons.be", words)
    assert general("epn.mons2@commune.be", words, frozenset({"mons"}))
    assert not general("julie.dupont@cpas-mons.be", words)
    assert not general("info.julie@cpas-mons.be", words, frozenset({"mons"}))
    assert fixed("+3265020645")
    assert not fixed("+32471123456")
    assert not fixed("nonsense")


def test_a_contact_s_own_number_never_stands_in_the_catalogue(folder, tmp_path):
    from wtc_eco import model, store

    mine = tmp_path / "mine"
    shutil.copytree(folder / "data", mine / "data")
    shutil.copy(folder / "eco.toml", mine / "eco.toml")
    opened = eco.open(mine)
    held = next(
        row for row in opened.registry.table.to_dict("records") if row["phone"] and row["bassin"] == "namur"
    )
    number = held["phone"][0]
    assert number in opened.write.catalogue(mine / "before.html", bassin="namur").read_text(encoding="utf-8")
    person = dict.fromkeys(model.names(model.CONTACTS)) | {
        "contact": 1,
        "record": held["records"][0],
        "person": "Julie Lambert",
        "phone": number,
    }
    (mine / "data" / "contacts.csv").write_bytes(
        store.to_csv(model.frame(model.CONTACTS, [person]), model.CONTACTS)
    )
    after = eco.open(mine).write.catalogue(mine / "after.html", bassin="namur").read_text(encoding="utf-8")
    assert number not in after
    assert "Lambert" not in after


def test_numbers_are_read_as_they_are_dialled():
    assert spoken_number("+3265020645") == "065 02 06 45"
    assert spoken_number("+3242223344") == "04 222 33 44"
    assert spoken_number("+33388123456") == "+33 3 88 12 34 56"
    assert spoken_number("<b>") == "<b>"


def test_a_place_says_what_nobody_has_told_of_it():
    (bare, full) = places(
        offer(
            row(1),
            row(
                2,
                street="Rue Haute 5",
                postal_code="7000",
                locality="MONS",
                hours=("Lundi : 9 h",),
                steps=(),
                themes=(),
                publics=(),
            ),
        ),
        {"S2": Contact(phones=("+3265020645",))},
    )
    assert bare.unknown == ("hours", "address", "contact", "steps", "themes", "publics")
    assert full.unknown == ()
    assert full.address == "Rue Haute 5, 7000 Mons"


def test_a_place_that_has_said_nothing_is_told_in_one_line_and_a_town_is_not_shouted():
    (mute, told) = places(offer(row(1, locality="ALLEUR"), row(2, themes=())), {})
    assert (mute.mute, told.mute) == (True, False)
    assert mute.address == "Alleur"
    assert "On ne sait pas encore ce que ce lieu propose" in page_of(offer(row(1)))


def test_a_link_leads_to_a_site_and_never_to_a_script():
    made = places(offer(row(1, website="javascript:alert(1)"), row(2, website="https://www.example.org")), {})
    assert [one.site for one in made] == [None, "https://www.example.org"]


def test_a_sheet_for_each_structure_and_the_same_twice(ecosystem, folder):
    first = ecosystem.write.sheets(None, folder / "a", bassin="verviers")
    again = eco.open(folder).write.sheets(None, folder / "b", bassin="verviers")
    assert len(first) == sum(one.bassin == "verviers" for one in ecosystem.offers.values())
    for one, two in zip(first, again, strict=True):
        assert one.read_bytes() == two.read_bytes()
    (alone,) = ecosystem.write.sheets("S12", folder / "c")
    assert alone.name == "S12.html"
    (named,) = ecosystem.write.sheets("S12", folder / "fiche.html")
    assert named == folder / "fiche.html"
    assert named.read_bytes() == alone.read_bytes()


def test_the_catalogue_speaks_both_languages(ecosystem, folder):
    english = ecosystem.write.catalogue(folder / "en.html", bassin="namur", lang="en")
    assert "Where to get help with digital life" in english.read_text(encoding="utf-8")
    assert ecosystem.write.catalogue(folder / "all.html").stat().st_size < 1_000_000


def search(page, path):
    page.goto(path.as_uri())
    return lambda: page.locator("#places article:visible .name").all_inner_texts()


@pytest.mark.browser
def test_silence_is_shown_apart_neither_offered_nor_refused(page, witness, tmp_path):
    path = tmp_path / "c.html"
    path.write_text(
        page_of(
            offer(
                row(1, name="Oui", themes=("securite",), slots=("soiree",), slots_unknown=()),
                row(2, name="Non", themes=("banque",), slots=(), slots_unknown=()),
                row(3, name="Peut-être", themes=None, slots=(), slots_unknown=("matin", "soiree")),
            )
        ),
        encoding="utf-8",
    )
    shown = search(page, path)
    assert shown() == ["Oui", "Non", "Peut-être"]
    page.get_by_label("À quel sujet ?").select_option("securite")
    assert shown() == ["Oui"]
    assert page.locator("#maybe article:visible .name").all_inner_texts() == ["Peut-être"]
    assert page.locator(".count").inner_text() == "1 lieu et 1 dont on ne sait pas"
    page.get_by_label("Quand ?").select_option("soiree")
    assert shown() == ["Oui"]
    page.get_by_role("button", name="Recommencer").click()
    # A function: the page forbids to evaluate texts, which is what waiting for one does from the second look on.
    page.wait_for_function("() => document.querySelectorAll('#places article:not(.away)').length === 3")
    witness.assert_quiet()


@pytest.mark.browser
def test_words_are_found_without_accents_and_a_commune_alone(page, witness, namur):
    shown = search(page, namur)
    everything = len(shown())
    page.get_by_label("Que cherchez-vous").fill("CPAS eghezee")
    found = page.locator("#places article:visible")
    assert 0 < found.count() < everything
    for text in found.all_inner_texts():
        assert "Eghezée" in text
    page.get_by_label("Que cherchez-vous").fill("zzzz")
    assert page.locator(".nothing").is_visible()
    page.get_by_label("Que cherchez-vous").fill("")
    page.get_by_label("Où ?").select_option("Dinant")
    assert {
        one
        for one in page.locator("#places article:visible .address").all_inner_texts()
        if "Dinant" not in one
    } == set()
    witness.assert_quiet()


@pytest.mark.browser
def test_hostile_names_are_read_and_run_nothing(page, witness, tmp_path):
    held = offer(
        *(row(n, name=name, commune=name, street=name, website=name) for n, name in enumerate(HOSTILE, 1))
    )
    path = tmp_path / "hostile.html"
    path.write_text(page_of(held, contact=HOSTILE[0]), encoding="utf-8")
    page.goto(path.as_uri())
    shown = page.inner_text("body")
    assert "${alert(1)} `{{7*7}}`" in shown
    assert "onerror=document.title='ran'" in shown
    assert page.title() == "Où trouver de l’aide"
    assert page.evaluate("document.querySelectorAll('script').length") == 1
    with eco.speaking("fr"):
        sheet = sheets_html(held, {}, contact=HOSTILE[1])["S1"]
    (tmp_path / "sheet.html").write_text(sheet, encoding="utf-8")
    page.goto((tmp_path / "sheet.html").as_uri())
    assert page.title() == HOSTILE[0]
    assert page.evaluate("document.querySelectorAll('script, img').length") == 0
    witness.assert_quiet()


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(390, "dark"), (1440, "light")])
def test_it_fits_a_telephone_and_a_screen(page, witness, namur, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(namur.as_uri())
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    witness.assert_quiet()


@pytest.mark.browser
def test_a_sheet_is_one_sheet_of_paper(page, ecosystem):
    with eco.speaking("fr"):
        finding = shared_edition(ecosystem._inner).ask("public_offer", bassin="namur")
        fullest = max(finding.rows(), key=lambda one: len(one["themes"] or ()) + len(one["publics"] or ()))
        made = sheets_html(
            replace(finding, table=(fullest,)),
            {fullest["id"]: Contact(("+3265020645",), ("info@example.org",))},
        )
    page.set_content(made[fullest["id"]])
    assert page.pdf(prefer_css_page_size=True).count(b"/Type /Page\n") == 1


@pytest.mark.browser
@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (390, "light")])
def test_nothing_serious_is_in_the_way_of_anybody(page, audit, namur, ecosystem, folder, width, scheme):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)
    page.goto(namur.as_uri())
    page.get_by_label("À quel sujet ?").select_option("securite")
    assert audit(page) == []
    (sheet,) = ecosystem.write.sheets("S12", folder / "audited")
    page.goto(sheet.as_uri())
    assert audit(page) == []
