"""Two aligned columns of records, and what several evidences need to know of each pair."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt

from wtc_eco.matching.arrays import NOTHING, Bag, Bits, Index, Overlap, Truth, any_shared, equal, overlap
from wtc_eco.matching.lexicon import AGAINST, SAME, SILENT
from wtc_eco.matching.names import ALIKE, likeness, scanned, spelled_alike, spelled_by
from wtc_eco.matching.profiles import USUAL, Profiles, mistyped

GLUED = 0.85
"""Least similarity of two names written without spaces that makes them one spelling."""

VOUCHED = 0.86
"""The same, where the two share a house or a contact."""

REST = 0.6
"""The same of what is left of two names once the words they share are taken out."""

LEFT_OVER = 1.0
"""Bits of rarity that a whole name may leave over: less than one usual word."""

SAME_STREET, OTHER_STREET = 0.7, 0.35
"""Shares of a street's words, by rarity, from which it is the same and under which it is another."""

HOUSEFUL = 3.0
"""Bits of a crowd in one house, at most: eight organisations."""

CORNER = 50
"""Metres within which two streets may be one corner."""

FAMILIAR = 3.0
"""Bits of rarity in common from which two names need no acronym to be known as one: more than one usual word."""

SHORTEST_SPELLED, LONGEST_SPELLED = 4, 9
"""Letters of an acronym that the beginnings of words may spell."""

BLOCK = 100
"""Numbers of one street farther apart than this are two places, not a typing error of one."""

TELLING_WORD = 6.0
"""Bits of rarity of a word that two names at one door seldom share by chance."""

EARTH_RADIUS_M = 6_371_000.0


