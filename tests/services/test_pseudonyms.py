"""Researchers get the ties of structures that they cannot name, and the same ones at the next export."""

from __future__ import annotations

import json
from collections import Counter

import networkx as nx
import openpyxl
import pytest
from seeded import PEOPLE, raw, records, ties, written

import wtc_eco as eco
from wtc_eco.errors import UsageError
from wtc_eco.network import standings


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    """The settings folder, where the key stands."""
    monkeypatch.setenv("WTC_ECO_HOME", str(tmp_path / "settings"))
    return tmp_path / "settings"


def graph(path) -> nx.MultiDiGraph:
    return nx.node_link_graph(json.loads(path.read_text(encoding="utf-8")), edges="edges")


def made(fresh, path, **more):
    return fresh.write.pseudonyms(path, form=more.pop("form", "json"), **more)


@pytest.mark.parametrize("form", ["gexf", "graphml", "json", "xlsx"])
def test_no_name_number_street_or_commune_stands_in_it(fresh, tmp_path, form):
    text = raw(made(fresh, tmp_path / f"p.{form}", form=form))
    for word in (
        *PEOPLE,
        "Maison Numéro",
        "Rue du Test",
        "Andenne",
        "Ciney",
        "91034",
        "92094",
        "2026-09-10",
        "liste-2026",
    ):
        assert word not in text
    assert not {f'"{one}"' for one in fresh.registry.table["id"]} & set(text.split())


def test_without_a_path_it_is_called_pseudonyms_in_the_outputs(fresh):
    path = fresh.write.pseudonyms(form="json")
    assert path.parent.name == "outputs"
    assert path.name.startswith("pseudonyms")


def test_the_ties_are_the_same_ties(fresh, tmp_path):
    told, known = graph(made(fresh, tmp_path / "p.json")), fresh.network
    assert len({key for *_, key in told.edges(keys=True)}) == known.number_of_edges()
    assert told.number_of_edges() == known.number_of_edges()
    assert sorted(Counter(dict(told.degree()).values()).items()) == sorted(
        Counter(dict(known.degree()).values()).items()
    )
    assert nx.is_isomorphic(nx.DiGraph(told), nx.DiGraph(known))


def test_a_pseudonym_lasts_and_is_another_one_under_another_key(fresh, tmp_path, monkeypatch):
    first, again = (made(fresh, tmp_path / name).read_bytes() for name in ("a.json", "b.json"))
    assert first == again
    monkeypatch.setenv("WTC_ECO_HOME", str(tmp_path / "elsewhere"))
    other = graph(made(fresh, tmp_path / "c.json"))
    assert not set(other) & set(graph(tmp_path / "a.json"))


def test_the_order_of_the_file_does_not_tell_the_numbers(fresh, tmp_path):
    nodes = list(graph(made(fresh, tmp_path / "p.json")))
    assert nodes == sorted(nodes)


def test_a_kind_or_a_bassin_of_a_few_is_not_told(fresh, tmp_path):
    table = fresh.folder / "data" / "structures.csv"
    lines = table.read_text(encoding="utf-8").splitlines(keepends=True)
    rare = [
        line.replace(";cpas;", ";mire;").replace(",cpas,", ",mire,") if "Numéro9bis" in line else line
        for line in lines
    ]
    table.write_text("".join(rare), encoding="utf-8")
    changed = eco.open(fresh.folder)
    assert "mire" in {held["kind"] for _, held in changed.network.nodes(data=True)}
    told = graph(made(changed, tmp_path / "p.json"))
    kinds = Counter(held.get("kind") for _, held in told.nodes(data=True))
    assert "mire" not in kinds
    assert all(n >= 5 for kind, n in kinds.items() if kind)


@pytest.mark.parametrize("form", ["kumu", "geojson", "csv"])
def test_a_form_that_needs_names_or_places_is_refused(fresh, tmp_path, form):
    with pytest.raises(UsageError):
        made(fresh, tmp_path / "p", form=form)


@pytest.mark.parametrize(("n", "told"), [(4, False), (5, True), (6, True)])
def test_a_kind_is_told_from_five_of_it_in_a_bassin_on(tmp_path, n, told):
    """Neither eight of another kind nor five of this kind in another bassin hide one; those are hidden with four."""
    rows = [{**row, "kind": "mire" if at < n else "cpas"} for at, row in enumerate(_placed(n + 8, "5000"))]
    elsewhere = [{**row, "kind": "mire"} for row in _placed(5, "4000", first=n + 9)]
    made_of = written(tmp_path / "x", [*rows, *elsewhere], [])
    kinds = Counter(
        held.get("kind") for _, held in graph(made(made_of, tmp_path / "p.json")).nodes(data=True)
    )
    assert kinds["mire"] == (n if told else 0)
    assert kinds["cpas"] == (8 if told else 0)


@pytest.mark.parametrize(("n", "told"), [(4, False), (5, True), (6, True)])
def test_a_bassin_is_told_from_five_structures_on_and_its_kinds_with_it(tmp_path, n, told):
    rows = [*_placed(8, "4000"), *_placed(n, "5000", first=9)]
    nodes = [
        held
        for _, held in graph(made(written(tmp_path / "x", rows, []), tmp_path / "p.json")).nodes(data=True)
    ]
    bassins = Counter(held.get("bassin") for held in nodes)
    assert bassins["namur"] == (n if told else 0)
    assert bassins[None] == (0 if told else n)
    assert sum(held.get("kind") is None for held in nodes) == (0 if told else n)


