"""An answer and a list of problems on the screen."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.console import Console
from samples import HOSTILE, directory, finding, isolated

from wtc_eco.analysis.finding import Heading
from wtc_eco.errors import Problem
from wtc_eco.i18n import speaking
from wtc_eco.render.cells import visible
from wtc_eco.render.console import found, show, show_problems, show_published

ANSI = re.compile(r"\x1b\[")


def printed(tell, *args, width=80, terminal=False, **options):
    stream = io.StringIO()
    console = Console(file=stream, width=width, force_terminal=terminal, **options)
    tell(*args, console)
    return stream.getvalue()


def unwrapped(text):
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("width", [1, 20, 40, 80, 200])
def test_no_line_is_wider_than_the_terminal(width):
    lines = printed(show, directory(20, HOSTILE), width=width).splitlines()
    assert max(cell_len(line) for line in lines) <= width


texts = st.text(max_size=90)


@settings(deadline=None, max_examples=60)
@given(
    title=texts,
    titles=st.lists(texts, min_size=1, max_size=6),
    values=st.lists(texts, min_size=6, max_size=6),
    width=st.integers(min_value=4, max_value=130),
)
def test_whatever_is_written_fits_and_nothing_of_it_is_a_control(title, titles, values, width):
    heads = [Heading(str(n), words) for n, words in enumerate(titles)]
    rows = [{str(n): value for n, value in enumerate(values)}]
    out = printed(show, finding("x", title, title, heads, rows), width=width)
    assert all(cell_len(line) <= width for line in out.split("\n"))
    assert out == visible(out, "\n")


def test_hostile_names_are_shown_as_they_are_written():
    rows = [{"name": name} for name in HOSTILE]
    out = unwrapped(printed(show, finding("x", "t", "s", [Heading("name", "Structure")], rows), width=30))
    assert all(unwrapped(visible(name)) in out for name in HOSTILE)


def test_no_escape_code_leaves_for_a_pipe_or_for_who_asked_for_no_colour():
    assert not ANSI.search(printed(show, isolated()))
    assert not ANSI.search(printed(show, isolated(), terminal=True, no_color=True))
    assert ANSI.search(printed(show, isolated(), terminal=True, color_system="standard"))


def test_columns_that_do_not_fit_are_named_with_the_way_to_see_them():
    with speaking("en"):
        out = printed(show, isolated(), width=40)
    assert "Pourquoi" in out.split("Columns that do not fit")[1]
    assert "--format xlsx" in unwrapped(out).replace("--formatxlsx", "--format xlsx")


def test_a_column_that_says_the_same_everywhere_leaves_its_room_to_one_that_tells():
    heads = [Heading(name, name.title()) for name in ("structure", "bassin", "reason")]
    rows = [
        {"structure": "Espace " + n * 14, "bassin": "Brabant wallon et environs", "reason": n * 16}
        for n in "ab"
    ]
    with speaking("en"):
        out = printed(show, finding("x", "t", "s", heads, rows), width=50)
    assert "b" * 16 in out
    assert "Columns that do not fit: Bassin." in out


def test_what_rows_in_a_row_have_in_common_is_said_once_above_them():
    heads = [Heading(name, name.title()) for name in ("theme", "commune", "nearest")]
    rows = [
        {"theme": theme, "commune": f"{theme}-{n}", "nearest": "Bibliothèque communale"}
        for theme in ("banque", "sécurité")
        for n in "123"
    ]
    with speaking("en"):
        narrow = printed(show, finding("x", "t", "s", heads, rows), width=36)
        wide = printed(show, finding("x", "t", "s", heads, rows), width=100)
        shuffled = printed(show, finding("x", "t", "s", heads, [*rows[::2], *rows[1::2]]), width=36)
    assert narrow.count("Theme: banque") == narrow.count("Theme: sécurité") == 1
    assert [narrow.count(title) for title in ("Commune", "Nearest")] == [1, 1]
    assert "Bibliothèque" in narrow
    assert all(f"sécurité-{n}" in narrow for n in "123")
    assert "Theme: " not in wide
    assert "Theme: " not in shuffled


def test_rows_beyond_the_limit_are_counted():
    def five(answer, console):
        show(answer, console, limit=5)

    with speaking("en"):
        assert "4 rows more" in printed(five, isolated())
        assert "more" not in printed(show, isolated(HOSTILE[:4]), width=300)


def test_what_nobody_told_us_is_not_shown_as_nothing():
    heads = (
        Heading("name", "Structure"),
        Heading("themes", "Thèmes", "list"),
        Heading("n", "Liens", "whole"),
    )
    rows = ({"name": "A", "themes": (), "n": 0}, {"name": "B", "themes": None, "n": None})
    with speaking("en"):
        lines = printed(show, finding("x", "t", "s", heads, rows)).splitlines()
    assert next(line for line in lines if line.startswith("A ")).split() == ["A", "none", "0"]
    assert next(line for line in lines if line.startswith("B ")).split() == ["B", "?", "?"]


def test_the_notice_is_printed():
    assert "illustration" in printed(show, isolated())


def test_a_problem_says_where_what_was_found_and_what_to_do():
    problem = Problem(
        code="phone",
        gravity="quarantine",
        message="Not a phone number.",
        hint="Ten digits at most.",
        file="cpas.csv",
        sheet="2026",
        row=12,
        column="Téléphone",
        letter="F",
        value="4,71E+08",
    )
    with speaking("en"):
        out = printed(show_problems, [problem])
    for words in (
        "cpas.csv · 2026",
        "row 12",
        "column F Téléphone",
        "'4,71E+08'",
        "Not a phone",
        "→ Ten digits",
    ):
        assert words in out


@settings(deadline=None, max_examples=60)
@given(value=texts, message=texts, width=st.integers(min_value=20, max_value=120))
def test_problems_fit_and_their_values_are_harmless(value, message, width):
    problem = Problem("c", "warning", message, value, value, row=1, column=value, letter="A", value=value)
    out = printed(show_problems, [problem], width=width)
    assert all(cell_len(line) <= width for line in out.split("\n"))
    assert out == visible(out, "\n")


@pytest.mark.parametrize("width", range(40, 60))
def test_a_number_and_its_sign_are_never_on_two_lines(width):
    words = "environ 650\u202f000\u00a0personnes sur 1\u202f200\u202f000 «\u00a0concernées\u00a0» " * 3
    problem = Problem("c", "warning", words, words, file="a.csv", row=1)
    rows = [{"note": words, "people": n} for n in range(2)]
    heads = [Heading("people", "n", "whole"), Heading("note", "Note")]
    for out in (
        printed(show_problems, [problem], width=width),
        printed(show, finding("x", "t", words, heads, rows), width=width),
    ):
        assert "650\u202f000\u00a0personnes" in out
        assert not re.search("[\u202f\u00a0] *\n", out)


def test_a_value_as_found_is_quoted_and_cut_at_eighty_characters():
    assert found("\x1b[31m") == r"'\x1b[31m'"
    assert len(found("x" * 500)) == 80


def test_what_was_written_is_a_path_in_one_piece(tmp_path):
    long = tmp_path / ("dossier " * 12) / "map.html"

    def tell(console):
        show_published("Mons", ["Une phrase."], [(long, "la carte")], console, notice="Illustration.")

    out = printed(tell, width=40)
    assert str(long) in out
    assert "la carte" in out
    assert "Illustration." in out
