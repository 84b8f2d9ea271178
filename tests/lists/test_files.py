"""What a file is: a list of structures, or something else that is said and never taken for one."""

from __future__ import annotations

import pytest

import wtc_eco as eco


def test_a_space_before_an_opening_quote_is_no_part_of_the_cell(read):
    one = read("04_espace_avant_guillemet.csv").row("Centre Lumière")
    assert one["street"] == "Rue Haute, 12"
    assert one["phone"] == ("+3281223344", "+3281223345")


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_spaces_before_quotes_are_passed_over_whatever_the_delimiter(read, delimiter):
    lines = ['"Nom"', '"Rue"', '"CP"'], ['"Le ""Zinc"""', f'"Rue Haute{delimiter} 12"', '"5000"']
    text = "\n".join(f"{delimiter}  ".join(cells) for cells in lines) + "\n"
    assert read("l.csv", text).names == ['Le "Zinc"']


def test_a_new_folder_for_the_whole_territory_is_made_as_its_help_says(tmp_path):
    assert eco.init(tmp_path / "whole", bassin="*").settings.bassin is None
