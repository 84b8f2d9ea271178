"""What is known of several records together decides whether another one is theirs."""

from __future__ import annotations

from wtc_eco.matching import match

BY_NAME = {"name": "Comité Anne Vandersmissen", "postal_code": "4430", "locality": "Ans"}


def row(source, street=None, phone=None, **more):
    return {**BY_NAME, "street": street, "phone": phone and (phone,), "source": source, **more}


def together(found):
    return sorted(found.clusters.values())


def test_who_moved_is_at_either_address(lexicon, listed):
    old = row("a", "Rue Haute 9", "+3242222222")
    new = row("b", "Quai des Ardennes 117", "+3242222222")
    found = match(listed(old, new, row("c", "Quai des Ardennes 117")), lexicon=lexicon)
    assert together(found) == [1, 1, 1]


def test_another_kind_is_not_forgotten_for_a_third_that_tells_none(lexicon, listed):
    house = {"street": "Rue Haute 9", "postal_code": "4430", "locality": "Ans"}
    rows = [
        {**house, "name": name, "source": source}
        for name, source in (("CPAS L'Aubépine", "a"), ("L'Aubépine", "b"), ("Bibliothèque L'Aubépine", "c"))
    ]
    found = match(listed(*rows), lexicon=lexicon)
    assert found.clusters[1] != found.clusters[3]


def test_a_file_in_which_several_hands_wrote_is_no_list_of_one_source(lexicon, listed):
    written = [("Le Tilleul", "Rue Haute 1"), ("La Ruche", "Rue du Puits 4"), ("Mosaïque", "Quai Vert 8")]
    rows = [row("one file", street, name=name) for name, street in written]
    again = [row("one file", street.upper(), name=name.upper()) for name, street in written]
    moved = [
        row("one file", "Rue Neuve 5", "+3242333333", name="Capucine Vermeil"),
        row("one file", "Place du Parc 77", "+3242333333", name="CAPUCINE VERMEIL"),
    ]
    assert match(listed(*moved), lexicon=lexicon).clusters == {1: 1, 2: 2}
    found = match(listed(*moved, *rows, *again), lexicon=lexicon)
    assert found.clusters[2] == 1


def test_a_word_that_is_no_kind_of_place_says_nothing(lexicon, listed):
    plain = match(listed(row("a"), row("b", "Rue Haute 9")), lexicon=lexicon).pairs
    said = match(
        listed(row("a", kind="subventionné"), row("b", "Rue Haute 9", kind="subventionné")), lexicon=lexicon
    )
    assert said.pairs["bits"].tolist() == plain["bits"].tolist()


USUAL = ("atelier", "espace", "foyer", "groupe", "guichet", "point", "place", "cours", "bureau", "accueil")


def crowd(n):
    """Names that share their one rare word, told apart by usual words only."""
    pairs = [f"Tabora {one} {other}" for one in USUAL for other in USUAL if one < other]
    return [{"name": name, "source": "a"} for name in pairs[:n]]


def test_rows_that_share_their_only_word_with_too_many_are_compared_with_the_nearest_names(lexicon, listed):
    misspelt = {"name": "Tabora Acceuil Bureau", "source": "b"}
    found = match(listed(*crowd(45), misspelt), lexicon=lexicon)
    near = found.pairs[(found.pairs["right"] == 46) & (found.pairs["zone"] != "different")]
    (same,) = [n for n, row in enumerate(crowd(45), start=1) if row["name"] == "Tabora accueil bureau"]
    assert same in near["left"].tolist()


def test_what_a_bound_keeps_from_being_compared_is_counted_and_told(lexicon, listed):
    found = match(listed(*crowd(40)), lexicon=lexicon)
    assert found.dropped["word"] > 0
    (problem,) = [problem for problem in found.problems if problem.code == "crowded_rows"]
    assert problem.gravity == "note"
    placed = [{**row, "street": f"Rue Haute {n}", "postal_code": "5000"} for n, row in enumerate(crowd(40))]
    assert [each.code for each in match(listed(*placed), lexicon=lexicon).problems] == []
    assert match(listed(*crowd(6)), lexicon=lexicon).dropped == {}
