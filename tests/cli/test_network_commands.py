"""The questions about the network, from the command line, on the shipped ecosystem."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

QUESTIONS = ("journeys", "missing-links", "bridges", "communities", "resilience", "measures")


@pytest.mark.parametrize("question", QUESTIONS)
def test_json_tells_base_unknown_response_and_range(eco, demonstration, question):
    said = eco("--folder", demonstration, question, "--bassin", "namur", "--format", "json")
    assert said.code == 0, said.err
    held = json.loads(said.out)
    assert held["question"] == question.replace("-", "_")
    assert held["base"] == 44
    assert 0 <= held["unknown"] <= held["base"]
    assert 0 < held["response"] <= 1
    assert held["low"] <= held["high"]
    assert held["rows"]


def test_the_fifth_sentence_is_said_by_run_and_stands_in_the_report(eco, demonstration):
    said = eco("--folder", demonstration, "run", "--format", "json")
    assert said.code == 0, said.err
    sentences = json.loads(said.out)["sentences"]
    assert len(sentences) == 5
    assert "profils-types" in sentences[4]
    assert "répondants" in sentences[4]
    page = (demonstration / "outputs" / "report.html").read_text(encoding="utf-8")
    assert "profils-types" in page
    assert "Pas encore calculé" not in page
    assert "Présenter" in page


@pytest.mark.parametrize("question", ["measures", "communities"])
def test_answers_do_not_depend_on_the_order_of_sets_in_memory(demonstration, question):
    def asked(seed):
        done = subprocess.run(
            [sys.executable, "-m", "wtc_eco", question, "--bassin", "namur", "--format", "json"],
            capture_output=True,
            cwd=demonstration,
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
        )
        return done.stdout

    assert asked("1") == asked("2")


def test_what_is_near_and_what_is_open_are_settings_of_the_folder(eco, demonstration):
    def gaps(*settings):
        (demonstration / "eco.toml").write_text("\n".join(("[coverage]", *settings)) + "\n", encoding="utf-8")
        said = eco("--folder", demonstration, "gaps", "slots", "--bassin", "namur", "--format", "json")
        return json.loads(said.out)

    def lacking(found, slot):
        return sum(row["slot"] == slot and row["mark"] in ("none", "not_found") for row in found["rows"])

    usual, farther, stricter = gaps(), gaps("near_km = 40"), gaps("open_minutes = 1000")
    assert lacking(farther, "soiree") < lacking(usual, "soiree")
    assert "40" in farther["sentence"]
    assert lacking(stricter, "matin") > lacking(usual, "matin")


def test_a_setting_that_is_no_distance_is_refused(eco, demonstration):
    (demonstration / "eco.toml").write_text('[coverage]\nnear_km = "far"\nclose = 3\n', encoding="utf-8")
    said = eco("--folder", demonstration, "gaps", "slots")
    assert said.code == 2
    assert "near_km" in said.err
    assert "close" in said.err
