"""Another folder is a boundary of trust: what it would change among ours is shown, and taken only where it is accepted."""

from __future__ import annotations

import json
import shutil

import openpyxl
import pytest

import wtc_eco as eco
from wtc_eco.cli.errors import run
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.errors import UsageError
from wtc_eco.model import DECISIONS, names
from wtc_eco.registry import CORRECTABLE

HEAD = "nom;type;adresse;code postal;localité;téléphone;email\n"
OURS = HEAD + (
    "CPAS de Namur;cpas;Rue de Dave 165;5100;Jambes;081 33 70 20;info@cpasnamur.be\n"
    "EPN de Jambes;epn;Rue du Parc 3;5100;Jambes;081 30 11 22;epn@jambes.be\n"
    "Bibliothèque de Dinant;bibliotheque;Rue Grande 12;5500;Dinant;082 22 33 44;\n"
)
BOB = HEAD + (
    "CPAS de Namur - Accueil;cpas;Rue de Dave 165;5100;Jambes;0902 12 345;info@cpasnamur.be\n"
    "EPN de Jambes;epn;Rue du Parc 3;5100;Jambes;081 30 11 22;epn@jambes.be\n"
    "Bibliothèque de Dinant;bibliotheque;Rue Grande 12;5500;Dinant;082 22 33 44;biblio@dinant.be\n"
    "EPN de Gembloux;epn;Grand Place 1;5030;Gembloux;081 61 00 00;epn@gembloux.be\n"
)
NAMES = ("CPAS de Namur", "EPN de Jambes", "Bibliothèque de Dinant")
PROVENANCE = ("records", "sources", "conflicts")


def folder(path, text, source, day):
    """A folder of Namur with one list."""
    ecosystem = eco.init(path, bassin="namur")
    return listed(ecosystem, text, source, day)


def listed(ecosystem, text, source, day):
    file = ecosystem.folder / f"{source}.csv"
    file.write_text(text, encoding="utf-8")
    ecosystem.imports.structures(file, source=source, collected_on=day)
    return eco.open(ecosystem.folder)


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    """Our folder, and Bob's, who lists three of our structures otherwise, a later day, and closed one of them."""
    path = tmp_path_factory.mktemp("merging")
    folder(path / "ours", OURS, "nous", "2026-01-01")
    bob = folder(path / "bob", BOB, "liste-bob", "2026-06-01")
    bob.corrections.close("EPN de Jambes", on="2026-05-01")
    return path


@pytest.fixture
def desk(made, tmp_path):
    shutil.copytree(made, tmp_path / "desk")
    return tmp_path / "desk"


def ours(desk):
    return eco.open(desk / "ours")


def merge(desk, other="bob", **options):
    return ours(desk).imports.folder(desk / other, **options)


def rows(desk):
    """The register: what it says of each structure, by its number."""
    table = ours(desk).registry.table
    return {row["id"]: row for row in table.to_dict("records")}


def row(desk, name):
    return next(one for one in rows(desk).values() if one["name"] == name)


def said_of_ours(desk, ids):
    kept = rows(desk)
    return {id_: {k: v for k, v in kept[id_].items() if k not in PROVENANCE} for id_ in ids}


def said_before(before):
    return {id_: {k: v for k, v in one.items() if k not in PROVENANCE} for id_, one in before.items()}


def data(desk):
    path = desk / "ours" / "data"
    return {
        str(file.relative_to(path)): file.read_bytes()
        for file in sorted(path.rglob("*"))
        if file.is_file() and file.suffix in (".csv", ".toml")
    }


def told(merged, standing="waiting"):
    return {(one.structure, one.field): one.after for one in merged.proposals if one.standing == standing}


WOULD = {
    ("CPAS de Namur", "name"): "CPAS de Namur - Accueil",
    ("CPAS de Namur", "phone"): "+3290212345",
    ("Bibliothèque de Dinant", "email"): "biblio@dinant.be",
}


def test_what_another_folder_says_of_ours_changes_nothing_and_what_is_new_is_taken(desk):
    before = rows(desk)
    merged = merge(desk)
    assert said_of_ours(desk, before) == said_before(before)
    assert {one["name"] for id_, one in rows(desk).items() if id_ not in before} == {"EPN de Gembloux"}
    assert "phone" in row(desk, "CPAS de Namur")["conflicts"]  # not taken, and visible
    assert WOULD.items() <= told(merged).items()
    assert ("EPN de Jambes", "status") in told(merged)
    assert len(told(merged)) == len(WOULD) + 1
    assert {one.source for one in merged.proposals} == {"liste-bob, de bob", "coordination, de bob"}


