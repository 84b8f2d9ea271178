"""A new folder: an empty one that knows its bassin, or the demonstration."""

from __future__ import annotations

import secrets
from contextlib import suppress
from importlib.resources import as_file, files
from pathlib import Path

from wtc_eco import model, store
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.ecosystem.privacy.objections import key_of, make_key
from wtc_eco.ecosystem.settings import FILE
from wtc_eco.errors import RefusedError
from wtc_eco.i18n import refused_by_system, tr
from wtc_eco.territory import load

_TABLES = ("structures.csv", "referrals.csv")


_NOT_SHARED = (
    "data/contacts.csv",
    "data/oppositions.csv",
    "data/quarantine/",
    "data/snapshots/",
    "data/.staging/",
    "data/.lock",
    "outputs/",
)
"""What git leaves out of a folder: people, and what can be made again."""


def init(folder: str | Path, *, bassin: str | None = None, pack: str = "wallonie") -> Ecosystem:
    """Make an empty ecosystem folder; raises `RefusedError` where one stands already.

    `bassin` is any spelling of a bassin of the pack, `"*"` (or nothing) the whole territory; raises
    `UnknownNameError` for a name it has not.
    """
    path = Path(folder)
    territory = load(pack)
    chosen = territory.find_bassin(bassin) if bassin and bassin != "*" else None
    _must_be_free(path)
    lines = ["[ecosystem]", f'name = "{chosen.text() if chosen else ""}"', f'pack = "{pack}"']
    lines += [f'bassin = "{chosen.id}"'] if chosen else []
    uid = secrets.token_hex(6)
    lines += [f'uid = "{uid}"']
    _found(
        path,
        settings="\n".join(lines) + "\n",
        tables={
            "structures.csv": store.to_csv(model.frame(model.RECORDS), model.RECORDS),
            "referrals.csv": store.to_csv(model.frame(model.TIES), model.TIES),
        },
    )
    (path / ".gitignore").write_text("\n".join((*_NOT_SHARED, "")), encoding="utf-8", newline="\n")
    with suppress(RefusedError):
        # Not a reason to stop here: the first opposition makes the key, or says why it cannot.
        make_key(uid)
    return Ecosystem.open(path)


def recovery_line(ecosystem: Ecosystem) -> str:
    """The line that brings the key of the oppositions back on another machine; empty where it is not here."""
    key = key_of(ecosystem.settings.uid)
    return key.line if key else ""


def demo(folder: str | Path = "wtc-eco-demo") -> Ecosystem:
    """Copy the demonstration ecosystem into a folder of its own; raises `RefusedError` where it is taken."""
    path = Path(folder)
    _must_be_free(path)
    packed = files("wtc_eco") / "demonstration"
    # In a checkout the demonstration is the repository's own data/; a wheel carries a copy.
    source = packed if packed.is_dir() else files("wtc_eco").joinpath("..")
    with as_file(source) as root:
        _found(
            path,
            settings=(root / FILE).read_text(encoding="utf-8"),
            tables={name: (root / "data" / name).read_bytes() for name in _TABLES},
        )
    return Ecosystem.open(path)


def _must_be_free(path: Path) -> None:
    if (path / FILE).exists() or (path / "data").exists():
        raise RefusedError(
            tr("{folder} already holds an ecosystem.", folder=path),
            hint=tr(
                "Choose another folder, or go on with that one: wtc-eco --folder {folder} run", folder=path
            ),
        )


def _found(path: Path, *, settings: str, tables: dict[str, bytes]) -> None:
    """Lay out a folder: settings, the tables of data/, and outputs/."""
    try:
        for part in ("data", "outputs"):
            (path / part).mkdir(parents=True, exist_ok=True)
        (path / FILE).write_text(settings, encoding="utf-8", newline="\n")
        for name, content in sorted(tables.items()):
            (path / "data" / name).write_bytes(content)
    except OSError as error:
        raise RefusedError(
            tr(
                "The folder {folder} cannot be written: {reason}.",
                folder=path,
                reason=refused_by_system(error),
            ),
            hint=tr("Choose a folder of your own, for instance in Documents."),
        ) from error
