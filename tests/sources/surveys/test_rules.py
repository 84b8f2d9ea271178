"""The rules by which answers are read: who answers, which answer counts, and what an empty box means."""

from __future__ import annotations

import pytest
from layouts import google_sheet, grid_csv, limesurvey
from respondents import ANSWERS

from wtc_eco import store
from wtc_eco.ecosystem.privacy import contacts
from wtc_eco.errors import RefusedError
from wtc_eco.network import standings


def record_of(ecosystem, name):
    """The register's row of a structure, by its name."""
    rows = ecosystem.registry.table.to_dict("records")
    return next(row for row in rows if row["name"] == name)


def answer(structure: str, at: str = "2026-10-05 10:00:00", **said):
    return {"A1": structure, "at": at, **said}


def active_ties(ecosystem):
    ties = store.read(ecosystem.folder).ties.to_dict("records")
    return {
        (row["from"], row["to"], row["kind"], row["declared_by"]) for row in ties if row["status"] == "active"
    }


def test_the_latest_answer_of_a_structure_counts_and_all_are_kept(folder, take):
    take(folder, "kobo")
    held = store.read(folder.folder).records
    answers = held[held["source"] == "enquete-2026"]
    first, second = answers[answers["source_id"].str.startswith("S1 ")].to_dict("records")
    assert (first["collected_on"], first["withdrawn_on"]) == ("2026-10-01", "2026-10-05")
    assert first["knows_ecosystem"] == "badly"
    assert second["withdrawn_on"] is None
    assert record_of(folder, "CPAS de Huy")["knows_ecosystem"] == "well"
    assert ("1", "4", "refers", "from") not in active_ties(folder)


def test_a_later_answer_that_left_the_list_unread_takes_the_place_of_one_that_read_it(folder, take):
    take(folder, google_sheet((answer("S2", C2={"S1": ["knows"]}, C5="whole"),)))
    assert record_of(folder, "Bibliothèque de Huy")["network_answered_on"] == "2026-10-05"
    take(folder, google_sheet((answer("S2", "2026-10-09 10:00:00", B10="5", C5="unread"),)))
    row = record_of(folder, "Bibliothèque de Huy")
    assert (row["answered_on"], row["network_answered_on"]) == ("2026-10-09", None)
    assert active_ties(folder) == set()


def test_an_older_export_taken_in_later_does_not_take_the_newer_answer_away(folder, take):
    newer, older = answer("S2", "2026-10-09 10:00:00", B10="5"), answer("S2", "2026-10-01 10:00:00", B10="3")
    take(folder, google_sheet((newer,)))
    take(folder, google_sheet((older,)))
    assert record_of(folder, "Bibliothèque de Huy")["capacity"] == 5.0


@pytest.mark.parametrize(
    ("closing", "network"),
    [("whole", "2026-10-05"), ("none", "2026-10-05"), ("unread", None), (None, None)],
)
def test_the_closing_question_alone_says_that_the_network_was_answered(folder, take, closing, network):
    said = {"C5": closing} if closing else {}
    take(folder, google_sheet((answer("S2", C2={"S1": ["knows"]}, **said),)))
    row = record_of(folder, "Bibliothèque de Huy")
    assert (row["answered_on"], row["network_answered_on"]) == ("2026-10-05", network)
    assert active_ties(folder) == {("2", "1", "knows", "from")}


def test_whoever_knows_none_and_ticks_some_keeps_the_ticks_with_a_warning(folder, take):
    done = take(folder, google_sheet((answer("S2", C2={"S1": ["knows"]}, C5="none"),)))
    assert "knows_after_all" in {problem.code for problem in done.problems}
    assert active_ties(folder) == {("2", "1", "knows", "from")}


def test_people_sent_to_us_are_a_tie_declared_by_its_target(folder, take):
    take(folder, google_sheet((answer("S2", C2={"S1": ["receives"]}, C3="weekly"),)))
    tie = store.read(folder.folder).ties.to_dict("records")[0]
    assert (tie["from"], tie["to"], tie["declared_by"], tie["per_year"]) == ("1", "2", "to", None)


def test_a_rhythm_of_sending_is_the_rhythm_of_what_was_sent(folder, take):
    take(folder, google_sheet((answer("S2", C2={"S1": ["sends", "knows"]}, C3="weekly"),)))
    ties = store.read(folder.folder).ties.to_dict("records")
    assert {row["kind"]: row["per_year"] for row in ties} == {"refers": 50.0, "knows": None}


