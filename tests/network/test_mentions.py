"""Words become structures in the context of who wrote them; every row is accounted for."""

from __future__ import annotations

from dataclasses import replace

import pytest
from drawing import register, wallonie
from hypothesis import given, settings
from hypothesis import strategies as st

from wtc_eco import model
from wtc_eco.network import resolve
from wtc_eco.network.mention_candidates import left_of
from wtc_eco.territory import Vocabulary

REGISTER = register(
    dict(name="EPN de La Louvière", kind="epn", commune="La Louvière"),
    dict(name="CPAS de La Louvière", kind="cpas", commune="La Louvière"),
    dict(name="Bibliothèque provinciale de La Louvière", kind="bibliotheque", commune="La Louvière"),
    dict(name="Forem La Louvière", kind="forem", commune="La Louvière"),
    dict(name="CPAS de Mons", kind="cpas", commune="Mons"),
    dict(name="Bibliothèque de Mons-Centre", kind="bibliotheque", commune="Mons", labels=("epn",)),
    dict(name="Bibliothèque de Jemappes", kind="bibliotheque", commune="Mons", locality="Jemappes"),
    dict(name="Technobel", kind="centre_competence", commune="Ciney"),
    dict(name="Espace Dinamo", kind="epn", commune="Binche"),
    dict(name="Maison de jeunes Le Vecteur", kind="maison_jeunes", commune="Namur", also_known_as=("MJ Vecteur",)),
    dict(name="Ancien EPN", kind="epn", commune="Mons", active=False),
    dict(name="Centre public d'aide sociale", kind="cpas", commune="Soignies", records=(12, 40)),
    dict(name="Antenne du CPAS à Neufvilles", kind="cpas", commune="Soignies"),
    dict(name="Les Quatre Vents", kind="asbl", commune="Tournai"),
    dict(name="Les Quatre Saisons", kind="asbl", commune="Tournai"),
    dict(name="Technocité", kind="centre_competence", commune="La Louvière"),
    dict(name="Technofutur TIC Gosselies", kind="centre_competence", commune="Charleroi"),
)  # fmt: skip
NAMES = dict(zip(REGISTER.table["id"], REGISTER.table["name"], strict=True))
BY_NAME = {name: structure for structure, name in NAMES.items()}


def ties(*pairs, **more):
    rows = [
        {"tie": number, "from": str(start), "to": end, "kind": "knows", "source": "s", **more}
        for number, (start, end) in enumerate(pairs, start=1)
    ]
    return model.frame(model.TIES, rows)


def meant(words, by, **more):
    """The name of the structure meant, the names to review, or why there is none."""
    writer = BY_NAME[by].removeprefix("S")
    found = resolve(ties((writer, words), **more), REGISTER, wallonie())
    assert found.n_read == sum(list(found.accounts().values())[1:])
    if found.ties:
        return NAMES[found.ties[0].end]
    if found.review:
        return {candidate.name for candidate in found.review[0].candidates} or found.review[0].reason
    return found.rejected[0].reason


@pytest.mark.parametrize(
    ("words", "by", "structure"),
    [
        ("5", "Technobel", "CPAS de Mons"),
        ("S5", "Technobel", "CPAS de Mons"),
        ("[S5] CPAS de Mons – Mons", "Technobel", "CPAS de Mons"),
        ("S40", "Technobel", "Centre public d'aide sociale"),
        ("technobel", "CPAS de Mons", "Technobel"),
        ("Technobel", "Bibliothèque provinciale de La Louvière", "Technobel"),
        ("CPAS Mons", "Technobel", "CPAS de Mons"),
        ("le CPAS", "EPN de La Louvière", "CPAS de La Louvière"),
        ("le CPAS", "Bibliothèque de Jemappes", "CPAS de Mons"),
        ("notre C.P.A.S.", "Bibliothèque de Jemappes", "CPAS de Mons"),
        ("l'EPN de La Louvière", "CPAS de Mons", "EPN de La Louvière"),
        ("l’espace public numérique (EPN) de la louviere", "CPAS de Mons", "EPN de La Louvière"),
        ("l'EPN", "CPAS de Mons", "Bibliothèque de Mons-Centre"),
        ("la bibli", "CPAS de La Louvière", "Bibliothèque provinciale de La Louvière"),
        ("Forem", "CPAS de Mons", "Forem La Louvière"),
        ("Technofutur TIC", "CPAS de Mons", {"Technocité", "Technofutur TIC Gosselies"}),
        ("Tecnobel", "CPAS de Mons", "Technobel"),
        ("MJ Vecteur", "CPAS de Mons", "Maison de jeunes Le Vecteur"),
        ("l'espace Dinamo", "CPAS de Mons", "Espace Dinamo"),
        ("le CPAS de Binche", "CPAS de Mons", "no_such_structure"),
        ("le CPAS", "Centre public d'aide sociale", "itself"),
        ("la bibli", "CPAS de Mons", {"Bibliothèque de Mons-Centre", "Bibliothèque de Jemappes"}),
        ("la bibli de Jemappes", "CPAS de Mons", "Bibliothèque de Jemappes"),
        ("la bibliothèque de Jemappes", "CPAS de Mons", "Bibliothèque de Jemappes"),
        ("Les Quatre", "CPAS de Mons", {"Les Quatre Vents", "Les Quatre Saisons"}),
        ("La Louvière", "CPAS de Mons", "place_only"),
        ("Vlaamse overheid", "CPAS de Mons", "no_such_structure"),
        ("", "CPAS de Mons", "no_words"),
        ("999", "CPAS de Mons", "no_such_record"),
        ("CPAS de Mons", "CPAS de Mons", "itself"),
        ("le CPAS de Morlanwlez", "CPAS de Mons", "no_such_structure"),
        ("le CPAS de Soigny", "CPAS de Mons", "no_such_structure"),
        ("EPN de Schaerbeek", "CPAS de Mons", "no_such_structure"),
    ],
)
def test_a_mention_means_what_a_neighbour_would_understand(words, by, structure):
    assert meant(words, by) == structure


