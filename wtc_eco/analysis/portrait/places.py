"""The portraits of a commune and of a bassin, and the list of structures that bear one name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Row, Spot, notes, of, part_of, table
from wtc_eco.analysis.portrait.structure import PortraitLine, in_lines, said, word
from wtc_eco.analysis.response_text import surveys_differ
from wtc_eco.coverage.gaps import communes_of, offers_of
from wtc_eco.coverage.need import reach_of
from wtc_eco.coverage.slots import plan_of
from wtc_eco.coverage.supply import LACKING, CoverageCell, Want, cells, counted
from wtc_eco.i18n import between, kilometres, listing, number, tr, trn
from wtc_eco.network.response import awaited, response, within
from wtc_eco.network.standing import STANDINGS, isolates, standings
from wtc_eco.territory import Bassin, Commune, Scope
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Study
    from wtc_eco.coverage.offer import Offer


def commune_portrait(study: Study, commune: Commune) -> Finding:
    """The sheet of a commune: its structures, its evenings and Saturdays, its themes, what to complete."""
    here = tuple(one for one in study.offers.values() if one.ins == commune.ins)
    lines = [
        *_commune_ground(study, commune),
        *_structures(study, commune, here),
        *_slots(study, commune, here),
        *_themes(study, commune, here),
        *_to_complete(here),
    ]
    silent = sum(one.themes is None and not one.told_when for one in here)
    headings, rows = in_lines(lines)
    return Finding(
        question="portrait",
        title=commune.name,
        scope=commune.ins,
        base=len(here),
        unknown=silent,
        text=_commune_sentence(study, commune, here),
        headings=headings,
        table=rows,
        remarks=notes(*_namesake(study, commune)),
        spots=(Spot(commune.ins, commune.name, commune.lat, commune.lon, "commune"),),
    )


def _commune_sentence(study: Study, commune: Commune, here: Sequence[Offer]) -> str:
    answered = response(study.network, Scope(commune=commune)).answered_network
    n = len(here)
    return trn(
        "{commune} ({people} inhabitants): {n} structure known, answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        "{commune} ({people} inhabitants): {n} structures known, answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        len(here),
        commune=commune.name,
        people=number(commune.population),
        answered=of(answered, n),
        themes=of(sum(one.themes is not None for one in here), n),
        hours=of(sum(one.told_when for one in here), n),
    )


def _namesake(study: Study, commune: Commune) -> Iterator[str]:
    """How to ask for the bassin that bears the commune's name, where one does."""
    asked = tr("bassin {name}", name=commune.name)
    if any(fold(bassin.text()) == fold(commune.name) for bassin in study.territory.bassins.values()):
        yield tr("A bassin has the same name: ask for “{words}”.", words=asked)


def _commune_ground(study: Study, commune: Commune) -> Iterator[PortraitLine]:
    section = tr("Commune")
    bassin = study.territory.bassins.get(commune.bassin or "")
    yield PortraitLine(section, tr("Inhabitants"), number(commune.population))
    yield PortraitLine(section, tr("Bassin"), bassin.text() if bassin else tr("outside the bassins"))
    yield PortraitLine(section, tr("Postal codes"), said(commune.postal_codes))


def _structures(study: Study, commune: Commune, here: Sequence[Offer]) -> Iterator[PortraitLine]:
    section = tr("Structures")
    yield PortraitLine(section, tr("Structures known"), number(len(here)))
    yield from kinds_lines(study, section, here)
    answers = response(study.network, Scope(commune=commune))
    yield PortraitLine(section, tr("Answered about the network"), of(answers.answered_network, answers.n))


def kinds_lines(study: Study, section: str, here: Iterable[Offer]) -> Iterator[PortraitLine]:
    """How many structures of each kind, in the order of the pack; the unknown last."""
    kinds = study.territory.kinds
    counts = Counter(one.kind for one in here)
    order = [*kinds, *sorted(kind for kind in counts if kind is not None and kind not in kinds)]
    for kind in order:
        if counts[kind]:
            yield PortraitLine(section, word(kind, kinds) or kind, number(counts[kind]))
    if counts[None]:
        yield PortraitLine(section, tr("Kind unknown"), number(counts[None]))


