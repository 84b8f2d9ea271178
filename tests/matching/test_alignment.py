"""A list taken again, which gives no keys."""

from __future__ import annotations

from wtc_eco.matching import align

RUCHE = {
    "name": "EPN La Ruche",
    "street": "Rue Haute 1",
    "postal_code": "7000",
    "locality": "Mons",
    "phone": ("+3265111111",),
}
LIBRARY = {"name": "Bibliothèque Hugo", "street": "Grand-Place 2", "postal_code": "7000", "locality": "Mons"}
SCHOOL = {"name": "Institut Saint-Roch", "street": "Rue Basse 7", "postal_code": "4000", "locality": "Liège"}


def test_the_same_rows_in_another_order_are_the_same_records(listed, lexicon):
    old, new = listed(RUCHE, LIBRARY, SCHOOL), listed(SCHOOL, RUCHE, LIBRARY)
    assert align(old, new, lexicon).pairs == ((1, 1), (2, 2), (3, 0))


def test_a_row_of_the_same_name_and_address_is_the_same_though_the_rest_changed(listed, lexicon):
    found = align(
        listed(RUCHE), listed({**RUCHE, "phone": ("+3265999999",), "name": "EPN LA RUCHE"}), lexicon
    )
    assert found.pairs == ((1, 0),)


def test_a_row_that_changed_a_little_is_the_same(listed, lexicon):
    found = align(
        listed(RUCHE, LIBRARY), listed({**RUCHE, "name": "EPN « La Ruche » de Mons"}, LIBRARY), lexicon
    )
    assert found.pairs == ((1, 0), (2, 1))


def test_another_row_is_new_and_the_missing_one_is_gone(listed, lexicon):
    found = align(listed(RUCHE, LIBRARY), listed(LIBRARY, SCHOOL), lexicon)
    assert (found.pairs, found.fresh, found.gone) == (((2, 0),), (1,), (1,))


def test_of_two_rows_as_likely_neither_is_taken(listed, lexicon):
    twins = ({**RUCHE, "phone": ("+3265111112",)}, {**RUCHE, "phone": ("+3265111113",)})
    found = align(listed(RUCHE), listed(*twins), lexicon)
    assert found.pairs == ()


def test_equal_rows_are_taken_once_each(listed, lexicon):
    found = align(listed(RUCHE, RUCHE), listed(RUCHE, RUCHE, RUCHE), lexicon)
    assert (found.pairs, found.fresh, found.gone) == (((1, 0), (2, 1)), (2,), ())
