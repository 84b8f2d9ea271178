"""What each column of a survey's export answers: the question, its line and its box, in the ways of the tools.

1. Google Forms writes the question, and `Question [Line]` for a grid.
2. LimeSurvey writes codes, `B3[SQ004]`, `C2[S12_SQ001]`, or texts, `Question [Line][Column]`, perhaps in HTML.
3. KoBo writes names, `group/B3` and `group/B3/securite`, or the texts of the same.
4. Microsoft Forms writes the question, and a line of a grid alone; Excel numbers a title that comes again.
5. A grid made by hand begins a title with the code: `B3 Sécurité en ligne`, `C2 S12 Je la connais`.

What the tools add to a question stands in `tools.toml`; a column that nothing asked is told.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from importlib.resources import files

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr
from wtc_eco.sources.file_kind import TitlesAsked
from wtc_eco.sources.table import Table
from wtc_eco.sources.text_repair import one_line, quoted, tidy
from wtc_eco.territory.normalize import closest, fold
from wtc_eco.territory.questionnaire import FOLLOW_UP, Question, Questionnaire
from wtc_eco.territory.vocabulary import Vocabulary

MOMENTS = ("sent", "completed", "moment")
"""The columns that date an answer, the surest first."""
META = (*MOMENTS, "token", "asked_on", "roster")
"""What a column beside the questions may say of an answer."""


@dataclass(frozen=True)
class Tools:
    """The words of the tools, folded; see `tools.toml`."""

    sent: frozenset[str]
    moment: frozenset[str]
    completed: frozenset[str]
    around: frozenset[str]
    token: frozenset[str]
    asked_on: frozenset[str]
    roster: frozenset[str]
    respondent: frozenset[str]
    about: frozenset[str]
    ignored: frozenset[str]
    marked: frozenset[str]
    personal: frozenset[str]
    typed_by: frozenset[str]
    not_shown: frozenset[str]
    other: frozenset[str]
    unlisted: frozenset[str]
    languages: Mapping[str, str]

    def meta(self, title: str) -> str:
        """What a column beside the questions says: `sent`, `moment`, `token` …; empty for another."""
        return next((name for name in META if fold(title) in getattr(self, name)), "")

    def is_mark(self, title: str, titles: Iterable[str]) -> bool:
        """Whether a quiz added this column, of another one of these `titles`."""
        head, _, of = title.partition(" - ")
        return fold(head) in self.marked and fold(of) in map(fold, titles)

    def about_a_person(self, titles: Sequence[str]) -> frozenset[str]:
        """The folded titles under which, among these, stands the person at the keyboard."""
        of_forms = not (self.completed | self.around).isdisjoint(map(fold, titles))
        return self.personal | (self.typed_by if of_forms else frozenset())


@cache
def tools() -> Tools:
    """The words, read once."""
    raw = tomllib.loads(files("wtc_eco.sources.surveys").joinpath("tools.toml").read_text("utf-8"))
    languages = {fold(way): code for code, ways in raw.pop("languages").items() for way in (code, *ways)}
    words = {name: frozenset(map(fold, spellings)) for name, spellings in raw.items()}
    return Tools(**words, languages=languages)


_MARKUP = re.compile(r"<[^<>]{0,200}>")
_AGAIN = re.compile(r"\s\(\d{1,2}\)$")
"""What the table reader adds to a title that stands twice: a question changed while the form was open."""
_STRUCTURE = re.compile(r"\[?\s?[Ss](\d{1,9})\b\]?")
_NUMBERED = re.compile(r"(?:SQ|sq|A)?0{0,4}(\d{1,3})")
_LEADING = re.compile(r"\[[^\[\]]{0,80}\]")
_BETWEEN = " .:)-–—★*"
_ALIKE = 88
OTHER = "other"
UNKNOWN = "?"


@dataclass(frozen=True)
class ColumnPlace:
    """Where a column belongs: the question, the line or box, the column of a grid.

    `row` is the id of an option, a line or a listed structure; `other` for free text beside the options;
    `?words` where the words are not known. `reworded`: the question was recognised by likeness only.
    """

    code: str
    row: str = ""
    column: str = ""
    reworded: bool = False


def structure_in(words: str) -> str:
    """The id that begins the words («[S12] CPAS de Mons – Mons»); empty where none does."""
    match = _STRUCTURE.match(words.strip())
    return f"S{int(match[1])}" if match else ""


def term_in(vocabulary: Vocabulary, words: str) -> str:
    """The id of the term that the words, or a tool's code for its place (SQ004, A4, 4), stand for."""
    if term := vocabulary.find(words):
        return term.id
    coded = _NUMBERED.fullmatch(words.strip())
    place = int(coded[1]) if coded else 0
    return tuple(vocabulary)[place - 1] if 0 < place <= len(vocabulary) else ""


