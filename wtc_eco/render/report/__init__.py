"""The report: one page that needs nothing else, to read aloud, to print and to send; a workbook; Markdown."""

from wtc_eco.render.report.book import book
from wtc_eco.render.report.contents import Report, compose
from wtc_eco.render.report.document import html, report_html
from wtc_eco.render.report.markdown import markdown

__all__ = ["Report", "book", "compose", "html", "markdown", "report_html"]
