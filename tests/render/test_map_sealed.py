"""The sealed map as a text: nothing from outside, nothing that runs but ours, the same bytes."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from map_ecosystem import HOSTILE, directory, ecosystem, structure, territory, tie, ties_of, whole

from wtc_eco.render.map import MapRequest, page, plain, sealed
from wtc_eco.render.map.areas import packed, unpacked
from wtc_eco.render.map.folium_map import escaped
from wtc_eco.render.map.page import data_block

COLUMNS = ("name", "kind", "commune", "bassin", "standing", "ties")


@pytest.fixture(scope="module")
def request_():
    return MapRequest(territory(), whole())


@pytest.fixture(scope="module")
def page_text(request_):
    return sealed(*ecosystem(), request_)


def held(text: str):
    block = re.search(r'<script type="application/json" id="ecosystem">(.*?)</script>', text, re.DOTALL)
    return json.loads(block[1])


def rows_of(text: str, table: str):
    """The rows of a table of the page, each as field and value."""
    found = held(text)[table]
    return [dict(zip(found["fields"], row, strict=True)) for row in unpacked(found)]


def test_363_structures_take_less_than_600_kilobytes(page_text):
    assert len(page_text.encode()) < 600_000


def test_no_link_image_or_style_leads_to_another_host(page_text):
    assert not re.findall(r"""(?:src|href)\s*=\s*["']?\s*(?:https?:)?//""", page_text)
    assert not re.findall(r"url\((?!#)|@import|sourceMappingURL", page_text)
    assert "<link" not in page_text
    assert "<script src" not in page_text


def test_the_policy_allows_the_scripts_and_styles_of_the_page_and_nothing_else(page_text):
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page_text)[1]
    for tag in ("script", "style"):
        texts = re.findall(rf"<{tag}>(.*?)</{tag}>", page_text, re.DOTALL)
        hashes = [base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() for text in texts]
        assert f"{tag}-src " + " ".join(f"'sha256-{one}'" for one in hashes) in policy
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy


def test_the_policy_comes_before_everything_else_of_the_head(page_text):
    head = page_text.split("<head>")[1]
    assert head.lstrip().startswith('<meta http-equiv="Content-Security-Policy"')


def test_the_page_says_its_language_and_lets_people_zoom(page_text, request_):
    assert '<html lang="fr">' in page_text
    assert "user-scalable" not in page_text
    english = sealed(*ecosystem(20), MapRequest(territory(), whole(), language="en"))
    assert '<html lang="en">' in english
    assert held(english)["texts"]["legend"] == "How to read the map"


def test_hostile_names_stand_in_the_data_as_they_are_and_nowhere_else(request_):
    rows = [structure(place, name, notice=name) for place, name in enumerate(HOSTILE, 1)]
    text = sealed(directory(rows, notice=HOSTILE[0]), ties_of([]), request_)
    found = held(text)
    assert {row["name"] for row in rows_of(text, "structures")} == set(HOSTILE)
    assert "onerror=alert(1)>" not in text
    assert "49" not in found["head"]["notice"]


def test_a_hostile_title_is_a_title():
    text = sealed(*ecosystem(3), MapRequest(territory(), whole(), title=HOSTILE[0]))
    assert held(text)["head"]["title"] == HOSTILE[0]
    assert "<title>{{7*7}}&lt;/script&gt;" in text


