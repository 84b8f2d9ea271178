"""The tables: every column of data/ and of the registry, declared once.

In memory a table is a pandas DataFrame whose columns are all of dtype `object`:

* unknown is `None`, whatever the type (never NaN, never an empty string);
* `text`, `date` (ISO, `YYYY-MM-DD`), `phone`, `url` are `str`; `whole` is `int`; `number` is `float`;
* `terms` and `texts` are tuples of `str`, sorted as found; `()` means known to be none;
* `numbers` is a tuple of `int`; `flag` is `bool`; `json` is a `dict`.

In a file, lists are joined by `|`, unknown is an empty cell and `()` is the word `none`.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.i18n import tr

if TYPE_CHECKING:
    import pandas as pd

Type = Literal["text", "date", "whole", "number", "terms", "texts", "numbers", "flag", "json"]

MIN_BASE = 10
"""No share is told, compared or weighed on a base of fewer: answers, structures or ties."""

SEPARATOR = "|"
NONE_WORD = "none"
MARK = "_base"
"""The column of the register by which what comes back from Excel is compared; see `registry.fingerprint`."""


@dataclass(frozen=True)
class Column:
    """A column: its name in files, its type, what it means, and the pack vocabulary it draws from."""

    name: str
    type: Type
    meaning: str
    vocabulary: str = ""


RECORDS: tuple[Column, ...] = (
    Column("record", "whole", "whole number, never reused"),
    Column("source", "text", "the list this row was found in"),
    Column("source_id", "text", "the list's own key, where it has one"),
    Column("collected_on", "date", "when the list was collected"),
    Column("withdrawn_on", "date", "when the list stopped naming it"),
    Column("closed_on", "date", "when the structure closed"),
    Column("name", "text", "name as written"),
    Column("also_known_as", "texts", "other names"),
    Column("kind", "text", "what the place is", "kinds"),
    Column("labels", "terms", "labels and approvals", "labels"),
    Column("hosted_by", "text", "the bearer: a record number or words"),
    Column("bce", "text", "enterprise number, ten digits, 0 or 1 first"),
    Column("unit_number", "text", "establishment unit number, ten digits, 2 to 8 first"),
    Column("street", "text", "street with number"),
    Column("postal_code", "text", "postal code"),
    Column("locality", "text", "locality as written"),
    Column("ins", "text", "INS code of the commune"),
    Column(
        "country", "text", "country, two letters (ISO 3166-1); empty where the list neither says nor shows it"
    ),
    Column("lat", "number", "latitude, degrees, WGS 84"),
    Column("lon", "number", "longitude, degrees, WGS 84"),
    Column("phone", "texts", "phones, E.164"),
    Column("email", "texts", "general e-mail addresses"),
    Column("website", "text", "website"),
    Column("listed_on", "texts", "maps and catalogues that name it"),
    Column("channels", "texts", "how its publics find it"),
    Column("steps", "terms", "steps of the journey in place", "steps"),
    Column("steps_planned", "terms", "steps planned", "steps"),
    Column("formats", "terms", "formats of support", "formats"),
    Column("themes", "terms", "themes taught", "themes"),
    Column("publics", "terms", "publics welcomed", "publics"),
    Column("conditions", "text", "eligibility, in words"),
    Column("opening_hours", "text", "OSM opening_hours"),
    Column("hours_note", "text", "hours as written"),
    Column("slots", "terms", "slots as declared", "slots"),
    Column("access", "terms", "where support is given", "access"),
    Column("capacity", "number", "people a week"),
    Column("staff_trained", "text", "yes, partly or no"),
    Column("roles_defined", "text", "yes, partly or no"),
    Column("follow_up", "texts", "how effects are followed"),
    Column("asked_on", "date", "when the survey was sent"),
    Column("answered_on", "date", "when the offer was answered"),
    Column("network_answered_on", "date", "when the network questions were answered"),
    Column("roster", "text", "which list of names was shown"),
    Column("knows_ecosystem", "text", "very_well, well, badly or not_at_all"),
    Column("entry_point", "text", "often, sometimes or rarely"),
    Column("note", "text", "free remark"),
    Column("fees", "text", "what it costs, in words"),
    Column("presentation", "text", "how it presents itself, in words"),
    Column("accessibility", "text", "how a person with a handicap gets in: words or a link"),
    Column("booking", "text", "where an appointment is made: a link"),
    Column("languages", "terms", "languages spoken, ISO 639-1", "spoken_languages"),
    Column("extra", "json", "columns that no map knows, as found"),
)
"""A column that comes later stands before `extra`: the marks of a register that left before still tell every column."""
DESCRIBED = ("fees", "presentation", "accessibility", "booking")
"""What a structure says of itself in its own words: kept as found, and kept from public outputs where a person may stand in it."""

TIES: tuple[Column, ...] = (
    Column("tie", "whole", "whole number, never reused"),
    Column("source", "text", "the list this tie was found in"),
    Column("source_id", "text", "the list's own key, where it has one"),
    Column("from", "text", "a record number, or the words as written"),
    Column("to", "text", "a record number, or the words as written"),
    Column("kind", "text", "knows, refers, works_with, hosts, met or wish"),
    Column("per_year", "number", "people sent a year"),
    Column("themes", "terms", "about what", "themes"),
    Column("declared_by", "text", "from, to or third"),
    Column("declared_on", "date", "when it was declared"),
    Column("status", "text", "active or ended"),
    Column("valid_until", "date", "until when it holds"),
    Column("note", "text", "free remark"),
)
TIE_KINDS = ("knows", "refers", "works_with", "hosts", "met", "wish")
ACQUAINTANCE = ("knows", "refers", "works_with", "hosts")
"""Kinds of tie by which two structures know each other; `met` and `wish` are not among them."""

DECISIONS: tuple[Column, ...] = (
    Column("left", "text", "a record number, or the words of a mention"),
    Column("right", "text", "a record number; empty: nobody of the register is meant by the words"),
    Column("left_words", "text", "name, street and postal code when decided"),
    Column("right_words", "text", "name, street and postal code when decided"),
    Column("verdict", "text", "same, different or unsure"),
    Column("decided_by", "text", "who decided"),
    Column("decided_on", "date", "when"),
    Column("why", "text", "the reason"),
)

INVITED: tuple[Column, ...] = (
    Column("event", "text", "how the event was called"),
    Column("held_on", "date", "the day of the event"),
    Column("record", "whole", "a record of the structure invited"),
    Column("wave", "whole", "the wave in which it was invited, from 1"),
    Column("attended", "flag", "whether it came"),
)
"""data/invited.csv: one row for each structure invited to each event."""

CONTACTS: tuple[Column, ...] = (
    Column("contact", "whole", "whole number"),
    Column("record", "whole", "a record of the structure the person works for"),
    Column("person", "text", "first and last name"),
    Column("role", "text", "what the person does there"),
    Column("email", "text", "work e-mail address"),
    Column("phone", "text", "work phone, E.164"),
    Column("language", "text", "fr, nl, de or en; other words as written"),
    Column("source", "text", "the survey, event or list that gave it"),
    Column("collected_on", "date", "when it was given, the latest time"),
    Column(
        "basis",
        "text",
        "why we may write: agreed (said yes), answered (gave it, said neither) or listed (stands in a list)",
    ),
    Column("opt_out", "flag", "yes where the person objected"),
)
"""data/contacts.csv: people, apart from the structures and never shared."""

OPPOSITIONS: tuple[Column, ...] = (
    Column("hash", "text", "HMAC-SHA256 of what it is of, under the folder's key"),
    Column("of", "text", "email, phone or person"),
    Column("reason", "text", "objected or forgotten"),
    Column("since", "date", "since when"),
    Column("key", "text", "the fingerprint of the key"),
)
"""data/oppositions.csv: whom not to write to, and whom to forget, without saying who they are."""

ERASED: tuple[Column, ...] = (
    Column("record", "whole", "the number of a record that was erased; never given again"),
    Column("erased_on", "date", "when"),
    Column("now", "whole", "the next smallest record of the structure; empty where none is left"),
)
"""data/erased.csv: the tombstones of erased records."""

PUBLISHED: tuple[Column, ...] = (
    Column("edition", "whole", "which shared edition, counted from 1"),
    Column("measure", "text", "what is counted: asked, answered, isolated …"),
    Column("bassin", "text", "in which bassin; * in all, empty where it is unknown"),
    Column("kind", "text", "of which kind; * of all, empty where it is unknown"),
    Column("n", "text", "how many structures, exactly"),
    Column("of", "text", "of how many"),
    Column("figure", "text", "the figure that was published; empty where none was"),
)
"""data/published.csv: what shared editions published, so that the next one is not its difference; no structure, no person."""

POPULATION: tuple[Column, ...] = (
    Column("ins", "text", "INS code of the commune"),
    Column("public", "text", "the public that was counted", "publics"),
    Column("people", "whole", "how many people"),
    Column("source", "text", "who counted them"),
    Column("year", "whole", "when"),
)
"""data/population.csv: people of a commune, by public."""

PUBLIC_ANSWERS: tuple[Column, ...] = (
    Column("ins", "text", "INS code of the commune"),
    Column("age", "text", "age, as ticked"),
    Column("situation", "text", "professional situation", "publics"),
    Column("ease", "text", "how easy digital tools are, as ticked"),
    Column("themes", "terms", "what the person would like to learn or do", "themes"),
    Column("slots", "terms", "when the person could come", "slots"),
    Column("barriers", "texts", "what keeps the person from coming"),
    Column("source", "text", "the survey"),
)
"""data/public_answers.csv: one anonymous answer of the public."""

_OWN = ("record", "source", "source_id", "withdrawn_on")
REGISTRY: tuple[Column, ...] = (
    Column("id", "text", "S and the smallest record number of the structure"),
    Column("records", "numbers", "the records it is made of"),
    Column("sources", "texts", "the lists that name it"),
    Column("conflicts", "texts", "the columns on which its sources disagree"),
    Column("active", "flag", "neither closed nor withdrawn from every list"),
    *(column for column in RECORDS if column.name not in _OWN),
    Column("commune", "text", "name of the commune"),
    Column("bassin", "text", "id of the bassin, unknown outside the bassins"),
    Column("place", "text", "inside, outside_bassins, outside or unknown"),
)
PLACES = ("inside", "outside_bassins", "outside", "unknown")


def names(columns: Iterable[Column]) -> tuple[str, ...]:
    """The names of the columns, in order."""
    return tuple(column.name for column in columns)


def frame(columns: Sequence[Column], rows: Iterable[Mapping[str, Any]] = ()) -> pd.DataFrame:
    """A table of these columns; what a row does not say is unknown.

    Raises `KeyError` where a row has a column that the table does not declare.
    """
    lines = list(rows)
    declared = names(columns)
    unknown = {key for row in lines for key in row} - set(declared)
    if unknown:
        raise KeyError(*sorted(unknown))
    return frame_of({name: [row.get(name) for row in lines] for name in declared}, declared, len(lines))


def frame_of(values: Mapping[str, Sequence[Any]], declared: Sequence[str], length: int) -> pd.DataFrame:
    """A table of these columns, each as long as `length`; a column without values is unknown in every row.

    All cells are objects of ours, as they were given: one block of them, since a column at a time costs ten times more.
    """
    import numpy as np
    import pandas as pd  # costs half a second; `--help` must not pay it

    cells = np.empty((len(declared), length), dtype=object)
    for place, name in enumerate(declared):
        if name in values:
            cells[place] = values[name]
    return pd.DataFrame(cells.T, columns=list(declared), dtype=object, copy=False)


def parsed(read: Callable[[str], Any], text: str) -> Any:
    """What `json.loads` or `tomllib.loads` reads in a text of a person; raises `ValueError` where it nests too deep, too."""
    try:
        return read(text)
    except RecursionError as error:
        raise ValueError(tr("it is nested too deep")) from error


def to_cell(value: Any, column: Column) -> str:
    """The value as a file holds it."""
    if value is None:
        return ""
    match column.type:
        case "terms" | "texts" | "numbers":
            return SEPARATOR.join(str(item) for item in value) if value else NONE_WORD
        case "flag":
            return "yes" if value else "no"
        case "json":
            return json.dumps(value, ensure_ascii=False, sort_keys=True)
        case "number":
            return repr(value) if value != int(value) else str(int(value))
        case _:
            return str(value)


def from_cell(text: str, column: Column) -> Any:
    """The value a file's cell holds; raises `ValueError` where it is not of the column's type."""
    if text == "":
        return None
    match column.type:
        case "terms" | "texts":
            return () if text == NONE_WORD else tuple(text.split(SEPARATOR))
        case "numbers":
            return () if text == NONE_WORD else tuple(int(part) for part in text.split(SEPARATOR))
        case "whole":
            return int(text)
        case "number":
            value = float(text)
            if not math.isfinite(value):
                raise ValueError(text)
            return value
        case "flag":
            return {"yes": True, "no": False}[text]
        case "json":
            held = parsed(json.loads, text)
            if not isinstance(held, dict):
                raise ValueError(text)  # noqa: TRY004 - the cell is wrong, not the type of our argument
            return held
        case _:
            return text
