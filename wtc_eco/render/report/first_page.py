"""The first page: five sentences to read aloud, three things to do, and what the page does not say.

Things to do are the surest of what is computed, each with its figures and where to read on.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco.i18n import away, kilometres, listing, mark, number, people, tr, trn
from wtc_eco.render.report.charts import bare

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from wtc_eco.analysis.finding import Finding

SENTENCES = (
    ("overview", mark("Who is there.")),
    ("answers", mark("Who answered.")),
    ("isolated", mark("Who knows whom.")),
    ("worst_gap", mark("What is missing.")),
    ("journeys", mark("The journeys.")),
)
"""The questions of the five sentences, in their order, and how each sentence is announced."""
NAMED = 4
"""How many structures without a declared tie the page names; more are counted."""


@dataclass(frozen=True)
class PageSentence:
    """A sentence of the page: how it is announced, its text, the section that tells more (or "").

    `fragile`: a small change would change it; `pending`: nothing answers it yet.
    """

    announced: str
    text: str
    see: str = ""
    fragile: bool = False
    pending: bool = False


def sentences(findings: Mapping[str, Finding], about: str = "") -> tuple[PageSentence, ...]:
    """The five sentences of a page about a scope (its id); the one that no finding answers says so."""
    return tuple(_sentence(tr(announced), findings.get(question), about) for question, announced in SENTENCES)


def _sentence(announced: str, finding: Finding | None, about: str) -> PageSentence:
    if finding is None:
        return PageSentence(announced, tr("Not computed yet."), pending=True)
    text = " ".join((finding.sentence(placed=finding.scope != about), *_names(finding)))
    # Where nobody can speak for any structure there is no result yet that could change.
    fragile = bool(finding.fragile) and finding.unknown < finding.base
    return PageSentence(announced, text, finding.question, fragile=fragile)


def _names(finding: Finding) -> Iterator[str]:
    """Who has no declared tie; the sentence gives their number only."""
    if finding.question != "isolated":
        return
    alone = [row for row in finding.rows() if row.get("standing") == "isolated" and row.get("name")]
    if not alone:
        return
    names = [f"{row['name']} ({row['commune']})" if row.get("commune") else row["name"] for row in alone]
    more = len(names) - NAMED
    rest = [trn("{n} other", "{n} others", more)] if more > 0 else []
    names_listed = listing([*names[:NAMED], *rest])
    if any(row.get("upper_bound") for row in alone):
        yield tr("Without a declared tie so far: {names}.", names=names_listed)
    else:
        yield tr("Without a declared tie: {names}.", names=names_listed)


def silences(findings: Mapping[str, Finding], contact: str) -> tuple[str, ...]:
    """What the page does not say, for a reader who has only this page."""
    return tuple(_silences(findings, contact))


def _silences(findings: Mapping[str, Finding], contact: str) -> Iterator[str]:
    yield (
        tr("A structure that is not listed may exist: report it to {contact}.", contact=contact)
        if contact
        else tr("A structure that is not listed may exist: report it to the coordination.")
    )
    yield tr("The ties are those that structures declare; those who did not answer may have others.")
    rests_on = findings.get("hypotheses")
    if rests_on is not None:
        yield tr(
            "Figures in people are orders of magnitude: {n} of the {all} sets of figures they rest on are hypotheses.",
            n=number(rests_on.unknown),
            all=number(rests_on.base),
        )
        yield from (remark.text for remark in rests_on.remarks)


MOST = 3
CHASED = 3
"""How many of the silent are named."""


def actions(findings: Mapping[str, Finding]) -> tuple[PageSentence, ...]:
    """Whom to ask, whom to introduce, who could open together; else whose hours to ask, who could train whom."""
    if any(finding.edition == "shared" for finding in findings.values()):
        return tuple(action for action in _shared(findings) if action)[:MOST]
    candidates = (
        _ask(findings.get("reminders")),
        _introduce(findings.get("missing_links")),
        _open(findings.get("partners"), findings.get("worst_gap")),
        _hours(findings.get("directory")),
        _train(findings.get("training_whom")),
        _find(findings.get("findable")),
    )
    return tuple(action for action in candidates if action)[:MOST]


def _shared(findings: Mapping[str, Finding]) -> tuple[PageSentence | None, ...]:
    """What partners can do, without a name: answer, say their hours, meet those they are introduced to."""
    answers, introductions = findings.get("answers"), findings.get("missing_links")
    sentence = introductions.sentence() if introductions else ""
    return (
        _answer(answers),
        _hours(findings.get("directory")),
        PageSentence(tr("Introduce"), sentence, "missing_links") if sentence else None,
    )


def _answer(answers: Finding | None) -> PageSentence | None:
    """How many have not answered yet: what they would say is what is missing most."""
    if answers is None or not answers.unknown:
        return None
    text = trn(
        "{n} structure out of {all} has not answered about its network yet, asked or not: ten minutes of its time would "
        "complete these pages.",
        "{n} structures out of {all} have not answered about their network yet, asked or not: ten minutes of their time "
        "would complete these pages.",
        answers.unknown,
        all=number(answers.base),
    )
    return PageSentence(tr("Answer the survey"), text, "answers")


def _ask(reminders: Finding | None) -> PageSentence | None:
    """Those to remind first: their answers would tell most. Whoever was never asked is not chased."""
    rows = reminders.rows() if reminders else ()
    asked = [row for row in rows if row["asked"]]
    if asked:
        return PageSentence(tr("Chase"), " ".join((_cited(asked), _list(asked))), "reminders")
    if rows:
        return PageSentence(tr("Ask first"), _never(rows), "reminders")
    return None


def _cited(asked: list[Mapping[str, Any]]) -> str:
    """Those who were never heard, before those who have only the last survey still to answer."""
    unheard = [row for row in asked if row["answered_on"] is None]
    names = [
        trn("{name} ({n} mention)", "{name} ({n} mentions)", row["n_in"], name=row["name"] or row["id"])
        for row in (unheard or asked)[:CHASED]
        if row["n_in"]
    ]
    if not names:
        return tr("Nobody cites those who have not answered; any answer of theirs would be new.")
    if not unheard:
        return tr("{names}: named by others, still to answer the last survey.", names=listing(names))
    return tr("{names}: named by others, not heard yet. Their answers would tell most.", names=listing(names))


def _list(asked: list[Mapping[str, Any]]) -> str:
    return trn(
        "List of reminders: {n} row, of which {dark} without an e-mail address.",
        "List of reminders: {n} rows, of which {dark} without an e-mail address.",
        len(asked),
        dark=number(sum(not row["email"] for row in asked)),
    )


def _never(rows: tuple[Mapping[str, Any], ...]) -> str:
    return trn(
        "{n} structure was never asked about its network; until then isolation and introductions must wait. List to write to: {dark} without an e-mail address.",
        "{n} structures were never asked about their network; until then isolation and introductions must wait. List to write to: {dark} without an e-mail address.",
        len(rows),
        dark=number(sum(not row["email"] for row in rows)),
    )


def _introduce(introductions: Finding | None) -> PageSentence | None:
    """The introduction that would open a way to most people, both ends having answered where one has."""
    rows = introductions.rows() if introductions else ()
    if introductions is None or not rows or introductions.response is None:
        return None
    first = next((row for row in rows if row["both_answered"]), rows[0])
    details = {
        "start": first["from_name"],
        "end": first["to_name"],
        "km": kilometres(first["km"]) if first["km"] is not None else tr("distance unknown"),
        "people": people(first["people"]),
    }
    text = (
        tr(
            "{start} to {end} ({km}): both have answered, no referral is declared from the first to the second; about "
            "{people} people would find a way (order of magnitude, hypotheses).",
            **details,
        )
        if first["both_answered"]
        else tr(
            "{start} to {end} ({km}): no referral is declared from the first to the second, and one of them has not "
            "answered; about {people} people would find a way (order of magnitude, hypotheses).",
            **details,
        )
    )
    more = trn("{n} other introduction is proposed.", "{n} other introductions are proposed.", len(rows) - 1)
    text = f"{text} {more}" if len(rows) > 1 else text
    return PageSentence(tr("Introduce"), text, "missing_links", fragile=bool(introductions.fragile))


def _open(partners: Finding | None, gap: Finding | None) -> PageSentence | None:
    """The two that could fill the worst gap together, or else the one that could alone."""
    rows = partners.rows() if partners else ()
    if partners is None or not rows:
        return None
    first, what = rows[0], _gap(gap)
    details = {
        "host": first["host_name"],
        "where": first["host_commune"] or "?",
        "teacher": first["teacher_name"],
        "people": people(first["people"]),
        "gap": what,
    }
    pair = first["way"] == "pair"
    if pair:
        text = tr(
            "{host} ({where}, open {hours}) and {teacher} ({away}, which offers the theme) would fill {gap} together for about {people} people (order of magnitude, hypotheses).",
            hours=first["hours"] or tr("as declared"),
            away=away(first["km"] or 0.0),
            **details,
        )
    else:
        text = tr(
            "{host} ({where}), which offers the theme, would fill {gap} for about {people} people (order of magnitude, hypotheses) by opening then.",
            **details,
        )
    return PageSentence(
        tr("Open together") if pair else tr("Open at that time"),
        text,
        "partners",
        fragile=bool(partners.fragile),
    )


def _gap(gap: Finding | None) -> str:
    """«Démarches, soirée»: the theme and the time slot of the worst gap."""
    row = gap.rows()[0] if gap and gap.rows() else None
    if gap is None or row is None:
        return tr("the worst gap")
    words = {head.id: head.words or {} for head in gap.headings}
    return tr(
        "“{theme}, {slot}”",
        theme=words["theme"].get(row["theme"], row["theme"]),
        slot=_brief(words["slot"].get(row["slot"], row["slot"])),
    )


def _brief(slot: str) -> str:
    """«en soirée» for «En soirée, du lundi au vendredi (après 18 h)»."""
    first = bare(slot).split(",")[0]
    return first[:1].lower() + first[1:]


def _hours(directory: Finding | None) -> PageSentence | None:
    """How many structures' hours nobody knows: no gap in time can be told about them."""
    if directory is None or not any(head.id == "slots_known" for head in directory.headings):
        return None
    dark = sum(1 for row in directory.rows() if not row.get("slots_known"))
    if not dark:
        return None
    text = trn(
        "{n} structure out of {all} has no known hours: ask for them first, before speaking of missing slots.",
        "{n} structures out of {all} have no known hours: ask for them first, before speaking of missing slots.",
        dark,
        all=number(len(directory.rows())),
    )
    return PageSentence(tr("Complete"), text, "directory")


def _train(training: Finding | None) -> PageSentence | None:
    """The nearest trained team to a team that is not."""
    row = next((row for row in training.rows() if row["trainer_name"]), None) if training else None
    if row is None:
        return None
    text = tr(
        "{trainer} ({where}) could train the team of {name} ({commune}), {away}.",
        trainer=row["trainer_name"],
        where=row["trainer_commune"] or "?",
        name=row["name"],
        commune=row["commune"] or "?",
        away=away(row["km"] or 0.0),
    )
    return PageSentence(tr("Train"), text, "training_whom")


def _find(findable: Finding | None) -> PageSentence | None:
    """How many structures the public cannot find for want of something nobody has told us."""
    if findable is None or not findable.unknown:
        return None
    text = trn(
        "{n} structure out of {all} lacks something the public needs to find it (address, hours, phone, site or themes): "
        "what to ask it stands in the workbook.",
        "{n} structures out of {all} lack something the public needs to find them (address, hours, phone, site or "
        "themes): what to ask each stands in the workbook.",
        findable.unknown,
        all=number(findable.base),
    )
    return PageSentence(tr("Make findable"), text, "findable")
