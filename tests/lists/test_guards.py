"""What was right from the beginning and stays so."""

from __future__ import annotations


def test_the_separator_a_file_names_is_the_one_it_is_read_with(read):
    assert read("26_sep.csv").imported.accounting.quarantined == 0


def test_every_way_of_writing_an_enterprise_number_is_the_same_number(read):
    *written, mistyped = read("35_bce.csv").rows
    assert len({row["bce"] for row in written}) == len(written) == 7
    assert "bce" not in mistyped
    assert mistyped["extra"] == {"N° d'entreprise": "0457127743"}
