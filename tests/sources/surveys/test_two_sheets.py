"""Answers that stand on two sheets: nobody guesses which are meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wtc_eco.errors import UsageError
from wtc_eco.sources import table_of
from wtc_eco.sources.surveys import survey_tables
from wtc_eco.territory import load

ANSWERED = "Date;A1 Structure\n2027-01-15;[S2] Un\n"
BLANK = "Date;A1 Structure\n"
LINES = "Répondant;Structure;Je la connais;Nous lui adressons des personnes\n[S2] Un;[S3] Deux;x;\n"


@pytest.fixture(scope="module")
def questionnaire():
    return load("wallonie").questionnaire


def tables(questionnaire, **sheets):
    held = {name: replace(table_of(text.encode(), "g.xlsx"), sheet=name) for name, text in sheets.items()}
    return survey_tables(held.__getitem__, list(sheets), questionnaire)


def test_of_two_sheets_of_answers_the_one_that_was_filled_in_is_read(questionnaire):
    table, _ = tables(questionnaire, Vide=BLANK, Offre=ANSWERED)
    assert table.sheet == "Offre"


@pytest.mark.parametrize("text", [ANSWERED, LINES])
def test_two_that_were_filled_in_are_a_question(questionnaire, text):
    with pytest.raises(UsageError) as caught:
        tables(questionnaire, Offre=ANSWERED, Un=text, Deux=text)
    assert "Deux" in caught.value.message
    assert "--sheet" in caught.value.hint


def test_the_lines_of_the_network_are_read_beside_the_answers(questionnaire):
    table, lines = tables(questionnaire, Reseau=LINES, Offre=ANSWERED)
    assert table.sheet == "Offre"
    assert lines.whose("S2", "", None) == ("S2", "")
