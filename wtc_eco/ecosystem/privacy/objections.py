"""Who objected and who is forgotten, remembered as keyed hashes: one can be recognised, none can be read.

The key stands in the user's settings folder under the folder's uid, never in the ecosystem's, and in a recovery
line that `init` prints: without it nobody can tell from `oppositions.csv` who objected, and neither can we.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import os
import re
import secrets
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco import model, store
from wtc_eco.errors import Problem, RefusedError, UsageError
from wtc_eco.i18n import refused_by_system, tr, trn
from wtc_eco.model import OPPOSITIONS
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

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
            decoded = base64.b32decode(text + "=" * (-len(text) % 8))
        except binascii.Error:
            decoded = b""
        secret, check = decoded[:_BYTES], decoded[_BYTES:]
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
    keys = {}
    for path in sorted((settings_folder() / "keys").glob("*.key")):
        if key := key_of(path.stem):
            keys[key.fingerprint] = key
    return keys


def make_key(uid: str) -> Key:
    """The key of the folder, made where there is none; raises `RefusedError` where it cannot be kept."""
    key = key_of(uid)
    return key or keep_key(uid, Key(secrets.token_bytes(_BYTES)))


def keep_key(uid: str, key: Key) -> Key:
    """Keep this key for the folder; raises `RefusedError` where the settings folder cannot be written."""
    path = _file(uid)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(key.line + "\n", encoding="ascii")
    except OSError as error:
        raise RefusedError(
            tr("The key of the oppositions cannot be kept in {folder}: {reason}.", folder=path.parent, reason=refused_by_system(error)),
            hint=tr("Set the variable {name} to a folder of your own.", name=HOME),
        ) from error  # fmt: skip
    return key


def _file(uid: str) -> Path:
    return settings_folder() / "keys" / f"{_SAFE.sub('', uid) or 'default'}.key"


FILE = "oppositions.csv"
What = Literal["email", "phone", "person"]
Reason = Literal["objected", "forgotten"]


@dataclass(frozen=True)
class Identifier:
    """An address, a number or a name by which a person is known, as one spelling."""

    of: What
    text: str


# Letters to Unicode, apostrophes to whoever writes «OʼBrien».
_APOSTROPHES = str.maketrans(dict.fromkeys("ʹʻʼʽʾʿˈꞋꞌ", "'"))
_AT = re.compile(r"\s?(?:[(\[{]\s?(?:at|arobase|@)\s?[)\]}]|%40)\s?", re.IGNORECASE)
_ODD_SIGNS = re.compile(r"(?<=\d)[·•_−‒](?=\d)")
_ELIDED = frozenset("dlnot")
"""«D'Hondt», «L'Hoir», «O'Brien», «'t Hooft»: written apart, joined, or with a blank."""
_SHORTEST = 4


@dataclass(frozen=True)
class PlainText:
    """A text in one normal form, and from where to where each of its signs stood in what was written.

    Composed, compatibility signs as the usual ones, every apostrophe alike, signs that nobody sees left
    out, or as blanks where the text is `parted` by them.
    """

    text: str
    spans: tuple[tuple[int, int], ...] | None = None

    @classmethod
    def of(cls, written: str, *, parted: bool = False) -> PlainText:
        """The text so; read again as UTF-8 it is not."""
        if written.isascii():
            return cls(written)
        pieces: list[tuple[str, int, int]] = []
        for at, sign in enumerate(written):
            if is_invisible(sign):
                pieces += [(" ", at, at + 1)] if parted else []
            elif unicodedata.combining(sign) and pieces:
                before, start, _ = pieces[-1]
                pieces[-1] = before + sign, start, at + 1
            else:
                pieces.append((sign, at, at + 1))
        signs = [
            (sign, start, end)
            for piece, start, end in pieces
            for sign in unicodedata.normalize("NFKC", piece.translate(_APOSTROPHES))
        ]
        return cls("".join(sign for sign, *_ in signs), tuple((start, end) for _, start, end in signs))

    def written(self, start: int, end: int) -> tuple[int, int]:
        """Where the signs from `start` to before `end` stood."""
        return (start, end) if self.spans is None else (self.spans[start][0], self.spans[end - 1][1])


def readings(written: str) -> tuple[PlainText, ...]:
    """The text as it is seen; where it holds signs that nobody sees, also parted by them."""
    seen = PlainText.of(written)
    parted = not written.isascii() and any(map(is_invisible, written))
    return (seen, PlainText.of(written, parted=True)) if parted else (seen,)


def is_invisible(sign: str) -> bool:
    """Whether nobody sees the sign: soft hyphens, joiners, marks of direction, selectors of variants."""
    return unicodedata.category(sign) == "Cf" or "\ufe00" <= sign <= "\ufe0f"


def email(text: str) -> Identifier:
    """An e-mail address."""
    return Identifier("email", PlainText.of(text).text.strip().casefold())


def phone(text: str) -> Identifier:
    """A phone number in E.164."""
    return Identifier("phone", text.strip())


def person(name: str) -> Identifier:
    """A name, whatever the order of its words, their case and accents, its blanks and apostrophes."""
    return Identifier("person", " ".join(sorted(fold(PlainText.of(name).text).split())))


def name_spellings(words: Sequence[str]) -> frozenset[tuple[str, ...]]:
    """The folded words of a name, sorted, with each elision apart and joined: «d hondt marie», «dhondt marie»."""
    ways = {tuple(sorted(words))}
    for at, word in enumerate(words):
        others = [*words[:at], *words[at + 1 :]]
        if word in _ELIDED:
            joined = ([*others[:i], word + other, *others[i + 1 :]] for i, other in enumerate(others))
            ways |= {tuple(sorted(way)) for way in joined}
        elif len(word) > _SHORTEST and word[0] in _ELIDED:
            ways.add(tuple(sorted((*others, word[0], word[1:]))))
    return frozenset(ways)


def identifiers_in(text: str) -> tuple[Identifier, ...]:
    """The addresses and numbers that stand in a text."""
    from wtc_eco.sources.values.contact import valid_addresses, valid_phones

    seen = _AT.sub("@", PlainText.of(text).text)
    identifiers: list[Identifier] = (
        [email(address) for address in valid_addresses(seen)] if "@" in seen else []
    )
    if sum(map(str.isdigit, seen)) > 7:  # noqa: PLR2004 - no number is shorter
        numbers = valid_phones(_ODD_SIGNS.sub(" ", seen), "BE")
        identifiers += [phone(number) for number in numbers]
    return tuple(identifiers)


@dataclass(frozen=True)
class Oppositions:
    """The lines of oppositions.csv, and the key by which somebody is recognised in them, where we have it."""

    rows: tuple[Mapping[str, Any], ...]
    key: Key | None
    _others: tuple[Key, ...] = ()
    _known: Mapping[str, frozenset[str]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, rows: Iterable[Mapping[str, Any]], key: Key | None, others: Iterable[Key] = ()
    ) -> Oppositions:
        """These lines; new ones are made under `key`, `others` recognise those of folders taken in."""
        lines = tuple(rows)
        made_with = {row["key"] for row in lines}
        own = {key.fingerprint} if key else set()
        used = tuple(one for one in others if one.fingerprint in made_with - own)
        readable = own | {one.fingerprint for one in used}
        known: dict[str, set[str]] = {}
        for row in lines:
            if row["key"] in readable:
                known.setdefault(row["hash"], set()).add(str(row["reason"]))
        return cls(lines, key, used, {hashed: frozenset(reasons) for hashed, reasons in known.items()})

    def under(self, key: Key) -> Oppositions:
        """The same, with new lines made under this key."""
        return Oppositions.of(self.rows, key, self._others)

    @property
    def n_void(self) -> int:
        """How many lines nobody on this machine can be recognised by: their key is not here."""
        readable = {one.fingerprint for one in self._keys}
        return sum(row["key"] not in readable for row in self.rows)

    @property
    def _keys(self) -> tuple[Key, ...]:
        return ((self.key,) if self.key else ()) + self._others

    def opposed(self, identifier: Identifier) -> bool:
        """Whether this person objected or is forgotten."""
        return bool(self._reasons(identifier))

    def forgotten(self, identifier: Identifier) -> bool:
        """Whether this person is forgotten: not only not written to, but not kept at all."""
        return "forgotten" in self._reasons(identifier)

    @property
    def forgets(self) -> frozenset[str]:
        """What the forgotten are known by (email, phone, person); empty where nobody is."""
        return frozenset(
            row["of"] for row in self.rows if row["reason"] == "forgotten" and row["hash"] in self._known
        )

    def _reasons(self, identifier: Identifier) -> frozenset[str]:
        if not self._known:
            return frozenset()
        ways = [identifier]
        if identifier.of == "person":
            ways = [Identifier("person", " ".join(way)) for way in name_spellings(identifier.text.split())]
        reasons = (self._known.get(hashed(one, key), frozenset()) for key in self._keys for one in ways)
        return frozenset().union(*reasons)

    def with_more(
        self, identifiers: Iterable[Identifier], *, reason: Reason, since: str | None
    ) -> Oppositions:
        """The same and these people; who is there for this reason already stays as before.

        There must be a key (`make_key`).
        """
        assert self.key is not None  # noqa: S101 - the caller made one
        fingerprint = self.key.fingerprint
        fresh = [one for one in set(identifiers) if reason not in self._reasons(one)]
        rows = [
            *self.rows,
            *(
                {
                    "hash": hashed(one, self.key),
                    "of": one.of,
                    "reason": reason,
                    "since": since or None,
                    "key": fingerprint,
                }
                for one in fresh
            ),
        ]
        # In order of hash: the order of the lines must not tell who objected with whom.
        return Oppositions.of(
            sorted(rows, key=lambda row: (row["hash"], row["reason"])), self.key, self._others
        )

    def to_csv(self) -> bytes:
        """The file."""
        return store.to_csv(model.frame(OPPOSITIONS, self.rows), OPPOSITIONS)

    def problems(self) -> tuple[Problem, ...]:
        """What to say where the key of some lines is not on this machine."""
        if not self.n_void:
            return ()
        message = trn(
            "{n} opposition cannot be recognised: its key is not on this machine. It is void until the key is back.",
            "{n} oppositions cannot be recognised: their key is not on this machine. They are void until the key is back.",
            self.n_void,
        )
        hint = tr("Give the recovery line that init printed: wtc-eco optout --recover LINE")
        return (Problem("oppositions_void", "warning", message, hint, file=FILE),)


def hashed(identifier: Identifier, key: Key) -> str:
    """HMAC-SHA256 of what somebody is known by, under the folder's key."""
    identified = f"{identifier.of}:{identifier.text}".encode()
    return hmac.digest(key.secret, identified, "sha256").hex()


def read(ecosystem: Ecosystem) -> Oppositions:
    """The oppositions of a folder, with the key of this machine."""
    frame, _ = store.from_csv(ecosystem.folder / "data" / FILE, OPPOSITIONS)
    rows = [{str(name): value for name, value in row.items()} for row in frame.to_dict("records")]
    return Oppositions.of(rows, key_of(ecosystem.settings.uid), keyring().values() if rows else ())