def _slots(study: Study, commune: Commune, here: Sequence[Offer]) -> Iterator[PortraitLine]:
    section, words = tr("Hours"), study.territory.slots
    wants = [Want(slot=slot) for slot in plan_of(words).ids()]
    for cell in cells([commune], study.offers, wants, reach_of(study.territory.demand)):
        slot = str(cell.want.slot)
        yield PortraitLine(
            section, words[slot].text(), _offered(cell, [one.name for one in here if one.slots[slot]])
        )


def _themes(study: Study, commune: Commune, here: Sequence[Offer]) -> Iterator[PortraitLine]:
    section, words = tr("Themes"), study.territory.themes
    wants = [Want(theme=theme) for theme in words]
    for cell in cells([commune], study.offers, wants, reach_of(study.territory.demand)):
        theme = str(cell.want.theme)
        yield PortraitLine(
            section,
            words[theme].text(),
            _offered(cell, [one.name for one in here if theme in (one.themes or ())]),
        )


def _offered(cell: CoverageCell, names: Sequence[str]) -> str | None:
    """Who offers it in the commune; else how many have said, and where the nearest is; unknown apart."""
    if names:
        return listing(sorted(names))
    count = cell.here
    known = (
        tr(
            "none known ({n} of {total} have said)",
            n=number(count.n_known),
            total=number(count.n_known + count.n_unknown),
        )
        if count.n_known
        else tr("unknown here")
        if count.n_unknown
        else tr("no structure here")
    )
    if cell.nearest is None or cell.km is None:
        return known
    far = tr(
        "{known}; nearest: {name} ({commune}, {km})",
        known=known,
        name=cell.nearest.name,
        commune=cell.nearest.commune or "?",
        km=kilometres(cell.km),
    )
    return tr("{nearest} – not found nearby", nearest=far) if cell.state in LACKING else far


def _to_complete(here: Sequence[Offer]) -> Iterator[PortraitLine]:
    section = tr("To be completed")
    themes = sorted(one.name for one in here if one.themes is None)
    hours = sorted(one.name for one in here if one.schedule.status != "known")
    if themes:
        yield PortraitLine(section, tr("Themes of"), listing(themes))
    if hours:
        yield PortraitLine(section, tr("Hours of"), listing(hours))


def known_line(section: str, field: str, here: Sequence[Offer], want: Want) -> PortraitLine:
    """How many offer what is wanted, of how many that have said."""
    count = counted(here, want)
    return PortraitLine(section, field, of(count.n_offering, count.n_known) if count.n_known else None)


def bassin_portrait(study: Study, bassin: Bassin) -> Finding:
    """Ground, structures by kind, answers, standings, themes and hours of a bassin."""
    scope = Scope(bassin=bassin, territory=study.territory)
    here = offers_of(study.offers, study.territory, scope)
    lines = [
        *_bassin_ground(study, scope, here),
        *kinds_lines(study, tr("Structures"), here),
        *_network(study, scope),
        *_offer(study, here),
    ]
    headings, rows = in_lines(lines)
    return Finding(
        question="portrait",
        title=bassin.text(),
        scope=bassin.id,
        base=len(here),
        unknown=sum(one.themes is None and not one.told_when for one in here),
        text=_bassin_sentence(study, scope, here),
        headings=headings,
        table=rows,
    )


