"""A row that leans on the one above it, and a row that is no structure but something that happens."""

from __future__ import annotations

import pytest

from wtc_eco.errors import RefusedError

TITLES = "Nom;Rue;Code postal;Commune;Téléphone\n"
FIRST = "EPN de Ciney;Rue du Commerce 12;5590;Ciney;083 21 21 21\n"


@pytest.mark.parametrize("ditto", ["idem", "Idem", "id.", '""""', "''", "〃", "»", "ditto", "zelfde", "siehe oben", "voir ci-dessus"])  # fmt: skip
def test_a_ditto_is_what_stands_above_it_and_is_told(read, ditto):
    both = read("l.csv", f"{TITLES}{FIRST}Ludothèque du Parc;{ditto};{ditto};{ditto};083 22 22 22\n")
    row = both.row("Ludothèque du Parc")
    assert (row["street"], row["postal_code"], row["locality"]) == ("Rue du Commerce 12", "5590", "Ciney")
    assert row["phone"] == ("+3283222222",)
    assert any("3 cellules" in one.message for one in both.imported.problems if one.code == "ditto")


def test_a_ditto_of_a_ditto_is_the_same_and_a_list_all_of_one_commune_is_one(read):
    both = read("l.csv", f"{TITLES}{FIRST}B;Rue Haute 1;idem;idem;\nC;Rue Haute 3;idem;idem;\n")
    assert {row["locality"] for row in both.rows} == {"Ciney"}


@pytest.mark.parametrize("between", [";;;;\n", "EPN de Braives;;;;\n"])
def test_a_ditto_below_nothing_is_left_empty_and_asked(read, between):
    below = read("l.csv", f"{TITLES}{FIRST}{between}Ludothèque du Parc;idem;5590;Ciney;\n")
    assert "street" not in below.row("Ludothèque du Parc")
    assert "ditto_of_nothing" in below.codes


def test_the_same_address_is_one_where_a_place_is_said_and_a_remark_elsewhere(read):
    titles = "Nom;Rue;Code postal;Commune;Remarque\n"
    first = "EPN de Ciney;Rue du Commerce 12;5590;Ciney;au premier étage\n"
    both = read("l.csv", f"{titles}{first}Ludothèque du Parc;même adresse;5590;Ciney;même adresse\n")
    row = both.row("Ludothèque du Parc")
    assert row["street"] == "Rue du Commerce 12"
    assert row["note"] == "même adresse"


@pytest.mark.parametrize("street", ["Rue Idem 4", "Rue du Ditto", "Samedi", "Place de la Même"])
def test_a_street_that_only_holds_such_a_word_stays_as_it_is(read, street):
    assert read("l.csv", f"{TITLES}{FIRST}B;{street};5590;Ciney;\n").row("B")["street"] == street


def test_under_a_day_of_the_week_idem_is_the_day_before(read):
    titles = "Nom;Code postal;Commune;Lundi;Mardi;Mercredi\n"
    days = read("l.csv", f"{titles}EPN A;5590;Ciney;9h-12h;;\nEPN B;5590;Ciney;13h-16h;idem;fermé\n")
    assert "idem" in days.row("EPN B")["hours_note"]
    assert "ditto" not in days.codes


@pytest.mark.parametrize(
    "words",
    ["Idem que ci-dessus", "(idem)", "idem ci-dessus", "même adresse que la ligne précédente", "zelfde adres als hierboven", "same as the row above"],
)  # fmt: skip
def test_a_ditto_in_several_words_is_what_stands_above_it(read, words):
    both = read("l.csv", f"{TITLES}{FIRST}Ludothèque du Parc;{words};5590;Ciney;083 22 22 22\n")
    assert both.row("Ludothèque du Parc")["street"] == "Rue du Commerce 12"
    assert "ditto" in both.codes


@pytest.mark.parametrize("words", ["idem EPN", "mm adresse que bib", "même adresse que le CPAS", "voir CPAS", "voir adresse", "cf. maison communale", "zelfde adres als de bib"])  # fmt: skip
def test_a_cell_that_points_at_another_row_is_no_street_and_its_words_are_kept(read, words):
    both = read("l.csv", f"{TITLES}{FIRST}Ludothèque du Parc;{words};5590;Ciney;idem\n")
    row = both.row("Ludothèque du Parc")
    assert "street" not in row
    assert row["phone"] == ("+3283212121",)
    assert "ditto_of_nothing" in both.codes
    (kept,) = [each for each in _kept(both) if "Rue" in each]
    assert kept["Rue"] == words


