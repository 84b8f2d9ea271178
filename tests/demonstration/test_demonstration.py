from __future__ import annotations

import tomllib
from collections import Counter
from pathlib import Path

import phonenumbers
import pytest

from wtc_eco import model, territory
from wtc_eco.coverage import schedule
from wtc_eco.territory.pack import VOCABULARIES

ROOT = Path(__file__).resolve().parent.parent.parent
WANTED = {"securite", "demarches", "recherche_emploi"}


def share(rows, holds):
    rows = list(rows)
    assert len(rows) >= 10
    return sum(map(holds, rows)) / len(rows)


@pytest.mark.parametrize("name", ["structures.csv", "referrals.csv"])
def test_the_script_writes_the_bytes_that_are_in_the_repository(demo, name):
    assert (demo.folder / name).read_bytes() == (ROOT / "data" / name).read_bytes()


def test_363_structures_stand_in_four_lists_of_450_records(demo):
    assert len(demo.records) == 450
    assert len(set(demo.truth.values())) == 363
    assert [record["record"] for record in demo.records] == list(range(1, 451))
    assert len({record["source"] for record in demo.records}) == 4


def test_no_column_tells_which_records_are_one_structure(demo):
    assert tuple(demo.records[0]) == model.names(model.RECORDS)
    assert not any(record["extra"] or record["bce"] for record in demo.records)


def test_every_bassin_has_enough_to_look_at(demo):
    structures = {demo.truth[record]: bassin for record, bassin in demo.bassins.items()}
    counts = Counter(structures.values())
    assert counts[None] == 3
    assert min(counts.values()) == 3
    assert all(counts[bassin] >= 25 for bassin in territory.load().bassins)


def test_answer_rates_go_from_40_to_95_per_cent_and_one_bassin_was_never_asked(demo):
    asked = Counter(demo.bassins[row["record"]] for row in demo.records if row["asked_on"])
    answered = Counter(demo.bassins[row["record"]] for row in demo.networked())
    rates = sorted(answered[bassin] / n for bassin, n in asked.items())
    assert set(territory.load().bassins) - set(asked) == {"verviers"}
    assert rates[0] == pytest.approx(0.40, abs=0.02)
    assert rates[-1] == pytest.approx(0.95, abs=0.02)


def test_four_in_ten_say_they_know_their_ecosystem(demo):
    assert share(
        demo.networked(), lambda row: row["knows_ecosystem"] in {"well", "very_well"}
    ) == pytest.approx(0.4, abs=0.01)


def test_two_in_three_of_those_with_workshops_teach_the_three_wanted_themes(demo):
    teaching = [row for row in demo.answered() if "ateliers" in row["steps"] and row["themes"] is not None]
    assert share(teaching, lambda row: set(row["themes"]) >= WANTED) == pytest.approx(2 / 3, abs=0.05)


def test_in_over_60_per_cent_nobody_was_trained(demo):
    told = [row for row in demo.answered() if row["staff_trained"]]
    assert 0.60 < share(told, lambda row: row["staff_trained"] == "no") < 0.68


@pytest.mark.parametrize(("term", "low", "high"), [("ponctuel", 0.70, 0.80), ("longue", 0.20, 0.24)])
def test_formats_are_those_of_axis_six(demo, term, low, high):
    assert low < share(demo.answered(), lambda row: term in row["formats"]) < high


@pytest.mark.parametrize(
    ("kind", "step", "published"),
    [
        ("epn", "diagnostic", 0.62), ("epn", "assistance", 0.91), ("epn", "ateliers", 0.90), ("epn", "acces", 0.98),
        ("cpas", "assistance", 0.80), ("cpas", "orientation", 0.80), ("cpas", "materiel", 0.23),
        ("commune", "assistance", 0.74), ("commune", "orientation", 0.70),
        ("bibliotheque", "acces", 0.85), ("asbl", "materiel", 0.16),
    ],
)  # fmt: skip
def test_steps_in_place_are_at_the_published_rates(demo, kind, step, published):
    alike = [
        row for row in demo.answered() if row["kind"] == kind or (kind == "epn" and "epn" in row["labels"])
    ]
    assert share(alike, lambda row: step in row["steps"]) == pytest.approx(published, abs=0.07)


