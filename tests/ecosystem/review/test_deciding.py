"""A person has the last word on what is one structure, and can change it."""

from __future__ import annotations

import pytest
from coordinating import DIGITAL, SOCIAL, shuffled
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wtc_eco as eco

ANNE = {"by": "Anne", "why": "même équipe"}


def registered(desk):
    """The register as it is written."""
    return desk.ecosystem.write.export(desk.folder / "outputs" / "r.csv", form="csv").read_bytes()


def verdicts(desk):
    table = desk.ecosystem.holdings.decisions
    return [(row["left"], row["right"], row["verdict"]) for row in table.to_dict("records")]


def test_joined_structures_are_one_and_both_numbers_lead_to_it(desk):
    done = desk.ecosystem.review.join(["CPAS de Mons", "CPAS de Namur"], **ANNE)
    ((one, _, records),) = done.structures
    assert records == (2, 3)
    assert desk.ecosystem.registry.resolve("S3") == one == "S2"
    line = desk.ecosystem.holdings.decisions.to_dict("records")[0]
    assert (line["left_words"], line["decided_by"], line["why"]) == (
        "CPAS de Mons, Rue de Bouzanton 1, 7000",
        "Anne",
        "même équipe",
    )


def test_a_decision_survives_lists_taken_again_and_shuffled(desk):
    desk.ecosystem.review.join(["CPAS de Mons", "CPAS de Namur"])
    desk.ecosystem.review.split("EPN La Ruche")
    before = registered(desk)
    desk.take("sociale", shuffled(SOCIAL))
    desk.take("numerique", shuffled(DIGITAL))
    assert registered(desk) == before


def test_two_records_kept_apart_stay_apart_when_a_list_corrects_one_of_them(desk):
    desk.ecosystem.review.split("EPN La Ruche")
    desk.take("sociale", SOCIAL.replace("Rue Haute 8", "Rue Haute 8 bte 2"), "2026-06-01")
    assert len(desk.named("EPN La Ruche")) == 2


def test_split_then_join_gives_the_same_register(desk):
    before = registered(desk)
    (one,) = desk.named("EPN La Ruche")
    desk.ecosystem.review.split(one)
    assert len(desk.named("EPN La Ruche")) == 2
    desk.ecosystem.review.join(desk.named("EPN La Ruche"))
    assert registered(desk) == before
    assert [verdict for _, _, verdict in verdicts(desk)] == ["same"]


def test_join_then_split_gives_the_same_register(desk):
    before = registered(desk)
    desk.ecosystem.review.join(["CPAS de Mons", "CPAS de Namur"])
    desk.ecosystem.review.split("CPAS de Mons" if desk.named("CPAS de Mons") else "CPAS de Namur")
    assert registered(desk) == before


def test_whole_structures_join_even_where_one_was_kept_apart_from_the_other(desk):
    (one,) = desk.named("EPN La Ruche")
    (other,) = desk.named("Bibliothèque de Huy")
    numbers = desk.row(one)["records"] + desk.row(other)["records"]
    desk.ecosystem.review.join([one, other])
    desk.ecosystem.review.split(one, [max(desk.row(other)["records"])])
    desk.ecosystem.review.join([str(number) for number in numbers])
    assert sorted(desk.row(one)["records"]) == sorted(numbers)


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(st.tuples(st.booleans(), st.integers(1, 6), st.integers(1, 6)), min_size=1, max_size=4))
def test_every_record_is_in_one_structure_whatever_was_decided(desk, steps):
    for joins, one, other in steps:
        ecosystem = desk.ecosystem
        together = ecosystem.registry.aliases[one] == ecosystem.registry.aliases[other]
        if joins and not together:
            ecosystem.review.join([str(one), str(other)])
            assert desk.ecosystem.registry.aliases[one] == desk.ecosystem.registry.aliases[other]
        elif not joins and together and one != other:
            ecosystem.review.split(str(one), [other])
            assert desk.ecosystem.registry.aliases[one] != desk.ecosystem.registry.aliases[other]
    held = [number for numbers in desk.ecosystem.registry.table["records"] for number in numbers]
    assert sorted(held) == [1, 2, 3, 4, 5, 6]
    assert desk.ecosystem._inner.matching.problems == ()


def test_saying_it_again_writes_nothing(desk):
    (one,) = desk.named("EPN La Ruche")
    desk.ecosystem.review.split(one)
    before = desk.bytes()
    with pytest.raises(eco.EcoError):
        desk.ecosystem.review.split(one)
    assert desk.bytes() == before


@pytest.mark.parametrize(
    ("things", "records"),
    [(("CPAS de Mons",), ()), (("EPN La Ruche",), (1,)), (("EPN La Ruche",), (4, 6))],
    ids=["made of one record", "not its record", "nothing would be left"],
)
def test_what_cannot_be_split_is_said_with_a_remedy(desk, things, records):
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.review.split(things[0], records)
    assert caught.value.hint


@pytest.mark.parametrize(
    "things", [["CPAS de Mons"], ["CPAS de Mons", "S2"], ["Mons", "CPAS de Mons"], ["S999", "S1"]]
)
def test_what_cannot_be_joined_is_said_with_a_remedy(desk, things):
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.review.join(things)
    assert caught.value.hint


def test_nothing_is_written_on_a_slip_of_the_pen(desk):
    before = desk.bytes()
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.review.join(["CPAS de Mosn", "CPAS de Namur"])
    assert caught.value.hint
    assert desk.bytes() == before


def test_a_decision_can_be_undone(desk):
    before = desk.bytes()
    desk.ecosystem.review.join(["CPAS de Mons", "CPAS de Namur"])
    desk.ecosystem.history.undo()
    assert desk.bytes() == before


ANSWERS = """id,submitdate,A1,C5,C4[SQ001],C4B[SQ001_SQ001]
1,2026-10-05 10:00:00,[{one}] CPAS de Mons,A1,EPN La Ruche,1
2,2026-10-06 10:00:00,[{other}] CPAS de Namur,A1,,
"""


def heard(desk):
    """What each structure holds: its records, phone, day of its answer, and how many ties it stands in."""
    ecosystem = desk.ecosystem._inner
    ends = [end for tie in ecosystem.mentions.ties for end in (tie.start, tie.end)]
    return {
        row["name"]: (row["records"], row["phone"], row["network_answered_on"], ends.count(row["id"]))
        for row in ecosystem.registry.table.to_dict("records")
    }


@pytest.fixture
def answered(desk):
    """Two structures, each with its own answer and a correction, and a tie of one."""
    (one,), (other,) = desk.named("CPAS de Mons"), desk.named("CPAS de Namur")
    path = desk.folder / "reponses.csv"
    path.write_text(ANSWERS.format(one=one, other=other), encoding="utf-8")
    desk.ecosystem.imports.answers(path, source="enquête")
    desk.ecosystem.corrections.set(one, {"phone": "065 22 22 22"})
    desk.ecosystem.corrections.set(other, {"phone": "065 33 33 33"})
    return desk, one, other


@pytest.mark.parametrize("how", ["as it was", "all", "one record"])
def test_split_gives_back_what_was_before_join(answered, how):
    desk, one, other = answered
    before = heard(desk)
    desk.ecosystem.review.join([one, other])
    assert len(heard(desk)) == len(before) - 1
    joined = one if one in set(desk.ecosystem.registry.table["id"]) else other
    match how:
        case "as it was":
            desk.ecosystem.review.split(joined)
        case "all":
            desk.ecosystem.review.split(joined, apart=True)
        case _:
            desk.ecosystem.review.split(joined, [int(other[1:])])
    assert heard(desk) == before
