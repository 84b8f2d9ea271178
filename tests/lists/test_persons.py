"""Columns, mailboxes and cells of people: in contacts.csv, never in the register nor in what is shared."""

from __future__ import annotations

import pytest

from wtc_eco.ecosystem.privacy.publishable import led_to_somebody
from wtc_eco.sources.persons import (
    is_person,
    is_personal_mailbox,
    may_be_person,
    names_somebody,
    person_title,
)
from wtc_eco.territory import load


@pytest.fixture(scope="module")
def wallonie():
    return load("wallonie")


def _register(read) -> str:
    """Everything data/ and the register hold of structures, as text."""
    data = read.ecosystem.folder / "data"
    tables = [path.read_text("utf-8") for path in sorted(data.glob("*.csv")) if path.name != "contacts.csv"]
    return "\n".join([*tables, str(read.rows)])


def _contacts(read) -> str:
    path = read.ecosystem.folder / "data" / "contacts.csv"
    return path.read_text("utf-8") if path.exists() else ""


ONE = "Nom de la structure;CP;Localité;{title}\nEPN Un;5000;Namur;{cell}\nEPN Deux;7000;Mons;Paul Martin\n"


@pytest.mark.parametrize(
    "title",
    [
        "Personne de contact", "PERSONNE DE CONTACT", "Contact", "Contacts", "Responsable", "Directeur", "Directrice",
        "Animateur", "Animateur(trice)", "Animateur·rice", "Référent numérique", "Référente", "Titulaire", "Coordinatrice",
        "Nom du responsable", "nomContact", "Contact_Name", "Contactpersoon", "Verantwoordelijke", "Ansprechpartner",
        "Ansprechperson", "Encodé par", "Nom et prénom", "Nom complet", "Vu avec", "Chef de service", "Gestionnaire",
    ],
)  # fmt: skip
def test_a_column_of_people_goes_to_the_contacts_whatever_its_title(read, title):
    listed = read("liste.csv", ONE.format(title=title, cell="Anne Durant"))
    assert listed.names == ["EPN Deux", "EPN Un"]
    assert "Durant" not in _register(listed)
    assert "Anne Durant" in _contacts(listed)
    assert "people_apart" in listed.codes
    assert title in listed.messages


@pytest.mark.parametrize(
    ("title", "cells"),
    [
        ("Responsable", ("commune", "province")),
        ("Responsable", ("Commune de Namur", "CPAS de Mons")),
        ("Titulaire", ("Ville de Namur", "ASBL Alpha")),
        ("Personnes accueillies", ("Adultes", "Tous")),
        ("Espace", ("Espace Marie Curie", "Maison Léon Legrand")),
        ("Quartier", ("Jambes", "Saint-Servais")),
    ],
)
def test_a_column_of_organisations_is_nobody_s(read, title, cells):
    rows = "".join(f"EPN {n};5000;Namur;{cell}\n" for n, cell in enumerate(cells, 1))
    listed = read("liste.csv", f"Nom;CP;Localité;{title}\n{rows}")
    assert "people_apart" not in listed.codes
    assert not _contacts(listed)
    assert all(cell in _register(listed) for cell in cells)


def test_structures_called_after_persons_stay(read):
    names = ["Espace Marie Curie", "Maison Léon Legrand", "Bibliothèque Anne Frank", "Anne Durant"]
    listed = read("liste.csv", "Nom;CP;Localité\n" + "".join(f"{name};5000;Namur\n" for name in names))
    assert listed.names == sorted(names)


@pytest.mark.parametrize("cell", ["081 22 33 44", "info@un.example", "info@un.example / 081 22 33 44"])
def test_a_contact_that_is_the_structure_s_stays_the_structure_s(read, cell):
    text = f"Nom;CP;Localité;Contact\nEPN Un;5000;Namur;{cell}\nEPN Deux;7000;Mons;Paul Martin\n"
    row = read("liste.csv", text).row("EPN Un")
    assert row.get("phone", ()) == (("+3281223344",) if "081" in cell else ())
    assert row.get("email", ()) == (("info@un.example",) if "info" in cell else ())


def test_a_name_and_a_first_name_are_one_person_beside_the_structure(read):
    listed = read("l.csv", "Structure;Nom;Prénom;CP;E-mail\nEPN Un;Durant;Anne;5000;info@un.example\n")
    assert listed.names == ["EPN Un"]
    assert "Durant" not in _register(listed)
    assert "Anne Durant" in _contacts(listed)


