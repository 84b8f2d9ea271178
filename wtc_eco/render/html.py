"""The frame and the one look of every page that leaves the house: map, report, catalogue, invitations.

A page shows itself in its own styles, runs its own scripts and asks nothing of anybody; values are only ever
printed in it, none of them is compiled.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from wtc_eco.i18n import date, language, number, tr, trn
from wtc_eco.render.cells import spoken, visible

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding


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


def policy(*, styles: Iterable[str], scripts: Iterable[str] = (), images: Iterable[str] = ()) -> str:
    """A Content-Security-Policy that allows these very texts, and images from `images` (`data:`, a host)."""
    rules = {"style-src": map(_hash, styles), "script-src": map(_hash, scripts), "img-src": images}
    allowed = [
        " ".join((rule, *allowed_values))
        for rule, values in rules.items()
        if (allowed_values := tuple(values))
    ]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


SHARED = ("tokens.css", "page.css", "paper.css")


def stylesheet(*own: Path) -> str:
    """Tokens, elements and paper of every page, then the page's own files, which may overrule them."""
    shared = [files(__package__).joinpath("design", name).read_text(encoding="utf-8") for name in SHARED]
    return "\n".join([*shared, *(path.read_text(encoding="utf-8") for path in own)])


_HERE = Path(__file__).parent


@dataclass(frozen=True)
class SeatingCard:
    """What one person holds in hand: where it sits in each round, and whom it is to meet."""

    title: str
    under: str
    rounds: tuple[tuple[str, str], ...]
    meet: tuple[str, ...]


def document(  # noqa: PLR0913 - a page has these parts
    *,
    title: str,
    lead: Sequence[str],
    tables: Sequence[tuple[Finding, Sequence[str]]],
    cards: Sequence[SeatingCard] = (),
    foot: Sequence[str] = (),
    as_of: str = "",
    notice: str = "",
) -> str:
    """The page, in the language spoken now; of each answer the columns named, in that order."""
    style = stylesheet(_HERE / "printed.css")
    return template(_HERE / "printed.html.j2").render(
        lang=language(),
        policy=policy(styles=[style]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        title=title,
        as_of=date(as_of) if as_of else "",
        notice=notice,
        lead=lead,
        tables=[_table(finding, columns) for finding, columns in tables],
        cards=cards,
        foot=foot,
    )


def _table(finding: Finding, columns: Sequence[str]) -> dict[str, Any]:
    heads = {head.id: head for head in finding.headings}
    shown = [heads[column] for column in columns if column in heads]
    rows = [
        [
            (head.id, "" if row.get(head.id) is None else spoken(row[head.id], head, keep="\n"))
            for head in shown
        ]
        for row in finding.rows()
    ]
    titles = [(head.id, head.title) for head in shown]
    return {"question": finding.question, "title": finding.title, "heads": titles, "rows": rows}
