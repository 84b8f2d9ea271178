"""The style sheet of a page: the shared tokens and elements, then what the page adds."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path

SHARED = ("tokens.css", "page.css", "paper.css")


def stylesheet(*own: Path) -> str:
    """Tokens, elements and paper of every page, then the page's own files, which may overrule them."""
    shared = [files(__package__).joinpath(name).read_text(encoding="utf-8") for name in SHARED]
    return "\n".join([*shared, *(path.read_text(encoding="utf-8") for path in own)])