@given(st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_survives_the_block_of_data_and_never_leaves_it(text):
    block = data_block({"name": text})
    inside = block.removeprefix('<script type="application/json" id="ecosystem">').removesuffix("</script>")
    assert not set(inside) & set("<>&\u2028\u2029")
    assert json.loads(inside)["name"] == text
    inside.encode()


def test_the_same_ecosystem_gives_the_same_bytes_whatever_the_hash_seed(page_text):
    code = (
        "import hashlib, map_ecosystem as m\n"
        "from wtc_eco.render.map import MapRequest, sealed\n"
        "text = sealed(*m.ecosystem(), MapRequest(m.territory(), m.whole()))\n"
        "print(hashlib.sha256(text.encode()).hexdigest())"
    )
    seen = {hashlib.sha256(page_text.encode()).hexdigest()}
    folders = os.pathsep.join([str(Path(__file__).parent), str(Path(__file__).parents[2])])
    for seed in ("1", "77"):
        outside = {
            **os.environ,
            "PYTHONHASHSEED": seed,
            "TZ": "Asia/Tokyo",
            "LC_ALL": "C",
            "PYTHONPATH": folders,
        }
        done = subprocess.run(
            [sys.executable, "-c", code], env=outside, capture_output=True, text=True, check=True
        )
        seen.add(done.stdout.strip())
    assert len(seen) == 1


def test_the_order_of_rows_changes_no_byte(request_):
    rows = list(ecosystem(60, located=0)[0].rows())
    once, again = (sealed(directory(order), ties_of([]), request_) for order in (rows, rows[::-1]))
    assert once == again


def _spots(finding, request):
    rows = rows_of(sealed(finding, ties_of([]), request), "structures")
    return sorted(tuple(row[name] for name in ("id", "lat", "lon", "located")) for row in rows)


def test_structures_of_one_commune_without_an_address_stand_apart_near_its_centre(request_):
    spots = _spots(directory([structure(number) for number in range(1, 21)]), request_)
    mons = territory().communes["53053"]
    assert len({spot[1:3] for spot in spots}) == 20
    assert all(abs(lat - mons.lat) < 0.02 and abs(lon - mons.lon) < 0.03 for _, lat, lon, _ in spots)
    assert {spot[3] for spot in spots} == {"commune"}


def test_a_structure_of_an_unknown_place_is_in_the_table_and_not_on_the_map(request_):
    lost = structure(1, ins=None, commune=None, bassin=None, located=None)
    assert _spots(directory([lost]), request_) == [("S1", None, None, None)]


def test_a_tie_with_a_structure_beyond_the_map_keeps_its_name(request_):
    far = tie("S1", "S99", to_name="Bibliothèque de Bruxelles")
    text = sealed(directory([structure(1)]), ties_of([far, tie("S98", "S99")]), request_)
    found = [(row["from"], row["to"], row["name"]) for row in rows_of(text, "ties")]
    assert found == [(0, None, "Bibliothèque de Bruxelles")]


def test_only_web_addresses_can_be_followed(request_):
    sites = (
        "www.exemple.be",
        "javascript:alert(1)",
        "https://exemple.be/a?b=c",
        'https://x.be/"onclick=',
        None,
    )
    rows = [structure(number, website=site) for number, site in enumerate(sites, 1)]
    text = sealed(directory(rows), ties_of([]), request_)
    shown = [row["website"] for row in rows_of(text, "structures")]
    assert shown == [
        "https://www.exemple.be",
        "javascript:alert(1)",
        "https://exemple.be/a?b=c",
        'https://x.be/"onclick=',
        None,
    ]


def test_every_kind_has_its_own_pair_of_colour_and_shape():
    rows = [structure(number, kind=kind) for number, kind in enumerate(territory().kinds, 1)]
    kinds = held(sealed(directory(rows), ties_of([]), MapRequest(territory(), whole())))["kinds"]
    assert len(kinds) == len(territory().kinds)
    assert len({(kind["color"], kind["shape"]) for kind in kinds}) == len(kinds)


def test_the_plain_map_writes_names_as_letters_only(request_):
    rows = [structure(place, name) for place, name in enumerate(HOSTILE, 1)]
    text = plain(directory(rows), ties_of([tie("S1", "S2")]), request_).get_root().render()
    assert "onerror" in text
    assert "<img src=x" not in text
    assert "{{7*7}}" not in text
    assert ">49<" not in text


@given(st.text())
def test_an_escaped_name_holds_no_sign_that_a_template_or_a_script_reads(text):
    assert not set(escaped(text)) & set("{}$`\\%<>\"'\u2028\u2029")


@given(st.lists(st.tuples(st.text(), st.none() | st.integers() | st.booleans(), st.lists(st.text()))))
def test_a_packed_table_is_the_same_table(rows):
    again = unpacked(json.loads(json.dumps(packed(("a", "b", "c"), rows))))
    assert again == [list(row) for row in rows]


@pytest.mark.shared
def test_official_boundaries_take_the_place_of_the_approximate_ground(shared):
    file = shared / "reference" / "boundaries_wallonia_261_2025_tol200m.geojson"
    found = held(sealed(*ecosystem(10), MapRequest(territory(), whole(), boundaries=file)))["boundaries"]
    assert len(found) == len(territory().communes)
    lat, lon = (step / 10_000 for step in found["53053"][0][:2])
    assert (50 < lat < 51, 3.5 < lon < 4.5) == (True, True)


def test_every_text_the_page_is_given_is_said_somewhere(request_):
    folder = Path(page.__file__).parent
    code = "".join((folder / name).read_text(encoding="utf-8") for name in (*page.SCRIPTS, "page.html"))
    ways = r'(?:texts\.|data-(?:text|label)="|count\("|(?<!\.)add\("|[?:] "(?=tie_))(\w+)'
    said = set(re.findall(ways, code)) | {f"column_{name}" for name in COLUMNS}
    assert set(held(sealed(*ecosystem(3), request_))["texts"]) == said
