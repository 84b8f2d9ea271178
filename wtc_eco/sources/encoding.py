"""From a file to lines of text: whether it is one, in which encoding, and which lines did not obey it.

1. A byte-order mark decides.
2. NUL bytes at every second place: UTF-16 without its mark.
3. Strict UTF-8; where only some lines break it, those lines are set aside and the others kept.
4. Else the one of cp1252, cp850 and mac_roman under which the accents look most like French.

A file of our own is decoded without guessing (`guess=False`): marks and UTF-8 are obeyed to the last
byte, and cp1252 is taken only where no accent is UTF-8, since so Excel saves a file again.
"""

from __future__ import annotations

import codecs
import difflib
import os
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.i18n import number, refused_by_system, tr

_LINE = re.compile(r"[^\r\n]*(?:\r\n?|\n)|[^\r\n]+")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_OLD = ("cp1252", "cp850", "mac_roman")
_LOWER = frozenset("éèêëàâäçîïôöùûüÿœæßñ")
_UPPER = frozenset("ÉÈÊËÀÂÄÇÎÏÔÖÙÛÜŒÆ")
_SIGNS = frozenset("’‘«»“”–—…€°²³·\u00a0\u202f")
_MOST_ACCENTS = 20_000
_DECODED_SAMPLE = 4_096


@dataclass(frozen=True)
class Decoded:
    """The text in physical lines, each with its end; `broken` maps a line to its first bad byte's offset."""

    lines: list[str]
    encoding: str
    guessed: bool = False
    broken: Mapping[int, int] = field(default_factory=dict)


def decode(data: bytes, encoding: str | None = None, *, guess: bool = True) -> Decoded:
    """The lines of `data` by the ladder above, or in `encoding`.

    Raises `UsageError` for an encoding nobody knows, `RefusedError` where the file is not in it; without
    `guess`, `UnicodeError` where a byte is damaged.
    """
    if encoding:
        return _as_told(data, encoding)
    if not guess:
        return _unguessed(data)
    for signature, name in _MARKS:  # RULE 1
        if data.startswith(signature):
            return (
                _utf8(data[3:], name)
                if name == "utf-8-sig"
                else Decoded(_split(data.decode(name, "replace")), name)
            )
    if wide := _utf_16_without_mark(data):  # RULE 2
        return Decoded(_split(data.decode(wide, "replace")), wide, guessed=True)
    read = _utf8(data, "utf-8")  # RULE 3
    if not read.broken or _mostly_utf8(read):
        return read
    best = french_encoding(data)  # RULE 4
    return Decoded(_split(_forgiving(data, best)), best, guessed=True)


def _unguessed(data: bytes) -> Decoded:
    """The lines as their mark says, else in UTF-8, else in cp1252 where no accent is UTF-8.

    A file that is UTF-8 but for a few bytes was damaged, not saved in cp1252: reading it so would
    turn every other accent into two letters.
    """
    name = next((name for signature, name in _MARKS if data.startswith(signature)), "utf-8")
    try:
        return Decoded(_split(data.decode(name)), name)
    except UnicodeDecodeError:
        if name != "utf-8" or not data.decode(errors="ignore").isascii():
            raise
    return Decoded(_split(data.decode("cp1252")), "cp1252")


def french_encoding(data: bytes) -> str:
    """Which of the old one-byte encodings makes these bytes look most like French."""
    return max(_OLD, key=lambda name: (_frenchness(_forgiving(data, name)), -_OLD.index(name)))


def _as_told(data: bytes, encoding: str) -> Decoded:
    try:
        if codecs.lookup(encoding).name == "utf-8":
            return _utf8(data.removeprefix(codecs.BOM_UTF8), "utf-8")
        text = data.decode(encoding).removeprefix("\ufeff")
        text.encode()  # some codecs make half characters, which no file of ours could hold
        return Decoded(_split(text), encoding)
    except UnicodeDecodeError as error:
        raise RefusedError(
            tr(
                "The file is not in {encoding}: byte {offset} has no meaning there.",
                encoding=encoding,
                offset=error.start,
            ),
            hint=tr("Leave --encoding out: it will be found."),
            code="other_encoding",
        ) from error
    except (LookupError, ValueError) as error:
        raise UsageError(
            tr("No encoding is called “{encoding}”.", encoding=encoding),
            hint=tr("Usual ones: utf-8, cp1252 (Excel on Windows), mac_roman, utf-16."),
        ) from error


