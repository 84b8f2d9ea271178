"""The frame that the pages of the catalogue share: our own files in, values only ever printed."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2
from markupsafe import Markup

from wtc_eco.locale import date, language, number, tr, trn
from wtc_eco.render.catalogue.places import spoken_number
from wtc_eco.render.cells import visible
from wtc_eco.render.design import policy, stylesheet

HERE = Path(__file__).parent


def filled(template: str, *, script: str = "", **values: Any) -> str:
    """The page of a template, with its style and its script allowed by their hashes and nothing else."""
    style = stylesheet(HERE / "catalogue.css")
    held = (HERE / script).read_text(encoding="utf-8") if script else ""
    return _template(template).render(
        lang=language(),
        policy=policy(styles=[style], scripts=[held] if held else []),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        script=Markup(held),  # noqa: S704 - the same
        **values,
    )


@cache
def _template(name: str) -> jinja2.Template:
    frame = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    frame.globals.update(tr=tr, trn=trn, number=number, date=date, spoken_number=spoken_number)
    return frame.get_template(name)


def _shown(value: Any) -> Any:
    """A text with its control and bidirectional characters written out."""
    return visible(value, "\n") if type(value) is str else value
