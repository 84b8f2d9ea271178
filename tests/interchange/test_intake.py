"""Files of neighbours become structures by the table of their format: services, people and lines never do."""

from __future__ import annotations

import json
import zipfile

import pytest

import wtc_eco as eco
from wtc_eco.errors import RefusedError


@pytest.fixture
def take(tmp_path):
    """Import a file of this name and content into an empty folder; the account, and the register by name."""
    eco.init(tmp_path / "desk")

    def taken(name, content, **options):
        path = tmp_path / name
        if isinstance(content, dict) and name.endswith(".zip"):
            with zipfile.ZipFile(path, "w") as archive:
                for part, text in content.items():
                    archive.writestr(part, text)
        else:
            path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
        imported = eco.open(tmp_path / "desk").imports.structures(path, source="liste", **options)
        table = eco.open(tmp_path / "desk").registry.table.to_dict("records")
        return imported, {row["name"]: row for row in table}

    return taken


LDMN = "id,pivot,nom,commune,code_postal,code_insee,adresse,typologie,telephone,site_web,date_maj,services,modalites_accompagnement,frais_a_charge\n"  # fmt: skip


def test_a_french_place_stays_in_france_and_its_code_is_no_ins_code(take):
    _, places = take(
        "l.csv",
        LDMN
        + "a,99999999900019,Médiathèque du Terril,Lens,62300,62119,12 avenue du Terril,BIB,+33321020646,https://t.example|https://u.example,2026-05-02,Accès internet et matériel informatique|Aide aux démarches administratives,En autonomie,Gratuit\n",
    )
    place = places["Médiathèque du Terril"]
    assert (place["place"], place["country"], place["ins"]) == ("outside", "FR", None)
    assert (place["kind"], place["steps"], place["themes"]) == ("bibliotheque", ("acces",), ("demarches",))
    assert place["website"] == "https://t.example"
    kept = place["extra"]
    assert (kept["code_insee"], kept["pivot"], kept["site_web"], place["fees"]) == ("62119", "99999999900019", "https://u.example", "Gratuit")  # fmt: skip


@pytest.mark.parametrize(
    ("codes", "kind", "rest"),
    [
        ("EPN|ASSO", "epn", "ASSO"),
        ("ASSO|EPN", "epn", "ASSO"),
        ("RESSOURCERIE", "autre", "RESSOURCERIE"),
        ("RFS|BIB", "bibliotheque", "RFS"),
        ("ASSO", "asbl", None),
    ],
)
def test_of_several_codes_the_telling_one_is_the_kind_and_the_others_are_kept(take, codes, kind, rest):
    _, places = take(
        "l.csv", f"{LDMN}a,00000000000000,Le Relais,Lens,62300,,1 rue A,{codes},,,2026-05-02,,,\n"
    )
    assert places["Le Relais"]["kind"] == kind
    assert (places["Le Relais"]["extra"] or {}).get("typologie") == rest


SERVICES = [
    {"source": "x", "structure_id": "1", "id": "1-a", "nom": "Premiers clics", "type": "atelier", "thematiques": ["numerique--maitriser-les-fondamentaux-du-numerique"], "publics": ["seniors"], "modes_accueil": ["en-presentiel"], "contact_nom_prenom": "Camille Exemple", "courriel": "camille.exemple@l.example"},
    {"source": "x", "structure_id": "1", "id": "1-b", "nom": "Accès libre", "type": "aide-materielle", "thematiques": ["numerique--acceder-a-une-connexion-internet"], "publics": ["jeunes"]},
    {"source": "x", "structure_id": "9", "id": "9-a", "nom": "Orphelin", "type": "atelier", "thematiques": []},
]  # fmt: skip
STRUCTURE = {"source": "x", "id": "1", "nom": "EPN du Beffroi", "siret": "99999999900019", "commune": "Béthune", "code_postal": "62400", "adresse": "3 rue du Beffroi", "horaires_accueil": "We 13:30-17:00", "date_maj": "2026-06-15"}  # fmt: skip


