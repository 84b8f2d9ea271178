"""The program of the child process that opens a workbook: `python -I -c` this text, never imported.

Arguments: the file, the bytes of memory it may take, the folder python-calamine stands in. It says
the sheets, then answers each line of its input, `[sheet, most rows or null]`, with the merged cells,
the rows that hold something, and `null`; one JSON value a line. Cells are text by then.
"""

import contextlib
import datetime as dt
import json
import sys
from pathlib import Path
from typing import Any

LONGEST_WHOLE = 1e15
ENCODER = json.JSONEncoder(separators=(",", ":"))


def cap(memory: int) -> None:
    """Take no more memory than this, where the system has a way to say so."""
    try:
        import resource
    except ImportError:
        return
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    known = [limit for limit in (memory, soft, hard) if limit != resource.RLIM_INFINITY]
    with contextlib.suppress(ValueError, OSError):  # the parent watches as well
        resource.setrlimit(resource.RLIMIT_AS, (min(known), hard))


def say(value: object) -> None:
    """One line of JSON."""
    sys.stdout.write(ENCODER.encode(value) + "\n")


def text(value: object) -> str:
    """A cell as text: whole numbers without a point, dates as ISO."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < LONGEST_WHOLE else format(value, ".15g")
    if isinstance(value, dt.datetime):
        midnight = value.time() == dt.time()
        return value.date().isoformat() if midnight else value.isoformat(" ", "seconds")
    if isinstance(value, dt.time):
        return value.isoformat("seconds" if value.second else "minutes")
    if isinstance(value, dt.timedelta):
        minutes = round(value.total_seconds() / 60)
        return f"{minutes // 60:02}:{minutes % 60:02}"
    return str(value)


def tell(book: Any, asked: int, most: int | None) -> None:
    """The merged cells of a sheet, then its rows that hold something: number from 1, cells from column A.

    Here, and nowhere else, what python-calamine counts becomes what Excel counts: of every format,
    `iter_rows` yields the blank rows above the first cell and leaves the blank columns left of it out
    (its issue 177); merged cells are counted from A1, from 0.
    """
    sheet = book.get_sheet_by_index(asked)
    say([[list(first), list(last)] for first, last in sheet.merged_cell_ranges or ()])
    _, left = sheet.start or (0, 0)
    margin = [""] * left
    n_told = 0
    for number, row in enumerate(sheet.iter_rows(), 1):
        cells = [value if value.__class__ is str else text(value) for value in row]
        while cells and not cells[-1]:
            cells.pop()
        if cells:
            say([number, margin + cells])
            n_told += 1
        if n_told == most:
            break
    say(None)


def main() -> None:
    """Open the file and answer until nobody asks any more."""
    path, memory, home = sys.argv[1:4]
    cap(int(memory))
    sys.path.append(home)
    import python_calamine as calamine

    try:
        with Path(path).open("rb") as stream:  # by its content: a name may lie
            book = calamine.CalamineWorkbook.from_filelike(stream)
        say(
            [
                [sheet.name, str(sheet.visible).endswith(".Visible"), str(sheet.typ).endswith(".WorkSheet")]
                for sheet in book.sheets_metadata
            ]
        )
        sys.stdout.flush()
        for line in sys.stdin:
            tell(book, *json.loads(line))
            sys.stdout.flush()
    except calamine.PasswordError:
        say("password")
    except (calamine.CalamineError, OSError, ValueError) as error:
        sys.stderr.write(repr(error))
        say("damaged")


main()