def _bassin_sentence(study: Study, scope: Scope, here: Sequence[Offer]) -> str:
    communes, n = communes_of(study.territory, scope), len(here)
    return trn(
        "{bassin}: {n} structure known in {communes} communes ({people} inhabitants); answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        "{bassin}: {n} structures known in {communes} communes ({people} inhabitants); answers about the network: {answered}; themes known: {themes}; hours known: {hours}.",
        len(here),
        bassin=scope.text(),
        communes=number(len(communes)),
        people=number(sum(one.population for one in communes)),
        answered=of(response(study.network, scope).answered_network, n),
        themes=of(sum(one.themes is not None for one in here), n),
        hours=of(sum(one.told_when for one in here), n),
    )


def _bassin_ground(study: Study, scope: Scope, here: Sequence[Offer]) -> Iterator[PortraitLine]:
    section, communes = tr("Ground"), communes_of(study.territory, scope)
    yield PortraitLine(section, tr("Communes"), number(len(communes)))
    yield PortraitLine(section, tr("Inhabitants"), number(sum(one.population for one in communes)))
    yield PortraitLine(section, tr("Structures known"), number(len(here)))
    served = {one.ins for one in here}
    without = sorted(one.name for one in communes if one.ins not in served)
    yield PortraitLine(section, tr("Communes where no structure is known"), listing(without) or tr("none"))


def _network(study: Study, scope: Scope) -> Iterator[PortraitLine]:
    section, answers = tr("Network"), response(study.network, scope)
    yield PortraitLine(section, tr("Asked"), of(answers.asked, answers.n))
    if answers.rate is not None:
        told = part_of(answers.answered_network, answers.asked)
        yield PortraitLine(section, tr("Answered about the network"), told)
        if surveys_differ(study, scope):
            still = len(awaited(study.network, study.registry, scope))
            yield PortraitLine(section, tr("Still to answer the last survey"), of(still, answers.asked))
    elif scope.bassin:
        yield PortraitLine(section, tr("To ask"), f"wtc-eco survey --bassin {scope.bassin.id}")
    nodes = set(within(study.network, scope))
    counts = Counter(one.id for key, one in standings(study.network).items() if key in nodes)
    alone = isolates(study.network).among(nodes)
    for standing in STANDINGS:
        range_of = alone if standing == "isolated" else None
        if counts[standing] or (range_of and range_of[1]):
            name = word(standing, study.territory.standings) or standing
            told = between(*range_of) if range_of else number(counts[standing])
            yield PortraitLine(section, name, told)


def _offer(study: Study, here: Sequence[Offer]) -> Iterator[PortraitLine]:
    themes, slots = study.territory.themes, study.territory.slots
    for theme in themes:
        yield known_line(
            tr("Themes (offered, of those whose themes are known)"),
            themes[theme].text(),
            here,
            Want(theme=theme),
        )
    for slot in plan_of(slots).ids():
        yield known_line(
            tr("Time slots (open, of those of which that is known)"),
            slots[slot].text(),
            here,
            Want(slot=slot),
        )


def several_portrait(study: Study, thing: str, ids: Sequence[str]) -> Finding:
    """The structures whose name has these words, one a row."""
    bassins = {key: bassin.text() for key, bassin in study.territory.bassins.items()}
    columns: tuple[AnswerColumn[Row], ...] = (
        AnswerColumn("id", tr("Number")),
        AnswerColumn("name", tr("Name")),
        AnswerColumn("kind", tr("Kind"), words=study.territory.kinds.words()),
        AnswerColumn("commune", tr("Commune")),
        AnswerColumn("street", tr("Street")),
        AnswerColumn("bassin", tr("Bassin"), words=bassins),
    )
    first = ("id", "name", "kind", "commune", "bassin")
    headings, rows = table(columns, map(study.registry.row, ids), first=first)
    return Finding(
        question="portrait",
        title=thing,
        scope=study.territory.id,
        base=len(rows),
        unknown=0,
        text=trn(
            "{n} structure is called so: ask for it by its number.",
            "{n} structures are called so: ask for one by its number, for instance {example}.",
            len(rows),
            example=rows[0]["id"],
        ),
        headings=headings,
        table=rows,
    )
