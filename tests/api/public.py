"""What is public: every name of `eco`, every method of what it hands out, each with its docstring."""

import inspect
from collections.abc import Iterator
from functools import cached_property
from typing import get_type_hints

import wtc_eco as eco
from wtc_eco.api.arguments import Group
from wtc_eco.api.entry import Matched
from wtc_eco.api.plans import Invitation, TablePlan

GROUPS: dict[str, type[Group]] = {
    name: get_type_hints(each.func)["return"]
    for name, each in vars(eco.Ecosystem).items()
    if isinstance(each, cached_property) and not name.startswith("_")
}
CLASSES = (eco.Ecosystem, eco.Finding, Invitation, TablePlan, Matched, *GROUPS.values())


def members(kind: type) -> Iterator[tuple[str, object]]:
    """The public methods and properties that a class of the public face has of its own, in order."""
    for base in kind.__mro__:
        if base.__module__.startswith("wtc_eco.api"):
            for name, each in vars(base).items():
                if not name.startswith("_") and (
                    callable(each) or isinstance(each, (property, cached_property, staticmethod))
                ):
                    yield name, each


def documented() -> dict[str, list[tuple[str, str]]]:
    """By the name of a class (or `eco`): what is documented there and how, in order."""
    found = {"eco": [(name, inspect.getdoc(getattr(eco, name)) or "") for name in eco.__all__]}
    for kind in CLASSES:
        own = [(kind.__name__, inspect.getdoc(kind) or "")]
        found[kind.__name__] = own + [
            (f"{kind.__name__}.{name}", inspect.getdoc(each) or "") for name, each in members(kind)
        ]
    return found
