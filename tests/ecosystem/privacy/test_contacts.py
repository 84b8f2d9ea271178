"""Whom one may write to: each once, by their latest word, and nobody who objected."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import wtc_eco as eco
from wtc_eco.ecosystem.privacy import contacts as kept
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.contacts import Contacts, gather, identifiers, left_out, may_be_kept
from wtc_eco.ecosystem.privacy.objections import Key, Oppositions, email, person, phone
from wtc_eco.errors import RefusedError

KEY, OTHER = Key(b"1" * 20), Key(b"2" * 20)
NOBODY = Oppositions.of((), KEY)
STRUCTURES = {1: "S1", 2: "S1", 3: "S3"}


def told(record=1, **row):
    return {"record": record, "source": "salon", "collected_on": "2026-01-01", "basis": "agreed", **row}


def gathered(rows, *, before=(), oppositions=NOBODY):
    return gather(Contacts(tuple(before)), rows, oppositions, STRUCTURES)


def counts(found):
    return (found.new, found.updated, found.unchanged, found.left_out)


def test_a_person_is_one_contact_for_a_structure_and_a_source():
    julie = told(email="julie@x.be", person="Julie")
    rows = [
        julie,
        {**julie, "email": "JULIE@x.be"},
        {**julie, "record": 2},
        {**julie, "record": 3},
        {**julie, "source": "enquete"},
    ]
    found = gathered(rows)
    assert counts(found)[0] == 3
    assert [row["contact"] for row in found.contacts.rows] == [1, 2, 3]


def test_who_gives_no_address_is_known_by_name_and_who_gives_no_name_by_number():
    rows = [
        told(person="Julie Lambert"),
        told(person="JULIE LAMBERT"),
        told(phone="+321"),
        told(phone="+322"),
    ]
    assert counts(gathered(rows))[0] == 3


def test_the_latest_word_counts_and_what_it_leaves_out_stays():
    first = told(email="j@x.be", person="Julie", role="aide", collected_on="2026-01-01")
    (before,) = gathered([first]).contacts.rows
    later = told(email="j@x.be", role="directrice", phone="+321", collected_on="2026-02-01")
    found = gathered([later], before=[before])
    assert counts(found) == (0, 1, 0, 0)
    (row,) = found.contacts.rows
    assert (row["person"], row["role"], row["phone"], row["collected_on"]) == (
        "Julie",
        "directrice",
        "+321",
        "2026-02-01",
    )
    assert counts(gathered([later], before=[row])) == (0, 0, 1, 0)


@pytest.mark.parametrize(
    ("day", "role"), [("2025-12-31", "aide"), ("2026-01-01", "directrice"), (None, "aide")]
)
def test_an_older_word_changes_nothing_and_one_of_the_same_day_does(day, role):
    (before,) = gathered([told(email="j@x.be", role="aide")]).contacts.rows
    (row,) = gathered(
        [told(email="j@x.be", role="directrice", collected_on=day)], before=[before]
    ).contacts.rows
    assert row["role"] == role
    assert row["collected_on"] == "2026-01-01"


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(st.sampled_from(("a@x.be", "b@x.be", "c@x.be")), st.integers(1, 28)), min_size=3, max_size=8
    ),
    st.randoms(use_true_random=False),
)
def test_the_order_of_the_rows_changes_nothing_and_every_row_is_counted(pairs, dice):
    rows = [told(email=address, collected_on=f"2026-01-{day:02}") for address, day in pairs]
    shuffled = list(rows)
    dice.shuffle(shuffled)
    one, other = gathered(rows), gathered(shuffled)
    assert one == other
    assert sum(counts(one)) == len(rows)
    for row in one.contacts.rows:
        assert row["collected_on"] == max(
            each["collected_on"] for each in rows if each["email"] == row["email"]
        )


def opposing(reason, *known, key=KEY):
    return NOBODY.under(key).with_more(known, reason=reason, since="2026-01-01")


@pytest.mark.parametrize(
    ("oppositions", "row", "kept"),
    [
        (NOBODY, {"email": "j@x.be"}, True),
        (opposing("objected", email("j@x.be")), {"email": "J@x.be"}, False),
        (opposing("objected", email("j@x.be")), {"email": "k@x.be", "phone": "+321"}, True),
        (opposing("objected", phone("+321")), {"email": "k@x.be", "phone": "+321"}, False),
        # Two people may be called alike: by name alone only those are kept out who are known by no address.
        (opposing("objected", person("Julie Lambert")), {"email": "k@x.be", "person": "Julie Lambert"}, True),
        (opposing("objected", person("Julie Lambert")), {"person": "LAMBERT Julie"}, False),
        (
            opposing("forgotten", person("Julie Lambert")),
            {"email": "k@x.be", "person": "LAMBERT Julie"},
            False,
        ),
        (opposing("forgotten", email("j@x.be")), {"email": "j@x.be"}, False),
    ],
)
def test_who_objected_or_is_forgotten_is_not_brought_in(oppositions, row, kept):
    assert may_be_kept(row, oppositions) is kept
    found = gathered([told(**row)], oppositions=oppositions)
    assert counts(found) == ((1, 0, 0, 0) if kept else (0, 0, 0, 1))
    assert len(found.contacts.rows) == kept
    assert [(one.code, one.gravity) for one in left_out(found)] == (
        [] if kept else [("people_left_out", "note")]
    )


def test_a_person_is_known_by_address_and_number_and_by_name_only_without_them():
    row = {"email": "J@x.be", "phone": "+321", "person": "Julie Lambert"}
    assert identifiers(row) == (email("j@x.be"), phone("+321"))
    assert identifiers({**row, "email": None}) == (phone("+321"),)
    assert identifiers({"person": "Julie Lambert"}) == (person("lambert julie"),)
    assert identifiers({"person": None}) == ()


def test_who_objects_twice_is_remembered_once_and_forgetting_is_more_than_objecting():
    once = opposing("objected", email("j@x.be"))
    assert once.with_more([email("j@x.be")], reason="objected", since=None).rows == once.rows
    both = once.with_more([email("j@x.be")], reason="forgotten", since=None)
    assert sorted(row["reason"] for row in both.rows) == ["forgotten", "objected"]
    assert (once.opposed(email("j@x.be")), once.forgotten(email("j@x.be")), once.forgets) == (
        True,
        False,
        frozenset(),
    )
    assert (both.opposed(email("j@x.be")), both.forgotten(email("j@x.be")), both.forgets) == (
        True,
        True,
        {"email"},
    )
    assert not both.opposed(email("k@x.be"))


def test_the_order_of_the_lines_does_not_tell_who_objected_with_whom():
    people = [email(f"{letter}@x.be") for letter in "abcdef"]
    hashes = [row["hash"] for row in opposing("objected", *people).rows]
    assert hashes == sorted(hashes)
    one_by_one = NOBODY
    for each in people[::-1]:
        one_by_one = one_by_one.with_more([each], reason="objected", since="2026-01-01")
    assert one_by_one.rows == opposing("objected", *people).rows


def test_lines_of_another_key_are_void_until_it_is_on_this_machine():
    lines = opposing("objected", email("j@x.be"), key=OTHER).rows
    void = Oppositions.of(lines, KEY)
    assert (void.n_void, void.opposed(email("j@x.be"))) == (1, False)
    assert [(problem.code, problem.gravity, problem.file) for problem in void.problems()] == [
        ("oppositions_void", "warning", "oppositions.csv")
    ]
    held = Oppositions.of(lines, KEY, [OTHER])
    assert (held.n_void, held.opposed(email("j@x.be")), held.problems()) == (0, True, ())
    more = held.with_more([email("k@x.be")], reason="objected", since=None)
    assert {row["key"] for row in more.rows} == {KEY.fingerprint, OTHER.fingerprint}
    assert more.opposed(email("j@x.be"))
    assert Oppositions.of(lines, None).n_void == 1


@pytest.mark.parametrize(("day", "old"), [("2024-11-21", True), ("2024-11-22", False), ("2024-11-23", False)])
def test_a_contact_is_kept_until_the_day_it_is_two_years_old_that_day_included(folder, day, old):
    contacts = folder.folder / "data" / "contacts.csv"
    contacts.write_text(contacts.read_text(encoding="utf-8").replace("2023-05-01", day), encoding="utf-8")
    ecosystem = eco.open(folder.folder, as_of="2026-11-22")
    found = ecosystem.privacy.retention(apply=True, accept_edits=True)
    assert [row["person"] for row in found.old] == (["Marc Petit"] if old else [])
    assert (found.n, found.applied) == (3, True)
    assert ("Marc Petit" in {row["person"] for row in kept.read(ecosystem).rows}) != old
    told = found.as_json()
    assert (told["before"], told["contacts"], told["applied"]) == ("2024-11-22", 3, True)
    assert len(told["old"]) == old
    assert [row["person"] for row in told["undated"]] == ["Zoé Sans-Date"]


def test_without_any_date_nothing_is_too_old(folder):
    nowhen = eco.open(folder.folder)
    nowhen._inner.__dict__["as_of"] = ""
    with pytest.raises(RefusedError, match="No date"):
        nowhen.privacy.retention()


def test_an_objection_marks_every_contact_of_the_person_once(folder):
    held = kept.read(folder)
    marked, n = held.opting_out(
        [email("julie.lambert@exemple.be"), phone("+32471123456"), email("marc@exemple.be")]
    )
    assert n == 2
    assert [row["opt_out"] for row in marked.rows] == [True, True, None]
    assert marked.opting_out([email("marc@exemple.be")])[1] == 0
    assert objections.read(folder).rows == ()
