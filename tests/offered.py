"""What the drop-down lists of a workbook offer, column by column, as a person sees them in Excel."""

from __future__ import annotations

from openpyxl.utils import range_boundaries


def offered(page):
    """By title: the index of the column, and the words of its list."""
    found = {}
    for rule in page.data_validations.dataValidation:
        words = _words(page.parent, rule.formula1)
        for area in str(rule.sqref).split():
            left, _, right, _ = range_boundaries(area)
            for column in range(left, right + 1):
                found[page.cell(1, column).value] = (column, words)
    return found


def _words(book, formula):
    if formula.startswith('"'):
        return formula.strip('"').split(",")
    name, _, area = formula.removeprefix("=").partition("!")
    left, top, right, bottom = range_boundaries(area.replace("$", ""))
    assert left == right
    return [book[name.strip("'")].cell(row, left).value for row in range(top, bottom + 1)]
