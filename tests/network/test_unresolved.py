"""A mention of nobody found is never lost: it waits for a person, on every screen, and nobody is called alone for it."""

from __future__ import annotations

from pathlib import Path

import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.review.session import ReviewAnswer

CASES = Path(__file__).parent / "cases"
LOST = "CPAS de Vlorenes-lez-Rien (Florennes)"


@pytest.fixture
def folder(tmp_path):
    """A folder that holds the register of the cases."""
    (tmp_path / "data").mkdir()
    eco.open(tmp_path).imports.structures(CASES / "ment_list.csv", source="l", collected_on="2026-09-01")
    return tmp_path


def ties(folder, *ends, head="de;vers;type"):
    path = folder / "liens.csv"
    path.write_text("\n".join([head, *(";".join(end) for end in ends)]) + "\n", encoding="utf-8")
    return eco.open(folder).imports.ties(path, source="t", collected_on="2026-10-01")


def answer(folder, words):
    """The CPAS de Verviers answers, and names one structure on a free line: knows it and sends people to it."""
    text = (CASES / "lost_survey.csv").read_text(encoding="utf-8")
    path = folder / "reponses.csv"
    path.write_text(text.replace("CPAS de Florenes (Florennes)", words), encoding="utf-8")
    return eco.open(folder).imports.answers(path, source="enquête")


def standing(folder, name="CPAS de Verviers"):
    ecosystem = eco.open(folder)
    (row,) = [row for row in ecosystem.ask("directory").rows() if row["name"] == name]
    return row["standing"], row["reason"]


def decide(folder, verdict, chosen=None):
    session = eco.open(folder).review.session(by="Anne")
    while session.current.sort != "mention":
        session.skip()
    number = None
    if chosen:
        (number,) = [card.number for card in session.current.cards if card.name == chosen]
    session.answer(ReviewAnswer(verdict, number))


@pytest.mark.parametrize("file", ["lost_ties.csv", "ment_ties.csv"])
def test_every_tie_read_is_linked_declared_again_waiting_or_refused(folder, file):
    imported = eco.open(folder).imports.ties(CASES / file, source="t", collected_on="2026-10-01")
    accounts = imported.mentions.accounts()
    assert accounts["read"] == imported.accounting.read == sum(accounts.values()) - accounts["read"]
    assert eco.open(folder)._inner.mentions.accounts() == accounts


def test_a_mention_of_nobody_found_is_told_by_the_import_by_check_and_by_review(folder):
    imported = ties(folder, ("CPAS de Verviers", "Espace Numérique Les Lilas", "connaît"))
    (told,) = [problem for problem in imported.problems if problem.code == "mention_waiting"]
    assert (told.row, told.column, told.value) == (2, "vers", "Espace Numérique Les Lilas")
    checked = [problem.code for problem in eco.open(folder).doctor.check()]
    assert checked == ["mention_waiting", "ties_accounted"]
    (doubt,) = eco.open(folder).review.doubts().rows()
    assert doubt["left"].endswith("Espace Numérique Les Lilas")


def test_a_rehearsal_tells_what_would_wait(folder):
    path = CASES / "lost_ties.csv"
    rehearsed = eco.open(folder).imports.ties(path, source="t", collected_on="2026-10-01", rehearsal=True)
    imported = eco.open(folder).imports.ties(path, source="t", collected_on="2026-10-01")
    assert rehearsed.mentions == imported.mentions
    assert rehearsed.problems == imported.problems


def test_who_names_somebody_not_found_is_not_alone_until_that_is_decided(folder):
    taken = answer(folder, LOST)
    assert taken.resolved.accounts()["to_review"] == taken.mentions.read == 2
    assert [problem.code for problem in taken.problems] == ["mention_waiting"]
    stands, why = standing(folder)
    assert stands == "undecided"
    assert "(ties 1, 2)" in why or "(liens 1, 2)" in why
    finding = eco.open(folder).isolated()
    assert (finding.low, finding.unknown) == (0, 6)
    assert all(row["standing"] != "isolated" for row in finding.rows())


