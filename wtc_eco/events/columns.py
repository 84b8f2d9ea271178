"""The columns of an event's sheets: how they are called when they are written, and recognised when they come back."""

from __future__ import annotations

from wtc_eco.i18n import mark
from wtc_eco.sources.returned_sheet import SheetForm, Title

RECORD = Title(mark("Record no."), ("id", "record", "structure id", "n fiche"))
STRUCTURE = Title(mark("Structure"), ("organisation", "organization", "institution", "employeur"))
PERSON = Title(mark("Person"))
CONTACT = Title(mark("Contact person"))
NAME = Title(mark("Name"))
WAVE = Title(mark("Wave"))
REPLY = Title(mark("Reply"), ("replied",))
PRESENT = Title(mark("Present"), ("presence", "attended", "came", "venu"))

INVITATIONS, RESERVE, TO_CALL = mark("Invitations"), mark("Reserve"), mark("To call")
ATTENDANCE, TABLE_PLAN = mark("Attendance"), mark("Table plan")
"""The titles of the sheets."""

REPLIES = SheetForm(
    columns={"record": RECORD, "reply": REPLY, "wave": WAVE},
    needed=(frozenset({"record", "reply"}),),
    refusal=mark("{file} does not say who replied what."),
    hint=mark("It needs the columns “Fiche” and “Réponse”: fill in the list that “invite” wrote."),
    sheets=(INVITATIONS, TO_CALL, RESERVE),
    answers=("reply",),
)
CAME = SheetForm(
    columns={"record": RECORD, "present": PRESENT, "reply": REPLY, "wave": WAVE},
    # A reply is no presence: it counts only where the file has no column of presence at all.
    needed=(frozenset({"record", "present"}), frozenset({"record", "reply"}), frozenset({"record"})),
    refusal=mark("{file} does not say which structures came."),
    hint=mark("It needs the column “Fiche” of the list that “wtc-eco invite” wrote."),
    sheets=(ATTENDANCE, INVITATIONS),
    answers=("present", "reply"),
)
GUESTS = SheetForm(
    columns={
        "person": Title(PERSON.text, (*CONTACT.ways, "invite", "guest", "participant", "participante")),
        "name": NAME,
        "structure": STRUCTURE,
        "record": RECORD,
        "reply": REPLY,
        "present": PRESENT,
    },
    needed=(frozenset({"person"}), frozenset({"name"}), frozenset({"structure"})),
    refusal=mark("{file} names no guests."),
    hint=mark("It needs a column “Nom” or “Structure”, one row a person."),
    sheets=(INVITATIONS, TABLE_PLAN, ATTENDANCE),
    answers=("reply", "present"),
)
PLAN = SheetForm(
    columns={
        "person": GUESTS.columns["person"],
        "name": NAME,
        "structure": STRUCTURE,
        "record": RECORD,
        "first_round": Title(also=("tour 1", "ronde 1", "round 1")),
    },
    needed=(frozenset({"name", "first_round"}), frozenset({"person", "first_round"})),
    refusal=mark("{file} is not a table plan."),
    hint=mark("Give the file that “wtc-eco tables” wrote."),
    sheets=(TABLE_PLAN,),
)
EARLIER = SheetForm(
    columns={
        "record": RECORD,
        "structure": STRUCTURE,
        "name": NAME,
        "day": Title(
            mark("Date"), ("held on", "on", "invited on", "invitee le", "date de l evenement", "jour", "day")
        ),
    },
    needed=tuple(frozenset({who, "day"}) for who in ("record", "structure", "name")),
    refusal=mark("{file} does not say who was invited when."),
    hint=mark("It needs a column “Structure” (name or number) and a column “Date”."),
)
"""Who was invited to earlier events."""
