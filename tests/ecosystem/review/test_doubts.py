"""What is in doubt, how useful an answer is, and where the answer goes."""

from __future__ import annotations

import csv
import io

import openpyxl
import pytest

import wtc_eco as eco
from wtc_eco.ecosystem.review.queue import questions, uncertainty
from wtc_eco.ecosystem.review.session import ReviewAnswer

TIES = """de;vers;type
CPAS de Namur;l'EPN de Mons;refers
CPAS de Namur;l'EPN de Mons;knows
"""


@pytest.fixture
def doubtful(desk):
    """A folder with a mention that may mean two structures, and two lists that nearly agree."""
    desk.take("epn", "nom;type;adresse;cp;localité\nEPN du Parc;EPN;Rue du Parc 4;7000;Mons\n")
    path = desk.folder / "liens.csv"
    path.write_text(TIES, encoding="utf-8")
    desk.ecosystem.imports.ties(path, source="liens", collected_on="2026-03-02")
    one = next(number for number, name in numbers(desk).items() if name == "EPN La Ruche")
    desk.ecosystem.corrections.set(str(one), {"note": "rien"})
    return desk


def numbers(desk):
    table = desk.ecosystem.holdings.records
    return dict(zip(table["record"], table["name"], strict=True))


def lines(desk):
    return desk.ecosystem.holdings.decisions.to_dict("records")


def of_sort(desk, sort):
    return [one for one in questions(desk.ecosystem._inner) if one.sort == sort]


def test_words_by_the_same_writer_are_one_doubt(doubtful):
    (mention,) = of_sort(doubtful, "mention")
    assert {card.name for card in mention.cards} == {"EPN La Ruche", "EPN du Parc"}
    assert mention.words == "l'EPN de Mons"


def test_the_candidate_chosen_is_who_is_meant(doubtful):
    session = doubtful.ecosystem.review.session(by="Anne")
    while session.current.sort != "mention":
        session.skip()
    park = next(card for card in session.current.cards if card.name == "EPN du Parc")
    session.answer(ReviewAnswer("same", park.number))
    assert of_sort(doubtful, "mention") == []
    ends = {tie.end for tie in doubtful.ecosystem._inner.mentions.ties}
    assert ends == set(doubtful.named("EPN du Parc"))


def test_none_of_the_candidates_rejects_the_mention(doubtful):
    session = doubtful.ecosystem.review.session()
    while session.current.sort != "mention":
        session.skip()
    session.answer(ReviewAnswer("different"))
    assert doubtful.ecosystem._inner.mentions.accounts()["rejected"] == 2


def test_hesitation_is_kept_and_asked_last(doubtful):
    session = doubtful.ecosystem.review.session()
    session.answer(ReviewAnswer("unsure"))
    assert questions(doubtful.ecosystem._inner)[-1].hesitated


def test_back_gives_the_same_bytes(doubtful):
    before = doubtful.ecosystem.holdings.decisions.to_dict("records")
    session = doubtful.ecosystem.review.session()
    while session.current is not None:
        session.answer(ReviewAnswer("unsure"))
    while session.back():
        pass
    assert lines(doubtful) == before


@pytest.fixture
def loose(demonstration_of_doubt):
    return demonstration_of_doubt


@pytest.fixture
def demonstration_of_doubt(desk):
    """Two records of one structure, held together by little."""
    desk.take(
        "un", "nom;adresse;cp;localité\nEspace numérique du Tilleul;Rue du Parc 4;7330;Saint-Ghislain\n"
    )
    desk.take("deux", "nom;adresse;cp;localité\nEPN du Tilleul;Rue Neuve 9;7330;Saint-Ghislain\n")
    return desk


def test_a_record_on_a_weak_link_is_a_doubt_about_its_structure(loose):
    (doubt,) = of_sort(loose, "structure")
    assert len(doubt.cards) == 2
    assert doubt.evidences
    assert 0 < doubt.probability < 0.85


@pytest.mark.parametrize(("verdict", "structures"), [("same", 1), ("different", 2)])
def test_what_was_decided_of_a_structure_is_not_asked_again(loose, verdict, structures):
    session = loose.ecosystem.review.session()
    while session.current.sort != "structure":
        session.skip()
    asked = session.current
    session.answer(ReviewAnswer(verdict))
    assert of_sort(loose, "structure") == []
    ids = {loose.ecosystem.registry.aliases[card.number] for card in asked.cards}
    assert len(ids) == structures


@pytest.mark.parametrize(("probability", "bits"), [(0.5, 1.0), (0.0, 0.0), (1.0, 0.0)])
def test_an_answer_is_worth_most_at_even_odds(probability, bits):
    assert uncertainty(probability) == bits
    assert uncertainty(0.9) == pytest.approx(uncertainty(0.1))


def filled(path, answers):
    """Answer the rows of an exported table, in their order, as a person does in Excel."""
    if path.suffix == ".xlsx":
        book = openpyxl.load_workbook(path)
        sheet = book.worksheets[0]
        at = next(cell.column for cell in sheet[1] if cell.value == "Réponse")
        for row, answer in enumerate(answers, start=2):
            sheet.cell(row, at).value = answer
        book.save(path)
        return
    head, *held = csv.reader(io.StringIO(path.read_text("utf-8-sig")), delimiter=";")
    for row, answer in zip(held, answers, strict=False):
        row[head.index("verdict")] = answer or ""
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerows([head, *held])
    path.write_text(out.getvalue(), "utf-8-sig")


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_the_doubts_are_answered_in_excel_and_taken_back(doubtful, form):
    path = doubtful.ecosystem.review.doubts().write(doubtful.folder / f"pairs.{form}")
    rows = doubtful.ecosystem.review.doubts().rows()
    meant = [None if "Ruche" in row["right_says"] else "même" for row in rows]
    filled(path, meant)
    applied = doubtful.ecosystem.review.apply(path, by="Anne")
    assert (applied.n_written, applied.problems) == (1, ())
    assert of_sort(doubtful, "mention") == []
    before = doubtful.bytes()
    assert doubtful.ecosystem.review.apply(path).n_written == 0
    assert doubtful.bytes() == before


def test_an_answer_nobody_knows_is_said_with_its_row_and_the_others_are_taken(loose):
    path = loose.ecosystem.review.doubts().write(loose.folder / "pairs.csv")
    filled(path, ["peut-être bien"])
    applied = loose.ecosystem.review.apply(path)
    assert [(problem.code, problem.row) for problem in applied.problems] == [("unknown_answer", 2)]
    assert lines(loose) == []


@pytest.mark.parametrize("word", ["différent", "Different", "non", "DIFFÉRENT"])
def test_answers_are_read_in_either_language(loose, word):
    path = loose.ecosystem.review.doubts().write(loose.folder / "pairs.csv")
    filled(path, [word])
    loose.ecosystem.review.apply(path)
    assert [line["verdict"] for line in lines(loose)] == ["different"]


def test_another_table_is_refused(desk):
    (desk.folder / "x.csv").write_text("nom;cp\nA;7000\n", encoding="utf-8")
    with pytest.raises(eco.EcoError) as caught:
        desk.ecosystem.review.apply(desk.folder / "x.csv")
    assert caught.value.hint
