"""A list of which a word was not understood is half an answer in every document: neither a no nor all there is."""

from __future__ import annotations

import json
import re

import pytest

import wtc_eco as eco
from wtc_eco.analysis import catalogue
from wtc_eco.events.invitations.pairs import pairs_of
from wtc_eco.render.map.areas import unpacked

ROWS = """Nom;Type;Rue;Code postal;Localité;Thèmes;Publics;Étapes
EPN Alpha;EPN;rue Haute 1;5500;Dinant;Smartphone, Tricot connecté;Seniors, Marsouins;Ateliers, Bidule
EPN Beta;EPN;rue Basse 2;5500;Dinant;Smartphone, Sécurité en ligne;Seniors, Étudiants;Ateliers, Accès libre
EPN Gamma;EPN;rue Neuve 3;5500;Dinant;Smartphone;Seniors;Ateliers
"""


@pytest.fixture(scope="module")
def ecosystem(tmp_path_factory):
    folder = tmp_path_factory.mktemp("half_read")
    (folder / "data").mkdir()
    (folder / "list.csv").write_text(ROWS, encoding="utf-8")
    made = eco.open(folder)
    made.imports.structures(folder / "list.csv", source="list")
    return made


def ids(ecosystem):
    return {row["name"]: row["id"] for row in ecosystem.registry.table.to_dict("records")}


def test_the_catalogue_shows_a_half_read_place_as_perhaps_and_says_so_on_its_card(ecosystem, tmp_path):
    page = ecosystem.write.catalogue(tmp_path / "catalogue.html", lang="fr").read_text(encoding="utf-8")
    cards = dict(re.findall(r'<article id="(\w+)"(.*?)</article>', page, re.DOTALL))
    of = ids(ecosystem)
    for facet in ("themes", "steps", "publics"):
        marked = {name for name, id_ in of.items() if re.search(rf'data-{facet}="[^"]* \?"', cards[id_])}
        assert marked == {"EPN Alpha"}
    assert cards[of["EPN Alpha"]].count("Peut-être davantage : demandez.") == 3
    assert "Peut-être davantage" not in cards[of["EPN Gamma"]]


def test_the_map_knows_which_lists_were_read_in_part(ecosystem, tmp_path):
    text = ecosystem.write.map(tmp_path / "map.html", lang="fr").read_text(encoding="utf-8")
    drawn = json.loads(re.search(r'<script type="application/json"[^>]*>(.*?)</script>', text, re.DOTALL)[1])
    at = drawn["structures"]["fields"].index("partly_read")
    told = [row[at] for row in unpacked(drawn["structures"])]
    assert told == [["themes", "steps", "publics"], None, None]
    assert "readInPart" in text


def test_nobody_is_said_not_to_offer_what_its_half_read_list_does_not_name(ecosystem):
    rows = catalogue.ask(ecosystem._inner, ids(ecosystem)["EPN Beta"]).rows()
    brings = {row["name"]: row["brings"] for row in rows}
    assert brings == {"EPN Gamma": ("securite",), "EPN Alpha": ()}


def test_two_meet_for_what_one_is_known_not_to_offer_and_a_half_read_list_is_no_such_no(ecosystem):
    of = ids(ecosystem)
    between = pairs_of(ecosystem._inner, tuple(of.values()))
    order = {one.id: place for place, one in enumerate(between.candidates)}
    alpha, beta, gamma = (order[of[name]] for name in ("EPN Alpha", "EPN Beta", "EPN Gamma"))
    to_alpha, to_gamma = between.meeting(alpha, beta), between.meeting(gamma, beta)
    assert (to_alpha.brings, to_alpha.themes) == ((), ())
    assert (to_gamma.brings, to_gamma.themes) == (("acces",), ("securite",))
    assert between.worth[alpha, beta] < between.worth[gamma, beta]
