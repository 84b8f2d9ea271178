"""Bring in: a list of structures, ties, answers, figures of need, another folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, TypedDict, Unpack

from wtc_eco.api.arguments import Count, Day, Group, Place, checked
from wtc_eco.ecosystem.merging.enriched import Enriched

if TYPE_CHECKING:
    from wtc_eco.api.findings import Finding
    from wtc_eco.ecosystem.importing.delivery import Delivery
    from wtc_eco.ecosystem.importing.files import Imported, ReadingOptions
    from wtc_eco.ecosystem.importing.needs import NeedImported
    from wtc_eco.ecosystem.merging.folders import Merged
    from wtc_eco.ecosystem.surveys.take import Surveyed
    from wtc_eco.sources.quarantine import RawCheck


class ReadAs(TypedDict, total=False):
    """How to read a file, where the guess would be wrong.

    `columns` gives the title of a field (`{"name": "Nom"}`), or its titles (`{"téléphone": ["Tél 1", "Tél 2"]}`);
    a field goes by its id or by a title that lists give it. `sheet` (a name, or a number from 1) and
    `area` (`A3:H200`) say which part of a workbook to read; `max_bytes` is the largest file taken; `format`
    says what its rows are (`structures`), where that was doubted.
    """

    encoding: str | None
    delimiter: str | None
    fix_mojibake: bool
    columns: Mapping[str, str | Sequence[str]]
    max_bytes: Count
    sheet: str | None
    area: str | None
    format: str | None


def reading(options: Mapping[str, Any]) -> ReadingOptions:
    """The options of `ReadAs` as the readers of files take them."""
    from wtc_eco.ecosystem.importing.files import ReadingOptions

    return ReadingOptions(**options)


def _delivery(source: str, collected_on: str | None, **flags: bool) -> Delivery:
    from wtc_eco.ecosystem.importing.delivery import Delivery

    return Delivery(source=source, collected_on=collected_on, **flags)


class Imports(Group):
    """Bring in a file; every row is accounted for, and `rehearsal=True` only says what would happen.

    `source` names the list, the same at every import. A file is the complete list unless `partial`;
    `complete` confirms that many rows are really gone. `collected_on` is the day it was made.
    `accept_edits` takes in what was changed in `data/` outside the tool. How a file is read where the guess
    would be wrong: `encoding`, `delimiter`, `fix_mojibake`, `columns` (`{"name": "Nom"}`), `sheet`, `area`
    (`A3:H200`), `max_bytes`, `format` (what its rows are: `structures`). Raises `RefusedError` where the file cannot be taken: nothing is written then.

    >>> ecosystem.imports
    <Imports: structures, ties, answers, need, folder, proposals, kbo, kbo_proposals, check_table>
    """

    @checked
    def structures(  # noqa: PLR0913 - what a person says of a list
        self,
        file: Place,
        *,
        source: str,
        kind: str | None = None,
        collected_on: Day | None = None,
        rehearsal: bool = False,
        partial: bool = False,
        complete: bool = False,
        accept_edits: bool = False,
        **read_as: Unpack[ReadAs],
    ) -> Imported:
        r"""Bring in a list of structures; `kind` is what they are where the list does not say.

        Raises `UsageError` where it is not clear which column is what.

        >>> _ = (folder / "epn.csv").write_text("nom;code postal\nEPN de la Gare;5000\n")
        >>> ecosystem.imports.structures(folder / "epn.csv", source="epn", kind="epn").accounting.new
        1
        """
        from wtc_eco.ecosystem.importing.files import import_list

        delivery = _delivery(
            source,
            collected_on,
            rehearsal=rehearsal,
            partial=partial,
            complete=complete,
            accept_edits=accept_edits,
        )
        return import_list(self._inner, file, delivery, kind=kind, reading=reading(read_as))

    @checked
    def ties(  # noqa: PLR0913 - what a person says of a list
        self,
        file: Place,
        *,
        source: str,
        collected_on: Day | None = None,
        rehearsal: bool = False,
        partial: bool = False,
        complete: bool = False,
        accept_edits: bool = False,
        **read_as: Unpack[ReadAs],
    ) -> Imported:
        r"""Bring in ties: who knows whom, who sends people to whom.

        >>> _ = (folder / "liens.csv").write_text("de;vers;lien\nS1;S2;knows\n")
        >>> ecosystem.imports.ties(folder / "liens.csv", source="liens").accounting.new
        1
        """
        from wtc_eco.ecosystem.importing.files import import_ties

        delivery = _delivery(
            source,
            collected_on,
            rehearsal=rehearsal,
            partial=partial,
            complete=complete,
            accept_edits=accept_edits,
        )
        return import_ties(self._inner, file, delivery, reading=reading(read_as))

    @checked
    def answers(  # noqa: PLR0913 - what a person says of a file
        self,
        file: Place,
        *,
        source: str,
        collected_on: Day | None = None,
        rehearsal: bool = False,
        partial: bool = False,
        complete: bool = False,
        accept_edits: bool = False,
        **read_as: Unpack[ReadAs],
    ) -> Surveyed:
        """Bring in the answers of a survey: offer, contacts, ties, and who does not want to be written to.

        The file may be an export of Google Forms, Microsoft Forms, LimeSurvey or KoBo, or a grid; earlier answers
        of a structure are kept and the latest counts. Raises `RefusedError` where it is none.

        >>> ecosystem.imports.answers(folder / "no-survey.csv", source="enquete")
        Traceback (most recent call last):
        wtc_eco.errors.UsageError: ...
        """
        from wtc_eco.ecosystem.surveys.take import import_survey

        delivery = _delivery(
            source,
            collected_on,
            rehearsal=rehearsal,
            partial=partial,
            complete=complete,
            accept_edits=accept_edits,
        )
        return import_survey(self._inner, file, delivery, reading=reading(read_as))

    @checked
    def need(
        self, file: Place, *, source: str, rehearsal: bool = False, **read_as: Unpack[ReadAs]
    ) -> NeedImported:
        r"""Bring in a table of people by public, or answers of the public; those of the same source are replaced.

        A row whose commune or public nobody knows is left out, with the reason.

        >>> _ = (folder / "besoin.csv").write_text("commune;public;nombre\nNamur;seniors;1200\n")
        >>> ecosystem.imports.need(folder / "besoin.csv", source="statbel").kept
        1
        """
        from wtc_eco.ecosystem.importing.needs import import_need

        return import_need(self._inner, file, source, reading=reading(read_as), rehearsal=rehearsal)

    @checked
    def folder(
        self,
        other: Place,
        *,
        rehearsal: bool = False,
        accept: Sequence[str] = (),
        accept_edits: bool = False,
    ) -> Merged:
        """Take in the records, ties, decisions and people of another folder; nothing is written in that one.

        What it would change in our own structures stands in `proposals`, and is taken only where `accept` says so:
        `all`, fields (`phone`, `address`), `ties`, `decisions`, `words`, or a sheet of `proposals` filled in.
        Merging twice is merging once. Raises `RefusedError` where the other folder is this one or a copy of
        it, `DamagedError` where it cannot be read.

        >>> _ = eco.init(folder / "other", bassin="namur")
        >>> ecosystem.imports.folder(folder / "other", rehearsal=True).rehearsal
        True
        """
        from wtc_eco.ecosystem.merging.folders import merge_folder
        from wtc_eco.ecosystem.merging.proposals import accepting

        return merge_folder(
            self._inner, other, rehearsal=rehearsal, accept=accepting(accept), accept_edits=accept_edits
        )

    @checked
    def proposals(self, other: Place) -> Finding:
        """What another folder would change among ours and nobody decided yet, with a column for the decision.

        >>> ecosystem.imports.proposals(folder / "other").question
        'proposals'
        """
        from wtc_eco.api.findings import Finding
        from wtc_eco.ecosystem.merging.folders import merge_folder
        from wtc_eco.ecosystem.merging.proposals import proposals_sheet

        merged = merge_folder(self._inner, other, rehearsal=True)
        return Finding.of(proposals_sheet(self._inner, merged.proposals))

    @checked
    def kbo(
        self,
        file: Place,
        *,
        rehearsal: bool = False,
        accept: Sequence[str] = (),
        accept_edits: bool = False,
    ) -> Enriched:
        """Look our structures up in the open data of the BCE/KBO (the zip of a month); nobody is added.

        What it says stands in `proposals`. `accept` takes it as `folder` does, but `all` and fields only where nothing
        is known here; what differs from ours, or is doubtful, is taken from a sheet of `kbo_proposals` filled in.
        Natural persons are never read. Raises `RefusedError` for a file that is damaged or none of theirs.

        >>> ecosystem.imports.kbo(folder / "no-such.zip")
        Traceback (most recent call last):
        wtc_eco.errors.UsageError: ...
        """
        from wtc_eco.ecosystem.merging.enrichment import enrich
        from wtc_eco.ecosystem.merging.proposals import accepting

        return enrich(
            self._inner, file, rehearsal=rehearsal, accept=accepting(accept), accept_edits=accept_edits
        )

    @checked
    def kbo_proposals(self, enriched: Enriched) -> Finding:
        """What the BCE/KBO says otherwise and nobody decided yet, with a column for the decision.

        >>> ecosystem.imports.kbo_proposals(ecosystem.imports.kbo(folder / "no-such.zip"))
        Traceback (most recent call last):
        wtc_eco.errors.UsageError: ...
        """
        from wtc_eco.api.findings import Finding
        from wtc_eco.ecosystem.merging.proposals import proposals_sheet

        return Finding.of(proposals_sheet(self._inner, enriched.proposals))

    @staticmethod
    @checked
    def check_table(file: Place, **read_as: Unpack[ReadAs]) -> RawCheck:
        r"""Which rows of any table can be read, whatever its columns mean; raises `RefusedError` for what is no table.

        >>> _ = (folder / "table.csv").write_text("nom;ville\nEPN;Namur\n")
        >>> ecosystem.imports.check_table(folder / "table.csv").accounting["kept"]
        1
        """
        from wtc_eco.ecosystem.doctor import check_table

        return check_table(file, reading=reading(read_as))