def _utf_16_without_mark(data: bytes) -> str:
    """`utf-16-le` or `utf-16-be` where every second byte is mostly NUL."""
    sample = data[:_DECODED_SAMPLE]
    even, odd = sample[::2].count(0), sample[1::2].count(0)
    many = len(sample) * 0.2
    if odd > many and even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if even > many and odd * 10 < even else ""


def _utf8(data: bytes, name: str) -> Decoded:
    """Lines in UTF-8; a line that is not is read in an old encoding and marked with its offset."""
    try:
        return Decoded(_split(data.decode("utf-8")), name)
    except UnicodeDecodeError:
        pass
    lines, broken, offset = [], {}, 0
    old = french_encoding(data)
    for index, line in enumerate(_split(data.decode("latin-1"))):
        raw = line.encode("latin-1")
        try:
            lines.append(raw.decode("utf-8"))
        except UnicodeDecodeError as error:
            lines.append(_forgiving(raw, old))
            broken[index] = offset + error.start
        offset += len(raw)
    return Decoded(lines, name, broken=broken)


def _mostly_utf8(read: Decoded) -> bool:
    """Whether enough lines hold well-formed accents: an old encoding makes next to none by chance."""
    sound = sum(1 for index, line in enumerate(read.lines) if index not in read.broken and not line.isascii())
    return sound * 3 >= len(read.broken)


def _forgiving(data: bytes, name: str) -> str:
    # cp1252 leaves five bytes without meaning; U+FFFD says so and is told of later.
    return data.decode(name, "replace")


def _frenchness(text: str) -> float:
    """How much the accents look like French where they stand: «LiÈge» is worse than «Liège»."""
    score = 0.0
    for count, accent in enumerate(re.finditer(r"[^\x00-\x7f]", text)):
        if count == _MOST_ACCENTS:
            break
        sign, at = accent[0], accent.start()
        before, after = text[at - 1 : at], text[at + 1 : at + 2]
        if sign in _LOWER:
            score += 1 if before.islower() or after.islower() or not before.isalpha() else -0.5
        elif sign in _UPPER:
            score += -1 if before.islower() else 0.8 if before.isupper() or not before.isalpha() else 0
        elif sign in _SIGNS:
            score += 0.5 if sign in "’°€\u00a0" or not (before.isalpha() and after.isalpha()) else -0.5
        else:
            score -= 1
    return score


def _split(text: str) -> list[str]:
    """Physical lines with their ends; only CR, LF and CRLF end a line, as in Excel."""
    return _LINE.findall(text)


MAX_BYTES = 256_000_000
"""The largest file read unless `--max-size` says otherwise: a million rows of a register."""
_LONGEST_SIGNATURE = 16
_MEGABYTE = 1_000_000
"""As `--max-size` counts it."""