def test_idem_below_nothing_keeps_its_words(read):
    first = read("l.csv", f"{TITLES}EPN A;idem;5590;Ciney;\n{FIRST}")
    assert "street" not in first.row("EPN A")
    assert {"Rue": "idem"} in _kept(first)


def _kept(read):
    """What was kept as found of each row."""
    return [each for each in read.ecosystem.holdings.records.extra if each]


@pytest.mark.parametrize(
    "street", ["Voir", "See", "Rue du Même 4", "Zeedijk 3", "Seestraße 4", "Voirie 3", "Idemstraat 2"]
)
def test_a_street_that_begins_like_such_a_word_stays(read, street):
    assert read("l.csv", f"{TITLES}{FIRST}B;{street};5590;Ciney;\n").row("B")["street"] == street


AGENDAS = [
    "N°;Intitulé du cours;Date début;Date fin;Horaire;Lieu du cours;Formateur;Places\n1;Windows;03/02/2026;24/02/2026;mardi 9h;EPN de Braine;Julie Martin;3\n2;Photos;05/02/2026;26/02/2026;jeudi 13h;Bib de Rebecq;Marc Petit;0\n",
    "Naam van de workshop;Datum;Startuur;Einduur;Locatie;Gemeente;Prijs\nItsme;12/03/2026;14:00;16:00;Bib Permeke;Antwerpen;gratis\nAndroid;19/03/2026;14:00;16:00;LDC De Olijftak;Antwerpen;5 euro\n",
    "Kursbezeichnung;Termin;Uhrzeit;Veranstaltungsort\nTablet;12.03.2026;14-16 Uhr;Bibliothek Kelmis\nWhatsApp;19.03.2026;14-16 Uhr;Haus Ternell\n",
    "Event Name,Start Date,End Date,Venue Name,Venue Address\nRepair café,2026-03-01,2026-03-01,Maison de quartier,Rue Haute 3 4500 Huy\nCoding,2026-03-08,2026-03-08,Fablab,Rue Basse 9 4500 Huy\n",
    "Subject,Start Date,Start Time,End Date,End Time,All Day Event,Location\nSmartphone,03/01/2026,10:00,03/01/2026,12:00,False,EPN Huy\nItsme,03/08/2026,10:00,03/08/2026,12:00,False,EPN Huy\n",
    "IDActivite;IDAsso;Libelle;JourSemaine;HeureDebut;HeureFin\n1;12;Initiation tablette;mardi;09:00;12:00\n2;12;Permanence;jeudi;13:00;16:00\n",
    "Atelier;Date;Heure de début;Heure de fin;Lieu\nTablettes;12/03/2026;14:00;16:00;EPN Huy\nPhotos;19/03/2026;14:00;16:00;EPN Huy\n",
    "Titre de l'atelier;Date;Heure;Lieu\nSa tablette;12/03/2026;14h-16h;EPN de Gembloux\nSon téléphone;19/03/2026;14h;EPN de Gembloux\n",
    "Activité;Jour;Heures;Salle;Animateur\nInitiation PC;lundi;9h-12h;Salle 2;Julie Martin\nPhotos;jeudi;9h-12h;Salle 1;Julie Martin\n",
    "Workshop;Datum;Uur;Plaats\nWerken met itsme;12/03/2026;14u;Bibliotheek Elsene\nFoto's;19/03/2026;14u;Bibliotheek Elsene\n",
    "Veranstaltung;Datum;Uhrzeit;Ort\nHandy;12.03.2026;14 Uhr;Bibliothek Eupen\nTablet;13.03.2026;10 Uhr;Bibliothek Kelmis\n",
    "Formation;Date de début;Date de fin;Lieu;Inscrits\nBureautique;01/02/2026;03/02/2026;Namur;8\nInternet;05/02/2026;06/02/2026;Dinant;4\n",
    "Event title;Start date;Location\nFirst steps;2026-02-01;EPN of Namur\nPhotos;2026-02-08;EPN of Namur\n",
]


