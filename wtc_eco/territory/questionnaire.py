"""The survey of structures as a pack says it: questions, options, and what each answer means in `data/`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from wtc_eco.i18n import tr
from wtc_eco.model import RECORDS, TIE_KINDS, names
from wtc_eco.territory.faults import Faults
from wtc_eco.territory.vocabulary import Term, Vocabulary, spoken

FOLLOW_UP = "follow_up"
"""The part that is asked alone, after an event."""
TYPES = ("identity", "texts", "text", "number", "choice", "boxes", "grid", "box_grid", "lines")
FIELDS = (*names(RECORDS), "record", "contact", "invited", "hours", "per_year", "closing", "extra", "wish")
"""What an answer may fill besides the columns of a record: `record` and `contact` name a column a line."""
_TERM_KEYS = ("id", "synonyms")
_FILE = "questionnaire.toml"


@dataclass(frozen=True, eq=False)
class Question:
    """A question: its code, its words, what its answers are and what they fill.

    `options` are the answers, in the order that gives them their codes; `rows` the lines of a grid or
    the parts of a text in several; `words` the whole word list behind the options, for what people
    tick as «other»; `rows_of` the question whose lines these are. `star`: asked in the short version too.
    """

    code: str
    part: str
    type: str
    label: Mapping[str, str]
    fills: str = ""
    options: Vocabulary = field(default_factory=lambda: Vocabulary("options", ()))
    rows: Vocabulary = field(default_factory=lambda: Vocabulary("rows", ()))
    words: Vocabulary | None = None
    rows_of: str = ""
    star: bool = False
    required: bool = False
    other: bool = False
    help: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """The question in the language spoken now."""
        return spoken(self.label)

    @property
    def for_the_unlisted(self) -> bool:
        """Whether only a structure that is not listed is asked: what it is called, and where it is."""
        return self.type == "texts" and self.fills == "record" and "name" in self.rows

    @cached_property
    def known(self) -> Vocabulary:
        """The options, then the other words of the pack's list behind them."""
        others = [term for id_, term in (self.words or {}).items() if id_ not in self.options]
        return Vocabulary(self.code, [*self.options.values(), *others])

    def find(self, said: str) -> Term | None:
        """The option written so, else the word of the pack."""
        term = self.known.find(said)
        if term is None and self.words is not None:
            meaning = self.words.meant(said)
            return self.words[meaning.ids[0]] if meaning and len(meaning.ids) == 1 else None
        return term


@dataclass(frozen=True, eq=False)
class Questionnaire:
    """The questions by code, in their order; the introduction and the titles of the parts by language.

    `controller` is who asks, where a folder does not say; `messages` what goes with the forms, by name
    and language: a `subject` and a `body`, or one sentence.
    """

    id: str
    questions: Mapping[str, Question]
    intro: Mapping[str, str]
    parts: Mapping[str, Mapping[str, str]]
    controller: Mapping[str, str] = field(default_factory=dict)
    messages: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)

    def taught(self, vocabularies: Mapping[str, Vocabulary]) -> Questionnaire:
        """The same questions, where people may write the words of these vocabularies."""
        questions = {
            code: replace(one, words=vocabularies.get(one.words.name, one.words)) if one.words else one
            for code, one in self.questions.items()
        }
        return replace(self, questions=questions)

    def part(self, *names: str) -> tuple[Question, ...]:
        """The questions of these parts, in their order."""
        return tuple(one for one in self.questions.values() if one.part in names)

    @cached_property
    def of_type(self) -> Mapping[str, tuple[Question, ...]]:
        """The questions by type."""
        asked = self.questions.values()
        return {type_: tuple(one for one in asked if one.type == type_) for type_ in TYPES}

    def filling(self, column: str) -> tuple[Question, ...]:
        """The questions whose answers fill this column."""
        return tuple(one for one in self.questions.values() if one.fills == column)


