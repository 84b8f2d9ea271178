"""`wtc-eco` and `python -m wtc_eco`."""

from __future__ import annotations

import gc
import sys

_OBJECTS = 50_000
"""New objects after which Python looks for cycles: a command makes millions of objects and few cycles."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    from wtc_eco.cli.errors import run

    gc.set_threshold(_OBJECTS, 50, 100)
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
