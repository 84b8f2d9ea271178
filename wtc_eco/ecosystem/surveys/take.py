"""Take the answers of a survey in (`import --survey`): offer, network, contacts and objections, all accounted for."""

from __future__ import annotations

import hashlib
import shlex
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from wtc_eco import model, sources, store
from wtc_eco.ecosystem.importing.delivery import Accounting, Change, Delivery
from wtc_eco.ecosystem.importing.files import ReadingOptions
from wtc_eco.ecosystem.importing.reconcile import Ledger
from wtc_eco.ecosystem.privacy import contacts as people
from wtc_eco.ecosystem.privacy import objections as opposing
from wtc_eco.ecosystem.privacy.contacts import Gathered
from wtc_eco.ecosystem.privacy.objections import Identifier, Oppositions
from wtc_eco.ecosystem.privacy.scrub import shielded
from wtc_eco.ecosystem.surveys.records import SHAPE as RECORD_SHAPE
from wtc_eco.ecosystem.surveys.records import KeptAnswer, Records, shown_list
from wtc_eco.ecosystem.surveys.respondents import Directory, Respondent, nobody
from wtc_eco.ecosystem.surveys.survey_ties import SHAPE as TIE_SHAPE
from wtc_eco.ecosystem.surveys.survey_ties import Mentioned, Ties
from wtc_eco.ecosystem.writing import writing
from wtc_eco.errors import Problem, RefusedError, UnknownNameError
from wtc_eco.i18n import listing, tr
from wtc_eco.model import DECISIONS, RECORDS, TIES
from wtc_eco.network.mention_candidates import Resolver
from wtc_eco.network.resolution import mention_problem, unsettled
from wtc_eco.registry import chosen
from wtc_eco.registry.lookup import in_other_words
from wtc_eco.sources import Quarantined
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.network import Mentions
    from wtc_eco.sources import Table
    from wtc_eco.sources.surveys import NetworkAnswer, NetworkAnswers

_AGREED, _ANSWERED = "agreed", "answered"


@dataclass(frozen=True, eq=False)
class SurveyIntake:
    """What taking these answers in does: the files to write, and the account of every row and mention.

    `rejected` gives the Excel row of each answer set aside, and why; `opposed` is whom the answers say
    not to write to; `resolved` whom the ties of these answers name: found, waiting for a person or refused.
    """

    files: Mapping[str, bytes]
    next_record: int
    next_tie: int
    accounting: Accounting
    mentions: Mentioned
    resolved: Mentions
    people: Gathered
    n_opposed: int
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...]
    rejected: tuple[tuple[int, Problem], ...]


def plan_survey(ecosystem: Ecosystem, answers: NetworkAnswers, delivery: Delivery) -> SurveyIntake:
    """What taking these answers in would do; writes nothing.

    An export need not be complete: answers that it does not hold stay. Raises `RefusedError` where an
    answer has no date and nobody says one.
    """
    holdings, registry = ecosystem.holdings, ecosystem.registry
    given, rejected = _respondents(ecosystem, answers, delivery)
    rosters, roster_files = _rosters(given, delivery.source)
    records = Records(
        Ledger.of(holdings.records, RECORD_SHAPE, holdings.next_record), delivery.source, registry
    )
    kept = records.take(given, rosters)
    numbers = frozenset(holdings.records["record"])
    ties = Ties(Ledger.of(holdings.ties, TIE_SHAPE, holdings.next_tie), delivery.source, registry, numbers)
    mentioned, aside = ties.take(kept)
    resolved = _resolved(ecosystem, records, ties)
    oppositions, n_opposed = _oppositions(ecosystem, given)
    gathered = _people(ecosystem, kept, oppositions, delivery.source)
    files = {
        **(
            {"structures.csv": store.to_csv(records.ledger.frame(), RECORDS)}
            if records.ledger.touched
            else {}
        ),
        **({"referrals.csv": store.to_csv(ties.ledger.frame(), TIES)} if ties.ledger.touched else {}),
        **_decisions(ecosystem, records.decisions),
        **_people_files(ecosystem, gathered, oppositions),
        **roster_files,
    }
    return SurveyIntake(
        files=files,
        next_record=records.ledger.next_number,
        next_tie=ties.ledger.next_number,
        accounting=_account(answers, records.ledger, len(rejected)),
        mentions=mentioned,
        resolved=resolved,
        people=gathered,
        n_opposed=n_opposed,
        changes=tuple(records.ledger.changes),
        problems=(*answers.problems, *(problem for _, problem in rejected), *aside, *_perhaps_listed(ecosystem, given), *_waiting(resolved, ties), *_said(gathered, given), *oppositions.problems()),
        rejected=rejected,
    )  # fmt: skip