def test_the_rehearsal_says_the_same_field_by_field_and_writes_nothing(desk, capsys):
    before = data(desk)
    assert run(["--folder", str(desk / "ours"), "merge-folder", str(desk / "bob"), "--dry-run"]) == 0
    said = capsys.readouterr().out.replace("\xa0", " ").replace("\n  ", "¶").replace("\n", " ")
    assert said.count("¶") == len(WOULD) + 1
    assert "CPAS de Namur (S2), téléphone : « +3281337020 » → « +3290212345 » (liste-bob, de bob)" in said
    assert (
        "Bibliothèque de Dinant (S1), courriel : inconnu → « biblio@dinant.be » (liste-bob, de bob)" in said
    )
    assert (
        "EPN de Jambes (S3), situation : « en service » → « fermée le 1er mai 2026 » (coordination, de bob)"
        in said
    )
    assert data(desk) == before
    rehearsed = merge(desk, rehearsal=True)
    assert rehearsed.proposals == merge(desk).proposals
    shown = json.loads(json.dumps(rehearsed.as_json()))["proposals"]
    assert {"id": "S2", "field": "phone", "before": "+3281337020", "after": "+3290212345"}.items() <= next(
        one for one in shown if one["field"] == "phone"
    ).items()


def test_only_the_fields_accepted_are_taken_and_undo_gives_every_byte_back(desk):
    before, phone = data(desk), row(desk, "CPAS de Namur")["phone"]
    merged = merge(desk, accept=["courriel,situation"])
    assert set(told(merged, "accepted")) == {("Bibliothèque de Dinant", "email"), ("EPN de Jambes", "status")}
    assert row(desk, "Bibliothèque de Dinant")["email"] == ("biblio@dinant.be",)
    assert row(desk, "EPN de Jambes")["closed_on"] == "2026-05-01"
    assert row(desk, "CPAS de Namur")["phone"] == phone
    ours(desk).history.undo()
    assert data(desk) == before


def test_all_may_be_accepted(desk):
    merge(desk, accept=["tout"])
    assert row(desk, "CPAS de Namur - Accueil")["phone"] == ("+3290212345",)
    assert not row(desk, "EPN de Jambes")["active"]
    assert not merge(desk).proposals


def test_what_was_refused_in_the_sheet_is_not_asked_again_and_what_was_left_open_is(desk):
    ours(desk).imports.proposals(desk / "bob").write(desk / "p.xlsx")
    book = openpyxl.load_workbook(desk / "p.xlsx")
    sheet = book.worksheets[0]
    at = next(n for n, line in enumerate(sheet.iter_rows(values_only=True), start=1) if "Décision" in line)
    titles = [cell.value for cell in sheet[at]]
    decided = {"courriel": "oui", "téléphone": "garder la nôtre", "nom": "peut-être bien"}
    for line in sheet.iter_rows(min_row=at + 1):
        field = str(line[titles.index("Ce qui changerait")].value).lower()
        line[titles.index("Décision")].value = decided.get(field)
    book.save(desk / "p.xlsx")
    merged = merge(desk, accept=[str(desk / "p.xlsx")])
    assert set(told(merged, "accepted")) == {("Bibliothèque de Dinant", "email")}
    assert set(told(merged, "refused")) == {("CPAS de Namur", "phone")}
    assert [(one.code, one.value) for one in merged.problems] == [("unknown_answer", "peut-être bien")]
    again = merge(desk, accept=["téléphone"])
    assert set(told(again)) == {("CPAS de Namur", "name"), ("EPN de Jambes", "status")}
    assert again.n_refused == 1
    assert row(desk, "CPAS de Namur")["phone"] == ("+3281337020",)


@pytest.mark.parametrize("accept", [[], ["all"], ["phone"]])
def test_a_second_merge_changes_no_byte(desk, accept):
    merge(desk, accept=accept)
    before = data(desk)
    merge(desk)
    assert data(desk) == before


def test_a_word_that_names_no_field_and_a_file_that_is_not_there_are_said(desk):
    with pytest.raises(UsageError, match="telefoon nr"):
        merge(desk, accept=["telefoon nr"])
    with pytest.raises(UsageError, match="nulle"):
        merge(desk, accept=["nulle.xlsx"])


