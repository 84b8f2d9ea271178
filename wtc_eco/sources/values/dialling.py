"""Phone numbers of one country in their usual spelling, told at once: most numbers of a list are such.

What is said here is what phonenumbers would say, by its own numbering plan, without its long way
through every other spelling and country.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

_KINDS = (
    "premium_rate", "toll_free", "shared_cost", "voip", "personal_number", "pager", "uan", "voicemail",
    "fixed_line", "mobile",
)  # fmt: skip
_SEPARATORS = str.maketrans("", "", " ./-()")


@dataclass(frozen=True)
class Plan:
    """The numbers of a country: its code, what stands before a national number, and the shapes of numbers."""

    code: str
    prefix: str
    shapes: tuple[tuple[re.Pattern[str], frozenset[int]], ...]

    def e164(self, signs: str) -> str | None:
        """The number in E.164 where it is one of this country, in its usual spelling; `None` says nothing."""
        bare = signs.translate(_SEPARATORS)
        if bare.startswith(f"+{self.code}"):
            national = bare[len(self.code) + 1 :]
        elif bare.startswith(self.prefix):
            national = bare[len(self.prefix) :]
        elif bare.startswith(self.code):
            return None  # the code without its plus, or a number that begins like it
        else:
            national = bare  # Excel took the zero away
        if not (national.isascii() and national.isdecimal()):
            return None
        sound = all(
            any(self._is(shape, national) for shape in part) for part in (self.shapes[:1], self.shapes[1:])
        )
        return f"+{self.code}{national}" if sound else None

    @staticmethod
    def _is(shape: tuple[re.Pattern[str], frozenset[int]], national: str) -> bool:
        pattern, lengths = shape
        return len(national) in lengths and pattern.fullmatch(national) is not None


@lru_cache(maxsize=8)
def plan_of(country: str) -> Plan | None:
    """The plan of a two-letter country; `None` where its numbers cannot be told this way.

    That is where several countries share a code, or where more than one prefix is taken off.
    """
    import phonenumbers

    held = phonenumbers.PhoneMetadata.metadata_for_region(country)
    if held is None or not held.national_prefix or held.national_prefix_for_parsing != held.national_prefix:
        return None
    if (
        held.national_prefix_transform_rule
        or len(phonenumbers.region_codes_for_country_code(held.country_code or 0)) != 1
    ):
        return None
    known = [held.general_desc, *(getattr(held, kind) for kind in _KINDS)]
    lengths = frozenset(held.general_desc.possible_length) if held.general_desc else frozenset()
    shapes = tuple(
        (re.compile(desc.national_number_pattern), frozenset(desc.possible_length) or lengths)
        for desc in known
        if desc is not None and desc.national_number_pattern
    )
    return Plan(str(held.country_code), held.national_prefix, shapes)