def test_who_names_somebody_outside_the_register_has_a_tie_that_leads_there(folder):
    answer(folder, LOST)
    decide(folder, "different")
    stands, why = standing(folder)
    assert stands == "unknown_to_others"
    assert "hors du registre" in why or "outside the register" in why
    accounts = eco.open(folder)._inner.mentions.accounts()
    assert (accounts["rejected"], accounts["to_review"]) == (2, 0)


def test_whom_a_person_says_is_meant_is_linked(folder):
    answer(folder, LOST)
    decide(folder, "same", "CPAS de Florennes")
    assert standing(folder)[0] == "unknown_to_others"
    assert standing(folder, "CPAS de Florennes")[0] == "named_only"


def test_who_names_somebody_and_ticks_nothing_is_not_alone(folder):
    path = folder / "reponses.csv"
    path.write_text(
        (CASES / "lost_survey.csv").read_text(encoding="utf-8").replace("(Florennes),1,1", "(Florennes),,"),
        encoding="utf-8",
    )
    eco.open(folder).imports.answers(path, source="enquête")
    assert standing(folder)[0] == "undecided"


def test_the_ties_say_what_became_of_all_that_was_read(folder):
    eco.open(folder).imports.ties(CASES / "lost_ties.csv", source="t", collected_on="2026-10-01")
    ties(folder, ("CPAS de Verviers", "Xyzzy", "connaît"))
    said = " ".join(remark.text for remark in eco.open(folder).ask("ties").remarks)
    assert eco.open(folder)._inner.mentions.text() in said


def test_who_may_be_meant_by_a_mention_that_waits_is_not_alone(folder):
    ties(folder, ("CPAS de Florennes", "l'EPN", "connaît"))
    eco.open(folder).corrections.set("EPN Boussole", {"network_answered_on": "2026-10-05"})
    assert standing(folder, "EPN Boussole")[0] == "undecided"
    decide(folder, "same", "EPN Clairière")
    assert standing(folder, "EPN Boussole")[0] == "isolated"


def test_a_doubt_without_any_name_near_is_answered_in_a_spreadsheet(folder):
    ties(folder, ("CPAS de Verviers", "Xyzzy", "connaît"))
    path = eco.open(folder).review.doubts().write(folder / "doutes.csv")
    text = path.read_text(encoding="utf-8-sig")
    lines = text.splitlines()
    assert len(lines) == 2
    cells = lines[1].split(";")
    assert "nobody of the register" in lines[1] or "personne du registre" in lines[1]
    titles = lines[0].split(";")
    cells[titles.index("verdict")] = "même"
    path.write_text("\n".join([lines[0], ";".join(cells)]), encoding="utf-8")
    assert eco.open(folder).review.apply(path).n_written == 1
    assert eco.open(folder).review.apply(path).n_written == 0
    assert eco.open(folder)._inner.mentions.rejected[0].reason == "nobody"
    assert eco.open(folder).doctor.check() == ()


def test_who_answers_is_found_by_its_name_in_another_writing_and_is_not_alone_while_it_may_be_meant(folder):
    answers = (
        "id,submitdate,A1,C5,C4[SQ001],C4B[SQ001_SQ001],C4B[SQ001_SQ002]\n"
        "1,2026-10-05 10:00:00,CPAS de Verviers,A1,CPAS Florene,1,1\n"
        "2,2026-10-06 10:00:00,C.P.A.S. Florennes,A1,,,\n"
    )
    (folder / "autres.csv").write_text(answers, encoding="utf-8")
    before = len(eco.open(folder).registry.table)
    eco.open(folder).imports.answers(folder / "autres.csv", source="enquête")
    assert len(eco.open(folder).registry.table) == before
    assert standing(folder, "CPAS de Florennes")[0] == "undecided"
    assert standing(folder)[0] == "undecided"
