"""`check` and the import agree on values: what the one writes the other never doubts, and the other way round."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wtc_eco import model, territory
from wtc_eco.sources.values import ReadValue
from wtc_eco.sources.values.contact import read_email, read_phone
from wtc_eco.sources.values.coordinates import Bounds, read_pair, read_point
from wtc_eco.sources.values.dates import read_date
from wtc_eco.sources.values.identifiers import read_enterprise
from wtc_eco.store import checks, csv_tables

WALLONIE = territory.load("wallonie")
BOUNDS = Bounds.of(WALLONIE)
OF_VALUES = {"bad_phone", "bad_email", "bad_register_number", "half_a_point", "no_such_point", "far_point"}
DATE = next(column for column in model.RECORDS if column.name == "collected_on")

DIGITS = st.text("0123456789", min_size=2, max_size=12)
PHONES = st.one_of(
    st.builds("{}{}{}".format, st.sampled_from(["", "+", "+32", "0032", "+33", "+352", "04", "065/"]), DIGITS,
              st.sampled_from(["", ".0", " (Julie)", " / 065 40 51 11", "-12", " 12", "E+08"])),
    st.sampled_from(["065 40 51 11", "+3265405111", "0471/12.34.56", "+33 1 42 68 53 00", "aucun", "?", "+39 06 6982"]),
)  # fmt: skip
LOCALS = st.text("aZé0._-+'/|&İß ", min_size=1, max_size=8)
EMAILS = st.one_of(
    st.builds("{}@{}.{}".format, LOCALS, st.text("bX-é9İ", min_size=1, max_size=5), st.sampled_from(["be", "BE", "b9", "9", ""])),
    st.sampled_from(["info@x", "mailto:a@b.be", "a(at)b.be", "a@b.be, c@d.be", "néant", "Julie a@b.be", "<a@b.be>"]),
)  # fmt: skip
REMAINDERS = st.integers(0, 10**6).map(lambda n: n - n % 97) | st.integers(0, 99_999_999)
REGISTERED = st.builds(
    lambda first, last, dress: dress.format(f"{first:08}{(97 - first % 97 + last) % 100:02}"),
    REMAINDERS,
    st.sampled_from([0, 0, 1, 3, 97, 98]),
    st.sampled_from(["{}", "{}", "BE {}", "{}.0", " {}", "0{}"]),
)
DAYS = st.dates().flatmap(
    lambda day: st.sampled_from([
        f"{day.year:04}-{day.month:02}-{day.day:02}", f"{day.day}/{day.month}/{day.year:04}",
        f"{day.month:02}/{day.day:02}/{day.year:04}", f"{day.day:02}-{day.month:02}-{day.year % 100:02}",
        f"{day.year:04}-{day.month}-{day.day} 12:00", "45000", "hier", "aucun", f"{day.day} juin {day.year:04}",
    ])
)  # fmt: skip
DEGREES = st.sampled_from([50.45, 3.95, -50.45, 52.0, 0.0, 95.0, 235000.0]) | st.floats(-200, 200)


def doubted(**values) -> set[str]:
    """What `check` says of a row with these values, once written and read again."""
    columns = model.RECORDS
    held = {name: csv_tables.settled(value, column_of(name)) for name, value in values.items()}
    frame = model.frame(columns, [{"record": 1, **held}])
    sheet = csv_tables.parse(csv_tables.to_csv(frame, columns), columns, file="structures.csv")
    assert not sheet.problems
    (row,) = checks.rows_of(sheet.frame, "structures.csv", {"structures.csv": sheet.rows})
    return {
        problem.code for problem in checks.record_doubts(row, frozenset({1}), WALLONIE, BOUNDS)
    } & OF_VALUES


def column_of(name: str) -> model.Column:
    return next(column for column in model.RECORDS if column.name == name)


READERS = [("phone", read_phone, PHONES), ("email", read_email, EMAILS), ("bce", read_enterprise, REGISTERED)]


@pytest.mark.parametrize(("name", "read", "texts"), READERS, ids=[name for name, *_ in READERS])
def test_a_value_that_the_import_writes_is_not_doubted(name, read, texts):
    @given(texts)
    def law(text):
        assert doubted(**read(text).values) == set()

    law()


@pytest.mark.parametrize(("name", "read"), [("phone", read_phone), ("email", read_email)])
@given(data=st.data())
def test_a_doubted_phone_or_address_is_one_that_the_import_would_not_write(name, read, data):
    value = data.draw({"phone": PHONES, "email": EMAILS}[name]).replace("|", "")
    as_it_stands = read(value) == ReadValue({name: (value.lower(),)})
    assert bool(doubted(**{name: (value,)} if value else {})) == (bool(value) and not as_it_stands)


@given(REGISTERED, st.sampled_from(["bce", "unit_number"]))
def test_a_doubted_register_number_is_one_that_the_import_would_not_write(value, name):
    assert bool(doubted(**{name: value})) == (read_enterprise(value) != ReadValue({name: value}))


@given(DEGREES, DEGREES)
def test_a_point_is_doubted_exactly_where_the_import_would_not_write_it(lat, lon):
    sound = read_point(lat, lon, BOUNDS) == ReadValue({"lat": lat, "lon": lon})
    assert bool(doubted(lat=lat, lon=lon)) == (not sound)
    written = read_pair(f"{lat:.4f}", f"{lon:.4f}", BOUNDS).values
    assert doubted(**written) == set()


@given(DAYS)
def test_a_date_that_the_import_writes_is_read_in_data_without_a_word(text):
    iso = read_date(text, "collected_on").values.get("collected_on")
    assert iso is None or csv_tables.read(iso, DATE) == (iso, False)


@given(DAYS)
def test_a_date_is_refused_in_data_only_where_the_import_takes_none_or_mends_one(text):
    reading = read_date(text, "collected_on")
    try:
        iso, otherwise = csv_tables.read(text, DATE)
    except ValueError:
        assert reading.faults or not reading.values
    else:
        assert reading.values == {"collected_on": iso}
        assert otherwise == (iso != text)
