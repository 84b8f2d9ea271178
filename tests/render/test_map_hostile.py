"""Names that would be code: the map shows them letter by letter and runs none of them."""

from __future__ import annotations

import re

import pytest
from map_ecosystem import directory, structure, territory, tie, ties_of, whole
from map_page import click_on
from naughty import PAYLOADS, SIGNS, naughty

from wtc_eco.analysis.finding import Finding, Heading, Spot, notes
from wtc_eco.render.map import MapRequest, plain, sealed

NAMES = naughty()
# Every row of the table, page after page, and what the card of the first row of each says.
EVERY_PAGE = """() => {
  const seen = [];
  for (let turn = 0; turn < 20; turn += 1) {
    for (const [place, button] of [...document.querySelectorAll("#rows .name")].entries()) {
      if (place % 25 === 0) button.click();
      seen.push([button.textContent, place % 25 ? null : document.querySelector("#card h2").textContent]);
    }
    document.getElementById("next").click();
  }
  return seen;
}"""


def rows():
    """One structure a name; the name also stands in every other field that words can stand in."""
    for n, name in enumerate(NAMES, 1):
        yield structure(
            n, name, commune=name, street=name, locality=name, reason=name, phone=name, email=name,
            website=name, labels=(name,), themes=(name,), slots=(name,), steps=(name,), flags=(name,),
            sources=(name,), kind=None if n % 3 else name, standing="tied" if n % 5 else name,
        )  # fmt: skip


def gaps():
    """A layer named so, with marks named so."""
    mons = territory().communes["53053"]
    spots = tuple(Spot(mons.ins, mons.name, mons.lat, mons.lon, name, name, name) for name in PAYLOADS)
    words = {name: name for name in PAYLOADS}
    return Finding(
        PAYLOADS[1], PAYLOADS[0], "x", 1, 0, PAYLOADS[2], (Heading("mark", "x", words=words),), spots=spots
    )


@pytest.fixture(scope="module")
def page_text():
    ties = [
        tie("S1", f"S{n}", name, state=name, themes=(name,), declared_on=name)
        for n, name in enumerate(NAMES[:40], 2)
    ]
    beyond = [tie("S1", "S9999", to_name=name) for name in PAYLOADS]
    held = directory(list(rows()), notice=PAYLOADS[0], remarks=notes(*PAYLOADS))
    request = MapRequest(territory(), whole(), title=PAYLOADS[1], layers=(gaps(),))
    return sealed(held, ties_of([*ties, *beyond]), request)


def test_there_are_500_of_them_each_unlike_the_others():
    assert len(set(NAMES)) == 500
    assert naughty() == NAMES
    assert all(any(part in name for name in NAMES) for part in (*PAYLOADS, *SIGNS))


def test_no_name_opens_or_closes_an_element_of_the_page(page_text):
    tags = re.findall(
        r"<(/?script|/?style|iframe|img|svg|body|base|meta|form|object)\b", page_text, re.IGNORECASE
    )
    assert set(tags) == {"script", "/script", "style", "/style", "meta", "body", "svg", "img"} & set(tags)
    assert "<img src=x" not in page_text
    assert page_text.count("<script") == page_text.count("</script>") == 5


@pytest.mark.browser
def test_every_name_is_read_as_written_and_nothing_runs(page, witness, page_text, tmp_path):
    path = tmp_path / "map.html"
    path.write_text(page_text, encoding="utf-8")
    page.goto(path.as_uri())
    seen = page.evaluate(EVERY_PAGE)
    assert sorted(name for name, _ in seen) == sorted(NAMES)
    assert [pair for pair in seen if pair[1] not in (None, pair[0])] == []
    assert "native code" not in page.locator("#card").inner_text()
    page.locator("#layer").focus()
    assert set(PAYLOADS) <= set(page.locator("#layer option").all_text_contents())
    for name in PAYLOADS[::4]:
        page.select_option("#layer", label=name)
    page.locator("#states summary").click()
    click_on(page, 50.4541, 3.9523)
    assert page.evaluate("window.pwned") is None
    witness.assert_quiet()


@pytest.mark.browser
def test_the_plain_map_says_them_too_and_nothing_runs(page, witness, tmp_path):
    held = directory(list(rows()))
    text = plain(held, ties_of([]), MapRequest(territory(), whole())).get_root().render()
    for name in PAYLOADS:
        assert name not in text or not set(name) & set("<>{}$`\"'")
    path = tmp_path / "plain.html"
    path.write_text(text, encoding="utf-8")
    page.goto(path.as_uri())
    assert page.evaluate("window.pwned") is None
    assert witness.dialogs == []
