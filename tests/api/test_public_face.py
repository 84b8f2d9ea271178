"""What `eco.` and a question show: a dozen names, every question a method, and types that a checker sees."""

from __future__ import annotations

import html
import subprocess
import sys
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from public import GROUPS, members

import wtc_eco as eco
from wtc_eco.analysis import ANALYSES
from wtc_eco.analysis.finding import Heading
from wtc_eco.api.findings import SHOWN

ROOT = Path(__file__).resolve().parent.parent.parent
NAMES = {"open", "init", "demo", "match", "load_territory", "speaking"} | {
    *("Ecosystem", "Finding", "Territory", "Scope", "Problem", "EcoError")
}
NASTY = '<img src=x onerror="alert(1)">\u202e'


@pytest.fixture(scope="module")
def isolated(demonstration):
    return demonstration.isolated(bassin="namur")


def test_tab_shows_a_dozen_names():
    assert set(dir(eco)) == NAMES | {"__version__"}
    with pytest.raises(AttributeError):
        _ = eco.import_module


@pytest.mark.parametrize("question", ANALYSES)
def test_every_question_is_a_method(question, demonstration):
    named = getattr(demonstration, question)(bassin="namur")
    assert named == demonstration.ask(question, bassin="namur")
    assert named.question == question or question.startswith(named.question.partition("_")[0])


def test_a_group_says_what_is_in_it(demonstration):
    for name, kind in GROUPS.items():
        group = getattr(demonstration, name)
        assert isinstance(group, kind)
        for method, _ in members(kind):
            assert method in repr(group)


def test_reprs_are_one_line(demonstration, isolated):
    shown = [demonstration, isolated, demonstration.territory, demonstration.scope(bassin="namur")]
    for each in shown:
        assert "\n" not in repr(each)
        assert len(repr(each)) < 120


def test_a_frame_has_real_dtypes():
    headings = (
        Heading("n", "N", "whole"),
        Heading("km", "Km", "km"),
        Heading("part", "Part", "share"),
        Heading("yes", "Yes", "flag"),
        Heading("day", "Day", "date"),
        Heading("name", "Name"),
        Heading("kind", "Kind", words={"epn": "EPN"}),
        Heading("many", "Many", "list"),
    )
    full = {
        "n": 3,
        "km": 1.5,
        "part": 0.25,
        "yes": True,
        "day": "2026-11-22",
        "name": "A",
        "kind": "epn",
        "many": ("a",),
    }
    unknown = dict.fromkeys(full)
    for rows in ((full, unknown), (unknown,), ()):
        frame = eco.Finding("q", "Q", "", 2, 1, "Q.", headings, rows).to_frame()
        assert frame.dtypes.astype(str).tolist() == [
            *("Int64", "Float64", "Float64", "boolean", "datetime64[ns]"),
            *("string", "category", "object"),
        ]
        assert len(frame) == len(rows)
    first = eco.Finding("q", "Q", "", 2, 1, "Q.", headings, (full, unknown)).to_frame()
    assert first["day"][0] == pd.Timestamp("2026-11-22")
    assert first.loc[1].drop("many").isna().all()


def test_a_notebook_shows_an_answer_and_runs_nothing_of_it(isolated):
    rows = tuple({**row, "name": NASTY} for row in isolated.table) * SHOWN
    heads = (Heading("name", NASTY), *isolated.headings)
    page = replace(isolated, title=NASTY, text=NASTY, notice=NASTY, headings=heads, table=rows)._repr_html_()
    assert "<img" not in page
    assert "\u202e" not in page
    assert page.count("<tr>") == SHOWN + 1
    assert f"{len(rows) - SHOWN}" in page


def test_a_notebook_shows_an_ecosystem_without_a_name_of_it(own):
    (own.folder / "eco.toml").write_text(f"[ecosystem]\nname = '{NASTY}'\n", encoding="utf-8")
    page = eco.open(own.folder)._repr_html_()
    assert "<img" not in page
    assert not any(name in page for name in own.registry.table["name"] if name)


def test_a_list_and_a_plan_show_themselves(demonstration, tmp_path):
    invitation = demonstration.events.invite(8, bassin="namur", lang="en")
    assert html.escape(invitation.finding().rows()[0]["name"]) in invitation._repr_html_()
    guests = tmp_path / "guests.csv"
    guests.write_text(f"nom;structure\n{NASTY};S1\nAnne;S2\n", encoding="utf-8")
    plan = demonstration.events.seat(guests, tables=1)
    assert "<img" not in plan._repr_html_()
    assert "Anne" in plan._repr_html_()
    for each in (invitation, plan):
        assert "\n" not in repr(each)
        assert len(repr(each)) < 120


USER = """
from pathlib import Path
import wtc_eco as eco

ecosystem = eco.open("mons", as_of="2026-11-22")
finding = ecosystem.isolated(bassin="namur")
reveal_type(ecosystem)
reveal_type(finding)
reveal_type(finding.sentence())
reveal_type(finding.to_frame())
reveal_type(ecosystem.registry.table)
reveal_type(ecosystem.network)
reveal_type(ecosystem.imports.structures(Path("list.csv"), source="cpas", sheet="Feuil2"))
reveal_type(ecosystem.events.invite(20, bassin="namur"))
reveal_type(ecosystem.write.map())
reveal_type(eco.match(["list.csv"]))
reveal_type(eco.load_territory())
ecosystem.isolated(basin="namur")
ecosystem.imports.structures("list.csv", source="cpas", shet="Feuil2")
"""
SEEN = [
    *(
        "Ecosystem",
        "Finding",
        "str",
        "DataFrame",
        "DataFrame",
        "MultiDiGraph[str, dict[str, Any], dict[str, Any]]",
    ),
    *("Imported", "Invitation", "Path", "Matched", "Territory"),
]


def test_a_users_mypy_sees_types(tmp_path):
    script = tmp_path / "script.py"
    script.write_text(USER, encoding="utf-8")
    command = [
        sys.executable,
        "-m",
        "mypy",
        "--strict",
        "--config-file=",
        "--cache-dir",
        ROOT / ".mypy_cache",
        script,
    ]
    said = subprocess.run(
        command, capture_output=True, text=True, check=False, cwd=tmp_path
    ).stdout.splitlines()
    revealed = [line.partition("Revealed type is ")[2].strip('"') for line in said if "Revealed type" in line]
    assert len(revealed) == len(SEEN), said
    for full, name in zip(revealed, SEEN, strict=True):
        assert full.endswith(name), (full, name)
    errors = [line for line in said if " error: " in line]
    assert len(errors) == 2, said
    assert "basin" in errors[0]
    assert "shet" in errors[1]


def test_the_wheel_says_that_it_is_typed(tmp_path):
    command = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", tmp_path]
    subprocess.run(command, check=True, capture_output=True, cwd=ROOT)
    (wheel,) = tmp_path.glob("*.whl")
    names = zipfile.ZipFile(wheel).namelist()
    assert "wtc_eco/py.typed" in names
    assert "wtc_eco/api/ecosystem.py" in names
