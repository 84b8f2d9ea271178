"""Workbooks (XLSX, XLSM, XLS, ODS) to a table, without ever opening one in this process.

`archive` looks at the packed file and `marks` streams through its sheets before anything is opened;
`sandbox` starts the `child` that opens it; `sheet_choice` finds the sheet that is a list; `read` fills
merged cells, joins titles on two rows and puts the table together.
"""

from wtc_eco.sources.workbooks.archive import is_workbook
from wtc_eco.sources.workbooks.read import beginnings, every_row, read_workbook

__all__ = ["beginnings", "every_row", "is_workbook", "read_workbook"]
