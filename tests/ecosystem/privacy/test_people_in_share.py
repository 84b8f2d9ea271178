"""No person stands in what is shared, in whatever column; what only looks like one is asked about."""

from __future__ import annotations

import itertools

import pytest

from wtc_eco import Ecosystem
from wtc_eco.ecosystem.create import init
from wtc_eco.i18n import speaking

LIST = """Nom;Adresse;Code postal;Commune;Site web;Horaires;Responsable
Julie Lambert;c/o Marc Dupuis, Rue Haute 3;7000;Mons (Anne Petit);;;Julie Lambert
EPN du Parc;Rue du Parc 1;7000;Mons;;;Paul Martin
Bureau Paul Martin;Rue X 2;7000;Mons;;;Paul Martin
Cabinet Vandervorst;Rue Basse 4;7000;Mons;www.sylvievandervorst.be;;Sylvie Vandervorst
LAMBERT, Nathalie;Rue Basse 5 (sonnette : Fatima Benali);7000;Mons;;;
EPN des Arts – Simon Leduc;Rue Basse 6, t.a.v. Wannes Smets;5000;Namur - Rosa Canari;;"lu-ve 9h-12h (demander Ysaline)";
Clic et Compagnie;C/O HERMANS Ward;5000;Namur c/o Lefort;https://www.facebook.com/marc.delcourt;;
Informatique Anne Colin;A. Remacle, Rue Neuve 3;4500;Huy (Mme Tasset);;;
"""
PEOPLE = ("Julie", "Lambert", "Dupuis", "Anne Petit", "Paul Martin", "Vandervorst", "Nathalie", "Benali", "Simon Leduc",
          "Smets", "Canari", "Ysaline", "Hermans", "Lefort", "delcourt", "Colin", "Remacle", "Tasset")  # fmt: skip


@pytest.fixture(scope="module")
def listed(tmp_path_factory) -> Ecosystem:
    """A folder with that list; nothing writes into its data/."""
    place = tmp_path_factory.mktemp("shared")
    (place / "liste.csv").write_text(LIST, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("WTC_ECO_HOME", str(place / "settings"))
        init(place / "folder")
        ecosystem = Ecosystem(place / "folder")
        ecosystem.imports.structures(place / "liste.csv", source="liste", collected_on="2026-10-01")
    return Ecosystem(place / "folder")


@pytest.fixture(scope="module")
def pages(listed) -> str:
    """Everything the shared edition, the catalogue and the sheets say, as text."""
    shared = listed.write.shared()
    files = [path for path, _ in shared.files if path.suffix != ".xlsx"]
    files += [listed.write.catalogue(), *listed.write.sheets()]
    return "\n".join(path.read_text(encoding="utf-8-sig") for path in files)


@pytest.mark.parametrize("person", PEOPLE)
def test_nobody_stands_in_what_is_shared_in_whatever_column(pages, person):
    assert person.casefold() not in pages.casefold()


def test_what_names_nobody_is_shared(pages):
    for words in ("EPN du Parc", "Rue du Parc 1", "Clic et Compagnie"):
        assert words in pages, words


def test_what_only_looks_like_a_name_is_shown_before_anything_is_written(listed):
    texts = {one.text for one in listed.privacy.possible_names()}
    assert {"Mons (Anne Petit)", "LAMBERT, Nathalie", "Informatique Anne Colin"} <= texts
    assert not texts & {"Julie Lambert", "Bureau Paul Martin", "Rue du Parc 1"}, "known, or nobody"


def test_the_receipt_says_what_was_checked_and_proves_nothing(listed):
    with speaking("fr"):
        words = " ".join(listed.write.shared(lang="fr").sentences())
    assert "Ce qui a été vérifié" in words
    assert "relisez" in words
    assert "aucune personne" not in words


NOBODY = (
    ("name", "Espace Victor Hugo"), ("name", "Bibliothèque Maurice Carême"), ("name", "Saint-Nicolas"),
    ("name", "Maison Marie Curie"), ("name", "Office du Tourisme"), ("name", "Guichet de l'Olivier"),
    ("name", "Rose des Vents"), ("name", "Le Petit Prince"), ("street", "Rue Victor Hugo 3"),
    ("street", "Clos Jean Jaurès"), ("street", "Drève Paul Martin 3"), ("street", "c/o CPAS de Mons"),
    ("street", "Place Madame 2"), ("locality", "Mons (Jemappes)"), ("locality", "La Louvière"),
    ("website", "https://bibliotheque-huy.be"), ("opening_hours", "Mo-Fr 09:00-12:00"),
    ("hours_note", "lundi 9h-12h sur rendez-vous"),
)  # fmt: skip
SOMEBODY = (
    ("name", "Yvette Dumoulin"), ("name", "DUMOULIN Yvette"), ("name", "Yvette\u00a0Dumoulin"),
    ("name", "Yvette Dumoulin SRL"), ("name", "Cours de Yvette Dumoulin"), ("name", "Mme Dumoulin – aide"),
    ("name", "EPN (Yvette Dumoulin)"), ("name", "Yvette D."), ("street", "Yvette Dumoulin, Rue Haute 3"),
    ("street", "Rue Haute 3 chez Mme Dumoulin"), ("street", "p/a Ysaline Thys, Rue Haute 3"),
    ("street", "z.Hd. Dumoulin"), ("street", "attn. Dumoulin"), ("street", "à l'attention de Yvette Dumoulin"),
    ("locality", "Mons, Ysaline Thys"), ("locality", "Mons / DUMOULIN Yvette"), ("locality", "Mons (Y. Dumoulin)"),
    ("website", "https://www.yvette-dumoulin.be"), ("hours_note", "voir avec Yvette Dumoulin"),
    ("opening_hours", 'Mo 09:00-12:00 "chez Yvette Dumoulin"'),
)  # fmt: skip


@pytest.mark.parametrize(
    ("column", "text", "somebody"),
    [(*one, False) for one in NOBODY] + [(*one, True) for one in SOMEBODY],
    ids=itertools.count(),
)
def test_by_its_form_alone(listed, column, text, somebody):
    from wtc_eco.ecosystem.privacy.publishable import PersonSigns, Withheld, certain

    inner = listed._inner
    signs = PersonSigns(inner.territory, inner.lexicon.street_words("BE").types)
    assert (certain(column, text, Withheld()) or signs.doubtful(column, text)) is somebody


def test_what_the_coordinator_says_is_nobody_s_name_is_shared(listed, tmp_path):
    import shutil

    folder = tmp_path / "copy"
    shutil.copytree(listed.folder, folder)
    settings = (folder / "eco.toml").read_text(encoding="utf-8")
    chosen = 'public_names = ["informatique anne colin"]\n'
    (folder / "eco.toml").write_text(
        settings.replace("[ecosystem]\n", f"[ecosystem]\n{chosen}"), encoding="utf-8"
    )
    copy = Ecosystem(folder)
    assert "Informatique Anne Colin" not in {one.text for one in copy.privacy.possible_names()}
    page = copy.write.catalogue(folder / "catalogue.html").read_text(encoding="utf-8")
    assert "Informatique Anne Colin" in page
    assert "Remacle" not in page
