"""What a file is: a list of structures, or something else that is said and never taken for one."""

from __future__ import annotations

import json

import pytest

import wtc_eco as eco
from wtc_eco.api.imports import Imports
from wtc_eco.errors import RefusedError, UsageError

LIST = "Nom;Rue;CP;Localité;Téléphone\n"


def test_a_space_before_an_opening_quote_is_no_part_of_the_cell(read):
    one = read("04_espace_avant_guillemet.csv").row("Centre Lumière")
    assert one["street"] == "Rue Haute, 12"
    assert one["phone"] == ("+3281223344", "+3281223345")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spaces_before_quotes_are_passed_over_whatever_the_delimiter(read, delimiter):
    lines = ['"Nom"', '"Rue"', '"CP"'], ['"Le ""Zinc"""', f'"Rue Haute{delimiter} 12"', '"5000"']
    text = "\n".join(f"{delimiter}  ".join(cells) for cells in lines) + "\n"
    assert read("l.csv", text).names == ['Le "Zinc"']


def test_a_new_folder_for_the_whole_territory_is_made_as_its_help_says(tmp_path):
    assert eco.init(tmp_path / "whole", bassin="*").settings.bassin is None


def refused(read, name, text=None, **options):
    """What is said of a file that is not taken in; nothing of it is."""
    with pytest.raises(RefusedError) as refusal:
        read(name, text, **options)
    return refusal.value


PEOPLE = {
    "google_new": "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value,Labels\n"
    "Anne,Durant,Entraide,Work,a@edc.example,* myContacts\n,,EPN de Boussu,Work,epn@boussu.example,* myContacts\n",
    "outlook_en": "First Name,Middle Name,Last Name,Company,Job Title,Business Street,E-mail Address\n"
    "Anne,,Durant,Entraide,Director,Rue Haute 1,a@edc.example\n,,,EPN de Boussu,,Rue Neuve 5,epn@boussu.example\n",
    "outlook_fr": "Titre;Prénom;Deuxième prénom;Nom;Suffixe;Société;Rue (bureau);Ville (bureau);Adresse de messagerie\n"
    "Mme;Anne;;Durant;;Entraide;Rue Haute 1;Namur;a@edc.example\n",
    "outlook_nl": "Titel;Voornaam;Middelste naam;Achternaam;Bedrijf;Functie;Werkadres, straat;E-mailadres\n"
    ";Jan;;Peeters;OCMW Bergen;directeur;Nieuwstraat 1;jan@ocmw.example\n",
    "outlook_de": "Anrede;Vorname;Weitere Vornamen;Nachname;Firma;Abteilung;Straße geschäftlich;E-Mail-Adresse\n"
    "Herr;Hans;;Müller;ÖSHZ Eupen;IT;Neustraße 1;h@oeshz.example\n",
    "contacts": "Nom;Prénom;Fonction;Téléphone;E-mail\nDurant;Anne;coordinatrice;081 22 33 44;a@edc.example\n"
    "Dupont;Jean;directeur;081 22 33 45;j@edc.example\n",
    "contacts_capitals": "PRENOM;NOM;GSM\nANNE;DURANT;0470 12 34 56\nJEAN;DUPONT;0470 12 34 57\n",
    "personeel": "Naam;Voornaam;Functie;Organisatie\nPeeters;Jan;directeur;OCMW Bergen\nMaes;Els;hulp;OCMW Bergen\n",
    "verantwortliche": "Nachname;Vorname;Einrichtung;Telefon\nMüller;Hans;ÖSHZ Eupen;087 55 44 33\n",
    "camel": "firstName,lastName,organisation,commune\nAnne,Durant,Entraide,Namur\nJean,Dupont,EPN,Huy\n",
    "full": "Nom et prénom;Fonction;Structure;E-mail\nAnne Durant;coordinatrice;EPN de Huy;a@edc.example\n",
    "several_a_structure": "Structure;Nom;Prénom;Fonction\nEPN de Huy;Durant;Anne;aide\nEPN de Huy;Dupont;Jean;aide\n"
    "CPAS de Huy;Maes;Els;aide\nCPAS de Huy;Leroy;Luc;aide\n",
    "named": "Nom;Fonction;Téléphone\nAnne Durant;aide;081 22 33 44\nMme Dupont;aide;081 22 33 45\nLeroy Luc;aide;081 22 33 46\n",
    "address": "Nom;Prénom;Rue;CP;Localité\nDurant;Anne;Rue Haute 1;5000;Namur\nDupont;Jean;Rue Basse 2;4500;Huy\n",
}


