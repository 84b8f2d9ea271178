"""By which numbers and addresses the public may reach a structure, and what of a person stays in the house."""

from __future__ import annotations

import pytest

from wtc_eco import model, store
from wtc_eco.ecosystem.privacy.publishable import Withheld, fixed, general, reachable, shared, withheld_of
from wtc_eco.model import RECORDS

DESKS = frozenset({"info", "accueil", "cpas", "bibliotheque"})
OWN = frozenset({"huy", "ruche"})
WITHHELD = Withheld(
    ("Julie Lambert",), frozenset({"julie.lambert@exemple.be", "accueil@cpas"}), frozenset({"+32471123456"})
)


@pytest.mark.parametrize(
    ("number", "place"),
    [
        ("+3285212324", True), ("+32471123456", False), ("+3280012345", True), ("+32475000000", False),
        ("+3278150150", True), ("085", False), ("", False), ("nobody", False), ("+33145678901", True),
    ],
)  # fmt: skip
def test_a_fixed_line_is_a_place_s_and_a_mobile_number_somebody_s(number, place):
    assert fixed(number) is place


@pytest.mark.parametrize(
    ("address", "place"),
    [
        ("info@x.be", True), ("INFO@x.be", True), ("accueil.huy@x.be", True), ("info2@x.be", True), ("info-12@x.be", True),
        ("cpas.info@x.be", True), ("bibliotheque_ruche+huy@x.be", True), ("julie@x.be", False), ("julie.info@x.be", False),
        ("info.julie@x.be", False), ("huy@x.be", False), ("infos@x.be", False), ("12@x.be", False),
    ],
)  # fmt: skip
def test_an_address_is_a_place_s_where_it_begins_with_a_desk_and_names_nobody(address, place):
    assert general(address, DESKS, OWN) is place


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Rue Haute 1", False), ("chez Lambert Julie", True), ("a@b.be", True), ("a [at] b.be", True), ("a(arobase)b.be", True),
        ("x?c=a%40b.be", True), ("085 21 23 24", True), ("085/21.23.24", True), ("+32 85 21 23 24", True), ("0032852123", True),
        ("2026-10-01", False), ("5000 Namur", False), ("085 21", False), ("50.4674, 4.8720", False), ("", False),
    ],
)  # fmt: skip
def test_a_field_with_a_person_or_any_address_or_number_at_all_is_not_shared(text, told):
    assert WITHHELD.in_field(text) is told


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("écrire à coordination@bassin.example", []),
        ("écrire à autre@bassin.example", ["autre@bassin.example"]),
        ("0471/12.34.56 ou +32 471 12 34 56", ["0471/12.34.56", "+32 471 12 34 56"]),
        ("085 21 23 24", []),
        ("081/99.88.56", []),
        ("accueil@cpas", ["accueil@cpas"]),
        ("demander Lambert Julie", ["Lambert Julie"]),
        ("rien", []),
    ],
)
def test_of_a_page_everything_that_may_not_be_in_it_is_named_as_it_stands(text, found):
    """A number of nobody we know is a figure; the coordination's own address is meant to be read."""
    assert list(WITHHELD.in_page(text, allowed="coordination@bassin.example")) == found


def test_the_coordination_s_own_number_may_be_read():
    assert list(WITHHELD.in_page("0471/12.34.56", allowed="+32471123456")) == []
    assert list(Withheld().in_page("0471/12.34.56, julie", allowed="")) == []


def test_what_is_withheld_is_of_the_contacts_and_of_every_record(folder):
    held = withheld_of(folder)
    assert held.people == ("Julie Lambert", "Marc Petit", "Zoé Sans-Date")
    assert held.addresses == {
        "accueil@cpas-huy.example", "julie.lambert@exemple.be", "marc@exemple.be", "zoe@exemple.be",
    }  # fmt: skip
    assert held.numbers == {"+3285212324", "+32471123456"}


def reached(folder, **row):
    """What the public may use of the first structure, with these columns."""
    held = store.read(folder.folder).records.to_dict("records")
    rows = [{**held[0], **row}, *held[1:]]
    (folder.folder / "data" / "structures.csv").write_bytes(store.to_csv(model.frame(RECORDS, rows), RECORDS))
    folder.reload()
    return reachable(folder)["S1"]


def test_a_structure_is_reached_by_its_desk_and_the_rest_is_counted(folder):
    found = reached(
        folder,
        email=("accueil@cpas-huy.example", "julie.lambert@exemple.be", "cpas.huy@x.be", "paul@x.be"),
        phone=("+3285212324", "+32471123456"),
    )
    assert found.phones == ("+3285212324",)
    assert found.emails == ("accueil@cpas-huy.example", "cpas.huy@x.be")
    assert found.kept_back == 3
    nothing = reached(folder, email=None, phone=None)
    assert (nothing.phones, nothing.emails, nothing.kept_back) == ((), (), 0)


def test_a_contact_s_own_line_and_who_objected_are_nobody_s_to_call(folder):
    line = {"email": ("info@x.be", "accueil@x.be"), "phone": ("+3285212324", "+3285212325")}
    assert reached(folder, **line).kept_back == 0
    contacts = folder.folder / "data" / "contacts.csv"
    contacts.write_text(
        contacts.read_text(encoding="utf-8").replace("marc@exemple.be", "Info@x.be").replace("+32471123456", "+3285212324"),
        encoding="utf-8",
    )  # fmt: skip
    folder.privacy.optout(["accueil@x.be", "085 21 23 25"], accept_edits=True)
    found = reached(folder, **line)
    assert (found.phones, found.emails, found.kept_back) == ((), (), 4)


def test_of_a_structure_called_after_a_person_its_kind_and_commune_are_told_and_no_way_to_its_door(folder):
    row = {
        "street": "Rue Neuve 4",
        "website": "https://x.example",
        "lat": 50.5,
        "lon": 5.2,
        "opening_hours": "Mo-Fr",
        "hours_note": "x",
    }
    reached(folder, **row, name="chez Julie Lambert")
    told = shared(folder._inner).registry.row("S1")
    assert "Lambert" not in told["name"]
    assert "Huy" in told["name"]
    assert {told[name] for name in row} == {None}
    assert told["commune"] == "Huy"


def test_of_any_other_only_the_fields_in_which_somebody_stands_are_emptied(folder):
    reached(
        folder,
        street="chez Julie Lambert",
        website="https://x.example",
        hours_note="085 21 23 24",
        kind="chez moi",
    )
    told = shared(folder._inner).registry.row("S1")
    assert (told["name"], told["street"], told["hours_note"]) == ("CPAS de Huy", None, None)
    assert (told["website"], told["locality"], told["kind"]) == ("https://x.example", "Huy", None)
    assert {told[name] for name in ("phone", "email", "note", "extra")} == {None}
    assert folder.registry.row("S1")["street"] == "chez Julie Lambert"
    assert shared(folder._inner).edition == "shared"
