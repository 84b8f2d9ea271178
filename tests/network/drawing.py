"""Networks from a sentence: `draw("a>b c")` is three structures that answered, one of which knows another.

Every name is a structure of its own; `?` after it: asked, has not answered; `-` after it: was never asked.
`a>b` a knows b · `a>>b` a sends people to b · `a=b` they work together · `a~b` they met · `a*b` a wishes
to meet b; each said by a. `a<b`, `a<<b`: b says it of a. A name may be `name@bassin`.
"""

from __future__ import annotations

import re
from functools import cache

import networkx as nx

from wtc_eco import model
from wtc_eco.network import build
from wtc_eco.network.resolution import Mentions, ResolvedTie
from wtc_eco.registry import Registry
from wtc_eco.territory import Territory, load

KINDS = {
    ">": "knows",
    ">>": "refers",
    "<": "knows",
    "<<": "refers",
    "=": "works_with",
    "~": "met",
    "*": "wish",
}
TIE = re.compile(r"(?P<start>[^<>=~*]+)(?P<sign>[<>=~*]+)(?P<end>.+)")
ASKED, ANSWERED = "2026-10-01", "2026-10-12"


@cache
def wallonie() -> Territory:
    return load("wallonie")


def register(*rows, n_review=0) -> Registry:
    """A registry of these rows; `id` is counted, records are the number of the id."""
    held = []
    for number, given in enumerate(rows, start=1):
        records = given.get("records", (number,))
        row = {"id": f"S{min(records)}", "records": records, "sources": ("liste",), "active": True, **given}
        place = wallonie().place(**{clue: row.get(clue) for clue in ("ins", "commune", "postal_code")})
        found = {"ins": place.ins, "commune": place.commune, "bassin": place.bassin, "place": place.standing}
        held.append({**found, **row})
    table = model.frame(model.REGISTRY, held)
    aliases = {record: row["id"] for row in held for record in row["records"]}
    return Registry(table, aliases, n_records=len(aliases), n_lists=1, n_review=n_review)


def draw(sentence: str, **nodes) -> nx.MultiDiGraph:
    """The network a sentence describes; `nodes` adds columns to a structure: `a={"knows_ecosystem": "well"}`."""
    return drawn_registry(sentence, **nodes)[1]


def drawn_registry(sentence: str, **nodes) -> tuple[Registry, nx.MultiDiGraph]:
    """The registry and the network a sentence describes."""
    signs = [TIE.fullmatch(word) or word for word in sentence.split()]
    words = [sign if isinstance(sign, str) else (sign["start"], sign["end"]) for sign in signs]
    people = {}
    for word in (word for pair in words for word in ([pair] if isinstance(pair, str) else pair)):
        name, row = _structure(word)
        marked = any(mark in word for mark in "?-@")
        people[name] = {**people.get(name, {}), **row} if marked else {**row, **people.get(name, {})}
    rows = [{"name": name, **row, **nodes.get(name, {})} for name, row in people.items()]
    ids = {name: f"S{number}" for number, name in enumerate(people, start=1)}
    declared = [sign for sign in signs if not isinstance(sign, str)]
    ties = tuple(
        tie(number, ids[_structure(sign["start"])[0]], ids[_structure(sign["end"])[0]], sign["sign"])
        for number, sign in enumerate(declared, start=1)
    )
    registry = register(*rows)
    return registry, build(registry, Mentions(len(ties), ties), wallonie())


def network(ties, rows, **more) -> nx.MultiDiGraph:
    """The network of these resolved ties and registry rows."""
    return build(register(*rows), Mentions(len(ties), tuple(ties)), wallonie(), **more)


def tie(number, start, end, sign=">", **more) -> ResolvedTie:
    """A declared tie; its sign as in a sentence."""
    by = "to" if "<" in sign else "from"
    held = dict(
        kind=KINDS[sign], themes=None, per_year=None, declared_by=by, declared_on=ANSWERED, status=None,
        valid_until=None, how=("number", "number"),
    )  # fmt: skip
    return ResolvedTie(number, start, end, **{**held, **more})


def _structure(word: str):
    name, _, bassin = word.partition("@")
    silent, unasked = "?" in word, "-" in word
    row = {"bassin": bassin.strip("?-") or "namur", "asked_on": None if unasked else ASKED}
    row |= {"network_answered_on": None if silent or unasked else ANSWERED}
    return name.strip("?-"), row


def named(network, structures):
    """The names of structures, in order."""
    return [network.nodes[structure]["name"] for structure in structures]


def standing(network, flag=None):
    """Names by standing, or the names of those with a flag."""
    from wtc_eco.network import standings

    held = standings(network)
    if flag:
        return [network.nodes[node]["name"] for node, each in held.items() if flag in each.flags]
    return {network.nodes[node]["name"]: each.id for node, each in held.items()}