@dataclass(frozen=True)
class Pairing:
    """Pairs of records: row by row, the left and the right. What is costly is found out once."""

    left: Profiles
    right: Profiles

    def __len__(self) -> int:
        return len(self.left)

    @cached_property
    def near_words(self) -> npt.NDArray[np.float32]:
        """How near each word of the left is to each word of the right, 0 to 1."""
        return likeness(self.left.words, self.right.words, self.left.texts, self.vouched)

    @cached_property
    def acronym(self) -> Truth:
        """Whether a word of one stands for the initials of the other's words."""
        short_left, short_right = self._acronyms
        stands_for: Truth = np.logical_or(short_left.any(axis=(0, 1)), short_right.any(axis=(0, 1)))
        return stands_for

    @cached_property
    def initials(self) -> Bits:
        """How much of one name's acronym the other's words spell, 0 to 1, where a house or a contact vouches for the two."""
        share = np.zeros(len(self), dtype=np.float32)
        strangers = self.vouched & ~self.acronym & ~self.glued & (self.own_words < FAMILIAR)
        for row in np.flatnonzero(strangers).tolist():
            sides = (self.left.spelled[row].split(), self.right.spelled[row].split())
            share[row] = max(_spelled(*sides), _spelled(*reversed(sides)))
        return share

    @cached_property
    def words(self) -> Overlap:
        """What the two names share and what each says alone, in bits of rarity.

        Words that repeat the commune are shared, little, and never said alone. Words count as shared when they are spelled nearly alike, when both names are one without
        their spaces, and when they stand for the acronym the other uses.
        """
        shared = overlap(self.left.words, self.right.words, self.near_words).shared
        told_by_words = replace(overlap(self.left.own, self.right.own, self.near_words), shared=shared)
        short_left, short_right = self._acronyms
        lone_left = (
            told_by_words.left
            - _said(short_left, 1, self.left.own)
            - _said(short_right, 0, self.left.acronyms)
        )
        lone_right = (
            told_by_words.right
            - _said(short_right, 1, self.right.own)
            - _said(short_left, 0, self.right.acronyms)
        )
        return self._unspaced(Overlap(told_by_words.shared, lone_left.clip(0), lone_right.clip(0)))

    @cached_property
    def own_words(self) -> Bits:
        """Bits of rarity of the shared words that do not just repeat the commune."""
        repeated = np.minimum(self.left.own.total, self.right.own.total)
        shared = overlap(self.left.own, self.right.own, self.near_words).shared
        own: Bits = np.maximum(shared, np.where(self.glued, repeated, np.float32(0)))
        return own

    @cached_property
    def whole(self) -> Truth:
        """Whether neither name has a word left over, and their kinds are not two."""
        left_over = np.maximum(self.words.left, self.words.right)
        is_whole: Truth = (left_over <= LEFT_OVER) & (self.own_words > 0) & ~self.other_kind
        return is_whole

    @cached_property
    def same_name(self) -> Truth:
        """Whether both are called the same: words, kinds, whatever their order."""
        same: Truth = self.left.called == self.right.called
        return same

    @cached_property
    def kind_shared(self) -> Truth:
        """Whether both say a same kind."""
        return any_shared(self.left.kinds, self.right.kinds)

    @cached_property
    def two_towns(self) -> Truth:
        """Whether both stand in two streets of two towns, or in two towns of which nothing else is known.

        A switchboard may serve both; one enterprise may have moved.
        """
        one_enterprise = any_shared(self.left.bce, self.right.bce)
        streets = self.coded_apart & self.other_street
        nowhere = ~self.coded_apart & ~(self.left.street.known & self.right.street.known)
        two: Truth = self.elsewhere & (streets | nowhere) & ~one_enterprise
        return two

    @cached_property
    def no_kind_shared(self) -> Truth:
        """Whether both say kinds, and none in common, whatever the two say of each other."""
        none: Truth = self.left.kinds.known & self.right.kinds.known & ~self.kind_shared
        return none

    @cached_property
    def kinds_said(self) -> npt.NDArray[np.int8]:
        """What each kind of the left says of each of the right; silent where there is none."""
        left, right, table = self.left.kinds, self.right.kinds, self.left.kind_table
        if not len(table.relations):
            return np.zeros((1, 1, len(self)), dtype=np.int8)
        known = (left.ids >= 0)[:, None, :] & (right.ids >= 0)[None, :, :]
        relations = table.relations[left.ids[:, None, :], right.ids[None, :, :]]
        return np.where(known, relations, np.int8(SILENT))

    @cached_property
    def other_kind(self) -> Truth:
        """Whether their kinds are told, and are two."""
        relations = self.kinds_said
        two_kinds: Truth = (relations > SILENT).any(axis=(0, 1)) & ~(relations == SAME).any(axis=(0, 1))
        return two_kinds

    @cached_property
    def contrary_kinds(self) -> Truth:
        """Whether both tell their kinds, and each of the one speaks against each of the other."""
        left, right = self.left.kinds, self.right.kinds
        both = (left.ids >= 0)[:, None, :] & (right.ids >= 0)[None, :, :]
        contrary: Truth = both.any(axis=(0, 1)) & ((self.kinds_said == AGAINST) | ~both).all(axis=(0, 1))
        return contrary

    @cached_property
    def hosted(self) -> Truth:
        """Whether one tells all the kinds of the other and a label more: an EPN, and the library it may be in."""
        return self._one_more(self.left.kind_table.carried)

    @cached_property
    def label_at_door(self) -> Truth:
        """Whether one is nothing but a label (an EPN), the other some other kind, and both stand behind one door."""
        marked = self.left.kind_table.carried
        if not len(marked):
            return np.zeros(len(self), dtype=np.bool_)
        left, right = (((side.ids >= 0) & marked[side.ids]) for side in (self.left.kinds, self.right.kinds))
        bare_left, bare_right = (left == (self.left.kinds.ids >= 0)), (right == (self.right.kinds.ids >= 0))
        label: Truth = (bare_left.all(axis=0) & ~right.any(axis=0)) | (
            bare_right.all(axis=0) & ~left.any(axis=0)
        )
        return label & self.left.kinds.known & self.right.kinds.known & self.same_street & self.same_house

    @cached_property
    def school_section(self) -> Truth:
        """Whether one tells all the kinds of the other and a section more, or each another one.

        A school and its evening classes; a toy library and a mobile one.
        """
        return self._one_more(self.left.kind_table.parts, each=True)

    def _one_more(self, marked: Truth, *, each: bool = False) -> Truth:
        """Whether one tells all the kinds of the other, and of the marked kinds one more; or, if asked, `each` does."""
        if not len(marked):
            return np.zeros(len(self), dtype=np.bool_)
        same = self.kinds_said == SAME
        mores = [
            (side.ids >= 0) & ~same.any(axis=axis)
            for side, axis in ((self.left.kinds, 1), (self.right.kinds, 0))
        ]
        sides = zip(mores, (self.left.kinds, self.right.kinds), strict=True)
        telling = [(more & marked[side.ids]).any(axis=0) for more, side in sides]
        one_sided = mores[0].any(axis=0) != mores[1].any(axis=0)
        more = (one_sided & (telling[0] | telling[1])) | (each & telling[0] & telling[1])
        one_more: Truth = same.any(axis=(0, 1)) & more
        return one_more

    @cached_property
    def other_contacts(self) -> Truth:
        """Whether each has a phone or a mailbox of its own, and none is shared."""
        sides = ((self.left.phones, self.right.phones), (self.left.mailboxes, self.right.mailboxes))
        shared = np.logical_or.reduce([any_shared(left, right) for left, right in sides])
        both = np.logical_or.reduce([left.known & right.known for left, right in sides])
        other: Truth = both & ~shared
        return other

    @cached_property
    def part_and_whole(self) -> Truth:
        """Whether one name or both are those of a part («antenne», «section»), and the addresses are two."""
        part: Truth = (self.left.section | self.right.section) & self.other_address
        return part

    @cached_property
    def two_parts(self) -> Truth:
        """Whether both names are those of parts, each with a word of its own, behind one door: two sections, or one."""
        lone = np.minimum(self.words.left, self.words.right) > LEFT_OVER
        parts: Truth = self.left.section & self.right.section & self.same_street & self.same_house & lone
        return parts

    @cached_property
    def other_numbers(self) -> Truth:
        """Whether both names hold numbers, and none in common."""
        left, right = self.left.numbers, self.right.numbers
        two_numbers: Truth = left.known & right.known & ~any_shared(left, right)
        return two_numbers

    @cached_property
    def same_source(self) -> Truth:
        """Whether one list names both."""
        return any_shared(self.left.source, self.right.source)

    @cached_property
    def postal(self) -> Bits:
        """1 where the postal codes are one, 0 where they are two, NaN where one is unknown."""
        return told(any_shared(self.left.postal, self.right.postal), self.left.postal, self.right.postal)

    @cached_property
    def locality(self) -> Bits:
        """1 where one locality's words are all in the other's, 0 where not, NaN where one is unknown."""
        inside = overlap(self.left.locality, self.right.locality).containment >= 1
        return told(inside, self.left.locality, self.right.locality)

    @cached_property
    def commune(self) -> Bits:
        """1 where the INS codes are one, 0 where they are two, NaN where one is unknown."""
        return told(any_shared(self.left.ins, self.right.ins), self.left.ins, self.right.ins)

    @cached_property
    def here(self) -> Truth:
        """Whether the two share a postal code, a locality or a commune."""
        sharing: Truth = (self.postal == 1) | (self.locality == 1) | (self.commune == 1)
        return sharing

    @cached_property
    def elsewhere(self) -> Truth:
        """Whether the two are known to stand in different places."""
        differ = (self.postal == 0) | (self.locality == 0) | (self.commune == 0)
        apart: Truth = differ & ~self.here
        return apart

    @cached_property
    def two_villages(self) -> Truth:
        """Whether one commune holds both, and each names another village of it.

        Every village has its «rue de l'Église» and its «Maison de quartier». A locality that is the
        commune's own name says nothing of the village.
        """
        left, right = self.left.village, self.right.village
        near = likeness(left, right, self.left.texts, np.zeros(len(self), dtype=np.bool_))
        inside = overlap(left, right, near).containment >= ALIKE
        two: Truth = (self.commune == 1) & (told(inside, left, right) == 0)
        return two

    @cached_property
    def maybe_two_villages(self) -> Truth:
        """Whether one names the commune, the other a village of it: the same place, or two."""
        maybe: Truth = (self.commune == 1) & (self.locality == 0) & ~self.two_villages
        return maybe

    @cached_property
    def usual_street(self) -> Truth:
        """Whether the street has such a name as every village has («rue de l'Église»)."""
        usual: Truth = np.minimum(self.left.street.total, self.right.street.total) <= 2 * USUAL
        return usual

    @cached_property
    def coded_apart(self) -> Truth:
        """Whether codes say so, and not only how each calls its town."""
        apart: Truth = (self.postal == 0) | (self.commune == 0)
        return apart

    @cached_property
    def street_share(self) -> Bits:
        """How much of the shorter address the other repeats, by rarity of its words, 0 to 1."""
        near = likeness(
            self.left.street, self.right.street, self.left.ways, self.same_house & ~self.coded_apart
        )
        return overlap(self.left.street, self.right.street, near).containment

    @cached_property
    def streets_known(self) -> Truth:
        """Whether both have a street, in the same letters."""
        same_letters = self.left.latin_street == self.right.latin_street
        known: Truth = self.left.street.known & self.right.street.known & same_letters
        return known

    @cached_property
    def same_street(self) -> Truth:
        """Whether both name the same street, in one place as far as is known.

        Every village of a postal code has its «place de l'Église»: there, only a number tells. Every village has a street
        of which only the type is written («Place 3»): nobody can tell which.
        """
        other_village = (self.locality == 0) & (self.commune != 1) & ~self.same_house
        alike = self.streets_known & (self.street_share >= SAME_STREET)
        elsewhere = (self.elsewhere & (self.coded_apart | ~self.same_house)) | self.two_villages
        elsewhere |= self.maybe_two_villages & (self.postal == 0)
        same: Truth = alike & ~elsewhere & ~other_village & ~self.bare_street
        return same

    @cached_property
    def bare_street(self) -> Truth:
        """Whether both name a street by its type alone («Place 3»)."""
        bare: Truth = self.left.bare_street & self.right.bare_street
        return bare

    @cached_property
    def same_house(self) -> Truth:
        """Whether both have a house number, and one in common."""
        return any_shared(self.left.houses, self.right.houses)

    @cached_property
    def other_house(self) -> Truth:
        """Whether both have a house number, and none in common."""
        return self.left.houses.known & self.right.houses.known & ~self.same_house

    @cached_property
    def far_house(self) -> Truth:
        """Whether the house numbers are two, and farther apart than `BLOCK`: two ends of a street."""
        rows = np.flatnonzero(self.other_house & self.same_street)
        far = np.zeros(len(self), dtype=np.bool_)
        texts = self.left.ways.texts
        for row in rows.tolist():
            one, other = (
                [int(texts[code]) for code in side.houses.ids[:, row] if code != NOTHING]
                for side in (self.left, self.right)
            )
            far[row] = min(abs(a - b) for a in one for b in other) > BLOCK
        return far

    @cached_property
    def one_door(self) -> Truth:
        """Whether both stand at one number of one street and share a rare word, and nothing says that they are two."""
        housed = self.same_street & self.same_house & ~self.elsewhere
        shared = housed & (self.own_words >= TELLING_WORD)
        one: Truth = shared & ~self.other_numbers & ~self.contrary_kinds & ~self.same_source
        return one

    @cached_property
    def reached(self) -> Truth:
        """Whether one phone, mailbox or enterprise number reaches both."""
        left, right = self.left, self.right
        contacts: Truth = any_shared(left.phones, right.phones) | any_shared(left.mailboxes, right.mailboxes)
        return contacts | any_shared(left.bce, right.bce)

    @cached_property
    def near_mailbox(self) -> Truth:
        """Whether each has a mailbox, and one is the other with a typing error; two names in common make it worth a look."""
        left, right = self.left.mailboxes, self.right.mailboxes
        near = np.zeros(len(self), dtype=np.bool_)
        both = left.known & right.known & ~any_shared(left, right) & (self.own_words >= FAMILIAR)
        for row in np.flatnonzero(both).tolist():
            one, other = (
                [self.left.boxes.texts[code] for code in side.ids[:, row] if code != NOTHING]
                for side in (left, right)
            )
            near[row] = any(mistyped(a, b) for a in one for b in other)
        return near

    @cached_property
    def other_street(self) -> Truth:
        """Whether both name a street, clearly two, and not two sides of one corner."""
        other: Truth = self.streets_known & (self.street_share < OTHER_STREET) & ~(self.metres <= CORNER)
        return other

    @cached_property
    def other_address(self) -> Truth:
        """Whether both addresses are known to be two: another street, another number, another place."""
        other_town = (self.elsewhere | self.two_villages) & ~self.same_street
        return other_town | self.other_street | (self.streets_known & self.other_house)

    @cached_property
    def metres(self) -> Bits:
        """Metres between the two, NaN where one has no point of its own.

        Equirectangular approximation, within a thousandth at the distances that matter.
        """
        mean = np.radians((self.left.lat + self.right.lat) / 2)
        east = np.radians(self.right.lon - self.left.lon) * np.cos(mean)
        north = np.radians(self.right.lat - self.left.lat)
        metres: Bits = (EARTH_RADIUS_M * np.hypot(east, north)).astype(np.float32)
        return metres

    @cached_property
    def _acronyms(self) -> tuple[Truth, Truth]:
        """Which words of the left abbreviate the right's, and which of the right the left's."""
        return equal(self.left.words, self.right.acronyms), equal(self.right.words, self.left.acronyms)

    @cached_property
    def crowd(self) -> Bits:
        """How many records stand in the smallest place that the two share, in bits.

        Where they share none it is the larger of their places: at best the two are neighbours. Few
        share a house, whoever else is in town.
        """
        town = np.maximum(self.left.town_crowd, self.right.town_crowd)
        code = np.maximum(self.left.crowd, self.right.crowd)
        widest = np.where(self.postal == 1, code, np.where(self.locality == 1, town, np.maximum(code, town)))
        bits: Bits = np.where(self.same_street & self.same_house, np.minimum(widest, HOUSEFUL), widest)
        return bits

    @cached_property
    def vouched(self) -> Truth:
        """Whether a house or a contact of their own says that the two may be one."""
        vouches: Truth = (self.same_street & self.same_house) | self.reached
        return vouches

    @cached_property
    def _alike(self) -> Bits:
        """How near the names are without their spaces, 0 to 1.

        Where a house or a contact vouches for the two, letters that a machine took for others are one («L'Envo1») and,
        where only one tells its kind, the words of the kind count too: «Bibliothèqu eHugo».
        """
        nameless = (self.left.squeezed == "") | (self.right.squeezed == "")
        alike = np.where(nameless, 0, spelled_alike(self.left.squeezed, self.right.squeezed))
        for row in np.flatnonzero(self.vouched & ~nameless & (alike < 1)).tolist():
            one, other = scanned(self.left.squeezed[row]), scanned(self.right.squeezed[row])
            alike[row] = 1 if one == other else alike[row]
        rows = np.flatnonzero(self.vouched & (self.left.kinds.known != self.right.kinds.known))
        whole = spelled_alike(self.left.whole[rows], self.right.whole[rows])
        alike[rows] = np.maximum(alike[rows], whole)
        return alike

    @cached_property
    def glued(self) -> Truth:
        """Whether the names are one spelling once their spaces are left out.

        As many words on both sides are other words («Pierre Dumont» is not «Pierre Dupont»), unless a
        house or a contact vouches for the two: then they are typing errors.
        """
        spaced = (self.left.own.weights > 0).sum(axis=0) != (self.right.own.weights > 0).sum(axis=0)
        one_spelling: Truth = (spaced & (self._alike >= GLUED)) | (self.vouched & (self._alike >= VOUCHED))
        rows = np.flatnonzero(one_spelling & (self._alike < 1))
        one_spelling[rows] = self._rest_alike(rows) >= REST
        return one_spelling

    def _rest_alike(self, rows: Index) -> Bits:
        """How near the names are without their spaces and without the words both hold.

        «… socialistes d'Ans» and «… socialistes de Seraing» are mostly one spelling, and are two places.
        """
        texts, left, right = self.left.texts.texts, self.left.words.ids, self.right.words.ids
        rest = [[self.left.squeezed[row], self.right.squeezed[row]] for row in rows.tolist()]
        for both, row in zip(rest, rows.tolist(), strict=True):
            for word in sorted(set(left[:, row].tolist()) & set(right[:, row].tolist()) - {NOTHING}):
                both[:] = (text.replace(texts[word], "", 1) for text in both)
        one, other = (np.array([both[side] for both in rest], dtype=object) for side in (0, 1))
        return spelled_alike(one, other)

    def _unspaced(self, overlap: Overlap) -> Overlap:
        """The same, where both names are one once their spaces are left out."""
        lighter = (overlap.shared + np.minimum(overlap.left, overlap.right)) * self._alike
        gain = np.where(self.glued, np.maximum(lighter - overlap.shared, 0), 0).astype(np.float32)
        return Overlap(overlap.shared + gain, (overlap.left - gain).clip(0), (overlap.right - gain).clip(0))


def _spelled(short: list[str], long: list[str]) -> float:
    """How much of an acronym in the first name the words of the second spell."""
    lone = [word for word in short if word.isalpha() and word not in long]
    candidates = [word for word in lone if SHORTEST_SPELLED <= len(word) <= LONGEST_SPELLED]
    rest = [word for word in long if word not in short]
    return max((spelled_by(word, words) for word in candidates for words in (long, rest)), default=0.0)


def told(same: Truth, left: Bag, right: Bag) -> Bits:
    """1 where two values are one, 0 where they are two, NaN where one is unknown."""
    equality: Bits = np.where(left.known & right.known, same.astype(np.float32), np.float32(np.nan))
    return equality


def _said(short: Truth, axis: int, bag: Bag) -> Bits:
    """The weight of the values of a bag that take part in an acronym."""
    heaviest: Bits = np.where(short.any(axis=axis), bag.weights, np.float32(0)).max(axis=0)
    return heaviest