def bracketed(title: str) -> tuple[str, tuple[str, ...]]:
    """The title without the brackets that end it, and what each of them holds; brackets may be nested."""
    inside: list[str] = []
    stem = title.rstrip()
    while stem.endswith("]"):
        depth, at = 0, len(stem)
        for at in range(len(stem) - 1, -1, -1):
            depth += (stem[at] == "]") - (stem[at] == "[")
            if depth == 0:
                break
        if depth or not stem[:at].strip():
            break
        inside.insert(0, stem[at + 1 : -1].strip())
        stem = stem[:at].rstrip()
    return stem, tuple(inside)


@dataclass(frozen=True)
class Headings:
    """Finds the place of a title in a questionnaire."""

    questionnaire: Questionnaire

    def place(self, title: str) -> ColumnPlace | None:
        """The place of this title; None where it speaks of no question."""
        heading = _AGAIN.sub("", one_line(_MARKUP.sub(" ", title[:2_000])))
        stem, inside = bracketed(heading)
        return (
            self._coded(stem, inside)
            or self._pathed(heading)
            or self._worded(stem, inside)
            or self._alike(stem, inside)
        )

    def _coded(self, stem: str, inside: Sequence[str]) -> ColumnPlace | None:
        code = self._codes.match(stem)
        if not code:
            return None
        question = self.questionnaire.questions[code[1].upper()]
        rest = stem[code.end() :]
        if rest.startswith("_"):
            return self._within(question, (rest[1:], *inside))
        while leading := _LEADING.match(rest):
            rest, inside = rest[leading.end() :], (leading[0][1:-1],)
        words = rest.strip(_BETWEEN)
        if inside or not words or self._is_text_of(question, words):
            return self._within(question, inside)
        return self._within(question, _cut(question, words))

    def _pathed(self, title: str) -> ColumnPlace | None:
        parts = [part.strip() for part in title.split("/")]
        for at, part in enumerate(parts if len(parts) > 1 else ()):
            code = self._codes.match(part)
            rest = part[code.end() :] if code else ""
            if code and (not rest or rest.startswith("_")):
                question = self.questionnaire.questions[code[1].upper()]
                return self._within(question, (*([rest[1:]] if rest else []), *parts[at + 1 :]))
            if named := self._texts.get(fold(part)):
                question = self.questionnaire.questions[named.code]
                inside = ([named.row] if named.row else []) + parts[at + 1 :]
                return self._within(question, inside)
        return None

    def _worded(self, stem: str, inside: Sequence[str]) -> ColumnPlace | None:
        named = self._texts.get(fold(stem))
        if named is None:
            return None
        return named if named.row else self._within(self.questionnaire.questions[named.code], inside)

    def _alike(self, stem: str, inside: Sequence[str]) -> ColumnPlace | None:
        """A question that was slightly reworded in the form."""
        near = closest(stem, {way: way for way in self._texts}, cutoff=_ALIKE)
        reworded = self._worded(near[0], inside) if near else None
        return ColumnPlace(reworded.code, reworded.row, reworded.column, reworded=True) if reworded else None

    def _within(self, question: Question, inside: Sequence[str]) -> ColumnPlace | None:
        """The place inside a question, from the words of its line and column."""
        words = [part for part in inside if part]
        if question.type == "box_grid":
            return _in_grid(question, words)
        if not words or question.type in ("identity", "text", "number"):
            return ColumnPlace(question.code)
        if fold(words[0]) in tools().other:
            return ColumnPlace(question.code, OTHER)
        vocabulary = question.rows if len(question.rows) else question.options
        return ColumnPlace(question.code, term_in(vocabulary, words[0]) or f"{UNKNOWN}{words[0]}")

    def _is_text_of(self, question: Question, words: str) -> bool:
        """Whether the words after a code are the question itself, perhaps cut short or reworded."""
        folded, own = fold(words), [fold(text) for text in question.label.values()]
        if any(folded.startswith(text) or text.startswith(folded) for text in own if text):
            return True
        return bool(closest(folded, {text: text for text in own}, cutoff=_ALIKE))

    @cached_property
    def _codes(self) -> re.Pattern[str]:
        codes = sorted(self.questionnaire.questions, key=lambda code: (-len(code), code))
        return re.compile(rf"({'|'.join(map(re.escape, codes))})(?![A-Za-z0-9])", re.IGNORECASE)

    @cached_property
    def _texts(self) -> dict[str, ColumnPlace]:
        """Every folded text of a question, and of the parts that forms ask as questions of their own."""
        place_of: dict[str, ColumnPlace] = {}
        for question in self.questionnaire.questions.values():
            if question.type in ("texts", "lines"):
                for row in question.rows.values():
                    for text in row.label.values():
                        place_of.setdefault(fold(text), ColumnPlace(question.code, row.id))
        for question in self.questionnaire.questions.values():
            for text in question.label.values():
                place_of[fold(text)] = ColumnPlace(question.code)
        return place_of


