"""A person is recognised in every normal form, case, order, blank and apostrophe, in a text and among the forgotten."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco import Ecosystem
from wtc_eco.ecosystem.privacy import objections
from wtc_eco.ecosystem.privacy.objections import Identifier, Key, Oppositions
from wtc_eco.ecosystem.privacy.scrub import Traces, shielded
from wtc_eco.errors import Problem
from wtc_eco.sources.table import Quarantined, Row, Table

KEY = Key(b"\x07" * 20)
NAMES = (
    ("Rémi", "Canari"),
    ("Zoë", "Œuvrard"),
    ("Marie", "D'Hondt"),
    ("Sean", "O’Brien"),
    ("Anne-Sophie", "Müller"),
    ("José", "van den Broeck de la Tour"),
)
FORMS = ("NFC", "NFD", "NFKC", "NFKD")
CASES = (str.upper, str.lower, str.title, str)
BLANKS = (" ", "  ", "\u00a0", "\u202f", "\u2009", "\n", "\t", "_", ", ", "\u200b", " \u00ad")
APOSTROPHES = ("'", "’", "‘", "ʼ", "´", "`", "＇", "′", "' ", "")


@st.composite
def written(draw) -> tuple[str, str]:
    """A name, and one of the ways people and programs write it."""
    first, last = draw(st.sampled_from(NAMES))
    parts = [first, last] if draw(st.booleans()) else [last, first]
    text = draw(st.sampled_from(CASES))(draw(st.sampled_from(BLANKS)).join(parts))
    sign = draw(st.sampled_from(APOSTROPHES))
    text = text.replace("’", "'").replace("'", sign)
    return f"{first} {last}", unicodedata.normalize(draw(st.sampled_from(FORMS)), text)


def forgetting(*identifiers: Identifier) -> Oppositions:
    """Oppositions in which these are forgotten."""
    return Oppositions.of([], KEY).with_more(identifiers, reason="forgotten", since=None)


def cells(oppositions: Oppositions, monkeypatch, *texts: str) -> tuple[str, ...]:
    """What is left of a row of these cells."""
    monkeypatch.setattr(objections, "read", lambda _: oppositions)
    titles = tuple(f"Titre {n}" for n, _ in enumerate(texts))
    return shielded(None, Table("liste.csv", titles, 1, (Row(2, texts),))).rows[0].cells  # type: ignore[arg-type]


@given(written())
def test_a_name_is_found_and_taken_out_however_it_is_written(pair):
    name, text = pair
    traces = Traces.of([objections.person(name)])
    scrubbed = traces.scrubbed(f"vu avec {text} lundi")
    assert scrubbed == "vu avec … lundi"
    assert not traces.stand_in(scrubbed)


@given(written())
def test_whoever_is_forgotten_does_not_come_back_however_the_name_is_written(pair):
    name, text = pair
    with pytest.MonkeyPatch.context() as patch:
        assert cells(forgetting(objections.person(name)), patch, "EPN", f"vu avec {text}") == (
            "EPN",
            "vu avec",
        )


NUMBERS = ("0471/12.34.56", "+32 (0)471 12 34 56", "0471·12·34·56", "0471\u00a012\u00a034\u00a056", "471123456",
           "０４７１ １２ ３４ ５６", "0471_12_34_56", "0471‑12‑34‑56")  # fmt: skip
MAILBOXES = ("Remi.Canari@Gmail.com", "remi.canari (at) gmail.com", "remi.canari＠gmail.com",
             "remi.can\u00adari@gmail.com", "remi.canari%40gmail.com")  # fmt: skip


@pytest.mark.parametrize("text", [*NUMBERS, *MAILBOXES])
def test_an_address_and_a_number_too(text, monkeypatch):
    known_by = (objections.phone("+32471123456"), objections.email("remi.canari@gmail.com"))
    left = cells(forgetting(*known_by), monkeypatch, f"voir {text} merci")[0]
    assert "…" in left
    assert "…" in Traces.of(known_by).scrubbed(text)
    assert "gmail" not in left
    assert sum(map(str.isdigit, left)) <= len("32")


@pytest.mark.parametrize("text", ["Rémi Cartier", "Anne Canari", "Rémi, EPN de Mons, Canari", "rue Canari"])
def test_who_bears_another_name_stays(text, monkeypatch):
    assert cells(forgetting(objections.person("Rémi Canari")), monkeypatch, text) == (text,)


def test_an_address_that_spells_the_name_goes_as_a_whole(monkeypatch):
    oppositions = forgetting(objections.person("Rémi Canari"))
    assert cells(oppositions, monkeypatch, "EPN ; remi.canari@gmail.com") == ("EPN",)


def test_first_and_last_name_in_cells_of_their_own_are_a_name(monkeypatch):
    oppositions = forgetting(objections.person("Rémi Canari"))
    assert cells(oppositions, monkeypatch, "EPN A", "Canari", "", "RE\u0301MI", "7000") == (
        "EPN A",
        "",
        "",
        "",
        "7000",
    )


def test_a_name_read_as_windows_is_a_name(monkeypatch):
    assert cells(forgetting(objections.person("Rémi Canari")), monkeypatch, "vu RÃ©mi Canari") == ("vu",)


def test_titles_and_what_is_said_of_a_row_set_aside_name_nobody_forgotten(monkeypatch):
    monkeypatch.setattr(objections, "read", lambda _: forgetting(objections.person("Rémi Canari")))
    table = Table("liste.csv", ("Nom", "Re\u0301mi Canari"), 1, ())
    doubt = table.problem(Problem("x", "warning", "« Rémi Canari » ?"), row=2, value="Rémi Canari")
    left = shielded(None, replace_rows(table, Quarantined(2, ("a", "Canari Rémi"), (doubt,))))  # type: ignore[arg-type]
    assert "anari" not in repr(left)
    assert len(set(left.header)) == len(left.header)


def replace_rows(table: Table, *aside: Quarantined) -> Table:
    """The table with these rows set aside."""
    return Table(table.file, table.header, table.header_row, (), aside)


def test_the_forgotten_do_not_come_back_by_a_file_in_another_normal_form(folder, tmp_path):
    folder.privacy.forget("julie.lambert@exemple.be")
    text = "Nom;Adresse;Code postal;Commune;Remarque\nEPN A;Rue B 1;7000;Mons;avec LAMBERT\u00a0Julie\n;;x;;Julie\u202fLambert\n"
    (tmp_path / "nfd.csv").write_text(unicodedata.normalize("NFD", text), encoding="utf-8")
    Ecosystem(folder.folder).imports.structures(tmp_path / "nfd.csv", source="nfd", collected_on="2026-10-01")
    for path in (folder.folder / "data").rglob("*"):
        assert (
            not path.is_file()
            or "lambert" not in path.read_text(encoding="utf-8", errors="replace").casefold()
        ), path


def test_rows_set_aside_before_lose_the_name_and_no_cell(folder):
    aside = folder.folder / "data" / "quarantine" / "liste.csv"
    aside.parent.mkdir(exist_ok=True)
    aside.write_text("_ligne;Nom;Prénom;Commune\n4;LAMBERT;Julie;Huy\n", encoding="utf-8")
    folder.privacy.forget("julie.lambert@exemple.be")
    last = aside.read_text(encoding="utf-8").splitlines()[1]
    assert "LAMBERT" not in last
    assert last.count(";") == 3
