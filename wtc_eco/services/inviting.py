"""Whom to invite: a planner's wishes in words, whom one may write to, and the list that comes of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco.ecosystem.privacy import contacts, objections
from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.events.invitations.request import Address, Circumstances
from wtc_eco.i18n import date, language, listing, tr, trn
from wtc_eco.registry import in_order_of_belief, ranks

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.events.invitations.history import History, Replies
    from wtc_eco.events.invitations.invitation import Invitation
    from wtc_eco.events.invitations.request import Occasion, Quota, Request


@dataclass(frozen=True)
class Wishes:
    """An invitation list as a planner asks for it, in words: names of structures, «epn=5:10», a commune.

    `seats` are persons; `persons` how many of them come from one structure; `expect` the share (0..1) of
    invitations that is accepted; `budget` in seconds makes the list depend on the machine.
    `sheet` is the sheet of the workbook of replies, or else of `history`, where several could be meant.
    """

    seats: int
    bassin: str | None = None
    persons: int = 1
    quotas: Sequence[str] = ()
    fixed: Sequence[str] = ()
    apart: Sequence[str] = ()
    near: str | None = None
    within_km: float | None = None
    expect: float = 1.0
    seed: int = 0
    budget: float | None = None
    history: Path | None = None
    replies: Path | None = None
    sheet: str | None = None
    occasion: Occasion | None = None


def invite(ecosystem: Ecosystem, wishes: Wishes) -> Invitation:
    """The invitation list, in the language spoken now.

    Raises `UsageError` where no list keeps every wish, with the smallest change that makes one
    possible, and `UnknownNameError` for a name that nobody bears.
    """
    from wtc_eco.events.invitations import history, invitation

    request, past = _request(ecosystem, wishes), _history(ecosystem, wishes)
    replies = (
        history.read_replies(wishes.replies, ecosystem.registry, sheet=wishes.sheet)
        if wishes.replies
        else history.Replies()
    )
    invitation_ = invitation.invite(
        ecosystem,
        ecosystem.scope(bassin=wishes.bassin),
        request,
        circumstances=_circumstances(ecosystem, wishes, past),
        replies=replies,
    )
    return replace(
        invitation_,
        notice=ecosystem.settings.notice_in(language()),
        warnings=(*_void(ecosystem), *_unread(past), *_unclear(replies)),
        problems=(*past.problems, *replies.problems),
        files=tuple(
            (option, file.name)
            for option, file in (("history", wishes.history), ("replies", wishes.replies))
            if file
        ),
    )


def _request(ecosystem: Ecosystem, wishes: Wishes) -> Request:
    from wtc_eco.events.invitations.request import Occasion, Request
    from wtc_eco.registry.lookup import structure_named

    if wishes.seats < 1 or wishes.persons < 1 or wishes.persons > wishes.seats:
        raise UsageError(
            tr("There must be a seat at least for the persons of one structure."),
            hint=tr("For instance: --seats 60 --persons 1"),
        )
    if not 0 < wishes.expect <= 1:
        raise UsageError(
            tr("--expect is the share of invitations that is accepted: more than 0, 1 at most."),
            hint=tr("Six in ten: --expect 0.6"),
        )
    if wishes.near is None and wishes.within_km is not None:
        raise UsageError(
            tr("A distance needs a commune to be told from."),
            hint=tr("For instance: --near Namur --within 20"),
        )
    return Request(
        seats=wishes.seats,
        persons=wishes.persons,
        quotas=tuple(_quota(ecosystem, words) for words in wishes.quotas),
        fixed=tuple(
            dict.fromkeys(
                structure_named(ecosystem.registry, ecosystem.territory, each) for each in wishes.fixed
            )
        ),
        apart=tuple(_pair(ecosystem, words) for words in wishes.apart),
        near=ecosystem.territory.find_commune(wishes.near) if wishes.near else None,
        within_km=wishes.within_km,
        expect=wishes.expect,
        seed=wishes.seed,
        budget=wishes.budget,
        occasion=wishes.occasion or Occasion(contact=ecosystem.settings.contact),
    )


def _quota(ecosystem: Ecosystem, words: str) -> Quota:
    """«epn=5:10», «cpas=3:» (at least), «asbl=:4» (at most), «commune=2» (exactly)."""
    from wtc_eco.events.invitations.request import Quota

    word, equals, range_ = words.partition("=")
    least, colon, most = (part.strip() for part in range_.partition(":"))
    numbers = [part for part in (least, most) if part]
    if not (equals and numbers and all(part.isdecimal() for part in numbers)):
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--quota", word=words),
            hint=tr("Write: --quota epn=5:10, --quota cpas=3: or --quota asbl=:4"),
        )
    territory = ecosystem.territory
    term = territory.labels.find(word) or territory.kinds.get_or_fail(word)
    highest = int(most) if most else None
    return Quota(term.id, int(least) if least else 0, highest if colon else int(least))


def _pair(ecosystem: Ecosystem, words: str) -> tuple[str, str]:
    """«S12,S40»: two structures by number or name."""
    from wtc_eco.registry.lookup import structure_named

    one, comma, other = words.partition(";" if ";" in words else ",")
    if not comma:
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--keep-apart", word=words),
            hint=tr("Name two structures: --keep-apart S12,S40"),
        )
    return structure_named(ecosystem.registry, ecosystem.territory, one.strip()), structure_named(
        ecosystem.registry, ecosystem.territory, other.strip()
    )


def _circumstances(ecosystem: Ecosystem, wishes: Wishes, past: History) -> Circumstances:

    return replace(
        reachable(ecosystem),
        past=past.by_structure,
        unlocks=_unlocks(ecosystem, wishes),
    )


def _void(ecosystem: Ecosystem) -> tuple[str, ...]:
    """What a list has to say where oppositions cannot be recognised."""
    from wtc_eco.ecosystem.privacy import objections

    return tuple(problem.message for problem in objections.read(ecosystem).problems())


def _unread(past: History) -> tuple[str, ...]:
    """The rows of earlier invitations that could not be used: a line that is dropped is said."""
    if not past.problems:
        return ()
    rows = listing([str(problem.row) for problem in past.problems])
    return (
        trn(
            "Earlier invitations: row {rows} names no structure of the register, or no day.",
            "Earlier invitations: rows {rows} name no structure of the register, or no day.",
            len(past.problems),
            rows=rows,
        ),
    )


def _unclear(replies: Replies) -> tuple[str, ...]:
    """The rows of replies that were not understood: those structures keep their seats meanwhile."""
    if not replies.problems:
        return ()
    rows = listing([str(row) for row in sorted({problem.row or 0 for problem in replies.problems})])
    return (
        trn(
            "Replies: row {rows} was not understood.",
            "Replies: rows {rows} were not understood.",
            len({problem.row for problem in replies.problems}),
            rows=rows,
        ),
    )


def _unlocks(ecosystem: Ecosystem, wishes: Wishes) -> dict[tuple[str, str], float]:
    """The people that an introduction would serve, by the pair of structures."""
    people: dict[tuple[str, str], float] = {}
    for row in ecosystem.ask("missing_links", bassin=wishes.bassin).rows():
        one, other = sorted((row["from"], row["to"]))
        people[one, other] = max(people.get((one, other), 0.0), float(row["people"]))
    return people


def _history(ecosystem: Ecosystem, wishes: Wishes) -> History:
    """What data/invited.csv keeps, and a list of the planner's own."""
    from wtc_eco import model, store
    from wtc_eco.events.invitations import history

    rows, problems = store.from_csv(ecosystem.folder / "data" / "invited.csv", model.INVITED)
    if any(problem.gravity == "refusal" for problem in problems):
        raise RefusedError(
            tr("data/invited.csv cannot be read."),
            hint=tr("Look at it with “wtc-eco check”."),
            problems=problems,
        )
    past = history.kept(rows.to_dict("records"), ecosystem.registry)
    if wishes.history is None:
        return past
    sheet = None if wishes.replies else wishes.sheet
    return past.and_also(history.read_history(wishes.history, ecosystem.registry, sheet=sheet))


