"""What a planner asks of the house: whom to invite, who sits where, and what is kept of an event.

What partners and researchers receive: the shared edition, and the network under pseudonyms.
"""

from wtc_eco.services.pseudonyms import pseudonymise
from wtc_eco.services.shared_edition import Shared, share

__all__ = ["Shared", "pseudonymise", "share"]