@pytest.mark.parametrize(("step", "published"), [("diagnostic", 0.29), ("ateliers", 0.37)])
def test_what_welfare_centres_plan_is_at_the_published_rates(demo, step, published):
    centres = [row for row in demo.answered() if row["kind"] == "cpas"]
    assert share(centres, lambda row: step in row["steps_planned"]) == pytest.approx(published, abs=0.07)


def test_evenings_and_weekends_are_rare(demo):
    known = [schedule.read(row["opening_hours"]) for row in demo.records if row["opening_hours"]]
    assert len(known) > 120
    assert all(schedule.status == "known" for schedule in known)
    assert 0.02 < share(known, lambda schedule: schedule.slots["soiree"] >= 60) < 0.2
    assert share(known, lambda schedule: schedule.slots["dimanche"] >= 60) < 0.04


def test_some_tell_their_hours_some_their_slots_some_neither(demo):
    how = Counter((row["opening_hours"] is not None, row["slots"] is not None) for row in demo.answered())
    assert all(how[case] >= 10 for case in ((True, False), (False, True), (False, False), (True, True)))


def test_every_term_is_a_word_of_the_pack(demo):
    land = territory.load()
    for columns, rows in ((model.RECORDS, demo.records), (model.TIES, demo.ties)):
        for column in columns:
            if column.vocabulary:
                assert column.vocabulary in VOCABULARIES
                said = {
                    term
                    for row in rows
                    if (value := row[column.name]) is not None
                    for term in ((value,) if isinstance(value, str) else value)
                }
                assert said <= set(land.vocabulary(column.vocabulary))


def test_every_commune_of_a_record_is_that_of_its_postal_code(demo):
    land = territory.load()
    for row in demo.records:
        place = land.place(
            ins=row["ins"],
            postal_code=row["postal_code"],
            locality=row["locality"],
            lat=row["lat"],
            lon=row["lon"],
        )
        assert place.doubt == "", row["record"]
        assert place.standing != "unknown"


def test_no_address_on_the_internet_and_no_telephone_is_anybodys(demo):
    for row in demo.records:
        assert all(mail.endswith(".example") for mail in row["email"] or ())
        assert row["website"] is None or row["website"].endswith(".example.org")
        for phone in row["phone"] or ():
            assert phonenumbers.is_possible_number(phonenumbers.parse(phone))
            zone = phone.removeprefix("+32")
            assert zone[1] == "0" or zone[2] == "0", "a subscriber's number never begins with 0"


def test_ties_name_records_or_words_and_some_are_returned(demo):
    records = {str(row["record"]) for row in demo.records}
    kinds = Counter(tie["kind"] for tie in demo.ties)
    words = [tie for tie in demo.ties if tie["to"] not in records]
    assert set(kinds) == set(model.TIE_KINDS)
    assert all(tie["from"] in records for tie in demo.ties)
    assert 0.05 < len(words) / len(demo.ties) < 0.15
    assert any(tie["to"] == "le CPAS" for tie in words)
    assert any(tie["to"].startswith("EPN de ") for tie in words)


def test_a_few_respondents_have_no_tie_and_some_are_known_by_many(demo):
    known = [t for t in demo.ties if t["kind"] in model.ACQUAINTANCE]
    number = demo.truth
    ends = [{number[int(t[end])] for t in known if t[end].isdigit()} for end in ("from", "to")]
    respondents = {number[row["record"]] for row in demo.networked()}
    cited = Counter(number[int(t["to"])] for t in known if t["to"].isdigit())
    assert 4 <= len(respondents - ends[0] - ends[1]) <= 10
    assert max(cited.values()) >= 9


def test_some_ties_leave_their_bassin(demo):
    across = [
        tie
        for tie in demo.ties
        if tie["to"].isdigit() and demo.bassins[int(tie["from"])] != demo.bassins[int(tie["to"])]
    ]
    assert 0.05 < len(across) / len(demo.ties) < 0.3


def test_the_settings_carry_a_notice_in_both_languages():
    held = tomllib.loads((ROOT / "eco.toml").read_text(encoding="utf-8"))["ecosystem"]
    assert held["pack"] == "wallonie"
    assert held["notice"].startswith("Données d’illustration")
    assert held["notice_en"].startswith("Illustrative data")
