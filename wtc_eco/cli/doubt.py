"""A doubt as it stands on a screen: two sides or a list, what speaks for and against, and the keys."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import TYPE_CHECKING

from rich.cells import cell_len, set_cell_size
from rich.text import Text

from wtc_eco.locale import number, percent, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.ecosystem.verdicts.reviewing import Card, Question, Session

GAP = 2
WIDEST_LABEL = 20
LEAST = 4
"""Lines that are left out last: title, question, a blank, the keys."""
Styled = tuple[str, str]
"""A line and its style."""


def lines(session: Session, width: int, height: int) -> list[Text]:
    """The whole screen, within `width` and `height`; nothing of it is executed or wrapped."""
    question = session.current
    if question is None:
        return []
    head = [*_head(session, question, width), ("", "")]
    foot = [("", ""), *_foot(question, width)]
    room = max(height - len(head) - len(foot) - 1, 1)
    body = list(_body(question, width, room))[:room]
    return [
        Text(set_cell_size(words, min(cell_len(words), width)), style=style)
        for words, style in (*head, *body, *foot)
    ]


def _head(session: Session, question: Question, width: int) -> Iterator[Styled]:
    place, n = session.place
    done = trn("{n} answered", "{n} answered", session.n_decided)
    where = tr("Doubt {place} of {n}", place=place, n=n)
    yield f"{where} · {done}", "dim"
    said = visible(question.title)
    if question.probability is not None:
        said += " " + tr("By the evidence: {percent}.", percent=percent(question.probability))
    if question.hesitated:
        said += " " + tr("Somebody hesitated.")
    yield from ((line, "bold") for line in wrap(said, width, break_on_hyphens=False)[:3])


def _foot(question: Question, width: int) -> Iterator[Styled]:
    crowd = len(question.cards) > 2  # noqa: PLR2004 - of two, taking one out parts both
    own = {
        "pair": (tr("s same"), tr("d different")),
        "structure": (tr("s all one"), tr("d all apart"), *((tr("1–9 take that one out"),) if crowd else ())),
        "mention": (tr("1–9 that one"), tr("d none of them")),
    }[question.sort]
    keys = [*own, tr("u unsure"), tr("space skip"), tr("b back"), tr("q quit")]
    line = ""
    for key in keys:
        longer = f"{line}  ·  {key}" if line else key
        if cell_len(longer) > width and line:
            yield line, "reverse"
            longer = key
        line = longer
    yield line, "reverse"


def _body(question: Question, width: int, room: int) -> Iterator[Styled]:
    evidence = list(_evidence(question, width))
    if question.sort != "mention" and len(question.cards) == 2:  # noqa: PLR2004 - two stand side by side
        yield from _beside(question.cards, width)
    else:
        # Two lines a member, so that a crowd fits; what does not fit is counted.
        yield from _below(question.cards, width, max(2, (room - min(len(evidence), 5)) // 2))
    if evidence:
        yield "", ""
        yield from evidence


def _beside(cards: Sequence[Card], width: int) -> Iterator[Styled]:
    """Two cards side by side, line by line."""
    left, right = cards
    labels: list[tuple[str, str | None, str | None]] = [(tr("Name"), left.name, right.name)]
    told = zip(left.lines, right.lines, strict=True)
    labels += [
        (title, one, other) for (title, one), (_, other) in told if title != tr("Name") and (one or other)
    ]
    label_width = min(WIDEST_LABEL, max(cell_len(title) for title, _, _ in labels))
    side = (width - label_width - 2 * GAP) // 2
    for title, one, other in labels:
        cells = [_folded(one, side), _folded(other, side)]
        for at in range(max(map(len, cells))):
            parts = [title if at == 0 else "", *(cell[at] if at < len(cell) else "" for cell in cells)]
            yield (
                _row(parts, [label_width, side, side]),
                "bold" if title == tr("Name") else "",
            )


def _folded(value: str | None, width: int) -> list[str]:
    """At most two lines of a value; «?» where nobody told us."""
    found = wrap(visible(value or "?"), width) or ["?"]
    if len(found) > 2:  # noqa: PLR2004 - two lines say which one it is
        found = [found[0], f"{found[1][: width - 1]}…"]
    return found


def _row(cells: Sequence[str], widths: Sequence[int]) -> str:
    return (
        (" " * GAP)
        .join(set_cell_size(visible(cell), wide) for cell, wide in zip(cells, widths, strict=True))
        .rstrip()
    )


def _below(cards: Sequence[Card], width: int, most: int) -> Iterator[Styled]:
    """The cards one below the other, numbered as the keys are."""
    for place, card in enumerate(cards[:most], start=1):
        key = str(place) if place <= 9 else " "  # noqa: PLR2004 - as many keys as digits
        facts = " · ".join(value for title, value in card.lines if value and title != tr("Name"))
        yield set_cell_size(visible(f"{key}  {card.name}"), width).rstrip(), "bold"
        yield set_cell_size(visible(f"   {facts}"), width).rstrip(), "dim"
    if len(cards) > most:
        yield f"   {trn('… and {n} other', '… and {n} others', len(cards) - most)}", "dim"


def _evidence(question: Question, width: int) -> Iterator[Styled]:
    """For on the left, against on the right, the weightiest first."""
    told = {
        tr("For, in bits"): [each for each in question.evidences if each[1] > 0],
        tr("Against, in bits"): [each for each in question.evidences if each[1] < 0],
    }
    if not any(told.values()):
        return
    side = (width - GAP) // 2
    yield _row(list(told), [side, side]), "underline"
    columns = [[f"{_bits(bits)}  {words}" for words, bits in side_of] for side_of in told.values()]
    for at in range(max(map(len, columns))):
        yield _row([column[at] if at < len(column) else "" for column in columns], [side, side]), ""


def _bits(bits: float) -> str:
    return f"{'+' if bits > 0 else '−'}{number(abs(bits), 1)}".rjust(5)
