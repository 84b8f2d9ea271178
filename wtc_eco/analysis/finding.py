"""What a question may look at (`Study`), and what it answers: a `Finding`, whose columns are declared once (`table`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Generic, Literal, Protocol, TypedDict, TypeVar

from wtc_eco.i18n import number, percent, tr
from wtc_eco.model import MIN_BASE

if TYPE_CHECKING:
    import networkx as nx

    from wtc_eco.coverage.offer import Offer
    from wtc_eco.registry import Registry
    from wtc_eco.territory import Scope, Territory

Shape = Literal["text", "list", "whole", "number", "km", "share", "date", "flag"]
RemarkKind = Literal["note", "share"]
"""A `note` on what the answer rests on or leaves out; a `share` that rests on who answered, and is not told of a few."""
Edition = Literal["working", "shared"]
"""The coordinator's own edition, or the one that partners and the public may read."""


@dataclass(frozen=True)
class Heading:
    """A column of an answer: its id in JSON and CSV, its title for people, the shape of its values.

    Values: `text`, `date` (ISO) `str`; `list` a tuple of `str`; `whole` `int`; `number`, `km`
    `float`; `share` `float` of 0..1; `flag` `bool`. Unknown is `None`.
    `words` translates the ids a cell may hold (a kind, a standing) into the language spoken; `absent` is
    what a person reads where the value is `None` because it does not apply, and not because nobody knows.
    `choices` are the answers that a person may fill in, in the language spoken; a workbook offers them.
    """

    id: str
    title: str
    shape: Shape = "text"
    words: Mapping[str, str] | None = None
    absent: str | None = None
    choices: tuple[str, ...] = ()


Item = TypeVar("Item")
Row = Mapping[str, Any]
"""A row of an answer: the value of each column by its id."""


@dataclass(frozen=True)
class AnswerColumn(Generic[Item]):
    """A column of an answer, declared once: its heading, and how its value is got from what a row is about.

    Without `get` the value is the one of that name: `item[id]` of a mapping, else the attribute `id`.
    Without a title it stands in the rows (JSON) only.
    """

    id: str
    title: str
    get: Callable[[Item], Any] | None = None
    shape: Shape = "text"
    words: Mapping[str, str] | None = None
    absent: str | None = None
    choices: tuple[str, ...] = ()

    @property
    def heading(self) -> Heading:
        """What a person reads above the values."""
        return Heading(self.id, self.title, self.shape, self.words, self.absent, self.choices)

    def value(self, item: Item) -> Any:
        """What stands in the row of `item`."""
        if self.get is not None:
            return self.get(item)
        return item[self.id] if isinstance(item, Mapping) else getattr(item, self.id)


HeadedRows = tuple[tuple[Heading, ...], tuple[Row, ...]]


def table(
    columns: Sequence[AnswerColumn[Item]], items: Iterable[Item], *, first: Sequence[str] = ()
) -> HeadedRows:
    """The headings and the rows of a `Finding`: one row an item.

    A person reads the columns in the order given; a row (JSON) begins with the ids in `first`. Raises
    `ValueError` where one of these is no column.
    """
    ids = [column.id for column in columns]
    keyed = sorted(columns, key=lambda column: first.index(column.id) if column.id in first else len(first))
    if not set(first) <= set(ids):
        raise ValueError(f"No columns: {sorted(set(first) - set(ids))}")
    rows = tuple({column.id: column.value(item) for column in keyed} for item in items)
    return tuple(column.heading for column in columns if column.title), rows


@dataclass(frozen=True)
class Spot:
    """A structure or a commune on the map: degrees WGS 84, and what the answer says of it.

    `about` is the part of the question it answers, for people (a theme, a slot, a profile and what it
    needs); empty is the whole. `near` is the id of the nearest structure that would do, `km` by road away.
    """

    id: str
    name: str
    lat: float
    lon: float
    mark: str
    note: str = ""
    about: str = ""
    near: str | None = None
    km: float | None = None


@dataclass(frozen=True)
class Remark:
    """A sentence beside an answer, in the language spoken when it was made, and what it is."""

    text: str
    kind: RemarkKind = "note"


def notes(*texts: str) -> tuple[Remark, ...]:
    """Remarks on what an answer rests on or leaves out."""
    return tuple(Remark(text) for text in texts)


def of(n: int, total: int) -> str:
    """«4 of 7»."""
    return tr("{n} of {total}", n=number(n), total=number(total))