def test_a_second_partner_changes_neither_ours_nor_what_the_first_one_brought(desk):
    merge(desk)
    folder(
        desk / "carl",
        HEAD
        + "EPN de Gembloux;epn;Grand Place 1;5030;Gembloux;0903 99 999;epn@gembloux.be\n"
        + "EPN de Jambes;epn;Rue du Parc 3;5100;Jambes;0903 99 999;epn@jambes.be\n"
        + "Maison de Ciney;autre;Rue Haute 3;5590;Ciney;;\n",
        "liste-carl",
        "2026-07-01",
    )
    before = rows(desk)
    merged = merge(desk, "carl")
    assert said_of_ours(desk, before) == said_before(before)
    assert set(told(merged)) == {("EPN de Gembloux", "phone"), ("EPN de Jambes", "phone")}
    assert row(desk, "Maison de Ciney")


def test_what_a_partner_changes_in_its_own_structure_is_taken(desk):
    merge(desk)
    listed(eco.open(desk / "bob"), BOB.replace("081 61 00 00", "081 61 11 11"), "liste-bob", "2026-08-01")
    merge(desk)
    assert row(desk, "EPN de Gembloux")["phone"] == ("+3281611111",)


def test_what_a_partner_changes_after_its_word_was_accepted_is_asked_anew(desk):
    merge(desk, accept=["email"])
    listed(eco.open(desk / "bob"), BOB.replace("biblio@dinant", "nouveau@dinant"), "liste-bob", "2026-08-01")
    merged = merge(desk)
    assert told(merged)["Bibliothèque de Dinant", "email"] == "nouveau@dinant.be"
    assert row(desk, "Bibliothèque de Dinant")["email"] == ("biblio@dinant.be",)


def test_our_own_list_still_changes_ours(desk):
    merge(desk)
    listed(ours(desk), OURS.replace("081 33 70 20", "081 33 70 99"), "nous", "2026-09-01")
    assert row(desk, "CPAS de Namur")["phone"] == ("+3281337099",)


def test_a_record_of_theirs_does_not_make_one_of_two_of_ours(desk):
    """Their record is both of ours: by a decision for each of them."""
    bob = eco.open(desk / "bob")
    bob.imports.folder(desk / "ours")
    bob = eco.open(desk / "bob")
    numbers = {one["name"]: one["records"] for one in bob.registry.table.to_dict("records")}
    assert len(numbers["CPAS de Namur - Accueil"]) == 2
    bob.review.join(["CPAS de Namur - Accueil", "Bibliothèque de Dinant"])
    before = rows(desk)
    merged = merge(desk)
    assert set(before) <= set(rows(desk))
    assert any(
        one.code == "would_join" or one.field == "decisions" for one in (*merged.problems, *merged.proposals)
    )
    assert row(desk, "CPAS de Namur")["name"] != row(desk, "Bibliothèque de Dinant")["name"]
    again = data(desk)
    merge(desk)
    assert data(desk) == again


def test_a_record_of_theirs_that_decisions_say_to_be_two_of_ours_is_a_structure_of_its_own(desk):
    carl = folder(desk / "carl", HEAD + "Lui;autre;;5590;Ciney;;\n", "liste-carl", "2026-07-01")
    carl.imports.folder(desk / "ours")
    path = desk / "carl" / "data" / "decisions.csv"
    lines = [f"1,{n},,,same,,2026-07-02," for n in (3, 4)]
    path.write_text("\n".join([",".join(names(DECISIONS)), *lines, ""]), encoding="utf-8")
    before = rows(desk)
    merged = merge(desk, "carl")
    assert said_of_ours(desk, before) == said_before(before)
    assert row(desk, "Lui")["records"] == (4,)
    assert [one.code for one in merged.problems if one.code == "would_join"] == ["would_join"]
    again = data(desk)
    merge(desk, "carl")
    assert data(desk) == again


def test_a_partner_that_merged_us_renames_ours_and_nothing_of_it_is_taken(desk):
    bob = eco.open(desk / "bob")
    bob.imports.folder(desk / "ours")
    eco.open(desk / "bob").corrections.set("CPAS de Namur - Accueil", {"phone": "0902 99 999"})
    merged = merge(desk)
    assert row(desk, "CPAS de Namur")["phone"] == ("+3281337020",)
    assert ("CPAS de Namur", "phone") in told(merged)


