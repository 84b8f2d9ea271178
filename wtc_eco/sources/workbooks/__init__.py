"""Workbooks (XLSX, XLSM, XLS, ODS) to a table, without ever opening one in this process.

`archive` looks at the packed file and `marks` streams through its sheets before anything is opened;
`guard` starts the `child` that opens it; `choosing` finds the sheet that is a list; `tidying` fills
merged cells and joins titles on two rows; `reading` puts the table together.
"""

from wtc_eco.sources.workbooks.archive import is_workbook
from wtc_eco.sources.workbooks.read import beginnings, read_workbook

__all__ = ["beginnings", "is_workbook", "read_workbook"]
