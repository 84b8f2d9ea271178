"""What the open data of the BCE/KBO says of our structures: proposed, never a list, no natural person anywhere."""

from __future__ import annotations

import csv
import io
import json
import shutil
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import wtc_eco as eco
from wtc_eco.cli.errors import run
from wtc_eco.errors import RefusedError
from wtc_eco.interchange.kbo import opened

TITLES = {
    "meta": "Variable,Value",
    "code": "Category,Code,Language,Description",
    "enterprise": "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,JuridicalFormCAC,StartDate",
    "establishment": "EstablishmentNumber,StartDate,EnterpriseNumber",
    "denomination": "EntityNumber,Language,TypeOfDenomination,Denomination",
    "address": "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,StreetFR,"
    "HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
    "contact": "EntityNumber,EntityContact,ContactType,Value",
    "activity": "EntityNumber,ActivityGroup,NaceVersion,NaceCode,Classification",
    "branch": "Id,StartDate,EnterpriseNumber",
}
PERSON = "Zénobie Vandeputte"


def number(first_eight):
    """A number with its check digits, as the files write it."""
    digits = f"{first_eight:08d}{97 - first_eight % 97:02d}"
    if digits[0] in "01":
        return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"
    return f"{digits[0]}.{digits[1:4]}.{digits[4:7]}.{digits[7:]}"


def bare(written):
    return written.replace(".", "")


CLICS, COMMUNE, CPAS, SOLO, SOLD, TWIN = (number(4_000_000 + n) for n in (1, 20, 300, 4000, 5000, 60_000))
CLICS_UNIT, LIBRARY, SOLO_UNIT = (number(21_000_000 + n) for n in (1, 20, 300))


def at(entity, kind, code, town, street, house, box="", struck=""):
    return (entity, kind, "", "", code, town, town, street, street, house, box, "", struck)


def month(**more):
    """The tables of an invented month; `more` are rows to add."""
    tables = {
        "meta": [("SnapshotDate", "30-10-2026"), ("ExtractType", "full")],
        "code": [
            ("JuridicalForm", "411", "FR", "Ville / commune"),
            ("JuridicalForm", "412", "FR", "Centre public d'action sociale"),
            ("JuridicalForm", "017", "FR", "Association sans but lucratif"),
            ("JuridicalSituation", "000", "FR", "Situation normale"),
            ("JuridicalSituation", "050", "FR", "Ouverture de faillite"),
        ],
        "enterprise": [
            (CLICS, "AC", "000", "2", "017", "", "01-01-2000"),
            (COMMUNE, "AC", "000", "2", "411", "", "01-01-2000"),
            (CPAS, "AC", "000", "2", "412", "", "01-01-2000"),
            (SOLO, "AC", "000", "1", "", "", "01-01-2000"),
            (SOLD, "AC", "050", "2", "017", "", "01-01-2000"),
        ],
        "establishment": [
            (CLICS_UNIT, "01-01-2000", CLICS),
            (LIBRARY, "01-01-2000", COMMUNE),
            (SOLO_UNIT, "01-01-2000", SOLO),
        ],
        "denomination": [
            (CLICS, "1", "001", "Les Clics Malins"),
            (CLICS, "1", "002", "LCM"),
            (CLICS, "2", "003", "De Slimme Kliks"),
            (COMMUNE, "1", "001", "Commune de Namur"),
            (LIBRARY, "1", "003", "Bibliothèque du Moulin"),
            (CPAS, "1", "001", "CPAS de Dinant"),
            (SOLO, "1", "001", PERSON),
            (SOLO_UNIT, "1", "003", f"{PERSON} Formations"),
            (SOLD, "1", "001", "Atelier des Quais"),
        ],
        "address": [
            at(CLICS, "REGO", "5000", "Namur", "Rue des Brasseurs", "9", "B"),
            at(CLICS_UNIT, "BAET", "5000", "Namur", "Rue des Brasseurs", "9", "B"),
            at(COMMUNE, "REGO", "5000", "Namur", "Rue de Fer", "1"),
            at(LIBRARY, "BAET", "5100", "Namur", "Rue du Moulin", "4"),
            at(CPAS, "REGO", "5500", "Dinant", "Rue Daoust", "3"),
            at(SOLO_UNIT, "BAET", "5000", "Namur", "Rue de Bomel", "12"),
            at(SOLD, "REGO", "5500", "Dinant", "Quai de Meuse", "8", "", "01-02-2026"),
        ],
        "contact": [
            (CLICS, "ENT", "TEL", "081 22 33 44"),
            (CLICS, "ENT", "EMAIL", "info@clics.example"),
            (CLICS, "ENT", "WEB", "www.clics.example"),
            (CLICS, "ENT", "FAX", "081 99 99 99"),
            (SOLO, "ENT", "EMAIL", "zenobie.vandeputte@example.be"),
        ],
        "activity": [],
        "branch": [],
    }
    return {name: [*rows, *more.get(name, ())] for name, rows in tables.items()}


