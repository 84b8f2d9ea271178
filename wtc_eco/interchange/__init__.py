"""The field's formats: their files read as lists of ours, our register written as their files, what is lost said.

A format is a table of `formats/`; nothing here knows one by its name. See `format_table` for how a table is written.
"""

from wtc_eco.interchange.format_table import FormatTable, format_called, formats
from wtc_eco.interchange.intake import named_fields, packed_table

__all__ = ["FormatTable", "format_called", "formats", "named_fields", "packed_table"]