def part_of(n: int, total: int) -> str:
    """«4 of 7»; of ten or more with the share, «40 of 70 (57%)»: of fewer a percentage says more than is known."""
    counted = of(n, total)
    return f"{counted} ({percent(n / total)})" if total >= MIN_BASE else counted


def titled(title: str, place: str) -> str:
    """«Journeys: Namur»."""
    return tr("{first}: {then}", first=title, then=place)


class Placed(TypedDict):
    """How an answer about a scope is headed."""

    title: str
    short_title: str
    scope: str
    place: str


def placed(title: str, scope: Scope) -> Placed:
    """The head of an answer whose title ends with its place, and whose sentence begins with it."""
    place = scope.text()
    return {"title": titled(title, place), "short_title": title, "scope": scope.id, "place": place}


@dataclass(frozen=True)
class Finding:
    """The answer to one question about one scope.

    `text` is the sentence after its place, and `place` the place that opens it; empty where none does.
    `title` may end with the place: `short_title` then is the one without it.
    `base` is how many structures the answer is about, `unknown` how many of them nobody can speak
    for; `response` is a share of 0..1 where the answer rests on a survey, and `asked` how many it is the share
    of (not told in the shared edition); `low` and `high` bound the headline figure; `fragile` says that a small change of a hypothesis would change it.
    Those that do not apply are `None`. `edition` says who may read it; renderers print it, and no more.
    """

    question: str
    title: str
    scope: str
    base: int
    unknown: int
    text: str
    headings: tuple[Heading, ...] = ()
    table: tuple[Mapping[str, Any], ...] = ()
    response: float | None = None
    asked: int | None = None
    low: float | None = None
    high: float | None = None
    fragile: bool | None = None
    remarks: tuple[Remark, ...] = ()
    spots: tuple[Spot, ...] = ()
    notice: str = ""
    as_of: str = ""
    edition: Edition = "working"
    place: str = ""
    short_title: str = ""

    def sentence(self, *, placed: bool = True) -> str:
        """One line that can be read aloud in a meeting; not `placed` on a page that says its place already."""
        if self.place and placed:
            return tr("{first}: {then}", first=self.place, then=self.text)
        return self.text[:1].upper() + self.text[1:] if self.place else self.text

    def heading(self, *, placed: bool = True) -> str:
        """The title; without its place where not `placed`."""
        return self.title if placed or not self.short_title else self.short_title

    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows behind the sentence, each with every heading's id."""
        return self.table

    def places(self) -> tuple[Spot, ...]:
        """What of it can be shown on a map."""
        return self.spots

    def as_json(self) -> dict[str, Any]:
        """The answer as plain JSON values, in the order the formats document gives."""
        return {
            "question": self.question,
            "scope": self.scope,
            "base": self.base,
            "unknown": self.unknown,
            "response": self.response,
            "low": self.low,
            "high": self.high,
            "fragile": self.fragile,
            "sentence": self.sentence(),
            "remarks": [remark.text for remark in self.remarks],
            "rows": [dict(row) for row in self.rows()],
            "notice": self.notice,
            "as_of": self.as_of,
        }


class PublishedFigures(Protocol):
    """What of the answers to surveys may be published, by measure, bassin and kind; see `wtc_eco.analysis.disclosure`."""

    def figure(self, measure: str, bassin: str = ..., kind: str = ...) -> int | None:
        """What is published of a cell; `None` where nothing is."""
        ...

    def enough(self, measure: str, bassin: str = ..., kind: str = ...) -> bool:
        """Whether ten or more are counted in a cell of which a figure is published."""
        ...


class Study(Protocol):
    """An ecosystem opened; each part is made once, on first use."""

    @property
    def territory(self) -> Territory:
        """The ground and the words."""
        ...

    @property
    def registry(self) -> Registry:
        """One row a structure."""
        ...

    @property
    def network(self) -> nx.MultiDiGraph[str]:
        """Who knows whom; its attributes are the contract of `wtc_eco.network`."""
        ...

    @property
    def offers(self) -> Mapping[str, Offer]:
        """What each active structure offers, by id."""
        ...

    @property
    def figures(self) -> PublishedFigures:
        """What of the answers to surveys may be published."""
        ...

    @property
    def as_of(self) -> str:
        """The ISO date the answers are of; empty where none is known."""
        ...