@pytest.mark.parametrize("title", ["Contact", "Kontakt", "Contacten", "Kontaktdaten"])
def test_people_and_numbers_under_contact_are_told_apart(read, title):
    text = f"Name;PLZ;Ort;{title}\nBücherei;4700;Eupen;Frau Sabine Müller\nTreff;4780;Sankt Vith;info@treff.example\n"
    listed = read("l.csv", text)
    assert "ller" not in _register(listed)
    assert listed.row("Treff")["email"] == ("info@treff.example",)


def test_whoever_answered_a_form_of_microsoft_is_no_part_of_the_structure(read):
    titles = "ID,Heure de début,Heure de fin,Adresse de messagerie,Nom,Nom de la structure,Code postal"
    cells = "1,12/31/2024 10:00,12/31/2024 10:09,anne.durant@commune.example,Anne Durant,EPN Un,5000"
    listed = read("l.csv", f"{titles}\n{cells}\n", format="structures")
    assert listed.names == ["EPN Un"]
    assert "urant" not in _register(listed)
    assert "anne.durant@commune.example" in _contacts(listed)


@pytest.mark.parametrize(
    "local",
    ["anne.durant", "a.durant", "durant.a", "Anne.DURANT", "anne-durant", "anne_durant2", "julie", "jp.martin", "marie-claire.de.smet"],
)  # fmt: skip
def test_a_person_s_mailbox_is_for_invitations_only(read, local, wallonie):
    assert is_personal_mailbox(f"{local}@x.example", wallonie)
    listed = read("l.csv", f"Nom;CP;E-mail\nEPN Un;5000;{local}@x.example\n")
    assert "email" not in listed.row("EPN Un")
    assert local.casefold() not in _register(listed)
    assert f"{local.casefold()}@x.example" in _contacts(listed)
    assert "mailboxes_apart" in listed.codes


@pytest.mark.parametrize(
    "local",
    ["info", "epn", "cpas.namur", "bibliotheque-ottignies", "mj.tamines", "namur", "hello", "direction", "saint.martin",
     "notre.dame", "m.jeunes", "e.p.n", "c.culturel", "lire.ecrire", "pcs.sambreville", "b.ottignies", "epn2", "contact.anne"],
)  # fmt: skip
def test_a_desk_s_mailbox_is_the_structure_s(wallonie, local):
    assert not is_personal_mailbox(f"{local}@x.example", wallonie)


def test_a_mailbox_called_after_the_structure_is_the_structure_s(read):
    listed = read("l.csv", "Nom;CP;E-mail\nÉcole Jean Monnet;5000;jean.monnet@x.example\n")
    assert listed.rows[0]["email"] == ("jean.monnet@x.example",)


def test_the_other_mailbox_stays_and_each_person_gets_hers(read):
    listed = read(
        "l.csv", "Nom;CP;Directrice;E-mail\nEPN Un;5000;Anne Durant;adurant@x.example, info@x.example\n"
    )
    assert listed.row("EPN Un")["email"] == ("info@x.example",)
    assert "Anne Durant,,adurant@x.example" in _contacts(listed)


def test_importing_twice_is_importing_once(read):
    text = ONE.format(title="Directrice", cell="Anne Durant")
    first = _contacts(read("l.csv", text))
    again = read("l.csv", text)
    assert _contacts(again) == first
    assert again.imported.accounting.new == 0


def test_whoever_objected_is_not_taken_in_again(read):
    read("l.csv", "Nom;CP\nEPN Deux;7000\n").ecosystem.privacy.optout(["anne.durant@x.example"])
    again = read("m.csv", "Nom;CP;E-mail\nEPN Un;5000;anne.durant@x.example\n")
    assert "anne.durant" not in _contacts(again)
    assert "anne.durant" not in _register(again)
    assert "people_left_out" in again.codes


def test_a_person_decides_otherwise_with_columns(read):
    listed = read("l.csv", ONE.format(title="Titulaire", cell="Anne Durant"), columns={"note": "Titulaire"})
    assert listed.row("EPN Un")["note"] == "Anne Durant"


@pytest.mark.parametrize(
    "title",
    ["Nom", "Nom de la structure", "Personnel", "Personnes par semaine", "Responsable éditeur", "Courriel de contact",
     "EMAIL_CONTACT", "Prise en charge des personnes", "Publics : personnes âgées", "Direction", "Nombre d'animateurs",
     "Personne morale", "contact:phone"],
)  # fmt: skip
def test_a_title_that_speaks_of_nobody(title):
    assert person_title(title) == ""


