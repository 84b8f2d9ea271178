"""Workbooks that would harm, and workbooks that cannot be read: refused in words, never opened here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
import workbook_files as files
from workbook_files import cell, packed, row

from wtc_eco.errors import RefusedError
from wtc_eco.sources import read_table
from wtc_eco.sources.workbooks.sandbox import WorkbookReader

LIST = row(1, cell("A1", "nom"), cell("B1", "code postal")) + row(
    2, cell("A2", "CPAS de Huy"), cell("B2", "4500")
)
WIDE = row(1, *(cell(f"{name}1", f"titre {name}") for name in ("A", "BXX"))) + row(
    1_048_576, cell("A1048576", "x")
)
XML = '<?xml version="1.0" encoding="UTF-16"?>'
MACHINE_FILE = '<!DOCTYPE x [<!ENTITY secret SYSTEM "file:///etc/passwd">]>'
LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ENCRYPTED = (
    '<manifest:file-entry manifest:full-path="content.xml"><manifest:encryption-data/></manifest:file-entry>'
)
FAR_ODS = files.ods_row(
    files.ods_cell("nom", ' table:number-columns-repeated="16000"'),
    attributes=' table:number-rows-repeated="1000000"',
)

REFUSED = [
    ("cells at both ends of the sheet", packed(row(1, cell("A1", "nom")) + row(1_048_576, cell("XFD1048576", "x"))), "XFD1048576"),
    ("two thousand columns and the last row", packed(WIDE), "BXX1048576"),
    ("far cells that say nothing of where they stand", packed("<row>" + '<c t="n"><v>1</v></c>' * 3000 + "</row>" + "<row/>" * 200_000 + "<row><c><v>1</v></c></row>"), "millions|000"),
    ("far cells behind a prefix", packed(LIST + '<x:row xmlns:x="y" r="1048576"><x:c r="XFD1048576"><x:v>1</x:v></x:c></x:row>'), "XFD1048576"),
    ("cells repeated a million times", files.ods(FAR_ODS), "cells"),
    ("a bomb", files.bomb(), "unpacks"),
    ("entities of entities", packed(row(1, cell("A1", "&b;")), declaration=LAUGHS), "DOCTYPE"),
    ("a file of the machine", packed(row(1, cell("A1", "&secret;")), declaration=MACHINE_FILE), "DOCTYPE"),
    ("a file of the machine, in another encoding", packed("<?xml", more={"xl/worksheets/sheet1.xml": (XML + MACHINE_FILE + "<worksheet/>").encode("utf-16")}), "damaged"),
    ("a declaration in another part", packed(LIST, more={"docProps/app.xml": f"<?xml version='1.0'?>{MACHINE_FILE}<x/>"}), "DOCTYPE"),
    ("two parts of one name", packed(LIST, more={"xl/worksheets/SHEET1.xml": "<worksheet/>"}), "damaged"),
    ("cut in the middle", packed(LIST)[:600], "cut short"),
    ("a byte changed", packed(LIST).replace(b"PK\x01\x02", b"PK\x01\x03"), "cut short"),
    ("locked by Excel", files.compound("EncryptedPackage"), "password"),
    ("locked by LibreOffice", files.ods("", manifest=ENCRYPTED), "password"),
    ("an old document that is no workbook", files.compound("WordDocument"), "damaged"),
    ("a document", files.zipped({"word/document.xml": "<w/>"}), "word-processor"),
    ("a zip file", files.zipped({"photo.txt": "x"}), "zip file"),
    ("a binary workbook", files.zipped({"xl/workbook.bin": "x"}), "xlsb"),
    ("no cell at all", packed(""), "empty"),
    ("only formatted cells", packed('<row r="1"><c r="A1" s="0"/></row>'), "empty"),
]  # fmt: skip


@pytest.mark.usefixtures("english")
@pytest.mark.parametrize(("data", "word"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
def test_it_is_refused_in_words_with_a_remedy(on_disk, data, word):
    with pytest.raises(RefusedError, match=word) as refusal:
        read_table(on_disk(data, "liste.xlsx"))
    assert refusal.value.hint
    assert "root:" not in refusal.value.message + refusal.value.hint


@pytest.fixture
def english():
    from wtc_eco.i18n import speaking

    with speaking("en"):
        yield


@pytest.mark.skipif(
    not Path("/proc/self/status").exists(), reason="the system does not tell a peak of memory"
)
def test_the_parent_stays_small_and_never_loads_the_reader(on_disk):
    """The parent reads a list and a hostile file, and tells its own memory and modules."""
    told = subprocess.run(
        [sys.executable, "-c", _WATCHED, on_disk(packed(LIST), "a.xlsx"), on_disk(packed(WIDE), "b.xlsx")],
        capture_output=True,
        text=True,
        check=True,
    ).stdout.split()
    rows, refused, kilobytes, loaded = told
    assert (rows, refused, loaded) == ("1", "3", "False")
    assert int(kilobytes) < 200_000


_WATCHED = """
import sys
from pathlib import Path
from wtc_eco.errors import RefusedError
from wtc_eco.sources import read_table
n = len(read_table(Path(sys.argv[1])).rows)
try:
    read_table(Path(sys.argv[2]))
except RefusedError as error:
    peak = [line.split()[1] for line in Path("/proc/self/status").open() if line.startswith("VmHWM")][0]
    print(n, error.exit_code, peak, "python_calamine" in sys.modules)
"""


def test_what_takes_too_much_memory_ends_the_child_and_not_us(on_disk):
    pytest.importorskip("resource")
    with pytest.raises(RefusedError):
        _read_through(on_disk(packed(LIST), "l.xlsx"), memory=8 << 20)


def test_what_takes_too_long_is_stopped(on_disk):
    with pytest.raises(RefusedError):
        _read_through(on_disk(packed(LIST), "l.xlsx"), seconds=0.0)


def _read_through(path, **limits):
    with WorkbookReader(path, **limits) as reader:
        _, rows = reader.merged(reader.sheets()[0])
        return list(rows)


def test_the_memory_of_another_process_is_known_where_no_limit_can_be_set():
    from wtc_eco.sources.workbooks.sandbox import resident, taken_by

    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as other:
        assert 1 << 20 < resident(other.pid) < 1 << 30
        assert taken_by(other.pid) >= 0
        other.communicate(b"\n")


def test_a_sheet_formatted_to_its_last_row_is_read(on_disk):
    formatted = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 100_000))
    last = '<row r="1048576" s="0"><c r="XFD1048576" s="0"/></row>'
    table = read_table(on_disk(packed(LIST + formatted + last), "l.xlsx"))
    assert [each.cells for each in table.rows] == [("CPAS de Huy", "4500")]
    assert table.n_blank == 0


def test_a_sheet_that_lies_about_its_size_is_read(on_disk):
    whole = f'<?xml version="1.0"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><dimension ref="A1:XFD1048576"/><sheetData>{LIST}</sheetData></worksheet>'
    assert len(read_table(on_disk(packed(whole), "l.xlsx")).rows) == 1


def test_macros_are_not_run_nor_read(on_disk):
    with_macros = packed(LIST, more={"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0 Sub Auto_Open()"})
    assert [each.cells[0] for each in read_table(on_disk(with_macros, "l.xlsm")).rows] == ["CPAS de Huy"]
