"""An export read into answers: every row is an answer, repeated, blank or in quarantine, and counted."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from wtc_eco.errors import Problem, RefusedError
from wtc_eco.i18n import tr, trn
from wtc_eco.sources.surveys.boxes import Faults, chosen
from wtc_eco.sources.surveys.grid import NetworkLines, Who
from wtc_eco.sources.surveys.headings import MOMENTS, Filled, SurveyColumns, columns_of, structure_in, tools
from wtc_eco.sources.surveys.network import NetworkAnswer, NetworkAnswers, read_network
from wtc_eco.sources.surveys.offer import OfferReader, SurveyOffer, exchangeable, moment_of, month_first
from wtc_eco.sources.table import Quarantined, Row, Table, by_row
from wtc_eco.sources.text_repair import one_line, tidy
from wtc_eco.sources.values.dates import date_exchangeable, read_date
from wtc_eco.sources.vocabulary import says_nothing
from wtc_eco.territory import Territory
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.questionnaire import FOLLOW_UP, Questionnaire


def read_answers(
    table: Table,
    territory: Territory,
    lines: NetworkLines = NetworkLines(),  # noqa: B008 - frozen
) -> NetworkAnswers:
    """The answers in an export of any of the tools of `headings`; `lines` are those of a network sheet.

    Raises `RefusedError` where the pack has no questionnaire or no column is a question of it.
    """
    questionnaire = questionnaire_of(territory)
    return _ResponseReader(table, territory, questionnaire, columns_of(table, questionnaire), lines).read()


def questionnaire_of(territory: Territory) -> Questionnaire:
    """The questionnaire of a pack; raises `RefusedError` where it has none."""
    if territory.questionnaire is None:
        raise RefusedError(
            tr("The territory pack “{pack}” has no questionnaire.", pack=territory.id),
            hint=tr("Add questionnaire.toml to the pack, or import the file as a list."),
        )
    return territory.questionnaire


@dataclass
class _ResponseReader:
    """Reads the rows of one export, and gathers what there is to say of them."""

    table: Table
    territory: Territory
    questionnaire: Questionnaire
    columns: SurveyColumns
    lines: NetworkLines
    problems: list[Problem] = field(default_factory=list)
    aside: list[Quarantined] = field(default_factory=list)
    unknown: list[tuple[str, str]] = field(default_factory=list)
    _met: set[Who] = field(default_factory=set)

    def read(self) -> NetworkAnswers:
        """All rows: answers in the order of the file, the others with their reasons."""
        answers: list[NetworkAnswer] = []
        first: dict[tuple[str, ...], int] = {}
        repeats = blank = 0
        for row in self.table.rows:
            content = tuple(tidy(row.cells[index]) for index, _ in self.table.columns())
            if self._only_names(row):
                blank += 1
            elif content in first:
                repeats += 1
                self._tell(row, [(_repeated(first[content]), "")])
            elif fault := self._unfinished(row):
                self._set_aside(row, fault)
            else:
                first[content] = row.number
                answers.append(self._answer(row))
        self._tell_lines_of_nobody()
        quarantined = sorted((*self.table.quarantined, *self.aside), key=lambda one: one.number)
        problems = [*self.table.problems, *self.columns.problems, *self.problems]
        problems += [problem for row in self.table.quarantined for problem in row.problems]
        return NetworkAnswers(
            answers=tuple(answers),
            quarantined=tuple(quarantined),
            problems=by_row(problems),
            n_read=self.table.n_read,
            n_blank=self.table.n_blank + blank,
            n_repeated=repeats,
            unknown_options=tuple(self.unknown),
        )

    def _only_names(self, row: Row) -> bool:
        """Whether a row only names who could answer: a line of the grid that nobody has filled in."""
        if any(self.columns.about(name, row.cells) for name in MOMENTS):
            return False
        filled = self.columns.said(row.cells, self.table.header)
        if set(filled) - self._identity or any(
            row.cells[index].strip() for index, _ in self.columns.strangers
        ):
            return False
        structure, name = self._who(filled)
        whose = self.lines.whose(structure, name, None)
        return bool(filled) and not any(self.lines.said.get(whose, {}).values() if whose else ())

    def _answer(self, row: Row) -> NetworkAnswer:
        filled: dict[str, Sequence[Filled]] = {**self.columns.said(row.cells, self.table.header)}
        offer = self._offer.read(filled)
        structure, name = self._who(filled)
        name = name or offer.values.get("name", "")
        moment = self._moment(row)
        whose = self.lines.whose(structure, name, moment)
        if whose:
            self._met.add(whose)
            filled |= self.lines.said.get(whose, {})
        network = read_network(filled, self.questionnaire)
        for index, title in self.columns.strangers:
            if text := tidy(row.cells[index]):
                offer.extra[title] = text
        offer.unknown += network.unknown
        unboxed = [(mention.question, mention.words) for mention in network.mentions if not mention.kind]
        for code, words in (*network.unknown, *unboxed):
            before = offer.extra.get(code)
            offer.extra[code] = f"{before} | {words}" if before else words
        self.unknown += offer.unknown
        asked = (
            read_date(asked_on, "asked_on")
            if (asked_on := self.columns.about("asked_on", row.cells))
            else None
        )
        self._tell(row, [*offer.faults, *network.faults, *self._dated])
        return NetworkAnswer(
            row=row,
            structure=structure,
            token=self.columns.about("token", row.cells),
            name=name,
            moment=moment,
            values=self._values(offer, row) | (dict(asked.values) if asked else {}),
            mentions=network.mentions,
            closing=network.closing,
            shown=self.columns.shown(row.cells, self._roster_question)
            or (self.lines.shown.get(whose, ()) if whose else ()),
            person=offer.person,
            invited=self._invited(filled),
            follow_up=self._is_follow_up(filled),
        )

    def _tell_lines_of_nobody(self) -> None:
        """Lines of the network sheet whose respondent gave no answer on the other sheet."""
        for who, moment in sorted(set(self.lines.said) - self._met):
            n = sum(len(filled) for filled in self.lines.said[who, moment].values())
            if n:
                message = trn(
                    "{n} cell of the network sheet is of {who}, who has no line among the answers: it is left out.",
                    "{n} cells of the network sheet are of {who}, who has no line among the answers: they are left out.",
                    n,
                    who=f"{who} {moment}".strip() or "?",
                )
                hint = tr("Add a line for this structure on the sheet of answers.")
                self.problems.append(
                    Problem("lines_of_nobody", "warning", message, hint, file=self.table.file)
                )

    def _values(self, offer: SurveyOffer, row: Row) -> dict[str, object]:
        """The columns of the record, with its place where the respondent gave an address."""
        values = dict(offer.values)
        values.pop("name", None)
        if offer.values.get("name"):
            values["name"] = offer.values["name"]
        place = self.territory.place(postal_code=values.get("postal_code"), locality=values.get("locality"))
        if place.ins:
            values["ins"] = place.ins
        if roster := self.columns.about("roster", row.cells):
            values["roster"] = roster
        if offer.extra:
            values["extra"] = dict(sorted(offer.extra.items()))
        return values

    def _who(self, filled: Mapping[str, Sequence[Filled]]) -> tuple[str, str]:
        """The id of the structure that answers, or the words that name it."""
        structure = name = ""
        for question in self.questionnaire.of_type["identity"]:
            for _, text, _ in filled.get(question.code, ()):
                words = one_line(text)
                if structure_id := structure_in(words):
                    structure = structure or structure_id
                elif not (question.find(words) or says_nothing(words) or fold(words) in tools().unlisted):
                    name = name or words
        return structure, name

    def _invited(self, filled: Mapping[str, Sequence[Filled]]) -> bool | None:
        for question in self.questionnaire.filling("invited"):
            for id_ in chosen(question, filled.get(question.code, ())).ids:
                return id_ == "yes"
        return None

    def _moment(self, row: Row) -> str | None:
        self._dated: Faults = []
        for name in MOMENTS:
            if text := self.columns.about(name, row.cells):
                moment, faults = moment_of(text, american=self._american.get(name, False))
                title = self.table.header[self.columns.meta[name]]
                if moment and name == "completed" and self._exchangeable:
                    faults = (*faults, date_exchangeable(dt.date.fromisoformat(moment[:10])))
                self._dated = [(fault, title) for fault in faults]
                return moment
        return None

    def _unfinished(self, row: Row) -> Problem | None:
        """An answer that was begun and never sent."""
        if "sent" not in self.columns.meta or self.columns.about("sent", row.cells):
            return None
        return Problem(
            "unfinished_answer",
            "quarantine",
            tr("This answer was begun and never sent."),
            tr("If the structure confirms it, write the day in that column and import the quarantine file."),
        )

    def _set_aside(self, row: Row, fault: Problem) -> None:
        title = self.table.header[self.columns.meta["sent"]]
        problem = self.table.problem(fault, row=row.number, column=title)
        self.aside.append(Quarantined(row.number, row.cells, (problem,)))
        self.problems.append(problem)

    def _tell(self, row: Row, faults: Faults) -> None:
        for fault, title in faults:
            value = row.cells[self.table.header.index(title)] if title in self.table.header else ""
            self.problems.append(self.table.problem(fault, row=row.number, column=title, value=value))

    def _is_follow_up(self, answers: Mapping[str, Sequence[Filled]]) -> bool:
        """Whether the form asked nothing but what is asked after an event; an empty answer is told by its columns."""
        asked = {place.code for place in self.columns.places.values()} | {
            code for code, filled in answers.items() if filled
        }
        after = {question.code for question in self.questionnaire.part(FOLLOW_UP)}
        return bool(asked & after or self.lines.question in after) and not asked - self._identity - after

    @cached_property
    def _identity(self) -> frozenset[str]:
        """The codes of the questions by which a form knows who answers."""
        return frozenset(question.code for question in self.questionnaire.of_type["identity"])

    @cached_property
    def _offer(self) -> OfferReader:
        return OfferReader(self.questionnaire, self.territory)

    @cached_property
    def _roster_question(self) -> str:
        listed = [one.code for one in self.questionnaire.of_type["box_grid"] if not len(one.rows)]
        return listed[0] if listed else ""

    @cached_property
    def _exchangeable(self) -> bool:
        """Whether nothing tells if the dates of Microsoft Forms begin with the month."""
        completed = self.columns.meta["completed"]
        return exchangeable([row.cells[completed] for row in self.table.rows])

    @cached_property
    def _american(self) -> dict[str, bool]:
        return {
            name: month_first([row.cells[index] for row in self.table.rows], self.table.header[index])
            for name, index in self.columns.meta.items()
            if name in MOMENTS
        }


def _repeated(first: int) -> Problem:
    return Problem(
        "repeated_row",
        "warning",
        tr("The row says exactly what row {row} says; one is kept.", row=first),
    )
