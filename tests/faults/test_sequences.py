"""Whatever a coordinator does, in whatever order: every row accounted for, every number leads somewhere, back is back.

A machine (hypothesis) does commands at random in a small folder; after each of them the invariants hold.
"""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from pathlib import Path

import hypothesis.strategies as st
from hypothesis import HealthCheck, settings
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from workshop import MANY

import wtc_eco as eco
from wtc_eco import store
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.store.layout import WATCHED

SEQUENCES = 500 if MANY else 50
STEPS = 8 if MANY else 4
SIGNED = ("julie.lambert@exemple.be", "marc.petit@exemple.be")
"""People whose address stands in lists, who may object or ask to be forgotten."""

PLACES = (
    ("CPAS de Huy", "Rue du Pont 1", "4500", "Huy", SIGNED[0]),
    ("Centre public d’action sociale de Huy", "Rue du Pont 1", "4500", "Huy", ""),
    ("EPN La Ruche", "Rue Haute 8", "4520", "Wanze", SIGNED[1]),
    ("Espace public numérique La Ruche", "Rue Haute 8", "4520", "Wanze", "info@laruche.example"),
    ("Bibliothèque d’Amay", "Rue des Augustins 18", "4540", "Amay", ""),
    ("Maison de l’Emploi", "Place Verte 3", "4500", "Huy", "mde@exemple.be"),
)
LISTS = st.tuples(st.sampled_from(("a", "b")), st.sets(st.integers(0, len(PLACES) - 1), min_size=1))


peopled = precondition(lambda self: self.ids())
"""Where there is a structure: everything may have been undone."""


