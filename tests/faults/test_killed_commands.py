"""kill -9 before any step that changes a file: the next command finds a sound folder, whole outputs, nothing left over."""

from __future__ import annotations

import os
import shutil

import pytest
from workshop import MANY, held, write_list

from wtc_eco import store

pytestmark = pytest.mark.skipif(os.name == "nt", reason="killed so on POSIX systems")
MOMENTS = {"import": 3, "report": 1, "map": 1, "share": 1}
"""How many of its moments each command is killed at; `make faults` tries them all."""
COMMANDS = {
    "import": ("import", "LIST", "--as", "nouvelle", "--kind", "epn"),
    "report": ("report",),
    "map": ("map",),
    "share": ("share",),
}
EDITION = "outputs/partage/"
READING = ("overview",)


def staged(folder):
    """What a command has not come to the end of: temporary files and folders of ours."""
    kept = (path.relative_to(folder).as_posix() for path in folder.rglob("*"))
    return [
        name for name in kept if "/.wtc-eco" in f"/{name}" or ".staging" in name or name.endswith("-part")
    ]


@pytest.fixture(scope="module")
def before(lived, tmp_path_factory, workshop):
    """A folder with a list, its pages and a shared edition, to which something has come since."""
    place = tmp_path_factory.mktemp("before")
    base, tmp = place / "base", place / "tmp"
    shutil.copytree(lived, base)
    tmp.mkdir()
    again = write_list(place / "depuis.csv", "Depuis")
    for words in (
        *(COMMANDS[name] for name in ("report", "map", "share")),
        ("import", str(again), "--as", "depuis", "--kind", "epn"),
    ):
        (end,) = workshop.do({"what": "command", "folder": str(base), "tmp": str(tmp), "words": words})
        assert end["code"] == 0, words
    return base


class Desk:
    """Copies of the folder, one for each attempt."""

    def __init__(self, base, place, workshop):
        self.base, self.place, self.workshop = base, place, workshop
        self.list = str(write_list(place / "nouvelle.csv", "Nouvelle"))
        self.folder, self.tmp = place / "desk", place / "tmp"

    def fresh(self):
        for folder in (self.folder, self.tmp):
            shutil.rmtree(folder, ignore_errors=True)
        shutil.copytree(self.base, self.folder)
        self.tmp.mkdir()

    def do(self, words, **more):
        words = [self.list if word == "LIST" else word for word in words]
        job = {"what": "command", "folder": str(self.folder), "tmp": str(self.tmp), "words": words}
        (end,) = self.workshop.do({**job, **more})
        return end

    @property
    def told(self):
        return (self.tmp / "told").read_text()


@pytest.fixture
def desk(before, tmp_path, workshop):
    return Desk(before, tmp_path, workshop)


def within(files, place):
    return {name: content for name, content in files.items() if name.startswith(place)}


@pytest.mark.parametrize("name", COMMANDS)
def test_killed_before_any_step_a_command_leaves_a_sound_folder_to_the_next(desk, chance, name):
    desk.fresh()
    first, end = held(desk.folder), desk.do(COMMANDS[name])
    last, steps = held(desk.folder), end["steps"]
    assert (end["code"], staged(desk.folder), staged(desk.tmp)) == (0, [], [])
    assert steps
    finished = 0
    for moment in (
        range(1, steps + 1) if MANY else sorted(chance.sample(range(1, steps + 1), min(MOMENTS[name], steps)))
    ):
        desk.fresh()
        assert desk.do(COMMANDS[name], kill_at=moment) == {}, moment
        # Under its own name every output is whole: as it was, or as it will be.
        for file, content in within(held(desk.folder), "outputs/").items():
            hidden = any(part.startswith(".") for part in file.split("/"))
            assert hidden or content in (first.get(file), last.get(file)), (moment, file)
        assert desk.do(READING)["code"] == 0, (moment, desk.told)
        finished += "outputs/partage" in desk.told
        assert [problem for problem in store.examine(desk.folder) if problem.gravity != "note"] == []
        left = [path for path in staged(desk.folder) if not path.endswith("-part")]
        assert (left, staged(desk.tmp)) == ([], []), moment
        assert within(held(desk.folder), EDITION) in (within(first, EDITION), within(last, EDITION)), moment
        assert desk.do(COMMANDS[name])["code"] == 0, (moment, desk.told)
        assert staged(desk.folder) == []
        assert within(held(desk.folder), "outputs/") == within(last, "outputs/"), moment
    # Else no kill came between the first move and the last, and nothing would have been proven.
    assert finished or name != "share" or not MANY