def test_what_nobody_is_called_waits_with_the_nearest_names():
    found = resolve(ties(("5", "Technoboulot")), REGISTER, wallonie())
    assert found.review[0].offered[0].name == "Technobel"
    assert "Technobel" in found.review[0].text()


def refused(words, *lines):
    """Whether words of Mons are refused once these lines (right, verdict) are decided, and what is still offered."""
    rows = [
        {"left": left_of(words, 5), "right": right, "verdict": verdict, "decided_on": f"2026-10-0{day}"}
        for day, (right, verdict) in enumerate(lines, start=1)
    ]
    decisions = model.frame(model.DECISIONS, rows)
    found = resolve(ties(("5", words)), REGISTER, wallonie(), decisions=decisions)
    return [each.reason for each in found.rejected] or {each.name for each in found.review[0].offered}


def test_only_a_person_refuses_words_and_may_say_so_in_two_ways():
    assert refused("Technoboulot", (None, "different")) == ["nobody"]
    assert refused("la bibli", ("6", "different"), ("7", "different")) == ["nobody"]
    assert refused("la bibli", (None, "different")) == ["nobody"]
    assert refused("Technoboulot", (None, "unsure")) == refused("Technoboulot")


def test_who_was_refused_is_asked_about_again_once_the_register_has_that_name():
    assert refused("Technobel", (None, "different")) == {"Technobel"}
    assert refused("Technobel", ("8", "different"), (None, "different")) == ["nobody"]


def test_the_target_may_be_who_wrote_the_words():
    table = ties(("le CPAS", "3"), declared_by="to")
    found = resolve(table, REGISTER, wallonie())
    assert NAMES[found.ties[0].start] == "CPAS de La Louvière"


def test_a_person_s_decision_on_words_is_followed_for_who_wrote_them():
    rows = [{"left": left_of("la bibli", 5), "right": "7", "verdict": "same", "decided_on": "2026-10-02"}]
    decisions = model.frame(model.DECISIONS, rows)
    found = resolve(ties(("5", "la bibli"), ("2", "la bibli")), REGISTER, wallonie(), decisions=decisions)
    assert [NAMES[tie.end] for tie in found.ties] == [
        "Bibliothèque de Jemappes",
        "Bibliothèque provinciale de La Louvière",
    ]


def test_what_a_person_said_is_another_is_no_candidate():
    rows = [{"left": "la bibli", "right": "7", "verdict": "different", "decided_on": "2026-10-02"}]
    decisions = model.frame(model.DECISIONS, rows)
    found = resolve(ties(("5", "la bibli")), REGISTER, wallonie(), decisions=decisions)
    assert [NAMES[tie.end] for tie in found.ties] == ["Bibliothèque de Mons-Centre"]


def test_a_kind_every_commune_has_is_not_the_neighbours():
    rows = [dict(name="CPAS", kind="cpas", commune="Mons"), dict(name="a", commune="Dour")]
    table, held = ties(("2", "le CPAS")), register(*rows)
    assert [each.words for each in resolve(table, held, wallonie()).review] == ["le CPAS"]
    kinds = [
        replace(term, extra={**term.extra, "per_commune": False}) if term.id == "cpas" else term
        for term in wallonie().kinds.values()
    ]
    silent = replace(wallonie(), kinds=Vocabulary("kinds", kinds))
    assert [tie.end for tie in resolve(table, held, silent).ties] == ["S1"]


def test_the_latest_of_two_equal_declarations_counts_and_the_other_is_remembered():
    table = ties(("5", "8"), ("5", "Technobel"))
    found = resolve(table, REGISTER, wallonie())
    assert [tie.tie for tie in found.ties] == [2]
    assert [tie.tie for tie in found.repeated] == [1]


def test_a_tie_without_a_kind_is_rejected_with_its_reason():
    assert meant("8", "CPAS de Mons", kind="likes") == "tie_kind"


WORDS = st.sampled_from(
    [
        "le CPAS",
        "la bibli",
        "EPN",
        "Forem",
        "S3",
        "5",
        "99",
        "",
        "Mons",
        "xyz",
        "Technobel",
        "les quatre",
        "l'EPN de Mons",
    ]
)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=12), st.randoms())
def test_every_row_is_accounted_for_in_whatever_order(pairs, random):
    table = ties(*pairs)
    found = resolve(table, REGISTER, wallonie())
    accounts = found.accounts()
    assert accounts["read"] == len(pairs) == sum(count for name, count in accounts.items() if name != "read")
    order = list(range(len(pairs)))
    random.shuffle(order)
    assert resolve(table.iloc[order], REGISTER, wallonie()) == found


def test_a_name_that_is_also_a_place_is_for_a_person_to_read():
    rows = [
        dict(name="Bibliothèque Le Clavier", kind="bibliotheque", commune="Mons"),
        dict(name="a", commune="Mons"),
    ]
    found = resolve(ties(("2", "Le Clavier")), register(*rows), wallonie())
    assert [candidate.name for candidate in found.review[0].candidates] == ["Bibliothèque Le Clavier"]
