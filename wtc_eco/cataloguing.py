"""The offer for the public, and sheets for partners: made from the shared edition, so that nobody stands in them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.reporting import named, spoken

if TYPE_CHECKING:
    from collections.abc import Mapping

    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.render.catalogue import Contact

SHEETS = "fiches"
"""The folder of outputs/ where the sheets stand."""


def write_catalogue(
    ecosystem: Ecosystem,
    path: str | Path | None = None,
    *,
    bassin: str | None = None,
    lang: str | None = None,
) -> Path:
    """The offer of a bassin or of everything, for the public; by default outputs/catalogue.html.

    Of each place: where it is, when, what, for whom; fixed lines and general addresses only. No person, no
    tie, no status.
    """
    from wtc_eco.render.catalogue import catalogue_html
    from wtc_eco.render.outputs import put

    with spoken(ecosystem, lang):
        target = Path(path) if path else ecosystem.outputs / named(ecosystem, "catalogue", bassin, ".html")
        text = catalogue_html(
            ecosystem.shared().ask("public_offer", bassin=bassin),
            _contacts(ecosystem),
            place=ecosystem.scope(bassin=bassin).text(),
            contact=ecosystem.settings.contact,
        )
        put(target, text.encode())
        return target


def write_sheets(
    ecosystem: Ecosystem,
    structure: str | None = None,
    output: str | Path | None = None,
    *,
    bassin: str | None = None,
    lang: str | None = None,
) -> tuple[Path, ...]:
    """A sheet of one page to send to partners, for a structure (S12 or its name) or for each of a bassin.

    `output` is a folder (by default outputs/fiches), where a sheet is called by the number of its
    structure; for one structure it may be the file itself, `fiche.html`. Raises `UnknownNameError`.
    """
    from wtc_eco.ecosystem.naming import structure_named
    from wtc_eco.render.catalogue import sheets_html
    from wtc_eco.render.outputs import put

    with spoken(ecosystem, lang):
        target = Path(output) if output else ecosystem.outputs / SHEETS
        chosen = structure_named(ecosystem, structure) if structure else None
        asked = "*" if chosen else bassin
        finding = ecosystem.shared().ask("public_offer", bassin=asked)
        made = sheets_html(finding, _contacts(ecosystem), contact=ecosystem.settings.contact)
        wanted = {chosen: made[chosen]} if chosen else made
        named = chosen is not None and target.suffix == ".html"
        paths = {key: target if named else target / f"{key}.html" for key in wanted}
        for key, path in paths.items():
            put(path, wanted[key].encode())
        return tuple(paths.values())


def _contacts(ecosystem: Ecosystem) -> Mapping[str, Contact]:
    """How the public may reach each structure."""
    from wtc_eco.ecosystem.sharing import reachable
    from wtc_eco.render.catalogue import Contact

    return {key: Contact(one.phones, one.emails) for key, one in reachable(ecosystem).items()}