@pytest.mark.parametrize("text", PEOPLE.values(), ids=PEOPLE)
def test_a_list_of_people_never_becomes_structures(read, text):
    error = refused(read, "contacts.csv", text)
    assert error.code == "other_kind"
    assert "liste de personnes" in error.message
    assert "--format structures" in error.hint


STRUCTURES = {
    "contact": "Nom;Rue;CP;Localité;Personne de contact\nEPN Un;Rue Haute 1;5000;Namur;Anne Durant\n",
    "of_responsible": "Nom;Prénom du responsable;Nom du responsable;CP\nEPN Un;Anne;Durant;5000\n",
    "given_alone": "Nom;Nom du responsable;Prénom;CP;Localité\nEPN de Huy;Durant;Anne;4500;Huy\nCentre d'action;Maes;Els;5000;Namur\n",
    "structure_first": "Structure;Rue;CP;Localité;Nom;Prénom;Fonction\nEPN Un;Rue Haute 1;5000;Namur;Durant;Anne;aide\n"
    "EPN Deux;Rue Basse 1;4500;Huy;Dupont;Jean;aide\n",
    "epn_first": "EPN;Rue;CP;Localité;Nom;Prénom\nCentre numérique;Rue Haute 1;5000;Namur;Durant;Anne\n",
    "with_hours": "Nom;Prénom;Structure;CP;Horaires\nDurant;Anne;EPN Un;5000;lu 9-12\nDupont;Jean;EPN Deux;4500;ma 9-12\n",
    "title": "Nom;Titre;CP;Localité\nEPN Un;centre;5000;Namur\n",
    "function": "Nom;Fonction;Téléphone\nEPN Un;accueil;081 22 33 44\nMaison Anne Frank;accueil;081 22 33 45\n",
    "schools": "Nom;Fonction\nInstitut Saint-Joseph;école\nÉcole Jean Monnet;école\nSainte-Marie;école\n",
    "persons_names": "Nom;CP;Localité\nEspace Jean Monnet;5000;Namur\nMarie Curie;4000;Liège\n",
    "mail_columns": "Nom;Adresse de messagerie;Adresse de messagerie 2;CP\nEPN Un;a@un.example;b@un.example;5000\n",
}


def checked(tmp_path, text):
    """What a check finds of a text."""
    (tmp_path / "liste.csv").write_text(text, encoding="utf-8")
    return Imports.check_table(tmp_path / "liste.csv")


@pytest.mark.parametrize("text", STRUCTURES.values(), ids=STRUCTURES)
def test_a_list_of_structures_that_names_people_stays_one(tmp_path, text):
    assert checked(tmp_path, text).read_as.id == "structures"


def test_a_list_of_structures_each_of_which_names_a_person_is_doubted_aloud(tmp_path):
    said = {problem.code for problem in checked(tmp_path, STRUCTURES["structure_first"]).problems}
    assert "kind_doubtful" in said


def test_an_address_book_is_refused_and_read_where_a_person_says_that_its_rows_are_structures(read):
    error = refused(read, "31_google_contacts.csv")
    assert '--format structures --columns "name=Organization 1 - Name"' in error.hint
    taken = read("31_google_contacts.csv", format="structures")
    assert taken.names == ["EPN de Boussu", "Entraide du Centre"]
    assert sorted(row["locality"] for row in taken.rows) == ["Boussu", "La Louvière"]
    assert taken.row("EPN de Boussu")["street"] == "Rue Neuve 5"
    assert taken.row("EPN de Boussu")["postal_code"] == "7300"


