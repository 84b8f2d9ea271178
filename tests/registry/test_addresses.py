"""Half of two addresses is no address: what one record says of a place is not completed by another place."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import pytest

from wtc_eco import model, registry, territory

TRIO = territory.load(Path(__file__).parent.parent / "territories" / "trio")


def address(*rows):
    """The address of one structure of these records, the first believed most."""
    records = model.frame(
        model.RECORDS,
        [
            {"record": n, "name": "La Ruche", "collected_on": f"20{99 - n}-01-01", **row}
            for n, row in enumerate(rows, start=1)
        ],
    )
    one = SimpleNamespace(clusters=dict.fromkeys(records["record"].tolist(), 1), review=())
    (row,) = registry.build(records, one, TRIO).table.to_dict("records")
    return row


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"postal_code": "1010"}, {"postal_code": "2010", "street": "Quai 5"}),
        ({"postal_code": "1010"}, {"postal_code": "2010", "locality": "Riva"}),
        ({"street": "Rue Haute 1"}, {"street": "Quai 5", "postal_code": "2010"}),
        ({"ins": "T101"}, {"ins": "T201", "locality": "Riva"}),
        ({"postal_code": "1010"}, {"postal_code": "2010", "lat": 50.0, "lon": 4.0}),
    ],
)
def test_of_two_places_one_is_told_and_nothing_of_the_other(first, second):
    """A street goes before none; of two records that have as much, the one believed most."""
    chosen = second if "street" in second and "street" not in first else first
    row = address(first, second)
    told = ("street", "postal_code", "locality", "lat", "lon")
    assert {name: row[name] for name in told} == {name: chosen.get(name) for name in told}
