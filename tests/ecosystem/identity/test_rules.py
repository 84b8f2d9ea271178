"""The identity of records and structures: a test for each rule, named by its number."""

from __future__ import annotations

import pytest

import wtc_eco as eco
from wtc_eco import model, store
from wtc_eco.errors import DamagedError, RefusedError, UnknownNameError

HUY, WANZE = "EPN de Huy;Rue du Pont 1;4500;Huy", "EPN de Wanze;Rue de l'Église 2;4520;Wanze"
AMAY, DOUR = "EPN d'Amay;Rue Haute 3;4540;Amay", "EPN de Dour;Rue Verte 4;7370;Dour"
KEYED = "id;nom;adresse;cp;localité"


def decide(office, *rows):
    """Write decisions as a person would, and take them in."""
    frame = model.frame(
        model.DECISIONS, [dict(zip(("left", "right", "verdict"), row, strict=True)) for row in rows]
    )
    store.commit(office.folder, {"decisions.csv": store.to_csv(frame, model.DECISIONS)}, command="decide")
    office.ecosystem.reload()


def test_rule_1_a_record_number_is_never_given_again_not_even_after_an_undo(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    mons.ecosystem.history.undo()
    mons.take("epn", AMAY)
    assert mons.number("EPN d'Amay") == 3
    assert mons.ecosystem.holdings.next_record == 4


def test_rule_1_a_lost_header_is_followed_by_the_largest_number_of_any_file_with_a_warning(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    store.commit(mons.folder, {"invited.csv": b"event,record\nrentree,40\n"}, command="invite")
    journal = mons.data / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().partition(b"\n")[2])
    mons.ecosystem.reload()
    assert "lost_numbers" in {problem.code for problem in mons.ecosystem.holdings.problems}
    mons.take("epn", HUY, WANZE, AMAY)
    assert mons.number("EPN d'Amay") == 41


def test_rule_2_the_key_of_a_list_names_the_record_whatever_else_changes(office):
    mons = office("mons")
    mons.take("epn", f"K7;{HUY}", header=KEYED)
    before = mons.number("EPN de Huy")
    mons.take("epn", "K7;Maison du numérique;Place Verte 9;4540;Amay", header=KEYED)
    assert mons.number("Maison du numérique") == before
    assert len(mons.records()) == 1


def test_rule_2_a_repeated_key_is_told_apart_in_content_order_with_a_warning(office):
    mons, namur = office("mons"), office("namur")
    one = mons.take("epn", f"7;{WANZE}", f"7;{HUY}", header=KEYED)
    namur.take("epn", f"7;{HUY}", f"7;{WANZE}", header=KEYED)
    keys = {row["name"]: row["source_id"] for row in mons.records()}
    assert set(keys.values()) == {"7", "7#2"}
    assert keys == {row["name"]: row["source_id"] for row in namur.records()}
    assert any(problem.gravity == "warning" for problem in one.problems)


def test_rule_3_without_a_key_rows_are_aligned_by_content_never_by_position(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE, AMAY)
    numbers = {row["name"]: row["record"] for row in mons.records()}
    moved = "EPN de Wanze;Rue de l'Église 2;4520;Wanze-Village"
    mons.take("epn", DOUR, AMAY, moved, HUY)
    now = {row["name"]: row["record"] for row in mons.records()}
    assert {name: now[name] for name in numbers} == numbers
    assert now["EPN de Dour"] == 4


def test_rule_4_what_left_a_complete_list_is_withdrawn_and_keeps_its_decisions(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE, AMAY)
    decide(mons, (str(mons.number("EPN de Huy")), str(mons.number("EPN de Wanze")), "different"))
    mons.take("epn", HUY, AMAY, collected_on="2026-06-01")
    (gone,) = mons.records(name="EPN de Wanze")
    assert gone["withdrawn_on"] == "2026-06-01"
    assert len(mons.ecosystem.holdings.decisions) == 1
    row = mons.ecosystem.registry.row(f"S{gone['record']}")
    assert not row["active"]


def test_rule_4_a_part_of_a_list_withdraws_nobody_and_a_large_loss_is_refused(office):
    mons = office("mons")
    rows = [f"EPN numéro {n};Rue {n} {n};4500;Huy" for n in range(20)]
    mons.take("epn", *rows)
    mons.take("epn", rows[0], partial=True)
    before = mons.bytes()
    with pytest.raises(RefusedError):
        mons.take("epn", *rows[:10])
    assert mons.bytes() == before
    assert mons.take("epn", *rows[:10], complete=True).accounting.withdrawn == 10


def test_rule_4_a_row_in_quarantine_is_not_withdrawn(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    said = mons.take("epn", HUY, WANZE.replace(WANZE.split(";", maxsplit=1)[0], ""))
    assert (said.accounting.quarantined, said.accounting.withdrawn) == (1, 0)


def test_rule_5_every_record_of_a_structure_is_an_alias_of_it_through_merges_and_splits(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    mons.take("cpas", HUY, AMAY)
    first, second = mons.number("EPN de Huy", "epn"), mons.number("EPN de Huy", "cpas")
    assert mons.ecosystem.registry.resolve(f"S{second}") == f"S{first}"
    decide(mons, (str(first), str(second), "different"))
    assert mons.ecosystem.registry.resolve(second) == f"S{second}"
    decide(mons, (str(first), str(second), "same"))
    assert mons.ecosystem.registry.resolve(second) == f"S{min(first, second)}"
    with pytest.raises(UnknownNameError):
        mons.ecosystem.registry.resolve("S999")


def test_rule_5_clusters_and_values_are_the_same_in_any_order_of_lists(office):
    mons, namur = office("mons"), office("namur")
    lists = {"epn": (HUY, WANZE), "cpas": (HUY, AMAY), "bib": (DOUR, WANZE)}
    for source, rows in lists.items():
        mons.take(source, *rows)
    for source, rows in reversed(lists.items()):
        namur.take(source, *rows[::-1])

    def values(one):
        columns = [name for name in one.ecosystem.registry.table if name not in ("id", "records")]
        return sorted(repr(row) for row in one.ecosystem.registry.table[columns].to_dict("records"))

    assert values(mons) == values(namur)


def test_rule_6_ties_hold_record_numbers_even_where_the_list_names_structures(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    mons.take("cpas", HUY)
    mons.take_ties(f"S{mons.number('EPN de Wanze')};{mons.number('EPN de Huy', 'cpas')};knows")
    (tie,) = mons.ecosystem.holdings.ties.to_dict("records")
    assert tie["from"] == str(mons.number("EPN de Wanze"))
    assert tie["to"] == str(mons.number("EPN de Huy", "cpas"))


def test_rule_7_of_two_decisions_that_contradict_the_later_line_wins_with_a_warning(office):
    mons = office("mons")
    mons.take("epn", HUY)
    mons.take("cpas", HUY)
    one, two = mons.number("EPN de Huy", "epn"), mons.number("EPN de Huy", "cpas")
    decide(mons, (str(one), str(two), "same"), (str(one), str(two), "different"))
    assert len(mons.ecosystem.registry.table) == 2
    assert "decision_overruled" in {problem.code for problem in mons.ecosystem._inner.matching.problems}


def test_rule_7_a_decision_finds_its_record_again_by_the_words_it_kept(office):
    mons = office("mons")
    mons.take("epn", HUY, AMAY)
    mons.take("cpas", DOUR)
    huy, amay, dour = (mons.number(f"EPN {name}") for name in ("de Huy", "d'Amay", "de Dour"))
    decision = {
        "left": str(amay),
        "left_words": "EPN de Huy, Rue du Pont 1, 4500",
        "right": str(dour),
        "right_words": "EPN de Dour, Rue Verte 4, 7370",
        "verdict": "same",
    }
    frame = model.frame(model.DECISIONS, [decision])
    store.commit(mons.folder, {"decisions.csv": store.to_csv(frame, model.DECISIONS)}, command="decide")
    mons.ecosystem.reload()
    registry = mons.ecosystem.registry
    assert registry.resolve(dour) == registry.resolve(huy)
    assert registry.resolve(amay) == f"S{amay}"


def test_rule_8_nothing_goes_back_across_an_erasure_and_its_number_stays_taken(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    gone = mons.number("EPN de Wanze")
    kept = [row for row in mons.records() if row["record"] != gone]
    tombstone = f"record,erased_on,now\n{gone},2026-02-01,\n".encode()
    frame = model.frame(model.RECORDS, kept)
    changes = {"structures.csv": store.to_csv(frame, model.RECORDS), "erased.csv": tombstone}
    store.erase(mons.folder, changes, command="forget", words=("EPN de Wanze",))
    mons.ecosystem.reload()
    with pytest.raises(RefusedError):
        mons.ecosystem.history.undo()
    (mons.data / "journal.jsonl").unlink()
    mons.ecosystem.reload()
    assert mons.ecosystem.holdings.next_record == gone + 1
    held = b"".join(path.read_bytes() for path in mons.data.rglob("*") if path.is_file())
    assert b"EPN de Wanze" not in held


def test_rule_9_a_new_folder_has_a_uid_of_its_own(tmp_path):
    uids = {eco.init(tmp_path / name).settings.uid for name in ("a", "b")}
    assert len(uids) == 2
    assert all(uids)


def test_rule_9_another_folder_is_renumbered_prefixed_and_translated(office):
    mons, namur = office("mons"), office("namur")
    mons.take("epn", HUY)
    namur.take("epn", WANZE, AMAY)
    one, other = namur.number("EPN de Wanze"), namur.number("EPN d'Amay")
    namur.take_ties(f"{one};{other};refers", "1;le CPAS;knows")
    decide(namur, ("1", "2", "different"), ("1: le CPAS", "2", "same"))
    merged = mons.ecosystem.imports.folder(namur.folder)
    assert merged.accounts["structures.csv"].new == 2
    assert {row["source"] for row in mons.records()} == {"epn", "namur:epn"}
    wanze, amay = mons.number("EPN de Wanze"), mons.number("EPN d'Amay")
    assert sorted((wanze, amay)) == [2, 3]
    ties = mons.ecosystem.holdings.ties.to_dict("records")
    named = {1: namur.records(record=1)[0]["name"], 2: namur.records(record=2)[0]["name"]}
    first, second = (str(mons.number(named[n])) for n in (1, 2))
    assert {(tie["from"], tie["to"], tie["source"]) for tie in ties} == {
        (str(wanze), str(amay), "namur:enquete"),
        (first, "le CPAS", "namur:enquete"),
    }
    decisions = mons.ecosystem.holdings.decisions.to_dict("records")
    assert [(row["left"], row["right"]) for row in decisions] == [
        (first, second),
        (f"{first}: le CPAS", second),
    ]


def test_rule_9_taking_a_folder_in_twice_is_taking_it_in_once_and_it_can_be_undone(office):
    mons, namur = office("mons"), office("namur")
    mons.take("epn", HUY, WANZE)
    namur.take("epn", WANZE, AMAY, AMAY.replace("3", "5"))
    namur.take_ties("1;2;knows", "2;le CPAS;refers")
    decide(namur, ("1", "2", "different"))
    (namur.data / "contacts.csv").write_text(
        "contact,record,person,source\n1,2,Julie,enquete\n", encoding="utf-8"
    )
    before, there = mons.tables(), namur.bytes()
    mons.ecosystem.imports.folder(namur.folder)
    once = mons.bytes()
    again = mons.ecosystem.imports.folder(namur.folder)
    assert mons.bytes() == once
    assert all(account.new == account.updated == 0 for account in again.accounts.values())
    assert namur.bytes() == there
    mons.ecosystem.history.undo()
    assert mons.tables() == before


def test_rule_9_even_where_what_was_taken_in_is_no_longer_remembered(office):
    mons, namur = office("mons"), office("namur")
    namur.take("epn", WANZE, AMAY)
    namur.take_ties("1;2;knows")
    mons.ecosystem.imports.folder(namur.folder)
    (mons.data / "merged" / "namur.csv").unlink()
    again = mons.ecosystem.imports.folder(namur.folder)
    assert again.accounts["structures.csv"].unchanged == 2
    assert again.accounts["referrals.csv"].unchanged == 1


def test_rule_9_a_second_merge_brings_what_changed_there_and_leaves_what_was_decided_here(office):
    mons, namur = office("mons"), office("namur")
    namur.take("epn", f"K1;{WANZE}", f"K2;{AMAY}", header=KEYED)
    decide(namur, ("1", "2", "same"))
    mons.ecosystem.imports.folder(namur.folder)
    decide(mons, ("1", "2", "different"))
    changed = AMAY.replace("Rue Haute 3", "Rue Haute 33")
    namur.take("epn", f"K1;{WANZE}", f"K2;{changed}", f"K3;{DOUR}", header=KEYED)
    merged = mons.ecosystem.imports.folder(namur.folder)
    account = merged.accounts["structures.csv"]
    assert (account.new, account.updated, account.unchanged) == (1, 1, 1)
    assert mons.records(name="EPN d'Amay")[0]["street"] == "Rue Haute 33"
    assert [row["verdict"] for row in mons.ecosystem.holdings.decisions.to_dict("records")] == ["different"]


def test_rule_9_two_folders_that_take_each_other_in_do_not_get_their_own_back(office):
    mons, namur = office("mons"), office("namur")
    mons.take("epn", HUY)
    namur.take("epn", WANZE)
    mons.ecosystem.imports.folder(namur.folder)
    back = namur.ecosystem.imports.folder(mons.folder)
    assert (back.accounts["structures.csv"].new, back.accounts["structures.csv"].repeated) == (1, 1)
    assert len(eco.open(namur.folder).holdings.records) == 2
    again = mons.ecosystem.imports.folder(namur.folder)
    assert again.accounts["structures.csv"].new == 0


def test_rule_9_people_follow_their_record(office):
    mons, namur = office("mons"), office("namur")
    mons.take("epn", HUY)
    (mons.data / "contacts.csv").write_text("contact,record,person\n4,1,Luc\n", encoding="utf-8")
    namur.take("epn", WANZE)
    (namur.data / "contacts.csv").write_text(
        "contact,record,person,source\n4,1,Julie,enquete\n", encoding="utf-8"
    )
    mons.ecosystem.imports.folder(namur.folder)
    lines = (mons.data / "contacts.csv").read_text(encoding="utf-8").splitlines()
    assert lines == ["contact,record,person,source", "4,1,Luc,", "5,2,Julie,namur:enquete"]


def test_rule_9_a_number_that_nobody_has_there_never_names_a_record_here(office):
    mons, namur = office("mons"), office("namur")
    mons.take("epn", HUY, WANZE, AMAY)
    namur.take("epn", DOUR)
    tie = b"tie,source,from,to,kind\n1,enquete,1,3,knows\n"
    store.commit(namur.folder, {"referrals.csv": tie}, command="edit")
    mons.ecosystem.imports.folder(namur.folder)
    (end,) = eco.open(mons.folder).holdings.ties["to"]
    assert end == "namur n° 3"


def test_rule_9_a_copy_of_this_folder_is_not_another(office, tmp_path):
    mons = office("mons")
    mons.take("epn", HUY)
    twin = office("jumeau")
    (twin.folder / "eco.toml").write_text('[ecosystem]\nuid = "mons"\n', encoding="utf-8")
    for other in (twin.folder, mons.folder):
        with pytest.raises(RefusedError):
            mons.ecosystem.imports.folder(other)


def test_rule_9_a_folder_without_a_uid_is_known_by_its_first_records_and_says_so(office):
    mons, shipped = office("mons"), office("sans")
    (shipped.folder / "eco.toml").write_text("", encoding="utf-8")
    shipped.take("epn", WANZE)
    merged = mons.ecosystem.imports.folder(shipped.folder)
    assert [problem.code for problem in merged.problems] == ["no_uid"]
    assert merged.uid in merged.problems[0].hint
    (shipped.folder / "eco.toml").write_text(f'[ecosystem]\nuid = "{merged.uid}"\n', encoding="utf-8")
    assert mons.ecosystem.imports.folder(shipped.folder).problems == ()


def test_rule_9_numbers_that_stand_twice_after_a_git_merge_stop_reading_until_repaired(office):
    mons = office("mons")
    mons.take("epn", HUY, WANZE)
    path = mons.data / "structures.csv"
    ours, theirs = (f"3,epn{',' * 4},EPN {side}" + "," * 37 for side in ("nous", "eux"))
    text = path.read_text(encoding="utf-8")
    path.write_text(f"{text}<<<<<<< HEAD\n{ours}\n=======\n{theirs}\n>>>>>>> branche\n", encoding="utf-8")
    mons.ecosystem.reload()
    with pytest.raises(DamagedError) as caught:
        _ = mons.ecosystem.holdings
    assert caught.value.exit_code == 6
    mons.ecosystem.doctor.repair()
    numbers = {row["name"]: row["record"] for row in mons.records()}
    assert numbers["EPN nous"] == 3
    assert numbers["EPN eux"] == 4
    assert len(numbers) == 4


@pytest.fixture
def keys(tmp_path, monkeypatch):
    """The settings folder of a user of our own."""
    monkeypatch.setenv("WTC_ECO_HOME", str(tmp_path / "settings"))


def test_rule_9_whoever_objected_or_was_forgotten_here_does_not_come_with_another_folder(office, keys):
    mons, namur = office("mons"), office("namur")
    person = "Julie Lambert"
    mons.take("epn", HUY)
    mons.ecosystem.privacy.optout(["luc@exemple.be"])
    (mons.data / "contacts.csv").write_text(
        f"contact,record,person,email\n1,1,{person},julie@exemple.be\n", encoding="utf-8"
    )
    mons.ecosystem.privacy.forget("julie@exemple.be")
    namur.take("epn", WANZE)
    rows = f"1,1,{person},julie@exemple.be\n2,1,Luc,luc@exemple.be\n3,1,Ana,ana@exemple.be\n"
    (namur.data / "contacts.csv").write_text(f"contact,record,person,email\n{rows}", encoding="utf-8")
    note = namur.records()[0] | {"note": f"Demander {person}, julie@exemple.be"}
    frame = model.frame(model.RECORDS, [note])
    store.commit(namur.folder, {"structures.csv": store.to_csv(frame, model.RECORDS)}, command="note")
    merged = mons.ecosystem.imports.folder(namur.folder)
    assert (merged.accounts["contacts.csv"].new, merged.accounts["contacts.csv"].repeated) == (1, 2)
    held = b"".join(path.read_bytes() for path in mons.data.rglob("*") if path.is_file())
    assert b"Ana" in held
    assert not any(word in held for word in (b"Julie", b"julie@", b"luc@"))


def test_rule_8_after_forget_neither_the_journal_nor_what_undo_kept_names_the_person(office, keys):
    mons = office("mons")
    mons.take("epn", HUY)
    mons.take("personnes", "Zoé Tilleul;Rue Basse 9;4540;Amay")
    mons.take("personnes", "Zoé Tilleul;Rue Basse 11;4540;Amay")
    mons.ecosystem.history.undo()
    erased = mons.number("Zoé Tilleul")
    mons.ecosystem.privacy.forget("Zoé Tilleul")
    kept = [path for path in mons.data.rglob("*") if path.is_file()]
    assert not [path for path in kept if "Tilleul" in path.read_text(encoding="utf-8")]
    with pytest.raises(RefusedError):
        mons.ecosystem.history.undo()
    mons.take("epn", HUY, DOUR)
    assert mons.number("EPN de Dour") > erased
    assert mons.ecosystem.doctor.examine() == ()
