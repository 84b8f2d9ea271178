"""After an event, those who met are asked one thing: whom they know now. Their answer is no answer to the survey."""

from __future__ import annotations

import csv
import io

import pytest
from filled import asked_by_google

import wtc_eco as eco
from wtc_eco import model, store
from wtc_eco.errors import UnknownNameError

DAY = "2026-12-10"
EVENT = "Matinée du numérique"


@pytest.fixture
def met(folder):
    """Three structures that sat at one table, and two at another."""
    ids = list(folder.registry.table["id"])[:5]
    pairs = [(0, 1), (0, 2), (1, 2), (3, 4)]
    rows = [
        {"tie": at, "source": f"event {DAY}", "from": ids[one][1:], "to": ids[other][1:], "kind": "met",
         "declared_by": "third", "declared_on": DAY, "status": "active", "note": EVENT}
        for at, (one, other) in enumerate(pairs, start=1)
    ]  # fmt: skip
    (folder.folder / "data" / "referrals.csv").write_bytes(
        store.to_csv(model.frame(model.TIES, rows), model.TIES)
    )
    folder.reload()
    return folder, ids


def sent_out(folder, tmp_path):
    return folder.surveys.send(tmp_path / "out", event="matinee du numerique", on="2027-01-15")


def test_each_is_shown_those_it_met_and_nobody_else_is_asked(met, tmp_path):
    folder, ids = met
    sent = sent_out(folder, tmp_path)
    shown = {
        one.listed.id: {line.id for line in sent.outing.shown_to(one).shown} for one in sent.outing.recipients
    }
    assert shown == {
        ids[0]: {ids[1], ids[2]},
        ids[1]: {ids[0], ids[2]},
        ids[2]: {ids[0], ids[1]},
        ids[3]: {ids[4]},
        ids[4]: {ids[3]},
    }
    rows = csv.DictReader(
        io.StringIO((tmp_path / "out" / "limesurvey.txt").read_text("utf-8-sig")), delimiter="\t"
    )
    lines = {row["name"]: row["relevance"] for row in rows if row["class"] == "SQ" and row["language"] == "fr" and row["name"][1:].isdigit()}  # fmt: skip
    assert lines[ids[4]] == f"TOKEN:ATTRIBUTE_1 == '{ids[3]}'"
    assert lines[ids[0]] == " or ".join(f"TOKEN:ATTRIBUTE_1 == '{id_}'" for id_ in ids[1:3])
    (form,) = asked_by_google((tmp_path / "out" / "google-forms.js").read_text("ascii"))["forms"]
    assert [item["type"] for item in form["items"] if item["type"] != "page"] == ["list", "box_grid"]


def test_asking_what_became_of_a_meeting_is_not_asking_about_the_network(met, tmp_path):
    folder, _ = met
    sent_out(folder, tmp_path)
    assert folder.registry.table["asked_on"].isna().all()


def answers(ids) -> bytes:
    (question,) = eco.load_territory("wallonie").questionnaire.part("follow_up")
    text = question.label["fr"]
    titles = ["Horodateur", "De quelle structure parlez-vous ?", *(f"{text} [[{id_}] x]" for id_ in ids)]
    knows = "Je la connais maintenant"
    rows = [
        [
            "15/01/2027 10:00:00",
            f"[{ids[0]}] x",
            "",
            f"{knows}, Nous lui adressons des personnes",
            "",
            "",
            "",
        ],
        ["15/01/2027 11:00:00", f"[{ids[3]}] x", "", "", "", "", ""],
    ]
    stream = io.StringIO()
    csv.writer(stream).writerows([titles, *rows])
    return stream.getvalue().encode()


def test_the_answers_confirm_ties_and_count_as_no_answer_to_the_survey(met, tmp_path):
    folder, ids = met
    before = sorted((start, end, kind) for start, end, kind in folder.network.edges(keys=True))
    sent = sent_out(folder, tmp_path)
    folder.history.snapshot("before")
    file = tmp_path / "answers.csv"
    file.write_bytes(answers(ids))
    done = folder.imports.answers(file, source=sent.outing.survey)
    assert (done.accounting.new, done.mentions.new) == (2, 2)
    now = sorted((start, end, kind) for start, end, kind in folder.network.edges(keys=True))
    assert sorted(set(now) - set(before)) == [(ids[0], ids[1], "knows"), (ids[0], ids[1], "refers")]
    assert set(before) <= set(now), "they have met all the same"
    table = folder.registry.table
    assert table["answered_on"].isna().all()
    assert table["network_answered_on"].isna().all()


def test_record_snapshot_follow_up_and_trend_find_the_ties_of_the_event(met, tmp_path):
    folder, ids = met
    came = [
        {"event": EVENT, "held_on": DAY, "record": int(id_[1:]), "wave": 1, "attended": True}
        for id_ in ids[:3]
    ]
    (folder.folder / "data" / "invited.csv").write_bytes(
        store.to_csv(model.frame(model.INVITED, came), model.INVITED)
    )
    folder.reload()
    assert folder.as_of == DAY, "the day of the event is the day of the snapshot"
    sent = sent_out(folder, tmp_path)
    folder.history.snapshot("before")
    file = tmp_path / "answers.csv"
    file.write_bytes(answers(ids))
    folder.imports.answers(file, source=sent.outing.survey)
    finding = folder.trend("before")
    ties = [row for row in finding.rows() if row["what"] == "tie"]
    assert {(row["id"], row["event"]) for row in ties} == {(f"{ids[0]} → {ids[1]}", EVENT)}
    # Nobody had answered before: the ties are found, and nobody calls them new.
    assert {row["direction"] for row in ties} == {"not_comparable"}
    assert "1 lien touche une structure qui n’avait pas répondu avant" in finding.sentence()
    assert "dont 1 entre deux structures venues à la même rencontre" in finding.sentence()


def test_an_event_that_nobody_knows_is_answered_with_the_nearest_name(met, tmp_path):
    folder, _ = met
    with pytest.raises(UnknownNameError) as caught:
        folder.surveys.send(tmp_path / "out", event="matinée du numerik")
    assert EVENT in caught.value.hint


def test_where_nobody_met_the_way_to_keep_an_event_is_named(folder, tmp_path):
    with pytest.raises(UnknownNameError) as caught:
        folder.surveys.send(tmp_path / "out", event="x")
    assert "invite --record" in caught.value.hint
