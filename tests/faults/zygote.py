"""A process that has everything loaded and does each job in a child of its own, to be killed at any moment.

Reads a line of jobs done at once (JSON: `jobs`, each `what`, `folder` and what it needs, and `kill_after`
so many seconds after the start, or after the `writing` begins) and answers, when the children are gone, `ends` with what each acknowledged. A thousand interpreters started one by one would take
half an hour; a thousand forks take minutes.
"""

from __future__ import annotations

import json
import os
import select
import signal
import sys
import tempfile
import time
import traceback
from pathlib import Path

import wtc_eco as eco
from wtc_eco.cli.errors import run
from wtc_eco.errors import EcoError
from wtc_eco.render import files
from wtc_eco.store import staging

LATER = "2026-02-01"


def import_(job):
    path = Path(job["list"])
    return eco.open(job["folder"]).imports.structures(path, source=path.stem, collected_on=LATER, kind="epn")


def undo(job):
    return eco.open(job["folder"]).history.undo()


def merge_folder(job):
    return eco.open(job["folder"]).imports.folder(job["other"])


def join(job):
    return eco.open(job["folder"]).review.join(job["things"])


def split(job):
    return eco.open(job["folder"]).review.split(job["things"][0], apart=True)


def export(job):
    ecosystem = eco.open(job["folder"])
    ecosystem.write.export(form="csv")
    ecosystem.write.export(form="geojson")
    ecosystem.write.report()
    return ecosystem.write.map()


def command(job):
    """A command line, with its temporary files where the test can see them."""
    tempfile.tempdir = job["tmp"]
    with Path(os.devnull).open("w") as nowhere, Path(job["tmp"], "told").open("w") as told:
        sys.stdout, sys.stderr = nowhere, told
        return run(["--folder", job["folder"], "--lang", "en", *job["words"]])


JOBS = {
    "command": command,
    "import": import_,
    "join": join,
    "split": split,
    "undo": undo,
    "merge_folder": merge_folder,
    "export": export,
}


class Steps:
    """Counts what changes a file or a folder, as the interpreter tells it; kills the process before step `kill_at`."""

    CHANGES = ("os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.link", "os.symlink", "os.truncate")

    def __init__(self, places, kill_at):
        self.places, self.kill_at, self.n, self.pid = places, kill_at, 0, os.getpid()
        sys.addaudithook(self)

    def __call__(self, event, arguments):
        if event == "open":
            changes = isinstance(arguments[2], int) and arguments[2] & (os.O_WRONLY | os.O_RDWR)
        else:
            changes = event in self.CHANGES
        if changes and os.getpid() == self.pid and self._is_ours(event, arguments):
            self.n += 1
            if self.n == self.kill_at:
                os.kill(self.pid, signal.SIGKILL)

    def _is_ours(self, event, arguments):
        # A tree is removed by names relative to its folders.
        return str(arguments[0]).startswith(self.places) or event in ("os.remove", "os.rmdir")


def announced(call, begun, clock):
    """The same call, which first says that the writing begins."""

    def calling(*arguments, **keywords):
        if "writing" not in clock:
            clock["writing"] = time.perf_counter()
            os.write(begun, b"w")
        return call(*arguments, **keywords)

    return calling


def child(job, answer, begun):
    """Do the job and acknowledge it, as a command does by ending."""
    start = time.perf_counter()
    clock, said = {}, {}
    staging.stage = announced(staging.stage, begun, clock)
    files.put = announced(files.put, begun, clock)
    steps = Steps((job["folder"], job["tmp"]), job.get("kill_at")) if "tmp" in job else None
    try:
        ended = JOBS[job["what"]](job)
    except EcoError as error:
        said = {"refused": error.exit_code}
    except BaseException:  # noqa: BLE001 - whatever it is, this process must not go on as the zygote
        traceback.print_exc()
        os._exit(1)
    end = time.perf_counter()
    spent = {"seconds": end - start, "writing": end - clock.get("writing", end)}
    if steps:
        said |= {"steps": steps.n, "code": ended}
    told = json.dumps({"acknowledged": True, **spent, **said})
    os.write(answer, told.encode())
    os._exit(0)


def start(job):
    """A child at work: its process, where it answers, and where it says that it begins to write."""
    (heard, answer), (awaited, begun) = os.pipe(), os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(heard)
        os.close(awaited)
        child(job, answer, begun)
    os.close(answer)
    os.close(begun)
    return pid, heard, awaited


def strike(at_work, kill_after, *, writing):
    """Kill them so many seconds after they began, or after the first began to write."""
    if writing:
        select.select([awaited for _, _, awaited in at_work], [], [])
    time.sleep(kill_after)
    # Not reaped yet, so the number is still this child's even where it has ended.
    for pid, _, _ in at_work:
        os.kill(pid, signal.SIGKILL)


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
            strike(at_work, asked["kill_after"], writing=asked["writing"])
        told = []
        for pid, heard, awaited in at_work:
            os.waitpid(pid, 0)
            os.close(awaited)
            with os.fdopen(heard, "rb") as stream:
                told.append(json.loads(stream.read() or b"{}"))
        say(f"ends {json.dumps(told)}")


if __name__ == "__main__":
    main()
