"""What stands beside an option changes what a cell says: planned, not there, in doubt; nothing of it is lost."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.sources.values.terms import read_terms, unread_words
from wtc_eco.territory import load

WALLONIE = load("wallonie")
LIST = "Nom;Type;Rue;Code postal;Localité;{title}\nEPN Un;EPN;rue Haute 1;5500;Dinant;{cell}\n"


def test_what_is_planned_and_what_is_no_more_are_not_what_is_there(read):
    row = read("truth/proj.csv").row("EPN P1")
    assert "steps" not in row  # of the other steps nobody said anything
    assert row["steps_planned"] == ("ateliers",)


def test_a_half_read_cell_keeps_what_stands_beside_each_option(read):
    taken = read("truth/partial_themes.csv")
    assert taken.row("EPN Alpha")["steps_planned"] == ("ateliers",)
    assert taken.row("Bibliothèque Gamma")["themes"] == ("bases",)
    assert taken.row("Bibliothèque Gamma")["extra"] == {"Thèmes": "Sécurité en ligne (pas encore)"}
    assert "option_doubtful" in taken.codes


@pytest.mark.parametrize(
    "cell",
    [
        "pas de bureautique",
        "Pas de sécurité en ligne",
        "sans smartphone",
        "plus de banque",
        "Bureautique (refusé)",
    ],
)
def test_a_no_before_or_behind_a_theme_is_no_yes_and_closes_nothing(read, cell):
    taken = read("liste.csv", LIST.format(title="Thèmes", cell=cell))
    assert "themes" not in taken.row("EPN Un")
    assert taken.row("EPN Un")["extra"] == {"Thèmes": cell}
    assert "option_absent" in taken.codes


def test_what_the_pack_calls_doubtful_is_said_with_the_option_it_was_read_as(read):
    taken = read("liste.csv", LIST.format(title="Créneaux", cell="Temps de midi"))
    assert taken.row("EPN Un")["slots"] == ("apres_midi",)
    assert "option_doubtful" in taken.codes


@pytest.mark.parametrize(
    ("cell", "steps", "planned"),
    [
        ("Ateliers (en projet)", None, ("ateliers",)),
        ("Ateliers (prochainement)", None, ("ateliers",)),
        ("Ateliers [bientôt]", None, ("ateliers",)),
        ("Ateliers : prévu pour 2027", None, ("ateliers",)),
        ("ateliers bientôt", None, ("ateliers",)),
        ("En projet : ateliers, accès libre", None, ("ateliers", "acces")),
        ("Workshops (gepland), Wifi", ("acces",), ("ateliers",)),
        ("Kurse (in Planung)", None, ("ateliers",)),
        ("Ateliers (pas encore)", None, None),
        ("Ateliers (plus depuis 2023)", None, None),
        ("Accès libre (fermé depuis 2024)", None, None),
        ("pas de wifi", None, None),
        ("Ateliers, pas de wifi", ("ateliers",), None),
        ("wifi : non", None, None),
        ("wifi : oui", ("acces",), None),
        ("Wifi (nog niet)", None, None),
        ("non", (), None),
        ("aucun", (), None),
        ("Ateliers (1x/mois)", ("ateliers",), None),
        ("Ateliers (sur demande)", ("ateliers",), None),
        ("Accès libre (lundi, mardi et jeudi)", ("acces",), None),
        ("Ateliers (à confirmer)", None, None),
        ("Ateliers (jusqu’en juin)", None, None),
        ("Ateliers (?)", None, None),
        ("Ateliers (mais pas le mercredi)", None, None),
        ("bientôt", None, None),
        ("(en projet)", None, None),
        ("Ateliers (suspendus), wifi", ("acces",), None),
        ("Ateliers (plus accès libre)", None, None),
        ("Ateliers plus tricot", None, None),
        ("Ateliers et accès libre (en projet)", ("ateliers",), ("acces",)),
        ("wifi fermé depuis 2024", None, None),
    ],
)
def test_words_beside_an_option_are_read_or_doubted(cell, steps, planned):
    reading = read_terms(cell, "steps", WALLONIE.steps)
    assert reading.values.get("steps") == steps
    assert reading.values.get("steps_planned") == planned
    plain = cell in {"non", "aucun", "wifi : oui"}
    assert plain or (reading.faults and reading.rest)


@pytest.mark.parametrize(
    "cell",
    [
        "Réseaux sociaux (Facebook, Instagram)",
        "Bureautique (Word, Excel)",
        "Compétences de base (ordinateur, souris, clavier)",
    ],
)
def test_brackets_that_only_repeat_the_option_are_no_doubt(cell):
    reading = read_terms(cell, "themes", WALLONIE.themes)
    assert len(reading.values["themes"]) == 1
    assert (reading.faults, reading.rest) == ((), "")


def test_what_is_left_to_understand_is_the_words_and_nothing_else():
    assert unread_words(
        "tricot, Ateliers (à confirmer), wifi (pas encore), Ateliers (1x/mois)", WALLONIE.steps
    ) == (
        "tricot",
        "Ateliers (à confirmer)",
    )
    assert unread_words("aucun", WALLONIE.steps) == ()


def test_themes_of_every_hand_are_read_and_all_of_them_is_asked(read):
    taken = read("06b_themes.csv")
    assert taken.row("T1")["themes"] == ("securite", "bureautique", "demarches")
    assert taken.row("T1")["publics"] == ("aines", "demandeurs_emploi")
    assert taken.row("T2")["themes"] == ("securite", "bureautique")
    assert taken.row("T3")["themes"] == ("communication", "bureautique", "smartphone", "demarches", "banque")
    assert "themes" not in taken.row("T4")
    assert taken.row("T4")["extra"] == {"Thématiques": "toutes"}


def test_options_that_a_survey_tool_writes_in_a_row_are_all_read(read):
    assert read("33_kobo_liste.csv").row("EPN Un")["themes"] == ("securite", "bureautique")


CONDITIONAL = """Nom;Type;Rue;Code postal;Localité;Thèmes;Étapes;Bureautique
EPN Alpha;EPN;rue Haute 1;5500;Dinant;Smartphone (sur demande), Initiation PC;Ateliers (1x/mois);x
EPN Beta;EPN;rue Basse 2;5500;Dinant;Initiation PC;Ateliers;oui (sur demande)
EPN Gamma;EPN;rue Neuve 3;5500;Dinant;Initiation PC;Ateliers (en collaboration avec la bibliothèque);x
"""


@pytest.mark.parametrize(
    ("cell", "conditional"),
    [
        ("Ateliers (1x/mois)", True),
        ("Ateliers (2 x par an)", True),
        ("Ateliers (une fois par mois)", True),
        ("Ateliers (sur demande)", True),
        ("Ateliers (Sur RDV)", True),
        ("Ateliers (mensuels)", True),
        ("Ateliers (uniquement le mardi)", True),
        ("Ateliers (réservés aux membres)", True),
        ("Workshops (op aanvraag)", True),
        ("Kurse (auf Anfrage)", True),
        ("Accès libre (lundi, mardi et jeudi)", True),
        ("Ateliers (bibliothèque)", False),
        ("Ateliers (oui)", False),
        ("Ateliers (10 places)", False),
        ("Ateliers (en projet)", False),
        ("Ateliers (à confirmer)", False),
        ("Ateliers", False),
    ],
)
def test_now_and_then_or_on_demand_is_a_yes_under_a_condition_and_is_said_so(cell, conditional):
    reading = read_terms(cell, "steps", WALLONIE.steps)
    assert reading.values.get("conditions") == (cell if conditional else None)
    assert ("option_conditional" in {fault.code for fault in reading.faults}) == conditional


def test_a_yes_under_a_condition_is_never_plain_on_the_card_nor_in_the_portrait(tmp_path):
    made = eco.init(tmp_path / "namur", bassin="namur")
    (tmp_path / "list.csv").write_text(CONDITIONAL, encoding="utf-8")
    made.imports.structures(tmp_path / "list.csv", source="list")
    conditions = {row["name"]: row["conditions"] for row in made._inner.registry.table.to_dict("records")}
    assert conditions == {
        "EPN Alpha": "Smartphone (sur demande); Ateliers (1x/mois)",
        "EPN Beta": "Bureautique (sur demande)",
        "EPN Gamma": None,
    }
    flags = {row["name"]: row["conditional"] for row in made._inner.ask("public_offer").rows()}
    assert flags == {"EPN Alpha": True, "EPN Beta": True, "EPN Gamma": False}
    with eco.speaking("en"):
        by_theme = made._inner.ask("gaps_themes")
    assert any("under a condition, or not every week" in remark.text for remark in by_theme.remarks)
