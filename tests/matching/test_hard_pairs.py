"""Pairs that are hard, labelled by hand, taken into one folder from two lists: with the territory known."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

import wtc_eco as eco

CASES = Path(__file__).parent / "cases"
SAME, DIFFERENT, ASKED = "same", "different", "asked"


@dataclass(frozen=True)
class Taken:
    """Lists taken into one folder; a record is known by its list and its reference, or its name."""

    ecosystem: eco.Ecosystem

    @property
    def names(self) -> list[str]:
        return sorted(self.ecosystem.registry.table["name"])

    def verdict(self, left: tuple[str, str], right: tuple[str, str]) -> str:
        """What the register says of two records: one structure, two, or a question for a person."""
        one, other = (self._record(*of) for of in (left, right))
        clusters = self._matching.clusters
        if clusters[one] == clusters[other]:
            return SAME
        shown = {frozenset((clusters[a], clusters[b])) for a, b in self._matching.review}
        return ASKED if frozenset((clusters[one], clusters[other])) in shown else DIFFERENT

    @property
    def _matching(self):
        return self.ecosystem._inner.matching

    def _record(self, source: str, words: str) -> int:
        records = self.ecosystem._inner.holdings.records
        of_list = records[records["source"] == source]
        by = "source_id" if (of_list["source_id"] == words).any() else "name"
        (record,) = of_list[of_list[by] == words]["record"]
        return int(record)


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Taken]:
    """Take lists, `name=file` or `name=text`, into a folder of their own."""

    def take(**lists: str) -> Taken:
        folder = tmp_path_factory.mktemp("pairs") / "desk"
        eco.init(folder)
        for source, content in lists.items():
            path = CASES / content
            if "\n" in content:
                path = folder / f"{source}.csv"
                path.write_text(content, encoding="utf-8")
            eco.open(folder).imports.structures(path, source=source)
        return Taken(eco.open(folder))

    return take


@pytest.fixture(scope="module")
def both(taken) -> Taken:
    return taken(a="list_a.csv", b="list_b.csv")


@pytest.fixture(scope="module")
def judged(both) -> list[tuple[dict[str, str], str]]:
    with (CASES / "pairs.csv").open(encoding="utf-8") as stream:
        return [
            (row, both.verdict(("a", row["left"]), ("b", row["right"]))) for row in csv.DictReader(stream)
        ]


def named(pairs) -> list[str]:
    return [f"{row['left_name']} | {row['right_name']}" for row, _ in pairs]


def test_no_two_structures_are_merged_unasked(judged):
    assert named((row, said) for row, said in judged if row["label"] == "D" and said == SAME) == []


def test_what_is_one_structure_is_joined_or_asked_about(judged):
    of_one = [(row, said) for row, said in judged if row["label"] == "S"]
    assert named((row, said) for row, said in of_one if said == DIFFERENT) == []
    joined = sum(said == SAME for _, said in of_one)
    assert joined >= 0.9 * len(of_one), (joined, len(of_one))


def test_what_only_a_person_can_tell_is_asked_about(judged):
    assert named((row, said) for row, said in judged if row["label"] == "?" and said != ASKED) == []


def test_two_villages_of_one_commune_are_two_places_though_the_commune_is_one(taken):
    villages = taken(a="villages_a.csv", b="villages_b.csv")
    assert len(villages.names) == 14


def test_a_name_that_says_its_place_and_nothing_else_is_one_structure_in_two_lists(taken):
    assert len(taken(a="identical_a.csv", b="identical_b.csv").names) == 10


LIST = "nom;type;rue;cp;localité;téléphone\n"


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        # A digital space and its host, told by nothing but their place and kinds: a person says.
        ("CPAS de Dour;;Rue du Marché 1;7370;Dour;", "EPN du CPAS de Dour;;Rue du Marché 1;7370;Dour;", ASKED),
        # A name of their own makes them one.
        ("Bibliothèque Hugo;;Rue du Marché 1;7370;Dour;", "EPN de la bibliothèque Hugo;;Rue du Marché 1;7370;Dour;", SAME),
        # Unless each has its own telephone.
        (
            "Bibliothèque Hugo;;Rue du Marché 1;7370;Dour;065 11 11 11",
            "EPN de la bibliothèque Hugo;;Rue du Marché 1;7370;Dour;065 22 22 22",
            ASKED,
        ),
        # A part at another address, though the switchboard is one.
        (
            "Lire et Écrire Namur;;Rue Haute 1;5000;Namur;081 11 11 11",
            "Lire et Écrire Namur - antenne de Dinant;;Rue Basse 2;5500;Dinant;081 11 11 11",
            ASKED,
        ),
        ("Institut Sainte-Marie;;Rue Haute 1;5000;Namur;", "Institut Sainte-Marie;;Rue Haute 1;5000;Namur;", SAME),
        # A street named by a letter is another than one with a name, at one number of one commune.
        ("EPN du Parc;EPN;Rue du Parc 1;7000;Mons;", "EPN Mons;EPN;Rue A 1;7000;Mons;", DIFFERENT),
        ("EPN Hugo;EPN;Rue A 1;7000;Mons;", "EPN Hugo;EPN;Rue A, 1;7000;Mons;", SAME),
        # One street name in two villages is two streets, in one village one.
        ("Club des aînés;;Rue de l'Église 2;6040;Jumet;", "Club des aînés;;Rue de l'Église 2;6030;Marchienne;", DIFFERENT),
        ("Club des aînés;;Rue de l'Église 2;6040;Jumet;", "Club des aînés;;Rue de l'Église 2;6040;Jumet;", SAME),
        # A commune and its village: a rare name joins them, a usual one is asked about.
        ("La Chrysalide;;Rue Kéramis 2;5100;Wépion;", "La Chrysalide;;Rue Kéramis 2;5100;Namur;", SAME),
        ("Amicale des aînés;;Rue de l'Église 2;4990;Bra;", "Amicale des aînés;;Rue de l'Église 2;4990;Lierneux;", ASKED),
        # Another code says that the commune's centre and the village are two.
        ("Point numérique;;Rue Haute 1;6180;Courcelles;", "Point numérique;;Rue Haute 1;6182;Souvret;", DIFFERENT),
        ("EPN communal;;Rue Haute 1;6180;Courcelles;", "EPN communal;;Rue Haute 1;6182;Souvret;", DIFFERENT),
        ("Salle communale;;Place 2;4800;Verviers;", "Salle communale;;Place 2;4801;Stembert;", DIFFERENT),
        # One commune, another code and another street: two parts of it, though the commune is one.
        ("École Yvonne Curie;;Clos Kayser 169;4800;Verviers;", "École Yvonne Curie;;Rue du Cimetière 112;4802;Verviers;", DIFFERENT),
        # The club and the clinic of one name, behind two doors, though one phone serves both.
        (
            "Club informatique Vandervelde;;Place Magritte 182;5032;Gembloux;081 11 11 11",
            "Planning familial Vandervelde;;Rue du Fort 138;5032;Gembloux;081 11 11 11",
            ASKED,
        ),
        # A school and its section in another town, or one school and a mistaken row: one phone serves both, a person says.
        (
            "Institut Berthuin;;Rue Haute 1;5590;Ciney;083 21 11 11",
            "Institut Berthuin;;Rue Neuve 2;5580;Rochefort;083 21 11 11",
            ASKED,
        ),
        (
            "Athénée royal Jourdan;;Rue Haute 4;6220;Fleurus;071 81 11 11",
            "Athénée royal Jourdan - cours du soir;;Rue Basse 9;6200;Châtelet;071 81 11 11",
            ASKED,
        ),
        # Three languages.
        ("Gemeinde Kelmis;;Kirchstraße 31;4720;Kelmis;", "Commune de La Calamine;;Kirchstr. 31;4720;La Calamine;", SAME),
        ("Franstalige bibliotheek Elsene;;Mercelisstraat 19;1050;Elsene;", "Bibliothèque francophone d'Ixelles;;Rue Mercelis 19;1050;Ixelles;", SAME),
        ("Bibliotheek Dottenijs;;Kerkstraat 5;7711;Dottenijs;", "Bibliothèque de Dottignies;;Kerkstraat 5;7711;Dottignies;", SAME),
        ("EPN Neerwaasten;;;7784;Neerwaasten;", "EPN de Bas-Warneton;;;7784;Bas-Warneton;", SAME),
        ("EPN Waasten;;Dorpsplein 1;7784;Waasten;", "EPN de Bas-Warneton;;Rue Haute 4;7784;Bas-Warneton;", DIFFERENT),
        ("OCMW Komen-Waasten;;Kerkstraat 1;7780;Komen;", "CPAS de Comines-Warneton;;Kerkstraat 1;7780;Comines;", SAME),
        ("Jeugdhuis Herzeeuw;;;7712;Herzeeuw;", "Maison de jeunes de Herseaux;;;7712;Herseaux;", SAME),
        ("OCMW 's-Gravenbrakel;;;7090;'s-Gravenbrakel;", "CPAS de Braine-le-Comte;;;7090;Braine-le-Comte;", SAME),
        ("Bibliotheek Sint-Jans-Molenbeek;;Ribaucourtstraat 10;1080;Sint-Jans-Molenbeek;", "Bibliothèque de Molenbeek-Saint-Jean;;Rue de Ribaucourt 10;1080;Molenbeek-Saint-Jean;", SAME),
        ("OCMW Watermaal-Bosvoorde;;;1170;Watermaal-Bosvoorde;", "CPAS de Watermael-Boitsfort;;;1170;Watermael-Boitsfort;", SAME),
        # An acronym that the beginnings of the words spell, at one door; at another door it may be anybody.
        ("FUNOC;;Avenue des Alliés 19;6000;Charleroi;", "Formation pour l'Université Ouverte de Charleroi;;Av. des Alliés 19;6000;Charleroi;", SAME),
        ("FUNOC;;Avenue des Alliés 19;6000;Charleroi;", "Formation pour l'Université Ouverte de Charleroi;;Rue Neuve 2;6000;Charleroi;", DIFFERENT),
        # A number on one side, a rare word on the other.
        ("Horizon 2000;;Rue Wauters 10;4480;Engis;", "Horizon Neuf;;Rue Wauters 10;4480;Engis;", ASKED),
    ],
)  # fmt: skip
def test_two_lists_that_name_a_place_are_one_structure_two_or_a_question(taken, one, other, verdict):
    folder = taken(a=f"{LIST}{one}\n", b=f"{LIST}{other}\n")
    names = [row.split(";")[0] for row in (one, other)]
    assert folder.verdict(("a", names[0]), ("b", names[1])) == verdict


@pytest.mark.parametrize(
    "lists", [{"a": "34_meme_batiment.csv"}, {"a": "34c_liste_cpas.csv", "b": "34c_liste_epn.csv"}]
)
def test_a_digital_space_never_disappears_into_its_host(taken, lists):
    seen = taken(**lists)
    table = seen.ecosystem.registry.table
    visible = [
        row for row in table.to_dict("records") if row["kind"] == "epn" or "epn" in (row["labels"] or ())
    ]
    listed = {"34_meme_batiment.csv": 1, "34c_liste_epn.csv": 4}
    assert len(visible) >= listed[list(lists.values())[-1]]


def test_a_library_that_a_list_of_digital_spaces_names_is_a_library_with_the_label(taken):
    both = taken(
        a=f"{LIST}Bibliothèque Hugo;Bibliothèque;Rue du Marché 1;7370;Dour;\n",
        b=f"{LIST}EPN de la bibliothèque Hugo;EPN;Rue du Marché 1;7370;Dour;\n",
    )
    (row,) = both.ecosystem.registry.table.to_dict("records")
    kinds = {row["kind"], *(row["labels"] or ())}
    assert kinds >= {"epn"}


@pytest.mark.parametrize(
    ("one", "other", "verdict"),
    [
        # What lists tell apart, though the vocabulary has one word for both.
        ("Bibliothèque de Visé;;Rue Haute 5;4600;Visé;04 374 85 56", "Ludothèque de Visé;;Rue Haute 5;4600;Visé;04 374 85 56", ASKED),
        ("PCS de Dison;;Rue Albert 66;4820;Dison;087 33 45 09", "Maison de quartier de Dison;;Rue Albert 66;4820;Dison;087 33 45 09", ASKED),
        ("Service jeunesse d'Amay;;Chaussée Roosevelt 10;4540;Amay;", "Infor Jeunes Amay;;Chaussée Roosevelt 10;4540;Amay;", ASKED),
        ("AMO de Herve;;Rue Haute 2;4650;Herve;087 11 11 11", "Maison de jeunes de Herve;;Rue Haute 2;4650;Herve;087 11 11 11", ASKED),
        ("Bibliobus de Seraing;;Rue Haute 9;4100;Seraing;", "Bibliothèque de Seraing;;Rue Haute 9;4100;Seraing;", ASKED),
        ("Carrefour Emploi Formation de Mons;;Rue du Fort 3;7000;Mons;", "Forem Mons;;Rue du Fort 3;7000;Mons;", ASKED),
        # True synonyms.
        ("Médiathèque de Ciney;;Rue Haute 3;5590;Ciney;", "Bibliothèque de Ciney;;Rue Haute 3;5590;Ciney;", SAME),
        ("EPN de Dison;;Rue Albert 66;4820;Dison;", "Cyberespace de Dison;;Rue Albert 66;4820;Dison;", SAME),
        ("Ludothèque Le Dé;;Rue Haute 5;5100;Jambes;", "LUDOTHEQUE LE DE asbl;;r. Haute, 5;5100;Jambes;", SAME),
    ],
)  # fmt: skip
@pytest.mark.parametrize("in_one_list", [False, True])
def test_kinds_that_names_tell_apart_are_a_question_though_they_are_synonyms(
    taken, one, other, verdict, in_one_list
):
    lists = (
        {"a": f"{LIST}{one}\n{other}\n"} if in_one_list else {"a": f"{LIST}{one}\n", "b": f"{LIST}{other}\n"}
    )
    folder = taken(**lists)
    names = [row.split(";")[0] for row in (one, other)]
    assert folder.verdict(("a", names[0]), ("a" if in_one_list else "b", names[1])) == verdict


NAMES = ("Atelier du Pré", "Le Moulin bleu", "Espace Tabora", "Cercle Horizon", "Point Jaune", "Clef de Sol")


def test_one_row_an_activity_is_one_structure_however_many_rows(tmp_path):
    rows = "".join(f"{name};activité {number}\n" for name in NAMES for number in range(40))
    (tmp_path / "a.csv").write_text(f"nom;activité\n{rows}", encoding="utf-8")
    desk = eco.init(tmp_path / "desk")
    desk.imports.structures(tmp_path / "a.csv", source="a")
    assert Taken(eco.open(desk.folder)).names == sorted(NAMES)


def test_rows_that_say_the_same_are_two_where_a_person_said_so(taken):
    desk = taken(
        a="nom;rue;activité\nLe Moulin bleu;Rue Haute 1;a\nLe Moulin bleu;Rue Haute 1;b\nClef de Sol;Rue Basse 2;\n"
    ).ecosystem
    assert len(desk.registry.table) == 2
    (mill,) = [row for row in desk.registry.table.to_dict("records") if row["name"] == "Le Moulin bleu"]
    desk.review.split(mill["id"], mill["records"][1:], why="deux équipes")
    assert len(eco.open(desk.folder).registry.table) == 3


@pytest.fixture(scope="module")
def hands(taken) -> list[tuple[str, str, str]]:
    """Pairs by Walloon, Brussels, German and Dutch hands, taken in from two lists: label, names, verdict."""
    with (CASES / "hands.csv").open(encoding="utf-8") as stream:
        _, *rows = csv.reader(stream, delimiter=";")
    lists = {
        source: "ref;nom;type;rue;cp;localité;téléphone\n"
        + "".join(f"{source}{n};{';'.join(row[at : at + 6])}\n" for n, row in enumerate(rows))
        for source, at in (("a", 1), ("b", 7))
    }
    both = taken(**lists)
    return [
        (row[0], f"{row[1]} | {row[7]}", both.verdict(("a", f"a{n}"), ("b", f"b{n}")))
        for n, row in enumerate(rows)
    ]


def test_by_any_hand_no_two_structures_are_merged_unasked(hands):
    assert [names for label, names, said in hands if label != "same" and said == SAME] == []


def test_by_any_hand_one_structure_is_joined_or_asked_about(hands):
    of_one = [(names, said) for label, names, said in hands if label == "same"]
    assert [names for names, said in of_one if said == DIFFERENT] == []
    assert sum(said == SAME for _, said in of_one) >= 0.9 * len(of_one)


def test_by_any_hand_a_host_and_what_it_houses_are_asked_about(hands):
    assert [names for label, names, said in hands if label == "person" and said != ASKED] == []
    of_two = [said for label, _, said in hands if label == "different"]
    assert of_two.count(ASKED) <= 0.15 * len(of_two)


@pytest.mark.parametrize(
    ("one", "other", "n"),
    [
        # Letters that a machine took for others, where the house is one.
        ("L'Envol;;Rue Haute 1l4;6060;Gilly;", "L'Envo1;;Rue Haute 114;6060;Gilly;", 1),
        ("Le Carnet;;Rue Haute l2;6060;Gilly;", "Le Camet;;Rue Haute 12;6060;Gilly;", 1),
        # «12o» is 12, a letter of its own, or 120: both are read.
        ("L'Envol;;Rue Haute 2o;6060;Gilly;", "L'Envol;;Rue Haute 20;6060;Gilly;", 1),
        ("Le Carnet;;Rue Haute 5;6060;Gilly;", "Le Camet;;Rue Basse 12;6060;Gilly;", 2),
        ("Bib1iotheque comrnunale;;Rue Haute 3;7180;Seneffe;", "Bibliothèque communale;;Rue Haute 3;718O;Seneffe;", 1),
    ],
)  # fmt: skip
def test_letters_that_a_machine_took_for_others_are_read_where_a_house_vouches(taken, one, other, n):
    assert len(taken(a=f"{LIST}{one}\n", b=f"{LIST}{other}\n").names) == n


@pytest.mark.parametrize(
    ("written", "read"),
    [("O81 22 33 44", "+3281223344"), ("081/22.33.4l", "+3281223341"), ("071 5O 77 77", "+3271507777")],
)
def test_a_phone_in_which_letters_stand_for_digits_is_read_and_said(tmp_path, written, read):
    (tmp_path / "a.csv").write_text(f"{LIST}L'Envol;;Rue Haute 3;6060;Gilly;{written}\n", encoding="utf-8")
    desk = eco.init(tmp_path / "desk")
    said = desk.imports.structures(tmp_path / "a.csv", source="a")
    (row,) = eco.open(desk.folder).registry.table.to_dict("records")
    assert row["phone"] == (read,)
    assert "phone_scanned" in [problem.code for problem in said.problems]


def test_a_postal_code_in_which_letters_stand_for_digits_is_read_and_said(tmp_path):
    (tmp_path / "a.csv").write_text(f"{LIST}L'Envol;;Rue Haute 3;6O6O;Gilly;\n", encoding="utf-8")
    desk = eco.init(tmp_path / "desk")
    said = desk.imports.structures(tmp_path / "a.csv", source="a")
    (row,) = eco.open(desk.folder).registry.table.to_dict("records")
    assert row["postal_code"] == "6060"
    assert "postal_code_repaired" in [problem.code for problem in said.problems]


KEYED = "ref;nom;rue;cp;localité\n"
STOOD = (
    "La Chrysalide;Rue Haute 1;5000;Namur",
    "EPN Le Tremplin;Rue Basse 2;4500;Huy",
    "Espace Tabora;Rue Neuve 8;6700;Arlon",
)
MOVED = ("La Chrysalide;Avenue Astrid 22;5300;Andenne", "EPN Le Tremplin;Rue du Pont 9;4500;Huy", "Espace Tabora;Quai 3;6700;Arlon")  # fmt: skip


def moved(taken, *, key: str, again: int = 1) -> eco.Ecosystem:
    """Two lists of the same places, of which the first is taken in again once they have moved."""

    def listed(rows, prefix):
        return KEYED + "".join(f"{prefix and f'{prefix}{n}'};{row}\n" for n, row in enumerate(rows))

    desk = taken(a=listed(STOOD, key), b=listed(STOOD, "b")).ecosystem
    for _ in range(again):
        path = desk.folder / "a.csv"
        path.write_text(listed(MOVED, key), encoding="utf-8")
        eco.open(desk.folder).imports.structures(path, source="a")
    return eco.open(desk.folder)


@pytest.mark.parametrize("again", [1, 2])
def test_who_moved_under_the_same_reference_keeps_its_partner_of_another_list(taken, again):
    table = moved(taken, key="a", again=again).registry.table
    assert sorted(table["street"]) == ["Avenue Astrid 22", "Quai 3", "Rue du Pont 9"]
    assert all(len(records) == 2 for records in table["records"])


def test_a_list_taken_in_again_as_it_is_changes_nothing_of_who_moved(taken):
    desk = moved(taken, key="a")
    before = (desk.folder / "data" / "structures.csv").read_bytes()
    said = desk.imports.structures(desk.folder / "a.csv", source="a")
    assert said.accounting.updated == 0
    assert (desk.folder / "data" / "structures.csv").read_bytes() == before


def test_a_person_parts_who_moved_from_its_partner(taken):
    desk = moved(taken, key="a")
    (row, *_) = desk.registry.table.to_dict("records")
    desk.review.split(row["id"], row["records"][1:], why="deux équipes")
    assert len(eco.open(desk.folder).registry.table) == len(STOOD) + 1