def test_the_list_that_was_shown_is_kept(folder, take):
    take(folder, "google_sheet")
    name = record_of(folder, "CPAS de Huy")["roster"]
    listed = (folder.folder / "data" / "rosters" / f"{name}.csv").read_text(encoding="utf-8")
    assert listed.split() == ["record", "1", "2", "3", "4", "5", "6", "7"]


def test_a_wish_to_meet_is_no_acquaintance(folder, take):
    take(folder, google_sheet((answer("S2", C7="S5", C5="whole"),)))
    assert active_ties(folder) == {("2", "5", "wish", "from")}
    assert standings(folder.network)["S2"].id == "isolated"


def test_a_cross_taken_out_of_the_grid_ends_its_tie(folder, take):
    take(folder, grid_csv((answer("S2", C2={"S1": ["knows"], "S3": ["knows"]}),)))
    done = take(folder, grid_csv((answer("S2", C2={"S1": ["knows"]}),)))
    assert done.mentions.ended == 1
    assert active_ties(folder) == {("2", "1", "knows", "from")}


def test_contacts_stand_apart_from_the_structures(folder, take):
    take(folder, "limesurvey_code_short")
    structures = (folder.folder / "data" / "structures.csv").read_text(encoding="utf-8")
    contacts = (folder.folder / "data" / "contacts.csv").read_text(encoding="utf-8")
    for name in ("Bruno Second", "bruno.second@exemple.be", "Eva Libre"):
        assert name in contacts
        assert name not in structures
    assert "accueil@cpas-huy.example" in structures


def test_whoever_refuses_invitations_is_remembered_and_not_kept(folder, take):
    done = take(folder, "kobo")
    assert done.opposed == 1
    for path in (folder.folder / "data").rglob("*.csv"):
        assert "denis.refus" not in path.read_text(encoding="utf-8").lower(), path
    again = take(folder, google_sheet((answer("S3", "2026-11-01 10:00:00", A8="yes", A7={"person": "Denis Refus", "role": "", "email": "Denis.Refus@exemple.be", "language": ""}),)))  # fmt: skip
    assert again.contacts["left_out"] == 1


def test_a_structure_that_refuses_without_naming_anybody_is_not_written_to_at_its_own_address(folder, take):
    take(folder, google_sheet((answer("S3", A8="no", A6={"email": "epn@wanze.example", "phone": ""}),)))
    from wtc_eco.ecosystem.privacy import objections

    assert objections.read(folder).opposed(objections.email("EPN@wanze.example"))


def test_a_structure_that_is_not_listed_is_a_new_one(folder, take):
    take(folder, "google_csv")
    row = record_of(folder, "Atelier Clic")
    assert (row["street"], row["postal_code"], row["commune"]) == ("Rue du Moulin 8", "4500", "Huy")
    assert len(folder.registry.table) == 9


def test_two_structures_of_one_name_are_not_glued_together_by_their_answers(folder, take):
    twins = (
        {"at": "2026-10-05 10:00:00", "A2": {"name": "Espace Citoyen", "street": "Rue A 1", "postal_code": "4500 Huy"}},
        {"at": "2026-10-05 11:00:00", "A2": {"name": "Espace Citoyen", "street": "Rue B 2", "postal_code": "4280 Hannut"}},
    )  # fmt: skip
    take(folder, google_sheet(twins))
    ids = [row["id"] for row in folder.registry.table.to_dict("records") if row["name"] == "Espace Citoyen"]
    assert len(ids) == 2
    take(folder, google_sheet((answer(ids[0], "2026-10-20 10:00:00"), answer(ids[1], "2026-10-20 11:00:00"))))
    ids = [row["id"] for row in folder.registry.table.to_dict("records") if row["name"] == "Espace Citoyen"]
    assert len(ids) == 2


def test_an_answer_of_nobody_is_set_aside(folder, take):
    done = take(folder, google_sheet((answer("S99"), {"at": "2026-10-05 10:00:00", "B10": "5"})))
    assert done.accounting.quarantined == 2
    assert done.quarantine is not None
    assert {problem.code for problem in done.problems} == {"unknown_respondent"}


def test_answers_of_one_moment_that_differ_are_set_aside(folder, take):
    done = take(folder, google_sheet((answer("S2", B10="5"), answer("S2", B10="6"))))
    assert (done.accounting.new, done.accounting.quarantined) == (0, 2)


