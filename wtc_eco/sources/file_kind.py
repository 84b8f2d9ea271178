"""What a file is, decided before any column is mapped: a list of structures, or something that could pass for one.

1. Its titles and cells say that a row is no structure: a person, a detail of a structure, an answer, a tie.
2. Where that is not sure, it is a list of structures, with the doubt said; `--format` overrules.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import listing, mark, tr
from wtc_eco.sources.column_guess import guess_of
from wtc_eco.sources.text_repair import columns_option, quoted, tidy
from wtc_eco.sources.vocabulary import SHORT, guess, known_header, spellings_of
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.sources.table import Table


@cache
def _signs() -> Mapping[str, Any]:
    """The words of `file_kinds.toml`, read once."""
    return tomllib.loads(files("wtc_eco.sources").joinpath("file_kinds.toml").read_text("utf-8"))


KINDS: Mapping[str, str] = {
    "structures": mark("list of structures"),
    "people": mark("list of people"),
    "parts": mark("table of details, several rows a structure"),
    "activities": mark("agenda of activities"),
    "answers": mark("answers to a survey"),
    "ties": mark("list of ties"),
    "network": mark("nodes of a network"),
    "cards": mark("table lying on its side, titles in the first column"),
}
"""What `--format` may say that a table is; only structures are taken in as such."""


@dataclass(frozen=True)
class FileKind:
    """What a table is: one of `KINDS`, why, and whether that is sure.

    `name_column` is the title under which a list of people names their organisation; `stated` that a person said it;
    `container` the format of a file that is no table in itself (GeoJSON).
    """

    id: str
    why: str = ""
    doubt: bool = False
    name_column: str = ""
    stated: bool = False
    container: str = ""

    def text(self) -> str:
        """«list of structures», in the language spoken now."""
        words = " ".join(filter(None, (tr(KINDS[self.id]), self.container and f"({self.container})")))
        return tr("{kind}, as you said", kind=words) if self.stated else words


@dataclass(frozen=True)
class TitlesAsked:
    """The titles of a table that are questions of the survey, by their codes or by their texts; `n_beside` are those of tools."""

    by_code: tuple[str, ...] = ()
    by_text: tuple[str, ...] = ()
    n_beside: int = 0


def known_kind(stated: str | None) -> str | None:
    """The kind that `--format` names; raises `UsageError` for a word that is none."""
    if stated is not None and stated not in KINDS:
        raise UsageError(
            tr("There is no format “{words}”.", words=stated),
            hint=tr("What a file can be read as: {kinds}.", kinds=listing(list(KINDS))),
        )
    return stated


def kind_of(table: Table, asked: TitlesAsked | None = None, *, stated: str | None = None) -> FileKind:
    """What the rows of a table are; `stated` overrules. Raises `UsageError` for a kind that does not exist."""
    seen = _Seen(table, asked or TitlesAsked())
    judges = (_cards, _ties, _network, _activities, _answers, _people, _parts)
    judged = next((kind for judge in judges if (kind := judge(seen))), FileKind("structures"))
    if known_kind(stated):
        judged = FileKind(str(stated), judged.why, name_column=judged.name_column, stated=True)
    return replace(judged, container=table.container)


def refuse_other(kind: FileKind, file: str, *, named: bool) -> None:
    """Raise `RefusedError` for a table whose rows are no structures; `named` where a person said which column names them."""
    if kind.id == "structures":
        return
    name = f" {columns_option('name', kind.name_column)}" if kind.name_column and not named else ""
    anyway = tr("If each row is a structure all the same, add --format structures{columns}", columns=name)
    raise RefusedError(
        tr(
            "{file} reads as: {kind}. {why} Its rows are no structures: nothing was imported.",
            file=file,
            kind=tr(KINDS[kind.id]),
            why=kind.why,
        ),
        hint=f"{tr(_WAYS_OUT[kind.id])} {anyway}",
        code="other_kind",
    )


_WAYS_OUT: Mapping[str, str] = {
    "people": mark("People are no structures: make a list of their organisations, one row an organisation."),
    "parts": mark("Import the table that has one row a structure, with its name and its address."),
    "activities": mark("Make a list of the places where they are held, one row a place."),
    "answers": mark("If they are answers to our survey, add --survey."),
    "ties": mark("To import who knows whom, add --ties."),
    "network": mark("Import the table of the edges, with --ties."),
    "cards": mark("Make a table with one row a structure: in Excel, copy it, then Paste Special, Transpose."),
}


def doubts(kind: FileKind, table: Table) -> tuple[Problem, ...]:
    """What to say of a list that may be something else."""
    if kind.id != "structures" or not kind.doubt:
        return ()
    hint = tr("Look at a few structures with show; if they are none, take the import back with undo.")
    return (Problem("kind_doubtful", "warning", kind.why, hint).at(table.file),)


_SAMPLE_ROWS = 500
_HALF, _MOST, _FEW = 0.5, 0.8, 0.3
_LONGEST_PERSON = 4
"""Words of a person's name, at most."""
_FEWEST = 3
"""Rows, questions or titles under which nothing is proved."""
_DISTINCT = 0.7
"""Share of different names under which several rows speak of one structure."""


