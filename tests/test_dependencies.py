"""Few libraries, each with a reason, all of them pinned by hash."""

from __future__ import annotations

import importlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.version import Version

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


REQUIREMENTS = [
    Requirement(one) for one in (*PROJECT["dependencies"], *PROJECT["optional-dependencies"]["fast"])
]


@pytest.mark.parametrize("needed", REQUIREMENTS, ids=lambda one: one.name)
def test_each_of_them_is_bounded_by_the_version_after_the_one_that_is_tested(needed):
    lock = (ROOT / "requirements-test.lock").read_text(encoding="utf-8")
    pinned = Version(re.search(rf"^{re.escape(needed.name)}==(\S+)", lock, re.MULTILINE)[1])
    (upper,) = [Version(one.version) for one in needed.specifier if one.operator == "<"]
    assert pinned in needed.specifier
    assert upper in {Version(f"{pinned.major + 1}"), Version(f"{pinned.major}.{pinned.minor + 1}")}


def advisory(name, *events, ecosystem="PyPI", versions=(), **more):
    affected = {
        "package": {"ecosystem": ecosystem, "name": name},
        "ranges": [{"type": "ECOSYSTEM", "events": list(events)}],
        "versions": list(versions),
    }
    return {"id": "PYSEC-1", "modified": "2026-11-02T10:00:00Z", "affected": [affected], **more}


OLD = {"introduced": "0"}
KNOWN = [
    advisory("JinJa2", OLD),
    advisory("jinja2", OLD, {"last_affected": "99"}),
    advisory("jinja2", OLD, {"fixed": "1"}, {"introduced": "3.0"}, {"fixed": "99"}),
    advisory("jinja2", {"introduced": "3.0"}, {"fixed": "99"}, {"fixed": "1"}, OLD),
    advisory("jinja2", versions=["PINNED"]),
]
NOT_OURS = [
    advisory("jinja2", OLD, {"fixed": "3.0"}),
    advisory("jinja2", OLD, {"last_affected": "3.0"}),
    advisory("jinja2", {"introduced": "99"}),
    advisory("jinja2", OLD, ecosystem="npm"),
    advisory("jinja2-extra", OLD),
    advisory("jinja2", OLD, withdrawn="2026-01-01T00:00:00Z"),
    advisory("jinja2", versions=["2.0", "no version"]),
    {"id": "GHSA-1"},
]


def audited(path):
    script = ROOT / "scripts" / "audit.py"
    command = [sys.executable, str(script), "--advisories", str(path)]
    return subprocess.run(command, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def advisories():
    return script("advisories")


def script(name):
    sys.path.insert(0, str(ROOT / "scripts"))
    try:
        return importlib.import_module(name)
    finally:
        sys.path.remove(str(ROOT / "scripts"))


@pytest.mark.parametrize("record", KNOWN)
def test_a_weakness_of_a_pinned_version_is_known(advisories, record):
    record = json.loads(json.dumps(record).replace("PINNED", "3.1.6"))
    assert advisories.known_of([("jinja2", "3.1.6")], [record]) == ["jinja2 3.1.6: PYSEC-1"]


@pytest.mark.parametrize("record", NOT_OURS)
def test_a_weakness_of_another_version_package_or_language_is_none_of_ours(advisories, record):
    assert advisories.known_of([("jinja2", "3.1.6")], [record]) == []


def test_the_locks_are_audited_with_a_local_file_and_no_network(tmp_path):
    file = tmp_path / "known.json"
    file.write_text(json.dumps([advisory("numpy", OLD)]))
    done = audited(file)
    assert done.returncode == 1
    assert re.search(r"^numpy \S+: PYSEC-1$", done.stdout, re.MULTILINE)
    assert "2026-11-02" in done.stdout


def test_advisories_are_read_from_lines_an_archive_and_a_folder(advisories, tmp_path):
    records = [advisory("numpy", OLD), advisory("pandas", OLD)]
    lines = tmp_path / "all.jsonl"
    lines.write_text("\n".join(map(json.dumps, records)))
    archive = tmp_path / "all.zip"
    with zipfile.ZipFile(archive, "w") as into:
        for n, record in enumerate(records):
            into.writestr(f"{n}.json", json.dumps(record))
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder" / "both.json").write_text(json.dumps({"vulns": records}))
    for path in (lines, archive, tmp_path / "folder"):
        assert advisories.advisories(path) == records


@pytest.mark.parametrize("text", ["", "no JSON", "[1, 2]", '{"name": "numpy"}', "[]", "[" * 100_000])
def test_what_holds_no_advisories_is_said_and_proves_nothing(tmp_path, text):
    (tmp_path / "known.json").write_text(text)
    done = audited(tmp_path / "known.json")
    assert (done.returncode, done.stderr) == (2, "")
    assert "NOT AUDITED" in done.stdout


def test_an_advisory_file_that_is_not_there_is_said():
    assert "NOT AUDITED" in audited("/nowhere/known.json").stdout


def test_the_wheel_is_tried_with_pythons_that_start(tmp_path, monkeypatch):
    wheel = script("wheel")
    declared = wheel.declared_pythons((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert declared[0] == "3.11"
    assert f"{sys.version_info.major}.{sys.version_info.minor}" in declared
    shim, sound = tmp_path / "python3.12", tmp_path / "versions" / "3.12.1" / "bin" / "python3.12"
    sound.parent.mkdir(parents=True)
    shim.write_text("#!/bin/sh\nexit 127\n")
    sound.write_text("#!/bin/sh\necho 3.12\n")
    for path in (shim, sound):
        path.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path))
    assert wheel.python_of("3.12") == str(sound)
    sound.unlink()
    assert wheel.python_of("3.12") is None


def test_ci_tries_the_wheel():
    assert "make wheel" in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()
