"""How many structures say what, as partners may read it: in fives that no subtraction and no later edition opens.

The register is public: how many structures stand in a bassin and of which kind is known to everybody. What they
answered is not. Each `CountedPart` counts a part of another (the isolated, of those that answered, of those asked, of
all), by bassin and kind. Published are the whole, each bassin, each kind and each kind of a bassin that ten or
more structures stand behind, by *controlled rounding* (Cox, 1987; Hundepool et al., Statistical Disclosure Control,
2012, 4.4–4.5 and 5.4): every figure is a multiple of five, and there is one way to fill in all cells that adds up to
all figures at once. That way is a world like the true one; four structures more or less in any cell are another.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

from wtc_eco import model, store
from wtc_eco.analysis.response_text import LEVELS, WELL
from wtc_eco.errors import DamagedError
from wtc_eco.i18n import tr
from wtc_eco.model import MIN_BASE
from wtc_eco.network import isolates, standings
from wtc_eco.registry.participation import has_answered, was_asked
from wtc_eco.store import layout, staging
from wtc_eco.store.csv_tables import damaged
from wtc_eco.store.lock import refused

if TYPE_CHECKING:
    from pathlib import Path

    from wtc_eco.analysis.finding import Study

STEP = 5
"""Published figures are multiples of it."""
ALL = "*"
"""In the place of a bassin or of a kind: all of them. Unknown is the empty text."""

Cell = tuple[str, str]
"""A bassin and a kind."""


@dataclass(frozen=True)
class CountedPart:
    """What is counted, and the measure that it is a part of; of structures themselves where it is empty."""

    id: str
    part_of: str = ""


MEASURES = (
    CountedPart("asked"),
    CountedPart("answered", "asked"),
    CountedPart("without_confirmed", "answered"),
    CountedPart("isolated", "without_confirmed"),
    CountedPart("unknown_to_others", "answered"),
    CountedPart("knows_no_one", "answered"),
    CountedPart("single_broker", "answered"),
    CountedPart("peripheral", "answered"),
    CountedPart("told_acquaintance"),
    CountedPart("knows_well", "told_acquaintance"),
    CountedPart("told_training"),
    CountedPart("trained_or_partly", "told_training"),
    CountedPart("trained", "trained_or_partly"),
)
"""A part stands behind its whole."""


STANDINGS_COUNTED = ("isolated", "unknown_to_others", "knows_no_one", "single_broker", "peripheral")
"""The standings and flags of those who answered that are counted."""


@dataclass(frozen=True)
class PublishedCount:
    """A count of an edition that left the house: true `n` `of` so many in a cell, and the figure that was published.

    The figure is `None` where none was published of the cell; `n` and `of` are those it was made of.
    """

    edition: int
    measure: str
    bassin: str
    kind: str
    n: int
    of: int
    figure: int | None


@dataclass(frozen=True)
class RoundedFigures:
    """The counts of the next edition; `held` are the measures and bassins whose earlier figures stay."""

    counts: Mapping[tuple[str, str, str], PublishedCount]
    held: frozenset[tuple[str, str]]

    def figure(self, measure: str, bassin: str = ALL, kind: str = ALL) -> int | None:
        """What is published of a cell; `None` where nothing is."""
        count = self.counts.get((measure, bassin, kind))
        return count.figure if count else None

    def enough(self, measure: str, bassin: str = ALL, kind: str = ALL) -> bool:
        """Whether ten or more are counted in a cell of which a figure is published."""
        count = self.counts.get((measure, bassin, kind))
        return count is not None and count.figure is not None and count.n >= MIN_BASE


def figures(study: Study, earlier: Sequence[PublishedCount] = ()) -> RoundedFigures:
    """What may be published of a study after these `earlier` counts.

    A bassin keeps the figures of the latest edition until ten structures or more answer otherwise than in *every*
    earlier one: the difference of two editions never tells of fewer.
    """
    counted = _counted(study)
    structures = counted[""]
    totals = _totals(structures)
    told = sorted(total for total, n in _added(structures).items() if n >= MIN_BASE and total in totals)
    edition = max((one.edition for one in earlier), default=0) + 1
    settled = {
        measure.id: _settled(
            counted[measure.id],
            counted[measure.part_of],
            [one for one in earlier if one.measure == measure.id],
        )
        for measure in MEASURES
    }
    kept = {(name, *cell): figure for name, table in settled.items() for cell, figure in table.kept.items()}
    rounded = controlled_rounding({name: table.n for name, table in settled.items()}, structures, told, kept)
    counts: dict[tuple[str, str, str], PublishedCount] = {}
    for name, table in settled.items():
        n, of = _added(table.n), _added(table.of)
        for cell in sorted({*table.n, *told}):
            figure = rounded.get((name, *cell))
            counts[name, *cell] = PublishedCount(edition, name, *cell, n[cell], of[cell], figure)
    return RoundedFigures(
        counts, frozenset((name, bassin) for name, table in settled.items() for bassin in table.held)
    )


def _counted(study: Study) -> dict[str, Counter[Cell]]:
    """By measure, and of all structures under the empty text, how many are counted in each cell; none is zero."""
    network, registry = study.network, study.registry.table
    standing, unconfirmed = standings(network), frozenset(isolates(network).confirmed)
    teams = dict(zip(registry["id"], registry["staff_trained"], strict=True))
    counts: dict[str, Counter[Cell]] = {"": Counter(), **{measure.id: Counter() for measure in MEASURES}}
    for node, row in network.nodes(data=True):
        answered, team = has_answered(row), teams.get(node)
        names = {standing[node].id, *standing[node].flags} if answered else set()
        true = {
            "": True,
            "asked": was_asked(row),
            "answered": answered,
            "without_confirmed": answered and (node in unconfirmed or "isolated" in names),
            **{name: name in names for name in STANDINGS_COUNTED},
            "told_acquaintance": row["knows_ecosystem"] in LEVELS,
            "knows_well": row["knows_ecosystem"] in WELL,
            "told_training": team in ("yes", "partly", "no"),
            "trained_or_partly": team in ("yes", "partly"),
            "trained": team == "yes",
        }
        for name, counts_here in true.items():
            # A kind that the pack does not know is somebody's own words.
            kind = row["kind"] if row["kind"] in study.territory.kinds else ""
            counts[name][row["bassin"] or "", kind] += counts_here
    return counts


@dataclass(frozen=True)
class _Cells:
    """The cells of a measure as an edition counts them, the figures that stay, and the bassins where they differ."""

    n: Mapping[Cell, int]
    of: Mapping[Cell, int]
    kept: Mapping[Cell, int]
    held: frozenset[str]


def _settled(n: Counter[Cell], of: Counter[Cell], before: Sequence[PublishedCount]) -> _Cells:
    """The present cells of each bassin that changed enough, the latest ones of the others."""
    rows: dict[str, dict[int, list[PublishedCount]]] = {}
    for one in before:
        rows.setdefault(one.bassin, {}).setdefault(one.edition, []).append(one)
    now_n, now_of, kept, held, fresh = dict(n), dict(of), dict[Cell, int](), set[str](), set[str]()
    for bassin in sorted({bassin for bassin, _ in n}):
        editions = rows.get(bassin, {})
        here = [cell for cell in n if cell[0] == bassin]
        if all(_n_changed(here, n, of, edition) >= MIN_BASE for edition in editions.values()):
            fresh.add(bassin)
            continue
        latest = editions[max(editions)]
        cells = {(one.bassin, one.kind): one for one in latest if one.kind != ALL}
        for cell in {*here, *cells}:
            now_n[cell], now_of[cell] = (cells[cell].n, cells[cell].of) if cell in cells else (0, 0)
        kept |= {(bassin, one.kind): one.figure for one in latest if one.figure is not None}
        if any(now_n[cell] != n[cell] for cell in now_n if cell[0] == bassin):
            held.add(bassin)
    if not fresh and ALL in rows:
        kept |= {(ALL, one.kind): one.figure for one in rows[ALL][max(rows[ALL])] if one.figure is not None}
    return _Cells(now_n, now_of, kept, frozenset(held))


def _n_changed(
    here: Iterable[Cell], n: Mapping[Cell, int], of: Mapping[Cell, int], edition: Iterable[PublishedCount]
) -> int:
    """At least so many structures of a bassin are counted otherwise than in an edition: in or out of a cell."""
    cells = {(one.bassin, one.kind): (one.n, one.of - one.n) for one in edition if one.kind != ALL}
    now = {cell: (n[cell], of[cell] - n[cell]) for cell in here}
    pairs = [(cells.get(cell, (0, 0)), now.get(cell, (0, 0))) for cell in {*cells, *now}]
    return sum(max(abs(a - c), abs(b - d)) for (a, b), (c, d) in pairs)


def _sums_of(cell: Cell) -> tuple[Cell, ...]:
    """The cell itself, and the totals that it is counted in."""
    bassin, kind = cell
    return (cell, (bassin, ALL), (ALL, kind), (ALL, ALL))


def _totals(cells: Iterable[Cell]) -> frozenset[Cell]:
    """The whole, each bassin, each kind, and each kind of each bassin; the unknown apart."""
    return frozenset(total for cell in cells for total in _sums_of(cell) if all(total))


def _added(table: Mapping[Cell, int]) -> Counter[Cell]:
    """The cells of a table and all its totals."""
    added: Counter[Cell] = Counter()
    for cell, n in table.items():
        added.update(dict.fromkeys(_sums_of(cell), n))
    return added


Place = tuple[str, str, str]
"""A measure, a bassin and a kind."""


def controlled_rounding(
    tables: Mapping[str, Mapping[Cell, int]],
    structures: Mapping[Cell, int],
    told: Sequence[Cell],
    kept: Mapping[Place, int],
) -> Mapping[Place, int]:
    """The totals `told` of every table as multiples of `STEP` that a world adds up to, each as near as can be.

    In that world no cell of a measure is more than what it is a part of. The figures in `kept` stay as they are
    where such a world is left.
    """
    cells = sorted({*structures, *(cell for table in tables.values() for cell in table)})
    if not told:
        return {}
    programme = _Programme(tables, structures, cells, told)
    for farthest, fixed in ((STEP - 1.0, kept), (math.inf, kept), (math.inf, {})):
        solved = programme.solved(farthest, fixed)
        if solved is not None:
            return solved
    return {}


class _Programme:
    """The search for a world, as a mixed integer programme: cells, figures in fives, distances of figures, of cells."""

    def __init__(
        self,
        tables: Mapping[str, Mapping[Cell, int]],
        structures: Mapping[Cell, int],
        cells: Sequence[Cell],
        told: Sequence[Cell],
    ) -> None:
        import numpy as np
        from scipy import sparse

        self.figures: list[Place] = [(measure.id, *total) for measure in MEASURES for total in told]
        spots = [(measure.id, *cell) for measure in MEASURES for cell in cells]
        place = {spot: number for number, spot in enumerate(spots)}
        line = {figure: number for number, figure in enumerate(self.figures)}
        inside = [
            (line[name, *total], place[name, bassin, kind])
            for name, bassin, kind in spots
            for total in _sums_of((bassin, kind))
            if (name, *total) in line
        ]
        n, m = len(spots), len(self.figures)
        rows, columns = zip(*inside, strict=True)
        covering = sparse.csr_array((np.ones(len(inside)), (rows, columns)), shape=(m, n))
        parts = [
            (place[measure.id, *cell], place[measure.part_of, *cell])
            for measure in MEASURES
            if measure.part_of
            for cell in cells
        ]
        numbers = [*range(len(parts))] * 2
        signs = [1.0] * len(parts) + [-1.0] * len(parts)
        within = sparse.csr_array(
            (signs, (numbers, [*(part for part, _ in parts), *(whole for _, whole in parts)])),
            shape=(len(parts), n),
        )
        self.n, self.m = n, m
        self.true = np.array(
            [tables[name].get((bassin, kind), 0) for name, bassin, kind in spots], dtype=float
        )
        self.caps = np.array([structures.get((bassin, kind), 0) for _, bassin, kind in spots], dtype=float)
        one, each = sparse.eye_array(m), sparse.eye_array(n)
        rows_of = sparse.block_array(
            [
                [covering, -STEP * one, None, None],
                [None, -STEP * one, one, None],
                [None, STEP * one, one, None],
                [-each, None, None, each],
                [each, None, None, each],
                [within, None, None, None],
            ]
        )
        sums = covering @ self.true
        zero, infinite = np.zeros(m), np.full(m, np.inf)
        low = np.concatenate([zero, -sums, sums, -self.true, self.true, np.full(len(parts), -np.inf)])
        high = np.concatenate([zero, infinite, infinite, np.full(2 * n, np.inf), np.zeros(len(parts))])
        self.constraint = (rows_of.tocsr(), low, high)

    def solved(self, farthest: float, kept: Mapping[Place, int]) -> Mapping[Place, int] | None:
        """The figures where there is such a world; none that is free is further from its sum than `farthest`."""
        import numpy as np
        from scipy import optimize

        n, m = self.n, self.m
        fixed = np.array([kept.get(figure, -STEP) // STEP for figure in self.figures], dtype=float)
        stays = fixed >= 0
        infinite = np.full(n, np.inf)
        made = optimize.milp(
            # Figures first; the later of two equal ways costs a little more, so that there is one answer.
            np.concatenate([np.zeros(n + m), 1 + np.arange(m) / (1000 * m), np.full(n, 0.001)]),
            integrality=np.concatenate([np.zeros(n), np.ones(m), np.zeros(m + n)]),
            bounds=optimize.Bounds(
                np.concatenate([np.zeros(n), np.maximum(fixed, 0), np.zeros(m + n)]),
                np.concatenate(
                    [self.caps, np.where(stays, fixed, np.inf), np.where(stays, np.inf, farthest), infinite]
                ),
            ),
            constraints=optimize.LinearConstraint(*self.constraint),
        )
        if made.x is None:
            return None
        return {figure: STEP * round(k) for figure, k in zip(self.figures, made.x[n : n + m], strict=True)}


LEDGER = "published.csv"
"""What earlier shared editions published. `undo` leaves it alone: what has left the house stays out."""


def read_published(folder: Path) -> tuple[PublishedCount, ...]:
    """The counts of earlier editions; raises `DamagedError` where the ledger cannot be read: nothing is shared then."""
    path = layout.target(folder, LEDGER)
    if not path.is_file():
        return ()
    table, problems = store.from_csv(path, model.PUBLISHED)
    if problems:
        raise damaged(problems)
    try:
        return tuple(
            PublishedCount(
                int(row["edition"]),
                row["measure"],
                row["bassin"] or "",
                row["kind"] or "",
                int(row["n"]),
                int(row["of"]),
                None if row["figure"] is None else int(row["figure"]),
            )
            for row in table.to_dict("records")
        )
    except (TypeError, ValueError) as error:
        raise DamagedError(
            tr("{file} cannot be read: {reason}.", file=f"data/{LEDGER}", reason=error),
            hint=tr(
                "It holds what was published before, and nothing is shared without it: put its copy back."
            ),
        ) from error


def remember(folder: Path, ledger: bytes) -> None:
    """Write the ledger beside the journal: `undo` takes nothing of it back. Raises `RefusedError`."""
    try:
        staging.write_apart(folder, LEDGER, ledger)
    except OSError as error:
        raise refused(folder, error) from error


def with_edition(earlier: Sequence[PublishedCount], counts: Iterable[PublishedCount]) -> bytes | None:
    """The ledger with the counts of an edition behind it; `None` where an edition of the same counts is in it."""
    new = tuple(counts)
    if not new or _contents(new) in map(_contents, _editions(earlier)):
        return None
    return _ledger((*earlier, *new))


def joined_ledgers(ours: Sequence[PublishedCount], theirs: Sequence[PublishedCount]) -> bytes | None:
    """Both ledgers, their editions before ours; `None` where ours holds all of theirs."""
    known = [_contents(edition) for edition in _editions(ours)]
    lacking = [edition for edition in _editions(theirs) if _contents(edition) not in known]
    if not lacking:
        return None
    editions = [*lacking, *_editions(ours)]
    return _ledger(replace(one, edition=n) for n, edition in enumerate(editions, 1) for one in edition)


def _editions(counts: Sequence[PublishedCount]) -> list[tuple[PublishedCount, ...]]:
    numbers = sorted({one.edition for one in counts})
    return [tuple(one for one in counts if one.edition == number) for number in numbers]


def _contents(edition: Iterable[PublishedCount]) -> frozenset[PublishedCount]:
    return frozenset(replace(one, edition=0) for one in edition)


def _ledger(counts: Iterable[PublishedCount]) -> bytes:
    rows = [
        {
            name: value if name == "edition" or value is None else str(value)
            for name, value in asdict(one).items()
        }
        for one in counts
    ]
    return store.to_csv(model.frame(model.PUBLISHED, rows), model.PUBLISHED)
