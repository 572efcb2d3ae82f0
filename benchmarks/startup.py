"""How long one answer takes from the shell: `python benchmarks/startup.py [--runs N] [--generator NAME]`.

Each run is a new process of `wenbao ask`, from its start to its end. The first is not counted: it
builds the index where that is missing and brings the files into the system's cache. Printed are
wall seconds and the highest resident memory of each run, and their medians.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import time
from typing import NamedTuple

from provenance import ROOT, print_provenance

from qa.config import Config

QUESTION = "海淀区2022年新设企业多少户？"
_RSS_UNIT = 1 if sys.platform == "darwin" else 1024  # bytes on macOS, KiB elsewhere


class Run(NamedTuple):
    """One process: seconds by the clock and peak memory."""

    wall_s: float
    peak_rss_bytes: int


def main() -> int:
    """Run the benchmark and print one line a run, then the medians."""
    parser = argparse.ArgumentParser(description="Cold start of `wenbao ask`")
    parser.add_argument("--runs", type=int, default=5)
    parser.add_argument("--generator", default=Config().generator)
    options = parser.parse_args()
    command = [sys.executable, "-m", "qa.cli", "ask", "--generator", options.generator, QUESTION]
    print_provenance()
    first = measure(command)
    print(f"first    {_line(first)}  (not counted)")
    runs = [measure(command) for _ in range(options.runs)]
    for number, run in enumerate(runs, start=1):
        print(f"run {number}    {_line(run)}")
    wall_s = statistics.median(run.wall_s for run in runs)
    peak = statistics.median(run.peak_rss_bytes for run in runs)
    print(f"median   {wall_s:.2f} s  {peak / 1e9:.2f} GB")
    return 0


def measure(command: list[str]) -> Run:
    """Run a command to its end.

    Raises:
        CalledProcessError: it failed; what it wrote to stderr is printed first.
    """
    started = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    assert process.stderr is not None
    messages = process.stderr.read()  # to its end, else a full pipe would stop the process
    _, status, usage = os.wait4(process.pid, 0)
    wall_s = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)  # else Popen would wait for it again
    if process.returncode:
        print(messages, file=sys.stderr)
        raise subprocess.CalledProcessError(process.returncode, command)
    return Run(wall_s, usage.ru_maxrss * _RSS_UNIT)


def _line(run: Run) -> str:
    return f"{run.wall_s:.2f} s  {run.peak_rss_bytes / 1e9:.2f} GB"


if __name__ == "__main__":
    sys.exit(main())