def _resolved(ecosystem: Ecosystem, records: Records, ties: Ties) -> Mentions:
    """Whom the ties that these answers say name, in the register as it will be with them."""
    before = ecosystem.holdings
    lines: list[Mapping[Any, Any]] = [*before.decisions.to_dict("records"), *records.decisions]
    decisions = model.frame(DECISIONS, [{str(name): value for name, value in row.items()} for row in lines])
    planned = replace(
        before,
        records=records.ledger.frame() if records.ledger.touched else before.records,
        ties=ties.ledger.frame() if ties.ledger.touched else before.ties,
        decisions=decisions if records.decisions else before.decisions,
    )
    return ecosystem.foreseen(planned).mentions.of(ties.said_in)


def _waiting(resolved: Mentions, ties: Ties) -> Iterator[Problem]:
    """The mentions of nobody found yet, each with its row and its question; the same words of an answer once."""
    told: set[tuple[int, str]] = set()
    for tie in unsettled(resolved):
        row, question = ties.said_in[tie.tie]
        if (row, tie.words) not in told:
            yield replace(mention_problem(tie), row=row, column=question)
        told.add((row, tie.words))


def _perhaps_listed(ecosystem: Ecosystem, given: Iterable[Respondent]) -> Iterator[Problem]:
    """Respondents whom no structure is called like, and who may be one all the same: «EPN Bousole»."""
    unknown = [one for one in given if not one.structure]
    resolver = Resolver(ecosystem.registry, ecosystem.territory) if unknown else None
    for one in unknown:
        end = resolver.end(one.answer.name) if resolver else None
        if end is None or not (end.structure or end.candidates):
            continue
        ids = [end.structure] if end.structure else [each.id for each in end.candidates]
        names = listing([f"{id_} {ecosystem.registry.row(id_)['name']}" for id_ in ids])
        yield Problem(
            "respondent_like",
            "warning",
            tr(
                "“{name}” is in no list and becomes a structure of its own; it may be {names}.",
                name=one.answer.name,
                names=names,
            ),
            tr("If it is: wtc-eco join {name} {id}", name=shlex.quote(one.answer.name), id=ids[0]),
            row=one.answer.row.number,
            value=one.answer.name,
        )


def _respondents(
    ecosystem: Ecosystem, answers: NetworkAnswers, delivery: Delivery
) -> tuple[tuple[Respondent, ...], tuple[tuple[int, Problem], ...]]:
    """Who gives each answer, and the answers set aside: of nobody, or two that cannot be put in order."""
    rows = ({str(k): v for k, v in row.items()} for row in ecosystem.holdings.records.to_dict("records"))
    asked = chosen(ecosystem.holdings.records, ecosystem.holdings.decisions)
    otherwise_written = in_other_words(ecosystem.registry, ecosystem.territory)
    directory = Directory(ecosystem.registry, rows, delivery.source, asked, otherwise_written)
    by_key: dict[str, list[Respondent]] = defaultdict(list)
    rejected: list[tuple[int, Problem]] = []
    for answer in answers.answers:
        try:
            one = directory.respondent(answer, _day(answer, delivery))
        except UnknownNameError as error:
            rejected.append((answer.row.number, nobody(error, answer.row.number)))
        else:
            by_key[one.key].append(one)
    for alike in by_key.values():
        if len(alike) > 1:
            rejected += [(one.answer.row.number, _in_no_order(one)) for one in alike]
    given = tuple(alike[0] for alike in by_key.values() if len(alike) == 1)
    return given, tuple(sorted(rejected, key=lambda each: each[0]))


def _day(answer: NetworkAnswer, delivery: Delivery) -> str:
    day = answer.moment[:10] if answer.moment else delivery.collected_on
    if day is None:
        raise RefusedError(
            tr("Row {row}: nobody says when this answer was given.", row=answer.row.number),
            hint=tr("Say when the answers were collected, as in --collected-on 2026-10-31, or add a column “Date”."),
        )  # fmt: skip
    return day


