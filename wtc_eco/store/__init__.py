"""`data/` on disk: the only room that writes there."""

from wtc_eco.store.commit import Basis, commit
from wtc_eco.store.doubts import check
from wtc_eco.store.erasure import erase
from wtc_eco.store.history import Undone, redo, undo
from wtc_eco.store.holdings import Holdings, read
from wtc_eco.store.lock import locked
from wtc_eco.store.tables import from_csv, to_csv

__all__ = [
    "Basis",
    "Holdings",
    "Undone",
    "check",
    "commit",
    "erase",
    "from_csv",
    "locked",
    "read",
    "redo",
    "to_csv",
    "undo",
]
