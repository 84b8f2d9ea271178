"""The house stays one a newcomer can live in: no circle, no drawer, no name borne by three."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

import grimp
import networkx as nx
import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "wtc_eco"
MOST_FILES = 320
"""The rooms of the layout, 300, and that of the field's formats."""
MOST_LINES = 520
MOST_OF_ONE_NAME = 2
DRAWERS = {"base", "common", "core", "helpers", "manager", "misc", "tools", "util", "utils"}


@pytest.fixture(scope="module")
def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    paths = sorted(PACKAGE.rglob("*.py"))
    return {".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts): path for path in paths}


def test_no_circle_anywhere():
    """Imports inside functions and those for annotations count too."""
    imports = grimp.build_graph("wtc_eco", exclude_type_checking_imports=False, cache_dir=None)
    drawn = nx.DiGraph()
    for module in imports.modules:
        drawn.add_edges_from((module, other) for other in imports.find_modules_directly_imported_by(module))
    assert len(drawn) > 100
    assert [sorted(ring) for ring in nx.strongly_connected_components(drawn) if len(ring) > 1] == []


def test_no_module_name_is_borne_by_three(modules):
    borne = defaultdict(list)
    for module, path in modules.items():
        if path.stem != "__init__":
            borne[path.stem].append(module)
    assert {name: where for name, where in borne.items() if len(where) > MOST_OF_ONE_NAME} == {}
    assert DRAWERS.isdisjoint(borne)


def test_commands_write_in_one_way(modules):
    """`ecosystem.writing` alone takes the lock and commits; undo, redo and repairs are the store's own."""
    rooms = ("wtc_eco.ecosystem.", "wtc_eco.services.", "wtc_eco.campaigns.")
    writers = {
        module: sorted(names)
        for module, path in modules.items()
        if module.startswith(rooms) and (names := _writes_of(ast.parse(path.read_text(encoding="utf-8"))))
    }
    assert writers == {"wtc_eco.ecosystem.writing": ["Basis", "commit", "erase", "locked"]}


def _writes_of(tree: ast.Module) -> set[str]:
    """Which of the store's ways to write a module names."""
    ways = {"Basis", "commit", "erase", "locked", "put_all"}
    of_store = {
        node.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "store"
    }
    imported = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("wtc_eco.store")
        for alias in node.names
    }
    return (of_store | imported) & ways


def test_a_file_ends_where_its_subject_ends(modules):
    assert len(modules) <= MOST_FILES
    lengths = {module: path.read_text(encoding="utf-8").count("\n") for module, path in modules.items()}
    assert {module: length for module, length in lengths.items() if length > MOST_LINES} == {}


def test_no_two_classes_bear_one_name(modules):
    """But for the public face, whose classes bear the names of what they show."""
    borne = defaultdict(list)
    for module, path in modules.items():
        if not module.startswith("wtc_eco.api."):
            for node in ast.parse(path.read_text(encoding="utf-8")).body:
                if isinstance(node, ast.ClassDef):
                    borne[node.name].append(module)
    assert len(borne) > 100
    assert {name: where for name, where in borne.items() if len(where) > 1} == {}
