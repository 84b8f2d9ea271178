"""What a person says wins over every list, and nothing but a person takes it back."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.corrections.fields import field_of

RUCHE = "EPN La Ruche"
ANNE = {"by": "Anne", "why": "vu sur place"}


def test_a_correction_survives(desk, event):
    desk.ecosystem.corrections.set(RUCHE, {"street": "Rue Neuve 5", "phone": "0471 12 34 56"}, **ANNE)
    event(desk)
    row = desk.row(desk.named(RUCHE)[0])
    assert (row["street"], row["phone"]) == ("Rue Neuve 5", ("+32471123456",))
    assert len(desk.named(RUCHE)) == 1


def test_a_closed_structure_stays_closed(desk, event):
    desk.ecosystem.corrections.close(RUCHE, on="2026-04-01", **ANNE)
    event(desk)
    row = desk.row(desk.named(RUCHE)[0])
    assert (row["closed_on"], row["active"]) == ("2026-04-01", False)


def test_a_decision_survives(desk, event):
    one, other = *desk.named("CPAS de Mons"), *desk.named("Bibliothèque de Huy")
    desk.ecosystem.review.join([one, other])
    event(desk)
    registry = desk.ecosystem.registry
    assert registry.resolve(one) == registry.resolve(other)


def test_a_corrected_name_is_found_in_a_new_list(desk):
    desk.ecosystem.corrections.set(
        "CPAS de Namur", {"name": "Point Cyber Jambes", "street": "Rue Mazy 3"}, **ANNE
    )
    desk.take("neuve", "nom;adresse;cp;localité\nPoint Cyber Jambes;Rue Mazy 3;5100;Jambes\n", "2026-06-01")
    (one,) = desk.named("Point Cyber Jambes")
    assert desk.row(one)["sources"] == ("neuve", "sociale")
    assert desk.row(one)["also_known_as"] == ("CPAS de Namur",)


def test_corrections_are_no_records_of_the_structure(desk):
    before = desk.row(the_ruche(desk))
    desk.ecosystem.corrections.set(RUCHE, {"website": "www.autre.be"}, **ANNE)
    after = desk.row(the_ruche(desk))
    assert [before[name] for name in ("id", "records", "sources")] == [
        after[name] for name in ("id", "records", "sources")
    ]
    assert desk.ecosystem.registry.n_records == 6


def the_ruche(desk):
    return desk.named(RUCHE)[0]


def test_the_last_correction_of_a_field_counts_and_the_others_are_remembered(desk):
    desk.ecosystem.corrections.set(RUCHE, {"street": "Rue Neuve 5"}, **ANNE)
    desk.ecosystem.corrections.set(RUCHE, {"street": "Rue Neuve 7"}, by="Bob", why="relu")
    one = the_ruche(desk)
    told = desk.ecosystem.registry.corrections[one]
    assert desk.row(one)["street"] == "Rue Neuve 7"
    assert [(each.value, each.by, each.why, each.overruled) for each in told] == [
        ("Rue Neuve 5", "Anne", "vu sur place", True),
        ("Rue Neuve 7", "Bob", "relu", False),
    ]
    assert {source for source, _ in told[1].lists} == {"sociale", "numerique"}


def test_show_says_who_corrected_what_and_what_the_lists_said(desk):
    desk.ecosystem.corrections.set(RUCHE, {"phone": "0471 12 34 56"}, **ANNE)
    said = {
        row["field"]: row["value"]
        for row in desk.ecosystem.show(RUCHE).rows()
        if row["section"] == "Corrections"
    }
    (value,) = said.values()
    assert "+32471123456" in value
    assert "Anne" in value
    assert "vu sur place" in value
    assert "+3265111111" in value


def test_an_emptied_field_is_unknown_whatever_the_lists_say(desk):
    desk.ecosystem.corrections.set(RUCHE, {"phone": "", "website": "aucun"}, **ANNE)
    row = desk.row(the_ruche(desk))
    assert (row["phone"], row["website"]) == (None, None)


def test_a_list_known_to_be_empty_is_not_unknown(desk):
    desk.ecosystem.corrections.set(RUCHE, {"themes": "none"}, **ANNE)
    assert desk.row(the_ruche(desk))["themes"] == ()


def test_what_the_register_says_already_is_no_correction(desk):
    before = desk.bytes()
    done = desk.ecosystem.corrections.set(RUCHE, {"street": "Rue Haute 8"}, **ANNE)
    assert done.changes == ()
    assert desk.bytes() == before


def test_a_person_settles_what_the_lists_disagree_on(desk):
    desk.take(
        "autre",
        "nom;type;adresse;cp;localité;téléphone\nEPN La Ruche;EPN;Rue Haute 8;7000;Mons;065 22 22 22\n",
    )
    one = the_ruche(desk)
    row = desk.row(one)
    assert "phone" in row["conflicts"]
    desk.ecosystem.corrections.set(one, {"phone": row["phone"][0]}, **ANNE)
    assert "phone" not in desk.row(one)["conflicts"]


def test_a_new_place_forgets_the_old_one(desk):
    desk.ecosystem.corrections.set(RUCHE, {"postal_code": "5000"}, **ANNE)
    row = desk.row(the_ruche(desk))
    assert (row["locality"], row["commune"], row["bassin"]) == (None, "Namur", "namur")
    desk.ecosystem.corrections.set(RUCHE, {"locality": "Namur"}, **ANNE)
    assert desk.row(the_ruche(desk))["locality"] == "Namur"


def test_a_point_goes_with_its_address(desk):
    one = the_ruche(desk)
    desk.ecosystem.corrections.set(one, {"coordinates": "50.4541, 3.9523"}, **ANNE)
    desk.ecosystem.corrections.set(one, {"street": "rue  Haute 8"}, **ANNE)
    assert desk.row(one)["lat"] == 50.4541
    desk.ecosystem.corrections.set(one, {"street": "Grand-Place 22"}, **ANNE)
    assert desk.row(one)["lat"] is None


@pytest.mark.parametrize(
    "fields",
    [
        {"themes": "cuisine"},
        {"kind": "zorglub"},
        {"phone": "12"},
        {"postal_code": "99999"},
        {"opening_hours": "Mo 99:99"},
        {"capacity": "beaucoup"},
        {"closed_on": "hier"},
        {"street": "Rue Neuve 5", "email": "info@x"},
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(desk, fields):
    before = desk.bytes()
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.corrections.set(RUCHE, fields, **ANNE)
    assert caught.value.problems
    assert desk.bytes() == before


def test_reopened_is_active_again_until_every_list_withdraws_it_later(desk):
    desk.ecosystem.corrections.close(RUCHE, on="2026-04-01")
    desk.ecosystem.corrections.reopen(RUCHE)
    assert desk.row(the_ruche(desk))["active"] is True


def test_a_structure_that_its_lists_dropped_can_be_held(desk):
    kept = "\n".join(line for line in social_rows(desk) if "Ruche" not in line)
    desk.take("sociale", kept, "2026-05-01", complete=True)
    desk.take(
        "numerique",
        "nom;type;adresse;cp;localité;site\nBibliothèque de Huy;Bibliothèque;Rue des Augustins 18;4500;Huy;www.huy-biblio.be\n",
        "2026-05-01",
        complete=True,
    )
    one = the_ruche(desk)
    assert desk.row(one)["active"] is False
    desk.ecosystem.corrections.reopen(one)
    assert desk.row(one)["active"] is True


def social_rows(desk):
    return (desk.folder / "sociale.csv").read_text(encoding="utf-8").splitlines()


def test_an_added_structure_is_a_structure_and_a_list_that_names_it_joins_it(desk):
    added = desk.ecosystem.corrections.add(
        {
            "name": "EPN du Parc",
            "kind": "epn",
            "street": "Rue du Parc 4",
            "postal_code": "4500",
            "locality": "Huy",
        },
        **ANNE,
    )
    assert added.joined is False
    assert desk.row(added.id)["active"] is True
    desk.take("neuve", "nom;type;adresse;cp;localité\nEPN du Parc;EPN;Rue du Parc 4;4500;Huy\n", "2026-06-01")
    assert desk.row(added.id)["sources"] == ("coordination", "neuve")


def test_a_structure_added_twice_is_said_to_be_there(desk):
    added = desk.ecosystem.corrections.add(
        {"name": "EPN La Ruche", "street": "Rue Haute 8", "postal_code": "7000", "locality": "Mons"}
    )
    assert added.joined is True
    assert added.id == the_ruche(desk)


def test_an_addition_that_cannot_be_read_is_refused(desk):
    before = desk.bytes()
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.corrections.add({"name": "EPN du Parc", "postal_code": "99999"})
    assert caught.value.problems
    assert desk.bytes() == before


def test_no_list_can_bear_the_name_of_the_corrections(desk):
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.imports.structures(desk.folder / "list.csv", source="Coordination")
    assert caught.value.hint


def test_corrections_raise_no_doubt(desk):
    desk.ecosystem.corrections.set(RUCHE, {"phone": "0471 12 34 56"}, **ANNE)
    assert [problem for problem in desk.ecosystem.doctor.check() if problem.gravity != "note"] == []


def test_a_correction_without_its_structure_changes_nothing_and_is_said(desk):
    desk.ecosystem.corrections.set(RUCHE, {"phone": "0471 12 34 56"}, **ANNE)
    (desk.folder / "data" / "decisions.csv").unlink()
    (desk.folder / "data" / "journal.jsonl").unlink()
    assert desk.row(the_ruche(desk))["phone"] == ("+3265111111",)
    assert "stray_correction" in {problem.code for problem in desk.ecosystem.doctor.check()}


def test_a_correction_stays_with_its_record_through_join_and_split(desk):
    one, other = the_ruche(desk), desk.named("CPAS de Namur")[0]
    desk.ecosystem.corrections.set(other, {"phone": "0471 12 34 56"}, **ANNE)
    desk.ecosystem.review.join([one, other])
    assert desk.row(one)["phone"] == ("+32471123456",)
    desk.ecosystem.review.split(one, [int(other[1:])])
    assert desk.row(one)["phone"] == ("+3265111111",)
    assert desk.row(other)["phone"] == ("+32471123456",)


@pytest.mark.parametrize(
    ("word", "field"),
    [
        ("street", "street"),
        ("rue", "street"),
        ("téléphone", "phone"),
        ("code postal", "postal_code"),
        ("postal-code", "postal_code"),
    ],
)
def test_fields_are_named_in_either_language(word, field):
    assert field_of(word) == field


def test_a_field_that_does_not_exist_is_guessed_at():
    with pytest.raises(eco.EcoError) as caught:
        field_of("stret")
    assert "street" in caught.value.hint
