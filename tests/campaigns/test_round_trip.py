"""The survey goes out as four forms; whichever is filled in, the same answers come back, and nothing else."""

from __future__ import annotations

import re
import shutil
from pathlib import Path

import pytest
from crowd import crowd
from filled import google, grid, limesurvey, paper

import wtc_eco as eco
from wtc_eco import store
from wtc_eco.api.results import SentOut
from wtc_eco.network import standings

TABLES = ("structures.csv", "referrals.csv", "decisions.csv", "contacts.csv")


@pytest.fixture
def sent(folder) -> SentOut:
    """The survey sent out: forms written, everybody noted as asked."""
    return folder.surveys.send(folder.folder / "out", on="2026-11-20")


def exports(sent, answers, into: Path) -> dict[str, Path]:
    """The four forms filled in by the same respondents."""
    out = sent.files[0].parent
    files = {}
    for name, content in {
        "google": google((out / "google-forms.js").read_text("ascii"), answers),
        "limesurvey": limesurvey((out / "limesurvey.txt").read_bytes(), (out / "participants.csv").read_bytes(), answers),
    }.items():  # fmt: skip
        files[name] = into / f"{name}.csv"
        files[name].write_bytes(content)
    files["xlsx"] = grid(out / "grille.xlsx", answers, into / "grille.xlsx")
    sheets = paper((out / "fiches.html").read_text("utf-8"))
    files["paper"] = grid(out / "grille.xlsx", answers, into / "papier.xlsx", only=sheets)
    return files


def test_the_four_forms_bring_back_the_same_structures_ties_and_standings(folder, sent, tmp_path):
    answers = crowd(sent.outing, seed=7)
    silent = len(sent.outing.recipients) - len(answers)
    assert silent > 3
    back, tables = {}, {}
    for form, file in exports(sent, answers, tmp_path).items():
        ecosystem = eco.open(Path(shutil.copytree(folder.folder, tmp_path / form / "folder")))
        done = ecosystem.imports.answers(file, source=sent.outing.survey)
        assert done.accounting.new == len(answers), form
        assert done.accounting.quarantined == done.mentions.set_aside == 0, form
        assert done.accounting.blank == (silent if form in ("xlsx", "paper") else 0)
        tables[form] = {name: (ecosystem.folder / "data" / name).read_bytes() for name in TABLES}
        network = ecosystem.network
        back[form] = (
            sorted(ecosystem.registry.table["id"]),
            sorted((start, end, kind) for start, end, kind in network.edges(keys=True)),
            {node: standing.id for node, standing in standings(network).items()},
        )
    assert back["google"] == back["limesurvey"] == back["xlsx"] == back["paper"]
    assert tables["google"] == tables["limesurvey"] == tables["xlsx"] == tables["paper"]
    assert back["google"][1] == sorted(_said(answers)), "nothing but what was ticked"
    assert back["google"][0] == sorted(folder.registry.table["id"]), "the same structures as before"
    kinds = set(back["google"][2].values())
    assert {"tied", "named_only"} <= kinds


def _said(answers) -> set[tuple[str, str, str]]:
    """The ties that the respondents ticked, as edges of the network."""
    means = {
        "knows": ("knows", 0),
        "sends": ("refers", 0),
        "receives": ("refers", 1),
        "works_with": ("works_with", 0),
    }
    found = set()
    for answer in answers:
        for other, boxes in answer["C2"].items():
            for box in boxes:
                kind, turned = means[box]
                ends = (answer["A1"], other)
                found.add((*(ends[::-1] if turned else ends), kind))
    return found


def test_who_closed_the_list_is_who_answered_the_network(folder, sent, tmp_path):
    answers = crowd(sent.outing, seed=8)
    file = exports(sent, answers, tmp_path)["limesurvey"]
    folder.imports.answers(file, source=sent.outing.survey)
    table = folder.registry.table.set_index("id")
    for answer in answers:
        row = table.loc[answer["A1"]]
        assert row["answered_on"] == answer["at"][:10]
        assert (row["network_answered_on"] is not None) == (answer["C5"] in ("whole", "none"))
    shown = set(table[table["answered_on"].notna()]["roster"])
    (kept,) = (folder.folder / "data" / "rosters").glob("*.csv")
    assert shown == {kept.stem}, "the list an answer was shown is the list that went out"


def test_a_personal_link_says_who_answers_where_the_form_does_not(folder, sent, tmp_path):
    one = next(each for each in sent.outing.recipients if each.address.email)
    file = tmp_path / "codes.csv"
    file.write_text(
        f"submitdate,token,B3[SQ001],C5\n2026-12-01 10:00:00,{one.token},Y,A2\n", encoding="utf-8"
    )
    folder.imports.answers(file, source="another-name")
    row = folder.registry.row(one.listed.id)
    assert (row["answered_on"], row["network_answered_on"]) == ("2026-12-01", "2026-12-01")


def test_asking_changes_nothing_but_who_was_asked(new_folder):
    before, after = new_folder(), new_folder()
    after.surveys.send(after.folder / "out", on="2026-11-20")
    told = ["asked_on", "roster"]
    old, new = (one.registry.table.drop(columns=told) for one in (before, after))
    assert new.equals(old)
    assert set(after.registry.table["asked_on"]) == {"2026-11-20"}
    assert after.registry.n_records == before.registry.n_records