DENOMINATIONS = (
    '"EntityNumber","Language","TypeOfDenomination","Denomination"\n'
    '"0200.065.765","2","001","Intergemeentelijke Vereniging Veneco"\n"0200.065.765","2","002","Veneco"\n'
    '"0200.068.636","2","001","Farys"\n"0200.068.636","1","002","Farys Wallonie"\n"0757.123.456","1","001","Durant Anne"\n'
)
PARTS = {
    "denomination": DENOMINATIONS,
    "address": "EntityNumber,TypeOfAddress,Zipcode,MunicipalityFR,StreetFR,HouseNumber\n0200.065.765,REGO,5000,Namur,Rue Haute,1\n",
    "contact": "EntityNumber,EntityContact,ContactType,Value\n0200.065.765,ENT,TEL,081223344\n0200.065.765,ENT,EMAIL,a@b.example\n",
    "activity": "EntityNumber,ActivityGroup,NaceVersion,NaceCode,Classification\n0200.065.765,006,2008,84130,MAIN\n",
    "establishment": "EstablishmentNumber,StartDate,EnterpriseNumber\n2.000.000.339,01-11-1974,0403.449.823\n",
    "branch": "Id,StartDate,EnterpriseNumber\n9.000.006.626,01-07-1969,0257.883.408\n",
    "enterprise": "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,StartDate\n0200.065.765,AC,000,2,416,09-08-1960\n",
    "phones": "id,location_id,service_id,organization_id,number,type\np1,,s1,o1,081223344,voice\np2,,s1,o1,081223345,fax\n",
    "services": "id,organization_id,name,description,url,email,status\ns1,o1,Aide,…,,,active\ns2,o1,Cours,…,,,active\n",
    "addresses": "id,location_id,address_1,city,postal_code,country\na1,l1,Rue Haute 1,Namur,5000,BE\n",
    "di_services": "id,structure_id,source,nom,thematiques,adresse,code_postal,commune\ns1,o1,x,Aide,numerique,Rue Haute 1,5000,Namur\n",
    "telephones": "id_structure;téléphone;type\n1;081 22 33 44;fixe\n1;0470 12 34 56;gsm\n2;04 222 33 44;fixe\n",
    "langues": "N° structure;Langue\n1;FR\n1;NL\n2;FR\n",
    "opening": "Nom;Jour;De;A\nEPN Un;lundi;9h;12h\nEPN Un;mardi;9h;12h\nEPN Un;jeudi;9h;12h\nEPN Deux;lundi;9h;12h\n",
    "offer": "Structure;Service\nCPAS de Huy;aide en ligne\nCPAS de Huy;prêt\nCPAS de Huy;cours\nEPN Un;cours\n",
    "telefoons": "OrganisatieID;Telefoon\n1;081 22 33 44\n1;0470 12 34 56\n",
}


@pytest.mark.parametrize("text", PARTS.values(), ids=PARTS)
def test_a_table_of_details_never_becomes_structures(read, text):
    error = refused(read, "l.csv", text)
    assert error.code == "other_kind"
    assert "tableau de détails" in error.message


NOT_PARTS = {
    "kbo_list": "EntityNumber,Denomination,Zipcode,MunicipalityFR,StreetFR\n0200.065.765,Veneco,5000,Namur,Rue Haute\n",
    "own_key": "id_structure;nom;cp\n1;EPN Un;5000\n2;EPN Deux;4500\n",
    "own_key_no_place": "id structure;nom;téléphone\n1;EPN Un;081 22 33 44\n2;EPN Deux;081 22 33 45\n",
    "organizations": "id,name,description,email,website,parent_organization_id\no1,EPN Un,…,,,\no2,EPN Deux,…,,,o1\n",
    "sites": "Nom;CP;Localité\nEPN;5000;Namur\nEPN;4500;Huy\nEPN;4000;Liège\nEPN;6000;Charleroi\n",
    "plaats": "Naam;Plaats\nOCMW;Bergen\nOCMW;Hoei\nOCMW;Namen\nOCMW;Luik\n",
    "merged": "Organisme;Adresse postale du lieu;Remarques\nCPAS;Rue Haute 1;x\nCPAS;Rue Basse 2;y\nCPAS;Rue Neuve 3;z\n",
    "twice": "Nom;Téléphone\nEPN Un;081 22 33 44\nEPN Un;081 22 33 44\n",
    "some_twice": "Nom;Téléphone\nEPN Un;081 22 33 44\nEPN Un;081 22 33 45\nA;04 222 33 44\nB;04 222 33 45\nC;\nD;\nE;\n",
    "commune_key": "id;commune_id;nom;téléphone\n1;92094;EPN Un;081 22 33 44\n2;92094;EPN Deux;081 22 33 45\n",
}


@pytest.mark.parametrize("text", NOT_PARTS.values(), ids=NOT_PARTS)
def test_a_list_with_keys_or_with_names_that_come_again_stays_a_list(tmp_path, text):
    assert checked(tmp_path, text).read_as.id == "structures"


