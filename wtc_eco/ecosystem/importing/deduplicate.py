"""Any list of organisations, deduplicated: no territory, no folder."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources
from wtc_eco.ecosystem.importing.files import ReadingOptions
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import listing, tr, trn

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.ecosystem.importing.row_pairs import ListedRows
    from wtc_eco.sources import PlainList, Table

Told = Callable[[str, float], None]

DIGITS = 6
"""Probabilities are written to six decimals: more would be noise."""

SHOWN = 4
"""Ids that are named where many are meant."""


@dataclass(frozen=True)
class Matched:
    """Each row's cluster, named by the id of its first row, and the weakest link that holds it there.

    `doubts` are the pairs of rows that a person should see, with their evidence. `files` says which file each
    row came from, where there are several. `left_out` says which rows are no structures: headings, totals,
    remarks; `problems` what was doubtful about ids, decisions and what could be compared.
    """

    rows: tuple[tuple[str, str, float], ...]
    doubts: Finding
    explained: Callable[[str, str], Finding] = field(repr=False, compare=False)
    files: tuple[str, ...] = ()
    left_out: tuple[Problem, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def n_records(self) -> int:
        """How many rows were read."""
        return len(self.rows)

    @property
    def n_clusters(self) -> int:
        """How many structures they are."""
        return len({cluster for _, cluster, _ in self.rows})

    @property
    def n_review(self) -> int:
        """How many pairs a person should see."""
        return len(self.doubts.table)

    def csv(self) -> str:
        """`id,cluster,probability`, one line a row, in the order they were read; then `file` where there are several."""
        buffer = io.StringIO()
        writer = csv.writer(buffer, lineterminator="\n")
        writer.writerow(("id", "cluster", "probability", *(("file",) if self.files else ())))
        for place, (name, cluster, sure) in enumerate(self.rows):
            file = (self.files[place],) if self.files else ()
            writer.writerow((name, cluster, f"{round(sure, DIGITS):g}", *file))
        return buffer.getvalue()


def match_files(  # noqa: PLR0913 - the files, and how to read them
    files: Sequence[str | Path],
    *,
    columns: Mapping[str, str | Sequence[str]] | None = None,
    id_column: str | None = None,
    country: str = "be",
    reading: ReadingOptions | None = None,
    decisions: str | Path | None = None,
    watcher: Told | None = None,
) -> Matched:
    """Find which rows of these files name the same organisation.

    `columns` says which header holds a field (`name`, `street`, `postal_code` …); the others are
    recognised. A row is named by its `id_column` (recognised too), else by its place among all rows
    read. `country` is the two letters of the country of the phone numbers, `reading` how to read the
    files where the guess would be wrong, `decisions` a sheet of doubts that was answered. `told` hears what
    is being done, and which share of it is over. Raises `UsageError` where an id of the column asked for
    occurs twice or a column does not exist.
    """
    from wtc_eco.ecosystem.importing import row_pairs
    from wtc_eco.matching import match

    if watcher:
        watcher(tr("Reading {files}", files=", ".join(Path(file).name for file in files)), 0.0)
    listed, left_out, problems = _read(files, lambda table: sources.read_columns(table, columns or {}, id_column, country),
                                       reading or ReadingOptions(), country.upper(), keyed=id_column is not None)  # fmt: skip
    answers = row_pairs.decisions(listed, decisions) if decisions is not None else None
    matched = match(
        listed.records,
        lexicon=listed.lexicon,
        country=listed.country,
        decisions=answers.lines if answers else None,
        watcher=watcher,
    )
    names = listed.ids
    said = answers.placed(matched.problems) if answers else matched.problems
    problems += (*(answers.problems if answers else ()), *said)
    return Matched(
        rows=tuple(
            (name, names[matched.clusters[place] - 1], matched.probability[place])
            for place, name in enumerate(names, start=1)
        ),
        doubts=row_pairs.doubts(listed, matched),
        explained=lambda one, other: row_pairs.explain(listed, matched, one, other),
        files=tuple(listed.files),
        left_out=left_out,
        problems=problems,
    )


def _read(
    files: Sequence[str | Path],
    read: Callable[[Table], PlainList],
    reading: ReadingOptions,
    country: str,
    *,
    keyed: bool,
) -> tuple[ListedRows, tuple[Problem, ...], tuple[Problem, ...]]:
    """The rows as records, column by column (a file may have a million), what is no row, and what became of ids."""
    import pandas as pd

    from wtc_eco.ecosystem.importing.row_pairs import ListedRows
    from wtc_eco.matching import Lexicon

    names = _Names(keyed=keyed, files=_called(files))
    left_out: list[Problem] = []
    n_before = 0
    fields: dict[str, list[Any]] = {}
    for file, called in zip(files, names.files, strict=True):
        plain = read(reading.table(Path(file)))
        columns_read = {"source": [called] * len(plain.keys), **plain.fields}
        if None in columns_read["source"]:
            columns_read["source"] = [name or called for name in columns_read["source"]]
        for column in {**fields, **columns_read}:
            earlier = fields.setdefault(column, [None] * len(names.ids))
            earlier += columns_read.get(column, [None] * len(plain.keys))
        names.add(called, plain, n_before)
        n_before += len(plain.keys) + len(plain.left_out)
        left_out += [row.problem for row in plain.left_out]
    columns = {column: pd.Series(values, dtype=object) for column, values in fields.items()}
    records = pd.DataFrame({"record": range(1, len(names.ids) + 1), **columns})
    return (
        ListedRows(names.ids, names.of if len(files) > 1 else (), records, Lexicon.general(), country),
        tuple(left_out),
        tuple(names.problems),
    )


def _called(files: Sequence[str | Path]) -> list[str]:
    """What each file is called: its name, with its folder where another has the same name."""
    paths = [Path(file) for file in files]
    times = Counter(path.name for path in paths)
    return [path.name if times[path.name] == 1 else path.as_posix() for path in paths]


@dataclass
class _Names:
    """The ids of all rows read, each once: one that an earlier file has bears the name of its own file."""

    keyed: bool
    files: Sequence[str]
    ids: list[str] = field(default_factory=list)
    of: list[str] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    _taken: set[str] = field(default_factory=set)

    def add(self, file: str, plain: PlainList, n_before: int) -> None:
        """The ids of a file; a row without one is named by its place among all rows read."""
        renamed = []
        for key, place in zip(plain.keys, plain.places, strict=True):
            name = key or str(n_before + place)
            if name in self._taken:
                if self.keyed and key:
                    raise UsageError(
                        tr("The id “{name}” occurs twice.", name=name),
                        hint=tr("Choose a column whose values differ, or leave --id out."),
                    )
                renamed.append(name)
                name = self._distinct(f"{file}:{name}")
            self._taken.add(name)
            self.ids.append(name)
            self.of.append(file)
        if plain.repeated:
            self._tell(file, plain.repeated, "#2", tr("Several rows of one list have one id"))
        if renamed:
            self._tell(file, renamed, f"{file}:", tr("Two lists have the same ids"))

    def _distinct(self, name: str) -> str:
        distinct, n = name, 1
        while distinct in self._taken:
            n += 1
            distinct = f"{name}#{n}"
        return distinct

    def _tell(self, file: str, ids: Sequence[str], sign: str, why: str) -> None:
        shown = listing([*ids[:SHOWN], *(["…"] if len(ids) > SHOWN else [])])
        self.problems.append(
            Problem(
                "repeated_id",
                "note",
                trn(
                    "{why} ({ids}): {n} is written with “{sign}”, so that every row has its own.",
                    "{why} ({ids}): {n} are written with “{sign}”, so that every row has its own.",
                    len(ids),
                    why=why,
                    ids=shown,
                    sign=sign,
                ),
                tr("To name the rows by another column: --id TITLE"),
                file=file,
            )
        )
