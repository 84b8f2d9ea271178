"""The report as one page of HTML: nothing asked of the network, no text of a user ever run."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from markupsafe import Markup

from wtc_eco.locale import language, number, tr, trn
from wtc_eco.render.cells import visible
from wtc_eco.render.design import policy, stylesheet
from wtc_eco.render.report.contents import METHOD, Report, compose, in_short

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Scope, Territory

_HERE = Path(__file__).parent


def report_html(
    findings: Sequence[Finding],
    *,
    territory: Territory,
    scope: Scope,
    sources: Sequence[tuple[str, str]] = (),
    contact: str = "",
) -> str:
    """The page that `compose` makes of these findings."""
    return html(compose(findings, territory=territory, scope=scope, sources=sources, contact=contact))


def html(report: Report) -> str:
    """The report as a page, in the language spoken now."""
    style, script = stylesheet(_HERE / "report.css"), _script()
    return _template().render(
        report=report,
        lang=language(),
        policy=policy(styles=[style], scripts=[script]),
        style=Markup(style),  # noqa: S704 - our own file, without a word of the user's
        script=Markup(script),  # noqa: S704 - the same
        sources=in_short(report.sources),
        method=METHOD,
    )


@cache
def _script() -> str:
    return (_HERE / "report.js").read_text(encoding="utf-8")


@cache
def _template() -> jinja2.Template:
    """The page's frame. Values are only ever printed: none of them is compiled."""
    frame = jinja2.Environment(
        loader=jinja2.FileSystemLoader(_HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        finalize=_shown,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    frame.globals.update(tr=tr, trn=trn, number=number)
    return frame.get_template("report.html.j2")


def _shown(value: Any) -> Any:
    """A text with its control and bidirectional characters written out."""
    return visible(value, "\n") if type(value) is str else value
