"""A column map proposed from the titles of a list, and what a person should decide about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wtc_eco import model
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.locale import listing, tr
from wtc_eco.sources.fitting import settled
from wtc_eco.sources.layout import filled_cells
from wtc_eco.sources.maps import FIELDS, IGNORED, ColumnMap
from wtc_eco.sources.table import Fault, Table
from wtc_eco.sources.text import quoted
from wtc_eco.sources.titles import AMONG, EXACT, Guess, guess_of, nearest
from wtc_eco.sources.values.emails import valid_addresses
from wtc_eco.sources.wording import weekday
from wtc_eco.territory import Territory
from wtc_eco.territory.spelling import fold

_SEVERAL = {column.name for column in model.RECORDS if column.type in ("texts", "terms")} | {
    "source_id",
    IGNORED,
}
_SAMPLE = 100


@dataclass(frozen=True)
class Proposal:
    """A map to confirm, and the doubts: with any of them, a person should confirm it."""

    map: ColumnMap
    doubts: tuple[Problem, ...]


def propose(table: Table, territory: Territory, *, columns: Mapping[str, str] | None = None) -> Proposal:
    """The map that the titles of `table` suggest, in French or in English.

    `columns` is what a person decided: a field to its title. Titles nobody knows are left out of the
    map: they are kept as found. Raises `RefusedError` where no column is the name, or where the
    file has no row of titles, and `UsageError` where `columns` names what does not exist.
    """
    chosen = _chosen(table, columns or {})
    guesses = {title: guess_of(table, title) for _, title in table.columns() if title not in chosen}
    meanings = {title: settled(table, title, held, territory) for title, held in guesses.items()}
    fields, doubts = _claims(table, guesses, meanings, set(chosen.values()))
    fields |= chosen
    _refuse_without_titles(table, [held.sure for title, held in guesses.items() if title in fields], chosen)
    _refuse_without_name(table, fields)
    doubts += [
        _may_be(table, title, names)
        for title, names in meanings.items()
        if len(names) > 1 and title not in fields
    ]
    ordered = {title: fields[title] for title in table.header if title in fields}
    keys = tuple(title for title, field in ordered.items() if field == "source_id")
    mapped = {title: field for title, field in ordered.items() if field != "source_id"}
    name = fold(table.file.rpartition(".")[0] or table.file).replace(" ", "_") or "list"
    return Proposal(ColumnMap(name, mapped, source_id=keys), tuple(doubts))


def _chosen(table: Table, columns: Mapping[str, str]) -> dict[str, str]:
    """A person's choices as title to field."""
    by_fold = {fold(title): title for title in reversed(table.header)}
    found = {}
    for field, title in columns.items():
        if field not in (*FIELDS, IGNORED):
            raise UsageError(tr("There is no field {fields}.", fields=field), hint=listing(FIELDS))
        held = title if title in table.header else by_fold.get(fold(title))
        if held is None:
            raise UsageError(
                tr("{file} has no column “{title}”.", file=table.file, title=title),
                hint=tr("Its columns: {titles}.", titles=", ".join(table.header[:40])),
            )
        found[held] = field
    return found


def _claims(
    table: Table, guesses: Mapping[str, Guess], meanings: Mapping[str, tuple[str, ...]], taken: set[str]
) -> tuple[dict[str, str], list[Problem]]:
    """Title to field, the surest title winning; a doubt where two are equally sure."""
    claims: dict[str, list[str]] = {}
    for title, names in meanings.items():
        if len(names) == 1 and names[0] not in taken:
            claims.setdefault(names[0], []).append(title)
    fields: dict[str, str] = {}
    doubts: list[Problem] = []
    for field, titles in claims.items():
        # Words around an exact title («nom du directeur» beside «nom») are another matter.
        best = max(guesses[title].sure for title in titles)
        sure = [title for title in titles if guesses[title].sure == best]
        rivals = sure if best == EXACT else titles
        if field in _SEVERAL:
            fields |= dict.fromkeys((t for t in titles if guesses[t].sure > AMONG or best == AMONG), field)
            continue
        if field == "hours" and all(map(weekday, rivals)):
            fields |= dict.fromkeys(rivals, field)
            continue
        fields[sure[0]] = field
        if len(rivals) > 1:
            doubts.append(_both_claim(table, field, sure[0], rivals))
    return fields, doubts


def _refuse_without_titles(table: Table, sure: Sequence[int], chosen: Mapping[str, str]) -> None:
    """Refuse where the first row is one of values: many figures, and no title for certain."""
    values = [title for title in table.header if _is_value(title)]
    if chosen or any(each > AMONG for each in sure) or not values or len(values) * 3 < len(table.header):
        return
    raise RefusedError(
        tr(
            "{file} seems to have no row of titles: row {row} holds values.",
            file=table.file,
            row=table.header_row,
        ),
        hint=_expected(),
        code="no_header",
        problems=(
            Problem(
                "no_header", "refusal", tr("No row of titles."), _expected(), table.file, row=table.header_row
            ),
        ),
    )


def _is_value(title: str) -> bool:
    digits = sum(sign.isdigit() for sign in title)
    return digits * 2 > len(title) or bool(valid_addresses(title)) or digits >= 4 or "://" in title  # noqa: PLR2004 - a code


def _refuse_without_name(table: Table, fields: Mapping[str, str]) -> None:
    if "name" in fields.values():
        return
    free = tuple(title for _, title in table.columns() if title not in fields)
    likely = nearest(free, "name") or _most_like_names(table, free)
    hint = tr('Is it “{title}”? Then add --columns "name={title}".', title=likely) if likely else _expected()
    raise RefusedError(
        tr("{file}: no column is the name of the structure.", file=table.file),
        hint=hint,
        code="no_name_column",
        problems=(
            Problem(
                "no_name_column",
                "refusal",
                tr("No column is the name."),
                hint,
                table.file,
                row=table.header_row,
            ),
        ),
    )


def _most_like_names(table: Table, titles: Sequence[str]) -> str:
    """The column with the most different texts that are not figures."""

    def worth(title: str) -> int:
        cells = filled_cells(table.rows[:_SAMPLE], table.header.index(title))
        return len({cell for cell in cells if sum(sign.isalpha() for sign in cell) * 2 > len(cell)})

    return max(titles, key=worth, default="") if any(worth(title) for title in titles) else ""


def _expected() -> str:
    return tr(
        "Put titles in the first row, for instance: {titles}; or add --columns name=TITLE,street=TITLE …",
        titles="nom, type, rue, code postal, localité, téléphone, e-mail, site web",
    )


def _both_claim(table: Table, field: str, taken: str, titles: Sequence[str]) -> Problem:
    fault = Fault(
        "two_columns_one_field",
        "warning",
        tr(
            "{titles} may each be “{field}”; “{taken}” was taken.",
            titles=quoted(titles),
            field=field,
            taken=taken,
        ),
        tr("To choose, add --columns {field}=TITLE.", field=field),
    )
    return table.problem(fault, row=table.header_row, column=taken, value=taken)


def _may_be(table: Table, title: str, fields: Sequence[str]) -> Problem:
    fault = Fault(
        "unclear_column",
        "warning",
        tr("“{title}” may be {fields}; it is kept as found.", title=title, fields=listing(fields)),
        tr("To choose, add --columns {field}=TITLE.", field=fields[0]),
    )
    return table.problem(fault, row=table.header_row, column=title, value=title)
