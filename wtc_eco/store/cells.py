"""One cell of a table of `data/`, as this tool or a person wrote it."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

from wtc_eco import model
from wtc_eco.locale import tr
from wtc_eco.model import Column

_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_BELGIAN = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})")
_DECIMAL = re.compile(r"-?\d{1,12}(?:[.,]\d{1,20})?")
_WHOLE = re.compile(r"[0-9]{1,15}")


def written(value: Any, column: Column) -> str:
    """The cell of a value; line ends become LF, so that a table reads back as it was written."""
    if isinstance(value, str) and column.type in ("text", "date") and "\r" not in value:
        return value
    return model.to_cell(value, column).replace("\r\n", "\n").replace("\r", "\n")


def _is_settled(value: Any, column: Column) -> bool:
    """Whether a text or a list of texts is read back as it is, seen at once: nearly all are."""
    if isinstance(value, str):
        return column.type in ("text", "date") and value != "" and "\r" not in value
    if isinstance(value, tuple) and column.type in ("texts", "terms"):
        joined = "".join(value)
        return (
            all(value)
            and value != (model.NONE_WORD,)
            and model.SEPARATOR not in joined
            and "\r" not in joined
        )
    return False


def settled(value: Any, column: Column) -> Any:
    """The value as it will be once written and read again.

    A list item that holds `|`, an empty text, a CRLF: what comes in is settled before it is compared
    with what is held, or the second import of a list would find differences that nobody made.
    """
    if _is_settled(value, column):
        return value
    try:
        found = model.from_cell(written(value, column), column)
    except (ValueError, OverflowError, TypeError):
        return None
    return value if found == value and type(found) is type(value) else found


def read(text: str, column: Column) -> tuple[Any, bool]:
    """The value, and whether it was written otherwise than we write it (Excel's dates, decimal commas).

    Raises `ValueError` with the sentence that says what the cell should hold.
    """
    match column.type:
        case "date":
            return _date(text)
        case "number":
            return _number(text, column)
        case "whole":
            if not _WHOLE.fullmatch(text) or int(text) < 1:
                raise ValueError(tr("a whole number from 1"))
            return int(text), text != str(int(text))
        case _:
            try:
                return model.from_cell(text, column), False
            except (ValueError, KeyError) as error:
                raise ValueError(tr("a text in JSON, between braces")) from error


def _date(text: str) -> tuple[str, bool]:
    found = _BELGIAN.fullmatch(text)
    iso = f"{found[3]}-{int(found[2]):02}-{int(found[1]):02}" if found else text
    try:
        if not _ISO.fullmatch(iso):
            raise ValueError(text)  # noqa: TRY301 - one sentence for both faults
        date.fromisoformat(iso)
    except ValueError as error:
        raise ValueError(tr("a date written 2024-06-30")) from error
    return iso, iso != text


def _number(text: str, column: Column) -> tuple[float, bool]:
    try:
        return model.from_cell(text, column), False
    except ValueError as error:
        if _DECIMAL.fullmatch(text):
            return float(text.replace(",", ".")), True
        raise ValueError(tr("a number")) from error
