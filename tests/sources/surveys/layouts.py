"""The exports of the survey tools, written from the same answers: one function a layout."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from respondents import ANSWERS, REGISTER, ROSTER

from wtc_eco.territory import load
from wtc_eco.territory.questionnaire import Question

QUESTIONS = {code: one for code, one in load().questionnaire.questions.items() if one.part != "follow_up"}
NAMES = {id_: f"[{id_}] {name} – {locality}" for id_, name, _, _, _, locality in REGISTER}
Answer = dict[str, Any]
UNLISTED = QUESTIONS["A1"].options["unlisted"].label["fr"]


@dataclass(frozen=True)
class Column:
    """A column of an export: its title, and the cell of an answer."""

    title: str
    cell: Callable[[Answer], str]


def written(columns: list[Column], *, delimiter: str = ",", answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """The export as a file."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, delimiter=delimiter)
    writer.writerow([column.title for column in columns])
    writer.writerows([[column.cell(answer) for column in columns] for answer in answers])
    return stream.getvalue().encode("utf-8-sig")


def text(question: Question) -> str:
    return question.label["fr"]


def label(question: Question, id_: str) -> str:
    return question.options[id_].label["fr"]


def place(words, id_: str) -> int:
    """The place of a term among its list, from 1: LimeSurvey's codes are made of it."""
    return tuple(words).index(id_) + 1


def other(answer: Answer, code: str) -> str:
    return answer.get("other", {}).get(code, "")


def lines(question: Question) -> list[tuple[str, str]]:
    """The lines of a grid of boxes, id and title: the listed structures, or the free lines."""
    if len(question.rows):
        return [(row.id, row.label["fr"]) for row in question.rows.values()]
    return [(id_, NAMES[id_]) for id_ in ROSTER]


def boxes_of(answer: Answer, code: str, line: str) -> list[str]:
    if code == "C4B":
        return answer.get("C4", {}).get(line, ("", []))[1]
    return answer.get(code, {}).get(line, [])


def free_line(answer: Answer, line: str) -> str:
    return answer.get("C4", {}).get(line, ("", []))[0]


def moment(answer: Answer) -> datetime:
    return datetime.fromisoformat(answer["at"])


# ---------------------------------------------------------------- Google Forms


def google(*, delimiter: str, clock: Callable[[datetime], str]) -> list[Column]:
    """One column a question, a line of a grid or a short text; boxes joined in one cell."""
    columns = [Column("Horodateur", lambda answer: clock(moment(answer)))]
    for question in QUESTIONS.values():
        columns += list(_google_columns(question, delimiter))
    return columns


def _google_columns(question: Question, joined: str) -> Iterator[Column]:  # noqa: C901 - one case a type of question
    code = question.code
    match question.type:
        case "identity":
            yield Column(text(question), lambda answer: NAMES.get(answer.get("A1", ""), UNLISTED))
        case "choice":
            yield Column(
                text(question), lambda answer: label(question, answer[code]) if code in answer else ""
            )
        case "boxes":
            yield Column(text(question), lambda answer: joined.join(_labels(question, answer)))
        case "texts":
            for row in question.rows.values():
                yield Column(row.label["fr"], lambda answer, row=row: answer.get(code, {}).get(row.id, ""))
        case "lines":
            for row in question.rows.values():
                yield Column(row.label["fr"], lambda answer, row=row: free_line(answer, row.id))
        case "grid":
            for row in question.rows.values():
                title = f"{text(question)} [{row.label['fr']}]"
                yield Column(title, lambda answer, row=row: _step(question, answer, row.id))
        case "box_grid":
            for line, title in lines(question):
                yield Column(
                    f"{text(question)} [{title}]",
                    lambda answer, line=line: joined.join(
                        label(question, box) for box in boxes_of(answer, code, line)
                    ),
                )
        case _:
            yield Column(text(question), lambda answer: answer.get(code, ""))


def _labels(question: Question, answer: Answer) -> list[str]:
    beside = other(answer, question.code)
    return [label(question, id_) for id_ in answer.get(question.code, [])] + ([beside] if beside else [])


def _step(question: Question, answer: Answer, row: str) -> str:
    said = answer.get(question.code, {}).get(row)
    return label(question, said) if said else ""


