"""A row that leaves its list takes no number with it: what it lent its number to keeps it."""

from __future__ import annotations

from pathlib import Path

import pytest

import wtc_eco as eco

TITLES = "{key}nom;rue;cp;localité;téléphone\n"
ROWS = (
    "La Chrysalide;Rue Kéramis 2;5100;Jambes;081 11 11 11",
    "Le Tilleul;Rue Haute 7;5000;Namur;081 22 22 22",
    "Espace Tabora;Quai Vert 12;5100;Jambes;",
    "CPAS de Dour;Rue du Marché 1;7370;Dour;",
    "Bibliothèque Hugo;Grand-Rue 5;6800;Libramont;061 33 33 33",
)
AGAIN = (
    "Chrysalide asbl;rue Keramis, 2;5100;Jambes;081/11.11.11",
    "Tilleul (Le);Rue Haute 7;5000;Namur;",
    "Tabora;Quai Vert 12;5100;Jambes;",
    "C.P.A.S. de Dour;Rue du Marché 1;7370;Dour;",
    "Bibliotheque V. Hugo;Grand Rue 5;6800;Libramont;061/33.33.33",
)


@pytest.mark.parametrize("keyed", [True, False], ids=["with keys", "without"])
@pytest.mark.parametrize("gone", range(len(ROWS)))
def test_the_number_stays_when_the_row_that_lent_it_leaves(tmp_path: Path, keyed, gone):
    desk = eco.init(tmp_path / "desk").folder

    def take(source: str, rows: tuple[str, ...], day: str, without: int | None = None) -> None:
        path = tmp_path / f"{source}.csv"
        lines = [f"{f'{n};' if keyed else ''}{row}\n" for n, row in enumerate(rows) if n != without]
        path.write_text(TITLES.format(key="id;" if keyed else "") + "".join(lines), encoding="utf-8")
        eco.open(desk).imports.structures(
            path, source=source, collected_on=day, complete=True, format="structures"
        )

    def structures() -> dict[str, tuple[int, ...]]:
        table = eco.open(desk).registry.table
        return dict(zip(table["id"], table["records"], strict=True))

    take("a", ROWS, "2026-01-01")
    take("b", AGAIN, "2026-01-01")
    before = structures()
    assert len(before) == len(ROWS)
    take("a", ROWS, "2026-06-01", without=gone)
    assert structures() == before
    take("a", ROWS, "2026-09-01")
    assert structures() == before
