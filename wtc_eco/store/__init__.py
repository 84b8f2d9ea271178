"""`data/` on disk: the only room that writes there."""

from wtc_eco.store.commit import Basis, commit
from wtc_eco.store.doubts import check
from wtc_eco.store.edits import Edit, Edits, edits
from wtc_eco.store.erasure import erase
from wtc_eco.store.examination import examine
from wtc_eco.store.history import Undone, past, redo, undo
from wtc_eco.store.holdings import Holdings, read
from wtc_eco.store.lock import locked
from wtc_eco.store.repairing import Repaired, repair
from wtc_eco.store.restoring import Restored, restore
from wtc_eco.store.tables import from_csv, to_csv

__all__ = [
    "Basis",
    "Edit",
    "Edits",
    "Holdings",
    "Repaired",
    "Restored",
    "Undone",
    "check",
    "commit",
    "edits",
    "erase",
    "examine",
    "from_csv",
    "locked",
    "past",
    "read",
    "redo",
    "repair",
    "restore",
    "to_csv",
    "undo",
]