ANSWERS = {
    "google": "Horodateur,Votre âge,Avez-vous un ordinateur ?\n2025/03/01 9:00:00,34,Oui\n",
    "msforms": "ID;Heure de début;Heure de fin;Adresse de messagerie;Êtes-vous satisfait ?\n1;x;y;a@b.example;Oui\n",
    "msforms_en": "ID,Start time,Completion time,Email,How do you like it?\n1,x,y,a@b.example,Well\n",
    "msforms_nl": "Id;Begintijd;Tijd van voltooien;E-mail;Hoe vindt u het?\n1;x;y;a@b.example;Goed\n",
    "limesurvey": '"ID de la réponse","Date de soumission","Dernière page","Langue de départ","Satisfait ?"\n1,2025-03-01,3,fr,Oui\n',
    "kobo": "start;end;satisfait;_id;_uuid;_submission_time\nx;y;oui;1;u;2025-03-01\n",
    "grid": "A1 Structure;B3 Thèmes;B4 Publics;B5 Conditions;C2 Réseau\nEPN Un;oui;oui;non;\n",
}


@pytest.mark.parametrize("text", ANSWERS.values(), ids=ANSWERS)
def test_answers_to_a_survey_are_no_list(read, text):
    error = refused(read, "l.csv", text)
    assert "réponses à une enquête" in error.message
    assert "--survey" in error.hint


def test_a_list_of_structures_that_a_form_gathered_stays_one_and_it_is_said(read):
    taken = read("33_kobo_liste.csv")
    assert taken.names == ["EPN Deux", "EPN Un"]
    assert "kind_doubtful" in taken.codes


OF_WHOM = {
    "msforms": "ID;Heure de début;Heure de fin;Nom de la structure;CP;Localité\n1;x;y;EPN Un;5000;Namur\n",
    "google": "Tijdstempel,Naam van de organisatie,Gemeente\n2025/03/01 9:00:00,EPN Un,Namen\n",
    "limesurvey": "id. ID de la réponse;submitdate. Date de soumission;lastpage. Dernière page;Q1. Nom de la structure\n1;x;3;EPN Un\n",
    "kobo": "start;end;nom_structure;commune;_id;_uuid;_submission_time\nx;y;EPN Un;Namur;1;u;z\n",
    "framaforms": "Numéro de série;SID;Heure de soumission;Nom de la structure;Commune\n1;7;x;EPN Un;Namur\n",
}


@pytest.mark.parametrize("text", OF_WHOM.values(), ids=OF_WHOM)
def test_answers_that_say_of_whom_they_are_are_no_list_either(read, text):
    error = refused(read, "l.csv", text)
    assert "réponses à une enquête" in error.message
    assert "--survey" in error.hint
    assert "--format structures" in error.hint
    assert read("l.csv", text, format="structures").names == ["EPN Un"]


def test_a_column_of_hours_in_a_list_makes_no_answers_of_it(read):
    text = "Nom;CP;Localité;timestamp\nEPN Un;5000;Namur;2025-03-01\n"
    assert read("l.csv", text).names == ["EPN Un"]


VOCABULARIES = {
    "taxonomy_terms": "id,code,name,description,parent_id,taxonomy,taxonomy_uri\nt1,A1,Housing,,,UCL,http://x\n",
    "taxonomy_terms_3": "id,code,name,description,parent_id,taxonomy_id,term_uri\nt1,A1,Housing,,,u1,http://x\n",
    "attributes": "id,link_id,link_entity,taxonomy_term_id\na1,o1,organization,t1\n",
    "metadata": "id,resource_id,resource_type,field_name,previous_value\nm1,o1,organization,name,Old\n",
    "code": "Category,Code,Language,Description\nActivityGroup,001,FR,TVA\n",
    "meta": "Variable,Value\nSnapshotDate,01-01-2025\n",
}


@pytest.mark.parametrize("text", VOCABULARIES.values(), ids=VOCABULARIES)
def test_words_of_a_vocabulary_are_no_structures(read, text):
    assert "tableau de détails" in refused(read, "l.csv", text).message


NO_LISTS = {
    "pairs": ("Partenaire 1;Partenaire 2;Nature\nEPN Un;CPAS de Mons;orientation\n", "liens"),
    "codes": ("Code NACE;Libellé\n84130;Administration\n91011;Bibliothèques\n", "détails"),
    "days": (
        "Lieu;Jour;Ouverture;Fermeture\nEPN Un;lundi;9:00;12:00\nEPN Un;mardi;13:00;17:00\nEPN Deux;lundi;9:00;12:00\n",
        "détails",
    ),
    "things": ("EPN;Équipement;Quantité\nEPN Un;PC;10\nEPN Un;Imprimante;1\nEPN Deux;PC;6\n", "détails"),
    "languages": (
        "id,service_id,location_id,name,code,note\ng1,s1,,French,fr,\ng2,s2,,Dutch,nl,\n",
        "détails",
    ),
    "participants": (
        "Participant;Organisation;Présent\nAnne Dupont;EPN Un;oui\nMarie Petit;EPN Deux;non\n",
        "personnes",
    ),
    "staff": ("Matricule;Agent;Service\n12;DUPONT Anne;EPN\n13;LAMBERT Jean;Bibliothèque\n", "personnes"),
}


