"""The frame that the pages of the catalogue share: our own files in, values only ever printed."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from markupsafe import Markup

from wtc_eco.locale import language
from wtc_eco.render.catalogue.places import spoken_number
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.page import template

HERE = Path(__file__).parent


def filled(name: str, *, script: str = "", **values: Any) -> str:
    """The page of the template of this name, with its style and its script allowed by their hashes and nothing else."""
    style = stylesheet(HERE / "catalogue.css")
    held = (HERE / script).read_text(encoding="utf-8") if script else ""
    return template(HERE / name).render(
        lang=language(),
        policy=policy(styles=[style], scripts=[held] if held else []),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        script=Markup(held),  # noqa: S704 - the same
        spoken_number=spoken_number,
        **values,
    )