def _cut(question: Question, words: str) -> tuple[str, ...]:
    """«S12 Je la connais» in two: the structure, then what is ticked of it."""
    number = _STRUCTURE.match(words)
    if question.type != "box_grid" or not number:
        return (words,)
    return (number[0], words[number.end() :].strip(_BETWEEN))


def _in_grid(question: Question, words: Sequence[str]) -> ColumnPlace | None:
    """The line and the column of a grid of boxes; a grid without a line is only its title."""
    if not words:
        return None
    first, column = words[0], words[1] if len(words) > 1 else ""
    if not column and "_" in first:
        first, _, column = first.rpartition("_")
    line = term_in(question.rows, first) if len(question.rows) else structure_in(first)
    box = term_in(question.options, column) or f"{UNKNOWN}{column}" if column else ""
    return ColumnPlace(question.code, line or first, box)


Filled = tuple[ColumnPlace, str, str]
"""A filled cell: its place, its text, the title of its column."""


@dataclass(frozen=True)
class SurveyColumns:
    """`places` and `meta` by the index of the column; `strangers` are titles that nobody asked about, `personal` about who typed."""

    places: Mapping[int, ColumnPlace]
    meta: Mapping[str, int]
    strangers: tuple[tuple[int, str], ...]
    personal: tuple[int, ...]
    problems: tuple[Problem, ...] = field(default=())

    def said(self, cells: Sequence[str], titles: Sequence[str]) -> dict[str, list[Filled]]:
        """The filled cells of a row, by question."""
        by_question: dict[str, list[Filled]] = {}
        for index, place in self.places.items():
            if text := tidy(cells[index]):
                by_question.setdefault(place.code, []).append((place, text, titles[index]))
        return by_question

    def about(self, name: str, cells: Sequence[str]) -> str:
        """What the column `name` beside the questions says in this row; empty where there is none."""
        return tidy(cells[self.meta[name]]) if name in self.meta else ""

    def shown(self, cells: Sequence[str], roster_question: str) -> tuple[str, ...]:
        """The listed structures that this respondent was shown, in order of number."""
        hidden = tools().not_shown
        ids = {
            place.row
            for index, place in self.places.items()
            if place.code == roster_question
            and place.row.removeprefix("S").isdigit()
            and fold(cells[index]) not in hidden
        }
        return tuple(sorted(ids, key=lambda id_: int(id_[1:])))


