"""Records that are not of a list: corrections of a person, and the answers to a survey as matching is to see them.

A correction is a record of `coordination` about one structure, to which a decision «same» ties it. Its `extra` has a
part `correction`: who made it (`by`), why, and the columns it empties; its other columns are the values it gives. A
structure that a person added is a record of `coordination` without that part.

An answer says what a structure offers, not who it is: seen with its name and without its street, it would draw
together structures that their addresses hold apart. It is known by the decision «same» that its survey made, from
the question in which the respondent chose; `compared_view` shows it as that structure.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    import pandas as pd

Row = Mapping[str, Any]

COORDINATION = "coordination"
"""The source of what a person says: trusted above every list."""

PART = "correction"
"""The part of `extra` by which a correction is known."""

_OF_THE_LIST = ("record", "source", "source_id", "collected_on", "withdrawn_on", "country", "extra")
CORRECTABLE = tuple(name for name in model.names(model.RECORDS) if name not in _OF_THE_LIST)
"""The columns that a person may correct."""


@dataclass(frozen=True)
class Correction:
    """One column that a person corrected; `value` is None where it was emptied.

    `lists` is what the lists say of it now, the list to believe first; `overruled` says that a later
    correction of the column counts.
    """

    record: int
    column: str
    value: Any
    by: str | None
    on: str | None
    why: str | None
    lists: tuple[tuple[str, Any], ...] = ()
    overruled: bool = False


def is_correction(row: Mapping[Any, Any]) -> bool:
    """Whether a record only corrects another."""
    extra = row.get("extra")
    return row.get("source") == COORDINATION and isinstance(extra, Mapping) and PART in extra


def correction_record(
    values: Mapping[str, Any],
    *,
    record: int,
    on: str | None,
    by: str | None,
    why: str | None,
) -> dict[str, Any]:
    """The record of a correction; a column whose value is None is emptied."""
    emptied = [name for name in CORRECTABLE if name in values and values[name] is None]
    about = {"by": by, "why": why, "emptied": emptied}
    return {
        **{name: value for name, value in values.items() if value is not None},
        "record": record,
        "source": COORDINATION,
        "collected_on": on,
        "extra": {PART: {key: value for key, value in about.items() if value}},
    }


def taken_from(row: Row) -> str | None:
    """The folder whose proposal a person accepted with this correction; None for a word of our own."""
    folder = row["extra"][PART].get("folder")
    return str(folder) if folder else None


def spoken_of(row: Row) -> dict[str, Any]:
    """The columns a correction speaks of, with its values; None where it empties one."""
    emptied = row["extra"][PART].get("emptied", ())
    return {name: row[name] for name in CORRECTABLE if row.get(name) is not None} | dict.fromkeys(
        name for name in emptied if name in CORRECTABLE
    )


def history(corrections: Iterable[Row], lists: Sequence[Row]) -> tuple[Correction, ...]:
    """Every column ever corrected, oldest first; of two corrections of a column the later record counts."""
    corrections_made: list[Correction] = []
    last: dict[str, int] = {}
    for row in sorted(corrections, key=lambda row: row["record"]):
        about = row["extra"][PART]
        for name, value in spoken_of(row).items():
            listed = _said(lists, name)
            last[name] = len(corrections_made)
            corrections_made.append(
                Correction(
                    row["record"], name, value, about.get("by"), row["collected_on"], about.get("why"), listed
                )
            )
    return tuple(
        one if last[one.column] == place else _overruled(one) for place, one in enumerate(corrections_made)
    )


def _overruled(one: Correction) -> Correction:
    return Correction(one.record, one.column, one.value, one.by, one.on, one.why, one.lists, overruled=True)


def _said(lists: Sequence[Row], name: str) -> tuple[tuple[str, Any], ...]:
    values = ((row["source"] or "", row[name]) for row in lists if row[name] is not None)
    distinct = {(source, str(value)): (source, value) for source, value in values}
    return tuple(distinct.values())


def corrected_view(records: pd.DataFrame, decisions: pd.DataFrame) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """The records as matching is to see them, and the corrections of which no structure is left.

    A correction alone has no name; it is compared as the whole record that it makes of the one it
    corrects, so that a new list that has it right finds its structure. Corrections left without
    a structure are not compared.
    """
    rows = [{str(name): value for name, value in row.items()} for row in records.to_dict("records")]
    if not any(is_correction(row) for row in rows):
        return records, ()
    anchors = _anchors(rows, decisions)
    known = {row["record"]: row for row in rows if not is_correction(row)}
    seen: list[Row] = []
    orphans: list[int] = []
    standing: dict[int, dict[str, Any]] = {}
    for row in sorted(rows, key=lambda row: row["record"]):
        if not is_correction(row):
            seen.append(row)
        elif (anchor := anchors.get(row["record"])) is None:
            orphans.append(row["record"])
        else:
            standing[anchor] = {**standing.get(anchor, known[anchor]), **spoken_of(row)}
            seen.append({**standing[anchor], **{name: row[name] for name in _OF_THE_LIST}})
    return model.frame(model.RECORDS, seen), tuple(orphans)


def _anchors(rows: Sequence[Row], decisions: pd.DataFrame) -> dict[int, int]:
    """The record that each correction corrects: by its number, else by the words decided upon."""
    numbers = {row["record"] for row in rows if not is_correction(row)}
    corrections = {row["record"] for row in rows} - numbers
    by_words: dict[str, set[int]] = {}
    for row in rows:
        if row["record"] in numbers:
            words = fold(" ".join(str(row[name]) for name in ("name", "street", "postal_code") if row[name]))
            by_words.setdefault(words, set()).add(row["record"])
    anchor_of: dict[int, int] = {}
    for line in decisions.to_dict("records"):
        left, right = (
            int(text) if (text := str(line[side] or "")).isdigit() else -1 for side in ("left", "right")
        )
        if line["verdict"] != "same" or left not in corrections:
            continue
        records = {right} if right in numbers else by_words.get(fold(str(line["right_words"] or "")), set())
        if len(records) == 1:
            anchor_of[left] = min(records)
    return anchor_of


CHOSEN = "A1: "
"""How the reason of such a decision begins: the question, then the id that was chosen."""

REQUEST = "request"
"""The part of `extra` by which a request is known: the record that says who was asked, when, with which list."""

_OF_THE_ANSWER = ("record", "source", "source_id", "collected_on", "withdrawn_on", "extra")


def is_request(row: Mapping[Any, Any]) -> bool:
    """Whether a record only says that its structure was asked: nobody has said that it is there."""
    extra = row.get("extra")
    return isinstance(extra, Mapping) and REQUEST in extra


def compared_view(records: pd.DataFrame, decisions: pd.DataFrame) -> tuple[pd.DataFrame, tuple[int, ...]]:
    """The records as matching is to see them, corrections and answers as the structures they speak of.

    The second are the corrections of which no structure is left.
    """
    corrected, orphans = corrected_view(records, decisions)
    anchors = chosen(records, decisions)
    if not anchors:
        return corrected, orphans
    known: dict[int, dict[str, Any]] = {}
    for row in sorted(corrected.to_dict("records"), key=lambda row: row["record"]):
        own = {str(name): value for name, value in row.items()}
        listed = known.get(anchors.get(own["record"], 0))
        known[own["record"]] = (
            own if listed is None else {**listed, **{name: own[name] for name in _OF_THE_ANSWER}}
        )
    rows = [known[number] for number in corrected["record"].tolist()]
    return model.frame(model.RECORDS, rows), orphans


def chosen(records: pd.DataFrame, decisions: pd.DataFrame) -> dict[int, int]:
    """The record that each answer and each request is of; a person's later word on the two undoes it."""
    source = dict(zip(records["record"].tolist(), records["source"].tolist(), strict=True))
    record_of: dict[int, int] = {}
    for line in decisions.to_dict("records"):
        left, right = str(line["left"] or ""), str(line["right"] or "")
        if not (left.isdecimal() and right.isdecimal()):
            continue
        answer, listed = int(left), int(right)
        by_survey = line["decided_by"] is not None and line["decided_by"] == source.get(answer)
        if line["verdict"] == "same" and by_survey and str(line["why"] or "").startswith(CHOSEN):
            record_of[answer] = listed
        elif line["verdict"] != "same":
            for one, other in ((answer, listed), (listed, answer)):
                if record_of.get(one) == other:
                    del record_of[one]
    return record_of


STILL = 0.5
"""A record that still says this share of the words decided upon is the one that was meant."""


def as_meant(decisions: pd.DataFrame, records: pd.DataFrame) -> pd.DataFrame:
    """The decisions without the words of the sides whose record is still there under its number.

    Words serve to find a record that lost its number. Where the number still names it, and its list
    only corrected it, the same words in another list would lead a «different» of two records to
    one and the same: it would be lost.
    """
    if decisions.empty:
        return decisions
    words = {row["record"]: _words(row) for row in records.to_dict("records")}
    rows = [{str(name): value for name, value in row.items()} for row in decisions.to_dict("records")]
    for row in rows:
        for side in ("left", "right"):
            meant = set(fold(str(row[f"{side}_words"] or "")).split())
            number = str(row[side] or "")
            words_now = words.get(int(number)) if number.isdecimal() else None
            if words_now is not None and meant and len(meant & words_now) >= STILL * len(meant):
                row[f"{side}_words"] = None
    return model.frame(model.DECISIONS, rows)


def _words(row: Mapping[Any, Any]) -> set[str]:
    text = " ".join(str(row[name]) for name in ("name", "street", "postal_code") if row[name] is not None)
    return set(fold(text).split())
