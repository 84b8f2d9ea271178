"""Wrong arguments raise an `EcoError` that says what is allowed, whatever method they are given to."""

from __future__ import annotations

import inspect

import pytest
from public import GROUPS, members

import wtc_eco as eco

HOSTILE = (
    3,
    -1,
    0,
    float("nan"),
    True,
    "\0",
    "",
    "../../nowhere",
    "2026-13-45",
    "*\ud800",
    [],
    [3],
    {"a": 3},
    object(),
    b"x",
)
WRITES = ("undo", "redo", "repair", "restore", "accept_edits")
"""Methods that act on the folder whatever they are told."""


def methods():
    """Every public method that takes arguments, by the way to it."""
    for name, each in members(eco.Ecosystem):
        if inspect.isfunction(each):
            yield name, each
    for group, kind in GROUPS.items():
        for name, each in members(kind):
            yield f"{group}.{name}", each


def parameters(each):
    """Its own parameters."""
    each = getattr(each, "__func__", each)
    return [one for name, one in inspect.signature(each).parameters.items() if name != "self"]


METHODS = {name: parameters(each) for name, each in methods()}
TAKING = sorted(name for name, taken in METHODS.items() if taken and name.partition(".")[2] not in WRITES)


def found(ecosystem, way):
    for name in way.split("."):
        ecosystem = getattr(ecosystem, name)
    return ecosystem


def fitting(taken, folder):
    """Arguments that fit, for those without a default."""
    usual = {
        "seats": 4,
        "tables": 1,
        "source": "list",
        "on": "2026-12-10",
        "before": "before",
        "question": "isolated",
    }
    usual |= {
        "what": "themes",
        "texts": ["24/7"],
        "fields": {"name": "X"},
        "things": ["S1", "S2"],
        "addresses": ["x"],
    }
    needed = [one for one in taken if one.default is one.empty and one.kind is not one.VAR_KEYWORD]
    return {one.name: usual.get(one.name, str(folder / "nothing.csv")) for one in needed}


@pytest.mark.parametrize("way", TAKING)
def test_a_value_that_is_none_of_those_allowed_is_refused_in_words(way, shared_copy, tmp_path):
    """Whatever is given, the method does its work or raises an `EcoError`; an object is never taken."""
    method, taken = found(shared_copy, way), METHODS[way]
    for one in taken:
        given = fitting(taken, tmp_path)
        if one.kind is one.VAR_KEYWORD or ("returned" in given and one.name != "returned"):
            continue
        with pytest.raises(eco.EcoError) as caught:
            method(**{**given, one.name: object()})
        assert one.name in caught.value.message
        assert caught.value.hint


@pytest.mark.parametrize("way", [way for way in TAKING if "." not in way or way.startswith("imports.")])
def test_hostile_values_end_in_words(way, shared_copy, tmp_path):
    method, taken = found(shared_copy, way), METHODS[way]
    for one in taken:
        for value in HOSTILE if one.kind is not one.VAR_KEYWORD else ():
            try:
                method(**{**fitting(taken, tmp_path), one.name: value})
            except eco.EcoError as refused:
                assert refused.message.strip()  # noqa: PT017 - it may be taken, too; nothing else may be raised


@pytest.mark.parametrize("way", sorted(METHODS))
def test_an_argument_that_nobody_takes_is_named(way, shared_copy):
    with pytest.raises(eco.EcoError, match="basin"):
        found(shared_copy, way)(**fitting(METHODS[way], shared_copy.folder), basin="namur")


@pytest.mark.parametrize(
    ("given", "allowed"),
    [
        (lambda it: it.isolated(bassin="Namurr"), "Namur"),
        (lambda it: it.ask("who"), "isolated"),
        (lambda it: it.ask("isolated", edition="draft"), "working, shared"),
        (lambda it: it.gaps("colours"), "themes"),
        (lambda it: it.isolated().write("a.doc"), "csv"),
        (lambda it: it.isolated().write("a.csv", form="doc"), "csv"),
        (lambda it: it.write.report(form="pdf"), "html"),
        (lambda it: it.surveys.send(forms=["fax"]), "limesurvey"),
        (lambda it: it.events.invite(10, on="tomorrow"), "2026-11-22"),
        (lambda it: it.events.invite(0), "1"),
        (lambda it: it.hours(["24/7"], community="klingon"), "fr"),
        (lambda it: eco.open(it.folder, as_of="2026-02-30"), "2026-11-22"),
        (lambda _: eco.open("nowhere"), "demo"),
        (lambda _: eco.load_territory("nowhere"), "wallonie"),
        (lambda _: eco.speaking("nl"), "fr, en"),
    ],
)
def test_what_is_allowed_is_said(given, allowed, shared_copy):
    with pytest.raises(eco.EcoError) as caught:
        given(shared_copy)
    assert allowed in caught.value.hint