def packed(path, tables, *, titles=TITLES):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, rows in tables.items():
            stream = io.StringIO(newline="")
            stream.write(titles[name] + "\n")
            csv.writer(stream, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
            archive.writestr(f"{name}.csv", stream.getvalue())
    return path


REGISTER = f"""nom;type;rue;code postal;localité;téléphone;BCE
Les Clics Malins asbl;asbl;;5000;Namur;;{CLICS}
Bibliothèque du Moulin;bibliothèque;Rue du Moulin 4;5100;Namur;081 10 20 30;
CPAS de Dinant;;Rue Daoust 3;5500;Dinant;;
Atelier des Quais;asbl;Quai de Meuse 8;5500;Dinant;;{SOLD}
Espace parti;asbl;Rue Partie 1;5000;Namur;;{number(4_777_777)}
Zoé Solo;autre;Rue de Bomel 12;5000;Namur;;{SOLO}
Maison inconnue;asbl;Rue Nulle 7;5000;Namur;;
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    path = tmp_path_factory.mktemp("enrichment")
    made = eco.init(path / "ours", bassin="namur")
    (path / "list.csv").write_text(REGISTER, encoding="utf-8")
    made.imports.structures(path / "list.csv", source="list", collected_on="2026-01-01")
    packed(path / "kbo.zip", month())
    return path


@pytest.fixture
def desk(made, tmp_path):
    shutil.copytree(made, tmp_path / "desk")
    return tmp_path / "desk"


def ours(desk):
    return eco.open(desk / "ours")


def look_up(desk, *accept, **options):
    return ours(desk).imports.kbo(desk / "kbo.zip", accept=accept, **options)


def row(desk, name):
    rows = ours(desk).registry.table.to_dict("records")
    return next(one for one in rows if one["name"] == name)


def proposed(enriched):
    return {(one.structure, one.field): (one.after, one.standing) for one in enriched.proposals}


def content(desk):
    data = desk / "ours" / "data"
    return {
        str(path.relative_to(data)): path.read_bytes()
        for path in sorted(data.rglob("*"))
        if path.is_file() and path.suffix in (".csv", ".toml")
    }


def test_nothing_is_taken_and_nobody_added_unasked(desk):
    before = content(desk)
    enriched = look_up(desk)
    assert content(desk) == before
    assert {one.standing for one in enriched.proposals} == {"waiting"}
    assert enriched.counts == {
        "by_number": 2,
        "by_name": 2,
        "asked": 0,
        "not_found": 1,
        "gone": 1,
        "persons": 1,
    }


def test_what_is_empty_is_filled_where_it_is_accepted_and_says_who_says_it(desk):
    look_up(desk, "all")
    clics = row(desk, "Les Clics Malins asbl")
    assert clics["unit_number"] == bare(CLICS_UNIT)
    assert clics["street"] == "Rue des Brasseurs 9 bte B"
    assert clics["also_known_as"] == ("LCM",)
    assert clics["phone"] == ("+3281223344",)
    assert clics["email"] == ("info@clics.example",)
    assert "clics.example" in clics["website"]
    assert row(desk, "CPAS de Dinant")["bce"] == bare(CPAS)
    corrections = ours(desk).registry.corrections[clics["id"]]
    assert {one.by for one in corrections} == {"BCE/KBO"}
    assert all("30 octobre 2026" in one.why or "2026" in one.why for one in corrections)
    assert len(ours(desk).registry.table) == 7


def test_an_establishment_brings_its_own_number_and_not_the_kind_of_its_commune(desk):
    look_up(desk, "all")
    library = row(desk, "Bibliothèque du Moulin")
    assert (library["bce"], library["unit_number"]) == (bare(COMMUNE), bare(LIBRARY))
    assert library["kind"] == "bibliotheque"


def test_a_field_alone_is_taken_where_it_is_named(desk):
    look_up(desk, "phone")
    clics = row(desk, "Les Clics Malins asbl")
    assert clics["phone"] == ("+3281223344",)
    assert clics["email"] is None


def test_what_differs_from_ours_is_never_taken_with_all(desk):
    packed(
        desk / "kbo.zip",
        month(contact=[(LIBRARY, "EST", "TEL", "081 55 66 77")]),
    )
    enriched = look_up(desk, "all")
    assert row(desk, "Bibliothèque du Moulin")["phone"] == ("+3281102030",)
    assert proposed(enriched)["Bibliothèque du Moulin", "phone"][1] == "waiting"
    sheet = desk / "sheet.csv"
    ours(desk).imports.kbo_proposals(enriched).write(sheet)
    answered = sheet.read_text("utf-8-sig").splitlines()
    waiting = [one for one in csv.reader(answered, delimiter=";") if one and one[0].startswith("P-")]
    (line,) = [one for one in waiting if "+3281556677" in " ".join(one)]
    decided = desk / "decided.csv"
    decided.write_text("proposal;decision\n" + f"{line[0]};yes\n", encoding="utf-8")
    look_up(desk, str(decided))
    assert row(desk, "Bibliothèque du Moulin")["phone"] == ("+3281102030", "+3281556677")


def test_what_was_refused_is_not_asked_again(desk):
    (one,) = [one for one in look_up(desk).proposals if one.field == "email"]
    decided = desk / "decided.csv"
    decided.write_text(f"proposal;decision\n{one.proposal};no\n", encoding="utf-8")
    assert proposed(look_up(desk, str(decided)))[one.structure, "email"][1] == "refused"
    again = look_up(desk, "all")
    assert again.n_refused == 1
    assert row(desk, one.structure)["email"] is None


def test_looking_up_twice_is_looking_up_once_and_undo_takes_it_back(desk):
    before = content(desk)
    look_up(desk, "all")
    after = content(desk)
    assert after != before
    assert look_up(desk, "all").proposals == ()
    assert content(desk) == after
    ours(desk).history.undo()
    assert content(desk) == before


def test_gone_struck_off_and_bankrupt_are_told_and_nobody_is_closed(desk):
    enriched = look_up(desk, "all")
    told = [one for one in enriched.problems if one.code == "perhaps_closed"]
    assert sorted(
        name for one in told for name in ("Espace parti", "Atelier des Quais") if name in one.message
    ) == [
        "Atelier des Quais",
        "Atelier des Quais",
        "Espace parti",
    ]
    assert ours(desk).registry.table["closed_on"].isna().all()


@pytest.mark.parametrize(
    ("name", "street"),
    [
        ("Espace des Quais", "Rue Daoust 3"),
        ("Association Les Moulins", "Rue du Moulin 4"),
        ("CPAS de Dinant", ""),
    ],
)
def test_a_doubtful_likeness_gives_no_number_by_itself(desk, name, street):
    code = "5100" if "Moulin" in street else "5500"
    (desk / "more.csv").write_text(
        f"nom;rue;code postal;localité\n{name};{street};{code};{'Jambes' if code == '5100' else 'Dinant'}\n",
        encoding="utf-8",
    )
    before = len(ours(desk).registry.table)
    ours(desk).imports.structures(desk / "more.csv", source="more", collected_on="2026-01-01")
    look_up(desk, "all")
    if len(ours(desk).registry.table) > before:
        assert row(desk, name)["unit_number"] is None
        assert name == "CPAS de Dinant" or row(desk, name)["bce"] is None


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    entity=st.sampled_from([SOLO, SOLO_UNIT]),
    kind=st.sampled_from(["001", "002", "003", "004"]),
    lang=st.sampled_from(["0", "1", "2"]),
    street=st.sampled_from(["Rue des Brasseurs", "Rue du Moulin", "Rue Daoust", "Rue de Bomel"]),
    legal_first=st.booleans(),
)
def test_no_natural_person_stands_in_the_folder_or_in_the_temporary_file(
    desk, entity, kind, lang, street, legal_first
):
    tables = month(
        denomination=[(entity, lang, kind, "Zénobie Vandeputte asbl")],
        address=[at(entity, "BAET", "5500", "Dinant", street, "3")],
    )
    if not legal_first:
        tables = {name: rows[::-1] for name, rows in tables.items()}
    path = packed(desk / "kbo.zip", tables)
    with opened(path, [bare(SOLO), bare(SOLO_UNIT)], ["5000", "5100", "5500"]) as extract:
        assert "Vandeputte" not in repr(list(extract.sites))
    enriched = ours(desk).imports.kbo(path, accept=["all"])
    assert "Vandeputte" not in str(enriched.as_json())
    for file in (desk / "ours").rglob("*"):
        if file.is_file():
            assert b"Vandeputte" not in file.read_bytes()
            assert b"vandeputte" not in file.read_bytes()


def test_two_enterprises_behind_one_door_are_asked_and_the_number_alone_is_taken_by_name(desk):
    packed(
        desk / "kbo.zip",
        month(
            enterprise=[(TWIN, "AC", "000", "2", "017", "", "01-01-2000")],
            denomination=[(TWIN, "1", "001", "CPAS de Dinant")],
            address=[at(TWIN, "REGO", "5500", "Dinant", "Rue Daoust", "3")],
        ),
    )
    enriched = look_up(desk, "all")
    assert enriched.counts["asked"] == 1
    (asked,) = [one for one in enriched.proposals if one.structure == "CPAS de Dinant"]
    assert (asked.field, asked.standing) == ("bce", "waiting")
    assert row(desk, "CPAS de Dinant")["bce"] is None
    (desk / "decided.csv").write_text(f"proposal;decision\n{asked.proposal};yes\n", encoding="utf-8")
    look_up(desk, str(desk / "decided.csv"))
    assert row(desk, "CPAS de Dinant")["bce"] == asked.after


def added(desk, rows):
    (desk / "more.csv").write_text("nom;type;rue;code postal;localité;BCE\n" + rows, encoding="utf-8")
    ours(desk).imports.structures(desk / "more.csv", source="more", collected_on="2026-01-01")


def test_one_site_is_not_given_to_two_of_ours(desk):
    added(
        desk,
        "Le Saule Pleureur;asbl;Rue Haute 5;5000;Namur;\nLa Grande Ourse;asbl;Rue Haute 5;5000;Namur;\n",
    )
    names = [
        (TWIN, "1", kind, name) for kind, name in (("001", "Le Saule Pleureur"), ("003", "La Grande Ourse"))
    ]
    enterprise = [(TWIN, "AC", "000", "2", "017", "", "01-01-2000")]
    address = [at(TWIN, "REGO", "5000", "Namur", "Rue Haute", "5")]
    packed(desk / "kbo.zip", month(enterprise=enterprise, address=address, denomination=names[:1]))
    alone = look_up(desk, rehearsal=True)
    assert alone.counts["by_name"] == 3
    packed(desk / "kbo.zip", month(enterprise=enterprise, address=address, denomination=names))
    assert look_up(desk, "all").counts["asked"] == 2
    assert row(desk, "Le Saule Pleureur")["bce"] is None


def test_a_name_at_another_street_is_asked(desk):
    (desk / "more.csv").write_text(
        "nom;type;rue;code postal;localité;téléphone;site web\n"
        "Le Saule Pleureur;asbl;Rue Basse 60;5000;Namur;081 77 88 99;www.saule.example\n",
        encoding="utf-8",
    )
    ours(desk).imports.structures(desk / "more.csv", source="more", collected_on="2026-01-01")
    packed(
        desk / "kbo.zip",
        month(
            enterprise=[(TWIN, "AC", "000", "2", "017", "", "01-01-2000")],
            address=[at(TWIN, "REGO", "5000", "Namur", "Rue Haute", "5")],
            denomination=[(TWIN, "1", "001", "Le Saule Pleureur")],
            contact=[(TWIN, "ENT", "TEL", "081 77 88 99"), (TWIN, "ENT", "WEB", "www.saule.example")],
        ),
    )
    assert look_up(desk, "all").counts["asked"] == 1
    assert row(desk, "Le Saule Pleureur")["bce"] is None


@pytest.mark.parametrize(("said", "kind"), [("", "commune"), ("bibliothèque", "bibliotheque")])
def test_a_moved_structure_keeps_its_street_and_its_kind_and_is_asked(desk, said, kind):
    added(desk, f"Hôtel Neuf;{said};Avenue Neuve 77;5000;Namur;{COMMUNE}\n")
    packed(
        desk / "kbo.zip",
        {name: [one for one in rows if LIBRARY not in one] for name, rows in month().items()},
    )
    enriched = look_up(desk, "all")
    assert proposed(enriched)["Hôtel Neuf", "address"][1] == "waiting"
    assert row(desk, "Hôtel Neuf")["street"] == "Avenue Neuve 77"
    assert row(desk, "Hôtel Neuf")["kind"] == kind


def test_import_of_a_month_leads_there_and_adds_nobody(desk, capsys):
    at_desk = ["--folder", str(desk / "ours"), "import", str(desk / "kbo.zip")]
    before = content(desk)
    assert run(at_desk) == 0
    assert content(desk) == before
    assert "ce n’est pas une liste" in capsys.readouterr().out
    assert run([*at_desk, "--as", "bce", "--yes"]) == 0
    assert row(desk, "CPAS de Dinant")["bce"] == bare(CPAS)
    assert len(ours(desk).registry.table) == 7


def test_programs_read_the_same_account(desk, capsys):
    assert (
        run(["--folder", str(desk / "ours"), "enrich", "--kbo", str(desk / "kbo.zip"), "--format", "json"])
        == 0
    )
    told = json.loads(capsys.readouterr().out)
    assert told["extract"] == "2026-10-30"
    assert sum(told["structures"].values()) == 7
    assert {one["standing"] for one in told["proposals"]} == {"waiting"}


def test_the_order_of_rows_changes_nothing(desk):
    ahead = look_up(desk, rehearsal=True)
    packed(desk / "kbo.zip", {name: rows[::-1] for name, rows in month().items()})
    assert proposed(look_up(desk, rehearsal=True)) == proposed(ahead)


def cut(path):
    path.write_bytes(path.read_bytes()[:-200])


def overwritten(path):
    data = bytearray(path.read_bytes())
    data[len(data) // 3 : len(data) // 2] = b"\0" * (len(data) // 2 - len(data) // 3)
    path.write_bytes(bytes(data))


def without(table):
    return lambda path: packed(path, {name: rows for name, rows in month().items() if name != table})


def other_title(table, title):
    titles = {**TITLES, table: TITLES[table].replace(title, "Autre")}
    return lambda path: packed(path, month(), titles=titles)


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (cut, "kbo.zip"),
        (overwritten, "kbo.zip"),
        (lambda path: path.write_text("nom;rue\n"), "kbo.zip"),
        (without("enterprise"), "enterprise.csv"),
        (without("denomination"), "denomination.csv"),
        (without("meta"), "meta.csv"),
        (other_title("address", "Zipcode"), "Zipcode"),
        (other_title("enterprise", "TypeOfEnterprise"), "TypeOfEnterprise"),
        (lambda path: packed(path, {**month(), "meta": [("SnapshotDate", "hier")]}), "kbo.zip"),
        (
            lambda path: packed(
                path, {**month(), "meta": [("SnapshotDate", "30-10-2026"), ("ExtractType", "update")]}
            ),
            "kbo.zip",
        ),
    ],
    ids=["cut", "overwritten", "text", "enterprise", "names", "meta", "zipcode", "type", "day", "update"],
)
def test_what_is_no_sound_month_is_refused_with_a_sentence_and_nothing_is_written(desk, damage, said):
    before = content(desk)
    damage(desk / "kbo.zip")
    with pytest.raises(RefusedError) as refused:
        look_up(desk, "all")
    assert said in refused.value.message
    assert refused.value.hint
    assert content(desk) == before


def test_a_month_is_no_list(desk):
    with pytest.raises(RefusedError, match=r"kbo\.zip"):
        ours(desk).imports.structures(desk / "kbo.zip", source="bce")