def titles_asked(table: Table, questionnaire: Questionnaire | None) -> TitlesAsked:
    """Which titles are questions of the survey word for word, who answers apart: what tells answers from a list."""
    if questionnaire is None:
        return TitlesAsked()
    headings, words = Headings(questionnaire), tools()
    beside = words.ignored | words.around | words.about_a_person(table.header)
    identity = {question.code for question in questionnaire.of_type["identity"]}
    by_code: dict[str, str] = {}
    by_text: dict[str, str] = {}
    n_beside = 0
    for _, title in table.columns():
        if words.meta(title) or fold(title) in beside:
            n_beside += 1
            continue
        place = headings.place(title)
        if place is None or place.reworded or place.code in identity:
            continue
        coded = re.match(rf"{re.escape(place.code)}\b", title.strip(), re.IGNORECASE)
        (by_code if coded else by_text).setdefault(place.code, title[:60])
    return TitlesAsked(tuple(by_code.values()), tuple(by_text.values()), n_beside)


def columns_of(table: Table, questionnaire: Questionnaire) -> SurveyColumns:
    """The columns of an export; raises `RefusedError` where no title is a question of the pack."""
    headings, words = Headings(questionnaire), tools()
    about_a_person = words.about_a_person(table.header)
    titles = _titles_once(table)
    lines = _bare_lines(table, titles, questionnaire)
    places: dict[int, ColumnPlace] = {}
    meta: dict[str, int] = {}
    strangers: list[tuple[int, str]] = []
    personal: list[int] = []
    for index, title in table.columns():
        once = titles[index]
        if name := words.meta(once):
            meta.setdefault(name, index)
        elif words.is_mark(once, titles.values()):
            continue
        elif place := _place(headings, (title, once), lines.get(index)):
            places[index] = place
        elif fold(once) in about_a_person:
            personal.append(index)
        elif fold(once.rpartition("/")[2]) not in words.ignored | words.around:
            strangers.append((index, title))
    if not places:
        raise _no_questions(table)
    places |= _listed(table, strangers, places, questionnaire)
    strangers = [(index, title) for index, title in strangers if index not in places]
    problems = _problems(table, places, strangers, [table.header[index] for index in personal])
    return SurveyColumns(places, meta, tuple(strangers), tuple(personal), tuple(problems))


def without_persons(table: Table, columns: SurveyColumns) -> Table:
    """The table without what its tool says of the person at the keyboard: not even a row set aside tells it."""

    def blanked(cells: Sequence[str]) -> tuple[str, ...]:
        return tuple("" if index in columns.personal else cell for index, cell in enumerate(cells))

    rows = tuple(replace(row, cells=blanked(row.cells)) for row in table.rows)
    return replace(table, rows=rows) if columns.personal else table


def _place(headings: Headings, titles: tuple[str, str], line: ColumnPlace | None) -> ColumnPlace | None:
    """The place by the words of the title, as written or without its number; else the line it is; else by likeness."""
    placed = [place for title in dict.fromkeys(titles) if (place := headings.place(title))]
    exact = next((place for place in placed if not place.reworded), None)
    return exact or line or next(iter(placed), None)


_COUNTED = re.compile(r"(.*[^\d\s])\s?\d{1,2}")
"""Excel numbers a title of a table that stood before: «Ateliers et formations2»."""


def _titles_once(table: Table) -> dict[int, str]:
    """The title of each column, without the number that tells it from one before it."""
    bare = {index: _AGAIN.sub("", title) for index, title in table.columns()}
    known = set(map(fold, bare.values()))
    return {
        index: counted[1] if (counted := _COUNTED.fullmatch(title)) and fold(counted[1]) in known else title
        for index, title in bare.items()
    }


