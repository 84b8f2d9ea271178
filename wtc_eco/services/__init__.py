"""What a command does from beginning to end: invite, seat, survey, publish, share with partners and researchers."""

from wtc_eco.services.pseudonyms import pseudonymise
from wtc_eco.services.shared_edition import Shared, share

__all__ = ["Shared", "pseudonymise", "share"]
