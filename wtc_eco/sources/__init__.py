"""The outside world in: files of text to tables, columns to fields, cells to values, and what went wrong.

`read_table` → `recognise` or `propose` → `read_records`, `read_ties` or `read_plain` → `Harvest`.
"""

from wtc_eco.sources.column_cells import ColumnGuess
from wtc_eco.sources.column_guess import Proposal, propose, with_new_columns
from wtc_eco.sources.column_map import FIELDS, ColumnMap, recognise
from wtc_eco.sources.encoding import MAX_BYTES
from wtc_eco.sources.file_kind import KINDS, FileKind, kind_of, known_kind
from wtc_eco.sources.header import lone_rows_aside
from wtc_eco.sources.persons import with_people
from wtc_eco.sources.plain import PLAIN_FIELDS, PlainList, read_columns, read_plain
from wtc_eco.sources.quarantine import quarantine_csv, write_quarantine
from wtc_eco.sources.read import read_table, table_of
from wtc_eco.sources.records import BY_TODAY, read_records, with_dittos
from wtc_eco.sources.returned_sheet import ReturnedTable
from wtc_eco.sources.table import Harvest, Quarantined, Row, Table
from wtc_eco.sources.ties import placed, read_ties

__all__ = [
    "BY_TODAY",
    "FIELDS",
    "KINDS",
    "MAX_BYTES",
    "PLAIN_FIELDS",
    "ColumnGuess",
    "ColumnMap",
    "FileKind",
    "Harvest",
    "PlainList",
    "Proposal",
    "Quarantined",
    "ReturnedTable",
    "Row",
    "Table",
    "kind_of",
    "known_kind",
    "lone_rows_aside",
    "placed",
    "propose",
    "quarantine_csv",
    "read_columns",
    "read_plain",
    "read_records",
    "read_table",
    "read_ties",
    "recognise",
    "table_of",
    "with_dittos",
    "with_new_columns",
    "with_people",
    "write_quarantine",
]
