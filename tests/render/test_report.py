"""The report: what its first page says, what it draws, and what it lets nobody run."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from samples import BASSINS, HOSTILE, KINDS, NOTICE, Ground, answers, directory, finding, report, scope, ties

from wtc_eco.analysis.finding import Heading, notes
from wtc_eco.i18n import speaking
from wtc_eco.render.cells import visible
from wtc_eco.render.report import report_html
from wtc_eco.render.report.charts import graded, heat
from wtc_eco.render.report.content import sections
from wtc_eco.render.report.first_page import actions, sentences


def made(findings=None, *, bassin=None, language="fr", **options):
    with speaking(language):
        return report_html(
            report() if findings is None else findings, territory=Ground(), scope=scope(bassin), **options
        )


class Reader(HTMLParser):
    """What a browser would make of the page: tags with their attributes, and text."""

    def __init__(self, page):
        super().__init__(convert_charrefs=True)
        self.tags, self.texts, self.open = [], [], []
        self.feed(page)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.texts.append(data)

    @property
    def text(self):
        return "\n".join(self.texts)


OURS = {tag for tag, _ in Reader(made(sources=[("Liste", "")])).tags}
"""The tags the page itself is made of."""


def by_question(findings):
    return {answer.question: answer for answer in findings}


def test_the_first_page_reads_the_answers_aloud_and_admits_what_is_not_computed():
    with speaking("en"):
        said = sentences(by_question(report()))
    assert [one.text for one in said[:4]] == [answer.text for answer in report()[:4]]
    assert said[4].pending
    assert said[4].text == "Not computed yet."


def test_a_fragile_answer_says_so_where_it_is_read():
    with speaking("en"):
        said = sentences(by_question(report()))
    assert [one.fragile for one in said] == [False, False, False, True, False]


REMINDED = (
    Heading("name", "Structure"),
    Heading("n_in", "Cited by", "whole"),
    Heading("asked", "Asked", "flag"),
    Heading("email", "E-mail", "list"),
)


def reminders(*rows):
    """Answers awaited: (name, how many cite it, whether it was asked, whether it has an e-mail address)."""
    held = [
        {
            "id": f"S{n}",
            "name": name,
            "n_in": cited,
            "asked": asked,
            "answered_on": None,
            "email": ("a@b.be",) if mail else None,
        }
        for n, (name, cited, asked, mail) in enumerate(rows)
    ]
    return finding("reminders", "t", "s", REMINDED, held)


def test_the_silent_that_others_name_most_are_chased_first():
    awaited = reminders(
        ("First", 7, True, True),
        ("Second", 3, True, False),
        ("Third", 2, True, True),
        ("Fourth", 1, True, True),
    )
    with speaking("en"):
        (chase,) = actions({"reminders": awaited})
    assert re.findall(r"\w+(?= \(\d)", chase.text) == ["First", "Second", "Third"]
    assert "7 mentions" in chase.text
    assert "4 rows, of which 1 without an e-mail address" in chase.text


def test_those_never_heard_are_chased_before_those_who_answered_an_earlier_survey():
    awaited = reminders(("Heard", 7, True, True), ("Unheard", 3, True, True))
    heard, unheard = ({**row, "answered_on": "2026-09-10"} for row in awaited.rows())
    with speaking("en"):
        (chase,) = actions({"reminders": replace(awaited, table=(heard, {**unheard, "answered_on": None}))})
        (again,) = actions({"reminders": replace(awaited, table=(heard, unheard))})
    assert chase.text.startswith("Unheard (3 mentions): named by others, not heard yet.")
    assert "2 rows" in chase.text
    assert again.text.startswith(
        "Heard (7 mentions) and Unheard (3 mentions): named by others, still to answer the last"
    )


def test_whoever_was_never_asked_is_not_chased():
    with speaking("en"):
        (said,) = actions({"reminders": reminders(("A", 0, False, True), ("B", 2, False, False))})
    assert said.announced == "Ask first"
    assert said.text.startswith("2 structures were never asked")


def test_nothing_is_suggested_that_is_not_computed():
    assert actions({}) == ()


def test_hours_nobody_knows_are_asked_for_before_gaps_are_told():
    with speaking("en"):
        texts = [said.text for said in actions({"directory": directory(9)})]
    assert any(text.startswith("3 structures out of 9 have no known hours") for text in texts)


def test_the_bars_of_the_bassins_count_every_structure_once():
    with speaking("en"):
        overview = sections(report(), Ground(), region=True)[0]
    kinds, bassins = overview.bars
    assert sum(int(row.figures[0]) for row in kinds.rows) == 60
    assert sum(int(row.figures[0]) for row in bassins.rows) == 60
    for row in bassins.rows:
        total, *parts = map(int, row.figures)
        assert sum(parts) == total
        assert sum(part.length for part in row.parts) <= 100.1


def test_the_bars_of_the_answers_tell_the_silent_from_those_never_asked():
    with speaking("en"):
        by_bassin, by_kind = sections(report(), Ground(), region=True)[1].bars
    assert [row.label for row in by_bassin.rows] == list(BASSINS.values())
    assert len(by_kind.rows) == len(KINDS)
    first = by_bassin.rows[0]
    assert first.figures == ("24", "6", "4", "?")
    assert [round(part.length) for part in first.parts] == [round(100 * n / 24) for n in (4, 2, 18)]


def test_a_bassin_where_nobody_answered_gives_an_unknown_number_of_ties():
    silent = [{**row, "standing": "unknown"} for row in directory(60).rows() if row["bassin"] == "mont"]
    others = [row for row in directory(60).rows() if row["bassin"] != "mont"]
    found = replace(directory(60), table=tuple(silent + others))
    given = replace(
        ties(60),
        table=tuple(row for row in ties(60).rows() if row["from"] not in {one["id"] for one in silent}),
    )
    with speaking("en"):
        drawn = next(one.heat for one in sections([found, given], Ground(), region=True) if one.heat)
    figures = dict(drawn.figures)
    assert set(figures["Bassin du Mont"]) == {"?"}
    assert "?" not in figures["Bassin d'Amont"]


def test_gaps_of_a_bassin_are_kilometres_commune_by_commune():
    heads = (
        Heading("theme", "Thème", words={"banque": "Banque", "sante": "Santé"}),
        Heading("commune", "Commune"),
        Heading("mark", "État"),
        Heading("km", "Distance", "km"),
    )
    rows = [
        {"theme": theme, "commune": commune, "mark": state, "km": km}
        for theme, commune, state, km in [
            ("banque", "Mons", "offered", 3.2),
            ("banque", "Lens", "none", 31.0),
            ("sante", "Mons", "unknown", None),
            ("sante", "Lens", "nobody", None),
        ]
    ]
    with speaking("en"):
        (section,) = sections([finding("gaps_themes", "t", "s", heads, rows)], Ground(), region=False)
    assert section.heat.figures == (("Lens", ("31", "–")), ("Mons", ("3", "?")))
    assert [square.shade for square in section.heat.squares] == [4, 4, 0, None]


def test_a_report_of_a_bassin_does_not_compare_bassins():
    with speaking("en"):
        overview = sections(report(), Ground(), region=False)[0]
        page = made(bassin="mont", language="en")
    assert [chart.caption for chart in overview.bars] == ["Structures by kind"]
    assert "Digital inclusion in the bassin Bassin du Mont" in page
    assert "Ties between kinds of structures" in page


def test_the_matrix_counts_every_tie_between_two_bassins():
    with speaking("en"):
        drawn = next(section.heat for section in sections(report(), Ground(), region=True) if section.heat)
    inside = {row["id"] for row in directory(60).rows() if row["bassin"]}
    expected = sum(1 for row in ties(60).rows() if row["from"] in inside and row["to"] in inside)
    assert sum(int(figure) for _, figures in drawn.figures for figure in figures) == expected


def test_a_heat_map_tells_the_unknown_from_zero():
    names = [("a", "A"), ("b", "B")]
    with speaking("en"):
        drawn = heat("t", "c", names, names, graded({("a", "a"): 0, ("a", "b"): 9}))
    assert [(square.shade, square.figure) for square in drawn.squares] == [
        (0, "0"),
        (4, "9"),
        (None, "?"),
        (None, "?"),
    ]
    assert drawn.summary == "Largest figures: A – B: 9."


def test_hostile_names_are_texts_and_nothing_else():
    page = made()
    read = Reader(page)
    for name in HOSTILE:
        assert visible(name) in read.texts
    assert {tag for tag, _ in read.tags} & {"img", "iframe", "object", "form", "link"} == set()
    assert [tag for tag, _ in read.tags].count("script") == 1
    assert not any(name.startswith("on") or name == "style" for _, at in read.tags for name in at)


@settings(deadline=None, max_examples=25)
@given(st.text(min_size=1).filter(lambda text: text.strip() and "\r" not in text and "\x00" not in text))
def test_any_text_of_a_user_comes_out_as_itself(text):
    answer = finding("isolated", text, text, [Heading("name", text)], [{"name": text}], remarks=notes(text))
    read = Reader(made([answer], contact=text, sources=[(text, "")]))
    expected = visible(text, "\n")
    assert expected in read.text
    assert [at["title"] for tag, at in read.tags if tag == "abbr"] == []
    assert {tag for tag, _ in read.tags} <= OURS


def test_nothing_is_asked_of_another_machine():
    page = made(contact="a@b.be", sources=[("Liste", "2026-10-12")])
    assert not re.search(r"https?://(?!www\.w3\.org)", page)
    assert not re.search(r"url\((?!#)|@import", page)
    assert all(at["href"].startswith("#") for tag, at in Reader(page).tags if tag == "a")


def test_every_link_leads_somewhere():
    read = Reader(made())
    ids = [at["id"] for _, at in read.tags if "id" in at]
    assert len(ids) == len(set(ids))
    assert {at["href"][1:] for tag, at in read.tags if tag == "a"} <= set(ids)


def test_the_report_is_the_same_twice_and_in_each_language():
    assert made() == made()
    french, english = made(), made(language="en")
    assert '<html lang="fr">' in french
    assert '<html lang="en">' in english
    assert french != english


def test_the_notice_and_the_date_are_on_the_page():
    text = Reader(made()).text
    assert text.count(NOTICE) >= 2
    assert "22\u00a0novembre 2026" in text


def test_of_two_answers_to_one_question_the_later_counts():
    first, *rest = report()
    page = made([first, *rest, replace(first, text="Plus récent.")])
    assert "Plus récent." in page
    assert first.text not in page


def test_a_report_of_nothing_still_says_what_it_does_not_know():
    text = Reader(made([], language="en")).text
    assert text.count("Not computed yet.") == 5


def test_sources_are_dated():
    text = Reader(made(sources=[("Liste des CPAS", "2026-10-12"), ("Annuaire", "")])).text
    assert "Liste des CPAS (12\u00a0octobre 2026)" in text


@pytest.mark.browser
@pytest.mark.parametrize("width", [390, 1440])
def test_a_browser_shows_the_report_and_runs_nothing(page, witness, tmp_path, width):
    (tmp_path / "report.html").write_text(made(), encoding="utf-8")
    page.set_viewport_size({"width": width, "height": 900})
    page.goto((tmp_path / "report.html").as_uri())
    shown = page.inner_text("body")
    assert HOSTILE[0] in shown
    assert "C:\\2019" in shown
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert page.evaluate("getComputedStyle(document.querySelector('header')).borderBottomStyle") == "solid"
    witness.assert_quiet()


@pytest.mark.browser
def test_an_injected_script_would_be_stopped_by_the_policy(page, witness, tmp_path):
    held = made().replace(
        "<main", "<script>document.title='ran'</script><p id='p' style='color: red'>x</p><main", 1
    )
    (tmp_path / "report.html").write_text(held, encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    assert page.title() != "ran"
    assert len(witness.console) == 2
    assert all("Content Security Policy" in said for said in witness.console)


@pytest.mark.browser
def test_the_first_page_prints_on_one_sheet(page, tmp_path):
    (tmp_path / "report.html").write_text(made(report(300)), encoding="utf-8")
    page.goto((tmp_path / "report.html").as_uri())
    printed = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594" in printed or b"/MediaBox [0 0 595" in printed
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 680, "height": 1000})
    foot = page.evaluate("document.querySelector('.first').getBoundingClientRect().bottom")
    sheet_of_paper = (297 - 34) / 25.4 * 96
    assert foot <= sheet_of_paper


def test_neither_the_hash_seed_nor_the_machine_s_language_nor_its_clock_changes_a_byte():
    told = (
        "import hashlib, samples; from wtc_eco.render import graphs, tables, workbook;"
        "from wtc_eco.render.report import book, compose, markdown, report_html as told;"
        "found = samples.report();"
        "held = told(found, territory=samples.Ground(), scope=samples.scope()).encode() + workbook.workbook(found);"
        "made = compose(found, territory=samples.Ground(), scope=samples.scope());"
        "held += book(made, found) + markdown(made).encode();"
        "held += graphs.gexf(graphs.graph(samples.directory(), samples.ties())) + tables.csv_text(found[2]).encode();"
        "print(hashlib.sha256(held).hexdigest())"
    )
    paths = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    machines = (
        {"PYTHONHASHSEED": "0", "TZ": "UTC", "LC_ALL": "C.UTF-8"},
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"},
    )
    outs = {
        subprocess.run(
            [sys.executable, "-c", told],
            env={**os.environ, **machine, "PYTHONPATH": paths},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for machine in machines
    }
    assert len(outs) == 1


def test_where_nobody_was_asked_there_is_no_column_of_zeros():
    with speaking("en"):
        held = sections([replace(answers(), response=None, remarks=notes("Ask."))], Ground(), region=True)
    assert [(one.bars, one.sheet) for one in held] == [((), None)]


def test_a_section_that_has_nothing_more_than_its_sentence_is_left_to_the_first_page():
    with speaking("en"):
        assert sections([finding("overview", "t", "s")], Ground(), region=True) == ()
