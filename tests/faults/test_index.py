"""Thirty faults, each with a test of its name: none of them falls out of sight."""

from __future__ import annotations

import ast
import re
from pathlib import Path

FAULTS = {
    "F01": "killed during an import",
    "F02": "killed during a decision or a merge",
    "F03": "killed during an undo or a split",
    "F04": "killed during map, report and export",
    "F05": "told to stop by the keyboard or the system",
    "F06": "two imports at once",
    "F07": "eight writers and readers",
    "F08": "a lock whose owner is dead",
    "F09": "a lock whose owner is alive",
    "F10": "a table open in Excel",
    "F11": "a disk full while staging",
    "F12": "a disk full while replacing",
    "F13": "a disk that does not confirm",
    "F14": "a folder to read only",
    "F15": "outputs missing or in the way",
    "F16": "a table saved by Excel as it does",
    "F17": "numbers gone or twice",
    "F18": "a journal cut short",
    "F19": "a flipped bit",
    "F20": "a journal deleted",
    "F21": "a copy that the cloud made of a conflict",
    "F22": "a file that vanishes",
    "F23": "an older layout",
    "F24": "a newer layout",
    "F25": "a clock that goes back",
    "F26": "a closed, narrow or poor terminal",
    "F27": "little memory and a hostile workbook",
    "F28": "seeds, zones, languages and orders",
    "F29": "the same import twice, or interrupted and repeated",
    "F30": "undo after undo, and a chain of joins taken apart",
}


def named_here():
    """The names of the functions of all modules of tests beside this one."""
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in Path(__file__).parent.glob("test_*.py")]
    return [node.name for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]


def test_every_fault_has_a_test_of_its_name_and_every_name_a_fault():
    named = {found[1].upper() for name in named_here() if (found := re.match(r"test_(f\d\d)_", name))}
    assert named == set(FAULTS)
    assert len(FAULTS) == 30
