"""Whom to invite: a planner's wishes in words, what the folder knows, and the list that comes of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.errors import RefusedError, UsageError
from wtc_eco.locale import language, listing, speaking, tr, trn

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.events.invitations.history import History
    from wtc_eco.events.invitations.invitation import Invitation
    from wtc_eco.events.invitations.request import Circumstances, Occasion, Quota, Request


@dataclass(frozen=True)
class Wishes:
    """An invitation list as a planner asks for it, in words: names of structures, «epn=5:10», a commune.

    `seats` are persons; `persons` how many of them come from one structure; `expect` the share (0..1) of
    invitations that is accepted; `budget` in seconds makes the list depend on the machine.
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
    occasion: Occasion | None = None


@contextmanager
def _spoken(ecosystem: Ecosystem, lang: str | None) -> Iterator[None]:
    """In files: `--lang`, then eco.toml, then the pack; never the machine's locale."""
    with speaking(lang or ecosystem.language):
        yield


def invite(ecosystem: Ecosystem, wishes: Wishes) -> Invitation:
    """The invitation list, in the language spoken now.

    Raises `UsageError` where no list keeps every wish, with the smallest change that makes one
    possible, and `UnknownNameError` for a name that nobody bears.
    """
    from wtc_eco.events.invitations import invitation, replies

    request, past = _request(ecosystem, wishes), _history(ecosystem, wishes.history)
    held = invitation.invite(
        ecosystem,
        ecosystem.scope(bassin=wishes.bassin),
        request,
        circumstances=_circumstances(ecosystem, wishes, past),
        replies=replies.read(wishes.replies, ecosystem.registry) if wishes.replies else None,
    )
    return replace(
        held,
        notice=ecosystem.settings.notice_in(language()),
        warnings=(*_void(ecosystem), *_unread(past)),
        files=tuple(
            (option, file.name)
            for option, file in (("history", wishes.history), ("replies", wishes.replies))
            if file
        ),
    )


def write_invitations(
    ecosystem: Ecosystem, wishes: Wishes, path: str | Path, *, lang: str | None = None
) -> Invitation:
    """Write the list as .xlsx, .csv, .json, .md, .html or .ics, in the language of the outputs."""
    from wtc_eco.render import invitations

    with _spoken(ecosystem, lang):
        held = invite(ecosystem, wishes)
        invitations.write(held, Path(path))
        return held


def _request(ecosystem: Ecosystem, wishes: Wishes) -> Request:
    from wtc_eco.ecosystem.naming import structure_named
    from wtc_eco.events.invitations.request import Occasion, Request

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
        quotas=tuple(_quota(ecosystem, said) for said in wishes.quotas),
        fixed=tuple(dict.fromkeys(structure_named(ecosystem, each) for each in wishes.fixed)),
        apart=tuple(_pair(ecosystem, said) for said in wishes.apart),
        near=ecosystem.territory.find_commune(wishes.near) if wishes.near else None,
        within_km=wishes.within_km,
        expect=wishes.expect,
        seed=wishes.seed,
        budget=wishes.budget,
        occasion=wishes.occasion or Occasion(contact=ecosystem.settings.contact),
    )


def _quota(ecosystem: Ecosystem, said: str) -> Quota:
    """«epn=5:10», «cpas=3:» (at least), «asbl=:4» (at most), «commune=2» (exactly)."""
    from wtc_eco.events.invitations.request import Quota

    word, equals, range_ = said.partition("=")
    least, colon, most = (part.strip() for part in range_.partition(":"))
    numbers = [part for part in (least, most) if part]
    if not (equals and numbers and all(part.isdecimal() for part in numbers)):
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--quota", word=said),
            hint=tr("Write: --quota epn=5:10, --quota cpas=3: or --quota asbl=:4"),
        )
    territory = ecosystem.territory
    term = territory.labels.find(word) or territory.kinds.get_or_fail(word)
    highest = int(most) if most else None
    return Quota(term.id, int(least) if least else 0, highest if colon else int(least))


def _pair(ecosystem: Ecosystem, said: str) -> tuple[str, str]:
    """«S12,S40»: two structures by number or name."""
    from wtc_eco.ecosystem.naming import structure_named

    one, comma, other = said.partition(";" if ";" in said else ",")
    if not comma:
        raise UsageError(
            tr("{option} cannot be read: {word}", option="--keep-apart", word=said),
            hint=tr("Name two structures: --keep-apart S12,S40"),
        )
    return structure_named(ecosystem, one.strip()), structure_named(ecosystem, other.strip())


def _circumstances(ecosystem: Ecosystem, wishes: Wishes, past: History) -> Circumstances:
    from wtc_eco.hosting.addresses import reachable

    return replace(
        reachable(ecosystem),
        past=past.by_structure,
        unlocks=_unlocks(ecosystem, wishes),
    )


def _void(ecosystem: Ecosystem) -> tuple[str, ...]:
    """What a list has to say where oppositions cannot be recognised."""
    from wtc_eco.ecosystem.people import oppositions

    return tuple(problem.message for problem in oppositions.read(ecosystem).problems())


def _unread(past: History) -> tuple[str, ...]:
    """The rows of earlier invitations that could not be used: a line that is dropped is said."""
    if not past.unread:
        return ()
    rows = listing([str(row) for row in past.unread])
    return (
        trn(
            "Earlier invitations: row {rows} names no structure of the register, or no day.",
            "Earlier invitations: rows {rows} name no structure of the register, or no day.",
            len(past.unread),
            rows=rows,
        ),
    )


def _unlocks(ecosystem: Ecosystem, wishes: Wishes) -> dict[tuple[str, str], float]:
    """The people that an introduction would serve, by the pair of structures."""
    found: dict[tuple[str, str], float] = {}
    for row in ecosystem.ask("missing_links", bassin=wishes.bassin).rows():
        one, other = sorted((row["from"], row["to"]))
        found[one, other] = max(found.get((one, other), 0.0), float(row["people"]))
    return found


def _history(ecosystem: Ecosystem, file: Path | None) -> History:
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
    held = history.kept(rows.to_dict("records"), ecosystem.registry)
    return held.and_also(history.read(file, ecosystem.registry)) if file else held
