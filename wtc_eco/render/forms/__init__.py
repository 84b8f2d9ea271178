"""The survey's forms: for LimeSurvey, for Google Forms, as a workbook, on paper; and what goes with them."""

from wtc_eco.render.forms.paper import FORMS, write

__all__ = ["FORMS", "write"]
