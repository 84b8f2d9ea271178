"""Every way a tool titles its columns leads to the same place in the questionnaire."""

from __future__ import annotations

import pytest

from wtc_eco.sources.surveys.boxes import options_in
from wtc_eco.sources.surveys.headings import ColumnPlace, Headings
from wtc_eco.sources.surveys.offer import moment_of, month_first
from wtc_eco.territory import load

QUESTIONNAIRE = load().questionnaire
HEADINGS = Headings(QUESTIONNAIRE)
THEMES = QUESTIONNAIRE.questions["B3"].label["fr"]
LIST = QUESTIONNAIRE.questions["C2"].label["fr"]


@pytest.mark.parametrize(
    ("title", "place"),
    [
        ("B3", ColumnPlace("B3")),
        (THEMES, ColumnPlace("B3")),
        (THEMES.upper(), ColumnPlace("B3")),
        (f"B3. {THEMES}", ColumnPlace("B3")),
        (f"{THEMES} (2)", ColumnPlace("B3")),
        (QUESTIONNAIRE.questions["B3"].label["en"], ColumnPlace("B3")),
        ("B3[SQ001]", ColumnPlace("B3", "bases")),
        ("B3[securite]", ColumnPlace("B3", "securite")),
        ("B3[other]", ColumnPlace("B3", "other")),
        (f"<strong>{THEMES}</strong> [Sécurité en ligne]", ColumnPlace("B3", "securite")),
        (f"B3[SQ005]. {THEMES} [Sécurité en ligne]", ColumnPlace("B3", "securite")),
        ("B3 Sécurité en ligne", ColumnPlace("B3", "securite")),
        ("groupe/B3", ColumnPlace("B3")),
        ("groupe/B3/securite", ColumnPlace("B3", "securite")),
        (f"Votre offre/{THEMES}/Sécurité en ligne", ColumnPlace("B3", "securite")),
        ("groupe/B3_other", ColumnPlace("B3", "other")),
        ("B3[SQ099]", ColumnPlace("B3", "?SQ099")),
        ("B1[SQ002]", ColumnPlace("B1", "assistance")),
        ("g/B1_assistance", ColumnPlace("B1", "assistance")),
        ("B10", ColumnPlace("B10")),
        ("C2[S12_SQ002]", ColumnPlace("C2", "S12", "sends")),
        (f"{LIST} [[S12] CPAS de Mons – Mons]", ColumnPlace("C2", "S12")),
        (f"{LIST} [[S12] CPAS de Mons – Mons][Je la connais]", ColumnPlace("C2", "S12", "knows")),
        ("C2 S12 – Je la connais", ColumnPlace("C2", "S12", "knows")),
        ("g/C2_S12", ColumnPlace("C2", "S12")),
        ("g/C2_S12/works_with", ColumnPlace("C2", "S12", "works_with")),
        ("C4B[1_SQ001]", ColumnPlace("C4B", "1", "knows")),
        ("Rue et numéro", ColumnPlace("A2", "street")),
        ("A7[SQ003]", ColumnPlace("A7", "email")),
    ],
)
def test_a_title_leads_to_its_place(title, place):
    assert HEADINGS.place(title) == place


def test_a_question_that_was_reworded_a_little_is_recognised_and_said():
    found = HEADINGS.place(THEMES.replace("abordez-vous", "traitez-vous"))
    assert found is not None
    assert (found.code, found.reworded) == ("B3", True)


@pytest.mark.parametrize("title", ["Avez-vous un parking ?", "", "Remarques", "Z9", "C2"])
def test_what_was_not_asked_leads_nowhere(title):
    assert HEADINGS.place(title) is None


@pytest.mark.parametrize(
    ("cell", "ids", "others"),
    [
        ("Compétences de base (ordinateur, souris, clavier), Sécurité en ligne", ("bases", "securite"), ()),
        ("Sécurité en ligne;Photo, vidéo, création, fablab", ("securite", "creation"), ()),
        ("Sécurité en ligne, Généalogie, archives", ("securite",), ("Généalogie, archives",)),
        ("bases securite other", ("bases", "securite"), ()),
        ("Sécurité en ligne Recherche d'emploi", ("securite", "recherche_emploi"), ()),
        ("Autre : tricot numérique", (), ("tricot numérique",)),
        ("Je ne sais pas", (), ()),
        ("", (), ()),
    ],
)
def test_a_cell_is_cut_by_its_options_never_blindly_at_commas(cell, ids, others):
    found, unknown = options_in(QUESTIONNAIRE.questions["B3"], cell)
    assert (tuple(sorted(found)), unknown) == (tuple(sorted(ids)), others)


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("05/10/2026 14:03:45", "2026-10-05 14:03:45"),
        ("2026/10/05 2:03:45 PM UTC+2", "2026-10-05 14:03:45"),
        ("2026/10/05 12:03:45 AM UTC+2", "2026-10-05 00:03:45"),
        ("2026-10-05 14:03:45", "2026-10-05 14:03:45"),
        ("2026-10-05T14:03:45.000+02:00", "2026-10-05 14:03:45"),
        ("5 octobre 2026", "2026-10-05"),
        ("1980-01-01 00:00:00", None),
        ("hier", None),
        ("31/02/2026", None),
    ],
)
def test_a_moment_is_the_respondents_own_clock(text, moment):
    assert moment_of(text)[0] == moment


def test_an_american_sheet_is_told_by_its_dates_or_its_title():
    assert month_first(["10/13/2026 8:00:00", "10/5/2026 9:00:00"], "Horodateur")
    assert month_first(["10/5/2026 9:00:00"], "Timestamp")
    assert not month_first(["13/10/2026 08:00:00"], "Timestamp")
    assert moment_of("10/5/2026 9:00:00", american=True)[0] == "2026-10-05 09:00:00"
