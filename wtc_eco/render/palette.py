"""The colours where no style sheet reaches: workbooks, graph files, folium. Those of tokens.css, light."""

from __future__ import annotations

# Okabe & Ito (2008): told apart by colour-blind readers.
CATEGORIES = ("#0072B2", "#E69F00", "#009E73", "#CC79A7", "#56B4E9", "#D55E00", "#F0E442", "#000000")
INK = "#1D2329"
INK_SOFT = "#4B545D"
UNKNOWN = "#6C7174"