class _Seen:
    """A table as it is looked at: its titles without spaces and accents, and the first cells under them."""

    def __init__(self, table: Table, asked: TitlesAsked) -> None:
        self.table = table
        self.asked = asked
        self.titles = {index: _spelt(title) for index, title in table.columns()}
        self.rows = table.rows[:_SAMPLE_ROWS]

    def first(self, spellings: Sequence[str]) -> int | None:
        """The first column that bears one of these titles."""
        known = {_spelt(each) for each in spellings}
        return next((index for index, title in self.titles.items() if title in known), None)

    def n_of(self, spellings: Sequence[str]) -> int:
        """How many columns bear one of these titles."""
        known = {_spelt(each) for each in spellings}
        return sum(title in known for title in self.titles.values())

    def stamps(self, spellings: Sequence[str]) -> list[int]:
        """The columns that bear one of these titles, alone or behind their code («lastpage. Dernière page»)."""
        known = {_spelt(each) for each in spellings}
        return [
            index
            for index, title in self.titles.items()
            if title in known or not known.isdisjoint(map(_spelt, self.title(index).split(". ")))
        ]

    def title(self, index: int) -> str:
        """The title as written."""
        return self.table.header[index]

    def cells(self, index: int) -> list[str]:
        """The filled cells of a column."""
        return [cell for row in self.rows if (cell := tidy(row.cells[index]))]

    def filled(self, index: int) -> float:
        """The share of the rows that say something there."""
        return len(self.cells(index)) / len(self.rows) if self.rows else 0.0

    def distinct(self, index: int) -> float:
        """The share of different cells among the filled ones."""
        cells = self.cells(index)
        return len({fold(cell) for cell in cells}) / len(cells) if cells else 0.0

    def fields(self) -> dict[str, int]:
        """Fields that titles name for sure, and their first column."""
        fields: dict[str, int] = {}
        places = set(_signs()["structures"]["places"])
        guesses = {index: guess_of(self.table, self.title(index)) for index in self.titles}
        sure = {index: guess.fields for index, guess in guesses.items() if guess.sure >= SHORT}
        for index in sorted(sure, key=lambda index: (len(sure[index]) > 1, index)):
            several = sure[index]
            if len(several) > 1 and not set(several) <= places:  # «Lieu», «Code»: a name or nothing, for sure
                several = ("name",) if "name" in several else ()
            for field in several:
                fields.setdefault(field, index)
        return fields

    def has_place(self) -> bool:
        """Whether the rows say where something is."""
        return any(field in self.fields() for field in _signs()["structures"]["places"])


def _spelt(title: str) -> str:
    """`FirstName`, «First name» and `first_name` are one title."""
    return fold(title[:120]).replace(" ", "")


def _cards(seen: _Seen) -> FileKind | None:
    """«Nom | EPN Un», then «Rue | …» below: the titles stand in the first column."""
    first = next(iter(seen.titles), None)
    if first is None or len(seen.titles) == 1:
        return None
    cells = [seen.title(first), *seen.cells(first)]
    titles = [cell for cell in cells if known_header(cell)]
    if len({*map(fold, titles)}) < _FEWEST or len(titles) < len(cells) * _HALF:
        return None
    if sum(known_header(seen.title(index)) for index in seen.titles) >= _FEWEST:
        return None
    return FileKind("cards", tr("The first column holds titles ({titles}).", titles=quoted(titles[:4])))


