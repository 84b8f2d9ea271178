"""The upkeep of a folder: what was done and the way back, whether it is sound and what puts it in order."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from wtc_eco.api.arguments import Count, Group, checked

if TYPE_CHECKING:
    from wtc_eco.ecosystem.history import PastCommand
    from wtc_eco.errors import Problem
    from wtc_eco.store import Edits, Repaired, Restored, Undone


class History(Group):
    """The commands that wrote in a folder, and the way back.

    >>> ecosystem.history
    <History: snapshot, snapshots, commands, undo, redo>
    """

    @checked
    def snapshot(self, name: str | None = None) -> Path:
        """Keep today's state in data/snapshots/ under a name, by default its date; `trend` compares with it.

        No name of a structure and nothing of a person is in it. Raises `UsageError` for a name that is none,
        and `RefusedError` where another state is kept under it.

        >>> ecosystem.history.snapshot("before-the-meeting").name
        'before-the-meeting.json'
        """
        from wtc_eco.ecosystem.snapshots import snapshot

        return snapshot(self._inner, name)

    @checked
    def snapshots(self) -> tuple[str, ...]:
        """The names of the states that are kept, in order.

        >>> ecosystem.history.snapshots()
        ('before-the-meeting',)
        """
        from wtc_eco.ecosystem.snapshots import snapshots

        return snapshots(self._inner)

    @checked
    def commands(self) -> tuple[PastCommand, ...]:
        """Every command that wrote in this folder, the oldest first; no clock, only their order.

        >>> [past.command for past in ecosystem.history.commands()]
        ['snapshot']
        """
        from wtc_eco.ecosystem.history import history

        return history(self._inner)

    @checked
    def undo(self, count: Count = 1) -> Undone:
        """Take back the last `count` commands: the tables have the same bytes as before them.

        Raises `RefusedError` where fewer can be taken back, where a table was changed outside the tool, or
        where a person's data was erased meanwhile. Numbers of records are not given again.

        >>> [step.command for step in ecosystem.history.undo().steps]
        ['snapshot']
        """
        from wtc_eco.ecosystem.history import undo

        return undo(self._inner, count)

    @checked
    def redo(self) -> Undone:
        """Do again what the latest undo took back; raises `RefusedError` where another command came since.

        >>> [step.command for step in ecosystem.history.redo().steps]
        ['snapshot']
        """
        from wtc_eco.ecosystem.history import redo

        return redo(self._inner)


class Doctor(Group):
    """What is wrong or doubtful in `data/`, and how it is mended.

    >>> ecosystem.doctor
    <Doctor: check, examine, repair, restore, edits, accept_edits>
    """

    @checked
    def check(self) -> tuple[Problem, ...]:
        """Every doubt about a row of `data/`, then what keeps a correction, a decision or a tie from being used.

        >>> [problem.gravity for problem in ecosystem.doctor.check() if problem.gravity == "refusal"]
        []
        """
        from wtc_eco.ecosystem.doctor import check

        return check(self._inner)

    @checked
    def examine(self) -> tuple[Problem, ...]:
        """Every fault of the store, each with its remedy; nothing is changed. Never stops at damaged tables.

        A problem of gravity `refusal` keeps commands from reading or writing; a `warning` is worth
        mending; a `note` is a fact to know.

        >>> ecosystem.doctor.examine()
        ()
        """
        from wtc_eco.ecosystem.doctor import doctor

        return doctor(self._inner)

    @checked
    def repair(self) -> Repaired:
        """Mend what can be mended without a person; what was there is kept in data/snapshots/.

        >>> ecosystem.doctor.repair().done
        []
        """
        from wtc_eco.ecosystem.doctor import repair

        return repair(self._inner)

    @checked
    def restore(self) -> Restored:
        """Put back the tables as the last command left them; what stood there is kept aside.

        >>> ecosystem.doctor.restore().files
        ()
        """
        from wtc_eco.ecosystem.doctor import restore

        return restore(self._inner)

    @checked
    def edits(self) -> Edits:
        """What was changed in `data/` outside the tool since the last command, row by row.

        >>> ecosystem.doctor.edits().files
        ()
        """
        from wtc_eco.ecosystem.doctor import edits

        return edits(self._inner)

    @checked
    def accept_edits(self) -> Edits:
        """Take in what was changed outside the tool, as a command of its own that can be undone.

        Raises `DamagedError`, naming the rows, where a table cannot be read, its numbers are wrong, or a
        cell would be lost by writing.

        >>> ecosystem.doctor.accept_edits().files
        ()
        """
        from wtc_eco.ecosystem.doctor import accept_edits

        return accept_edits(self._inner)
