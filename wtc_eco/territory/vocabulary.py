"""The words of a pack: kinds, themes, slots and the like, each with its labels and its synonyms.

What a kind says beside another kind, and the kind a name tells.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from wtc_eco.errors import UnknownNameError
from wtc_eco.i18n import language, mark, tr
from wtc_eco.territory.normalize import closest, fold

_BRACKETED = re.compile(r"\(([^()]*)\)")


def spoken(label: Mapping[str, str]) -> str:
    """The label in the language spoken now, or in the first language the pack has."""
    return label.get(language()) or next(iter(label.values()))


def brief(label: str) -> str:
    """What a label leaves for a narrow column: «CPAS» of «Centre public d'action sociale (CPAS)», else no brackets."""
    before, _, inside = label.partition(" (")
    acronym = inside.rstrip(")")
    return acronym if acronym.isupper() else before


@dataclass(frozen=True)
class Term:
    """A word of a vocabulary: its id in files, its labels by language, and how lists write it.

    `group` gathers terms; `aliases` are ids it had in older files; `extra` holds what the pack says
    besides: colour and shape of a kind, days and hours of a slot, words for partners of a standing.
    """

    id: str
    label: Mapping[str, str]
    plural: Mapping[str, str]
    synonyms: tuple[str, ...] = ()
    group: str | None = None
    aliases: tuple[str, ...] = ()
    extra: Mapping[str, Any] = field(default_factory=dict)

    def text(self) -> str:
        """The label in the language spoken now."""
        return spoken(self.label)

    def short(self) -> str:
        """The short label where the pack has one: what stands in a narrow column."""
        return spoken(self.extra.get("short") or self.label)

    def plain(self) -> str:
        """The words for the public where the pack has some, else the label."""
        return spoken(self.extra.get("plain") or self.label)

    def texts(self) -> str:
        """The plural label in the language spoken now."""
        return spoken(self.plural)

    def shared(self) -> str | None:
        """The words for partners; `None` where they may be counted but not said of one structure."""
        words = self.extra.get("shared")
        return spoken(words) if words else None

    def spellings(self) -> tuple[str, ...]:
        """Every folded way to write this term, the id first."""
        labels = [*self.label.values(), *self.plural.values()]
        bare = [_BRACKETED.sub(" ", label) for label in labels]
        inside = [acronym for label in labels for acronym in _BRACKETED.findall(label) if acronym.isupper()]
        ways = [self.id, *self.aliases, *labels, *bare, *inside, *self.synonyms]
        return tuple(dict.fromkeys(way for way in map(fold, ways) if way))


_TERMS = {
    "kinds": mark("the kinds of structures"),
    "labels": mark("the labels"),
    "steps": mark("the steps of support"),
    "formats": mark("the forms of support"),
    "themes": mark("the themes"),
    "publics": mark("the publics"),
    "slots": mark("the time slots"),
    "access": mark("the ways to be received"),
    "standings": mark("the standings in the network"),
}
"""What a reader calls the words of each list."""


def not_among(words: str, vocabulary: str) -> str:
    """The sentence that tells a reader that a list of the pack has no such word."""
    return tr("“{words}” is not among {terms}.", words=words, terms=tr(_TERMS.get(vocabulary, vocabulary)))


class Vocabulary(Mapping[str, Term]):
    """The terms of one facet by id, in the order of the pack."""

    def __init__(self, name: str, terms: Iterable[Term]) -> None:
        self.name = name
        self._terms = {term.id: term for term in terms}

    def __getitem__(self, key: str) -> Term:
        return self._terms[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._terms)

    def __len__(self) -> int:
        return len(self._terms)

    def __repr__(self) -> str:
        return f"Vocabulary({self.name!r}, {list(self._terms)})"

    @cached_property
    def _by_spelling(self) -> dict[str, Term]:
        by_spelling: dict[str, Term] = {}
        for term in self._terms.values():
            for way in term.spellings():
                by_spelling.setdefault(way, term)
        return by_spelling

    def find(self, words: str) -> Term | None:
        """The term written so: id, alias, label, plural or synonym, whatever the case and the accents."""
        whole = self._by_spelling.get(fold(words))
        return whole or self._by_spelling.get(fold(_BRACKETED.sub(" ", words)))

    def get_or_fail(self, words: str) -> Term:
        """The term written so; raises `UnknownNameError` with the nearest terms as its hint."""
        found = self.find(words)
        if found is None:
            near = closest(words, {way: term.id for way, term in self._by_spelling.items()}, cutoff=60)
            raise UnknownNameError(
                not_among(words, self.name),
                hint=tr("{names}?", names=", ".join(near or tuple(self._terms))),
            )
        return found

    def words(self) -> dict[str, str]:
        """Label by id, in the language spoken now."""
        return {key: term.text() for key, term in self._terms.items()}

    def short_words(self) -> dict[str, str]:
        """Short label by id, in the language spoken now."""
        return {key: term.short() for key, term in self._terms.items()}

    def plain_words(self) -> dict[str, str]:
        """Words for the public by id, in the language spoken now."""
        return {key: term.plain() for key, term in self._terms.items()}

    def clashes(self) -> tuple[tuple[str, str, str], ...]:
        """Spellings that two terms claim: (spelling, first id, second id)."""
        return tuple(
            (way, self._by_spelling[way].id, term.id)
            for term in self._terms.values()
            for way in term.spellings()
            if self._by_spelling[way] is not term
        )


Relation = Literal["same", "compatible", "against", "silent"]
START = "^"
"""A phrase that begins so tells the kind only where the name begins with it: «^commune de»."""


@dataclass(frozen=True, eq=False)
class KindRules:
    """Unspecific kinds prove nothing; compatible pairs may be one structure; any other two speak against.

    `phrases` are the words by which a name tells a kind.
    """

    kinds: frozenset[str]
    unspecific: frozenset[str] = frozenset()
    compatible: frozenset[frozenset[str]] = frozenset()
    phrases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def related(self, kind_a: str | None, kind_b: str | None) -> Relation:
        """What two kinds say of two records being one structure."""
        known = {kind_a, kind_b} & self.kinds
        if known & self.unspecific or kind_a not in self.kinds or kind_b not in self.kinds:
            return "silent"
        if kind_a == kind_b:
            return "same"
        return "compatible" if known in self.compatible else "against"

    @cached_property
    def _telling(self) -> dict[str, str]:
        pairs = [(phrase, kind) for kind, phrases in self.phrases.items() for phrase in phrases]
        return {self._pattern(phrase): kind for phrase, kind in pairs}

    @staticmethod
    def _pattern(phrase: str) -> str:
        folded = re.escape(fold(phrase))
        return rf"^{folded}" if phrase.startswith(START) else folded

    @cached_property
    def _reader(self) -> re.Pattern[str]:
        # The longest phrase first: «espace public numerique» is not «espace public».
        patterns = sorted(self._telling, key=lambda pattern: (-len(pattern), pattern))
        return re.compile(rf"(?<!\w)(?:{'|'.join(patterns)})(?!\w)")

    def kind_of(self, name: str) -> str | None:
        """The kind a name tells; `None` where it tells none, or two («EPN de la bibliothèque»)."""
        if not self._telling:
            return None
        kinds = set()
        for match in self._reader.finditer(fold(name)):
            words = re.escape(match[0])
            kinds.add(self._telling.get(words) or self._telling[rf"^{words}"])
        return kinds.pop() if len(kinds) == 1 else None
