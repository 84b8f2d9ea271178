"""The coordinator's map and register say which persons they hold; remarks stay in the register."""

from __future__ import annotations

import openpyxl
import pytest

import wtc_eco as eco
from wtc_eco.cli.errors import run
from wtc_eco.ecosystem.ecosystem import Ecosystem
from wtc_eco.ecosystem.privacy.publishable import IN_REMARKS, ON_THE_MAP, people_held

HEAD = "nom;type;adresse;code postal;localité;téléphone;email;Horaires;Conditions;Commentaire;Divers\n"
LIST = HEAD + (
    "CPAS de Namur;cpas;Rue de Dave 165;5100;Jambes;081 33 70 20;info@cpasnamur.be;;;demander Anne Petit, 0471 12 34 56;\n"
    "EPN de Jambes;epn;Rue du Parc 3;5100;Jambes;0478 22 33 44;;;sur rdv chez Marie Dumont;écrire à karim.benali@gmail.com;\n"
    "Bibliothèque de Dinant;bibliotheque;Rue Grande 12;5500;Dinant;082 22 33 44;;;;entrée par la cour;\n"
    "Chez Anne Petit;autre;c/o Marc Dupuis, Rue Haute 1;5590;Ciney;;;;;;\n"
    "Maison de Rochefort;autre;Rue Basse 1;5580;Rochefort;;;;;appeler le 084 21 00 00;voir Zoé Vandenbroucke\n"
)
IN_WORDS = (
    "0471 12", "71123456", "Marie Dumont", "karim.benali", "entrée par la cour", "084 21 00 00", "Zoé Vandenbroucke",
)  # fmt: skip
"""What stands in the remarks, and nowhere else."""


@pytest.fixture(scope="module")
def desk(tmp_path_factory):
    """A folder of five structures, and all its outputs."""
    folder = tmp_path_factory.mktemp("desk") / "namur"
    ecosystem = eco.init(folder, bassin="namur")
    (folder / "l.csv").write_text(LIST, encoding="utf-8")
    ecosystem.imports.structures(folder / "l.csv", source="liste", collected_on="2026-01-01")
    made = eco.open(folder)
    made.receipt = {path.name: what for path, what in made.write.everything(lang="fr").files}
    return made


def ids(ecosystem, *names):
    table = ecosystem.registry.table
    return tuple(table.loc[table["name"].isin(names), "id"])


def test_no_remark_stands_on_the_map_or_in_the_report_and_all_in_the_register(desk):
    outputs = desk.folder / "outputs"
    register = (outputs / "registry.csv").read_text(encoding="utf-8-sig")
    assert not [words for words in IN_WORDS if words not in register and words != "71123456"]
    for page in ("map.html", "report.html", "report.md"):
        text = (outputs / page).read_text(encoding="utf-8")
        assert not [words for words in IN_WORDS if words in text], page


def test_the_receipt_and_the_document_say_who_is_recognised_and_where(desk, capsys):
    (chez,), (epn,) = ids(desk, "Chez Anne Petit"), ids(desk, "EPN de Jambes")
    on_map = desk.receipt["map.html"].replace("\xa0", " ")
    assert f"nom 1 ({chez}) · rue et numéro 1 ({chez}) · téléphone 1 ({epn})." in on_map
    assert on_map.endswith(
        "4 remarques qui parlent de quelqu’un n’y sont pas : elles ne sont que dans le registre."
    )
    both = ", ".join(sorted(ids(desk, "CPAS de Namur", "EPN de Jambes"), key=lambda id_: int(id_[1:])))
    for name in ("registry.csv", "registry.xlsx"):
        assert f"remarque 2 ({both})" in desk.receipt[name]
    sentence = desk.receipt["map.html"].partition(". ")[2]
    assert sentence in (desk.folder / "outputs" / "map.html").read_text(encoding="utf-8")
    book = openpyxl.load_workbook(desk.folder / "outputs" / "registry.xlsx", read_only=True)
    cells = [str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell]
    assert any(desk.receipt["registry.xlsx"].partition(". ")[2] in cell for cell in cells)
    assert run(["--folder", str(desk.folder), "map"]) == 0
    assert sentence in capsys.readouterr().out
    assert run(["--folder", str(desk.folder), "export", "--format", "csv"]) == 0
    assert f"remarque 2 ({both})" in capsys.readouterr().out


def test_each_column_says_where_somebody_stands(desk):
    held = people_held(Ecosystem(desk.folder))
    assert held == {
        "name": ids(desk, "Chez Anne Petit"),
        "street": ids(desk, "Chez Anne Petit"),
        "phone": ids(desk, "EPN de Jambes"),
        "conditions": ids(desk, "EPN de Jambes"),
        "note": ids(desk, "CPAS de Namur", "EPN de Jambes"),
        "extra": ids(desk, "Maison de Rochefort"),
    }
    assert held.keys() <= {*ON_THE_MAP, *IN_REMARKS}


def test_what_is_nobodys_is_not_counted(desk, tmp_path):
    folder = tmp_path / "namur"
    eco.init(folder, bassin="namur")
    (folder / "l.csv").write_text(HEAD + LIST.splitlines(keepends=True)[3], encoding="utf-8")
    eco.open(folder).imports.structures(folder / "l.csv", source="liste", collected_on="2026-01-01")
    said = eco.open(folder).privacy.people_in("map")
    assert said == "Nobody was recognised in it; that is no proof."
    settings = desk.folder / "eco.toml"
    before = settings.read_text(encoding="utf-8")
    settings.write_text(
        before.replace("[ecosystem]\n", '[ecosystem]\npublic_names = ["Chez Anne Petit"]\n'), encoding="utf-8"
    )
    try:
        assert "name" not in people_held(Ecosystem(desk.folder))
    finally:
        settings.write_text(before, encoding="utf-8")
