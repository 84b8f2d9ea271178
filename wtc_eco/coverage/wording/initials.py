"""The days of a week by their first letters: «L-V», «L M M J V» in a column, «LMMJV»."""

from __future__ import annotations

from collections.abc import Container, Iterator, Mapping, Sequence

from wtc_eco.coverage.wording.signs import Sign

_ROW = 3
"""Letters in the order of the week from which they are taken for days, wherever they stand."""
_LINKS = ("-", "a", "au")


def initials(signs: Sequence[Sign], letters: str, known: Container[str]) -> Mapping[int, tuple[int, ...]]:
    """Which signs are days by their first letters: place -> days; `letters` are those of a whole week.

    Two letters that are the same are told by their order (M, M are Tuesday and Wednesday); one alone
    could be either and is no day.
    """
    found: dict[int, tuple[int, ...]] = {}
    for row in _rows(signs, letters, known):
        held = _days("".join(letter for _, letter in row), letters)
        if len(row) >= _ROW or (len(row) == 2 and _linked(signs, row[0][0], row[1][0])):  # noqa: PLR2004 - a range
            for (place, _), day in zip(row, held, strict=True):
                if day is not None:
                    found[place] = (*found.get(place, ()), day)
    return found


def _rows(signs: Sequence[Sign], letters: str, known: Container[str]) -> Iterator[list[tuple[int, str]]]:
    """Letters that go on in the order of the week, with their places."""
    row: list[tuple[int, str]] = []
    for place, sign in enumerate(signs):
        if not _may_be(signs, place, letters, known):
            continue
        for letter in sign.text:
            if row and not _follow("".join(one for _, one in row) + letter, letters):
                yield row
                row = []
            row.append((place, letter))
    if row:
        yield row


def _may_be(signs: Sequence[Sign], place: int, letters: str, known: Container[str]) -> bool:
    """A letter alone, or a row of them that is no word; «7j», «l'» and «jour(s)» are none."""
    sign = signs[place]
    if (
        sign.kind != "word"
        or not set(sign.text) <= set(letters)
        or not (len(sign.text) == 1 or _is_row(sign.text, known))
    ):
        return False
    after = signs[place + 1] if place + 1 < len(signs) else None
    cut = after is not None and after.glued and after.raw in ("'", "’")
    before = signs[place - 1] if place else None
    hangs = sign.glued and before is not None and (before.kind in ("number", "word") or before.raw in "('’")
    return not (cut or hangs)


def _is_row(text: str, known: Container[str]) -> bool:
    return len(text) >= _ROW and text not in known


def _follow(row: str, letters: str) -> bool:
    """Whether the letters come in the order of the week."""
    rest = iter(letters)
    return all(letter in rest for letter in row)


def _days(row: str, letters: str) -> list[int | None]:
    """The day of each letter; `None` where it could be one of two."""
    held: list[int | None] = []
    for n, letter in enumerate(row):
        alike = letters.count(letter)
        held.append(
            letters.index(letter) + row[:n].count(letter)
            if alike == 1 or row.count(letter) == alike
            else None
        )
    return held


def _linked(signs: Sequence[Sign], first: int, last: int) -> bool:
    """«L-V», «L à V»."""
    return last == first + 2 and signs[first + 1].text in _LINKS