@pytest.mark.parametrize("text", AGENDAS)
def test_an_agenda_is_no_list_of_structures(read, text):
    with pytest.raises(RefusedError, match="agenda d’activités") as refused:
        read("agenda.csv", text)
    assert refused.value.code == "other_kind"
    assert "--format structures" in refused.value.hint


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Nom;Code postal;Commune;Atelier;Jour\nEPN A;5590;Ciney;Tablettes;lundi\nEPN B;5500;Dinant;PC;mardi\n",
            ["EPN A", "EPN B"],
        ),
        (
            "Structure;Rue;Commune;Date\nEPN A;Rue Haute 1;Ciney;12/03/2026\nEPN B;Rue Basse 2;Dinant;12/03/2026\n",
            ["EPN A", "EPN B"],
        ),
        (
            "Nom;Commune;Date d'adhésion;Activité\nLe Clic;Ciney;01/02/2020;ateliers\nLa Puce;Dinant;01/03/2021;prêt\n",
            ["La Puce", "Le Clic"],
        ),
        (
            "Lieu de permanence;Adresse;CP;Jour;De;À\nMaison communale d'Anhée;Place communale 6;5537;lundi;9h;12h\nCPAS de Hastière;Rue Lespagne 6;5540;jeudi;13h;16h\n",
            ["CPAS de Hastière", "Maison communale d'Anhée"],
        ),
    ],
)
def test_structures_that_say_a_day_stay_structures(read, text, names):
    assert read("l.csv", text).names == names


def test_places_titled_by_what_happens_there_are_asked_and_no_agenda(read):
    text = "Permanence;Horaires;Rue;Commune\nEspace numérique du Bourg;lu 9h-12h;Rue Haute 1;Ciney\nMaison du Val;ma 9h-12h;Rue Basse 2;Dinant\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert refused.value.code == "no_name_column"
    assert "name=Permanence" in refused.value.hint


def test_a_mailbox_and_a_site_inside_an_address_are_the_structure_s(read):
    text = (
        "Nom;Adresse complète\nEPN de Ciney;Rue du Commerce 12, 5590 Ciney - epn@ciney.be\n"
        'CPAS de Dinant;"Rue Saint-Jacques 5 5500 Dinant, tél 082 22 22 22, info@cpasdinant.be, www.cpasdinant.be"\n'
    )
    mailed = read("l.csv", text)
    assert mailed.row("EPN de Ciney")["email"] == ("epn@ciney.be",)
    dinant = mailed.row("CPAS de Dinant")
    assert (dinant["street"], dinant["locality"]) == ("Rue Saint-Jacques 5", "Dinant")
    assert (dinant["email"], dinant["website"]) == (("info@cpasdinant.be",), "https://www.cpasdinant.be")
    assert "note" not in dinant
    assert mailed.imported.guesses == ()


@pytest.mark.parametrize("title", ["Province", "Secteur", "Catégorie", "Statut", "Région"])
def test_what_structures_have_in_common_is_never_their_name_nor_proposed_as_it(read, title):
    text = f"{title};Code postal;Localité\nNamur;5000;Namur\nHainaut;7000;Mons\nLiège;4000;Liège\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert f"name={title}" not in refused.value.hint


def test_whose_office_it_is_is_not_its_name(read):
    text = "Bureau;Mutualité;Rue;Commune\nSolidaris Bouillon;Solidaris;Rue Haute 1;Bouillon\nMC Libramont;Mutualité chrétienne;Grand-Rue 20;Libramont\n"
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert "name=Bureau" in refused.value.hint


@pytest.mark.parametrize(
    ("written", "number"), [("0320664600", "+33320664600"), ("03 20 49 50 49", "+33320495049")]
)
def test_a_phone_of_a_row_in_france_is_french(read, written, number):
    text = f"Nom;Code postal;Ville;Téléphone\nMédiathèque de Douai;59500;Douai;{written}\nEPN de Tournai;7500;Tournai;069 22 00 22\n"
    border = read("l.csv", text)
    assert border.row("Médiathèque de Douai")["phone"] == (number,)
    assert border.row("EPN de Tournai")["phone"] == ("+3269220022",)
    assert "phone_bad" not in border.codes


def test_cells_that_are_titles_elsewhere_are_no_row_of_titles(read):
    text = "Nom;Thème 1;Thème 2;Lundi AM;Mardi PM\nEPN Flémalle;Smartphone;Bureautique;x;x\nEPN Amay;e-mail;cybersécurité;x;\n"
    assert read("l.csv", text).names == ["EPN Amay", "EPN Flémalle"]


def test_answers_that_a_form_stamped_are_no_agenda(read):
    text = "ID;Heure de début;Heure de fin;Heure de la dernière modification;Quel atelier ?;Activité\n1;3/1/2026 10:00;3/1/2026 10:05;;Tablettes;oui\n"
    with pytest.raises(RefusedError, match="réponses à une enquête"):
        read("forms.csv", text)


