"""Every text the map says by itself, in the language spoken now."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtc_eco.i18n import mark, tr, trn

PAGE = {
    "skip": mark("Go to the table"),
    "map": mark("Map of the structures; the table below lists the same ones"),
    "side": mark("Search, filters and legend"),
    "search": mark("Search"),
    "search_hint": mark("Name, commune, address…"),
    "kinds": mark("Kinds of structure"),
    "standings": mark("Declared network"),
    "layer": mark("Colour of the communes"),
    "layer_none": mark("The basins"),
    "layer_count": mark(
        "{name}: communes where it is lacking, {lacking} of {total}; where nobody can tell, {unknown}."
    ),
    "states": mark("The communes, state by state"),
    "states_of": mark("The communes, state by state: {layer}"),
    "tiles": mark("Background map (images of {host})"),
    "tiles_word": mark(
        "Ticked, each move of the map asks {host} for images: it then sees your IP address and where you look. Nothing is asked while the box is empty."
    ),
    "colon": mark(": "),
    "bassin": mark("Basin"),
    "theme": mark("Theme"),
    "slot": mark("Time slot"),
    "all_bassins": mark("All basins"),
    "all_themes": mark("All themes"),
    "all_slots": mark("All time slots"),
    "all": mark("All"),
    "none": mark("None"),
    "reset": mark("Remove the filters"),
    "print": mark("Print"),
    "legend": mark("How to read the map"),
    "lines": mark("How to read the ties"),
    "zoom_in": mark("Zoom in"),
    "zoom_out": mark("Zoom out"),
    "whole": mark("See everything"),
    "no_kind": mark("Kind unknown"),
    "no_bassin": mark("outside the basins"),
    "no_standing": mark("Network not asked about"),
    "unknown": mark("unknown"),
    "partly_read": mark("and perhaps more: a word of its list is not understood"),
    "is_none": mark("none"),
}
LEGEND = {
    "answered": mark("Solid: answered about its network"),
    "silent": mark("Hatched: not heard yet; its ties are not known"),
    "ringed": mark("Red ring and red name: {standing}"),
    "ring_only": mark("Red ring: {standing}"),
    "centre": mark("White dot: placed at the centre of the commune"),
    "commune": mark("Disc: a commune; the larger, the more inhabitants"),
    "area": mark("Tint: one for each basin; approximate areas, not official boundaries"),
    "boundary": mark("Tint: one for each basin; boundaries of the communes"),
    "beyond": mark("Grey: outside the basins or this map"),
    "layer_key": mark("Colour of the communes and of their discs – {layer}"),
    "layer_area": mark(
        "Discs: the larger, the more inhabitants; areas are approximate, not official boundaries"
    ),
    "layer_disc": mark("Discs: the larger, the more inhabitants"),
    "layer_faded": mark("Pale: does not offer it, or has not said"),
    "faded": mark("Pale: not tied to the structure you chose"),
    "ties": mark("Ties are drawn once a structure is chosen, in the direction they are declared"),
    "ties_between": mark("Show the ties between basins"),
    "between_key": mark(
        "Ties between two basins, both directions together: the thicker, the more numerous (the 10 first)"
    ),
}
CARD = {
    "card": mark("The structure chosen"),
    "start": mark("Choose a structure on the map or in the table: its details and its ties appear here."),
    "start_shared": mark("Choose a structure on the map or in the table: what it offers appears here."),
    "isolated": mark("To be introduced first"),
    "isolated_why": mark("Answered, with no declared tie, given or received."),
    "isolated_between": mark("Between {low} and {high} structures without a tie"),
    "isolated_range": mark(
        "{low} answered and have no declared tie, given or received; {high} have none that both sides declared."
    ),
    "isolated_bound": mark("A structure that has not answered may still name one."),
    "isolated_none": mark("No structure that answered is without a declared tie."),
    "isolated_unasked": mark(
        "Nobody has answered about the network yet: nothing can be said of who is alone."
    ),
    "isolated_all": mark("Show only the structures without a declared tie"),
    "several": mark("Several structures here: choose one"),
    "close": mark("Close"),
    "address": mark("Address"),
    "phone": mark("Phone"),
    "email": mark("E-mail"),
    "website": mark("Website"),
    "labels": mark("Labels"),
    "themes": mark("Themes"),
    "slots": mark("Open"),
    "steps": mark("Support"),
    "flags": mark("To note"),
    "sources": mark("Sources"),
    "at_centre": mark("Placed at the centre of the commune: its address is not located."),
    "nowhere": mark("No known place: it is not on the map."),
    "no_ties": mark("No tie is declared by it or about it."),
    "beyond_map": mark("outside this map"),
    "commune_empty": mark("No structure is known in this commune."),
    "nearest": mark("Nearest: {name} ({commune}), {km} km"),
    "nearest_here": mark("Nearest: {name} (same commune)"),
    "nearest_short": mark("Nearest: {name}, {km} km"),
}
TABLE = {
    "table": mark("The structures, in a table"),
    "table_empty": mark("No structure matches. Remove a filter or change the search."),
    "column_name": mark("Structure"),
    "column_kind": mark("Kind"),
    "column_commune": mark("Commune"),
    "column_bassin": mark("Basin"),
    "column_standing": mark("Declared network"),
    "column_ties": mark("Ties given / received"),
    "pager": mark("Pages of the table"),
    "sort": mark("Sort by {column}"),
    "previous": mark("Previous"),
    "next": mark("Next"),
    "pages": mark("Page {page} of {pages}"),
}
TIES_OUT = {
    "refers": mark("Refers people to"),
    "knows": mark("Says it knows"),
    "works_with": mark("Works with"),
    "hosts": mark("Hosts"),
    "met": mark("Met at an event"),
    "wish": mark("Would like to meet"),
}
TIES_IN = {
    "refers": mark("Receives people from"),
    "knows": mark("Is known by"),
    "works_with": mark("Named as a partner by"),
    "hosts": mark("Is hosted by"),
    "met": mark("Met at an event (as they say)"),
    "wish": mark("Is wished for by"),
}
TIES_KEY = {
    "refers": mark("refers people"),
    "knows": mark("knows"),
    "works_with": mark("works with"),
    "hosts": mark("hosts"),
    "met": mark("met at an event (does not count as a tie)"),
    "wish": mark("would like to meet (does not count as a tie)"),
}
GROUPS = {
    "gaps_themes": mark("Themes"),
    "gaps_slots": mark("Time slots"),
    "journeys": mark("Journeys of typical people"),
}
STATES = {
    "confirmed": mark("confirmed by both sides"),
    "one_sided": mark("declared by one side only"),
    "unconfirmed": mark("the other side has not answered yet"),
}


def texts() -> dict[str, Any]:
    """All of them: sentences by key, those that count as `[one, many]`, those of ties by kind."""
    sentences = {key: tr(text) for part in (PAGE, LEGEND, CARD, TABLE) for key, text in part.items()}
    tied = {"out": TIES_OUT, "in": TIES_IN, "key": TIES_KEY, "state": STATES}
    return (
        sentences
        | counted()
        | {"layer_groups": _all(GROUPS)}
        | {f"tie_{side}": _all(words) for side, words in tied.items()}
    )


def counted() -> dict[str, list[str]]:
    """The texts that agree with a number, singular and plural; `{count}` is left for the script."""
    c = "{count}"
    return {
        "shown": _both(
            lambda n: trn(
                "{count} structure shown out of {total}",
                "{count} structures shown out of {total}",
                n,
                count=c,
                total="{total}",
            )
        ),
        "unplaced": _both(
            lambda n: trn(
                "{count} structure without a known place is in the table only.",
                "{count} structures without a known place are in the table only.",
                n,
                count=c,
            )
        ),
        "undeclared": _both(
            lambda n: trn(
                "{count} structure about which this is unknown is not shown.",
                "{count} structures about which this is unknown are not shown.",
                n,
                count=c,
            )
        ),
        "isolated_count": _both(
            lambda n: trn(
                "{count} structure without a declared tie",
                "{count} structures without a declared tie",
                n,
                count=c,
            )
        ),
        "per_year": _both(lambda n: trn("{count} person a year", "{count} people a year", n, count=c)),
        "records": _both(
            lambda n: trn("{count} record put together", "{count} records put together", n, count=c)
        ),
        "inhabitants": _both(lambda n: trn("{count} inhabitant", "{count} inhabitants", n, count=c)),
        "commune_structures": _both(lambda n: trn("{count} structure", "{count} structures", n, count=c)),
        "more": _both(lambda n: trn("and {count} other", "and {count} others", n, count=c)),
    }


def _both(say: Any) -> list[str]:
    return [say(1), say(2)]


def _all(words: Mapping[str, str]) -> dict[str, str]:
    return {key: tr(text) for key, text in words.items()}