def beginning(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The first bytes of a file, by which its nature is known; nothing of a pipe or of what is no file.

    Raises `RefusedError` for a file that is too large or cannot be read.
    """
    try:
        if not path.is_file():
            return b""
        _refuse_size(path, path.stat().st_size, max_bytes)
        with path.open("rb") as stream:
            return stream.read(_LONGEST_SIGNATURE)
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error


def take_in(path: Path, max_bytes: int = MAX_BYTES) -> bytes:
    """The bytes of a file.

    Raises `UsageError` where there is no such file and `RefusedError` where it is a folder, too
    large (nothing is read then), unreadable or empty.
    """
    try:
        _refuse_size(path, path.stat().st_size, max_bytes)
        if path.is_dir():
            raise RefusedError(
                tr("{file} is a folder.", file=path.name),
                hint=tr("Give one of the files in it."),
                code="folder",
            )
        with path.open("rb") as stream:
            data = stream.read(max_bytes + 1)
    except FileNotFoundError:
        raise UsageError(
            tr("There is no file {file}.", file=path), hint=_neighbour(path), code="no_file"
        ) from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from error
    # A pipe or a growing file tells its size only once it is read.
    _refuse_size(path, len(data), max_bytes)
    if not data.strip(b"\xef\xbb\xbf\xff\xfe\x00 \t\r\n"):
        raise RefusedError(
            tr("{file} is empty: there is not one row in it.", file=path.name),
            hint=_check_export(),
            code="empty",
        )
    return data


_SCRATCH, _ALIVE = "wtc-eco-", ".lock"
BEGUN = ".begun"
"""In a scratch folder beside its target: the folder whose files are being moved, and the target, a name a line."""


@contextmanager
def scratch(parent: Path | None = None) -> Iterator[Path]:
    """An empty folder while it is needed, in `parent` (hidden there) or where the system keeps such.

    Its lock is held by the system as long as its command lives: what a killed command left is cleared by `sweep`.
    Raises `RefusedError` where there can be none.
    """
    from filelock import FileLock

    sweep(parent)
    try:
        if parent:
            parent.mkdir(parents=True, exist_ok=True)
        prefix = f".{_SCRATCH}" if parent else _SCRATCH
        folder = Path(tempfile.mkdtemp(dir=parent, prefix=prefix))
    except OSError as error:
        raise RefusedError(
            tr(
                "{file} cannot be written: {reason}.",
                file=parent or tempfile.gettempdir(),
                reason=refused_by_system(error),
            ),
            hint=tr("Choose another place with -o, or free the folder."),
        ) from error
    try:
        with FileLock(folder / _ALIVE):
            try:
                yield folder
            finally:
                _empty(folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _empty(folder: Path) -> None:
    """All but the lock goes, and what is begun first: killed meanwhile, the folder is still known as left over."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name != BEGUN):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path, ignore_errors=True)
        elif path.name != _ALIVE:
            with suppress(OSError):
                path.unlink()


def sweep(parent: Path | None = None) -> tuple[str, ...]:
    """Clear the scratch folders whose command was killed, in `parent` or where the system keeps such.

    Files that one of them was moving into their place are moved to the end; the names of those places.
    """
    room = parent or Path(tempfile.gettempdir())
    left = sorted(room.glob(f"{'.' if parent else ''}{_SCRATCH}*/"))
    if not left:
        return ()
    from filelock import FileLock, Timeout

    finished = []
    for folder in left:
        with suppress(OSError, Timeout):
            # In a place that many share, a folder of somebody else is none of ours.
            if os.name == "nt" or folder.lstat().st_uid == os.getuid():
                if (folder / _ALIVE).exists():
                    with FileLock(folder / _ALIVE, timeout=0):
                        finished += _finish(folder) if parent else []
                        _empty(folder)
                    (folder / _ALIVE).unlink(missing_ok=True)
                folder.rmdir()  # refused where something of somebody else stands in it
    return tuple(finished)


def _finish(folder: Path) -> list[str]:
    """Move what a killed command was moving: all its files were whole before the first was moved."""
    if not (folder / BEGUN).is_file():
        return []
    names = (folder / BEGUN).read_text(encoding="utf-8").splitlines()
    if len(names) != 2 or any(Path(name).name != name for name in names):  # noqa: PLR2004 - whence and whither
        return []
    whence, whither = folder / names[0], folder.parent / names[1]
    left = sorted(whence.iterdir())
    for path in left:
        path.replace(whither / path.name)
    return [whither.name] if left else []


def _unreadable(path: Path, error: Exception) -> RefusedError:
    return RefusedError(
        tr("{file} cannot be read: {reason}.", file=path.name, reason=error),
        hint=tr("Close it in Excel if it is open there, and check that you may read it."),
        code="unreadable",
    )


def _refuse_size(path: Path, size: int, max_bytes: int) -> None:
    if size > max_bytes:
        raise RefusedError(
            tr(
                "{file} is too large: {size} MB, where {limit} MB are read at most.",
                file=path.name,
                size=number(-(-size // _MEGABYTE)),
                limit=number(max_bytes / _MEGABYTE),
            ),
            hint=tr("Cut it into several files, or add --max-size {size}.", size=-(-size // _MEGABYTE)),
            code="too_large",
        )


def _neighbour(path: Path) -> str:
    """The file of the same folder whose name is nearest."""
    folder = path.parent
    try:
        others = sorted(other.name for other in folder.iterdir() if other.is_file())
    except OSError:
        return tr("Check the folder and the name.")
    near = difflib.get_close_matches(path.name, others, n=1, cutoff=0.5)
    return tr("{names}?", names=near[0]) if near else tr("Check the folder and the name.")


def _check_export() -> str:
    return tr("Check the export: it should hold a row of titles, then one structure a row.")