@pytest.mark.parametrize(
    "text",
    [
        "Commande;Prénom du participant;Nom du participant;E-mail du participant;Structure\n1;Aline;Rousseau;a@epn.be;EPN Spa\n2;Karim;Saïdi;k@cpas.be;CPAS Theux\n",
        "Voornaam deelnemer;Naam deelnemer;Organisatie\nAn;Peeters;Bib Aalst\nJan;Claes;OCMW Gent\n",
        "Bénévole;Téléphone;Lundi;Mardi\nAnne Dupuis;0475 10 10 10;x;\nMarc Leroy;0475 20 20 20;;x\n",
        "Prénom de l'inscrit;Nom de l'inscrit;Atelier\nAnne;Petit;Tablettes\nLuc;Renard;Photos\n",
    ],
)
def test_whoever_takes_part_is_a_person_and_no_structure(read, text):
    with pytest.raises(RefusedError, match="liste de personnes"):
        read("l.csv", text)


def test_the_names_of_those_who_take_part_are_kept_apart_where_the_rows_are_structures_all_the_same(read):
    text = "Structure;CP;Nom du participant;Prénom du participant\nEPN Spa;4900;Rousseau;Aline\nCPAS de Theux;4910;Saïdi;Karim\n"
    listed = read("l.csv", text, format="structures")
    assert "Rousseau" not in str(listed.rows)


def test_names_that_repeat_with_their_addresses_are_not_said_to_have_none(read):
    text = "Ecole;Implantation;Adresse implantation;CP;Localité\nAthénée;Docq;Rue Docq 24;5030;Gembloux\nAthénée;Sigebert;Rue Sigebert 3;5030;Gembloux\nInstitut;;Place 4;5030;Gembloux\n"
    assert "kind_doubtful" not in read("l.csv", text, columns={"name": "Ecole"}).codes


@pytest.mark.parametrize(
    ("cell", "email", "website"),
    [
        ("Rue du Pont 200 - 5590 Ciney - Courriel : epn(at)ciney.be", ("epn@ciney.be",), None),
        ("Rue du Pont 200, 5590 Ciney, ciney.be", None, "https://ciney.be"),
        ("Rue du Pont 200, 5590 Ciney - site : epn-ciney.be", None, "https://epn-ciney.be"),
        ("Rue du Pont 200, 5590 Ciney (epn@ciney.be - facebook.com/epnciney)", ("epn@ciney.be",), "https://facebook.com/epnciney"),
        ("ciney.be | Rue du Pont 200 | 5590 Ciney", None, "https://ciney.be"),
        ("Rue du Pont 200, 5590 Ciney. info@ciney.be", ("info@ciney.be",), None),
        ("Rue du Pont 200, 5590 Ciney (epn@ciney.be, www.epn.be)", ("epn@ciney.be",), "https://www.epn.be"),
        ("Rue du Pont 200 (epn@ciney.be ; www.epn.be), 5590 Ciney", ("epn@ciney.be",), "https://www.epn.be"),
        ("5590 Ciney, Rue du Pont 200 <mailto:info@ciney.be>", ("info@ciney.be",), None),
        ("Rue du Pont 200 - 5590 Ciney (epn @ ciney.be)", ("epn@ciney.be",), None),
    ],
)  # fmt: skip
def test_a_mailbox_and_a_site_of_an_address_leave_its_place_clean(read, cell, email, website):
    mailed = read("l.csv", f'Nom;Adresse complète\nA;"{cell}"\nB;"Rue Haute 1, 5500 Dinant"\n')
    row = mailed.row("A")
    assert (row["street"], row["postal_code"], row["locality"]) == ("Rue du Pont 200", "5590", "Ciney")
    assert (row.get("email"), row.get("website")) == (email, website)
    assert "note" not in row


def test_a_sentence_behind_an_address_is_a_note_and_no_part_of_its_place(read):
    text = 'Nom;Adresse complète\nA;"Rue Haute 2, 5590 Ciney. Fermé en août"\nB;"Rue Haute 1, 5500 Dinant"\n'
    assert read("l.csv", text).row("A")["locality"] == "Ciney"


def test_a_second_site_and_a_broken_mailbox_of_an_address_are_told(read):
    text = 'Nom;Adresse complète\nA;"Rue Haute 2, 5590 Ciney, www.a.be / www.b.be"\nB;"Rue Haute 1, 5500 Dinant, epn@dinant"\n'
    told = read("l.csv", text)
    assert {"website_several", "email_bad"} <= told.codes
    assert {"Adresse complète": "www.b.be"} in _kept(told)


@pytest.mark.parametrize("street", ["Av. Louise 3", "St.-Paul 3", "Rue Dr. Haye 3", "r.du Pont 3"])
def test_a_street_with_dots_is_no_site(read, street):
    row = read(
        "l.csv", f'Nom;Adresse complète\nA;"{street}, 5590 Ciney"\nB;"Rue Haute 1, 5500 Dinant"\n'
    ).row("A")
    assert row["street"] == street
    assert "website" not in row


