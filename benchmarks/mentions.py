"""Whom misspelt mentions are taken for: `python benchmarks/mentions.py [--seed 1] [--per-case 600]`.

Every structure of the demonstration is mentioned by another of its bassin, with typing errors, with or without its
place; then vaguely, where several would do; then somebody is mentioned who does not exist. Each mention is linked to
whom it means, linked to another (wrong), shown to a person with whom it means among the structures offered, or waits
without it. No mention vanishes.
"""

from __future__ import annotations

import argparse
import random
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import wtc_eco as eco
from wtc_eco.network.mention_candidates import Resolver
from wtc_eco.territory.normalize import fold

OUTCOMES = ("linked", "wrong", "shown", "waiting")
PLACED = ("{name} ({town})", "{name} - {town}", "{name}, {town}", "{name} {town}", "{name}, {code} {town}")
LETTERS = "abcdefghijklmnopqrstuvwxyz"
INVENTED = (
    "Clairière", "Boussole", "Fougère", "Tremplin", "Passerelle", "Hirondelle", "Lucioles", "Marguerite", "Alezan",
    "Cormoran", "Mirabelle", "Tournesol",
)  # fmt: skip

Row = Mapping[Any, Any]


@dataclass(frozen=True)
class Written:
    """Words, the structure that wrote them, and the one meant (`None`: several would do, or nobody)."""

    words: str
    writer: str
    meant: str | None


@dataclass(frozen=True)
class World:
    """The structures of a register that have a name and a place, and what resolves mentions among them."""

    resolver: Resolver
    rows: tuple[Row, ...]

    @classmethod
    def of(cls, ecosystem: Any) -> World:
        """The active structures of a folder."""
        rows = tuple(
            row
            for row in ecosystem.registry.table.to_dict("records")
            if row["active"] is not False and row["name"] and row["ins"] and row["locality"]
        )
        return cls(Resolver(ecosystem.registry, ecosystem.territory), rows)

    def writer_of(self, row: Row, chance: random.Random) -> str:
        """Another structure of the same bassin."""
        near = [other["id"] for other in self.rows if other["bassin"] == row["bassin"] and other is not row]
        return chance.choice(near or [other["id"] for other in self.rows if other is not row])

    def unmistakable(self) -> list[Row]:
        """The structures whose name no other bears in the same commune."""
        bearers = Counter((fold(row["name"]), row["ins"]) for row in self.rows)
        return [row for row in self.rows if bearers[fold(row["name"]), row["ins"]] == 1]

    def outcome(self, written: Written) -> str:
        """What became of a mention."""
        end = self.resolver.end(written.words, written.writer)
        if end.structure:
            return "linked" if end.structure == written.meant else "wrong"
        offered = [each.id for each in end.candidates or end.nearest]
        return "shown" if (written.meant in offered if written.meant else offered) else "waiting"


def misspelt(words: str, errors: int, chance: random.Random) -> str:
    """The words with typing errors: a letter dropped, doubled, replaced, put in, or two exchanged."""
    letters = list(words)
    for _ in range(errors):
        at = chance.choice([n for n, letter in enumerate(letters[:-1]) if letter.isalpha()] or [0])
        match chance.randrange(5):
            case 0:
                del letters[at]
            case 1:
                letters.insert(at, letters[at])
            case 2:
                letters[at] = chance.choice(LETTERS)
            case 3:
                letters.insert(at, chance.choice(LETTERS))
            case _:
                letters[at], letters[at + 1] = letters[at + 1], letters[at]
    return "".join(letters)


def placed(world: World, chance: random.Random, errors: int) -> Iterator[Written]:
    """A name with typing errors, and its place written right."""
    for row in world.unmistakable():
        name = misspelt(row["name"], errors, chance)
        form = chance.choice(PLACED)
        words = form.format(name=name, town=row["locality"], code=row["postal_code"] or "")
        yield Written(words, world.writer_of(row, chance), row["id"])