def csv_of(records):
    titles = list(dict.fromkeys(name for record in records for name in record))
    cells = [
        [json.dumps(value) if isinstance(value := record.get(title, ""), list) else value for title in titles]
        for record in records
    ]
    quoted = [",".join('"' + str(cell).replace('"', '""') + '"' for cell in row) for row in [titles, *cells]]
    return "\n".join(quoted) + "\n"


@pytest.mark.parametrize("form", ["json", "csv", "one"])
def test_services_say_things_of_their_structure_and_never_are_one(take, form):
    if form == "one":
        imported, places = take("di.json", {"structures": [STRUCTURE], "services": SERVICES})
    else:
        write = csv_of if form == "csv" else json.dumps
        files = {f"structures.{form}": write([STRUCTURE]), f"services.{form}": write(SERVICES)}
        imported, places = take("di.zip", files)
    assert list(places) == ["EPN du Beffroi"]
    place = places["EPN du Beffroi"]
    assert set(place["steps"]) == {"ateliers", "acces"}
    assert set(place["publics"]) == {"aines", "jeunes"}
    assert "record_of_nothing" in {problem.code for problem in imported.problems}
    assert "Camille" not in json.dumps(place["extra"])
    assert "camille" not in json.dumps([place["extra"], place["email"]])


def test_an_element_of_the_open_map_is_known_by_its_type_and_number(take):
    elements = [
        {"type": "node", "id": 7, "lat": 50.46, "lon": 4.86, "tags": {"name": "Bibliothèque du Puits", "amenity": "library", "addr:street": "Rue du Puits", "addr:housenumber": "7", "addr:postcode": "5000", "addr:city": "Namur", "phone": "+32 81 22 22 22;+32 81 22 22 23", "alt_name": "La Biblio;Le Puits"}},
        {"type": "way", "id": 7, "center": {"lat": 50.47, "lon": 4.87}, "nodes": [1, 2], "tags": {"name": "Espace Public Numérique", "amenity": "internet_cafe", "check_date": "2026-08-14"}},
        {"type": "node", "id": 8, "lat": 50.4, "lon": 4.8, "tags": {"amenity": "library"}},
        {"type": "node", "id": 1, "lat": 50.4, "lon": 4.8},
    ]  # fmt: skip
    whole = {"version": 0.6, "osm3s": {"timestamp_osm_base": "2026-11-01T00:00:00Z"}, "elements": elements}
    imported, places = take("osm.json", whole)
    assert imported.accounting.new == 2
    assert imported.accounting.quarantined == 1
    library = places["Bibliothèque du Puits"]
    assert (library["street"], library["kind"], library["collected_on"]) == (
        "Rue du Puits 7",
        "bibliotheque",
        "2026-11-01",
    )
    assert library["phone"] == ("+3281222222", "+3281222223")
    assert library["also_known_as"] == ("La Biblio", "Le Puits")
    assert places["Espace Public Numérique"]["kind"] == "epn"
    assert places["Espace Public Numérique"]["collected_on"] == "2026-08-14"


ORGANIZATIONS = "id,name,alternate_name,description,tax_status\no1,Maison du Livre,,Maison du Livre,\n"
LOCATIONS = "id,organization_id,name,latitude,longitude\nl1,o1,Maison du Livre,50.46,4.86\nl2,o1,Antenne de Jambes,50.45,4.87\n"  # fmt: skip
ADDRESSES = "id,location_id,address_1,city,postal_code,country\na1,l1,Rue Haute 1,Namur,5000,BE\na2,l2,Rue Mazy 2,Jambes,5100,BE\n"  # fmt: skip
HSDS_SERVICES = "id,organization_id,name,status\ns1,o1,Club,active\n"
AT = "id,service_id,location_id\nx1,s1,l2\n"
WEEK = 'id,location_id,freq,byday,opens_at,closes_at,description\nw1,l1,WEEKLY,"MO,TU",09:00:00,12:00:00,\nw2,l1,WEEKLY,"MO,TU",13:00:00,16:00:00,\n'  # fmt: skip
CONTACTS = (
    "id,organization_id,name,title,email\nc1,o1,Camille Exemple,Responsable,camille.exemple@l.example\n"
)
PACKAGE = {"datapackage.json": "{}", "organizations.csv": ORGANIZATIONS, "locations.csv": LOCATIONS, "addresses.csv": ADDRESSES, "services.csv": HSDS_SERVICES, "service_at_location.csv": AT, "schedules.csv": WEEK, "contacts.csv": CONTACTS}  # fmt: skip


