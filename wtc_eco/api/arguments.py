"""What groups of public methods have in common: the ecosystem they act on, and the reading of their arguments.

Arguments are held against their annotations, and words of a person (columns, themes, days) are known in any spelling:
what does not fit is a `UsageError` that says what would, never a `TypeError`.
"""

from __future__ import annotations

import inspect
import math
import os
import reprlib
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date
from functools import cache, wraps
from pathlib import Path
from types import NoneType, SimpleNamespace, UnionType
from typing import (
    TYPE_CHECKING,
    Annotated,
    Any,
    ParamSpec,
    TypeVar,
    Union,
    Unpack,
    get_args,
    get_origin,
    get_type_hints,
)

from wtc_eco.errors import UsageError
from wtc_eco.i18n import LANGUAGES, mark, tr
from wtc_eco.territory.normalize import closest, fold

if TYPE_CHECKING:
    from wtc_eco.ecosystem.ecosystem import Ecosystem

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True)
class Rule:
    """What an argument must keep beyond its type, and how that is said to the person who gave another."""

    holds: Callable[[Any], bool]
    allowed: str


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


def _is_path(path: str | Path) -> bool:
    """Something that a file can be called: not empty, no null character, no half of a character."""
    try:
        return b"\0" not in os.fsencode(path) and bool(os.fspath(path))
    except UnicodeEncodeError:
        return False


def one_of(*choices: str) -> Rule:
    """One of these words."""
    return Rule(lambda word: word in choices, ", ".join(choices))


Day = Annotated[str, Rule(_is_day, mark("a day as year-month-day, 2026-11-22"))]
Count = Annotated[int, Rule(lambda n: n >= 1, mark("a whole number from 1"))]
Natural = Annotated[int, Rule(lambda n: n >= 0, mark("a whole number from 0"))]
Share = Annotated[float, Rule(lambda x: 0 < x <= 1, mark("a share: more than 0, 1 at most"))]
Positive = Annotated[float, Rule(lambda x: x >= 0 and math.isfinite(x), mark("a number from 0"))]
Place = Annotated[str | Path, Rule(_is_path, mark("the path of a file or of a folder"))]
Language = Annotated[str, one_of(*LANGUAGES)]
_NAMES: dict[Any, str] = {
    str: mark("a text"),
    int: mark("a whole number"),
    float: mark("a number"),
    bool: mark("True or False"),
    Path: mark("a path"),
    NoneType: "None",
}


