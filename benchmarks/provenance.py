"""Where a figure comes from: machine, date, commit and command, printed above the results of every benchmark."""

from __future__ import annotations

import datetime as dt
import os
import platform
import shlex
import subprocess
import sys
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[1]


def print_provenance() -> None:
    """Print four lines: machine, date, commit ("-dirty" with changes), command."""
    memory_gib = psutil.virtual_memory().total / 1024**3
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    git = ["git", "describe", "--always", "--dirty"]
    commit = subprocess.run(git, cwd=ROOT, capture_output=True, text=True, check=False).stdout.strip()
    python = f"Python {platform.python_version()}, {platform.system()}"
    print(f"machine  {_processor()}, {os.cpu_count()} cores, {memory_gib:.0f} GiB, {python}, load {load:.1f}")
    print(f"date     {dt.datetime.now().astimezone().isoformat(timespec='minutes')}")
    print(f"commit   {commit or 'unknown'}")
    print(f"command  {shlex.join(['python', os.path.relpath(sys.argv[0], ROOT), *sys.argv[1:]])}")


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:  # not Linux
        return platform.processor() or platform.machine()
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
