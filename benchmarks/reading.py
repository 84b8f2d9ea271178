"""Reading a long list beside a peer: `python benchmarks/reading.py [--rows N] [--before FOLDER]`.

An invented list of 19 columns, nearly every cell another. Ours: table, columns, records with every doubt told. The
peer does by hand what a script does with two of these columns: `csv`, and `phonenumbers` for each phone. With `--before`,
another checkout of this project (its texts compiled) reads the same file in turn. CPU seconds, the least of three.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import phonenumbers

ROUNDS = 3
TOWNS = (("5000", "Namur"), ("7000", "Mons"), ("4000", "Liège"), ("6000", "Charleroi"), ("1300", "Wavre"))
KINDS = ("EPN", "CPAS", "Bibliothèque", "ASBL", "Commune")
THEMES = ("Bases", "Sécurité en ligne", "Smartphone", "Démarches administratives en ligne")
TITLES = (
    "id", "nom", "type", "rue", "code postal", "localité", "téléphone", "e-mail", "site web", "BCE", "latitude", "longitude",
    "horaires", "thèmes", "publics", "créneaux", "remarque", "mis à jour le", "col A",
)  # fmt: skip
OURS = """
import sys, time
from pathlib import Path
import wtc_eco as eco
from wtc_eco.sources import propose, read_records, read_table
pack = eco.load_territory("wallonie")
pack = getattr(pack, "_inner", pack)
start = time.process_time()
table = read_table(Path(sys.argv[1]))
read_records(table, propose(table, pack).map, pack, source="list")
print(time.process_time() - start)
"""


def write(path: Path, n: int) -> None:
    """The list, the same at each run."""
    chance = random.Random(1)  # noqa: S311 - a list, no secret
    with path.open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(TITLES)
        for i in range(n):
            (code, town), kind, number = chance.choice(TOWNS), chance.choice(KINDS), 4_000_000 + i
            rows.writerow((
                f"a{i}", f"{kind} Le Tilleul {i}", kind, f"Rue du Test {i % 300}", code, town,
                f"081 {i % 90 + 10} {i % 80 + 10} {i % 70 + 10}", f"info{i}@ex{i}.be", f"www.ex{i}.be",
                f"{number:08d}{97 - number % 97:02d}", f"{50 + i % 100 / 200:.4f}", f"{4 + i % 100 / 100:.4f}",
                "lu-ve 9h-12h et 13h-17h" if i % 2 else "mardi 14h-18h", "; ".join(chance.sample(THEMES, 2)),
                "Aînés; jeunes", "matin", f"note {i}", "2026-03-01", f"v{i}",
            ))  # fmt: skip


def ours(path: Path, folder: Path) -> float:
    """CPU seconds of the project in this folder."""
    command = [sys.executable, "-c", OURS, str(path)]
    done = subprocess.run(
        command,
        env={**os.environ, "PYTHONPATH": str(folder)},
        cwd=folder,  # Python looks there first
        check=True,
        capture_output=True,
        text=True,
    )
    return float(done.stdout)


def peer(path: Path) -> float:
    """CPU seconds of `csv` and `phonenumbers`."""
    start = time.process_time()
    with path.open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream, delimiter=";"):
            number = phonenumbers.parse(row["téléphone"], "BE")
            if phonenumbers.is_valid_number(number):
                phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return time.process_time() - start


def main() -> None:
    """Each reads in turn, so that a busy machine slows all of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--before", type=Path)
    options = parser.parse_args()
    here = Path(__file__).resolve().parent.parent
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "list.csv"
        write(path, options.rows)
        readers: dict[str, Callable[[], float]] = {
            "wtc-eco": lambda: ours(path, here),
            "csv and phonenumbers": lambda: peer(path),
        }
        if before := options.before:
            readers["wtc-eco before"] = lambda: ours(path, before.resolve())
        rounds = [{name: read() for name, read in readers.items()} for _ in range(ROUNDS)]
    least = {name: min(each[name] for each in rounds) for name in readers}
    for name, seconds in least.items():
        print(f"{name}: {seconds:.2f} s CPU, {seconds / least['wtc-eco']:.2f} × ours")


if __name__ == "__main__":
    main()
