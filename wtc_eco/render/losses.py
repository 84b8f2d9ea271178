"""What a format of the field did not take, in words: which column, which value, of how many structures, and of which."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from wtc_eco.i18n import listing, tr, trn
from wtc_eco.interchange.export import Exported, LostValue
from wtc_eco.registry import columns
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.interchange import FormatTable
    from wtc_eco.territory import Territory

_SHOWN = 8
"""Values of a column that a sentence names."""


def loss_sentences(made: Exported, format_: FormatTable, territory: Territory) -> tuple[str, ...]:
    """A sentence for what has no place in the format: structures, ties, and each column."""
    return tuple(_sentences(made, format_, territory))


def _sentences(made: Exported, format_: FormatTable, territory: Territory) -> Iterator[str]:
    if made.left_out:
        yield trn(
            "{n} structure is not in it, for it lacks what {format} requires: {names}.",
            "{n} structures are not in it, for they lack what {format} requires: {names}.",
            len(made.left_out),
            format=format_.text(),
            names=_some([f"{visible(name)} ({', '.join(lacking)})" for name, lacking in made.left_out]),
        )
    yield trn(
        "Who knows whom is not in it: {n} tie stays in the folder.",
        "Who knows whom is not in it: {n} ties stay in the folder.",
        made.n_ties,
    )
    for column, losses in _by_column(made).items():
        structures = {name for loss in losses for name in loss.structures}
        values = [words for loss in losses if (words := _words(loss, territory))]
        yield trn(
            "Lost of {n} structure: {what}.",
            "Lost of {n} structures: {what}.",
            len(structures),
            what=f"{columns.title(column)} ({_some(values)})" if values else columns.title(column),
        )


def _some(texts: Sequence[str]) -> str:
    more = [tr("{n} more", n=len(texts) - _SHOWN)] if len(texts) > _SHOWN else []
    return listing([*texts[:_SHOWN], *more])


def _by_column(made: Exported) -> dict[str, list[LostValue]]:
    by_column: dict[str, list[LostValue]] = defaultdict(list)
    for loss in made.losses:
        by_column[loss.column].append(loss)
    return dict(by_column)


def _words(loss: LostValue, territory: Territory) -> str:
    """The value in the words of the pack; empty where the whole cell is meant."""
    if not loss.value or loss.column == "extra":
        return visible(loss.value)
    return visible(columns.said(loss.column, (loss.value,), territory) or loss.value)


def loss_report(made: Exported, format_: FormatTable, territory: Territory) -> str:
    """Markdown: the same sentences, then every structure under what it lost."""
    title = tr("What {format} does not hold", format=format_.text())
    lines = [f"# {title}", ""]
    lines += [f"* {sentence}" for sentence in _sentences(made, format_, territory)]
    for column, losses in _by_column(made).items():
        lines += ["", f"## {columns.title(column)}", ""]
        for loss in losses:
            words = _words(loss, territory)
            names = listing([_plain(name) for name in loss.structures])
            lines.append(f"* {_plain(words)} — {names}" if words else f"* {names}")
    if made.left_out:
        heading = tr("Structures that are not in it")
        lines += ["", f"## {heading}", ""]
        lines += [f"* {_plain(name)} ({', '.join(lacking)})" for name, lacking in made.left_out]
    return "\n".join(lines) + "\n"


def _plain(text: str) -> str:
    """A text of a list without what Markdown would read in it."""
    return "".join(f"\\{sign}" if sign in "\\`*_[]<>#|" else sign for sign in visible(text))
