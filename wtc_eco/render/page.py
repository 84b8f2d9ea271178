"""The frame of a page: values are only ever printed in it, none of them is compiled."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import jinja2

from wtc_eco.locale import date, number, tr, trn
from wtc_eco.render.cells import visible


@cache
def template(path: Path) -> jinja2.Template:
    """The template at `path`, which may include those beside it; texts are escaped, unknown names are faults."""
    frame = jinja2.Environment(
        loader=jinja2.FileSystemLoader(path.parent),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    frame.globals.update(tr=tr, trn=trn, number=number, date=date)
    return frame.get_template(path.name)


def _shown(value: Any) -> Any:
    """A text with its control and bidirectional characters written out."""
    return visible(value, "\n") if type(value) is str else value
