"""Commands that put the register right: add, set, close, reopen a structure."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING

import typer
from rich.text import Text

import wtc_eco as eco
from wtc_eco.api.arguments import column
from wtc_eco.cli import desk, options
from wtc_eco.cli.desk import DOUBTFUL, Desk, write_json
from wtc_eco.errors import UsageError
from wtc_eco.i18n import date, tr, trn
from wtc_eco.render.cells import visible

if TYPE_CHECKING:
    from wtc_eco.api.results import Corrected, FieldChange, ReturnedRegister


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
    options_given = {
        "name": name,
        "kind": kind,
        "street": street,
        "postal_code": postal_code,
        "locality": locality,
        "phone": phone,
        "email": email,
        "website": website,
    }
    values = {field: text for field, text in options_given.items() if text is not None} | assigned(
        fields or ()
    )
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    added = ecosystem.corrections.add(values, by=by, why=why, accept_edits=accept_edits)
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
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    tell(ecosystem.corrections.set(thing, assigned(fields), by=by, why=why, accept_edits=accept_edits))


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
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    done = ecosystem.corrections.close(
        thing, on=options.as_day(on), by=by, why=why, accept_edits=accept_edits
    )
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
    ecosystem = Desk.of(context).ecosystem
    tell_edits_taken_in(ecosystem, accept_edits=accept_edits)
    done = ecosystem.corrections.reopen(thing, by=by, why=why, accept_edits=accept_edits)
    if done.changes:
        _say(tr("{name} ({id}): active again.", name=done.name, id=done.id))
    else:
        _say(tr("{name} ({id}): active already.", name=done.name, id=done.id))


def tell_edits_taken_in(ecosystem: eco.Ecosystem, *, accept_edits: bool) -> None:
    """Show what was changed outside the tool before it is taken in."""
    if accept_edits:
        from wtc_eco.cli.upkeep import tell_edits

        tell_edits(ecosystem.doctor.edits())


def assigned(words: Sequence[str]) -> dict[str, str]:
    """`street=Rue X 5` as field and text; raises `UsageError` where there is no `=`."""
    values = {}
    for word in words:
        field, equals, text = word.partition("=")
        if not equals:
            raise UsageError(
                tr("“{word}” gives no value.", word=word),
                hint=tr('Write field=value, for instance: street="Rue Haute 5"'),
            )
        values[field] = text
    return values


def tell(done: Corrected) -> None:
    """What changed in the register, before and after."""
    _tell_problems(done.problems)
    if not done.changes:
        _say(tr("{name} ({id}): the register says so already.", name=done.name, id=done.id))
        return
    _say(f"{done.name} ({done.id})")
    for change in done.changes:
        _say(f"  {change_in_words(change)}")


def take_back(  # noqa: PLR0913 - the file, and what to do with it
    ecosystem: eco.Ecosystem,
    returned: ReturnedRegister,
    *,
    by: str | None,
    why: str | None,
    accept_edits: bool,
    rehearsal: bool,
    sure: bool,
    form: options.AccountFormat,
) -> None:
    """Show what a register edited in Excel changes, ask where somebody can answer, and take it in."""
    if form is options.AccountFormat.json:
        write_json(returned.as_json())
    else:
        _show_returned(returned)
    if rehearsal:
        _note(tr("Nothing was written (--dry-run)."), form)
    elif returned.empty or (not sure and desk.interactive() and not typer.confirm(tr("Take this in?"))):
        _note(tr("Nothing was written."), form)
    else:
        ecosystem.corrections.take(returned, by=by, why=why, accept_edits=accept_edits)
        one = returned.changes[0][0] if returned.changes else f'"{returned.added[0]}"'
        _note(tr("Taken in. To see a structure: wtc-eco show {id}", id=one), form)
    if returned.doubtful:
        raise typer.Exit(DOUBTFUL)


def _show_returned(returned: ReturnedRegister) -> None:
    _tell_problems(returned.problems)
    for one, name, cells in returned.changes:
        _say(f"{name} ({one})")
        for cell in cells:
            _say(f"  {change_in_words(cell)}")
    for name in returned.added:
        _say(tr("New structure: {name}", name=name))
    cells_said = trn("{n} cell changes", "{n} cells change", returned.n_cells)
    in_all = trn("in {n} structure", "in {n} structures", len(returned.changes))
    new = trn("{n} new structure", "{n} new structures", len(returned.added))
    _say(tr("{changes} {where}; {added}.", changes=cells_said, where=in_all, added=new))


def _note(words: str, form: options.AccountFormat) -> None:
    """A last word: beside the JSON, never in it."""
    stream = sys.stderr if form is options.AccountFormat.json else sys.stdout
    stream.write(f"{words}\n")


def change_in_words(change: FieldChange) -> str:
    """«Rue et numéro : Rue Haute 1 → Rue Haute 5»."""
    before, after = (cell.replace("|", " · ") or tr("empty") for cell in (change.before, change.after))
    return tr("{parameter}: {message}", parameter=column(change.column), message=f"{before} → {after}")


def _tell_problems(problems: Sequence[eco.Problem]) -> None:
    if problems:
        from wtc_eco.render.console import screen, show_problems

        show_problems(problems, screen(errors=True))


def _say(words: str) -> None:
    from wtc_eco.render.console import screen

    screen().print(Text(visible(words)), soft_wrap=True)
    sys.stdout.flush()
