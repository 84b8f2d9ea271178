"""A survey for LimeSurvey: its structure as tab separated values, and its participants as CSV.

The layout is that of the LimeSurvey manual, «Tab Separated Value survey structure»: UTF-8 with a byte order
mark, one row a setting (S), a text of a language (SL), a group (G), a question (Q), a subquestion (SQ), an
answer (A); first everything in the base language, then the same rows in the same order in the others.

What a user wrote is text and nothing else: LimeSurvey shows texts as HTML and computes what stands between
braces, so that both are written as character references, which also leaves no quote for a reader to trip on.
"""

from __future__ import annotations

import csv
import html
import io
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from wtc_eco.campaigns.rosters import Listed
from wtc_eco.i18n import LANGUAGES, language, speaking
from wtc_eco.render.cells import guarded, visible

if TYPE_CHECKING:
    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.territory.questionnaire import Question
    from wtc_eco.territory.vocabulary import Vocabulary

COLUMNS = (
    "id", "related_id", "class", "type/scale", "name", "relevance", "text", "help", "language", "validation",
    "mandatory", "other", "default", "same_default",
    "hidden", "multiflexible_checkbox", "exclude_all_others", "repeat_headings",
)  # fmt: skip
"""The documented columns, then the attributes of questions that we set."""
PARTICIPANTS = ("firstname", "lastname", "email", "token", "attribute_1")
_TYPES = {"texts": "Q", "text": "T", "number": "N", "choice": "L", "boxes": "M", "grid": "F", "box_grid": ":", "lines": "Q"}  # fmt: skip
_LONG_LIST = 8
"""A choice among more answers than this is a drop-down list."""
_SETTINGS = {"format": "G", "datestamp": "Y", "htmlemail": "Y", "allowprev": "Y", "tokenanswerspersistence": "Y", "ipaddr": "N", "refurl": "N"}  # fmt: skip
"""One page a part; answers are dated and can be taken up again; nothing is kept of the person at the keyboard."""
_MAIL = {"invite": "invitation", "remind": "reminder_1"}
Cells = Mapping[str, str]


def structure(
    outing: Outing, shown: Sequence[Listed], *, each: Mapping[str, Sequence[str]] | None = None
) -> bytes:
    """The survey, with these structures as the lines of its grid, in every language of ours, the one spoken now first.

    `each` gives, by listed structure, the codes of those who are shown it, where not everybody is.
    """
    base = language()
    others = [one for one in LANGUAGES if one != base]
    rows = [_setting(name, value) for name, value in _SETTINGS.items()]
    rows += [_setting("language", base), _setting("additional_languages", " ".join(others))]
    if outing.facts.address:
        rows.append(_setting("adminemail", outing.facts.address) if "@" in outing.facts.address else {})
    for chosen in (base, *others):
        with speaking(chosen):
            rows += _texts(outing)
    for chosen in (base, *others):
        with speaking(chosen):
            rows += [{**row, "language": chosen} for row in _form(outing, shown, each or {})]
    return "\ufeff".encode() + _written(COLUMNS, [row for row in rows if row], "\t")


def participants(recipients: Sequence[Recipient]) -> bytes:
    """The participants to import, `attribute_1` the number of the structure.

    Those without an address have a code too: for an answer that is typed in on the telephone.
    """
    rows = [_participant(one) for one in recipients]
    return _written(PARTICIPANTS, rows, ",")


def _participant(one: Recipient) -> Cells:
    """The person, or the structure where nobody is named."""
    first, _, last = (one.address.person or "").strip().partition(" ")
    return {
        "firstname": guarded(visible(first)),
        "lastname": guarded(visible(last if one.address.person else one.listed.name)),
        "email": one.address.email or "",
        "token": one.token,
        "attribute_1": one.listed.id,
    }


