"""The exports of survey tools in: whatever the tool and its settings, the same answers.

`read_answers` takes a table of Google Forms, LimeSurvey or KoBo, or a home-made grid, and gives the
answers of the pack's questionnaire.
"""

from wtc_eco.sources.surveys.answers import Answer, Answers, Mention
from wtc_eco.sources.surveys.reading import questionnaire_of, read_answers
from wtc_eco.sources.surveys.sheets import NetworkLines, sheet_names, survey_tables

__all__ = [
    "Answer",
    "Answers",
    "Mention",
    "NetworkLines",
    "questionnaire_of",
    "read_answers",
    "sheet_names",
    "survey_tables",
]
