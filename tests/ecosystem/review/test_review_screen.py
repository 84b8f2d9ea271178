"""The review on a real screen: it fits, it hears the keys, and it leaves nothing behind."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from types import SimpleNamespace

import pytest
from rich.cells import cell_len

from wtc_eco.cli import review
from wtc_eco.ecosystem.review.session import DoubtCard, ReviewQuestion, Session
from wtc_eco.i18n import speaking

LONG = "Centre public d'action sociale, Espace de la Bergeronnette et du Grand Chêne réunis"
SIDE = (
    ("Numéro", "S1 – 1 ligne"),
    ("Rue", "Rue de la Paix 12"),
    ("Courriel", f"{'x' * 60}@exemple.be"),
    ("Site", None),
)


def question(sort, n):
    cards = tuple(DoubtCard(number, f"{LONG} {number}", SIDE) for number in range(1, n + 1))
    evidences = tuple((f"indice {each}", float(each) - 4.5) for each in range(10))
    return ReviewQuestion(f"{sort} {n}", sort, f"{LONG} ?" * 3, cards, 0.5, evidences, hesitated=True)


def screen(one, width, height):
    session = Session(SimpleNamespace(questions=lambda: (one,)))
    return [line.plain for line in review.lines(session, width, height)]


@pytest.mark.parametrize("language", ["fr", "en"])
@pytest.mark.parametrize(("width", "height"), [(80, 24), (60, 16), (40, 12), (200, 60)])
@pytest.mark.parametrize(("sort", "n"), [("pair", 2), ("structure", 2), ("structure", 25), ("mention", 5)])
def test_a_doubt_fits_its_screen_and_shows_its_keys(language, width, height, sort, n):
    with speaking(language):
        told = screen(question(sort, n), width, height)
    assert len(told) <= height
    assert max(map(cell_len, told)) <= width
    assert "q quit" in told[-1]


def test_names_are_shown_and_never_obeyed():
    nasty = DoubtCard(1, "\x1b[2J[red]A[/red]\u202e", SIDE)
    told = screen(ReviewQuestion("pair", "pair", "?", (nasty, nasty)), 80, 24)
    assert not any("\x1b" in line or "\u202e" in line for line in told)
    assert any("[red]" in line for line in told)


def test_nothing_left_nothing_shown():
    assert review.lines(Session(SimpleNamespace(questions=tuple)), 80, 24) == []


class Terminal:
    """A terminal of its own, in a tmux of its own, in which the review is run."""

    def __init__(self, socket, folder):
        self.socket = socket
        command = f"cd {folder} && {sys.executable} -m wtc_eco --lang en review; echo left with $?; cat"
        self._tmux("new-session", "-d", "-x", "80", "-y", "24", command)

    def _tmux(self, *words):
        return subprocess.run(
            ["tmux", "-S", self.socket, *words], capture_output=True, text=True, check=True
        ).stdout

    def shows(self, *words, width=80):
        """The screen, once it shows all these words and is no wider; after ten minutes they never come."""
        until = time.monotonic() + 600
        while time.monotonic() < until:
            shown = self._tmux("capture-pane", "-p")
            if all(one in shown for one in words) and max(map(len, shown.splitlines())) <= width:
                return shown
            time.sleep(0.1)
        raise AssertionError(f"{words!r} never came:\n{shown}")

    def press(self, *keys):
        self._tmux("send-keys", *keys)

    def resize(self, width, height):
        self._tmux("resize-window", "-x", str(width), "-y", str(height))

    def close(self):
        self._tmux("kill-server")


@pytest.fixture
def terminal(desk):
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not on this machine")
    for source, kind, street in (("un", "Espace numérique", "Rue du Parc 4"), ("deux", "EPN", "Rue Neuve 9")):
        header = "nom;adresse;cp;localité"
        desk.take(source, f"{header}\n{kind} du Tilleul;{street};7330;Saint-Ghislain\n")
        desk.take(f"{source}-bis", f"{header}\n{kind} du Coquelicot;{street};4500;Huy\n")
    # Not in the test's folder: the address of a socket is short.
    with tempfile.TemporaryDirectory() as room:
        opened = Terminal(f"{room}/tmux", desk.folder)
        yield opened
        opened.close()


def test_a_review_survives_a_resize_and_ctrl_c_and_keeps_every_answer(terminal, desk):
    terminal.shows("Doubt 1 of 2 · 0 answered", "s all one")
    terminal.press("s")
    terminal.shows("Doubt 2 of 2 · 1 answered")
    terminal.resize(60, 18)
    terminal.shows("Doubt 2 of 2", width=60)
    terminal.press("F5", "z")
    terminal.shows("Doubt 2 of 2 · 1 answered")
    terminal.press("C-c")
    terminal.shows("1 answer is kept. 1 doubt is left.", "left with 130")
    verdicts = desk.ecosystem.holdings.decisions["verdict"].tolist()
    assert verdicts == ["same"]