def test_names_and_their_neighbours(wallonie):
    for name in ("Anne Durant", "Durant, Anne", "Mme Durant", "Anne Durant et Paul Martin", "Frau Schmidt"):
        assert is_person(name, wallonie), name
    for words in (
        "Espace Marie Curie",
        "Monsieur le Directeur",
        "Rue Jean Jaurès",
        "Namur",
        "Lire et Ecrire",
    ):
        assert not is_person(words, wallonie), words
    for words in ("commune", "Secrétariat", "La Louvière", "oui", "Coopérative", "12"):
        assert not may_be_person(words, wallonie), words


@pytest.mark.parametrize(("name", "n"), [("cpas.csv", 24), ("epn.xlsx", 15)])
def test_every_structure_of_a_coordinator_s_list_and_no_person_in_the_register(read, name, n):
    listed = read(f"coordinator/{name}")
    assert len(listed.imported.changes) == n
    people = ("Thiry", "Noël", "El Amrani", "Piette", "Delvaux", "Lambotte", "Bodart")
    assert not [person for person in people if person in _register(listed)]
    assert name != "epn.xlsx" or all(person in _contacts(listed) for person in people)


def test_the_usual_titles(read):
    listed = read("62_titres_usuels.csv")
    row = listed.row("EPN Un")
    assert (row["street"], row["postal_code"], row["phone"]) == ("Rue Haute 1", "5000", ("+3281223344",))
    assert row["email"] == ("a@un.example",)
    assert "Durant" not in _register(listed)
    assert read("62b_titres_usuels2.csv").row("EPN Un")["email"] == ("a@un.example",)


REMARKS = (
    "Nom;CP;Localité;Remarque;Horaires;Divers;Directrice;E-mail\n"
    "EPN Un;5000;Namur;Vu avec Mme Durant;sur rendez-vous, demander Anne;voir M. Peeters;Anne Durant;anne.durant@x.example\n"
    "EPN Deux;7000;Mons;appeler le 0475 12 34 56;fermé, voir Monsieur Peeters;ecrire à epn@deux.example;Paul Peeters;\n"
)


def test_nobody_stands_in_what_leaves_the_desk(read):
    listed = read("l.csv", REMARKS)
    shared = listed.ecosystem.write.shared()
    for path in sorted(shared.folder.rglob("*")):
        text = path.read_bytes().decode("utf-8", "replace")
        for trace in (
            "Durant",
            "Peeters",
            "demander Anne",
            "0475",
            "475 12 34 56",
            "anne.durant",
            "epn@deux",
        ):
            assert trace not in text, (path.name, trace)


@pytest.mark.parametrize(
    "text", ["demander Anne", "Mme Durant", "voir M. Peeters", "M. De Smet", "s'adresser à Paul"]
)
def test_free_words_that_name_somebody(text):
    assert names_somebody(text)


@pytest.mark.parametrize(
    "text", ["9h-12h, 13h-17h", "M. le Président", "lu-ve 9h Me 14h", "mercredi 14h", "M 9h-12h"]
)
def test_free_words_that_name_nobody(text):
    assert not names_somebody(text)


@pytest.mark.parametrize(
    ("text", "somebody"),
    [
        ("Cyber Chimay (Mme Renard)", True), ("rue D 4 (sonner chez Dumont)", True),
        ("EPN du Lac - contact Sophie Renard", True), ("c/o Paul Lefort, rue B 2", True),
        ("Clic B (chez Marc Lambert)", True), ("Chez Nathalie", False), ("Espace Marie Curie", False),
        ("Rue du Docteur Haibe 3", False), ("Place Madame 2", False), ("Contact Jeunes", False), ("Chez Nous", False),
    ],
)  # fmt: skip
def test_a_name_or_a_street_that_leads_to_somebody_is_known(text, somebody):
    assert led_to_somebody(text, {"dumont"}) == somebody


def test_who_a_name_or_a_street_leads_to_stays_out_of_what_is_shared(read):
    text = (
        "Nom;Rue;CP;Localité;Interlocuteur\n"
        "EPN du Lac - contact Sophie Renard;rue A 1;5000;Namur;Sophie Renard\n"
        "Clic D;rue D 4 (sonner chez Dumont);5000;Namur;Luc Dumont\n"
        "Cyber Chimay (Mme Renard);rue C 3;6460;Chimay;\n"
    )
    shared = read("liste.csv", text, kind="epn").ecosystem.write.shared()
    written = "".join(
        path.read_text("utf-8-sig") for path, _ in shared.files if path.suffix in (".html", ".csv", ".txt")
    )
    assert not [name for name in ("Renard", "Dumont") if name in written]
    assert "Clic D" in written