@pytest.mark.parametrize(("text", "what"), NO_LISTS.values(), ids=NO_LISTS)
def test_what_is_no_list_of_structures_is_named(read, text, what):
    assert what in refused(read, "l.csv", text).message


def test_the_hint_for_a_name_leads_to_the_column_of_names(read):
    text = "Label,Type,Tags\nEPN Un,EPN,public\nCPAS de Mons,CPAS,social\n"
    with pytest.raises(RefusedError) as error:
        read("l.csv", text)
    assert "name=Label" in error.value.hint


def test_a_structure_with_a_parent_is_one(read):
    text = "id,name,description,parent_id,street,city\n1,EPN Un,x,2,Rue Haute 1,Namur\n"
    assert read("l.csv", text).names == ["EPN Un"]


TIES = {
    "de_vers": "de;vers;lien\nEPN Un;CPAS de Huy;oriente\n",
    "gephi": "Source,Target,Type,Weight\nEPN Un,CPAS de Huy,Directed,1\n",
    "from_to": "from,to\nEPN Un,CPAS de Huy\n",
    "a_b": "Structure A;Structure B\nEPN Un;CPAS de Huy\n",
    "nl": "van;naar\nEPN Un;OCMW Hoei\n",
    "de": "von;nach\nEPN Un;ÖSHZ Eupen\n",
}


@pytest.mark.parametrize("text", TIES.values(), ids=TIES)
def test_ties_are_no_list_and_the_way_to_import_them_is_said(read, text):
    error = refused(read, "l.csv", text)
    assert "--ties" in error.hint


@pytest.mark.parametrize("text", [
    "Nom;Source;Localité\nEPN Un;liste 2024;Namur\n", "Structure;Partenaire;CP\nEPN Un;CPAS de Huy;5000\n",
    "Nom;Lundi de;Lundi à;CP\nEPN Un;9h;12h;5000\n", "Structure;De;A;CP\nEPN Un;9h;12h;5000\n",
])  # fmt: skip
def test_a_list_that_names_a_source_or_a_partner_is_no_list_of_ties(read, text):
    assert read("l.csv", text, columns={"name": text.partition(";")[0]}).names == ["EPN Un"]


def test_nodes_of_a_network_and_tables_on_their_side_are_no_lists(read):
    assert "Gephi" in refused(read, "n.csv", "Id,Label,modularity_class,degree\n1,EPN Un,0,3\n").message
    assert "transposé" in refused(read, "66c_fiches_verticales.xlsx").hint.lower()
    lying = (
        "Nom;EPN Un;EPN Deux\nRue;Rue Haute 1;Rue Basse 2\nCP;5000;4500\nLocalité;Namur;Huy\nTéléphone;;\n"
    )
    assert refused(read, "l.csv", lying).code == "other_kind"


FORMATS = {
    "lieux.kml": (
        '<?xml version="1.0"?>\n<kml xmlns="http://www.opengis.net/kml/2.2"><Document/></kml>',
        "KML",
    ),
    "trace.gpx": ('<?xml version="1.0"?><gpx version="1.1"></gpx>', "GPX"),
    "carte.osm": ('<?xml version="1.0"?><osm version="0.6"></osm>', "OpenStreetMap"),
    "export.json": ('{"version": 0.6, "osm3s": {}, "elements": []}', "OpenStreetMap"),
    "carte.umap": ('{"type": "umap", "layers": [{"type": "FeatureCollection"}]}', "uMap"),
    "reseau.graphml": ('<?xml version="1.0"?><graphml></graphml>', "réseau"),
    "reseau.gexf": ("<?xml version='1.0'?><gexf></gexf>", "réseau"),
    "reseau.gml": ("graph [\n  node [ id 1 ]\n]", "réseau"),
    "reseau.net": ('*Vertices 2\n1 "EPN"\n', "réseau"),
    "reseau.json": ('{"nodes": [], "links": []}', "réseau"),
    "carte.vcf": ("BEGIN:VCARD\nVERSION:4.0\nEND:VCARD\n", "vCard"),
    "agenda.ics": ("BEGIN:VCALENDAR\n", "agenda"),
    "fichier.csv": ('[{"nom": "EPN Un"}]', "JSON"),
    "liste.xls": ("<html><body><table><tr><td>Nom</td></tr></table></body></html>", "page web"),
    "tableau.xls": ("<table><tr><td>Nom</td></tr></table>", "page web"),
    "classeur.xml": (
        '<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
        "Excel",
    ),
    "autre.xml": ('<?xml version="1.0"?><liste/>', "XML"),
    "rapport.pdf": ("%PDF-1.7\n", "PDF"),
    "texte.rtf": ("{\\rtf1 bonjour}", "traitement de texte"),
    "base.accdb": ("\0\1\0\0Standard ACE DB\0", "Access"),
    "mail.eml": ("From: a@b.example\nTo: c@d.example\nSubject: liste\n\nbonjour\n", "courriel"),
}