def test_asking_twice_is_asking_once_and_keeps_codes_and_days(folder):
    first = folder.surveys.send(folder.folder / "out", on="2026-11-20")
    held = (folder.folder / "data" / "structures.csv").read_bytes()
    forms = {path.name: path.read_bytes() for path in first.files}
    again = folder.surveys.send(folder.folder / "out", on="2026-11-20")
    assert (again.new, again.known) == (0, first.new)
    assert (folder.folder / "data" / "structures.csv").read_bytes() == held
    assert {path.name: path.read_bytes() for path in again.files} == forms, "the same bytes"


def test_an_outing_is_taken_back_to_the_byte_and_a_rehearsal_writes_nothing(folder):
    before = _data(folder)
    told = folder.surveys.send(folder.folder / "out", rehearsal=True)
    assert told.new > 0
    assert _data(folder) == before
    assert not (folder.folder / "out").exists()
    folder.surveys.send(folder.folder / "out")
    assert _data(folder) != before
    folder.history.undo()
    assert {name: content for name, content in _data(folder).items() if content} == before


def _data(ecosystem) -> dict[str, bytes]:
    root = ecosystem.folder / "data"
    tables = [*root.glob("*.csv"), *root.glob("rosters/*.csv")]
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in tables}


def test_a_code_cannot_be_made_from_the_number(folder, sent):
    tokens = [one.token for one in sent.outing.recipients]
    assert len(set(tokens)) == len(tokens)
    assert all(re.fullmatch(r"[a-z2-7]{12}", token) for token in tokens)
    held = store.read(folder.folder).records
    assert set(tokens) <= set(held["source_id"])


def test_who_is_asked_is_not_there_for_that(folder):
    table = folder.registry.table
    gone = table["records"].iloc[0]
    folder.surveys.send(folder.folder / "out", on="2026-11-20")
    records = store.read(folder.folder).records
    records.loc[records["record"].isin(gone), "withdrawn_on"] = "2026-12-01"
    (folder.folder / "data" / "structures.csv").write_bytes(store.to_csv(records, eco_records()))
    assert eco.open(folder.folder).registry.table["active"].iloc[0] is False


def eco_records():
    from wtc_eco.model import RECORDS

    return RECORDS


def test_a_code_still_says_who_answers_after_the_folder_was_taken_into_another(sent, tmp_path):
    other = tmp_path / "other"
    (other / "data").mkdir(parents=True)
    (other / "eco.toml").write_text('[ecosystem]\nuid = "elsewhere"\n', encoding="utf-8")
    list_ = tmp_path / "list.csv"
    list_.write_text("nom;cp;localité\nEPN de Mons;7000;Mons\n", encoding="utf-8")
    eco.open(other).imports.structures(list_, source="liste", collected_on="2026-01-01")
    eco.open(other).imports.folder(sent.files[0].parent.parent)
    one = sent.outing.recipients[3]
    file = tmp_path / "codes.csv"
    file.write_text(
        f"submitdate,token,B3[SQ001],C5\n2026-12-01 10:00:00,{one.token},Y,A2\n", encoding="utf-8"
    )
    eco.open(other).imports.answers(file, source="answers")
    table = eco.open(other).registry.table
    assert list(table[table["answered_on"].notna()]["name"]) == [one.listed.name]
    (roster,) = (other / "data" / "rosters").glob("*.csv")
    assert set(table["roster"].dropna()) == {roster.stem}
    assert len(roster.read_text("utf-8").splitlines()) == 1 + len(sent.outing.rosters[0].shown)


def test_an_empty_box_of_a_structure_that_was_not_listed_says_nothing(folder, tmp_path):
    """S… names two others who answered: one was shown it and ticked nothing, the other was not shown it."""
    one, shown, not_shown = list(folder.registry.table["id"])[:3]
    title = "Pour chaque structure de la liste, cochez tout ce qui est vrai depuis douze mois"
    closing = "Pour finir : avez-vous parcouru la liste des structures ?"
    who = "De quelle structure parlez-vous ?"
    for name, listed, answers in (
        ("a", (one, shown, not_shown), ((one, (shown, not_shown)), (shown, ()))),
        ("b", (shown,), ((not_shown, ()),)),
    ):
        heads = ["Horodateur", who, closing, *(f"{title} [[{id_}] x]" for id_ in listed)]
        rows = [
            ["01/12/2026 10:00:00", f"[{id_}] x", "Oui, toute la liste"]
            + ["Je la connais" if other in ticked else "" for other in listed]
            for id_, ticked in answers
        ]
        file = tmp_path / f"{name}.csv"
        file.write_text("\n".join(";".join(line) for line in [heads, *rows]), encoding="utf-8")
        folder.imports.answers(file, source=f"enquete-{name}")
    states = {end: held["state"] for _, end, held in folder.network.out_edges(one, data=True)}
    assert states == {shown: "one_sided", not_shown: "unconfirmed"}
