"""Which language is spoken now."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

LANGUAGES = ("fr", "en")
_spoken: ContextVar[str] = ContextVar("language", default="fr")


def language() -> str:
    """The language spoken now: `fr` or `en`."""
    return _spoken.get()


@contextmanager
def speaking(chosen: str) -> Iterator[None]:
    """Everything inside is said in `chosen`; raises `ValueError` for a language we do not have."""
    if chosen not in LANGUAGES:
        raise ValueError(chosen)
    token = _spoken.set(chosen)
    try:
        yield
    finally:
        _spoken.reset(token)
