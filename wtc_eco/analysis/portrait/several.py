"""Several structures of one name: which one was meant?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import Finding, Heading
from wtc_eco.locale import tr, trn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.analysis.study import Study


def several_portrait(study: Study, thing: str, ids: Sequence[str]) -> Finding:
    """The structures whose name has these words, one a row."""
    rows = tuple(
        {key: study.registry.row(one)[key] for key in ("id", "name", "kind", "commune", "bassin", "street")}
        for one in ids
    )
    bassins = {key: bassin.text() for key, bassin in study.territory.bassins.items()}
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
        headings=(
            Heading("id", tr("Number")),
            Heading("name", tr("Name")),
            Heading("kind", tr("Kind"), words=study.territory.kinds.words()),
            Heading("commune", tr("Commune")),
            Heading("street", tr("Street")),
            Heading("bassin", tr("Bassin"), words=bassins),
        ),
        table=rows,
    )
