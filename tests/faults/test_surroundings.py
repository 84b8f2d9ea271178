"""Terminals, encodings, memory, hash seeds, zones and languages: the same answers, and never a traceback."""

from __future__ import annotations

import csv
import io
import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import workbook_files as files
from workbook_files import cell, packed, row
from workshop import held, started, write_list

POOR = {
    "cp1252": {"PYTHONIOENCODING": "cp1252"},
    "no colour": {"NO_COLOR": "1"},
    "a dumb terminal": {"TERM": "dumb"},
    "forty columns": {"COLUMNS": "40"},
    "ascii": {"PYTHONIOENCODING": "ascii", "LC_ALL": "C"},
}
MEMORY = 512 * 2**20


@pytest.mark.parametrize("poor", POOR.values(), ids=POOR)
def test_f26_a_poor_terminal_gets_plain_words_and_no_traceback(copied, poor):
    plain = {**os.environ, "COLUMNS": "80", **poor}
    with started(copied, "overview", env=plain, errors="replace") as at_work:
        out, err = at_work.communicate(timeout=60)
    assert (at_work.returncode, err) == (0, "")
    assert "\x1b" not in out
    assert max(map(len, out.splitlines())) <= int(poor.get("COLUMNS", 80))


@pytest.mark.parametrize("words", [("overview",), ("export", "--format", "json"), ("check",)])
def test_f26_a_reader_that_leaves_early_is_no_error(copied, words):
    with started(copied, *words) as at_work:
        at_work.stdout.close()
        err = at_work.stderr.read()
        assert at_work.wait(timeout=60) in (0, 4)
    assert "Traceback" not in err
    assert "BrokenPipe" not in err


def test_f26_a_closed_screen_is_no_error(copied):
    command = f"exec {sys.executable} -m wtc_eco --folder {copied} overview >&-"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=False)
    assert done.returncode == 0
    assert "Traceback" not in done.stderr


HOSTILE = {
    "a bomb": files.bomb(),
    "far corners": packed(row(1, cell("A1", "nom")) + row(1_048_576, cell("XFD1048576", "x"))),
    "cut short": packed(row(1, cell("A1", "nom")))[:300],
}


@pytest.mark.parametrize("data", HOSTILE.values(), ids=HOSTILE)
def test_f27_a_hostile_workbook_is_refused_within_half_a_gigabyte(copied, tmp_path, data):
    path = tmp_path / "liste.xlsx"
    path.write_bytes(data)
    before = held(copied)
    limited = (
        "import resource, sys; from wtc_eco.cli.errors import run\n"
        f"resource.setrlimit(resource.RLIMIT_AS, ({MEMORY}, {MEMORY}))\n"
        "sys.exit(run(sys.argv[1:]))"
    )
    command = [sys.executable, "-c", limited, "--folder", str(copied), "import", str(path), "--as", "liste"]
    # Each thread of the linear algebra takes room for itself, which is not what is tried here.
    done = subprocess.run(
        command,
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        timeout=120,
    )
    assert done.returncode == 3, done.stderr
    assert "Traceback" not in done.stderr
    assert held(copied) == before


def published(folder, **environment):
    """Every byte that `run` writes, in these surroundings."""
    with started(folder, "run", env={**os.environ, **environment}) as at_work:
        _, err = at_work.communicate(timeout=180)
    assert at_work.returncode == 0, err
    outputs = folder / "outputs"
    return {path.name: path.read_bytes() for path in outputs.rglob("*") if path.is_file()}


def shuffled(path, seed):
    """The table with its rows in another order."""
    head, *rows = csv.reader(io.StringIO(path.read_text(encoding="utf-8")))
    random.Random(seed).shuffle(rows)  # noqa: S311 - an order, not a secret
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([head, *rows])
    path.write_text(out.getvalue(), encoding="utf-8")


def test_f28_neither_seeds_nor_zones_nor_languages_nor_the_order_of_rows_change_a_byte(lived, tmp_path):
    there = [Path(shutil.copytree(lived, tmp_path / name)) for name in ("one", "two", "three")]
    for seed, folder in enumerate(there[1:]):
        # Without a journal: rows in another order are another file, and would be an edit.
        shuffled(folder / "data" / "structures.csv", seed)
    for folder in there:
        (folder / "data" / "journal.jsonl").unlink()
        shutil.rmtree(folder / "data" / "snapshots")
    first = published(there[0], PYTHONHASHSEED="0", TZ="UTC", LC_ALL="C")
    assert first == published(there[1], PYTHONHASHSEED="1", TZ="Pacific/Auckland", LC_ALL="C.UTF-8")
    assert first == published(there[2], PYTHONHASHSEED="random", TZ="America/Lima", LC_ALL="en_US.UTF-8")
    assert len(first) > 5


def test_f28_a_list_in_another_order_gives_the_same_structures(copied, tmp_path):
    other = Path(shutil.copytree(copied, tmp_path / "other"))
    path = write_list(tmp_path / "nouvelle.csv", "Nouvelle")
    head, *rows = path.read_text(encoding="utf-8").splitlines()
    names = []
    for folder, order in ((copied, rows), (other, rows[::-1])):
        path.write_text("\n".join([head, *order, ""]), encoding="utf-8")
        with started(folder, "import", str(path), "--as", "nouvelle", "--kind", "epn") as at_work:
            at_work.communicate(timeout=120)
        assert at_work.returncode == 0
        text = (folder / "data" / "structures.csv").read_text(encoding="utf-8")
        held_ = csv.DictReader(io.StringIO(text))
        names.append(sorted((line["name"], line["street"], line["postal_code"]) for line in held_))
    assert names[0] == names[1]