def _in_no_order(one: Respondent) -> Problem:
    message = tr(
        "{who} answered twice at the same moment, and not the same: nobody knows which is later.", who=one.who
    )
    hint = tr("Delete one of the two rows, or write when each was given in a column “Date”.")
    return Problem("answers_in_no_order", "quarantine", message, hint, row=one.answer.row.number)


def _rosters(given: Sequence[Respondent], source: str) -> tuple[dict[int, str], dict[str, bytes]]:
    """Which list each answer was shown, by Excel row, and the lists themselves: data/rosters/ID.csv."""
    names: dict[int, str] = {}
    files: dict[str, bytes] = {}
    for one in given:
        if not one.answer.shown:
            continue
        stated = one.answer.values.get("roster")
        name, content = shown_list(source, (int(id_.removeprefix("S")) for id_ in one.answer.shown))
        names[one.answer.row.number] = str(stated) if stated else name
        if not stated:
            files[f"rosters/{name}.csv"] = content
    return names, files


def _oppositions(ecosystem: Ecosystem, given: Iterable[Respondent]) -> tuple[Oppositions, int]:
    """The oppositions with those who answered «no» to being invited; a key is made for the first of them."""
    from wtc_eco.ecosystem.privacy.objections import make_key

    oppositions = opposing.read(ecosystem)
    wanted = {one for respondent in given for one in _opposed_by(respondent)}
    fresh = {one for one in wanted if not oppositions.opposed(one)}
    if not fresh:
        return oppositions, 0
    keyed = oppositions if oppositions.key else oppositions.under(make_key(ecosystem.settings.uid))
    latest = max(respondent.day for respondent in given if respondent.answer.invited is False)
    return keyed.with_more(fresh, reason="objected", since=latest), len(fresh)


def _opposed_by(respondent: Respondent) -> tuple[Identifier, ...]:
    """Whom an answer says not to write to: the person named, else the structure's own addresses."""
    answer = respondent.answer
    if answer.invited is not False:
        return ()
    if own := people.identifiers(answer.person):
        return own
    return (
        *(opposing.email(address) for address in answer.values.get("email") or ()),
        *(opposing.phone(number) for number in answer.values.get("phone") or ()),
    )


def _people(
    ecosystem: Ecosystem, kept: Sequence[KeptAnswer], oppositions: Oppositions, source: str
) -> Gathered:
    """The people named in the answers, without those who object."""
    people_told = [
        {
            **one.respondent.answer.person,
            "record": one.anchor,
            "source": source,
            "collected_on": one.respondent.day,
            "basis": _AGREED if one.respondent.answer.invited else _ANSWERED,
        }
        for one in kept
        if one.respondent and _names_somebody(one.respondent) and one.respondent.answer.invited is not False
    ]
    aliases = dict(ecosystem.registry.aliases)
    return people.gather(people.read(ecosystem), people_told, oppositions, aliases)


def _names_somebody(one: Respondent) -> bool:
    return any(one.answer.person.get(name) for name in ("person", "email", "phone"))


def _people_files(ecosystem: Ecosystem, gathered: Gathered, oppositions: Oppositions) -> dict[str, bytes]:
    """contacts.csv and oppositions.csv, where anything is to be written."""
    marked = tuple(
        {**row, "opt_out": True} if any(map(oppositions.opposed, people.identifiers(row))) else row
        for row in gathered.contacts.rows
    )
    files: dict[str, bytes] = {}
    if marked != people.read(ecosystem).rows:
        files[people.FILE] = people.Contacts(marked).to_csv()
    if oppositions.rows != opposing.read(ecosystem).rows:
        files[opposing.FILE] = oppositions.to_csv()
    return files


def _decisions(ecosystem: Ecosystem, fresh: Sequence[Mapping[str, Any]]) -> dict[str, bytes]:
    if not fresh:
        return {}
    lines = ecosystem.holdings.decisions.to_dict("records")
    rows = [{str(name): value for name, value in row.items()} for row in lines]
    return {"decisions.csv": store.to_csv(model.frame(DECISIONS, [*rows, *fresh]), DECISIONS)}


def _account(answers: NetworkAnswers, ledger: Ledger, n_rejected: int) -> Accounting:
    count = [change.what for change in ledger.changes].count
    return Accounting(
        read=answers.n_read,
        new=count("new"),
        updated=count("updated") + count("returned"),
        unchanged=ledger.n_unchanged,
        repeated=answers.n_repeated,
        quarantined=len(answers.quarantined) + n_rejected,
        blank=answers.n_blank,
        withdrawn=count("withdrawn"),
    )


