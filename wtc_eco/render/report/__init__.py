"""The report: one page that needs nothing else, to read aloud, to print and to send; a workbook; Markdown."""

from wtc_eco.render.report.content import Report, compose
from wtc_eco.render.report.html import html, report_html
from wtc_eco.render.report.markdown import markdown
from wtc_eco.render.report.workbook import book

__all__ = ["Report", "book", "compose", "html", "markdown", "report_html"]
