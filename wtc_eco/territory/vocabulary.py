"""The words of a pack: kinds, themes, slots and the like, each with its labels and synonyms, however lists write them.

Plural, feminine, an article or «initiation à …» before, a typing error; and what kinds say of one another.
"""

from __future__ import annotations

import re
from collections import defaultdict
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
    "spoken_languages": mark("the languages"),
    "standings": mark("the standings in the network"),
}
"""What a reader calls the words of each list."""


def not_among(words: str, vocabulary: str) -> str:
    """The sentence that tells a reader that a list of the pack has no such word."""
    return tr("“{words}” is not among {terms}.", words=words, terms=tr(_TERMS.get(vocabulary, vocabulary)))


Signature = tuple[str, ...]
"""The roots of the words that count, in their order: («demandeur», «emploi») of «Demandeuses d'emploi»."""
_SHORTEST_ROOT = 4
"""Letters that a word must have before an ending is taken off."""
_TYPED = ((12, 2), (6, 1))
"""A word of so many letters may have so many typing errors."""
_MOST_ERRORS = max(errors for _, errors in _TYPED)
_LONGEST_SPELLING = 12
_REMEMBERED = 1 << 14
_JOINED = 6
"""Letters from which «cyber sécurité» is «cybersécurité»."""


_OLDEST, _AGE_DIGITS = 120, 3
MARK = "@"
"""Stands for every word of `Wording.marks`: «banque digitale» is «banque en ligne»."""


@dataclass(frozen=True)
class Wording:
    """How lists write the words of one vocabulary; every word folded.

    `small_words` (articles, prepositions) never count. `fillers` may stand around an option
    («initiation à …») and `marks` beside it («numérique», «en ligne»: all the same); neither makes one.
    `endings` are (as written, as compared) pairs; `inclusive` are endings in brackets or after a point
    («demandeur·euse·s»). `not_meant` are words that mean no term although they look like one, or are too
    wide to mean any; `several` mean more than one. `ages` are the words around an age: `years`, `over`, `under`,
    or `beside` where they say nothing.
    """

    small_words: frozenset[str] = frozenset()
    fillers: frozenset[str] = frozenset()
    marks: frozenset[str] = frozenset()
    endings: tuple[tuple[str, str], ...] = ()
    inclusive: tuple[str, ...] = ()
    not_meant: frozenset[str] = frozenset()
    several: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    ages: Mapping[str, str] = field(default_factory=dict)

    def age_range(self, folded: str) -> tuple[int, int] | None:
        """The first and last age of «12 à 18 ans», «plus de 60 ans», «65+», «moins de 25 ans»; None for other words."""
        span: list[int] = []
        bounds: set[str] = set()
        for word in folded.split():
            if word.isdecimal() and len(word) <= _AGE_DIGITS:
                span.append(int(word))
            elif word in self.ages:
                bounds.add(self.ages[word])
            else:
                return None
        if "years" not in bounds or len({"over", "under"} & bounds) + len(span) != 2:  # noqa: PLR2004 - from, to
            return None
        return (
            (span[0], _OLDEST)
            if "over" in bounds
            else (0, span[0])
            if "under" in bounds
            else (span[0], span[1])
        )

    @cached_property
    def _inclusive(self) -> re.Pattern[str] | None:
        if not self.inclusive:
            return None
        ends = "|".join(sorted(self.inclusive, key=lambda end: (-len(end), end)))
        return re.compile(rf"(?<=\w)s?(?:[(·•.‧/⋅-](?:{ends})\b[)]?)+s?(?![\w-])", re.IGNORECASE)

    def plain(self, words: str) -> str:
        """`words` folded, «étudiant·e·s» and «étudiant(e)s» as «étudiants»."""
        return fold(self._inclusive.sub("s", words) if self._inclusive else words)

    def root(self, word: str) -> str:
        """A word without the mark of plural and feminine."""
        root = word[:-1] if len(word) >= _SHORTEST_ROOT and word[-1] in "sx" and word[-2:] != "ss" else word
        for written, compared in self.endings:
            if root.endswith(written) and len(root) - len(written) + len(compared) >= _SHORTEST_ROOT:
                root = root.removesuffix(written) + compared
        return root

    def signature(self, folded: str) -> Signature:
        """The roots of the words that count, each once in a row; a mark at the end."""
        counted = [word for word in folded.split() if word not in self.small_words]
        roots = [self.root(word) for word in counted if word not in self.marks]
        kept = [root for root, before in zip(roots, ["", *roots], strict=False) if root != before]
        return (*kept, MARK) if len(roots) < len(counted) else tuple(kept)

    def bare(self, signature: Signature) -> Signature:
        """A signature without fillers."""
        return tuple(root for root in signature if root not in self._filler_roots)

    @cached_property
    def _filler_roots(self) -> frozenset[str]:
        return frozenset(map(self.root, self.fillers))


