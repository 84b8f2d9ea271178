"""`wtc-eco` and `python -m wtc_eco`."""

from __future__ import annotations

import gc
import signal
import sys

_OBJECTS = 50_000
"""New objects after which Python looks for cycles: a command makes millions of objects and few cycles."""


def main() -> None:
    """Run the command line and leave with its exit code."""
    try:
        from wtc_eco.cli.errors import run

        gc.set_threshold(_OBJECTS, 50, 100)
        code = run(sys.argv[1:])
    except KeyboardInterrupt:
        # Before the command had begun, or once more while it said that it stops.
        code = 128 + signal.SIGINT
    sys.exit(code)


if __name__ == "__main__":
    main()
