"""A list or ties brought into the folder: read, understood, planned, written; every row accounted for."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco import sources
from wtc_eco.ecosystem.importing.delivery import Accounting, Change, Delivery
from wtc_eco.ecosystem.privacy import contacts as people
from wtc_eco.ecosystem.privacy.scrub import shielded
from wtc_eco.ecosystem.review.words import unread_of
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, UsageError, about
from wtc_eco.i18n import tr
from wtc_eco.interchange import FormatTable, format_called, named_fields, packed_table
from wtc_eco.sources import ColumnMap, FileKind, Quarantined
from wtc_eco.sources.column_guess import fields_called
from wtc_eco.sources.file_kind import doubts, refuse_other
from wtc_eco.sources.quarantine import QUARANTINE
from wtc_eco.sources.returned_sheet import ReturnedTable, SheetForm, find, taken
from wtc_eco.sources.surveys.headings import titles_asked
from wtc_eco.sources.text_repair import columns_option
from wtc_eco.territory.normalize import file_name

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.importing.delivery import Intake, TieIntake
    from wtc_eco.network.resolution import Mentions
    from wtc_eco.sources import ColumnGuess, Harvest, Table

Origin = Literal["said", "remembered", "recognised", "proposed"]


@dataclass(frozen=True)
class ReadingOptions:
    """How to read the file, where the guess would be wrong.

    `columns` gives the title of a field, or its titles; `sheet` (a name, or a number from 1) and `area` (`A3:H200`) say
    which part of a workbook to read. `format` says what the file is (`structures`): see `sources.KINDS`.
    """

    encoding: str | None = None
    delimiter: str | None = None
    fix_mojibake: bool = False
    columns: Mapping[str, str | Sequence[str]] = field(default_factory=dict)
    max_bytes: int = sources.MAX_BYTES
    sheet: str | None = None
    area: str | None = None
    format: str | None = None

    def __post_init__(self) -> None:
        """Raises `UsageError` for a format that does not exist."""
        if not self.of_field:
            sources.known_kind(self.format)

    @property
    def of_field(self) -> FormatTable | None:
        """The format of the field that a person said, where it is one."""
        return format_called(self.format) if self.format else None

    def table(self, file: Path, *, ties: bool = False) -> Table:
        """The file as it was found, for a list of structures or of `ties`; raises as `sources.read_table` does."""
        of_format = not ties and (self.format is None or self.of_field is not None)
        if of_format and (packed := packed_table(file, self.of_field, max_bytes=self.max_bytes)):
            return packed
        table = self._text_table(file, ties=ties)
        return named_fields(table, self.of_field) if of_format else table

    def _text_table(self, file: Path, *, ties: bool) -> Table:
        return sources.read_table(
            file,
            encoding=self.encoding,
            delimiter=self.delimiter,
            max_bytes=self.max_bytes,
            fix_mojibake=self.fix_mojibake,
            sheet=self.sheet,
            area=self.area,
            ties=ties,
        )

    def returned(
        self, file: Path, form: SheetForm, prepared: Callable[[Table], Table] = lambda table: table
    ) -> ReturnedTable:
        """The sheet of this form, each table `prepared` first; raises as `returned_sheet.find` does."""
        if self.area:
            return taken(prepared(self.table(file)), form)
        return find(
            file, form, sheet=self.sheet, read=lambda name: prepared(replace(self, sheet=name).table(file))
        )


@dataclass(frozen=True)
class Imported:
    """What an import did, or would do: the account of every row, the changes, what to look at.

    `key` are the titles whose cells together name a row of the list, `guesses` the columns that had to be guessed,
    the most doubtful first.
    """

    file: str
    source: str
    rehearsal: bool
    accounting: Accounting
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    columns: Mapping[str, str]
    origin: Origin | None
    quarantine: Path | None
    key: tuple[str, ...] = ()
    guesses: tuple[ColumnGuess, ...] = ()
    mentions: Mentions | None = None
    """Of a list of ties: whom they name, found, waiting for a person or refused."""
    unread: tuple[tuple[str, int], ...] = ()
    """The words nobody understood, and how many rows hold each; the most frequent first."""
    read_as: FileKind | None = None

    @property
    def doubtful(self) -> bool:
        """Whether some rows are in quarantine, or a rehearsal found that it would be refused."""
        refused = any(problem.gravity == "refusal" for problem in self.problems)
        return refused or self.accounting.quarantined > 0

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.file,
            "source": self.source,
            "dry_run": self.rehearsal,
            "read_as": self.read_as.id if self.read_as else None,
            "accounting": asdict(self.accounting),
            "columns": dict(self.columns),
            "columns_origin": self.origin,
            "key": list(self.key),
            "guesses": [asdict(guess) for guess in self.guesses],
            "changes": [dict(vars(change)) for change in self.changes],
            "problems": [dict(vars(problem)) for problem in self.problems],
            "unread_words": [list(each) for each in self.unread],
            "quarantine": self.quarantine.as_posix() if self.quarantine else None,
            "mentions": self.mentions.accounts() if self.mentions else None,
        }


def import_list(
    ecosystem: Ecosystem,
    file: str | Path,
    delivery: Delivery,
    *,
    kind: str | None = None,
    reading: ReadingOptions | None = None,
) -> Imported:
    """Bring in a list of structures.

    `kind` is what they are where the list does not say. Raises `RefusedError` where the file cannot
    be taken or too much would go, `UsageError` where it is not clear which column is what: nothing
    is written then.
    """
    from wtc_eco.ecosystem.importing.plan import plan_import

    path, how = Path(file), reading or ReadingOptions()
    table = shielded(ecosystem, how.table(path))
    delivery = _part_where_mended(delivery, table)
    with about(path.name):
        kind_read = _kind_read(ecosystem, table, delivery.source, how)
        table = table.with_problems(*doubts(kind_read, table))
        table = sources.lone_rows_aside(sources.with_dittos(table))
        chosen = {"name": kind_read.name_column} if kind_read.name_column and not _names(how.columns) else {}
        column_map, origin, guesses = _column_map(
            ecosystem, table, delivery.source, {**chosen, **how.columns}
        )
    harvest = sources.read_records(
        table,
        column_map,
        ecosystem.territory,
        source=delivery.source,
        kind=kind,
        collected_on=delivery.collected_on,
        latest=ecosystem.as_of or None,
        today=ecosystem.today,
    )
    table = replace(table, rows=())  # of a large list, half the memory

    def plan() -> Intake:
        return plan_import(
            ecosystem.holdings, harvest, delivery, lexicon=ecosystem.lexicon, key=column_map.source_id
        )

    def contacts(planned: Intake) -> tuple[dict[str, bytes], tuple[Problem, ...]]:
        named: dict[int, list[Mapping[str, Any]]] = {}
        for line, record in planned.records_of.items():
            named.setdefault(record, []).extend(harvest.people[line])
        gathered = people.of_list(
            ecosystem, named, source=delivery.source, collected_on=delivery.collected_on
        )
        fresh = gathered.new or gathered.updated
        return {people.FILE: gathered.contacts.to_csv()} if fresh else {}, people.left_out(gathered)

    own_map = replace(column_map, source=delivery.source).to_toml().encode()
    remembered = {} if origin == "recognised" else {_map_file(delivery.source): own_map}
    imported = _written(ecosystem, path, delivery, harvest, plan, table, remembered, contacts=contacts)
    unread = unread_of(harvest.rows, column_map.columns, ecosystem.territory)
    return replace(
        imported,
        columns=_as_written(table, column_map),
        origin=origin,
        key=tuple(table.found_titles.get(title, title) for title in column_map.source_id),
        guesses=guesses,
        unread=unread,
        read_as=kind_read,
    )


def import_ties(
    ecosystem: Ecosystem, file: str | Path, delivery: Delivery, *, reading: ReadingOptions | None = None
) -> Imported:
    """Bring in ties: who knows whom, who sends people to whom. Raises as `import_list` does."""
    from wtc_eco.ecosystem.importing.plan import plan_ties
    from wtc_eco.network.resolution import Mentions, mention_problem, unsettled

    path, how = Path(file), reading or ReadingOptions()
    table = shielded(ecosystem, how.table(path, ties=True))
    delivery = _part_where_mended(delivery, table)
    with about(path.name):
        harvest = sources.read_ties(
            table, ecosystem.territory, source=delivery.source, collected_on=delivery.collected_on
        )

    mentions = Mentions(0)
    waiting: tuple[Problem, ...] = ()

    def plan() -> TieIntake:
        nonlocal mentions, waiting
        aliases = {name: int(name[1:]) for name in ecosystem.registry.table["id"]}
        planned = plan_ties(
            ecosystem.holdings,
            harvest,
            delivery,
            aliases=aliases,
            placed=lambda problem: sources.placed(problem, table),
        )
        mentions = ecosystem.foreseen(replace(ecosystem.holdings, ties=planned.ties)).mentions.of(
            planned.row_of
        )
        waiting = tuple(
            sources.placed(replace(mention_problem(tie), row=planned.row_of[tie.tie]), table)
            for tie in unsettled(mentions)
        )
        return planned

    imported = _written(ecosystem, path, delivery, harvest, plan, table, {}, more=("--ties",))
    return replace(
        imported, mentions=mentions, problems=(*imported.problems, *waiting), read_as=FileKind("ties")
    )


def _kind_read(ecosystem: Ecosystem, table: Table, source: str, how: ReadingOptions) -> FileKind:
    """What the rows are: as said, else structures where the list is known, else as titles and cells say.

    Raises `RefusedError` where they are no structures.
    """
    if table.fields:
        return FileKind("structures", stated=how.format is not None, container=table.container)
    maps = (*ecosystem.column_maps(source), *map(ColumnMap.from_toml, ecosystem.territory.lists))
    if how.format is None and (sources.recognise(table, maps) or QUARANTINE.rank(table.header) is not None):
        return FileKind("structures")
    kind = sources.kind_of(table, titles_asked(table, ecosystem.territory.questionnaire), stated=how.format)
    refuse_other(kind, table.file, named=_names(how.columns))
    return kind


def _names(columns: Mapping[str, str | Sequence[str]]) -> bool:
    """Whether a person said which column is the name."""
    return any("name" in fields_called(word) for word in columns)


def _part_where_mended(delivery: Delivery, table: Table) -> Delivery:
    """A mended quarantine file holds some rows of the list: the others have not left it."""
    mended = QUARANTINE.rank(table.header) is not None
    return replace(delivery, partial=True) if mended else delivery


def _column_map(
    ecosystem: Ecosystem, table: Table, source: str, chosen: Mapping[str, str | Sequence[str]]
) -> tuple[ColumnMap, Origin, tuple[ColumnGuess, ...]]:
    """Which column is what: as told, else as remembered, else as the pack knows it, else as titles and cells say.

    Raises `UsageError` where the titles leave a doubt: a wrong guess would spoil every row.
    """
    if table.fields and not chosen:
        return _map_of_format(table, source), "recognised", ()
    known = sources.recognise(table, ecosystem.column_maps(source))
    if known is not None and not chosen:
        return sources.with_new_columns(table, ecosystem.territory, known), "remembered", ()
    known = sources.recognise(table, [ColumnMap.from_toml(raw) for raw in ecosystem.territory.lists])
    if known is not None and not chosen:
        return sources.with_people(table, ecosystem.territory, known), "recognised", ()
    proposal = sources.propose(table, ecosystem.territory, columns=chosen)
    if proposal.questions:
        raise UsageError(
            tr("It is not clear which column of {file} is what.", file=table.file),
            hint=tr("Say it, for instance: {option}", option=_example(proposal.questions)),
            problems=proposal.questions,
        )
    return proposal.map, "said" if chosen else "proposed", proposal.guesses


def _as_written(table: Table, column_map: ColumnMap) -> dict[str, str]:
    """Title to field by the titles of the file; two columns that come of one («services») keep their own names."""
    titles = Counter(table.found_titles.get(title, title) for title in column_map.columns)
    return {
        found if titles[found := table.found_titles.get(title, title)] == 1 else title: field
        for title, field in column_map.columns.items()
    }


def _map_of_format(table: Table, source: str) -> ColumnMap:
    """The map of a file whose format says what each column is; what it does not say is kept on purpose."""
    key = tuple(title for title, field in table.fields.items() if field == "source_id")
    columns = {title: field for title, field in table.fields.items() if field != "source_id"}
    extra = tuple(title for title in table.header if title not in table.fields)
    return ColumnMap(source, columns, source_id=key, extra=extra)


def _example(doubts: tuple[Problem, ...]) -> str:
    field, _, title = doubts[0].value.partition("=")
    return columns_option(field, title)


def _written(  # noqa: PLR0913 - what was read, what to do with it, and what to remember
    ecosystem: Ecosystem,
    path: Path,
    delivery: Delivery,
    harvest: Harvest,
    plan: Callable[[], Intake | TieIntake],
    table: Table,
    remembered: Mapping[str, bytes],
    more: tuple[str, ...] = (),
    contacts: Callable[[Any], tuple[dict[str, bytes], tuple[Problem, ...]]] = lambda planned: ({}, ()),  # noqa: ARG005
) -> Imported:
    """Plan and write under one lock: what was read is still true when it is written."""
    command = " ".join(["import", path.name, *more, "--as", delivery.source])
    if delivery.rehearsal:
        planned = plan()
        return _account(path, delivery, planned, None, contacts(planned)[1])
    with writing(ecosystem, command, accept_edits=delivery.accept_edits) as step:
        planned = plan()
        of_people, about_people = contacts(planned)
        changes: dict[str, bytes | None] = {**planned.files(), **remembered, **of_people}
        rows_aside = _set_aside(table, harvest, planned)
        aside = _quarantine_file(path, delivery.source) if rows_aside else None
        if aside:
            found = shielded(ecosystem, table.as_found) if table.as_found else table
            changes[aside] = sources.quarantine_csv(found, _verbatim(found, rows_aside))
        day = ecosystem.today if any(one.code == sources.BY_TODAY for one in harvest.problems) else None
        step.commit(
            changes,
            inputs={path.name: hashlib.sha256(path.read_bytes()).hexdigest()},
            next_record=getattr(planned, "next_record", None),
            next_tie=getattr(planned, "next_tie", None),
            as_of=day,
        )
    where = ecosystem.folder / "data" / aside if aside else None
    return _account(path, delivery, planned, where, about_people)


def _set_aside(table: Table, harvest: Harvest, planned: Intake | TieIntake) -> tuple[Quarantined, ...]:
    """The rows that could not be read, then those whose structures nobody has: all of them as found."""
    rejected = getattr(planned, "rejected", ())
    cells = {row.number: row.cells for row in table.rows} if rejected else {}
    late = [Quarantined(number, cells[number], (problem,)) for number, problem in rejected]
    return tuple(sorted([*harvest.quarantined, *late], key=lambda row: row.number))


def _verbatim(found: Table, aside: Sequence[Quarantined]) -> tuple[Quarantined, ...]:
    """Rows set aside with the cells of the file, whatever its format made of them."""
    cells = {row.number: row.cells for row in found.rows} | {
        row.number: row.cells for row in found.quarantined
    }
    return tuple(replace(row, cells=cells.get(row.number, row.cells)) for row in aside)


def _account(
    path: Path,
    delivery: Delivery,
    planned: Intake | TieIntake,
    aside: Path | None,
    about_people: tuple[Problem, ...],
) -> Imported:
    return Imported(
        file=path.name,
        source=delivery.source,
        rehearsal=delivery.rehearsal,
        accounting=planned.accounting,
        changes=planned.changes,
        problems=(*planned.problems, *about_people),
        columns={},
        origin=None,
        quarantine=aside,
    )


def _map_file(source: str) -> str:
    return f"maps/{file_name(source)}.toml"


def _quarantine_file(path: Path, source: str) -> str:
    """The same file gives the same name: importing it twice leaves one quarantine."""
    return f"quarantine/{file_name(source)}-{hashlib.sha256(path.read_bytes()).hexdigest()[:8]}.csv"
