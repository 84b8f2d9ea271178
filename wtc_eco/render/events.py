"""An event as it is handed over: the invitation list and the table plan, as workbook, CSV, pages to print, a date.

The first sheet of the list's workbook is what «invite --replies» and «--record» read back.
"""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import UsageError
from wtc_eco.events.invitations import sheets as invitation_answers
from wtc_eco.events.invitations.method_text import command, method, remarks, summary
from wtc_eco.events.tables import plan as plan_answers
from wtc_eco.i18n import date, tr
from wtc_eco.render import tables
from wtc_eco.render.files import put
from wtc_eco.render.html import SeatingCard, document
from wtc_eco.render.workbook import dossier

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from wtc_eco.analysis.finding import Finding
    from wtc_eco.events.invitations.invitation import Invitation
    from wtc_eco.events.tables.plan import SeatingPlan

_CLOCK = re.compile(r"(\d{1,2})(?:[:hH](\d{2})?)?")


def write_invitation(invitation: Invitation, path: Path) -> None:
    """Write the list at `path`, as its ending says: .xlsx, .csv, .json, .md, .html or .ics.

    Raises `UsageError` for another ending, and for .ics where the event has no date.
    """
    made: dict[str, Callable[[], bytes]] = {
        ".xlsx": lambda: invitation_workbook(invitation),
        ".html": lambda: invitation_page(invitation).encode(),
        ".ics": lambda: calendar(invitation).encode(),
    }
    hint = tr("Call it .xlsx, .csv, .json, .md, .html or .ics.")
    _write(path, made, lambda: invitation_answers.invitations(invitation), hint)


def _write(
    path: Path, made: Mapping[str, Callable[[], bytes]], answer: Callable[[], Finding], hint: str
) -> None:
    """What is made for the file's ending, or the answer as a table; only what is asked for is made."""
    ending = path.suffix.lower()
    if ending in made:
        put(path, made[ending]())
    elif ending in (".csv", ".json", ".md"):
        tables.write(answer(), path, ending.lstrip("."))
    else:
        raise UsageError(tr("Which format should {file} have?", file=path.name), hint=hint)


def invitation_workbook(invitation: Invitation) -> bytes:
    """Every sheet, then how the list was made; the same list, the same bytes."""
    foot = " · ".join(part for part in (tr("Working document"), invitation.notice) if part)
    return dossier(
        invitation_answers.sheets(invitation), tr("How this list is made"), _manifest(invitation), foot=foot
    )


def _manifest(invitation: Invitation) -> list[tuple[str, str]]:
    lines = [("", tr("How this list is made")), (tr("In one sentence"), summary(invitation))]
    lines += [(tr("Remark"), words) for words in remarks(invitation)]
    lines += [(tr("Method"), words) for words in method(invitation)]
    lines += [(tr("Command"), command(invitation))]
    lines += [(tr("As of"), date(invitation.as_of))] if invitation.as_of else []
    lines += [(tr("Notice"), invitation.notice)] if invitation.notice else []
    return lines


def invitation_page(invitation: Invitation) -> str:
    """The list to print: who, why, whom to present to whom; then the list to sign."""
    listed, signed = invitation_answers.invitations(invitation), invitation_answers.attendance(invitation)
    wanted = ("rank", "name", "commune", "person", "email", "phone", "why", "meet", "remark")
    kept = [column for column in wanted if any(row[column] is not None for row in listed.table)]
    return document(
        title=tr("Invitations: {place}", place=invitation.scope.text()),
        lead=[summary(invitation), *remarks(invitation)],
        tables=[(listed, kept), (signed, ("name", "commune", "person", "signature"))],
        foot=tuple(method(invitation)),
        as_of=invitation.as_of,
        notice=invitation.notice,
    )


