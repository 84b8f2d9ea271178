"""What a person puts right and decides: the register corrected, and the last word on what is one structure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Unpack

from wtc_eco.api.arguments import Count, Day, Group, Place, checked
from wtc_eco.api.findings import Finding
from wtc_eco.api.imports import ReadAs, reading
from wtc_eco.ecosystem.corrections.spreadsheet import ReturnedRegister

if TYPE_CHECKING:
    from wtc_eco.ecosystem.corrections.correcting import Added, Corrected
    from wtc_eco.ecosystem.review.decide import DecisionsWritten
    from wtc_eco.ecosystem.review.session import Session
    from wtc_eco.ecosystem.review.spreadsheet import Applied
    from wtc_eco.ecosystem.writing import Signed


def _signed(by: str | None, why: str | None, *, accept_edits: bool) -> Signed:
    """Who says it and why; both may be unknown."""
    from wtc_eco.ecosystem.writing import Signed

    return Signed(by, why, accept_edits)


def _named(fields: Mapping[str, str]) -> dict[str, str]:
    """The fields by their ids, whatever title they bear; raises `UsageError` for one that nobody knows."""
    from wtc_eco.ecosystem.corrections.fields import field_of

    return {field_of(name): text for name, text in fields.items()}


class Corrections(Group):
    """Correct the register; no import takes a correction away.

    A structure is named by its id (S12) or its name. `by` says who, `why` says why; both may be left out.
    `accept_edits` takes in what was changed in `data/` outside the tool.

    >>> ecosystem.corrections
    <Corrections: add, set, close, reopen, compare, take>
    """

    @checked
    def add(
        self,
        fields: Mapping[str, str],
        *,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> Added:
        """Add a structure that no list names; `fields` are its columns, by id or by title («téléphone»).

        Raises `RefusedError`, with every reason, where a value cannot be read.

        >>> fields = {"name": "EPN de la Gare", "kind": "epn", "postal_code": "5000"}
        >>> ecosystem.corrections.add(fields, why="vu sur place").name
        'EPN de la Gare'
        """
        from wtc_eco.ecosystem.corrections.correcting import add

        return add(self._inner, _named(fields), _signed(by, why, accept_edits=accept_edits))

    @checked
    def set(
        self,
        thing: str,
        fields: Mapping[str, str],
        *,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> Corrected:
        """Correct columns of a structure; an empty text empties one.

        Raises `RefusedError` where a value cannot be read: nothing is written then. A value that the
        register has already is no correction, unless its lists disagree on it: then it settles them.

        >>> [change.after for change in ecosystem.corrections.set("S1", {"street": "Rue Haute 5"}).changes]
        ['Rue Haute 5']
        """
        from wtc_eco.ecosystem.corrections.correcting import correct

        return correct(self._inner, thing, _named(fields), _signed(by, why, accept_edits=accept_edits))

    @checked
    def close(
        self,
        thing: str,
        *,
        on: Day | None = None,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> Corrected:
        """Say that a structure closed, on this day or on the latest in `data/`; it stays in the register, inactive.

        Raises `UsageError` where no day is known.

        >>> ecosystem.corrections.close("S2", on="2026-06-30").changes[0].after
        '2026-06-30'
        """
        from wtc_eco.ecosystem.corrections.correcting import close

        return close(self._inner, thing, on, _signed(by, why, accept_edits=accept_edits))

    @checked
    def reopen(
        self, thing: str, *, by: str | None = None, why: str | None = None, accept_edits: bool = False
    ) -> Corrected:
        """Say that a structure is there after all: closed by mistake, open again, or dropped by its lists.

        >>> len(ecosystem.corrections.reopen("S2").changes)
        1
        """
        from wtc_eco.ecosystem.corrections.correcting import reopen

        return reopen(self._inner, thing, _signed(by, why, accept_edits=accept_edits))

    @checked
    def compare(self, file: Place, **read_as: Unpack[ReadAs]) -> ReturnedRegister:
        """What a registry.xlsx or registry.csv that somebody edited would change; writes nothing.

        Raises `RefusedError` where the file is no register of ours.

        >>> file = ecosystem.write.export(folder / "registry.csv", form="csv")
        >>> ecosystem.corrections.compare(file).n_cells
        0
        """
        from wtc_eco.ecosystem.corrections.spreadsheet import compare_registry

        return compare_registry(self._inner, file, reading=reading(read_as))

    @checked
    def take(
        self,
        returned: ReturnedRegister,
        *,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> None:
        """Write what `compare` found, as corrections and new structures; nothing where there is nothing.

        Raises `BusyError` where `data/` changed since it was compared.

        >>> file = ecosystem.write.export(folder / "registry.csv", form="csv")
        >>> ecosystem.corrections.take(ecosystem.corrections.compare(file), by="Anne")
        """
        from wtc_eco.ecosystem.corrections.spreadsheet import take_registry

        take_registry(self._inner, returned, _signed(by, why, accept_edits=accept_edits))


class Review(Group):
    """Which records are one structure: what the register doubts, and what a person decides.

    `by` says who decides, `why` says why; both may be left out. `accept_edits` takes in what was changed in
    `data/` outside the tool.

    >>> ecosystem.review
    <Review: doubts, apply, session, join, split, explain>
    """

    @checked
    def doubts(self) -> Finding:
        """What the register is in doubt about, one row a possible answer, the most useful doubt first.

        >>> ecosystem.review.doubts().to_frame().columns[:3].tolist()
        ['question', 'left', 'left_says']
        """
        from wtc_eco.ecosystem.review.spreadsheet import doubts

        return Finding.of(doubts(self._inner))

    @checked
    def apply(
        self,
        file: Place,
        *,
        sheet: str | None = None,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> Applied:
        """Take in the answers of a file of `doubts` that a person filled in; rows without an answer are left.

        Raises `RefusedError` where it is no such file, `UsageError` where two sheets (`sheet` names one) could
        be meant. Taking the same file in twice changes nothing.

        >>> file = ecosystem.review.doubts().write(folder / "doutes.xlsx")
        >>> ecosystem.review.apply(file).n_written
        0
        """
        from wtc_eco.ecosystem.review.spreadsheet import apply_review

        return apply_review(self._inner, file, _signed(by, why, accept_edits=accept_edits), sheet=sheet)

    @checked
    def session(
        self, *, by: str | None = None, why: str | None = None, accept_edits: bool = False
    ) -> Session:
        """The doubts one by one, the most useful first; each answer is written as it is given.

        >>> ecosystem.review.session().n_decided
        0
        """
        from wtc_eco.ecosystem.review.queue import review

        return review(self._inner, _signed(by, why, accept_edits=accept_edits))

    @checked
    def join(
        self,
        things: Sequence[str],
        *,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> DecisionsWritten:
        """Say that these structures (or records) are one; raises `UsageError` where fewer than two are named.

        >>> decided = ecosystem.review.join(["S1", "S2"], why="un seul guichet")
        >>> [structure[0] for structure in decided.structures]
        ['S1']
        """
        from wtc_eco.ecosystem.review.decide import join

        return join(self._inner, things, _signed(by, why, accept_edits=accept_edits))

    @checked
    def split(  # noqa: PLR0913 - a decision is signed
        self,
        thing: str,
        records: Sequence[Count] = (),
        *,
        apart: bool = False,
        by: str | None = None,
        why: str | None = None,
        accept_edits: bool = False,
    ) -> DecisionsWritten:
        """Take `records` out of a structure, or with `apart` make each of its records its own.

        What is taken out is compared anew: it may stay together, or join another structure. Raises
        `UsageError` where it is not clear what to take out.

        >>> decided = ecosystem.review.split("S1", [2], why="deux guichets")
        >>> [structure[0] for structure in decided.structures]
        ['S1', 'S2']
        """
        from wtc_eco.ecosystem.review.decide import split

        return split(self._inner, thing, records, _signed(by, why, accept_edits=accept_edits), apart=apart)

    @checked
    def explain(self, thing: str, other: str | None = None) -> Finding:
        """Where each value of a structure comes from and why its records are one; of two, why they are one or two.

        Raises `UsageError` or `UnknownNameError` where a name leads to no single structure.

        >>> ecosystem.review.explain("S1").question
        'explain'
        """
        from wtc_eco.ecosystem.review.explain import explain

        return Finding.of(explain(self._inner, thing, other))