def unplaced(world: World, chance: random.Random, errors: int) -> Iterator[Written]:
    """A name that one structure alone bears, with typing errors and without its place."""
    bearers = Counter(fold(row["name"]) for row in world.rows)
    for row in world.rows:
        if bearers[fold(row["name"])] == 1:
            yield Written(misspelt(row["name"], errors, chance), world.writer_of(row, chance), row["id"])


def vague(world: World, chance: random.Random) -> Iterator[Written]:
    """A kind and a commune where two structures or more are of that kind, and none is called just so."""
    territory = world.resolver._territory  # noqa: SLF001 - a benchmark looks inside
    by_place: dict[tuple[str, str], list[Row]] = {}
    for row in world.rows:
        for kind in {row["kind"], *(row["labels"] or ())} - {None}:
            by_place.setdefault((kind, row["ins"]), []).append(row)
    for (kind, ins), rows in sorted(by_place.items()):
        vocabulary = territory.kinds if kind in territory.kinds else territory.labels
        if len(rows) < 2 or kind not in vocabulary:  # noqa: PLR2004 - one is meant for certain
            continue
        town = territory.communes[ins].name
        for word in [each for each in vocabulary[kind].spellings() if len(each) < 30][:3]:  # noqa: PLR2004 - as said
            words = f"{word} {town}"
            called = {world.resolver.index.read(row["name"]).bare for row in rows}
            if world.resolver.index.read(words).bare not in called:
                yield Written(words, world.writer_of(rows[0], chance), None)


def nobody(world: World, chance: random.Random) -> Iterator[Written]:
    """A name that no structure bears, with the kind and the commune of one."""
    known = {word for row in world.rows for word in fold(row["name"]).split()}
    names = [name for name in INVENTED if fold(name) not in known]
    for row in world.rows:
        kind = world.resolver._territory.kinds.get(row["kind"])  # noqa: SLF001 - a benchmark looks inside
        word = kind.spellings()[-1] if kind else "ASBL"
        words = chance.choice(PLACED[:4]).format(name=f"{word} {chance.choice(names)}", town=row["locality"])
        yield Written(words, world.writer_of(row, chance), None)


CASES: Mapping[str, Callable[[World, random.Random], Iterator[Written]]] = {
    "name and place": lambda world, chance: placed(world, chance, 0),
    "1 error and the place": lambda world, chance: placed(world, chance, 1),
    "2 errors and the place": lambda world, chance: placed(world, chance, 2),
    "1 error, no place": lambda world, chance: unplaced(world, chance, 1),
    "2 errors, no place": lambda world, chance: unplaced(world, chance, 2),
    "vague": vague,
    "nobody of the register": nobody,
}


def measured(
    world: World, case: str, *, seed: int = 1, most: int | None = None
) -> tuple[Counter[str], list[Written]]:
    """How many mentions of a case came to each outcome, and those linked wrong."""
    chance = random.Random(f"{case} {seed}")  # noqa: S311 - a seeded world
    written = list(CASES[case](world, chance))
    if most and len(written) > most:
        written = chance.sample(written, most)
    outcomes = [(one, world.outcome(one)) for one in written]
    return Counter(outcome for _, outcome in outcomes), [
        one for one, outcome in outcomes if outcome == "wrong"
    ]


def main(arguments: Sequence[str] | None = None) -> None:
    """Print a line a case: how many, and the share of each outcome."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--per-case", type=int, default=None)
    options.add_argument("--wrong", type=int, default=0, help="how many wrong ones to name")
    chosen = options.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        world = World.of(eco.demo(Path(folder) / "demo")._inner)  # noqa: SLF001 - a benchmark looks inside
        print(f"{'':26} {'n':>5} " + " ".join(f"{name:>8}" for name in OUTCOMES))
        for case in CASES:
            counts, wrong = measured(world, case, seed=chosen.seed, most=chosen.per_case)
            n = counts.total() or 1
            print(f"{case:26} {n:5} " + " ".join(f"{counts[name] / n:8.1%}" for name in OUTCOMES))
            for one in wrong[: chosen.wrong]:
                end = world.resolver.end(one.words, one.writer)
                print(f"    {one.words!r} by {one.writer}: {end.structure}, not {one.meant}")


if __name__ == "__main__":
    main()