class Coordinator(RuleBasedStateMachine):
    """A folder, the states before each command that can be undone, and who asked not to be kept."""

    def __init__(self):
        super().__init__()
        self.root = Path(tempfile.mkdtemp(prefix="sequences-"))
        self.folder = self.root / "mons"
        (self.folder / "data").mkdir(parents=True)
        (self.folder / "eco.toml").write_text('[ecosystem]\nuid = "suites"\n', encoding="utf-8")
        # Whoever is forgotten is remembered by a key among the settings: here, among this machine's own.
        self.home = os.environ.get("WTC_ECO_HOME")
        os.environ["WTC_ECO_HOME"] = str(self.root / "settings")
        self.back = []
        self.forgotten = set()
        self.looked = None, None

    def teardown(self):
        if self.home is None:
            del os.environ["WTC_ECO_HOME"]
        else:
            os.environ["WTC_ECO_HOME"] = self.home
        shutil.rmtree(self.root)

    def opened(self):
        """The folder opened anew, as every command does."""
        return eco.open(self.folder)

    @property
    def seen(self):
        """The folder opened to be looked at: once for each state."""
        state = self.watched()
        if self.looked[0] != state:
            self.looked = state, self.opened()
        return self.looked[1]

    def journal(self):
        path = self.folder / "data" / "journal.jsonl"
        return path.read_bytes() if path.exists() else b""

    def watched(self):
        """The bytes of the tables."""
        held = {name: self.folder / "data" / name for name in WATCHED}
        return {name: path.read_bytes() for name, path in held.items() if path.exists()}

    def done(self, command):
        """Do it; where it wrote, the state before can be gone back to. A refusal writes nothing."""
        before, said = self.watched(), self.journal()
        try:
            told = command(self.opened())
        except (UsageError, RefusedError):
            told = None
            assert self.watched() == before
        if self.journal() != said:
            self.back.append(before)
        return told

    def ids(self):
        return list(self.seen.registry.table["id"])

    def rows_of(self, source, chosen):
        path = self.root / f"{source}.csv"
        lines = [";".join(PLACES[place]) for place in sorted(chosen)]
        path.write_text("\n".join(["nom;adresse;cp;localité;courriel", *lines, ""]), encoding="utf-8")
        return path

    @initialize(first=LISTS)
    def begin(self, first):
        self.take(first)

    @rule(told=LISTS)
    def take(self, told):
        source, chosen = told
        said = {"source": source, "collected_on": "2026-03-01", "complete": True}
        path = self.rows_of(source, chosen)
        imported = self.done(lambda ecosystem: ecosystem.imports.structures(path, **said, kind="autre"))
        account = imported.accounting
        assert account.read == len(chosen)
        assert account.kept + account.repeated + account.quarantined + account.blank == account.read

    @peopled
    @rule(seed=st.integers(0, 99))
    def tell_ties(self, seed):
        numbers = list(self.seen.holdings.records["record"])
        chance = random.Random(seed)  # noqa: S311 - a choice, not a secret
        pairs = [chance.choices(numbers, k=2) for _ in range(2)]
        path = self.root / "liens.csv"
        lines = [f"{one};{other};refers" for one, other in pairs]
        path.write_text("\n".join(["from;to;kind", *lines, ""]), encoding="utf-8")
        said = {"source": "liens", "collected_on": "2026-04-01", "partial": True}
        self.done(lambda ecosystem: ecosystem.imports.ties(path, **said))

    @peopled
    @rule(place=st.integers(0, 9), note=st.sampled_from(("vu", "à rappeler", "=1+1", "[/]")))
    def edit_in_excel(self, place, note):
        path = self.folder / "data" / "structures.csv"
        before, lines = self.watched(), path.read_text(encoding="utf-8").splitlines()
        at = 1 + place % (len(lines) - 1)
        lines[at] = lines[at].rsplit(",", 2)[0] + f",{note},"
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")
        if store.commit(self.folder, {}, command="edit", basis=store.Basis(accept_edits=True)):
            self.back.append(before)

    @peopled
    @rule(place=st.integers(0, 9))
    def correct(self, place):
        ids = self.ids()
        self.done(
            lambda ecosystem: ecosystem.corrections.set(ids[place % len(ids)], {"street": "Rue Neuve 5"})
        )

    @peopled
    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def join_then_split(self, one, other):
        """Two that are joined and taken apart again are what they were, their ties included."""
        before, ids = self.parts(), self.ids()
        pair = sorted({ids[one % len(ids)], ids[other % len(ids)]})
        members = {name: tuple(self.seen.registry.row(name)["records"]) for name in pair}
        joined = self.done(lambda ecosystem: ecosystem.review.join(pair))
        if joined is None:
            return
        whole = sorted(number for held in members.values() for number in held)
        assert tuple(whole) in self.parts()
        if all(len(held) == 1 for held in members.values()):
            ties = self.watched().get("referrals.csv")
            self.done(lambda ecosystem: ecosystem.review.split(pair[0], apart=True))
            assert self.parts() == before
            assert self.watched().get("referrals.csv") == ties

    @peopled
    @rule(one=st.integers(0, 9), other=st.integers(0, 9))
    def join(self, one, other):
        ids = self.ids()
        self.done(lambda ecosystem: ecosystem.review.join([ids[one % len(ids)], ids[other % len(ids)]]))

    @peopled
    @rule(place=st.integers(0, 9))
    def split(self, place):
        ids = self.ids()
        self.done(lambda ecosystem: ecosystem.review.split(ids[place % len(ids)], apart=True))

    @precondition(lambda self: self.back)
    @rule(count=st.integers(1, 3))
    def undo(self, count):
        """To the byte, and what was undone can be done again to the byte."""
        count = min(count, len(self.back))
        now, goal = self.watched(), self.back[-count]
        self.opened().history.undo(count)
        assert self.watched() == goal
        if count == 1:
            self.opened().history.redo()
            assert self.watched() == now
        else:
            del self.back[-count:]

    @rule(who=st.sampled_from(SIGNED))
    def opt_out(self, who):
        self.done(lambda ecosystem: ecosystem.privacy.optout([who]))

    @rule(who=st.sampled_from(SIGNED))
    def forget(self, who):
        self.opened().privacy.forget(who)
        self.forgotten.add(who)
        self.back = []  # nothing goes back across an erasure

    @peopled
    @rule()
    def export_and_take_back(self):
        """The register, exported and taken in elsewhere twice: all of it, then nothing more."""
        path = self.seen.write.export(self.root / "registry.csv", form="csv")
        elsewhere = self.root / "ailleurs"
        shutil.rmtree(elsewhere, ignore_errors=True)
        (elsewhere / "data").mkdir(parents=True)
        shutil.copy(self.folder / "eco.toml", elsewhere)
        n = len(self.ids())
        for turn in ("new", "unchanged"):
            opened = eco.open(elsewhere)
            told = opened.imports.structures(path, source="registre", collected_on="2026-05-01")
            account = told.accounting
            assert getattr(account, turn) == account.read == n
            assert account.quarantined == 0

    def parts(self):
        """Which records are one structure."""
        return sorted(map(tuple, self.seen.registry.table["records"]))

    @invariant()
    def every_number_leads_to_a_structure(self):
        ecosystem = self.seen
        numbers = set(ecosystem.holdings.records["record"])
        members = [number for held in ecosystem.registry.table["records"] for number in held]
        assert len(set(members)) == len(members)
        assert set(members) <= numbers
        for number in members:
            assert number in ecosystem.registry.row(ecosystem.registry.resolve(number))["records"]

    @invariant()
    def every_tie_ends_at_a_record(self):
        holdings = self.seen.holdings
        numbers = {str(number) for number in holdings.records["record"]}
        for column in ("from", "to"):
            assert {end for end in holdings.ties[column] if end} <= numbers

    @invariant()
    def the_store_is_sound(self):
        assert [problem.code for problem in store.examine(self.folder) if problem.gravity != "note"] == []

    @invariant()
    def whoever_was_forgotten_stands_nowhere(self):
        for path in self.folder.rglob("*"):
            if path.is_file():
                assert not any(who.encode() in path.read_bytes() for who in self.forgotten), path.name


TestSequences = Coordinator.TestCase
TestSequences.settings = settings(
    max_examples=SEQUENCES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
