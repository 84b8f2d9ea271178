"""Words in any spelling, and what the columns of the register are called."""

from __future__ import annotations

from collections.abc import Iterable

from wtc_eco.territory.normalize import closest, fold


def column(name: str) -> str:
    """What a column of the register is called, in the language spoken now; its own name where it has no other."""
    from wtc_eco.registry.columns import title

    return title(name)


def by_hand(command: str) -> bool:
    """Whether a command of the journal took in what was changed outside the tool."""
    from wtc_eco.store.journal import BY_HAND

    return command == BY_HAND


def meant(word: str, names: Iterable[str]) -> str | None:
    """The name that a word spells, whatever its accents and capitals; `None` where it is none."""
    return {fold(name): name for name in names}.get(fold(word))


def near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """The up to three names that a word comes nearest to, best first."""
    return closest(word, {fold(name): name for name in names}, cutoff=60)


def for_shell(*words: str) -> str:
    """A command as it is pasted: words with spaces or signs of the shell are quoted."""
    from wtc_eco.sources.text_repair import for_shell as quoted

    return " ".join(map(quoted, words))


def columns_option(field: str, title: str) -> str:
    """What is added to an import to say that this title is this field, to be pasted."""
    from wtc_eco.sources.text_repair import columns_option as option

    return option(field, title)
