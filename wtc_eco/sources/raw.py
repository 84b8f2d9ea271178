"""Any table, read without asking what its columns are: which rows could be read, and why the others not."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any

from wtc_eco.errors import Problem
from wtc_eco.sources.table import Table, by_row


@dataclass(frozen=True)
class RawCheck:
    """A file as an import would find it before its columns mean anything.

    `read == kept + quarantined + blank`, always: the rows below the titles.
    """

    table: Table

    @property
    def accounting(self) -> dict[str, int]:
        """Where every row went."""
        table = self.table
        return {
            "read": table.n_read,
            "kept": len(table.rows),
            "quarantined": len(table.quarantined),
            "blank": table.n_blank,
        }

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was guessed, what is doubtful and why rows are set aside, in order of rows."""
        aside = (problem for row in self.table.quarantined for problem in row.problems)
        return by_row([*self.table.problems, *aside])

    @property
    def doubtful(self) -> bool:
        """Whether some rows could not be read."""
        return bool(self.table.quarantined)

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.table.file,
            "sheet": self.table.sheet,
            "encoding": self.table.encoding,
            "delimiter": self.table.delimiter,
            "header_row": self.table.header_row,
            "columns": list(self.table.header),
            "accounting": self.accounting,
            "problems": [asdict(problem) for problem in self.problems],
        }
