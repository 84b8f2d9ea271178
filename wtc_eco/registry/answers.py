"""Answers to a survey, as matching is to see them: the structure that the respondent chose in the list.

An answer says what a structure offers, not who it is: seen with its name and without its street, it
would draw together structures that their addresses hold apart. It is known by a decision «same» that
its own survey made, from the question in which the respondent chose.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from wtc_eco import model
from wtc_eco.registry.corrections import corrected_view

if TYPE_CHECKING:
    import pandas as pd

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
    found: dict[int, int] = {}
    for line in decisions.to_dict("records"):
        left, right = str(line["left"] or ""), str(line["right"] or "")
        if not (left.isdecimal() and right.isdecimal()):
            continue
        answer, listed = int(left), int(right)
        by_survey = line["decided_by"] is not None and line["decided_by"] == source.get(answer)
        if line["verdict"] == "same" and by_survey and str(line["why"] or "").startswith(CHOSEN):
            found[answer] = listed
        elif line["verdict"] != "same":
            for one, other in ((answer, listed), (listed, answer)):
                if found.get(one) == other:
                    del found[one]
    return found
