"""The invitation list as answers: one for each sheet that a planner needs, with whole sentences."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

from wtc_eco.analysis.finding import AnswerColumn, Finding, Item, notes, table
from wtc_eco.events import columns
from wtc_eco.events.invitations.candidates import why_words
from wtc_eco.events.invitations.method_text import method, remarks, summary
from wtc_eco.events.invitations.reasons import SHOWN, described
from wtc_eco.i18n import date, tr, trn
from wtc_eco.sources.answers import CAME, COMES

if TYPE_CHECKING:
    from wtc_eco.events.invitations.candidates import Excluded
    from wtc_eco.events.invitations.invitation import Guest, Invitation


def invitations(invitation: Invitation) -> Finding:
    """The list itself, for the planner: who, why, whom to present to whom."""
    title = tr(columns.INVITATIONS)
    return _finding(invitation, "invitations", title, _guest_columns(invitation), invitation.guests)


def mail_merge(invitation: Invitation) -> Finding:
    """What each guest of the wave that goes out now reads; those with an e-mail address only."""
    guests = [guest for guest in going_out(invitation) if guest.candidate.address.email]
    return _finding(invitation, "mail_merge", tr("Mail merge"), _mail_columns(invitation), guests)


def reserve(invitation: Invitation) -> Finding:
    """Who comes next: by wave, then by what they would bring; the first of a kind replaces that kind."""
    rank, *rest = _guest_columns(invitation)
    in_kind: AnswerColumn[Guest] = AnswerColumn("rank_in_kind", tr("Rank in its kind"), shape="whole")
    return _finding(invitation, "reserve", tr(columns.RESERVE), (rank, in_kind, *rest), invitation.reserve)


def to_call(invitation: Invitation) -> Finding:
    """Those of the wave that goes out now that have no e-mail address."""
    guests = [guest for guest in going_out(invitation) if not guest.candidate.address.email]
    return _finding(invitation, "to_call", tr(columns.TO_CALL), _guest_columns(invitation), guests)


def left_out(invitation: Invitation) -> Finding:
    """Who is not invited although it stands in the register, and why."""
    excluded: tuple[AnswerColumn[Excluded], ...] = (
        AnswerColumn("id", tr(columns.RECORD.text)),
        AnswerColumn("name", tr(columns.STRUCTURE.text)),
        AnswerColumn("kind", tr("Kind"), words=invitation.territory.kinds.words()),
        AnswerColumn("commune", tr("Commune")),
        AnswerColumn("why", tr("Why"), words=why_words()),
    )
    title = trn("Left out ({n} objection)", "Left out ({n} objections)", invitation.n_opposed)
    return _finding(invitation, "left_out", title, excluded, invitation.excluded)


def attendance(invitation: Invitation) -> Finding:
    """The list to sign at the door, by name of structure; read back by `--record`."""
    to_sign: tuple[AnswerColumn[Guest], ...] = (
        AnswerColumn("id", tr(columns.RECORD.text), lambda guest: guest.candidate.id),
        AnswerColumn("name", tr(columns.STRUCTURE.text), lambda guest: guest.candidate.name),
        AnswerColumn("commune", tr("Commune"), lambda guest: guest.candidate.commune),
        AnswerColumn("person", tr(columns.PERSON.text), lambda guest: guest.candidate.address.person),
        AnswerColumn("present", tr(columns.PRESENT.text), _to_fill_in, choices=CAME.offered()),
        AnswerColumn("signature", tr("Signature"), _to_fill_in),
    )
    return _finding(invitation, "attendance", tr(columns.ATTENDANCE), to_sign, _persons(invitation))


def badges(invitation: Invitation) -> Finding:
    """One line a badge: the person, the structure, the commune."""
    kinds = invitation.territory.kinds.words()
    badge: tuple[AnswerColumn[Guest], ...] = (
        AnswerColumn("person", tr(columns.PERSON.text), lambda guest: guest.candidate.address.person),
        AnswerColumn("name", tr(columns.STRUCTURE.text), lambda guest: guest.candidate.name),
        AnswerColumn("kind", tr("Kind"), lambda guest: kinds.get(guest.candidate.kind or "")),
        AnswerColumn("commune", tr("Commune"), lambda guest: guest.candidate.commune),
    )
    return _finding(invitation, "badges", tr("Badges"), badge, _persons(invitation))


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


def _persons(invitation: Invitation) -> list[Guest]:
    """The guests by name of structure, each as often as it may send persons."""
    by_name = sorted(invitation.guests, key=lambda guest: (guest.candidate.name.casefold(), guest.rank))
    return [guest for guest in by_name for _ in range(invitation.request.persons)]


def _to_fill_in(_guest: Guest) -> None:
    """A cell left empty for a person to fill in."""


def _finding(
    invitation: Invitation,
    question: str,
    title: str,
    asked: Sequence[AnswerColumn[Item]],
    items: Iterable[Item],
) -> Finding:
    headings, rows = table(asked, items)
    return Finding(
        question=question,
        title=title,
        scope=invitation.scope.id,
        base=invitation.n_candidates,
        unknown=sum(guest.candidate.answered_on is None for guest in invitation.guests),
        text=summary(invitation),
        headings=headings,
        table=rows,
        remarks=notes(*remarks(invitation), *method(invitation)) if question == "invitations" else (),
        notice=invitation.notice,
        as_of=invitation.as_of,
    )


def _guest_columns(invitation: Invitation) -> tuple[AnswerColumn[Guest], ...]:
    territory = invitation.territory

    def person(guest: Guest) -> str | None:
        address = guest.candidate.address
        return ", ".join(part for part in (address.person, address.role) if part) or None

    def why(guest: Guest) -> str | None:
        shown = [reason.words for reason in guest.reasons if reason.weight > 0][:SHOWN]
        return "\n".join(f"{n}. {words}" for n, words in enumerate(shown, start=1)) or _only_to_meet(guest)

    def meet(guest: Guest) -> str | None:
        return "\n".join(described(meeting, territory) for meeting in guest.meetings) or None

    def previous(guest: Guest) -> int | None:
        return len(guest.candidate.past) if invitation.invitations_kept else None

    return (
        AnswerColumn("rank", tr("Rank"), shape="whole"),
        AnswerColumn("wave", tr(columns.WAVE.text), lambda guest: guest.wave or None, "whole"),
        AnswerColumn("id", tr(columns.RECORD.text), lambda guest: guest.candidate.id),
        AnswerColumn("name", tr(columns.STRUCTURE.text), lambda guest: guest.candidate.name),
        AnswerColumn("kind", tr("Kind"), lambda guest: guest.candidate.kind, words=territory.kinds.words()),
        AnswerColumn("commune", tr("Commune"), lambda guest: guest.candidate.commune),
        AnswerColumn(
            "km",
            tr("Km to the venue") if invitation.request.near else "",
            lambda guest: guest.candidate.km,
            "km",
        ),
        AnswerColumn("person", tr(columns.CONTACT.text), person),
        AnswerColumn("email", tr("E-mail"), lambda guest: guest.candidate.address.email),
        AnswerColumn("phone", tr("Phone"), lambda guest: guest.candidate.address.phone),
        AnswerColumn("language", tr("Language"), lambda guest: guest.candidate.address.language),
        AnswerColumn(
            "origin",
            tr("Where the address comes from"),
            lambda guest: guest.candidate.address.origin or None,
        ),
        AnswerColumn("why", tr("Why invite it (internal, with its rows)"), why),
        AnswerColumn("meet", tr("To introduce to it"), meet),
        AnswerColumn("seats", tr("Seats"), lambda _: invitation.request.persons, "whole"),
        AnswerColumn("previous", tr("Earlier invitations"), previous, "whole"),
        AnswerColumn(
            "reply", tr(columns.REPLY.text), lambda guest: guest.reply or None, choices=COMES.offered()
        ),
        AnswerColumn("remark", tr("Remark"), _remark),
    )


def _only_to_meet(guest: Guest) -> str | None:
    """What to say of a guest that has no reason of its own."""
    return tr("For whom it can meet: see “To introduce to it”.") if guest.meetings else None


def _remark(guest: Guest) -> str | None:
    address = guest.candidate.address
    remarks = [reason.words for reason in guest.reasons if reason.weight < 0]
    if guest.fixed:
        remarks.append(tr("asked for by the planner"))
    if not address.email:
        remarks.append(tr("to be called") if address.phone else tr("no address known: to be looked for"))
    elif address.generic:
        remarks.append(tr("general address"))
    return " · ".join(remarks) or None


def _mail_columns(invitation: Invitation) -> tuple[AnswerColumn[Guest], ...]:
    event, territory = invitation.request.occasion, invitation.territory

    def meets(n: int) -> AnswerColumn[Guest]:
        def words(guest: Guest) -> str | None:
            return described(guest.meetings[n - 1], territory) if len(guest.meetings) >= n else None

        return AnswerColumn(f"meet_{n}", tr("To_meet_{n}", n=n), words)

    return (
        AnswerColumn("structure", tr("Structure"), lambda guest: guest.candidate.name),
        # A person's name is kept as it was given: nobody guesses which part of it is the first name.
        AnswerColumn("title", tr("Form_of_address"), _to_fill_in),
        AnswerColumn("first_name", tr("First_name"), _to_fill_in),
        AnswerColumn("last_name", tr("Last_name"), lambda guest: guest.candidate.address.person),
        AnswerColumn("email", tr("Email"), lambda guest: guest.candidate.address.email),
        AnswerColumn("language", tr("Language"), lambda guest: guest.candidate.address.language),
        AnswerColumn("sentence", tr("Sentence_why")),
        *map(meets, (1, 2, 3)),
        AnswerColumn("date", tr("Date"), lambda _: date(event.on) if event.on else None),
        AnswerColumn("time", tr("Time"), lambda _: event.at or None),
        AnswerColumn("place", tr("Place"), lambda _: event.where or None),
        AnswerColumn(
            "reply_before",
            tr("Reply_before"),
            lambda _: date(event.reply_before) if event.reply_before else None,
        ),
        AnswerColumn("reply_link", tr("Reply_link"), lambda _: event.reply_link or None),
        AnswerColumn("subject", tr("Subject"), lambda _: _subject(invitation)),
        AnswerColumn("notice", tr("Foot_of_message"), lambda guest: _foot(guest, invitation)),
    )


def _subject(invitation: Invitation) -> str:
    event = invitation.request.occasion
    name = event.name or tr(
        "Meeting of those who work for digital inclusion – {place}", place=invitation.scope.text()
    )
    return f"{name} – {date(event.on)}" if event.on else name


def _foot(guest: Guest, invitation: Invitation) -> str:
    sentence = tr(
        "You receive this message because your structure is on this list: {lists}.",
        lists=guest.candidate.address.origin or ", ".join(guest.candidate.lists),
    )
    contact = invitation.request.occasion.contact
    return f"{sentence} " + (
        tr("Not to be invited any more: {contact}.", contact=contact)
        if contact
        else tr("Not to be invited any more: reply to this message.")
    )
