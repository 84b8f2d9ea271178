"""The note that goes with the shared edition: what is in it, what was left out, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from wtc_eco.locale import date, language, number, tr, trn
from wtc_eco.network import within

if TYPE_CHECKING:
    from wtc_eco.ecosystem.folder import Ecosystem


@dataclass(frozen=True)
class LeftOut:
    """How much of the working edition stayed at home."""

    structures: int
    people: int
    addresses: int
    numbers: int
    ties: int
    renamed: int

    def as_json(self) -> dict[str, int]:
        """The counts by name."""
        return {
            "structures": self.structures,
            "people": self.people,
            "addresses": self.addresses,
            "numbers": self.numbers,
            "ties": self.ties,
            "renamed": self.renamed,
        }


def left_out(working: Ecosystem, partners: Ecosystem, bassin: str | None) -> LeftOut:
    """Counted on the whole folder, but structures, names and ties, which are those of the scope."""
    from wtc_eco.ecosystem.sharing import withheld_of

    withheld = withheld_of(working)
    inside = frozenset(within(working.network, working.scope(bassin=bassin)))
    names = ((working.network.nodes[node]["name"], partners.network.nodes[node]["name"]) for node in inside)
    return LeftOut(
        structures=len(inside),
        people=len(withheld.people),
        addresses=len(withheld.addresses),
        numbers=len(withheld.numbers),
        ties=sum(1 for start, end in working.network.edges() if start in inside or end in inside),
        renamed=sum(before != after for before, after in names),
    )


def readme(
    partners: Ecosystem, bassin: str | None, files: Sequence[tuple[str, str]], counted: LeftOut
) -> str:
    """The note, in the language spoken now, as plain text."""
    place = partners.scope(bassin=bassin).text()
    notice = partners.settings.notice_in(language())
    head = [tr("Digital inclusion: {place} – shared edition", place=place)]
    if partners.as_of:
        head.append(tr("As of {date}", date=date(partners.as_of)))
    parts = [
        "\n".join(head),
        notice,
        tr("Made to be passed on: to partners, to communes, to the public."),
        _listed(tr("What is in this folder"), [f"{name} : {what}" for name, what in files]),
        _listed(tr("What was left out, and why"), _reasons(counted)),
        _listed(tr("How to read it"), _reading()),
        _missing(partners.settings.contact),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _listed(title: str, lines: Sequence[str]) -> str:
    return "\n".join([title.upper(), *(f"- {line}" for line in lines)])


def _reasons(counted: LeftOut) -> list[str]:
    said = [
        tr(
            "People: nobody is named. {people} contact persons, {addresses} e-mail addresses and {numbers} phone "
            "numbers stay with the coordination, those of structures too: some are a person's.",
            people=number(counted.people),
            addresses=number(counted.addresses),
            numbers=number(counted.numbers),
        ),
        trn(
            "Ties: {n} declared tie is counted in totals only; structures were promised that no tie is published.",
            "Ties: {n} declared ties are counted in totals only; structures were promised that no tie is published.",
            counted.ties,
        ),
        tr(
            "Standings: who has no declared tie yet, whose team is not trained, who sends nobody on is counted, of ten "
            "structures or more, and never said of one: it would be a judgement on a partner."
        ),
        tr("Percentages: none is given on fewer than ten structures; rows on fewer than ten are left out."),
        tr("Remarks in free words, opening hours as written and plans: anything can stand in them."),
    ]
    if counted.renamed:
        said.append(
            trn(
                "{n} structure whose name is a person's, or holds an address or a number, is called by its kind and "
                "commune, without its street.",
                "{n} structures whose name is a person's, or holds an address or a number, are called by their kind "
                "and commune, without their street.",
                counted.renamed,
            )
        )
    return said


def _reading() -> list[str]:
    return [
        tr("An empty cell, or “?”, is unknown: nobody told us. It is not a no."),
        tr(
            "Figures about ties are those declared by the structures that answered; the others may have more."
        ),
        tr("People concerned are orders of magnitude, from hypotheses that the report lists."),
    ]


def _missing(contact: str) -> str:
    if contact:
        return tr(
            "A structure is missing, or does not want to be listed? Write to {contact}.", contact=contact
        )
    return tr("A structure is missing, or does not want to be listed? Tell the coordination.")