@pytest.mark.parametrize(
    ("text", "proposed"),
    [
        ("Secteur;Province;Structure porteuse;CP\nPublic;Namur;CPAS de Namur;5100\nAssociatif;Liège;ASBL Le Pont;4000\n", "Structure porteuse"),
        ("Projet;Porteur;Commune;Budget\nEnsemble;CPAS de Ciney;Ciney;20000\nPour elles;ASBL La Toile;Dinant;15000\n", "Porteur"),
        ("Commune;Mutualité;CPAS;Bibliothèque\nAth;x;x;\nMons;;x;x\nBinche;x;;x\n", None),
        ("Permanence;Jour;Heure;Adresse;CP\nMaison des associations;mardi;9h-12h;Rue Haute 3;5590\nCentre culturel;jeudi;13h;Rue Basse 4;5500\n", "Permanence"),
        ("Commune;Lundi;Mardi\nAth;Tablettes;PC\nMons;Itsme;Photos\n", None),
        ("Commune;Lundi;Mardi\nAth;EPN A;EPN B\nMons;EPN C;EPN D\n", None),
    ],
)  # fmt: skip
def test_the_question_proposes_the_column_whose_cells_are_names_or_none(read, text, proposed):
    with pytest.raises(RefusedError) as refused:
        read("l.csv", text)
    assert refused.value.code == "no_name_column"
    if proposed:
        assert f"name={proposed}" in refused.value.hint
    else:
        assert "« " not in refused.value.hint


def test_a_title_of_a_place_with_whole_addresses_is_the_address(read):
    text = "Intitulé;Lieu\nClic;Rue du Parc 5, 6890 Libin\nTablette;Maison de village, 6887 Herbeumont\n"
    row = read("l.csv", text).row("Clic")
    assert (row["street"], row["postal_code"]) == ("Rue du Parc 5", "6890")


@pytest.mark.parametrize(
    ("title", "words"),
    [("État", "suspendu"), ("Statut", "en travaux jusqu'au 30/09/2026"), ("Situation juridique", "En dissolution volontaire")],
)  # fmt: skip
def test_a_standing_that_may_be_a_closure_is_asked_about(read, title, words):
    doubted = read("l.csv", f"Nom;CP;{title}\nEPN A;5590;{words}\nEPN B;5500;normale\nEPN C;5000;actif\n")
    assert "closure_doubt" in doubted.codes
    assert "closed_on" not in doubted.row("EPN A")
    assert {title: words} in _kept(doubted)


@pytest.mark.parametrize("inner", [", 5590 Ciney, Belgique", " | 5590 Ciney | Belgique"])
def test_a_sign_inside_quoted_cells_separates_nothing_however_regular(read, inner):
    text = f'Nom;Adresse complète\nA;"Rue Haute 2{inner}"\nB;"Rue Haute 3{inner}"\n'
    assert read("l.csv", text).names == ["A", "B"]


@pytest.mark.parametrize("title", ["Contact", "Contacts", "Kontakt", "Coordonnées de contact"])
def test_a_contact_that_holds_the_whole_address_is_the_address(read, title):
    text = f'Association;{title}\nA;"Rue de la Gare 12\n5590 Ciney\nTél. : 083 22 00 00\ninfo@a.be"\nB;"Rue Haute 3\n5500 Dinant\n0475 11 22 33"\n'
    row = read("l.csv", text).row("A")
    assert (row["street"], row["postal_code"], row["locality"]) == ("Rue de la Gare 12", "5590", "Ciney")
    assert (row["phone"], row["email"]) == (("+3283220000",), ("info@a.be",))


def test_figures_beside_a_phone_that_nobody_dials_are_kept(read):
    text = 'Nom;CP;Tél\nA;5590;"Rue de la Gare 12\n5590 Ciney\n083 22 00 00\ninfo@a.be"\n'
    row = read("l.csv", text).row("A")
    assert "12" in row["note"]
    assert "5590" in row["note"]
    assert row["email"] == ("info@a.be",)


@pytest.mark.parametrize("friday", ["Ven", "Ven.", "ven", "VEN", "Vendredi"])
def test_a_short_friday_among_days_is_a_day_of_opening(read, friday):
    text = f"Nom;Localité;Lun;Mar;Mer;Jeu;{friday};Sam\nEPN Un;Namur;9-12;9-12;9-12;9-12;9-12;9-12\n"
    listed = read("l.csv", text)
    assert "vendredi 9-12" in listed.row("EPN Un")["hours_note"].lower()
    assert listed.imported.guesses == ()
