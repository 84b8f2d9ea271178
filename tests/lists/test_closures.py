"""What a list says of a structure that closed: its status, a date, its name, a remark; said, and undone."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco.sources.closures import closure_in, name_without_closure, read_closing, read_status
from wtc_eco.sources.values.dates import last_day

PLACE = "Nom;CP;Localité;"
ONE, TWO = "Un;5000;Namur;", "Deux;7000;Mons;"
DAY = "2025-03-01"


def test_a_status_closes_on_the_day_of_the_list_and_it_is_said(read):
    statuses = read("63_statut.csv", collected_on=DAY)
    assert {row["name"]: row.get("closed_on") for row in statuses.rows} == {
        "EPN Un": None,
        "EPN Deux": DAY,
        "EPN Trois": DAY,
    }
    assert {row["name"] for row in statuses.rows if row["active"]} == {"EPN Un"}
    (said,) = [problem for problem in statuses.imported.problems if problem.code == "closed"]
    assert "EPN Deux" in said.message
    assert "EPN Trois" in said.message
    assert "closed_undated" in statuses.codes


def test_without_any_day_it_stays_open_and_the_way_out_is_said(read):
    statuses = read("63_statut.csv")
    assert all(row["active"] for row in statuses.rows)
    doubts = [problem for problem in statuses.imported.problems if problem.code == "closure_undated"]
    assert len(doubts) == 2
    assert "wtc-eco close 'EPN Deux'" in doubts[0].hint
    assert statuses.row("EPN Deux")["extra"] == {"Statut": "Fermé"}


def test_a_closure_is_taken_back_by_a_word_and_by_undo(read):
    statuses = read("63_statut.csv", collected_on=DAY)
    statuses.ecosystem.corrections.reopen("EPN Deux", by="test")
    again = eco.open(statuses.ecosystem.folder)
    assert {row["name"] for row in again.registry.table.to_dict("records") if row["active"]} == {
        "EPN Un",
        "EPN Deux",
    }


def test_dates_of_closing_are_read_and_cost_no_row(read):
    dates = read("45_dates.csv")
    closed = {row["name"]: row.get("closed_on") for row in dates.rows}
    assert len(closed) == 8
    assert (closed["D4"], closed["D5"], closed["D7"]) == ("2013-03-31", "2013-03-31", "2013-12-31")
    assert closed["D8"] is None
    assert {"closed", "closed_in_period", "closure_undated"} <= dates.codes


def test_the_year_of_closing_closes(read):
    text = f"{PLACE}Année d'ouverture;Année de fermeture\n{ONE}1980;2013\n{TWO}1991;\n"
    years = read("annees.csv", text)
    assert years.row("Un")["closed_on"] == "2013-12-31"
    assert "closed_on" not in years.row("Deux")


@pytest.mark.parametrize(
    ("cell", "day"),
    [
        ("31.3.2013", "2013-03-31"),
        ("mars 2013", "2013-03-31"),
        ("März 2013", "2013-03-31"),
        ("maart 2013", "2013-03-31"),
        ("déc-24", "2024-12-31"),
        ("Oct-10", "2010-10-31"),
        ("2013", "2013-12-31"),
        ("2013.0", "2013-12-31"),
        ("02/2024", "2024-02-29"),
        ("2013-03", "2013-03-31"),
        ("1er juin 2021", "2021-06-01"),
        ("13/2013", ""),
        ("lundi", ""),
        ("été 2013", ""),
        ("20", ""),
        ("5000", ""),
    ],
)
def test_a_month_or_a_year_ends_on_its_last_day(cell, day):
    assert last_day(cell) == day


@pytest.mark.parametrize("cell", ["31/12/2030", "2031", "juin 2027", "2099-01-01"])
def test_a_day_ahead_closes_nothing_yet(read, cell):
    text = f"{PLACE}Date de fermeture\n{ONE}{cell}\n{TWO}2013\n"
    ahead = read("avenir.csv", text)
    assert "closed_on" not in ahead.row("Un")
    assert ahead.row("Un")["extra"] == {"Date de fermeture": cell}
    assert "closure_ahead" in ahead.codes


@pytest.mark.parametrize("cell", ["lundi", "août", "jours fériés", "du 1er au 15 août"])
def test_days_off_under_fermeture_are_no_closure(read, cell):
    row = read("conges.csv", f"{PLACE}Fermeture\n{ONE}{cell}\n").row("Un")
    assert row["active"]
    assert row["extra"] == {"Fermeture": cell}


@pytest.mark.parametrize(
    ("cell", "title", "standing"),
    [
        ("Actif", "Statut", "open"),
        ("en activité", "Statut", "open"),
        ("Fermé", "Statut", "closed"),
        ("FERMÉE", "État", "closed"),
        ("Cessation", "Statut", "closed"),
        ("Inactif", "Statut", "closed"),
        ("N'existe plus", "Statut", "closed"),
        ("gesloten", "Status", "closed"),
        ("geschlossen", "Status", "closed"),
        ("closed", "Status", "closed"),
        ("oui", "Actif", "open"),
        ("TRUE", "Actif", "open"),
        ("non", "Actif", "closed"),
        ("0", "Actif", "closed"),
        ("x", "Inactif", "closed"),
        ("non", "Inactif", "open"),
        ("N", "Actif (O/N)", "closed"),
        ("O", "Actif (O/N)", "open"),
        ("oui", "Statut", None),
        ("Temporairement fermé", "Statut", None),
        ("Fermé pour travaux jusqu'au 31/12/2024", "Statut", None),
        ("Fermé le lundi", "Statut", None),
        ("Fermé en août", "Statut", None),
        ("pas encore ouvert", "Statut", None),
        ("Non fermé", "Statut", None),
        ("Déménagé", "Statut", None),
        ("?", "Statut", None),
    ],
)
def test_a_status_says_open_closed_or_nothing(cell, title, standing):
    assert read_status(cell, title).values.get("status") == standing


def test_a_status_may_tell_its_day():
    assert read_status("Fermé depuis mars 2020", "Statut").values == {"closed_on": "2020-03-31"}
    assert read_status("Fermé (2013)", "Statut").values == {"closed_on": "2013-12-31"}


def test_a_status_of_another_sort_is_kept_as_found(read):
    row = read("forme.csv", f"{PLACE}Statut;Statut juridique\n{ONE}Membre;ASBL\n").row("Un")
    assert row["extra"] == {"Statut": "Membre", "Statut juridique": "ASBL"}


def test_moved_is_a_note(read):
    text = f"{PLACE}Statut\n{ONE}Déménagé\n{TWO}Actif\nTrois;4000;Liège;Actif\n"
    assert read("demenage.csv", text).row("Un")["note"] == "Statut: Déménagé"


def test_open_and_closed_at_once_is_a_doubt(read):
    text = f"{PLACE}Statut;Actif;Fermé le\n{ONE}Fermé;oui;\n{TWO}Actif;oui;31/12/2020\n"
    both = read("contraire.csv", text, collected_on=DAY)
    assert all(row["active"] for row in both.rows)
    assert {"closure_doubt", "closure_disagrees"} <= both.codes
    assert both.row("Deux")["extra"] == {"Fermé le": "31/12/2020"}


@pytest.mark.parametrize(
    ("remark", "day"),
    [
        ("fermé depuis 2019", "2019-12-31"),
        ("Fermé depuis mars 2013, faute de subsides", "2013-03-31"),
        ("EPN fermé depuis janvier 2022. Voir Mons.", "2022-01-31"),
        ("a cessé ses activités le 31/12/2020", "2020-12-31"),
        ("A fermé ses portes en 2018", "2018-12-31"),
        ("gesloten sinds 2020", "2020-12-31"),
        ("geschlossen seit März 2021", "2021-03-31"),
        ("permanently closed", DAY),
        ("définitivement fermé", DAY),
        ("n’existe plus", DAY),
        ("fermé depuis la crise", DAY),
        ("fermé", DAY),
        ("Fermé le lundi", None),
        ("fermé en août", None),
        ("Fermé le 24 décembre", None),
        ("fermé pour travaux jusqu'au 31/12/2024", None),
        ("fermé temporairement depuis mars 2020", None),
        ("fermé entre Noël et Nouvel An", None),
        ("pas encore ouvert", None),
        ("ouvert depuis 2013", None),
        ("La cafétéria est fermée depuis 2019", None),
        ("Fermé au public le vendredi", None),
    ],
)
def test_a_remark_closes_only_where_it_says_so(read, remark, day):
    row = read("remarque.csv", f"{PLACE}Remarque\n{ONE}{remark}\n", collected_on=DAY).row("Un")
    assert row.get("closed_on") == day
    assert row["note"] == remark


@pytest.mark.parametrize(
    ("remark", "standing"),
    [
        ("Fermé le 24/12/2025", "doubtful"),
        ("Attention : fermé le 24 décembre 2025", "doubtful"),
        ("fermé en décembre 2025", "doubtful"),
        ("gesloten op 24/12/2025", "doubtful"),
        ("am 24.12.2025 geschlossen", "doubtful"),
        ("en liquidation depuis 2023", "doubtful"),
        ("in vereffening", "doubtful"),
        ("Fusionné avec EPN Deux", "doubtful"),
        ("repris par la commune en 2022", "doubtful"),
        ("ouvert, prix réduit", None),
        ("fermé depuis le 24/12/2025", "closed"),
        ("a fermé le 24/12/2025", "closed"),
        ("Fermeture définitive le 24/12/2025", "closed"),
        ("Seit 2020 geschlossen", "closed"),
        ("sinds 1/3/2021 gesloten", "closed"),
        ("radié d'office le 12/05/2022", "closed"),
        ("fermé en 2018", "closed"),
        ("fermé depuis 2020 le lundi", None),
    ],
)
def test_one_day_off_is_asked_about_and_a_closure_is_read(remark, standing):
    said = closure_in(remark)
    assert (said and said.standing) == standing


@pytest.mark.parametrize(
    "title", ["Date de fin d'activité", "Cessé le", "Radiée le", "Stopgezet op", "Aufgelöst am"]
)
def test_a_title_that_closes_closes(read, title):
    row = read("fin.csv", f"{PLACE}{title}\n{ONE}30/06/2022\n{TWO}\n").row("Un")
    assert row["closed_on"] == "2022-06-30"


@pytest.mark.parametrize("title", ["Date fin", "Date de fin", "Einddatum", "End date"])
def test_a_title_that_may_end_anything_is_asked_about(read, title):
    ended = read("fin.csv", f"{PLACE}{title}\n{ONE}30/06/2022\n{TWO}\n")
    assert ended.row("Un")["active"]
    assert [(guess.title, guess.instead) for guess in ended.imported.guesses] == [(title, "closed_on")]


def test_the_day_of_the_list_decides_which_closings_have_come(read):
    text = f"{PLACE}Date de fermeture\n{ONE}30/06/2025\n{TWO}31/01/2025\n"
    listed = read("jour.csv", text, collected_on=DAY)
    assert {row["name"]: row.get("closed_on") for row in listed.rows} == {"Un": None, "Deux": "2025-01-31"}
    assert "closings_by_today" not in listed.codes


def test_without_a_day_of_the_list_that_of_the_import_decides_and_the_journal_keeps_it(tmp_path):
    eco.init(tmp_path / "desk")
    path = tmp_path / "jour.csv"
    path.write_text(f"{PLACE}Date de fermeture\n{ONE}30/06/2025\n", encoding="utf-8")
    for day, closed in (("2025-06-29", None), ("2025-07-01", "2025-06-30")):
        imported = eco.open(tmp_path / "desk", as_of=day).imports.structures(path, source="l")
        assert "closings_by_today" in {problem.code for problem in imported.problems}
        after = eco.open(tmp_path / "desk")
        assert after.history.commands()[-1].as_of == day
        (row,) = after.registry.table.to_dict("records")
        assert row["active"] is (closed is None)


def test_a_closure_of_something_else_is_asked_about(read):
    asked = read("cafe.csv", f"{PLACE}Remarque\n{ONE}La cafétéria est fermée depuis 2019\n")
    assert "closure_doubt" in asked.codes


@pytest.mark.parametrize(
    ("name", "kept", "aside"),
    [
        ("EPN Un (fermé)", "EPN Un", "(fermé)"),
        ("EPN Un [Fermée depuis 2020]", "EPN Un", "[Fermée depuis 2020]"),
        ("EPN Un - FERMÉ DÉFINITIVEMENT", "EPN Un", "FERMÉ DÉFINITIVEMENT"),
        ("EPN Un FERMÉ DÉFINITIVEMENT", "EPN Un", "FERMÉ DÉFINITIVEMENT"),
        ("EPN UN FERMÉ DÉFINITIVEMENT", "EPN UN", "FERMÉ DÉFINITIVEMENT"),
        ("FERMÉ - EPN Un", "EPN Un", "FERMÉ"),
        ("*** FERMÉ *** EPN Un", "EPN Un", "*** FERMÉ ***"),
        ("EPN Un (gesloten)", "EPN Un", "(gesloten)"),
        ("EPN Un fermé définitivement", "EPN Un", "fermé définitivement"),
        ("EPN Un (fermé le lundi)", "EPN Un (fermé le lundi)", ""),
        ("La Porte Fermée", "La Porte Fermée", ""),
        ("LA PORTE FERMÉE", "LA PORTE FERMÉE", ""),
        ("EPN Un (Le Clos)", "EPN Un (Le Clos)", ""),
        ("Clos du Lac", "Clos du Lac", ""),
        ("Fermé", "Fermé", ""),
        ("EPN Un (ex-EPN Deux)", "EPN Un (ex-EPN Deux)", ""),
    ],
)
def test_a_name_loses_the_words_that_say_that_it_closed(name, kept, aside):
    assert name_without_closure(name) == (kept, aside)


def test_a_closed_name_closes_and_its_words_are_kept(read):
    row = read("noms.csv", "Nom;CP;Localité\nEPN Un (fermé);5000;Namur\n", collected_on=DAY).row("EPN Un")
    assert (row["closed_on"], row["note"]) == (DAY, "Nom: (fermé)")


def test_a_planned_closure_stays_as_found(read):
    row = read("09_fermeture_prevue.csv").row("Bibliothèque du Nord")
    assert row["active"]
    assert row["extra"]["plan"] == "fermer"


@pytest.mark.parametrize("cell", ["fermé", "oui", "x"])
def test_closed_without_a_day_is_a_status(cell):
    assert read_closing(cell).values == {"status": "closed"}


@pytest.mark.parametrize("cell", ["non", "-", "0", "néant"])
def test_a_no_under_a_day_of_closing_says_nothing(cell):
    assert read_closing(cell).values == {}


def test_a_long_text_is_read_no_further_than_a_sentence_goes():
    assert closure_in("Ouvert. " * 200 + "fermé depuis 2019") is None


def test_a_day_that_is_closed_closes_no_structure(read):
    days = read("10_horaires_par_jour.csv")
    assert days.row("Bibliothèque C")["active"]
    assert days.row("Bibliothèque B")["closed_on"] == "2013-12-31"
    assert "closure_undated" not in days.codes
    week = read("fermes.csv", f"{PLACE}Horaires\n{ONE}fermé\n").row("Un")
    assert week["active"]
