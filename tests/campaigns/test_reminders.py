"""Who owes an answer, those first whom others cite and whose word would settle most; who objected is not named."""

from __future__ import annotations

import pytest
from crowd import crowd
from filled import google

import wtc_eco as eco
from wtc_eco.ecosystem.privacy import contacts, objections
from wtc_eco.errors import UsageError


@pytest.fixture
def answered(folder, tmp_path) -> eco.Ecosystem:
    """The bassin after four in five answered."""
    sent = folder.surveys.send(tmp_path / "out", on="2026-11-20", forms=("google",))
    answers = crowd(sent.outing, seed=7)
    file = tmp_path / "answers.csv"
    file.write_bytes(google((tmp_path / "out" / "google-forms.js").read_text("ascii"), answers))
    folder.imports.answers(file, source=sent.outing.survey)
    return folder


def test_nobody_is_reminded_where_nobody_was_asked_and_the_command_that_asks_is_named(folder):
    told = folder.surveys.remind()
    assert told.rows() == ()
    assert told.base == 0
    assert "wtc-eco survey --bassin verviers" in told.sentence()


def test_where_nothing_has_a_date_the_day_of_the_survey_must_be_said(tmp_path):
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "structures.csv").write_text(
        "record,name,postal_code,locality\n1,CPAS de Verviers,4800,Verviers\n", encoding="utf-8"
    )
    folder = eco.open(tmp_path)
    with pytest.raises(UsageError, match="Rien dans data/ n’est daté"):
        folder.surveys.send(tmp_path / "out", forms=("google",))
    folder.surveys.send(tmp_path / "out", forms=("google",), on="2026-11-20")
    assert folder.surveys.remind().base == 1


def test_those_silent_about_their_network_the_most_cited_first(answered):
    told = answered.surveys.remind()
    table = answered.registry.table.set_index("id")
    silent = set(table[table["network_answered_on"].isna()].index)
    assert {row["id"] for row in told.rows()} == silent
    assert told.unknown == len(silent)
    order = [(-row["named_by"], -row["clarifies"], int(row["id"][1:])) for row in told.rows()]
    assert order == sorted(order)
    assert [row["rank"] for row in told.rows()] == list(range(1, len(silent) + 1))
    first = told.rows()[0]
    cited = {start for start, end, held in answered.network.in_edges(first["id"], data=True)
             if held["kind"] != "wish" and "from" in held["declared_by"]}  # fmt: skip
    cited |= {
        end
        for _, end, held in answered.network.out_edges(first["id"], data=True)
        if "to" in held["declared_by"]
    }
    assert first["named_by"] == len(cited)
    assert str(first["name"]) in told.sentence()


def test_an_answer_to_an_earlier_survey_is_no_answer_to_this_one(answered, tmp_path):
    before = {row["id"] for row in answered.surveys.remind().rows()}
    answered.surveys.send(tmp_path / "again", name="enquete-2028", on="2028-01-10", forms=("google",))
    again = answered.surveys.remind()
    assert {row["id"] for row in again.rows()} == set(answered.registry.table["id"])
    assert {row["id"] for row in again.rows() if row["answered_on"]} == set(
        answered.registry.table["id"]
    ) - before
    assert again.response == 0


def test_who_answered_the_offer_only_is_told_apart(answered):
    rows = answered.surveys.remind().rows()
    offer = {row["id"] for row in rows if row["answered_offer"]}
    table = answered.registry.table.set_index("id")
    assert offer == set(table[table["network_answered_on"].isna() & table["answered_on"].notna()].index)
    assert offer


def test_the_address_says_where_it_comes_from_and_those_without_are_to_call(answered):
    for row in answered.surveys.remind().rows():
        way = "write" if row["email"] else "call" if row["phone"] else "find"
        assert row["way"] == way
        assert bool(row["origin"]) == (way != "find")


def test_a_contact_of_an_event_goes_before_one_of_a_survey_and_both_before_the_general_address(answered):
    one = answered.surveys.remind().rows()[0]
    record = int(one["id"][1:])
    people = [
        {"contact": 901, "record": record, "person": "Ada Enquête", "email": "ada@exemple.be", "source": "enquete", "basis": "agreed"},
        {"contact": 902, "record": record, "person": "Zoé Rencontre", "email": "zoe@exemple.be", "source": "event 2026-06-01", "basis": "answered"},
    ]  # fmt: skip
    rows = [{**dict.fromkeys(contacts.read(answered).rows[0]), **person} for person in people]
    _write(answered, rows)
    assert answered.surveys.remind().rows()[0]["email"] == "zoe@exemple.be"
    _write(answered, rows[:1])
    assert answered.surveys.remind().rows()[0]["email"] == "ada@exemple.be"


def _write(ecosystem, rows) -> None:
    (ecosystem.folder / "data" / contacts.FILE).write_bytes(contacts.Contacts(tuple(rows)).to_csv())
    ecosystem.reload()


def test_who_objected_is_counted_and_not_named(answered):
    told = answered.surveys.remind()
    one = next(row for row in told.rows() if row["email"] and not row["person"])
    answered.privacy.optout([one["email"]])
    assert objections.read(answered).rows
    again = answered.surveys.remind()
    assert one["id"] not in {row["id"] for row in again.rows()}
    assert len(again.rows()) == len(told.rows()) - 1
    assert any(remark.text.startswith("1 structure n’est pas reprise") for remark in again.remarks)


def test_who_objected_is_not_asked_and_stays_on_the_lists(folder, tmp_path):
    email = next(row["email"][0] for row in folder.registry.table.to_dict("records") if row["email"])
    folder.privacy.optout([email])
    sent = folder.surveys.send(tmp_path / "out", on="2026-11-20")
    assert sent.outing.objected == 1
    assert all(one.address.email != email for one in sent.outing.recipients)
    assert len(sent.outing.rosters[0].shown) == len(sent.outing.recipients) + 1
    for path in sent.files:
        assert email.encode() not in path.read_bytes(), path.name
