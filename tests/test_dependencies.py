"""Few libraries, each with a reason, all of them pinned by hash."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
DIRECT = [re.split(r"[<>=~\[ ]", one)[0] for one in PROJECT["dependencies"]]
MOST = 20


def reasons() -> dict[str, str]:
    """Of each library that docs/method.md names: why this one."""
    method = (ROOT / "docs" / "method.md").read_text(encoding="utf-8")
    table = method.partition("## Libraries")[2].partition("## ")[0]
    rows = [line.strip("|").split("|") for line in table.splitlines() if line.startswith("|")][2:]
    return {
        re.sub(r"\(.*\)", "", name).strip(): why.strip()
        for names, *_, why in rows
        for name in names.split(",")
    }


def test_there_are_twenty_direct_dependencies_at_most():
    assert len(DIRECT) <= MOST


def test_each_of_them_has_a_reason_and_each_reason_a_library():
    extra = {
        re.split(r"[<>=~ ]", one)[0] for held in PROJECT["optional-dependencies"].values() for one in held
    }
    told = reasons()
    assert set(told) == {*DIRECT, *extra}
    assert all(told.values())


@pytest.mark.parametrize("lock", ["requirements.lock", "requirements-test.lock", "requirements-mutants.lock"])
def test_the_locks_pin_every_package_by_its_hash_and_name_no_place(lock):
    text = (ROOT / lock).read_text(encoding="utf-8")
    packages = re.findall(r"^[a-z0-9][\w.-]*==\S+.*?(?=^[a-z0-9]|\Z)", text, re.MULTILINE | re.DOTALL)
    names = {package.partition("==")[0].lower().replace("_", "-") for package in packages}
    assert names >= ({"mutmut"} if "mutants" in lock else {name.lower() for name in DIRECT})
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
