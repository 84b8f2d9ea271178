"""The folder's own figures of need: people counted by public, and answers of the public."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from wtc_eco import model
from wtc_eco.store.csv_tables import from_csv

NEED_FILES: Mapping[str, tuple[str, tuple[model.Column, ...]]] = {
    "population": ("population.csv", model.POPULATION),
    "answers": ("public_answers.csv", model.PUBLIC_ANSWERS),
}
"""What can be brought in: its file of `data/`, and its columns."""


def local_need(folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """The rows of both files, people counted first; each is empty where the file is absent."""
    counted, answers = (_rows(folder / "data" / name, columns) for name, columns in NEED_FILES.values())
    return counted, answers


def has_local_need(folder: Path) -> bool:
    """Whether the folder has figures of its own, which replace the pack's."""
    return any((folder / "data" / name).is_file() for name, _ in NEED_FILES.values())


def _rows(path: Path, columns: tuple[model.Column, ...]) -> list[dict[str, Any]]:
    frame, _ = from_csv(path, columns)
    return [{str(key): value for key, value in row.items()} for row in frame.to_dict("records")]
