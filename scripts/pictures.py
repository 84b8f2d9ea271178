"""The pictures in docs/, taken of the shipped ecosystem by Chromium: `python scripts/pictures.py [NAME …]`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import wtc_eco as eco

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ROOT = Path(__file__).resolve().parents[1]
CHROMIUM = os.environ.get("WTC_ECO_CHROMIUM", "/usr/bin/chromium")
WIDE, PHONE = (1440, 900), (390, 844)


@dataclass(frozen=True)
class Picture:
    """What is to be seen, and on what; `at` is the section scrolled to, `chosen` a theme picked in the catalogue."""

    name: str
    size: tuple[int, int]
    layer: str | None = None
    dark: bool = False
    paper: bool = False
    at: str | None = None
    chosen: str | None = None


PICTURES = (
    Picture("map.jpg", WIDE),
    Picture("map-theme.jpg", WIDE, layer="securite"),
    Picture("map-dark.jpg", WIDE, dark=True),
    Picture("map-phone.jpg", PHONE),
    Picture("map-print.jpg", WIDE, layer="soiree", paper=True),
    Picture("report.jpg", (1440, 1100)),
    Picture("report-print.jpg", WIDE, paper=True),
    Picture("report-gaps-dark.jpg", (1440, 1100), dark=True, at="themes_by_slot"),
    Picture("report-journeys.jpg", WIDE, at="journeys"),
    Picture("report-phone.jpg", PHONE),
    Picture("catalogue.jpg", WIDE, chosen="securite"),
    Picture("catalogue-phone.jpg", PHONE, chosen="demarches", dark=True),
    Picture("sheet-print.jpg", WIDE, paper=True),
)
BASSIN, STRUCTURE = "hainaut-centre", "S36"
"""What reports and the catalogue are shown of, and a structure that has said much of itself."""


def main() -> None:
    """Take every picture, or those named; each stays under 200 kB."""
    from playwright.sync_api import sync_playwright

    ecosystem = eco.open(ROOT)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu"])
        for picture in PICTURES:
            if picture.name in (sys.argv[1:] or [picture.name]):
                take(browser, written(ecosystem, Path(folder), picture), picture)
        browser.close()


def written(ecosystem: eco.Ecosystem, folder: Path, picture: Picture) -> Path:
    """The page a picture is taken of."""
    match picture.name.removesuffix(".jpg").split("-")[0]:
        case "report":
            return ecosystem.write.report(folder / "report.html", bassin=BASSIN)
        case "catalogue":
            return ecosystem.write.catalogue(folder / "catalogue.html", bassin=BASSIN)
        case "sheet":
            return ecosystem.write.sheets(STRUCTURE, folder)[0]
        case _:
            return ecosystem.write.map(folder / "map.html", layer=picture.layer)


def take(browser: Browser, address: Path, picture: Picture) -> None:
    """One picture of a page, on a screen or as the printer gets it."""
    width, height = picture.size
    scheme: Literal["dark", "light"] = "dark" if picture.dark else "light"
    page = browser.new_page(offline=True, viewport={"width": width, "height": height}, color_scheme=scheme)
    page.goto(address.as_uri())
    page.wait_for_timeout(400)
    if picture.chosen:
        page.locator("#themes").select_option(picture.chosen)
    if picture.at:
        page.evaluate("id => document.getElementById(id).scrollIntoView({ behavior: 'instant' })", picture.at)
    target = ROOT / "docs" / picture.name
    if picture.paper:
        first_sheet(page.pdf(prefer_css_page_size=True), target)
    else:
        page.screenshot(path=str(target), type="jpeg", quality=50)
    page.close()
    print(f"docs/{picture.name}: {target.stat().st_size / 1000:.0f} kB")


def first_sheet(pdf: bytes, target: Path) -> None:
    """The first sheet of a PDF as a picture (poppler's pdftoppm)."""
    command = ["pdftoppm", "-jpeg", "-jpegopt", "quality=60", "-r", "90", "-f", "1", "-singlefile"]
    subprocess.run([*command, "-", str(target.with_suffix(""))], input=pdf, check=True)  # noqa: S603 - our own words


if __name__ == "__main__":
    main()
