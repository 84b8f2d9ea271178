"""The register, edited in Excel and brought back: what changed, cell by cell, and taking it in.

1. A cell that reads as the register does is no change.
2. A cell that still holds what it held when the file was written was not edited: where the register
   says otherwise by now, the file is only old.
3. A cell edited by the person that changed in the register too is in conflict: it is said, and not taken.
4. A row that is gone is said, and removes nothing. A row without a number is a new structure.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.amending import Amendment, Plan, Signed, amend
from wtc_eco.ecosystem.corrections.correcting import FieldChange, new_record, planned
from wtc_eco.ecosystem.corrections.fields import Told
from wtc_eco.ecosystem.corrections.returned_rows import Cells, Reader
from wtc_eco.ecosystem.intake.collect import Reading
from wtc_eco.ecosystem.people.shield import shielded
from wtc_eco.errors import BusyError, Problem, RefusedError
from wtc_eco.locale import LANGUAGES, speaking, tr
from wtc_eco.registry.fingerprint import MARK
from wtc_eco.registry.words import TITLES
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.sources import Table


@dataclass(frozen=True)
class Returned:
    """What a file would change: the cells of each structure, new structures, and what is not taken.

    `seen` are the hashes of `data/` as it was compared with.
    """

    file: str
    changes: tuple[tuple[str, str, tuple[FieldChange, ...]], ...]
    added: tuple[str, ...]
    problems: tuple[Problem, ...]
    told: tuple[tuple[str, Told], ...] = field(default=(), repr=False)
    new: tuple[Cells, ...] = field(default=(), repr=False)
    seen: Mapping[str, str | None] = field(default_factory=dict, repr=False)
    digest: str = ""

    @property
    def empty(self) -> bool:
        """Whether there is nothing to take in."""
        return not (self.changes or self.added)

    @property
    def n_cells(self) -> int:
        """How many cells change."""
        return sum(len(cells) for _, _, cells in self.changes)

    @property
    def doubtful(self) -> bool:
        """Whether something was not taken, or is to be looked at."""
        return any(problem.gravity != "note" for problem in self.problems)

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.file,
            "changes": [
                {"id": one, "name": name, "fields": [asdict(cell) for cell in cells]}
                for one, name, cells in self.changes
            ],
            "added": list(self.added),
            "problems": [asdict(problem) for problem in self.problems],
        }


def compare_registry(ecosystem: Ecosystem, file: str | Path, *, reading: Reading | None = None) -> Returned:
    """What this registry.xlsx or registry.csv would change; writes nothing.

    Raises `RefusedError` where the file is no register of ours.
    """
    path = Path(file)
    table = shielded(ecosystem, (reading or Reading()).table(path))
    reader = Reader(ecosystem, table, _columns(table))
    for row in table.rows:
        reader.take(row.number, row.cells)
    plan = planned(ecosystem, [(ecosystem.registry.row(one), told) for one, told in reader.told], Signed())
    changes = tuple((done.id, done.name, done.changes) for done in plan.told if done.changes)
    return Returned(
        file=path.name,
        changes=changes,
        added=tuple(cells["name"] for cells in reader.new),
        problems=(*reader.problems, *reader.missing()),
        told=tuple(reader.told),
        new=tuple(reader.new),
        seen=ecosystem.holdings.seen,
        digest=hashlib.sha256(path.read_bytes()).hexdigest(),
    )


def take_registry(ecosystem: Ecosystem, returned: Returned, signed: Signed = Signed()) -> None:  # noqa: B008 - frozen
    """Write what `compare_registry` found, as corrections and new structures; nothing where there is nothing.

    Raises `BusyError` where `data/` changed since it was compared.
    """

    def plan() -> Plan:
        if ecosystem.holdings.seen != returned.seen:
            raise BusyError(
                tr("data/ changed since the file was compared; nothing was written."),
                hint=tr("Run the command again."),
            )
        rows = [(ecosystem.registry.row(one), told) for one, told in returned.told]
        corrections = planned(ecosystem, rows, signed).amendment
        number = ecosystem.holdings.next_record + len(corrections.records)
        records = [
            {**new_record(ecosystem, cells, signed)[0], "record": number + at}
            for at, cells in enumerate(returned.new)
        ]
        return Plan(Amendment((*corrections.records, *records), corrections.decisions))

    amend(
        ecosystem,
        f"import {returned.file} --corrections",
        plan,
        signed,
        inputs={returned.file: returned.digest},
    )


def _columns(table: Table) -> dict[str, int]:
    """Where each column of the register stands, by its id or its title in any of our languages."""
    names: dict[str, str] = {}
    for language in LANGUAGES:
        with speaking(language):
            names |= {fold(tr(words)): name for name, words in TITLES.items()}
    exact = {name: name for name in (*TITLES, MARK)}
    found = {
        exact.get(title) or names.get(fold(title), ""): at for at, title in enumerate(table.header) if title
    }
    found.pop("", None)
    if not {"id", "name", "records"} <= set(found):
        raise RefusedError(
            tr("{file} is not the register: its columns are others.", file=table.file),
            hint=tr(
                "Edit outputs/registry.xlsx, which wtc-eco run writes; a list is imported with --as NAME."
            ),
        )
    return found
