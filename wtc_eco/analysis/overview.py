"""Who is there?"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import AnswerColumn, Finding, notes, table
from wtc_eco.i18n import listing, number, tr, trn
from wtc_eco.network import isolates
from wtc_eco.registry.participation import has_answered
from wtc_eco.territory import Scope
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.territory import Commune, Territory

NAMED_AT_MOST = 6
"""How many communes a sentence names; more are counted, and named in the rows."""

Row = Mapping[Any, Any]


def ask(study: Study, scope: Scope = Scope()) -> Finding:  # noqa: B008 - frozen
    """How many structures there are, from which lists, and where none is known.

    Rows: by bassin of the territory, by commune of a bassin, by kind in a commune; each with how many answered
    about their network, and how many of these are without a tie, as a range (`isolates`). Closed and withdrawn structures are
    counted in a remark only.
    """
    scope = replace(scope, territory=study.territory)
    everybody = [
        row for row in study.registry.table.to_dict("records") if scope.covers(row["bassin"], row["ins"])
    ]
    present: list[Row] = [row for row in everybody if row["active"] is not False]
    communes = _communes(study.territory, scope)
    headings, rows = table(_columns(study, scope, present), _tallies(scope, study.territory, present))
    return Finding(
        question="overview",
        title=tr("Who is there"),
        scope=scope.id,
        place=scope.text(),
        base=len(present),
        unknown=sum(1 for row in present if row["ins"] is None),
        text=_sentence(study, scope, present, communes),
        headings=headings,
        table=rows,
        remarks=notes(*_remarks(present, len(everybody) - len(present))),
    )


def _communes(territory: Territory, scope: Scope) -> tuple[Commune, ...]:
    """The communes of the scope; of the whole territory, those that are in a bassin. One commune: none."""
    if scope.commune:
        return ()
    ordered = sorted(territory.communes.values(), key=lambda commune: (fold(commune.name), commune.ins))
    return tuple(each for each in ordered if each.bassin and scope.covers(each.bassin, each.ins))


def _sentence(study: Study, scope: Scope, rows: Sequence[Row], communes: Sequence[Commune]) -> str:
    if not rows:
        return tr("no structure is known yet.")
    n_lists = _lists(study, rows)
    counted = trn(
        "{n} structure is known, found in {lists} ({details}).",
        "{n} structures are known, found in {lists} ({details}).",
        len(rows),
        lists=trn("{n} list", "{n} lists", n_lists),
        details=", ".join((*_made_of(study, rows), _to_decide(study.registry.n_review, scope))),
    )
    return " ".join(filter(None, (counted, _supporting(study, rows), _without(rows, communes))))


def public_sentence(study: Study, scope: Scope) -> str:
    """The sentence without the rows behind it, of which some are answers to a survey."""
    scope = replace(scope, territory=study.territory)
    rows = [
        row
        for row in study.registry.table.to_dict("records")
        if scope.covers(row["bassin"], row["ins"]) and row["active"] is not False
    ]
    if not rows:
        return tr("no structure is known yet.")
    n_lists = _lists(study, rows)
    counted = trn(
        "{n} structure is known, found in {lists}.",
        "{n} structures are known, found in {lists}.",
        len(rows),
        lists=trn("{n} list", "{n} lists", n_lists),
    )
    without = _without(rows, _communes(study.territory, scope))
    return " ".join(filter(None, (counted, _supporting(study, rows), without)))


def _lists(study: Study, rows: Iterable[Row]) -> int:
    """How many lists name any of these; a survey is none."""
    return len(
        frozenset[str]().union(*(study.registry.lists.get(row["id"], row["sources"] or ()) for row in rows))
    )


def _made_of(study: Study, rows: Sequence[Row]) -> Iterator[str]:
    """How many rows, of which from surveys, and how many rows of lists said again who stood there already."""
    n_records = [len(row["records"]) for row in rows]
    n_survey = [study.registry.survey_rows.get(row["id"], 0) for row in rows]
    doubles = sum(max(0, n - of_survey - 1) for n, of_survey in zip(n_records, n_survey, strict=True))
    yield trn("{n} row", "{n} rows", sum(n_records))
    if any(n_survey):
        yield trn("of which {n} from a survey", "of which {n} from a survey", sum(n_survey))
    yield trn("{n} double joined", "{n} doubles joined", doubles)


def _supporting(study: Study, rows: Sequence[Row]) -> str:
    """How many offer digital support: only those of which a theme or a step is known; an unknown is no yes."""
    supports = [offer.supports if (offer := study.offers.get(row["id"])) else None for row in rows]
    told = trn(
        "{n} structure offers digital support (a theme or a step is known)",
        "{n} structures offer digital support (a theme or a step is known)",
        supports.count(True),
    )
    dark = supports.count(None)
    if not dark:
        return f"{told}."
    unknown = trn("nothing is known of {n} other", "nothing is known of {n} others", dark)
    return tr("{told}; {unknown}.", told=told, unknown=unknown)


def _to_decide(n_pairs: int, scope: Scope) -> str:
    if scope.bassin or scope.commune:
        return trn(
            "{n} pair still to decide in the whole register",
            "{n} pairs still to decide in the whole register",
            n_pairs,
        )
    return trn("{n} pair still to decide", "{n} pairs still to decide", n_pairs)


def _without(rows: Iterable[Row], communes: Sequence[Commune]) -> str:
    if not communes:
        return ""
    present = {row["ins"] for row in rows}
    none = sorted(commune.name for commune in communes if commune.ins not in present)
    if not none:
        return tr("Each of the {n} communes has at least one.", n=number(len(communes)))
    if len(none) > NAMED_AT_MOST:
        return tr(
            "{n} communes of {all} have none that is known.", n=number(len(none)), all=number(len(communes))
        )
    return trn(
        "{n} commune of {all} has none that is known: {names}.",
        "{n} communes of {all} have none that is known: {names}.",
        len(none),
        all=number(len(communes)),
        names=listing(none),
    )


def _remarks(present: Sequence[Row], n_gone: int) -> Iterator[str]:
    unplaced = sum(1 for row in present if row["place"] == "unknown")
    outside = sum(1 for row in present if row["place"] == "outside")
    if outside:
        yield trn(
            "{n} structure is outside the territory.",
            "{n} structures are outside the territory.",
            outside,
        )
    if unplaced:
        yield trn(
            "Nobody knows in which commune {n} structure is.",
            "Nobody knows in which commune {n} structures are.",
            unplaced,
        )
    if n_gone:
        yield trn(
            "{n} structure, closed or withdrawn from its lists, is not counted.",
            "{n} structures, closed or withdrawn from their lists, are not counted.",
            n_gone,
        )


@dataclass(frozen=True)
class Tally:
    """The structures of a place or of a kind; `communes` are those of a place of the territory, else `None`."""

    id: str | None
    rows: Sequence[Row]
    communes: tuple[Commune, ...] | None = None

    @property
    def answered(self) -> int:
        """How many have answered about their network."""
        return sum(has_answered(row) for row in self.rows)


def _tallies(scope: Scope, territory: Territory, present: Sequence[Row]) -> Sequence[Tally]:
    if scope.commune:
        return _by_kind(territory, present)
    communes = _communes(territory, scope)
    if scope.bassin:
        one_each = {commune.ins: (commune,) for commune in communes}
        return _by_place(present, one_each, lambda row: row["ins"] or "unknown")
    bassins = {key: tuple(one for one in communes if one.bassin == key) for key in territory.bassins}
    return _by_place(present, bassins, lambda row: row["bassin"] or row["place"] or "unknown")


def _by_place(
    present: Sequence[Row], places: Mapping[str, tuple[Commune, ...]], place_of: Callable[[Row], str]
) -> Sequence[Tally]:
    """One for each place, in the order of the pack, and then for those outside and unknown."""
    groups: dict[str, list[Row]] = {place: [] for place in places}
    for row in sorted(present, key=place_of):
        groups.setdefault(place_of(row), []).append(row)
    return [Tally(place, rows, places.get(place)) for place, rows in groups.items()]


def _by_kind(territory: Territory, present: Sequence[Row]) -> Sequence[Tally]:
    order = {kind: place for place, kind in enumerate(territory.kinds)}
    kinds = sorted({row["kind"] for row in present}, key=lambda kind: order.get(kind, len(order)))
    return [Tally(kind, [row for row in present if row["kind"] == kind]) for kind in kinds]


def _columns(study: Study, scope: Scope, present: Sequence[Row]) -> tuple[AnswerColumn[Tally], ...]:
    territory, tied = study.territory, isolates(study.network)
    names = {key: bassin.text() for key, bassin in territory.bassins.items()}
    names |= {commune.ins: commune.name for commune in territory.communes.values()}
    names |= {"outside_bassins": tr("outside the bassins"), "outside": tr("outside the territory")}
    names |= {"unknown": tr("place unknown")}
    inhabited = {row["ins"] for row in present}

    def alone(bound: Literal[0, 1]) -> Callable[[Tally], int | None]:
        """Where nobody was heard, that is no zero."""

        def counted(tally: Tally) -> int | None:
            within = tied.among(row["id"] for row in tally.rows)
            return within[bound] if within else None

        return counted

    def population(tally: Tally) -> int | None:
        return None if tally.communes is None else sum(commune.population for commune in tally.communes)

    def without(tally: Tally) -> tuple[str, ...] | None:
        if tally.communes is None:
            return None
        return tuple(sorted(commune.name for commune in tally.communes if commune.ins not in inhabited))

    by: AnswerColumn[Tally] = (
        AnswerColumn("id", tr("Kind"), words=territory.kinds.words())
        if scope.commune
        else AnswerColumn("id", tr("Commune") if scope.bassin else tr("Bassin"), words=names)
    )
    communes: tuple[AnswerColumn[Tally], ...] = (
        AnswerColumn(
            "communes",
            tr("Communes"),
            lambda tally: None if tally.communes is None else len(tally.communes),
            "whole",
        ),
        AnswerColumn("without", tr("Communes where none is known"), without, "list"),
    )
    return (
        by,
        AnswerColumn("structures", tr("Structures"), lambda tally: len(tally.rows), "whole"),
        AnswerColumn("answered", tr("Answered about their network"), shape="whole"),
        AnswerColumn("isolated", tr("Of these without a tie, from"), alone(0), "whole"),
        AnswerColumn("isolated_high", tr("to"), alone(1), "whole"),
        AnswerColumn(
            "records",
            tr("Rows, those of surveys too"),
            lambda tally: sum(len(row["records"]) for row in tally.rows),
            "whole",
        ),
        AnswerColumn("lists", tr("Lists"), lambda tally: _lists(study, tally.rows), "whole"),
        AnswerColumn("population", tr("Inhabitants"), population, "whole"),
        *(() if scope.bassin or scope.commune else communes),
    )
