"""What partners and researchers receive: the shared edition, and the network under pseudonyms."""

from wtc_eco.sharing.partners import Shared, share
from wtc_eco.sharing.researchers import pseudonymise

__all__ = ["Shared", "pseudonymise", "share"]
