"""Which edition a page is, in words: every page says it, so that nobody shares the wrong one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.i18n import tr

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Edition


def named(edition: Edition) -> str:
    """«Working document» or «Shared edition»."""
    return tr("Shared edition") if edition == "shared" else tr("Working document")


def warned(edition: Edition) -> str:
    """What a reader may do with it."""
    if edition == "shared":
        return tr("It names structures for what they offer only; ties and standings are counted.")
    return tr("It names structures and where they stand: not to be shared as it is.")


def cited(edition: Edition, title: str, day: str) -> str:
    """How to cite the page; `day` is its date in words, or empty."""
    named_title = f"{title} ({named(edition).lower()})"
    if day:
        return tr("“{title}”, made with wtc-eco, as of {date}.", title=named_title, date=day)
    return tr("“{title}”, made with wtc-eco.", title=named_title)
