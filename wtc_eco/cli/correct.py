"""Commands that put the register right: add, set, close, reopen a structure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.text import Text

import wtc_eco as eco
from wtc_eco.cli import options
from wtc_eco.cli.desk import Desk
from wtc_eco.errors import UsageError
from wtc_eco.locale import date, tr
from wtc_eco.registry.words import title
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.ecosystem.correcting import Corrected, FieldChange
    from wtc_eco.errors import Problem


def add(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    name: options.NewName,
    fields: options.MoreFields = None,
    *,
    kind: options.ItsKind = None,
    street: options.Street = None,
    postal_code: options.PostalCode = None,
    locality: options.Locality = None,
    phone: options.Phone = None,
    email: options.Email = None,
    website: options.Website = None,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """A structure that no list names."""
    said = {
        "name": name,
        "kind": kind,
        "street": street,
        "postal_code": postal_code,
        "locality": locality,
        "phone": phone,
        "email": email,
        "website": website,
    }
    told = {field: text for field, text in said.items() if text is not None} | assigned(fields or ())
    added = eco.add(Desk.of(context).ecosystem, told, eco.Signed(by, why, accept_edits))
    _tell_problems(added.problems)
    words = (
        tr("{name} was there already: it is {id}, with what you said.", name=added.name, id=added.id)
        if added.joined
        else tr("Added: {name} ({id}).", name=added.name, id=added.id)
    )
    _say(words)
    for other, other_name in added.alike:
        _say(
            tr("Is it {name} ({id})? Then: wtc-eco join {id} {new}", name=other_name, id=other, new=added.id)
        )


def set_(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    thing: options.Structure,
    fields: options.Fields,
    *,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Correct what the register says of a structure."""
    signed = eco.Signed(by, why, accept_edits)
    tell(eco.correct(Desk.of(context).ecosystem, thing, assigned(fields), signed))


def close(  # noqa: PLR0913 - a command's parameters are its options
    context: typer.Context,
    thing: options.Structure,
    *,
    on: options.On = None,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that a structure closed."""
    signed = eco.Signed(by, why, accept_edits)
    done = eco.close(Desk.of(context).ecosystem, thing, options.as_day(on), signed)
    _tell_problems(done.problems)
    if done.changes:
        _say(
            tr("{name} ({id}): closed on {day}.", name=done.name, id=done.id, day=date(done.changes[0].after))
        )
    else:
        _say(tr("{name} ({id}): closed already on that day.", name=done.name, id=done.id))


def reopen(
    context: typer.Context,
    thing: options.Structure,
    *,
    by: options.By = None,
    why: options.Why = None,
    accept_edits: options.AcceptEdits = False,
) -> None:
    """Say that a structure is there after all."""
    done = eco.reopen(Desk.of(context).ecosystem, thing, eco.Signed(by, why, accept_edits))
    if done.changes:
        _say(tr("{name} ({id}): active again.", name=done.name, id=done.id))
    else:
        _say(tr("{name} ({id}): active already.", name=done.name, id=done.id))


def assigned(words: Sequence[str]) -> dict[str, str]:
    """`street=Rue X 5` as field and text; raises `UsageError` where there is no `=` or no such field."""
    from wtc_eco.ecosystem.fields import field_of

    found = {}
    for word in words:
        field, equals, text = word.partition("=")
        if not equals:
            raise UsageError(
                tr("“{word}” gives no value.", word=word),
                hint=tr('Write field=value, for instance: street="Rue Haute 5"'),
            )
        found[field_of(field)] = text
    return found


def tell(done: Corrected) -> None:
    """What changed in the register, before and after."""
    _tell_problems(done.problems)
    if not done.changes:
        _say(tr("{name} ({id}): the register says so already.", name=done.name, id=done.id))
        return
    _say(f"{done.name} ({done.id})")
    for change in done.changes:
        _say(f"  {change_in_words(change)}")


def change_in_words(change: FieldChange) -> str:
    """«Rue et numéro : Rue Haute 1 → Rue Haute 5»."""
    before, after = (cell.replace("|", " · ") or tr("empty") for cell in (change.before, change.after))
    return f"{title(change.column)}{tr(': ')}{before} → {after}"


def _tell_problems(problems: Sequence[Problem]) -> None:
    if problems:
        from wtc_eco.render.console import screen, show_problems

        show_problems(problems, screen(errors=True))


def _say(words: str) -> None:
    from wtc_eco.render.console import screen

    screen().print(Text(visible(words)), soft_wrap=True)
    sys.stdout.flush()
