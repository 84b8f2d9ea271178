"""What a page may do: show itself in its own styles, run its own scripts, and ask nothing of anybody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable


def policy(*, styles: Iterable[str], scripts: Iterable[str] = (), images: Iterable[str] = ()) -> str:
    """A Content-Security-Policy that allows these very texts, and images from `images` (`data:`, a host)."""
    rules = {"style-src": map(_hash, styles), "script-src": map(_hash, scripts), "img-src": images}
    allowed = [" ".join((rule, *found)) for rule, values in rules.items() if (found := tuple(values))]
    return "; ".join(["default-src 'none'", *allowed, "base-uri 'none'", "form-action 'none'"])


def _hash(text: str) -> str:
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"
