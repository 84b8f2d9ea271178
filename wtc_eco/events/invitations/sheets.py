"""The invitation list as answers: one for each sheet that a planner needs, with whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.events import columns
from wtc_eco.events.invitations.candidates import why_words
from wtc_eco.events.invitations.method_text import method, remarks, summary
from wtc_eco.events.invitations.reasons import SHOWN, described
from wtc_eco.i18n import date, tr, trn
from wtc_eco.sources.answers import CAME, COMES

if TYPE_CHECKING:
    from wtc_eco.events.invitations.invitation import Guest, Invitation

Row = Mapping[str, Any]


def invitations(invitation: Invitation) -> Finding:
    """The list itself, for the planner: who, why, whom to present to whom."""
    rows = [_row(guest, invitation) for guest in invitation.guests]
    return _finding(invitation, "invitations", tr(columns.INVITATIONS), _headings(invitation), rows)


def mail_merge(invitation: Invitation) -> Finding:
    """What each guest of the wave that goes out now reads; those with an e-mail address only."""
    rows = [_mail(guest, invitation) for guest in going_out(invitation) if guest.candidate.address.email]
    titles = (
        ("structure", tr("Structure")),
        ("title", tr("Form_of_address")),
        ("first_name", tr("First_name")),
        ("last_name", tr("Last_name")),
        ("email", tr("Email")),
        ("language", tr("Language")),
        ("sentence", tr("Sentence_why")),
        *((f"meet_{n}", tr("To_meet_{n}", n=n)) for n in (1, 2, 3)),
        ("date", tr("Date")),
        ("time", tr("Time")),
        ("place", tr("Place")),
        ("reply_before", tr("Reply_before")),
        ("reply_link", tr("Reply_link")),
        ("subject", tr("Subject")),
        ("notice", tr("Foot_of_message")),
    )
    headings = tuple(Heading(column, title) for column, title in titles)
    return _finding(invitation, "mail_merge", tr("Mail merge"), headings, rows)


def reserve(invitation: Invitation) -> Finding:
    """Who comes next: by wave, then by what they would bring; the first of a kind replaces that kind."""
    rows = [
        {**_row(guest, invitation), "wave": guest.wave or None, "rank_in_kind": guest.rank_in_kind}
        for guest in invitation.reserve
    ]
    first, *rest = _headings(invitation)
    headings = (first, Heading("rank_in_kind", tr("Rank in its kind"), "whole"), *rest)
    return _finding(invitation, "reserve", tr(columns.RESERVE), headings, rows)


def to_call(invitation: Invitation) -> Finding:
    """Those of the wave that goes out now that have no e-mail address."""
    without = [guest for guest in going_out(invitation) if not guest.candidate.address.email]
    return _finding(
        invitation,
        "to_call",
        tr(columns.TO_CALL),
        _headings(invitation),
        [_row(each, invitation) for each in without],
    )


def left_out(invitation: Invitation) -> Finding:
    """Who is not invited although it stands in the register, and why."""
    rows = [
        {"id": each.id, "name": each.name, "kind": each.kind, "commune": each.commune, "why": each.why}
        for each in invitation.excluded
    ]
    headings = (
        Heading("id", tr(columns.RECORD.text)),
        Heading("name", tr(columns.STRUCTURE.text)),
        Heading("kind", tr("Kind"), words=invitation.territory.kinds.words()),
        Heading("commune", tr("Commune")),
        Heading("why", tr("Why"), words=why_words()),
    )
    title = trn("Left out ({n} objection)", "Left out ({n} objections)", invitation.n_opposed)
    return _finding(invitation, "left_out", title, headings, rows)


def attendance(invitation: Invitation) -> Finding:
    """The list to sign at the door, by name of structure; read back by `--record`."""
    rows = [
        {"id": guest.candidate.id, "name": guest.candidate.name, "commune": guest.candidate.commune,
         "person": guest.candidate.address.person, "present": None, "signature": None}
        for guest in _by_name(invitation.guests) for _ in range(invitation.request.persons)
    ]  # fmt: skip
    headings = (
        Heading("id", tr(columns.RECORD.text)),
        Heading("name", tr(columns.STRUCTURE.text)),
        Heading("commune", tr("Commune")),
        Heading("person", tr(columns.PERSON.text)),
        Heading("present", tr(columns.PRESENT.text), choices=CAME.offered()),
        Heading("signature", tr("Signature")),
    )
    return _finding(invitation, "attendance", tr(columns.ATTENDANCE), headings, rows)


def badges(invitation: Invitation) -> Finding:
    """One line a badge: the person, the structure, the commune."""
    kinds = invitation.territory.kinds.words()
    rows = [
        {"person": guest.candidate.address.person, "name": guest.candidate.name,
         "kind": kinds.get(guest.candidate.kind or ""), "commune": guest.candidate.commune}
        for guest in _by_name(invitation.guests) for _ in range(invitation.request.persons)
    ]  # fmt: skip
    headings = (
        Heading("person", tr(columns.PERSON.text)),
        Heading("name", tr(columns.STRUCTURE.text)),
        Heading("kind", tr("Kind")),
        Heading("commune", tr("Commune")),
    )
    return _finding(invitation, "badges", tr("Badges"), headings, rows)


SHEETS: tuple[Callable[[Invitation], Finding], ...] = (
    invitations,
    mail_merge,
    reserve,
    to_call,
    left_out,
    attendance,
    badges,
)
"""The sheets of the workbook, in order; «how this list was made» comes last."""


def sheets(invitation: Invitation) -> tuple[Finding, ...]:
    """Every sheet, in the language spoken now."""
    return tuple(make(invitation) for make in SHEETS)


def going_out(invitation: Invitation) -> tuple[Guest, ...]:
    """The guests who have not been invited yet."""
    last = max((guest.wave for guest in invitation.guests), default=1)
    return tuple(guest for guest in invitation.guests if guest.wave == last and not guest.reply)


def _by_name(guests: Iterable[Guest]) -> list[Guest]:
    return sorted(guests, key=lambda guest: (guest.candidate.name.casefold(), guest.rank))


def _finding(
    invitation: Invitation, question: str, title: str, headings: tuple[Heading, ...], rows: Iterable[Row]
) -> Finding:
    return Finding(
        question=question,
        title=title,
        scope=invitation.scope.id,
        base=invitation.n_candidates,
        unknown=sum(guest.candidate.answered_on is None for guest in invitation.guests),
        text=summary(invitation),
        headings=headings,
        table=tuple(rows),
        remarks=notes(*remarks(invitation), *method(invitation)) if question == "invitations" else (),
        notice=invitation.notice,
        as_of=invitation.as_of,
    )


def _headings(invitation: Invitation) -> tuple[Heading, ...]:
    venue = (Heading("km", tr("Km to the venue"), "km"),) if invitation.request.near else ()
    return (
        Heading("rank", tr("Rank"), "whole"),
        Heading("wave", tr(columns.WAVE.text), "whole"),
        Heading("id", tr(columns.RECORD.text)),
        Heading("name", tr(columns.STRUCTURE.text)),
        Heading("kind", tr("Kind"), words=invitation.territory.kinds.words()),
        Heading("commune", tr("Commune")),
        *venue,
        Heading("person", tr(columns.CONTACT.text)),
        Heading("email", tr("E-mail")),
        Heading("phone", tr("Phone")),
        Heading("language", tr("Language")),
        Heading("origin", tr("Where the address comes from")),
        Heading("why", tr("Why invite it (internal, with its rows)")),
        Heading("meet", tr("To introduce to it")),
        Heading("seats", tr("Seats"), "whole"),
        Heading("previous", tr("Earlier invitations"), "whole"),
        Heading("reply", tr(columns.REPLY.text), choices=COMES.offered()),
        Heading("remark", tr("Remark")),
    )


def _row(guest: Guest, invitation: Invitation) -> dict[str, Any]:
    one, address = guest.candidate, guest.candidate.address
    shown = [reason.words for reason in guest.reasons if reason.weight > 0][:SHOWN]
    person = ", ".join(part for part in (address.person, address.role) if part)
    return {
        "rank": guest.rank,
        "wave": guest.wave,
        "id": one.id,
        "name": one.name,
        "kind": one.kind,
        "commune": one.commune,
        "km": one.km,
        "person": person or None,
        "email": address.email,
        "phone": address.phone,
        "language": address.language,
        "origin": address.origin or None,
        "why": "\n".join(f"{n}. {words}" for n, words in enumerate(shown, start=1)) or _only_to_meet(guest),
        "meet": "\n".join(described(meeting, invitation.territory) for meeting in guest.meetings) or None,
        "seats": invitation.request.persons,
        "previous": len(one.past) if invitation.invitations_kept else None,
        "reply": guest.reply or None,
        "remark": _remark(guest),
    }


def _only_to_meet(guest: Guest) -> str | None:
    """What to say of a guest that has no reason of its own."""
    return tr("For whom it can meet: see “To introduce to it”.") if guest.meetings else None


def _remark(guest: Guest) -> str | None:
    address = guest.candidate.address
    said = [reason.words for reason in guest.reasons if reason.weight < 0]
    if guest.fixed:
        said.append(tr("asked for by the planner"))
    if not address.email:
        said.append(tr("to be called") if address.phone else tr("no address known: to be looked for"))
    elif address.generic:
        said.append(tr("general address"))
    return " · ".join(said) or None


def _mail(guest: Guest, invitation: Invitation) -> dict[str, Any]:
    one, event = guest.candidate, invitation.request.occasion
    meet = [described(meeting, invitation.territory) for meeting in guest.meetings]
    return {
        "structure": one.name,
        # A person's name is kept as it was given: nobody guesses which part of it is the first name.
        "last_name": one.address.person,
        "email": one.address.email,
        "language": one.address.language,
        "sentence": guest.sentence,
        **{f"meet_{n}": words for n, words in enumerate(meet, start=1)},
        "date": date(event.on) if event.on else None,
        "time": event.at or None,
        "place": event.where or None,
        "reply_before": date(event.reply_before) if event.reply_before else None,
        "reply_link": event.reply_link or None,
        "subject": _subject(invitation),
        "notice": _foot(guest, invitation),
    }


def _subject(invitation: Invitation) -> str:
    event = invitation.request.occasion
    name = event.name or tr(
        "Meeting of those who work for digital inclusion – {place}", place=invitation.scope.text()
    )
    return f"{name} – {date(event.on)}" if event.on else name


def _foot(guest: Guest, invitation: Invitation) -> str:
    said = tr(
        "You receive this message because your structure is on this list: {lists}.",
        lists=guest.candidate.address.origin or ", ".join(guest.candidate.lists),
    )
    contact = invitation.request.occasion.contact
    return f"{said} " + (
        tr("Not to be invited any more: {contact}.", contact=contact)
        if contact
        else tr("Not to be invited any more: reply to this message.")
    )
