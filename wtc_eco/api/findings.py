"""An answer as an analyst takes it on: a frame with real dtypes, a table in a notebook, a file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Self

from wtc_eco.analysis import finding as answers
from wtc_eco.api.arguments import Place, checked, one_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pandas as pd
    from _typeshed import DataclassInstance

    from wtc_eco.analysis.finding import Heading

Format = Annotated[str, one_of("csv", "json", "md", "xlsx")]
TextFormat = Annotated[str, one_of("csv", "json", "md")]
SHOWN = 20
"""Rows of an answer that a notebook shows; the rest is counted."""
_DTYPES = {
    "whole": "Int64",
    "number": "Float64",
    "km": "Float64",
    "share": "Float64",
    "flag": "boolean",
    "list": "object",
    "text": "string",
}
"""What each shape of column is in a frame; a text that stands for an id with a name is a category."""


def fields_of(record: DataclassInstance) -> dict[str, Any]:
    """The fields of a record of the house, of which its public face is made."""
    return {field.name: getattr(record, field.name) for field in fields(record)}


@dataclass(frozen=True, repr=False)
class Finding(answers.Finding):
    """The answer to one question about one scope: a sentence, its base, what is unknown, and the rows behind it.

    `base` is how many structures the answer is about, `unknown` how many of them nobody can speak for;
    `response` is a share of 0..1 where the answer rests on a survey; `low` and `high` bound the headline
    figure; `fragile` says that a small change of a hypothesis would change it. Those that do not apply
    are `None`. It is the caller's own: changing a row changes no later answer.

    >>> finding = ecosystem.isolated(bassin="namur")
    >>> finding.question, finding.base
    ('isolated', 44)
    """

    @classmethod
    def of(cls, finding: answers.Finding) -> Self:
        """The public face of an answer, with rows of its own."""
        return cls(**{**fields_of(finding), "table": tuple(dict(row) for row in finding.table)})

    def __repr__(self) -> str:
        place = f" {self.scope}" if self.scope else ""
        return f"<Finding {self.question}{place}: {len(self.table)} rows, base {self.base}, unknown {self.unknown}>"

    def sentence(self, *, placed: bool = True) -> str:
        """One line that can be read aloud in a meeting; not `placed` on a page that says its place already.

        >>> print(ecosystem.answers(bassin="namur").sentence())
        Namur : 38 structures sur 40 interrogées ont répondu aux questions sur le réseau, soit 95 %. Les 2 autres ne sont pas « isolées » : nous ne savons pas. 4 structures du registre n’ont pas été interrogées.
        """
        return super().sentence(placed=placed)

    def rows(self) -> tuple[Mapping[str, Any], ...]:
        """The rows behind the sentence, each a dictionary of its own with every heading's id.

        >>> ecosystem.isolated(bassin="namur").rows()[0]["name"]
        "Administration communale, guichet de l'Opale"
        """
        return tuple(dict(row) for row in self.table)

    def to_frame(self) -> pd.DataFrame:
        """The rows as a `pandas.DataFrame` with real dtypes, a column a heading; unknown is `NA` (`NaT` for a day).

        Whole numbers are `Int64`, other numbers, kilometres and shares (0..1) `Float64`, yes or no `boolean`,
        days `datetime64`, texts `string`; a column of ids that have a name (a kind, a standing) is a
        `category`. A list stays a tuple of texts in a column of objects.

        >>> frame = ecosystem.isolated(bassin="namur").to_frame()
        >>> frame.dtypes["name"]
        <StringDtype(storage='python', na_value=<NA>)>
        """
        import pandas as pd

        return pd.DataFrame({head.id: self._series(head) for head in self.headings})

    def _series(self, head: Heading) -> pd.Series[Any]:
        import pandas as pd

        values = [row.get(head.id) for row in self.table]
        if head.shape == "date":
            days = pd.to_datetime(pd.Series(values, dtype="object"), format="%Y-%m-%d")
            return days.astype("datetime64[ns]")
        category = head.shape == "text" and head.words is not None
        return pd.Series(values, dtype="category" if category else _DTYPES[head.shape])

    @checked
    def to_text(self, form: TextFormat = "csv") -> str:
        """The answer as the text of a `csv`, `json` or `md` file.

        >>> ecosystem.overview().to_text("csv").splitlines()[0]
        'id;structures;answered;isolated;isolated_high;records;lists;population;communes;without'
        """
        from wtc_eco.render import tables

        return tables.text(self, form)

    @checked
    def write(self, path: Place, *, form: Format | None = None) -> Path:
        """Write the answer as `csv`, `json`, `xlsx` or `md`, by default as the file's ending says.

        >>> ecosystem.isolated().write(folder / "isolees.xlsx").name
        'isolees.xlsx'
        """
        from wtc_eco.services.outputs import write_finding

        return write_finding(self, path, form=form)

    def _repr_html_(self) -> str:
        return table(self)


def table(finding: answers.Finding) -> str:
    """An answer for a notebook: title, sentence, the first rows; every text escaped."""
    from wtc_eco.i18n import trn
    from wtc_eco.render.cells import NUMERIC, spoken, visible

    heads = finding.headings
    numeric = [' style="text-align:right"' if head.shape in NUMERIC else "" for head in heads]
    rows = (
        "".join(
            f"<td{style}>{_safe(spoken(row.get(head.id), head))}</td>"
            for head, style in zip(heads, numeric, strict=True)
        )
        for row in finding.table[:SHOWN]
    )
    titles = "".join(f"<th>{_safe(visible(head.title))}</th>" for head in heads)
    body = f"<table><thead><tr>{titles}</tr></thead><tbody>{_rows(rows)}</tbody></table>" if heads else ""
    more = len(finding.table) - SHOWN
    left_out = trn("… and {n} row more", "… and {n} rows more", more)
    rest = f"<p>{_safe(left_out)}</p>" if more > 0 else ""
    notice = f"<p><em>{_safe(visible(finding.notice))}</em></p>" if finding.notice else ""
    title, sentence = _safe(visible(finding.title)), _safe(visible(finding.sentence()))
    return f"<div><p><strong>{title}</strong></p><p>{sentence}</p>{body}{rest}{notice}</div>"


def _rows(rows: Iterable[str]) -> str:
    return "".join(f"<tr>{cells}</tr>" for cells in rows)


def _safe(words: str) -> str:
    return escape(words).replace("\n", "<br>")