def test_the_same_row_twice_is_one_answer(folder, take):
    done = take(folder, google_sheet((answer("S2"), answer("S2"))))
    assert (done.accounting.new, done.accounting.repeated) == (1, 1)


def test_the_order_of_the_rows_is_indifferent(new_folder, take):
    ours, theirs = new_folder(), new_folder()
    take(ours, google_sheet(ANSWERS))
    take(theirs, google_sheet(ANSWERS[::-1]))
    for name in ("structures.csv", "referrals.csv", "decisions.csv", "contacts.csv", "oppositions.csv"):
        assert (ours.folder / "data" / name).read_bytes() == (theirs.folder / "data" / name).read_bytes()


def test_a_survey_without_dates_needs_one(folder, take):
    undated = google_sheet((answer("S2", B3=["bases"]),)).replace(b"05/10/2026 10:00:00", b"")
    with pytest.raises(RefusedError, match="nobody says when"):
        take(folder, undated)
    assert take(folder, undated, collected_on="2026-10-31").accounting.new == 1
    assert record_of(folder, "Bibliothèque de Huy")["answered_on"] == "2026-10-31"


def test_limesurvey_without_date_stamps_writes_1980_and_we_do_not(folder, take):
    content = limesurvey(
        heading="code", response="short", answers=({**answer("S2"), "sent": "1980-01-01 00:00:00"},)
    )
    take(folder, content, collected_on="2026-10-31")
    assert record_of(folder, "Bibliothèque de Huy")["answered_on"] == "2026-10-31"


def test_a_rehearsal_writes_nothing(folder, take):
    before = sorted(path.name for path in (folder.folder / "data").iterdir())
    take(folder, "kobo", rehearsal=True)
    assert sorted(path.name for path in (folder.folder / "data").iterdir()) == before


def test_a_list_of_structures_is_no_survey(folder, export):
    path = export(b"nom;adresse\nCPAS de Huy;Rue du Pont 1\n", "liste.csv")
    with pytest.raises(RefusedError, match="no column is a question"):
        folder.imports.answers(path, source="enquete-2026")


def test_two_structures_that_answered_and_are_joined_speak_with_the_later_voice(folder, take):
    take(
        folder,
        google_sheet(
            (answer("S2", B10="5", C5="whole"), answer("S6", "2026-10-09 10:00:00", B11="yes", C5="unread"))
        ),
    )
    folder.review.join(["S2", "S6"])
    row = folder.registry.row("S2")
    assert (row["capacity"], row["network_answered_on"], row["staff_trained"]) == (None, None, "yes")


def test_the_language_of_a_person_is_a_code(folder, take):
    from wtc_eco.ecosystem.privacy import contacts

    take(folder, "kobo")
    assert {row["language"] for row in contacts.read(folder).rows} == {"fr", "nl"}


def test_an_answer_mended_in_quarantine_is_taken_in(folder, take):
    done = take(folder, "limesurvey_code_short")
    assert done.quarantine is not None
    mended = done.quarantine.read_text(encoding="utf-8-sig").replace(";;4;fr;", ";2026-10-11 09:30:00;4;fr;")
    again = take(folder, mended.encode())
    assert (again.accounting.new, again.accounting.quarantined) == (1, 0)
    assert record_of(folder, "PCS de Hannut")["themes"] == ("bases",)
    assert folder.registry.row("S6")["answered_on"] == "2026-10-11"


def test_a_form_that_ticks_in_other_words_is_listed_and_kept(folder, take):
    odd = google_sheet((answer("S2", C2={"S1": ["knows"]}),)).replace(
        b"Je la connais", "On se téléphone".encode()
    )
    done = take(folder, odd)
    assert done.unknown_options == (("C2", "S1: On se téléphone"),)
    assert store.read(folder.folder).records.to_dict("records")[-1]["extra"] == {"C2": "S1: On se téléphone"}


def test_an_answer_draws_no_two_structures_together(folder, take):
    """Two bodies of nearly one name in one place, held apart by their streets, answer: they stay two."""
    import wtc_eco.model as tables

    data = folder.folder / "data" / "structures.csv"
    rows = store.read(folder.folder).records.to_dict("records")
    twins = (
        (9, "Plan de cohésion sociale, Maison de la Boussole", "commune", "Grand-Place 124"),
        (10, "Maison de la Boussole (PCS)", "pcs", "Rue du Calvaire 90"),
    )
    for number, name, kind, street in twins:
        place = {"postal_code": "4280", "locality": "Hannut", "street": street, "source": f"liste-{number}"}
        rows.append({"record": number, "name": name, "kind": kind, **place})
    data.write_bytes(store.to_csv(tables.frame(tables.RECORDS, rows), tables.RECORDS))
    folder.reload()
    before = {row["id"] for row in folder.registry.table.to_dict("records")}
    assert {"S9", "S10"} <= before
    take(folder, google_sheet((answer("S9"), answer("S10", "2026-10-06 10:00:00"))))
    assert {row["id"] for row in folder.registry.table.to_dict("records")} == before


