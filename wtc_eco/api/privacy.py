"""People: who does not want to be written to, who is to be forgotten, whose address was kept too long."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated

from wtc_eco.api.arguments import Count, Group, checked, one_of

if TYPE_CHECKING:
    from wtc_eco.ecosystem.privacy.contacts import KeptContacts, OptedOut
    from wtc_eco.ecosystem.privacy.erase import Receipt
    from wtc_eco.ecosystem.privacy.publishable import PossibleName


class Privacy(Group):
    """What is owed to the people behind the structures.

    >>> ecosystem.privacy
    <Privacy: optout, recovery_line, recover, retention, forget, possible_names, people_in>
    """

    @checked
    def optout(self, addresses: Sequence[str], *, accept_edits: bool = False) -> OptedOut:
        """Remember that whoever is behind these e-mail addresses or phone numbers objects.

        Raises `UsageError`, and nothing is written, where one of them is neither.

        >>> ecosystem.privacy.optout(["julie.lambert@exemple.be"]).remembered
        1
        """
        from wtc_eco.ecosystem.privacy.contacts import optout

        return optout(self._inner, addresses, accept_edits=accept_edits)

    @checked
    def recovery_line(self) -> str:
        """The line that brings the key of the oppositions back on another machine; empty where it is not here.

        >>> line = ecosystem.privacy.recovery_line()
        """
        from wtc_eco.ecosystem.create import recovery_line

        return recovery_line(self._inner)

    @checked
    def recover(self, line: str) -> None:
        """Bring the key back from its recovery line; the oppositions it was made for hold again.

        Raises `UsageError` where the line is not one, or is another folder's.

        >>> ecosystem.privacy.recover(ecosystem.privacy.recovery_line())
        """
        from wtc_eco.ecosystem.privacy.contacts import recover

        recover(self._inner, line)

    @checked
    def retention(
        self, *, months: Count = 24, apply: bool = False, accept_edits: bool = False
    ) -> KeptContacts:
        """The contacts last given more than `months` months before the date of the folder; with `apply`, removed.

        The date is `as_of`, else the latest in `data/`: no clock is asked. Raises `RefusedError` where no
        date is known. Contacts without a date are listed, never removed.

        >>> ecosystem.privacy.retention(months=24).n
        0
        """
        from wtc_eco.ecosystem.privacy.contacts import retention

        return retention(self._inner, months=months, apply=apply, accept_edits=accept_edits)

    @checked
    def forget(self, thing: str, *, rehearsal: bool = False, accept_edits: bool = False) -> Receipt:
        """Erase a person everywhere in the folder; a `rehearsal` only counts.

        `thing` is an e-mail address, a phone number, the id of a structure that is a person, or a first and
        last name. Raises `UsageError` where it is none of these and `UnknownNameError` for a name that
        stands nowhere.

        >>> ecosystem.privacy.forget("julie.lambert@exemple.be", rehearsal=True).nothing_found
        True
        """
        from wtc_eco.ecosystem.privacy.erase import forget

        return forget(self._inner, thing, rehearsal=rehearsal, accept_edits=accept_edits)

    @checked
    def possible_names(self) -> tuple[PossibleName, ...]:
        """Every text in which somebody may be named, by its form: it stays out of what is shared.

        Those that are nobody's name stand in `public_names` of eco.toml.

        >>> ecosystem.privacy.possible_names()
        ()
        """
        from wtc_eco.ecosystem.privacy.publishable import possible_names

        return possible_names(self._inner)

    @checked
    def people_in(self, document: Annotated[str, one_of("map", "registry")]) -> str:
        """Which persons the coordinator's `map` or `registry` holds, as far as they are recognised, and where.

        >>> print(ecosystem.privacy.people_in("map"))
        Personne n’y a été reconnu ; ce n’est pas une preuve.
        """
        from wtc_eco.services.outputs import people_in

        return people_in(self._inner, document)
