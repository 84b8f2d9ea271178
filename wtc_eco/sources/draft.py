"""A record while it is being read: what is known so far, what could not be placed, what is doubtful."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from wtc_eco.sources.table import Fault
from wtc_eco.sources.values.reading import Reading
from wtc_eco.territory.spelling import fold


@dataclass(slots=True)
class Draft:
    """A record being read: its values, what could not be placed, and the faults under their titles.

    `content` is the row as it was read: rows of the same content say the same.
    """

    values: dict[str, Any] = field(default_factory=dict)
    extra: dict[str, str] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)
    faults: list[tuple[Fault, str]] = field(default_factory=list)
    content: tuple[str, ...] = ()

    def take(self, reading: Reading, title: str, text: str = "") -> None:
        """Add what a cell said; lists grow, and a cell that says otherwise than one before is kept as found."""
        self.faults += [(fault, title) for fault in reading.faults]
        if reading.note:
            self.notes.append(f"{title}: {reading.note}")
        if reading.rest:
            self.extra[title] = reading.rest
        for name, value in reading.values.items():
            held = self.values.get(name)
            if held is None:
                self.values[name] = value
            elif isinstance(held, tuple) and isinstance(value, tuple):
                self.values[name] = tuple(dict.fromkeys((*held, *value)))
            elif held != value and fold(str(held)) != fold(str(value)):
                self.extra.setdefault(title, text or str(value))

    @property
    def set_aside(self) -> bool:
        """Whether a doubt asks for quarantine."""
        return any(fault.gravity == "quarantine" for fault, _ in self.faults)
