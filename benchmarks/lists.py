"""Labelled lists in one form, whatever they looked like: rows to match, and the truth kept apart."""

from __future__ import annotations

import csv
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

FIELDS = ("id", "source", "name", "address", "postcode", "city", "phone", "email", "website", "bce", "unit", "lat", "lon")  # fmt: skip
SCHOOLS = {
    "Nom de l'établissement": "name",
    "Adresse de l'implantation": "address",
    "Code postal de l'implantation": "postcode",
    "Localité de l'implantation": "city",
    "Latitude": "lat",
    "Longitude": "lon",
}
SCHOOL_TRUTH = ("N° FASE de l'établissement", "N° FASE de l'implantation")
SCHOOL_NUMBER = "Numéro BCE de l'établissement"
SEEDS = {20_000: 42, 100_000: 42, 1_000_000: 44}

Row = Mapping[str, str]


@dataclass(frozen=True)
class Labelled:
    """A list to match, in a file without its labels, and the true structure of each id (`""`: unlabelled)."""

    name: str
    country: str
    plain: Path
    truth: Mapping[str, str]


def generated(generator: Path, n: int, folder: Path) -> Labelled:
    """`n` records with known duplicates, made by the reference generator."""
    path = folder / f"generated-{n}.csv"
    subprocess.run([sys.executable, generator, str(n), path, "--seed", str(SEEDS.get(n, n))], check=True)
    return labelled(path, folder, "BE")


def labelled(path: Path, folder: Path, country: str) -> Labelled:
    """A labelled list: a column `true_id`, or the school register, whose FASE columns are the truth."""
    with path.open(encoding="utf-8-sig", newline="") as stream:
        held = list(csv.DictReader(stream))
    schools = SCHOOL_TRUTH[0] in held[0]
    rows = [_school(row, number) if schools else dict(row) for number, row in enumerate(held, start=1)]
    truth = {row["id"]: row.pop("true_id") for row in rows}
    plain = folder / f"plain-{path.stem}.csv"
    _write(plain, rows)
    return Labelled(path.stem, country_of(path, country), plain, truth)


def country_of(path: Path, default: str) -> str:
    """The country a list's name begins with, else the default."""
    return path.name[:2].upper() if path.name[2:3] == "_" else default


def _school(row: Row, number: int) -> dict[str, str]:
    """A row of the school register; its enterprise number may be that of an establishment unit."""
    found = {field: row[title] for title, field in SCHOOLS.items()}
    enterprise = row[SCHOOL_NUMBER]
    found["bce" if enterprise[:1] in "01" else "unit"] = enterprise
    truth = "/".join(row[title] for title in SCHOOL_TRUTH)
    return {**found, "id": str(number), "source": "schools", "true_id": truth}


def _write(path: Path, rows: Sequence[Row]) -> None:
    used = [field for field in FIELDS if any(row.get(field) for row in rows)]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, used, restval="", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)
