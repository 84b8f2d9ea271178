"""An invitation list and a table plan as a planner takes them on: in a notebook, as a frame, as a file."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.api.arguments import Place, checked
from wtc_eco.api.findings import Finding, table
from wtc_eco.events.invitations import invitation as invitations
from wtc_eco.events.tables import plan as plans
from wtc_eco.i18n import speaking

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, repr=False)
class Invitation(invitations.Invitation):
    """An invitation list: guests by rank with their reasons, the reserve, those left out, and the proof.

    >>> invitation = ecosystem.events.invite(8, bassin="namur")
    >>> invitation
    <Invitation namur: 8 guests of 44 candidates, 8 seats>
    """

    lang: str = ""

    def __repr__(self) -> str:
        guests, seats = len(self.guests), self.request.seats
        return (
            f"<Invitation {self.scope.id}: {guests} guests of {self.n_candidates} candidates, {seats} seats>"
        )

    def finding(self) -> Finding:
        """The list as an answer: who, why, whom to present to whom; it names people.

        >>> len(ecosystem.events.invite(8, bassin="namur").finding().rows())
        8
        """
        from wtc_eco.events.invitations.sheets import invitations

        with speaking(self.lang):
            return Finding.of(invitations(self))

    def summary(self) -> str:
        """One sentence: how many of how many, for how many seats, and how far from the best at most.

        >>> print(ecosystem.events.invite(8, bassin="namur").summary())
        Namur : 8 structures invitées sur 44 qui peuvent l’être, au plus 0,5 % sous l’optimum.
        """
        from wtc_eco.events.invitations.method_text import summary

        with speaking(self.lang):
            return summary(self)

    def to_frame(self) -> pd.DataFrame:
        """The list as a `pandas.DataFrame`, one row a guest.

        >>> len(ecosystem.events.invite(8, bassin="namur").to_frame())
        8
        """
        return self.finding().to_frame()

    @checked
    def write(self, path: Place) -> Path:
        """Write the list as .xlsx, .csv, .json, .md, .html or .ics, as the file's ending says.

        >>> ecosystem.events.invite(8, bassin="namur").write(folder / "invitations.xlsx").name
        'invitations.xlsx'
        """
        from wtc_eco.render.events import write_invitation

        with speaking(self.lang):
            write_invitation(self, Path(path))
        return Path(path)

    def _repr_html_(self) -> str:
        with speaking(self.lang):
            return table(self.finding())


@dataclass(frozen=True, repr=False)
class TablePlan(plans.SeatingPlan):
    """Who sits where, round after round.

    >>> ecosystem.events.seat(guests, tables=2, rounds=2)
    <TablePlan: 8 guests, 2 tables, 2 rounds>
    """

    lang: str = ""

    def __repr__(self) -> str:
        wanted = self.wanted
        return f"<TablePlan: {wanted.n} guests, {wanted.n_tables} tables, {wanted.rounds} rounds>"

    def finding(self) -> Finding:
        """The plan as an answer, one row a person, with its table in every round; it names people.

        >>> len(ecosystem.events.seat(guests, tables=2).finding().rows())
        8
        """
        from wtc_eco.events.tables.plan import by_person

        with speaking(self.lang):
            return Finding.of(by_person(self))

    def summary(self) -> str:
        """One sentence: guests, tables, rounds, and who meets whom again.

        >>> print(ecosystem.events.seat(guests, tables=2).summary())
        8 personnes, tables : 2, tours : 1 ; personne ne rencontre deux fois la même personne.
        """
        from wtc_eco.events.tables.plan import summary

        with speaking(self.lang):
            return summary(self)

    def to_frame(self) -> pd.DataFrame:
        """The plan as a `pandas.DataFrame`, one row a person.

        >>> len(ecosystem.events.seat(guests, tables=2).to_frame())
        8
        """
        return self.finding().to_frame()

    @checked
    def write(self, path: Place) -> Path:
        """Write the plan as .xlsx, .csv, .json, .md or .html, as the file's ending says.

        >>> ecosystem.events.seat(guests, tables=2).write(folder / "tables.xlsx").name
        'tables.xlsx'
        """
        from wtc_eco.render.events import write_plan

        with speaking(self.lang):
            write_plan(self, Path(path))
        return Path(path)

    def _repr_html_(self) -> str:
        with speaking(self.lang):
            return table(self.finding())