def checked(function: Callable[P, R]) -> Callable[P, R]:
    """The same function; arguments it does not take raise a `UsageError` that says which ones it takes."""
    signature = inspect.signature(function)

    @wraps(function)
    def called(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            bound = signature.bind(*args, **kwargs)
        except TypeError as error:
            raise _misused(function, signature, error) from error
        _require(bound.arguments, _hints(function))
        return function(*args, **kwargs)

    return called


def _require(arguments: Mapping[str, Any], hints: Mapping[str, Any]) -> None:
    """Raise `UsageError` for the first argument that is not as annotated."""
    for name, value in arguments.items():
        if name in hints and get_origin(hints[name]) is Unpack:
            options = _hints(get_args(hints[name])[0])
            for other in sorted(set(value) - set(options)):
                raise UsageError(
                    tr("There is no argument “{argument}” here.", argument=other),
                    hint=tr("Allowed: {choices}.", choices=", ".join(options)),
                )
            _require(value, options)
        elif name in hints and not _fits(value, hints[name]):
            raise UsageError(
                tr("{argument} cannot be {value}.", argument=name, value=reprlib.repr(value)),
                hint=tr("Allowed: {choices}.", choices=_allowed(hints[name])),
            )


def _misused(function: Callable[..., Any], signature: inspect.Signature, error: TypeError) -> UsageError:
    taken = [
        str(one).partition(":")[0].strip() for one in signature.parameters.values() if one.name != "self"
    ]
    name = function.__name__
    return UsageError(
        tr("{method} cannot be called so: {reason}.", method=f"{name}()", reason=error),
        hint=tr("Allowed: {choices}.", choices=f"{name}({', '.join(taken)})"),
    )


@cache
def _hints(annotated: Callable[..., Any]) -> Mapping[str, Any]:
    """The annotations of parameters, or of a `TypedDict`; what is returned may be a type that only a checker imports."""
    given = {name: hint for name, hint in annotated.__annotations__.items() if name != "return"}
    names = vars(sys.modules[annotated.__module__])
    return get_type_hints(SimpleNamespace(__annotations__=given), globalns=names, include_extras=True)


def _fits(value: Any, hint: Any) -> bool:
    """Whether a value is of an annotated type, and keeps its rule."""
    if hint is Any:
        return True
    kind, inside = get_origin(hint), get_args(hint)
    if kind is Annotated:
        return _fits(value, inside[0]) and all(rule.holds(value) for rule in inside[1:])
    if kind in (Union, UnionType):
        return any(_fits(value, one) for one in inside)
    if kind is Mapping:
        return isinstance(value, Mapping) and all(
            _fits(key, inside[0]) and _fits(one, inside[1]) for key, one in value.items()
        )
    if kind is Sequence:
        # A text is a sequence of its letters: nobody means that.
        many = isinstance(value, (Sequence, AbstractSet)) and not isinstance(value, (str, bytes))
        return many and all(_fits(one, inside[0]) for one in value)
    if kind is Callable:
        return callable(value)
    if hint in (int, float):
        return isinstance(value, (int, hint)) and not isinstance(value, bool)
    return isinstance(value, hint)


def _allowed(hint: Any) -> str:
    """What fits, in words."""
    kind, inside = get_origin(hint), get_args(hint)
    if kind is Annotated:
        return tr(inside[1].allowed)
    if kind in (Union, UnionType):
        return tr("{one}, or {other}", one=", ".join(map(_allowed, inside[:-1])), other=_allowed(inside[-1]))
    if kind is Mapping:
        return tr("a dictionary; to each key: {what}", what=_allowed(inside[1]))
    if kind is Sequence:
        return tr("a list; each of it: {what}", what=_allowed(inside[0]))
    if kind is Callable:
        return tr("a function")
    return tr(_NAMES[hint]) if hint in _NAMES else hint.__name__


@dataclass(frozen=True, repr=False)
class Group:
    """Methods of an ecosystem that stand together under a name."""

    _inner: Ecosystem

    def __repr__(self) -> str:
        methods = ", ".join(name for name in vars(type(self)) if not name.startswith("_"))
        return f"<{type(self).__name__}: {methods}>"


def column(name: str) -> str:
    """What a column of the register is called, in the language spoken now; its own name where it has no other."""
    from wtc_eco.registry.columns import title

    return title(name)


def proposed_field(name: str) -> str:
    """What a field that another folder would change is called, in the language spoken now."""
    from wtc_eco.ecosystem.merging.proposals import field_title

    return field_title(name)


def is_kbo(file: Path) -> bool:
    """Whether a file is a month of the open data of the BCE/KBO, which is no list."""
    from wtc_eco.interchange.kbo import is_kbo

    return is_kbo(file)


def found_in_words(counts: Mapping[str, int]) -> list[str]:
    """Of how many structures the BCE/KBO knows what, in the language spoken now."""
    from wtc_eco.ecosystem.merging.enriched import found_in_words

    return found_in_words(counts)


def by_hand(command: str) -> bool:
    """Whether a command of the journal took in what was changed outside the tool."""
    from wtc_eco.store.journal import BY_HAND

    return command == BY_HAND


def meant(word: str, names: Iterable[str]) -> str | None:
    """The name that a word spells, whatever its accents and capitals; `None` where it is none."""
    return {fold(name): name for name in names}.get(fold(word))


def near(word: str, names: Iterable[str]) -> tuple[str, ...]:
    """The up to three names that a word comes nearest to, best first."""
    return closest(word, {fold(name): name for name in names}, cutoff=60)


def scratch() -> AbstractContextManager[Path]:
    """An empty folder while it is needed; what a killed command left is cleared first."""
    from wtc_eco.sources.encoding import scratch as made

    return made()


def sweep() -> None:
    """Clear what killed commands left where the system keeps temporary folders."""
    from wtc_eco.sources.encoding import sweep as swept

    swept()


def for_shell(*words: str) -> str:
    """A command as it is pasted: words with spaces or signs of the shell are quoted."""
    from wtc_eco.sources.text_repair import for_shell as quoted

    return " ".join(map(quoted, words))


def columns_option(field: str, title: str) -> str:
    """What is added to an import to say that this title is this field, to be pasted."""
    from wtc_eco.sources.text_repair import columns_option as option

    return option(field, title)