def _bare_lines(
    table: Table, titles: Mapping[int, str], questionnaire: Questionnaire
) -> dict[int, ColumnPlace]:
    """The columns that are titled by a line of a grid alone, as Microsoft Forms writes them.

    Lines that follow each other are of one grid. Where several grids have them, it is the one whose answers
    stand in the cells; then the first of the questionnaire that was not met before, which is told.
    """
    grids = {
        one.code: {fold(text): row.id for row in one.rows.values() for text in row.label.values()}
        for one in questionnaire.questions.values()
        if one.type == "grid" or (one.type == "box_grid" and len(one.rows) and not one.rows_of)
    }
    blocks: list[dict[str, int]] = []
    for index, title in titles.items():
        line = fold(title)
        if any(line in lines for lines in grids.values()):
            whole = {*blocks[-1], line} if blocks and line not in blocks[-1] else set()
            if not any(whole and whole <= set(lines) for lines in grids.values()):
                blocks.append({})
            blocks[-1][line] = index
    places: dict[int, ColumnPlace] = {}
    met: set[str] = set()
    for block in blocks:
        able = {
            code: _n_answers(questionnaire.questions[code], table, block.values())
            for code, lines in grids.items()
            if set(block) <= set(lines)
        }
        best = [code for code, n in able.items() if n == max(able.values())]
        code = next((code for code in best if code not in met), best[0])
        met.add(code)
        for line, index in block.items():
            places[index] = ColumnPlace(code, grids[code][line], reworded=len(best) > 1)
    return places


_LISTED = re.compile(r"\[S\d{1,9}\]")


def _listed(
    table: Table,
    strangers: Sequence[tuple[int, str]],
    places: Mapping[int, ColumnPlace],
    questionnaire: Questionnaire,
) -> dict[int, ColumnPlace]:
    """The columns titled by a listed structure alone: lines of the grid whose boxes stand in their cells.

    Where two grids have those boxes, it is not the one that is asked alone after an event if anything else was asked;
    where nothing decides, the columns stay as found.
    """
    columns = [index for index, title in strangers if _LISTED.match(title)]
    alone = {one.code for one in (*questionnaire.part(FOLLOW_UP), *questionnaire.of_type["identity"])}
    asked = [one for one in questionnaire.of_type["box_grid"] if not len(one.rows)]
    if any(place.code not in alone for place in places.values()):
        asked = [one for one in asked if one.code not in alone]
    n_answers = {one.code: _n_answers(one, table, columns) for one in asked}
    best = [code for code, n in n_answers.items() if n == max(n_answers.values())]
    if len(best) != 1:
        return {}
    return {index: ColumnPlace(best[0], structure_in(table.header[index])) for index in columns}


def _n_answers(question: Question, table: Table, columns: Iterable[int]) -> int:
    """How many answers in these columns, one or several a cell, are options of the question."""
    cells = [tidy(row.cells[index]) for index in columns for row in table.rows]
    return sum(bool(question.find(words)) for cell in cells for words in cell.split(";") if words.strip())


def _no_questions(table: Table) -> RefusedError:
    return RefusedError(
        tr("{file}: no column is a question of the survey.", file=table.file),
        hint=tr("Export the answers with the codes or the full texts of the questions. Found: {titles}.", titles=", ".join(table.header[:20])),
    )  # fmt: skip


def _problems(
    table: Table,
    places: Mapping[int, ColumnPlace],
    strangers: Sequence[tuple[int, str]],
    personal: Sequence[str],
) -> list[Problem]:
    problems: list[Problem] = []
    for index, place in places.items():
        title = table.header[index]
        if place.reworded:
            message = tr("“{title}” was read as question {code}.", title=title[:80], code=place.code)
            fault = Problem(
                "question_reworded", "warning", message, tr("If it is another question, rename the column.")
            )
            problems.append(table.problem(fault, row=table.header_row, column=title))
        if UNKNOWN in (place.row[:1], place.column[:1]):
            words = (place.row if place.row.startswith(UNKNOWN) else place.column)[1:]
            message = tr(
                "Question {code} has no option “{words}” in the pack.", code=place.code, words=words[:80]
            )
            fault = Problem(
                "unknown_option_column", "warning", message, tr("What was ticked there is kept as found.")
            )
            problems.append(table.problem(fault, row=table.header_row, column=title))
    filled_strangers = [
        title for index, title in strangers if any(row.cells[index].strip() for row in table.rows)
    ]
    if filled_strangers:
        message = tr(
            "Columns that are no question of the survey, kept as found: {titles}.",
            titles=quoted(filled_strangers[:20]),
        )
        problems.append(Problem("unknown_columns", "warning", message).at(table.file, table.header_row))
    if personal:
        message = tr("Columns about the person at the keyboard, not kept: {titles}.", titles=quoted(personal))
        problems.append(Problem("personal_columns", "note", message).at(table.file, table.header_row))
    return problems