def _ties(seen: _Seen) -> FileKind | None:
    for pair in _signs()["ties"]["pairs"]:
        start, end = (seen.first([each]) for each in pair)
        if start is None or end is None or min(seen.filled(start), seen.filled(end)) < _HALF:
            continue
        name = seen.fields().get("name")
        if name in (None, start, end) and not seen.has_place():
            why = tr(
                "Each row leads from “{start}” to “{end}”.", start=seen.title(start), end=seen.title(end)
            )
            return FileKind("ties", why)
    return None


def _network(seen: _Seen) -> FileKind | None:
    words = _signs()["network"]
    if seen.n_of(words["nodes"]) < len(words["nodes"]) or not seen.n_of(words["measures"]):
        return None
    return FileKind("network", tr("It has the columns that Gephi writes for nodes."))


def _tool_of(seen: _Seen) -> tuple[str, list[int]]:
    """The tool that exported answers, and the columns that it adds to them; empty where none did."""
    words = _signs()["answers"]
    for name, titles in words["tools"].items():
        stamps = seen.stamps(titles)
        if len(stamps) > 1 or (name in words["alone"] and min(seen.titles) in stamps):
            return name, stamps
    return "", []


def _answers(seen: _Seen) -> FileKind | None:
    tool, _ = _tool_of(seen)
    asked = seen.asked
    of_survey = bool(tool) and len(asked.by_text) * 2 >= len(seen.titles) - asked.n_beside
    if len(asked.by_code) >= _FEWEST or (of_survey and len(asked.by_text) >= _FEWEST):
        shown = quoted([*asked.by_code, *asked.by_text][:2])
        why = tr("Its columns are questions of our survey ({titles} …).", titles=shown)
        return FileKind("answers", why)
    if not tool:
        return None
    fields = seen.fields()
    if "name" not in fields:
        return FileKind(
            "answers", tr("It was exported by {tool}, and no column is the name of a structure.", tool=tool)
        )
    if {"lat", "lon"} <= set(fields) or "coordinates" in fields:  # somebody went from place to place
        why = tr("The file was exported by {tool}: each answer was read as a structure.", tool=tool)
        return FileKind("structures", why, doubt=True)
    why = tr(
        "It was exported by {tool}: each row is an answer, of whom “{title}” says.",
        tool=tool,
        title=max((seen.title(at) for at in seen.titles if _names(seen, at)), key=len),
    )
    return FileKind("answers", why)


def _activities(seen: _Seen) -> FileKind | None:
    """«Titre de l'atelier; Date; Heure; Lieu»: a row is something that happens, unless a column names structures for sure.

    «Libellé; Jour; Début; Fin» is one too where no row says a place. What forms add of their answers is no agenda.
    """
    sorts = {
        at: sort
        for at in seen.titles
        for sort in ("what", "when", "where")
        if _speaks_of(seen.title(at), sort)
    }
    when = [at for at, sort in sorts.items() if sort == "when" and seen.filled(at) >= _HALF]
    if not when or any(at not in when for at in _tool_of(seen)[1]):
        return None
    what = next((at for at, sort in sorts.items() if sort == "what" and seen.filled(at) >= _HALF), None)
    named = [at for at in seen.titles if at not in sorts and _may_name(seen, at)]
    if what is None and len(when) >= _FEWEST and len(named) == 1 and not seen.has_place():
        what = named.pop() if _organisations(seen, named[0]) < _FEW else None
    if what is None or named:
        return None
    if min(_organisations(seen, what) - _HALF, seen.distinct(what) - _DISTINCT) >= 0 and seen.has_place():
        return None  # «Permanence; Horaires; Rue; Commune»: the permanences are places
    place = next((at for at in sorts if _organisations(seen, at) >= _HALF), None)
    happens, at_time = seen.title(what), seen.title(when[0])
    why = tr("Each row is something that happens (“{what}”, “{when}”).", what=happens, when=at_time)
    return FileKind("activities", why, name_column="" if place is None else seen.title(place))


@cache
def _activity_words() -> Mapping[str, frozenset[str]]:
    words = {name: frozenset(map(fold, ways)) for name, ways in _signs()["activities"].items()}
    of_what = words["beside"] | words["what"]
    return {
        **words,
        "beside what": words["beside"] | words["naming"],
        "beside when": of_what,
        "beside where": of_what,
    }