@dataclass(frozen=True)
class Meaning:
    """The ids that some words mean; `doubtful`: by a synonym that the pack calls so; no id: they mean none of them."""

    ids: tuple[str, ...]
    doubtful: bool = False


class Vocabulary(Mapping[str, Term]):
    """The terms of one facet by id, in the order of the pack.

    `taught` are words that a person explained, folded: the ids they mean, none of them where they mean nothing here.
    """

    def __init__(
        self,
        name: str,
        terms: Iterable[Term],
        wording: Wording = Wording(),
        taught: Mapping[str, tuple[str, ...]] | None = None,
    ) -> None:
        self.name = name
        self.wording = wording
        self._terms = {term.id: term for term in terms}
        self._taught = dict(taught or {})
        self._meanings: dict[str, Meaning | None] = {}

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

    def called(self) -> str:
        """What a reader calls the words of this list: «the themes»."""
        return tr(_TERMS.get(self.name, self.name))

    def find(self, words: str) -> Term | None:
        """The term written so: id, alias, label, plural or synonym, whatever the case and the accents."""
        return self.spelt(words) or self._by_spelling.get(fold(_BRACKETED.sub(" ", words)))

    def spelt(self, words: str) -> Term | None:
        """The term written so, brackets included: «Aînés (65 ans et plus)»."""
        return self._by_spelling.get(fold(words))

    def teach(self, words: Mapping[str, tuple[str, ...]]) -> Vocabulary:
        """The same terms, with words that a person explained; a line that names no term of the pack is left out."""
        kept = {fold(way): ids for way, ids in words.items() if all(id_ in self._terms for id_ in ids)}
        return Vocabulary(self.name, self._terms.values(), self.wording, {**self._taught, **kept})

    def meant(self, words: str) -> Meaning | None:
        """What words of a list mean, however they are written; None where nobody can tell.

        As a person explained them; as the pack writes them; then without small words, plural, feminine
        and fillers; last with one typing error in a word of six letters, two in one of twelve. Two terms
        that are as near are no answer.
        """
        if words not in self._meanings:
            if len(self._meanings) >= _REMEMBERED:
                self._meanings.clear()
            self._meanings[words] = self._meaning(words, fold(words))
        return self._meanings[words]

    def _meaning(self, words: str, folded: str) -> Meaning | None:
        if folded in self._taught:
            return Meaning(self._taught[folded])
        wording = self.wording
        if not folded or (folded in wording.not_meant and folded not in self._terms):
            return None
        term = self._by_spelling.get(folded)
        if term is not None:
            return Meaning((term.id,), folded in self._doubtful)
        plain = wording.plain(words)
        full = wording.signature(plain)
        bare = wording.bare(full)
        signatures = list(dict.fromkeys([full, bare, _unmarked(full), _unmarked(bare)]))
        for signature in signatures:
            if signature in self._not_meant:
                return None
            if known := self._by_signature.get(signature):
                ids, doubtful = known
                return Meaning(ids, doubtful) if ids else None
        joined = self._by_letters.get(plain.replace(" ", ""))
        if joined is not None and len(plain) >= _JOINED:
            return Meaning((joined,))
        return self._aged(folded) or self._in_a_row(folded.split()) or self._mistyped(signatures)

    def _aged(self, folded: str) -> Meaning | None:
        """The one term of the ages that are named, or the term named before an age of its own: «jeunes dès 14 ans»."""
        split = folded.split()
        aged = {term.id: term.extra["ages"] for term in self._terms.values() if "ages" in term.extra}
        for first in range(len(split) if aged else 0):
            ages = self.wording.age_range(" ".join(split[first:]))
            if ages is None:
                continue
            if not first:
                ids = tuple(id_ for id_, own in aged.items() if own[0] <= ages[0] and ages[1] <= own[1])
                return Meaning(ids) if len(ids) == 1 else None
            named = self._meaning(" ".join(split[:first]), " ".join(split[:first]))
            own = aged.get(named.ids[0]) if named and len(named.ids) == 1 else None
            if own and own[0] <= ages[0] <= own[1]:
                return named
        return None

    def _in_a_row(self, words: list[str]) -> Meaning | None:
        """Several options with nothing between them, as a survey tool writes them; None where a word is left.

        An option of three letters is none here: «DE» is not «de».
        """
        ids: list[str] = []
        at = 0
        while at < len(words):
            ends = range(min(len(words), at + _LONGEST_SPELLING), at, -1)
            term, end = next(
                ((term, end) for end in ends if (term := self._by_spelling.get(" ".join(words[at:end])))),
                (None, at),
            )
            if term is None or len(" ".join(words[at:end])) < _SHORTEST_ROOT:
                return None
            ids.append(term.id)
            at = end
        return Meaning(tuple(dict.fromkeys(ids))) if len(ids) > 1 else None

    def _mistyped(self, signatures: Iterable[Signature]) -> Meaning | None:
        """The one term that is nearest by a letter or two; None where none is, or two are."""
        for signature in signatures:
            near: dict[int, set[tuple[str, ...]]] = defaultdict(set)
            for spelling in self._spellings_of_length.get(len(signature), ()):
                errors = _typing_errors(signature, spelling)
                if errors is not None:
                    near[errors].add(self._by_signature[spelling][0])
            if near:
                best = near[min(near)]
                ids = next(iter(best)) if len(best) == 1 else ()
                return Meaning(ids) if ids else None
        return None

    @cached_property
    def _doubtful(self) -> frozenset[str]:
        return frozenset(fold(way) for term in self._terms.values() for way in term.extra.get("doubtful", ()))

    @cached_property
    def _not_meant(self) -> frozenset[Signature]:
        return frozenset(map(self.wording.signature, self.wording.not_meant))

    @cached_property
    def _by_signature(self) -> Mapping[Signature, tuple[tuple[str, ...], bool]]:
        """The ids of each signature, and whether it is doubtful; no ids where two terms claim it."""
        claims: dict[Signature, dict[tuple[str, ...], bool]] = defaultdict(dict)
        for way, ids in self._ways():
            for signature in self._signatures_of(way):
                claims[signature][ids] = way in self._doubtful
        return {
            signature: next(iter(claim.items())) if len(claim) == 1 else ((), False)
            for signature, claim in claims.items()
        }

    def _ways(self) -> Iterator[tuple[str, tuple[str, ...]]]:
        yield from ((way, (term.id,)) for way, term in self._by_spelling.items())
        yield from self.wording.several.items()

    def _signatures_of(self, way: str) -> Iterator[Signature]:
        """All of it; and without fillers, where two words at least are left."""
        full = self.wording.signature(way)
        bare = self.wording.bare(full)
        if len(full) > 1 or len(full) == len(way.split()):
            yield full
        if len(bare) > 1 and bare != full:
            yield bare

    @cached_property
    def _spellings_of_length(self) -> Mapping[int, tuple[Signature, ...]]:
        by_length: dict[int, list[Signature]] = defaultdict(list)
        for signature in self._by_signature:
            by_length[len(signature)].append(signature)
        return {length: tuple(signatures) for length, signatures in by_length.items()}

    @cached_property
    def _by_letters(self) -> Mapping[str, str | None]:
        """The term of each spelling written in one word; None where two terms claim it."""
        by_letters: dict[str, str | None] = {}
        for way, term in self._by_spelling.items():
            letters = way.replace(" ", "")
            by_letters[letters] = term.id if by_letters.get(letters, term.id) == term.id else None
        return by_letters

    def nearest(self, words: str) -> tuple[Term, ...]:
        """The up to three terms that look most like `words`: what to propose to a person."""
        names = {way: term.id for way, term in self._by_spelling.items()}
        bare = " ".join(_unmarked(self.wording.bare(self.wording.signature(fold(words))))) or words
        near = (*closest(bare, names, cutoff=60), *closest(words, names, cutoff=60))
        return tuple(self._terms[id_] for id_ in dict.fromkeys(near))[:3]

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


