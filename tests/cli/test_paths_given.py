"""Paths on the command line: a pipe is a file read once, a path stands where the user stands, each name is another file."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import threading
import time
import tomllib
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

import wtc_eco as eco
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.sources import propose, read_table, table_of
from wtc_eco.sources.persons import _without_ways
from wtc_eco.territory import load
from wtc_eco.territory.normalize import RESERVED, file_name

LIST = b"nom;code postal\nEPN de Jambes;5100\nCPAS de Mons;7000\n"


def run(folder, *words, **options):
    return subprocess.run(
        [sys.executable, "-m", "wtc_eco", "--folder", str(folder), *words],
        capture_output=True,
        check=False,
        timeout=60,
        **options,
    )


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    folder = tmp_path_factory.mktemp("desk") / "desk"
    eco.init(folder)
    return folder


def test_a_list_comes_through_standard_input(desk):
    done = run(desk, "import", "-", "--as", "flux", "--format", "json", input=LIST)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["accounting"]["new"] == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="named pipes are of POSIX systems")
def test_a_named_pipe_is_read_once(desk, tmp_path):
    pipe = tmp_path / "liste.csv"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(LIST,), daemon=True)
    writer.start()
    done = run(desk, "import", str(pipe), "--as", "tube", "--format", "json")
    writer.join(timeout=5)
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout)["accounting"]["new"] == 2


def test_check_raw_says_of_a_pipe_which_row_lost_its_place(desk):
    text = b"nom;rue;code postal;commune;remarque\n" + b"".join(
        f"EPN {sign};Rue {sign} 1;500{n};Namur;\n".encode() for n, sign in enumerate("abcdef")
    )
    text += b"CPAS;Rue de Bouzanton 1; bte 3;7000;Mons;\n"
    done = run(desk, "check", "--raw", "-", "--format", "json", input=text)
    told = {problem["code"]: problem["row"] for problem in json.loads(done.stdout)["problems"]}
    assert told["row_realigned"] == 8


NAMES = [
    *(
        "CON",
        "con",
        "con.csv",
        "LPT1",
        "..",
        "a",
        "a.",
        "a..",
        "a ",
        " a",
        "A",
        "EPN",
        "epn",
        "Epn",
        "é/è",
        "e/e",
        "x\\y",
    ),
    *(
        "a b",
        "a-b",
        "a_b",
        "a:b",
        "a/b",
        "a  b",
        "a--b",
        "-a-b",
        "A-B",
        "?",
        "",
        "Αθήνα",
        "列表",
        "b" * 90,
        "b" * 91,
    ),
]


def _portable(name):
    return (
        name not in RESERVED and re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", name) is not None and len(name) < 80
    )


def test_every_name_of_a_list_is_another_file_that_every_machine_can_hold():
    files = [file_name(name) for name in NAMES]
    assert len(set(files)) == len(NAMES)
    assert [name for name in files if not _portable(name)] == []
    assert file_name("liste-cpas-2026") == "liste-cpas-2026"


@given(st.lists(st.text(max_size=90), unique_by=lambda text: unicodedata.normalize("NFC", text)))
def test_no_two_names_share_a_file(names):
    # A list may be called as the file of another is.
    names = list(dict.fromkeys([*names, *map(file_name, names)]))
    files = [file_name(name) for name in names]
    assert all(map(_portable, files))
    assert len({*files}) == len({unicodedata.normalize("NFC", name) for name in names})


def test_lists_whose_names_differ_by_a_sign_keep_a_map_each(tmp_path):
    folder = eco.init(tmp_path / "desk").folder
    for n, name in enumerate(("a b", "a-b", "a_b", "a:b", "a/b", "EPN", "epn", "CON", "a. ")):
        path = tmp_path / "liste.csv"
        path.write_text(f"Structure {n};Commune\nEPN {n};Namur\n")
        eco.open(folder).imports.structures(path, source=name, columns={"name": f"Structure {n}"})
    maps = {
        path.stem: tomllib.loads(path.read_text())["source"]
        for path in (folder / "data" / "maps").glob("*.toml")
    }
    assert sorted(maps.values()) == sorted(["a b", "a-b", "a_b", "a:b", "a/b", "EPN", "epn", "CON", "a. "])
    assert all(map(_portable, maps))


def test_a_map_that_an_earlier_version_wrote_is_still_read(tmp_path):
    """It was called by the words of the list, in small letters; it says which column its unread words stand in."""
    folder = eco.init(tmp_path / "desk").folder
    path = tmp_path / "liste.csv"
    path.write_text("Structure;Commune;Ce qu'on y fait\nEPN;Namur;les zorgles\nCPAS;Mons;\n")
    columns = {"name": "Structure", "themes": "Ce qu'on y fait"}
    eco.open(folder).imports.structures(path, source="Liste EPN", columns=columns)
    (file,) = (folder / "data" / "maps").iterdir()
    asked = eco.open(folder)._inner.reread.unread
    assert asked
    former = file.with_name("liste-epn.toml")
    file.rename(former)
    former.write_text(former.read_text().replace('source = "Liste EPN"\n', ""))
    assert eco.open(folder)._inner.reread.unread == asked
    former.write_text('source = "liste-epn"\n' + former.read_text())
    assert not eco.open(folder)._inner.reread.unread  # it is another list's


@pytest.mark.parametrize("length", [101, 300, 5_000])
def test_a_name_too_long_is_refused_before_anything_is_written(desk, tmp_path, length):
    path = tmp_path / "liste.csv"
    path.write_bytes(LIST)
    before = {file: file.read_bytes() for file in (desk / "data").rglob("*") if file.is_file()}
    for words in (["import", str(path), "--as", "é" * length], ["survey", "--as", "a" * length]):
        done = run(desk, *words, "--lang", "fr")
        assert done.returncode == 2
        assert "trop long" in done.stderr.decode()
    assert {file: file.read_bytes() for file in (desk / "data").rglob("*") if file.is_file()} == before


@pytest.mark.parametrize("name", ["CON", "nul.2026", "a.", "a/b", "a:b"])
def test_no_snapshot_bears_a_name_that_no_machine_can_hold(desk, name):
    with pytest.raises(UsageError):
        eco.open(desk).history.snapshot(name)


def test_boundaries_given_stand_where_the_user_stands_and_are_said_to_be_missing(desk, tmp_path, monkeypatch):
    area = {
        "type": "Feature",
        "id": "92094",
        "properties": {},
        "geometry": {
            "type": "Polygon",
            "coordinates": [[[4.8, 50.4], [4.9, 50.4], [4.9, 50.5], [4.8, 50.4]]],
        },
    }
    (tmp_path / "limites.geojson").write_text(json.dumps({"type": "FeatureCollection", "features": [area]}))
    monkeypatch.chdir(tmp_path)
    assert eco.open(desk).write.map(tmp_path / "carte.html", boundaries="limites.geojson").is_file()
    with pytest.raises(UsageError) as missing:
        eco.open(desk).write.map(tmp_path / "carte.html", boundaries="absent.geojson")
    assert missing.value.code == "no_file"


@pytest.mark.parametrize("size", [1_000_001, 2_500_000])
def test_the_limit_told_is_the_limit_kept(tmp_path, size):
    path = tmp_path / "grand.csv"
    path.write_bytes(b"nom;ville\n" + b"EPN;Mons\n" * (size // 9))
    with pytest.raises(RefusedError) as refused:
        read_table(path, max_bytes=1_000_000)
    told = int(refused.value.hint.split("--max-size ")[1].rstrip("."))
    assert " 1 " in refused.value.message.replace("\u202f", " ").replace("\u00a0", " ")
    assert path.stat().st_size <= told * 1_000_000
    assert read_table(path, max_bytes=told * 1_000_000).n_read


@pytest.mark.timed
def test_a_line_of_sixty_thousand_separators_costs_no_time():
    begun = time.process_time()
    table = table_of(b'nom;t\xc3\xa9l\xc3\xa9phone\nEPN;081 22 33 44\nB;"' + b";" * 60_000 + b'"\n', "l.csv")
    propose(table, load("wallonie"))
    for sign in ";,|/ +x":
        _without_ways(sign * 60_000)
    assert time.process_time() - begun < 1
