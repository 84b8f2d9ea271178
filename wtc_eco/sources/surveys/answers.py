"""An answer to the questionnaire, whatever tool it came from."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.sources.table import Quarantined, Row


@dataclass(frozen=True)
class Mention:
    """Another structure, as the respondent spoke of it: `S12`, or the words written.

    `kind` and `declared_by` are those of `model.TIES`; `kind` is empty where a structure was named and
    nothing was ticked of it. `question` is where it was said.
    """

    question: str
    words: str
    kind: str
    declared_by: str = "from"
    per_year: float | None = None


@dataclass(frozen=True)
class Answer:
    """What one row of an export says.

    `structure` is the id shown in the form (`S12`), `token` the code of the personal link, `name` the
    words of one that is not listed: the first that is known tells who answers. `moment` is the ISO day
    and time of the answer, without time zone; None where the export does not say. `values` are columns
    of `model.RECORDS`. `closing` is `whole`, `none`, `unread` or empty. `shown` are the ids of the
    structures that the respondent was shown. `person` is who may be invited (columns of contacts.csv)
    and `invited` whether they want to be. A `follow_up` answers the question asked after an event alone.
    """

    row: Row
    structure: str = ""
    token: str = ""
    name: str = ""
    moment: str | None = None
    values: Mapping[str, Any] = field(default_factory=dict)
    mentions: tuple[Mention, ...] = ()
    closing: str = ""
    shown: tuple[str, ...] = ()
    person: Mapping[str, Any] = field(default_factory=dict)
    invited: bool | None = None
    follow_up: bool = False


@dataclass(frozen=True)
class Answers:
    """The answers of an export, and the account of its rows.

    `n_read == len(answers) + n_repeated + len(quarantined) + n_blank`, always. `unknown_options` are
    the options that no word of the pack knows, each with the code of its question, as often as ticked.
    """

    answers: tuple[Answer, ...]
    quarantined: tuple[Quarantined, ...]
    problems: tuple[Problem, ...]
    n_read: int
    n_blank: int
    n_repeated: int
    unknown_options: tuple[tuple[str, str], ...] = ()
