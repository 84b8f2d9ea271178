"""Whom to introduce, on the first page of a report."""

from __future__ import annotations

from wtc_eco.analysis import answer
from wtc_eco.render.report.first_page import actions

BY_DAY = ("matin", "apres_midi")
DOOR = dict(ins="T101", publics=("tous",), themes=(), slots=())
BEYOND = dict(ins="T102", publics=("tous",), themes=("bases",), slots=BY_DAY, lat=45.47, lon=9.05)
SILENT = {"network_answered_on": None}


def introduced(study, scope):
    asked = ("directory", "missing_links", "answers")
    said = actions({question: answer(question)(study, scope) for question in asked})
    return next((one for one in said if one.announced == "Introduce"), None)


def test_the_first_introduction_is_a_thing_to_do(valley, montalto):
    said = introduced(valley(DOOR, BEYOND), montalto)
    assert said.text.startswith("Spazio 1 to Spazio 2 (")
    assert "both have answered" in said.text
    assert "about 1,400 people would find a way" in said.text
    assert not said.fragile


def test_one_that_has_not_answered_is_said_so(valley, montalto):
    said = introduced(valley(DOOR, {**BEYOND, **SILENT}), montalto)
    assert "one of them has not answered" in said.text
    assert said.fragile


def test_nothing_is_proposed_where_nothing_would_help(valley, montalto):
    assert introduced(valley(DOOR), montalto) is None
