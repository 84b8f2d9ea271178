"""The report: one page that needs nothing else, to read aloud, to print and to send."""

from wtc_eco.render.report.document import report_html

__all__ = ["report_html"]
