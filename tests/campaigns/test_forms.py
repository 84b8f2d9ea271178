"""Each form has the layout its tool wants, and nothing that a user wrote is more than text in it."""

from __future__ import annotations

import csv
import io
import json
import shutil
import subprocess
from collections import Counter
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest
from filled import asked_by_google
from offered import offered

import wtc_eco as eco
from wtc_eco import model, store
from wtc_eco.api.results import SentOut
from wtc_eco.campaigns.rosters import Listed, Roster
from wtc_eco.i18n import speaking
from wtc_eco.render.forms import limesurvey as limesurvey_form
from wtc_eco.render.forms import paper
from wtc_eco.sources.answers import TICK, is_ticked
from wtc_eco.sources.surveys.boxes import chosen, ticked
from wtc_eco.sources.surveys.headings import Headings

HERE = Path(__file__).parent
HOSTILE = "EPN {{7*7}} {TOKEN:EMAIL} \"</script>\\\" <b>x</b> ${1} `y` \u202e\t=cmd|' /C calc'!A0"
DOCUMENTED = ("id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language",
              "validation", "mandatory", "other", "default", "same_default")  # fmt: skip
"""«Tab Separated Value survey structure», LimeSurvey manual."""


@pytest.fixture(scope="module")
def sent(never_asked, tmp_path_factory) -> SentOut:
    """The survey sent out, one structure of which bears a hostile name."""
    folder = Path(shutil.copytree(never_asked, tmp_path_factory.mktemp("hostile") / "folder"))
    held, _ = store.from_csv(folder / "data" / "structures.csv", model.RECORDS)
    held.loc[0, "name"] = HOSTILE
    (folder / "data" / "structures.csv").write_bytes(store.to_csv(held, model.RECORDS))
    return eco.open(folder).surveys.send(folder / "out", on="2026-11-20", lang="fr")


def file(sent, name: str) -> Path:
    return next(path for path in sent.files if path.name == name)


def limesurvey(sent) -> list[dict[str, str]]:
    text = file(sent, "limesurvey.txt").read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE))


def test_the_link_stands_where_it_is_meant_and_no_word_is_taken_for_it():
    assert limesurvey_form.paragraphs("LINKHERE {x}:\n \0 .\n\n\n\nBye") == (
        "<p>LINKHERE &#123;x&#125;: {SURVEYURL} .</p><p>Bye</p>"
    )


def test_limesurvey_has_the_columns_of_its_manual_after_a_byte_order_mark(sent):
    content = file(sent, "limesurvey.txt").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfid\t")
    header = content.decode("utf-8-sig").splitlines()[0].split("\t")
    assert tuple(header[: len(DOCUMENTED)]) == DOCUMENTED
    assert {len(line.split("\t")) for line in content.decode("utf-8-sig").splitlines()} == {len(header)}
    assert b'"' not in content, "nothing for a reader of quotes to trip on"


def test_limesurvey_gives_settings_then_texts_then_each_language_in_the_same_order(sent):
    rows = limesurvey(sent)
    classes = [row["class"] for row in rows]
    assert set(classes) == {"S", "SL", "G", "Q", "SQ", "A"}
    assert classes == sorted(classes, key=lambda one: {"S": 0, "SL": 1}.get(one, 2))
    settings = {row["name"]: row["text"] for row in rows if row["class"] == "S"}
    assert (settings["language"], settings["additional_languages"]) == ("fr", "en")
    titles = {row["language"] for row in rows if row["name"] == "surveyls_title"}
    assert titles == {"fr", "en"}
    shape = {
        language: [
            tuple(row[name] for name in ("class", "type/scale", "relevance", "mandatory", "other"))
            + ((row["name"],) if row["class"] != "G" else ())
            for row in rows
            if row["language"] == language and row["class"] in ("G", "Q", "SQ", "A")
        ]
        for language in ("fr", "en")
    }
    assert shape["fr"] == shape["en"]


def test_limesurvey_codes_are_within_its_limits(sent):
    """Codes of answers have five signs at most, those of questions and subquestions twenty, letters and figures."""
    for row in limesurvey(sent):
        if row["class"] in ("Q", "SQ", "A"):
            assert row["name"].isalnum()
            assert len(row["name"]) <= (5 if row["class"] == "A" else 20)


