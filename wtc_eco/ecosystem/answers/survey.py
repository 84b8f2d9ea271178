"""`import --survey`: an export of the survey read, planned and written in one stroke."""

from __future__ import annotations

import hashlib
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import sources, store
from wtc_eco.ecosystem.answers.taking import SurveyIntake, plan_survey
from wtc_eco.ecosystem.answers.ties import Mentioned
from wtc_eco.ecosystem.intake.collect import Reading
from wtc_eco.ecosystem.intake.delivery import Accounting, Change, Delivery
from wtc_eco.ecosystem.people.shield import shielded
from wtc_eco.errors import Problem
from wtc_eco.sources import Quarantined
from wtc_eco.store import Basis
from wtc_eco.territory.spelling import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem
    from wtc_eco.sources import Table
    from wtc_eco.sources.surveys import Answers


@dataclass(frozen=True)
class Surveyed:
    """What an import of answers did, or would do.

    `accounting` is of the rows (answers), `mentions` of what they say of other structures. `contacts`
    counts people new, changed, as before and left out; `opposed` those who object since this import.
    `unknown_options` are what was ticked or written that no word of the pack knows, by question.
    """

    file: str
    source: str
    rehearsal: bool
    accounting: Accounting
    mentions: Mentioned
    contacts: dict[str, int]
    opposed: int
    unknown_options: tuple[tuple[str, str], ...]
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    quarantine: Path | None

    @property
    def doubtful(self) -> bool:
        """Whether some answers are in quarantine."""
        return self.accounting.quarantined > 0

    def as_json(self) -> dict[str, Any]:
        """The same, as plain JSON values."""
        return {
            "file": self.file,
            "source": self.source,
            "dry_run": self.rehearsal,
            "accounting": asdict(self.accounting),
            "mentions": asdict(self.mentions),
            "contacts": self.contacts,
            "opposed": self.opposed,
            "unknown_options": [list(pair) for pair in self.unknown_options],
            "changes": [asdict(change) for change in self.changes],
            "problems": [asdict(problem) for problem in self.problems],
            "quarantine": self.quarantine.as_posix() if self.quarantine else None,
        }


def import_survey(
    ecosystem: Ecosystem, file: str | Path, delivery: Delivery, *, reading: Reading | None = None
) -> Surveyed:
    """Bring in the answers of a survey: offer, contacts, ties, and who does not want to be written to.

    The export may be Google Forms', LimeSurvey's, KoBo's or a grid; earlier answers of a structure are
    kept and the latest counts. Raises `RefusedError` where it is no export of the pack's questionnaire.
    """
    from wtc_eco.sources.surveys import questionnaire_of, read_answers, sheet_names, survey_tables

    path = Path(file)
    how = reading or Reading()

    def sheet(name: str | None) -> Table:
        return shielded(ecosystem, (replace(how, sheet=name) if name else how).table(path))

    sheets = () if how.sheet or how.area else sheet_names(path)
    table, lines = survey_tables(sheet, sheets, questionnaire_of(ecosystem.territory))
    answers = read_answers(table, ecosystem.territory, lines)
    if delivery.rehearsal:
        return _told(path, delivery, answers, plan_survey(ecosystem, answers, delivery), None)
    command = f"import {path.name} --survey --as {delivery.source}"
    with store.locked(ecosystem.folder, command=command):
        ecosystem.forget_caches()
        ecosystem.holdings.require_sound()
        planned = plan_survey(ecosystem, answers, delivery)
        changes: dict[str, bytes | None] = dict(planned.files)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        aside = None
        if rows := _set_aside(table, answers, planned):
            aside = f"quarantine/{fold(delivery.source).replace(' ', '-') or 'survey'}-{digest[:8]}.csv"
            changes[aside] = sources.quarantine_csv(table, rows)
        store.commit(
            ecosystem.folder,
            changes,
            command=command,
            basis=Basis(
                seen=ecosystem.holdings.seen,
                inputs={path.name: digest},
                next_record=planned.next_record,
                next_tie=planned.next_tie,
                accept_edits=delivery.accept_edits,
            ),
        )
    ecosystem.forget_caches()
    return _told(path, delivery, answers, planned, ecosystem.folder / "data" / aside if aside else None)


def _set_aside(table: Table, answers: Answers, planned: SurveyIntake) -> tuple[Quarantined, ...]:
    """The rows that could not be read, then those of which nobody knows who gave them, as found."""
    cells = {row.number: row.cells for row in table.rows}
    late = [Quarantined(number, cells[number], (problem,)) for number, problem in planned.rejected]
    return tuple(sorted([*answers.quarantined, *late], key=lambda row: row.number))


def _told(
    path: Path, delivery: Delivery, answers: Answers, planned: SurveyIntake, aside: Path | None
) -> Surveyed:
    people = planned.people
    return Surveyed(
        file=path.name,
        source=delivery.source,
        rehearsal=delivery.rehearsal,
        accounting=planned.accounting,
        mentions=planned.mentions,
        contacts={
            "new": people.new,
            "updated": people.updated,
            "unchanged": people.unchanged,
            "left_out": people.left_out,
        },
        opposed=planned.n_opposed,
        unknown_options=answers.unknown_options,
        changes=planned.changes,
        problems=tuple(
            problem if problem.file else replace(problem, file=path.name) for problem in planned.problems
        ),
        quarantine=aside,
    )
