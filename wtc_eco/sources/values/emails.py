"""E-mail addresses: one cell may hold several."""

from __future__ import annotations

import re

from wtc_eco.locale import tr
from wtc_eco.sources.table import Fault
from wtc_eco.sources.text import seen
from wtc_eco.sources.values.reading import NOTHING, Reading, doubt, repaired
from wtc_eco.sources.wording import says_none, says_nothing

_BETWEEN = re.compile(r"[;,|\s<>()\[\]]+|/(?=[^/]*@)")
_AT = re.compile(r" ?[(\[] ?(?:at|arobase|@) ?[)\]] ?", re.IGNORECASE)
_LOCAL = frozenset("!#$%&'*+/=?^_`{|}~.-")
_LONGEST = 254


def read_email(text: str) -> Reading:
    """The addresses of a cell as a tuple, in lower case; words around them as a note.

    An address that cannot be one sets the row aside.
    """
    held = seen(text)
    if says_nothing(held):
        return NOTHING
    if says_none(held):
        return Reading({"email": ()})
    plain = _AT.sub("@", held)
    parts = [part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN.split(plain)]
    addresses = [part for part in parts if "@" in part]
    bad = next((address for address in addresses if not is_address(address)), None)
    if bad is not None or not addresses:
        return Reading(faults=(_wrong(bad or held),))
    faults: tuple[Fault, ...] = ()
    if plain != held:
        faults = (repaired("email_at", tr("“(at)” was read as @.")),)
    found = tuple(dict.fromkeys(address.lower() for address in addresses))
    return Reading(
        {"email": found}, faults, note=" ".join(part for part in parts if part and "@" not in part)
    )


def valid_addresses(text: str) -> tuple[str, ...]:
    """Only the addresses that can be one; nothing is doubted aloud."""
    parts = (part.removeprefix("mailto:").strip(".:'\"") for part in _BETWEEN.split(seen(text)))
    return tuple(dict.fromkeys(part.lower() for part in parts if "@" in part and is_address(part)))


def is_address(text: str) -> bool:
    """Whether mail could be sent there: a local part, a domain of at least two labels."""
    local, at, domain = text.partition("@")
    labels = domain.split(".")
    return (
        bool(at and local)
        and len(text) <= _LONGEST
        and len(labels) > 1
        and all(sign.isalnum() or sign in _LOCAL for sign in local)
        and not local.startswith(".")
        and not local.endswith(".")
        and all(label and label.replace("-", "").isalnum() for label in labels)
        and not labels[-1].isdigit()
    )


def _wrong(address: str) -> Fault:
    return doubt(
        "email_bad",
        tr("“{address}” is not an e-mail address.", address=address[:80]),
        tr("Write it as name@example.be, or empty the cell."),
    )