def read_questionnaire(
    path: Path, languages: tuple[str, ...], vocabularies: Mapping[str, Vocabulary], faults: Faults
) -> Questionnaire | None:
    """The questionnaire of a pack; None where the pack has none. Faults are noted."""
    if not path.is_file():
        return None
    tables = faults.toml(path)
    known: dict[str, Question] = {}
    for table in tables.get("questions", ()):
        reader = _QuestionReader(table, languages, vocabularies, known, faults)
        known[reader.code] = reader.question()
    if not known:
        faults.missing("questions")
    return Questionnaire(
        tables.get("id", ""),
        known,
        intro=tables.get("intro", {}),
        parts=tables.get("parts", {}),
        controller=tables.get("controller", {}),
        messages=tables.get("messages", {}),
    )


@dataclass(frozen=True)
class _QuestionReader:
    """Reads one question; `asked` are those before it, whose options it may share."""

    held: Mapping[str, Any]
    languages: tuple[str, ...]
    vocabularies: Mapping[str, Vocabulary]
    asked: Mapping[str, Question]
    faults: Faults

    @property
    def code(self) -> str:
        return str(self.held.get("code", "?"))

    def question(self) -> Question:
        table = self.held
        self._check()
        return Question(
            code=self.code,
            part=str(table.get("part", "")),
            type=str(table.get("type", "")),
            label={language: table[language] for language in self.languages if table.get(language)},
            fills=str(table.get("field", "")),
            options=self._words("options", table.get("options", ())),
            rows=self._words("rows", table.get("rows", ())),
            words=self.vocabularies.get(table["options"]) if isinstance(table.get("options"), str) else None,
            rows_of=table["rows"]
            if isinstance(table.get("rows"), str) and table["rows"] in self.asked
            else "",
            star=bool(table.get("star")),
            required=bool(table.get("required")),
            other=bool(table.get("other")),
            help=table.get("help", {}),
        )

    def _check(self) -> None:
        for language in self.languages:
            if not self.held.get(language):
                self.faults.missing(language, f"questions.{self.code}")
        if self.held.get("type") not in TYPES:
            self._wrong("type", self.held.get("type"))
        if self.held.get("field") and self.held["field"] not in FIELDS:
            self._wrong("field", self.held["field"])
        if self.code in self.asked:
            self._wrong("code", self.code)

    def _words(self, what: str, options: str | Iterable[Mapping[str, Any]]) -> Vocabulary:
        """The terms of a word list, of another question, or as written here."""
        if not isinstance(options, str):
            return Vocabulary(what, self._own(options))
        if options in self.asked:
            other = self.asked[options]
            return other.options if what == "options" else other.rows
        if options not in self.vocabularies:
            self._wrong(what, options)
            return Vocabulary(what, ())
        terms = self.vocabularies[options]
        only = self.held.get("only", tuple(terms))
        for id_ in only:
            if id_ not in terms:
                self._wrong("only", id_)
        return Vocabulary(
            what, [*(terms[id_] for id_ in only if id_ in terms), *self._own(self.held.get("more", ()))]
        )

    def _own(self, tables: Iterable[Mapping[str, Any]]) -> list[Term]:
        terms = []
        for table in tables:
            label = {language: table[language] for language in self.languages if table.get(language)}
            extra = {key: value for key, value in table.items() if key not in (*_TERM_KEYS, *self.languages)}
            if len(label) < len(self.languages):
                self.faults.missing(", ".join(self.languages), f"questions.{self.code}.{table.get('id')}")
            if extra.get("kind", "knows") not in TIE_KINDS:
                self._wrong("kind", extra["kind"])
            terms.append(Term(str(table["id"]), label, label, tuple(table.get("synonyms", ())), extra=extra))
        return terms

    def _wrong(self, key: str, value: Any) -> None:
        self.faults.add(
            tr("Question {code}: “{value}” cannot be its {key}.", code=self.code, value=value, key=key),
            value=str(value),
        )
