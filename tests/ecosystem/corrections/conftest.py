"""What may happen to a folder after a person put something right."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from coordinating import DIGITAL, SOCIAL, Desk, both_lists, desk, shuffled

__all__ = ["both_lists", "desk"]


def _again(desk: Desk) -> None:
    desk.take("sociale", SOCIAL, "2026-05-01")


def _shuffled(desk: Desk) -> None:
    desk.take("sociale", shuffled(SOCIAL), "2026-05-01")
    desk.take("numerique", shuffled(DIGITAL), "2026-05-01")


def _new_list(desk: Desk) -> None:
    desk.take("autre", "nom;type;adresse;cp;localité\nEPN La Ruche;EPN;Rue Haute 8;7000;Mons\n", "2026-06-01")


def _changed(desk: Desk) -> None:
    desk.take("sociale", SOCIAL.replace("065 11 11 11", "065 99 99 99"), "2026-06-01")


def _undone(desk: Desk) -> None:
    desk.ecosystem.corrections.set("CPAS de Namur", {"website": "www.exemple.be"})
    desk.ecosystem.history.undo()


EVENTS = {
    "the list taken in again": _again,
    "the lists shuffled": _shuffled,
    "a new list": _new_list,
    "a list that says otherwise": _changed,
    "something else undone": _undone,
}


@pytest.fixture(params=EVENTS.values(), ids=EVENTS.keys())
def event(request) -> Callable[[Desk], None]:
    """What may happen to a folder after a person put something right."""
    return request.param
