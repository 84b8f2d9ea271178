"""What another folder, or a public register, would change among ours: shown field by field, and taken only where a person accepts it.

A field that is accepted becomes a correction of ours; a tie, a decision or the meaning of a word that is about ours
alone is taken, or left there. What was refused (in `data/merged/UID.csv`, as a fingerprint) is not asked again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from wtc_eco.analysis.finding import Finding, Heading, notes
from wtc_eco.ecosystem.corrections.correcting import planned
from wtc_eco.ecosystem.corrections.fields import TypedFields, field_of
from wtc_eco.ecosystem.merging.rows import fingerprint
from wtc_eco.ecosystem.review.spreadsheet import VERDICTS
from wtc_eco.ecosystem.writing import Amendment, Signed
from wtc_eco.errors import Problem, UsageError
from wtc_eco.i18n import date, in_each_language, listing, mark, tr, trn
from wtc_eco.registry import COORDINATION, CORRECTABLE, GROUPS
from wtc_eco.registry.columns import TITLES, said, title
from wtc_eco.registry.corrections import PART
from wtc_eco.sources.answers import Choices
from wtc_eco.sources.returned_sheet import SheetForm, Title, find
from wtc_eco.sources.ties import KIND_TEXTS
from wtc_eco.territory.normalize import fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem
    from wtc_eco.ecosystem.review.words import Meanings
    from wtc_eco.network.resolution import ResolvedTie
    from wtc_eco.territory import Territory

ALL, TIES_WORD, DECISIONS_WORD, WORDS_WORD = "all", "ties", "decisions", "words"
"""What may be accepted beside fields."""
_FIELD_TITLES = {
    ALL: mark("everything"),
    "address": mark("Address"),
    "hours": mark("Hours"),
    "status": mark("Status"),
    "answers": mark("Answers to a survey"),
    TIES_WORD: mark("Ties"),
    DECISIONS_WORD: mark("Decisions"),
    WORDS_WORD: mark("Words"),
}
"""How what is proposed, or accepted, is called where it is no column."""
ANSWERS = Choices({"yes": mark("take theirs"), "no": mark("keep ours")}, {"yes": "yes", "no": "no"})
SHEET_TITLES = {
    "proposal": mark("Proposal"),
    "id": mark("Number"),
    "structure": mark("Structure"),
    "field": mark("What would change"),
    "before": mark("Ours"),
    "after": mark("Theirs"),
    "source": mark("Who says it"),
    "decision": mark("Decision"),
}
SHEET = SheetForm(
    columns={name: Title(text, (name,)) for name, text in SHEET_TITLES.items()},
    needed=(frozenset({"proposal", "decision"}),),
    refusal=mark("{file} is no table of proposals: it has not the columns of one."),
    hint=mark("Make one with the same command, --dry-run and -o proposals.xlsx."),
    sheets=(mark("Changes proposed"), mark("What another folder would change")),
    answers=("decision",),
)
REFUSED = "refused"
_GROUPED = {column: name for name, columns in GROUPS.items() for column in columns}
_PLACE = ("street", "postal_code", "locality")
Standing = Literal["waiting", "accepted", "refused"]


@dataclass(frozen=True)
class MergeProposal:
    """What the other folder would change among ours: a field, a tie, a decision, what a word means.

    `before` and `after` are in words, None where nobody knows; `source` is the list, or the folder, that says it.
    """

    proposal: str
    id: str
    structure: str
    field: str
    before: str | None
    after: str | None
    source: str
    standing: Standing = "waiting"


@dataclass(frozen=True)
class Accepting:
    """What a person accepts: fields by their ids, `all`, and single proposals; and those that are refused."""

    fields: frozenset[str] = frozenset()
    proposals: frozenset[str] = frozenset()
    refused: frozenset[str] = frozenset()
    problems: tuple[Problem, ...] = ()

    def standing(self, proposal: str, field: str, *, by_name: bool = False) -> Standing:
        """What becomes of a proposal; one that is only taken `by_name` stands in a sheet, or waits."""
        if proposal in self.refused:
            return "refused"
        of_its_field = not by_name and self.fields & {ALL, field}
        return "accepted" if proposal in self.proposals or of_its_field else "waiting"


def accepting(words: Iterable[str]) -> Accepting:
    """What `--accept` says: `all`, fields as `set` calls them, ties, decisions, words, or sheets filled in.

    Raises `UsageError` for a word that names no field and no file, `RefusedError` for a file that is no such sheet.
    """
    accepted = Accepting()
    for word in words:
        if Path(word).is_file():
            accepted = _with_sheet(accepted, Path(word))
        else:
            named = frozenset(_named(one) for one in word.split(",") if one.strip())
            accepted = replace(accepted, fields=accepted.fields | named)
    return accepted


def _named(word: str) -> str:
    titles = {**TITLES, **_FIELD_TITLES}
    for name in (*_FIELD_TITLES, *CORRECTABLE):
        if fold(word) in {fold(name), *map(fold, in_each_language(titles[name]))}:
            return _GROUPED.get(name, name)
    if Path(word).suffix:
        raise UsageError(
            tr("There is no file {file}.", file=word),
            hint=tr("Make one with the same command, --dry-run and -o proposals.xlsx."),
        )
    name = field_of(word)
    return _GROUPED.get(name, name)


def _with_sheet(accepted: Accepting, path: Path) -> Accepting:
    returned = find(path, SHEET)
    problems = list(returned.aside)
    decided: dict[str, set[str]] = {"yes": set(), "no": set()}
    for row in returned.table.rows:
        if not returned.cell(row, "decision"):
            continue
        answer = ANSWERS.read(returned.cell(row, "decision"))
        if answer is None:
            problems.append(returned.not_understood(row, "decision", ANSWERS))
        else:
            decided[answer].add(returned.cell(row, "proposal"))
    return replace(
        accepted,
        proposals=accepted.proposals | decided["yes"],
        refused=accepted.refused | decided["no"],
        problems=(*accepted.problems, *problems),
    )


@dataclass
class Ballot:
    """The proposals of one folder or file, each with what becomes of it; `refused` are those of before and of now."""

    accept: Accepting
    refused: dict[str, str]
    proposals: dict[str, MergeProposal] = field(default_factory=dict)
    before: set[str] = field(default_factory=set)

    def accepts(self, proposed: MergeProposal, cells: Sequence[Any], *, by_name: bool = False) -> bool:
        """Whether a person takes it; `cells` are what tells it apart, in no language; see `Accepting.standing`."""
        key = f"P-{fingerprint(cells)[:10]}"
        if key in self.before or (key in self.refused and key not in self.proposals):
            self.before.add(key)
            return False
        standing = self.accept.standing(key, proposed.field, by_name=by_name)
        self.proposals[key] = replace(proposed, proposal=key, standing=standing)
        if standing == "refused":
            self.refused[key] = ""
        return standing == "accepted"


def accepts_line(ecosystem: Ecosystem, ballot: Ballot, line: Mapping[str, Any], folder: str) -> bool:
    """Whether a decision of theirs about our own structures is taken."""
    sides = [
        line.get(f"{side}_words") or line.get(side) or tr("nobody of the register")
        for side in ("left", "right")
    ]
    about = str(line.get("left") or "")
    id_ = ecosystem.registry.aliases.get(int(about), "") if about.isdecimal() else ""
    verdict = tr(VERDICTS.texts.get(str(line["verdict"]), str(line["verdict"])))
    proposed = MergeProposal(
        "", id_, sides[0], DECISIONS_WORD, None, f"{verdict}{tr(': ')}{sides[1]}", folder
    )
    return ballot.accepts(proposed, [DECISIONS_WORD, line.get("left"), line.get("right"), line["verdict"]])


def accepts_tie(foreseen: Ecosystem, ballot: Ballot, tie: ResolvedTie, folder: str) -> bool:
    """Whether a tie of theirs between two of our own structures is taken."""
    rows = [foreseen.registry.row(end) for end in (tie.start, tie.end)]
    told = f"{tr(KIND_TEXTS.get(tie.kind, tie.kind))}{tr(': ')}{rows[1]['name'] or tie.end}"
    over = tie.status == "ended"
    proposed = MergeProposal(
        "",
        tie.start,
        rows[0]["name"] or tie.start,
        TIES_WORD,
        None,
        f"{told} ({tr('ended')})" if over else told,
        folder,
    )
    firsts = [min(row["records"]) for row in rows]
    return ballot.accepts(proposed, [TIES_WORD, *firsts, tie.kind, tie.status])


def meanings_accepted(ecosystem: Ecosystem, ballot: Ballot, theirs: Meanings, folder: str) -> Meanings:
    """What words mean there, without those that stand in our own lists, not understood, unless accepted."""
    unread = {(word.vocabulary, fold(word.text)) for word in ecosystem.reread.unread}
    known = {(name, fold(words)) for name, words in ecosystem.words}
    taken = {}
    for (name, words), ids in theirs.items():
        key = (name, fold(words))
        texts = ecosystem.territory.vocabulary(name).words()
        meant = listing([texts.get(one, one) for one in ids]) if ids else tr("none of the options")
        proposed = MergeProposal("", "", words, WORDS_WORD, None, meant, folder)
        if key in known or key not in unread or ballot.accepts(proposed, [WORDS_WORD, *key, *ids]):
            taken[name, words] = ids
    return taken


def accepted_corrections(
    foreseen: Ecosystem, ballot: Ballot, uid: str, folder: str, next_record: int
) -> Amendment:
    """The corrections that say what was accepted."""
    records: list[Mapping[str, Any]] = []
    decisions: list[Mapping[str, Any]] = []
    for one in foreseen.registry.proposals:
        if one.folder != uid:
            continue
        proposed = MergeProposal(
            "",
            one.id,
            one.name,
            one.field,
            in_words(one.field, one.before, one.values, foreseen.registry.row(one.id), foreseen.territory),
            in_words(
                one.field,
                one.values,
                one.values,
                {**foreseen.registry.row(one.id), **one.values},
                foreseen.territory,
            ),
            _list_of(one.source, uid, folder),
        )
        cells = [f"{name}={value}" for name, value in sorted(one.values.items())]
        if not ballot.accepts(proposed, [one.record, one.field, *cells]):
            continue
        typed = TypedFields({name: value for name, value in one.values.items() if name in CORRECTABLE})
        if "active" in one.values and "closed_on" not in typed.values:
            typed = TypedFields({**typed.values, "closed_on": None})
        amendment = planned(
            foreseen, [(foreseen.registry.row(one.id), typed)], Signed(why=one.source), always=True
        ).amendment
        for record, line in zip(amendment.records, amendment.decisions, strict=True):
            number = next_record + len(records)
            about = {**record["extra"][PART], "folder": uid}
            records.append({**record, "record": number, "extra": {PART: about}})
            decisions.append({**line, "left": str(number)})
    return Amendment(tuple(records), tuple(decisions))


def _list_of(source: str, uid: str, folder: str) -> str:
    """Whose list it is, as that folder calls it; what its coordination corrected is no list."""
    name = source.removeprefix(f"{uid}:")
    return tr(
        "{list}, of {folder}", list=tr("coordination") if source == COORDINATION else name, folder=folder
    )


def in_words(
    field_name: str,
    cells: Mapping[str, Any],
    values: Mapping[str, Any],
    row: Mapping[str, Any],
    territory: Territory,
) -> str | None:
    """What a field says, in words: an address whole, of other groups what differs; None where nobody knows."""
    if field_name == "status":
        closed = cells.get("closed_on", row["closed_on"])
        if closed:
            return tr("closed on {day}", day=date(closed))
        return tr("in service") if cells.get("active", row["active"]) else tr("gone from every list")
    names: Iterable[str] = values
    if field_name == "address" and set(values) & set(_PLACE):
        names, cells = _PLACE, row
    told = [text for name in names if (text := said(name, cells[name], territory))]
    return ", ".join(told) or None


def proposals_sheet(ecosystem: Ecosystem, proposals: Sequence[MergeProposal]) -> Finding:
    """The proposals of a folder or a file as a table with a column for the decision, to be given to `--accept`."""
    words = {name: field_title(name) for name in {one.field for one in proposals}}
    return ecosystem.stamped(
        Finding(
            question="proposals",
            title=tr(SHEET.sheets[0]),
            scope=ecosystem.territory.id,
            base=len(ecosystem.registry.table),
            unknown=0,
            text=trn(
                "{n} change among our own structures waits for a person.",
                "{n} changes among our own structures wait for a person.",
                sum(one.standing == "waiting" for one in proposals),
            ),
            headings=tuple(
                Heading(
                    name,
                    tr(text),
                    words=words if name == "field" else None,
                    choices=ANSWERS.offered() if name == "decision" else (),
                )
                for name, text in SHEET_TITLES.items()
            ),
            table=tuple({**asdict(one), "decision": None} for one in proposals if one.standing == "waiting"),
            remarks=notes(
                tr(
                    "To answer in Excel, write in the column “{column}”: {words}.",
                    column=tr(SHEET_TITLES["decision"]),
                    words=", ".join(ANSWERS.offered()),
                )
            ),
        )
    )


def field_title(name: str) -> str:
    """What a field that is proposed is called, in the language spoken now."""
    return tr(_FIELD_TITLES[name]) if name in _FIELD_TITLES else title(name)
