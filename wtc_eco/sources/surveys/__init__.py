"""The exports of survey tools in: whatever the tool and its settings, the same answers.

`read_answers` takes a table of Google Forms, Microsoft Forms, LimeSurvey or KoBo, or a home-made grid, and gives the
answers of the pack's questionnaire.
"""

from wtc_eco.sources.surveys.grid import NetworkLines, survey_tables
from wtc_eco.sources.surveys.network import Mention, NetworkAnswer, NetworkAnswers
from wtc_eco.sources.surveys.responses import questionnaire_of, read_answers

__all__ = [
    "Mention",
    "NetworkAnswer",
    "NetworkAnswers",
    "NetworkLines",
    "questionnaire_of",
    "read_answers",
    "survey_tables",
]
