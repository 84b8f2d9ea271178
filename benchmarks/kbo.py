"""A national extract of the BCE/KBO beside merely reading it: `python benchmarks/kbo.py [--addresses N]`.

Invented: N addresses, as many enterprises and half as many establishments, a name each, one in three a natural person,
a fifth of them at the postal codes of a register of 500 structures. Ours: `enrich --dry-run`, whole. The peer reads the
rows of the same tables from the zip with `csv` and keeps nothing. CPU seconds of each in turn, and the most memory held.
"""

from __future__ import annotations

import argparse
import csv
import io
import random
import resource
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import wtc_eco as eco

TOWNS = (("5000", "Namur"), ("5100", "Namur"), ("5500", "Dinant"), ("5300", "Andenne"))
ELSEWHERE = tuple((str(1000 + n), "Ailleurs") for n in range(16))
WORDS = (
    "Tilleul",
    "Moulin",
    "Cerisier",
    "Atelier",
    "Relais",
    "Source",
    "Verger",
    "Phare",
    "Quai",
    "Pont",
    "Clics",
    "Forge",
)
TITLES = {
    "enterprise": "EnterpriseNumber,Status,JuridicalSituation,TypeOfEnterprise,JuridicalForm,JuridicalFormCAC,StartDate",
    "establishment": "EstablishmentNumber,StartDate,EnterpriseNumber",
    "denomination": "EntityNumber,Language,TypeOfDenomination,Denomination",
    "address": "EntityNumber,TypeOfAddress,CountryNL,CountryFR,Zipcode,MunicipalityNL,MunicipalityFR,StreetNL,StreetFR,"
    "HouseNumber,Box,ExtraAddressInfo,DateStrikingOff",
    "contact": "EntityNumber,EntityContact,ContactType,Value",
    "code": "Category,Code,Language,Description",
    "meta": "Variable,Value",
}
OURS = """
import resource, sys
import wtc_eco as eco
told = eco.open(sys.argv[2]).imports.kbo(sys.argv[1], rehearsal=True)
use = resource.getrusage(resource.RUSAGE_SELF)
print(use.ru_utime + use.ru_stime, use.ru_maxrss // 1024, len(told.proposals))
"""
PEER = """
import csv, io, resource, sys, zipfile
with zipfile.ZipFile(sys.argv[1]) as archive:
    for name in archive.namelist():
        with archive.open(name) as stream:
            for row in csv.reader(io.TextIOWrapper(stream, encoding="utf-8", newline="")):
                pass
use = resource.getrusage(resource.RUSAGE_SELF)
print(use.ru_utime + use.ru_stime, use.ru_maxrss // 1024, 0)
"""


def number(n: int) -> str:
    """The number of an enterprise, with its check digits."""
    digits = f"{n:08d}{97 - n % 97:02d}"
    return f"{digits[:4]}.{digits[4:7]}.{digits[7:]}"


def name(n: int) -> str:
    """What the n-th enterprise is called; two words and a number, so that few are called alike."""
    return f"{WORDS[n % 12]} du {WORDS[n // 12 % 12]} {n // 144}"


def place(n: int) -> tuple[str, str, str, str]:
    """Its postal code, locality, street and house number."""
    code, town = TOWNS[n // 5 % 4] if n % 5 == 0 else ELSEWHERE[n % 16]
    return code, town, f"Rue du {WORDS[n // 7 % 12]}", str(n % 200 + 1)


def tables(addresses: int) -> dict[str, Callable[[], Iterator[tuple[str, ...]]]]:
    """The rows of each table, made as they are written."""

    def address() -> Iterator[tuple[str, ...]]:
        for n in range(addresses):
            code, town, street, house = place(n)
            yield number(1_000_000 + n), "REGO", "", "", code, town, town, street, street, house, "", "", ""

    return {
        "meta": lambda: iter([("SnapshotDate", "30-10-2026"), ("ExtractType", "full")]),
        "code": lambda: iter([("JuridicalSituation", "000", "FR", "Situation normale")]),
        "enterprise": lambda: (
            (number(1_000_000 + n), "AC", "000", "1" if n % 3 == 0 else "2", "017", "", "01-01-2000")
            for n in range(addresses)
        ),
        "establishment": lambda: (
            (number(20_000_000 + n), "01-01-2000", number(1_000_000 + n)) for n in range(addresses // 2)
        ),
        "denomination": lambda: ((number(1_000_000 + n), "1", "001", name(n)) for n in range(addresses)),
        "address": address,
        "contact": lambda: (
            (number(1_000_000 + n), "ENT", "TEL", f"081 {n % 900_000:06d}") for n in range(0, addresses, 4)
        ),
    }


def write(path: Path, addresses: int) -> None:
    """The zip of the month."""
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for table, rows in tables(addresses).items():
            with (
                archive.open(f"{table}.csv", "w", force_zip64=True) as binary,
                io.TextIOWrapper(binary, encoding="utf-8", newline="") as text,
            ):
                text.write(TITLES[table] + "\n")
                csv.writer(text, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows())


def register(folder: Path, addresses: int) -> None:
    """500 structures: every second stands in the zip under its own name, the others do not."""
    chance = random.Random(1)  # noqa: S311 - a list, no secret
    here = [n for n in range(0, addresses, 5) if n % 3]
    ours = eco.init(folder, bassin="namur")
    with (folder / "list.csv").open("w", encoding="utf-8", newline="") as stream:
        rows = csv.writer(stream, delimiter=";")
        rows.writerow(("nom", "rue", "code postal", "localité"))
        for at, n in enumerate(chance.sample(here, 500)):
            code, town, street, house = place(n)
            rows.writerow((name(n) if at % 2 else f"Espace Inconnu {at}", f"{street} {house}", code, town))
    ours.imports.structures(folder / "list.csv", source="list", collected_on="2026-01-01")


def measured(code: str, *arguments: Path) -> tuple[float, int, int]:
    """CPU seconds, megabytes at most, proposals."""
    command = [sys.executable, "-c", code, *map(str, arguments)]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    seconds, megabytes, proposals = done.stdout.split()
    return float(seconds), int(megabytes), int(proposals)


def main() -> None:
    """Write the zip, then measure both."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--addresses", type=int, default=1_000_000)
    addresses = parser.parse_args().addresses
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        write(folder / "kbo.zip", addresses)
        register(folder / "ours", addresses)
        peer = measured(PEER, folder / "kbo.zip")
        ours = measured(OURS, folder / "kbo.zip", folder / "ours")
    sys.stdout.write(
        f"{addresses:,} addresses: {ours[0]:.1f} s of CPU, {ours[0] / peer[0]:.1f} times merely reading ({peer[0]:.1f} s); "
        f"{ours[1]} MB at most (reading: {peer[1]} MB); {ours[2]} proposals\n"
    )


if __name__ == "__main__":
    main()
