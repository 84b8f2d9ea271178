"""wtc-eco: see the digital-inclusion ecosystem of a territory, and what to do about it.

```python
import wtc_eco as eco

ecosystem = eco.open("mons")
print(ecosystem.isolated(bassin="namur").sentence())
ecosystem.write.map("carte.html")
```

Every name is loaded on first use, so that `import wtc_eco` costs nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from wtc_eco.api.ecosystem import Ecosystem
    from wtc_eco.api.entry import demo, init, load_territory, match, open, speaking  # noqa: A004 - `eco.open`
    from wtc_eco.api.findings import Finding
    from wtc_eco.errors import EcoError, Problem
    from wtc_eco.territory import Scope, Territory

__version__ = "0.3.0"

__all__ = [
    "EcoError",
    "Ecosystem",
    "Finding",
    "Problem",
    "Scope",
    "Territory",
    "demo",
    "init",
    "load_territory",
    "match",
    "open",
    "speaking",
]
_HOMES = {
    "EcoError": "wtc_eco.errors",
    "Ecosystem": "wtc_eco.api.ecosystem",
    "Finding": "wtc_eco.api.findings",
    "Problem": "wtc_eco.errors",
    "Scope": "wtc_eco.territory",
    "Territory": "wtc_eco.territory",
}


def __getattr__(name: str) -> Any:
    from importlib import import_module

    if name in __all__:
        return getattr(import_module(_HOMES.get(name, "wtc_eco.api.entry")), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