def test_limesurvey_groups_hold_questions_and_questions_their_answers(sent):
    rows = [
        row for row in limesurvey(sent) if row["language"] == "fr" and row["class"] in ("G", "Q", "SQ", "A")
    ]
    assert rows[0]["class"] == "G"
    needs = {"L": {"A"}, "!": {"A"}, "M": {"SQ"}, "F": {"SQ", "A"}, "Q": {"SQ"}, ":": {"SQ"}, "T": set(), "N": set(), "*": set()}  # fmt: skip
    for at, row in enumerate(rows):
        if row["class"] != "Q":
            continue
        own = []
        for after in rows[at + 1 :]:
            if after["class"] in ("Q", "G"):
                break
            own.append(after["class"])
        assert set(own) == needs[row["type/scale"]], row["name"]
    unlisted = next(row for row in rows if row["name"] == "A2")
    assert unlisted["relevance"] == "is_empty(A1.NAOK)", "whoever has a link is listed"
    closing = next(row for row in rows if row["name"] == "C5")
    assert closing["mandatory"] == "Y"
    assert "{SURVEYURL}" in next(
        row["text"] for row in limesurvey(sent) if row["name"] == "surveyls_email_invite"
    )


def test_limesurvey_is_shown_text_and_computes_nothing_that_a_user_wrote(sent):
    ours = {"{TOKEN:ATTRIBUTE_1}", "{SURVEYURL}"}
    for row in limesurvey(sent):
        if row["class"] == "SQ":
            assert not set("{}<>") & set(row["text"])
        whole = "".join(row.values())
        for braces in ours:
            whole = whole.replace(braces, "")
        assert "{" not in whole


def test_the_participants_are_those_asked_each_with_a_code(sent):
    rows = list(csv.DictReader(io.StringIO(file(sent, "participants.csv").read_text("utf-8"))))
    assert tuple(rows[0]) == ("firstname", "lastname", "email", "token", "attribute_1")
    assert {row["attribute_1"]: row["token"] for row in rows} == {
        one.listed.id: one.token for one in sent.outing.recipients
    }


