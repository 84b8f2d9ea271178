"""Files of `data/` that a person changed outside the tool, noticed by their hashes."""

from __future__ import annotations

from collections.abc import Mapping

from wtc_eco.errors import RefusedError
from wtc_eco.locale import listing, tr, trn
from wtc_eco.store.journal import Journal
from wtc_eco.store.layout import WATCHED


def edited(journal: Journal, now: Mapping[str, str | None]) -> tuple[str, ...]:
    """The files a person changed since the last command, by their hashes."""
    known = journal.expected()
    return tuple(name for name in WATCHED if name in known and known[name] != now[name])


def refusal(names: tuple[str, ...]) -> RefusedError:
    """What to say to a command that would write over what a person changed."""
    return RefusedError(
        trn(
            "{files} was changed outside the tool; nothing was written.",
            "{files} were changed outside the tool; nothing was written.",
            len(names),
            files=listing(names),
        ),
        hint=tr(
            "“wtc-eco doctor” shows what was changed; “wtc-eco doctor --accept-edits” takes it in, "
            "“wtc-eco backup restore” puts the files back as they were."
        ),
    )
