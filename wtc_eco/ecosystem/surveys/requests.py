"""Note who was asked, when, with which list and which link: one record a structure, written in one stroke.

A request is a record of the survey whose key (`source_id`) is the code of the personal link. It says
that a structure was asked and nothing else of it; a decision «same» ties it to the structure.
"""

from __future__ import annotations

import base64
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from wtc_eco import model, store
from wtc_eco.ecosystem.importing.reconcile import Ledger, Shape
from wtc_eco.ecosystem.privacy.objections import Key, key_of, make_key
from wtc_eco.ecosystem.surveys.records import shown_list
from wtc_eco.ecosystem.writing import writing
from wtc_eco.matching.decisions import words_of
from wtc_eco.model import DECISIONS, RECORDS
from wtc_eco.registry import CHOSEN, REQUEST, is_request

if TYPE_CHECKING:
    from wtc_eco.campaigns.campaign import Outing, Recipient
    from wtc_eco.ecosystem.ecosystem import Ecosystem

SHAPE = Shape(RECORDS)
_SHOWN = ("name", "postal_code", "locality", "ins")
_NO_KEY = Key(bytes(20))
"""Stands for a key in a rehearsal, whose codes nobody sees."""
_LENGTH = 12
"""Signs of a code: 60 bits, which nobody guesses and which can be read over the telephone."""


@dataclass(frozen=True)
class Requested:
    """What was noted: structures asked for the first time by this survey, and those it had asked before."""

    outing: Outing
    new: int
    known: int


def note_requests(
    ecosystem: Ecosystem, plan: Callable[[], Outing], *, rehearsal: bool = False, accept_edits: bool = False
) -> Requested:
    """Note whom the outing asks; asking again adds those that are new and keeps codes and days as they are.

    `plan` says whom, from `data/` as it is under the lock. Nothing is written in a `rehearsal`.
    """
    if rehearsal:
        return _requests(ecosystem, plan(), _NO_KEY)[0]
    with writing(ecosystem, "survey", accept_edits=accept_edits) as step:
        outing = plan()
        requested, files, next_record = _requests(ecosystem, outing)
        step.commit(files, command=f"survey --as {outing.survey}", next_record=next_record)
    return requested


def _requests(
    ecosystem: Ecosystem, outing: Outing, without: Key | None = None
) -> tuple[Requested, dict[str, bytes | None], int]:
    """What is noted, the files to write, the next record; where there is no key, `without` or a new one."""
    holdings = ecosystem.holdings
    ledger = Ledger.of(holdings.records, SHAPE, holdings.next_record)
    known = _known(ecosystem, ledger.rows, outing.survey)
    key = key_of(ecosystem.settings.uid) or without
    if key is None and any(one.listed.id not in known for one in outing.recipients):
        key = make_key(ecosystem.settings.uid)
    # After an event each is shown those it met: the ties of kind `met` keep that already.
    kept = () if outing.follow_up else outing.rosters
    lists = {roster.id: shown_list(outing.survey, _numbers(roster.shown)) for roster in kept}
    tokens: dict[int, str] = {}
    decisions: list[dict[str, Any]] = []
    for one in outing.recipients:
        request = known.get(one.listed.id)
        roster = lists[one.roster][0] if one.roster in lists else None
        tokens[one.record] = request["source_id"] if request else code(key, outing.survey, one.record)
        if request is None:
            decisions.append(_same(ledger.next_number, one, ecosystem, outing))
            _add(ledger, ecosystem, one, outing, (tokens[one.record], roster))
        elif request.get("roster") != roster:
            request["roster"] = roster
            ledger.touched = True
    files: dict[str, bytes | None] = {f"rosters/{name}.csv": content for name, content in lists.values()}
    if ledger.touched:
        files["structures.csv"] = store.to_csv(ledger.frame(), RECORDS)
    if decisions:
        before = [
            {str(name): value for name, value in row.items()} for row in holdings.decisions.to_dict("records")
        ]
        files["decisions.csv"] = store.to_csv(model.frame(DECISIONS, [*before, *decisions]), DECISIONS)
    n_known = len(outing.recipients) - len(decisions)
    return Requested(outing.with_tokens(tokens), len(decisions), n_known), files, ledger.next_number


def code(key: Key | None, survey: str, record: int) -> str:
    """The code of a personal link: from the folder's key, so that nobody can make it from the number."""
    assert key is not None  # noqa: S101 - made by the caller where anybody is new
    digest = hmac.digest(key.secret, f"survey:{survey}:{record}".encode(), "sha256")
    return base64.b32encode(digest).decode()[:_LENGTH].lower()


def _known(ecosystem: Ecosystem, rows: Sequence[dict[str, Any]], survey: str) -> Mapping[str, dict[str, Any]]:
    """The requests that this survey made before, by structure."""
    requests: dict[str, dict[str, Any]] = {}
    for row in rows:
        if row.get("source") == survey and is_request(row):
            structure = ecosystem.registry.aliases.get(row["record"])
            if structure:
                requests.setdefault(structure, row)
    return requests


def _add(
    ledger: Ledger, ecosystem: Ecosystem, one: Recipient, outing: Outing, noted: tuple[str, str | None]
) -> None:
    token, roster = noted
    row = ecosystem.registry.row(one.listed.id)
    values = {
        **{name: row[name] for name in _SHOWN if row[name] is not None},
        "source": outing.survey,
        "source_id": token,
        "collected_on": outing.day,
        # An event's follow-up is no survey of the network: who is asked it has not been asked that.
        "asked_on": None if outing.follow_up else outing.day,
        "roster": roster,
        "extra": {REQUEST: "yes"},
    }
    ledger.rows.append({**SHAPE.settled(values), "record": ledger.next_number})
    ledger.next_number += 1
    ledger.touched = True


def _same(number: int, one: Recipient, ecosystem: Ecosystem, outing: Outing) -> dict[str, Any]:
    """A request is of the structure it names, whatever matching would make of its words."""
    records = ecosystem.holdings.records
    listed = records[records["record"] == one.record].to_dict("records")[0]
    words = words_of(listed["name"], listed["street"], listed["postal_code"])
    return {
        "left": str(number),
        "right": str(one.record),
        "left_words": words,
        "right_words": words,
        "verdict": "same",
        "decided_by": outing.survey,
        "decided_on": outing.day,
        "why": f"{CHOSEN}{one.listed.id}",
    }


def _numbers(shown: Sequence[Any]) -> list[int]:
    return [int(one.id.removeprefix("S")) for one in shown]
