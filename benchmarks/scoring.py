"""Precision and recall over pairs of labelled records."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any


def pairwise(clusters: Mapping[str, str], truth: Mapping[str, str]) -> dict[str, float]:
    """Precision, recall, F1, false and missed pairs; records without a true structure are left out."""
    known = {record: true for record, true in truth.items() if true}
    found = {record: clusters.get(record, f"alone {record}") for record in known}
    right = _pairs((found[record], true) for record, true in known.items())
    said, real = _pairs(found.values()), _pairs(known.values())
    precision, recall = (right / said if said else 1.0), (right / real if real else 1.0)
    f1 = 2 * precision * recall / (precision + recall) if precision + recall else 0.0
    return {"precision": precision, "recall": recall, "f1": f1, "false": said - right, "missed": real - right}


def _pairs(groups: Iterable[Any]) -> int:
    """How many pairs groups of these sizes hold."""
    return sum(size * (size - 1) // 2 for size in Counter(groups).values())
