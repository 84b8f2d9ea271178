"""When and where something is offered, and what is missing: opening hours, slots, themes, distances."""

from wtc_eco.coverage.offer import Offer, offers

__all__ = ["Offer", "offers"]