def google_sheet(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """The linked sheet: boxes joined by a comma, dates as the sheet's language writes them."""
    return written(google(delimiter=", ", clock=lambda day: f"{day:%d/%m/%Y %H:%M:%S}"), answers=answers)


def google_csv(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """The downloaded CSV: boxes joined by a semicolon, dates with a half-day clock and a time zone."""
    return written(
        google(delimiter=";", clock=lambda day: f"{day:%Y/%m/%d} {day.hour % 12 or 12}:{day:%M:%S %p} UTC+2"),
        answers=answers,
    )


# ---------------------------------------------------------------- Microsoft Forms


def forms() -> list[Column]:
    """A line of a grid alone, each of several answers before a semicolon, dates as the workbook shows them."""

    def clock(answer: Answer) -> str:
        day = moment(answer)
        return f"{day.month}/{day.day}/{day:%y} {day.hour}:{day:%M:%S}"

    columns = [
        Column("ID", lambda answer: answer["at"][8:10] + answer["at"][11:13]),
        Column("Heure de début", lambda _: "9/1/26 8:00:00"),
        Column("Heure de fin", clock),
        Column("Adresse de messagerie", lambda _: "anonymous"),
        Column("Nom", lambda _: ""),
    ]
    for question in QUESTIONS.values():
        for column in _google_columns(question, ";"):
            stem, _, line = column.title.partition(" [")
            title = (
                line.removesuffix("]")
                if (stem and question.type == "grid") or question.code == "C2"
                else column.title
            )
            columns.append(Column(title, _ended(column.cell) if "box" in question.type else column.cell))
    return columns


def _ended(cell: Callable[[Answer], str]) -> Callable[[Answer], str]:
    return lambda answer: f"{cell(answer)};" if cell(answer) else ""


def forms_csv(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    return written(forms(), delimiter=";", answers=answers)


# ---------------------------------------------------------------- LimeSurvey


def limesurvey(*, heading: str, response: str, answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """`heading` code or full, `response` short or long; one answer that was never sent among the others."""
    full = heading == "full"
    titles = (
        ("ID de la réponse", "Date de soumission", "Dernière page", "Langue de départ", "Graine", "Jeton")
        if full
        else ("id", "submitdate", "lastpage", "startlanguage", "seed", "token")
    )
    cells = (
        lambda answer: answer["at"][8:10] + answer["at"][11:13],
        lambda answer: answer.get("sent", answer["at"]),
        lambda _: "4",
        lambda _: "fr",
        lambda _: "1887362",
        lambda _: "",
    )
    columns = [Column(title, cell) for title, cell in zip(titles, cells, strict=True)]
    for question in QUESTIONS.values():
        columns += list(_limesurvey_columns(question, full=full, short=response == "short"))
    unfinished = {"at": "2026-10-11 09:00:00", "sent": "", "A1": "S6", "B3": ["bases"]}
    return written(columns, answers=(*answers, unfinished))


def _limesurvey_columns(question: Question, *, full: bool, short: bool) -> Iterator[Column]:  # noqa: C901, PLR0912 - one case a type of question
    code = question.code
    stem = f"<p>{text(question)}</p>" if full else code
    yes, no = ("Y", "") if short else ("Oui", "Non")

    def titled(row: str, number: int) -> str:
        return f"{stem} [{row}]" if full else f"{stem}[SQ{number:03}]"

    def one(id_: str | None) -> str:
        if not id_:
            return ""
        return f"A{place(question.options, id_)}" if short else label(question, id_)

    match question.type:
        case "identity":
            unlisted = "-oth-" if short else UNLISTED
            yield Column(
                stem,
                lambda answer: (
                    (answer["A1"] if short else NAMES[answer["A1"]]) if "A1" in answer else unlisted
                ),
            )
        case "choice":
            yield Column(stem, lambda answer: one(answer.get(code)))
        case "boxes":
            for number, option in enumerate(question.options.values(), 1):
                yield Column(
                    titled(option.label["fr"], number),
                    lambda answer, id_=option.id: yes if id_ in answer.get(code, []) else no,
                )
            if question.other:
                yield Column(
                    f"{stem} [Autre]" if full else f"{code}[other]", lambda answer: other(answer, code)
                )
        case "texts":
            for number, row in enumerate(question.rows.values(), 1):
                yield Column(
                    titled(row.label["fr"], number),
                    lambda answer, row=row: answer.get(code, {}).get(row.id, ""),
                )
        case "lines":
            for number, row in enumerate(question.rows.values(), 1):
                yield Column(
                    titled(row.label["fr"], number), lambda answer, row=row: free_line(answer, row.id)
                )
        case "grid":
            for number, row in enumerate(question.rows.values(), 1):
                yield Column(
                    titled(row.label["fr"], number),
                    lambda answer, row=row: one(answer.get(code, {}).get(row.id)),
                )
        case "box_grid":
            for line, title in lines(question):
                for number, box in enumerate(question.options.values(), 1):
                    yield Column(
                        f"{stem} [{title}][{box.label['fr']}]" if full else f"{code}[{line}_SQ{number:03}]",
                        lambda answer, line=line, id_=box.id: (
                            "1" if id_ in boxes_of(answer, code, line) else ""
                        ),
                    )
        case _:
            yield Column(stem, lambda answer: answer.get(code, ""))


# ---------------------------------------------------------------- KoBo


GROUPS = {"structure": "groupe_a", "offer": "groupe_b", "network": "groupe_c"}


def kobo(*, delimiter: str = ";") -> list[Column]:
    """Names of questions behind their group; boxes in a summary column and in one 0/1 column an option."""
    columns = [Column("start", lambda answer: f"{moment(answer):%Y-%m-%dT%H:%M:%S.000+02:00}")]
    for question in QUESTIONS.values():
        columns += list(_kobo_columns(question, f"{GROUPS[question.part]}/{question.code}"))
    columns.append(Column("_id", lambda answer: answer["at"][5:7] + answer["at"][8:10]))
    columns.append(Column("_uuid", lambda answer: f"0f-{answer['at'][11:13]}"))
    columns.append(Column("_submission_time", lambda answer: answer["at"].replace(" ", "T")))
    return columns


def _kobo_columns(question: Question, name: str) -> Iterator[Column]:  # noqa: C901, PLR0912 - one case a type of question
    code = question.code
    match question.type:
        case "identity":
            yield Column(name, lambda answer: answer.get("A1", "unlisted"))
        case "choice":
            yield Column(name, lambda answer: answer.get(code, ""))
        case "boxes":
            yield from _kobo_boxes(
                name, question, lambda answer: answer.get(code, []), lambda a: bool(other(a, code))
            )
            if question.other:
                yield Column(f"{name}_other", lambda answer: other(answer, code))
        case "texts":
            for row in question.rows:
                yield Column(f"{name}_{row}", lambda answer, row=row: answer.get(code, {}).get(row, ""))
        case "lines":
            for row in question.rows:
                yield Column(f"{name}_{row}", lambda answer, row=row: free_line(answer, row))
        case "grid":
            for row in question.rows:
                yield Column(f"{name}_{row}", lambda answer, row=row: answer.get(code, {}).get(row, ""))
        case "box_grid":
            for line, _ in lines(question):
                yield from _kobo_boxes(
                    f"{name}_{line}",
                    question,
                    lambda answer, line=line: boxes_of(answer, code, line),
                    lambda _: False,
                )
        case _:
            yield Column(name, lambda answer: answer.get(code, ""))


def _kobo_boxes(
    name: str, question: Question, ids: Callable[[Answer], list[str]], beside: Callable[[Answer], bool]
) -> Iterator[Column]:
    def answered(answer: Answer) -> list[str]:
        return [*ids(answer), *(["other"] if beside(answer) else [])]

    yield Column(name, lambda answer: " ".join(answered(answer)))
    for id_ in (*question.options, *(["other"] if question.other else [])):
        yield Column(
            f"{name}/{id_}",
            lambda answer, id_=id_: ("1" if id_ in answered(answer) else "0") if answered(answer) else "",
        )


def kobo_csv(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    return written(kobo(), delimiter=";", answers=answers)


# ---------------------------------------------------------------- a grid made at home


def grid() -> list[Column]:
    """One column a box, its title beginning with the code; crosses."""
    columns = [Column("Date", lambda answer: f"{moment(answer):%d/%m/%Y %Hh%M:%S}")]
    for question in QUESTIONS.values():
        columns += list(_grid_columns(question))
    return columns


def _grid_columns(question: Question) -> Iterator[Column]:  # noqa: C901, PLR0912 - one case a type of question
    code = question.code
    match question.type:
        case "identity":
            yield Column("A1 Structure", lambda answer: NAMES.get(answer.get("A1", ""), ""))
        case "choice":
            yield Column(
                f"{code}. {text(question)}",
                lambda answer: label(question, answer[code]) if code in answer else "",
            )
        case "boxes":
            for option in question.options.values():
                yield Column(
                    f"{code} {option.label['fr']}",
                    lambda answer, id_=option.id: "x" if id_ in answer.get(code, []) else "",
                )
            if question.other:
                yield Column(f"{code} Autre", lambda answer: other(answer, code))
        case "texts":
            for row in question.rows.values():
                yield Column(
                    f"{code} {row.label['fr']}", lambda answer, row=row: answer.get(code, {}).get(row.id, "")
                )
        case "lines":
            for row in question.rows.values():
                yield Column(f"{code} {row.label['fr']}", lambda answer, row=row: free_line(answer, row.id))
        case "grid":
            for row in question.rows.values():
                yield Column(
                    f"{code} {row.label['fr']}", lambda answer, row=row: _step(question, answer, row.id)
                )
        case "box_grid":
            for line, _ in lines(question):
                for box in question.options.values():
                    short = line if line.startswith("S") else f"[{line}]"
                    yield Column(
                        f"{code} {short} – {box.label['fr']}"
                        if line.startswith("S")
                        else f"{code} {short}[{box.label['fr']}]",
                        lambda answer, line=line, id_=box.id: (
                            "X" if id_ in boxes_of(answer, code, line) else ""
                        ),
                    )
        case _:
            yield Column(f"{code} – {text(question)}", lambda answer: answer.get(code, ""))


def grid_csv(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    return written(grid(), delimiter=";", answers=answers)


# ---------------------------------------------------------------- workbooks


def workbook(sheets: dict[str, list[list[str]]]) -> bytes:
    """An XLSX file, every cell a text, as people and tools save them."""
    import xlsxwriter

    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True, "strings_to_numbers": False}) as book:
        for name, rows in sheets.items():
            sheet = book.add_worksheet(name)
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    if cell:
                        sheet.write_string(number, column, cell)
    return stream.getvalue()


def _rows(columns: list[Column], answers: tuple[Answer, ...]) -> list[list[str]]:
    return [
        [column.title for column in columns],
        *([column.cell(answer) for column in columns] for answer in answers),
    ]


def kobo_xlsx(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """KoBo's workbook: the same columns on one sheet."""
    return workbook({"enquete": _rows(kobo(), answers)})


def grid_xlsx(answers: tuple[Answer, ...] = ANSWERS) -> bytes:
    """Two sheets: the offer, one line an answer; the network, one line a listed structure and respondent.

    The titles are copied down before every respondent, and free lines are added below the list.
    """
    offer = [column for column in grid() if not column.title.startswith(("C2", "C4"))]
    boxes = QUESTIONS["C2"].options
    titles = ["Répondant", "Date", "Structure", *(box.label["fr"] for box in boxes.values())]
    network: list[list[str]] = []
    for answer in answers:
        who = NAMES.get(answer.get("A1", ""), answer.get("A2", {}).get("name", ""))
        day = f"{moment(answer):%d/%m/%Y %H:%M:%S}"
        lines_ = [(NAMES[id_], answer.get("C2", {}).get(id_, [])) for id_ in ROSTER]
        lines_ += list(answer.get("C4", {}).values())
        network.append(titles)
        network += [
            [who, day, about, *("x" if box in ticked else "" for box in boxes)] for about, ticked in lines_
        ]
    explained = [["Une croix par case."], ["Laissez vide si rien n’est vrai."]]
    return workbook({"Lisez-moi": explained, "Réseau": network, "Offre": _rows(offer, answers)})


LAYOUTS: dict[str, Callable[[], bytes]] = {
    "google_sheet": google_sheet,
    "google_csv": google_csv,
    "forms": forms_csv,
    "limesurvey_code_short": lambda: limesurvey(heading="code", response="short"),
    "limesurvey_code_long": lambda: limesurvey(heading="code", response="long"),
    "limesurvey_full_short": lambda: limesurvey(heading="full", response="short"),
    "limesurvey_full_long": lambda: limesurvey(heading="full", response="long"),
    "kobo": kobo_csv,
    "grid": grid_csv,
    "kobo_xlsx": kobo_xlsx,
    "grid_xlsx": grid_xlsx,
}
