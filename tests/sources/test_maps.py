"""Which column is which: recognised, proposed, doubted, refused."""

from __future__ import annotations

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources import ColumnMap, propose, read_records, recognise
from wtc_eco.sources.column_guess import guess
from wtc_eco.sources.column_map import FIELDS


@pytest.mark.parametrize(
    ("title", "field"),
    [
        ("Cod. post.", "postal_code"),
        ("CODE POSTAL", "postal_code"),
        ("N° tél", "phone"),
        ("N° de téléphone", "phone"),
        ("Tél.", "phone"),
        ("GSM", "phone"),
        ("Téléphone 2", "phone"),
        ("Téléphone de contact", "phone"),
        ("Dénomination", "name"),
        ("Nom de l'organisme", "name"),
        ("Adresse complète", "address"),
        ("E-mail", "email"),
        ("Adresse e-mail", "email"),
        ("Site web", "website"),
        ("Horaires", "hours"),
        ("Thèmes", "themes"),
        ("Publics", "publics"),
        ("Latitude", "lat"),
        ("lon", "lon"),
        ("Coordonnées GPS", "coordinates"),
        ("Bassin EFE", "bassin"),
        ("N° d'entreprise", "bce"),
        ("postal_code", "postal_code"),
        ("city", "locality"),
    ],
)
def test_titles_are_understood_shouted_abbreviated_or_among_words(title, field):
    assert guess(title).fields == (field,)


def test_an_address_is_a_street_unless_its_cells_hold_the_locality(tabled, wallonie):
    street = propose(tabled("nom,adresse,cp\nEPN,Rue X 5,4500\n"), wallonie).map
    whole = propose(tabled('nom,adresse\nEPN,"Rue X 5, 4500 Huy"\n'), wallonie).map
    assert street.columns["adresse"] == "street"
    assert whole.columns["adresse"] == "address"


def test_coordinates_are_known_by_their_cells(tabled, wallonie):
    table = tabled('nom,Coordonnées\nEPN,"50.4, 4.8"\n')
    assert propose(table, wallonie).map.columns["Coordonnées"] == "coordinates"


def test_two_titles_for_one_field_are_a_doubt(tabled, wallonie):
    proposal = propose(tabled("nom,dénomination,cp\nEPN,EPN de Huy,4500\n"), wallonie)
    assert [doubt.code for doubt in proposal.doubts] == ["two_columns_one_field"]


def test_a_person_settles_a_doubt(tabled, wallonie):
    table = tabled("nom,dénomination,cp\nEPN,EPN de Huy,4500\n")
    proposal = propose(table, wallonie, columns={"name": "Denomination"})
    assert proposal.doubts == ()
    assert read_records(table, proposal.map, wallonie, source="x").rows[0]["name"] == "EPN de Huy"


def test_a_title_that_may_be_two_fields_is_a_doubt_only_where_its_cells_do_not_tell(tabled, wallonie):
    clear = propose(tabled("nom,contact\nEPN,a@b.be\nCPAS,c@d.be\n"), wallonie)
    unclear = propose(tabled("nom,contact\nEPN,guichet 3\nCPAS,au premier étage\n"), wallonie)
    assert clear.map.columns["contact"] == "email"
    assert [doubt.code for doubt in unclear.doubts] == ["unclear_column"]


def test_several_phones_are_one_list_not_a_doubt(tabled, wallonie):
    table = tabled("nom,cp,Téléphone,GSM\nEPN,4500,085 21 12 34,0471 12 34 56\n")
    proposal = propose(table, wallonie)
    assert proposal.doubts == ()
    row = read_records(table, proposal.map, wallonie, source="x").rows[0]
    assert row["phone"] == ("+3285211234", "+32471123456")


def test_the_name_that_is_missing_is_sought_among_the_titles(tabled, wallonie):
    with pytest.raises(RefusedError) as refusal:
        propose(tabled("Denominaton x,code postal\nEPN,4500\n"), wallonie)
    assert "Denominaton x" in refusal.value.hint


def test_a_choice_that_does_not_exist_is_a_mistake_of_the_command(tabled, wallonie):
    table = tabled("nom,cp\nEPN,4500\n")
    with pytest.raises(UsageError):
        propose(table, wallonie, columns={"shoe_size": "nom"})
    with pytest.raises(UsageError) as mistake:
        propose(table, wallonie, columns={"street": "rue"})
    assert "nom, cp" in mistake.value.hint


def test_a_list_is_recognised_by_its_titles_whatever_it_is_called(tabled):
    short = ColumnMap("short", {"Nom": "name"}, recognised_by=("nom",))
    long = ColumnMap("long", {"Nom": "name", "CP": "postal_code"}, recognised_by=("nom", "cp"))
    assert recognise(tabled("NOM,C.P.,x\nEPN,4500,y\n"), [short, long]) is short
    assert recognise(tabled("NOM,cp,x\nEPN,4500,y\n"), [short, long]) is long
    assert recognise(tabled("a,b\n1,2\n"), [short, long]) is None


def test_the_pack_s_maps_are_sound(wallonie):
    maps = [ColumnMap.from_toml(raw) for raw in wallonie.lists]
    assert len({known.id for known in maps}) == len(maps)


def test_every_fault_of_a_map_is_said_at_once():
    with pytest.raises(RefusedError) as refusal:
        ColumnMap.from_toml({"columns": {"a": "shoe_size", "b": "hat"}, "extra": "x"})
    assert len(refusal.value.problems) == 4
    assert "shoe_size" in refusal.value.message


texts = st.text(min_size=1, max_size=20).filter(lambda text: text.isprintable() or "\n" in text)


@given(
    st.dictionaries(texts, st.sampled_from(FIELDS), max_size=5),
    st.lists(texts, max_size=3),
    texts,
    st.booleans(),
)
def test_a_map_written_as_toml_is_read_back_the_same(columns, titles, name, complete):
    held = ColumnMap(
        "liste",
        {"Nom": "name", **{title: field for title, field in columns.items() if title != "Nom"}},
        name={"fr": name},
        source="liste",
        defaults={"kind": "epn", "themes": ["bases"]},
        source_id=tuple(titles),
        complete=complete,
    )
    assert ColumnMap.from_toml(tomllib.loads(held.to_toml())) == held