def _unmarked(signature: Signature) -> Signature:
    return signature[:-1] if signature[-1:] == (MARK,) else signature


def _typing_errors(written: Signature, known: Signature) -> int | None:
    """How many letters differ, an exchange of two counted once; None where a word differs by more than it may."""
    if any(abs(len(one) - len(other)) > _MOST_ERRORS for one, other in zip(written, known, strict=True)):
        return None
    from rapidfuzz.distance import OSA

    total = 0
    for one, other in zip(written, known, strict=True):
        if one == other:
            continue
        allowed = next((errors for letters, errors in _TYPED if len(other) >= letters), 0)
        if not allowed or any(sign.isdigit() for sign in one + other):
            return None
        errors = OSA.distance(one, other, score_cutoff=allowed)
        if errors > allowed:
            return None
        total += errors
    return total


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
        kinds = self.kinds_in(name)
        return next(iter(kinds)) if len(kinds) == 1 else None

    def kinds_in(self, name: str) -> frozenset[str]:
        """Every kind that a name tells."""
        if not self._telling:
            return frozenset()
        kinds = set()
        for match in self._reader.finditer(fold(name)):
            words = re.escape(match[0])
            kinds.add(self._telling.get(words) or self._telling[rf"^{words}"])
        return frozenset(kinds)