@pytest.mark.parametrize("name", FORMATS)
def test_a_file_that_is_no_table_is_called_by_its_name_and_the_way_out_is_said(read, name):
    text, words = FORMATS[name]
    error = refused(read, name, text)
    assert words in error.message
    assert error.hint


@pytest.mark.parametrize("name", ["49_carte.vcf", "49_lieux.json", "50_html.xls"])
def test_the_files_of_neighbours_are_called_by_their_names(read, name):
    assert refused(read, name).code == "not_text"


def test_points_of_a_geojson_file_become_structures_with_their_place(read):
    taken = read("49_lieux.geojson")
    assert taken.imported.read_as.text() == "liste de structures (GeoJSON)"
    one = taken.row("EPN Un")
    assert (one["lat"], one["lon"]) == (50.4674, 4.8675)
    assert (one["postal_code"], one["locality"]) == ("5000", "Namur")


def test_an_area_lies_at_its_middle_and_what_is_drawn_nowhere_is_told(read):
    square = [[[4, 50], [5, 50], [5, 51], [4, 50]]]
    features = [
        {"type": "Feature", "properties": {"name": "Un", "lat": "là"}, "geometry": {"type": "Polygon", "coordinates": square}},
        {"type": "Feature", "properties": {"name": "Deux", "thèmes": ["a", "b"]}, "geometry": None},
        {"type": "Feature", "properties": {"name": "Trois", "cp": 5000}, "geometry": {"type": "MultiPoint", "coordinates": []}},
        {"type": "Feature", "properties": {"name": "Quatre", "cp": 5000}, "geometry": {"type": "Point", "coordinates": [4.8, 50.4, 0]}},
    ]  # fmt: skip
    taken = read("l.geojson", json.dumps({"type": "FeatureCollection", "features": features}))
    assert taken.imported.accounting.new == 4
    middle = taken.row("Un")
    assert (round(middle["lat"], 2), round(middle["lon"], 2)) == (50.33, 4.67)
    assert [row["name"] for row in taken.rows if "lat" in row] == ["Quatre", "Un"]
    assert [problem.row for problem in taken.imported.problems if problem.code == "no_point"] == [3, 4]


@pytest.mark.parametrize("text", [
    '{"type": "FeatureCollection", "features": [', '{"type": "FeatureCollection", "features": 3}',
    '{"type": "FeatureCollection", "features": ["x"]}', '{"type": "FeatureCollection", "features": ' + "[" * 20_000,
    '{"type": "FeatureCollection", "features": []}',
    '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": ["x"]}}]}',
])  # fmt: skip
def test_a_broken_geojson_file_is_refused_in_words(read, text):
    assert refused(read, "l.geojson", text).hint


def test_what_a_file_was_read_as_is_said_and_a_format_that_does_not_exist_names_those_that_do(read, tmp_path):
    taken = read("l.csv", LIST + "EPN Un;Rue Haute 1;5000;Namur;\n")
    assert taken.imported.as_json()["read_as"] == "structures"
    with pytest.raises(UsageError) as error:
        read("l.csv", LIST, format="excel")
    assert "structures" in error.value.hint
    assert "people" in error.value.hint
    raw = taken.ecosystem.imports.check_table(tmp_path / "l.csv")
    assert (raw.read_as.id, raw.as_json()["read_as"]) == ("structures", "structures")


def test_a_list_once_taken_in_as_structures_is_not_asked_about_again(read, tmp_path):
    taken = read("contacts.csv", PEOPLE["full"], format="structures")
    again = taken.ecosystem.imports.structures(tmp_path / "contacts.csv", source="contacts")
    assert again.accounting.unchanged == 1