Row = Mapping[str, Any]
Opposed = Callable[[str], bool]


EVENT = "event "
"""How the source of what an event gave begins."""


def reachable(ecosystem: Ecosystem) -> Circumstances:
    """Whom to write to in each structure, who is not to be written to, and where each address comes from."""
    objected = opposed(ecosystem)
    reached, opted_out = people(ecosystem, objected)
    return Circumstances(people=reached, opposed=objected, opted_out=opted_out, origin=origins(ecosystem))


def opposed(ecosystem: Ecosystem) -> Opposed:
    """Whether the owner of an e-mail address or a phone objected.

    As far as the key of the oppositions lets us tell, and for every contact marked as having objected.
    """
    objections_ = objections.read(ecosystem)
    marked = {
        one
        for row in contacts.read(ecosystem).rows
        if row["opt_out"] is True
        for one in contacts.identifiers(row)
    }

    def objected(text: str) -> bool:
        known_by = (objections.email(text), objections.phone(text))
        return any(one in marked or objections_.opposed(one) for one in known_by)

    return objected


def people(ecosystem: Ecosystem, objected: Opposed) -> tuple[dict[str, tuple[Address, ...]], frozenset[str]]:
    """Whom to write to in each structure: whom an event gave, then whom a survey gave; who agreed goes first.

    The second are the structures that have no other way in than somebody who objected.
    """
    by_structure: dict[str, list[tuple[tuple[bool, bool, bool, int], Address]]] = {}
    closed: set[str] = set()
    for row in contacts.read(ecosystem).rows:
        structure = ecosystem.registry.aliases.get(row["record"])
        if structure is None:
            continue
        if row["opt_out"] is True or any(
            objected(row[channel]) for channel in ("email", "phone") if row[channel]
        ):
            closed.add(structure)
            continue
        of_event = str(row["source"] or "").startswith(EVENT)
        order = (not of_event, row["basis"] != "agreed", not row["email"], row["contact"] or 0)
        by_structure.setdefault(structure, []).append((order, _address(row)))
    reached = {
        structure: tuple(address for _, address in sorted(ranked, key=lambda each: each[0]))
        for structure, ranked in by_structure.items()
    }
    return reached, frozenset(one for one in closed - set(reached) if not _own_way_in(ecosystem, one))


def origins(ecosystem: Ecosystem) -> Callable[[str, str, str], str]:
    """The list, and its day, that gives a structure this e-mail or phone; the most believed of several."""
    rows = ecosystem.holdings.records.set_index("record", drop=False)
    believed = ranks(ecosystem.settings.trust)

    def origin(structure: str, column: str, value: str) -> str:
        members = rows.loc[list(ecosystem.registry.row(structure)["records"])].to_dict("records")
        records = [{str(name): cell for name, cell in row.items()} for row in members]
        giving = [row for row in in_order_of_belief(records, believed) if value in (row[column] or ())]
        return _said(giving[0]["source"], giving[0]["collected_on"]) if giving else tr("corrected")

    return origin


def _address(row: Row) -> Address:
    origin = _said(row["source"] or contacts.FILE, row["collected_on"])
    return Address(
        row["email"], row["phone"], origin, row["person"], row["role"], row["language"], generic=False
    )


def _said(source: str, day: str | None) -> str:
    return tr("{list}, {date}", list=source, date=date(day)) if day else source


def _own_way_in(ecosystem: Ecosystem, structure: str) -> bool:
    row = ecosystem.registry.row(structure)
    return bool(row["email"] or row["phone"])
