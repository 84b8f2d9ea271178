"""Why no list keeps every rule, in one sentence, with the smallest change that makes one possible."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from scipy import sparse
from scipy.optimize import Bounds, LinearConstraint, milp

from wtc_eco.errors import UsageError
from wtc_eco.i18n import listing, tr, trn

if TYPE_CHECKING:
    from wtc_eco.events.invitations.candidates import Invitee
    from wtc_eco.events.invitations.optimise import SelectionProblem
    from wtc_eco.events.invitations.request import Request

SEAT, LEAST, MOST, APART, FIXED = 1.0, 1.01, 1.02, 1.5, 2.5
"""What a change costs: another seat before a smaller quota, a quota before a wish about persons."""


@dataclass(frozen=True)
class _Change:
    """A rule loosened: which (`seats`, `least`, `most`, `apart`, `fixed`), its place, by how many."""

    rule: str
    place: int
    by: int


def require_possible(problem: SelectionProblem, candidates: Sequence[Invitee], request: Request) -> None:
    """Raise `UsageError`, with the smallest change as its hint, where no list keeps every rule."""
    for group in problem.groups:
        if group.most is not None and group.least > group.most:
            raise UsageError(
                tr("At least {least} and at most {most} of “{word}” cannot both be.",
                   least=group.least, most=group.most, word=group.id),
                hint=tr("Write the smaller figure first: --quota {quota}", quota=f"{group.id}={group.most}:{group.least}"),
            )  # fmt: skip
    changes = _smallest(problem)
    if changes:
        wordings = [_said(change, problem, candidates, request) for change in changes]
        raise UsageError(
            tr("No list keeps all of this: {why}", why=wordings[0][0]),
            hint=tr("The smallest change: {changes}.", changes=listing([hint for _, hint in wordings])),
        )


def _smallest(problem: SelectionProblem) -> tuple[_Change, ...]:
    """The rules loosened by a feasible list nearest to what was asked; empty where all are kept."""
    rows, low, high = problem.rules()
    n, n_groups, n_apart = problem.n, len(problem.groups), len(problem.apart)
    n_fixed = len(problem.fixed)
    wish = sparse.csr_matrix(
        (np.ones(n_fixed), (np.arange(n_fixed), np.array(problem.fixed, dtype=int))), (n_fixed, n)
    )
    names = [
        ("seats", 0),
        *(("least", at) for at in range(n_groups)),
        *(("most", at) for at in range(n_groups)),
        *(("apart", at) for at in range(n_apart)),
        *(("fixed", at) for at in range(n_fixed)),
    ]
    slack = sparse.lil_matrix((rows.shape[0] + n_fixed, len(names)))
    for column, (rule, at) in enumerate(names):
        row = {"seats": 0, "least": 1 + at, "most": 1 + at, "apart": 1 + n_groups + at}.get(
            rule, rows.shape[0] + at
        )
        slack[row, column] = 1 if rule in ("least", "fixed") else -1
    costs = {"seats": SEAT, "least": LEAST, "most": MOST, "apart": APART, "fixed": FIXED}
    cost = np.r_[np.zeros(n), [costs[rule] for rule, _ in names]]
    # A quota without a limit was given the seats as its limit: a seat more must not stop there.
    high[1 : 1 + n_groups] = [n if group.most is None else group.most for group in problem.groups]
    table = sparse.hstack([sparse.vstack([rows, wish]), slack]).tocsr()
    limits = LinearConstraint(table, np.r_[low, np.ones(n_fixed)], np.r_[high, np.full(n_fixed, np.inf)])
    upper = np.r_[np.ones(n), np.full(len(names), np.inf)]
    solution = milp(cost, constraints=limits, bounds=Bounds(0, upper), integrality=np.ones(n + len(names)))
    loosened = np.round(solution.x[n:]).astype(int)
    return tuple(_Change(*names[at], int(loosened[at])) for at in np.flatnonzero(loosened))


def _said(
    change: _Change, problem: SelectionProblem, candidates: Sequence[Invitee], request: Request
) -> tuple[str, str]:
    """The reason, and what to write instead."""
    if change.rule == "seats":
        needed = problem.seats + change.by
        why = trn(
            "{n} structure has to be invited, and the seats are enough for {places}.",
            "{n} structures have to be invited, and the seats are enough for {places}.",
            needed,
            places=problem.seats,
        )
        return why, f"--seats {needed * request.persons}"
    if change.rule in ("least", "most"):
        return _quota(change, problem)
    if change.rule == "apart":
        one, other = (candidates[at].name for at in problem.apart[change.place])
        why = tr("{one} and {other} must both be there and are to be kept apart.", one=one, other=other)
        return why, tr("leave one of the two out")
    name = candidates[problem.fixed[change.place]].name
    return tr("{name} must be there, and a quota leaves no seat for it.", name=name), tr(
        "leave out --fixed {name}", name=candidates[problem.fixed[change.place]].id
    )


def _quota(change: _Change, problem: SelectionProblem) -> tuple[str, str]:
    group = problem.groups[change.place]
    n = int(group.members.sum())
    least, most = group.least, "" if group.most is None else str(group.most)
    if change.rule == "most":
        n_fixed = sum(bool(group.members[at]) for at in problem.fixed)
        why = trn(
            "{n} structure that must be there is of “{word}”, and at most {most} are wanted.",
            "{n} structures that must be there are of “{word}”, and at most {most} are wanted.",
            n_fixed,
            word=group.id,
            most=most,
        )
        return why, f"--quota {group.id}={least}:{(group.most or 0) + change.by}"
    if n < least:
        why = trn(
            "{least} of “{word}” are wanted, and {n} can be invited.",
            "{least} of “{word}” are wanted, and {n} can be invited.",
            n,
            least=least,
            word=group.id,
        )
    else:
        why = tr("{least} of “{word}” do not go with the other wishes.", least=least, word=group.id)
    return why, f"--quota {group.id}={least - change.by}:{most}"
