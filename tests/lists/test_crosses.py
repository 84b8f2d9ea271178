"""Columns whose title says half: crosses under themes and publics, hours under the days of the week."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.coverage.schedule import understand
from wtc_eco.sources.crosses import answer, day_of, options_named
from wtc_eco.territory import load

PLACE = "Nom;CP;Localité;"
ONE, TWO = "Un;5000;Namur;", "Deux;7000;Mons;"
TERRITORY = load("wallonie")
YES = ["x", "X", "✓", "✔", "oui", "Oui", "ja", "yes", "VRAI", "TRUE", "1", "1.0", "☑"]
NO = ["non", "FAUX", "FALSE", "0", "nee", "nein", "no", "0.0"]


def hours(row):
    return understand(row["hours_note"]).osm


def test_crosses_under_a_word_of_the_pack_are_themes_and_publics(read):
    crossed = read("06_croix.csv")
    assert crossed.row("Coup de Main")["themes"] == ("securite", "demarches")
    assert crossed.row("Coup de Main")["publics"] == ("aines",)
    assert "demarches" not in crossed.row("Tout Compris")["themes"]
    assert crossed.row("Tout Compris")["note"] == "Démarches administratives en ligne, '18-25: non"
    assert crossed.row("Relais Sambre")["publics"] == ("jeunes", "demandeurs_emploi")


def test_titles_on_two_rows_say_the_facet_and_the_option(read):
    merged = read("30_entetes_fusionnees.xlsx")
    assert merged.row("ASBL Pont")["themes"] == ("securite", "demarches")


def test_the_columns_of_kobo_and_the_cell_that_sums_them_up_agree(read):
    kobo = read("33_kobo_liste.csv")
    assert kobo.row("EPN Un")["themes"] == ("securite", "bureautique")
    assert kobo.row("EPN Deux")["themes"] == ("bureautique",)
    assert "unknown_option" not in kobo.codes


def test_a_no_under_another_option_is_not_none_at_all(read):
    row = read("autre.csv", f"{PLACE}themes/securite;themes/autre\n{ONE}0;0\n{TWO}1;1\n").row("Un")
    assert "themes" not in row
    assert row["extra"] == {"themes/autre": "0"}


@pytest.mark.parametrize("cell", YES)
def test_a_yes_is_the_option(read, cell):
    assert read("oui.csv", f"{PLACE}Bureautique\n{ONE}{cell}\n").row("Un")["themes"] == ("bureautique",)


@pytest.mark.parametrize("cell", [*NO, "✗", "❌"])
def test_a_no_is_known_and_stands_in_the_note(read, cell):
    row = read("non.csv", f"{PLACE}Bureautique;Smartphone\n{ONE}{cell};x\n").row("Un")
    assert row["themes"] == ("smartphone",)
    assert row["note"] == f"Bureautique: {cell}"


@given(st.sampled_from(YES), st.sampled_from(NO))
def test_no_word_is_both(yes, no):
    assert (answer(yes), answer(no)) == ("yes", "no")


def test_an_empty_cell_is_unknown(read):
    row = read("vide.csv", f"{PLACE}Bureautique\n{ONE}\n{TWO}x\n").row("Un")
    assert "themes" not in row
    assert "note" not in row


def test_a_facet_is_known_to_be_none_where_all_of_it_is_refused(read):
    titles = [term.text() for term in TERRITORY.vocabulary("steps").values()]
    text = f"{PLACE}{';'.join(titles)}\n{ONE}{';'.join(['non'] * len(titles))}\n"
    none = read("aucune.csv", text)
    assert none.row("Un")["steps"] == ()
    assert "note" not in none.row("Un")


@pytest.mark.parametrize(
    ("title", "option"),
    [
        ("Sécurité en ligne", "themes securite"),
        ("'Aînés", "publics aines"),
        ("SENIORS", "publics aines"),
        ("Thèmes : Sécurité en ligne", "themes securite"),
        ("Thèmes / Sécurité en ligne", "themes securite"),
        ("Thématiques - Bureautique", "themes bureautique"),
        ("themes/securite", "themes securite"),
        ("groupe/themes/securite", "themes securite"),
        ("Quels thèmes proposez-vous ? [Sécurité en ligne]", "themes securite"),
        ("Publics > Jeunes", "publics jeunes"),
        ("Étapes : Diagnostic numérique", "steps diagnostic"),
        ("Proposez-vous la bureautique ?", "themes bureautique"),
        ("Accueillez-vous des demandeurs d'emploi ?", "publics demandeurs_emploi"),
        ("Sécurité en ligne (oui/non)", "themes securite"),
        ("Modes d'accès : Permanence chez un partenaire", "access hosted"),
        ("Formats : permanence", "formats ponctuel"),
        ("Lundi matin", "slots matin"),
        ("Mer. après-midi", "slots apres_midi"),
        ("Samedi", "slots samedi"),
        ("Samedi matin", "slots samedi"),
        ("Dienstag Vormittag", "slots matin"),
        ("zondag", "slots dimanche"),
    ],
)
def test_a_title_names_an_option(title, option):
    assert [f"{one.field} {one.id}" for one in options_named(title, TERRITORY)] == [option]


@pytest.mark.parametrize(
    "title",
    ["Accessible PMR", "Accessibilité : PMR", "Site accessible aux PMR", "Publics / Couture", "Parking", "Lundi", "Actif", "Nombre d'aînés",
     "Programme", "Contact jeunes", "Responsable bureautique"],
)  # fmt: skip
def test_a_title_of_something_else_names_none(title):
    assert options_named(title, TERRITORY) == ()


def test_figures_under_a_public_are_a_count(read):
    counted = read("nombres.csv", f"{PLACE}Aînés;Jeunes;Familles\n{ONE}12;1;x\n{TWO}30;0;\n")
    assert counted.row("Un")["publics"] == ("familles",)
    assert counted.row("Un")["extra"] == {"Aînés": "12", "Jeunes": "1"}
    assert counted.row("Deux")["extra"] == {"Aînés": "30", "Jeunes": "0"}


def test_crosses_under_a_word_nobody_knows_are_kept_as_found(read):
    kept = read("couture.csv", f"{PLACE}Couture;Chorale\n{ONE}x;\n{TWO};x\n")
    assert (kept.row("Un")["extra"], kept.row("Deux")["extra"]) == ({"Couture": "x"}, {"Chorale": "x"})
    assert "unknown_columns" in kept.codes


def test_where_only_negative_signs_stand_nobody_can_tell_what_they_mean(read):
    unclear = read("signes.csv", f"{PLACE}Bureautique;Smartphone\n{ONE}✗;\n{TWO};✗\n")
    assert unclear.row("Un")["extra"] == {"Bureautique": "✗"}


def test_negative_signs_beside_ticks_are_noes(read):
    clear = read("signes.csv", f"{PLACE}Bureautique;Smartphone\n{ONE}✗;✓\n{TWO};✗\n")
    assert clear.row("Un")["themes"] == ("smartphone",)
    assert clear.row("Deux")["note"] == "Smartphone: ✗"


def test_a_word_of_two_facets_is_of_the_facet_beside_it(read):
    beside = read("permanence.csv", f"{PLACE}Ateliers et formations;Permanence\n{ONE}x;x\n").row("Un")
    assert beside["steps"] == ("ateliers", "assistance")


def test_a_word_of_two_facets_alone_is_kept_as_found(read):
    alone = read("seule.csv", f"{PLACE}Permanence\n{ONE}x\n")
    assert alone.row("Un")["extra"] == {"Permanence": "x"}


def test_other_words_among_crosses_are_told_and_kept(read):
    odd = read("selon.csv", f"{PLACE}Bureautique\n{ONE}sur demande\n{TWO}x\nTrois;4000;Liège;oui\n")
    assert odd.row("Un")["extra"] == {"Bureautique": "sur demande"}
    assert "odd_cross" in odd.codes
    assert "themes" not in odd.row("Un")


def test_days_without_the_word_hours_are_hours(read):
    days = read("10b_jours.csv")
    assert hours(days.row("Bibliothèque A")) == "Mo-We,Fr 08:30-18:00; Th 08:30-20:00; Sa 09:00-17:00"
    other = days.row("Bibliothèque C")["hours_note"]
    assert other.startswith("Lundi fermé; Mardi 9h-12h / 13h-17h; Mercredi 14h à 18h30; Vendredi 10h-12h")
    assert "Samedi sur rdv" in other


def test_days_behind_the_word_hours_are_hours_as_before(read):
    assert (
        hours(read("10d_horaires_jours.csv").row("Bibliothèque A")) == "Mo-We,Fr 08:30-18:00; Th 08:30-20:00"
    )


@pytest.mark.parametrize(
    ("titles", "cells", "osm"),
    [
        ("Lu;Ma;Me;Di", "9-12;9-12;13-16;", "Mo-Tu 09:00-12:00; We 13:00-16:00"),
        ("Mo;Di;Mi;Do", "9-12 Uhr;9-12;geschlossen;13-16", "Mo-Tu 09:00-12:00; Th 13:00-16:00"),
        ("Ma;Di;Wo;Do", "9u-12u;9-12;gesloten;13-16", "Mo-Tu 09:00-12:00; Th 13:00-16:00"),
        ("Monday;Tuesday;Wed;Thu", "9am-12pm;9:00-12:00;closed;1pm-4pm", "Mo-Tu 09:00-12:00; Th 13:00-16:00"),
        ("MONTAG;Dienstag;Öffnungszeiten Mittwoch;Donnerstag", "9-12;9-12;;13-16", "Mo-Tu 09:00-12:00; Th 13:00-16:00"),
        ("Lundi / Maandag;Mardi / Dinsdag;Jeudi / Donderdag;X1", "9-12;9-12;13-16;", "Mo-Tu 09:00-12:00; Th 13:00-16:00"),
        ("Lundi matin;Lundi après-midi;Mardi matin;Mardi après-midi", "9h-12h;13h-17h;fermé;13h-17h", "Mo 09:00-12:00,13:00-17:00; Tu 13:00-17:00"),
        ("Lun AM;Lun PM;Mar AM;Mar PM", "9:00-12:00;13:30-16:30;-;", "Mo 09:00-12:00,13:30-16:30"),
        ("Lundi après-midi;Lundi matin;Mardi 1;Mardi 2", "13h-17h;9h-12h;9h-12h;14h-16h", "Mo 09:00-12:00,13:00-17:00; Tu 09:00-12:00,14:00-16:00"),
        ("Lundi ouverture;Lundi fermeture;Mardi ouverture;Mardi fermeture", "9:00;17:00;fermé;fermé", "Mo 09:00-17:00"),
        ("Lundi ouverture;Lundi fermeture;Mardi ouverture;Mardi fermeture", "09:00:00;17:00:00;10h;18h30", "Mo 09:00-17:00; Tu 10:00-18:30"),
    ],
)  # fmt: skip
def test_each_way_to_call_the_days_is_read(read, titles, cells, osm):
    assert hours(read("jours.csv", f"{PLACE}{titles}\n{ONE}{cells}\n").row("Un")) == osm


def test_ticks_under_parts_of_days_are_slots_and_no_hours(read):
    text = f"{PLACE}Lundi matin;Lundi après-midi;Mardi soir;Samedi\n{ONE}✓;;x;x\n{TWO};✓;non;\n"
    ticks = read("creneaux.csv", text)
    assert ticks.row("Un")["slots"] == ("matin", "soiree", "samedi")
    assert ticks.row("Deux")["slots"] == ("apres_midi",)
    assert not any("hours_note" in row for row in ticks.rows)


def test_a_tick_between_hours_is_kept_as_found(read):
    row = read("melange.csv", f"{PLACE}Lundi;Mardi;Samedi\n{ONE}9h-12h;fermé;x\n").row("Un")
    assert (row["hours_note"], row["extra"]) == ("Lundi 9h-12h; Mardi fermé", {"Samedi": "x"})
    assert "slots" not in row


def test_figures_under_days_are_nobodys_hours(read):
    row = read("visites.csv", f"{PLACE}Lundi;Mardi;Mercredi\n{ONE}12;30;5\n").row("Un")
    assert "hours_note" not in row
    assert row["extra"] == {"Lundi": "12", "Mardi": "30", "Mercredi": "5"}


def test_hours_in_one_cell_beside_days_are_kept(read):
    text = f"{PLACE}Horaires;Lundi;Mardi\n{ONE}fermé en juillet;9h-12h;9h-12h\n{TWO}lu-ve 9-12h;;\n"
    both = read("horaires.csv", text)
    assert both.row("Un")["hours_note"] == "Lundi 9h-12h; Mardi 9h-12h"
    assert both.row("Un")["extra"] == {"Horaires": "fermé en juillet"}
    assert both.row("Deux")["hours_note"] == "lu-ve 9-12h"


@pytest.mark.parametrize(
    "title", ["Code", "Marché", "Commune", "Dimension", "Présence lundi", "", "de", "Mar et Cie"]
)
def test_a_title_without_a_day_is_none(title):
    assert day_of(title) is None


def test_a_question_mark_under_crosses_is_told_and_kept(read):
    text = f"{PLACE}Bureautique;Sécurité en ligne\n{ONE}x;?\n{TWO}x;x\n"
    crossed = read("croix.csv", text)
    assert crossed.row("Un")["extra"] == {"Sécurité en ligne": "?"}
    assert crossed.row("Un")["themes"] == ("bureautique",)
    assert "cross_unknown" in crossed.codes


def test_who_does_not_know_is_told_in_german_and_dutch(read):
    text = f"{PLACE}Sicherheit im Internet;Online-Banking\n{ONE}weiß nicht;ja\n{TWO}ja;weet niet\n"
    crossed = read("croix.csv", text)
    assert crossed.row("Deux")["themes"] == ("securite",)
    assert "cross_unknown" in crossed.codes


def test_a_tick_among_hours_is_told(read):
    text = f"{PLACE}Lu;Ma;Me\n{ONE}9-12;;13-17\n{TWO}x;;\n"
    ticked = read("croix.csv", text)
    assert ticked.row("Deux")["extra"] == {"Lu": "x"}
    assert "tick_among_hours" in ticked.codes


def test_marks_of_one_sign_make_a_column_of_crosses(read):
    text = f"{PLACE}Banque en ligne;Bureautique\n{ONE}F;x\n{TWO}✘;x\nTrois;4000;Liège;n/a;x\n"
    crossed = read("croix.csv", text)
    assert crossed.row("Un")["extra"] == {"Banque en ligne": "F"}
    assert crossed.row("Deux")["note"] == "Banque en ligne: ✘"
    assert "odd_cross" in crossed.codes


@pytest.mark.parametrize(
    ("title", "public"),
    [
        ("'18-25", "jeunes"),
        ("18-25", "jeunes"),
        ("18 à 25", "jeunes"),
        ("18-25 ans", "jeunes"),
        ("Jeunes (18-25)", "jeunes"),
        ("60-99", "aines"),
        ("9-12", None),
        ("13-17", None),
        ("26-64 ans", None),
        ("65", "aines"),
        ("2024-2025", None),
        ("Niveau 2", None),
    ],
)
def test_ages_over_crosses_are_a_public_and_hours_are_none(title, public):
    assert [option.id for option in options_named(title, TERRITORY)] == ([public] if public else [])
