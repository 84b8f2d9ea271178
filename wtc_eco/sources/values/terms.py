"""Cells that hold options of the pack, a scale, texts or opening hours.

A list is split by the options the pack knows, not blindly at commas; what stands beside an option counts.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

from wtc_eco.errors import LONGEST_SHOWN, Problem
from wtc_eco.i18n import listing, tr
from wtc_eco.model import DESCRIBED, RECORDS
from wtc_eco.sources.answers import yes_or_no
from wtc_eco.sources.text_repair import one_line, quoted, seen
from wtc_eco.sources.values import NOTHING, Reader, ReadValue, doubt, leans_on, pointing, repaired
from wtc_eco.sources.vocabulary import says_none, says_nothing, words
from wtc_eco.territory import Vocabulary
from wtc_eco.territory.normalize import fold
from wtc_eco.territory.vocabulary import Meaning

_SURE = re.compile(r"[|;\n\r•]")
_PERHAPS = re.compile(
    r"(?<!\d),|,(?!\d)| / | - |/| et | and | und | ou | or | \+ | & ", re.IGNORECASE
)  # not in «0,10 €»
_COMMA = re.compile(r"(?<!\d),|,(?!\d)| / |/")
_BRACKETS = re.compile(r"\(([^()]*)\)|\[([^\[\]]*)\]")
_AFTER = re.compile(r"\s*(?:[:=…–—]|\s-\s)\s*")
_DATED = re.compile(r"\b(?:19|20)\d\d\b|\b\d{1,2} \d{1,2} \d\d\b")
_MOST_PIECES = 200
_LONGEST_OPTION = 8
"""Commas and «et» that one option may hold."""
Standing = Literal["given", "planned", "absent", "unclear"]
"""What a cell says of an option: it is there, it will be, it is not, or nobody can tell."""
CONDITIONS = "conditions"
"""The column of what is there under a condition, in the words of the list."""
_TYPES = {column.name: column.type for column in RECORDS}
PLANNED = {"steps": "steps_planned"}
"""The column of what is planned, for the columns that have one."""


@dataclass(frozen=True)
class Piece:
    """A part of a cell: the ids it means, none where it was not understood, and what is said of them.

    `more` tells that words stand beside the option that are neither («1x/mois»); `nothing` that a
    person said that these words mean none of the options.
    """

    text: str
    ids: tuple[str, ...] = ()
    standing: Standing = "given"
    more: bool = False
    doubtful: bool = False
    nothing: bool = False

    @property
    def conditional(self) -> bool:
        """Whether it is there now and then, or under a condition: «(1x/mois)», «(sur demande)»."""
        return self.more and any(map(is_condition, _asides(self.text)))

    @property
    def unread(self) -> bool:
        """Whether nobody can tell from it what is there."""
        return not self.nothing and (not self.ids or self.standing == "unclear")


def read_terms(text: str, field: str, vocabulary: Vocabulary) -> ReadValue:
    """The ids of the options in a cell, in their order; options nobody knows are told and kept as found.

    An option may hold a comma («Compétences de base (ordinateur, souris, clavier)»): the longest
    run of pieces that is an option is one. «Aucun» is known to be none. What stands beside an option
    counts: «(en projet)» is planned, «(pas encore)» is no; other words are told and kept.
    """
    cell = text[:2_000]
    if says_nothing(cell):
        return NOTHING
    if says_none(cell) or yes_or_no(cell) == "no":
        return ReadValue({field: ()})
    pieces = read_pieces(cell, vocabulary)
    given = _ids(pieces, "given")
    planned = tuple(id_ for id_ in _ids(pieces, "planned") if id_ not in given)
    values: dict[str, Any] = {}
    if given:  # that one option is planned or is not there says nothing of the others
        values[field] = given
    if planned and field in PLANNED:
        values[PLANNED[field]] = planned
    if bound := dict.fromkeys(piece.text for piece in pieces if piece.conditional):
        values[CONDITIONS] = "; ".join(bound)
    kept = [
        piece.text
        for piece in pieces
        if piece.unread or piece.nothing or piece.more or piece.standing != "given"
    ]
    return ReadValue(values, tuple(_faults(pieces, vocabulary, field)), rest=" | ".join(dict.fromkeys(kept)))


def unread_words(text: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    """What of a cell, or of what was kept of one, nobody understood: each once, in its order."""
    if says_nothing(text) or says_none(text) or says_whether(text):
        return ()
    return tuple(dict.fromkeys(piece.text for piece in read_pieces(text, vocabulary) if piece.unread))


def says_whether(cell: str) -> bool:
    """Whether a cell is a yes or a no, perhaps with words in brackets, or says «en projet»: it names no option."""
    bare, _ = without_asides(cell)
    return bool(yes_or_no(cell) or yes_or_no(bare) or said_alone(fold(cell).split()))


def read_pieces(cell: str, vocabulary: Vocabulary) -> tuple[Piece, ...]:
    """The parts of a cell, each as it is understood."""
    parts = [seen(part) for part in _cut(cell, _SURE)[:_MOST_PIECES]]
    return tuple(piece for part in parts if fold(part) for piece in _pieces(part, vocabulary))


def _ids(pieces: Iterable[Piece], standing: Standing) -> tuple[str, ...]:
    of_standing = (piece.ids for piece in pieces if piece.standing == standing)
    return tuple(dict.fromkeys(id_ for ids in of_standing for id_ in ids))


def _cut(text: str, sign: re.Pattern[str]) -> list[str]:
    """`text` cut at signs that stand outside brackets."""
    ends = [found.span() for found in sign.finditer(_masked(text))]
    starts = [0, *(end for _, end in ends)]
    return [
        text[start:end] for start, end in zip(starts, [*(start for start, _ in ends), len(text)], strict=True)
    ]


def _masked(text: str) -> str:
    """`text` with what stands in brackets blotted out, sign for sign."""
    return _BRACKETS.sub(lambda found: "x" * len(found[0]), text)


def _pieces(part: str, vocabulary: Vocabulary) -> list[Piece]:
    """The pieces of a part: as one, else the longest run first that is an option."""
    whole = _read(part, vocabulary)
    if not whole.unread or whole.ids:
        return [whole]
    standing, rest = _announced(part)
    if standing:
        told = [
            replace(piece, text=f"{part[: len(part) - len(rest)]}{piece.text}")
            for piece in _pieces(rest, vocabulary)
        ]
        return [
            replace(piece, standing=standing if piece.standing == "given" else piece.standing)
            for piece in told
        ]
    cuts = [0, *(end for sign in _PERHAPS.finditer(_masked(part)) for end in sign.span()), len(part)]
    starts, ends = cuts[::2][:_MOST_PIECES], cuts[1::2][:_MOST_PIECES]
    pieces: list[Piece] = []
    at = 0
    while at < len(starts):
        for last in range(min(len(ends), at + _LONGEST_OPTION) - 1, at - 1, -1):
            piece = _read(part[starts[at] : ends[last]], vocabulary)
            if piece.ids or piece.nothing:
                pieces.append(piece)
                at = last + 1
                break
        else:
            pieces.append(Piece(part[starts[at] : ends[at]].strip()))
            at += 1
    if not any(piece.ids for piece in pieces):
        # «et» may stand inside of what nobody knows; a comma parts two words.
        return [Piece(words.strip()) for words in _cut(part, _COMMA) if fold(words)]
    return [piece for piece in pieces if fold(piece.text)]


def _read(text: str, vocabulary: Vocabulary) -> Piece:
    """One piece: an option, with what stands beside it in brackets, after a sign, before or behind it."""
    words = text.strip()
    if "?" in words:
        return replace(_read(words.replace("?", " "), vocabulary), text=words, standing="unclear")
    inside, bare = _asides(words), seen(_BRACKETS.sub(" ", words))
    if not inside or not fold(bare):
        if not vocabulary.spelt(words) and (lacking := _lacking(words, vocabulary)):
            return lacking  # but «sans emploi» is a public of its own
        meaning = vocabulary.meant(words)
        return _piece(words, meaning) if meaning else _with_bare_words(words, vocabulary) or Piece(words)
    if option := vocabulary.spelt(words):
        return Piece(words, (option.id,))  # a label with brackets of its own
    within = _BRACKETS.sub("", words[1:-1]) != words[1:-1]
    piece = _read(bare, vocabulary)
    if (within or len(piece.ids) > 1) and _PERHAPS.search(_masked(words)):
        return Piece(words)  # several options, of which the brackets speak of one
    for aside in inside:
        piece = _beside(piece, aside, vocabulary)
    if piece.more and (meaning := vocabulary.meant(words)):
        return _piece(words, meaning)
    return replace(piece, text=words)


def _piece(words: str, meaning: Meaning) -> Piece:
    return Piece(words, meaning.ids, doubtful=meaning.doubtful, nothing=not meaning.ids)


def _beside(piece: Piece, aside: str, vocabulary: Vocabulary) -> Piece:
    """The piece with what its brackets say of it."""
    standing = standing_of(aside)
    if standing in ("planned", "absent") and _names_another(aside, piece, vocabulary):
        standing = "unclear"  # «(plus accès libre)» adds, and takes nothing away
    if standing and standing != "given":
        return replace(piece, standing=standing)
    meanings = [vocabulary.meant(words) for words in _PERHAPS.split(aside)]
    if (
        standing
        or not fold(aside)
        or all(meaning and set(meaning.ids) <= set(piece.ids) for meaning in meanings)
    ):
        return piece
    return replace(piece, more=True)


def _names_another(aside: str, piece: Piece, vocabulary: Vocabulary) -> bool:
    split = fold(aside).split()
    ends = (vocabulary.meant(" ".join(split[at:])) for at in range(1, min(len(split), _LONGEST_OPTION)))
    return any(meaning and not set(meaning.ids) <= set(piece.ids) for meaning in ends)


def standing_of(aside: str) -> Standing | None:
    """What words beside an option make of it; None where they only say more («1x/mois»)."""
    folded = fold(aside)
    sorts: tuple[Standing, ...] = ("planned", "absent", "unclear", "given")
    found = [
        (len(way), sort)
        for sort in sorts
        for way in words().beside[sort]
        if f"{folded} ".startswith(f"{way} ")
    ]
    if found:
        return max(found, key=lambda each: each[0])[1]
    return "unclear" if "?" in aside or set(folded.split()) & set(words().beside["turning"]) else None


def is_condition(aside: str) -> bool:
    """Whether words beside an option say when or for whom it is there."""
    folded = f"{fold(aside)} "
    return any(folded.startswith(f"{way} ") for way in words().beside["conditional"])


def _lacking(text: str, vocabulary: Vocabulary) -> Piece | None:
    """«pas de wifi»: an option that is not there, or words that nobody understands; None where no no stands before."""
    folded = fold(text)
    ways = [way for way in words().beside["lacking"] if folded.startswith(f"{way} ")]
    if not ways:
        return None
    rests = (folded.removeprefix(way) for way in sorted(ways, key=len, reverse=True))
    meaning = next((meaning for rest in rests if (meaning := vocabulary.meant(rest))), None)
    return replace(_piece(text, meaning), standing="absent") if meaning else Piece(text)


def _with_bare_words(text: str, vocabulary: Vocabulary) -> Piece | None:
    """«Ateliers : en projet», «ateliers bientôt»; None where it is no such thing."""
    folded = fold(text)
    halves = _AFTER.split(text, maxsplit=1)
    if len(halves) == 2 and (standing := standing_of(halves[1])) and (meaning := vocabulary.meant(halves[0])):  # noqa: PLR2004
        return replace(_piece(text, meaning), standing=standing)
    if _PERHAPS.search(_masked(text)):
        return None
    split = folded.split()
    for at in range(1, len(split)):
        standing = said_alone(split[at:])
        if standing and (meaning := vocabulary.meant(" ".join(split[:at]))):
            return replace(_piece(text, meaning), standing=standing)
    return None


def said_alone(tail: Sequence[str]) -> Standing | None:
    """What the last words of a piece make of it, where they say nothing else but a date: «bientôt», «fermé depuis 2024»."""
    said = " ".join(tail)
    sorts: tuple[Standing, ...] = ("planned", "absent", "unclear")
    for sort in sorts:
        for way in words().beside[sort]:
            dated = said.startswith(f"{way} ") and _DATED.search(said)  # «plus de 60 ans» is an age
            if dated or (said == way and len(way) > len("plus")):
                return sort
    return None


def _announced(part: str) -> tuple[Standing | None, str]:
    """What is said of all that follows, and what follows: («planned», «ateliers») of «en projet : ateliers»."""
    folded = fold(part)
    for sort in ("planned", "unclear"):
        for way in words().beside[sort]:
            if folded.startswith(f"{way} "):
                n_words = len(way.split())
                found = re.match(rf"\W*(?:\w+\W+){{{n_words}}}", part)
                if found and fold(part[found.end() :]):
                    return sort, part[found.end() :]
    return None, part


def _faults(pieces: Sequence[Piece], vocabulary: Vocabulary, field: str) -> Iterator[Problem]:
    """What is to be said of a cell: not understood, planned, not there, more than the option, in doubt."""
    if unread := [piece.text for piece in pieces if piece.unread]:
        yield _unknown(unread)
    read = [piece for piece in pieces if not piece.unread and piece.ids]
    for piece in read:
        options = listing([vocabulary[id_].text() for id_ in piece.ids])
        if piece.standing == "planned":
            said = (
                tr("{words}: read as planned.", words=quoted([piece.text]))
                if field in PLANNED
                else tr("{words}: planned, so not there today.", words=quoted([piece.text]))
            )
            yield Problem("option_planned", "warning", said)
        elif piece.standing == "absent":
            yield Problem(
                "option_absent", "warning", tr("{words}: read as not there.", words=quoted([piece.text]))
            )
        elif piece.conditional:
            yield Problem(
                "option_conditional",
                "warning",
                tr(
                    "{words}: read as {options}, under a condition that is told with it.",
                    words=quoted([piece.text]),
                    options=options,
                ),
            )
        elif piece.more:
            yield Problem(
                "option_with_words",
                "warning",
                tr(
                    "{words}: read as {options}; the words beside it are kept.",
                    words=quoted([piece.text]),
                    options=options,
                ),
            )
        if piece.doubtful:
            yield Problem(
                "option_doubtful",
                "warning",
                tr(
                    "{words}: read as {options}, which is in doubt.",
                    words=quoted([piece.text]),
                    options=options,
                ),
                tr(
                    "Ask the structure; then correct it in outputs/registry.xlsx, or with wtc-eco set, its name and what is so."
                ),
            )


def read_kind(text: str, kinds: Vocabulary) -> ReadValue:
    """The kind a cell names; other words, and words that mean two, are told and kept as found."""
    cell = seen(text)
    if says_nothing(cell):
        return NOTHING
    meaning = kinds.meant(cell)
    if (
        meaning is None
        and (bare := seen(_BRACKETS.sub(" ", cell)))
        and not any(map(standing_of, _asides(cell)))
    ):
        meaning = kinds.meant(bare)
    if meaning is not None and len(meaning.ids) == 1:
        return ReadValue({"kind": meaning.ids[0]})
    if meaning is not None and not meaning.ids:
        return ReadValue(rest=text)
    return ReadValue(rest=text, faults=(_unknown([cell]),))


def without_asides(cell: str) -> tuple[str, list[str]]:
    """A cell without what stands in brackets, and what does."""
    return _BRACKETS.sub(" ", cell).strip(), _asides(cell)


def _asides(cell: str) -> list[str]:
    return [one or other for one, other in _BRACKETS.findall(cell)]


def read_scale(text: str, field: str, scale: Mapping[str, str]) -> ReadValue:
    """One of a few values («oui», «en partie», «non»); other words are told and kept as found."""
    cell = seen(text)
    if says_nothing(cell) and fold(cell) not in scale:
        return NOTHING
    value = scale.get(fold(cell))
    return ReadValue({field: value}) if value else ReadValue(rest=text, faults=(_unknown([cell]),))


def plain_reader(to: str) -> Reader:
    """The reader of a field that is text, or several texts."""
    if _TYPES.get(to) == "texts":
        return lambda text: read_texts(text, to)
    if to in ("note", "hours_note", "conditions"):
        return lambda text: ReadValue({to: text})
    if to in DESCRIBED:
        return lambda text: read_words(text, to)
    if to == "name":
        return lambda text: ReadValue({to: one_line(text)})
    if to == "street":
        return lambda text: pointing(text) if leans_on(text) else _line(to, text)
    return lambda text: _line(to, text)


def _line(to: str, text: str) -> ReadValue:
    return ReadValue({} if says_nothing(text) else {to: one_line(text)})


def read_words(text: str, field: str) -> ReadValue:
    """Words as they are; under the price or the booking, a mere yes or no says too little: it is told and kept as found."""
    if says_nothing(text):
        return NOTHING
    if field in ("fees", "booking") and yes_or_no(text):
        return ReadValue(
            rest=text,
            faults=(repaired("too_little", tr("A yes or a no says too little here; kept as found.")),),
        )
    return ReadValue({field: text})


def read_texts(text: str, field: str) -> ReadValue:
    """Free texts separated by `|`, `;` or line breaks; «aucun» is known to be none."""
    if says_nothing(text):
        return NOTHING
    if says_none(text):
        return ReadValue({field: ()})
    parts = (part.strip() for part in re.split(r"[|;\n\r]", text))
    texts = tuple(dict.fromkeys(part for part in parts if part))
    return ReadValue({field: texts}) if texts else NOTHING


def _unknown(options: list[str]) -> Problem:
    shown = quoted(options[:10])
    return Problem(
        "unknown_option",
        "warning",
        tr("{options}: not among the known options; kept as found.", options=shown),
        tr("Say what it means, once for all lists: wtc-eco review."),
    )


_WORDS = frozenset(
    [
        "Mo",
        "Tu",
        "We",
        "Th",
        "Fr",
        "Sa",
        "Su",
        "PH",
        "SH",
        "Jan",
        "Feb",
        "Mar",
        "Apr",
        "May",
        "Jun",
        "Jul",
        "Aug",
        "Sep",
        "Oct",
        "Nov",
        "Dec",
        "week",
        "off",
        "closed",
        "open",
        "unknown",
        "easter",
        "day",
        "days",
        "sunrise",
        "sunset",
        "dawn",
        "dusk",
    ]
)
_WORD = re.compile(r"[^\W\d_]+")
_COMMENT = re.compile(r'"[^"]*"')
_DAY = re.compile(r"\b(?:Mo|Tu|We|Th|Fr|Sa|Su|PH|SH)\b")
_TIME = re.compile(r"\d:\d\d|\boff\b|\bclosed\b")
_LONGEST = 600


def read_hours(text: str) -> ReadValue:
    """`opening_hours` where the text is in OSM's language, else `hours_note`, as written.

    What looks like OSM and is not valid («Mo 99:99») is kept as found, and so is a schedule of more
    than 600 characters in that language.
    """
    if says_nothing(text):
        return NOTHING
    cell = one_line(text[:LONGEST_SHOWN])
    if not looks_like_osm(cell):
        return ReadValue({"hours_note": text})
    if len(text) > _LONGEST or not _is_valid(cell):
        return ReadValue(faults=(_wrong(),))
    return ReadValue({"opening_hours": cell})


def looks_like_osm(text: str) -> bool:
    """Whether the text is written in OSM's language, valid or not: its words, a day and a time."""
    bare = _COMMENT.sub("", text)
    if not all(word in _WORDS for word in _WORD.findall(bare)):
        return False
    return "24/7" in bare or bool(_DAY.search(bare) and _TIME.search(bare))


def _is_valid(text: str) -> bool:
    import opening_hours

    return bool(opening_hours.validate(text))


def _wrong() -> Problem:
    return doubt(
        "hours_bad",
        tr("These opening hours cannot be read."),
        tr("Write them in words, or as in “Mo-Fr 09:00-12:00,13:00-17:00; Sa 10:00-12:00”."),
    )
