"""A process that has everything loaded and does each job in a child of its own, to be killed at any moment.

Reads a line of jobs done at once (JSON: `jobs`, each `what`, `folder` and what it needs, and `kill_after`
so many seconds) and answers, when the children are gone, `ends` with what each acknowledged. A thousand interpreters started one by one would take
half an hour; a thousand forks take minutes.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import time
import traceback
from pathlib import Path

import wtc_eco as eco
from wtc_eco.errors import EcoError

LATER = "2026-02-01"


def import_(job):
    path = Path(job["list"])
    return eco.import_list(
        eco.open(job["folder"]), path, eco.Delivery(path.stem, collected_on=LATER), kind="epn"
    )


def undo(job):
    return eco.undo(eco.open(job["folder"]))


def merge_folder(job):
    return eco.merge_folder(eco.open(job["folder"]), job["other"])


def export(job):
    ecosystem = eco.open(job["folder"])
    eco.export(ecosystem, form="csv")
    eco.export(ecosystem, form="geojson")
    return eco.write_map(ecosystem)


JOBS = {"import": import_, "undo": undo, "merge_folder": merge_folder, "export": export}


def child(job, answer):
    """Do the job and acknowledge it, as a command does by ending."""
    start = time.perf_counter()
    said = {}
    try:
        JOBS[job["what"]](job)
    except EcoError as error:
        said = {"refused": error.exit_code}
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as the zygote
        traceback.print_exc()
        os._exit(1)
    told = json.dumps({"acknowledged": True, "seconds": time.perf_counter() - start, **said})
    os.write(answer, told.encode())
    os._exit(0)


def start(job):
    """A child at work: its process and where it answers."""
    heard, answer = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        child(job, answer)
    os.close(answer)
    return pid, heard


def say(line):
    sys.stdout.write(line + "\n")
    sys.stdout.flush()


def main():
    eco.open(sys.argv[1]).registry  # noqa: B018 - everything that a command imports is loaded by it
    say("ready")
    for line in sys.stdin:
        asked = json.loads(line)
        at_work = [start(job) for job in asked["jobs"]]
        if asked["kill_after"] is not None:
            time.sleep(asked["kill_after"])
            # Not reaped yet, so the number is still this child's even where it has ended.
            for pid, _ in at_work:
                os.kill(pid, signal.SIGKILL)
        told = []
        for pid, heard in at_work:
            os.waitpid(pid, 0)
            with os.fdopen(heard, "rb") as stream:
                told.append(json.loads(stream.read() or b"{}"))
        say(f"ends {json.dumps(told)}")


if __name__ == "__main__":
    main()
