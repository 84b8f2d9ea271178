"""The overview, the directory and the ties say what the register and the network hold."""

from __future__ import annotations

from dataclasses import replace

from drawing import register, wallonie

from wtc_eco.analysis import overview, ties
from wtc_eco.analysis.register import directory
from wtc_eco.coverage import offers
from wtc_eco.territory import Scope

TOWNS = (
    dict(name="EPN", kind="epn", commune="Namur", records=(1, 2), sources=("cpas", "epn"), themes=("bases",)),
    dict(name="CPAS", kind="cpas", commune="Namur", records=(3,), sources=("cpas",)),
    dict(name="Bibliothèque", kind="bibliotheque", commune="Dinant", records=(4,), sources=("epn",)),
    dict(name="Ailleurs", kind="epn", place="outside", records=(5,), sources=("epn",)),
    dict(name="Fermée", kind="epn", commune="Namur", records=(6,), sources=("epn",), active=False),
)


def towns(study):
    from wtc_eco.network import build
    from wtc_eco.network.resolution import Mentions

    registry = register(*TOWNS, n_review=2)
    network = build(registry, Mentions(0), wallonie())
    return replace(study("a"), registry=registry, network=network, offers=offers(registry, wallonie()))


def test_the_overview_counts_lists_rows_doubles_and_pairs(study):
    said = overview.ask(towns(study)).sentence()
    assert "4 structures are known, found in 2 lists (5 rows, 1 double joined, 2 pairs" in said
    assert (
        "1 structure offers digital support (a theme or a step is known); nothing is known of 3 others."
        in said
    )
    assert "250 communes of 252 have none" in said or "251 communes of 253 have none" in said


def test_a_small_scope_names_the_communes_without_any(study, namur):
    finding = overview.ask(towns(study), namur)
    assert "in the whole register" in finding.sentence()
    rows = {row["id"]: row["structures"] for row in finding.rows()}
    assert rows["92094"] == 2
    assert len(rows) == len(wallonie().communes_of("namur"))
    commune = Scope(commune=wallonie().find_commune("Namur"))
    assert [(row["id"], row["structures"]) for row in overview.ask(towns(study), commune).rows()] == [
        ("epn", 1),
        ("cpas", 1),
    ]


def test_every_structure_stands_in_one_row_of_the_overview(study):
    finding = overview.ask(towns(study))
    assert sum(row["structures"] for row in finding.rows()) == finding.base == 4
    assert finding.unknown == 1
    assert all(set(row) == {heading.id for heading in finding.headings} for row in finding.rows())


def test_the_closed_are_a_remark(study):
    assert any(
        "1 structure, closed or withdrawn" in remark.text for remark in overview.ask(towns(study)).remarks
    )


def test_an_empty_register_says_so(study):
    empty = replace(towns(study), registry=register())
    assert "no structure is known yet" in overview.ask(empty).sentence()


def test_the_directory_has_one_row_a_structure_with_every_column(study):
    finding = directory(towns(study))
    assert [row["name"] for row in finding.rows()] == ["EPN", "CPAS", "Bibliothèque", "Ailleurs"]
    assert all(set(row) == {heading.id for heading in finding.headings} for row in finding.rows())


def test_in_the_directory_unknown_hours_are_unknown_not_closed(study):
    row = directory(towns(study)).rows()[0]
    assert row["themes"] == ("bases",)
    assert (row["slots"], row["slots_known"]) == (None, False)
    assert row["located"] == "commune"
    assert row["records"] == ("1", "2")


def test_the_ties_are_told_with_their_state(study):
    finding = ties.ask(study("a>b b>a a>>b a~b"))
    assert [(row["from"], row["kind"], row["state"]) for row in finding.rows()] == [
        ("S1", "knows", "confirmed"),
        ("S1", "met", "one_sided"),
        ("S1", "refers", "one_sided"),
        ("S2", "knows", "confirmed"),
    ]
    assert "3 ties declared" in finding.sentence()
    assert (finding.low, finding.high) == (2, 3)


def test_a_tie_with_one_end_in_the_scope_is_told(study, namur):
    finding = ties.ask(study("a@namur>b@liege c@liege>b@liege"), namur)
    assert [(row["from_name"], row["to_name"]) for row in finding.rows()] == [("a", "b")]


def test_a_network_without_ties_says_so(study):
    assert "no tie is declared" in ties.ask(study("a b")).sentence()
