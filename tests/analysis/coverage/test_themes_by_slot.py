"""Themes and time slots together, and what the figures in people rest on."""

from __future__ import annotations

from wtc_eco.analysis import hypotheses, themes_by_slot, worst_gap

DAYTIME = "Mo-Fr 09:00-12:00,14:00-17:00"
ALL = ("securite", "demarches", "bases")


def cell(finding, theme, slot):
    return next(row for row in finding.rows() if (row["theme"], row["slot"]) == (theme, slot))


def test_every_pair_is_counted_and_whoever_has_not_said_counts_neither_way(study, trio):
    finding = themes_by_slot.ask(
        study(
            {"ins": "T101", "themes": ("bases",), "opening_hours": DAYTIME},
            {"ins": "T101", "themes": ("securite",)},
            {"ins": "T101"},
        )
    )
    morning = cell(finding, "bases", "matin")
    assert (morning["n_offering"], morning["n_known"], morning["n_unknown"]) == (1, 2, 1)
    assert (finding.base, finding.unknown) == (3, 2)
    slots = {row["slot"] for row in finding.rows()}
    assert len(finding.rows()) == len(trio.themes) * len(slots)


def test_a_pair_of_which_nobody_has_said_anything_is_no_gap(study):
    finding = themes_by_slot.ask(study({"ins": "T101"}))
    assert "nobody has told which themes are taught when" in finding.sentence()
    assert {(row["concerned"], row["fragile"]) for row in finding.rows()} == {(None, None)}


def test_the_worst_gap_is_one_of_the_pairs_with_the_same_people(study):
    valley = study(
        {"ins": "T101", "themes": ALL, "opening_hours": DAYTIME},
        {"ins": "T201", "themes": ALL, "opening_hours": DAYTIME},
    )
    worst, pairs = worst_gap.ask(valley).rows()[0], themes_by_slot.ask(valley)
    found = cell(pairs, worst["theme"], worst["slot"])
    assert found["n_offering"] == 0
    assert found["concerned"] == max(row["concerned"] or 0 for row in pairs.rows())


def test_what_nobody_published_is_called_a_hypothesis(study, trio):
    finding = hypotheses.ask(study())
    assert finding.base == len(finding.rows())
    assert finding.unknown == sum(row["hypothese"] for row in finding.rows())
    assert all(row["hypothese"] is (row["source"] is None) for row in finding.rows())
    assert any(profile.text() in row["about"] for profile in trio.profiles for row in finding.rows())


def test_what_profiles_need_and_when_they_come_are_rows_with_a_source_or_hypotheses(study, trio):
    rows = {row["about"]: row for row in hypotheses.ask(study()).rows()}
    for profile in trio.profiles:
        needs = rows[f"{profile.text()}: what it looks for, the main need first"]
        moments = rows[f"{profile.text()}: when it can come"]
        assert needs["figures"]
        assert moments["figures"]
        for row, source in ((needs, profile.described_by), (moments, profile.moments_by)):
            assert (row["hypothese"], row["source"]) == (not source, source or None)
