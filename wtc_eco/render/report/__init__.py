"""The report: one page that needs nothing else, to read aloud, to print and to send; a workbook; Markdown.

The page asks nothing of the network, and no text of a user is ever run in it.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from markupsafe import Markup

from wtc_eco.i18n import language
from wtc_eco.render.html import policy, stylesheet, template
from wtc_eco.render.report.content import METHOD, Report, compose, in_short
from wtc_eco.render.report.markdown import markdown
from wtc_eco.render.report.workbook import book

if TYPE_CHECKING:
    from collections.abc import Sequence

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.territory import Scope, Territory

__all__ = ["Report", "book", "compose", "html", "markdown", "report_html"]

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
    return template(_HERE / "report.html.j2").render(
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
