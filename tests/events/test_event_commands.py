"""An event from the first list to who met whom, on the demonstration."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import openpyxl
import pytest
from once import shipped

import wtc_eco
from wtc_eco.cli.errors import run
from wtc_eco.events.invitations import sheets
from wtc_eco.i18n import speaking

JUDGEMENTS = re.compile(r"isol|ne conna|non form|pas répondu|aucun lien", re.IGNORECASE)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory):
    return shipped(tmp_path_factory.mktemp("event"))


@pytest.fixture(scope="module")
def ecosystem(demonstration):
    return wtc_eco.open(demonstration)


@pytest.fixture(scope="module")
def namur(ecosystem):
    with speaking("fr"):
        return ecosystem.events.invite(seats=20, bassin="namur", quotas=("epn=3:",))


def test_every_guest_is_of_the_bassin_and_none_comes_twice(ecosystem, namur):
    ids = [guest.candidate.id for guest in namur.guests]
    assert len(set(ids)) == len(ids) == 20
    assert {ecosystem.network.nodes[one]["bassin"] for one in ids} == {"namur"}
    assert (
        sum("epn" in guest.candidate.labels or guest.candidate.kind == "epn" for guest in namur.guests) >= 3
    )


def test_each_reason_is_true_in_the_data(ecosystem, namur):
    for guest in (*namur.guests, *namur.reserve):
        held = ecosystem.network.nodes[guest.candidate.id]
        said = {reason.id for reason in guest.reasons}
        cited = len(guest.candidate.links.cited_by)
        if "isolated" in said:
            assert held["network_answered_on"]
            assert not guest.candidate.links.neighbours
        if "silent" in said or "silent_but_cited" in said:
            assert held["network_answered_on"] is None
            assert ("silent_but_cited" in said) == (cited > 0)
        if "often_cited" in said:
            assert cited >= 5


def test_people_to_meet_are_guests_without_a_declared_tie(namur):
    coming = {guest.candidate.id for guest in namur.guests}
    for guest in namur.guests:
        for meeting in guest.meetings:
            assert meeting.other.id in coming - guest.candidate.links.neighbours


def test_what_a_guest_reads_never_judges_it(namur):
    with speaking("fr"):
        merge = sheets.mail_merge(namur)
    assert merge.table
    for row in merge.table:
        assert not any(JUDGEMENTS.search(str(cell)) for key, cell in row.items() if key != "structure")


def test_the_same_request_gives_the_same_bytes(ecosystem, tmp_path):
    for ending in ("xlsx", "html", "csv"):
        for name in ("a", "b"):
            ecosystem.events.invite(8, bassin="namur", lang="fr").write(tmp_path / f"{name}.{ending}")
        assert (tmp_path / f"a.{ending}").read_bytes() == (tmp_path / f"b.{ending}").read_bytes()
    book = openpyxl.load_workbook(tmp_path / "a.xlsx")
    assert len(book.sheetnames) == 8


def test_those_who_objected_are_left_out_and_counted(ecosystem, namur):
    from wtc_eco.events.invitations.invitation import invite
    from wtc_eco.events.invitations.request import Circumstances, Request

    email = next(guest.candidate.address.email for guest in namur.guests if guest.candidate.address.email)
    held = invite(
        ecosystem,
        ecosystem.scope(bassin="namur"),
        Request(20),
        circumstances=Circumstances(opposed=lambda text: text == email),
    )
    assert held.n_opposed == 1
    assert email not in {guest.candidate.address.email for guest in (*held.guests, *held.reserve)}


def test_the_next_wave_keeps_those_who_accepted_and_leaves_out_those_who_declined(ecosystem, namur, tmp_path):
    first = namur.guests
    lines = ["fiche;vague;réponse"]
    lines += [f"{guest.candidate.id};1;{'non' if at < 5 else 'oui'}" for at, guest in enumerate(first)]
    (tmp_path / "replies.csv").write_text("\n".join(lines), encoding="utf-8")
    held = ecosystem.events.invite(seats=20, bassin="namur", replies=tmp_path / "replies.csv")
    coming = {guest.candidate.id: guest.wave for guest in held.guests}
    assert not {guest.candidate.id for guest in first[:5]} & set(coming)
    assert all(coming[guest.candidate.id] == 1 for guest in first[5:])
    assert sorted(coming.values()).count(2) == 5
    assert {guest.wave for guest in sheets.going_out(held)} == {2}


def test_tables_then_replan_then_who_met_whom(demonstration, monkeypatch, capsys):
    monkeypatch.chdir(demonstration)
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    assert run(["invite", "-b", "namur", "--seats", "12", "-o", "list.csv"]) == 0
    assert run(["tables", "--guests", "list.csv", "--tables", "3", "--rounds", "3", "-o", "plan.csv"]) == 0
    rows = list(csv.DictReader(io.StringIO(Path("plan.csv").read_text("utf-8-sig")), delimiter=";"))
    assert len(rows) == 12
    Path("absent.csv").write_text(
        f"structure;fiche\n{rows[0]['structure']};{rows[0]['id']}\n", encoding="utf-8"
    )
    assert run(["tables", "--replan", "absent.csv", "--plan", "plan.csv", "-o", "plan2.csv"]) == 0
    after = list(csv.DictReader(io.StringIO(Path("plan2.csv").read_text("utf-8-sig")), delimiter=";"))
    same = {row["id"]: row["round_1"] for row in rows}
    assert len(after) == 11
    assert all(row["round_1"] == same[row["id"]] for row in after)
    came = "\n".join(["fiche;présent", *(f"{row['id']};oui" for row in rows[1:])])
    Path("came.csv").write_text(came, encoding="utf-8")
    before = wtc_eco.open(demonstration).isolated(bassin="namur")
    keep = ["invite", "--record", "came.csv", "--plan", "plan2.csv", "--on", "2026-12-10"]
    assert run(keep) == 0
    kept = Path("data/referrals.csv").read_bytes(), Path("data/invited.csv").read_bytes()
    assert run(keep) == 0
    assert (Path("data/referrals.csv").read_bytes(), Path("data/invited.csv").read_bytes()) == kept
    ties = wtc_eco.open(demonstration).holdings.ties
    met = ties[ties["kind"] == "met"]
    assert len(met) > 0
    assert set(met["declared_by"]) == {"third"}
    after_event = wtc_eco.open(demonstration).isolated(bassin="namur")
    assert after_event.table == before.table
    capsys.readouterr()


@pytest.mark.parametrize(
    "wish",
    [
        ("--seats", "5", "--quota", "cpas=4:", "--quota", "epn=5:"),
        ("--seats", "5", "--quota", "cpas=5:3"),
        ("--seats", "1", "--fixed", "S362", "--fixed", "S133"),
        ("--seats", "5", "--fixed", "S362", "--fixed", "S133", "--keep-apart", "S362,S133"),
    ],
)
def test_what_is_impossible_ends_in_two_with_a_change(demonstration, monkeypatch, capsys, wish):
    monkeypatch.chdir(demonstration)
    assert run(["invite", "-b", "namur", *wish]) == 2
    assert "→" in capsys.readouterr().err
