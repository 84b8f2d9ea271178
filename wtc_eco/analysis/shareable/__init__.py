"""What of an answer partners and the public may read.

What is not listed in `rules` is not shared: a new question stays in the working edition until somebody
decides what of it may leave the house.
"""

from wtc_eco.analysis.shareable.sharing import shareable

__all__ = ["shareable"]