def test_an_organisation_of_several_places_is_a_structure_a_place(take):
    _, places = take("hsds.zip", PACKAGE)
    assert set(places) == {"Maison du Livre", "Antenne de Jambes"}
    antenna = places["Antenne de Jambes"]
    assert (antenna["hosted_by"], antenna["street"], antenna["postal_code"]) == (
        "Maison du Livre",
        "Rue Mazy 2",
        "5100",
    )
    assert "Club" in json.dumps(antenna["extra"])
    assert "Club" not in json.dumps(places["Maison du Livre"]["extra"])
    assert places["Maison du Livre"]["opening_hours"] == "Mo,Tu 09:00-12:00,13:00-16:00"
    assert "Exemple" not in json.dumps([row["extra"] for row in places.values()])


def test_records_within_records_say_the_same_as_tables(take):
    api = [
        {"id": "s1", "name": "Club", "status": "active", "organization": {"id": "o1", "name": "Maison du Livre"},
         "service_at_locations": [{"id": "x1", "location": {"id": "l1", "name": "Maison du Livre", "addresses": [{"id": "a1", "address_1": "Rue Haute 1", "city": "Namur", "postal_code": "5000", "country": "BE"}]}}]},
        {"id": "s2", "name": "Prêt", "status": "active", "organization": {"id": "o1", "name": "Maison du Livre"},
         "service_at_locations": [{"id": "x2", "location": {"id": "l1", "name": "Maison du Livre"}}]},
    ]  # fmt: skip
    _, places = take("services.json", api)
    assert list(places) == ["Maison du Livre"]
    assert places["Maison du Livre"]["street"] == "Rue Haute 1"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("x.zip", "PK\x03\x04rest"),
        ("x.json", '{"structures": ['),
        ("x.json", "[" * 20_000),
        ("x.geojson", '{"type": "FeatureCollection", "features": [{"geometry": {"type": "Point", "coordinates": ["x"]}}]}'),
        ("x.kml", '<!DOCTYPE x [<!ENTITY a "b">]><kml><Document/></kml>'),
    ],
)  # fmt: skip
def test_a_damaged_file_is_refused_in_words_and_nothing_is_written(take, name, content):
    with pytest.raises(RefusedError) as refused:
        take(name, content)
    assert refused.value.hint
    assert "Expecting" not in str(refused.value)


def test_a_file_that_is_not_in_the_format_that_was_said_is_refused(take):
    with pytest.raises(RefusedError, match="n’est pas au format HSDS"):
        take("l.csv", "nom;cp\nEPN Un;5000\n", format="hsds")


LAYER = {"type": "FeatureCollection", "_umap_options": {"name": "EPN"}, "features": [{"type": "Feature", "properties": {"name": "Le Clic", "description": "Rue Haute 1, 5000 Namur<br>081 22 22 22"}, "geometry": {"type": "Point", "coordinates": [4.86, 50.46]}}]}  # fmt: skip


def test_a_map_of_a_neighbour_becomes_structures_with_their_place(take):
    _, places = take("carte.umap", {"type": "umap", "layers": [LAYER]})
    place = places["Le Clic"]
    assert (place["kind"], place["street"], place["phone"]) == ("epn", "Rue Haute 1", ("+3281222222",))
    assert (place["lat"], place["lon"]) == (50.46, 4.86)


def test_a_line_is_no_place(take):
    line = {"type": "Feature", "properties": {"name": "Bus 8"}, "geometry": {"type": "LineString", "coordinates": [[4.8, 50.4], [4.9, 50.5]]}}  # fmt: skip
    point = {"type": "Feature", "properties": {"Nom": "EPN Un", "Commune": "Namur"}, "geometry": {"type": "Point", "coordinates": [4.86, 50.46]}}  # fmt: skip
    imported, places = take("sig.geojson", {"type": "FeatureCollection", "features": [line, point]})
    assert list(places) == ["EPN Un"]
    assert imported.accounting.quarantined == 1


