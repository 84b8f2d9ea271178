"""`data/` on disk: the only room that writes there."""

from wtc_eco.store.checks import check
from wtc_eco.store.commit import Basis, commit, erase
from wtc_eco.store.csv_tables import from_csv, to_csv
from wtc_eco.store.doctor import Repaired, examine, repair
from wtc_eco.store.edits import Damage, Edit, Edits, damage_problems, damages, edits
from wtc_eco.store.holdings import Holdings, read
from wtc_eco.store.lock import locked
from wtc_eco.store.repair import Restored, restore
from wtc_eco.store.undo import Undone, past, redo, undo

__all__ = [
    "Basis",
    "Damage",
    "Edit",
    "Edits",
    "Holdings",
    "Repaired",
    "Restored",
    "Undone",
    "check",
    "commit",
    "damage_problems",
    "damages",
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
