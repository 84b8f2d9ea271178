"""Meet and ask the structures: whom to invite, who sits where, what is kept of it; the survey, sent out and chased."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from wtc_eco.api.arguments import (
    Count,
    Day,
    Group,
    Language,
    Natural,
    Place,
    Positive,
    Share,
    checked,
    one_of,
)
from wtc_eco.api.findings import Finding, fields_of
from wtc_eco.i18n import language, speaking

if TYPE_CHECKING:
    from wtc_eco.api.plans import Invitation, TablePlan
    from wtc_eco.ecosystem.attendance import Attended
    from wtc_eco.services.surveying import SentOut

Form = Annotated[str, one_of("limesurvey", "google", "xlsx", "paper")]


class Events(Group):
    """Whom to invite, who sits where, and what is kept of a meeting; `lang` is the language of what is made.

    >>> ecosystem.events
    <Events: invite, seat, reseat, record>
    """

    @checked
    def invite(  # noqa: PLR0913 - what a planner says of an event
        self,
        seats: Count,
        *,
        bassin: str | None = None,
        persons: Count = 1,
        quotas: Sequence[str] = (),
        fixed: Sequence[str] = (),
        apart: Sequence[str] = (),
        near: str | None = None,
        within_km: Positive | None = None,
        expect: Share = 1.0,
        seed: Natural = 0,
        budget: Positive | None = None,
        history: Place | None = None,
        replies: Place | None = None,
        sheet: str | None = None,
        name: str = "",
        on: Day | None = None,
        at: str = "",
        place: str = "",
        reply_before: Day | None = None,
        reply_link: str = "",
        lang: Language | None = None,
    ) -> Invitation:
        """Whom to invite to a meeting, why, and whom to introduce to whom; a waiting list with it.

        `seats` are persons, `persons` how many come from one structure; `quotas` are written «epn=5:10»,
        «cpas=3:» (at least) or «asbl=:4» (at most); `fixed` must be there (S12 or a name), `apart` are pairs
        that must not («S12,S40»); `near` is the commune of the venue, with `within_km` by road. `expect` is
        the share of invitations that is accepted; `budget` in seconds makes the list depend on the machine;
        `history` and `replies` are files, `sheet` the sheet of the workbook of replies, or else of `history`,
        where several could be meant. The rest is what an invitation says: `name`, `on`, `at`, `place`,
        `reply_before`, `reply_link`. Raises `UsageError` where no list keeps every wish, with the smallest
        change that makes one possible, and `UnknownNameError` for a name that nobody bears.

        >>> len(ecosystem.events.invite(8, bassin="namur", quotas=["epn=2:"]).guests)
        8
        """
        from wtc_eco.api.plans import Invitation
        from wtc_eco.events.invitations.request import Occasion
        from wtc_eco.services.inviting import Wishes, invite

        wishes = Wishes(
            seats=seats,
            bassin=bassin,
            persons=persons,
            quotas=tuple(quotas),
            fixed=tuple(fixed),
            apart=tuple(apart),
            near=near,
            within_km=within_km,
            expect=expect,
            seed=seed,
            budget=budget,
            history=None if history is None else Path(history),
            replies=None if replies is None else Path(replies),
            sheet=sheet,
            occasion=Occasion(
                name=name,
                on=on or "",
                at=at,
                where=place,
                reply_before=reply_before or "",
                reply_link=reply_link,
                contact=self._inner.settings.contact,
            ),
        )
        spoken = lang or language()
        with speaking(spoken):
            return Invitation(**fields_of(invite(self._inner, wishes)), lang=spoken)

    @checked
    def seat(  # noqa: PLR0913 - what a planner says of an event
        self,
        guests: Place,
        *,
        tables: Count,
        rounds: Count = 1,
        seats: Sequence[Count] = (),
        pins: Sequence[str] = (),
        apart: Sequence[str] = (),
        together: Sequence[str] = (),
        avoid: Sequence[Place] = (),
        sheet: str | None = None,
        repeats_allowed: bool = False,
        seed: Natural = 0,
        lang: Language | None = None,
    ) -> TablePlan:
        """Who sits where, so that nobody meets the same person twice and everybody meets someone useful.

        `guests` is the list that `invite` wrote, or any file of one row a person. `seats` are the chairs at
        each table, or one figure for all; `pins` are written «Name=3», `apart` and `together` «A,B»; `avoid`
        are plans of earlier events; `sheet` is the sheet of the workbook of guests, where several could be
        meant. Raises `UsageError` where no plan keeps every wish, with the smallest
        change that makes one possible, and `UnknownNameError` for a guest that is not in the list.

        >>> ecosystem.events.seat(guests, tables=2).wanted.rounds
        1
        """
        from wtc_eco.api.plans import TablePlan
        from wtc_eco.services.seating import TableWishes, seat

        wishes = TableWishes(
            guests=Path(guests),
            tables=tables,
            rounds=rounds,
            seats=tuple(seats),
            pins=tuple(pins),
            apart=tuple(apart),
            together=tuple(together),
            history=tuple(map(Path, avoid)),
            sheet=sheet,
            repeats_allowed=repeats_allowed,
            seed=seed,
        )
        spoken = lang or language()
        with speaking(spoken):
            return TablePlan(**fields_of(seat(self._inner, wishes)), lang=spoken)

    @checked
    def reseat(
        self, plan: Place, absent: Place, *, sheet: str | None = None, lang: Language | None = None
    ) -> TablePlan:
        r"""A plan that was written, without those who do not come (a file, or a `sheet` of it): the fewest changes.

        >>> plan = ecosystem.events.seat(guests, tables=2).write(folder / "tables.xlsx")
        >>> name = ecosystem.events.seat(guests, tables=2).wanted.people[0].name
        >>> _ = (folder / "absents.csv").write_text(f"nom\n{name}\n")
        >>> ecosystem.events.reseat(plan, folder / "absents.csv").wanted.n
        7
        """
        from wtc_eco.api.plans import TablePlan
        from wtc_eco.services.seating import reseat

        spoken = lang or language()
        with speaking(spoken):
            return TablePlan(
                **fields_of(reseat(self._inner, Path(plan), Path(absent), sheet=sheet)), lang=spoken
            )

    @checked
    def record(
        self,
        attendance: Place,
        *,
        on: Day,
        name: str = "",
        plan: Place | None = None,
        sheet: str | None = None,
    ) -> Attended:
        r"""Keep who came on the day `on`, and who of them shared a table in `plan`; in `data/`.

        Of a workbook the list of presence is read, or the `sheet` that is named. Keeping the same event twice is keeping it once. Raises `RefusedError` where the file names no structures.

        >>> _ = (folder / "presents.csv").write_text("fiche;présent\nS1;oui\nS2;oui\n")
        >>> ecosystem.events.record(folder / "presents.csv", on="2026-12-10", name="Rencontre").came
        2
        """
        from wtc_eco.ecosystem.attendance import record_attendance

        return record_attendance(self._inner, attendance, on=on, event=name, plan=plan, sheet=sheet)


class Surveys(Group):
    """The survey of structures; its answers come in with `imports.answers`.

    >>> ecosystem.surveys
    <Surveys: send, remind>
    """

    @checked
    def send(  # noqa: PLR0913 - what a coordinator says of a survey
        self,
        output: Place | None = None,
        *,
        bassin: str | None = None,
        forms: Sequence[Form] = (),
        name: str = "",
        on: Day | None = None,
        before: Day | None = None,
        event: str | None = None,
        rehearsal: bool = False,
        accept_edits: bool = False,
        lang: Language | None = None,
    ) -> SentOut:
        """Note who is asked in `data/` and write the forms into the folder `output`, by default outputs/survey.

        `name` is what its answers will be imported as; `on` the day it is sent (the latest date in `data/`
        where nobody says), `before` the day by which answers are wanted; `event` asks those who met at that
        event instead. No `forms`: all of them. Sending it again asks those that are new; codes and days
        stay. Raises `UsageError` where nobody can be asked, `RefusedError` where the pack has no questionnaire.

        >>> sent = ecosystem.surveys.send(bassin="namur", name="enquete-2027", on="2027-06-01", rehearsal=True)
        >>> sent.files
        ()
        """
        from wtc_eco.services.surveying import SurveyWishes, send_survey

        wishes = SurveyWishes(
            bassin=bassin,
            forms=tuple(forms),
            name=name,
            on=on,
            before=before,
            event=event,
            rehearsal=rehearsal,
            accept_edits=accept_edits,
        )
        return send_survey(self._inner, wishes, output, lang=lang)

    @checked
    def remind(self, *, bassin: str | None = None) -> Finding:
        """Who was asked about its network and has not answered: whom to write to or call first, and where.

        >>> ecosystem.surveys.remind(bassin="namur").question
        'remind'
        """
        from wtc_eco.services.surveying import remind

        return Finding.of(remind(self._inner, bassin=bassin))
