"""What partners and researchers receive: the shared edition, and the network under pseudonyms."""

from wtc_eco.sharing.partners import Shared, share

__all__ = ["Shared", "share"]
