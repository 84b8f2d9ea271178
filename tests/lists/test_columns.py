"""Which column is what: titles in many hands, cells that judge them, and keys that nobody adopts in silence."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wtc_eco as eco
from tests.lists.conftest import FILES
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources import propose, read_table, table_of
from wtc_eco.sources.column_cells import sort_of
from wtc_eco.sources.vocabulary import guess
from wtc_eco.territory import Territory, load


@pytest.fixture(scope="module")
def wallonie() -> Territory:
    return load("wallonie")


@pytest.fixture(scope="module")
def proposed(wallonie):
    """What a list of this text is read as: field to titles, and the proposal."""

    def propose_text(text: str, **columns: object):
        return propose(table_of(text.encode(), "liste.csv"), wallonie, columns=columns)

    return propose_text


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("EPN", "epn"),
        ("Bibliothèques", "bibliotheque"),
        ("CPAS", "cpas"),
        ("Maison de quartier", "pcs"),
        ("Bibliotheek", "bibliotheque"),
    ],
)
def test_a_kind_as_the_title_of_names_is_their_kind_and_it_is_said(proposed, title, kind):
    proposal = proposed(
        f"{title};Rue;CP;Localité\nLe Clic;Rue Haute 1;5000;Namur\nÀ la Page;Rue Basse 2;7000;Mons\n"
    )
    assert (proposal.map.columns[title], proposal.map.defaults) == ("name", {"kind": kind})
    assert [(guess.title, guess.why) for guess in proposal.guesses] == [(title, "kind_title")]


@pytest.mark.parametrize("cells", [("oui", "non"), ("Namur", "Mons"), ("EPN", "Bibliothèque"), ("1", "2")])
def test_a_kind_over_no_names_is_no_name(proposed, cells):
    with pytest.raises(RefusedError, match="nom de la structure"):
        proposed("EPN;Rue\n" + "".join(f"{cell};Rue Haute 1\n" for cell in cells))


def test_a_legal_form_does_not_hide_what_a_name_says(read):
    text = "Nom;Type;CP;Localité\nEPN de Ciney;ASBL;5590;Ciney\nLes Amis;ASBL;5000;Namur\nEPN Deux;CPAS;7000;Mons\n"
    kinds = {row["name"]: row["kind"] for row in read("forme.csv", text).rows}
    assert kinds == {"EPN de Ciney": "epn", "Les Amis": "asbl", "EPN Deux": "cpas"}


@pytest.mark.parametrize("name", ["07_211_plusieurs_telephones.csv", "08_mojibake_none.csv"])
def test_no_hint_calls_a_column_of_websites_a_town(read, name):
    guesses = {guess.title: guess for guess in read(name).imported.guesses}
    assert guesses["Site"].instead == "ignore"


def test_what_numbers_or_sorts_a_thing_is_not_that_thing(proposed):
    text = "id,location_type,parent_organization_id,name,latitude,longitude\nl1,physical,o5,EPN Un,50.4674,4.8675\n"
    assert set(proposed(text).map.columns.values()) == {"name", "lat", "lon"}


@pytest.mark.parametrize(
    ("cells", "field"), [(("EPN Un", "EPN Deux"), "name"), (("5000 Namur", "7000 Mons"), "locality")]
)
def test_lieu_is_what_its_cells_are(proposed, cells, field):
    other = "Nom" if field == "locality" else "Commune"
    beside = ("Le Clic", "À la Page") if field == "locality" else ("Namur", "Mons")
    text = f"Lieu;{other}\n" + "".join(f"{cell};{one}\n" for cell, one in zip(cells, beside, strict=True))
    assert proposed(text).map.columns["Lieu"] == field


def test_all_that_leads_somewhere_in_one_cell_is_an_address(read):
    text = 'Nom;Coordonnées complètes\nEPN Un;"Rue Haute 1\n5000 Namur\nTél : 081 22 33 44"\n'
    row = read("l.csv", text).row("EPN Un")
    assert (row["street"], row["locality"], row["phone"]) == ("Rue Haute 1", "Namur", ("+3281223344",))


def test_crosses_under_a_word_of_mail_are_no_mail(read):
    text = "Nom;CP;Localité;Mails et visio\nEPN Un;5000;Namur;x\nEPN Deux;7000;Mons;\n"
    assert read("l.csv", text).row("EPN Un")["extra"] == {"Mails et visio": "x"}


TITLES = {
    "name": "Noms|txtNom|str_nom|Denomination|NOM_STRUCTURE|Naam|Name|Nom de la structure |Naam NL|Nom FR|name:fr|"
    "Organization 1 - Name|Q1. Nom de la structure|Organisation name|Benaming|Bezeichnung|Nom de la bibliothèque",
    "bce": "nmbEntreprise|NUM_BCE|N° d'entreprise (BCE)|Numéro BCE|BCE/TVA|Ondernemingsnummer|KBO-nummer|NumEntreprise",
    "street": "StreetFR|Straat NL|Rue (FR)|addr:street|Address 1 - Street|ADRESSE_RUE|Nom de la voie (FR)|Straße|Rues|"
    "txtRue|Nom de la rue|voie|Rue / n°|Strasse und Hausnummer|Business Street",
    "house_number": "HouseNumber|addr:housenumber|Hausnummer|Huisnummer|ADRESSE_NUM|Huisnr.|N° maison",
    "box": "Box|Bte|Boîtes|Busnummer|Boîte",
    "postal_code": "Zipcode|addr:postcode|C.P.|C.P. |PLZ|Codes postaux|code_postal|ADRESSE_CP|Business Postal Code|"
    "Address 1 - Postal Code|Postcode|CodePostal|Postleitzahl",
    "locality": "Localités|Ort|addr:city|Address 1 - City|ADRESSE_LOCALITE|City|Ville/Commune|Business City|Plaats",
    "commune": "MunicipalityFR|Gemeente (NL)|Communes|Gemeinde|Commune (FR)",
    "phone": "Téléphones|Tél. / GSM|contact:phone|Telefon|Telefoon|TEL_FIXE|Phone 1 - Value|N° de tél.|Business Phone|"
    "Telephonne|Téléphone du secrétariat",
    "email": "E-mails|Contact e-mail|EMAIL_CONTACT|contact:email|courriel|E-mail 1 - Value|E-mail du site|mailadres",
    "website": "Sites web|contact:website|Webseite|URL_SITE|site_web|Lien internet|Website 1 - Value|Adresse du site web",
    "hours": "Öffnungszeiten|Openingsuren|horaires|opening_hours|Horaires d'ouverture|Heures d'ouverture au public",
    "hosted_by": "operator|structure_parente",
    "lat": "_Localisation_latitude|latitude|geo:lat|@lat",
    "lon": "_Localisation_longitude|longitude|@lon|Lng",
    "source_id": "ID|Code FASE|EntityNumber|_uuid|@id|Réf.|N° de fiche|id_structure",
}


@pytest.mark.parametrize(
    ("title", "field"), [(title, field) for field, each in TITLES.items() for title in each.split("|")]
)
def test_a_title_is_known_in_the_hand_of_whoever_wrote_it(title, field):
    assert guess(title).fields == (field,)


@pytest.mark.parametrize(
    "title",
    [
        "Nom du directeur",
        "Nom du réseau",
        "Adresse de facturation",
        "Année d'ouverture",
        "Nombre de PC",
        "Numéro de dossier",
        "Ville natale",
        "Téléphone du directeur",
        "Date d'ouverture",
        "Heure de début",
        "Start time",
        "Completion time",
        "Fax",
        "Personne de contact",
        "E-mail du responsable",
        "Prénom",
        "Numéro national",
        "Numéro de compte",
        "_Localisation_altitude",
        "Given Name",
        "Family Name",
        "Naam contactpersoon",
        "Nombre de visites",
        "Nom de famille",
        "Horodateur",
        "Name des Leiters",
    ],
)
def test_a_title_that_speaks_of_somebody_or_something_else_is_no_field(title):
    assert guess(title).fields == ()


@pytest.mark.parametrize(
    ("file", "title", "field"),
    [
        ("01_asbl_adresse_bce.csv", "nmbEntreprise", "bce"),
        ("06_croix.csv", "Adresse du site", "street"),
        ("08_mojibake_none.csv", "Contact e-mail", "email"),
        ("10_horaires_par_jour.csv", "Adresse 1", "street"),
        ("24_bilingue_a.csv", "Straße", "street"),
        ("24_bilingue_a.csv", "PLZ", "postal_code"),
        ("24_bilingue_a.csv", "Öffnungszeiten", "hours"),
        ("33_kobo_liste.csv", "_Localisation_latitude", "lat"),
        ("43_colonnes_fr_nl.csv", "Nom de la voie (FR)", "street"),
        ("43_colonnes_fr_nl.csv", "numéro", "house_number"),
        ("43b_colonnes_fr_nl.csv", "Numéro", "house_number"),
        ("47_kbo.csv", "StreetFR", "street"),
        ("47_kbo.csv", "HouseNumber", "house_number"),
        ("47_kbo.csv", "Box", "box"),
        ("53_titres_sales.csv", "C.P.", "postal_code"),
        ("61_titres_pluriel.csv", "Noms", "name"),
        ("61_titres_pluriel.csv", "Adresses", "street"),
        ("62_titres_usuels.csv", "N° de tél.", "phone"),
        ("62c_titres_majuscules.csv", "ADRESSE_NUM", "house_number"),
        ("62c_titres_majuscules.csv", "ADRESSE_CP", "postal_code"),
        *((f"64{letter}_numero.csv", title, "house_number") for letter, title in zip(
            "abcdefghi", ["Numéro"] * 3 + ["N°"] * 2 + ["Numéro", "Num", "Nr", "Nr"], strict=True
        )),
    ],
)  # fmt: skip
def test_the_columns_of_real_lists_are_what_their_readers_say(wallonie, file, title, field):
    proposal = propose(read_table(FILES / file), wallonie)
    assert proposal.map.columns[title] == field
    assert not proposal.questions


@pytest.mark.parametrize("file", ["10e_annee_ouverture.csv", "10_horaires_par_jour.csv"])
def test_a_year_of_opening_is_no_hours(wallonie, file):
    assert "Année d'ouverture" not in propose(read_table(FILES / file), wallonie).map.columns


def test_the_pack_s_first_language_counts_where_a_title_stands_in_two(wallonie):
    proposal = propose(read_table(FILES / "43b_colonnes_fr_nl.csv"), wallonie)
    assert "Straat NL" not in proposal.map.columns
    assert ("Rue FR", ("Straat NL",)) in [(one.title, one.others) for one in proposal.guesses]


def test_points_under_empty_titles_are_points_and_that_is_said(read):
    points = read("02_colonnes_sans_titre_horaires.csv")
    assert (points.row("Abri du Piéton")["lat"], points.row("Abri du Piéton")["lon"]) == (50.4541, 3.9515)
    assert "untitled_column" in points.codes
    assert {one.title for one in points.imported.guesses} >= {"[B]", "[C]"}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        (("0450.120.085", "BE 0451 121 165"), "bce"),
        (("info@un.example", "deux@deux.example"), "email"),
        (("081 22 33 44", "0475/12.34.56"), "phone"),
        (("www.un.example", "https://deux.example/a"), "website"),
        (("5000", "7000", "4000"), "postal_code"),
        (("50.4669, 4.8675", "50.4541, 3.9515"), "coordinates"),
        (("50.4669", "50.4541"), "lat"),
        (("4.8675", "3.9515"), "lon"),
        (("lu-ve 9h-12h", "ma 14h00-18h00"), "hours"),
        (("EPN", "CPAS", "Bibliothèque"), "kind"),
        (("Rue Haute 1", "Nieuwstraat 5", "Place du Marché 3"), "street"),
        (("Rue Haute 1, 5000 Namur", "Rue Basse 2, 7000 Mons"), "address"),
        (("1991", "2005", "2013"), ""),
        (("12", "7", "45"), ""),
        (("oui", "non", "oui"), ""),
        (("065331122", "81223344"), ""),
        (("Anne Durant", "Jean Petit"), ""),
        (("01/09/1991", "15/01/2005"), ""),
        (("EPN-001", "EPN-002"), ""),
    ],
)
def test_cells_alone_say_what_a_column_is_only_where_they_cannot_be_anything_else(wallonie, cells, field):
    assert sort_of(cells, wallonie) == field


@pytest.mark.parametrize(
    ("title", "cells", "field"),
    [
        ("Site web", ("a@un.example", "b@deux.example"), "email"),
        ("E-mail", ("www.un.example", "www.deux.example"), "website"),
        ("Téléphone", ("a@un.example", "b@deux.example"), "email"),
        ("Adresse du site", ("www.un.example", "www.deux.example"), "website"),
        ("Adresse", ("Rue Haute 1, 5000 Namur", "Rue Basse 2, 7000 Mons"), "address"),
        ("Rue", ("Rue Haute 1, 5000 Namur", "Rue Basse 2, 7000 Mons"), "address"),
        ("Téléphone", ("voir le site", "081 22 33 44"), "phone"),
        ("Horaires", ("sur rendez-vous", "lu-ve 9-12h"), "hours"),
    ],
)
def test_cells_judge_the_title(proposed, title, cells, field):
    rows = "".join(f"N{n};{cell}\n" for n, cell in enumerate(cells))
    assert proposed(f"Nom;{title}\n{rows}").map.columns[title] == field


def test_a_title_that_its_cells_contradict_and_nothing_else_fits_is_kept_as_found_and_said(proposed):
    proposal = proposed("Nom;Ouverture\nUn;1991\nDeux;2005\n")
    assert "Ouverture" not in proposal.map.columns
    assert [(one.why, one.instead) for one in proposal.guesses] == [("left", "hours")]


@pytest.mark.parametrize(
    "numbers", [("12", "7", "3"), ("12bis", "7A", "3-5"), ("1", "2", "3"), ("7", "7", "12")]
)
def test_small_numbers_beside_a_street_are_houses(proposed, numbers):
    rows = "".join(f"N{n};Rue Haute;{number};5000\n" for n, number in enumerate(numbers))
    proposal = proposed(f"Nom;Rue;Numéro;CP\n{rows}")
    assert proposal.map.columns["Numéro"] == "house_number"
    assert proposal.map.source_id == ()


@pytest.mark.parametrize(
    "text",
    [
        "N°;Nom;Rue;CP\n1;Un;Rue Haute 4;5000\n2;Deux;Rue Basse 5;7000\n",
        "Numéro;Nom;CP\n12;Un;5000\n7;Deux;7000\n",
        "Code;Nom;CP\nA1;Un;5000\nA2;Deux;7000\n",
        "Nr;Nom;CP\nEPN-1;Un;5000\nEPN-2;Deux;7000\n",
    ],
)
def test_a_number_that_may_be_the_key_is_asked_about_and_not_used(proposed, text):
    proposal = proposed(text)
    assert proposal.map.source_id == ()
    assert proposal.guesses[0].why == "maybe_key"
    assert proposal.guesses[0].instead == "source_id"


def test_a_key_that_is_surely_one_is_used_and_told(read):
    told = read("id.csv", "ID;Nom;Rue;CP\n17;Un;Rue Haute 4;5000\n23;Deux;Rue Basse 5;7000\n")
    assert told.imported.key == ("ID",)


def test_of_several_keys_the_first_that_names_each_row_counts(proposed):
    assert proposed("ID;UUID;Nom\n1;a;Un\n1;b;Deux\n").map.source_id == ("UUID",)


def _twice(tmp_path, **options):
    """The name of each record by its number, once a list and its next version were taken in."""
    eco.init(tmp_path / "desk")
    ecosystem = eco.open(tmp_path / "desk")
    ecosystem.imports.structures(FILES / "64m_avant.csv", source="l", collected_on="2024-01-01", **options)
    before = {row["id"]: row["name"] for row in eco.open(tmp_path / "desk").registry.table.to_dict("records")}
    ecosystem = eco.open(tmp_path / "desk")
    ecosystem.imports.structures(FILES / "64m_apres.csv", source="l", collected_on="2024-06-01")
    after = {row["id"]: row["name"] for row in eco.open(tmp_path / "desk").registry.table.to_dict("records")}
    return before, after


def test_houses_renumbered_in_the_next_version_change_nobody_s_identity(tmp_path):
    before, after = _twice(tmp_path)
    assert {number: after[number] for number in before} == before


def test_a_key_that_goes_from_one_structure_to_another_is_refused_with_both_named(tmp_path):
    with pytest.raises(RefusedError) as refusal:
        _twice(tmp_path, columns={"clé": "Numéro"})
    assert refusal.value.code == "key_of_another"
    assert "EPN Un" in refusal.value.hint
    assert "EPN Deux" in refusal.value.hint
    assert refusal.value.problems[0].row == 2


def test_several_columns_may_be_one_field(read):
    both = read(
        "plusieurs.csv",
        "Titre;Voie;Suite;Tél 1;Autre\nUn;Rue Haute;12;081 22 33 44;0475 12 34 56\n",
        columns={"nom": "Titre", "rue": ["Voie", "Suite"], "téléphone": ["Tél 1", "Autre"]},
    ).row("Un")
    assert both["street"] == "Rue Haute 12"
    assert both["phone"] == ("+3281223344", "+32475123456")


def test_a_field_nobody_knows_is_answered_with_the_nearest(proposed):
    with pytest.raises(UsageError) as refused:
        proposed("Titre;Tel\nUn;081 22 33 44\n", nom="Titre", telefone="Tel")
    assert "telephone" in refused.value.hint


@given(
    order=st.permutations(
        ["Un;Rue Haute;12", "Deux;Rue Basse;7", "Trois;Rue Droite;3", "Quatre;Rue Courte;45"]
    )
)
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=20, deadline=None)
def test_what_a_column_is_does_not_depend_on_the_order_of_rows(proposed, order):
    assert proposed("Nom;Rue;N°\n" + "\n".join(order) + "\n").map.columns["N°"] == "house_number"