ROW = "{id},00000000000000,{name},Ciney,{code},,Rue {street} 1,,,,2026-05-02,,,"


def test_two_rows_of_one_key_and_rows_without_one_are_all_there(take):
    rows = [("a", "EPN Un"), ("a", "EPN Deux"), ("", "EPN Trois"), ("", "EPN Quatre")]
    text = "".join(ROW.format(id=key, name=name, code=5590, street=name[4:]) + "\n" for key, name in rows)
    imported, places = take("l.csv", LDMN + text)
    assert imported.accounting.read == 4
    assert sorted(places) == ["EPN Deux", "EPN Quatre", "EPN Trois", "EPN Un"]


def test_an_element_of_another_type_with_the_same_number_is_another_place(take):
    titles = "@type\t@id\t@lat\t@lon\tname\tamenity\n"
    rows = (
        "node\t7\t50.46\t4.86\tEPN Un\tinternet_cafe\nway\t7\t50.47\t4.87\tBibliothèque du Puits\tlibrary\n"
    )
    imported, places = take("osm.tsv", titles + rows)
    assert len(places) == imported.accounting.new == 2


def test_what_is_told_of_a_cell_and_what_is_set_aside_are_as_the_file_has_them(take, tmp_path):
    text = (
        ROW.format(id="a", name="EPN Un", code="559O", street="Haute")
        + "\n"
        + ROW.format(id="b", name="", code=5590, street="Basse")
        + "\n"
    )
    imported, _ = take("l.csv", LDMN + text)
    told = {problem.code: problem for problem in imported.problems}
    assert (told["no_name"].column, told["no_name"].letter, told["no_name"].row) == ("nom", "C", 3)
    assert {(one.column, one.letter) for one in imported.problems if one.row == 2} <= {("code_postal", "E")}
    kept = imported.quarantine.read_text(encoding="utf-8-sig").splitlines()
    assert kept[0].endswith(LDMN.strip().replace(",", ";"))
    assert kept[1].endswith(ROW.format(id="b", name="", code=5590, street="Basse").replace(",", ";"))
    mended = tmp_path / "mended.csv"
    mended.write_text("\n".join([kept[0], kept[1].replace(";;Ciney", ";EPN Deux;Ciney")]), encoding="utf-8")
    eco.open(tmp_path / "desk").imports.structures(mended, source="liste")
    assert sorted(eco.open(tmp_path / "desk").registry.table["name"]) == ["EPN Deux", "EPN Un"]


def test_organisations_without_a_key_are_each_one(take):
    organizations = "id,name,alternate_name,description,tax_status\n,Maison A,,A,\n,Maison B,,B,\n"
    _, places = take("hsds.zip", {**PACKAGE, "organizations.csv": organizations})
    assert set(places) == {"Maison A", "Maison B"}


def test_of_an_archive_no_part_is_left_unread_in_silence(take):
    imported, _ = take("hsds.zip", {**PACKAGE, "urls.csv": "id,label,url\nu1,Site,https://l.example\n"})
    told = next(problem for problem in imported.problems if problem.code == "part_unread")
    assert "urls (1)" in told.message


def test_lists_in_two_formats_in_one_archive_are_refused(take):
    ldmn = LDMN + ROW.format(id="a", name="EPN Un", code=5590, street="Haute") + "\n"
    with pytest.raises(RefusedError, match="plusieurs formats"):
        take("x.zip", {"lieux.csv": ldmn, "structures.json": json.dumps([STRUCTURE])})


def test_one_point_that_is_none_costs_the_others_nothing(take):
    points = [[4.86, 50.46], ["x", None]]
    features = [
        {"type": "Feature", "properties": {"Nom": f"EPN {n}", "Code postal": "5000"}, "geometry": {"type": "Point", "coordinates": at}}
        for n, at in enumerate(points)
    ]  # fmt: skip
    imported, places = take("sig.geojson", {"type": "FeatureCollection", "features": features})
    assert set(places) == {"EPN 0", "EPN 1"}
    assert "no_point" in {problem.code for problem in imported.problems}
