"""The key under which people who objected are remembered: in the user's settings folder, never in the ecosystem's.

Without the key nobody can tell from `oppositions.csv` who objected, and neither can we: it also stands
in a recovery line that `init` prints. It is named after the folder's uid.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import os
import re
import secrets
from dataclasses import dataclass
from pathlib import Path

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.locale import tr

HOME = "WTC_ECO_HOME"
"""The environment variable that moves the user's settings folder."""
_BYTES, _CHECK = 20, 2
_SAFE = re.compile(r"[^A-Za-z0-9_-]+")


@dataclass(frozen=True)
class Key:
    """The secret; `fingerprint` tells which key a line of oppositions.csv was made with."""

    secret: bytes

    @property
    def fingerprint(self) -> str:
        """Eight signs that say which key it is, and nothing else of it."""
        return hashlib.sha256(b"wtc-eco key " + self.secret).hexdigest()[:8]

    @property
    def line(self) -> str:
        """The recovery line: groups of four letters and figures, the last of which check the others."""
        signed = self.secret + hashlib.sha256(self.secret).digest()[:_CHECK]
        text = base64.b32encode(signed).decode().rstrip("=")
        return "-".join(text[start : start + 4] for start in range(0, len(text), 4))

    @classmethod
    def from_line(cls, line: str) -> Key:
        """The key of a recovery line; raises `UsageError` where a sign of it is wrong."""
        text = re.sub(r"[\s-]", "", line).upper()
        try:
            held = base64.b32decode(text + "=" * (-len(text) % 8))
        except binascii.Error:
            held = b""
        secret, check = held[:_BYTES], held[_BYTES:]
        if len(secret) != _BYTES or hashlib.sha256(secret).digest()[:_CHECK] != check:
            raise UsageError(
                tr("This is not a recovery line, or a sign of it is wrong."),
                hint=tr("It was printed when the folder was made: groups of four letters and figures."),
            )
        return cls(secret)


def settings_folder() -> Path:
    """Where the user's own settings stand on this machine, or where `WTC_ECO_HOME` says."""
    if chosen := os.environ.get(HOME):
        return Path(chosen)
    import platformdirs

    return Path(platformdirs.user_config_path("wtc-eco"))


def key_of(uid: str) -> Key | None:
    """The key of the folder with this uid; None where this machine has not got it."""
    try:
        return Key.from_line(_file(uid).read_text(encoding="ascii"))
    except (OSError, UnicodeError, UsageError):
        return None


def keyring() -> dict[str, Key]:
    """Every key on this machine, by fingerprint: a folder that was merged brings lines made with its own."""
    found = {}
    for path in sorted((settings_folder() / "keys").glob("*.key")):
        if key := key_of(path.stem):
            found[key.fingerprint] = key
    return found


def make_key(uid: str) -> Key:
    """The key of the folder, made where there is none; raises `RefusedError` where it cannot be kept."""
    held = key_of(uid)
    return held or keep_key(uid, Key(secrets.token_bytes(_BYTES)))


def keep_key(uid: str, key: Key) -> Key:
    """Keep this key for the folder; raises `RefusedError` where the settings folder cannot be written."""
    path = _file(uid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key.line + "\n", encoding="ascii")
    except OSError as error:
        raise RefusedError(
            tr("The key of the oppositions cannot be kept in {folder}: {reason}.", folder=path.parent, reason=error.strerror or error),
            hint=tr("Set the variable {name} to a folder of your own.", name=HOME),
        ) from error  # fmt: skip
    return key


def _file(uid: str) -> Path:
    return settings_folder() / "keys" / f"{_SAFE.sub('', uid) or 'default'}.key"