def test_the_script_for_google_parses_and_makes_the_forms_it_holds(sent, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node on this machine")
    script = file(sent, "google-forms.js")
    subprocess.run([node, "--check", script], check=True)
    source = (HERE / "fake_google.js").read_text("utf-8") + script.read_text("ascii")
    whole = tmp_path / "whole.js"
    whole.write_text(
        source + "\nmakeForms(); console.log(JSON.stringify({forms, links}));\n", encoding="utf-8"
    )
    made = json.loads(subprocess.run([node, whole], check=True, capture_output=True, text=True).stdout)
    held = asked_by_google(script.read_text("ascii"))["forms"]
    assert [form["title"] for form in made["forms"]] == [form["title"] for form in held]
    for form, wanted in zip(made["forms"], held, strict=True):
        assert [item["title"] for item in form["items"]] == [item["title"] for item in wanted["items"]]
        grids = [item for item in form["items"] if item["kind"] == "box_grid"]
        assert len(grids[0]["rows"]) == len(sent.outing.rosters[0].shown)
        assert grids[0]["columns"][0] == "Je la connais"
        required = {item["title"] for item in form["items"] if item.get("required")}
        assert len(required) == 2, "who answers, and whether the list was gone through"
    assert len(made["links"]) == len(sent.outing.recipients) + 1
    assert not any(str(cell).startswith("=") for row in made["links"] for cell in row)


def test_what_a_user_wrote_is_a_text_in_the_script(sent):
    script = file(sent, "google-forms.js").read_text("ascii")
    assert "</script" not in script
    held = asked_by_google(script)
    (form,) = held["forms"]
    assert any("{{7*7}}" in one["choice"] for one in form["recipients"])


def test_the_workbook_is_all_text_with_lists_to_choose_from(sent):
    book = openpyxl.load_workbook(file(sent, "grille.xlsx"))
    assert book.sheetnames == ["Offre", "Réseau", "Listes", "Mode d’emploi"]
    offer, network = book["Offre"], book["Réseau"]
    assert offer.max_row == len(sent.outing.recipients) + 1
    assert len(offer.data_validations.dataValidation) > 50
    respondents = Counter(network.cell(row, 1).value for row in range(2, network.max_row + 1))
    assert set(respondents.values()) == {len(sent.outing.rosters[0].shown) + 5}
    cells = [cell for page in book for row in page.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} == {"s"}


def test_the_sheets_carry_no_markup_of_a_user(sent):
    page = file(sent, "fiches.html").read_text("utf-8")
    assert "<b>x</b>" not in page
    assert "{{7*7}}" in page
    assert "\u202e" not in page


SPILT = (
    "[...document.querySelectorAll('.side')]"
    ".filter(side => side.scrollHeight > side.clientHeight + 1 || side.scrollWidth > side.clientWidth + 1).length"
)
"""How many sides hold more than they have room for."""


@pytest.mark.browser
def test_sixty_long_names_in_thirty_communes_fit_on_a_side(sent, page, tmp_path):
    long = "Centre d’insertion socioprofessionnelle de la Haute-Meuse et du Condroz"
    lines = tuple(
        Listed(f"S{1000 + at}", f"{long} {at}", "Braine-le-Château", f"Commune {at // 2:02}")
        for at in range(60)
    )
    one = replace(sent.outing.recipients[0], listed=lines[0], roster="long", kind="enseignement_adultes")
    outing = replace(sent.outing, rosters=(Roster("long", "", lines, ("S1000",)),), recipients=(one,))
    file_ = tmp_path / "long.html"
    with speaking("fr"):
        file_.write_text(paper.page(outing), encoding="utf-8")
    page.goto(file_.as_uri())
    page.emulate_media(media="print")
    assert page.evaluate(SPILT) == 0


@pytest.mark.browser
def test_a_sheet_prints_on_two_sides_and_nothing_is_cut(sent, page, witness):
    page.goto(file(sent, "fiches.html").as_uri())
    page.emulate_media(media="print")
    sides = page.locator(".side")
    assert sides.count() == 2 * len(sent.outing.recipients)
    assert page.evaluate(SPILT) == 0
    printed = page.pdf(prefer_css_page_size=True)
    assert printed.count(b"/Type /Page\n") == 2 * len(sent.outing.recipients)
    witness.assert_quiet()


def test_the_messages_say_who_asks_and_where_to_write(sent):
    for name in ("invitation.txt", "relance-1.txt", "relance-2.txt", "telephone.txt"):
        text = file(sent, name).read_text("utf-8")
        assert "nstance Bassin Verviers" in text
        assert "{" not in text.replace("{{7*7}}", "")
    assert "reseau@exemple.be" in file(sent, "invitation.txt").read_text("utf-8")
    script = file(sent, "telephone.txt").read_text("utf-8")
    for code in ("B1", "B3", "B7", "C1", "C2", "C4", "C5"):
        assert f"\n{code}  " in script, "the short version"
    assert "\nB10  " not in script


@pytest.mark.parametrize("language", ["fr", "en"])
def test_each_word_that_the_grid_offers_is_read_as_itself(never_asked, tmp_path, language):
    folder = eco.open(Path(shutil.copytree(never_asked, tmp_path / "folder")))
    sent = folder.surveys.send(tmp_path / "out", on="2026-11-20", lang=language)
    made = openpyxl.load_workbook(next(path for path in sent.files if path.suffix == ".xlsx"))
    offer, network = made.worksheets[:2]
    questionnaire = folder.territory.questionnaire
    headings = Headings(questionnaire)
    lists = offered(offer)
    assert len(lists) > 20
    for title, (_, words) in lists.items():
        place = headings.place(title)
        question = questionnaire.questions[place.code]
        if words == [TICK]:
            assert ticked(question, [(place, TICK, title)]).ids == (place.row,)
        else:
            read = [chosen(question, [(place, word, title)]).ids for word in words]
            assert read == [(option,) for option in question.options]
    boxes = offered(network)
    assert boxes
    assert {is_ticked(word) for _, words in boxes.values() for word in words} == {True}