def calendar(invitation: Invitation) -> str:
    """The event for a calendar (RFC 5545), in local time; stamped with the date of the data, not the clock."""
    event = invitation.request.occasion
    if not event.on:
        raise UsageError(tr("A calendar file needs the day of the event."), hint=tr("Add --on 2026-12-10"))
    name = event.name or tr(
        "Meeting of those who work for digital inclusion – {place}", place=invitation.scope.text()
    )
    key = hashlib.sha256(f"{name}|{event.on}|{event.at}|{event.where}".encode()).hexdigest()[:16]
    stamp = (invitation.as_of or event.on).replace("-", "")
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//wtc-eco//invitations//FR",
        "BEGIN:VEVENT",
        f"UID:{key}@wtc-eco",
        f"DTSTAMP:{stamp}T000000Z",
        *_times(event.on.replace("-", ""), event.at),
        f"SUMMARY:{_escaped(name)}",
        *([f"LOCATION:{_escaped(event.where)}"] if event.where else []),
        "END:VEVENT",
        "END:VCALENDAR",
    ]
    return "".join(f"{folded}\r\n" for line in lines for folded in _folded(line))


def _times(day: str, at: str) -> list[str]:
    """Begin and, where «14:00-17:00» says it, end; the whole day where no hour can be read."""
    clocks = [f"{int(hour):02}{minute or '00'}00" for hour, minute in _CLOCK.findall(at)]
    if not clocks:
        return [f"DTSTART;VALUE=DATE:{day}"]
    names = ("DTSTART", "DTEND")
    return [f"{name}:{day}T{clock}" for name, clock in zip(names, clocks, strict=False)]


def _escaped(words: str) -> str:
    escaped = words.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return re.sub(r"[\r\n]+", r"\\n", escaped)


def _folded(line: str) -> list[str]:
    """Lines of 75 bytes at most, continued after a space, never inside a letter."""
    parts, current = [], ""
    for sign in line:
        if len((current + sign).encode()) > 74:  # noqa: PLR2004 - RFC 5545, 3.1, less the space that continues
            parts.append(current)
            current = sign
        else:
            current += sign
    return [part if at == 0 else f" {part}" for at, part in enumerate([*parts, current])]


def write_plan(plan: SeatingPlan, path: Path) -> None:
    """Write the plan at `path`, as its ending says: .xlsx, .csv, .json, .md or .html.

    Raises `UsageError` for another ending.
    """
    made: dict[str, Callable[[], bytes]] = {
        ".xlsx": lambda: plan_workbook(plan),
        ".html": lambda: plan_page(plan).encode(),
    }
    hint = tr("Call it .xlsx, .csv, .json, .md or .html.")
    _write(path, made, lambda: plan_answers.by_person(plan), hint)


def plan_workbook(plan: SeatingPlan) -> bytes:
    """The sheets, then how the plan was made; the first is read back by `--replan` and `--record`."""
    lines = [("", tr("How this plan is made")), (tr("In one sentence"), plan_answers.summary(plan))]
    lines += [(tr("Method"), words) for words in plan_answers.method(plan)]
    lines += [(tr("As of"), date(plan.as_of))] if plan.as_of else []
    lines += [(tr("Notice"), plan.notice)] if plan.notice else []
    return dossier(plan_answers.sheets(plan), tr("How this plan is made"), lines, foot=plan.notice)


def plan_page(plan: SeatingPlan) -> str:
    """The wall chart, then a card for each person, by name."""
    chart = plan_answers.wall_chart(plan)
    return document(
        title=tr("Table plan"),
        lead=[plan_answers.summary(plan)],
        tables=[(chart, [head.id for head in chart.headings])],
        cards=_cards(plan),
        foot=tuple(plan_answers.method(plan)),
        as_of=plan.as_of,
        notice=plan.notice,
    )


def _cards(plan: SeatingPlan) -> list[SeatingCard]:
    rounds = plan.seating.tables
    cards = [
        SeatingCard(
            title=one.name,
            under=one.words if one.words != one.name else "",
            rounds=tuple(
                (tr("Round {n}", n=r), tr("table {n}", n=tables[at] + 1))
                for r, tables in enumerate(rounds, start=1)
            ),
            meet=tuple(words for _, words in plan_answers.to_meet(plan, at)),
        )
        for at, one in enumerate(plan.wanted.people)
    ]
    return sorted(cards, key=lambda card: (card.title.casefold(), card.under))
