"""Phones, mailboxes and websites in the one form in which they can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

_NOT_DIGIT = re.compile(r"\D")
_SCHEME = re.compile(r"^[a-z]+://", re.IGNORECASE)
_TRUNK = {"BE": ("32", 8, 9), "FR": ("33", 9, 9)}
"""Countries whose numbers are a trunk 0 and so many digits: what most lists hold, without a parser."""


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a cell: of a tuple, of a list joined by `|`, or one."""
    if value is None or value != value:  # noqa: PLR0124 - NaN is the one value unlike itself
        return ()
    if isinstance(value, str):
        return tuple(part.strip() for part in value.split("|") if part.strip())
    return tuple(str(part) for part in value if part)


@lru_cache(maxsize=1 << 16)
def phone(text: str, country: str) -> str:
    """The number in E.164, or "" where it is none."""
    digits = _NOT_DIGIT.sub("", text)
    if text.lstrip().startswith("+"):
        return f"+{digits}".replace("+320", "+32").replace("+330", "+33")
    if digits.startswith("00"):
        return "+" + digits[2:]
    code, least, most = _TRUNK.get(country.upper(), ("", 0, 0))
    if code and digits.startswith("0") and least <= len(digits) - 1 <= most:
        return f"+{code}{digits[1:]}"
    return _parsed(text, country)


def _parsed(text: str, country: str) -> str:
    import phonenumbers

    try:
        number = phonenumbers.parse(text, country.upper())
    except phonenumbers.NumberParseException:
        return ""
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def mailbox(text: str) -> str:
    """The address in lower case, or "" where it is none."""
    held = text.strip().lower().removeprefix("mailto:")
    return held if held.count("@") == 1 and "." in held.split("@")[1] else ""


def domain(address: str) -> str:
    """What stands after the @."""
    return address.rpartition("@")[2]


def page(text: str) -> str:
    """A web address without scheme, `www`, query or closing slash."""
    held = _SCHEME.sub("", text.strip().lower()).split("#")[0].split("?")[0]
    return held.removeprefix("www.").rstrip("/")


def host(text: str) -> str:
    """The host of a web address, without `www`."""
    return page(text).split("/")[0].split(":")[0]