def _speaks_of(title: str, sort: str) -> bool:
    """Whether a title says what happens, when, or where and by whom: alone, or with words that say no other thing."""
    words = _activity_words()
    known = words[sort] | words[f"beside {sort}"]
    return any(
        way in words[sort] or (words[sort].intersection(way.split()) and known.issuperset(way.split()))
        for way in spellings_of(title)
    )


def _names(seen: _Seen, index: int) -> bool:
    """Whether a title says the name for sure: «Nom» beside «Nom de votre structure» is whoever answered."""
    guessed = guess_of(seen.table, seen.title(index))
    return "name" in guessed.fields and guessed.sure >= SHORT


def _parts(seen: _Seen) -> FileKind | None:
    """A row that says one thing of a structure that stands elsewhere."""
    words = _signs()["parts"]
    for known in words["tables"]:
        if seen.n_of(known["titles"]) == len(known["titles"]) and not seen.n_of(known["without"]):
            return FileKind(
                "parts",
                tr("Its columns are those of a known table: {what}.", what=tr(_TABLES[known["name"]])),
            )
    if _are_codes(seen):
        return FileKind(
            "parts", tr("Its columns are those of a known table: {what}.", what=tr(_TABLES["terms"]))
        )
    fields = seen.fields()
    name = fields.get("name")
    key = seen.first(words["keys"])
    own = seen.first(words["own_keys"])
    described = name is not None and seen.has_place()
    if key is not None and not described and (name is None or own is not None or seen.distinct(key) < _MOST):
        why = tr("“{title}” names the structure that each row says something of.", title=seen.title(key))
        return FileKind("parts", why)
    if key is not None and own is not None and seen.distinct(key) < 1:
        why = tr(
            "Several rows have one “{title}”: they may say things of one structure.", title=seen.title(key)
        )
        return FileKind("structures", why, doubt=True)
    if name is None:  # «Lieu; Jour; de; à»: whatever the title, its cells name structures
        name = next((index for index in seen.titles if _may_name(seen, index)), None)
    return _parts_of_a_name(seen, name) if name is not None and not seen.has_place() and key is None else None


def _are_codes(seen: _Seen) -> bool:
    """«Code; Libellé»: what codes mean, and nothing else."""
    words = {sort: {_spelt(each) for each in ways} for sort, ways in _signs()["parts"]["codes"].items()}
    titles = set(seen.titles.values())
    return (
        len(titles) > 1
        and titles <= set.union(*words.values())
        and bool(titles & words["code"])
        and bool(titles & words["label"])
    )


def _parts_of_a_name(seen: _Seen, name: int) -> FileKind | None:
    """«EPN Un; lundi; 9h», «EPN Un; mardi; 10h»: one name on most rows, and another detail beside it each time."""
    if seen.distinct(name) > _DISTINCT or len(seen.rows) < _FEWEST:
        return None
    others = [index for index in seen.titles if index != name and seen.filled(index)]
    by_name: dict[str, set[tuple[str, ...]]] = {}
    for row in seen.rows:
        by_name.setdefault(fold(row.cells[name]), set()).add(
            tuple(fold(row.cells[index]) for index in others)
        )
    if all(len(of_name) == 1 for of_name in by_name.values()):
        return None
    why = tr("Several rows have one name under “{title}”, and none says where it is.", title=seen.title(name))
    words = _signs()["parts"]
    known = {_spelt(each) for each in words["details"]}
    fields = {index: guess(seen.title(index)).fields[:1] for index in others}
    if all(seen.titles[at] in known or set(fields[at]) & set(words["detail_fields"]) for at in others):
        return FileKind("parts", why)
    return FileKind("structures", why, doubt=True)


_TABLES: Mapping[str, str] = {
    "denominations": mark("names of enterprises (KBO/BCE): some of them are people"),
    "addresses": mark("addresses of enterprises (KBO/BCE)"),
    "contacts": mark("phones and e-mails of enterprises (KBO/BCE)"),
    "activities": mark("activities of enterprises (KBO/BCE)"),
    "units": mark("establishment units or branches (KBO/BCE)"),
    "codes": mark("codes (KBO/BCE)"),
    "services": mark("services of structures (data·inclusion)"),
    "terms": mark("words of a vocabulary, or which of them belong to what"),
    "history": mark("changes of records"),
}