def test_what_our_own_list_says_after_their_word_was_accepted_is_no_proposal_of_theirs(desk):
    merge(desk, accept=["email"])
    listed(ours(desk), OURS.replace("082 22 33 44;", "082 22 33 44;nous@dinant.be"), "nous", "2026-09-01")
    assert ("Bibliothèque de Dinant", "email") not in told(merge(desk))


def decide(desk, other, *lines):
    """Decisions of a partner about records as they are numbered there."""
    path = desk / other / "data" / "decisions.csv"
    path.write_text("\n".join([",".join(names(DECISIONS)), *lines, ""]), encoding="utf-8")


@pytest.mark.parametrize("verdict", ["same", "different"])
def test_a_decision_of_theirs_about_ours_alone_waits(desk, verdict):
    """Of records 2 and 4, one structure of two lists of ours, and of 2 and 1, which are two."""
    one_more = HEAD + "CPAS de Namur;cpas;Rue de Dave 165;5100;Jambes;081 33 70 20;info@cpasnamur.be\n"
    listed(ours(desk), one_more, "autre", "2026-01-02")
    carl = folder(desk / "carl", HEAD + "Lui;autre;;5590;Ciney;;\n", "liste-carl", "2026-07-01")
    carl.imports.folder(desk / "ours")
    there = {name: [] for name in NAMES}
    for record in Ecosystem(desk / "carl").holdings.records.to_dict("records"):
        there.setdefault(record["name"], []).append(record["record"])
    first, second = there["CPAS de Namur"]
    other = second if verdict == "different" else there["Bibliothèque de Dinant"][0]
    decide(desk, "carl", f"{first},{other},,,{verdict},,2026-07-02,")
    before = rows(desk)
    merged = merge(desk, "carl")
    assert said_of_ours(desk, before) == said_before(before)
    assert {id_: one["records"] for id_, one in rows(desk).items() if id_ in before} == {
        id_: one["records"] for id_, one in before.items()
    }
    assert [one.field for one in merged.proposals] == ["decisions"]
    assert merged.accounts["decisions.csv"].quarantined == 1
    assert not merged.problems
    merge(desk, "carl", accept=["décisions"])
    assert len(rows(desk)) == len(before) + 1 + (1 if verdict == "different" else -1)


def test_a_correction_that_both_made_stays_ours_when_theirs_changes(desk):
    """Word for word the same correction, the same day: a later one of theirs is not one of ours."""
    for name in ("ours", "bob"):
        structure = next(one for one in eco.open(desk / name).registry.table["id"] if one)
        eco.open(desk / name, as_of="2026-08-01").corrections.set(structure, {"note": "entrée par la cour"})
    merge(desk)
    before = Ecosystem(desk / "ours").holdings.records
    path = desk / "bob" / "data" / "structures.csv"
    path.write_text(
        path.read_text(encoding="utf-8").replace("entrée par la cour", "appelez-nous"), encoding="utf-8"
    )
    merge(desk)
    assert "entrée par la cour" in set(Ecosystem(desk / "ours").holdings.records["note"])
    assert len(Ecosystem(desk / "ours").holdings.records) == len(before)


def test_a_tie_between_two_of_ours_waits_and_one_with_theirs_is_taken(desk):
    file = desk / "liens.csv"
    file.write_text(
        "de;vers;type\nCPAS de Namur;EPN de Jambes;refers\nEPN de Gembloux;EPN de Jambes;refers\n",
        encoding="utf-8",
    )
    eco.open(desk / "bob").imports.ties(file, source="liens-bob", collected_on="2026-06-02")
    merged = merge(desk)
    pairs = {(tie.start, tie.end) for tie in ours(desk)._inner.mentions.ties}
    gembloux = row(desk, "EPN de Gembloux")["id"]
    assert pairs == {(gembloux, "S3")}
    assert told(merged)["CPAS de Namur", "ties"] == "oriente vers\xa0: EPN de Jambes"
    assert merged.accounts["referrals.csv"].quarantined == 1
    merge(desk, accept=["liens"])
    assert {(tie.start, tie.end) for tie in ours(desk)._inner.mentions.ties} == {
        (gembloux, "S3"),
        ("S2", "S3"),
    }


def test_every_column_that_a_person_may_correct_is_held_back():
    from wtc_eco.registry.build import _TOLD_APART, GROUPS

    assert set(CORRECTABLE) <= set(_TOLD_APART)
    assert {column for columns in GROUPS.values() for column in columns} <= {*names(eco.model.REGISTRY)}