PETIT = {"person": "Anne Petit", "email": "anne@x.example"}


@pytest.mark.parametrize("asked", ["person", "email"])
@pytest.mark.parametrize(
    ("cell", "read"),
    [
        ("Anne Petit <anne@x.example>", PETIT),
        ("Anne Petit, anne@x.example", PETIT),
        ("Anne Petit,anne@x.example", PETIT),
        ("anne@x.example (Anne Petit)", PETIT),
        ("Anne Petit/anne@x.example", PETIT),
        ("Anne Petit\nANNE@x.example", PETIT),
        ("Anne Petit - anne(at)x.example", PETIT),
        ("Anne Petit mail : anne@x.example", PETIT),
        ("anne@x.example;Anne Petit;coordinatrice", PETIT | {"role": "coordinatrice"}),
        ("Anne Petit (Directrice) [anne@x.example]", PETIT | {"role": "Directrice"}),
        ("Petit, Anne, anne@x.example", PETIT | {"person": "Petit, Anne"}),
        ("Petit Anne - 0471 12 34 56", {"person": "Petit Anne", "phone": "+32471123456"}),
        ("Anne Petit GSM 0471/12.34.56 / anne@x.example", PETIT | {"phone": "+32471123456"}),
        ("coordinatrice, anne@x.example", {"role": "coordinatrice", "email": "anne@x.example"}),
    ],
)
def test_a_name_and_an_address_of_one_cell_are_taken_apart_and_that_is_told(folder, take, asked, cell, read):
    whom = dict.fromkeys(("person", "role", "email", "language"), "") | {asked: cell}
    done = take(folder, google_sheet((answer("S3", A7=whom),)))
    (row,) = contacts.read(folder).rows
    assert {name: row[name] for name in ("person", "role", "email", "phone") if row[name]} == read
    assert any("·" in told.message and told.code == "person_split" for told in done.problems)


@pytest.mark.parametrize(
    ("cell", "kept", "told"),
    [
        ("Anne Petit <a@x.example>, Paul Roy <p@x.example>", "Anne Petit", ("Paul Roy", "p@x.example")),
        ("Anne Petit a@x.example b@x.example", "Anne Petit", ("b@x.example",)),
        ("Anne Petit 0471 12", "Anne Petit 0471 12", ("0471 12",)),
        ("Anne Petit <anne@x>", "Anne Petit", ("anne@x",)),
        ("Anne Petit @ bureau", "Anne Petit @ bureau", ("@",)),
    ],
)
def test_what_of_a_cell_has_no_place_in_a_contact_is_told(folder, take, cell, kept, told):
    whom = {"person": cell, "role": "", "email": "", "language": ""}
    done = take(folder, google_sheet((answer("S3", A7=whom),)))
    (row,) = contacts.read(folder).rows
    assert row["person"] == kept
    words = " ".join(problem.message for problem in done.problems)
    assert [one for one in told if one not in words] == []


def test_the_cell_asked_for_an_address_goes_before_the_address_beside_a_name(folder, take):
    whom = {"person": "Anne Petit <a@x.example>", "role": "", "email": "b@x.example", "language": ""}
    done = take(folder, google_sheet((answer("S3", A7=whom),)))
    (row,) = contacts.read(folder).rows
    assert (row["person"], row["email"]) == ("Anne Petit", "b@x.example")
    assert any("a@x.example" in told.message for told in done.problems if told.code == "person_several")


@pytest.mark.parametrize("title", ["A7", "A7 Nom et e-mail", "A7 [Nom et courriel]"])
def test_a_form_that_asks_name_and_address_in_one_question_is_read(folder, take, title):
    sheet = (
        f"Horodateur;A1;{title}\n05/10/2026 10:00:00;[S3] EPN de Wanze – Wanze;Anne Petit, anne@x.example\n"
    )
    take(folder, sheet.encode())
    (row,) = contacts.read(folder).rows
    assert (row["person"], row["email"]) == ("Anne Petit", "anne@x.example")
