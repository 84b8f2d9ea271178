"""The forms as sent out, filled in and exported by their tools: only what a form asks can be answered in it."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
from crowd import Answer

from wtc_eco.territory import load
from wtc_eco.territory.questionnaire import Question

QUESTIONS = load().questionnaire.questions
Cell = Callable[[Answer], str]


def label(term: Any) -> str:
    return term.label["fr"]


def _written(columns: Sequence[tuple[str, Cell]], answers: Sequence[Answer]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow([title for title, _ in columns])
    writer.writerows([[cell(answer) for _, cell in columns] for answer in answers])
    return stream.getvalue().encode("utf-8-sig")


def _moment(answer: Answer) -> datetime:
    return datetime.fromisoformat(answer["at"])


def boxes_of(answer: Answer, code: str, line: str) -> list[str]:
    if code == "C4B":
        return answer.get("C4", {}).get(line, ("", []))[1]
    return answer.get(code, {}).get(line, [])


# ---------------------------------------------------------------- Google Forms


def asked_by_google(script: str) -> dict[str, Any]:
    """What the script holds for Google: the constant that it declares."""
    held = script.split("const SURVEY = ", 1)[1].split(";\n\nfunction", 1)[0]
    return json.loads(held)


def google(script: str, answers: Sequence[Answer]) -> bytes:
    """The downloaded answers of the form, a column an item and a line of a grid."""
    (form,) = asked_by_google(script)["forms"]
    by_id = {one["id"]: one["choice"] for one in form["recipients"]}
    columns: list[tuple[str, Cell]] = [
        ("Horodateur", lambda answer: f"{_moment(answer):%Y/%m/%d %I:%M:%S %p} UTC+1")
    ]
    for item in form["items"]:
        columns += list(_google_columns(item, by_id))
    return _written(columns, answers)


def _google_columns(item: Mapping[str, Any], by_id: Mapping[str, str]) -> Iterator[tuple[str, Cell]]:
    title = item["title"]
    if item.get("identity"):
        yield title, lambda answer: by_id[answer["A1"]]
        return
    question = next((one for one in QUESTIONS.values() if label(one) == title), None)
    if item["type"] in ("page", "section"):
        return
    if question is None:  # a part of a text in several
        part, row = next(
            (one.code, row.id)
            for one in QUESTIONS.values()
            for row in one.rows.values()
            if one.type in ("texts", "lines") and label(row) == title
        )
        yield title, lambda answer: _part(answer, part, row)
    elif item["type"] in ("grid", "box_grid"):
        for line in item["rows"]:
            yield f"{title} [{line}]", lambda answer, line=line: _line(question, answer, line, item)
    else:
        yield title, lambda answer: _chosen(question, answer, item.get("choices"))


def _part(answer: Answer, code: str, row: str) -> str:
    if code == "C4":
        return answer.get("C4", {}).get(row, ("", []))[0]
    return answer.get(code, {}).get(row, "")


def _chosen(question: Question, answer: Answer, choices: Sequence[str] | None) -> str:
    said = answer.get(question.code)
    if not said or choices is None:
        return said or ""
    words = [label(question.options[id_]) for id_ in ([said] if isinstance(said, str) else said)]
    assert set(words) <= set(choices)
    return ";".join(words)


def _line(question: Question, answer: Answer, line: str, item: Mapping[str, Any]) -> str:
    if question.type == "grid":
        row = next(row.id for row in question.rows.values() if label(row) == line)
        ids = [answer.get(question.code, {}).get(row)]
    else:
        row = next((row.id for row in question.rows.values() if label(row) == line), None)
        ids = boxes_of(answer, question.code, row or line[1:].split("]", maxsplit=1)[0])
    words = [label(question.options[id_]) for id_ in ids if id_]
    assert set(words) <= set(item["columns"])
    return ";".join(words)


# ---------------------------------------------------------------- LimeSurvey


def limesurvey(structure: bytes, participants: bytes, answers: Sequence[Answer]) -> bytes:
    """The export in codes: the columns that a survey of this structure has, as its manual names them."""
    rows = list(csv.DictReader(io.StringIO(structure.decode("utf-8-sig")), delimiter="\t"))
    tokens = {row["attribute_1"]: row["token"] for row in csv.DictReader(io.StringIO(participants.decode()))}
    columns: list[tuple[str, Cell]] = [
        ("id", lambda answer: answer["A1"][1:]),
        ("submitdate", lambda answer: answer["at"]),
        ("lastpage", lambda _: "3"),
        ("startlanguage", lambda _: "fr"),
        ("token", lambda answer: tokens[answer["A1"]]),
    ]
    for question, own in _limesurvey_questions(rows):
        columns += list(_limesurvey_columns(question, own))
    return _written(columns, answers)


def _limesurvey_questions(rows: Sequence[Mapping[str, str]]) -> list[tuple[dict, list[dict]]]:
    """The questions of the base language, each with its subquestions and answers."""
    found: list[tuple[dict, list[dict]]] = []
    for row in rows:
        if row["language"] != "fr":
            continue
        if row["class"] == "Q":
            found.append((dict(row), []))
        elif row["class"] in ("SQ", "A"):
            found[-1][1].append(dict(row))
    return found


def _limesurvey_columns(row: dict, own: list[dict]) -> Iterator[tuple[str, Cell]]:  # noqa: C901, PLR0912 - one case a type of question
    code, kind = row["name"], row["type/scale"]
    question = QUESTIONS[code]
    lines = [sub["name"] for sub in own if sub["class"] == "SQ" and sub["type/scale"] == "0"]
    match kind:
        case "*":
            yield code, lambda _: ""  # an equation that no participant list has filled in
        case "L" | "!":
            codes = [sub["name"] for sub in own if sub["class"] == "A"]
            yield code, lambda answer: codes[_place(question.options, answer[code])] if code in answer else ""
        case "M":
            for line in lines:
                yield (
                    f"{code}[{line}]",
                    lambda answer, line=line: (
                        "Y" if _id(question.options, line) in answer.get(code, []) else ""
                    ),
                )
        case "F":
            codes = [sub["name"] for sub in own if sub["class"] == "A"]
            for line in lines:
                yield (
                    f"{code}[{line}]",
                    lambda answer, line=line: (
                        codes[_place(question.options, answer[code][_id(question.rows, line)])]
                        if code in answer
                        else ""
                    ),
                )
        case "Q":
            for line in lines:
                yield (
                    f"{code}[{line}]",
                    lambda answer, line=line: _part(answer, code, _id(question.rows, line)),
                )
        case ":":
            boxes = [sub["name"] for sub in own if sub["class"] == "SQ" and sub["type/scale"] == "1"]
            for line in lines:
                about = line if line.startswith("S") and line[1:].isdigit() else _id(question.rows, line)
                for box in boxes:
                    yield (
                        f"{code}[{line}_{box}]",
                        lambda answer, about=about, box=box: (
                            "1" if _id(question.options, box) in boxes_of(answer, code, about) else ""
                        ),
                    )
        case _:
            yield code, lambda answer: answer.get(code, "")
    if row["other"] == "Y":
        yield f"{code}[other]", lambda _: ""


def _id(terms: Mapping[str, Any], code: str) -> str:
    return tuple(terms)[int(code.removeprefix("SQ")) - 1]


def _place(terms: Mapping[str, Any], id_: str) -> int:
    return tuple(terms).index(id_)


# ---------------------------------------------------------------- the workbook


def grid(path: Path, answers: Sequence[Answer], to: Path, *, only: Paper | None = None) -> Path:
    """The workbook with the answers written in its cells; `only` what stands on the paper sheets is copied."""
    book = openpyxl.load_workbook(path)
    offer, network = book.worksheets[0], book.worksheets[1]
    titles = {offer.cell(1, at).value: at for at in range(1, offer.max_column + 1)}
    rows = {_number(offer.cell(at, titles["A1 Structure"]).value): at for at in range(2, offer.max_row + 1)}
    for answer in answers:
        row = rows[answer["A1"]]
        offer.cell(row, titles["Date"]).value = f"{_moment(answer):%d/%m/%Y %H:%M:%S}"
        for title, at in titles.items():
            if text := _in_offer(title, answer, only):
                offer.cell(row, at).value = text
        _in_network(network, answer, only)
    book.save(to)
    return to


def _number(text: str | None) -> str:
    return str(text or "").split("]")[0].strip("[")


def _in_offer(title: str, answer: Answer, only: Paper | None) -> str:
    code = title.split(" ", maxsplit=1)[0].rstrip(".")
    question = QUESTIONS.get(code)
    if question is None or code not in answer or question.type in ("identity", "box_grid", "lines"):
        return ""
    words = title[len(code) :].strip(" .–")
    if question.type == "boxes":
        found = [id_ for id_ in answer[code] if label(question.options[id_]) == words]
        assert only is None or all(only.has(answer["A1"], code, id_) for id_ in found)
        return "x" if found else ""
    if question.type in ("grid", "texts"):
        row = next((row.id for row in question.rows.values() if label(row) == words), None)
        said = answer[code].get(row, "") if row else ""
        assert only is None or not said or question.type == "texts" or only.has(answer["A1"], code, said, row)
        return label(question.options[said]) if said and question.type == "grid" else said
    if question.type == "choice":
        written = code in (only.written if only else ())
        assert only is None or written or only.has(answer["A1"], code, answer[code])
        return label(question.options[answer[code]])
    return answer[code]


def _in_network(page: Any, answer: Answer, only: Paper | None) -> None:
    boxes = {page.cell(1, at).value: at for at in range(3, page.max_column + 1)}
    options = QUESTIONS["C2"].options
    free = iter(answer.get("C4", {}).values())
    for row in range(2, page.max_row + 1):
        if _number(page.cell(row, 1).value) != answer["A1"]:
            continue
        ticked = answer["C2"].get(_number(page.cell(row, 2).value), [])
        assert only is None or all(
            only.has(answer["A1"], "C2", box, _number(page.cell(row, 2).value)) for box in ticked
        )
        if not page.cell(row, 2).value:
            words, ticked = next(free, ("", []))
            page.cell(row, 2).value = words or None
        for box in ticked:
            page.cell(row, boxes[label(options[box])]).value = "x"


# ---------------------------------------------------------------- paper


@dataclass
class Paper(HTMLParser):
    """The boxes that the sheets print: by structure, question, answer and line; questions answered in writing."""

    boxes: set[tuple[str, str, str, str]] = field(default_factory=set)
    written: set[str] = field(default_factory=set)
    _structure: str = ""
    _asked: str = ""
    _line: str = ""

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        held = dict(attrs)
        self._structure = held.get("data-structure") or self._structure
        if asked := held.get("data-asked"):
            self._asked, self._line = asked, ""
        if line := held.get("data-line") or held.get("data-free"):
            self._line = line
        if option := held.get("data-option"):
            self.boxes.add((self._structure, self._asked, option, self._line))
        elif tag == "u":
            self.written.add(self._asked)

    def has(self, structure: str, question: str, option: str, line: str = "") -> bool:
        return (structure, question, option, line) in self.boxes


def paper(page: str) -> Paper:
    found = Paper()
    found.feed(page)
    return found