def _said(gathered: Gathered, given: Sequence[Respondent]) -> tuple[Problem, ...]:
    """What concerns people, said without naming them."""
    problems = [*people.left_out(gathered)]
    for one in given:
        if one.answer.invited is False and not _opposed_by(one):
            message = tr("{who} does not want invitations and gives no address to remember.", who=one.who)
            hint = tr("When you know the address: wtc-eco optout ADDRESS")
            problems.append(
                Problem("objection_without_address", "warning", message, hint, row=one.answer.row.number)
            )
    return tuple(replace(problem, file="") for problem in problems)


@dataclass(frozen=True)
class Surveyed:
    """What an import of answers did, or would do.

    `accounting` is of the rows (answers), `mentions` of what they say of other structures, `resolved` of whom those
    mean. `contacts`
    counts people new, changed, as before and left out; `opposed` those who object since this import.
    `unknown_options` are what was ticked or written that no word of the pack knows, by question.
    """

    file: str
    source: str
    rehearsal: bool
    accounting: Accounting
    mentions: Mentioned
    resolved: Mentions
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
            "resolved": self.resolved.accounts(),
            "contacts": self.contacts,
            "opposed": self.opposed,
            "unknown_options": [list(pair) for pair in self.unknown_options],
            "changes": [asdict(change) for change in self.changes],
            "problems": [asdict(problem) for problem in self.problems],
            "quarantine": self.quarantine.as_posix() if self.quarantine else None,
        }


def import_survey(
    ecosystem: Ecosystem, file: str | Path, delivery: Delivery, *, reading: ReadingOptions | None = None
) -> Surveyed:
    """Bring in the answers of a survey: offer, contacts, ties, and who does not want to be written to.

    The export may be Google Forms', Microsoft Forms', LimeSurvey's, KoBo's or a grid; earlier answers of a
    structure are kept and the latest counts. Raises `RefusedError` where it is no export of the pack's questionnaire.
    """
    from wtc_eco.sources.returned_sheet import sheet_names
    from wtc_eco.sources.surveys import questionnaire_of, read_answers, survey_tables

    path = Path(file)
    how = reading or ReadingOptions()

    def sheet(name: str | None) -> Table:
        return shielded(ecosystem, (replace(how, sheet=name) if name else how).table(path))

    sheets = () if how.sheet or how.area else sheet_names(path)
    table, lines = survey_tables(sheet, sheets, questionnaire_of(ecosystem.territory))
    answers = read_answers(table, ecosystem.territory, lines)
    if delivery.rehearsal:
        return _told(path, delivery, answers, plan_survey(ecosystem, answers, delivery), None)
    command = f"import {path.name} --survey --as {delivery.source}"
    with writing(ecosystem, command, accept_edits=delivery.accept_edits) as step:
        planned = plan_survey(ecosystem, answers, delivery)
        changes: dict[str, bytes | None] = dict(planned.files)
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        aside = None
        if rows := _set_aside(table, answers, planned):
            aside = f"quarantine/{fold(delivery.source).replace(' ', '-') or 'survey'}-{digest[:8]}.csv"
            changes[aside] = sources.quarantine_csv(table, rows)
        step.commit(
            changes,
            inputs={path.name: digest},
            next_record=planned.next_record,
            next_tie=planned.next_tie,
        )
    return _told(path, delivery, answers, planned, ecosystem.folder / "data" / aside if aside else None)


def _set_aside(table: Table, answers: NetworkAnswers, planned: SurveyIntake) -> tuple[Quarantined, ...]:
    """The rows that could not be read, then those of which nobody knows who gave them, as found."""
    cells = {row.number: row.cells for row in table.rows}
    late = [Quarantined(number, cells[number], (problem,)) for number, problem in planned.rejected]
    return tuple(sorted([*answers.quarantined, *late], key=lambda row: row.number))


def _told(
    path: Path, delivery: Delivery, answers: NetworkAnswers, planned: SurveyIntake, aside: Path | None
) -> Surveyed:
    people = planned.people
    return Surveyed(
        file=path.name,
        source=delivery.source,
        rehearsal=delivery.rehearsal,
        accounting=planned.accounting,
        mentions=planned.mentions,
        resolved=planned.resolved,
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
