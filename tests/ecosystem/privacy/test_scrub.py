"""A person in a text is found however it is written, and nothing else is taken for them."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco.ecosystem.privacy.objections import email, identifiers_in, person, phone
from wtc_eco.ecosystem.privacy.scrub import Traces, scrubbed_rows, scrubbed_value, shielded_rows, texts_of
from wtc_eco.model import Column

JULIE = Traces.of([person("Julie Lambert"), email("julie.lambert@exemple.be"), phone("+32471123456")])


@pytest.mark.parametrize(
    "text",
    [
        "Julie Lambert", "LAMBERT Julie", "lambert, julie", "Lambert-Julie", "Mme JÚLIE LAMBERT (direction)",
        "julie.lambert@exemple.be", "Julie.Lambert@EXEMPLE.be", "<julie.lambert@exemple.be>", "mailto:julie.lambert@exemple.be",
        "0471123456", "0471/12.34.56", "0471 12 34 56", "+32 471 12 34 56", "0032471123456", "+32 (471) 12-34-56",
        "32471123456", "tél.0471-12-34-56;", "julie.lambert@exemple.be.",
    ],
)  # fmt: skip
def test_a_person_is_found_however_it_is_written(text):
    assert JULIE.stand_in(text)
    assert JULIE.found(text)
    clean = JULIE.scrubbed(text)
    assert "…" in clean
    assert not JULIE.stand_in(clean)
    assert not any(part in clean.casefold() for part in ("lambert", "471", "exemple"))


@pytest.mark.parametrize(
    "text",
    [
        "", "Julie", "Lambert", "Julie Dupont, Marc Lambert", "Julienne Lambertin",  "04711234567", "10471123456", "0471 12 34 57",
        "Lambert et Julie", "+33471123456",
    ],
)  # fmt: skip
def test_who_is_somebody_else_is_left(text):
    assert not JULIE.stand_in(text)
    assert JULIE.found(text) == ()
    assert JULIE.scrubbed(text) == text


@pytest.mark.parametrize(("text", "found"), [("j.l@x.be", True), ("<J.L@X.be>", True), ("j.l@x.be.", True), ("j.l2@x.be", False), ("a.j.l@x.be", False), ("j.l@x.bex", False), ("j_l@x.be", False), ("j.l@xabe", False)])  # fmt: skip
def test_an_address_inside_a_longer_one_is_somebody_else_s(text, found):
    assert Traces.of([email("j.l@x.be")]).stand_in(text) == found


def test_one_word_alone_is_nobody_s_name_and_a_name_of_three_is_found_in_any_order():
    assert not Traces.of([person("Julie")]).stand_in("Julie, Julie Lambert")
    long = Traces.of([person("Anne Marie D'Haese")])
    assert long.stand_in("D'HAESE Anne-Marie")
    assert not long.stand_in("Anne Marie")


def test_two_persons_side_by_side_are_both_taken_out_and_the_rest_stays():
    both = Traces.of([person("Julie Lambert"), person("Lambert Marc")])
    assert both.scrubbed("voir Julie Lambert Marc ou Zoé") == "voir … ou Zoé"
    assert both.scrubbed("a Marc Lambert, b Julie Lambert c") == "a …, b … c"
    assert both.found("Julie Lambert et julie lambert et Julie Lambert") == ("Julie Lambert", "julie lambert")


words = st.lists(
    st.sampled_from(("Marc", "Julie Lambert", "0471/12.34.56", "rue", "12", "julie.lambert@exemple.be")),
    max_size=8,
)


@settings(max_examples=40, deadline=None)
@given(words, st.sampled_from((" ", ", ", "\n", "; ")))
def test_a_text_scrubbed_once_has_nothing_left_to_scrub(parts, between):
    clean = JULIE.scrubbed(between.join(parts))
    assert not JULIE.stand_in(clean)
    assert JULIE.scrubbed(clean) == clean
    assert clean.count("rue") == parts.count("rue")


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("Julie Lambert", None), ("… Julie Lambert ", None), ("", ""), ("rue Haute", "rue Haute"),
        ("voir Julie Lambert", "voir …"), (None, None), (3, 3), (True, True),
        (("a@x.be", "julie.lambert@exemple.be"), ("a@x.be",)), (("julie.lambert@exemple.be",), None), ((), ()),
        ({"contact": "Julie Lambert", "code": "7"}, {"code": "7"}), ({"contact": "Julie Lambert"}, None), ({}, {}),
        ({"Julie Lambert": "x", "n": 3}, {"…": "x", "n": 3}), (["Julie Lambert", "b"], [None, "b"]),
        ({"correction": {"by": "Julie Lambert"}}, {"correction": {}}),
    ],
)  # fmt: skip
def test_of_a_value_what_is_the_person_leaves_and_the_rest_stays(value, expected):
    assert scrubbed_value(value, JULIE) == expected


def test_only_words_are_looked_through_and_the_rows_that_named_the_person_are_counted():
    columns = (Column("name", "text", ""), Column("n", "whole", ""), Column("phone", "texts", ""))
    rows = [
        {"name": "Julie Lambert", "n": 1, "phone": ("+32471123456", "+3281000000")},
        {"name": "CPAS", "n": 471123456, "phone": None},
        {"name": "voir Julie Lambert", "n": None, "phone": ()},
    ]
    clean, n_touched = scrubbed_rows(rows, columns, JULIE)
    assert clean == [
        {"name": None, "n": 1, "phone": ("+3281000000",)},
        {"name": "CPAS", "n": 471123456, "phone": None},
        {"name": "voir …", "n": None, "phone": ()},
    ]
    assert n_touched == 2


def test_rows_of_another_folder_come_without_the_forgotten(folder):
    """A number is no phone, and what is left of a cell that is no value any more is unknown."""
    row = {"name": "voir Julie Lambert", "n": 471123456, "day": "2026-01-01", "phone": ("+32471123456",)}
    columns = [
        Column(name, kind, "") for name, kind in zip(row, ("text", "whole", "date", "texts"), strict=True)
    ]
    assert shielded_rows(folder._inner, [row], columns) == [row]
    folder.privacy.forget("Julie Lambert")
    (clean,) = shielded_rows(folder._inner, [row], columns)
    assert clean == {**row, "name": "voir", "phone": None}


def archive(text):
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("xl/sharedStrings.xml", text)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "left"),
    [
        ("Julie Lambert;Huy".encode("utf-8-sig"), "\ufeff…;Huy".encode()),
        (b"Julie Lambert;Huy", "…;Huy".encode()),
        ("Julie Lambert;Liège".encode("cp1252"), "…;Liège".encode()),
        # Pairs of bytes are no letters of UTF-16 where no mark says so.
        ("Julie Lambert;Liège.".encode("cp1252"), "…;Liège.".encode()),
        ("Julie Lambert;Huy".encode("utf-16"), "…;Huy".encode()),
        ("\ufeffJulie Lambert;Huy".encode("utf-16-be"), "…;Huy".encode()),
        (archive("<t>Julie Lambert</t>"), None),
        (archive("<r><t>Julie</t></r><r><t> Lambert</t></r>"), None),
        (b"\x00\x01\x02", None),
    ],
)
def test_a_file_of_data_is_written_without_the_person_or_deleted_where_it_is_no_text(tmp_path, content, left):
    place = tmp_path / "data" / "quarantine"
    place.mkdir(parents=True)
    (place / "liste.csv").write_bytes(content)
    found = texts_of(tmp_path, JULIE)
    assert found.changes == {"quarantine/liste.csv": left}
    assert (found.outputs, found.foreign) == ((), ())


def test_what_does_not_tell_of_the_person_is_left_as_it_is(tmp_path):
    for name, content in (
        ("data/maps/a.toml", b"x"),
        ("outputs/map.html", b"<p>"),
        ("notes.txt", b"Julie"),
        ("data/x.xlsx", archive("<t>Marc</t>")),
    ):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(content)
    found = texts_of(tmp_path, JULIE)
    assert (found.changes, found.outputs, found.foreign) == ({}, (), ())


def test_a_file_whose_very_name_tells_is_deleted_and_tables_and_the_store_s_own_are_left_to_others(tmp_path):
    for name in (
        "data/maps/Julie Lambert.toml", "data/structures.csv", "data/journal.jsonl", "data/snapshots/undo/1.json",
        "data/snapshots/format-0/structures.csv", "data/snapshots/dated/x.csv", "outputs/Julie Lambert.html",
        "outputs/photo.png", "mine.txt", "photo.png", ".git/x", "data/.staging/y",
    ):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"\x00\x01" if name.endswith("png") else b"Julie Lambert")
    found = texts_of(tmp_path, JULIE)
    assert found.changes == {"maps/Julie Lambert.toml": None, "snapshots/dated/x.csv": "…".encode()}
    assert [path.name for path in found.outputs] == ["Julie Lambert.html", "photo.png"]
    assert [path.name for path in found.foreign] == ["mine.txt"]


def test_the_addresses_and_numbers_of_a_text_are_told_apart_from_its_names():
    assert identifiers_in("Julie Lambert") == ()
    assert identifiers_in("Julie.Lambert@Exemple.be") == (email("julie.lambert@exemple.be"),)
    assert identifiers_in("0471 12 34 56") == (phone("+32471123456"),)
    assert identifiers_in("1234567") == ()
