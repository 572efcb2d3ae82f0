"""How far a long command is, shown on stderr."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from types import TracebackType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

_TOLD_EVERY_S = 30.0


class ProgressBar:
    """How far each stage is, how fast, and the time left: a bar on a terminal, else a line now and then; on stderr.

    `with ProgressBar() as show:` gives what to call with a stage, how much is done, and how much there is.
    """

    def __enter__(self) -> Callable[[str, int, int], None]:
        """Give what shows the progress."""
        self._bars: Progress | None = None
        self._tasks: dict[str, TaskID] = {}
        self._began: dict[str, tuple[float, int]] = {}  # when, and how much was done already
        self._told_at = 0.0
        return self._draw if sys.stderr.isatty() else self._tell

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the bar as it stands."""
        if self._bars is not None:
            self._bars.stop()

    def _draw(self, stage: str, done: int, total: int) -> None:
        if self._bars is None:
            from rich import progress
            from rich.console import Console

            speed = progress.TextColumn("{task.fields[speed]}")
            columns = (progress.TextColumn("{task.description}"), progress.BarColumn(), progress.MofNCompleteColumn())
            self._bars = progress.Progress(
                *columns, speed, progress.TimeRemainingColumn(), console=Console(stderr=True)
            )
            self._bars.start()
        if stage not in self._tasks:
            self._tasks[stage] = self._bars.add_task(stage, total=total, speed="")
        self._bars.update(self._tasks[stage], completed=done, total=total, speed=self._pace(stage, done, total)[0])

    def _tell(self, stage: str, done: int, total: int) -> None:
        first = stage not in self._began
        speed, left = self._pace(stage, done, total)
        if first or time.monotonic() - self._told_at > _TOLD_EVERY_S:
            self._told_at = time.monotonic()
            print(f"{stage} {done}/{total} {speed} {left}".rstrip() + (" …" if first else ""), file=sys.stderr)

    def _pace(self, stage: str, done: int, total: int) -> tuple[str, str]:
        """Speed and time left in words, empty while they are not known."""
        began, before = self._began.setdefault(stage, (time.monotonic(), done))
        passed = time.monotonic() - began
        if done == before or passed < 1:
            return "", ""
        speed = (done - before) / passed
        minutes, seconds = divmod(round((total - done) / speed), 60)
        return f"{speed:,.0f}/秒" if speed >= 10 else f"{speed:.1f}/秒", f"剩余{minutes}分{seconds:02d}秒"