def _written(columns: Sequence[str], rows: Sequence[Cells], delimiter: str) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.DictWriter(stream, columns, delimiter=delimiter, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return stream.getvalue().encode()


def inert(text: str) -> str:
    """A text that LimeSurvey shows as it is: no markup, nothing to compute, on one line."""
    return _escaped(" ".join(text.split()))


def _escaped(text: str) -> str:
    return html.escape(visible(text)).replace("{", "&#123;").replace("}", "&#125;")


def _setting(name: str, value: str) -> Cells:
    return {"class": "S", "name": name, "text": value}


def _texts(outing: Outing) -> Iterator[Cells]:
    """Title, welcome and messages in the language spoken now; the links are LimeSurvey's own placeholders."""
    texts_by_name = {
        "surveyls_title": inert(outing.title()),
        "surveyls_welcometext": paragraphs(outing.intro()),
    }
    for purpose, name in _MAIL.items():
        subject, body = outing.message("follow_up" if outing.follow_up else name, link=_LINK)
        texts_by_name[f"surveyls_email_{purpose}_subj"] = inert(subject)
        texts_by_name[f"surveyls_email_{purpose}"] = paragraphs(body)
    for name, text in texts_by_name.items():
        yield {"class": "SL", "name": name, "text": text, "language": language()}


_LINK = "\0"
"""Where the personal link goes: no text of a user holds it."""


def paragraphs(text: str) -> str:
    """A message as paragraphs of HTML, with LimeSurvey's own place for the link."""
    parts = (" ".join(part.split()) for part in text.split("\n\n"))
    return "".join(f"<p>{'{SURVEYURL}'.join(map(_escaped, part.split(_LINK)))}</p>" for part in parts if part)


def _form(outing: Outing, shown: Sequence[Listed], each: Mapping[str, Sequence[str]]) -> Iterator[Cells]:
    """Groups and questions, in the language spoken now."""
    parts = dict.fromkeys(question.part for question in outing.questions)
    identity = outing.questionnaire.of_type["identity"][0].code
    for number, part in enumerate(parts, start=1):
        titles = outing.questionnaire.parts[part]
        yield {"class": "G", "type/scale": f"G{number}", "name": inert(titles[language()])}
        for question in outing.questions:
            if question.part == part:
                first, *others = _question(question, shown, each)
                # Whoever has a personal link is listed.
                asked = {"relevance": f"is_empty({identity}.NAOK)"} if question.for_the_unlisted else {}
                yield {**first, **asked}
                yield from others


def _question(
    question: Question, shown: Sequence[Listed], each: Mapping[str, Sequence[str]]
) -> Iterator[Cells]:
    if question.type == "identity":
        # Whoever has a link has said who they are: a hidden equation keeps the number of the structure.
        yield {"class": "Q", "type/scale": "*", "name": question.code, "relevance": "1", "text": "{TOKEN:ATTRIBUTE_1}", "hidden": "1"}  # fmt: skip
        return
    kind = _TYPES[question.type]
    if question.type == "choice" and len(question.options) > _LONG_LIST:
        kind = "!"
    yield {
        "class": "Q",
        "type/scale": kind,
        "name": question.code,
        "relevance": "1",
        "text": inert(question.text()),
        "help": inert(question.help.get(language(), "")),
        "mandatory": "Y" if question.required else "",
        "other": "Y" if question.other else "",
        **_attributes(question),
    }
    yield from _subquestions(question, shown, each)
    if question.type in ("choice", "grid"):
        for number, option in enumerate(question.options.values(), start=1):
            yield {"class": "A", "type/scale": "0", "name": f"A{number}", "text": inert(option.text())}


def _attributes(question: Question) -> Cells:
    if question.type == "box_grid":
        return {"multiflexible_checkbox": "1", "repeat_headings": "15"}
    if question.type != "boxes":
        return {}
    alone = [
        f"SQ{number:03}"
        for number, option in enumerate(question.options.values(), start=1)
        if option.extra.get("means")
    ]
    return {"exclude_all_others": ";".join(alone)}


def _subquestions(
    question: Question, shown: Sequence[Listed], each: Mapping[str, Sequence[str]]
) -> Iterator[Cells]:
    if question.type == "box_grid":
        yield from _numbered(question.rows) if len(question.rows) else _lines(shown, each)
        for row in _numbered(question.options):
            yield {**row, "type/scale": "1"}
    elif question.type == "boxes":
        yield from _numbered(question.options)
    elif question.type in ("texts", "grid", "lines"):
        yield from _numbered(question.rows)


def _numbered(terms: Vocabulary) -> Iterator[Cells]:
    for number, term in enumerate(terms.values(), start=1):
        yield {"class": "SQ", "type/scale": "0", "name": f"SQ{number:03}", "relevance": "1", "text": inert(term.text())}  # fmt: skip


def _lines(shown: Sequence[Listed], each: Mapping[str, Sequence[str]]) -> Iterator[Cells]:
    """A line a listed structure, whose code is its number; shown to some only where `each` says to whom."""
    for one in shown:
        whose = each.get(one.id)
        asked = " or ".join(f"TOKEN:ATTRIBUTE_1 == '{id_}'" for id_ in whose) if whose else "1"
        yield {"class": "SQ", "type/scale": "0", "name": one.id, "relevance": asked, "text": inert(one.text())}  # fmt: skip
