"""`data/` on disk: the only room that writes there."""

from wtc_eco.store.commit import Basis, commit
from wtc_eco.store.doubts import check
from wtc_eco.store.holdings import Holdings, read
from wtc_eco.store.lock import locked
from wtc_eco.store.tables import from_csv, to_csv

__all__ = ["Basis", "Holdings", "check", "commit", "from_csv", "locked", "read", "to_csv"]
