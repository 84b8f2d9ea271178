"""What holds for every list: importing twice is importing once, and no row is ever lost."""

from __future__ import annotations

from collections import Counter

from hypothesis import HealthCheck, given, reject, settings
from hypothesis import strategies as st

from wtc_eco import model
from wtc_eco.ecosystem.importing.delivery import Delivery
from wtc_eco.ecosystem.importing.plan import plan_import
from wtc_eco.ecosystem.importing.reconcile import MOVED
from wtc_eco.errors import Problem, RefusedError
from wtc_eco.model import RECORDS
from wtc_eco.sources.table import Harvest, Quarantined
from wtc_eco.store import to_csv
from wtc_eco.store.csv_tables import parse
from wtc_eco.store.holdings import Holdings
from wtc_eco.store.journal import Journal

WORD = st.sampled_from(["EPN", "CPAS de Mons", "CPAS de Huy", "Bibliothèque", "a|b", " ", "l'été\r\n", '"x"'])
ROW = st.fixed_dictionaries(
    {"name": WORD},
    optional={
        "source_id": st.sampled_from(["1", "2", "2#2", "3"]),
        "street": WORD,
        "note": WORD,
        "lat": st.floats(-90, 90),
        "themes": st.lists(st.sampled_from(["a", "b"]), max_size=2).map(tuple),
        "extra": st.dictionaries(WORD, WORD, max_size=1),
    },
)
LISTS = st.lists(ROW, max_size=7)
CELLS = st.lists(WORD, min_size=1, max_size=3).map(tuple)
ASIDE = st.lists(
    CELLS.map(lambda cells: Quarantined(9, cells, (Problem("x", "quarantine", "?"),))), max_size=2
)
quick = settings(
    max_examples=20,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


def harvest(rows, quarantined=()):
    n_read = len(rows) + len(quarantined)
    return Harvest(tuple(rows), tuple(range(2, 2 + len(rows))), tuple(quarantined), (), n_read, 0, 0)


def holdings(content: bytes | None = None, next_record: int = 1) -> Holdings:
    """What data/ would hold after a round through its file."""
    frame = parse(content, RECORDS, file="structures.csv").frame if content else model.frame(RECORDS)
    empty = model.frame(model.TIES), model.frame(model.DECISIONS)
    return Holdings(None, frame, *empty, next_record, 1, (), {}, {}, (), Journal())


def take(held, rows, lexicon, quarantined=(), **said):
    said = {"complete": True, "collected_on": "2024-01-15", **said}
    try:
        return plan_import(held, harvest(rows, quarantined), Delivery("liste", **said), lexicon=lexicon)
    except RefusedError as error:
        if error.code == "key_of_another":
            reject()  # a key that names other structures than before is refused: a law of its own
        raise


def after(intake) -> Holdings:
    return holdings(to_csv(intake.records, RECORDS), intake.next_record)


@quick
@given(rows=LISTS, data=st.data())
def test_importing_twice_or_shuffled_is_importing_once(lexicon, rows, data):
    first = take(holdings(), rows, lexicon)
    again = take(after(first), data.draw(st.permutations(rows)), lexicon)
    assert not again.touched
    assert again.changes == ()
    assert to_csv(again.records, RECORDS) == to_csv(first.records, RECORDS)


@quick
@given(rows=LISTS, data=st.data())
def test_the_order_of_rows_changes_no_byte(lexicon, rows, data):
    one = take(holdings(), rows, lexicon)
    two = take(holdings(), data.draw(st.permutations(rows)), lexicon)
    assert to_csv(one.records, RECORDS) == to_csv(two.records, RECORDS)


@quick
@given(lists=st.lists(st.tuples(LISTS, ASIDE, st.booleans()), min_size=1, max_size=4))
def test_whatever_is_imported_no_record_is_lost_and_no_number_given_twice(lexicon, lists):
    held, n_distinct = holdings(), 0
    for rows, aside, partial in lists:
        intake = take(held, rows, lexicon, aside, partial=partial)
        before, now = held.records, intake.records
        assert set(before["record"]) <= set(now["record"])
        assert intake.next_record == max(now["record"], default=0) + 1
        assert len(now) == len(before) + intake.accounting.new
        keys = Counter(key for key in now["source_id"] if key)
        assert not keys or max(keys.values()) == 1
        assert not (partial and intake.accounting.withdrawn)
        gone = [change.number for change in intake.changes if change.what == "withdrawn"]
        assert set(now.loc[now["record"].isin(gone), "withdrawn_on"]) <= {"2024-01-15"}
        n_distinct += intake.accounting.new
        held = after(intake)
    assert len(held.records) == n_distinct


@quick
@given(rows=LISTS, other=LISTS)
def test_going_back_to_a_list_gives_back_what_it_said(lexicon, rows, other):
    first = take(holdings(), rows, lexicon)
    away = take(after(first), other, lexicon)
    back = take(after(away), rows, lexicon)

    def active(intake):
        held = intake.records[intake.records["withdrawn_on"].isna()]
        columns = [column.name for column in RECORDS if column.name not in ("record", "source_id")]
        rows = held[columns].to_dict("records")
        return Counter(repr({**row, "extra": said_in(row["extra"])}) for row in rows)

    def said_in(extra):
        """Without the address kept of a record that moved in between."""
        return {title: cell for title, cell in (extra or {}).items() if title != MOVED}

    assert active(back) == active(first)
