"""A folder with two lists that share structures, to be reviewed by a person."""

from __future__ import annotations

from coordinating import both_lists, desk

__all__ = ["both_lists", "desk"]
