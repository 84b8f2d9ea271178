"""The survey: sent out, chased, and followed up after an event; a coordinator's wishes in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.errors import UsageError
from wtc_eco.i18n import language, speaking, tr

if TYPE_CHECKING:
    from wtc_eco.analysis.finding import Finding
    from wtc_eco.campaigns.campaign import Outing
    from wtc_eco.campaigns.rosters import Roster
    from wtc_eco.ecosystem.ecosystem import Ecosystem

FOLDER = "survey"
"""Where the forms go in outputs/, where nobody says."""


@dataclass(frozen=True)
class SurveyWishes:
    """A survey as a coordinator asks for it: `name` is what its answers will be imported as.

    `on` is the day it is sent (ISO; the latest date in `data/` where nobody says), `before` the day by which
    answers are wanted. `event` asks those who met at that event instead. No `forms`: all of them.
    """

    bassin: str | None = None
    forms: Sequence[str] = ()
    name: str = ""
    on: str | None = None
    before: str | None = None
    event: str | None = None
    rehearsal: bool = False
    accept_edits: bool = False


@dataclass(frozen=True)
class SentOut:
    """What sending a survey out did, or would do; `files` are empty in a rehearsal."""

    outing: Outing
    new: int
    known: int
    rehearsal: bool
    files: tuple[Path, ...]
    warnings: tuple[str, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        outing = self.outing
        return {
            "survey": outing.survey,
            "asked_on": outing.day,
            "place": outing.facts.place,
            "asked": len(outing.recipients),
            "new": self.new,
            "known": self.known,
            "to_write_to": len(outing.to_write_to),
            "to_call": len(outing.to_call),
            "objected": outing.objected,
            "lists": [_list(roster) for roster in outing.rosters],
            "dry_run": self.rehearsal,
            "files": [path.as_posix() for path in self.files],
            "warnings": list(self.warnings),
        }


def _list(roster: Roster) -> dict[str, Any]:
    return {
        "id": roster.id,
        "title": roster.title,
        "shown": [one.id for one in roster.shown],
        "asked": len(roster.asked),
        "left_out": list(roster.left_out),
    }


def send_survey(
    ecosystem: Ecosystem, wishes: SurveyWishes, folder: str | Path | None = None, *, lang: str | None = None
) -> SentOut:
    """Note who is asked in `data/` and write the forms into `folder`, in the language of the outputs.

    Sending it again asks those that are new; codes and days stay. Raises `UsageError` where nobody can be
    asked, and `RefusedError` where the pack has no questionnaire.
    """
    from wtc_eco.ecosystem.importing.delivery import require_short
    from wtc_eco.ecosystem.surveys.requests import note_requests
    from wtc_eco.render import forms

    require_short(wishes.name)
    with speaking(lang or ecosystem.language):
        plan = _follow_up if wishes.event else _survey
        requested = note_requests(
            ecosystem,
            lambda: plan(ecosystem, wishes),
            rehearsal=wishes.rehearsal,
            accept_edits=wishes.accept_edits,
        )
        files: tuple[Path, ...] = ()
        if not wishes.rehearsal:
            chosen = wishes.forms or forms.FORMS
            files = forms.write(requested.outing, Path(folder or ecosystem.outputs / FOLDER), chosen)
        return SentOut(
            requested.outing,
            requested.new,
            requested.known,
            wishes.rehearsal,
            files,
            tuple(_warnings(ecosystem, requested.outing)),
        )


def remind(ecosystem: Ecosystem, *, bassin: str | None = None) -> Finding:
    """Who has still to answer the last survey sent to it: whom to write to or call first, and where."""
    from wtc_eco.campaigns import reminders
    from wtc_eco.services.inviting import reachable

    scope = ecosystem.scope(bassin=bassin)
    return ecosystem.stamped(reminders.ask(ecosystem, scope, reachable(ecosystem)))


def _survey(ecosystem: Ecosystem, wishes: SurveyWishes) -> Outing:
    from wtc_eco.campaigns.rosters import rosters

    scope = ecosystem.scope(bassin=wishes.bassin)
    rows = [
        row
        for row in _active(ecosystem)
        if scope.covers(row["bassin"], row["ins"]) and row["place"] != "outside"
    ]
    if not rows:
        raise UsageError(
            tr("{place}: no structure is known yet, so nobody can be asked.", place=scope.text()),
            hint=tr("Bring in a list first: wtc-eco import list.csv --as liste-cpas"),
        )
    lists = rosters(rows, ecosystem.territory)
    day = wishes.on or ecosystem.as_of
    name = wishes.name or tr("survey-{place}-{year}", place=scope.id, year=day[:4])
    return _outing(ecosystem, rows, lists, wishes, name=name, place=scope.text())


def _follow_up(ecosystem: Ecosystem, wishes: SurveyWishes) -> Outing:
    """One question to those who sat at one table with others; each is shown those it met."""
    from wtc_eco.campaigns import campaign

    meetings = campaign.held(ecosystem.holdings.ties, ecosystem.registry)
    wanted = campaign.named(meetings, wishes.event or "")
    rows = [row for row in _active(ecosystem) if row["id"] in wanted.met]
    lists = campaign.rosters(wanted, rows)
    name = wishes.name or tr("follow-up-{day}", day=wanted.on)
    outing = _outing(ecosystem, rows, lists, wishes, name=name, place=_place(ecosystem, rows))
    facts = replace(outing.facts, event=wanted.name, on=wanted.on)
    return replace(outing, facts=facts, follow_up=True)


def _place(ecosystem: Ecosystem, rows: Sequence[Mapping[str, Any]]) -> str:
    """The bassin of these structures, or the whole territory where they are of several."""
    bassins = {row["bassin"] for row in rows}
    one = next(iter(bassins)) if len(bassins) == 1 else None
    return ecosystem.scope(bassin=one or "*").text()


def _active(ecosystem: Ecosystem) -> list[Mapping[str, Any]]:
    rows = ecosystem.registry.table.to_dict("records")
    return [{str(name): value for name, value in row.items()} for row in rows if row["active"]]


def _outing(  # noqa: PLR0913 - a survey and what it is called
    ecosystem: Ecosystem,
    rows: Sequence[Mapping[str, Any]],
    lists: Sequence[Roster],
    wishes: SurveyWishes,
    *,
    name: str,
    place: str,
) -> Outing:
    from wtc_eco.campaigns.campaign import Facts, Outing, recipients
    from wtc_eco.services.inviting import reachable
    from wtc_eco.sources.surveys import questionnaire_of

    day = wishes.on or ecosystem.as_of
    if not day:
        # A request without a day would say of nobody that it was asked.
        raise UsageError(
            tr("Nothing in data/ has a date, so nobody knows on which day this survey is sent."),
            hint=tr("Say the day: wtc-eco survey --on 2026-11-20"),
        )
    asked, n_objected = recipients(rows, lists, reachable(ecosystem))
    settings = ecosystem.settings
    return Outing(
        survey=name,
        day=day,
        questionnaire=questionnaire_of(ecosystem.territory),
        facts=Facts(
            place=place,
            controller=settings.controller,
            address=settings.contact,
            before=wishes.before or "",
        ),
        rosters=tuple(lists),
        recipients=asked,
        objected=n_objected,
        notice=settings.notice_in(language()),
    )


def _warnings(ecosystem: Ecosystem, outing: Outing) -> list[str]:
    """What a person should put right before sending."""
    from wtc_eco.ecosystem.privacy import objections

    warnings = [problem.message for problem in objections.read(ecosystem).problems()]
    if not outing.facts.address:
        warnings.append(
            tr(
                "Nobody says where to write with a question: add contact = “…” to eco.toml, then run this again."
            )
        )
    return warnings
