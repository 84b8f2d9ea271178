"""A person who asks is erased everywhere, and does not come back."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from wtc_eco import store
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.erase import buried, led_elsewhere
from wtc_eco.ecosystem.privacy.objections import email, person, phone
from wtc_eco.errors import RefusedError, UnknownNameError, UsageError
from wtc_eco.store.holdings import Tombstones

NAMES = ("Julie Lambert", "Lambert, Julie", "LAMBERT Julie", "julie lambert")
ADDRESSES = ("julie.lambert@exemple.be", "+32471123456", "0471/12.34.56")
"""Whole numbers: four digits stand by chance in a hash of the journal."""


@pytest.mark.parametrize("thing", ["julie.lambert@exemple.be", "0471 12 34 56", "Lambert Julie"])
def test_after_forget_the_name_and_the_address_are_nowhere(folder, search, thing):
    folder.privacy.optout(["julie.lambert@exemple.be"])  # so that there are ways back to empty
    before = [word for word in (*NAMES, *ADDRESSES) if search(folder.folder, word)]
    assert before == [*NAMES, *ADDRESSES]
    folder.privacy.forget(thing)
    for word in (*NAMES, *ADDRESSES):
        assert search(folder.folder, word) == [], word


def test_after_forget_nothing_leads_back_neither_a_copy_of_an_older_format_nor_the_name_of_a_list(folder, search, tmp_path):  # fmt: skip
    listed = tmp_path / "liste de Julie Lambert.csv"
    listed.write_text("nom;cp;localité\nPCS de Huy;4500;Huy\n", encoding="utf-8")
    folder.imports.structures(listed, source="autre", collected_on="2026-10-01")
    older = folder.folder / "data" / "snapshots" / "format-0" / "structures.csv"
    older.parent.mkdir(parents=True)
    older.write_text("nom;courriel\nX;julie.lambert@exemple.be\n", encoding="utf-8")
    assert "data/journal.jsonl" in search(folder.folder, "Julie Lambert")
    folder.privacy.forget("julie.lambert@exemple.be")
    assert not older.exists()
    for word in (*NAMES, *ADDRESSES):
        assert search(folder.folder, word) == [], word


def test_what_is_not_the_person_is_kept(folder):
    folder.privacy.forget("julie.lambert@exemple.be")
    held = store.read(folder.folder)
    first = held.records.to_dict("records")[0]
    assert (first["name"], first["email"], first["phone"]) == (
        "CPAS de Huy",
        ("accueil@cpas-huy.example",),
        ("+3285212324",),
    )
    assert first["note"] == "Demander … (…)"
    assert first["hosted_by"] == "Ville de Huy"
    assert first["extra"] == {"code": "7"}
    assert (folder.folder / "outputs" / "map.html").exists()
    contacts = (folder.folder / "data" / "contacts.csv").read_text(encoding="utf-8")
    assert "Marc Petit" in contacts
    assert held.decisions.to_dict("records")[0]["verdict"] == "different"


@pytest.mark.parametrize("by", ["", "Julie Lambert"])
def test_a_correction_stays_a_correction_whoever_signed_it(folder, by):
    folder.corrections.set("S1", {"phone": "085 21 23 99"}, by=by)
    folder.privacy.forget(by or "julie.lambert@exemple.be")
    (correction,) = [row for row in store.read(folder.folder).records.to_dict("records") if not row["name"]]
    assert correction["extra"] == {"correction": {}}
    assert folder.registry.row("S1")["phone"] == ("+3285212399",)


def test_a_record_that_is_the_person_leaves_a_tombstone(folder):
    receipt = folder.privacy.forget("Julie Lambert")
    assert receipt.tombstones == (2,)
    held = store.read(folder.folder)
    assert held.records["record"].tolist() == [1, 3]
    assert held.ties["tie"].tolist() == [2]
    assert held.records.to_dict("records")[1]["hosted_by"] is None
    erased = (folder.folder / "data" / "erased.csv").read_text(encoding="utf-8")
    assert erased.splitlines() == ["record,erased_on,now", "2,2026-02-01,"]
    assert held.next_record > 3


def test_the_number_of_an_erased_record_leads_to_what_is_left_of_its_structure(folder):
    decisions = folder.folder / "data" / "decisions.csv"
    decisions.write_text(decisions.read_text(encoding="utf-8") + "2,3,,,same,,,\n", encoding="utf-8")
    folder.reload()
    assert folder.registry.resolve("S3") == "S2"
    folder.privacy.forget("Julie Lambert")
    assert folder.registry.resolve("S2") == "S3"
    ties = store.read(folder.folder).ties.to_dict("records")
    assert [(row["from"], row["to"]) for row in ties] == [("1", "3"), ("1", "3")]


def test_a_structure_that_is_a_person_is_forgotten_by_its_number(folder, search):
    receipt = folder.privacy.forget("S2")
    assert receipt.tombstones == (2,)
    assert search(folder.folder, "Julie Lambert") == []


def test_a_structure_that_is_a_person_takes_its_numbers_with_it_and_whoever_is_reached_there(folder, search):
    contacts = folder.folder / "data" / "contacts.csv"
    contacts.write_text(
        contacts.read_text(encoding="utf-8").replace("3,3,Zoé Sans-Date", "3,2,Zoé Sans-Date"),
        encoding="utf-8",
    )
    folder.reload()
    folder.corrections.set("S2", {"phone": "081 99 88 77"})
    receipt = folder.privacy.forget("S2")
    assert (receipt.removed["contacts.csv"], search(folder.folder, "Zoé Sans-Date")) == (1, [])
    gone = objections.read(folder._inner)
    assert all(map(gone.forgotten, (phone("+3281998877"), email("zoe@exemple.be"), person("Julie Lambert"))))
    assert receipt.remembered == 4


def test_a_file_changed_by_hand_is_taken_in_where_the_coordinator_says_so(folder, search):
    folder.privacy.optout(["marc@exemple.be"])
    contacts = folder.folder / "data" / "contacts.csv"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("Marc", "Jean"), encoding="utf-8")
    folder.reload()
    with pytest.raises(RefusedError):
        folder.privacy.forget("Julie Lambert")
    folder.privacy.forget("Julie Lambert", accept_edits=True)
    assert search(folder.folder, "Julie Lambert") == []
    assert search(folder.folder, "Jean Petit") == ["data/contacts.csv", "data/snapshots/last/contacts.csv"]


@pytest.mark.parametrize("place", ["outputs/liste.csv", "mes-contacts.txt", "data/quarantine/autre.csv"])
def test_a_name_that_stands_in_one_file_alone_is_forgotten_all_the_same(folder, place):
    (folder.folder / place).write_text("nom;x\nJeanne Personne;1\n", encoding="utf-8")
    receipt = folder.privacy.forget("Jeanne Personne")
    assert [f"data/{name}" for name in receipt.files] + [*receipt.outputs, *receipt.left] == [place]


def test_what_led_to_an_erased_record_leads_to_what_is_left_or_goes_and_words_lead_where_they_led():
    stones = buried(Tombstones({}, []), {2, 5}, {2: (2, 3), 5: (5,)}, "2026-02-01")
    ends = [("1", "2"), ("CPAS de Huy", "2"), ("1", "5"), ("1", "CPAS de Huy"), (None, "1")]
    rows, n_gone = led_elsewhere([{"from": one, "to": other} for one, other in ends], ("from", "to"), stones)
    assert [(row["from"], row["to"]) for row in rows] == [
        *(("1", "3"), ("CPAS de Huy", "3"), ("1", "CPAS de Huy"), (None, "1"))
    ]
    assert n_gone == 1


def test_forgetting_cannot_be_undone(folder, search):
    folder.privacy.optout(["someone@exemple.be"])
    folder.privacy.forget("julie.lambert@exemple.be")
    with pytest.raises(RefusedError):
        folder.history.undo()
    assert search(folder.folder, "julie.lambert@exemple.be") == []


def test_a_list_cannot_bring_a_forgotten_person_back(folder, search, tmp_path):
    folder.privacy.forget("julie.lambert@exemple.be")
    listed = tmp_path / "autre.csv"
    listed.write_text(
        "nom;adresse;cp;localité;email;remarque\n"
        "EPN de Wanze;Rue A 2;4520;Wanze;julie.lambert@exemple.be;voir Mme Julie LAMBERT, 0471 12 34 56\n"
        "PCS de Huy;Rue B 3;4500;Huy;pcs@huy.example;\n",
        encoding="utf-8",
    )
    done = folder.imports.structures(listed, source="autre", collected_on="2026-10-01")
    assert done.accounting.new == 2
    assert "forgotten_left_out" in {problem.code for problem in done.problems}
    for word in (*NAMES, *ADDRESSES, "0471 12 34 56"):
        assert search(folder.folder, word) == [], word


def test_the_receipt_says_what_was_done_and_is_kept_nowhere(folder):
    receipt = folder.privacy.forget("julie.lambert@exemple.be")
    told = receipt.as_json()
    assert told["removed"] == {"structures.csv": 1, "referrals.csv": 1, "contacts.csv": 1}
    assert told["rows"] == {"structures.csv": 1, "referrals.csv": 1, "decisions.csv": 1}
    assert told["outputs"] == ("outputs/registry.csv", "outputs/registry.xlsx")
    assert told["files"] == ("quarantine/liste-1.csv", "snapshots/dated/contacts.csv")
    journal = (folder.folder / "data" / "journal.jsonl").read_text(encoding="utf-8")
    assert [json.loads(line)["command"] for line in journal.splitlines()[1:]] == ["forget"]


def test_files_that_are_not_ours_are_named_and_left(folder):
    own = folder.folder / "mes-contacts.txt"
    own.write_text("Julie Lambert", encoding="utf-8")
    assert folder.privacy.forget("julie.lambert@exemple.be").left == ("mes-contacts.txt",)
    assert own.exists()


def test_a_rehearsal_erases_nothing(folder, search):
    before = search(folder.folder, "Julie Lambert")
    receipt = folder.privacy.forget("Julie Lambert", rehearsal=True)
    assert (receipt.rehearsal, bool(receipt.removed)) == (True, True)
    assert search(folder.folder, "Julie Lambert") == before
    done = folder.privacy.forget("Julie Lambert")
    assert done == replace(receipt, rehearsal=False)


def test_a_name_that_stands_nowhere_is_a_question_not_an_erasure(folder):
    with pytest.raises(UnknownNameError):
        folder.privacy.forget("Jeanne Personne")


def test_one_word_is_nobodys_name(folder):
    with pytest.raises(UsageError, match="neither an address nor"):
        folder.privacy.forget("Julie")


def test_an_address_nobody_has_is_remembered_all_the_same(folder):
    receipt = folder.privacy.forget("inconnue@exemple.be")
    assert receipt.nothing_found
    assert receipt.remembered == 1