def _people(seen: _Seen) -> FileKind | None:
    """A row that is a person: a first and a last name of its own, or the columns of an address book."""
    words = _signs()["people"]
    organisation = seen.first(words["organisation"])
    title = seen.title(organisation) if organisation is not None else ""
    for export, titles in words["exports"].items():
        if seen.n_of(titles) >= _FEWEST and seen.first((*words["given"], *words["full"])) is not None:
            return FileKind(
                "people",
                tr("It has the columns of an address book ({export}).", export=export),
                name_column=title,
            )
    columns = _person_columns(seen)
    if not columns:
        return None
    shown = quoted([seen.title(index) for index in columns])
    why = tr("Each row is a person ({titles}).", titles=shown)
    if _of_a_structure(seen, columns):
        doubt = tr(
            "Each row names a person too ({titles}); it was read as a list of structures.", titles=shown
        )
        return FileKind("structures", doubt, doubt=True)
    return FileKind("people", why, name_column=title)


def _person_columns(seen: _Seen) -> tuple[int, ...]:
    """The columns that make of a row a person; none where there are none, or few are filled."""
    words = _signs()["people"]
    own = {at: _spelt(_without_subject(seen.title(at))) for at in seen.titles}

    def first(sort: str) -> int | None:
        known = set(map(_spelt, words[sort]))
        return next((at for at, title in own.items() if title in known), None)

    given, family = first("given"), first("family")
    either, full = first("family_or_name"), seen.first(words["full"])
    if given is not None and family is None and either is not None and _organisations(seen, either) < _FEW:
        family = either
    if given is not None and family is not None:
        return (family, given) if seen.filled(given) >= _HALF else ()
    if full is not None:
        return (full,) if seen.filled(full) >= _HALF and _organisations(seen, full) < _FEW else ()
    about = seen.first(words["about"])
    if either is None or about is None or about == either or seen.has_place() or seen.filled(either) < _HALF:
        return ()
    cells = seen.cells(either)
    return (either, about) if sum(map(_is_person, cells)) >= len(cells) * _HALF else ()


def _without_subject(title: str) -> str:
    """«Prénom du participant» as «prénom»: of whom the rows are goes without saying."""
    said = fold(title[:120]).split()
    if len(said) < 2 or said[-1] not in _words_of("subjects"):  # noqa: PLR2004 - something and of whom
        return title
    said.pop()
    while len(said) > 1 and said[-1] in _activity_words()["beside"]:
        said.pop()
    return " ".join(said)


def _organisations(seen: _Seen, index: int) -> float:
    """The share of cells of a column that are written like an organisation."""
    cells = seen.cells(index)
    return sum(map(_is_organisation, cells)) / len(cells) if cells else 0.0


def _is_organisation(text: str) -> bool:
    folded = fold(text[:200]).split()
    said = _says_organisation(text) or any(map(str.isdigit, folded))
    return any(map(str.isalpha, text)) and (said or len(folded) > _LONGEST_PERSON)


def _says_organisation(text: str) -> bool:
    return not _words_of("organisation_words").isdisjoint(fold(text[:200]).split())


def _is_person(text: str) -> bool:
    """«Anne Durant», «DURANT Anne», «Mme Durant»."""
    folded = fold(text[:200]).split()
    if len(folded) == 1 or not folded or _is_organisation(text):
        return False
    return folded[0] in _words_of("civilities") or bool({folded[0], folded[-1]} & _words_of("given_names"))


@cache
def _words_of(name: str) -> frozenset[str]:
    return frozenset(map(fold, _signs()["people"][name]))


def _of_a_structure(seen: _Seen, persons: Sequence[int]) -> bool:
    """Whether a column besides `persons` may name a structure, once a row before them, or beside what only a structure has."""
    named = [index for index in seen.titles if index not in persons and _may_name(seen, index)]
    if any(field in seen.fields() for field in _signs()["structures"]["fields"]):
        return bool(named)
    first = [index for index in named if index < min(persons)]
    return any(seen.filled(index) >= _MOST and seen.distinct(index) >= _DISTINCT for index in first)


def _may_name(seen: _Seen, index: int) -> bool:
    """Whether a title says the name of a structure, or cells under a title that says nothing do."""
    fields = guess_of(seen.table, seen.title(index)).fields
    if fields == ("labels",):  # «EPN» is one, and a title of names
        return _organisations(seen, index) >= _MOST
    cells = [] if fields else seen.cells(index)
    return fields == ("name",) or (bool(cells) and sum(map(_says_organisation, cells)) >= len(cells) * _FEW)
