"""Nothing is decided by looking into a sentence: names with «:» or «%» and another language change words only."""

from __future__ import annotations

from dataclasses import replace

import pytest

from wtc_eco.analysis import ANALYSES, answer
from wtc_eco.analysis.shareable import shareable
from wtc_eco.i18n import speaking
from wtc_eco.render.report import compose
from wtc_eco.territory import Scope

ODD = ("Montalto: 50 %", "Montalto : 50 %", "50% (Montalto)")
ROWS = (
    {"ins": "T101", "name": "80 % numérique", "themes": ("demarches",), "slots": ("matin",)},
    {"ins": "T102", "name": "Montalto: la suite", "themes": ("securite",), "publics": ("retraites",)},
    {"ins": "T201", "themes": ()},
)
TIES = [(1, "knows", 2), (2, "refers", 3)]


@pytest.fixture(params=ODD)
def odd(request, study, trio):
    """A valley whose first bassin has a name that looks like the beginning of a sentence, or like a share."""
    bassin = replace(trio.bassins["montalto"], label=dict.fromkeys(trio.languages, request.param))
    named = replace(trio, bassins={**trio.bassins, "montalto": bassin})
    return replace(study(*ROWS, ties=TIES), territory=named)


def here(valley):
    return Scope(bassin=valley.territory.bassins["montalto"], territory=valley.territory)


@pytest.mark.parametrize("question", ANALYSES)
def test_a_sentence_is_the_same_with_and_without_its_place_whatever_the_place_is_called(odd, question):
    finding = answer(question)(odd, here(odd))
    place = here(odd).text()
    alone = finding.sentence(placed=False)
    if finding.place:
        assert finding.sentence() == f"{place}: {finding.text}"
        assert alone.lower() == finding.text.lower()
        assert not alone.startswith(place)
    else:
        assert alone == finding.sentence()
        assert not alone.startswith(place)
    assert not finding.heading(placed=False).endswith(place)


def test_the_report_of_a_bassin_says_its_name_above_and_never_again_before_a_sentence(odd):
    findings = [
        answer(question)(odd, here(odd)) for question in ("overview", "answers", "findable", "training")
    ]
    page = compose(findings, territory=odd.territory, scope=here(odd))
    name = here(odd).text()
    assert name in page.title
    assert not any(said.text.startswith(name) for said in page.sentences)
    assert not any(name in one.title or one.sentence.startswith(name) for one in page.sections)


def kinds(valley, language):
    """What each question answers, but for the words."""
    with speaking(language):
        for question in ANALYSES:
            finding = shareable(valley, answer(question)(valley, here(valley)))
            yield (
                question,
                bool(finding.place),
                bool(finding.short_title),
                [remark.kind for remark in finding.remarks],
                [head.id for head in finding.headings],
                len(finding.rows()),
                finding.fragile,
            )


def test_both_languages_say_as_much(odd):
    assert list(kinds(odd, "fr")) == list(kinds(odd, "en"))


def test_of_a_few_partners_read_no_share_and_every_other_remark_percent_signs_or_not(study, trio):
    used = trio.demand["fragility"]["used"]
    source = {**trio.demand["fragility"][used], "source": "barometer, 80 % of answers"}
    fragility = {**trio.demand["fragility"], used: source}
    valley = replace(
        study(*ROWS, ties=TIES), territory=replace(trio, demand={**trio.demand, "fragility": fragility})
    )
    scope = Scope(bassin=trio.bassins["montalto"], territory=valley.territory)
    gap = answer("worst_gap")(valley, scope)
    assert any("80 %" in remark.text for remark in gap.remarks)
    assert shareable(valley, gap).remarks == gap.remarks
    lines = answer("journeys")(valley, scope)
    alone = replace(gap, remarks=tuple(remark for remark in lines.remarks if remark.kind == "share"))
    assert len(alone.remarks) == 2
    assert shareable(valley, alone).remarks == ()
