"""A row that lost or gained a sign is put right aloud, or set aside: never taken with its cells under other titles."""

from __future__ import annotations

from collections import Counter

import pytest
from polluted import SHOP, STRUCTURES, dialect, pollutions

from wtc_eco.errors import EcoError, RefusedError
from wtc_eco.sources import table_of

LISTS = {"shop": (SHOP, ","), "structures": (STRUCTURES, ";")}


def verdict(polluted) -> str:
    """What became of a spoilt file: refused, told, right, or silently wrong."""
    try:
        table = table_of(polluted.data, "liste.csv")
    except EcoError:
        return "refused"
    if table.quarantined or any(problem.gravity != "note" for problem in table.problems):
        return "told"
    read = {row.number: tuple(cell.strip() for cell in row.cells) for row in table.rows}
    true = {number: tuple(cell.strip() for cell in cells) for number, cells in (polluted.truth or {}).items()}
    return "right" if read == true else "silent"


@pytest.mark.parametrize("name", LISTS)
def test_of_files_spoilt_as_pollock_does_none_is_silently_wrong(name):
    clean, delimiter = LISTS[name]
    verdicts = {each.name: verdict(each) for each in pollutions(clean, delimiter, every=13)}
    assert len(verdicts) > 100
    assert [name for name, of_file in verdicts.items() if of_file == "silent"] == []
    assert Counter(verdicts.values())["right"] > 20


def lines(*changes, of=STRUCTURES):
    text = dialect(of, ";")
    for row, line in changes:
        text[row] = line
    return "\n".join(text)


def row_of(table, number):
    (row,) = [row.cells for row in table.rows if row.number == number]
    return row


def only(table, code):
    (problem,) = [problem for problem in table.problems if problem.code == code]
    return problem


def test_a_separator_within_a_street_is_no_separator_where_only_so_every_cell_fits():
    spoilt = "CPAS de Mons;Rue de Bouzanton 1; bte 3;7000;Mons;065 40 61 11;accueil@mons.be;;"
    table = table_of(lines((3, spoilt)).encode(), "liste.csv")
    assert row_of(table, 4)[1:4] == ("Rue de Bouzanton 1; bte 3", "7000", "Mons")
    told = only(table, "row_realigned")
    assert (told.row, told.letter, told.gravity) == (4, "B", "warning")
    assert "Rue de Bouzanton 1; bte 3" in told.message


def test_a_doubled_separator_leaves_its_empty_cell_out_and_says_so():
    spoilt = "CPAS de Mons;;Rue de Bouzanton 1;7000;Mons;065 40 61 11;accueil@mons.be;;"
    table = table_of(lines((3, spoilt)).encode(), "liste.csv")
    assert row_of(table, 4)[:3] == ("CPAS de Mons", "Rue de Bouzanton 1", "7000")
    assert only(table, "row_realigned").value == "Rue de Bouzanton 1"


def test_a_row_that_two_ways_would_fit_is_set_aside():
    of = [("Nom", "Lieu", "Remarque"), *((f"Espace {sign}", f"Salle {sign}", "") for sign in "abcdef")]
    table = table_of(lines((2, "Espace; b;Salle b;"), of=of).encode(), "liste.csv")
    assert row_of(table, 3) == ("Espace; b", "Salle b", "")  # a cell that begins with a space is no cell
    table = table_of(lines((2, "Espace;b;Salle b;"), of=of).encode(), "liste.csv")
    assert [(row.number, row.problem.code) for row in table.quarantined] == [(3, "row_too_long")]
    assert table.quarantined[0].cells == ("Espace", "b", "Salle b", "")


def test_a_separator_at_the_end_that_means_nothing_means_nothing():
    text = [*dialect(STRUCTURES, ";")]
    text[3] += ";"
    text[9] += ";;;;"
    table = table_of("\n".join(text).encode(), "liste.csv")
    assert table.quarantined == ()
    assert table.problems == ()


def test_titles_that_lost_their_separator_are_refused_where_the_cells_below_contradict_them():
    text = dialect(STRUCTURES, ";")
    text[0] = text[0].replace("Adresse;Code postal", "AdresseCode postal")
    rows = [line.rsplit(";", 1)[0] + ";" for line in text[1:]]
    with pytest.raises(RefusedError) as refused:
        table_of("\n".join([text[0], *rows]).encode(), "liste.csv")
    assert refused.value.code == "shifted"


def test_titles_that_nobody_knows_and_that_are_too_few_are_doubted():
    table = table_of("\n".join(["xy;z"] + [f"{sign}1;{sign}2;" for sign in "abcd"]).encode(), "liste.csv")
    assert only(table, "more_cells_than_titles").row == 1


def test_an_empty_title_too_many_shifts_no_title():
    text = dialect(STRUCTURES, ";")
    text[0] = text[0].replace("Nom;", "Nom;;")
    table = table_of("\n".join(text).encode(), "liste.csv")
    assert table.header == STRUCTURES[0]
    assert row_of(table, 2) == STRUCTURES[1]
    assert only(table, "empty_title_left_out").row == 1


def test_a_row_that_lost_a_separator_among_rows_that_end_in_one_is_set_aside():
    text = [f"{line};" for line in dialect(STRUCTURES, ";")]
    text[4] = text[4].replace(";4500;", ";4500")
    text[4] = text[4].replace(";6000;", ";6000")
    table = table_of("\n".join(text).encode(), "liste.csv")
    assert [(row.number, row.problem.code) for row in table.quarantined] == [(5, "row_too_short")]


@pytest.mark.parametrize("delimiter", ["||", "::", ";;", "\t\t"])
def test_two_signs_together_separate_cells(delimiter):
    table = table_of("\n".join(dialect(STRUCTURES, delimiter)).encode(), "liste.csv")
    assert table.delimiter == delimiter
    assert row_of(table, 2) == STRUCTURES[1]


def test_a_sign_that_nobody_expects_is_asked_about():
    table = table_of(b"a~b~c\n1~2~3\n4~5~6\n", "liste.csv")
    assert "~" in only(table, "delimiter_unusual").message


def test_quotes_escaped_by_a_backslash_are_quotes():
    table = table_of(b'a;b\n"5\\" tube; grey";1\nx;2\n', "liste.csv")
    assert table.rows[0].cells == ('5" tube; grey', "1")
