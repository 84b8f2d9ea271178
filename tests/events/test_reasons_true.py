"""Every reason on an invitation list, told again from the rows of the tables, without the tool's own figures."""

from __future__ import annotations

import csv
import re
from collections import defaultdict

import pytest
from once import shipped

import wtc_eco
from wtc_eco.events.invitations.reasons import OFTEN
from wtc_eco.i18n import speaking
from wtc_eco.territory.places import distance_km

TIES = ("knows", "refers", "works_with", "hosts")
PAST = "Structure;Date\nS116;2024-03-01\nS213;2026-06-01\nPersonne de ce nom;2026-06-01\nS159;un jour\n"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    folder = shipped(tmp_path_factory.mktemp("reasons"))
    (folder / "past.csv").write_text(PAST, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def ecosystem(folder):
    return wtc_eco.open(folder)


@pytest.fixture(scope="module")
def listed(ecosystem, folder):
    return ecosystem.events.invite(25, bassin="hainaut-centre", history=folder / "past.csv", lang="en")


class Told:
    """What the two tables say of each structure: who cites whom, by which row; what each offers, where."""

    def __init__(self, folder, ecosystem):
        self.aliases = ecosystem.registry.aliases
        self.meant = {tie.tie: (tie.start, tie.end) for tie in ecosystem._inner.mentions.ties}
        self.cites, self.cited, self.rows = defaultdict(set), defaultdict(set), defaultdict(set)
        for row in self.read(folder / "data" / "referrals.csv"):
            one, other = self.ends(row)
            if row["kind"] in TIES and row["status"] != "ended" and one and other and one != other:
                speaker, spoken_of = (other, one) if row["declared_by"] == "to" else (one, other)
                self.cites[speaker].add(spoken_of)
                self.cited[spoken_of].add(speaker)
                for end in (one, other):
                    self.rows[end].add(int(row["tie"]))
        self.said = defaultdict(lambda: defaultdict(set))
        for row in self.read(folder / "data" / "structures.csv"):
            for column in ("steps", "themes", "asked_on", "network_answered_on", "email", "source"):
                if row[column]:
                    self.said[self.aliases[int(row["record"])]][column] |= set(row[column].split("|"))

    @staticmethod
    def read(file):
        with file.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)

    def ends(self, row):
        """Record numbers lead to structures; what words mean, another room says."""
        meant = self.meant.get(int(row["tie"]), (None, None))
        return tuple(
            self.aliases.get(int(row[side])) if row[side].isdigit() else meant[at]
            for at, side in enumerate(("from", "to"))
        )


@pytest.fixture(scope="module")
def told(folder, ecosystem):
    return Told(folder, ecosystem)


def reasons(listed, wanted):
    found = [
        (guest.candidate, reason)
        for guest in (*listed.guests, *listed.reserve)
        for reason in guest.reasons
        if reason.id == wanted
    ]
    assert found, wanted
    return found


def test_alone_means_answered_and_in_no_tie(listed, told):
    for one, _ in reasons(listed, "isolated"):
        assert told.said[one.id]["network_answered_on"]
        assert not told.cites[one.id] | told.cited[one.id]


def test_cites_and_cited_are_counted_as_the_rows_of_the_ties_say(listed, told):
    for wanted in ("unknown_to_others", "silent_but_cited", "often_cited"):
        for one, reason in reasons(listed, wanted):
            n = int(re.search(r"(\d+) structure", reason.words)[1])
            assert n == len((told.cites if wanted == "unknown_to_others" else told.cited)[one.id])
            shown = re.search(r"ties? ([\d, ]+)", reason.words)[1]
            assert {int(tie) for tie in shown.split(",")} <= told.rows[one.id]
            assert wanted != "often_cited" or n >= OFTEN


def test_silent_means_that_no_record_of_it_holds_an_answer_on_its_network(listed, told):
    for wanted in ("silent", "silent_but_cited"):
        for one, reason in reasons(listed, wanted):
            held = told.said[one.id]
            assert not held["network_answered_on"]
            assert ("asked on" in reason.words) == bool(held["asked_on"])


def test_alone_in_offering_something_is_true_among_those_who_have_said(listed, ecosystem, told):
    table = ecosystem.registry.table
    active = table[table["active"] != False]  # noqa: E712 - unknown is active
    words = {"only_step": ecosystem.territory.steps, "only_theme": ecosystem.territory.themes}
    for wanted, column in (("only_step", "steps"), ("only_theme", "themes")):
        with speaking("en"):
            ids = {word: term for term, word in words[wanted].words().items()}
        for one, reason in reasons(listed, wanted):
            here = active[(active["ins"] == one.ins) & (active["id"] != one.id)]
            others = [terms for terms in here[column] if terms is not None]
            assert int(re.search(r"(\d+) other structure", reason.words)[1]) == len(others) > 0
            for word in re.findall(r"“(.+?)”", reason.words):
                assert ids[word] in told.said[one.id][column]
                assert not any(ids[word] in terms for terms in others)


def test_nobody_else_is_known_to_be_open_around(ecosystem):
    with speaking("en"):
        listed = ecosystem.events.invite(seats=3, bassin="luxembourg")
    for one, reason in reasons(listed, "only_slot"):
        with speaking("en"):
            ids = {word: slot for slot, word in ecosystem.territory.slots.words().items()}
        slot = ids[re.search(r"“(.+?)”", reason.words)[1]]
        here = ecosystem.offers[one.id]
        assert here.slots[slot]
        for other in ecosystem.offers.values():
            if other.id != one.id and other.slots.get(slot) and other.lat is not None:
                assert 1.3 * distance_km(here.lat, here.lon, other.lat, other.lon) > 15.0 - 0.01


def test_earlier_invitations_are_the_rows_of_the_list(listed):
    before = {
        guest.candidate.id: [reason for reason in guest.reasons if reason.id in ("long_ago", "lately")]
        for guest in (*listed.guests, *listed.reserve)
    }
    assert [reason.id for reason in before["S116"]] == ["long_ago"]
    assert [reason.id for reason in before["S213"]] == ["lately"]
    assert "row 3" in before["S213"][0].words
    assert not before["S159"]


def test_a_row_of_earlier_invitations_that_names_nobody_is_said(listed):
    assert any("rows 4 and 5" in words for words in listed.warnings)


def test_an_address_comes_from_the_list_that_gives_it(listed, folder):
    giving = defaultdict(set)
    for row in Told.read(folder / "data" / "structures.csv"):
        for email in row["email"].split("|"):
            giving[email].add(row["source"])
    seen = 0
    for guest in listed.guests:
        address = guest.candidate.address
        if address.email:
            assert address.origin.split(",")[0] in giving[address.email]
            seen += 1
    assert seen


def test_whom_to_meet_and_why_is_true_of_both(listed, ecosystem, told):
    for guest in listed.guests:
        for meeting in guest.meetings:
            here, there = (ecosystem.registry.row(one.id) for one in (guest.candidate, meeting.other))
            assert meeting.other.id not in told.cites[here["id"]] | told.cited[here["id"]]
            for column, brought in (("steps", meeting.brings), ("themes", meeting.themes)):
                for term in brought:
                    assert term in there[column]
                    assert here[column] is not None
                    assert term not in here[column]
            for term in meeting.shared:
                assert term in here["publics"]
                assert term in there["publics"]