def _placed(n, postal_code, *, first=1):
    """Welfare centres of one postal code, without a person."""
    base = records(7)[-1] | {"postal_code": postal_code, "locality": None, "kind": "cpas"}
    return [
        {**base, "record": first + at, "name": f"Maison {first + at}", "street": f"Rue {first + at}"}
        for at in range(n)
    ]


def test_of_each_structure_only_what_may_be_told_is_told_and_it_is_true(fresh, tmp_path):
    """Pseudonyms hide which is which: the facts are compared as a whole."""
    known = fresh.network
    held = standings(known)
    facts = Counter(
        (
            bool(row["asked_on"] or row["answered_on"] or row["network_answered_on"]),
            bool(row["network_answered_on"]),
            row["knows_ecosystem"],
            held[node].id,
        )
        for node, row in known.nodes(data=True)
    )
    nodes = [row for _, row in graph(made(fresh, tmp_path / "p.json")).nodes(data=True)]
    told = Counter((row["asked"], row["answered"], row["knows_ecosystem"], row["standing"]) for row in nodes)
    assert told == facts
    assert {row["in_scope"] for row in nodes} == {True}
    allowed = {"label", "bassin", "kind", "in_scope", "asked", "answered", "knows_ecosystem", "standing"}
    assert {name for row in nodes for name in row} <= allowed
    assert all(len(row["label"]) == 11 and row["label"].startswith("P") for row in nodes)


def test_the_other_end_of_a_tie_is_told_as_out_of_the_scope(tmp_path):
    rows = [*_placed(6, "5000"), *_placed(6, "4000", first=7)]
    declared = [
        {**ties()[0], "tie": 1, "from": "1", "to": "7", "themes": ("bases", "of her own")},
        {**ties()[0], "tie": 2, "from": "8", "to": "9"},
    ]
    ecosystem = written(tmp_path / "x", rows, declared)
    told = graph(made(ecosystem, tmp_path / "p.json"))
    assert Counter(row["in_scope"] for _, row in told.nodes(data=True)) == {True: 6, False: 1}
    ((start, end, tie),) = told.edges(data=True)
    assert (told.nodes[start]["in_scope"], told.nodes[end]["in_scope"]) == (True, False)
    assert tie["kind"] == "refers"
    assert tie["themes"] == "bases"
    assert set(tie) <= {"kind", "state", "themes"}
    elsewhere = graph(made(ecosystem, tmp_path / "q.json", bassin="liege"))
    assert Counter(row["in_scope"] for _, row in elsewhere.nodes(data=True)) == {True: 6, False: 1}
    assert elsewhere.number_of_edges() == 2


def test_two_kinds_of_tie_between_the_same_two_are_two_ties(tmp_path):
    declared = [
        {**ties()[0], "tie": n, "from": "1", "to": "2", "kind": kind}
        for n, kind in enumerate(("refers", "works_with"), start=1)
    ]
    told = graph(made(written(tmp_path / "x", _placed(6, "5000"), declared), tmp_path / "p.json"))
    assert sorted(tie["kind"] for _, _, tie in told.edges(data=True)) == ["refers", "works_with"]


def test_a_node_bears_its_pseudonym_once_whatever_the_form(fresh, tmp_path):
    """What the form writes by itself is no attribute more."""
    told = nx.read_graphml(made(fresh, tmp_path / "p.graphml", form="graphml"))
    assert {name for _, row in told.nodes(data=True) for name in row} == {
        *("label", "bassin", "kind", "in_scope", "asked", "answered", "knows_ecosystem", "standing")
    }


def test_the_notes_of_the_workbook_count_what_stands_in_it_and_give_no_range(tmp_path):
    """Of the six of the bassin one is tied to a seventh elsewhere: seven rows, where the bassin has six."""
    rows = [*_placed(6, "5000"), *_placed(6, "4000", first=7)]
    declared = [{**ties()[0], "tie": 1, "from": "1", "to": "7"}]
    path = made(written(tmp_path / "x", rows, declared), tmp_path / "p.xlsx", form="xlsx", lang="en")
    structures, tied, notes = (sheet.iter_rows(values_only=True) for sheet in openpyxl.load_workbook(path))
    assert (len(list(structures)), len(list(tied))) == (1 + 7, 1 + 1)
    told = [row[:2] for row in notes]
    assert [count for label, count in told if label == "Structures it is about"] == ["7", "7"]
    assert "Between" not in {label for label, _ in told}


def test_where_none_is_named_the_file_stands_in_outputs(fresh):
    path = fresh.write.pseudonyms(form="xlsx")
    assert path.parent == fresh.outputs
    assert path.suffix == ".xlsx"
    # Who opens it reads that pseudonyms are no anonymity.
    assert "anonym" in raw(path).casefold().replace("pseudonym", "")
    assert fresh.write.pseudonyms().suffix == ".gexf"
